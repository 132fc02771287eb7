"""Money spent for or against candidates, and how our totals compare with the FEC's.

Columns carry the FEC API's names.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from filings.codes import COUNTED_AS, ENTITY_TYPES
from filings.columns import money, text
from filings.models import Candidate, Committee


class CandidateTransaction(models.Model):
    """Committee-to-candidate money as the committee reported it (pas2).

    The same rows stand in oth: no total adds the two. `resolved_candidate_id` is the candidate
    found through OTHER_ID and the linkages where CAND_ID was blank or unknown.
    """

    sub_id = models.BigIntegerField(primary_key=True)
    image_number = models.BigIntegerField(null=True)
    row_hash = models.BigIntegerField()
    file_number = models.IntegerField(null=True)
    transaction_date = models.DateField(null=True)
    cycle = models.SmallIntegerField()
    two_year_transaction_period = models.SmallIntegerField()
    counts = models.BooleanField()
    counted_as = models.CharField(max_length=24, choices=COUNTED_AS)
    transaction_amount = money()
    committee = models.ForeignKey(
        Committee, models.DO_NOTHING, db_constraint=False, related_name="candidate_transactions"
    )
    candidate_id = text(max_length=9, help_text="CAND_ID as reported.")
    resolved_candidate_id = text(max_length=9)
    resolved_by = text(max_length=12, help_text="reported, linkage, other_id, or empty.")
    other_id = text(max_length=9)
    recipient_name = text(max_length=200)
    recipient_city = text(max_length=100)
    recipient_state = text(max_length=2)
    recipient_zip = text(max_length=9)
    amendment_indicator = text(max_length=1)
    report_type = text(max_length=3)
    election_type = text(max_length=5)
    transaction_type = text(max_length=3)
    entity_type = text(max_length=3, choices=ENTITY_TYPES)
    memo_code = text(max_length=1)
    memo_text = text(max_length=100)
    transaction_id = text(max_length=40)
    source = models.CharField(max_length=5, help_text="pas2 or efile")

    class Meta:
        managed = False
        db_table = "expenditures_candidatetransaction"

    def __str__(self) -> str:
        return f"{self.transaction_amount} {self.transaction_type} ({self.sub_id})"


class IndependentExpenditureQuerySet(models.QuerySet["IndependentExpenditure"]):
    """Independent expenditures, in the field's words."""

    def counted(self) -> Self:
        """Each expenditure once: current, not covered, not a memo."""
        return self.filter(counts=True)


class IndependentExpenditure(models.Model):
    """An independent expenditure as reported once: in a notice or in a periodic report.

    Superseded (by an amendment), covered (by a periodic report), held (its filing is not
    plausible) and memo are different things, each with its own column. `is_repeated` marks a row
    of the FEC's file that stands here from the filing itself as well, with all that was filed.
    """

    class Form(models.TextChoices):
        NOTICE = "notice", "24- or 48-hour notice"
        REPORT = "report", "Periodic report"

    class Coverage(models.TextChoices):
        NONE = "", "Not a notice"
        OPEN = "open", "Not yet covered by a periodic report"
        COVERED = "covered", "In a periodic report"
        UNMATCHED = "unmatched", "Covered by date, no matching row: to be reviewed"
        SEPARATE = "separate", "Not in the report, as a reviewer decided"

    class CandidateMatch(models.TextChoices):
        REPORTED = "reported", "The id as reported"
        NAME = "name", "Found by name, seat and election"
        DECIDED = "decided", "Named by a reviewer"
        UNSURE = "unsure", "Not found, or several could be meant: to be reviewed"

    key = models.CharField(
        max_length=80, help_text="file:line-independent key: file, and sub_id or notice row."
    )
    origin = models.CharField(
        max_length=5, help_text="efile, csv or pas2: where the fields are from."
    )
    cycle = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=6, choices=Form)
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="independent_expenditures"
    )
    candidate_id = text(max_length=9)
    candidate_name = text(max_length=200)
    support_oppose_indicator = text(max_length=1, choices=(("S", "Support"), ("O", "Oppose")))
    expenditure_amount = money()
    expenditure_date = models.DateField(null=True, blank=True)
    dissemination_date = models.DateField(null=True, blank=True)
    receipt_date = models.DateField(null=True, blank=True)
    payee_name = text(max_length=200)
    purpose = text(max_length=200)
    election_type = text(max_length=5)
    candidate_office = text(max_length=1)
    candidate_state = text(max_length=2)
    candidate_district = text(max_length=2)
    amendment_indicator = text(max_length=3)
    file_number = models.IntegerField(null=True, blank=True)
    previous_file_number = models.IntegerField(null=True, blank=True)
    transaction_id = text(max_length=40)
    image_number = models.BigIntegerField(null=True, blank=True)
    sub_id = models.BigIntegerField(null=True, blank=True, help_text="Row of pas2 it matches.")
    is_memo = models.BooleanField(default=False)
    is_superseded = models.BooleanField(default=False)
    is_held = models.BooleanField(default=False, db_default=False)
    is_repeated = models.BooleanField(default=False, db_default=False)
    line = models.BigIntegerField(null=True, blank=True, help_text="Line in the filing.")
    covered_by_file_number = models.IntegerField(null=True, blank=True)
    covered_by_transaction_id = text(max_length=40, db_default="")
    candidate_match = text(max_length=8, choices=CandidateMatch, db_default="")
    coverage = text(max_length=9, choices=Coverage)
    counts = models.BooleanField()
    row_hash = models.BigIntegerField()

    objects = IndependentExpenditureQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("cycle", "key"), name="independent_expenditure_once"),
            models.CheckConstraint(
                name="independent_expenditure_counts",
                condition=Q(counts=False)
                | Q(
                    is_memo=False,
                    is_superseded=False,
                    is_held=False,
                    is_repeated=False,
                    coverage__in=["", "open", "separate"],
                ),
            ),
        )
        indexes = (
            models.Index(fields=("candidate_id", "cycle")),
            models.Index(fields=("committee", "cycle")),
        )

    def __str__(self) -> str:
        return f"{self.committee_id} {self.support_oppose_indicator} {self.candidate_id}"


