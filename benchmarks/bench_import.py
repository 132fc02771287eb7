"""Measure the import of itcont.txt against `psql \\copy` of the same file, in one run.

    ./run bench bench_import --mirror DIR [--repeat 3]
    ./run bench bench_import --rows 1000000

(a) raw \\copy into a typed flat table with equivalent indexes (benchmarks/flat.py); (b) our import
into an empty database, by the code that production runs; (c) the unchanged file again; (d) the file
with 1 % of its rows changed; (e) the memory that the importing process took at its peak.

DIR is a mirror that benchmarks.generate wrote, and DIR-changed beside it the changed one. --rows
writes both to a temporary folder. Databases are made on the server of DATABASE_URL, and dropped.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from benchmarks.flat import flat_size, load_flat, translate_dictionaries, translate_facts

ROOT = Path(__file__).resolve().parent.parent
# The registers that contributions refer to; small, and the same on both sides of a comparison.
BEFORE = ("cn", "cm", "ccl")
# What follows from contributions: who stands in which race, and every candidate's totals.
AFTER = ("elections", "tags", "industries", "totals")


@dataclass
class Run:
    """What one process that imports reported: seconds by step and phase, and its peak of memory."""

    seconds: float = 0.0
    phases: dict[str, float] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    peak_bytes: int = 0


def import_steps(names: list[str], cycle: int) -> None:
    """Run steps in this process as `manage.py ingest` does, and print a Run as JSON."""
    import django

    django.setup()
    from filings.steps import Options
    from financetracker.pipeline import find_steps

    run = Run()
    for step in find_steps(names):
        marks: list[tuple[str, float]] = [("begin", time.monotonic())]

        def listen(
            phase: str,
            done: int,
            total: int,
            unit: str,
            marks: list[tuple[str, float]] = marks,
        ) -> None:
            name = f"{phase} {done + 1}" if phase in ("index", "dictionaries") else phase
            if name != marks[-1][0]:
                marks.append((name, time.monotonic()))

        load = step.run(cycle, Options(listener=listen))
        marks.append(("end", time.monotonic()))
        for (phase, start), (_, end) in pairwise(marks):
            key = f"{step.code}: {phase}"
            run.phases[key] = run.phases.get(key, 0.0) + end - start
        run.seconds += marks[-1][1] - marks[0][1]
        run.results[step.code] = (
            f"{load.status}: {load.rows_loaded or 0:,} loaded, {load.inserted or 0:,} inserted,"
            f" {load.changed or 0:,} changed, {load.removed or 0:,} removed"
        )
    run.peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(run.__dict__))


def in_new_process(url: str, mirror: Path, cycle: int, names: tuple[str, ...]) -> Run:
    """Import steps in a process of their own."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "FEC_MIRROR": str(mirror),
        "DJANGO_SETTINGS_MODULE": "financetracker.settings",
        "LOG_LEVEL": "WARNING",
    }
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_import", "--cycle", str(cycle), "--steps", *names],
        env=environment,
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    run = Run(**json.loads(done.stdout.splitlines()[-1]))
    print(f"  {', '.join(names)}: {run.seconds:.1f} s", file=sys.stderr, flush=True)
    return run


@contextmanager
def scratch_database(url: str, purpose: str) -> Iterator[str]:
    """The address of a new database on the same server, dropped afterwards."""
    parts = urlsplit(url)
    name = f"bench_import_{purpose}_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield parts._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            # Not WITH (FORCE): that may not end an autovacuum, and the plain command does.
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def migrate(url: str) -> None:
    """Create our tables in a database."""
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        env=os.environ | {"DATABASE_URL": url},
        cwd=ROOT,
        check=True,
    )


def dictionary_indexes(url: str) -> list[tuple[str, str]]:
    """Table and definition of each index that the migrations gave a dictionary."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT tablename, indexdef FROM pg_indexes WHERE tablename LIKE 'donations_%'"
        ).fetchall()
    return [(str(table), str(definition)) for table, definition in rows]


def our_size(url: str) -> tuple[int, int]:
    """Bytes of our facts and dictionaries, and of their indexes."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT sum(pg_table_size(oid)), sum(pg_indexes_size(oid)) FROM pg_class"
            " WHERE relkind = 'r' AND relname LIKE 'donations_%'"
        ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def settle(url: str) -> None:
    """Write what the server still holds in memory, so that nobody pays for what went before."""
    with psycopg.connect(url, autocommit=True) as connection:
        try:
            connection.execute("CHECKPOINT")
        except psycopg.errors.InsufficientPrivilege:
            os.sync()


