"""CSV of a whole search of independent expenditures, streamed out of Postgres with COPY.

As the donor search's (web/exports.py): a header, then rows in the order of the page, and one last
row whose first field is the notice of 52 U.S.C. 30111(a)(4) with the search and the time.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from web.donor_conditions import Sql
from web.expenditure_filters import ExpenditureFilter
from web.expenditure_order import NAME_SHOWN, order_of
from web.expenditure_search import NOTHING, TABLE, matching
from web.exports import NOTICE, _copy, _line, safe

# As web.expenditure_rows.status_of says it.
_STATUS = (
    "CASE WHEN e.is_held THEN 'in a filing held for a review'"
    " WHEN e.is_superseded THEN 'superseded by an amendment'"
    " WHEN e.is_memo THEN 'memo, not added'"
    " WHEN e.coverage = 'open' THEN 'counts, in no report yet'"
    " WHEN e.coverage = 'covered' THEN 'in a report, counted there'"
    " WHEN e.coverage = 'unmatched' THEN 'to be reviewed, not added'"
    " WHEN e.coverage = 'separate' THEN 'counts, found in no report'"
    " WHEN e.counts THEN 'counts' ELSE 'not added' END"
)
# Header, and expression; texts that people filled in are made safe for spreadsheets.
_FREE = (
    ("committee_name", "s.name"),
    ("candidate_id", "e.candidate_id"),
    ("candidate_name", NAME_SHOWN.replace("c.name", "n.name")),
    ("candidate_name_reported", "e.candidate_name"),
    ("candidate_office", "e.candidate_office"),
    ("candidate_state", "e.candidate_state"),
    ("candidate_district", "e.candidate_district"),
    ("payee_name", "e.payee_name"),
    ("purpose", "e.purpose"),
    ("election_type", "e.election_type"),
    ("transaction_id", "e.transaction_id"),
    ("amendment_indicator", "e.amendment_indicator"),
    ("covered_by_transaction_id", "e.covered_by_transaction_id"),
)
_REST = (
    ("committee_id", "e.committee_id"),
    ("support_oppose_indicator", "e.support_oppose_indicator"),
    ("expenditure_amount", "e.expenditure_amount"),
    ("counted_amount", "CASE WHEN e.counts THEN e.expenditure_amount ELSE 0 END"),
    ("dissemination_date", "e.dissemination_date"),
    ("expenditure_date", "e.expenditure_date"),
    ("receipt_date", "e.receipt_date"),
    ("form", "e.form"),
    ("status", _STATUS),
    ("file_number", "e.file_number"),
    ("previous_file_number", "e.previous_file_number"),
    ("image_number", "e.image_number"),
    ("sub_id", "e.sub_id"),
    ("cycle", "e.cycle"),
    ("covered_by_file_number", "e.covered_by_file_number"),
    ("candidate_match", "e.candidate_match"),
    ("source", "e.origin"),
)
HEADER = (
    "committee_id", "committee_name", "support_oppose_indicator", "candidate_id", "candidate_name",
    "candidate_name_reported", "candidate_office", "candidate_state", "candidate_district",
    "expenditure_amount", "counted_amount", "dissemination_date", "expenditure_date",
    "receipt_date", "payee_name", "purpose", "election_type", "form", "status", "file_number",
    "previous_file_number", "amendment_indicator", "transaction_id", "image_number", "sub_id",
    "covered_by_file_number", "covered_by_transaction_id", "candidate_match", "cycle", "source",
)  # fmt: skip
_EXPRESSIONS = {**{name: safe(sql) for name, sql in _FREE}, **dict(_REST)}


def export_query(asked: ExpenditureFilter, *, plain: bool = False) -> Sql | None:
    """The SELECT of all rows of a search in its order; None where nothing can match.

    `plain` leaves texts as they are, for files that tell a text from a formula.
    """
    where = matching(asked)
    if where is NOTHING:
        return None
    order = order_of(asked)
    expressions = {**dict(_FREE), **dict(_REST)} if plain else _EXPRESSIONS
    columns = ", ".join(f"{expressions[name]} AS {name}" for name in HEADER)
    return Sql(
        f"SELECT {columns} FROM {TABLE} e {order.joins}"  # noqa: S608
        " LEFT JOIN filings_committee s ON s.committee_id = e.committee_id"
        " LEFT JOIN filings_candidate n ON n.candidate_id = e.candidate_id"
        f" WHERE {where.text} ORDER BY {order.by([key.sql for key in order.keys])}",
        where.values,
    )


def stream_expenditures(asked: ExpenditureFilter) -> Iterator[bytes]:
    """The CSV in blocks: header, rows, and the row of the notice."""
    yield _line(HEADER)
    query = export_query(asked)
    if query is not None:
        yield from _copy(query)
    yield _line((notice(asked), *[""] * (len(HEADER) - 1)))


def notice(asked: ExpenditureFilter) -> str:
    """The law's notice, the search, and the time."""
    searched = (
        ", ".join(f"{name}={value}" for name, value in asked.searched.items()) or "everything"
    )
    of = f"; dates={asked.dates}" if asked.dates else ""
    now = datetime.now(UTC)
    return (
        f"{NOTICE} Search: {searched}{of}; status={asked.status}."
        f" Exported {now:%Y-%m-%d %H:%M} UTC."
    )
