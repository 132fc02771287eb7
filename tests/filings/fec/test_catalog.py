"""The catalog against the FEC's own descriptions of its files."""

import csv
from pathlib import Path

import pytest

from filings.fec.catalog import CATALOG, Layout
from tests.mirror import LAYOUTS


def test_every_bulk_file_is_described_once() -> None:
    assert set(CATALOG) == set(LAYOUTS)
    steps = [file.step for file in CATALOG.values()]
    assert len(steps) == len(set(steps))


@pytest.mark.parametrize("code", [c for c, file in CATALOG.items() if file.layout is Layout.PIPE])
def test_columns_stand_in_the_fecs_order(code: str) -> None:
    assert tuple(column.source for column in CATALOG[code].columns) == LAYOUTS[code]


@pytest.mark.parametrize("code", [c for c, file in CATALOG.items() if file.layout is Layout.CSV])
def test_csv_columns_are_in_the_fecs_header(code: str) -> None:
    names = {name.lower() for name in LAYOUTS[code]}
    for column in CATALOG[code].columns:
        assert names & set(column.source.lower().split("/")), column.source


@pytest.mark.parametrize("code", list(CATALOG))
def test_our_names_and_the_fecs_are_unique_in_a_file(code: str) -> None:
    kept = [column.name for column in CATALOG[code].kept]
    assert len(kept) == len(set(kept))
    assert any(column.required for column in CATALOG[code].columns)


def test_addresses() -> None:
    base = "https://www.fec.gov/files/bulk-downloads"
    assert CATALOG["indiv"].address(base, 2018) == f"{base}/2018/indiv18.zip"
    assert CATALOG["weball"].address(base + "/", 2000) == f"{base}/2000/weball00.zip"
    assert CATALOG["weball"].member_name(2000) == "weball00.txt"
    file = CATALOG["independent_expenditure"]
    assert file.address(base, 2018) == f"{base}/2018/independent_expenditure_2018.csv"
    assert file.member_name(2018) == ""


@pytest.mark.fec
@pytest.mark.parametrize("code", ["cn", "cm", "ccl", "indiv", "oth", "pas2", "oppexp"])
def test_columns_are_those_of_the_fecs_header_files(code: str, fec_mirror: Path) -> None:
    path = fec_mirror / "bulk-downloads" / "data_dictionaries" / f"{code}_header_file.csv"
    with path.open(newline="") as lines:
        header = next(csv.reader(lines))
    ours = [column.source for column in CATALOG[code].columns]
    assert [name for name in ours if name != "TRAILING"] == [name for name in header if name]
