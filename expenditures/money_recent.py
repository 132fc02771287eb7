"""The most recent money first: which receipts each payment of a committee was made from.

A committee's money lies in a pile, its newest receipts on top. What it pays out on a day, to other
committees and independently, is taken off the pile: the newest days first, of several sources on
one day in proportion, and what came in on the very day of the payment last, as else two committees
that gave each other money on one day would be each other's only source. What is taken is gone, so
that no gift is behind more than its own amount. What no dated receipt explains came from gifts too
small to be itemized, then from what was held before, and else nobody knows from where.

Refunds, whenever they were made, are first taken off the newest receipts before them of the same
source. What a committee spent otherwise, on rent or on its own advertisements, is not looked at.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from expenditures.money_books import ITEMIZED, Books, Spent, committee_id
from expenditures.money_flow import Flow, Node, Pool, trace
from expenditures.money_sources import CODES, EMPTY, NAMED

# Of each day, some of the named money that came in on it, and all of that, in cents; by committee.
OfDays = Mapping[int, tuple[int, int]]
Came = Mapping[int, OfDays]


@dataclass(frozen=True)
class DatedFlow(Flow):
    """A flow that knows on which days its named money came in. Nodes are committees' ids."""

    came: Came


class Recent:
    """A cycle's payments, and traces through what they were made from.

    The pool of a committee and a day is what it paid out on that day was made of.
    """

    def __init__(self, books: Books) -> None:
        self.books = books
        committees, sources, days, cents = net_of_refunds(
            books.committees, books.sources, books.days, books.cents
        )
        self._receipts = _ByCommittee(committees, days, sources, cents)
        given = sources > 0
        spent = books.spending
        spenders, _, spent_on, spent_cents = net_of_refunds(
            spent[:, 0], spent[:, 3], spent[:, 1], spent[:, 2]
        )
        payers = np.concatenate([sources[given], spenders])
        paid_on = np.concatenate([days[given], spent_on])
        self._payments = _ByCommittee(
            payers, paid_on, np.zeros_like(payers), np.concatenate([cents[given], spent_cents])
        )
        self._made: dict[int, dict[int, Pool]] = {}
        self._named: dict[int, dict[int, int]] = {}

    def follow(self, spent: Spent) -> DatedFlow:
        """Trace what a committee spent independently."""
        start = int(spent.committee_id[1:])
        days = spent.days or ((spent.day, spent.cents),)
        whole = Pool(inside={(start, day): cents for day, cents in days})

        def pool_of(node: Node) -> Pool:
            return self._pool(*node) if isinstance(node, tuple) else whole

        flow = trace(start, spent.cents, pool_of)
        entries: dict[tuple[Node, Hashable], int] = defaultdict(int)
        named: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for (node, source), part in flow.entries.items():
            name, day = source if isinstance(source, tuple) else (source, None)
            entries[_committee(node), name] += part
            if isinstance(node, tuple) and name in NAMED:
                named[node[0]][day] += part
        steps: dict[tuple[Node, Node], int] = defaultdict(int)
        for (giver, receiver), part in flow.steps.items():
            # From its own days to all of them the money went nowhere.
            if receiver != start:
                steps[_committee(giver), _committee(receiver)] += part
        layers: dict[Node, int] = {}
        for node, layer in flow.layers.items():
            one, before = _committee(node), max(0, layer - 1)
            layers[one] = min(before, layers.get(one, before))
        came = {
            committee: {day: (part, self._named[committee][day]) for day, part in days.items()}
            for committee, days in named.items()
        }
        return DatedFlow(flow.cents, entries, steps, layers, came)

    def _pool(self, committee: int, day: int) -> Pool:
        if committee not in self._made:
            self._made[committee] = dict(self._pools(committee))
        return self._made[committee].get(day, Pool())

    def _pools(self, committee: int) -> Iterator[tuple[int, Pool]]:
        """What all payments of a committee were made of, by day."""
        coming = self._receipts(committee)
        self._named[committee] = {
            day: sum(money.get(source, 0) for source in ITEMIZED) for day, money in coming
        }
        pile: list[tuple[int, dict[int, int]]] = []
        undated: dict[str, int] = defaultdict(int)
        place = 0
        for day, paid in self._payments(committee):
            while place < len(coming) and coming[place][0] < day:
                pile.append(coming[place])
                place += 1
            made = _Payment(paid[0])
            while made.wanted and pile:
                made.take(*pile[-1])
                if not any(pile[-1][1].values()):
                    pile.pop()
            if made.wanted and place < len(coming) and coming[place][0] == day:
                made.take(*coming[place])
            if made.wanted:
                held = self.books.undated(committee, day)
                for name in ("unitemized", "opening_cash"):
                    left = max(0, held.get(name, 0) - undated[name])
                    undated[name] += made.put(name, left)
                made.put(EMPTY, made.wanted)
            yield day, Pool(made.outside, made.inside)


