"""Industries behind an attack, and behind the campaign of a rival of the one attacked."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from expenditures.connections.evidence import WEIGHTS, Found, Party, Step
from expenditures.connections.words import dollars, per_cent
from expenditures.connections.world import World
from filings.said import listed, person

# Industries follow from rules and names.
CERTAINTY = "possible"
# So many rivals are named in the sentence; the path has all of them.
NAMED = 3


def find(world: World) -> Iterator[Found]:
    """One for each race, group, candidate attacked and industry, with all rivals it gave to."""
    found: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in world.rows("connections_industry.sql"):
        found[row[:4]].append(row)
    for rows in found.values():
        yield _one(world, sorted(rows, key=lambda row: (-row[13], row[12])))


def _one(world: World, rows: list[Any]) -> Found:
    election_id, spender_id, attacked_id, slug, name, amount, share = rows[0][:7]
    spent, count, first, last, codes = rows[0][7:12]
    race = world.races[election_id]
    industry, spender = Party("industry", slug, name), world.committee(spender_id)
    attacked = world.candidate(attacked_id)
    share = min(share, Decimal(100)).quantize(Decimal("0.1"))
    gifts = [
        Step("industry_gave", industry, world.candidate(rival_id), gave, gave_rows)
        for *_, rival_id, gave, gave_rows in rows
    ]
    return Found(
        "industry",
        (race.path, spender_id, attacked_id, slug),
        spender_id,
        spent,
        spent * share / 100 * WEIGHTS[CERTAINTY],
        CERTAINTY,
        f"By the tags and the trace here, {dollars(amount)} ({per_cent(share)}) of the"
        f" {dollars(spent)} that {spender.name} spent against {person(attacked.name)} in"
        f" {race.said} was money of one industry: {name}. People and committees of the same"
        f" industry gave {_gave(gifts)} in the {world.cycle - 1}–{world.cycle} cycle.",
        (
            Step("industry_funds", industry, spender, amount, share=share, codes=tuple(codes)),
            Step("spent_against", spender, attacked, spent, count, first, last, codes=tuple(codes)),
            *gifts,
        ),
        {
            world.race(election_id): "race",
            spender: "spender",
            industry: "industry",
            attacked: "attacked",
        }
        | {step.target: "rival" for step in gifts},
        election_id,
        share,
        first,
        last,
    )


def _gave(gifts: list[Step]) -> str:
    """To whom, the largest first; those beyond are counted."""
    said = [
        f"{dollars(step.amount or Decimal(0))} to {person(step.target.name)}’s campaign"
        for step in gifts[:NAMED]
    ]
    if (beyond := len(gifts) - NAMED) > 0:
        others = "other candidate" if beyond == 1 else "other candidates"
        said.append(f"smaller sums to {beyond} {others} in the race")
    return listed(said)