@dataclass
class Figures:
    """One repetition: seconds of each part."""

    flat: dict[str, float]
    covering: dict[str, float]
    first: Run
    unchanged: Run
    changed: Run
    flat_bytes: tuple[int, int]
    our_bytes: tuple[int, int]
    loads: dict[str, float]

    @property
    def raw(self) -> float:
        """(a) with plain indexes."""
        return sum(self.flat.values())

    @property
    def raw_covering(self) -> float:
        """(a) with indexes that carry what ours carry."""
        return sum((self.flat | self.covering).values())


def measure(
    url: str, mirror: Path, changed: Path, text: Path, cycle: int, covering: bool
) -> Figures:
    """One repetition of everything."""
    from donations.indexes import CONTRIBUTION_INDEXES

    with scratch_database(url, "ours") as ours:
        migrate(ours)
        in_new_process(ours, mirror, cycle, BEFORE)
        words = translate_dictionaries(dictionary_indexes(ours))
        settle(url)
        first = in_new_process(ours, mirror, cycle, ("indiv", *AFTER))
        loads = {"b": os.getloadavg()[1]}
        settle(url)
        again = in_new_process(ours, mirror, cycle, ("indiv", *AFTER))
        settle(url)
        mended = in_new_process(ours, changed, cycle, ("indiv", *AFTER))
        loads["d"] = os.getloadavg()[1]
        our_bytes = our_size(ours)
    settle(url)
    plain = translate_facts(CONTRIBUTION_INDEXES, covering=False)
    extra: dict[str, float] = {}
    with scratch_database(url, "flat") as flat:
        seconds = load_flat(flat, text, plain | words)
        loads["a"] = os.getloadavg()[1]
        flat_bytes = flat_size(flat)
        if covering:
            carrying = translate_facts(CONTRIBUTION_INDEXES, covering=True)
            extra = index_flat(flat, {k: v for k, v in carrying.items() if v != plain[k]})
    return Figures(seconds, extra, first, again, mended, flat_bytes, our_bytes, loads)


def index_flat(url: str, indexes: dict[str, str]) -> dict[str, float]:
    """Build further indexes of the flat table, one at a time; seconds by name."""
    from benchmarks.flat import SETTINGS, run_psql

    return {
        f"index {suffix}": run_psql(url, SETTINGS, f"CREATE INDEX ON flat {definition}")
        for suffix, definition in indexes.items()
    }


def table(title: str, parts: list[dict[str, float]]) -> None:
    """Print the median of each part, and its range where there is one."""
    print(f"\n{title}")
    for name in parts[0]:
        values = [part[name] for part in parts if name in part]
        spread = f"   ({min(values):.1f} to {max(values):.1f})" if len(values) > 1 else ""
        print(f"  {name:32} {median(values):8.1f} s{spread}")
    totals = [sum(part.values()) for part in parts]
    spread = f"   ({min(totals):.1f} to {max(totals):.1f})" if len(totals) > 1 else ""
    print(f"  {'together':32} {median(totals):8.1f} s{spread}")


def ratio(name: str, values: list[float], target: str, unit: str = "") -> None:
    """Print a figure of every repetition: median, range, and what to reach."""
    spread = f"{min(values):.2f} to {max(values):.2f}" if len(values) > 1 else ""
    print(f"  {name:52} {median(values):8.2f}{unit:3} {target:10} {spread}")


