"""The FEC's own electronic filings: all are read, and what is odd about them is told."""

import io
import re
import zipfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from filings.fec.efile import OpenedFiling
from tests.filings.efile_world import Row, copied

pytestmark = pytest.mark.fec


def posted(folder: Path, name: str) -> bytes:
    return (folder / "posted" / f"{name}.fec").read_bytes()


def day_of(folder: Path) -> dict[str, bytes]:
    path = folder / "bulk-downloads" / "electronic" / "20180616.zip"
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sum_of(rows: list[Row], *row_types: str) -> Decimal:
    return sum(
        (Decimal(row["amount"] or 0) for row in rows
         if row["row_type"] in row_types and row["memo_code"] != "X"),
        Decimal(),
    )  # fmt: skip


def data_lines(data: bytes) -> int:
    """Lines that are rows: not blank, not the header, the cover, or text. Counted another way."""
    text = re.sub(rb"\[BEGIN ?TEXT\].*?\[END ?TEXT\]", b"", data, flags=re.DOTALL)
    return max(0, sum(1 for line in text.splitlines() if line.strip(b' \x1c,"')) - 2)


def test_every_posted_filing_is_read(fec_mirror: Path) -> None:
    files = sorted((fec_mirror / "posted").glob("*.fec"))
    assert len(files) >= 30
    unknown: dict[str, int] = defaultdict(int)
    problems: dict[str, int] = defaultdict(int)
    for file in files:
        data = file.read_bytes()
        rows, reading = copied(data)
        expected = data_lines(data) + (1 if file.stem == "no-header-mapping" else 0)
        assert (len(rows), reading.tally.rows) == (expected, expected), file.name
        assert reading.tally.source_bytes == len(data)
        unknown[file.stem] += reading.tally.unknown_rows
        problems[file.stem] += reading.tally.problem_rows
    assert {name: count for name, count in unknown.items() if count} == {"no-header-mapping": 1}
    assert not any(problems.values())


def test_a_whole_day_is_read(fec_mirror: Path) -> None:
    filings = day_of(fec_mirror)
    assert len(filings) == 52
    for name, data in filings.items():
        rows, reading = copied(data)
        assert len(rows) == data_lines(data), name
        assert (reading.tally.unknown_rows, reading.tally.problem_rows) == (0, 0), name
        assert not reading.tally.is_truncated, name
        assert reading.cover.committee_id, name
        assert reading.cover.date_signed, name
        for row in rows:
            if row["schedule"] in ("A", "B", "E", "F65", "H4"):
                # Of an expenditure that is not paid yet, only the dissemination has a date.
                assert row["amount"], row
                assert row["date"] or row["dissemination_date"], row
                assert "" not in (row["name"], row["transaction_id"]), row


@pytest.mark.parametrize(
    ("name", "version", "form_type", "cut"),
    [
        ("1135558", "P3.3", "F3N", False),
        ("34411", "3.00", "F3A", False),
        ("82094", "5.00", "F3N", False),
        ("467627", "6.4", "F3N", False),
        ("723604", "7.0", "F3PN", False),
        ("982039", "8.1", "F99", False),
        ("last-value", "3.00", "", True),
        ("no-header-mapping", "3.00", "", True),
        ("undefined-row-type", "3.00", "F3XN", False),
    ],
)
def test_versions(fec_mirror: Path, name: str, version: str, form_type: str, cut: bool) -> None:
    _, reading = copied(posted(fec_mirror, name))
    assert (reading.header.version, reading.cover.form_type) == (version, form_type)
    assert reading.tally.is_truncated == cut


@pytest.mark.parametrize(
    ("name", "row_types", "column"),
    [
        ("34411", ("SA11AI",), "col_a_individual_contributions_itemized"),
        ("82094", ("SA11A1",), "col_a_individual_contributions_itemized"),
        ("character-encoding", ("SA11A1",), "col_a_individual_contributions_itemized"),
        ("767339", ("SA11AI",), "col_a_individual_contributions_itemized"),
        ("748730", ("SA17A",), "col_a_individuals_itemized"),
        ("753533", ("SA11AI",), "col_a_individuals_itemized"),
        ("771694", ("SA11AI",), "col_a_individuals_itemized"),
        ("trailing-quote", ("SA11A1",), "col_a_individuals_itemized"),
        ("747058", ("F76",), "total_costs"),
        ("1135558", ("SD10",), "col_a_debts_by"),
    ],
)
def test_rows_add_up_to_their_cover(
    fec_mirror: Path, name: str, row_types: tuple[str, ...], column: str
) -> None:
    rows, reading = copied(posted(fec_mirror, name))
    assert sum_of(rows, *row_types) == Decimal(reading.cover.columns[column])


def test_a_scanned_cover_has_pieces_of_its_figures(fec_mirror: Path) -> None:
    """Of 276,800.45 the scan left 2.45; the figures that it did read fit the rows' layout."""
    rows, reading = copied(posted(fec_mirror, "1135558"))
    columns = reading.cover.columns
    itemized = sum_of(rows, "SA11AI")
    assert itemized == Decimal("276800.45")
    assert columns["col_a_individual_contributions_itemized"] == "2.45"
    # 6(a) is itemized, unitemized and other committees' contributions.
    assert itemized < Decimal(columns["col_a_total_contributions_no_loans"]) == Decimal("559486.88")
    assert sum_of(rows, "SB17") <= Decimal(columns["col_a_total_operating_expenditures"])
    # One name was not read from the paper.
    assert sum(1 for row in rows if row["schedule"] in ("A", "B") and not row["name"]) == 1
    assert all(row["date"] for row in rows if row["schedule"] in ("A", "B"))


def test_an_amendment_names_its_original(fec_mirror: Path) -> None:
    _, amendment = copied(posted(fec_mirror, "767339"))
    _, original = copied(posted(fec_mirror, "467627"))
    assert (amendment.header.amends, amendment.header.amendment_number) == (467627, 4)
    assert (original.header.amends, original.header.amendment_number) == (None, None)
    assert amendment.cover.committee_id == original.cover.committee_id


def test_backslash_and_open_quotes(fec_mirror: Path) -> None:
    (row,), _ = copied(posted(fec_mirror, "psql-end-marker"))
    assert "\\." in str(row["employer"])
    (row,), _ = copied(posted(fec_mirror, "quote-left-open"))
    assert str(row["occupation"] or row["employer"]).count('"') % 2 == 1
    assert (row["amount"], row["date"]) == ("10.00", "2016-01-29")


def test_every_prefix_of_a_filing_is_read(fec_mirror: Path) -> None:
    data = posted(fec_mirror, "753533")
    for end in range(20, len(data), 7):
        reading = OpenedFiling(io.BytesIO(data[:end]), Path("cut.fec"))
        assert b"".join(reading.copy_blocks(1)).count(b"\n") == reading.tally.rows
