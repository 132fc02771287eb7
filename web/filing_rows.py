"""A filing's rows of one line, page by page and as CSV: without streets, e-mail and telephones."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.db.models import QuerySet

from filings.models import Filing, FilingRow
from web import filing_words as words
from web.exports import NOTICE
from web.filing_page import RowsOfLine

PAGE = 100
# Rows of the CSV that are sent at a time.
CSV_ROWS = 1000
# The columns of the CSV; `raw` and `extra` may hold addresses and are never among them.
COLUMNS = (
    "file_number", "line", "row_type", "schedule", "transaction_id",
    "back_reference_transaction_id", "entity_type", "name", "city", "state", "zip", "employer",
    "occupation", "date", "dissemination_date", "amount", "aggregate_amount", "election_code",
    "purpose", "category_code", "memo_code", "memo_text", "other_committee_id", "conduit_name",
    "candidate_id", "candidate_name", "candidate_office", "candidate_state", "candidate_district",
    "support_oppose", "coverage",
)  # fmt: skip
# What people write as they like, and where some write their address, e-mail or telephone.
FREE = ("name", "employer", "occupation", "purpose", "memo_text", "conduit_name")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PLAIN = frozenset(
    {"amount", "aggregate_amount", "date", "dissemination_date", "file_number", "line"}
)


def rows_of(filing: Filing, line: RowsOfLine | None) -> QuerySet[FilingRow]:
    """The rows of a line, in the order of the file; of all lines where none is named."""
    found = FilingRow.objects.filter(file_number=filing.pk).defer("raw", "extra").order_by("line")
    if line is None:
        return found
    # So the rows of other lines before and after are not read, of which there may be millions.
    return found.filter(row_type=line.row_type, line__range=(line.first, line.last))


def page_of(rows: QuerySet[FilingRow], after: int) -> tuple[list[FilingRow], str]:
    """The rows after a line of the file, and the cursor of the next page ("" at the end).

    What people wrote is without e-mail addresses, telephone numbers and streets; do not save them.
    """
    found = list(rows.filter(line__gt=after)[: PAGE + 1])
    shown = found[:PAGE]
    for row in shown:
        for name in FREE:
            setattr(row, name, words.without_contacts(getattr(row, name)))
    return shown, str(shown[-1].line) if len(found) > PAGE else ""


def stream(filing: Filing, rows: QuerySet[FilingRow]) -> Iterator[str]:
    """The CSV: a header, the rows, and last the notice of 52 U.S.C. 30111(a)(4)."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for count, row in enumerate(rows.values_list(*COLUMNS).iterator(chunk_size=2000), start=1):
        writer.writerow([_safe(name, value) for name, value in zip(COLUMNS, row, strict=True)])
        if count % CSV_ROWS == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    said = f"{NOTICE} Filing {filing.pk} of {filing.filer_name}, as taken in on"
    writer.writerow([f"{said} {filing.ingested_at:%Y-%m-%d %H:%M} UTC."])
    yield out.getvalue()


def _safe(name: str, value: object) -> object:
    """A text that a spreadsheet would take for a formula begins with an apostrophe."""
    if name == "zip":
        value = str(value)[:5]
    elif name == "row_type":
        value = words.row_type(str(value))
    elif name in FREE:
        value = words.without_contacts(str(value))
    if name not in _PLAIN and isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
