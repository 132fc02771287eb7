"""Independent expenditures of electronic filings: notices and reports, minutes after they came."""

from collections.abc import Iterable
from pathlib import Path

from filings.load import ensure_committees
from filings.staging import Connection, run_sql

SQL = Path(__file__).parent / "sql"


def load_expenditures(connection: Connection, file_numbers: Iterable[int]) -> None:
    """Bring the independent expenditures of these filings to what the filings say.

    What counts is decided afterwards, over whole cycles (expenditures/notices.py).
    """
    numbers = list(file_numbers)
    if not numbers:
        return
    ensure_committees(
        connection, "SELECT committee_id FROM filings_filing WHERE committee_id LIKE 'C%'"
    )
    run_sql(connection, SQL / "load_efiled_expenditures.sql", {"numbers": numbers})
