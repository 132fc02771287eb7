"""Money received by committees and passed between them.

A contribution is a fact of integers and short codes; names, employers, occupations, cities and memo
texts stand once each in dictionaries, so that a search reads a dictionary and then just its rows.
The tables of facts are partitioned by file and cycle (donations/sql/tables.sql), so that a cycle is
built aside and swapped in. Columns carry the FEC API's names.
"""

from typing import Self

from django.db import models

from filings.codes import COUNTED_AS, ENTITY_TYPES
from filings.columns import money, text
from filings.models import Candidate, Committee


class Dictionary(models.Model):
    """A text that many rows share, stored once."""

    id = models.AutoField(primary_key=True)
    name = models.TextField(unique=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class ContributorName(Dictionary):
    """A contributor's name as reported."""

    donor_key = models.GeneratedField(
        expression=models.Func("name", function="donations_donor_key"),
        output_field=models.TextField(),
        db_persist=True,
        help_text="Last and first name without spelling's accidents (donations/donors.py).",
    )

    class Meta:
        indexes = (models.Index(fields=("donor_key",), name="contributorname_donor_key"),)


class Employer(Dictionary):
    """An employer as reported."""


class Occupation(Dictionary):
    """An occupation as reported."""


class City(Dictionary):
    """A contributor's city as reported."""

    class Meta:
        verbose_name_plural = "cities"


class MemoText(Dictionary):
    """A memo text as reported."""


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """Receipts, in the field's words."""

    def counted(self) -> Self:
        """Rows that add up: not memos, not a conduit's passing on."""
        return self.filter(counts=True)

    def for_cycle(self, cycle: int) -> Self:
        """Rows of one cycle's files."""
        return self.filter(cycle=cycle)


class Contribution(models.Model):
    """A receipt as its recipient reported it (indiv, and the receipts in oth), or a refund of one.

    `sub_id` is the FEC's id of the row and unique among indiv and oth together; each partition's
    unique index holds it.
    """

    sub_id = models.BigIntegerField(primary_key=True)
    image_number = models.BigIntegerField(null=True)
    row_hash = models.BigIntegerField()
    contributor_name = models.ForeignKey(
        ContributorName, models.DO_NOTHING, db_constraint=False, db_column="name_id"
    )
    employer = models.ForeignKey(Employer, models.DO_NOTHING, db_constraint=False)
    occupation = models.ForeignKey(Occupation, models.DO_NOTHING, db_constraint=False)
    city = models.ForeignKey(City, models.DO_NOTHING, db_constraint=False)
    memo_text = models.ForeignKey(MemoText, models.DO_NOTHING, db_constraint=False)
    file_number = models.IntegerField(null=True)
    contribution_receipt_date = models.DateField(null=True)
    cycle = models.SmallIntegerField()
    two_year_transaction_period = models.SmallIntegerField()
    counts = models.BooleanField(help_text="The row adds to a total: no memo, no conduit.")
    source = models.CharField(
        max_length=5,
        choices=(("indiv", "indiv"), ("oth", "oth"), ("efile", "electronic filing")),
    )
    counted_as = models.CharField(max_length=24, choices=COUNTED_AS)
    contribution_receipt_amount = money()
    committee = models.ForeignKey(
        Committee, models.DO_NOTHING, db_constraint=False, related_name="contributions"
    )
    amendment_indicator = text(max_length=1)
    report_type = text(max_length=3)
    election_type = text(max_length=5)
    receipt_type = text(max_length=3)
    entity_type = text(max_length=3, choices=ENTITY_TYPES)
    contributor_state = text(max_length=2)
    contributor_zip = text(max_length=9)
    contributor_id = text(max_length=9, help_text="OTHER_ID: conduit, committee or candidate.")
    memo_code = text(max_length=1)
    transaction_id = text(max_length=32)
    profile = models.ForeignKey(
        "donations.DonorProfile",
        models.DO_NOTHING,
        db_constraint=False,
        help_text="What its industry follows from.",
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "donations_contribution"

    def __str__(self) -> str:
        return f"{self.contribution_receipt_amount} to {self.committee_id} ({self.sub_id})"


class CommitteeTransaction(models.Model):
    """Money a committee gave to another committee, as the giver reported it (the disbursements in
    oth).
    """

    sub_id = models.BigIntegerField(primary_key=True)
    image_number = models.BigIntegerField(null=True)
    row_hash = models.BigIntegerField()
    file_number = models.IntegerField(null=True)
    disbursement_date = models.DateField(null=True)
    cycle = models.SmallIntegerField()
    two_year_transaction_period = models.SmallIntegerField()
    counts = models.BooleanField()
    counted_as = models.CharField(max_length=24, choices=COUNTED_AS)
    disbursement_amount = money()
    committee = models.ForeignKey(
        Committee, models.DO_NOTHING, db_constraint=False, related_name="committee_transactions"
    )
    recipient_id = text(max_length=9, help_text="OTHER_ID: the committee or candidate paid.")
    recipient_name = text(max_length=200)
    recipient_city = text(max_length=100)
    recipient_state = text(max_length=2)
    recipient_zip = text(max_length=9)
    amendment_indicator = text(max_length=1)
    report_type = text(max_length=3)
    election_type = text(max_length=5)
    disbursement_type = text(max_length=3)
    entity_type = text(max_length=3, choices=ENTITY_TYPES)
    memo_code = text(max_length=1)
    memo_text = text(max_length=100)
    transaction_id = text(max_length=40)
    source = models.CharField(max_length=5, help_text="oth or efile")

    class Meta:
        managed = False
        db_table = "donations_committeetransaction"

    def __str__(self) -> str:
        return f"{self.disbursement_amount} to {self.recipient_id} ({self.sub_id})"


class OperatingExpenditure(models.Model):
    """A committee's spending on its own operations (oppexp), cents kept."""

    sub_id = models.BigIntegerField(primary_key=True)
    image_number = models.BigIntegerField(null=True)
    row_hash = models.BigIntegerField()
    file_number = models.IntegerField(null=True)
    disbursement_date = models.DateField(null=True)
    cycle = models.SmallIntegerField()
    report_year = models.SmallIntegerField(null=True)
    counts = models.BooleanField()
    disbursement_amount = money()
    committee = models.ForeignKey(
        Committee, models.DO_NOTHING, db_constraint=False, related_name="operating_expenditures"
    )
    amendment_indicator = text(max_length=1)
    report_type = text(max_length=3)
    line_number = text(max_length=12)
    form_type = text(max_length=8)
    schedule_type = text(max_length=8)
    recipient_name = text(max_length=200)
    recipient_city = text(max_length=100)
    recipient_state = text(max_length=2)
    recipient_zip = text(max_length=9)
    election_type = text(max_length=5)
    purpose = text(max_length=100)
    category = text(max_length=3)
    category_description = text(max_length=40)
    memo_code = text(max_length=1)
    memo_text = text(max_length=100)
    entity_type = text(max_length=3, choices=ENTITY_TYPES)
    transaction_id = text(max_length=32)
    back_reference_transaction_id = text(max_length=40)
    source = models.CharField(max_length=6, help_text="oppexp or efile")
    standing = text(max_length=10, help_text="superseded or held, where its filing is.")

    class Meta:
        managed = False
        db_table = "donations_operatingexpenditure"

    def __str__(self) -> str:
        return f"{self.disbursement_amount} to {self.recipient_name} ({self.sub_id})"


class CommitteeTotal(models.Model):
    """What a committee's rows of one file and cycle add up to, by line and election code."""

    cycle = models.SmallIntegerField()
    source = models.CharField(
        max_length=6, help_text="indiv, oth, oth-b, oppexp; efile, ef-b, ef-o"
    )
    committee = models.ForeignKey(Committee, models.DO_NOTHING, db_constraint=False)
    counted_as = models.CharField(max_length=24, choices=COUNTED_AS)
    election_type = text(max_length=5)
    rows = models.BigIntegerField()
    amount = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("cycle", "source", "committee", "counted_as", "election_type"),
                name="committee_total_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.committee_id} {self.counted_as}: {self.amount}"


class CandidateTotal(models.Model):
    """Money of a candidate in a cycle by channel, with what it was computed from.

    `channel` is one of donations.totals.CHANNELS or expenditures.totals.CHANNELS. `amount` is null
    where the figure cannot be computed; `caveat` then says why.
    """

    cycle = models.SmallIntegerField()
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="totals")
    channel = models.CharField(max_length=32)
    rows = models.BigIntegerField(default=0)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    caveat = text(max_length=300)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("cycle", "candidate", "channel"), name="candidate_total_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.cycle} {self.channel}: {self.amount}"
