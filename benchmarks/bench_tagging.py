"""Measure what tagging costs in an import, and how long a changed rule takes to show everywhere.

    ./run bench bench_tagging --mirror DIR

Imports DIR (benchmarks.generate) into a database of its own, by the code that production runs, and
prints the seconds of each step; then changes the industry of the rule that most dollars of DIR
stand on, and prints the seconds until every tag and total says so.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bench_import import (
    BEFORE,
    ROOT,
    in_new_process,
    migrate,
    scratch_database,
    settle,
)

STEPS = ("indiv", "oth", "pas2", "notices", "elections", "tags", "industries", "totals")
TAGGING = ("tags", "industries")


def change_a_rule(cycle: int) -> None:
    """Change a rule and bring tags and totals after it, in this process; print it as JSON."""
    import django

    django.setup()
    from django.db import connection

    from donations.rules import DATA
    from donations.tagging import retag
    from donations.totals import rebuild_industries
    from filings.staging import loading_connection, step_transaction

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.file, r.line, r.kind, r.pattern, count(*), sum(t.amount)"
            " FROM donations_profiletotal t JOIN donations_donorprofile p ON p.id = t.profile_id"
            " JOIN donations_rule r ON r.id = p.rule_id JOIN donations_industry i"
            " ON i.id = p.industry_id AND i.is_industry AND i.slug <> 'coal'"
            " GROUP BY r.id ORDER BY 6 DESC LIMIT 1"
        )
        file, line, kind, pattern, _, _ = cursor.fetchone()
        cursor.execute(
            "SELECT i.slug FROM donations_rule r JOIN donations_industry i ON i.id = r.industry_id"
            " WHERE r.file = %s AND r.line = %s",
            [file, line],
        )
        (slug,) = cursor.fetchone()
    with tempfile.TemporaryDirectory() as folder:
        for path in DATA.glob("*.csv"):
            (Path(folder) / path.name).write_bytes(path.read_bytes())
        changed = Path(folder) / file
        lines = changed.read_text().splitlines(keepends=True)
        lines[line - 1] = lines[line - 1].replace(f",{slug},", ",coal,", 1)
        changed.write_text("".join(lines))
        start = time.monotonic()
        seconds = {}
        with loading_connection("tags", cycle) as loading:
            with step_transaction(loading):
                tags = retag(loading, lambda *_: None, Path(folder))
            seconds["tags"] = time.monotonic() - start
            with step_transaction(loading):
                rebuild_industries(loading, cycle, lambda *_: None)
            seconds["tags and totals"] = time.monotonic() - start
    print(json.dumps({"rule": f"{kind} {pattern}", "profiles": tags, "seconds": seconds}))


def main() -> None:
    """Import, measure, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mirror", type=Path)
    parser.add_argument("--cycle", type=int, default=2018)
    parser.add_argument("--change", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.change:
        change_a_rule(arguments.cycle)
        return
    if arguments.mirror is None:
        parser.error("name a mirror with --mirror")
    url, mirror, cycle = os.environ["DATABASE_URL"], arguments.mirror.resolve(), arguments.cycle
    with scratch_database(url, "tagging") as ours:
        migrate(ours)
        in_new_process(ours, mirror, cycle, BEFORE)
        settle(url)
        runs = {step: in_new_process(ours, mirror, cycle, (step,)) for step in STEPS}
        whole = sum(run.seconds for run in runs.values())
        tagging = sum(runs[step].seconds for step in TAGGING)
        for step, run in runs.items():
            print(f"  {step:12} {run.seconds:8.1f} s   {next(iter(run.results.values()))}")
        peak = max(run.peak_bytes for run in runs.values()) / 1e6
        print(f"  tagging: {tagging:.1f} s of {whole:.1f} s, {100 * tagging / whole:.0f} %")
        print(f"  peak of memory: {peak:,.0f} MB")
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.bench_tagging", "--change", "--cycle", str(cycle)],
            env=os.environ
            | {"DATABASE_URL": ours, "DJANGO_SETTINGS_MODULE": "financetracker.settings"},
            cwd=ROOT,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        found = json.loads(done.stdout.splitlines()[-1])
        print(f"  a changed rule ({found['rule']}, {found['profiles']:,} profiles):")
        for name, value in found["seconds"].items():
            print(f"    {name:20} {value:6.1f} s")


if __name__ == "__main__":
    main()
