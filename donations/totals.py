"""A candidate's receipts by channel.

Each channel has a hand-computed test and agrees with its slow twin in tests/slow_twins.py.
"""

from pathlib import Path

from psycopg import sql

from donations.taxonomy import NOT_CLASSED
from filings.ledger import Progress
from filings.replacing import Counts
from filings.staging import Connection, fetch_value, raw, run_sql

SQL = Path(__file__).parent / "sql"

# How many organizations of each industry and cycle are kept as its largest givers.
MOST_GIVERS = 100

# Channel and its words, in the order pages show them.
CHANNELS: dict[str, str] = {
    "individuals_itemized": "Individuals and other non-committees, itemized",
    "individuals_unitemized": "Individuals, not itemized ($200 or less)",
    "committees": "PACs and other committees",
    "party": "Party committees",
    "candidate_contributions": "The candidate's own contributions",
    "candidate_loans": "The candidate's own loans",
    "transfers_in": "Transfers from affiliated and joint fundraising committees",
    "refunds_individuals": "Refunded to individuals",
    "refunds_committees": "Refunded to committees",
}


def rebuild_receipts(connection: Connection, cycle: int) -> None:
    """Compute the cycle's receipts of every candidate anew, inside the caller's transaction."""
    gather_gifts_of_committees(connection, cycle)
    run_sql(connection, SQL / "candidate_receipts.sql", {"cycle": cycle})
    store_channels(connection, cycle, "receipts", list(CHANNELS))


def gather_gifts_of_committees(connection: Connection, cycle: int) -> None:
    """Make the temporary table of what committees gave to campaigns, until the transaction ends."""
    run_sql(connection, SQL / "gifts_of_committees.sql", {"cycle": cycle})


def rebuild_industries(connection: Connection, cycle: int, progress: Progress) -> Counts:
    """Compute the cycle's receipts by industry anew, of committees and of candidates."""
    progress("industries", 0, 0, "")
    gather_gifts_of_committees(connection, cycle)
    unclassed = fetch_value(
        connection, raw("SELECT id FROM donations_industry WHERE slug = %s"), NOT_CLASSED
    )
    run_sql(
        connection,
        SQL / "industry_totals.sql",
        {"cycle": cycle, "unclassed": unclassed, "most_givers": MOST_GIVERS},
    )
    rows = fetch_value(
        connection, raw("SELECT count(*) FROM donations_industrytotal WHERE cycle = %s"), cycle
    )
    return Counts(loaded=rows)


def store_channels(connection: Connection, cycle: int, table: str, channels: list[str]) -> None:
    """Make the channels' rows of donations_candidatetotal those of a temporary table.

    The table has candidate_id, channel, rows, amount and caveat.
    """
    connection.execute(
        "DELETE FROM donations_candidatetotal WHERE cycle = %s AND channel = ANY(%s)",
        (cycle, channels),
    )
    connection.execute(
        raw(
            "INSERT INTO filings_candidate (candidate_id, name, party, office, state, district,"
            " newest_cycle) SELECT DISTINCT candidate_id, '', '', '', '', '', 0 FROM {}"
            " ON CONFLICT DO NOTHING"
        ).format(sql.Identifier(table))
    )
    connection.execute(
        raw(
            "INSERT INTO donations_candidatetotal (cycle, candidate_id, channel, rows, amount,"
            " caveat) SELECT %s, candidate_id, channel, rows, amount, caveat FROM {}"
        ).format(sql.Identifier(table)),
        (cycle,),
    )
