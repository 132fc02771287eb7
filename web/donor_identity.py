"""Who is who: which spellings and ZIP codes are taken for one donor, and on what evidence.

Within a ZIP code all names of one match key are one donor. Across ZIP codes two are joined where
they name the same real employer in the same state, few do, and their middle initials agree; else
only where a person decided so. What is merely alike is listed and never added.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import combinations

from django.db.models import Count, Max, Q
from django.urls import reverse

from donations.donors import Alias, donor_key, middle_initial
from donations.models import ContributorName, DonorDecision, Employer
from web import words
from web.contributors import run
from web.employers import forms_of

ZERO = Decimal(0)
# More ZIP codes that share a name, a state and an employer are likely several people.
SAME_WORK_MOST = 3
# Decisions lead from one key to another; no chain of them is followed further.
MOST_KEYS = 8
MOST_SPELLINGS = 4000
_SLUG = re.compile(r"(?P<key>[a-z0-9]+(?:-[a-z0-9]+){1,3})-(?P<zip>[0-9]{5})")


@dataclass
class Place:
    """A match key within a ZIP code: its spellings, and what its rows say of it.

    `amount` is what its counted contributions less refunds add up to; US dollars.
    """

    key: str
    zip: str
    spellings: dict[int, str] = field(default_factory=dict)
    rows: int = 0
    counted: int = 0
    amount: Decimal = ZERO
    states: set[str] = field(default_factory=set)
    employers: set[str] = field(default_factory=set)
    """Normal forms of real employers."""
    first: date | None = None
    last: date | None = None
    taken_out: list[DonorDecision] = field(default_factory=list)

    @property
    def alias(self) -> Alias:
        """Key and ZIP code."""
        return self.key, self.zip

    @property
    def slug(self) -> str:
        """Its part of an address."""
        return f"{self.key}-{self.zip}"

    @property
    def names(self) -> list[str]:
        """Its spellings in order."""
        return sorted(self.spellings.values())

    @property
    def initials(self) -> set[str]:
        """The middle initials of its spellings."""
        return {letter for name in self.spellings.values() if (letter := middle_initial(name))}


@dataclass(frozen=True)
class Link:
    """Two places with the evidence that they are one donor, or may be. `decision` where a person
    said so.
    """

    one: Alias
    other: Alias
    why: str
    decision: DonorDecision | None = None


@dataclass
class Donor:
    """One donor: its places, the largest first, what joined them, and others that are alike."""

    places: list[Place]
    links: list[Link] = field(default_factory=list)
    alike: list[tuple[Place, str]] = field(default_factory=list)
    beyond: int = 0
    parted: list[DonorDecision] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """The donor's address: that of the place with most rows."""
        return self.places[0].slug

    @property
    def name(self) -> str:
        """The name as it is said: of the largest place's spellings the one that says most; without
        middle names where these differ.
        """
        if len(self.initials) > 1:
            return self.plain_name
        names = self.places[0].spellings.values()
        return words.person(max(names, key=lambda name: (len(name) - name.count("."), name)))

    @property
    def initials(self) -> list[str]:
        """The middle initials of all spellings: several may be several people's."""
        return sorted(set[str]().union(*(place.initials for place in self.places)))

    @property
    def plain_name(self) -> str:
        """First and last name alone."""
        names = self.places[0].names
        last, _, rest = max(names, key=len).partition(",")
        said = words.person(f"{last}, {rest}").split()
        key = self.places[0].key.split("-")
        first = next((word for word in said if donor_key(f"X, {word}") == f"x-{key[1]}"), said[0])
        return " ".join([first, words.person(last)])

    @property
    def name_ids(self) -> list[int]:
        """The spellings' ids."""
        return sorted({one for place in self.places for one in place.spellings})

    @property
    def pairs(self) -> list[str]:
        """Each spelling's id with its ZIP code, as donor_cube.sql compares them."""
        return [f"{one} {place.zip}" for place in self.places for one in place.spellings]


def slug_of(name: str, zip_code: str) -> str:
    """The slug of a donor's page; empty where there is none.

    >>> slug_of("SMITH, JOHN A", "454021234"), slug_of("ACME PAC", "45402")
    ('smith-john-45402', '')
    """
    key, zip5 = donor_key(name), zip_code[:5]
    slug = f"{key}-{zip5}"
    return slug if key and _SLUG.fullmatch(slug) and zip5.isascii() else ""


def donor_path(name: str, zip_code: str) -> str:
    """The address of the donor's page; empty where there is none."""
    slug = slug_of(name, zip_code)
    return reverse("donor", args=[slug]) if slug else ""


def read_slug(slug: str) -> Alias | None:
    """The match key and ZIP code of a slug; None for what is none."""
    found = _SLUG.fullmatch(slug) if len(slug) <= 210 else None
    return (found["key"], found["zip"]) if found else None


def decisions_version() -> str:
    """A text that changes with every decision on donors, for what is kept between requests."""
    found = DonorDecision.objects.aggregate(
        newest=Max("pk"), active=Count("pk", filter=Q(reversed_at=None))
    )
    return f"{found['newest'] or 0}-{found['active']}"


def find(alias: Alias) -> Donor | None:
    """The donor that a key and ZIP code belong to; None where no row has them."""
    decisions, keys = _decisions(alias[0])
    places = _places(keys, decisions)
    if alias not in places:
        return None
    links = [*_decided(decisions, places), *_by_work(places)]
    apart = {
        frozenset(((one.key, one.zip), (one.other_key, one.other_zip)))
        for one in decisions
        if one.kind == DonorDecision.Kind.PART
    }
    group, used = _joined(alias, places, links, apart)
    mine = sorted((places[one] for one in group), key=lambda p: (-p.rows, p.alias))
    alike = _alike(mine, [place for place in places.values() if place.alias not in group], apart)
    return Donor(
        places=mine,
        links=[link for link in used if link.one in group],
        alike=alike[:12],
        beyond=max(0, len(alike) - 12),
        parted=[
            one
            for one in decisions
            if one.kind == DonorDecision.Kind.PART
            and ((one.key, one.zip) in group or (one.other_key, one.other_zip) in group)
        ],
    )


