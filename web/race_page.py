"""What a race's page says: every candidate side by side, and the money of others about each."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Sum

from donations.models import CommitteeTotal
from filings import codes
from filings.models import CandidateSummary, Election, ElectionCandidate, Linkage
from filings.races import belongs
from web import industry_list, left_out, outside, race_attribution, race_industries, words
from web.caching import remember
from web.left_out import LeftOut
from web.outside import Outside, Spending
from web.race_attribution import Attributed
from web.race_industries import Entry

# A field of more is cut to those with money: hundreds register for President.
FIELD_SHOWN = 40
# Those who raised most have their money by channel and by industry on the page; all others have it
# on their own.
ATTRIBUTED_SHOWN = 25


@dataclass(frozen=True)
class Code:
    """An election code, its words, its day where that is known, and whether it is of this race."""

    code: str
    label: str
    is_this_race: bool
    day: str = ""

    @property
    def is_clear(self) -> bool:
        """Whether the code says the year, and so which election it is."""
        return self.code[1:].isdecimal()


@dataclass
class ByCode:
    """Outside money about a candidate under one election code, US dollars."""

    code: Code
    supported: Decimal = Decimal(0)
    opposed: Decimal = Decimal(0)


@dataclass
class Entrant:
    """A candidate in the race. Amounts are US dollars; the official ones may be missing."""

    candidate_id: str
    name: str
    party: str
    basis: str
    incumbent_challenge: str = ""
    official: CandidateSummary | None = None
    supported: Decimal = Decimal(0)
    opposed: Decimal = Decimal(0)
    supported_elsewhere: Decimal = Decimal(0)
    opposed_elsewhere: Decimal = Decimal(0)
    codes: set[str] = field(default_factory=set)
    codes_elsewhere: set[str] = field(default_factory=set)
    outside: Outside = field(default_factory=Outside)
    by_code: list[ByCode] = field(default_factory=list)

    @property
    def raised(self) -> Decimal:
        """Official receipts, to sort by; 0 where there are none."""
        return (self.official.receipts if self.official else None) or Decimal(0)

    @property
    def has_money(self) -> bool:
        """Whether the candidate raised or spent anything, or others did."""
        spent = (self.official.disbursements if self.official else None) or 0
        return bool(self.raised or spent or self.supported or self.opposed)

    @property
    def elections(self) -> str:
        """The election codes of the outside money of this race, for an address."""
        return ",".join(sorted(code or "none" for code in self.codes))

    @property
    def elections_elsewhere(self) -> str:
        """The election codes of the outside money that is not of this race."""
        return ",".join(sorted(code or "none" for code in self.codes_elsewhere))

    @property
    def has_elsewhere(self) -> bool:
        """Whether money about this candidate is coded for another election."""
        return bool(self.supported_elsewhere or self.opposed_elsewhere)


@dataclass(frozen=True)
class Largest:
    """The largest sum that one committee spent for or against one candidate; US dollars."""

    committee_id: str
    committee_name: str
    entrant: Entrant
    side: str
    amount: Decimal


@dataclass(frozen=True)
class RacePage:
    """Everything the template shows of a race.

    beyond_industries: how many have their money by industry on their own pages alone.
    """

    election: Election
    entrants: list[Entrant]
    codes: list[Code]
    itemized: list[tuple[Entrant, list[tuple[Code, Decimal | None]]]]
    industries: list[Entry]
    beyond_industries: int
    said: str
    siblings: list[Election]
    supported: Decimal
    opposed: Decimal
    raised: Decimal
    newest_coverage: object
    days: list[tuple[str, str]]
    left_out: list[LeftOut]
    largest: Largest | None
    attributed: list[Attributed]

    @property
    def shown(self) -> list[Entrant]:
        """The candidates listed: all of a small field, those with money of a large one."""
        if len(self.entrants) <= FIELD_SHOWN:
            return self.entrants
        return [one for one in self.entrants if one.has_money][: 2 * FIELD_SHOWN]

    @property
    def beyond_attributed(self) -> int:
        """How many candidates have their money by channel on their own pages alone."""
        return max(0, len(self.entrants) - ATTRIBUTED_SHOWN)

    @property
    def beyond(self) -> int:
        """How many candidates are not listed."""
        return len(self.entrants) - len(self.shown)


def build(election: Election, version: int) -> RacePage:
    """Gather a race's page from roll-ups and indexed rows."""
    siblings = list(
        Election.objects.filter(
            cycle=election.cycle,
            office=election.office,
            state=election.state,
            district=election.district,
        ).exclude(pk=election.pk)
    )
    has_special = election.is_special or any(one.is_special for one in siblings)
    entrants = {
        candidate_id: Entrant(
            candidate_id, words.person(name) or candidate_id, words.party(party), basis
        )
        for candidate_id, name, party, basis in ElectionCandidate.objects.filter(
            election=election
        ).values_list("candidate_id", "candidate__name", "candidate__party", "basis")
    }
    ids = list(entrants)
    for summary in CandidateSummary.objects.filter(
        candidate_id__any_of=ids, cycle=election.cycle
    ).order_by("-file"):
        # weball comes after webl in this order, and so wins.
        entrants[summary.candidate_id].official = summary
        entrants[
            summary.candidate_id
        ].incumbent_challenge = summary.get_incumbent_challenge_display()
    spent = outside.spending(ids, election.cycle)
    here: dict[str, list[Spending]] = defaultdict(list)
    for item in spent:
        one = entrants[item.candidate_id]
        mine = belongs(item.election_type, election, has_special=has_special)
        (one.codes if mine else one.codes_elsewhere).add(item.election_type)
        if mine:
            here[item.candidate_id].append(item)
        if item.side == "S":
            if mine:
                one.supported += item.amount
            else:
                one.supported_elsewhere += item.amount
        elif mine:
            one.opposed += item.amount
        else:
            one.opposed_elsewhere += item.amount
    spenders = remember(
        f"race-outside:{election.pk}", version, lambda: outside.by_candidate(here, election.cycle)
    )
    for candidate_id, found in spenders.items():
        entrants[candidate_id].outside = found
        entrants[candidate_id].by_code = _by_code(here[candidate_id], election)
    amounts = _itemized(ids, election.cycle)
    columns = _columns({code for _, code in amounts}, election, has_special=has_special)
    ordered = sorted(entrants.values(), key=lambda one: (-one.raised, one.name))
    coverage = [
        one.official.coverage_end_date
        for one in ordered
        if one.official and one.official.coverage_end_date
    ]
    industries, beyond_industries = remember(
        f"race-industries:{election.pk}",
        version,
        lambda: race_industries.first(
            ATTRIBUTED_SHOWN,
            [(one.candidate_id, one.name, one.party) for one in ordered],
            election.cycle,
            lambda code: belongs(code, election, has_special=has_special),
            industry_list.known(version),
        ),
    )
    return RacePage(
        election=election,
        entrants=ordered,
        codes=columns,
        itemized=[
            (one, [(column, amounts.get((one.candidate_id, column.code))) for column in columns])
            for one in ordered
            if any((one.candidate_id, column.code) in amounts for column in columns)
        ],
        industries=industries,
        beyond_industries=beyond_industries,
        said=said(election),
        siblings=siblings,
        supported=sum((one.supported for one in ordered), Decimal(0)),
        opposed=sum((one.opposed for one in ordered), Decimal(0)),
        raised=sum((one.raised for one in ordered), Decimal(0)),
        newest_coverage=max(coverage, default=None),
        largest=_largest(here, entrants),
        attributed=race_attribution.by_candidate(
            {one.candidate_id: one.name for one in ordered[:ATTRIBUTED_SHOWN]},
            election.cycle,
            lambda code: belongs(code, election, has_special=has_special),
        ),
        left_out=left_out.in_race(
            election, ids, lambda code: belongs(code, election, has_special=has_special)
        ),
        days=[(codes.election_words(code), day) for code, day in election.dates.items() if day],
    )


