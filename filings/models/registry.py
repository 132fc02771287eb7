"""What the FEC publishes about candidates, committees and races.

Columns carry the FEC API's names. Money is numeric(14,2) in US dollars; times are UTC.
"""

from django.db import models
from django.db.models import F, Q

from filings import codes
from filings.columns import money, text


class Candidate(models.Model):
    """A candidate id with its newest registration; one person may have several ids."""

    candidate_id = models.CharField(max_length=9, primary_key=True)
    name = text(max_length=200)
    party = text(max_length=3)
    office = text(max_length=1, choices=codes.OFFICES)
    state = text(max_length=2)
    district = text(max_length=2)
    newest_cycle = models.PositiveSmallIntegerField(
        default=0, help_text="Last cycle whose candidate file has the id; 0 where none has."
    )

    class Meta:
        ordering = ("name", "candidate_id")

    def __str__(self) -> str:
        return f"{self.name or 'Unregistered candidate'} ({self.candidate_id})"


class Candidacy(models.Model):
    """A row of a cycle's candidate file (cn): the candidate as registered for that cycle."""

    cycle = models.PositiveSmallIntegerField()
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="candidacies")
    name = text(max_length=200)
    party = text(max_length=3)
    candidate_election_year = models.PositiveSmallIntegerField(null=True, blank=True)
    state = text(max_length=2)
    office = text(max_length=1, choices=codes.OFFICES)
    district = text(max_length=2)
    incumbent_challenge = text(max_length=1, choices=codes.INCUMBENT_CHALLENGE)
    candidate_status = text(max_length=1, choices=codes.CANDIDATE_STATUSES)
    principal_committee_id = text(max_length=9)
    address_city = text(max_length=100)
    address_state = text(max_length=2)
    address_zip = text(max_length=9)
    row_hash = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "candidacies"
        ordering = ("-cycle", "name")
        constraints = (
            models.UniqueConstraint(fields=("cycle", "candidate"), name="candidacy_once_a_cycle"),
            models.CheckConstraint(
                name="candidacy_cycle_even",
                condition=Q(cycle__gte=1976) & Q(cycle=F("cycle") / 2 * 2),
            ),
        )
        indexes = (models.Index(fields=("cycle", "office", "state", "district")),)

    def __str__(self) -> str:
        return f"{self.name} ({self.candidate_id}), {self.cycle}"


class Committee(models.Model):
    """A committee id with its newest registration; ids met in money but in no committee file have
    no name.
    """

    committee_id = models.CharField(max_length=9, primary_key=True)
    name = text(max_length=200)
    committee_type = text(max_length=1, choices=codes.COMMITTEE_TYPES)
    designation = text(max_length=1, choices=codes.DESIGNATIONS)
    party = text(max_length=3)
    organization_type = text(max_length=1, choices=codes.ORGANIZATION_TYPES)
    connected_organization = text(max_length=200)
    state = text(max_length=2)
    newest_cycle = models.PositiveSmallIntegerField(
        default=0, help_text="Last cycle whose committee file has the id; 0 where none has."
    )

    class Meta:
        ordering = ("name", "committee_id")

    def __str__(self) -> str:
        return f"{self.name or 'Unregistered committee'} ({self.committee_id})"


class CommitteeHistory(models.Model):
    """A row of a cycle's committee file (cm): the committee as registered for that cycle."""

    cycle = models.PositiveSmallIntegerField()
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="history")
    name = text(max_length=200)
    treasurer_name = text(max_length=100)
    city = text(max_length=100)
    state = text(max_length=2)
    zip = text(max_length=9)
    designation = text(max_length=1, choices=codes.DESIGNATIONS)
    committee_type = text(max_length=1, choices=codes.COMMITTEE_TYPES)
    party = text(max_length=3)
    filing_frequency = text(max_length=1, choices=codes.FILING_FREQUENCIES)
    organization_type = text(max_length=1, choices=codes.ORGANIZATION_TYPES)
    connected_organization = text(max_length=200)
    candidate_id = text(max_length=9)
    row_hash = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "committee histories"
        ordering = ("-cycle", "name")
        constraints = (
            models.UniqueConstraint(fields=("cycle", "committee"), name="committee_once_a_cycle"),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.committee_id}), {self.cycle}"


class Linkage(models.Model):
    """A candidate's committee in a cycle (ccl), once, however many election years the FEC repeats
    it for.
    """

    cycle = models.PositiveSmallIntegerField()
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="linkages")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="linkages")
    committee_type = text(max_length=1, choices=codes.COMMITTEE_TYPES)
    designation = text(max_length=1, choices=codes.DESIGNATIONS)
    election_years = models.JSONField(help_text="Years of the elections the pair is linked for.")
    linkage_ids = models.JSONField(help_text="The FEC's ids of the rows that make this one.")
    row_hash = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("cycle", "candidate", "committee"), name="linkage_pair_once_a_cycle"
            ),
        )

    def __str__(self) -> str:
        return f"{self.candidate_id} - {self.committee_id}, {self.cycle}"


