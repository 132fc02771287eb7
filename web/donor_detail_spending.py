"""Groups that a donor gave to and that spent for or against candidates, as facts side by side.

Money in a committee has no names: nothing here says that a donor's dollars paid for an expenditure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, Sum

from expenditures.models import IndependentExpenditure
from filings.models import Candidate, Committee
from web import words

ZERO = Decimal(0)
GROUPS_SHOWN = 20
TARGETS_SHOWN = 8


@dataclass(frozen=True)
class Target:
    """A candidate with what a group spent for or against them in a cycle; `also` where the donor
    gave to their campaign too.
    """

    candidate_id: str
    name: str
    cycle: int
    side: str
    amount: Decimal
    also: bool


@dataclass
class Group:
    """A spender that the donor gave to, in the cycles in which they did."""

    committee_id: str
    name: str
    gave: Decimal
    supported: Decimal = ZERO
    opposed: Decimal = ZERO
    cycles: set[int] = field(default_factory=set)
    targets: list[Target] = field(default_factory=list)
    beyond: int = 0

    @property
    def cycle(self) -> int:
        """The one cycle of its spending here; 0 where there are several, which no search finds."""
        return next(iter(self.cycles)) if len(self.cycles) == 1 else 0


def groups_funded(
    gifts: Iterable[tuple[int, str]], campaigns: set[str], gave: Mapping[str, Decimal]
) -> list[Group]:
    """The groups among recipients of a donor's (cycle, committee) gifts that spent independently in
    those cycles, the largest spender first. `campaigns`: candidates whom the donor gave to.
    """
    wanted = Q()
    for cycle, committee in sorted(set(gifts)):
        wanted |= Q(cycle=cycle, committee_id=committee)
    if not wanted:
        return []
    rows = list(
        IndependentExpenditure.objects.counted()
        .filter(wanted, support_oppose_indicator__in=["S", "O"])
        .values_list("committee_id", "cycle", "candidate_id", "support_oppose_indicator")
        .annotate(total=Sum("expenditure_amount"))
        .order_by("-total", "candidate_id")
    )
    names = dict(
        Committee.objects.filter(pk__in={row[0] for row in rows}).values_list("pk", "name")
    )
    people = dict(
        Candidate.objects.filter(pk__in={row[2] for row in rows if row[2]}).values_list(
            "pk", "name"
        )
    )
    found: dict[str, Group] = {}
    for committee, cycle, candidate, side, amount in rows:
        group = found.setdefault(
            committee,
            Group(committee, names.get(committee) or committee, gave.get(committee, ZERO)),
        )
        group.cycles.add(cycle)
        if side == "S":
            group.supported += amount
        else:
            group.opposed += amount
        if candidate not in people:
            continue
        if len(group.targets) >= TARGETS_SHOWN:
            group.beyond += 1
            continue
        name = words.person(people[candidate]) or candidate
        group.targets.append(
            Target(candidate, name, cycle, side, amount, also=candidate in campaigns)
        )
    groups = sorted(
        found.values(), key=lambda one: (-(one.supported + one.opposed), one.committee_id)
    )
    return groups[:GROUPS_SHOWN]
