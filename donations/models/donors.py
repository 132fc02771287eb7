"""What people decided about who is who among donors.

A donor is named by text, a match key and five digits of a ZIP code (donations/donors.py), never by
rows of ours, so that no import or amendment can lose a decision.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from filings.columns import text


class DonorDecision(models.Model):
    """A person's decision that two donors are one, that they are not, or that a spelling is
    somebody else's.

    A pair stands in the order of its texts. `name` is a name as filed, for a spelling that is taken
    out of the donor. A reversed decision stays as history.
    """

    class Kind(models.TextChoices):
        """What was decided."""

        JOIN = "join", "These are one donor"
        PART = "part", "These are different donors"
        SPELLING = "spelling", "This spelling is somebody else"

    kind = models.CharField(max_length=8, choices=Kind)
    key = text(max_length=200, help_text="Match key, as smith-john.")
    zip = text(max_length=5, help_text="Five digits.")
    other_key = text(max_length=200)
    other_zip = text(max_length=5)
    name = text(max_length=200, help_text="A name as filed.")
    reason = models.TextField(help_text="Why, in the reviewer's words: the page shows it.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="donor_decisions"
    )
    decided_at = models.DateTimeField(auto_now_add=True)
    reversed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reversed_at = models.DateTimeField(null=True)
    reversed_why = text(max_length=300)

    class Meta:
        ordering = ("-decided_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("key", "zip", "other_key", "other_zip", "name"),
                condition=Q(reversed_at=None),
                name="donor_decision_active_once",
            ),
            models.CheckConstraint(
                condition=(Q(kind="spelling", other_key="", other_zip="") & ~Q(name=""))
                | (Q(kind__in=("join", "part"), name="") & ~Q(other_key="") & ~Q(other_zip="")),
                name="donor_decision_on_a_pair_or_a_name",
            ),
            models.CheckConstraint(
                condition=Q(reversed_at=None, reversed_by=None)
                | Q(reversed_at__isnull=False, reversed_by__isnull=False),
                name="donor_decision_reversed_by_somebody",
            ),
        )

    def __str__(self) -> str:
        other = self.name or f"{self.other_key} {self.other_zip}"
        return f"{self.key} {self.zip}, {other}: {self.get_kind_display()}"
