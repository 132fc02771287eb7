"""The step "electronic": what electronic filings say, into the tables that totals are made of."""

from pathlib import Path

from donations.electronic import (
    BY_FILING,
    OPERATING,
    PAYMENTS,
    RECEIPTS,
    Facts,
    find_due,
    settle_due,
    take_in,
)
from expenditures.efiled import load_expenditures
from expenditures.load import CANDIDATE_TRANSACTION_INDEXES
from filings.ledger import Progress
from filings.models import Filing, Load
from filings.replacing import Counts
from filings.staging import Connection, fetch_value, raw

SQL = Path(__file__).parent / "sql"
STEP = "electronic"
# Steps that bring rows which a filing may have brought before.
BULK_STEPS = (
    "contributions",
    "committee_transactions",
    "candidate_transactions",
    "operating_expenditures",
)

GIFTS = Facts(
    table="expenditures_candidatetransaction",
    kinds=("gift",),
    select=SQL / "efiled_candidate_transactions.sql",
    indexes=(*CANDIDATE_TRANSACTION_INDEXES, BY_FILING),
    source="",
    bulk=(("expenditures_candidatetransaction_pas2", ""),),
    amount="transaction_amount",
    day="transaction_date",
    type="transaction_type",
    named="SELECT committee_id, file_number, cycle, source, sub_id, recipient_name AS name,"
    " transaction_date AS day, transaction_amount AS amount FROM expenditures_candidatetransaction",
)
TABLES = (RECEIPTS, PAYMENTS, OPERATING, GIFTS)


def is_due(cycle: int) -> bool:
    """Whether a filing of the cycle waits to be taken into the tables."""
    return Filing.objects.filter(cycle=cycle, facts_due=True).exists()


def rebuild(
    connection: Connection, cycle: int, progress: Progress, *, everything: bool = False
) -> Counts:
    """Bring the tables of facts to what the cycle's filings say; rows of electronic filings there.

    Only filings that changed are read, or `everything`. Bulk files that were loaded since the last
    run may have brought rows which stood here until then: those go.
    """
    bulk_changed = everything or _bulk_changed(cycle)
    find_due(connection, cycle, everything=everything, bulk_changed=bulk_changed)
    # A name for new indexes that no other run has used.
    run = fetch_value(connection, raw("SELECT (pg_current_xact_id()::text::bigint %% 1000000000)"))
    taken = [
        take_in(connection, cycle, facts, run, progress, bulk_changed=bulk_changed)
        for facts in TABLES
    ]
    progress("independent expenditures", 0, 0, "")
    numbers = connection.execute("SELECT file_number FROM due_filings").fetchall()
    load_expenditures(connection, [int(str(number)) for (number,) in numbers])
    settle_due(connection)
    # Readers wait from the first swap to the end of the transaction.
    for table in taken:
        if table.show:
            table.show()
    return sum((table.counts for table in taken), Counts())


def _bulk_changed(cycle: int) -> bool:
    loaded = Load.objects.filter(cycle=cycle, status=Load.Status.LOADED).order_by("-id")
    bulk = loaded.filter(step__in=BULK_STEPS).values_list("finished_at", flat=True).first()
    before = loaded.filter(step=STEP).values_list("started_at", flat=True).first()
    return bulk is not None and (before is None or bulk > before)
