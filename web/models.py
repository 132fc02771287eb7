"""What the newsroom itself says on a page. All other rows that pages show are the FEC's, or of
people's decisions about them.
"""

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q

from filings.columns import text as short_text


class Note(models.Model):
    """A few words of the newsroom on a page, or a link to a story; plain text.

    It names its page by `kind` and `key`, as in the address, never by rows of ours, so that no
    import can lose it. What was published once and is not any more stays here, unpublished.
    """

    class Kind(models.TextChoices):
        """What a note can be about."""

        CANDIDATE = "candidate", "Candidate"
        COMMITTEE = "committee", "Committee"
        DONOR = "donor", "Donor"
        EMPLOYER = "employer", "Employer"
        RACE = "race", "Race"
        INDUSTRY = "industry", "Industry"
        FILING = "filing", "Filing"

    kind = models.CharField("about a", max_length=9, choices=Kind)
    key = models.CharField(
        "which one",
        max_length=200,
        help_text="As in its page's address: H8CA34266, C00640631, smith-john-45402,"
        " 2018/house/CA/34/special-2017, pharmaceuticals, 1166126.",
    )
    text = models.TextField(blank=True, default="", max_length=2000, help_text="Plain text.")
    link = models.URLField(
        blank=True,
        default="",
        max_length=500,
        validators=[URLValidator(schemes=["https"])],
        help_text="A story or a document, https only.",
    )
    link_words = short_text(
        max_length=200, help_text="The story's headline. Left empty, the link stands for itself."
    )
    byline = models.CharField(
        max_length=100, help_text="Who signs it, as readers are to see it: not the login's name."
    )
    is_published = models.BooleanField("published", default=True)
    published_at = models.DateTimeField(null=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notes", editable=False
    )
    written_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-published_at", "-pk")
        permissions = (("change_any_note", "Can change and withdraw others' notes"),)
        indexes = (models.Index(fields=("kind", "key"), name="note_by_page"),)
        constraints = (
            models.CheckConstraint(name="note_says_something", condition=~Q(text="") | ~Q(link="")),
            models.CheckConstraint(
                name="note_published_on_a_day",
                condition=Q(is_published=False) | Q(published_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        said = self.text or self.link_words or self.link
        return f"{self.get_kind_display()} {self.key}: {said[:60]}"
