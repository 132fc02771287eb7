"""The orders of the search of independent expenditures, and the cursors between its pages.

A cursor is what the last row shown was sorted by, ending in its cycle and key, which no other row
has and which outlive a new load of the same file. The rows after it are a condition, so that pages
neither skip nor repeat a row, and a deep page costs what the first one does.
"""

import base64
import binascii
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from web.donor_conditions import Sql
from web.expenditure_filters import ExpenditureFilter

NAME_SHOWN = "coalesce(nullif(c.name, ''), e.candidate_name)"
_DAYS = {
    "": "coalesce(e.dissemination_date, e.expenditure_date)",
    "expenditure": "e.expenditure_date",
    "dissemination": "e.dissemination_date",
    "received": "e.receipt_date",
}
_AMOUNT = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")
_CYCLE = re.compile(r"(19|20)[0-9]{2}")


@dataclass(frozen=True)
class Key:
    """One of the things that rows are sorted by: SQL over the table `e`, and its type."""

    sql: str
    type: str


@dataclass(frozen=True)
class Order:
    """A sort: its keys, the last two of which are the row's own, and the joins they need."""

    keys: tuple[Key, ...]
    joins: str
    descending: bool

    @property
    def direction(self) -> str:
        """ASC or DESC."""
        return "DESC" if self.descending else "ASC"

    def by(self, names: Sequence[str]) -> str:
        """The ORDER BY over the keys under these names. Rows without a day come last always.

        The other keys are never NULL, and an index serves only where they are not said to be.
        """
        return ", ".join(
            f"{name} {self.direction}{' NULLS LAST' if key.type == 'date' else ''}"
            for name, key in zip(names, self.keys, strict=True)
        )


def days(dates: str) -> str:
    """SQL of the day that a search means."""
    return _DAYS[dates]


def order_of(asked: ExpenditureFilter) -> Order:
    """The order that a search asks for."""
    amount = Key("e.expenditure_amount", "numeric")
    keys: dict[str, tuple[tuple[Key, ...], str]] = {
        "amount": ((amount,), ""),
        "date": ((Key(days(asked.dates), "date"), amount), ""),
        "spender": (
            (Key("k.name", "text"), Key("e.committee_id", "text")),
            "JOIN filings_committee k ON k.committee_id = e.committee_id",
        ),
        "candidate": (
            (Key(NAME_SHOWN, "text"), Key("e.candidate_id", "text")),
            "LEFT JOIN filings_candidate c ON c.candidate_id = e.candidate_id",
        ),
        "payee": ((Key("e.payee_name", "text"),), ""),
    }
    chosen, joins = keys[asked.sort.removeprefix("-")]
    own = (Key("e.cycle", "smallint"), Key("e.key", "text"))
    return Order((*chosen, *own), joins, asked.sort.startswith("-"))


def cursor_of(values: Sequence[object]) -> str:
    """The cursor of the row that has these keys."""
    texts = [None if value is None else str(value) for value in values]
    packed = json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def after_cursor(order: Order, cursor: str) -> Sql:
    """The condition that a row `m` with the keys k0, k1, ... comes after the cursor.

    A cursor that can't be read is none: the first page follows.
    """
    values = _read(cursor, order) if cursor else None
    if values is None:
        return Sql("true")
    sign = "<" if order.descending else ">"
    names = [f"m.k{place}" for place in range(len(values))]
    marks = [f"%s::{key.type}" for key in order.keys]
    if values[0] is None:
        rest = f"({', '.join(names[1:])}) {sign} ({', '.join(marks[1:])})"
        return Sql(f"(m.k0 IS NULL AND {rest})", tuple(values[1:]))
    beyond = f"({', '.join(names)}) {sign} ({', '.join(marks)})"
    if order.keys[0].type == "date":
        beyond = f"({beyond} OR m.k0 IS NULL)"
    return Sql(beyond, tuple(values))


def _read(cursor: str, order: Order) -> list[object] | None:
    try:
        packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True)
        texts = json.loads(packed.decode())
    except (binascii.Error, ValueError):
        return None
    if not isinstance(texts, list) or len(texts) != len(order.keys):
        return None
    values: list[object] = []
    for key, text in zip(order.keys, texts, strict=True):
        if text is None and key is order.keys[0] and key.type == "date":
            values.append(None)
            continue
        if not isinstance(text, str) or not _fits(key.type, text):
            return None
        values.append(Decimal(text) if key.type == "numeric" else text)
    return values


def _fits(kind: str, text: str) -> bool:
    """Whether Postgres takes the text for a value of the type."""
    if kind == "numeric":
        return bool(_AMOUNT.fullmatch(text)) and text.isascii()
    if kind == "smallint":
        return bool(_CYCLE.fullmatch(text))
    if kind == "date":
        try:
            return date.fromisoformat(text).isoformat() == text
        except ValueError:
            return False
    try:
        text.encode()
    except UnicodeEncodeError:
        # JSON may spell one half of a pair, which is no text.
        return False
    return "\x00" not in text