class Election(models.Model):
    """A race: a cycle, an office and its place; a special election is a race of its own."""

    cycle = models.PositiveSmallIntegerField()
    office = models.CharField(max_length=1, choices=codes.OFFICES)
    state = models.CharField(max_length=2)
    district = models.CharField(max_length=2)
    special_year = models.PositiveSmallIntegerField(
        default=0, help_text="Year of the special election; 0 for the regular one."
    )
    basis = models.CharField(max_length=300, help_text="Where the race is known from.")
    dates = models.JSONField(default=dict, help_text="Election days where known, by election code.")

    class Meta:
        ordering = ("-cycle", "office", "state", "district", "special_year")
        constraints = (
            models.UniqueConstraint(
                fields=("cycle", "office", "state", "district", "special_year"),
                name="election_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.label}, {self.special_year or self.cycle}"

    @property
    def is_special(self) -> bool:
        """Whether this is a special election."""
        return self.special_year != 0

    @property
    def label(self) -> str:
        """The seat in words, as "California 34th, special election"."""
        place = codes.seat(self.office, self.state, self.district)
        return f"{place}, special election" if self.is_special else place


class ElectionCandidate(models.Model):
    """A candidate's place in a race, and why the candidate is thought to stand in it."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="entries")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="entries")
    basis = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("election", "candidate"), name="candidate_once_a_race"),
        )

    def __str__(self) -> str:
        return f"{self.candidate_id} in {self.election_id}"


class CandidateSummary(models.Model):
    """The FEC's official figures of a candidate and cycle (weball, and webl for Congress)."""

    cycle = models.PositiveSmallIntegerField()
    file = models.CharField(max_length=6, help_text="weball or webl")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="summaries")
    name = text(max_length=200)
    incumbent_challenge = text(max_length=1, choices=codes.INCUMBENT_CHALLENGE)
    party_code = text(max_length=3)
    party = text(max_length=3)
    receipts = money(null=True)
    transfers_from_authorized = money(null=True)
    disbursements = money(null=True)
    transfers_to_authorized = money(null=True)
    cash_on_hand_beginning = money(null=True)
    cash_on_hand_end = money(null=True)
    candidate_contribution = money(null=True)
    loans_made_by_candidate = money(null=True)
    all_other_loans = money(null=True)
    repayments_loans_made_by_candidate = money(null=True)
    repayments_other_loans = money(null=True)
    debts_owed_by_committee = money(null=True)
    individual_contributions = money(null=True)
    state = text(max_length=2)
    district = text(max_length=2)
    special_election = text(max_length=1)
    primary_election = text(max_length=1)
    runoff_election = text(max_length=1)
    general_election = text(max_length=1)
    general_election_percent = text(max_length=10)
    other_political_committee_contributions = money(null=True)
    political_party_committee_contributions = money(null=True)
    coverage_end_date = models.DateField(null=True, blank=True)
    refunded_individual_contributions = money(null=True)
    refunded_committee_contributions = money(null=True)
    row_hash = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "candidate summaries"
        constraints = (
            models.UniqueConstraint(
                fields=("cycle", "file", "candidate"), name="candidate_summary_once"
            ),
            models.CheckConstraint(
                name="candidate_summary_file", condition=Q(file__in=["weball", "webl"])
            ),
        )

    def __str__(self) -> str:
        return f"{self.file}{self.cycle}: {self.candidate_id}"


class CommitteeSummary(models.Model):
    """The FEC's official figures of a PAC or party committee and cycle (webk)."""

    cycle = models.PositiveSmallIntegerField()
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="summaries")
    name = text(max_length=200)
    committee_type = text(max_length=1, choices=codes.COMMITTEE_TYPES)
    designation = text(max_length=1, choices=codes.DESIGNATIONS)
    filing_frequency = text(max_length=1, choices=codes.FILING_FREQUENCIES)
    receipts = money(null=True)
    transfers_from_affiliated = money(null=True)
    individual_contributions = money(null=True)
    other_political_committee_contributions = money(null=True)
    candidate_contribution = money(null=True)
    loans_made_by_candidate = money(null=True)
    loans_received = money(null=True)
    disbursements = money(null=True)
    transfers_to_affiliated = money(null=True)
    refunded_individual_contributions = money(null=True)
    refunded_committee_contributions = money(null=True)
    repayments_loans_made_by_candidate = money(null=True)
    loan_repayments = money(null=True)
    cash_on_hand_beginning = money(null=True)
    cash_on_hand_end = money(null=True)
    debts_owed_by_committee = money(null=True)
    nonfederal_transfers_received = money(null=True)
    contributions_to_other_committees = money(null=True)
    independent_expenditures = money(null=True)
    coordinated_expenditures = money(null=True)
    nonfederal_share = money(null=True)
    coverage_end_date = models.DateField(null=True, blank=True)
    row_hash = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "committee summaries"
        constraints = (
            models.UniqueConstraint(fields=("cycle", "committee"), name="committee_summary_once"),
        )

    def __str__(self) -> str:
        return f"webk{self.cycle}: {self.committee_id}"
