"""Every dollar to, for and against each candidate: by channel, election code and giver.

Whose money the spending was is the trace's to say (expenditures/tracing.py).
"""

from pathlib import Path

from donations.totals import gather_gifts_of_committees
from filings.ledger import Progress
from filings.replacing import Counts
from filings.staging import Connection, fetch_value, raw, run_sql

SQL = Path(__file__).parent / "sql"
# Which way each channel's money goes; refunds are taken off what went to the campaign.
DIRECTIONS: dict[str, str] = {
    "individuals_itemized": "to",
    "individuals_unitemized": "to",
    "committees": "to",
    "party": "to",
    "candidate_contributions": "to",
    "candidate_loans": "to",
    "transfers_in": "to",
    "refunds_individuals": "back",
    "refunds_committees": "back",
    "independent_for": "for",
    "coordinated": "for",
    "communication_for": "for",
    "independent_against": "against",
    "communication_against": "against",
    "electioneering": "about",
}


def rebuild(connection: Connection, cycle: int, progress: Progress) -> Counts:
    """Attribute a cycle's money anew."""
    progress("attributing", 0, 0, "")
    gather_gifts_of_committees(connection, cycle)
    run_sql(connection, SQL / "attribution.sql", {"cycle": cycle})
    rows = fetch_value(
        connection, raw("SELECT count(*) FROM expenditures_attributedmoney WHERE cycle = %s"), cycle
    )
    return Counts(loaded=rows)
