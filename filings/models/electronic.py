"""Electronic filings: what was posted, what each filing says, which one of a chain is true.

Columns carry the FEC API's names. Money is numeric(14,2) in US dollars; times are UTC.
"""

from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from filings.columns import money, text


class Arrival(models.Model):
    """A filing that was posted, or that was asked for by number, and how far it has come."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        INGESTED = "ingested"
        FAILED = "failed"

    class FoundIn(models.TextChoices):
        RSS = "rss", "The FEC's feed"
        ZIP = "zip", "A day's zip"
        NUMBER = "number", "Asked for by number"

    file_number = models.IntegerField(primary_key=True)
    found_in = models.CharField(max_length=6, choices=FoundIn)
    found_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    title = text(max_length=300)
    form_type = text(max_length=10)
    committee_id = text(max_length=9)
    is_paper = models.BooleanField(default=False)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    reason = text(max_length=1000, help_text="Why the filing could not be taken in.")
    traceback = models.TextField(blank=True, default="")
    requested_by = text(max_length=150)

    class Meta:
        ordering = ("-found_at", "-file_number")
        indexes = (models.Index(fields=("status", "next_try_at")),)
        constraints = (
            models.CheckConstraint(
                name="arrival_failure_has_reason",
                condition=~Q(status="failed") | ~Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"Filing {self.file_number} ({self.status})"


class FilingQuerySet(models.QuerySet["Filing"]):
    """Filings, in the field's words."""

    def counting(self) -> Self:
        """Filings whose rows enter totals: the true one of each chain, unless it is held."""
        return self.filter(counts=True)


