"""Funders of attacks who also gave to a rival of the one attacked."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from expenditures.connections.evidence import WEIGHTS, Found, Party, Step, only
from expenditures.connections.words import between, dollars, per_cent
from expenditures.connections.world import World
from filings.said import listed, person


def find(world: World) -> Iterator[Found]:
    """One for each race, group and funder."""
    found: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in world.rows("connections_rival.sql"):
        found[row[:5]].append(row)
    attacks: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for row in world.connection.execute(
        "SELECT election_id, spender_id, candidate_id, amount, rows, first_day, last_day, codes"
        "  FROM spent WHERE side = 'O' ORDER BY amount DESC, candidate_id"
    ):
        attacks[row[0], row[1]].append(row)  # type: ignore[index]
    for (election_id, spender_id, *_), rows in found.items():
        yield _one(world, election_id, spender_id, attacks[election_id, spender_id], rows)


def _one(
    world: World, election_id: int, spender_id: str, attacks: list[Any], rows: list[Any]
) -> Found:
    first = rows[0]
    giver_id, kind, key, name, is_settled, gave, share, since, until = first[2:11]
    spender, race = world.committee(spender_id), world.races[election_id]
    funder = world.committee(giver_id) if giver_id else world.donor(kind, key, name)
    certainty = "identified" if giver_id or is_settled or kind == "organization" else "same_name"
    steps = [
        Step(
            "passed" if giver_id else "gave", funder, spender, gave, first[13] or 0, since, until,
            names=tuple(first[11] or ()), zip=only(first[12]), share=_tenth(share),
        )
    ]  # fmt: skip
    for _, _, candidate_id, amount, count, begun, ended, codes in attacks:
        steps.append(
            Step("spent_against", spender, world.candidate(candidate_id), amount, count, begun,
                 ended, codes=tuple(codes))
        )  # fmt: skip
    for *_, candidate_id, amount, count, begun, ended, names, zips in rows:
        steps.append(
            Step("gave_candidate", funder, world.candidate(candidate_id), amount, count, begun,
                 ended, names=tuple(names), zip=only(zips))
        )  # fmt: skip
    spent = sum((row[3] for row in attacks), Decimal(0))
    roles = {world.race(election_id): "race", spender: "spender", funder: "funder"}
    roles |= {step.target: "attacked" for step in steps if step.kind == "spent_against"}
    roles |= {step.target: "rival" for step in steps if step.kind == "gave_candidate"}
    return Found(
        "rival",
        (race.path, spender_id, giver_id or f"{kind}:{key}"),
        spender_id,
        spent,
        spent * min(share, Decimal(100)) / 100 * WEIGHTS[certainty],
        certainty,
        _sentence(world, funder, spender, steps, race.said),
        tuple(steps),
        roles,
        election_id,
        _tenth(share),
        min((step.first for step in steps if step.first), default=None),
        max((step.last for step in steps if step.last), default=None),
    )


def _sentence(world: World, funder: Party, spender: Party, steps: list[Step], race: str) -> str:
    who = person(funder.name) if funder.kind == "person" else funder.name
    gave = steps[0]
    attacks = listed(
        [
            f"{dollars(step.amount or Decimal(0))} against {person(step.target.name)}"
            for step in steps
            if step.kind == "spent_against"
        ]
    )
    gifts = listed(
        [
            f"{dollars(step.amount or Decimal(0))} to {person(step.target.name)}’s campaign"
            for step in steps
            if step.kind == "gave_candidate"
        ]
    )
    also = "The same committee" if funder.kind == "committee" else "The same donor"
    if funder.kind == "person":
        also = "A donor of the same name and ZIP code"
    return (
        f"{who} gave {dollars(gave.amount or Decimal(0))} to {spender.name}"
        f" {between(gave.first, gave.last)}, {per_cent(gave.share or Decimal(0))} of what it"
        f" received in the {world.cycle - 1}–{world.cycle} cycle; the group spent {attacks} in"
        f" {race}. {also} also gave {gifts}."
    )


def _tenth(share: Decimal) -> Decimal:
    return min(share, Decimal(100)).quantize(Decimal("0.1"))
