"""Dates, amounts and names of electronic filings, from text as filed to text that COPY takes.

Every reader of a value says None for one that can't be read as what it should be; blank is "".
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

FIRST_YEAR, LAST_YEAR = 1900, 2100
_CENT = Decimal("0.01")
_MOST = Decimal(10) ** 12
_LONGEST_NUMBER = 40
_PLAIN_AMOUNT = re.compile(r"-?\d{1,12}(\.\d{1,2})?", re.ASCII)
_AMOUNT = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)", re.ASCII)
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)|(\d{4})-(\d\d?)-(\d\d?)", re.ASCII)
_AMERICAN_DATE = re.compile(r"(\d\d?)[/-](\d\d?)[/-](\d{4})", re.ASCII)
_COMMITTEE = re.compile(r"C\d{8}", re.ASCII)
_SIDES = {
    "": "",
    "S": "S",
    "O": "O",
    "SUP": "S",
    "OPP": "O",
    "SUPPORT": "S",
    "OPPOSE": "O",
    "SUPPORTED": "S",
    "OPPOSED": "O",
}


class Memory(dict[str, str | None]):
    """Answers that are kept: values repeat from row to row. Its size is bounded."""

    def __init__(self, convert: Callable[[str], str | None], most: int = 20_000) -> None:
        super().__init__()
        self._convert = convert
        self._most = most

    def __missing__(self, raw: str) -> str | None:
        value = self._convert(raw)
        if len(raw) <= _LONGEST_NUMBER:
            if len(self) >= self._most:
                self.clear()
            self[raw] = value
        return value


def read_date(raw: str) -> str | None:
    """A date as YYYY-MM-DD: from YYYYMMDD, as specified, or from what is as clear.

    >>> read_date("20180616"), read_date("6/16/2018"), read_date("20180231"), read_date("")
    ('2018-06-16', '2018-06-16', None, '')
    """
    raw = raw.strip()
    if not raw:
        return ""
    if found := _DATE.fullmatch(raw):
        year, month, day = (int(part) for part in found.groups() if part is not None)
    elif found := _AMERICAN_DATE.fullmatch(raw):
        month, day, year = (int(part) for part in found.groups())
    else:
        return None
    try:
        made = date(year, month, day)
    except ValueError:
        return None
    return made.isoformat() if FIRST_YEAR <= year <= LAST_YEAR else None


def as_date(raw: str) -> date | None:
    """A date of a cover, None where it is blank or can't be read."""
    text = read_date(raw)
    return date.fromisoformat(text) if text else None


def read_amount(raw: str) -> tuple[str | None, bool]:
    """An amount as a plain decimal in dollars, and whether it had to be rounded to a cent.

    >>> read_amount("$1,234.5"), read_amount("0.005"), read_amount("twelve")
    (('1234.50', False), ('0.01', True), (None, False))
    """
    if _PLAIN_AMOUNT.fullmatch(raw):
        return raw, False
    text = raw.replace(",", "").replace("$", "").replace(" ", "")
    if not text:
        return "", False
    # Accountants write a negative amount in brackets.
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    if len(text) > _LONGEST_NUMBER or not _AMOUNT.fullmatch(text):
        return None, False
    try:
        exact = Decimal(text)
        rounded = exact.quantize(_CENT, ROUND_HALF_UP)
    except InvalidOperation:
        return None, False
    if abs(rounded) >= _MOST:
        return None, False
    return f"{rounded:f}", rounded != exact


def exact_amount(raw: str) -> str | None:
    """An amount that needs no word said about it; None for any other."""
    value, was_rounded = read_amount(raw)
    return None if was_rounded else value


def read_committee(raw: str) -> str | None:
    """A committee's id, "" where it is blank, None where it is something else."""
    text = raw.strip().upper()
    return text if not text or _COMMITTEE.fullmatch(text) else None


def read_side(raw: str) -> str | None:
    """S for support, O for oppose, "" where it is blank, None for anything else."""
    return _SIDES.get(raw.strip().upper())


def read_election(raw: str) -> str:
    """An election's code in capitals without blanks: "S 2017" -> "S2017"."""
    return "".join(raw.upper().split())


def person(last: str, first: str, rest: tuple[str, ...] = ()) -> str:
    """A person's name as the bulk files spell it, in the letters as filed.

    >>> person("Doe", "Jane", ("A", "Dr.", ""))
    'Doe, Jane A Dr.'
    """
    given = " ".join(part for part in (first, *rest) if part)
    return f"{last}, {given}" if last and given else last or given


def joined_name(name: str, delimiter: str) -> str:
    """A name whose parts are joined, before version 6.1: "Doe^Jane^Dr." -> "Doe, Jane Dr."."""
    if delimiter not in name:
        return name
    last, first, *rest = (part.strip() for part in name.split(delimiter))
    return person(last, first, tuple(rest))
