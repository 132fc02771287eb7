"""The one search box: what people type, and the candidates, committees, races, donors that fit."""

import re
from dataclasses import dataclass, field
from typing import TypeVar

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Model, Q, QuerySet

from donations.models import ContributorName
from filings import codes
from filings.models import Candidate, Committee, Election

T = TypeVar("T", bound=Model)

SHOWN = 10
RACES_SHOWN = 12
NEAR_SHOWN = 5
DONORS_COUNTED = 1000

_STATE_OF_NAME = {name.upper(): code for code, name in codes.STATES.items() if code != "US"}
_ID = re.compile(r"[HSP]\d[A-Z0-9]{7}|C\d{8}")
_SEAT = re.compile(r"\b([A-Z]{2})[\s-]?(\d{1,2}|AL)(?:ST|ND|RD|TH)?\b")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")


@dataclass(frozen=True)
class Asked:
    """A search as understood: words of names, and what was said of a race."""

    text: str
    identifier: str = ""
    words: tuple[str, ...] = ()
    office: str = ""
    state: str = ""
    district: str = ""
    year: int = 0
    is_special: bool = False

    @property
    def names_race(self) -> bool:
        """Whether a seat, or at least an office or a special election in a state, was named."""
        return bool(self.office or self.district or self.is_special or (self.state and self.year))


@dataclass
class Found:
    """What fits, by kind; `is_near` where spelling was stretched."""

    candidates: list[Candidate] = field(default_factory=list)
    committees: list[Committee] = field(default_factory=list)
    races: list[Election] = field(default_factory=list)
    donors: int = 0
    donors_are_more: bool = False
    is_near: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing fits."""
        return not (self.candidates or self.committees or self.races or self.donors)


def understand(text: str) -> Asked:
    """Read a search as people type it.

    >>> understand("gomez ca-34 2017 special")
    Asked(text='gomez ca-34 2017 special', identifier='', words=('GOMEZ',), office='H', state='CA',
          district='34', year=2017, is_special=True)
    """
    text = " ".join(text.replace("\x00", " ").split())[:200]
    rest = text.upper()
    if _ID.fullmatch(rest):
        return Asked(text, identifier=rest)
    office = state = district = ""
    year = 0
    if found := _YEAR.search(rest):
        year = int(found[1])
        rest = rest.replace(found[0], " ", 1)
    for match in _SEAT.finditer(rest):
        if match[1] in codes.STATES:
            office, state = "H", match[1]
            district = "00" if match[2] == "AL" else match[2].zfill(2)
            rest = rest.replace(match[0], " ", 1)
            break
    if not state:
        for name, code in sorted(_STATE_OF_NAME.items(), key=lambda pair: -len(pair[0])):
            place = re.search(rf"\b{name}\b(?:\s+(\d{{1,2}})(?:ST|ND|RD|TH)?\b)?", rest)
            if place:
                state = code
                if place[1]:
                    office, district = "H", place[1].zfill(2)
                rest = rest.replace(place[0], " ", 1)
                break
    words = []
    is_special = False
    for word in re.split(r"[\s,]+", rest):
        bare = word.strip("\"'()")
        if bare in {"SPECIAL", "RUNOFF"}:
            is_special = is_special or bare == "SPECIAL"
        elif bare in {"ELECTION", "RACE", "DISTRICT", "CD"}:
            continue
        elif bare in {"HOUSE", "CONGRESS", "SENATE", "PRESIDENT", "PRESIDENTIAL"} and not office:
            office = {"S": "S", "P": "P"}.get(bare[0], "H")
        elif not state and bare in codes.STATES and len(rest.split()) > 1 and bare != "US":
            state = bare
        elif bare:
            words.append(bare)
    return Asked(text, "", tuple(words), office, state, district, year, is_special)


def races_for(asked: Asked) -> QuerySet[Election]:
    """The races that a search names."""
    races = Election.objects.all()
    if asked.office:
        races = races.filter(office=asked.office)
    if asked.state:
        races = races.filter(state=asked.state)
    if asked.district:
        races = races.filter(district=asked.district)
    if asked.is_special:
        races = races.exclude(special_year=0)
    if asked.year:
        cycle = asked.year + asked.year % 2
        races = races.filter(cycle=cycle)
        if asked.year % 2:
            races = races.filter(special_year=asked.year)
    return races.order_by("-cycle", "-special_year", "office", "state", "district")


def find(asked: Asked) -> Found:
    """What fits a search, the best known first."""
    found = Found()
    if asked.names_race:
        found.races = list(races_for(asked)[:RACES_SHOWN])
    # Words like "house" are of names too, so that a search of nothing else is also one for names.
    plain = tuple(word for word in re.split(r"[\s,]+", asked.text.upper()) if word)
    names = asked.words or (() if found.races else plain)
    if names:
        found.candidates = _candidates(names, asked)
        if not found.candidates and asked.names_race:
            found.candidates = _candidates(names, Asked(asked.text))
        found.committees = list(_containing(Committee.objects.all(), plain)[:SHOWN])
        if not found.committees and names != plain:
            found.committees = list(_containing(Committee.objects.all(), names)[:SHOWN])
        _count_donors(found, names)
        if not (found.candidates or found.committees):
            _look_near(found, " ".join(names))
    elif asked.names_race and not found.races:
        found.races = list(races_for(Asked(asked.text, state=asked.state))[:RACES_SHOWN])
        found.is_near = bool(found.races)
    elif found.races and len(found.races) <= 2:
        found.candidates = list(
            Candidate.objects.filter(entries__election__in=found.races).distinct()[: 2 * SHOWN]
        )
    return found


def _containing(rows: QuerySet[T], words: tuple[str, ...]) -> QuerySet[T]:
    for word in words[:8]:
        rows = rows.filter(name__icontains=word)
    # A word at the beginning (a family name, a committee's first) is the likelier meaning.
    return rows.order_by("-newest_cycle", "name")


def _candidates(words: tuple[str, ...], asked: Asked) -> list[Candidate]:
    rows = _containing(Candidate.objects.all(), words)
    if asked.state:
        rows = rows.filter(Q(state=asked.state) | Q(entries__election__state=asked.state))
    if asked.office:
        rows = rows.filter(office=asked.office)
    if asked.district:
        rows = rows.filter(
            Q(district=asked.district) | Q(entries__election__district=asked.district)
        )
    found = list(rows.distinct()[: 5 * SHOWN])
    found.sort(key=lambda one: (not one.name.upper().startswith(words[0]), -one.newest_cycle))
    return found[:SHOWN]


def _count_donors(found: Found, words: tuple[str, ...]) -> None:
    """How many names as reported begin with the words' first; counted no further than it helps."""
    first = words[0]
    rows = ContributorName.objects.filter(name__startswith=first)
    for word in words[1:4]:
        rows = rows.filter(name__contains=word)
    found.donors = rows.values("pk")[: DONORS_COUNTED + 1].count()
    if found.donors > DONORS_COUNTED:
        found.donors, found.donors_are_more = DONORS_COUNTED, True


def _look_near(found: Found, words: str) -> None:
    """Candidates and committees whose names are spelled nearly so."""
    nearness = TrigramWordSimilarity(words, "name")
    near = {"name__trigram_word_similar": words}
    found.candidates.extend(
        Candidate.objects.filter(**near).order_by(nearness.desc(), "name")[:NEAR_SHOWN]
    )
    found.committees.extend(
        Committee.objects.filter(**near).order_by(nearness.desc(), "name")[:NEAR_SHOWN]
    )
    found.is_near = bool(found.candidates or found.committees)