def _itemized(candidate_ids: list[str], cycle: int) -> dict[tuple[str, str], Decimal]:
    """Itemized money of individuals and other non-committees by candidate and election code."""
    campaigns: dict[str, list[str]] = defaultdict(list)
    for candidate_id, committee_id in Linkage.objects.filter(
        candidate_id__any_of=candidate_ids, cycle=cycle, designation__in=codes.CAMPAIGN_DESIGNATIONS
    ).values_list("candidate_id", "committee_id"):
        campaigns[committee_id].append(candidate_id)
    answer: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in (
        CommitteeTotal.objects.filter(
            committee_id__any_of=list(campaigns), cycle=cycle, counted_as="individual"
        )
        .values("committee_id", "election_type")
        .annotate(total=Sum("amount"))
    ):
        for candidate_id in campaigns[row["committee_id"]]:
            answer[candidate_id, row["election_type"]] += row["total"]
    return answer


def _largest(here: dict[str, list[Spending]], entrants: dict[str, Entrant]) -> Largest | None:
    """Who spent most about one candidate in this race; None where nobody did."""
    sums: dict[tuple[str, str, str, str], Decimal] = defaultdict(Decimal)
    for items in here.values():
        for item in items:
            key = (item.committee_id, item.committee_name, item.candidate_id, item.side)
            sums[key] += item.amount
    if not sums:
        return None
    (committee_id, name, candidate_id, side), amount = min(
        sums.items(), key=lambda pair: (-pair[1], pair[0])
    )
    return Largest(committee_id, name, entrants[candidate_id], side, amount)


def _day(code: str, election: Election) -> str:
    """The day of the election that a code is of, as YYYY-MM-DD; empty where it is not known."""
    year = election.special_year or election.cycle
    if code[1:].isdecimal() and int(code[1:]) != year:
        return ""
    return str(election.dates.get(code) or election.dates.get(code[:1]) or "")


def _by_code(spent: list[Spending], election: Election) -> list[ByCode]:
    """Outside money of this race by election code: a primary apart from its runoff."""
    found: dict[str, ByCode] = {}
    for item in spent:
        code = item.election_type
        part = found.setdefault(
            code, ByCode(Code(code, codes.election_words(code), True, _day(code, election)))
        )
        if item.side == "S":
            part.supported += item.amount
        else:
            part.opposed += item.amount
    return sorted(found.values(), key=lambda part: (part.code.day or "9999", part.code.code))


def _columns(found: set[str], election: Election, *, has_special: bool) -> list[Code]:
    """The election codes that occur, those of this race first."""
    columns = [
        Code(
            code,
            codes.election_words(code),
            belongs(code, election, has_special=has_special),
            _day(code, election),
        )
        for code in found
    ]
    return sorted(columns, key=lambda one: (not one.is_this_race, one.code[1:], one.code))


def said(election: Election) -> str:
    """The race in a sentence: "the 2017 special election for the California 34th seat"."""
    seat = codes.seat(election.office, election.state, election.district)
    if election.office == "P":
        return f"the {election.cycle} race for President"
    kind = "special election" if election.is_special else "race"
    return f"the {election.special_year or election.cycle} {kind} for the {seat} seat"
