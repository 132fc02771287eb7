"""`manage.py reconcile`: our totals beside the FEC's official figures, printed and stored."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count
from rich.console import Console
from rich.table import Table

from expenditures.models import Reconciliation
from expenditures.reconcile import MEASURES
from filings.models import Load
from filings.steps import Options
from financetracker.management.commands.ingest import cycle_year
from financetracker.pipeline import attempt, find_steps

RESULTS = list(Reconciliation.Result)
# Itemized individuals are held against a total that has the unitemized too: that they are not more
# is no agreement within $1 a row, and so is counted in a column of its own.
PART = "Part of official"
PART_MEASURE = "individuals_itemized"


class Command(BaseCommand):
    help = "Compare every candidate's and committee's totals with the FEC's official figures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cycle", type=cycle_year, action="append", required=True)
        parser.add_argument(
            "--all", action="store_true", help="List every comparison, not just those that are off."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(soft_wrap=True, highlight=False)
        for cycle in options["cycle"]:
            step = find_steps(["reconcile"])[0]
            status = attempt(step, cycle, Options(force=True))
            if status != Load.Status.LOADED:
                load = Load.objects.for_step("reconcile", cycle).first()
                raise CommandError(f"reconcile {cycle}: {load.reason if load else status}")
            rows = Reconciliation.objects.filter(cycle=cycle)
            self._list(console, rows, everything=options["all"])
            console.print(summary_table(cycle))

    def _list(self, console: Console, rows: Any, *, everything: bool) -> None:
        if not everything:
            rows = rows.filter(result=Reconciliation.Result.OFF)
        for row in rows.order_by("measure", "candidate_id", "committee_id").iterator():
            console.print(
                f"{row.candidate_id or row.committee_id}  {row.measure}: official"
                f" {row.official:,.2f}, ours {row.ours:,.2f} in {row.rows:,} rows:"
                f" {_words(row)}"
                + (f" by {row.difference:,.2f}" if row.result == Reconciliation.Result.OFF else "")
                + (f". {row.reason}" if row.reason else "")
            )


def _words(row: Reconciliation) -> str:
    if row.measure == PART_MEASURE and row.result == Reconciliation.Result.WITHIN:
        return "part of the official total"
    return str(row.get_result_display()).lower()


def summary_table(cycle: int) -> Table:
    """How many comparisons of each measure came out how, candidates and committees apart."""
    table = Table(title=f"Cycle {cycle}")
    for heading in ("Of", "Measure", *(result.label for result in RESULTS), PART):
        table.add_column(heading, justify="left" if heading in {"Of", "Measure"} else "right")
    for of, field in (("candidates", "candidate_id"), ("committees", "committee_id")):
        counted = {
            (row["measure"], row["result"]): row["n"]
            for row in Reconciliation.objects.filter(cycle=cycle, **{f"{field}__isnull": False})
            .values("measure", "result")
            .annotate(n=Count("id"))
        }
        for measure, words in MEASURES.items():
            numbers = [counted.get((measure, result.value), 0) for result in RESULTS] + [0]
            if measure == PART_MEASURE:
                within = RESULTS.index(Reconciliation.Result.WITHIN)
                numbers[-1], numbers[within] = numbers[within], 0
            if any(numbers):
                table.add_row(of, words, *(f"{number:,}" for number in numbers))
    return table
