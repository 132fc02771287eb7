"""The donor search as its page says it: the sentence on top, and what is near an empty result."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from filings.codes import PARTIES, election_words
from filings.models import Candidate, Committee
from web import industry_list
from web.donor_search import TooBroad, count
from web.filters import CONTRIBUTOR_WORDS, KIND_WORDS, ROWS, DonorFilter, parse_donor_filter
from web.words import listed

# Looking near an empty result costs a search each.
MOST_NEAR = 8
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
    "party": "party",
    "office": "office",
    "race": "race",
    "contributor": "contributor",
    "type": "kind of money",
    "election": "election",
    "industry": "industry",
    "sector": "sector",
    "organization": "organization",
    "near": "near spellings",
}
_SEARCHES_WORDS = ("name", "employer", "occupation", "city")


@dataclass(frozen=True)
class Near:
    """A search near one that found nothing, in words, with its address and what it finds."""

    words: str
    address: str
    rows: int


@dataclass(frozen=True)
class Chip:
    """A part of a search in words, and the address of the search without it."""

    words: str
    without: str


def describe(asked: DonorFilter) -> str:
    """The search in words: "name “smith”, state OH, $200 or more"; empty where all is searched."""
    return ", ".join(words for names, words in _parts(asked) if names != ("rows",))


def chips(asked: DonorFilter) -> list[Chip]:
    """The parts of a search, each with the address that leaves it out."""
    return [
        Chip(words, asked.address(**dict.fromkeys(names, ""))) for names, words in _parts(asked)
    ]


def _parts(asked: DonorFilter) -> Iterator[tuple[tuple[str, ...], str]]:
    """The fields of each part of a search, and its words."""
    for name in _SEARCHES_WORDS:
        words = getattr(asked, name)
        if words:
            near = ", or spelled nearly so" if words.near else ""
            exactly = f"{name} exactly “{words.exact}”"
            yield (name,), exactly if words.exact else f"{name} “{words.raw}”{near}"
    if asked.state:
        yield ("state",), f"state {_either(asked.states)}"
    if asked.zip:
        codes = [one if len(one) == 5 else f"{one}…" for one in asked.zips]
        yield ("zip",), f"ZIP code {_either(codes)}"
    if asked.min is not None and asked.max is not None:
        yield ("min", "max"), f"${asked.min:,} to ${asked.max:,}"
    elif asked.min is not None:
        yield ("min",), f"${asked.min:,} or more"
    elif asked.max is not None:
        yield ("max",), f"${asked.max:,} or less"
    for name, word, day in (("from", "from", asked.since), ("to", "to", asked.until)):
        if day:
            yield (name,), f"{word} {day:%B} {day.day}, {day.year}"
    if asked.cycles:
        yield ("cycle",), f"cycle {_either(list(map(str, asked.cycles)))}"
    yield from _receiving(asked)
    if asked.contributor:
        kinds = [CONTRIBUTOR_WORDS[kind].lower() for kind in asked.contributor.split(",")]
        yield ("contributor",), f"given by {_either(kinds)}"
    if asked.type:
        yield ("type",), _either([KIND_WORDS[code].lower() for code in asked.type.split(",")])
    if asked.election:
        codes = [election_words(code) for code in asked.elections]
        yield ("election",), f"election {listed(codes)}"
    yield from _industries(asked)
    if asked.organization:
        yield ("organization",), f"organization “{asked.organization}”"
    if asked.rows != "counted":
        yield ("rows",), f"rows: {listed([ROWS[code] for code in asked.rows.split(',')])}"


def _receiving(asked: DonorFilter) -> Iterator[tuple[tuple[str, ...], str]]:
    if asked.recipient:
        named = Committee.objects.filter(pk=asked.recipient.strip().upper()).first()
        yield ("recipient",), f"recipient {named}" if named else f"recipient “{asked.recipient}”"
    if asked.candidate:
        people = Candidate.objects.in_bulk(asked.candidates)
        names = [str(people.get(one, one)) for one in asked.candidates]
        yield ("candidate",), f"campaign of {_either(names)}"
    if asked.party:
        names = [PARTIES.get(code, code) for code in asked.parties]
        yield ("party",), f"campaigns of the party {_either(names)}"
    if asked.office:
        yield ("office",), f"campaigns for {_either(asked.office.split(','))}"
    if asked.race:
        yield ("race",), f"race {asked.race}"


def _either(words: list[str]) -> str:
    return " or ".join(words)


def _industries(asked: DonorFilter) -> Iterator[tuple[tuple[str, ...], str]]:
    if not asked.industry and not asked.sector:
        return
    known = industry_list.read()
    names = {one.slug: one.name for one in known}
    sectors = {one.sector_slug: one.sector for one in known}
    sectors[industry_list.ANY_SECTOR] = "any"
    if asked.industry:
        yield (
            ("industry",),
            f"industry {listed([f'“{names.get(slug, slug)}”' for slug in asked.industry])}",
        )
    if asked.sector:
        yield (
            ("sector",),
            f"sector {listed([f'“{sectors.get(slug, slug)}”' for slug in asked.sector])}",
        )


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
        elif text and not any(sign in text for sign in ('"', "*", "-", " OR ")):
            if not asked.values.get("near"):
                near = {**values, "near": "1"}
                yield f"{FIELD_WORDS[name]} spelled nearly like “{text}”", near
            longer = " ".join(f"{word}*" for word in text.replace(",", " ").split())
            yield f"{FIELD_WORDS[name]} beginning with “{text}”", {**values, name: longer}
    if len(asked.searched) > 1:
        for name in asked.searched:
            rest = {k: v for k, v in values.items() if k != name}
            yield f"without the {FIELD_WORDS[name]}", rest
    if asked.counted_only:
        yield "with memos and money passed on", {**values, "rows": "all"}
