"""Money that reached a candidate by two routes, and donors at the limit who also fund a group."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from expenditures.connections import spending
from expenditures.connections.evidence import WEIGHTS, Found, Party, Step, certainty_of, only
from expenditures.connections.funders import name_of
from expenditures.connections.limits import limit_of
from expenditures.connections.words import dollars, per_cent, same
from expenditures.connections.world import World
from filings.codes import election_words
from filings.races import belongs
from filings.said import listed, person


def find_two_routes(world: World) -> Iterator[Found]:
    """One for each donor, committee and candidate."""
    for (
        kind, key, name, is_settled, via_id, gave, share, rows, first, last, names, zips,
        candidate_id, passed, passed_rows, passed_first, passed_last,
        direct, direct_rows, direct_first, direct_last, direct_names, direct_zips,
    ) in world.rows("connections_routes.sql"):  # fmt: skip
        donor, via = world.donor(kind, key, name), world.committee(via_id)
        candidate = world.candidate(candidate_id)
        certainty = certainty_of(donor, (*zips, *direct_zips), is_settled=is_settled)
        share = min(share, Decimal(100)).quantize(Decimal("0.1"))
        yield Found(
            "two_routes",
            (candidate_id, via_id, f"{kind}:{key}"),
            via_id,
            passed,
            passed * share / 100 * WEIGHTS[certainty],
            certainty,
            f"{name_of(donor)} gave {dollars(direct)} to {person(candidate.name)}’s campaign and"
            f" {_again(donor, certainty)}{dollars(gave)} to {via.name}, {per_cent(share)}"
            f" {world.of_all(via_id, 'that committee')}; {via.name} gave {dollars(passed)} to the"
            f" same campaign.",
            (
                Step("gave_candidate", donor, candidate, direct, direct_rows, direct_first,
                     direct_last, names=tuple(direct_names), zip=only(direct_zips)),
                Step("gave", donor, via, gave, rows, first, last, names=tuple(names),
                     zip=only(zips), share=share),
                Step("gave_candidate", via, candidate, passed, passed_rows, passed_first,
                     passed_last),
            ),
            {donor: "funder", via: "via", candidate: "supported"},
            None,
            share,
            min((one for one in (first, direct_first) if one), default=None),
            max((one for one in (passed_last, last, direct_last) if one), default=None),
        )  # fmt: skip


def find_at_limit(world: World) -> Iterator[Found]:
    """One for each race, group, candidate and donor."""
    limit = limit_of(world.cycle)
    if limit is None:
        return
    spent = spending.spent_in_races(world)
    for about_one, by_code in groupby(
        world.rows("connections_limit.sql", limit=limit), key=lambda row: row[:16]
    ):
        (
            election_id, spender_id, candidate_id, helped, part, kind, key, name, is_settled,
            gave, share, first, last, rows, names, zips,
        ) = about_one  # fmt: skip
        race, spender = world.races[election_id], world.committee(spender_id)
        full = [row[16:] for row in by_code if belongs(row[16], race, has_special=race.has_special)]
        if not full:
            continue
        codes = [code for code, *_ in full]
        given = sum((amount for _, amount, *_ in full), Decimal(0))
        donor, candidate = world.donor(kind, key, name), world.candidate(candidate_id)
        certainty = certainty_of(donor, zips, is_settled=is_settled)
        share = min(share, Decimal(100)).quantize(Decimal("0.1"))
        about = [
            step
            for step in spent[election_id, spender_id]
            if (step.kind == "spent_for") == (step.target == candidate)
        ]
        roles = {
            world.race(election_id): "race", spender: "spender", donor: "funder",
            candidate: "supported",
        }  # fmt: skip
        elections = listed([election_words(code) for code in codes])
        yield Found(
            "at_limit",
            (race.path, spender_id, candidate_id, f"{kind}:{key}"),
            spender_id,
            helped,
            helped * share / 100 * WEIGHTS[certainty],
            certainty,
            f"{name_of(donor)} gave {person(candidate.name)}’s campaign {dollars(given)}, which"
            f" reaches the limit of {dollars(limit)} an election (for: {elections}), and"
            f" {_again(donor, certainty)}{dollars(gave)} to {spender.name}, {per_cent(share)}"
            f" {world.of_all(spender_id, 'that group')}. Of all that the group spent on candidates"
            f" {per_cent(part)} was {spending.said(about)} in {race.said}.",
            (
                _at_limit(donor, candidate, full),
                Step("gave", donor, spender, gave, rows, first, last, names=tuple(names),
                     zip=only(zips), share=share),
                *about,
            ),
            roles
            | {who: role for who, role in spending.roles(about).items() if who != candidate},
            election_id,
            share,
            min((one for one in (first, *(row[3] for row in full)) if one), default=None),
            max((step.last for step in about if step.last), default=last),
        )  # fmt: skip


def _again(donor: Party, certainty: str) -> str:
    """Before a second gift: who gave it, where that is not sure."""
    return "" if certainty == "identified" else f"{same(donor.kind, certainty)} gave "


def _at_limit(donor: Party, candidate: Party, full: list[Any]) -> Step:
    """What a donor gave for elections: codes, dollars, rows, days, names and places of each."""
    codes, amounts, counts, firsts, lasts, names, zips = zip(*full, strict=True)
    return Step(
        "gave_candidate", donor, candidate, sum(amounts, Decimal(0)), sum(counts),
        min((one for one in firsts if one), default=None),
        max((one for one in lasts if one), default=None),
        names=tuple(sorted({name for each in names for name in each})),
        zip=only(sorted({place for each in zips for place in each})), codes=codes,
    )  # fmt: skip
