"""Money by industry: of a candidate, of a committee, and side by side in a race.

A breakdown says what stands in an industry, and beside it what does not, so that its parts add up
to the channels that the same page shows. People's money and committees' stand side by side; money
sent back is a line of its own and is never mixed with them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from urllib.parse import urlencode

from django.db.models import Sum
from django.urls import reverse

from donations.models import CandidateIndustry, IndustryTotal
from web.industry_list import (
    ANY_SECTOR,
    KINDS,
    NO_INDUSTRY,
    TAGGED,
    Known,
    Sector,
    sectors,
)

ZERO = Decimal(0)
# What of a committee's money stands in which column, and the lines that no column holds.
COLUMN_OF = {"individual": "people", "committee": "committees"}
APART = ("transfer", "refund_individual", "refund_committee")


@dataclass(frozen=True)
class Money:
    """US dollars of people (organizations that gave in their own name included) and committees."""

    people: Decimal = ZERO
    committees: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """Both."""
        return self.people + self.committees

    def __add__(self, other: "Money") -> "Money":
        return Money(self.people + other.people, self.committees + other.committees)

    def __bool__(self) -> bool:
        return bool(self.people or self.committees)


@dataclass(frozen=True)
class Addresses:
    """The beginnings of the addresses where the rows of a figure are searched."""

    people: str
    committees: str
    together: str
    # The rows behind what committees gave to a candidate know industries, and no sectors.
    knows_sectors: bool = True


@dataclass(frozen=True)
class Line:
    """An industry, a sector, or a kind of money that is in none; with the rows behind it.

    `share` is in per cent to a tenth, None where the whole is nothing; `width` is that of a bar
    beside the largest line, 0 to 100.
    """

    slug: str
    name: str
    money: Money
    people_url: str
    committees_url: str
    together_url: str = ""
    share: Decimal | None = None
    share_people: Decimal | None = None
    share_committees: Decimal | None = None
    width: int = 0
    lines: tuple["Line", ...] = ()


@dataclass(frozen=True)
class Breakdown:
    """Money by sector and industry, and the four kinds that add up to all of it.

    `apart` are the lines of money that no column holds: transfers and refunds, by name.
    """

    sectors: tuple[Line, ...] = ()
    kinds: tuple[Line, ...] = ()
    whole: Money = field(default_factory=Money)
    tagged: Money = field(default_factory=Money)
    apart: dict[str, Decimal] = field(default_factory=dict)
    people_url: str = ""
    committees_url: str = ""
    together_url: str = ""

    @property
    def largest(self) -> list[Line]:
        """Industries of all sectors, the largest first."""
        found = [line for sector in self.sectors for line in sector.lines]
        return sorted(found, key=lambda line: (-line.money.total, line.slug))

    @property
    def tagged_share(self) -> Decimal | None:
        """The share of all money that is in an industry, in per cent."""
        return self.kinds[0].share if self.kinds else None


def percents(amounts: Iterable[Decimal]) -> list[Decimal | None]:
    """Shares in per cent to a tenth that add up to exactly 100; None where the whole is nothing.

    >>> percents([Decimal(1), Decimal(1), Decimal(1)])
    [Decimal('33.4'), Decimal('33.3'), Decimal('33.3')]
    """
    parts = list(amounts)
    whole = sum(parts, ZERO)
    if whole <= 0:
        return [None] * len(parts)
    exact = [1000 * part / whole for part in parts]
    tenths = [one.to_integral_value(ROUND_FLOOR) for one in exact]
    left = int(1000 - sum(tenths, ZERO))
    # What rounding down left over goes to those it took most from.
    order = sorted(range(len(parts)), key=lambda at: (tenths[at] - exact[at], at))
    for at in order[:left]:
        tenths[at] += 1
    return [(one / 10).quantize(Decimal("0.1")) for one in tenths]


def width(amount: Decimal, largest: Decimal) -> int:
    """The width of a bar in per cent of the largest one's; what is below zero has none."""
    if largest <= 0 or amount <= 0:
        return 0
    return max(1, int(100 * amount / largest))


def breakdown(
    found: dict[int, Money],
    listed: list[Known],
    addresses: Addresses,
    apart: dict[str, Decimal] | None = None,
) -> Breakdown:
    """Arrange money by industry's id; industries without money are left out."""
    here = [one for one in listed if one.id in found]
    whole = sum(found.values(), Money())
    tagged = sum((found[one.id] for one in here if one.is_industry), Money())
    real = sectors([one for one in here if one.is_industry])
    largest = max((found[one.id].total for one in here if one.is_industry), default=ZERO)
    lines = [_sector(one, found, tagged, largest, addresses) for one in real]
    lines.sort(key=lambda line: (-line.money.total, line.slug))
    return Breakdown(
        tuple(lines),
        _kinds(here, found, addresses),
        whole,
        tagged,
        {name: amount for name, amount in (apart or {}).items() if amount},
        addresses.people,
        addresses.committees,
        addresses.together,
    )


def _address(base: str, **values: str) -> str:
    return f"{base}&{urlencode(values)}" if base else ""


