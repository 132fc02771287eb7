"""What the pages of industries say: who gives, to whom, over time, and by which rules."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, Sum
from django.urls import reverse

from donations.models import (
    CandidateIndustry,
    Decision,
    Industry,
    IndustryGiver,
    IndustryMonth,
    IndustryTotal,
    ProfileTotal,
    Rule,
)
from filings import codes
from filings.models import Candidate, Committee
from web import words
from web.industries import (
    COLUMN_OF,
    ZERO,
    Addresses,
    Breakdown,
    Money,
    breakdown,
    candidate_addresses,
    width,
)
from web.industry_list import Known

SHOWN = 20
RULES_SHOWN = 25
BASES = {
    "decision": "People’s decisions",
    "committee": "Rules for single committees, and what the FEC registers of them",
    "sponsor": "Rules for words in the sponsor’s or committee’s name",
    "employer": "Rules for an employer’s name",
    "pattern": "Rules for words in a name",
    "occupation": "Rules for an occupation",
    "proposal": "The classifier’s proposals, not reviewed",
    "none": "Nothing",
}


@dataclass(frozen=True)
class Recipient:
    """A candidate, a committee or a party with what it got; addresses of the rows behind it."""

    name: str
    identifier: str
    party: str
    kind: str
    money: Money
    people_url: str = ""
    committees_url: str = ""
    together_url: str = ""


@dataclass(frozen=True)
class Giver:
    """An organization with its people's and its committees' money."""

    name: str
    form: str
    rows: int
    money: Money
    people_url: str
    committees_url: str
    together_url: str


@dataclass(frozen=True)
class Month:
    """The money of a month; the day is None for what has no date or lies outside of the cycle.

    There are no addresses of rows for the latter: a search knows no rows without a date.
    """

    words: str
    day: date | None
    money: Money
    width: int
    people_url: str = ""
    committees_url: str = ""
    together_url: str = ""


@dataclass
class Ground:
    """A rule, a decision or another ground of tags, with the counted gifts that rest on it."""

    basis: str
    amount: Decimal = ZERO
    rows: int = 0
    rule: Rule | None = None
    decision: Decision | None = None
    width: int = 0

    @property
    def words(self) -> str:
        """The kind of ground in words."""
        return BASES.get(self.basis, self.basis)


@dataclass(frozen=True)
class Grounds:
    """What the tags of an industry rest on: by kind, and the rules and decisions of most money."""

    by_basis: list[Ground] = field(default_factory=list)
    largest: list[Ground] = field(default_factory=list)
    beyond: int = 0


@dataclass(frozen=True)
class IndustryPage:
    """Everything the template shows of an industry and cycle."""

    industry: Industry
    cycle: int
    cycles: list[int]
    money: Money
    share: Decimal | None
    rank: int
    ranked: int
    by_cycle: list[tuple[int, Money, int]]
    givers: list[Giver]
    parties: list[Recipient]
    candidates: list[Recipient]
    committees: list[Recipient]
    months: list[Month]
    grounds: Grounds
    rules: int
    people_url: str
    committees_url: str
    together_url: str


def cycles() -> list[int]:
    """The cycles with money by industry, newest first."""
    found = IndustryMonth.objects.values_list("cycle", flat=True).distinct()
    return sorted(found.order_by(), reverse=True)


def addresses(cycle: int, **more: str) -> Addresses:
    """Where the gifts of a whole cycle are searched."""
    base = reverse("donors")
    people, committees, together = (
        f"{base}?{urlencode({'cycle': cycle, 'type': kind, **more})}"
        for kind in ("individual", "committee", "given")
    )
    return Addresses(people, committees, together)


def overview(cycle: int, listed: list[Known]) -> Breakdown:
    """A cycle's gifts to all committees by sector and industry."""
    return breakdown(_by(IndustryMonth.objects.filter(cycle=cycle)), listed, addresses(cycle))


def _by(rows: Any, key: str = "industry_id") -> dict[int, Money]:
    found: dict[int, Money] = defaultdict(Money)
    for of, part, amount in rows.values_list(key, "part").annotate(total=Sum("amount")).order_by():
        found[of] += Money(**{part: amount})
    return found


