"""What groups spent in races: as steps of a path, in words, and whom it was about."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from expenditures.connections.evidence import Party, Step
from expenditures.connections.words import dollars
from expenditures.connections.world import World
from filings.said import listed, person


def spent_in_races(world: World) -> dict[tuple[int, str], list[Step]]:
    """What each group spent for and against candidates, by race and group, the largest first."""
    found: dict[tuple[int, str], list[Step]] = defaultdict(list)
    rows: list[Any] = world.connection.execute(
        "SELECT election_id, spender_id, candidate_id, side, amount, rows, first_day, last_day,"
        " codes FROM spent ORDER BY amount DESC, candidate_id, side"
    ).fetchall()
    for election_id, spender_id, candidate_id, side, amount, count, first, last, codes in rows:
        found[election_id, spender_id].append(
            Step("spent_for" if side == "S" else "spent_against", world.committee(spender_id),
                 world.candidate(candidate_id), amount, count, first, last, codes=tuple(codes))
        )  # fmt: skip
    return found


def said(steps: list[Step]) -> str:
    """Spending in a sentence: "$400,000 against Jimmy Gomez and $2,000 for Robert Ahn"."""
    return listed(
        [
            f"{dollars(step.amount or Decimal(0))}"
            f" {'for' if step.kind == 'spent_for' else 'against'} {person(step.target.name)}"
            for step in steps
        ]
    )


def roles(steps: list[Step]) -> dict[Party, str]:
    """The candidates that some money was spent on: attacked, else supported."""
    supported = {step.target: "supported" for step in steps if step.kind == "spent_for"}
    return supported | {step.target: "attacked" for step in steps if step.kind == "spent_against"}
