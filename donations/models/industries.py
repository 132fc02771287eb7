"""Which industry a donor belongs to, by which rule, and what that adds up to.

A tag belongs to a donor's profile: an (employer, occupation) pair, a committee, or the name of an
organization that gave in its own name. Millions of contributions share a few of these, so that a
changed rule touches profiles and never a contribution.
"""

from django.db import models

from filings.columns import money, text
from filings.models import Candidate, Committee

# What decided a tag, in the order in which the one goes before the other.
BASES = (
    ("decision", "A person's decision"),
    ("committee", "A rule for the committee"),
    ("sponsor", "A rule for the connected organization"),
    ("employer", "A rule for the employer's name"),
    ("pattern", "A rule for words in the name"),
    ("occupation", "A rule for the occupation"),
    ("proposal", "A classifier's proposal, published because it is sufficiently certain"),
    ("none", "Nothing"),
)


class Industry(models.Model):
    """An industry, or a class of donors that is none (donations/data/industries.csv)."""

    slug = models.SlugField(unique=True)
    name = models.TextField()
    sector = models.TextField()
    is_industry = models.BooleanField(help_text="No: retired, not given, not yet classed, ...")
    definition = models.TextField()
    excludes = text(max_length=400)
    naics = text(max_length=200, help_text="NAICS prefixes, parted by spaces.")
    opensecrets = text(max_length=200, help_text="The category codes OpenSecrets used.")
    position = models.SmallIntegerField(help_text="Its place in the list.")

    class Meta:
        verbose_name_plural = "industries"
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name


class Rule(models.Model):
    """One line of donations/data/rules*.csv, as last taken in."""

    kind = models.CharField(max_length=12)
    pattern = models.TextField()
    scope = text(max_length=8)
    industry = models.ForeignKey(Industry, models.PROTECT)
    organization_name = text(max_length=200, help_text="The parent or canonical name, if known.")
    confidence = models.SmallIntegerField(help_text="0 to 100.")
    source = models.TextField(help_text="A public fact that supports it.")
    author = models.TextField()
    written = models.DateField()
    file = models.TextField()
    line = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "pattern", "scope"), name="rule_once"),
            models.CheckConstraint(
                condition=models.Q(confidence__gte=0, confidence__lte=100),
                name="rule_confidence_is_a_percentage",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.pattern}"


class Organization(models.Model):
    """A normal form of employers', sponsors' and giving organizations' names, and its own tag.

    `form` is donations.normalizing.normal_form of its spellings. `parent` is the organization that
    a rule says it belongs to, itself where none does.
    """

    form = models.TextField(unique=True)
    name = text(max_length=200, help_text="As people write it; empty where only the form is known.")
    parent = models.ForeignKey("self", models.SET_NULL, null=True, related_name="children")
    industry = models.ForeignKey(Industry, models.PROTECT, null=True)
    basis = text(max_length=12, choices=BASES)
    rule = models.ForeignKey(Rule, models.SET_NULL, null=True, db_constraint=False)
    against = models.ForeignKey(
        Rule,
        models.SET_NULL,
        null=True,
        db_constraint=False,
        related_name="+",
        help_text="A rule as strong that says another industry: neither is taken.",
    )
    confidence = models.SmallIntegerField(null=True)
    version = models.SmallIntegerField(help_text="FORM_VERSION that its form was made with.")

    def __str__(self) -> str:
        return self.name or self.form


class OccupationReading(models.Model):
    """What the rules say of an occupation as reported."""

    occupation = models.OneToOneField(
        "donations.Occupation", models.CASCADE, primary_key=True, db_constraint=False
    )
    industry = models.ForeignKey(Industry, models.PROTECT)
    rule = models.ForeignKey(Rule, models.CASCADE, db_constraint=False)
    confidence = models.SmallIntegerField()
    scope = models.CharField(
        max_length=8, help_text="any, or silent: only where the employer says nothing."
    )

    def __str__(self) -> str:
        return f"{self.occupation_id}: {self.industry_id}"


