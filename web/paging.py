"""Pages of rows by keyset over one or more tables: the thousandth costs what the first does.

An order is a column of web/row_columns.py, with "-" before it where the largest come first. Rows
of one value stand by their ids.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Collate

from web.lines import Line, Present
from web.row_columns import columns_of

PAGE_ROWS = 100
SORTS = {
    "-amount": "Largest first",
    "amount": "Smallest first",
    "-date": "Newest first",
    "date": "Oldest first",
    "from": "From, A to Z",
    "-from": "From, Z to A",
    "to": "To, A to Z",
    "-to": "To, Z to A",
    "type": "Type",
    "-type": "Type, backwards",
    "election": "Election",
    "-election": "Election, backwards",
    "detail": "Detail, A to Z",
    "-detail": "Detail, Z to A",
    "filing": "Filing, oldest number first",
    "-filing": "Filing, newest number first",
}
# Indexes answer these; a list of any length stands in their order.
FAST = ("-amount", "amount", "-date", "date")
# The largest id a bigint column can hold, and the largest number a filing can have.
LARGEST_KEY = 2**63 - 1
LARGEST_FILE_NUMBER = 2**31 - 1


@dataclass(frozen=True)
class Part:
    """Rows of one table that are behind a figure, and how to show one of them.

    `amount`, `day` and `key` are the names of the table's columns; keys are unique among the parts.
    """

    rows: QuerySet[Any]
    present: Present
    amount: str
    day: str
    key: str = "sub_id"

    def in_order(self, sort: str) -> QuerySet[Any]:
        """All rows in an order, each with the value that it is sorted by as `sorted_by`."""
        rows = self.rows.annotate(sorted_by=self._sorted_by(sort))
        if sort == "-date":
            # Rows without a date come first: so an index on the date serves, read backwards.
            return rows.order_by(F(self.day).desc(nulls_first=True), self.key)
        if sort == "date":
            return rows.order_by(F(self.day).asc(nulls_last=True), self.key)
        name = sort.removeprefix("-")
        by = self.amount if name == "amount" else "sorted_by"
        return rows.order_by(f"-{by}" if sort.startswith("-") else by, self.key)

    def ordered(self, sort: str, after: str, limit: int) -> list[tuple[Any, Line]]:
        """Up to `limit` lines that follow the cursor, each with what it is sorted by."""
        rows = self.in_order(sort)
        condition = self._following(sort, after)
        if condition is not None:
            rows = rows.filter(condition)
        # In two steps: names and texts are joined to the rows of the page, not to all of them.
        keys = list(rows.select_related(None).values_list(self.key, "sorted_by")[:limit])
        found = {
            row.pk: row for row in self.rows.filter(**{f"{self.key}__in": [key for key, _ in keys]})
        }
        return [(value, self.present(found[key])) for key, value in keys if key in found]

    def _sorted_by(self, sort: str) -> Any:
        name = sort.removeprefix("-")
        if name == "amount":
            return F(self.amount)
        if name == "date":
            return F(self.day)
        columns = columns_of(self.rows.model)
        if name == "filing":
            has_number = any(
                column.name == "file_number" for column in self.rows.model._meta.get_fields()
            )
            return Coalesce(F("file_number"), Value(0)) if has_number else Value(0)
        # The order of the bytes is the same in every database, and in Python.
        return Collate(Cast(Coalesce(columns[name], Value("")), TextField()), "C")

    def _following(self, sort: str, after: str) -> Q | None:
        text, _, key = after.rpartition("_")
        if not key.isdecimal() or not key.isascii() or not 0 < int(key[:20]) <= LARGEST_KEY:
            return None
        beyond = Q(**{f"{self.key}__gt": int(key)})
        name, down = sort.removeprefix("-"), sort.startswith("-")
        if name == "date" and text == "none":
            undated = Q(**{f"{self.day}__isnull": True})
            return undated & beyond | ~undated if down else undated & beyond
        value = read_cursor(name, text)
        if value is None:
            return None
        column = {"amount": self.amount, "date": self.day}.get(name, "sorted_by")
        further = "lt" if down else "gt"
        # The first condition says no more than the second, but an index can start from it.
        following = Q(**{f"{column}__{further}e": value}) & (
            Q(**{f"{column}__{further}": value}) | beyond
        )
        if name == "date" and not down:
            following |= Q(**{f"{self.day}__isnull": True})
        return following


def read_cursor(name: str, text: str) -> object | None:
    """The value that a page ended at, as its column has it; None for what is none."""
    if name == "amount":
        try:
            amount = Decimal(text)
        except InvalidOperation:
            return None
        return amount if amount.is_finite() and abs(amount) <= Decimal(10) ** 14 else None
    if name == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    if name == "filing":
        digits = text.removeprefix("-")
        is_number = digits.isascii() and digits.isdecimal() and len(digits) <= 10
        return int(text) if is_number and int(digits) <= LARGEST_FILE_NUMBER else None
    return text.replace("\x00", "")


@dataclass(frozen=True)
class Page:
    """Lines of a page, and the cursor of the next one (empty at the end)."""

    lines: list[Line]
    following: str


def page_of(parts: list[Part], sort: str, after: str, size: int = PAGE_ROWS) -> Page:
    """The page that follows the cursor, merged from all parts."""
    found = [pair for part in parts for pair in part.ordered(sort, after, size + 1)]
    # Two sorts that keep the order of equals: values may go down while ids go up.
    found.sort(key=lambda pair: pair[1].id)
    down = sort.startswith("-")
    if sort.removeprefix("-") == "date":
        found.sort(key=lambda pair: (pair[0] is None, pair[0] or date.min), reverse=down)
    else:
        found.sort(key=lambda pair: pair[0], reverse=down)
    shown = found[:size]
    lines = [line for _, line in shown]
    if len(found) <= size:
        return Page(lines, "")
    value, last = shown[-1]
    return Page(lines, f"{'none' if value is None else value}_{last.id}")
