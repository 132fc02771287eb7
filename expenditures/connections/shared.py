"""Committees in one race that share a treasurer, an address or a bank."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from expenditures.connections import spending
from expenditures.connections.evidence import WEIGHTS, Found, Party, Step
from expenditures.connections.words import dollars
from expenditures.connections.world import World
from filings.said import listed, person

# What is shared, by its words in a sentence. A street is compared and never shown.
THINGS = {
    "treasurer": "the treasurer {}",
    "ZIP code": "the nine-digit ZIP code {}",
    "address": "the same street address in {}",
    "bank": "the bank {}",
}


def find(world: World) -> Iterator[Found]:
    """One for each race and pair of committees, whatever they share."""
    pairs: dict[tuple[int, str, str], list[Any]] = defaultdict(list)
    for row in world.rows("connections_shared.sql"):
        pairs[row[0], row[1], row[3]].append(row)
    spent = spending.spent_in_races(world)
    for (election_id, spender_id, _), rows in pairs.items():
        yield _one(world, rows, spent[election_id, spender_id])


def _one(world: World, rows: list[Any], spent: list[Step]) -> Found:
    election_id, spender_id, amount, other_id, other_amount, candidate_id = rows[0][:6]
    race, spender, other = world.races[election_id], *map(world.committee, (spender_id, other_id))
    steps = []
    shared: dict[str, str] = {}
    fewest = min(row[8] for row in rows)
    for *_, what, said, sharing, filing, other_filing in rows:
        if what in shared:
            continue
        name = person(said) if what == "treasurer" else said
        shared[what] = THINGS[what].format(name)
        numbers = sorted({one for one in (filing, other_filing) if one}, reverse=True)
        steps.append(
            Step("shares", spender, other, rows=sharing, words=shared[what], filings=tuple(numbers))
        )
    # An address is in its nine-digit ZIP code: both say one thing.
    if "address" in shared and (code := shared.pop("ZIP code", "")):
        steps = [step for step in steps if step.words != code]
    certainty = "same_name" if len(shared) > 1 else "possible"
    roles: dict[Party, str] = {
        world.race(election_id): "race", spender: "spender", other: "sharing",
    }  # fmt: skip
    roles |= spending.roles(spent)
    what_spent = f"{spender.name}, which spent {dollars(amount)} in {race.said},"
    if candidate_id:
        candidate = world.candidate(candidate_id)
        roles.setdefault(candidate, "candidate")
        whose = f"{other.name}, the campaign committee of {person(candidate.name)},"
    else:
        whose = f"{other.name}, which spent {dollars(other_amount)} in it,"
    return Found(
        "shared",
        # Which of the two spent more may change, and who they are does not.
        (race.path, *sorted((spender_id, other_id))),
        spender_id,
        amount,
        amount / max(1, fewest - 1) * WEIGHTS[certainty],
        certainty,
        f"{what_spent} and {whose} have in common, by their registrations:"
        f" {listed(list(shared.values()))}.",
        (*steps, *spent),
        roles,
        election_id,
        None,
        min((step.first for step in spent if step.first), default=None),
        max((step.last for step in spent if step.last), default=None),
    )
