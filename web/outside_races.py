"""The races with the most outside money, special elections apart from the regular ones."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from expenditures.models import IndependentExpenditure
from filings.models import Election, ElectionCandidate
from filings.races import belongs

ZERO = Decimal(0)


@dataclass(frozen=True)
class RaceMoney:
    """A race with the counted independent expenditures of its own election, US dollars."""

    election: Election
    candidates: int
    supported: Decimal
    opposed: Decimal

    @property
    def total(self) -> Decimal:
        """For and against together."""
        return self.supported + self.opposed


def ranked(cycle: int) -> list[RaceMoney]:
    """All races of a cycle that have candidates, those with the most outside money first."""
    spent: dict[str, list[tuple[str, str, Decimal]]] = defaultdict(list)
    for candidate_id, code, side, amount in (
        IndependentExpenditure.objects.counted()
        .filter(cycle=cycle, support_oppose_indicator__in=["S", "O"])
        .exclude(candidate_id="")
        .order_by()
        .values_list("candidate_id", "election_type", "support_oppose_indicator")
        .annotate(total=Sum("expenditure_amount"))
    ):
        spent[candidate_id].append((code, side, amount))
    elections = {
        one.pk: one for one in Election.objects.filter(cycle=cycle).defer("dates", "basis")
    }
    entrants: dict[int, list[str]] = defaultdict(list)
    for pk, candidate_id in (
        ElectionCandidate.objects.filter(election__cycle=cycle)
        .order_by()
        .values_list("election_id", "candidate_id")
    ):
        entrants[pk].append(candidate_id)
    with_special = {_seat(one) for one in elections.values() if one.is_special}
    found = []
    for pk, election in elections.items():
        sums = {"S": ZERO, "O": ZERO}
        has_special = _seat(election) in with_special
        for candidate_id in entrants[pk]:
            for code, side, amount in spent.get(candidate_id, ()):
                if belongs(code, election, has_special=has_special):
                    sums[side] += amount
        if entrants[pk]:
            found.append(RaceMoney(election, len(entrants[pk]), sums["S"], sums["O"]))
    return sorted(found, key=lambda one: (-one.total, one.election.pk))


def _seat(election: Election) -> tuple[str, str, str]:
    return election.office, election.state, election.district
