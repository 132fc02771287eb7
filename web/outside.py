"""Independent expenditures about candidates, by spender, and with whose money."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q, Sum

from expenditures.models import IndependentExpenditure
from web.contributors import Funding, funding
from web.make_up import MakeUp, make_ups

SPENDERS_SHOWN = 25
FUNDED_SHOWN = 12


@dataclass(frozen=True)
class Spending:
    """What one committee spent for or against one candidate under an election code; US dollars."""

    candidate_id: str
    committee_id: str
    committee_name: str
    side: str
    election_type: str
    rows: int
    amount: Decimal


@dataclass
class Spender:
    """A committee with what it spent for and against, and what funds it."""

    committee_id: str
    name: str
    supported: Decimal = Decimal(0)
    opposed: Decimal = Decimal(0)
    rows: int = 0
    codes: set[str] = field(default_factory=set)
    funding: Funding | None = None
    made_for: MakeUp | None = None
    made_against: MakeUp | None = None

    @property
    def elections(self) -> str:
        """The election codes of its rows, for an address; "none" is a row without a code."""
        return ",".join(sorted(code or "none" for code in self.codes))

    @property
    def amount(self) -> Decimal:
        """All it spent."""
        return self.supported + self.opposed


@dataclass
class Uncounted:
    """Notices that a report covers by date without a matching row: shown, not added."""

    rows: int = 0
    amount: Decimal = Decimal(0)


@dataclass
class Outside:
    """Spenders by size, and how many are beyond those listed."""

    spenders: list[Spender] = field(default_factory=list)
    beyond: int = 0
    beyond_supported: Decimal = Decimal(0)
    beyond_opposed: Decimal = Decimal(0)

    @property
    def shown(self) -> str:
        """The ids of those listed, with commas between them, for an address."""
        return ",".join(one.committee_id for one in self.spenders)


def spending(candidate_ids: list[str], cycle: int) -> list[Spending]:
    """Counted independent expenditures by candidate, spender, side and election code."""
    rows = (
        IndependentExpenditure.objects.counted()
        .filter(candidate_id__any_of=candidate_ids, cycle=cycle)
        .filter(support_oppose_indicator__in=["S", "O"])
        .values(
            "candidate_id",
            "committee_id",
            "committee__name",
            "support_oppose_indicator",
            "election_type",
        )
        .annotate(n=Count("id"), total=Sum("expenditure_amount"))
        .order_by("-total", "committee_id")
    )
    return [
        Spending(
            candidate_id=row["candidate_id"],
            committee_id=row["committee_id"],
            committee_name=row["committee__name"] or row["committee_id"],
            side=row["support_oppose_indicator"],
            election_type=row["election_type"],
            rows=row["n"],
            amount=row["total"],
        )
        for row in rows
    ]


def by_spender(candidate_id: str, cycle: int) -> Outside:
    """The largest spenders about a candidate in a cycle, each with what funds it."""
    return by_candidate({candidate_id: spending([candidate_id], cycle)}, cycle)[candidate_id]


def by_candidate(found: dict[str, list[Spending]], cycle: int) -> dict[str, Outside]:
    """The largest spenders about each candidate, each with what funds it, asked for all at once."""
    answer = {candidate_id: _largest(items) for candidate_id, items in found.items()}
    funded = {
        one.committee_id: None for each in answer.values() for one in each.spenders[:FUNDED_SHOWN]
    }
    money = funding(list(funded), cycle)
    for each in answer.values():
        for one in each.spenders:
            one.funding = money.get(one.committee_id)
    codes_of = {
        candidate_id: {item.election_type for item in items}
        for candidate_id, items in found.items()
    }
    made = make_ups(codes_of, cycle)
    for candidate_id, each in answer.items():
        for one in each.spenders:
            one.made_for = made.get((candidate_id, one.committee_id, "S"))
            one.made_against = made.get((candidate_id, one.committee_id, "O"))
    return answer


def _largest(found: list[Spending]) -> Outside:
    spenders: dict[str, Spender] = {}
    for item in found:
        spender = spenders.setdefault(
            item.committee_id, Spender(item.committee_id, item.committee_name)
        )
        if item.side == "S":
            spender.supported += item.amount
        else:
            spender.opposed += item.amount
        spender.rows += item.rows
        spender.codes.add(item.election_type)
    ordered = sorted(spenders.values(), key=lambda one: (-one.amount, one.committee_id))
    shown, beyond = ordered[:SPENDERS_SHOWN], ordered[SPENDERS_SHOWN:]
    return Outside(
        shown,
        len(beyond),
        sum((one.supported for one in beyond), Decimal(0)),
        sum((one.opposed for one in beyond), Decimal(0)),
    )


def uncounted(candidate_id: str, cycle: int) -> Uncounted:
    """The candidate's notices that wait for a review."""
    answer = IndependentExpenditure.objects.filter(
        Q(candidate_id=candidate_id, cycle=cycle, counts=False),
        Q(is_superseded=False, is_held=False, is_repeated=False),
        coverage=IndependentExpenditure.Coverage.UNMATCHED,
    ).aggregate(n=Count("id"), total=Sum("expenditure_amount"))
    return Uncounted(answer["n"], answer["total"] or Decimal(0))
