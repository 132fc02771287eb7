"""Connections worth a look, and what people decided about them (expenditures/connections)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from expenditures.connections.evidence import CERTAINTIES
from expenditures.connections.kinds import KINDS
from filings.columns import money, text
from filings.models import Committee, Election


class ConnectionQuerySet(models.QuerySet["Connection"]):
    """Connections, in the words of those who look at them."""

    def about(self, kind: str, key: str) -> Self:
        """Those that somebody or something has a part in, the largest score first."""
        return self.filter(parties__kind=kind, parties__key=key).order_by("-score", "pk")

    def shown(self) -> Self:
        """Those the public may see: all but what reviewers dismissed and did not open again."""
        verdicts = ConnectionReview.objects.exclude(verdict=ConnectionReview.Verdict.NOTE)
        later = verdicts.filter(key=OuterRef("key"), pk__gt=OuterRef("pk"))
        dismissed = verdicts.filter(
            ~Exists(later), key=OuterRef("key"), verdict=ConnectionReview.Verdict.DISMISSED
        )
        return self.filter(~Exists(dismissed))

    def with_verdict(self) -> Self:
        """Each with its newest `verdict`, empty for none, and `sentence_then`, which it was of."""
        verdicts = ConnectionReview.objects.exclude(verdict=ConnectionReview.Verdict.NOTE)
        newest = verdicts.filter(key=OuterRef("key")).order_by("-pk")
        return self.annotate(
            verdict=Coalesce(
                Subquery(newest.values("verdict")[:1]), Value(""), output_field=models.TextField()
            ),
            sentence_then=Coalesce(
                Subquery(newest.values("sentence")[:1]), Value(""), output_field=models.TextField()
            ),
        )

    def waiting(self) -> Self:
        """Those that nobody has decided on, or that were opened again; the largest score first."""
        undecided = Q(verdict__in=["", ConnectionReview.Verdict.REOPENED])
        return self.with_verdict().filter(undecided).order_by("-score", "pk")

    def changed(self) -> Self:
        """Those that say something else now than when they were decided on."""
        decided = Q(
            verdict__in=[ConnectionReview.Verdict.CONFIRMED, ConnectionReview.Verdict.DISMISSED]
        )
        return self.with_verdict().filter(decided).exclude(sentence_then=F("sentence"))


class Connection(models.Model):
    """Something that a reporter may want to look at: what was filed, and nothing about why.

    `key` says in every run the same of the same connection, so that what people decided about it
    outlives all imports. amount: US dollars it is about; share: see its kind, in per cent; score:
    US dollars, weighed by closeness and certainty (KINDS). `evidence` is the path, step by step.
    """

    cycle = models.PositiveSmallIntegerField()
    kind = models.CharField(
        max_length=12, choices=[(code, kind.title) for code, kind in KINDS.items()]
    )
    key = models.TextField(unique=True)
    slug = models.CharField(max_length=12, unique=True)
    election = models.ForeignKey(
        Election, models.DO_NOTHING, null=True, db_constraint=False, related_name="connections"
    )
    spender = models.ForeignKey(
        Committee, models.DO_NOTHING, db_constraint=False, related_name="connections"
    )
    amount = money()
    share = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    score = money()
    certainty = models.CharField(
        max_length=10, choices=[(code, code.replace("_", " ")) for code in CERTAINTIES]
    )
    first_date = models.DateField(null=True)
    last_date = models.DateField(null=True)
    sentence = models.TextField()
    evidence = models.JSONField()
    first_found_at = models.DateTimeField()

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("cycle", "-score"), name="connection_by_score"),
            models.Index(fields=("election", "-score"), name="connection_in_race"),
        )

    def __str__(self) -> str:
        return f"{self.cycle} {self.kind}: {self.sentence}"


class ConnectionParty(models.Model):
    """Somebody or something that has a part in a connection, and which.

    key: as of an evidence.Party: "smith-john 90210", an FEC id, a normal form, a slug.
    """

    connection = models.ForeignKey(Connection, models.CASCADE, related_name="parties")
    kind = models.CharField(max_length=12)
    key = models.TextField()
    name = models.TextField()
    role = models.CharField(max_length=12)

    class Meta:
        verbose_name_plural = "connection parties"
        indexes = (models.Index(fields=("kind", "key"), name="connection_party"),)
        constraints = (
            models.UniqueConstraint(
                fields=("connection", "kind", "key"), name="connection_party_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role}: {self.name}"


class ConnectionReview(models.Model):
    """What a reviewer said of a connection; the newest verdict of a key holds.

    `sentence` is the connection's own as it stood then: figures may have changed since.
    """

    class Verdict(models.TextChoices):
        """What was decided."""

        CONFIRMED = "confirmed", "Checked: it holds"
        DISMISSED = "dismissed", "Dismissed: not shown to the public"
        REOPENED = "reopened", "Open again"
        NOTE = "note", "A note only"

    key = models.TextField(db_index=True)
    cycle = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=9, choices=Verdict)
    note = models.TextField(blank=True, default="", help_text="For the newsroom alone.")
    public_note = text(
        max_length=500, help_text="Printed beside the connection, as: the company denies this."
    )
    sentence = models.TextField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-decided_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="connection_review_says_something",
                condition=~Q(verdict__in=["note", "dismissed"]) | ~Q(note="") | ~Q(public_note=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} ({self.decided_at:%Y-%m-%d})"
