"""What committees received, day by day, and the pools a trace reads from it.

A cycle's receipts stand in four arrays, sorted by committee and day: 5 million rows of the FEC's
files come to some tens of megabytes. Pools are made of them on demand.

Two of the three methods say here which receipts a committee's spending is made of (the third is in
`money_recent`):

- "to_date": all it received in the cycle up to the day of the expenditure that is traced, and what
  it held before, in proportion. The same day holds for the committees behind it.
- "cycle": all it received in the cycle, before or after, in proportion.

A committee may have paid out more than the receipts that are known come to: it ran up debts, or its
reports are not there. The rest is in its pool as money of unknown source, so that nobody who gave
little is said to have paid for much.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Any

import numpy as np

from expenditures.money_flow import Flow, Node, Pool, trace
from expenditures.money_sources import CODES, EMPTY, Method

EPOCH = date(1970, 1, 1)
NEVER = np.iinfo(np.int64).max

ITEMIZED = (-1, -2, -3)


@dataclass(frozen=True)
class Official:
    """What only a committee's official figures say of a cycle, in cents.

    opening_cash: held at its beginning. individuals: received from individuals and other
    non-committees, itemized or not, through the day `through`.
    """

    opening_cash: int = 0
    individuals: int = 0
    through: int = 0


@dataclass(frozen=True)
class Spent:
    """What a committee spent independently in a cycle: cents, and its newest expenditure's day.

    All of it; or, where `candidate_id` is set, what it spent for ("S") or against ("O") that
    candidate under an election code. days: what it spent when, in days since 1970 and cents above
    zero; they come to as much at least, as what was later taken back may be of no day.
    """

    committee_id: str
    cents: int
    newest: date | None
    candidate_id: str = ""
    side: str = ""
    election_type: str = ""
    days: tuple[tuple[int, int], ...] = ()

    @property
    def about(self) -> tuple[str, str, str]:
        """Candidate, side and election code; empty where it is all."""
        return self.candidate_id, self.side, self.election_type

    @property
    def day(self) -> int:
        """The newest day in days since 1970; the end of all days where there is none."""
        return (self.newest - EPOCH).days if self.newest else NEVER


@dataclass
class Books:
    """A cycle's receipts. Committees are numbers, C00000123 being 123; days count from 1970.

    rows: arrays of committee, day, source (a committee above zero, or one of the codes below), and
    cents, sorted by committee and day. Refunds are cents below zero. spending: rows of committee,
    day, cents that it spent independently, and a number for what it was for or against.
    """

    cycle: int
    committees: Any
    days: Any
    sources: Any
    cents: Any
    official: Mapping[int, Official] = field(default_factory=dict)
    spending: Any = field(default_factory=lambda: np.zeros((0, 4), dtype=np.int64))
    _by_source: tuple[Any, ...] | None = None
    _sums: dict[int, Any] = field(default_factory=dict)

    @property
    def begins(self) -> int:
        """The cycle's first day."""
        return (date(self.cycle - 1, 1, 1) - EPOCH).days

    def pools(self, until: int) -> Callable[[Node], Pool]:
        """Pools of what had come in by a day; nodes are committees' numbers."""
        made: dict[Node, Pool] = {}

        def pool_of(node: Any) -> Pool:
            if node not in made:
                made[node] = self._proportional(node, until)
            return made[node]

        return pool_of

    def received(self, committee: int, until: int = NEVER) -> tuple[Any, Any, Any]:
        """A committee's receipts up to a day: days, sources, cents."""
        first = int(np.searchsorted(self.committees, committee, "left"))
        last = int(np.searchsorted(self.committees, committee, "right"))
        last = first + int(np.searchsorted(self.days[first:last], until, "right"))
        return self.days[first:last], self.sources[first:last], self.cents[first:last]

    def _proportional(self, committee: int, until: int) -> Pool:
        outside: dict[Hashable, int] = {}
        inside: dict[Node, int] = {}
        for source, part in self.by_source(committee, until):
            if part > 0:
                if source > 0:
                    inside[source] = part
                else:
                    outside[CODES[source]] = part
        undated = self.undated(committee, until)
        outside |= {name: part for name, part in undated.items() if part > 0}
        known = sum(outside.values()) + sum(inside.values())
        if (beyond := self._paid(committee, until) - known) > 0:
            outside[EMPTY] = beyond
        return Pool(outside, inside)

    def by_source(self, committee: int, until: int) -> Iterator[tuple[int, int]]:
        """A committee's cents by source up to a day, refunds taken off.

        All committees' sums of a day are made at once and kept for the next one that asks.
        """
        if self._by_source is None:
            order = np.lexsort((self.sources, self.committees))
            committees, sources = self.committees[order], self.sources[order]
            turns = (np.diff(committees) != 0) | (np.diff(sources) != 0)
            starts = np.concatenate(([0], np.flatnonzero(turns) + 1)) if len(order) else order
            self._by_source = (
                ranges_of(committees[starts]), sources[starts], starts,
                self.days[order], self.cents[order], committees[starts],
            )  # fmt: skip
        ranges, sources, starts, days, cents, _ = self._by_source
        if until not in self._sums:
            held = np.where(days <= until, cents, 0)
            keep(self._sums, until, np.add.reduceat(held, starts) if len(starts) else held)
        first, last = ranges.get(committee, (0, 0))
        return zip(
            sources[first:last].tolist(), self._sums[until][first:last].tolist(), strict=True
        )

    def sums(self, until: int) -> tuple[Any, Any, Any]:
        """All committees' cents by source up to a day: committees, sources, cents, in order."""
        any(self.by_source(0, until))  # makes the sums of that day
        _, sources, *_, committees = self._by_source  # type: ignore[misc]
        return committees, sources, self._sums[until]

    def undated(self, committee: int, until: int) -> dict[str, int]:
        """What official figures add: cash of before, and gifts too small to be itemized.

        The latter have no day. They are taken to have come in as the itemized ones did.
        """
        official = self.official.get(committee)
        if official is None:
            return {}
        days, sources, cents = self.received(committee, official.through)
        gifts = np.isin(sources, ITEMIZED) & (cents > 0)
        itemized = int(cents[gifts].sum())
        small = max(0, official.individuals - itemized)
        if until < official.through:
            if itemized:
                small = small * int(cents[gifts & (days <= until)].sum()) // itemized
            else:
                period = max(1, official.through - self.begins)
                small = small * max(0, min(until - self.begins, period)) // period
        return {"opening_cash": official.opening_cash, "unitemized": small}

    def paid_until(self, until: int) -> tuple[Any, Any]:
        """What each committee had paid to others and spent independently by a day, refunds off.

        Committees, each once and in order, and cents.
        """
        givers, days, cents, starts = self._payments
        held = np.where(days <= until, cents, 0)
        return givers[starts], np.add.reduceat(held, starts) if len(starts) else held

    def _paid(self, committee: int, until: int) -> int:
        givers, days, cents, _ = self._payments
        first, last = np.searchsorted(givers, [committee, committee + 1])
        return int(cents[first:last][days[first:last] <= until].sum())

    @cached_property
    def _payments(self) -> tuple[Any, Any, Any, Any]:
        """All payments by payer: payers, days, cents, and where each payer's begin."""
        given = self.sources > 0
        givers = np.concatenate([self.sources[given], self.spending[:, 0]])
        order = np.argsort(givers, kind="stable")
        givers = givers[order]
        days = np.concatenate([self.days[given], self.spending[:, 1]])[order]
        cents = np.concatenate([self.cents[given], self.spending[:, 2]])[order]
        return givers, days, cents, np.unique(givers, return_index=True)[1]

    def named(self, committee: int, until: int = NEVER) -> int:
        """What people and organizations had given a committee by a day, in cents."""
        return sum(
            part
            for source, part in self.by_source(committee, until)
            if source in ITEMIZED and part > 0
        )


