"""A table of filings read from disk: what each is, its rows, its checks, and how it ended.

Every filing is loaded for real, in one transaction that is undone in the end: the database stays as
it is.
"""

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from filings.electronic import decide, read_in
from filings.fec.errors import FinanceTrackerError
from filings.staging import Connection, loading_connection

# A file whose name is no number gets one that no filing has.
_FIRST_UNNUMBERED = 2_000_000_001
# The line on which individuals are itemized, by form, and its column on the cover.
INDIVIDUALS = {
    "F3": ("11(a)(i)", "col_a_individual_contributions_itemized"),
    "F3X": ("11(a)(i)", "col_a_individuals_itemized"),
    "F3P": ("17(a)(i)", "col_a_individuals_itemized"),
}
TOTALS = {
    "F3": "col_a_total_contributions_no_loans",
    "F3X": "col_a_total_contributions",
    "F3P": "col_a_total_contributions",
}
# A filing lacks rows where so much of a line is missing: a slip of the filer's is smaller.
_CUT_SHARE = Decimal("0.5")


@dataclass
class Line:
    """A filing in the report. `schedules` counts its rows; `result` says how it ended."""

    name: str
    version: str = ""
    form: str = ""
    rows: int = 0
    schedules: str = ""
    checks: str = ""
    # Itemized individuals: True where rows and cover agree, None where the cover has no such line.
    individuals: bool | None = None
    result: str = ""
    is_loaded: bool = False


def report(paths: Iterable[Path]) -> Iterator[Line]:
    """The lines of the report, for .fec files, folders of such, and a day's zips."""
    with (
        tempfile.TemporaryDirectory() as folder,
        loading_connection("filing_report", 0) as connection,
        connection.transaction(force_rollback=True),
    ):
        taken: dict[int, str] = {}
        failed: list[Line] = []
        for number, path in _numbered(_files(paths, Path(folder))):
            try:
                with connection.transaction():
                    read_in(connection, path, number)
            except FinanceTrackerError as error:
                failed.append(Line(path.name, result=f"not loaded: {error}"))
            else:
                taken[number] = path.name
        decide(connection, taken)
        for number, name in taken.items():
            yield _line(connection, number, name)
        yield from failed


def _files(paths: Iterable[Path], folder: Path) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.fec"))
        elif path.suffix.lower() == ".zip":
            try:
                with ZipFile(path) as archive:
                    for name in sorted(archive.namelist()):
                        yield Path(archive.extract(name, folder))
            except BadZipFile as error:
                raise FinanceTrackerError(
                    f"{path} is no zip file: {error}.", remedy="Fetch it again."
                ) from error
        else:
            yield path


def _numbered(paths: Iterable[Path]) -> Iterator[tuple[int, Path]]:
    unnumbered = _FIRST_UNNUMBERED
    for path in paths:
        if re.fullmatch(r"-?\d{1,9}", path.stem):
            yield int(path.stem), path
        else:
            yield unnumbered, path
            unnumbered += 1


def _line(connection: Connection, number: int, name: str) -> Line:
    row = connection.execute(
        "SELECT version, form_type, rows, checks, checks_summary, unknown_rows, problem_rows,"
        " is_truncated, superseded_by, base_missing, amends, hold_reason, form, cover, is_paper"
        " FROM filings_filing WHERE file_number = %s",
        (number,),
    ).fetchone()
    if row is None:
        return Line(name, result="not loaded: its row is missing")
    (
        version, form_type, rows, checks, summary, unknown, problems, cut, by, missing, amends,
        held, form, cover, is_paper,
    ) = row  # fmt: skip
    counted: Counter[str] = Counter()
    for schedule, count in connection.execute(
        "SELECT schedule, count(*) FROM filings_filingrow WHERE file_number = %s GROUP BY 1"
        " ORDER BY 1",
        (number,),
    ).fetchall():
        counted[str(schedule) or "unknown"] += int(str(count))
    checked = checks if isinstance(checks, list) else []
    columns = cover if isinstance(cover, dict) else {}
    individuals, why = _individuals(str(form), columns, checked, is_paper=bool(is_paper))
    told = [
        "loaded",
        f"superseded by {by}" if by else "",
        f"base {amends} is not here" if missing else "",
        f"held: {held}" if held else "",
        "the last line is cut short" if cut else "",
        why,
        f"{unknown} rows of an unknown kind kept raw" if unknown else "",
        f"{problems} rows with a field that could not be read" if problems else "",
    ]
    passed = sum(bool(check["ok"]) for check in checked)
    return Line(
        name=name,
        version=str(version),
        form=str(form_type),
        rows=int(str(rows)),
        schedules=" ".join(f"{key}:{value}" for key, value in counted.items()),
        checks=f"{passed} of {len(checked)}" + (f", {summary}" if passed < len(checked) else "")
        if checked
        else "",
        individuals=individuals,
        result="; ".join(part for part in told if part),
        is_loaded=True,
    )


def _individuals(
    form: str, cover: dict[str, str], checks: list[dict[str, Any]], *, is_paper: bool
) -> tuple[bool | None, str]:
    """Whether itemized individuals equal the cover's line, and if not, why; None without a line.

    A line that is zero on the cover and has no rows is not among the checks, and equal.
    """
    if form not in INDIVIDUALS:
        return None, ""
    line, column = INDIVIDUALS[form]
    check = next((check for check in checks if check["line"] == line), None)
    if check is None:
        return (True if cover.get(column, "").strip() else None), ""
    stated, rows = Decimal(check["cover"]), Decimal(check["rows"])
    if rows == stated:
        return True, ""
    if is_paper and rows > stated and _amount(cover, TOTALS[form]) >= rows:
        # The FEC has paper read by people and machines, and publishes what they made of it.
        return False, (
            f"the paper's cover was misread by the FEC's data entry: it has ${stated:,} on line"
            f" {line}, beside total contributions of ${_amount(cover, TOTALS[form]):,}; the rows"
            f" come to ${rows:,}"
        )
    if stated and (stated - rows) / stated > _CUT_SHARE:
        return False, (
            f"the file is cut short: it has rows for ${rows:,} of the ${stated:,} on line {line}"
        )
    return False, str(check.get("note") or f"line {line} is off by ${abs(rows - stated):,}")


def _amount(cover: dict[str, str], column: str) -> Decimal:
    try:
        return Decimal(cover.get(column, "").strip() or 0)
    except InvalidOperation:
        return Decimal(0)
