"""A cycle's receipts, spending and official figures, from the database into arrays."""

from pathlib import Path
from typing import Any

import numpy as np
from psycopg import Cursor, sql

from expenditures.money_books import Books, Official, Spent

SQL = Path(__file__).parent / "sql"


def read_numbers(cursor: Cursor[Any], query: sql.Composable, columns: int = 4) -> Any:
    """The rows of a query as an array; its columns are whole numbers."""
    blocks: list[Any] = []
    with cursor.copy(sql.SQL("COPY ({}) TO STDOUT WITH (FORMAT csv)").format(query)) as copy:
        rest = b""
        for block in copy:
            rest += bytes(block)
            if len(rest) > 1 << 20:
                whole, _, rest = rest.rpartition(b"\n")
                blocks.append(_numbers(whole, columns))
        blocks.append(_numbers(rest.rstrip(b"\n"), columns))
    return np.concatenate(blocks)


def read_books(cursor: Cursor[Any], cycle: int) -> Books:
    """A cycle's receipts, spending and official figures from the database."""

    def query(name: str) -> sql.Composed:
        return sql.SQL((SQL / name).read_text()).format(cycle=sql.Literal(cycle))

    table = read_numbers(cursor, query("flow_receipts.sql"))
    spending = read_numbers(cursor, query("flow_spent_days.sql"), 3)
    cursor.execute((SQL / "flow_official.sql").read_text().encode(), {"cycle": cycle})
    official = {
        number: Official(opening, individuals, through)
        for number, opening, individuals, through in cursor.fetchall()
    }
    committees, days, sources, cents = (np.ascontiguousarray(table[:, place]) for place in range(4))
    return Books(cycle, committees, days, sources, cents, official, spending)


def _numbers(text: bytes, columns: int) -> Any:
    if not text:
        return np.zeros((0, columns), dtype=np.int64)
    return np.array(text.replace(b"\n", b",").split(b","), dtype=np.int64).reshape(-1, columns)


def read_spending(cursor: Cursor[Any], cycle: int) -> list[Spent]:
    """What each committee spent independently, the largest first."""
    cursor.execute((SQL / "flow_spending.sql").read_text().encode(), {"cycle": cycle})
    return [Spent(*row) for row in cursor.fetchall()]


def read_parts(cursor: Cursor[Any], cycle: int) -> list[Spent]:
    """What each committee spent for or against each candidate under each election code."""
    cursor.execute((SQL / "flow_parts.sql").read_text().encode(), {"cycle": cycle})
    return [Spent(*row) for row in cursor.fetchall()]
