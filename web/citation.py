"""How a page is cited: its permanent address, a sentence for a footnote, the filings behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.urls import reverse

from filings.models import Filing
from web.context import freshness
from web.templatetags.figures import day, filing_url

SITE = "Finance Tracker"
# Quotes within quotes.
_INNER = str.maketrans("“”", "‘’")
SOURCE = "Federal Election Commission bulk files and electronic filings"


@dataclass(frozen=True)
class Source:
    """A filing behind a figure: its number, its page here and at the FEC ("" without one)."""

    number: int
    path: str
    fec_url: str


@dataclass(frozen=True)
class Citation:
    """What is needed to cite a page; `permalink` is absolute, `as_of` the newest load it shows."""

    title: str
    permalink: str
    as_of: datetime | None
    accessed: date
    is_sample: bool
    sources: tuple[Source, ...] = ()

    @property
    def text(self) -> str:
        """The citation as a sentence, in plain text."""
        title = self.title.translate(_INNER)
        taken = f", as of {day(self.as_of)}" if self.as_of else ""
        invented = "INVENTED SAMPLE, not for publication. " if self.is_sample else ""
        return (
            f"{invented}“{title},” {SITE}, from {SOURCE}{taken}."
            f" {self.permalink} (accessed {day(self.accessed)})."
        )


def cite(
    title: str,
    permalink: str,
    cycle: int | None = None,
    as_of: datetime | None = None,
    sources: Sequence[Source] = (),
) -> Citation:
    """The citation of a page as it stands now."""
    now = freshness()
    return Citation(
        title,
        permalink,
        as_of or now.as_of(cycle) or now.loaded_at,
        datetime.now(UTC).date(),
        now.is_sample,
        tuple(sources),
    )


def source(number: int, committee_id: str, *, is_here: bool) -> Source:
    """A filing as a source."""
    path = reverse("filing", args=[number]) if is_here else ""
    return Source(number, path, filing_url(committee_id, number))


def of_filing(found: Filing) -> Source:
    """A filing of ours as a source."""
    return source(found.pk, found.committee_id, is_here=True)
