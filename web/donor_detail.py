"""A donor's page: what one person gave, to whom, for which elections, and what is known of it.

All figures are sums of the groups of donor_cube.sql. Contributions and refunds stand side by side
and make the net; loans and other receipts are no contributions and stand apart; memos, money passed
on, and rows of amended or held filings are shown and never added.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from donations.models import Employer, Occupation
from filings import codes
from filings.codes import COUNTED_AS
from filings.models import Candidate, Committee, Linkage
from web import tags, words
from web.contributors import run
from web.donor_detail_spending import Group, groups_funded
from web.donor_identity import ZERO, Donor, employer_forms
from web.employers import employer_path
from web.industry_list import NOT_CLASSED
from web.lines import CONDUIT_TYPES
from web.tags import Tag

Key = TypeVar("Key")
# What of a row's kind stands in which column.
GIFTS = ("individual", "candidate")
REFUNDS = ("refund_individual",)
# More than a page can say; the rows have all.
WORK_SHOWN = 30
RECIPIENTS_SHOWN = 200


class Cell(NamedTuple):
    """A group of rows, as donor_cube.sql gives it."""

    cycle: int
    year: int | None
    committee_id: str
    counts: bool
    counted_as: str
    election: str
    employer_id: int
    occupation_id: int
    profile_id: int
    conduit: str
    rows: int
    amount: Decimal
    first: date | None
    last: date | None


@dataclass
class Sums:
    """Contributions and refunds of some rows, US dollars."""

    gave: Decimal = ZERO
    gave_rows: int = 0
    refunded: Decimal = ZERO
    refunded_rows: int = 0

    @property
    def net(self) -> Decimal:
        """What was given less what was refunded."""
        return self.gave - self.refunded

    def add(self, cell: Cell) -> None:
        """Take a group in, where it counts as either."""
        if not cell.counts:
            return
        if cell.counted_as in GIFTS:
            self.gave, self.gave_rows = self.gave + cell.amount, self.gave_rows + cell.rows
        elif cell.counted_as in REFUNDS:
            self.refunded += cell.amount
            self.refunded_rows += cell.rows

    def __bool__(self) -> bool:
        return bool(self.gave_rows or self.refunded_rows)


@dataclass
class Recipient:
    """A committee with what it got in all cycles, and for which elections."""

    committee_id: str
    name: str = ""
    kind: str = ""
    sums: Sums = field(default_factory=Sums)
    elections: dict[str, Sums] = field(default_factory=dict)
    candidate_id: str = ""
    candidate: str = ""
    party: str = ""


@dataclass
class Work:
    """An employer and an occupation as reported, with the industry that this makes."""

    employer: str
    occupation: str
    employer_url: str = ""
    tag: Tag | None = None
    sums: Sums = field(default_factory=Sums)
    first: date | None = None
    last: date | None = None


@dataclass
class Apart:
    """Rows of a kind that is no contribution, or adds to nothing."""

    kind: str
    words: str
    adds: bool
    rows: int = 0
    amount: Decimal = ZERO


@dataclass
class Industry:
    """An industry with what was given under it, and what put it there."""

    name: str
    slug: str
    is_industry: bool
    sums: Sums = field(default_factory=Sums)


@dataclass
class DonorPage:
    """Everything the template shows of a donor."""

    donor: Donor
    name: str
    sums: Sums
    first: date | None
    last: date | None
    by_cycle: list[tuple[int, Sums]]
    by_year: list[tuple[int | None, Sums]]
    recipients: list[Recipient]
    recipients_in_all: int
    given_to: int
    work: list[Work]
    work_in_all: int
    industries: list[Industry]
    conduits: list[tuple[str, str, Sums]]
    apart: list[Apart]
    groups: list[Group]
    initials: list[str]
    place: str

    @property
    def cycle(self) -> int:
        """The page is of no single cycle."""
        return 0

    @property
    def spellings(self) -> int:
        """How many names as reported stand behind the page."""
        return len({name for place in self.donor.places for name in place.names})

    @property
    def key(self) -> str:
        """Its part of the address."""
        return self.donor.slug


def cells_of(donor: Donor) -> list[Cell]:
    """The donor's rows, grouped."""
    values = {
        "names": donor.name_ids,
        "pairs": donor.pairs,
        "conduit_types": sorted(CONDUIT_TYPES),
    }
    return [Cell(*row) for row in run("donor_cube.sql", values)]


def build(donor: Donor) -> DonorPage:
    """Gather a donor's page."""
    cells = cells_of(donor)
    counted = [cell for cell in cells if cell.counts]
    whole = _sum(counted)
    recipients = _recipients(counted)
    tagged = tags.of_profiles(cell.profile_id for cell in counted)
    work = _work(counted, tagged)
    days = [day for cell in counted for day in (cell.first, cell.last) if day]
    states = Counter(state for place in donor.places for state in place.states)
    return DonorPage(
        donor=donor,
        name=donor.name,
        sums=whole,
        first=min(days, default=None),
        last=max(days, default=None),
        by_cycle=sorted(_by(counted, lambda cell: cell.cycle).items(), reverse=True),
        by_year=sorted(
            _by(counted, lambda cell: cell.year).items(), key=lambda each: -(each[0] or 0)
        ),
        recipients=recipients[:RECIPIENTS_SHOWN],
        recipients_in_all=len(recipients),
        given_to=sum(1 for one in recipients if one.sums.gave_rows),
        work=work[:WORK_SHOWN],
        work_in_all=len(work),
        industries=_industries(counted, tagged),
        conduits=_conduits(counted),
        apart=_apart(cells),
        groups=groups_funded(
            {(cell.cycle, cell.committee_id): ZERO for cell in counted if cell.counted_as in GIFTS},
            {one.candidate_id for one in recipients if one.candidate_id},
            {one.committee_id: one.sums.gave for one in recipients},
        ),
        initials=donor.initials,
        place=", ".join([codes.STATES.get(state, state) for state, _ in sorted(states.items())]),
    )


