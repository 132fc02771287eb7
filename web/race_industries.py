"""A race's field side by side, by industry: only money coded for this election."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from donations.models import CandidateIndustry
from web.industries import ZERO, Breakdown, Line, Money, breakdown, candidate_addresses
from web.industry_list import Known

SHOWN = 6


@dataclass(frozen=True)
class Entry:
    """One candidate's money for this election, and what is coded for another or for none."""

    candidate_id: str
    name: str
    party: str
    money: Breakdown
    elsewhere: Money
    elsewhere_url: str = ""

    @property
    def share_elsewhere(self) -> Decimal | None:
        """What part of the cycle's money is not coded for this election, in per cent."""
        whole = self.money.whole.total + self.elsewhere.total
        if whole <= 0:
            return None
        return (100 * self.elsewhere.total / whole).quantize(Decimal("0.1"))

    @property
    def largest(self) -> list[Line]:
        """The industries that gave most."""
        return self.money.largest[:SHOWN]


def first(
    limit: int,
    entrants: list[tuple[str, str, str]],
    cycle: int,
    belongs: Callable[[str], bool],
    listed: list[Known],
) -> tuple[list[Entry], int]:
    """The first entrants (id, name, party) that have money by industry, and how many more have.

    `belongs` says of an election code whether it is of this race.
    """
    here: dict[str, dict[int, Money]] = defaultdict(lambda: defaultdict(Money))
    elsewhere: dict[str, Money] = defaultdict(Money)
    codes: dict[str, set[str]] = defaultdict(set)
    others: dict[str, set[str]] = defaultdict(set)
    for candidate_id, part, code, industry, amount in (
        CandidateIndustry.objects.filter(
            candidate_id__any_of=[one for one, *_ in entrants],
            cycle=cycle,
            part__in=["people", "committees"],
        )
        .values_list("candidate_id", "part", "election_type", "industry_id")
        .annotate(total=Sum("amount"))
        .order_by()
    ):
        money = Money(**{part: amount})
        if belongs(code):
            here[candidate_id][industry] += money
            codes[candidate_id].add(code or "none")
        else:
            elsewhere[candidate_id] += money
            others[candidate_id].add(code or "none")

    def elsewhere_url(candidate_id: str) -> str:
        found = ",".join(sorted(others[candidate_id]))
        return candidate_addresses(candidate_id, cycle, found).together

    having = [one for one in entrants if here.get(one[0]) or elsewhere.get(one[0])]
    entries = [
        Entry(
            candidate_id,
            name,
            party,
            breakdown(
                here[candidate_id],
                listed,
                candidate_addresses(candidate_id, cycle, ",".join(sorted(codes[candidate_id]))),
            ),
            elsewhere.get(candidate_id, Money(ZERO, ZERO)),
            elsewhere_url(candidate_id) if candidate_id in others else "",
        )
        for candidate_id, name, party in having[:limit]
    ]
    return entries, len(having) - len(entries)
