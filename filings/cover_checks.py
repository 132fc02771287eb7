"""Whether a filing adds up: the rows of each line against the cover, to the cent.

Which line is compared with which rows stands in data/cover_lines.csv: `equal` where every amount
has to be itemized, `at most` where small ones need not be. Memo rows are left out. A line with
`adds` is the cover's own arithmetic, one with `unless` stands in for a line that a version lacks.
"""

import csv
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from psycopg import sql

from filings.staging import Connection, raw, run_sql

SQL = Path(__file__).parent / "sql"
LINES = Path(__file__).parent / "data" / "cover_lines.csv"

# Filings write amounts with or without commas, dollar signs, blanks and cents; accountants put a
# negative one into brackets.
_NUMBER = r"(\d{{1,12}}(\.\d*)?|\.\d+)"
_AMOUNT = (
    rf"CASE WHEN {{text}} ~ '^([-+]?{_NUMBER}|\({_NUMBER}\))$'"
    " THEN round((CASE left({text}, 1) WHEN '(' THEN '-' ELSE '' END"
    " || btrim({text}, '()'))::numeric, 2) END"
)


def check_filings(connection: Connection, file_numbers: Iterable[int]) -> None:
    """Compare the covers of these filings with their rows.

    Writes Filing.checks, one entry for each line where anything stands: line, label, rule and note
    as text, `cover`, `rows` and `difference` (rows less cover) in dollars and cents as text, and
    `ok`; checks_result; and checks_summary, a sentence that names the worst line. Forms other than
    F3, F3X and F3P have nothing to check.
    """
    run_sql(
        connection,
        SQL / "cover_checks.sql",
        {"numbers": list(file_numbers), "lines": _lines_as_json()},
        stated=amount_of("f.cover ->> l.cover"),
        added=amount_of("f.cover ->> name"),
        loan_balance=amount_of("r.extra ->> 'loan_balance'"),
        federal_share=amount_of("r.extra ->> 'federal_share'"),
        nonfederal_share=amount_of("r.extra ->> 'nonfederal_share'"),
        levin_share=amount_of("r.extra ->> 'levin_share'"),
        cover=_plain("cover"),
        rows=_plain("rows"),
        difference=_plain("difference"),
        missing=dollars("-difference"),
        worst=dollars("abs(difference)"),
    )


@cache
def cover_lines() -> tuple[dict[str, str], ...]:
    """The lines that are compared, in the order of the forms: columns as in the file."""
    with LINES.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _lines_as_json() -> str:
    return json.dumps(
        [
            line | {"place": place, "rows": line["rows"].split(), "adds": line["adds"].split()}
            for place, line in enumerate(cover_lines())
        ]
    )


def amount_of(expression: str) -> sql.Composed:
    """SQL that reads an amount from text as filed; null where it is blank or is none."""
    text = f"translate({expression}, '$, ', '')"
    return raw(_AMOUNT).format(text=raw(text))


def dollars(expression: str) -> sql.SQL:
    """SQL that writes an amount for a sentence: $1,234.50, or -$1,234.50."""
    return raw(
        f"CASE WHEN {expression} < 0 THEN '-' ELSE '' END"
        f" || '$' || to_char(abs({expression}), 'FM999,999,999,999,999,990.00')"
    )


def _plain(expression: str) -> sql.SQL:
    return raw(f"round({expression}, 2)::text")
