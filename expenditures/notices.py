"""Whom committees' money is about, and which independent expenditures count: each once.

An expenditure may be reported in a 24- or 48-hour notice and again in a periodic report, and both
may be amended. Superseded, covered and memo are three different things; only what is none of them
counts.

Everything is decided over the whole cycle at once, from the rows as they stand now: a notice whose
report is gone opens again by itself, and the order in which filings arrived plays no part.
"""

from pathlib import Path

from psycopg import sql

from filings.ledger import Progress
from filings.replacing import Counts
from filings.staging import Connection, fetch_value, raw, run_sql

SQL = Path(__file__).parent / "sql"

# A row of the independent-expenditure file is of a periodic report where pas2 has it, for pas2
# holds nothing but those. Transaction ids repeat inside a filing now and then, and paper has none,
# so that rows are told apart by what else they say, the closest likeness first.
REPORT_LIKENESSES = (
    "committee_id file_number transaction_id candidate_id side amount",
    "committee_id file_number transaction_id candidate_id",
    "committee_id file_number transaction_id",
    "committee_id file_number candidate_id side amount",
    "committee_id file_number side amount",
)

# A notice is found in a report by transaction id, else by candidate, side, payee, amount and date:
# the notice often gives only the day it was shown, and the report only the day it was paid for.
# "shown:spent" compares the first, of the notice, with the second, of the report.
NOTICE_LIKENESSES = (
    ("committee_id transaction_id candidate_id side amount", False),
    # An id that returns with another amount may be another expenditure, unless a report covers it.
    ("committee_id transaction_id candidate_id", True),
    ("committee_id transaction_id", True),
    ("committee_id candidate_id side payee amount spent", False),
    ("committee_id candidate_id side payee amount shown", False),
    ("committee_id candidate_id side payee amount shown:spent", False),
    ("committee_id candidate_id side payee amount spent:shown", False),
)


def decide(connection: Connection, cycle: int, progress: Progress) -> Counts:
    """Resolve candidates and decide the cycle's notices and reports anew, all of them at once."""
    values = {"cycle": cycle}
    progress("resolve candidates", 0, 0, "")
    run_sql(connection, SQL / "resolve_candidates.sql", values)
    progress("find reports", 0, 0, "")
    run_sql(connection, SQL / "decide_reports.sql", values)
    for likeness in REPORT_LIKENESSES:
        _pair(connection, "reports_found", "decided", "pas2_rows", likeness, "true")
    run_sql(connection, SQL / "decide_chains.sql", values)
    progress("match notices", 0, 0, "")
    for likeness, covered_only in NOTICE_LIKENESSES:
        where = "decision <> 'separate'" + (" AND is_covered_by_date" if covered_only else "")
        _pair(connection, "answered", "notices", "reported", likeness, where)
    run_sql(connection, SQL / "decide_notices.sql", values)
    rows = fetch_value(
        connection,
        raw("SELECT count(*) FROM expenditures_independentexpenditure WHERE cycle = %s"),
        cycle,
    )
    return Counts(loaded=rows)


def _pair(
    connection: Connection, pairs: str, left: str, right: str, likeness: str, where: str
) -> None:
    """Pair the rows of two temporary tables that agree in the columns of a likeness."""
    both = [column.partition(":") for column in likeness.split()]
    names = [sql.Identifier(f"k{number}") for number in range(len(both))]
    lefts = [sql.Identifier(column) for column, _, _ in both]
    rights = [sql.Identifier(other or column) for column, _, other in both]

    def named(columns: list[sql.Identifier]) -> sql.Composed:
        return sql.SQL(", ").join(
            sql.SQL("{} AS {}").format(column, name)
            for column, name in zip(columns, names, strict=True)
        )

    run_sql(
        connection,
        SQL / "pair_rows.sql",
        pairs=sql.Identifier(pairs),
        left=sql.Identifier(left),
        right=sql.Identifier(right),
        left_keys=named(lefts),
        right_keys=named(rights),
        left_values=sql.SQL(", ").join(lefts),
        right_values=sql.SQL(", ").join(rights),
        keys=sql.SQL(", ").join(names),
        where=raw(where),
    )