class CandidateChoice(models.Model):
    """Which candidate a name on Schedule E means, as a reviewer decided; it outlives imports.

    `name` is as filed, in capitals, with one blank between words.
    """

    cycle = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    office = text(max_length=1)
    state = text(max_length=2)
    district = text(max_length=2)
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    note = text(max_length=1000)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("cycle", "name", "office", "state", "district"),
                name="candidate_chosen_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.office} {self.state} {self.district}): {self.candidate_id}"


class ElectioneeringCommunication(models.Model):
    """A candidate's even share of an electioneering communication: no side, own line."""

    cycle = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=120)
    candidate_id = text(max_length=9)
    candidate_name = text(max_length=200)
    candidate_office = text(max_length=1)
    candidate_state = text(max_length=2)
    candidate_district = text(max_length=2)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="electioneering")
    committee_name = text(max_length=200)
    image_number = text(max_length=120)
    payee_name = text(max_length=200)
    purpose_description = text(max_length=200)
    disbursement_date = models.DateField(null=True, blank=True)
    communication_date = models.DateField(null=True, blank=True)
    public_distribution_date = models.DateField(null=True, blank=True)
    disbursement_amount = money()
    number_of_candidates = models.IntegerField(null=True, blank=True)
    calculated_candidate_share = money()
    row_hash = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("cycle", "key"), name="electioneering_once"),
        )
        indexes = (models.Index(fields=("candidate_id", "cycle")),)

    def __str__(self) -> str:
        return f"{self.committee_id} about {self.candidate_id}"


class CommunicationCost(models.Model):
    """A union's or company's cost of telling its members to vote for or against a candidate."""

    cycle = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=120)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="communication_costs")
    committee_name = text(max_length=200)
    candidate_id = text(max_length=9)
    candidate_name = text(max_length=200)
    candidate_office = text(max_length=1)
    candidate_state = text(max_length=2)
    candidate_district = text(max_length=2)
    transaction_date = models.DateField(null=True, blank=True)
    transaction_amount = money()
    transaction_type = text(max_length=3)
    support_oppose_indicator = text(max_length=1)
    communication_type = text(max_length=40)
    communication_class = text(max_length=40)
    image_number = text(max_length=120)
    transaction_id = text(max_length=40)
    file_number = models.IntegerField(null=True, blank=True)
    row_hash = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("cycle", "key"), name="communication_cost_once"),
        )
        indexes = (models.Index(fields=("candidate_id", "cycle")),)

    def __str__(self) -> str:
        return f"{self.committee_id} about {self.candidate_id}"


class Reconciliation(models.Model):
    """One of our totals beside the FEC's official figure of the same thing."""

    class Result(models.TextChoices):
        EQUAL = "equal", "Equal"
        WITHIN = "within", "Within $1 a row"
        OFF = "off", "Off"
        NOT_COMPARABLE = "n/a", "Not comparable"

    cycle = models.PositiveSmallIntegerField()
    candidate = models.ForeignKey(
        Candidate, models.CASCADE, null=True, blank=True, related_name="reconciliations"
    )
    committee = models.ForeignKey(
        Committee, models.CASCADE, null=True, blank=True, related_name="reconciliations"
    )
    measure = models.CharField(max_length=40)
    official = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    ours = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    rows = models.BigIntegerField(default=0)
    difference = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    result = models.CharField(max_length=6, choices=Result)
    reason = text(max_length=300)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="reconciliation_of_one",
                condition=Q(candidate__isnull=False, committee__isnull=True)
                | Q(candidate__isnull=True, committee__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("cycle", "candidate", "measure"), name="reconciliation_candidate_once"
            ),
            models.UniqueConstraint(
                fields=("cycle", "committee", "measure"), name="reconciliation_committee_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.candidate_id or self.committee_id} {self.measure}: {self.result}"