def _line(one: Known, money: Money, addresses: Addresses, tagged: Money, largest: Decimal) -> Line:
    return Line(
        one.slug,
        one.name,
        money,
        _address(addresses.people, industry=one.slug),
        _address(addresses.committees, industry=one.slug),
        _address(addresses.together, industry=one.slug),
        share=_share(money.total, tagged.total),
        width=width(money.total, largest),
    )


def _sector(
    sector: Sector, found: dict[int, Money], tagged: Money, largest: Decimal, addresses: Addresses
) -> Line:
    lines = [_line(one, found[one.id], addresses, tagged, largest) for one in sector.industries]
    money = sum((line.money for line in lines), Money())
    return Line(
        sector.slug,
        sector.name,
        money,
        _address(addresses.people, sector=sector.slug),
        _rows_of(addresses, addresses.committees, sector.slug, sector.industries),
        _rows_of(addresses, addresses.together, sector.slug, sector.industries),
        share=_share(money.total, tagged.total),
        lines=tuple(sorted(lines, key=lambda line: (-line.money.total, line.slug))),
    )


def _rows_of(addresses: Addresses, base: str, sector: str, industries: Iterable[Known]) -> str:
    if addresses.knows_sectors:
        return _address(base, sector=sector)
    return _address(base, industry=",".join(one.slug for one in industries))


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    return (100 * part / whole).quantize(Decimal("0.1")) if whole > 0 else None


def _kinds(here: list[Known], found: dict[int, Money], addresses: Addresses) -> tuple[Line, ...]:
    """The four kinds, each with its classes where it has several."""
    money = {
        kind: sum((found[one.id] for one in here if one.kind == kind), Money()) for kind in KINDS
    }
    shares = zip(
        percents(each.total for each in money.values()),
        percents(each.people for each in money.values()),
        percents(each.committees for each in money.values()),
        strict=True,
    )
    lines = []
    for (kind, words), (share, people, committees) in zip(KINDS.items(), shares, strict=True):
        members = [one for one in here if one.kind == kind]
        sector = ANY_SECTOR if kind == TAGGED else members[0].sector_slug if members else ""
        lines.append(
            Line(
                kind,
                words,
                money[kind],
                _address(addresses.people, sector=sector),
                _rows_of(addresses, addresses.committees, sector, members),
                _rows_of(addresses, addresses.together, sector, members),
                share=share,
                share_people=people,
                share_committees=committees,
                lines=tuple(_line(one, found[one.id], addresses, Money(), ZERO) for one in members)
                if kind == NO_INDUSTRY
                else (),
            )
        )
    return tuple(lines)


def of_candidate(candidate_id: str, cycle: int, listed: list[Known]) -> Breakdown:
    """A candidate's itemized money of people, and what committees and parties gave."""
    found: dict[int, Money] = defaultdict(Money)
    refunds = ZERO
    for industry, part, amount in (
        CandidateIndustry.objects.filter(candidate_id=candidate_id, cycle=cycle)
        .values_list("industry_id", "part")
        .annotate(total=Sum("amount"))
        .order_by()
    ):
        if part == "refunds":
            refunds += amount
        else:
            found[industry] += Money(**{part: amount})
    return breakdown(
        found, listed, candidate_addresses(candidate_id, cycle), {"refund_individual": refunds}
    )


def candidate_addresses(candidate_id: str, cycle: int, elections: str = "") -> Addresses:
    """Where the rows of a candidate's figures are; `elections` are codes with commas between."""
    asked = {"candidate": candidate_id, "cycle": cycle, "type": "individual"}
    gifts: dict[str, object] = {"cycle": cycle, "channel": "gifts"}
    if elections:
        asked["election"] = gifts["election"] = elections
    rows = reverse("candidate_rows", args=[candidate_id])
    return Addresses(
        f"{reverse('donors')}?{urlencode(asked)}",
        f"{rows}?{urlencode(gifts)}",
        f"{rows}?{urlencode({**gifts, 'channel': 'given'})}",
        knows_sectors=False,
    )


def of_committee(committee_id: str, cycle: int, listed: list[Known]) -> Breakdown:
    """What people and committees gave to a committee, with transfers and refunds apart."""
    found: dict[int, Money] = defaultdict(Money)
    apart: dict[str, Decimal] = defaultdict(Decimal)
    for industry, counted_as, amount in (
        IndustryTotal.objects.filter(
            committee_id=committee_id, cycle=cycle, counted_as__in=[*COLUMN_OF, *APART]
        )
        .values_list("industry_id", "counted_as")
        .annotate(total=Sum("amount"))
        .order_by()
    ):
        if counted_as in COLUMN_OF:
            found[industry] += Money(**{COLUMN_OF[counted_as]: amount})
        else:
            apart[counted_as] += amount
    base = reverse("donors")
    asked = {"recipient": committee_id, "cycle": cycle}
    return breakdown(
        found,
        listed,
        Addresses(
            f"{base}?{urlencode({**asked, 'type': 'individual'})}",
            f"{base}?{urlencode({**asked, 'type': 'committee'})}",
            f"{base}?{urlencode({**asked, 'type': 'given'})}",
        ),
        dict(apart),
    )