def _sum(cells: Iterable[Cell]) -> Sums:
    found = Sums()
    for cell in cells:
        found.add(cell)
    return found


def _by(cells: Iterable[Cell], key: Callable[[Cell], Key]) -> dict[Key, Sums]:
    """Contributions and refunds by a key; keys with neither are left out."""
    found: dict[Key, Sums] = defaultdict(Sums)
    for cell in cells:
        found[key(cell)].add(cell)
    return {each: sums for each, sums in found.items() if sums}


def _recipients(cells: list[Cell]) -> list[Recipient]:
    """Committees by what they kept, each with its elections and the candidate it works for."""
    found = {one: Recipient(one, sums=sums) for one, sums in _by(cells, _committee).items()}
    for (one, election), sums in _by(
        cells, lambda cell: (cell.committee_id, cell.election)
    ).items():
        found[one].elections[election] = sums
    known = Committee.objects.in_bulk(list(found))
    types = dict(codes.COMMITTEE_TYPES)
    links = _campaigns(found, {cell.cycle for cell in cells})
    people = Candidate.objects.in_bulk(list(set(links.values())))
    for one, recipient in found.items():
        committee = known.get(one)
        recipient.name = (committee.name if committee else "") or one
        recipient.kind = types.get(committee.committee_type, "") if committee else ""
        recipient.elections = dict(
            sorted(recipient.elections.items(), key=lambda each: (-each[1].net, each[0]))
        )
        person = people.get(links.get(one, ""))
        if person:
            recipient.candidate_id = person.pk
            recipient.candidate = words.person(person.name) or person.pk
            recipient.party = words.party(person.party)
    return sorted(found.values(), key=lambda one: (-one.sums.net, one.committee_id))


def _committee(cell: Cell) -> str:
    return cell.committee_id


def _campaigns(committees: Iterable[str], cycles: set[int]) -> dict[str, str]:
    """The candidate whose campaign each committee is, in the newest of the cycles."""
    rows = Linkage.objects.filter(
        committee_id__in=list(committees),
        cycle__in=cycles,
        designation__in=codes.CAMPAIGN_DESIGNATIONS,
    ).order_by("cycle", "candidate_id")
    return dict(rows.values_list("committee_id", "candidate_id"))


def _work(cells: list[Cell], tagged: dict[int, Tag]) -> list[Work]:
    """Employers and occupations as reported, the newest first, with their industries."""
    given = [cell for cell in cells if cell.counted_as == "individual"]
    found: dict[tuple[int, int], Work] = {}
    employers = Employer.objects.in_bulk({cell.employer_id for cell in given})
    occupations = Occupation.objects.in_bulk({cell.occupation_id for cell in given})
    forms = employer_forms({cell.employer_id for cell in given})
    for cell in given:
        key = (cell.employer_id, cell.occupation_id)
        if key not in found:
            employer = employers[key[0]].name
            found[key] = Work(
                employer=employer,
                occupation=occupations[key[1]].name,
                employer_url=employer_path(forms.get(key[0], "")),
                tag=tagged.get(cell.profile_id),
            )
        work = found[key]
        work.sums.add(cell)
        days = [day for day in (work.first, work.last, cell.first, cell.last) if day]
        work.first, work.last = min(days, default=None), max(days, default=None)
    return sorted(
        found.values(),
        key=lambda one: (-(one.last or date.min).toordinal(), -one.sums.gave, one.employer),
    )


def _industries(cells: list[Cell], tagged: dict[int, Tag]) -> list[Industry]:
    """What was given under each industry, or class that is none."""
    given = [cell for cell in cells if cell.counted_as in GIFTS]
    found: dict[str, Industry] = {}
    for cell in given:
        tag = tagged.get(cell.profile_id)
        slug = (tag.slug if tag else "") or NOT_CLASSED
        name = (tag.name if tag else "") or "Not yet classed"
        one = found.setdefault(slug, Industry(name, slug, bool(tag and tag.is_industry)))
        one.sums.add(cell)
    return sorted(found.values(), key=lambda one: (-one.sums.gave, one.name))


def _conduits(cells: list[Cell]) -> list[tuple[str, str, Sums]]:
    """Committees that passed contributions on, with how much; the recipients counted them."""
    sums = _by((cell for cell in cells if cell.conduit), lambda cell: cell.conduit)
    names = dict(Committee.objects.filter(pk__in=list(sums)).values_list("pk", "name"))
    return [
        (one, names.get(one) or one, sums[one])
        for one in sorted(sums, key=lambda each: (-sums[each].gave, each))
    ]


def _apart(cells: list[Cell]) -> list[Apart]:
    """Kinds of rows that are neither contributions nor refunds of them."""
    found: dict[str, Apart] = {}
    described = dict(COUNTED_AS)
    for cell in cells:
        if cell.counts and cell.counted_as in (*GIFTS, *REFUNDS):
            continue
        kind = cell.counted_as
        one = found.setdefault(kind, Apart(kind, described.get(kind, kind), cell.counts))
        one.rows, one.amount = one.rows + cell.rows, one.amount + cell.amount
    order = [kind for kind, _ in COUNTED_AS]
    return sorted(found.values(), key=lambda one: order.index(one.kind))
