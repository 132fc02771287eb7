"""All committees' pools of one day as arrays, and traces through them.

The same as money_flow.trace over the pools of money_books (tests hold the two together), for a
cycle's hundreds of traces through ten thousand committees, of which most reach nearly all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, identity
from scipy.sparse.csgraph import breadth_first_order

from expenditures.money_flow import (
    NEGLIGIBLE,
    ROUNDS,
    Flow,
    circling,
    solve,
)
from expenditures.money_sources import CIRCLE, CODES, EMPTY, NAMED, SMALLER

# Committees that little of a trace's money came in at stand together, by kind of source and layer:
# in a cycle's many traces they would come to millions of rows that no reader could tell apart.
COMMITTEES_KEPT, STEPS_KEPT = 200, 400
UNKNOWN, _CIRCLE = -100, -101
_NAMES = {**CODES, UNKNOWN: EMPTY, _CIRCLE: CIRCLE}
_NAMED = [code for code, name in CODES.items() if name in NAMED]


@dataclass(frozen=True)
class Kept:
    """A trace as it is stored: its larger parts, and what the smaller ones add up to.

    entries: (committee's id, source, layer, cents), the id being empty for all the smaller ones of
    a source and layer together; they add up to what was spent. steps: (giver, recipient, cents).
    named: cents that rows name a donor for, by the number of the committee, of all committees.
    layers: of all committees by number. deepest: the largest layer at which money came in. came: on
    which days the named money came in, where the method tells days apart.
    """

    entries: list[tuple[str, str, int, int]] = field(default_factory=list)
    steps: list[tuple[str, str, int]] = field(default_factory=list)
    named: Mapping[int, int] = field(default_factory=dict)
    layers: Mapping[int, int] = field(default_factory=dict)
    deepest: int = 0
    came: Mapping[int, Mapping[int, tuple[int, int]]] | None = None


def of_flow(flow: Flow) -> Kept:
    """What is kept of a flow whose nodes are committees' ids."""
    sums: dict[str, int] = {}
    named: dict[int, int] = {}
    for (node, source), cents in flow.entries.items():
        name = str(node)
        sums[name] = sums.get(name, 0) + cents
        if source in NAMED:
            named[int(name[1:])] = named.get(int(name[1:]), 0) + cents
    kept = set(sorted(sums, key=lambda one: (-sums[one], one))[:COMMITTEES_KEPT])
    entries: dict[tuple[str, str, int], int] = {}
    for (node, source), cents in flow.entries.items():
        name = str(node) if str(node) in kept else SMALLER
        key = name, str(source), flow.layers[node]
        entries[key] = entries.get(key, 0) + cents
    steps = sorted(flow.steps.items(), key=lambda one: (-one[1], str(one[0])))[:STEPS_KEPT]
    return Kept(
        [(*key, cents) for key, cents in entries.items()],
        [(str(giver), str(recipient), cents) for (giver, recipient), cents in steps],
        named,
        {int(str(node)[1:]): layer for node, layer in flow.layers.items()},
        max((flow.layers[node] for node, _ in flow.entries), default=0),
    )


@dataclass
class Network:
    """Pools of all committees, in cents above zero. `nodes` are their numbers in order; the rest
    are places in it: what came into `at` from `source` (CODES), and what `giver` gave to `taker`.
    """

    nodes: Any
    at: Any
    source: Any
    cents: Any
    giver: Any
    taker: Any
    passed: Any

    def __post_init__(self) -> None:
        size = len(self.nodes)
        self.outside = np.bincount(self.at, weights=self.cents, minlength=size)
        self.total = self.outside + np.bincount(self.taker, weights=self.passed, minlength=size)
        self.share = self.cents / self.total[self.at]
        self.back = csr_matrix((self.passed, (self.taker, self.giver)), (size, size))
        self.grounded = self._grounded()
        use = self.grounded[self.taker]
        self.step_giver, self.step_taker = self.giver[use], self.taker[use]
        self.step_share = self.passed[use] / self.total[self.step_taker]
        self.passing = csr_matrix(
            (self.step_share, (self.step_giver, self.step_taker)), (size,) * 2
        )

    def _grounded(self) -> Any:
        """The pools into which some money came from outside, directly or through others."""
        found = (self.outside > 0) | (self.total == 0)
        while True:
            more = found | ((self.back @ found.astype(np.float64)) > 0)
            if (more == found).all():
                return found
            found = more

    @cached_property
    def ids(self) -> Any:
        """The committees' ids, in the order of the nodes."""
        return np.array([f"C{number:08d}" for number in self.nodes.tolist()], dtype=object)

    def trace(self, committee: int, cents: int) -> Kept:
        """Follow `cents` spent by a committee. Raises TraceError as money_flow.trace does."""
        start = int(np.searchsorted(self.nodes, committee))
        if start == len(self.nodes) or self.nodes[start] != committee:
            return Kept([(f"C{committee:08d}", EMPTY, 0, cents)], layers={committee: 0})
        reached, layer = self._reach(start)
        passes = self._passes(start, reached, cents)
        touched = passes[self.at] * self.grounded[self.at] > 0
        empty = reached[self.total[reached] == 0]
        closed = reached[(self.total[reached] > 0) & ~self.grounded[reached]]
        at = np.concatenate([self.at[touched], empty, closed])
        source = np.concatenate([
            self.source[touched], np.full(len(empty), UNKNOWN), np.full(len(closed), _CIRCLE),
        ])  # fmt: skip
        shares = np.concatenate(
            [passes[self.at[touched]] * self.share[touched], passes[empty], passes[closed]]
        )
        parts = whole_parts(shares, cents, (source, at))
        there = parts > 0
        at, source, parts = at[there], source[there], parts[there]
        # Not np.isin, which takes ten times as long for so few codes.
        is_named = (source[:, None] == _NAMED).any(axis=1)
        named = np.bincount(at[is_named], weights=parts[is_named], minlength=len(self.nodes))
        with_names = np.flatnonzero(named)
        return Kept(
            self._entries(at, source, parts, layer),
            self._steps(passes, cents),
            dict(
                zip(
                    self.nodes[with_names].tolist(),
                    named[with_names].astype(np.int64).tolist(),
                    strict=True,
                )
            ),
            dict(zip(self.nodes[reached].tolist(), layer[reached].tolist(), strict=True)),
            int(layer[at].max()) if len(at) else 0,
        )

    def _reach(self, start: int) -> tuple[Any, Any]:
        """The places that money of `start` can have come through, and how far each is from it."""
        order, before = breadth_first_order(self.back, start)
        layer = np.zeros(len(self.nodes), dtype=np.int64)
        for one in order[1:].tolist():
            layer[one] = layer[before[one]] + 1
        return order, layer

    def _passes(self, start: int, reached: Any, cents: int) -> Any:
        """How often an average spent dollar passes through each pool (see money_flow)."""
        wanted = np.zeros(len(self.nodes))
        wanted[start] = 1.0
        found, moving = wanted.copy(), wanted
        for _ in range(ROUNDS):
            moving = self.passing @ moving
            found += moving
            if float(moving.sum()) * cents < NEGLIGIBLE:
                break
        else:
            part = self.passing[reached][:, reached]
            system = (identity(len(reached), format="csc") - part).tocsc()
            found = np.zeros(len(self.nodes))
            found[reached] = solve(self.ids[start], system, wanted[reached])
        lost = float(np.abs(wanted - found + self.passing @ found).sum())
        if not lost * cents < 0.5:
            raise circling(self.ids[start])
        return np.maximum(found, 0.0)

    def _entries(
        self, at: Any, source: Any, parts: Any, layer: Any
    ) -> list[tuple[str, str, int, int]]:
        by_node = np.bincount(at, weights=parts, minlength=len(self.nodes))
        order = np.lexsort((np.arange(len(by_node)), -by_node))[:COMMITTEES_KEPT]
        kept = np.zeros(len(by_node), dtype=bool)
        kept[order] = by_node[order] > 0
        mine = kept[at]
        found = [
            (name, _NAMES[code], depth, part)
            for name, code, depth, part in zip(
                self.ids[at[mine]].tolist(),
                source[mine].tolist(),
                layer[at[mine]].tolist(),
                parts[mine].tolist(),
                strict=True,
            )
        ]
        rest = ~mine
        if rest.any():
            # Sources are below zero, and layers fewer than a thousand.
            keys = -source[rest].astype(np.int64) * 1000 + layer[at[rest]]
            groups, which = np.unique(keys, return_inverse=True)
            sums = np.bincount(which, weights=parts[rest])
            found += [
                (SMALLER, _NAMES[-(key // 1000)], key % 1000, int(amount))
                for key, amount in zip(groups.tolist(), sums.tolist(), strict=True)
            ]
        return found

    def _steps(self, passes: Any, cents: int) -> list[tuple[str, str, int]]:
        amounts = np.rint(passes[self.step_taker] * self.step_share * cents).astype(np.int64)
        there = np.flatnonzero(amounts)
        order = there[
            np.lexsort((self.step_taker[there], self.step_giver[there], -amounts[there]))
        ][:STEPS_KEPT]
        return list(
            zip(
                self.ids[self.step_giver[order]].tolist(),
                self.ids[self.step_taker[order]].tolist(),
                amounts[order].tolist(),
                strict=True,
            )
        )


def whole_parts(shares: Any, cents: int, names: tuple[Any, ...]) -> Any:
    """As money_flow.whole_cents, of an array: whole cents that add up exactly.

    Remainders that differ by less than the computer's own rounding are equal; of those the first by
    `names` (the last of them first) get the cents that are left.
    """
    whole = float(shares.sum())
    if not len(shares) or whole <= 0:
        return np.zeros(len(shares), dtype=np.int64)
    # Divided first: cents over a whole that is next to nothing would be infinite.
    exact = shares / whole * cents
    parts = np.floor(exact + 1e-6).astype(np.int64)
    left = cents - int(parts.sum())
    remainders = np.round(exact - parts, 4)
    if left < 0:
        order = np.lexsort((*names, remainders))
        order = order[parts[order] > 0][:-left]
        parts[order] -= 1
    else:
        order = np.lexsort((*names, -remainders))
        # There are never more cents left than parts, but for the rounding of the sum itself.
        each, left = divmod(left, len(order))
        parts += each
        parts[order[:left]] += 1
    return parts
