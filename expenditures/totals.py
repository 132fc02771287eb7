"""Money spent about a candidate by channel, and the step that makes all candidates' totals."""

from pathlib import Path

from donations.totals import rebuild_receipts, store_channels
from filings.ledger import Progress
from filings.replacing import Counts
from filings.staging import Connection, fetch_value, raw, run_sql

SQL = Path(__file__).parent / "sql"

# Channel and its words, in the order pages show them.
CHANNELS: dict[str, str] = {
    "independent_for": "Independent expenditures for",
    "independent_against": "Independent expenditures against",
    "coordinated": "Coordinated party expenditures",
    "communication_for": "Communication costs for",
    "communication_against": "Communication costs against",
    "electioneering": "Electioneering communications",
}


def rebuild(connection: Connection, cycle: int, progress: Progress) -> Counts:
    """Compute the cycle's totals of every candidate anew."""
    progress("receipts", 0, 0, "")
    rebuild_receipts(connection, cycle)
    progress("spending", 0, 0, "")
    run_sql(connection, SQL / "candidate_spending.sql", {"cycle": cycle})
    store_channels(connection, cycle, "spending", list(CHANNELS))
    connection.execute("ANALYZE donations_candidatetotal")
    rows = fetch_value(
        connection, raw("SELECT count(*) FROM donations_candidatetotal WHERE cycle = %s"), cycle
    )
    return Counts(loaded=rows)
