"""Which filing of an amendment chain is the true one: the whole chain is decided at once."""

from collections.abc import Iterable
from pathlib import Path

from filings.staging import Connection, run_sql

SQL = Path(__file__).parent / "sql"


def decide_chains(connection: Connection, committee_ids: Iterable[str]) -> None:
    """Decide all chains of these committees anew, from their filings as they stand.

    Writes chain_base, base_missing, superseded_by, is_current and counts of each Filing, and marks
    those whose part in the totals changed (facts_due). Two callers take turns at a committee.
    """
    committees = sorted(set(committee_ids) - {""})
    for committee in committees:
        connection.execute(
            "SELECT pg_advisory_xact_lock(hashtext('chains'), hashtext(%s))", (committee,)
        )
    run_sql(connection, SQL / "decide_chains.sql", {"committees": committees})
