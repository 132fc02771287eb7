"""`manage.py filing_report PATH …`: what becomes of filings on disk, without keeping any of it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from filings.fec.errors import FinanceTrackerError
from filings.filing_report import Line, report

COLUMNS = ("filing", "version", "form", "rows", "by schedule", "checks passed", "result")


class Command(BaseCommand):
    help = (
        "Read filings (.fec files, folders of them, a day's zips), load each for real in a"
        " transaction that is undone, and print a table of what became of them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = list(report(options["paths"]))
        except (FinanceTrackerError, OSError) as error:
            raise CommandError(str(error)) from error
        table = [COLUMNS, *(_cells(line) for line in lines)]
        widths = [max(len(row[n]) for row in table) for n in range(len(COLUMNS) - 2)]
        for row in table:
            padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=False))
            self.stdout.write("  ".join((*padded, *row[-2:])).rstrip())
        loaded = sum(line.is_loaded for line in lines)
        told = [line for line in lines if line.individuals is not None]
        equal = sum(line.individuals is True for line in told)
        self.stdout.write(
            f"{len(lines)} files: {loaded} loaded, {len(lines) - loaded} not. Itemized individuals"
            f" equal the cover's line in {equal} of the {len(told)} filings that have one."
        )


def _cells(line: Line) -> tuple[str, ...]:
    return (
        line.name, line.version, line.form, f"{line.rows:,}", line.schedules, line.checks,
        line.result,
    )  # fmt: skip
