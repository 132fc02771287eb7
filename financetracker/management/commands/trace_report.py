"""Print whose money each spender of a cycle spent, as far as it can be followed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from expenditures import tracing
from expenditures.money_sources import METHODS
from filings.models import Committee


class Command(BaseCommand):
    """Print spender, spent, traced, unitemized, untraceable and layers."""

    help = "Print whose money each spender of a cycle spent, as far as it can be followed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the cycle and the method."""
        parser.add_argument("--cycle", type=int, required=True)
        parser.add_argument("--method", choices=METHODS, default="to_date")

    def handle(self, *args: object, **options: Any) -> None:
        """Print the table, and whether each line adds up."""
        self.stdout.write(f"Method: {METHODS[options['method']]}.\n")
        self.stdout.write(
            f"{'spender':9} {'spent':>16} {'traced':>16} {'unitemized':>16} {'untraceable':>16}"
            f" {'opaque':>7} {'layers':>6}  name"
        )
        names = dict(Committee.objects.values_list("pk", "name"))
        spenders = off = 0
        with connection.cursor() as cursor:
            for one in tracing.iter_traced(cursor.cursor, options["cycle"], options["method"]):
                spenders += 1
                off += one.traced + one.unitemized + one.untraceable != one.spent
                opaque = "" if one.opacity is None else f"{one.opacity} %"
                committee = one.spender.committee_id
                self.stdout.write(
                    f"{committee:9} {one.spent:>16,.2f} {one.traced:>16,.2f}"
                    f" {one.unitemized:>16,.2f} {one.untraceable:>16,.2f} {opaque:>7}"
                    f" {one.layers:>6}  {one.error or names.get(committee, '')}"
                )
        self.stdout.write(f"{spenders:,} spenders, {off:,} of them do not add up to the cent.")