def _decisions(key: str) -> tuple[list[DonorDecision], set[str]]:
    """The decisions that stand about a key, and about those they lead to; and these keys."""
    keys, asked = {key}, set[str]()
    found: dict[int, DonorDecision] = {}
    while keys - asked and len(asked) < MOST_KEYS:
        wanted = sorted(keys - asked)
        asked |= keys
        for one in DonorDecision.objects.filter(
            Q(key__in=wanted) | Q(other_key__in=wanted), reversed_at=None
        ).order_by("pk"):
            found[one.pk] = one
            if one.kind == DonorDecision.Kind.JOIN:
                keys |= {one.key, one.other_key}
    return list(found.values()), keys


def _places(keys: set[str], decisions: list[DonorDecision]) -> dict[Alias, Place]:
    names = {
        pk: (name, key)
        for pk, name, key in ContributorName.objects.filter(donor_key__in=sorted(keys)).values_list(
            "pk", "name", "donor_key"
        )[:MOST_SPELLINGS]
    }
    out = {
        (one.key, one.zip, one.name): one
        for one in decisions
        if one.kind == DonorDecision.Kind.SPELLING
    }
    found = run("donor_aliases.sql", {"names": list(names)}) if names else []
    forms = employer_forms({row[3] for row in found})
    places: dict[Alias, Place] = {}
    for name_id, zip5, state, employer, rows, counted, amount, first, last in found:
        name, key = names[name_id]
        place = places.setdefault((key, zip5), Place(key, zip5))
        decision = out.get((key, zip5, name))
        if decision:
            if decision not in place.taken_out:
                place.taken_out.append(decision)
            continue
        place.spellings[name_id] = name
        place.rows += rows
        place.counted += counted
        place.amount += amount
        place.states |= {state} - {""}
        place.employers |= {forms[employer]} if employer in forms else set()
        days = [day for day in (place.first, place.last, first, last) if day]
        place.first, place.last = min(days, default=None), max(days, default=None)
    return {alias: place for alias, place in places.items() if place.spellings}


def employer_forms(ids: set[int]) -> dict[int, str]:
    """The normal forms of those employers, by their ids, that are organizations: no ways of saying
    self, none or retired.
    """
    names = dict(Employer.objects.filter(pk__in=ids).values_list("pk", "name"))
    forms = forms_of(names.values())
    return {pk: forms[name] for pk, name in names.items() if name in forms}


def _decided(decisions: list[DonorDecision], places: dict[Alias, Place]) -> list[Link]:
    return [
        Link((one.key, one.zip), (one.other_key, one.other_zip), one.reason, one)
        for one in decisions
        if one.kind == DonorDecision.Kind.JOIN
        and (one.key, one.zip) in places
        and (one.other_key, one.other_zip) in places
    ]


def _by_work(places: dict[Alias, Place]) -> list[Link]:
    """Places of one key that name the same real employer in the same state, where few do."""
    same: dict[tuple[str, str, str], list[Alias]] = defaultdict(list)
    for alias, place in sorted(places.items()):
        for state in sorted(place.states):
            for form in sorted(place.employers):
                same[place.key, state, form].append(alias)
    found = []
    for (_, state, form), members in same.items():
        if len(members) > SAME_WORK_MOST:
            continue
        found += [
            Link(one, other, f"the same name and the same employer, {form}, in {state}")
            for one, other in combinations(members, 2)
        ]
    return found


def _joined(
    alias: Alias, places: dict[Alias, Place], links: list[Link], apart: set[frozenset[Alias]]
) -> tuple[set[Alias], list[Link]]:
    """The places joined with this one, and the links that did it, decisions first.

    No link joins what a person parted, by whichever way.
    """
    group = {one: {one} for one in places}
    used = []
    for link in links:
        mine, theirs = group[link.one], group[link.other]
        if mine is theirs:
            continue
        if any(frozenset((a, b)) in apart for a in mine for b in theirs):
            continue
        if link.decision is None and _differ(mine, theirs, places):
            continue
        used.append(link)
        mine |= theirs
        for one in theirs:
            group[one] = mine
    return group[alias], used


def _differ(mine: set[Alias], theirs: set[Alias], places: dict[Alias, Place]) -> bool:
    """Whether both have middle initials, and none in common."""
    here = set[str]().union(*(places[one].initials for one in mine))
    there = set[str]().union(*(places[one].initials for one in theirs))
    return bool(here and there) and not here & there


def _alike(
    mine: list[Place], others: list[Place], apart: set[frozenset[Alias]]
) -> list[tuple[Place, str]]:
    """Others of the same key in the same state or with the same employer, with what is alike."""
    keys = {place.key for place in mine}
    states = set[str]().union(*(place.states for place in mine))
    employers = set[str]().union(*(place.employers for place in mine))
    found = []
    for place in others:
        if place.key not in keys:
            continue
        if any(frozenset((place.alias, one.alias)) in apart for one in mine):
            continue
        shared = sorted(place.employers & employers)
        here = sorted(place.states & states)
        if shared or here:
            parts = ["the same name", *([f"in {here[0]}"] if here else [])]
            parts += [f"employer {shared[0]}"] if shared else []
            found.append((bool(shared), place, ", ".join(parts)))
    found.sort(key=lambda each: (not each[0], -each[1].amount, each[1].zip))
    return [(place, why) for _, place, why in found]
