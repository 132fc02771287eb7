"""Measure how fast one electronic filing is taken in, in one run beside what cannot be undercut.

    ./run bench efile --megabytes 200 [--repeat 3]
    ./run bench efile --file 9000001.fec
    ./run bench efile --megabytes 2000 --peak-memory

(a) the bare parser: the filing's rows as COPY wants them, to nowhere; (b) a bare COPY of the same
rows into an unlogged table of texts; (c) from the file on disk to committed rows, by the code that
production runs (filings.electronic.ingest_filing: checksum, parser, COPY into the indexed table,
conduits, cover checks, holds, chains); (d) the step "electronic", which takes the rows into the
tables of facts. Each part runs in a process of its own. --peak-memory measures (c) alone, and what
its process took at its peak.

Without --file a filing is written first (benchmarks.generate_efile). Databases are made on the
server of DATABASE_URL, and dropped.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import psycopg
from psycopg import sql

from benchmarks.bench_import import migrate, scratch_database, settle

ROOT = Path(__file__).resolve().parent.parent
FILE_NUMBER = 9_000_001
CYCLE = 2018
BLOCK = 1 << 20
COUNT = 1_000_000
PARTS = {
    "parse": "(a) bare parser, to nowhere",
    "copy": "(b) bare COPY, unlogged, all text",
    "ingest": "(c) from disk to committed rows",
    "electronic": '(d) the step "electronic"',
}


@dataclass
class Part:
    """What one process measured."""

    seconds: float
    rows: int
    peak_bytes: int = 0
    notes: dict[str, str] = field(default_factory=dict)


def parse(path: Path, kept: Path | None = None) -> Part:
    """Go through a filing's rows as COPY gets them; untimed, keep them in a file."""
    from filings.fec.efile import read_filing

    began = time.monotonic()
    with read_filing(path) as opened:
        for _ in opened.copy_blocks(FILE_NUMBER):
            pass
        rows = opened.tally.rows
    seconds = time.monotonic() - began
    if kept:
        with read_filing(path) as opened, kept.open("wb") as file:
            file.writelines(opened.copy_blocks(FILE_NUMBER))
    return Part(seconds, rows)


def copy(path: Path, url: str) -> Part:
    """COPY rows that were parsed before into an unlogged table of texts, without any index."""
    from filings.fec.efile import COPY_COLUMNS

    columns = sql.SQL(", ").join(
        sql.SQL("{} text").format(sql.Identifier(name)) for name in COPY_COLUMNS
    )
    with psycopg.connect(url) as connection:
        connection.execute(sql.SQL("CREATE UNLOGGED TABLE bare ({})").format(columns))
        connection.commit()
        began = time.monotonic()
        with (
            connection.cursor() as cursor,
            cursor.copy("COPY bare FROM STDIN") as target,
            path.open("rb") as file,
        ):
            while block := file.read(BLOCK):
                target.write(block)
        connection.commit()
        return Part(time.monotonic() - began, max(cursor.rowcount, 0))


def ingest(path: Path) -> Part:
    """Take a filing in, as production does; the address of the database is DATABASE_URL."""
    import django

    django.setup()
    from filings.electronic import ingest_filing

    began = time.monotonic()
    filing = ingest_filing(path, FILE_NUMBER, source=str(path))
    seconds = time.monotonic() - began
    notes = {"cover": filing.checks_summary, "held": filing.hold_reason or "no"}
    return Part(seconds, filing.rows, notes=notes)


def electronic() -> Part:
    """Run the step that takes the filing's rows into the tables of facts."""
    import django

    django.setup()
    from filings.steps import Options
    from financetracker.pipeline import find_steps

    (step,) = find_steps(["electronic"])
    began = time.monotonic()
    load = step.run(CYCLE, Options())
    seconds = time.monotonic() - began
    return Part(seconds, load.inserted or 0, notes={"step": load.status})


def run_part(name: str, path: Path, kept: Path | None) -> None:
    """Measure one part in this process, and print it as JSON."""
    if name == "parse":
        part = parse(path, kept)
    elif name == "copy":
        part = copy(path, os.environ["DATABASE_URL"])
    elif name == "ingest":
        part = ingest(path)
    else:
        part = electronic()
    part.peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(part.__dict__))


