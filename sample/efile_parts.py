"""What all kinds of electronic filings have in common: names, addresses, candidates, signers."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from sample.candidates import CANDIDATES_BY_ID
from sample.efile_format import header, line
from sample.industries import Party
from sample.registry import COMMITTEES

Values = dict[str, str]
_PREFIXES = frozenset({"MR", "MRS", "MS", "DR"})
_SUFFIXES = frozenset({"JR", "SR", "II", "III", "IV"})
# Software of the filers, by the last digit of their ids.
_SOFTWARE = ("Ledgerleaf", "Tallywright", "Abacus & Quill", "Countinghouse")


@dataclass(frozen=True, slots=True)
class Filing:
    """One filing as it was posted, with what the feed says of it."""

    number: int
    form: str
    filer: str
    name: str
    received: datetime
    body: bytes
    first: date | None = None
    last: date | None = None
    report: str = ""
    # What it shows, for whoever looks for an example.
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Filer:
    """Who files: of a committee, what its bulk row says; of a newcomer, what is given."""

    id: str
    name: str
    city: str = "SACRAMENTO"
    state: str = "CA"
    zip_code: str = "95814"

    @classmethod
    def of(cls, committee_id: str) -> Filer:
        """Return a registered committee."""
        home = COMMITTEES[committee_id]
        return cls(home.id, home.name, home.city, home.state, home.zip_code)

    def cover(self, signed: date) -> Values:
        """Return the columns that nearly all covers begin and end with."""
        return {
            "filer": self.id,
            "name": self.name,
            "street": f"{self.id[-3:]} NOWHERE PLAZA",
            "city": self.city,
            "state": self.state,
            "zip": self.zip_code,
            **self.signer(signed),
        }

    def signer(self, signed: date) -> Values:
        """Return who signs, and when."""
        return {
            "signer_last": "LEDGERMAN",
            "signer_first": f"TREASURER {self.id[-3:]}",
            "signed": f"{signed:%Y%m%d}",
        }

    def header(self, original: int | None = None, amendment: int = 0) -> str:
        """Return the header as this filer's software writes it."""
        return header(_SOFTWARE[int(self.id[-1]) % 4], original, amendment)


def body(lines: list[str], encoding: str = "utf-8") -> bytes:
    """Return the bytes of a filing."""
    return "".join(f"{text}\n" for text in lines).encode(encoding)


def received_at(day: date, number: int) -> datetime:
    """Return when a filing came on a day: in Washington's office hours, one after the other."""
    eastern = timezone(timedelta(hours=-4 if 3 < day.month < 11 else -5))
    moment = datetime(day.year, day.month, day.day, 9, tzinfo=eastern)
    return moment + timedelta(minutes=number % 480)


def day(value: date | None) -> str:
    """Return a date as filings write it."""
    return f"{value:%Y%m%d}" if value else ""


def street(name: str) -> str:
    """Return an invented street address, the same for the same name."""
    return f"{zlib.crc32(name.encode()) % 8900 + 100} INVENTED AVENUE"


def split_name(name: str) -> tuple[str, str, str, str, str]:
    """Return last and first name, middle name, prefix and suffix of ``LAST, FIRST M. MR.``."""
    last, _, rest = " ".join(name.split()).partition(",")
    first, middle, prefix, suffix = "", [], "", ""
    for word in rest.split():
        plain = word.rstrip(".")
        if not first:
            first = word
        elif word.startswith('"'):
            # Between separators, quotes around a whole field would be taken for a wrapping.
            first += f" {word}"
        elif plain in _PREFIXES:
            prefix = word
        elif plain in _SUFFIXES:
            suffix = word
        else:
            middle.append(word)
    return last.strip(), first, " ".join(middle), prefix, suffix


def party(who: Party) -> Values:
    """Return the columns of the other side of a transaction."""
    values = {
        "entity": who.entity,
        "street": street(who.name),
        "city": who.city,
        "state": who.state,
        "zip": who.zip_code.replace(" ", ""),
    }
    if who.entity in ("IND", "CAN") and "," in who.name:
        names = ("last", "first", "middle", "prefix", "suffix")
        return values | dict(zip(names, split_name(who.name), strict=True))
    return values | {"org": who.name}


def candidate(candidate_id: str) -> Values:
    """Return the columns of a candidate that a row is about."""
    who = CANDIDATES_BY_ID[candidate_id]
    last, first, *_ = split_name(who.name)
    return {
        "cand_id": who.id,
        "cand_last": last,
        "cand_first": first,
        "cand_office": who.office,
        "cand_state": who.state,
        "cand_district": who.district,
    }


def row(kind: str, filer: Filer, *parts: Values) -> str:
    """Return a line of a filer's, put together of several parts."""
    values = {"filer": filer.id}
    for part in parts:
        values |= part
    return line(kind, values)