def report(figures: list[Figures]) -> None:
    """Print everything that was measured."""
    table("(a) raw \\copy, plain indexes", [one.flat for one in figures])
    if figures[0].covering:
        table("    the indexes that carry what ours carry", [one.covering for one in figures])
    table("(b) our import, first", [one.first.phases for one in figures])
    table("(c) the unchanged file again", [one.unchanged.phases for one in figures])
    table("(d) 1 % of the rows changed", [one.changed.phases for one in figures])
    last = figures[-1]
    for name, run in (("b", last.first), ("c", last.unchanged), ("d", last.changed)):
        print(f"\n({name}) {run.results['indiv']}")
    print()
    for name, sizes in (("flat", last.flat_bytes), ("ours", last.our_bytes)):
        tables, indexes = (size / 1e6 for size in sizes)
        print(f"  size, {name:10} tables {tables:8,.0f} MB   indexes {indexes:8,.0f} MB")
    for part in "abd":
        values = ", ".join(f"{one.loads[part]:.1f}" for one in figures)
        print(f"  load average over 5 minutes at the end of ({part}): {values}")
    print("\n  figure                                                median    to reach   range")
    ratio("(b) / (a)", [one.first.seconds / one.raw for one in figures], "<= 1.0")
    if last.covering:
        values = [one.first.seconds / one.raw_covering for one in figures]
        ratio("(b) / (a) with the same covering indexes", values, "")
    indiv = [one.first.seconds - part_of(one.first, AFTER) for one in figures]
    ratio("(b) without elections and totals / (a)", ratios(indiv, figures), "")
    unchanged = [one.unchanged.seconds for one in figures]
    ratio("(c) unchanged", unchanged, "< 1 s", " s")
    values = [one.changed.seconds / one.first.seconds for one in figures]
    ratio("(d) / (b)", values, "<= 0.5")
    peak = [max(r.peak_bytes for r in (one.first, one.changed)) / 1e6 for one in figures]
    ratio("(e) peak of memory", peak, "< 300 MB", " MB")


def part_of(run: Run, codes: tuple[str, ...]) -> float:
    """Seconds of a run's steps with these codes."""
    return sum(s for phase, s in run.phases.items() if phase.partition(":")[0] in codes)


def ratios(seconds: list[float], figures: list[Figures]) -> list[float]:
    """Seconds of each repetition over its own raw \\copy."""
    return [value / one.raw for value, one in zip(seconds, figures, strict=True)]


def make_mirrors(rows: int, cycle: int, folder: Path) -> Path:
    """Write a mirror and its changed twin; the first one's folder."""
    from benchmarks.generate import generate

    generate(rows, folder / "mirror", cycle)
    generate(rows, folder / "mirror-changed", cycle, changed_share=0.01)
    return folder / "mirror"


def unpack(mirror: Path, cycle: int, folder: Path) -> Path:
    """itcont.txt out of its zip: (a) gets it unpacked, and just read, for nothing."""
    zipped = mirror / "bulk-downloads" / str(cycle) / f"indiv{cycle % 100:02d}.zip"
    path = folder / "itcont.txt"
    with (
        zipfile.ZipFile(zipped) as archive,
        archive.open("itcont.txt") as source,
        path.open("wb") as target,
    ):
        shutil.copyfileobj(source, target, 1 << 20)
    return path


def main() -> None:
    """Read the arguments, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--mirror", type=Path, help="a mirror written by benchmarks.generate")
    what.add_argument("--rows", type=int, help="write one of so many rows first")
    what.add_argument("--steps", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--changed", type=Path, help="the changed mirror (default: DIR-changed)")
    parser.add_argument("--cycle", type=int, default=2018)
    parser.add_argument("--repeat", type=int, default=1, help="repetitions of everything")
    parser.add_argument("--covering", action="store_true", help="(a) also with covering indexes")
    parser.add_argument("--database-url", default=os.environ.get("DATABASE_URL"))
    options = parser.parse_args()
    if options.steps:
        import_steps(options.steps, options.cycle)
        return
    if not options.database_url:
        parser.error("Run it by ./run bench bench_import, or give --database-url, please")
    with tempfile.TemporaryDirectory(prefix="bench-import-") as name:
        scratch = Path(name)
        mirror = options.mirror or make_mirrors(options.rows, options.cycle, scratch)
        changed = options.changed or mirror.with_name(f"{mirror.name}-changed")
        text = unpack(mirror, options.cycle, scratch)
        figures = []
        for number in range(options.repeat):
            print(f"{number + 1} of {options.repeat} …", file=sys.stderr, flush=True)
            figures.append(
                measure(
                    options.database_url,
                    mirror.resolve(),
                    changed.resolve(),
                    text,
                    options.cycle,
                    options.covering,
                )
            )
        report(figures)


if __name__ == "__main__":
    main()