def in_new_process(name: str, path: Path, url: str, kept: Path | None = None) -> Part:
    """Measure one part in a process of its own."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "financetracker.settings",
        "LOG_LEVEL": "WARNING",
    }
    # Where a mirror says that its rows are invented, others may not stand beside them.
    environment.pop("FEC_MIRROR", None)
    command = [sys.executable, "-m", "benchmarks.bench_efile", "--part", name, "--file", str(path)]
    if kept:
        command += ["--keep", str(kept)]
    done = subprocess.run(
        command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    part = Part(**json.loads(done.stdout.splitlines()[-1]))
    print(f"  {PARTS[name]}: {part.seconds:.1f} s", file=sys.stderr, flush=True)
    return part


def measure(url: str, path: Path, scratch: Path, *, memory_only: bool) -> dict[str, Part]:
    """One repetition of everything."""
    parts: dict[str, Part] = {}
    if not memory_only:
        kept = scratch / "rows.copy"
        parts["parse"] = in_new_process("parse", path, url, kept)
        with scratch_database(url, "bare") as bare:
            settle(url)
            parts["copy"] = in_new_process("copy", kept, bare)
        kept.unlink()
    with scratch_database(url, "efile") as ours:
        migrate(ours)
        settle(url)
        parts["ingest"] = in_new_process("ingest", path, ours)
        if not memory_only:
            parts["electronic"] = in_new_process("electronic", path, ours)
    settle(url)
    return parts


def report(size: int, rows: int, repetitions: list[dict[str, Part]]) -> None:
    """Print everything that was measured: medians, and ranges where there are any."""
    print(f"\n{size / COUNT:,.0f} MB, {rows:,} rows, {len(repetitions)} repetitions")
    print(f"  {'':36} {'s':>8} {'MB/s':>8} {'rows/s':>10} {'peak MB':>8}   range of s")
    for name in repetitions[0]:
        seconds = [one[name].seconds for one in repetitions]
        middle = median(seconds)
        peak = max(one[name].peak_bytes for one in repetitions) / COUNT
        spread = f"   {min(seconds):.1f} to {max(seconds):.1f}" if len(seconds) > 1 else ""
        print(
            f"  {PARTS[name]:36} {middle:8.1f} {size / COUNT / middle:8.1f} {rows / middle:10,.0f}"
            f" {peak:8,.0f}{spread}"
        )
    if "copy" in repetitions[0]:
        print()
        figure("(c) / (b)", [one["ingest"].seconds / one["copy"].seconds for one in repetitions])
        floors = [one["parse"].seconds + one["copy"].seconds for one in repetitions]
        seconds = [one["ingest"].seconds for one in repetitions]
        figure("(c) / ((a) + (b))", [s / f for s, f in zip(seconds, floors, strict=True)])
        both = [one["ingest"].seconds + one["electronic"].seconds for one in repetitions]
        copies = [one["copy"].seconds for one in repetitions]
        figure("((c) + (d)) / (b)", [s / c for s, c in zip(both, copies, strict=True)])
        figure("MB/s to pages' tables, (c) and (d)", [size / COUNT / s for s in both])
    print(f"\n  load average over 5 minutes at the end: {os.getloadavg()[1]:.1f}")
    last = repetitions[-1]["ingest"]
    print(f"  {last.notes['cover']} Held: {last.notes['held']}.")


def figure(name: str, values: list[float]) -> None:
    """Print a figure of every repetition: median, and range."""
    spread = f"   {min(values):.2f} to {max(values):.2f}" if len(values) > 1 else ""
    print(f"  {name:36} {median(values):8.2f}{spread}")


@contextmanager
def a_filing(path: Path | None, megabytes: float | None, scratch: Path) -> Iterator[Path]:
    """The filing that was named, or one that is written and removed afterwards."""
    if path is not None:
        yield path.resolve()
        return
    assert megabytes is not None
    made = scratch / f"{FILE_NUMBER}.fec"
    # In a process of its own, whose memory is not counted among anybody's.
    subprocess.run(
        [sys.executable, "-m", "benchmarks.generate_efile", "--megabytes", str(megabytes),
         "--out", str(made)],
        cwd=ROOT, check=True,
    )  # fmt: skip
    yield made
    made.unlink()


def main() -> None:
    """Read the arguments, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--file", type=Path, help="an F3X that stands on disk")
    what.add_argument("--megabytes", type=float, help="write one of so many 1,000,000 bytes first")
    parser.add_argument("--repeat", type=int, default=1, help="repetitions of everything")
    parser.add_argument("--peak-memory", action="store_true", help="(c) alone, and its memory")
    parser.add_argument("--database-url", default=os.environ.get("DATABASE_URL"))
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    parser.add_argument("--keep", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        run_part(options.part, options.file, options.keep)
        return
    if not options.database_url:
        parser.error("Run it by ./run bench efile, or give --database-url, please")
    with tempfile.TemporaryDirectory(prefix="bench-efile-") as name:
        scratch = Path(name)
        with a_filing(options.file, options.megabytes, scratch) as path:
            repetitions = []
            for number in range(options.repeat):
                print(f"{number + 1} of {options.repeat} …", file=sys.stderr, flush=True)
                repetitions.append(
                    measure(options.database_url, path, scratch, memory_only=options.peak_memory)
                )
            rows = repetitions[0]["ingest"].rows
            report(path.stat().st_size, rows, repetitions)


if __name__ == "__main__":
    main()
