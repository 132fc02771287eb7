"""Funders of attacks who also gave to a rival of the one attacked."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from expenditures.connections import spending
from expenditures.connections.evidence import WEIGHTS, Found, Party, Step, certainty_of, only
from expenditures.connections.words import between, dollars, per_cent, same
from expenditures.connections.world import World
from filings.said import listed, person


def find(world: World) -> Iterator[Found]:
    """One for each race, group and funder."""
    found: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in world.rows("connections_rival.sql"):
        found[row[:5]].append(row)
    attacks = spending.spent_in_races(world)
    for (election_id, spender_id, *_), rows in found.items():
        about = [step for step in attacks[election_id, spender_id] if step.kind == "spent_against"]
        yield _one(world, election_id, spender_id, about, rows)


def find_staff(world: World) -> Iterator[Found]:
    """Companies that fund an attack, whose people gave to a rival: one for each race and group."""
    attacks = spending.spent_in_races(world)
    found: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in world.rows("connections_staff.sql"):
        found[row[:3]].append(row)
    for (election_id, spender_id, _), rows in found.items():
        about = [step for step in attacks[election_id, spender_id] if step.kind == "spent_against"]
        yield _of_staff(world, rows, about)


def _of_staff(world: World, rows: list[Any], attacks: list[Step]) -> Found:
    election_id, spender_id, form, name, gave, share, since, until, count, names, zips = rows[0][
        :11
    ]
    company, spender = Party("organization", form, name), world.committee(spender_id)
    race, share = world.races[election_id], _tenth(share)
    given = [
        Step("staff_gave_candidate", company, world.candidate(candidate_id), amount, rows_given,
             first, last, names=tuple(employers))
        for *_, candidate_id, amount, rows_given, first, last, employers in rows
    ]  # fmt: skip
    gifts = listed(
        [
            f"{dollars(step.amount or Decimal(0))} to {person(step.target.name)}’s campaign"
            for step in given
        ]
    )
    spent = sum((step.amount or Decimal(0) for step in attacks), Decimal(0))
    roles = {world.race(election_id): "race", spender: "spender", company: "funder"}
    roles |= {step.target: "rival" for step in given} | spending.roles(attacks)
    return Found(
        "rival",
        (race.path, spender_id, f"staff:{form}"),
        spender_id,
        spent,
        spent * share / 100 * WEIGHTS["possible"],
        "possible",
        f"{name} gave {dollars(gave)} to {spender.name} {between(since, until)},"
        f" {per_cent(share)} {world.of_all(spender.key)}; the"
        f" group spent {spending.said(attacks)} in {race.said}. People who name that company as"
        f" their employer gave {gifts}.",
        (
            Step("gave", company, spender, gave, count, since, until, names=tuple(names),
                 zip=only(zips), share=share),
            *attacks,
            *given,
        ),
        roles,
        election_id,
        share,
        min((step.first for step in (*attacks, *given) if step.first), default=None),
        max((step.last for step in (*attacks, *given) if step.last), default=None),
    )  # fmt: skip


def _one(
    world: World, election_id: int, spender_id: str, attacks: list[Step], rows: list[Any]
) -> Found:
    first = rows[0]
    giver_id, kind, key, name, is_settled, gave, share, since, until = first[2:11]
    spender, race = world.committee(spender_id), world.races[election_id]
    funder = world.committee(giver_id) if giver_id else world.donor(kind, key, name)
    places = {place for row in rows for place in (*(row[12] or ()), *(row[-1] or ()))}
    certainty = certainty_of(funder, places, is_settled=bool(is_settled))
    steps = [
        Step(
            "passed" if giver_id else "gave", funder, spender, gave, first[13] or 0, since, until,
            names=tuple(first[11] or ()), zip=only(first[12]), share=_tenth(share),
        )
    ]  # fmt: skip
    steps += attacks
    for *_, candidate_id, amount, count, begun, ended, names, zips in rows:
        steps.append(
            Step("gave_candidate", funder, world.candidate(candidate_id), amount, count, begun,
                 ended, names=tuple(names), zip=only(zips))
        )  # fmt: skip
    spent = sum((step.amount or Decimal(0) for step in attacks), Decimal(0))
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
        _sentence(world, funder, spender, steps, race.said, certainty),
        tuple(steps),
        roles,
        election_id,
        _tenth(share),
        min((step.first for step in steps if step.first), default=None),
        max((step.last for step in steps if step.last), default=None),
    )


def _sentence(
    world: World, funder: Party, spender: Party, steps: list[Step], race: str, certainty: str
) -> str:
    who = person(funder.name) if funder.kind == "person" else funder.name
    gave = steps[0]
    attacks = spending.said([step for step in steps if step.kind == "spent_against"])
    gifts = listed(
        [
            f"{dollars(step.amount or Decimal(0))} to {person(step.target.name)}’s campaign"
            for step in steps
            if step.kind == "gave_candidate"
        ]
    )
    also = same(funder.kind, certainty)
    return (
        f"{who} gave {dollars(gave.amount or Decimal(0))} to {spender.name}"
        f" {between(gave.first, gave.last)}, {per_cent(gave.share or Decimal(0))}"
        f" {world.of_all(spender.key)}; the group spent {attacks} in"
        f" {race}. {also[:1].upper()}{also[1:]} also gave {gifts}."
    )


def _tenth(share: Decimal) -> Decimal:
    return min(share, Decimal(100)).quantize(Decimal("0.1"))
