"""Exports written to files: CSV by COPY, Excel row by row; neither is ever held in memory whole."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db import connection, transaction

from web.donor_conditions import Sql
from web.export_tables import Table
from web.exports import TIMEOUT_SECONDS, _copy, _line

# A sheet of Excel has 1,048,576 rows, one of which is the header.
SHEET_ROWS = 1_048_575
FETCHED = 2000
# Excel shows numbers of more digits than this rounded; identifiers are kept as texts.
EXACT_DIGITS = 15
Progress = Callable[[int], None]


def write(form: str, table: Table, path: Path, progress: Progress) -> None:
    """Write a table to a file, "csv" or "xlsx"; `progress` is told of the rows that are written."""
    if form == "xlsx":
        write_excel(table, path, progress)
    else:
        with path.open("wb") as file:
            done = 0
            for block in iter_csv(table):
                file.write(block)
                done += block.count(b"\n")
                progress(done)


def iter_csv(table: Table) -> Iterator[bytes]:
    """The CSV in blocks: header, rows, and the row of the notice."""
    yield _line(table.header)
    if table.query is not None:
        yield from _copy(table.query)
    yield _line((table.notice, *[""] * (len(table.header) - 1)))


def write_excel(table: Table, path: Path, progress: Progress) -> None:
    """The workbook: the rows, on further sheets where one is full, and a sheet of their story."""
    book = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False, "tmpdir": str(path.parent),
        },
    )  # fmt: skip
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    money = book.add_format({"num_format": "#,##0.00"})
    about = book.add_worksheet("About")
    about.set_column(0, 0, 22)
    about.set_column(1, 1, 100)
    for line, (what, words) in enumerate(table.story):
        about.write_string(line, 0, what, bold)
        about.write_string(line, 1, words)
    sheet, at, done = None, 0, 0
    for row in _rows(table.plain) if table.plain is not None else ():
        if sheet is None or at > SHEET_ROWS:
            sheet, at = _sheet(book, table, done, bold), 1
        for column, value in enumerate(row):
            _cell(sheet, at, column, value, day, money)
        at, done = at + 1, done + 1
        if done % FETCHED == 0:
            progress(done)
    if sheet is None:
        _sheet(book, table, 0, bold)
    book.worksheets_objs[1].activate()
    book.close()
    progress(done)


def _sheet(book: Any, table: Table, done: int, bold: Any) -> Any:
    number = done // SHEET_ROWS + 1
    sheet = book.add_worksheet("Rows" if number == 1 else f"Rows {number}")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(table.header) - 1, 16)
    for column, name in enumerate(table.header):
        sheet.write_string(0, column, name, bold)
    return sheet


def _cell(sheet: Any, row: int, column: int, value: object, day: Any, money: Any) -> None:
    """A value as what it is: amounts and counts as numbers, days as days, all else as text."""
    if value is None or value == "":
        return
    if isinstance(value, Decimal):
        sheet.write_number(row, column, value, money)
    elif isinstance(value, int) and len(str(abs(value))) <= EXACT_DIGITS:
        sheet.write_number(row, column, value)
    elif isinstance(value, (date, datetime)):
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_string(row, column, str(value))


def _rows(query: Sql) -> Iterator[tuple[Any, ...]]:
    """A query's rows from a cursor on the server, some at a time."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true),"
                " set_config('work_mem', '128MB', true)",
                (f"{TIMEOUT_SECONDS}s",),
            )
        with connection.chunked_cursor() as cursor:
            cursor.execute(query.text, query.values)  # type: ignore[arg-type]
            while rows := cursor.fetchmany(FETCHED):
                yield from rows