def build(industry: Industry, cycle: int, loaded: list[int], listed: list[Known]) -> IndustryPage:
    """Gather an industry's page for one cycle, from roll-ups alone."""
    everything = overview(cycle, listed)
    order = [line.slug for line in everything.largest]
    cycles_found = _by(IndustryMonth.objects.filter(industry=industry), "cycle")
    most = max((money.total for money in cycles_found.values()), default=ZERO)
    money = cycles_found.get(cycle, Money())
    whole = everything.tagged if industry.is_industry else everything.whole
    search = addresses(cycle, industry=industry.slug)
    got = CandidateIndustry.objects.filter(
        industry=industry, cycle=cycle, part__in=["people", "committees"]
    )
    return IndustryPage(
        industry=industry,
        cycle=cycle,
        cycles=loaded,
        money=money,
        share=(100 * money.total / whole.total).quantize(Decimal("0.1"))
        if whole.total > 0
        else None,
        rank=order.index(industry.slug) + 1 if industry.slug in order else 0,
        ranked=len(order),
        by_cycle=[
            (each, cycles_found[each], width(cycles_found[each].total, most))
            for each in sorted(cycles_found, reverse=True)
        ],
        givers=_givers(industry, cycle),
        parties=_parties(got),
        candidates=_candidates(got, industry.slug, cycle),
        committees=_committees(industry, cycle),
        months=_months(industry, cycle),
        grounds=_grounds(industry, cycle),
        rules=Rule.objects.filter(industry=industry).count(),
        people_url=search.people,
        committees_url=search.committees,
        together_url=search.together,
    )


def _both(rows: Any, key: str, column: str, names: dict[str, str]) -> Any:
    """Sums by a key, people's and committees' apart, the largest first."""
    return (
        rows.values(key)
        .annotate(
            total=Sum("amount"),
            **{part: Sum("amount", filter=Q(**{column: value})) for value, part in names.items()},
        )
        .order_by("-total", key)
    )


def _money(row: dict[str, Any]) -> Money:
    return Money(row["people"] or ZERO, row["committees"] or ZERO)


_PARTS = {"people": "people", "committees": "committees"}


def _parties(got: Any) -> list[Recipient]:
    rows = _both(got, "candidate__party", "part", _PARTS)
    return [
        Recipient(words.party(party) or "No party given", party, "", "", _money(row))
        for row in rows
        if (party := row["candidate__party"]) is not None
    ][:SHOWN]


def _candidates(got: Any, slug: str, cycle: int) -> list[Recipient]:
    rows = list(_both(got, "candidate_id", "part", _PARTS)[:SHOWN])
    known = Candidate.objects.in_bulk([row["candidate_id"] for row in rows])
    answer = []
    for row in rows:
        one = known.get(row["candidate_id"])
        links = candidate_addresses(row["candidate_id"], cycle)
        answer.append(
            Recipient(
                (words.person(one.name) if one else "") or row["candidate_id"],
                row["candidate_id"],
                words.party(one.party) if one else "",
                codes.seat(one.office, one.state, one.district) if one and one.office else "",
                _money(row),
                f"{links.people}&industry={slug}",
                f"{links.committees}&industry={slug}",
                f"{links.together}&industry={slug}",
            )
        )
    return answer


def _committees(industry: Industry, cycle: int) -> list[Recipient]:
    gifts = IndustryTotal.objects.filter(
        industry=industry, cycle=cycle, counted_as__in=list(COLUMN_OF)
    )
    rows = list(_both(gifts, "committee_id", "counted_as", COLUMN_OF)[:SHOWN])
    known = Committee.objects.in_bulk([row["committee_id"] for row in rows])
    kinds = dict(codes.COMMITTEE_TYPES)
    answer = []
    for row in rows:
        one = known.get(row["committee_id"])
        links = addresses(cycle, recipient=row["committee_id"], industry=industry.slug)
        answer.append(
            Recipient(
                (one.name if one else "") or row["committee_id"],
                row["committee_id"],
                words.party(one.party) if one else "",
                kinds.get(one.committee_type, "") if one else "",
                _money(row),
                links.people,
                links.committees,
                links.together,
            )
        )
    return answer


