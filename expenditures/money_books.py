"""What committees received, day by day, and the pools a trace reads from it.

A cycle's receipts stand in four arrays, sorted by committee and day: 5 million rows of the FEC's
files come to some tens of megabytes. Pools are made of them on demand.

Three methods say which receipts a committee's spending is made of:

- "to_date": all it received in the cycle up to the day of the expenditure that is traced, and what
  it held before, in proportion. The same day holds for the committees behind it.
- "cycle": all it received in the cycle, before or after, in proportion.
- "recent": the most recent receipts that come to what was spent, day by day backwards; for the
  committees behind it, those that come to what they gave on a day, of before that day, and only
  where these are too few those of the day itself.

A committee may have paid out more than the receipts that are known come to: it ran up debts, or its
reports are not there. The rest is in its pool as money of unknown source, so that nobody who gave
little is said to have paid for much.
"""

from collections import defaultdict
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
# Sums of so many days are kept at once; spenders are followed in the order of their days.
KEPT_DAYS = 2


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
    candidate under an election code.
    """

    committee_id: str
    cents: int
    newest: date | None
    candidate_id: str = ""
    side: str = ""
    election_type: str = ""

    @property
    def day(self) -> int:
        """The newest day in days since 1970; the end of all days where there is none."""
        return (self.newest - EPOCH).days if self.newest else NEVER


@dataclass
class Books:
    """A cycle's receipts. Committees are numbers, C00000123 being 123; days count from 1970.

    rows: arrays of committee, day, source (a committee above zero, or one of the codes below), and
    cents, sorted by committee and day. Refunds are cents below zero. spending: rows of committee,
    day and cents that it spent independently.
    """

    cycle: int
    committees: Any
    days: Any
    sources: Any
    cents: Any
    official: Mapping[int, Official] = field(default_factory=dict)
    spending: Any = field(default_factory=lambda: np.zeros((0, 3), dtype=np.int64))
    _outflows: dict[tuple[int, int], int] | None = None
    _by_source: tuple[Any, ...] | None = None
    _sums: dict[int, Any] = field(default_factory=dict)

    @property
    def begins(self) -> int:
        """The cycle's first day."""
        return (date(self.cycle - 1, 1, 1) - EPOCH).days

    def pools(self, method: Method, day: int, spent: int = 0) -> Callable[[Node], Pool]:
        """Pools for the trace of something spent on a day.

        Nodes are committees' numbers; by the method "recent" a number and the day when it gave, and
        for the spender itself a number alone.
        """
        made: dict[Node, Pool] = {}

        def pool_of(node: Node) -> Pool:
            if node not in made:
                if method == "recent":
                    made[node] = (
                        self._recent(*node)
                        if isinstance(node, tuple)
                        else self._recent(node, day, spent)  # type: ignore[arg-type]
                    )
                else:
                    until = day if method == "to_date" else NEVER
                    made[node] = self._proportional(node, until)  # type: ignore[arg-type]
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
        undated = self._undated(committee, until)
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
            if len(self._sums) == KEPT_DAYS:
                self._sums.pop(next(iter(self._sums)))
            held = np.where(days <= until, cents, 0)
            self._sums[until] = np.add.reduceat(held, starts) if len(starts) else held
        first, last = ranges.get(committee, (0, 0))
        return zip(
            sources[first:last].tolist(), self._sums[until][first:last].tolist(), strict=True
        )

    def sums(self, until: int) -> tuple[Any, Any, Any]:
        """All committees' cents by source up to a day: committees, sources, cents, in order."""
        any(self.by_source(0, until))  # makes the sums of that day
        _, sources, *_, committees = self._by_source  # type: ignore[misc]
        return committees, sources, self._sums[until]

    def _undated(self, committee: int, until: int) -> dict[str, int]:
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

    def _recent(self, committee: int, day: int, spent: int = 0) -> Pool:
        """The newest receipts up to a day that come to what was spent, else what it gave then."""
        wanted = spent or self.paid_out(committee, day)
        days, sources, cents = self.received(committee, day)
        outside: dict[Hashable, int] = defaultdict(int)
        inside: dict[Node, int] = defaultdict(int)
        rows = _after_refunds(days, sources, cents)[::-1]
        if not spent:
            # Two that gave each other money on one day would else be each other's only source.
            rows.sort(key=lambda row: row[0] == day)
        for when, source, part in rows:
            taken = min(part, wanted)
            if source > 0:
                inside[source, when] += taken
            else:
                outside[CODES[source]] += taken
            wanted -= taken
            if not wanted:
                break
        # What no dated receipt explains came from small gifts and from what was held before.
        for name, part in reversed(self._undated(committee, day).items()):
            if wanted and part:
                taken = min(part, wanted)
                outside[name] += taken
                wanted -= taken
        if wanted:
            outside[EMPTY] += wanted
        return Pool(outside, inside)

    def named(self, committee: int, until: int = NEVER) -> int:
        """What people and organizations had given a committee by a day, in cents."""
        return sum(
            part
            for source, part in self.by_source(committee, until)
            if source in ITEMIZED and part > 0
        )

    def paid_out(self, committee: int, day: int) -> int:
        """What other committees received from one on a day, in cents."""
        if self._outflows is None:
            self._outflows = defaultdict(int)
            given = (self.sources > 0) & (self.cents > 0)
            for giver, when, part in zip(
                self.sources[given].tolist(),
                self.days[given].tolist(),
                self.cents[given].tolist(),
                strict=True,
            ):
                self._outflows[giver, when] += part
        return self._outflows.get((committee, day), 0)


def follow(books: Books, spent: Spent, method: Method = "to_date") -> Flow:
    """Trace what a committee spent independently. Nodes are committees' ids in the answer."""
    start = int(spent.committee_id[1:])
    flow = trace(start, spent.cents, books.pools(method, spent.day, spent.cents))
    entries: dict[tuple[Node, Any], int] = defaultdict(int)
    for (node, source), part in flow.entries.items():
        entries[committee_id(node), source] += part
    steps: dict[tuple[Node, Node], int] = defaultdict(int)
    for (giver, receiver), part in flow.steps.items():
        steps[committee_id(giver), committee_id(receiver)] += part
    layers: dict[Node, int] = {}
    for node, layer in flow.layers.items():
        layers[committee_id(node)] = min(layer, layers.get(committee_id(node), layer))
    return Flow(flow.cents, entries, steps, layers)


@cache
def committee_id(node: Node) -> str:
    """The committee of a pool: its number, or its number and a day."""
    number = node[0] if isinstance(node, tuple) else node
    return f"C{number:08d}"


def ranges_of(ordered: Any) -> dict[int, tuple[int, int]]:
    """Where each value of an ordered array begins and ends."""
    values, first = np.unique(ordered, return_index=True)
    last = [*first.tolist(), len(ordered)][1:]
    return dict(zip(values.tolist(), zip(first.tolist(), last, strict=True), strict=True))


def _after_refunds(days: Any, sources: Any, cents: Any) -> list[tuple[int, int, int]]:
    """Receipts in the order of days, less what was refunded: of each source the newest before."""
    rows = list(zip(days.tolist(), sources.tolist(), cents.tolist(), strict=True))
    kept = [max(part, 0) for *_, part in rows]
    for place, (_, source, part) in enumerate(rows):
        back = -part
        for earlier in range(place - 1, -1, -1):
            if back <= 0:
                break
            if rows[earlier][1] == source:
                taken = min(kept[earlier], back)
                kept[earlier] -= taken
                back -= taken
    return [
        (day, source, part) for (day, source, _), part in zip(rows, kept, strict=True) if part > 0
    ]