class DonorProfile(models.Model):
    """What is known of a giver that an industry follows from, and the tag.

    The id is computed from the row alone (the function donations_profile_id, migration 0005):
    0 for the candidate's own money; employer_id << 32 | occupation_id for people;
    -name_id for organizations and committees without an id; -(1 << 40) - digits for a committee.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(
        max_length=9,
        choices=(
            ("person", "An employer and an occupation"),
            ("name", "An organization that gave in its own name"),
            ("committee", "A committee"),
            ("candidate", "The candidate"),
        ),
    )
    employer = models.ForeignKey(
        "donations.Employer",
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
    )
    occupation = models.ForeignKey(
        "donations.Occupation",
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
    )
    contributor_name = models.ForeignKey(
        "donations.ContributorName",
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
    )
    committee = models.ForeignKey(
        Committee, models.DO_NOTHING, null=True, db_constraint=False, db_index=False
    )
    organization = models.ForeignKey(
        Organization, models.DO_NOTHING, null=True, db_constraint=False, related_name="profiles"
    )
    industry = models.ForeignKey(
        Industry, models.DO_NOTHING, null=True, db_constraint=False, related_name="profiles"
    )
    basis = text(max_length=12, choices=BASES)
    rule = models.ForeignKey(
        Rule, models.DO_NOTHING, null=True, db_constraint=False, db_index=False
    )
    decision = models.ForeignKey(
        "donations.Decision",
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
    )
    confidence = models.SmallIntegerField(null=True, help_text="0 to 100.")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ProfileTotal(models.Model):
    """What the counted rows of a profile add up to, by file, cycle and side."""

    pk = models.CompositePrimaryKey("profile_id", "cycle", "source", "counted_as")
    cycle = models.SmallIntegerField()
    source = models.CharField(max_length=5)
    counted_as = models.CharField(max_length=24)
    profile = models.ForeignKey(
        DonorProfile, models.DO_NOTHING, db_constraint=False, db_index=False
    )
    rows = models.IntegerField()
    amount = models.DecimalField(max_digits=16, decimal_places=2)

    def __str__(self) -> str:
        return f"{self.profile_id} {self.cycle}: {self.amount}"


class IndustryTotal(models.Model):
    """A committee's counted receipts (and refunds) of a cycle by industry and election code."""

    cycle = models.SmallIntegerField()
    source = models.CharField(max_length=5)
    committee = models.ForeignKey(Committee, models.DO_NOTHING, db_constraint=False, db_index=False)
    counted_as = models.CharField(max_length=24)
    election_type = text(max_length=5)
    industry = models.ForeignKey(Industry, models.DO_NOTHING, db_constraint=False, db_index=False)
    rows = models.IntegerField()
    amount = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=(
                    "committee",
                    "cycle",
                    "source",
                    "counted_as",
                    "election_type",
                    "industry",
                ),
                name="industry_total_once",
            ),
        )
        indexes = (models.Index(fields=("industry", "cycle"), name="industry_total_industry"),)

    def __str__(self) -> str:
        return f"{self.committee_id} {self.industry_id}: {self.amount}"


class CandidateIndustry(models.Model):
    """A candidate's money of a cycle by industry: itemized gifts to the campaign, and PACs' gifts.

    `part` is "people" (rows counted as individual; organizations and other non-committees
    included), "committees" (24K and 24Z of committees and parties) or "refunds" (to individuals,
    negative). The parts add up to the candidate's channels of the same names in CandidateTotal.
    """

    cycle = models.SmallIntegerField()
    candidate = models.ForeignKey(Candidate, models.DO_NOTHING, db_constraint=False, db_index=False)
    part = models.CharField(max_length=10)
    election_type = text(max_length=5)
    industry = models.ForeignKey(Industry, models.DO_NOTHING, db_constraint=False, db_index=False)
    rows = models.IntegerField()
    amount = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("candidate", "cycle", "part", "election_type", "industry"),
                name="candidate_industry_once",
            ),
        )
        indexes = (models.Index(fields=("industry", "cycle"), name="candidate_industry_industry"),)

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.industry_id}: {self.amount}"


class IndustryMonth(models.Model):
    """Gifts of an industry by month, of all committees' receipts in a cycle.

    `part` is "people" or "committees", as in CandidateIndustry; `month` is the first of it, null
    where rows have no date.
    """

    cycle = models.SmallIntegerField()
    industry = models.ForeignKey(Industry, models.DO_NOTHING, db_constraint=False, db_index=False)
    part = models.CharField(max_length=10)
    month = models.DateField(null=True)
    rows = models.IntegerField()
    amount = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        indexes = (models.Index(fields=("industry", "cycle"), name="industry_month_industry"),)

    def __str__(self) -> str:
        return f"{self.industry_id} {self.month}: {self.amount}"


class IndustryGiver(models.Model):
    """The organizations whose people and committees gave most, of an industry in a cycle."""

    cycle = models.SmallIntegerField()
    industry = models.ForeignKey(Industry, models.DO_NOTHING, db_constraint=False, db_index=False)
    organization = models.ForeignKey(
        Organization, models.DO_NOTHING, null=True, db_constraint=False, db_index=False
    )
    rows = models.IntegerField()
    people = money()
    committees = money()
    amount = money()
    rank = models.SmallIntegerField()

    class Meta:
        indexes = (models.Index(fields=("industry", "cycle"), name="industry_giver_industry"),)

    def __str__(self) -> str:
        return f"{self.industry_id} {self.organization_id}: {self.amount}"
