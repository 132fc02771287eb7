"""Whom committees' money is about, and which independent expenditures count: each once.

An expenditure may be reported in a 24- or 48-hour notice and again in a periodic report, and both
may be amended. Superseded, covered and memo are three different things; only what is none of them
counts.
"""

from pathlib import Path

from filings.ledger import Progress
from filings.replacing import Counts
from filings.staging import Connection, fetch_value, raw, run_sql

SQL = Path(__file__).parent / "sql"


def decide(connection: Connection, cycle: int, progress: Progress) -> Counts:
    """Resolve candidates and decide the cycle's notices and reports anew, all of them at once."""
    progress("resolve candidates", 0, 0, "")
    run_sql(connection, SQL / "resolve_candidates.sql", {"cycle": cycle})
    progress("match notices", 0, 0, "")
    run_sql(connection, SQL / "decide_notices.sql", {"cycle": cycle})
    rows = fetch_value(
        connection,
        raw("SELECT count(*) FROM expenditures_independentexpenditure WHERE cycle = %s"),
        cycle,
    )
    return Counts(loaded=rows)
