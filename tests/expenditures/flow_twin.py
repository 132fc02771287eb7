"""The slow twin of the trace: each dollar's way walked by hand, in exact fractions."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from expenditures.money_flow import Pool
from expenditures.money_sources import CIRCLE, CODES, EMPTY

Graph = Mapping[Hashable, Pool]
# Committee, day, source, cents; of spending the last two are cents and what it was about.
Rows = Iterable[tuple[int, int, int, int]]


def shares(start: Hashable, graph: Graph) -> dict[tuple[Any, Any], Fraction]:
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


def piles(
    receipts: Rows,
    spending: Rows,
    undated: Callable[[int, int], Mapping[str, int]] = lambda committee, day: {},
) -> dict[Hashable, Pool]:
    """What the payments of each committee on each day were made of, the most recent money first.

    undated: by kind, what had come to a committee by a day without a row. Sources are kinds and the
    days they came in on, where they have one.
    """
    receipts, spending = list(receipts), list(spending)
    came: dict[int, list[list[Any]]] = defaultdict(list)
    paid: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    series: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for committee, day, source, cents in receipts:
        series[committee, source].append((day, cents))
    for (committee, source), rows in series.items():
        for day, cents in net(rows).items():
            came[committee].append([day, source, Fraction(cents)])
            if source > 0:
                paid[source][day] += cents
    for committee in {row[0] for row in spending}:
        for day, cents in kept_by_day(spending, committee):
            paid[committee][day] += cents
    graph: dict[Hashable, Pool] = defaultdict(Pool)
    for committee, by_day in paid.items():
        used: dict[str, Fraction] = defaultdict(Fraction)
        for day in sorted(by_day):
            outside: dict[Hashable, Any] = defaultdict(Fraction)
            inside: dict[Hashable, Any] = defaultdict(Fraction)
            wanted = Fraction(by_day[day])
            days = sorted({one[0] for one in came[committee] if one[0] < day}, reverse=True)
            for when in [*days, day]:
                lot = [one for one in came[committee] if one[0] == when]
                there = sum((one[2] for one in lot), Fraction(0))
                part = min(wanted, there) / there if there else Fraction(0)
                for one in lot:
                    moved = one[2] * part
                    one[2] -= moved
                    wanted -= moved
                    if one[1] > 0:
                        inside[one[1], when] += moved
                    else:
                        outside[CODES[one[1]], when] += moved
            held = undated(committee, day)
            for name in ("unitemized", "opening_cash"):
                moved = min(wanted, max(Fraction(0), held.get(name, 0) - used[name]))
                used[name] += moved
                outside[name] += moved
                wanted -= moved
            outside[EMPTY] += wanted
            graph[committee, day] = Pool(
                {one: cents for one, cents in outside.items() if cents},
                {one: cents for one, cents in inside.items() if cents},
            )
    return graph


def kind_of(source: Hashable) -> str:
    """A source of `piles` without its day."""
    return str(source[0] if isinstance(source, tuple) else source)


def kept_by_day(spending: Rows, committee: int) -> list[tuple[int, int]]:
    """What a committee spent by day, credits taken off what was about the same."""
    days: dict[int, int] = defaultdict(int)
    parts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one, day, cents, part in spending:
        if one == committee:
            parts[part].append((day, cents))
    for rows in parts.values():
        for day, cents in net(rows).items():
            days[day] += cents
    return sorted(days.items())


def net(rows: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Cents by day of one source, with what was refunded taken off the newest before it."""
    days: dict[int, int] = defaultdict(int)
    for day, cents in rows:
        days[day] += cents
    for day in sorted(days):
        if days[day] < 0:
            back, days[day] = -days[day], 0
            for before in sorted((one for one in days if one < day), reverse=True):
                taken = min(days[before], back)
                days[before] -= taken
                back -= taken
    return {day: cents for day, cents in days.items() if cents > 0}
