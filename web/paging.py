"""Pages of rows by keyset over one or more tables: the thousandth costs what the first does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any

from django.db.models import F, Q, QuerySet

from web.lines import Line, Present

PAGE_ROWS = 100
SORTS = ("amount", "date")
# The largest id a bigint column can hold.
LARGEST_KEY = 2**63 - 1


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

    def ordered(self, sort: str, after: str, limit: int) -> list[Line]:
        """Up to `limit` lines that follow the cursor, the largest or the newest first."""
        rows = self.rows
        if sort == "date":
            # Rows without a date come first: so an index on the date serves, read backwards.
            rows = rows.order_by(F(self.day).desc(nulls_first=True), self.key)
        else:
            rows = rows.order_by(f"-{self.amount}", self.key)
        condition = self._following(sort, after)
        if condition is not None:
            rows = rows.filter(condition)
        # In two steps: names and texts are joined to the rows of the page, not to all of them.
        keys = list(rows.select_related(None).values_list(self.key, flat=True)[:limit])
        found = {row.pk: row for row in self.rows.filter(**{f"{self.key}__in": keys})}
        return [self.present(found[key]) for key in keys if key in found]

    def _following(self, sort: str, after: str) -> Q | None:
        value, _, key = after.partition("_")
        if not key.isdecimal() or len(key) > 19 or int(key) > LARGEST_KEY:
            return None
        beyond = {f"{self.key}__gt": int(key)}
        if sort == "date":
            if value == "none":
                undated = Q(**{f"{self.day}__isnull": True})
                return undated & Q(**beyond) | ~undated
            try:
                day = date.fromisoformat(value)
            except ValueError:
                return None
            return Q(**{f"{self.day}__lte": day}) & (Q(**{f"{self.day}__lt": day}) | Q(**beyond))
        try:
            amount = Decimal(value)
        except InvalidOperation:
            return None
        if not amount.is_finite() or abs(amount) > Decimal(10) ** 14:
            return None
        # The first condition says no more than the second, but an index can start from it.
        return Q(**{f"{self.amount}__lte": amount}) & (
            Q(**{f"{self.amount}__lt": amount}) | Q(**beyond)
        )


@dataclass(frozen=True)
class Page:
    """Lines of a page, and the cursor of the next one (empty at the end)."""

    lines: list[Line]
    following: str


def page_of(parts: list[Part], sort: str, after: str, size: int = PAGE_ROWS) -> Page:
    """The page that follows the cursor, merged from all parts."""
    lines = [line for part in parts for line in part.ordered(sort, after, size + 1)]
    lines.sort(key=lambda line: _rank(line, sort))
    shown = lines[:size]
    if len(lines) <= size:
        return Page(shown, "")
    last = shown[-1]
    value = (last.day.isoformat() if last.day else "none") if sort == "date" else str(last.amount)
    return Page(shown, f"{value}_{last.id}")


def _rank(line: Line, sort: str) -> tuple[Any, ...]:
    if sort == "date":
        return (line.day is not None, -(line.day or date.min).toordinal(), line.id)
    return (-line.amount, line.id)


def every_line(parts: list[Part], chunk: int = 2000) -> Iterator[list[Line]]:
    """All lines of all parts, in lists of up to `chunk`, without holding more than one list."""
    for part in parts:
        rows = part.rows.order_by().iterator(chunk_size=chunk)
        while lines := [part.present(row) for row in islice(rows, chunk)]:
            yield lines
