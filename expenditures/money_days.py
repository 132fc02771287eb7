"""The network of all committees' pools on the days that traces are of, and traces through it."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from expenditures.money_books import ITEMIZED, NEVER, Books, Spent, keep
from expenditures.money_network import UNKNOWN, Kept, Network, of_flow
from expenditures.money_recent import Recent
from expenditures.money_sources import Method

_OPENING, _UNITEMIZED = -9, -10


@dataclass(frozen=True)
class Small:
    """What official figures add, of all committees at once (see Books.undated).

    committees: those with official figures. at, days, cents: their itemized gifts through the last
    day of these figures, by place among the committees.
    """

    committees: Any
    at: Any
    days: Any
    cents: Any
    itemized: list[int]

    @classmethod
    def of(cls, books: Books) -> "Small":
        """Gather it from a cycle's receipts."""
        committees = np.array(sorted(books.official), dtype=np.int64)
        through = np.array([books.official[one].through for one in committees.tolist()])
        place = np.searchsorted(committees, books.committees)
        place = np.minimum(place, max(len(committees) - 1, 0))
        mine = np.isin(books.sources, ITEMIZED) & (books.cents > 0)
        if len(committees):
            mine &= (committees[place] == books.committees) & (books.days <= through[place])
        else:
            mine &= False
        at, days, cents = place[mine], books.days[mine], books.cents[mine]
        itemized = np.bincount(at, weights=cents, minlength=len(committees))
        return cls(committees, at, days, cents, itemized.astype(np.int64).tolist())

    def until(self, books: Books, until: int) -> tuple[Any, Any, Any]:
        """Committees, sources and cents above zero."""
        held = np.where(self.days <= until, self.cents, 0)
        by_then = np.bincount(self.at, weights=held, minlength=len(self.committees))
        found: list[tuple[int, int, int]] = []
        for committee, itemized, part in zip(
            self.committees.tolist(), self.itemized, by_then.astype(np.int64).tolist(), strict=True
        ):
            official = books.official[committee]
            small = max(0, official.individuals - itemized)
            if until < official.through:
                if itemized:
                    small = small * part // itemized
                else:
                    period = max(1, official.through - books.begins)
                    small = small * max(0, min(until - books.begins, period)) // period
            found += [
                (committee, code, cents)
                for code, cents in ((_OPENING, official.opening_cash), (_UNITEMIZED, small))
                if cents > 0
            ]
        table = np.array(found, dtype=np.int64).reshape(-1, 3)
        return table[:, 0], table[:, 1], table[:, 2]


class Days:
    """Networks by day: the newest one asked for is kept, and that of all days."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self._small = Small.of(books)
        self._recent = Recent(books)
        self._made: dict[int, Network] = {}

    def follow(self, spent: Spent, method: Method) -> Kept:
        """Trace what a committee spent independently.

        Gives what money_books.follow does, of which the smaller parts stand together.
        """
        if method == "recent":
            flow = self._recent.follow(spent)
            return replace(of_flow(flow), came=flow.came)
        network = self.network(spent.day if method == "to_date" else NEVER)
        return network.trace(int(spent.committee_id[1:]), spent.cents)

    def network(self, until: int) -> Network:
        """All committees' pools of a day."""
        if until not in self._made:
            keep(self._made, until, self._network(until))
        return self._made[until]

    def _network(self, until: int) -> Network:
        every, sources, sums = self.books.sums(until)
        there = np.flatnonzero(sums > 0)
        committees, sources, sums = every[there], sources[there], sums[there]
        extra = self._small.until(self.books, until)
        is_inside = sources > 0
        payers, paid = self.books.paid_until(until)
        nodes = np.unique(
            np.concatenate([every, sources[is_inside], self._small.committees, payers])
        )
        at = np.searchsorted(nodes, np.concatenate([committees[~is_inside], extra[0]]))
        cents = np.concatenate([sums[~is_inside], extra[2]])
        taker = np.searchsorted(nodes, committees[is_inside])
        passed = sums[is_inside]
        # What was paid out beyond all receipts is of a source that nobody knows.
        beyond = np.zeros(len(nodes), dtype=np.int64)
        beyond[np.searchsorted(nodes, payers)] = paid
        np.subtract.at(beyond, at, cents)
        np.subtract.at(beyond, taker, passed)
        short = np.flatnonzero(beyond > 0)
        return Network(
            nodes,
            np.concatenate([at, short]),
            np.concatenate([sources[~is_inside], extra[1], np.full(len(short), UNKNOWN)]),
            np.concatenate([cents, beyond[short]]),
            np.searchsorted(nodes, sources[is_inside]),
            taker,
            passed,
        )
