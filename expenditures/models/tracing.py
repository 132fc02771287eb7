"""Whose money each spender spent, followed back through committees (expenditures/money_flow.py).

Columns carry the FEC API's names where it has them.
"""

from django.db import models

from expenditures.money_sources import METHODS, SOURCES
from filings.columns import money, text
from filings.models import Committee


class Trace(models.Model):
    """What became of following one spender's independent expenditures of a cycle to their sources.

    traced, unitemized and untraceable add up to spent, to the cent, unless there is an `error`.
    """

    cycle = models.PositiveSmallIntegerField()
    committee = models.ForeignKey(
        Committee, models.DO_NOTHING, db_constraint=False, related_name="traces"
    )
    method = models.CharField(max_length=8, choices=list(METHODS.items()))
    through = models.DateField(null=True, help_text="The newest expenditure; receipts until then.")
    spent = money()
    traced = money()
    unitemized = money()
    untraceable = money()
    layers = models.SmallIntegerField(help_text="Committees between it and the farthest source.")
    error = text(max_length=300)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("cycle", "committee", "method"), name="trace_once"),
            models.CheckConstraint(
                name="trace_adds_up",
                condition=models.Q(
                    spent=models.F("traced") + models.F("unitemized") + models.F("untraceable")
                )
                | ~models.Q(error=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.cycle} {self.committee_id}, {self.method}: {self.spent}"


class TraceEntry(models.Model):
    """Money of a trace that came in at one committee from one kind of source; US dollars.

    layer: committees between that one and the spender, whose own is 0.
    """

    trace = models.ForeignKey(Trace, models.CASCADE, related_name="entries")
    committee = models.ForeignKey(
        Committee, models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    source = models.CharField(
        max_length=20, choices=[(name, source.words) for name, source in SOURCES.items()]
    )
    layer = models.SmallIntegerField()
    amount = money()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("trace", "committee", "source"), name="trace_entry_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.committee_id} {self.source}: {self.amount}"


class TraceStep(models.Model):
    """Money of a trace that passed from one committee to the next; US dollars.

    In a circle a dollar passes more than once.
    """

    trace = models.ForeignKey(Trace, models.CASCADE, related_name="steps")
    giver = models.ForeignKey(Committee, models.DO_NOTHING, db_constraint=False, related_name="+")
    recipient = models.ForeignKey(
        Committee, models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    amount = money()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("trace", "giver", "recipient"), name="trace_step_once"),
        )

    def __str__(self) -> str:
        return f"{self.giver_id} to {self.recipient_id}: {self.amount}"
