"""How filings, their schedules and what they say are written on pages."""

from decimal import Decimal

from django import template

from filings.models import Filing
from web import filing_list, filing_words
from web.caching import data_version, remember
from web.filing_page import MOST_TEXT
from web.templatetags.figures import cents

register = template.Library()

KEEP_SECONDS = 60


@register.filter
def schedule_words(code: str) -> str:
    """A schedule in words."""
    return filing_words.SCHEDULES.get(code, f"Schedule {code}" if code else "Unknown rows")


@register.filter
def report_words(filing: Filing) -> str:
    """Which report a filing is, in words; "" where it is none."""
    return filing_words.report(filing.report_code, filing.election_code)


@register.filter
def with_article(words: str) -> str:
    """A form in words with "a" or "an" before it.

    >>> with_article("inaugural committee’s report")
    'an inaugural committee’s report'
    """
    return f"{'an' if words[:1] in 'aeiou' else 'a'} {words}"


@register.filter
def as_cents(text: str | None) -> str:
    """An amount kept as text, written as dollars and cents."""
    return cents(filing_words.amount(text))


@register.filter
def figure(stated: dict[str, Decimal], label: str) -> Decimal | None:
    """A figure of the cover by its label; None where the cover has none."""
    return stated.get(label)


@register.filter
def at(found: dict[int, object], line: int) -> object:
    """What a dict has for a line; None where it has nothing."""
    return found.get(line)


@register.filter
def without_values(problem: str) -> str:
    """What is wrong with a row, without the values: a field in the wrong place may be an address.

    >>> without_values('contribution_date: "12 Elm Street" is no date.')
    'contribution_date: (value left out) is no date.'
    """
    return filing_words.without_values(problem)


@register.filter
def row_type(text: str) -> str:
    """A row's type; "" where its first field is none."""
    return filing_words.row_type(text)


@register.filter
def without_contacts(text: str) -> str:
    """A letter's text without e-mail addresses, telephone numbers and what looks like a street."""
    return filing_words.without_contacts(text[:MOST_TEXT])


@register.inclusion_tag("web/filings_newest.html")
def newest_filings() -> dict[str, object]:
    """The newest filings that count, for the front page."""
    # Filings arrive all day, between the loads that the rest of a page is kept for.
    found = remember("newest_filings", data_version(), filing_list.newest, KEEP_SECONDS)
    return {
        "filings": [(filing, filing_words.form(filing.form)) for filing in found],
        "as_of": max((one.received_at or one.ingested_at for one in found), default=None),
    }