def follow(books: Books, spent: Spent, method: Method = "to_date") -> Flow:
    """Trace what a committee spent independently, in proportion to all that came in.

    Nodes are committees' ids in the answer.
    """
    start = int(spent.committee_id[1:])
    flow = trace(start, spent.cents, books.pools(spent.day if method == "to_date" else NEVER))
    return Flow(
        flow.cents,
        {(committee_id(node), source): part for (node, source), part in flow.entries.items()},
        {
            (committee_id(one), committee_id(other)): part
            for (one, other), part in flow.steps.items()
        },
        {committee_id(node): layer for node, layer in flow.layers.items()},
    )


@cache
def committee_id(number: Node) -> str:
    """A committee's id."""
    return f"C{number:08d}"


def keep(of_days: dict[int, Any], day: int, value: Any) -> None:
    """Keep what was made of a day beside that of the whole cycle, and of no other day.

    Spenders are followed in the order of their days, each by the day and over the whole cycle.
    """
    for other in [one for one in of_days if one != NEVER]:
        del of_days[other]
    of_days[day] = value


def ranges_of(ordered: Any) -> dict[int, tuple[int, int]]:
    """Where each value of an ordered array begins and ends."""
    values, first = np.unique(ordered, return_index=True)
    last = [*first.tolist(), len(ordered)][1:]
    return dict(zip(values.tolist(), zip(first.tolist(), last, strict=True), strict=True))