def net_of_refunds(groups: Any, sources: Any, days: Any, cents: Any) -> tuple[Any, Any, Any, Any]:
    """Sums by group, source and day, less refunds: each is taken off the newest sums before it.

    cents below zero are refunds; what they come to beyond all before them is nothing. Gives groups,
    sources, days and cents above zero.
    """
    order = np.lexsort((days, sources, groups))
    groups, sources, days, cents = (one[order] for one in (groups, sources, days, cents))
    if not len(cents):
        return groups, sources, days, cents
    is_new = (np.diff(groups) != 0) | (np.diff(sources) != 0)
    starts = np.flatnonzero(np.concatenate(([True], is_new | (np.diff(days) != 0))))
    firsts = np.flatnonzero(np.concatenate(([True], is_new))[starts])
    cents = np.add.reduceat(cents, starts)
    for place in np.flatnonzero(cents < 0).tolist():
        first = int(firsts[np.searchsorted(firsts, place, "right") - 1])
        back = -int(cents[place])
        for earlier in range(place - 1, first - 1, -1):
            if not back:
                break
            taken = min(max(int(cents[earlier]), 0), back)
            cents[earlier] -= taken
            back -= taken
    left = cents > 0
    starts = starts[left]
    return groups[starts], sources[starts], days[starts], cents[left]


@dataclass
class _Payment:
    """What a payment was made of so far, as a Pool has it, and the cents still wanted.

    Sources are names, with the day where they have one.
    """

    wanted: int
    outside: dict[Hashable, int] = field(default_factory=lambda: defaultdict(int))
    inside: dict[Node, int] = field(default_factory=lambda: defaultdict(int))

    def take(self, when: int, money: dict[int, int]) -> None:
        """Take what is wanted out of a day's receipts."""
        for source, part in _taken(money, self.wanted).items():
            self.wanted -= part
            if source > 0:
                self.inside[source, when] += part
            else:
                self.outside[_on(source, when)] += part

    def put(self, name: str, cents: int) -> int:
        """Take what is wanted of money without a day; gives how much of it was."""
        part = min(self.wanted, cents)
        if part:
            self.outside[name] += part
            self.wanted -= part
        return part


@cache
def _on(source: int, when: int) -> tuple[str, int]:
    """A source and a day, the same object each time: millions of pools' parts name it."""
    return CODES[source], when


def _taken(money: dict[int, int], wanted: int) -> dict[int, int]:
    """Take `wanted` cents out of `money`, or all that is there, from each source in proportion.

    Rounded down, and what is left from the largest remainders.
    """
    whole = sum(money.values())
    wanted = min(wanted, whole)
    parts = {source: part * wanted // whole for source, part in money.items() if part}
    left = wanted - sum(parts.values())
    for source in sorted(parts, key=lambda one: (-(money[one] * wanted % whole), one))[:left]:
        parts[source] += 1
    for source, part in parts.items():
        money[source] -= part
    return parts


class _ByCommittee:
    """Cents by committee, day and source: each committee's days in order."""

    def __init__(self, committees: Any, days: Any, sources: Any, cents: Any) -> None:
        order = np.lexsort((sources, days, committees))
        self._committees, self._days = committees[order], days[order]
        self._sources, self._cents = sources[order], cents[order]

    def __call__(self, committee: int) -> list[tuple[int, dict[int, int]]]:
        first, last = np.searchsorted(self._committees, [committee, committee + 1]).tolist()
        found: dict[int, dict[int, int]] = {}
        for day, source, cents in zip(
            self._days[first:last].tolist(),
            self._sources[first:last].tolist(),
            self._cents[first:last].tolist(),
            strict=True,
        ):
            each = found.setdefault(day, {})
            each[source] = each.get(source, 0) + cents
        return list(found.items())


def _committee(node: Node) -> str:
    return committee_id(node[0] if isinstance(node, tuple) else node)
