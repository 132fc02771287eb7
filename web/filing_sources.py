"""Filings that a figure rests on: each with its page here, else its address at the FEC."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from filings.models import Filing
from web.templatetags.figures import filing_url


@dataclass(frozen=True)
class Source:
    """A filing's number, whether it has a page here, and its address at the FEC or ""."""

    number: int
    is_here: bool
    address: str


def filings_here(numbers: Collection[int]) -> frozenset[int]:
    """Those of some filings that have a page."""
    if not numbers:
        return frozenset()
    return frozenset(Filing.objects.filter(pk__in=numbers).values_list("pk", flat=True))


def sources(filer: str, numbers: Iterable[int], here: frozenset[int]) -> tuple[Source, ...]:
    """Filings of a committee, in their order; its id is "" where it is not known."""
    return tuple(Source(number, number in here, filing_url(filer, number)) for number in numbers)
