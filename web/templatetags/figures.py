"""How figures, dates, codes and links to the FEC are written on pages."""

import re
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from filings import codes
from filings.fec.catalog import CATALOG
from filings.models import Election, Load
from web import words
from web.context import freshness
from web.lines import url_of

register = template.Library()

DASH = "–"
_STEP_TITLES = {
    **{file.step: file.title for file in CATALOG.values()},
    "notices": "Notices matched to reports",
    "elections": "Races and who stands in them",
    "totals": "Totals of candidates",
    "reconcile": "Comparison with official figures",
}
_FOLDERS = re.compile(r"(?<![\w:/])/(?:[^\s/]+/)+")


@register.filter
def dollars(value: Decimal | int | None) -> str:
    """Dollars: cents only where there are some. "$1,234", "$0.50", "−$20"; a dash for none."""
    if value in {None, ""}:
        return DASH
    amount = Decimal(value)
    sign = "−" if amount < 0 else ""
    digits = f"{abs(amount):,.2f}"
    return f"{sign}${digits.removesuffix('.00')}"


@register.filter
def cents(value: Decimal | int | None) -> str:
    """Dollars and cents, as official figures are quoted: "$1,234.00"."""
    if value in {None, ""}:
        return DASH
    amount = Decimal(value)
    return f"{'−' if amount < 0 else ''}${abs(amount):,.2f}"


@register.filter
def about(value: Decimal | int | None) -> str:
    """Dollars as they are said in a sentence: "$1.2 million", "$83,400"."""
    if value in {None, ""}:
        return "an unknown amount"
    amount = Decimal(value)
    sign, size = ("−" if amount < 0 else ""), abs(amount)
    # Rounding may carry over: what would be said as "$1,000 million" is one billion.
    millions = (size / 10**6).quantize(Decimal("0.1"))
    if millions >= 1000:
        return f"{sign}${f'{size / 10**9:,.1f}'.removesuffix('.0')} billion"
    if size >= Decimal("999999.5"):
        return f"{sign}${str(millions).removesuffix('.0')} million"
    return f"{sign}${size:,.0f}"


@register.filter
def count(value: int | str | None) -> str:
    """A number with thousands separated."""
    return f"{value:,}" if isinstance(value, int) else DASH


@register.filter
def many(value: int | None, word: str) -> str:
    """A count with its noun: `3|many:"row"` is "3 rows"; give both forms as "entry,entries"."""
    one, _, more = word.partition(",")
    number = value or 0
    return f"{number:,} {one if number == 1 else more or one + 's'}"


@register.filter
def day(value: date | datetime | None) -> str:
    """A day as "June 5, 2018"; a dash for none."""
    return f"{value:%B} {value.day}, {value.year}" if value else DASH


@register.filter
def as_of(cycle: int | None) -> str:
    """The day of the newest load of a cycle's files, in words; a dash where there is none."""
    return day(freshness().as_of(cycle))


@register.filter
def short_day(value: date | datetime | None) -> str:
    """A day in a table: "Jun 5, 2018"; a dash for none."""
    return f"{value:%b} {value.day}, {value.year}" if value else DASH


@register.filter
def type_words(code: str) -> str:
    """A transaction type in words."""
    kind = codes.TRANSACTION_TYPES.get(code)
    return kind.description if kind else (f"Type {code}" if code else "No type given")


@register.filter
def election_words(code: str) -> str:
    """An election code in words."""
    return codes.election_words(code)


@register.simple_tag
def filing_url(committee_id: str, file_number: int | None) -> str:
    """The filing's page at the FEC; empty without a number or for the FEC's own (below 0)."""
    if not file_number or file_number <= 0 or not committee_id:
        return ""
    return f"https://docquery.fec.gov/cgi-bin/forms/{committee_id}/{file_number}/"


@register.simple_tag
def image_url(image_number: int | str | None) -> str:
    """The image of the filing's page at the FEC; empty where there is no number."""
    number = str(image_number or "").strip()
    return f"https://docquery.fec.gov/cgi-bin/fecimg/?{number}" if number.isdecimal() else ""


