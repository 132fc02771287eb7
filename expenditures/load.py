"""Load committee-to-candidate money, independent expenditures, electioneering and communication
costs.
"""

from pathlib import Path

from donations.load import make_partition, selection, show_partition, stage_committees
from filings.load import ensure_committees, merge, stage_typed
from filings.replacing import Counts, Partition, find_difference
from filings.steps import Staged

SQL = Path(__file__).parent / "sql"

CANDIDATE_TRANSACTION_INDEXES = (
    ("sub_id", "(sub_id)"),
    ("committee", "(committee_id, transaction_date)"),
    ("candidate", "(resolved_candidate_id, transaction_date)"),
    ("file", "(committee_id, file_number, transaction_id)"),
)


def load_candidate_transactions(staged: Staged) -> Counts:
    """pas2: what committees gave to candidates, and spent for or against them."""
    partition = Partition(
        "expenditures_candidatetransaction_pas2", staged.cycle, CANDIDATE_TRANSACTION_INDEXES
    )
    staged.progress("compare", 0, 0, "")
    difference = find_difference(
        staged.connection, staged.stage, [partition], rewrite=staged.rewrite
    )
    stage_committees(staged)
    select = selection("load_candidate_transactions.sql", staged, SQL)
    table = make_partition(staged, partition, difference, select)
    show_partition(staged, partition, difference, table)
    return difference.counts


def _load_keyed(staged: Staged, name: str, target: str, where: str = "") -> Counts:
    fresh = stage_typed(staged, SQL / name)
    ensure_committees(staged.connection, "SELECT committee_id FROM fresh")
    return merge(staged, target, fresh, ("cycle", "key"), where=where)


def load_independent_expenditures(staged: Staged) -> Counts:
    """The independent-expenditure file: notices and periodic reports, cents kept."""
    return _load_keyed(
        staged,
        "load_independent_expenditures.sql",
        "expenditures_independentexpenditure",
        where=" AND t.origin = 'csv'",
    )


def load_electioneering(staged: Staged) -> Counts:
    """Electioneering communications, a candidate's share a row."""
    return _load_keyed(
        staged, "load_electioneering.sql", "expenditures_electioneeringcommunication"
    )


def load_communication_costs(staged: Staged) -> Counts:
    """Communication costs of unions, companies and membership organizations."""
    return _load_keyed(staged, "load_communication_costs.sql", "expenditures_communicationcost")
