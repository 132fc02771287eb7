"""The donor search as its page says it: the sentence on top, and what is near an empty result."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from filings.codes import election_words
from filings.models import Candidate, Committee
from web import industry_list
from web.donor_search import TooBroad, count
from web.filters import KIND_WORDS, DonorFilter, parse_donor_filter
from web.words import listed

# Looking near an empty result costs a search each.
MOST_NEAR = 6
FIELD_WORDS = {
    "name": "name",
    "employer": "employer",
    "occupation": "occupation",
    "city": "city",
    "state": "state",
    "zip": "ZIP code",
    "min": "smallest amount",
    "max": "largest amount",
    "from": "first day",
    "to": "last day",
    "cycle": "cycle",
    "recipient": "recipient",
    "candidate": "candidate",
    "type": "kind of money",
    "election": "election",
    "industry": "industry",
    "sector": "sector",
    "organization": "organization",
}
_SEARCHES_WORDS = ("name", "employer", "occupation", "city")


@dataclass(frozen=True)
class Near:
    """A search near one that found nothing, in words, with its address and what it finds."""

    words: str
    address: str
    rows: int


def describe(asked: DonorFilter) -> str:
    """The search in words: "name “smith”, state OH, $200 or more"; empty where all is searched."""
    return ", ".join(_parts(asked))


def _parts(asked: DonorFilter) -> Iterator[str]:
    for name in _SEARCHES_WORDS:
        words = getattr(asked, name)
        if words:
            yield f"{name} exactly “{words.exact}”" if words.exact else f"{name} “{words.raw}”"
    if asked.state:
        yield f"state {asked.state}"
    if asked.zip:
        yield f"ZIP code {asked.zip}" + ("" if len(asked.zip) == 5 else "…")
    if asked.min is not None and asked.max is not None:
        yield f"${asked.min:,} to ${asked.max:,}"
    elif asked.min is not None:
        yield f"${asked.min:,} or more"
    elif asked.max is not None:
        yield f"${asked.max:,} or less"
    if asked.since:
        yield f"from {asked.since:%B} {asked.since.day}, {asked.since.year}"
    if asked.until:
        yield f"to {asked.until:%B} {asked.until.day}, {asked.until.year}"
    if asked.cycle:
        yield f"cycle {asked.cycle}"
    if asked.recipient:
        named = Committee.objects.filter(pk=asked.recipient.strip().upper()).first()
        yield f"recipient {named}" if named else f"recipient “{asked.recipient}”"
    if asked.candidate:
        person = Candidate.objects.filter(pk=asked.candidate).first()
        yield f"campaign of {person or asked.candidate}"
    if asked.type:
        yield KIND_WORDS[asked.type].lower()
    if asked.election:
        yield f"election {listed([election_words(code) for code in asked.elections])}"
    if asked.industry or asked.sector:
        yield from _industries(asked)
    if asked.organization:
        yield f"organization “{asked.organization}”"


def _industries(asked: DonorFilter) -> Iterator[str]:
    known = industry_list.read()
    names = {one.slug: one.name for one in known}
    sectors = {one.sector_slug: one.sector for one in known}
    sectors[industry_list.ANY_SECTOR] = "any"
    if asked.industry:
        yield f"industry {listed([f'“{names.get(slug, slug)}”' for slug in asked.industry])}"
    if asked.sector:
        yield f"sector {listed([f'“{sectors.get(slug, slug)}”' for slug in asked.sector])}"


def find_near(asked: DonorFilter) -> list[Near]:
    """Searches near one that found nothing that do find something, those with fewest rows first."""
    found = []
    for words, values in list(_neighbours(asked))[:MOST_NEAR]:
        near, errors = parse_donor_filter(values)
        if errors:
            continue
        try:
            rows = count(near).rows
        except TooBroad:
            continue
        if rows:
            found.append(Near(words, near.address(), rows))
    return sorted(found, key=lambda near: near.rows)


def _neighbours(asked: DonorFilter) -> Iterator[tuple[str, dict[str, str]]]:
    values = {k: v for k, v in asked.values.items() if k != "after"}
    for name in _SEARCHES_WORDS:
        text = values.get(name, "")
        if text.startswith("="):
            words = " ".join(re.findall(r"\w+", text))
            yield f"{FIELD_WORDS[name]} with the words “{words}”", {**values, name: words}
        elif text and not any(sign in text for sign in '"*-'):
            longer = " ".join(f"{word}*" for word in text.replace(",", " ").split())
            yield f"{FIELD_WORDS[name]} beginning with “{text}”", {**values, name: longer}
    if len(asked.searched) > 1:
        for name in asked.searched:
            rest = {k: v for k, v in values.items() if k != name}
            yield f"without the {FIELD_WORDS[name]}", rest
    if asked.counted_only:
        yield "with memos and money passed on", {**values, "rows": "all"}
