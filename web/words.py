"""Names, parties and periods as they are written in a sentence."""

from filings import codes
from filings.said import listed, person

__all__ = ["OFFICE_PATHS", "PATHS_OF_OFFICE", "listed", "party", "period", "person"]

OFFICE_PATHS = {"house": "H", "senate": "S", "president": "P"}
PATHS_OF_OFFICE = {code: path for path, code in OFFICE_PATHS.items()}


def party(code: str) -> str:
    """A party in words; the code itself where we have none."""
    return codes.PARTIES.get(code, code)


def period(cycle: int) -> str:
    """A two-year period: 2018 is "2017–18"."""
    return f"{cycle - 1}–{cycle % 100:02d}"
