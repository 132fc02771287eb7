"""The search of independent expenditures as its page says it: words, headers, what is near."""

from collections.abc import Iterator
from dataclasses import dataclass

from filings.codes import election_words, seat
from filings.models import Candidate, Committee
from web import words
from web.donor_search import TooBroad
from web.expenditure_filters import (
    DATES,
    FORMS,
    SIDES,
    ExpenditureFilter,
    Race,
    parse_expenditure_filter,
)
from web.expenditure_search import search
from web.words import listed

# Looking near an empty result costs a search each.
MOST_NEAR = 6
FIELD_WORDS = {
    "side": "side",
    "spender": "spender",
    "candidate": "candidate",
    "race": "race",
    "payee": "payee",
    "purpose": "purpose",
    "min": "smallest amount",
    "max": "largest amount",
    "from": "first day",
    "to": "last day",
    "form": "kind of filing",
    "cycle": "cycle",
    "election": "election",
}
# Name, title, the order of the first click, and of the second.
COLUMNS = (
    ("date", "Date", "-date", "date"),
    ("amount", "Amount", "-amount", "amount"),
    ("spender", "Spender", "spender", "-spender"),
    ("candidate", "For or against", "candidate", "-candidate"),
    ("payee", "Paid to, for", "payee", "-payee"),
)


@dataclass(frozen=True)
class Near:
    """A search near one that found nothing, in words, with its address and what it finds."""

    words: str
    address: str
    rows: int


def describe(asked: ExpenditureFilter) -> str:
    """The search in words: "spender “bluebell”, against, $200 or more"; empty for everything."""
    return ", ".join(_parts(asked))


def _parts(asked: ExpenditureFilter) -> Iterator[str]:
    if asked.side:
        yield SIDES[asked.side].lower()
    if asked.spender:
        named = Committee.objects.filter(pk=asked.spender.strip().upper()).first()
        yield f"spender {named}" if named else f"spender “{asked.spender}”"
    if asked.candidate_id:
        person = Candidate.objects.filter(pk=asked.candidate_id).first()
        name = words.person(person.name) if person else ""
        yield f"candidate {name or asked.candidate_id}"
    for name, text in (
        ("candidate", asked.candidate),
        ("payee", asked.payee),
        ("purpose", asked.purpose),
    ):
        if text:
            yield f"{name} exactly “{text.exact}”" if text.exact else f"{name} “{text.raw}”"
    if asked.race:
        yield race_words(asked.race)
    if asked.min is not None and asked.max is not None:
        yield f"${asked.min:,} to ${asked.max:,}"
    elif asked.min is not None:
        yield f"${asked.min:,} or more"
    elif asked.max is not None:
        yield f"${asked.max:,} or less"
    kind = f"{DATES[asked.dates]} " if asked.dates else ""
    if asked.since:
        yield f"{kind}from {asked.since:%B} {asked.since.day}, {asked.since.year}"
    if asked.until:
        yield f"{kind}to {asked.until:%B} {asked.until.day}, {asked.until.year}"
    if asked.form:
        yield f"in {FORMS[asked.form]}"
    if asked.cycle:
        yield f"cycle {asked.cycle}"
    if asked.elections:
        yield f"election {listed([election_words(code) for code in asked.elections])}"


def race_words(race: Race) -> str:
    """A race in words: "California 34th, special election 2017"."""
    place = seat(race.office, race.state, race.district)
    if race.special_year:
        return f"{place}, special election {race.special_year}"
    return f"{place}, {race.cycle}"


def columns(asked: ExpenditureFilter) -> list[dict[str, str]]:
    """The sortable headers, each with the address that sorts by it, or turns its order."""
    found = []
    for name, title, first, second in COLUMNS:
        turned = second if asked.sort == first else first
        state = ""
        if asked.sort.removeprefix("-") == name:
            state = "descending" if asked.sort.startswith("-") else "ascending"
        found.append(
            {"name": name, "title": title, "address": asked.address(sort=turned), "state": state}
        )
    return found


def find_near(asked: ExpenditureFilter) -> list[Near]:
    """Searches near one that found nothing that do find something, those with fewest rows first."""
    found = []
    for said, values in list(_neighbours(asked))[:MOST_NEAR]:
        near, errors = parse_expenditure_filter(values)
        if errors:
            continue
        try:
            rows = search(near, size=0).totals.rows
        except TooBroad:
            continue
        if rows:
            found.append(Near(said, near.address(), rows))
    return sorted(found, key=lambda near: near.rows)


def _neighbours(asked: ExpenditureFilter) -> Iterator[tuple[str, dict[str, str]]]:
    values = {name: value for name, value in asked.values.items() if name != "after"}
    if asked.status != "all":
        yield "with rows that do not count", {**values, "status": "all"}
    for name in ("spender", "candidate", "payee", "purpose"):
        text = values.get(name, "")
        is_id = name == "candidate" and asked.candidate_id
        if text and not is_id and not any(sign in text for sign in '"*-='):
            longer = " ".join(f"{word}*" for word in text.replace(",", " ").split())
            yield f"{FIELD_WORDS[name]} beginning with “{text}”", {**values, name: longer}
    if len(asked.searched) > 1:
        for name in asked.searched:
            rest = {other: value for other, value in values.items() if other != name}
            yield f"without the {FIELD_WORDS[name]}", rest
