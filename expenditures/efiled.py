"""Independent expenditures of electronic filings."""

from collections.abc import Iterable

from filings.staging import Connection


def load_expenditures(connection: Connection, file_numbers: Iterable[int]) -> None:
    """Bring the independent expenditures of these filings to what the filings say."""
