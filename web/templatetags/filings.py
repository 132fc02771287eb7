"""How filings, their schedules and what they say are written on pages."""

import re
from decimal import Decimal

from django import template

from web import filing_list, filing_words
from web.caching import data_version, remember
from web.filing_page import MOST_TEXT, amount
from web.templatetags.figures import cents

register = template.Library()

KEEP_SECONDS = 60
_QUOTED = re.compile(r"\"[^\"]*\"?|“[^”]*”?")
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+"
    r"|\(?\b\d{3}\)?[-. ]\s?\d{3}[-. ]\d{4}\b"
    r"|\b\d{1,6}\s+(?:[NSEW]\.?\s+)?(?:[A-Z][\w.']*\s+){1,4}"
    r"(?:St|Street|Ave|Avenue|Blvd|Boulevard|Rd|Road|Dr|Drive|Ln|Lane|Ct|Court|Way|Pl|Place|Pkwy"
    r"|Parkway|Suite|Ste)\b\.?"
    r"|\bP\.?\s?O\.?\s+Box\s+\d+",
    re.IGNORECASE,
)


@register.filter
def schedule_words(code: str) -> str:
    """A schedule in words."""
    return filing_words.SCHEDULES.get(code, f"Schedule {code}" if code else "Unknown rows")


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
    return cents(amount(text))


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
    return _QUOTED.sub("(value left out)", problem)


@register.filter
def without_contacts(text: str) -> str:
    """A letter's text without e-mail addresses, telephone numbers and what looks like a street."""
    return _CONTACT.sub("[left out]", text[:MOST_TEXT])


@register.inclusion_tag("web/filings_newest.html")
def newest_filings() -> dict[str, object]:
    """The newest filings that count, for the front page."""
    # Filings arrive all day, between the loads that the rest of a page is kept for.
    found = remember("newest_filings", data_version(), filing_list.newest, KEEP_SECONDS)
    return {
        "filings": [(filing, filing_words.form(filing.form)) for filing in found],
        "as_of": next((one.received_at or one.ingested_at for one in found), None),
    }
