"""CSV of a whole donor search, streamed out of Postgres with COPY; nothing is held in memory.

The file is plain: a header, then rows, amounts as numbers, and one last row whose first field is
the notice of 52 U.S.C. 30111(a)(4) with the search and the time; its other fields are empty. The
response's X-Notice header says the same. There are no street addresses in it. A text that a
spreadsheet would take for a formula begins with an apostrophe instead.
"""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import connection, transaction

from web import tags
from web.donor_conditions import Sql, resolve
from web.donor_search import choose_driver, matching
from web.filters import DonorFilter

NOTICE = (
    "Federal law (52 U.S.C. 30111(a)(4)) forbids selling or using the names of individual"
    " contributors to solicit contributions or for commercial purposes."
)
# The longest an export may keep a connection, in seconds; readers who stop reading end earlier.
TIMEOUT_SECONDS = 1800

# Header, and expression; texts that people filled in are made safe for spreadsheets.
_TEXTS = (
    ("contributor_name", "n.name"),
    ("contributor_city", "y.name"),
    ("contributor_state", "c.contributor_state"),
    ("contributor_zip", "left(c.contributor_zip, 5)"),
    ("contributor_employer", "e.name"),
    ("contributor_occupation", "o.name"),
)
_REST = (
    ("contribution_receipt_date", "c.contribution_receipt_date"),
    ("contribution_receipt_amount", "c.contribution_receipt_amount"),
    ("counted_as", "c.counted_as"),
    (
        "counted_amount",
        "CASE WHEN NOT c.counts THEN 0 WHEN starts_with(c.counted_as, 'refund')"
        " THEN -c.contribution_receipt_amount ELSE c.contribution_receipt_amount END",
    ),
    ("memo_code", "c.memo_code"),
    ("memo_text", "m.name"),
    ("committee_id", "c.committee_id"),
    ("committee_name", "k.name"),
    ("contributor_id", "c.contributor_id"),
    ("receipt_type", "c.receipt_type"),
    ("entity_type", "c.entity_type"),
    ("election_type", "c.election_type"),
    ("report_type", "c.report_type"),
    ("amendment_indicator", "c.amendment_indicator"),
    ("cycle", "c.cycle"),
    ("file_number", "c.file_number"),
    ("image_number", "c.image_number"),
    ("transaction_id", "c.transaction_id"),
    ("sub_id", "c.sub_id"),
    ("industry", "coalesce(ti.slug, '')"),
    ("industry_basis", "coalesce(tp.basis, '')"),
    ("industry_rule", "concat_ws(': ', nullif(tr.kind, ''), tr.pattern)"),
    ("industry_source", "coalesce(tr.source, td.reason, '')"),
    ("industry_confidence", "tp.confidence"),
)
_FREE = {
    "contributor_name", "contributor_city", "contributor_state", "contributor_zip",
    "contributor_employer", "contributor_occupation", "memo_text", "committee_name",
    "transaction_id", "contributor_id", "election_type", "receipt_type", "entity_type",
    "industry_source",
}  # fmt: skip
HEADER = tuple(name for name, _ in (*_TEXTS, *_REST))
_JOINS = f"""
  JOIN donations_contributorname n ON n.id = c.name_id
  JOIN donations_employer e ON e.id = c.employer_id
  JOIN donations_occupation o ON o.id = c.occupation_id
  JOIN donations_city y ON y.id = c.city_id
  JOIN donations_memotext m ON m.id = c.memo_text_id
  LEFT JOIN filings_committee k ON k.committee_id = c.committee_id
{tags.JOINS}"""
# As on the page (web/donor_order.py): what is sorted by, before the row's id.
_ORDERS = {
    "amount": ("c.contribution_receipt_amount",),
    "date": ("c.contribution_receipt_date", "c.contribution_receipt_amount"),
    "name": ("n.name",),
    "recipient": ("k.name", "c.committee_id"),
    "employer": ("e.name",),
    "occupation": ("o.name",),
    "city": ("y.name",),
    "state": ("c.contributor_state",),
    "industry": ("coalesce(ti.name, '')",),
}


def safe(expression: str) -> str:
    """SQL of a text that no spreadsheet takes for a formula."""
    return (
        f"CASE WHEN left({expression}, 1) IN ('=', '+', '-', '@', E'\\t', E'\\r')"
        f" THEN '''' || {expression} ELSE {expression} END"
    )


def export_query(asked: DonorFilter, *, plain: bool = False) -> Sql | None:
    """The SELECT of all rows of a search in its order; None where nothing can match.

    `plain` leaves texts as they are, for files that tell a text from a formula.
    """
    conditions = resolve(asked)
    if conditions.impossible:
        return None
    where = matching(conditions, choose_driver(conditions))
    columns = ", ".join(
        f"{safe(expression) if name in _FREE and not plain else expression} AS {name}"
        for name, expression in (*_TEXTS, *_REST)
    )
    direction = "DESC" if asked.sort.startswith("-") else "ASC"
    keys = (*_ORDERS[asked.sort.removeprefix("-")], "c.sub_id")
    order = ", ".join(f"{key} {direction} NULLS LAST" for key in keys)
    return Sql(
        f"SELECT {columns} FROM donations_contribution c {_JOINS} WHERE {where.text}"  # noqa: S608
        f" ORDER BY {order}",
        where.values,
    )


def stream_donors(asked: DonorFilter) -> Iterator[bytes]:
    """The CSV in blocks: header, rows, and the row of the notice."""
    yield _line(HEADER)
    query = export_query(asked)
    if query is not None:
        yield from _copy(query)
    yield _line((notice(asked), *[""] * (len(HEADER) - 1)))


def notice(asked: DonorFilter) -> str:
    """The law's notice, the search, and the time."""
    searched = (
        ", ".join(f"{name}={value}" for name, value in asked.searched.items()) or "everything"
    )
    now = datetime.now(UTC)
    return f"{NOTICE} Search: {searched}; rows={asked.rows}. Exported {now:%Y-%m-%d %H:%M} UTC."


def bare_copy(asked: DonorFilter) -> Iterator[bytes]:
    """The same rows and columns by a plain COPY, neither ordered nor made safe: a measure."""
    conditions = resolve(asked)
    where = matching(conditions, choose_driver(conditions))
    columns = ", ".join(expression for _, expression in (*_TEXTS, *_REST))
    query = f"SELECT {columns} FROM donations_contribution c {_JOINS} WHERE {where.text}"  # noqa: S608
    statement = f"COPY ({query}) TO STDOUT WITH (FORMAT csv)"
    with connection.cursor() as cursor, cursor.cursor.copy(statement, where.values) as copy:
        yield from copy


def _line(values: tuple[str, ...]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(values)
    return buffer.getvalue().encode()


def _copy(query: Sql) -> Iterator[bytes]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, true),"
            " set_config('work_mem', '128MB', true)",
            (f"{TIMEOUT_SECONDS}s",),
        )
        # COPY takes no parameters of the protocol; the driver's cursor writes them into the
        # statement.
        statement = f"COPY ({query.text}) TO STDOUT WITH (FORMAT csv)"
        with cursor.cursor.copy(statement, query.values) as copy:
            yield from _blocks(copy)


def _blocks(copy: Iterator[memoryview | bytes], size: int = 65_536) -> Iterator[bytes]:
    """Rows joined into blocks, as each block costs a turn of the whole web server."""
    held: list[bytes] = []
    length = 0
    for row in copy:
        held.append(bytes(row))
        length += len(row)
        if length >= size:
            yield b"".join(held)
            held, length = [], 0
    if held:
        yield b"".join(held)