class Filing(models.Model):
    """One filing as filed electronically: its cover, its place in its chain, and its checks.

    Superseded (`is_current` is false) and held are two different things; only what is neither
    counts. Every row stays in FilingRow, whatever the filing's fate.
    """

    class ChecksResult(models.TextChoices):
        ADDS_UP = "adds up", "Adds up"
        OFF = "off", "Off"
        NONE = "none", "Nothing to check"

    file_number = models.IntegerField(primary_key=True)
    form_type = text(max_length=20, help_text="As filed: F3XA is an amendment of an F3X.")
    form = text(max_length=8)
    amendment_indicator = text(max_length=1)
    is_paper = models.BooleanField(default=False)
    version = text(max_length=20)
    software = text(max_length=200)
    committee_id = text(max_length=9, help_text="The filer: a committee, or a candidate's id.")
    filer_name = text(max_length=300)
    report_code = text(max_length=10)
    election_code = text(max_length=10)
    election_date = models.DateField(null=True, blank=True)
    election_state = text(max_length=2)
    coverage_from = models.DateField(null=True, blank=True)
    coverage_through = models.DateField(null=True, blank=True)
    date_signed = models.DateField(null=True, blank=True)
    cycle = models.PositiveSmallIntegerField()
    received_at = models.DateTimeField(
        null=True, blank=True, help_text="When the FEC published it, where that is known."
    )
    ingested_at = models.DateTimeField()
    changed_at = models.DateTimeField(
        help_text="When its rows or its part in the totals last changed."
    )
    source = text(max_length=500)
    checksum = text(max_length=64)
    source_bytes = models.BigIntegerField(default=0)
    is_sample = models.BooleanField(default=False)
    rows = models.BigIntegerField(default=0)
    unknown_rows = models.BigIntegerField(default=0)
    problem_rows = models.BigIntegerField(default=0)
    rows_by_type = models.JSONField(default=dict)
    is_truncated = models.BooleanField(default=False)
    cover = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    free_text = models.TextField(
        blank=True, default="", help_text="Text that stands outside of rows, as in a Form 99."
    )
    amends = models.IntegerField(
        null=True, blank=True, help_text="The original filing that its header names."
    )
    amendment_number = models.IntegerField(null=True, blank=True)
    chain_base = models.IntegerField(null=True, blank=True)
    base_missing = models.BooleanField(default=False)
    superseded_by = models.IntegerField(null=True, blank=True)
    overtaken_by = models.IntegerField(
        null=True,
        blank=True,
        help_text="An amendment that a bulk file has, and that was not taken in itself.",
    )
    is_current = models.BooleanField(default=True)
    checks = models.JSONField(default=list)
    checks_result = models.CharField(max_length=8, choices=ChecksResult, default=ChecksResult.NONE)
    checks_summary = text(max_length=300)
    is_held = models.BooleanField(default=False)
    hold_reason = text(max_length=500)
    counts = models.BooleanField(default=True)
    facts_due = models.BooleanField(
        default=True, help_text="Its rows are still to be taken into the totals, or out of them."
    )

    objects = FilingQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-file_number")
        indexes = (
            models.Index(fields=("committee_id", "cycle")),
            models.Index(fields=("chain_base",)),
            models.Index(fields=("form", "-file_number")),
            models.Index(fields=("-received_at", "-file_number")),
            models.Index(fields=("cycle",), condition=Q(facts_due=True), name="filing_facts_due"),
        )
        constraints = (
            models.CheckConstraint(
                name="filing_counts",
                condition=Q(counts=True, is_current=True, is_held=False)
                | (Q(counts=False) & (Q(is_current=False) | Q(is_held=True))),
            ),
            models.CheckConstraint(
                name="filing_superseded_by_other",
                condition=Q(is_current=True, superseded_by__isnull=True)
                | (Q(is_current=False, superseded_by__isnull=False))
                & ~Q(superseded_by=F("file_number")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.form_type} {self.file_number} of {self.filer_name or self.committee_id}"


class FilingRow(models.Model):
    """A row of a filing's schedules, as filed; written by COPY, one for each line of the file.

    `name` is the other party: donor, payee, lender. Street addresses are stored in `raw` alone: the
    line itself, kept where something of it was not understood, and never shown to the public.
    """

    pk = models.CompositePrimaryKey("file_number", "line")
    file_number = models.IntegerField()
    line = models.BigIntegerField(help_text="Line in the file, counted from 1.")
    row_type = models.TextField(db_default="")
    schedule = models.TextField(db_default="")
    transaction_id = models.TextField(db_default="")
    back_reference_transaction_id = models.TextField(db_default="")
    entity_type = models.TextField(db_default="")
    name = models.TextField(db_default="")
    city = models.TextField(db_default="")
    state = models.TextField(db_default="")
    zip = models.TextField(db_default="")
    employer = models.TextField(db_default="")
    occupation = models.TextField(db_default="")
    date = models.DateField(null=True)
    dissemination_date = models.DateField(null=True)
    amount = money(null=True)
    aggregate_amount = money(null=True)
    election_code = models.TextField(db_default="")
    purpose = models.TextField(db_default="")
    category_code = models.TextField(db_default="")
    memo_code = models.TextField(db_default="")
    memo_text = models.TextField(db_default="")
    other_committee_id = models.TextField(db_default="")
    conduit_name = models.TextField(db_default="")
    candidate_id = models.TextField(db_default="")
    candidate_name = models.TextField(db_default="")
    candidate_office = models.TextField(db_default="")
    candidate_state = models.TextField(db_default="")
    candidate_district = models.TextField(db_default="")
    support_oppose = models.TextField(db_default="")
    extra = models.JSONField(null=True)
    problem = models.TextField(db_default="")
    raw = models.TextField(db_default="")
    coverage = models.TextField(
        db_default="", help_text="Of a 48-hour notice's contribution: open, covered or unmatched."
    )

    class Meta:
        ordering = ("file_number", "line")
        indexes = (models.Index(fields=("file_number", "transaction_id")),)

    def __str__(self) -> str:
        return f"{self.row_type} in filing {self.file_number}, line {self.line}"


class Hold(models.Model):
    """Why a filing is kept out of every total, and what a person decided about it."""

    class State(models.TextChoices):
        HELD = "held", "Held, to be reviewed"
        RELEASED = "released", "Released: it counts"
        CONFIRMED = "confirmed", "Confirmed: it stays out"

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="holds")
    rule = models.CharField(max_length=30)
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=9, choices=State, default=State.HELD)
    created_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = text(max_length=1000)

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("filing", "rule"), name="hold_once_a_rule"),
            models.CheckConstraint(
                name="hold_decision_has_person",
                condition=Q(state="held", decided_by__isnull=True, decided_at__isnull=True)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(state="held")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.filing_id}: {self.rule} ({self.state})"


class NoticeDecision(models.Model):
    """A reviewer's word on a notice's row: the same as a report's row, or a thing of its own."""

    class Decision(models.TextChoices):
        SAME = "same", "The same as a row of the report"
        SEPARATE = "separate", "Not in the report"

    notice_file_number = models.IntegerField()
    notice_line = models.BigIntegerField()
    notice_transaction_id = text(max_length=40)
    decision = models.CharField(max_length=8, choices=Decision)
    report_file_number = models.IntegerField(null=True, blank=True)
    report_transaction_id = text(max_length=40)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    note = text(max_length=1000)

    class Meta:
        ordering = ("-decided_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("notice_file_number", "notice_line"), name="notice_decided_once"
            ),
        )

    def __str__(self) -> str:
        return f"Notice {self.notice_file_number}, line {self.notice_line}: {self.decision}"
