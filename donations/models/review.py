"""What people decided about tags, what a classifier proposes, and what waits for a person.

Decisions name donors by their texts (a normal form, an occupation, a committee's id), never by
rows of ours, so that no import, amendment or change of rules can lose or undo one.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from donations.models.industries import DonorProfile, Industry, Organization
from filings.columns import text


class Decision(models.Model):
    """A person's decision on the industry of an organization, an occupation in it, or a committee.

    A reversed decision stays as history. `reversed_by` may be empty where a later decision on the
    same donor took its place (`replaced_by`).
    """

    form = text(max_length=300, help_text="Normal form of the employer's or organization's name.")
    occupation = text(max_length=200, help_text="Only with this occupation; empty for all.")
    committee_id = text(max_length=9)
    industry = models.ForeignKey(Industry, models.PROTECT, related_name="decisions")
    before = text(max_length=60, help_text="Slug of the industry shown until then.")
    before_basis = text(max_length=12)
    reason = models.TextField(help_text="Why, in the reviewer's words.")
    origin = text(max_length=10, help_text="desk, bulk, public")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions"
    )
    decided_at = models.DateTimeField(auto_now_add=True)
    reversed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reversed_at = models.DateTimeField(null=True)
    reversed_why = text(max_length=300)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("form", "occupation", "committee_id"),
                condition=Q(reversed_at=None),
                name="decision_active_once",
            ),
            models.CheckConstraint(
                condition=(~Q(form="") & Q(committee_id="")) | (Q(form="") & ~Q(committee_id="")),
                name="decision_on_one_donor",
            ),
            models.CheckConstraint(
                condition=Q(reversed_at=None, reversed_by=None, replaced_by=None)
                | Q(reversed_at__isnull=False, reversed_by__isnull=False),
                name="decision_reversed_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.form or self.committee_id}: {self.industry}"


class ClassifierRun(models.Model):
    """One training of the classifier, with its cross-validated precision and coverage.

    `measured` is a list of {"threshold", "precision", "coverage", "cases"} from cross-validation.
    `threshold` is the lowest at which precision is at least the wanted one; null where none is.
    """

    at = models.DateTimeField(auto_now_add=True)
    trained_on = models.IntegerField(help_text="Names with a known industry.")
    measured = models.JSONField(default=list)
    threshold = models.DecimalField(max_digits=4, decimal_places=3, null=True)
    wanted = models.DecimalField(max_digits=4, decimal_places=3)
    seconds = models.DecimalField(max_digits=8, decimal_places=1)
    proposed = models.IntegerField(default=0)
    published = models.IntegerField(default=0)

    class Meta:
        ordering = ("-at",)
        get_latest_by = "at"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}: {self.trained_on} names"


class Proposal(models.Model):
    """An industry that the newest classifier proposes for a donor whom no rule classes.

    `neighbours` is a list of {"form", "industry", "similarity"}: the nearest tagged names.
    """

    profile = models.OneToOneField(DonorProfile, models.CASCADE, db_constraint=False)
    run = models.ForeignKey(ClassifierRun, models.CASCADE)
    industry = models.ForeignKey(Industry, models.CASCADE)
    probability = models.DecimalField(max_digits=4, decimal_places=3)
    neighbours = models.JSONField(default=list)
    is_published = models.BooleanField(
        default=False, help_text="At or above the threshold whose measured precision suffices."
    )

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.industry} {self.probability}"


class Correction(models.Model):
    """What a reader proposes instead of a tag that is shown. Publishes nothing by itself."""

    form = text(max_length=300)
    committee_id = text(max_length=9)
    shown = models.ForeignKey(Industry, models.PROTECT, related_name="+", null=True)
    wanted = models.ForeignKey(Industry, models.PROTECT, related_name="+")
    why = models.TextField(max_length=2000)
    contact = text(max_length=200, help_text="How to reach the reader, if they want to be asked.")
    page = text(max_length=300)
    sent_at = models.DateTimeField(auto_now_add=True)
    sender = text(max_length=64, help_text="Keyed hash of the address it came from, for limits.")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    outcome = text(max_length=10, help_text="accepted, rejected")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, outcome="")
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome=""),
                name="correction_closed_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.form or self.committee_id}: {self.wanted}"


class ReviewItem(models.Model):
    """A donor whose industry waits for a person, with the dollars at stake.

    The queue is made anew with the tags; what a person skipped or closed stays so until its
    reason or its proposal changes (`fingerprint`).
    """

    class Reason(models.TextChoices):
        """Why it waits."""

        UNTAGGED = "untagged", "Not yet classed"
        LOW = "low", "Low confidence"
        RULES = "rules", "Rule against rule"
        CLASSIFIER = "classifier", "Rule against classifier"
        PUBLIC = "public", "A reader's correction"
        DECISION = "decision", "A decision that rules now disagree with"

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", "Open"
        SKIPPED = "skipped", "Skipped"
        CLOSED = "closed", "Closed"

    reason = models.CharField(max_length=10, choices=Reason)
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    organization = models.ForeignKey(Organization, models.CASCADE, null=True)
    committee_id = text(max_length=9)
    correction = models.ForeignKey(Correction, models.CASCADE, null=True)
    decision = models.ForeignKey(Decision, models.CASCADE, null=True, help_text="That closed it.")
    proposed = models.ForeignKey(Industry, models.SET_NULL, null=True, related_name="+")
    probability = models.DecimalField(max_digits=4, decimal_places=3, null=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    rows = models.IntegerField(default=0)
    fingerprint = text(max_length=120)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("reason", "organization", "committee_id", "correction"),
                name="review_item_once",
                nulls_distinct=False,
            ),
        )
        indexes = (models.Index(fields=("state", "-amount"), name="review_item_queue"),)

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.organization or self.committee_id}"
