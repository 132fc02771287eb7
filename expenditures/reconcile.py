"""Our totals beside the FEC's official figures, for every candidate and committee."""

from pathlib import Path

from psycopg import sql

from donations.totals import gather_gifts_of_committees
from filings.ledger import Progress
from filings.replacing import Counts
from filings.staging import Connection, fetch_value, raw, run_sql

SQL = Path(__file__).parent / "sql"

MEASURES: dict[str, str] = {
    "contributions_to_other_committees": "Contributions to other committees",
    "independent_expenditures": "Independent expenditures in periodic reports",
    "individuals_itemized": (
        "Individuals and other non-committees, itemized, as a part of the official total"
    ),
    "candidate_contributions": "The candidate's own contributions",
    "candidate_loans": "The candidate's own loans",
    "committees": "PACs and other committees",
    "party": "Party committees",
    "refunds_individuals": "Refunded to individuals",
    "refunds_committees": "Refunded to committees",
}

# Measures between which the same money may move: a filer's line and the FEC's code may differ.
SAME_MONEY = (
    ("candidate_contributions", "candidate_loans"),
    ("candidate_contributions", "individuals_itemized"),
    ("committees", "party"),
)


def rebuild(connection: Connection, cycle: int, progress: Progress) -> Counts:
    """Compare the cycle's totals with the official figures anew."""
    progress("compare", 0, 0, "")
    gather_gifts_of_committees(connection, cycle)
    run_sql(connection, SQL / "reconcile.sql", {"cycle": cycle})
    progress("find reasons", 0, 0, "")
    headings = sql.SQL(" OR ").join(
        sql.SQL("(c.measure, o.measure) IN (({a}, {b}), ({b}, {a}))").format(
            a=sql.Literal(one), b=sql.Literal(other)
        )
        for one, other in SAME_MONEY
    )
    run_sql(
        connection,
        SQL / "reconcile_reasons.sql",
        {"cycle": cycle},
        headings=sql.SQL("({})").format(headings),
    )
    rows = fetch_value(
        connection, raw("SELECT count(*) FROM expenditures_reconciliation WHERE cycle = %s"), cycle
    )
    return Counts(loaded=rows)
