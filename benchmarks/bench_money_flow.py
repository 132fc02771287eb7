"""Measure following every spender's money to its sources, and the pages that show it.

    python -m benchmarks.generate --rows 5000000 --out DIR --between 60000
    ./run bench money_flow --mirror DIR

Imports DIR into a database of its own by the code that production runs, then prints seconds and
peak memory of the steps "attribution", "traces" and "connections", how many traces there are and
how many committees the deepest of them passes, and how long pages take that are asked for again.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

from benchmarks.bench_import import (
    BEFORE,
    ROOT,
    in_new_process,
    migrate,
    scratch_database,
    settle,
)

FIRST = ("indiv", "oth", "pas2", "notices", "elections", "tags", "industries", "totals")
MEASURED = ("attribution", "traces", "connections")
REPEATS = 20


def show(cycle: int) -> None:
    """Count what is stored and time pages, in this process; print it as JSON."""
    # As gunicorn does.
    import_module("financetracker.wsgi")
    from django.db import connection
    from django.test import Client

    def ask(query: str) -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(query, [cycle])
            return cursor.fetchall()

    ((traces, off, failed, deepest),) = ask(
        "SELECT count(*), count(*) FILTER (WHERE spent <> traced + unitemized + untraceable"
        " AND error = ''), count(*) FILTER (WHERE error <> ''), max(layers)"
        "  FROM expenditures_trace WHERE cycle = %s"
    )
    ((spenders,),) = ask(
        "SELECT count(DISTINCT committee_id) FROM expenditures_trace WHERE cycle = %s"
    )
    ((entries,),) = ask(
        "SELECT count(*) FROM expenditures_traceentry e JOIN expenditures_trace t"
        " ON t.id = e.trace_id WHERE t.cycle = %s"
    )
    kinds = ask(
        "SELECT kind, count(*) FROM expenditures_connection WHERE cycle = %s GROUP BY 1 ORDER BY 1"
    )
    ((office, state, district, special),) = ask(
        "SELECT e.office, e.state, e.district, e.special_year FROM filings_election e"
        "  JOIN filings_electioncandidate c ON c.election_id = e.id"
        "  JOIN expenditures_independentexpenditure x ON x.candidate_id = c.candidate_id"
        " WHERE e.cycle = %s AND x.counts GROUP BY e.id"
        " ORDER BY sum(expenditure_amount) DESC LIMIT 1"
    )
    (spender,) = ask(
        "SELECT committee_id FROM expenditures_trace WHERE cycle = %s AND method = 'to_date'"
        " AND candidate_id = '' ORDER BY spent DESC LIMIT 1"
    )[0]
    place = {"H": "house", "S": "senate", "P": "president"}[str(office)]
    race = f"/races/{cycle}/{place}/{state}/{district}/" + (
        f"special-{special}/" if special else ""
    )
    client, pages = Client(headers={"host": "localhost"}), {}
    for name, address in (
        ("race", race),
        ("trace", f"/committees/{spender}/trace/?cycle={cycle}"),
        ("connections", f"/connections/?cycle={cycle}"),
    ):
        seconds = []
        for _ in range(REPEATS + 1):
            start = time.perf_counter()
            status = client.get(address).status_code
            seconds.append(1000 * (time.perf_counter() - start))
            if status != 200:
                sys.exit(f"{address} answers {status}")
        pages[f"{name} {address}"] = (seconds[0], statistics.median(seconds[1:]), max(seconds[1:]))
    print(
        json.dumps(
            {
                "spenders": spenders,
                "traces": traces,
                "entries": entries,
                "not adding up": off,
                "failed": failed,
                "deepest": deepest,
                "connections": dict(kinds),  # type: ignore[arg-type]
                "pages": pages,
            }
        )
    )


def main() -> None:
    """Import, measure, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mirror", type=Path)
    parser.add_argument("--cycle", type=int, default=2018)
    parser.add_argument("--show", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.show:
        show(arguments.cycle)
        return
    if arguments.mirror is None:
        parser.error("name a mirror with --mirror")
    url, mirror, cycle = os.environ["DATABASE_URL"], arguments.mirror.resolve(), arguments.cycle
    with scratch_database(url, "money_flow") as ours:
        migrate(ours)
        in_new_process(ours, mirror, cycle, BEFORE)
        settle(url)
        for step in FIRST:
            in_new_process(ours, mirror, cycle, (step,))
        for step in MEASURED:
            run = in_new_process(ours, mirror, cycle, (step,))
            said = next(iter(run.results.values()))
            print(f"  {step:12} {run.seconds:8.1f} s {run.peak_bytes / 1e6:8,.0f} MB   {said}")
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.bench_money_flow", "--show", "--cycle", str(cycle)],
            env=os.environ
            | {
                "DATABASE_URL": ours,
                "DJANGO_SETTINGS_MODULE": "financetracker.settings",
                "SECURE_SSL": "0",
            },
            cwd=ROOT,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        found = json.loads(done.stdout.splitlines()[-1])
        for name, (first, median, worst) in found.pop("pages").items():
            print(f"  {name}: first {first:.0f} ms, then {median:.0f} ms, at most {worst:.0f} ms")
        for name, value in found.items():
            print(f"  {name}: {value:,}" if isinstance(value, int) else f"  {name}: {value}")


if __name__ == "__main__":
    main()
