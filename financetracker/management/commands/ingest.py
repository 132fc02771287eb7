"""`manage.py ingest`: take in the FEC's bulk files and compute what follows from them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from kombu.exceptions import OperationalError as BrokerError

from filings.fec.errors import FinanceTrackerError
from filings.ledger import now
from filings.models import Load
from filings.steps import bulk_source
from financetracker import following
from financetracker.pipeline import STEPS, find_steps
from financetracker.tasks import enqueue


class Command(BaseCommand):
    help = "Take in the FEC's bulk files, in the pipeline's order. Without STEP: all of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "steps", nargs="*", metavar="STEP", help=", ".join(step.name for step in STEPS)
        )
        parser.add_argument(
            "--cycle",
            type=cycle_year,
            action="append",
            required=True,
            help="The even year that ends the two-year period; may be given several times.",
        )
        parser.add_argument("--force", action="store_true", help="Load unchanged files again.")
        parser.add_argument("--keep-files", action="store_true", help="Keep what was downloaded.")
        parser.add_argument(
            "--celery", action="store_true", help="Let the worker do it, and follow it to its end."
        )

    def handle(self, *args: Any, **options: Any) -> None:
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
