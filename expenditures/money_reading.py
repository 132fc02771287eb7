"""A cycle's receipts, spending and official figures, from the database into arrays."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from psycopg import Cursor, sql

from expenditures.money_books import Books, Official, Spent, committee_id
from expenditures.money_recent import net_of_refunds

SQL = Path(__file__).parent / "sql"


def read_numbers(cursor: Cursor[Any], query: sql.Composable) -> tuple[Any, Any, Any, Any]:
    """The columns of a query: three of numbers below two thousand million, and one of cents.

    They are put together one by one, and narrow: as one table, millions of rows would be in memory
    twice, at double the size.
    """
    parts: tuple[list[Any], ...] = ([], [], [], [])

    def take(text: bytes) -> None:
        for column, kept in zip(_numbers(text).T, parts, strict=True):
            kept.append(column.astype(np.int64 if kept is parts[-1] else np.int32))

    with cursor.copy(sql.SQL("COPY ({}) TO STDOUT WITH (FORMAT csv)").format(query)) as copy:
        rest = b""
        for block in copy:
            rest += bytes(block)
            if len(rest) > 1 << 20:
                whole, _, rest = rest.rpartition(b"\n")
                take(whole)
        take(rest.rstrip(b"\n"))
    return tuple(_joined(kept) for kept in parts)


def _joined(parts: list[Any]) -> Any:
    found = np.concatenate(parts)
    parts.clear()
    return found


def read_books(cursor: Cursor[Any], cycle: int) -> Books:
    """A cycle's receipts, spending and official figures from the database."""
    query = sql.SQL((SQL / "flow_receipts.sql").read_text()).format(cycle=sql.Literal(cycle))
    columns = read_numbers(cursor, query)
    spending = _by_day(_spending(cursor, cycle))
    cursor.execute((SQL / "flow_official.sql").read_text().encode(), {"cycle": cycle})
    official = {
        number: Official(opening, individuals, through)
        for number, opening, individuals, through in cursor.fetchall()
    }
    return Books(cycle, *columns, official, spending)


def _numbers(text: bytes) -> Any:
    if not text:
        return np.zeros((0, 4), dtype=np.int64)
    return np.array(text.replace(b"\n", b",").split(b","), dtype=np.int64).reshape(-1, 4)


def read_spending(cursor: Cursor[Any], cycle: int) -> list[Spent]:
    """What each committee spent independently, the largest first; and each part of it.

    A part is what it spent for or against one candidate under one election code.
    """
    rows = _spending(cursor, cycle)
    table = _by_day(rows)
    kept: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    columns = net_of_refunds(table[:, 0], table[:, 3], table[:, 1], table[:, 2])
    for number, part, day, cents in zip(*(one.tolist() for one in columns), strict=True):
        kept[number, part].append((day, cents))
    of_whole: dict[tuple[int, str, str, str], list[Any]] = defaultdict(list)
    of_part: dict[tuple[int, str, str, str], list[Any]] = defaultdict(list)
    for row, part in zip(rows, table[:, 3].tolist(), strict=True):
        of_whole[row[0], "", "", ""].append((*row, part))
        if row[1]:
            of_part[row[:4]].append((*row, part))
    found: list[Spent] = []
    for spent in (of_whole, of_part):
        each = [_spent(key, mine, kept) for key, mine in spent.items()]
        each.sort(key=lambda one: (-one.cents, one.committee_id, one.about))
        found += [one for one in each if one.cents > 0]
    return found


def _spent(
    key: tuple[int, str, str, str], rows: list[Any], kept: dict[tuple[int, int], list[Any]]
) -> Spent:
    number, candidate_id, side, code = key
    days: dict[int, int] = defaultdict(int)
    for part in sorted({row[-1] for row in rows}):
        for day, cents in kept[number, part]:
            days[day] += cents
    newest = max((row[5] for row in rows if row[5]), default=None)
    cents = sum(row[6] for row in rows)
    by_day = tuple(sorted(days.items()))
    return Spent(committee_id(number), cents, newest, candidate_id, side, code, by_day)


def _spending(cursor: Cursor[Any], cycle: int) -> list[Any]:
    """The rows of flow_spending.sql."""
    cursor.execute((SQL / "flow_spending.sql").read_text().encode(), {"cycle": cycle})
    return cursor.fetchall()


def _by_day(rows: list[Any]) -> Any:
    """The same as Books has them: committee, day, cents, and a number for what it was about."""
    numbers: dict[tuple[str, str, str], int] = {}
    table = [
        (row[0], row[4], row[6], numbers.setdefault((row[1], row[2], row[3]), len(numbers)))
        for row in rows
    ]
    return np.array(table, dtype=np.int64).reshape(-1, 4)
