"""The rows behind a figure as CSV, streamed out of Postgres with COPY; nothing is held in memory.

The columns are those of web/row_columns.py, and the notice of 52 U.S.C. 30111(a)(4) in each row.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import F, QuerySet, TextField, Value

from web.paging import Part
from web.row_columns import COLUMNS, FREE, columns_of
from web.row_expressions import safe

NOTICE = (
    "Federal law (52 U.S.C. 30111(a)(4)) forbids using the names of individual contributors "
    "to solicit contributions or for commercial purposes."
)
# The longest an export may keep a connection, in seconds; readers who stop reading end earlier.
TIMEOUT_SECONDS = 1800
BLOCK_BYTES = 65_536


def export_query(part: Part, sort: str, *, is_sample: bool) -> QuerySet[Any, tuple[Any, ...]]:
    """The rows of a part in an order, with the columns of an export."""
    columns = columns_of(part.rows.model, is_sample) | {"amount": F(part.amount)}
    named = {
        f"csv_{name}": safe(columns[name]) if name in FREE else columns[name] for name in COLUMNS
    }
    notice = Value(NOTICE, output_field=TextField())
    return (
        part.in_order(sort).annotate(**named, csv_notice=notice).values_list(*named, "csv_notice")
    )


def stream_rows(parts: list[Part], sort: str, *, is_sample: bool) -> Iterator[bytes]:
    """The CSV in blocks: a header, then the rows of each part in the order asked for."""
    yield (",".join((*COLUMNS, "notice")) + "\n").encode()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, true),"
            " set_config('work_mem', '128MB', true)",
            (f"{TIMEOUT_SECONDS}s",),
        )
        for part in parts:
            try:
                rows = export_query(part, sort, is_sample=is_sample)
                query, values = rows.query.sql_with_params()
            except EmptyResultSet:
                # A filter that nothing in this table fits.
                continue
            # COPY takes no parameters of the protocol; the driver's cursor writes them into the
            # statement.
            with cursor.cursor.copy(f"COPY ({query}) TO STDOUT WITH (FORMAT csv)", values) as copy:
                yield from _blocks(copy)


def _blocks(copy: Iterator[memoryview | bytes]) -> Iterator[bytes]:
    """Rows joined into blocks, as each block costs a turn of the whole web server."""
    held: list[bytes] = []
    length = 0
    for row in copy:
        held.append(bytes(row))
        length += len(row)
        if length >= BLOCK_BYTES:
            yield b"".join(held)
            held, length = [], 0
    if held:
        yield b"".join(held)
