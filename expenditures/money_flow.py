"""Whose money a committee spends: from an expenditure back through committees to where it came in.

A pool is what a committee had to spend from: cents by source. Money leaves a pool in proportion to
what is in it, so that each cent spent is made up of its sources as the whole pool is. Where a
source is another committee, that committee's pool is asked in turn, to the end.

Money may go in circles: A gave to B, which gave to A. Nothing is cut then. How often an average
dollar passes through each pool is the solution of a linear system over all pools that can be
reached; what comes in from outside, pool by pool, is what ends there. A circle that nothing came
into from outside has no source, and is said to have none.

Nothing here knows the database or what a source is; `money_books` fills pools from filings.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from math import ldexp
from typing import Any

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix, identity
from scipy.sparse.linalg import splu

from expenditures.money_sources import CIRCLE, EMPTY
from filings.fec.errors import FinanceTrackerError

# After so many rounds a circle is solved instead of walked, and so little of a cent may still walk.
ROUNDS, NEGLIGIBLE = 100, 1e-3

Node = Hashable
Entry = tuple[Node, Hashable]


class TraceError(FinanceTrackerError):
    """Money that could not be traced to within half a cent."""


@dataclass(frozen=True)
class Pool:
    """What a committee spends from, in cents, none of them negative.

    outside: by source, money that came in from no other committee. inside: by the pool it came
    from.
    """

    outside: Mapping[Hashable, int] = field(default_factory=dict)
    inside: Mapping[Node, int] = field(default_factory=dict)

    @property
    def cents(self) -> int:
        """All that is in it."""
        return sum(self.outside.values()) + sum(self.inside.values())


@dataclass(frozen=True)
class Flow:
    """Where some spent money came in, and on which ways it went.

    entries: cents by (pool, source); they add up to what was spent, to the cent. steps: cents that
    passed from one pool to the next, rounded one by one. layers: the fewest committees between a
    pool and the spender, whose own is 0.
    """

    cents: int
    entries: Mapping[Entry, int]
    steps: Mapping[tuple[Node, Node], int]
    layers: Mapping[Node, int]


def trace(start: Node, cents: int, pool_of: Callable[[Node], Pool]) -> Flow:
    """Follow `cents` spent out of the pool `start` back to where they came in.

    Raises TraceError where rounding inside the computer might shift half a cent, as it would if
    nearly all of a big circle's money went round for ever.
    """
    pools, layers = _reach(start, pool_of)
    nodes = list(pools)
    grounded = _grounded(pools)
    passes = _passes(start, nodes, pools, grounded, cents)
    shares: dict[Entry, float] = {}
    steps: dict[tuple[Node, Node], int] = {}
    for node, times in zip(nodes, passes, strict=True):
        pool = pools[node]
        total = pool.cents
        if not total:
            shares[node, EMPTY] = times
        elif node not in grounded:
            shares[node, CIRCLE] = times
        else:
            for source, part in pool.outside.items():
                if part:
                    shares[node, source] = times * (part / total)
            for other, part in pool.inside.items():
                if step := round(times * (part / total) * cents):
                    steps[other, node] = step
    return Flow(cents, whole_cents(shares, cents), steps, layers)


def whole_cents(shares: Mapping[Entry, float], cents: int) -> dict[Entry, int]:
    """Split cents in proportion to shares, so that the parts add up exactly.

    Each part is rounded down, and the cents that are left go to the largest remainders; equal ones
    in the order of their names, so that the order in which sources were read plays no part.
    """
    # Whole numbers from here on, so that no cent is lost to a rounding of the sum.
    weights = {entry: int(ldexp(share, 80)) for entry, share in shares.items() if share > 0}
    whole = sum(weights.values())
    if not whole:
        return {}
    parts: dict[Entry, int] = {}
    remainders: dict[Entry, int] = {}
    for entry, weight in weights.items():
        parts[entry], rest = divmod(weight * cents, whole)
        # Remainders that differ by less than the computer's own rounding are equal.
        remainders[entry] = rest * 10**9 // whole
    left = cents - sum(parts.values())
    for entry in sorted(parts, key=lambda one: (-remainders[one], repr(one)))[:left]:
        parts[entry] += 1
    return {entry: part for entry, part in parts.items() if part}


def _reach(
    start: Node, pool_of: Callable[[Node], Pool]
) -> tuple[dict[Node, Pool], dict[Node, int]]:
    """All pools that money in `start` can have come through, nearest first."""
    pools = {start: pool_of(start)}
    layers = {start: 0}
    frontier = [start]
    while frontier:
        following: list[Node] = []
        for node in frontier:
            for other, part in pools[node].inside.items():
                if part and other not in pools:
                    pools[other] = pool_of(other)
                    layers[other] = layers[node] + 1
                    following.append(other)
        frontier = following
    return pools, layers


def _grounded(pools: Mapping[Node, Pool]) -> set[Node]:
    """The pools into which some money came from outside, directly or through others."""
    fed: dict[Node, list[Node]] = {}
    for node, pool in pools.items():
        for other, part in pool.inside.items():
            if part:
                fed.setdefault(other, []).append(node)
    # An empty pool is an end as well: money came out of it, though nobody said how it got there.
    found = {node for node, pool in pools.items() if any(pool.outside.values()) or not pool.cents}
    waiting = list(found)
    while waiting:
        for node in fed.get(waiting.pop(), ()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found


def _passes(
    start: Node,
    nodes: list[Node],
    pools: Mapping[Node, Pool],
    grounded: set[Node],
    cents: int,
) -> list[float]:
    """How often an average spent dollar passes through each pool.

    With q the part of each pool that came from each other one, this is y = e + transposed(q) y, in
    which e is the start. Each dollar that is missing in an inexact y would end somewhere once, so
    the sum of what is left over in that equation bounds the error of all parts together.
    """
    place = {node: number for number, node in enumerate(nodes)}
    rows, columns, values = [], [], []
    for node in nodes:
        pool = pools[node]
        total = pool.cents
        if node in grounded and total:
            for other, part in pool.inside.items():
                if part:
                    rows.append(place[other])
                    columns.append(place[node])
                    values.append(part / total)
    size = len(nodes)
    wanted = np.zeros(size)
    wanted[place[start]] = 1.0
    if not values:
        return [float(one) for one in wanted]
    system = identity(size, format="csc") - csc_matrix((values, (rows, columns)), (size, size))
    # Most money leaves a circle on its first rounds, so that going round is soon done. What still
    # goes round after these is solved for at once.
    found, moving = wanted.copy(), wanted
    passing = csr_matrix(system - identity(size)) * -1.0
    for _ in range(ROUNDS):
        moving = passing @ moving
        found += moving
        if float(moving.sum()) * cents < NEGLIGIBLE:
            break
    else:
        found = solve(start, system, wanted)
    lost = float(np.abs(wanted - system @ found).sum())
    if not lost * cents < 0.5:
        raise circling(start)
    return [max(float(one), 0.0) for one in found]


def solve(start: Node, system: Any, wanted: Any) -> Any:
    """How often a dollar passes through each pool, by elimination; raises TraceError."""
    try:
        solver = splu(system)
    except RuntimeError as error:  # scipy's word for a matrix that is singular within rounding
        raise circling(start) from error
    found = solver.solve(wanted)
    # One refinement takes out what the elimination lost.
    return found + solver.solve(wanted - system @ found)


def circling(start: Node) -> TraceError:
    """The error of a circle that cannot be solved to within half a cent."""
    return TraceError(
        f"The money of {start} runs in a circle that lets almost nothing out.",
        remedy="Look at the transfers between the committees around it: one may be misread.",
    )
