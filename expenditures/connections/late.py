"""Groups that came late, and groups whose spending was paid for after the vote."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from expenditures.connections import spending
from expenditures.connections.evidence import WEIGHTS, Found, Party, Step
from expenditures.connections.words import day, dollars
from expenditures.connections.world import World
from filings.said import listed, person

# Those who gave most after the vote are named.
GIVERS_NAMED = 3


def find_late(world: World) -> Iterator[Found]:
    """One for each race and group."""
    _stage_votes(world)
    spent = spending.spent_in_races(world)
    for election_id, spender_id, amount, vote, registered, filing, funded in world.rows(
        "connections_late.sql"
    ):
        race, spender = world.races[election_id], world.committee(spender_id)
        steps, said = [], []
        for when, words, number in (
            (registered, "registered with the FEC", filing),
            (funded, "received its first itemized money in these files", None),
        ):
            if when is None:
                continue
            ago = (vote - when).days
            said.append(f"{words} on {day(when)}, {_days(ago)} the vote")
            steps.append(
                Step("registered", spender, world.race(election_id), first=when, last=when,
                     words=words, filings=(number,) if number else ())
            )  # fmt: skip
        about = spent[election_id, spender_id]
        yield Found(
            "late",
            (race.path, spender_id),
            spender_id,
            amount,
            amount * WEIGHTS["identified"],
            "identified",
            f"{spender.name} {' and '.join(said)}; it spent {spending.said(about)} in {race.said}.",
            (*steps, *about),
            _roles(world, election_id, spender, about),
            election_id,
            None,
            min(one for one in (registered, funded) if one),
            max((step.last for step in about if step.last), default=None),
        )


def find_debt(world: World) -> Iterator[Found]:
    """One for each group and day of a vote, in the race where it had spent most by then."""
    _stage_votes(world)
    spent = spending.spent_in_races(world)
    for election_id, spender_id, _, vote, by_then, had, after in world.rows("connections_debt.sql"):
        race, spender = world.races[election_id], world.committee(spender_id)
        about = spent[election_id, spender_id]
        givers = _givers(world, spender, vote)
        named = [f"{_name(step.source)} ({dollars(step.amount or Decimal(0))})" for step in givers]
        yield Found(
            "debt",
            # In which of the day's races it spent most may change.
            (vote.isoformat(), spender_id),
            spender_id,
            by_then - had,
            (by_then - had) * WEIGHTS["identified"],
            "identified",
            f"By {day(vote)}, the day of the vote in {race.said}, {spender.name} had spent"
            f" {dollars(by_then)} for and against candidates and had {dollars(had)} to spend by its"
            f" reports; {dollars(after)} came in after the vote"
            f"{_largest(named)}.",
            (
                *about,
                Step("owed", spender, world.race(election_id), by_then - had, first=vote, last=vote,
                     words=f"spent beyond what it had by {day(vote)}"),
                *givers,
            ),
            _roles(world, election_id, spender, about)
            | {step.source: "funder" for step in givers if step.source.kind == "committee"},
            election_id,
            None,
            vote,
            max((step.last for step in givers if step.last), default=vote),
        )  # fmt: skip


def _largest(named: list[str]) -> str:
    if not named:
        return ""
    return f", the largest {'sums' if len(named) > 1 else 'sum'} from {listed(named)}"


def _days(ago: int) -> str:
    if not ago:
        return "the day of"
    return "a day before" if ago == 1 else f"{ago} days before"


def _name(party: Party) -> str:
    return person(party.name) if party.kind == "person" else party.name


def _roles(world: World, election_id: int, spender: Party, about: list[Step]) -> dict[Party, str]:
    return {world.race(election_id): "race", spender: "spender"} | spending.roles(about)


def _stage_votes(world: World) -> None:
    world.connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS votes (election_id integer PRIMARY KEY, day date)"
        " ON COMMIT DROP"
    )
    for race in world.races.values():
        if race.vote is not None:
            world.connection.execute(
                "INSERT INTO votes VALUES (%s, %s) ON CONFLICT DO NOTHING", (race.id, race.vote)
            )


def _givers(world: World, spender: Party, vote: date) -> list[Step]:
    """Who gave most to a group after a day, by name as filed."""
    rows: list[Any] = world.connection.execute(
        "SELECT n.name, max(c.contributor_id), bool_and(c.entity_type IN ('', 'IND', 'CAN')),"
        "       sum(c.contribution_receipt_amount), count(*), min(c.contribution_receipt_date),"
        "       max(c.contribution_receipt_date),"
        "       array_agg(DISTINCT c.file_number) FILTER (WHERE c.file_number IS NOT NULL)"
        "  FROM donations_contribution c JOIN donations_contributorname n ON n.id = c.name_id"
        " WHERE c.cycle = %s AND c.counts AND c.committee_id = %s"
        "   AND c.contribution_receipt_date > %s AND c.counted_as IN ('individual', 'committee',"
        "       'transfer', 'loan', 'candidate', 'candidate_loan', 'other_receipt')"
        " GROUP BY n.name ORDER BY 4 DESC, 1 LIMIT %s",
        (world.cycle, spender.key, vote, GIVERS_NAMED),
    ).fetchall()
    steps = []
    for name, giver_id, is_person, amount, count, first, last, numbers in rows:
        if giver_id[:1] == "C":
            giver = world.committee(giver_id)
        else:
            giver = Party("person" if is_person else "organization", name, name)
        steps.append(
            Step("received", giver, spender, amount, count, first, last, names=(name,),
                 words=f"after {day(vote)}", filings=tuple(sorted(numbers or (), reverse=True)))
        )  # fmt: skip
    return steps
