"""Whose money each spender spent, followed back through committees (expenditures/money_flow.py).

Columns carry the FEC API's names where it has them.
"""

from typing import Self

from django.db import models

from donations.models import Industry
from expenditures.money_sources import METHODS, SOURCES
from filings.columns import money, text
from filings.models import Committee


class TraceQuerySet(models.QuerySet["Trace"]):
    """Traces, in the words of what they are of."""

    def whole(self) -> Self:
        """Of all that a spender spent in the cycle."""
        return self.filter(candidate_id="")

    def parts(self) -> Self:
        """Of what a spender spent for or against one candidate under one election code."""
        return self.exclude(candidate_id="")


class Trace(models.Model):
    """What became of following a spender's independent expenditures to their sources.

    Of all those of a cycle; or, where `candidate_id` is set, of those for or against one candidate
    under one election code. traced, unitemized and untraceable add up to
    spent, to the cent, unless there is an `error`.
    """

    cycle = models.PositiveSmallIntegerField()
    committee = models.ForeignKey(
        Committee, models.DO_NOTHING, db_constraint=False, related_name="traces"
    )
    method = models.CharField(max_length=8, choices=list(METHODS.items()))
    candidate_id = text(max_length=9, db_default="")
    support_oppose_indicator = text(max_length=1, db_default="")
    election_type = text(max_length=5, db_default="")
    through = models.DateField(null=True, help_text="The newest expenditure; receipts until then.")
    spent = money()
    traced = money()
    unitemized = money()
    untraceable = money()
    layers = models.SmallIntegerField(help_text="Committees between it and the farthest source.")
    error = text(max_length=300)

    objects = TraceQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("candidate_id", "cycle"), name="trace_about"),)
        constraints = (
            models.UniqueConstraint(
                fields=(
                    "cycle",
                    "committee",
                    "method",
                    "candidate_id",
                    "support_oppose_indicator",
                    "election_type",
                ),
                name="trace_once",
            ),
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

    layer: committees between that one and the spender, whose own is 0. An empty committee stands
    for all those at which little came in.
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
                fields=("trace", "committee", "source", "layer"), name="trace_entry_once"
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


class TraceIndustry(models.Model):
    """The part of a trace's money that is an industry's, or of a class that is none; US dollars.

    They add up to the entries whose source is people, organizations or nonprofit groups.
    """

    trace = models.ForeignKey(Trace, models.CASCADE, related_name="industries")
    industry = models.ForeignKey(Industry, models.PROTECT, related_name="+")
    amount = money()

    class Meta:
        verbose_name_plural = "trace industries"
        constraints = (
            models.UniqueConstraint(fields=("trace", "industry"), name="trace_industry_once"),
        )

    def __str__(self) -> str:
        return f"{self.industry_id}: {self.amount}"


class TraceDonor(models.Model):
    """One of the largest donors behind a trace's money, across their spellings; US dollars.

    kind and key: a person's match key and ZIP code, as "smith-john 90210", or an organization's
    normal form. committee: where the donor's money came in, `layer` committees before the spender.
    paid: what the donor gave there until the trace's last day; amount: its part of the spending.
    """

    trace = models.ForeignKey(Trace, models.CASCADE, related_name="donors")
    committee = models.ForeignKey(
        Committee, models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    kind = models.CharField(
        max_length=12, choices=(("person", "person"), ("organization", "organization"))
    )
    key = models.TextField()
    name = models.TextField(help_text="The spelling that gave most.")
    names = models.JSONField(help_text="All spellings as filed.")
    zip = text(max_length=5)
    layer = models.SmallIntegerField()
    paid = money()
    amount = money()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("trace", "committee", "kind", "key"), name="trace_donor_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.amount}"
