"""The slow twin of the trace: each dollar's way walked by hand, in exact fractions."""

from collections.abc import Hashable, Mapping
from fractions import Fraction

from expenditures.money_flow import Pool
from expenditures.money_sources import CIRCLE, EMPTY

Graph = Mapping[Hashable, Pool]


def shares(start: Hashable, graph: Graph) -> dict[tuple[Hashable, Hashable], Fraction]:
    """What part of a dollar spent by `start` came in where, by Gauss's elimination in fractions."""
    nodes = sorted(_reached(start, graph), key=repr)
    closed = {node for node in nodes if not _has_an_end(node, graph)}
    # y[n] = [n is start] + the sum over m of y[m] times the part of m that came from n.
    rows = []
    for node in nodes:
        row = [Fraction(int(node == other)) for other in nodes] + [Fraction(int(node == start))]
        for place, other in enumerate(nodes):
            part = graph[other].inside.get(node, 0)
            if part and other not in closed:
                row[place] -= Fraction(part, graph[other].cents)
        rows.append(row)
    passes = dict(zip(nodes, _eliminate(rows), strict=True))
    found: dict[tuple[Hashable, Hashable], Fraction] = {}
    for node, times in passes.items():
        pool = graph[node]
        if not pool.cents:
            found[node, EMPTY] = times
        elif node in closed:
            found[node, CIRCLE] = times
        else:
            for source, part in pool.outside.items():
                found[node, source] = times * Fraction(part, pool.cents)
    return {entry: share for entry, share in found.items() if share}


def walked(
    start: Hashable, graph: Graph, deep: int
) -> tuple[dict[tuple[Hashable, Hashable], Fraction], Fraction]:
    """The same by walking every path of at most `deep` steps, and the part still on its way."""
    found: dict[tuple[Hashable, Hashable], Fraction] = {}
    under_way = {start: Fraction(1)}
    for _ in range(deep):
        following: dict[Hashable, Fraction] = {}
        for node, share in under_way.items():
            pool = graph[node]
            if not pool.cents:
                found[node, EMPTY] = found.get((node, EMPTY), Fraction(0)) + share
                continue
            for source, part in pool.outside.items():
                entry = (node, source)
                found[entry] = found.get(entry, Fraction(0)) + share * Fraction(part, pool.cents)
            for other, part in pool.inside.items():
                following[other] = following.get(other, Fraction(0)) + share * Fraction(
                    part, pool.cents
                )
        under_way = following
    return {entry: share for entry, share in found.items() if share}, sum(
        under_way.values(), Fraction(0)
    )


def _reached(start: Hashable, graph: Graph) -> set[Hashable]:
    found, waiting = {start}, [start]
    while waiting:
        for other, part in graph[waiting.pop()].inside.items():
            if part and other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _has_an_end(node: Hashable, graph: Graph) -> bool:
    return any(
        any(graph[one].outside.values()) or not graph[one].cents for one in _reached(node, graph)
    )


def _eliminate(rows: list[list[Fraction]]) -> list[Fraction]:
    size = len(rows)
    for place in range(size):
        pivot = next(number for number in range(place, size) if rows[number][place])
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [value / rows[place][place] for value in rows[place]]
        for number in range(size):
            if number != place and (times := rows[number][place]):
                rows[number] = [
                    value - times * other
                    for value, other in zip(rows[number], rows[place], strict=True)
                ]
    return [row[-1] for row in rows]