@register.simple_tag
def fec_link(address: str, words: str, number: object = "") -> str:
    """A link to the FEC. In an invented sample it is text: the FEC has nothing under its numbers,
    or something of other people's."""
    if not address:
        return ""
    if freshness().is_sample:
        said = f"{words} {number}" if number else words
        return format_html('<span class="quiet" title="invented">{}</span>', said)
    return format_html('<a href="{}">{}</a>', address, words)


@register.simple_tag
def filing_links(committee_id: str, file_number: int | None, image_number: object) -> str:
    """The links to a filing and to its image at the FEC, those of them that there are."""
    links = (
        fec_link(filing_url(committee_id, file_number), "filing", file_number),
        fec_link(image_url(str(image_number or "")), "image", image_number),
    )
    return format_html_join(" ", "{}", ((link,) for link in links if link))


@register.simple_tag
def fec_page(kind: str, identifier: str, cycle: int) -> str:
    """The link to a candidate's or committee's page at the FEC; `kind` is the word for which."""
    address = f"https://www.fec.gov/data/{kind}/{identifier}/?cycle={cycle}"
    return fec_link(address, "at the FEC")


@register.simple_tag
def query(**values: object) -> str:
    """A query string of the values that are not empty."""
    pairs = [(key, value) for key, value in values.items() if value not in (None, "")]
    return "?" + urlencode(pairs)


@register.filter
def period(cycle: int) -> str:
    """A two-year period in words."""
    return words.period(cycle)


@register.filter
def person(name: str) -> str:
    """A person's name as it is said."""
    return words.person(name)


@register.filter
def party(code: str) -> str:
    """A party in words."""
    return words.party(code)


@register.simple_tag
def race_url(election: Election) -> str:
    """A race's page."""
    place = [
        election.cycle,
        words.PATHS_OF_OFFICE[election.office],
        election.state,
        election.district,
    ]
    if election.special_year:
        return reverse("special_race", args=[*place, election.special_year])
    return reverse("race", args=place)


@register.simple_tag
def donor_query(
    field: str, value: str, candidate_id: str = "", recipient_id: str = "", cycle: int | str = ""
) -> str:
    """The query string of the donor search for one name, employer or occupation, word for word."""
    return query(
        **{field: f'"{value}"'}, candidate=candidate_id, recipient=recipient_id, cycle=cycle
    )


@register.filter
def at(mapping: dict[str, str], key: str) -> str:
    """What a mapping has under a key; the key itself where it has nothing."""
    return mapping.get(key, key)


@register.filter
def page_of(identifier: str) -> str:
    """The page of a committee or candidate id."""
    return url_of(identifier)


@register.simple_tag
def query_of(values: dict[str, str], **changes: object) -> str:
    """A query string of the values with some of them changed; an empty one is left out."""
    return query(**{**values, **changes})


@register.filter
def basename(path: str) -> str:
    """The last part of an address or path: a server's folders are nobody's business."""
    return str(path or "").rstrip("/").rpartition("/")[2]


@register.filter
def without_folders(text: str) -> str:
    """The first line of a message, with paths cut to their last part."""
    line = (text or "").partition("\n")[0]
    return _FOLDERS.sub("", line)


@register.filter
def step_title(step: str) -> str:
    """What people call a step of the import."""
    return _STEP_TITLES.get(step, step.replace("_", " ").capitalize())


@register.filter
def elections_words(listed: str) -> str:
    """Election codes with commas between them, in words; "none" is a row without a code."""
    return words.listed(
        [codes.election_words("" if code == "none" else code) for code in listed.split(",")]
    )


@register.filter
def bare(text: str) -> str:
    """A term without what stands behind it in brackets."""
    return (text or "").partition(" (")[0]


@register.filter
def changes(load: Load) -> str:
    """What a load changed: "6 new, 2 removed"; "nothing" where everything is as before."""
    parts = (
        (load.inserted, "new"),
        (load.changed, "changed"),
        (load.removed, "removed"),
    )
    return ", ".join(f"{number:,} {word}" for number, word in parts if number) or "nothing"
