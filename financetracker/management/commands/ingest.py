"""`manage.py ingest`: take in the FEC's bulk files, or electronic filings, and what follows.

manage.py ingest --cycle 2018
manage.py ingest filings --file-number 1238403 --range 1238371-1238380 --day 2018-06-16
"""

from argparse import ArgumentParser
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from kombu.exceptions import OperationalError as BrokerError

from filings.fec.errors import FinanceTrackerError
from filings.fec.feed import HIGHEST_NUMBER
from filings.ledger import now
from filings.models import Load
from filings.steps import bulk_source
from financetracker import following
from financetracker.following_filings import Wanted, run_filings
from financetracker.pipeline import STEPS, find_steps
from financetracker.tasks import enqueue

FILINGS = "filings"
LONGEST_RANGE = 100_000


class Command(BaseCommand):
    help = (
        "Take in the FEC's bulk files, in the pipeline's order. Without STEP: all of them."
        " `ingest filings` takes in electronic filings: by number, range, day, or from disk."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "steps",
            nargs="*",
            metavar="STEP",
            help=f"filings, or any of: {', '.join(step.name for step in STEPS)}",
        )
        parser.add_argument(
            "--cycle",
            type=cycle_year,
            action="append",
            default=[],
            help="The even year that ends the two-year period; may be given several times.",
        )
        parser.add_argument("--force", action="store_true", help="Load unchanged files again.")
        parser.add_argument("--keep-files", action="store_true", help="Keep what was downloaded.")
        parser.add_argument(
            "--celery", action="store_true", help="Let the worker do it, and follow it to its end."
        )
        filings = parser.add_argument_group("filings")
        filings.add_argument(
            "--file-number", type=file_number, action="append", default=[], help="As 1238403."
        )
        filings.add_argument(
            "--range", type=file_range, action="append", default=[], help="As 1238371-1238423."
        )
        filings.add_argument(
            "--day",
            type=calendar_day,
            action="append",
            default=[],
            help="All filings of a day, from the FEC's zip of it, as 2018-06-16.",
        )
        filings.add_argument(
            "--path",
            type=Path,
            nargs="+",
            action="extend",
            default=[],
            help="Files on this machine, named as their file number, as 1238403.fec.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["steps"][:1] == [FILINGS]:
            self.take_filings(options)
            return
        if any(options[name] for name in ("file_number", "range", "day", "path")):
            raise CommandError(f"Only `ingest {FILINGS}` knows numbers, ranges, days and paths.")
        if not options["cycle"]:
            raise CommandError("Name the period with --cycle, the even year that ends it: 2018.")
        try:
            steps = find_steps(options["steps"])
            bulk_source()
        except FinanceTrackerError as error:
            raise CommandError(str(error)) from error
        check_database()
        work = [(step, cycle) for cycle in options["cycle"] for step in steps]
        if options["celery"]:
            since = now()
            try:
                enqueue(work, force=options["force"], keep_files=options["keep_files"])
            except BrokerError as error:
                raise CommandError(
                    f"The broker cannot be reached: {error}. Check REDIS_URL, and that Redis runs."
                ) from error
            failed = following.follow_worker(work, since)
        else:
            failed = following.run_here(
                work, force=options["force"], keep_files=options["keep_files"]
            )
        if failed:
            raise CommandError(
                f"{failed} of {len(work)} steps failed. Their reasons stand above and on /status/;"
                " the data from before them is whole."
            )

    def take_filings(self, options: dict[str, Any]) -> None:
        if options["steps"] != [FILINGS] or options["cycle"] or options["celery"]:
            raise CommandError(f"`ingest {FILINGS}` takes no other STEP, no --cycle, no --celery.")
        numbers = [*options["file_number"], *chain.from_iterable(options["range"])]
        paths = named_paths(options["path"], numbers)
        wanted = Wanted([] if paths else numbers, paths, options["day"])
        if (paths and options["range"]) or not (numbers or paths or options["day"]):
            raise CommandError("Say which filings: --file-number, --range, --day or --path.")
        check_database()
        outcome = run_filings(wanted, force=options["force"], keep_files=options["keep_files"])
        if outcome.failed:
            reasons = "".join(f"\n  {name}: {why}" for name, why in outcome.failed.items())
            raise CommandError(f"{len(outcome.failed)} of {outcome.looked_at} failed:{reasons}")


def check_database() -> None:
    """Raise CommandError where the database cannot be reached or has no tables."""
    try:
        tables = connection.introspection.table_names()
    except OperationalError as error:
        raise CommandError(
            f"The database cannot be reached: {error}".strip()
            + " Check DATABASE_URL, and that Postgres is running."
        ) from error
    if Load._meta.db_table not in tables:
        raise CommandError("The database has no tables yet. Run manage.py migrate first.")


def cycle_year(text: str) -> int:
    """An even year from 1976 on, as argparse types go."""
    year = int(text) if text.isdecimal() else 0
    if year < 1976 or year > 2100 or year % 2:
        raise CommandError(f"--cycle {text}: write the even year that ends the period, as 2018.")
    return year


def file_number(text: str) -> int:
    """A filing's number, as argparse types go; one below zero is of a filing on paper."""
    digits = text.removeprefix("-")
    number = int(text) if digits.isdecimal() and len(digits) <= 10 else 0
    if not 0 < abs(number) <= HIGHEST_NUMBER:
        raise CommandError(f"{text} is no file number: write one as 1238403.")
    return number


def file_range(text: str) -> range:
    """The numbers from the first to the last one, both among them."""
    first, _, last = text.partition("-")
    numbers = range(file_number(first or "0"), file_number(last or "0") + 1)
    if not 0 < len(numbers) <= LONGEST_RANGE:
        raise CommandError(
            f"--range {text}: write the first and the last number, as 1238371-1238423, at most"
            f" {LONGEST_RANGE:,} of them."
        )
    return numbers


def calendar_day(text: str) -> date:
    """A day, as argparse types go."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--day {text}: write it as 2018-06-16.") from None


def named_paths(paths: list[Path], numbers: list[int]) -> dict[int, Path]:
    """Files by the number that each has in its name, or that is given for the only one."""
    if len(paths) == 1 and len(numbers) == 1:
        return {numbers[0]: paths[0]}
    if paths and numbers:
        raise CommandError("--file-number beside --path names the number of one file.")
    named: dict[int, Path] = {}
    for path in paths:
        if not path.stem.isdecimal():
            raise CommandError(
                f"{path} has no file number in its name: name one file with --file-number N."
            )
        if named.setdefault(file_number(path.stem), path) != path:
            raise CommandError(f"{path} and {named[int(path.stem)]} are of one number.")
    return named
