"""The step that finds the connections of a cycle anew and keeps them by their stable keys."""

import logging
from dataclasses import replace

from psycopg.types.json import Jsonb

from donations.donors import state_of_decisions
from expenditures.connections import funders, industries, late, rival, routes, shared
from expenditures.connections.carried import carry_over
from expenditures.connections.evidence import Found, slug_of, to_json
from expenditures.connections.filings_behind import with_filings
from expenditures.connections.world import Finder, World, gather
from filings.ledger import Progress
from filings.replacing import Counts
from filings.staging import Connection

logger = logging.getLogger(__name__)

FINDERS: tuple[tuple[str, Finder], ...] = (
    ("rivals", rival.find),
    ("rivals, companies", rival.find_staff),
    ("main funders", funders.find_dominated),
    ("first funders", funders.find_launched),
    ("industries", industries.find),
    ("routes", routes.find_two_routes),
    ("limits", routes.find_at_limit),
    ("shared", shared.find),
    ("late", late.find_late),
    ("debts", late.find_debt),
)


# Counted up when the same rows would give other connections or words, so that all are found anew.
VERSION = 4


def state_of_method() -> str:
    """A text that changes with what connections rest on beside rows: decisions, and the method."""
    return f"{VERSION} {state_of_decisions()}"


def rebuild(connection: Connection, cycle: int, progress: Progress) -> Counts:
    """Find a cycle's connections: new ones are added, known ones mended, gone ones removed."""
    progress("gathering", 0, 0, "")
    world = gather(connection, cycle)
    found: dict[str, Found] = {}
    for title, find in FINDERS:
        progress(title, 0, 0, "")
        for one in find(world):
            _keep(found, one.key(cycle), one)
    progress("filings", 0, 0, "")
    for key, one in found.items():
        found[key] = replace(one, steps=with_filings(world, one.steps))
    carry_over(world, found)
    return _store(world, found)


def _keep(found: dict[str, Found], key: str, one: Found) -> None:
    """Of two that cannot be told apart the larger, so that all others are found all the same."""
    other = found.get(key)
    if other is not None:
        logger.warning(
            "Two connections have the key %r: %r and %r. The one of the larger score is kept; what"
            " tells them apart is missing in `parts` of their finder.",
            key, other.sentence, one.sentence,
        )  # fmt: skip
    if other is None or one.score > other.score:
        found[key] = one


def _store(world: World, found: dict[str, Found]) -> Counts:
    connection, cycle = world.connection, world.cycle
    connection.execute(
        "CREATE TEMP TABLE found ON COMMIT DROP AS"
        " SELECT * FROM expenditures_connection WITH NO DATA"
    )
    connection.execute("ALTER TABLE found DROP COLUMN id, DROP COLUMN first_found_at")
    connection.execute(
        "CREATE TEMP TABLE found_party (key text, kind text, party text, name text, role text)"
        " ON COMMIT DROP"
    )
    with connection.cursor().copy(
        "COPY found (cycle, kind, key, slug, election_id, spender_id, amount, share, score,"
        " certainty, first_date, last_date, sentence, evidence) FROM STDIN"
    ) as copy:
        for key, one in found.items():
            copy.write_row((
                cycle, one.kind, key, slug_of(key), one.election_id, one.spender_id, one.amount,
                one.share, one.score.quantize(one.amount), one.certainty, one.first, one.last,
                one.sentence, Jsonb(to_json(one.steps)),
            ))  # fmt: skip
    with connection.cursor().copy("COPY found_party FROM STDIN") as copy:
        for key, one in found.items():
            for party, role in one.roles.items():
                copy.write_row((key, party.kind, party.key, party.name, role))
    connection.execute(
        "DELETE FROM expenditures_connectionparty WHERE connection_id IN"
        " (SELECT id FROM expenditures_connection WHERE cycle = %s)",
        (cycle,),
    )
    removed = connection.execute(
        "DELETE FROM expenditures_connection c WHERE cycle = %s"
        " AND NOT EXISTS (SELECT FROM found f WHERE f.key = c.key)",
        (cycle,),
    ).rowcount
    connection.execute(
        "INSERT INTO expenditures_connection (cycle, kind, key, slug, election_id, spender_id,"
        " amount, share, score, certainty, first_date, last_date, sentence, evidence,"
        " first_found_at)"
        " SELECT cycle, kind, key, slug, election_id, spender_id, amount, share, score, certainty,"
        " first_date, last_date, sentence, evidence, now() FROM found"
        " ON CONFLICT (key) DO UPDATE SET election_id = excluded.election_id,"
        " spender_id = excluded.spender_id, amount = excluded.amount, share = excluded.share,"
        " score = excluded.score, certainty = excluded.certainty,"
        " first_date = excluded.first_date, last_date = excluded.last_date,"
        " sentence = excluded.sentence, evidence = excluded.evidence"
    )
    connection.execute(
        "INSERT INTO expenditures_connectionparty (connection_id, kind, key, name, role)"
        " SELECT c.id, p.kind, p.party, p.name, p.role FROM found_party p"
        "  JOIN expenditures_connection c USING (key)"
    )
    connection.execute("ANALYZE expenditures_connection, expenditures_connectionparty")
    return Counts(loaded=len(found), removed=removed)
