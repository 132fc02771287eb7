"""Groups with one main funder, and groups launched with one funder's money."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from expenditures.connections import spending
from expenditures.connections.evidence import WEIGHTS, Found, Party, Step, certainty_of, only
from expenditures.connections.words import between, day, dollars, per_cent
from expenditures.connections.world import World
from filings.said import person

# A group may spend in hundreds of races: the pages of so many of the largest name it.
LARGEST = 20


def find_dominated(world: World) -> Iterator[Found]:
    """One for each group and main funder."""
    spent = _by_spender(world)
    for row in world.rows("connections_dominated.sql"):
        received = row[14]
        gave, about = _gave(world, row), spent[row[0]]
        who, group = name_of(gave.source), world.committee(row[0])
        held = f", and held {dollars(row[15])} when it began" if row[15] > 0 else ""
        yield _found(
            world, "dominated", row, gave, about,
            (
                gave,
                Step("received", group, group, received, words=f"in the whole cycle{held}"),
                *(step for _, step in about),
            ),
            f"{who} gave {dollars(row[7])} to {group.name} {between(row[9], row[10])}:"
            f" {per_cent(gave.share or Decimal(0))}"
            f" {world.of_all(row[0], whole=f'the {dollars(received)} that')}."
            f" It spent {dollars(row[1])} for and against candidates{_mostly(about)}.",
        )  # fmt: skip


def find_launched(world: World) -> Iterator[Found]:
    """One for each group and the funder of its first money."""
    spent = _by_spender(world)
    for row in world.rows("connections_launched.sql"):
        had, first_money, first_spent = row[14:17]
        gave = replace(_gave(world, row), until=max(first_money, first_spent))
        about = spent[row[0]]
        who, group = name_of(gave.source), world.committee(row[0])
        yield _found(
            world, "launched", row, gave, about,
            (
                Step("registered", group, group, had, first=first_money, last=first_money,
                     words="received its first itemized money"),
                gave,
                *(step for _, step in about),
            ),
            f"The first itemized money of {group.name} in these files came on {day(first_money)},"
            f" {_days((first_spent - first_money).days)} its first expenditure"
            f" ({day(first_spent)}). Of the {dollars(had)} that it had received by"
            f" {day(max(first_money, first_spent))}, {dollars(row[7])}"
            f" ({per_cent(gave.share or Decimal(0))}) were from {who}. In all it spent"
            f" {dollars(row[1])} for and against candidates{_mostly(about)}.",
        )  # fmt: skip


def name_of(party: Party) -> str:
    """A funder's name in a sentence."""
    return person(party.name) if party.kind == "person" else party.name


def _found(
    world: World, kind: str, row: Any, gave: Step, about: list[tuple[int, Step]],
    steps: tuple[Step, ...], sentence: str,
) -> Found:  # fmt: skip
    certainty = certainty_of(gave.source, row[13] or (), is_settled=bool(row[6]))
    share = gave.share or Decimal(0)
    roles = {world.committee(row[0]): "spender", gave.source: "funder"}
    roles |= {world.race(election_id): "race" for election_id, _ in about}
    return Found(
        kind,
        (row[0], row[2] or f"{row[3]}:{row[4]}"),
        row[0],
        row[1],
        row[1] * share / 100 * WEIGHTS[certainty],
        certainty,
        sentence,
        steps,
        roles | spending.roles([step for _, step in about]),
        None,
        share,
        gave.first,
        max((step.last for step in steps if step.last), default=None),
    )


def _gave(world: World, row: Any) -> Step:
    spender_id, _, giver_id, kind, key, name, _, amount, share, first, last, rows, names, zips = (
        row[:14]
    )
    funder = world.committee(giver_id) if giver_id else world.donor(kind, key, name)
    return Step(
        "passed" if giver_id else "gave", funder, world.committee(spender_id), amount, rows, first,
        last, names=tuple(names or ()), zip=only(zips),
        share=min(share, Decimal(100)).quantize(Decimal("0.1")),
    )  # fmt: skip


def _by_spender(world: World) -> dict[str, list[tuple[int, Step]]]:
    """The largest sums that each group spent on a candidate in a race."""
    found: dict[str, list[tuple[int, Step]]] = defaultdict(list)
    for (election_id, spender_id), steps in spending.spent_in_races(world).items():
        found[spender_id] += [(election_id, step) for step in steps]
    for spender_id, each in found.items():
        each.sort(key=lambda one: (-(one[1].amount or 0), one[1].target.key, one[1].kind))
        found[spender_id] = each[:LARGEST]
    return found


def _mostly(about: list[tuple[int, Step]]) -> str:
    if not about:
        return ""
    return f", the largest sum {spending.said([about[0][1]])}"


def _days(ahead: int) -> str:
    if ahead > 0:
        return "a day before" if ahead == 1 else f"{ahead} days before"
    if not ahead:
        return "the day of"
    return "a day after" if ahead == -1 else f"{-ahead} days after"