def _givers(industry: Industry, cycle: int) -> list[Giver]:
    rows = (
        IndustryGiver.objects.filter(industry=industry, cycle=cycle, organization__isnull=False)
        .exclude(organization__form="")
        .select_related("organization")
        .order_by("rank")[:SHOWN]
    )
    answer = []
    for row in rows:
        organization = row.organization
        if organization is None:
            continue
        links = addresses(cycle, industry=industry.slug, organization=organization.form)
        answer.append(
            Giver(
                organization.name or organization.form,
                organization.form,
                row.rows,
                Money(row.people or ZERO, row.committees or ZERO),
                links.people,
                links.committees,
                links.together,
            )
        )
    return answer


def _months(industry: Industry, cycle: int) -> list[Month]:
    """The cycle's months in order; what has no date, or one of other years, at the end."""
    found: dict[date | None, Money] = defaultdict(Money)
    for month, money in _by(
        IndustryMonth.objects.filter(industry=industry, cycle=cycle), "month"
    ).items():
        day: Any = month
        inside = day is not None and cycle - 1 <= day.year <= cycle
        found[day if inside else None] += money
    days = sorted(day for day in found if day is not None)
    most = max((money.total for money in found.values()), default=ZERO)
    listed: Iterable[date | None] = [*days, *([None] if found.get(None) else [])]
    return [_month(day, found[day], most, industry.slug, cycle) for day in listed]


def _month(day: date | None, money: Money, most: Decimal, slug: str, cycle: int) -> Month:
    if day is None:
        return Month("No date in the cycle", day, money, width(money.total, most))
    last = day.replace(day=monthrange(day.year, day.month)[1])
    span = {"from": day.isoformat(), "to": last.isoformat()}
    links = addresses(cycle, industry=slug, **span)
    return Month(
        f"{day:%B} {day.year}",
        day,
        money,
        width(money.total, most),
        links.people,
        links.committees,
        links.together,
    )


def _grounds(industry: Industry, cycle: int) -> Grounds:
    """What decided the tags of the industry's donors, by the money that they gave."""
    rows = (
        ProfileTotal.objects.filter(
            profile__industry=industry, cycle=cycle, counted_as__in=list(COLUMN_OF)
        )
        .values_list("profile__basis", "profile__rule_id", "profile__decision_id")
        .annotate(n=Sum("rows"), total=Sum("amount"))
        .order_by()
    )
    by_basis: dict[str, Ground] = {}
    single: dict[tuple[int | None, int | None], Ground] = {}
    for basis, rule, decision, number, amount in rows:
        kind = by_basis.setdefault(basis or "none", Ground(basis or "none"))
        kind.amount, kind.rows = kind.amount + amount, kind.rows + number
        if rule or decision:
            # A rule for a name may have spoken of an employer, and of the employer's committee.
            one = single.setdefault((rule, decision), Ground(basis))
            one.amount, one.rows = one.amount + amount, one.rows + number
    order = sorted(single, key=lambda key: (-single[key].amount, key[0] or 0, key[1] or 0))
    shown = order[:RULES_SHOWN]
    known = Rule.objects.in_bulk([rule for rule, _ in shown if rule])
    decided = Decision.objects.in_bulk([decision for _, decision in shown if decision])
    for rule, decision in shown:
        single[rule, decision].rule = known.get(rule or 0)
        single[rule, decision].decision = decided.get(decision or 0)
    most = max((ground.amount for ground in by_basis.values()), default=ZERO)
    for ground in by_basis.values():
        ground.width = width(ground.amount, most)
    places = list(BASES)
    return Grounds(
        sorted(by_basis.values(), key=lambda one: places.index(one.basis)),
        [single[key] for key in shown if single[key].rule or single[key].decision],
        len(order) - len(shown),
    )
