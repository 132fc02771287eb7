"""The cycle's races and who stands in each, a special election apart from the regular one."""

import csv
from pathlib import Path

from psycopg import sql

from filings.ledger import Progress
from filings.replacing import Counts
from filings.staging import Connection, fetch_value, raw, run_sql

SQL = Path(__file__).parent / "sql"
# Public facts: federal special elections and the day of the deciding vote.
SPECIAL_ELECTIONS = Path(__file__).parent / "data" / "special_elections.csv"


def rebuild(connection: Connection, cycle: int, progress: Progress) -> Counts:
    """Decide the cycle's races anew."""
    progress("races", 0, 0, "")
    with SPECIAL_ELECTIONS.open(newline="") as lines:
        listed = [
            sql.SQL("({}, {}, {}, {}, {}, {})").format(
                sql.Literal(int(row["cycle"])),
                sql.Literal(row["office"]),
                sql.Literal(row["state"]),
                sql.Literal(row["district"]),
                sql.Literal(int(row["year"])),
                sql.Literal(row["general_day"]),
            )
            for row in csv.DictReader(lines)
        ]
    run_sql(connection, SQL / "elections.sql", {"cycle": cycle}, listed=sql.SQL(", ").join(listed))
    rows = fetch_value(
        connection, raw("SELECT count(*) FROM filings_election WHERE cycle = %s"), cycle
    )
    return Counts(loaded=rows)
