"""Exports: exactly the rows, in the background where they are long, resumable, and safe to open."""

import csv
import io
import time
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from django.conf import LazySettings
from django.test import Client

from donations.models import Contribution
from tests.web import donor_world
from web import export_files, export_jobs
from web.exports import NOTICE

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    settings.EXPORT_DIR = tmp_path / "exports"
    return tmp_path / "exports"


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The exports that a worker was asked for."""
    asked: list[str] = []
    monkeypatch.setattr(export_jobs, "on_requested", [asked.append])
    monkeypatch.setattr(export_jobs, "AT_ONCE", 0)
    return asked


@pytest.fixture
def rows(db: None) -> list[donor_world.Row]:
    made = donor_world.make_rows(Random(9), 60)
    donor_world.store(made)
    return made


def begin(client: Client, address: str) -> str:
    """The page of an export that is asked for."""
    response = client.get(address)
    assert response.status_code == 302, response.content
    return response["Location"]


def fetch(client: Client, page: str, **headers: str) -> bytes:
    return b"".join(client.get(f"{page}file", headers=headers).streaming_content)


def sheets(content: bytes) -> Iterator[tuple[str, list[list[str]]]]:
    """Each sheet of a workbook: its name, and its cells as texts."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = [
            one.get("name")
            for one in ET.fromstring(book.read("xl/workbook.xml")).iter(f"{SPACE}sheet")
        ]
        for number, name in enumerate(names, 1):
            sheet = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            assert not list(sheet.iter(f"{SPACE}f")), "a formula"
            cells = [
                ["".join(cell.itertext()) for cell in row] for row in sheet.iter(f"{SPACE}row")
            ]
            yield str(name), cells


def counted(rows: list[donor_world.Row]) -> list[Decimal]:
    return sorted(row.amount for row in rows if row.counts)


def test_a_csv_has_exactly_the_rows_of_the_database(
    rows: list[donor_world.Row], client: Client
) -> None:
    page = begin(client, "/exports/donors.csv?state=OH")
    lines = list(csv.DictReader(io.StringIO(fetch(client, page).decode())))
    assert NOTICE in lines[-1]["contributor_name"]
    stored = Contribution.objects.filter(contributor_state="OH", counts=True)
    assert sorted(int(line["sub_id"]) for line in lines[:-1]) == sorted(
        stored.values_list("pk", flat=True)
    )
    assert sorted(Decimal(line["contribution_receipt_amount"]) for line in lines[:-1]) == sorted(
        stored.values_list("contribution_receipt_amount", flat=True)
    )


def test_an_excel_file_has_the_rows_and_their_story(
    rows: list[donor_world.Row], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_files, "SHEET_ROWS", 20)
    found = dict(sheets(fetch(client, begin(client, "/exports/donors.xlsx?cycle=2018"))))
    story = dict(found.pop("About"))
    assert story["Notice"] == NOTICE
    assert story["Address"] == "/donors/?cycle=2018"
    held = [cells for sheet in found.values() for cells in sheet[1:]]
    wanted = counted([row for row in rows if row.cycle == 2018])
    assert list(found) == ["Rows", "Rows 2"][: len(found)]
    assert story["Rows"] == str(len(wanted)) == str(len(held))
    (header, *_), *_ = found.values()
    place = header.index("contribution_receipt_amount") - len(header)
    assert len(header) > 20
    assert place < 0


def test_groups_and_expenditures_are_exported_too(
    rows: list[donor_world.Row], client: Client
) -> None:
    lines = list(csv.reader(io.StringIO(fetch(
        client, begin(client, "/exports/donors.csv?group=state")
    ).decode())))  # fmt: skip
    assert sum(int(line[3]) for line in lines[1:-1]) == len(counted(rows))
    ((_, about), (_, cells)) = sheets(fetch(client, begin(client, "/exports/expenditures.xlsx")))
    assert ["Rows", "0"] in about
    assert len(cells) == 1


def test_what_looks_like_a_formula_is_text(db: None, client: Client) -> None:
    row = donor_world.make_rows(Random(1), 1)[0]
    given = {**row.__dict__, "name": "=HYPERLINK(1)", "kind": ("15", "", "individual")}
    made = donor_world.Row(**given)
    donor_world.store([made])
    content = fetch(client, begin(client, "/exports/donors.xlsx"))
    assert any("=HYPERLINK(1)" in cells for _, sheet in sheets(content) for cells in sheet)
    assert "'=HYPERLINK(1)" in fetch(client, begin(client, "/exports/donors.csv")).decode()


def test_a_download_that_broke_off_is_resumed(rows: list[donor_world.Row], client: Client) -> None:
    page = begin(client, "/exports/donors.csv")
    whole = client.get(f"{page}file")
    content, tag = b"".join(whole.streaming_content), whole["ETag"]
    assert whole["Accept-Ranges"] == "bytes"
    rest = client.get(f"{page}file", headers={"range": "bytes=100-", "if-range": tag})
    assert rest.status_code == 206
    assert b"".join(rest.streaming_content) == content[100:]
    assert rest["Content-Range"] == f"bytes 100-{len(content) - 1}/{len(content)}"
    assert fetch(client, page, range="bytes=-7") == content[-7:]
    assert fetch(client, page, range="bytes=5-9") == content[5:10]
    # Of another version of the file no part is any use.
    assert fetch(client, page, range="bytes=100-", **{"if-range": '"other"'}) == content
    assert client.get(f"{page}file", headers={"range": f"bytes={10**9}-"}).status_code == 416


def test_a_long_export_is_written_by_a_worker_once(
    rows: list[donor_world.Row], client: Client, asked_for: list[str]
) -> None:
    page = begin(client, "/exports/donors.csv?state=OH")
    assert begin(client, "/exports/donors.csv?state=OH") == page
    (number,) = asked_for
    assert "Waiting for its turn" in client.get(page).content.decode()
    assert client.get(f"{page}file").status_code == 404
    part = client.get(page, headers={"hx-request": "true"}).content.decode()
    assert 'hx-trigger="every 2s"' in part
    assert "<html" not in part
    assert export_jobs.write(number) == "done"
    assert "The file is ready" in client.get(page).content.decode()
    assert export_jobs.write(number) == "unchanged"
    assert begin(client, "/exports/donors.csv?state=OH") == page
    assert len(asked_for) == 1


def test_a_worker_that_died_is_noticed_and_the_export_begun_again(
    rows: list[donor_world.Row], client: Client, asked_for: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    page = begin(client, "/exports/donors.csv")
    later = time.time() + 2 * export_jobs.SILENT_SECONDS
    monkeypatch.setattr(time, "time", lambda: later)
    assert "Start it again" in client.get(page).content.decode()
    begin(client, "/exports/donors.csv")
    assert len(asked_for) == 2


def test_a_failure_is_told_and_can_be_tried_again(
    rows: list[donor_world.Row], client: Client, asked_for: list[str],
    monkeypatch: pytest.MonkeyPatch, folder: Path,
) -> None:  # fmt: skip
    page = begin(client, "/exports/donors.xlsx")

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(export_files, "write", full)
        assert export_jobs.write(asked_for[0]) == "failed"
    assert "could not be written" in client.get(page).content.decode()
    assert not list(folder.glob("*.part"))
    begin(client, "/exports/donors.xlsx")
    assert export_jobs.write(asked_for[1]) == "done"


def test_without_a_queue_the_page_says_so(
    rows: list[donor_world.Row], client: Client, asked_for: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def down(number: str) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(export_jobs, "on_requested", [down])
    page = begin(client, "/exports/donors.csv")
    assert "No worker could be reached" in client.get(page).content.decode()


def test_old_exports_are_removed_and_others_cannot_be_guessed(
    rows: list[donor_world.Row], client: Client, settings: LazySettings, folder: Path
) -> None:
    page = begin(client, "/exports/donors.csv?state=OH")
    settings.SECRET_KEY = "another secret of this test, long enough"
    assert begin(client, "/exports/donors.csv?state=OH") != page
    assert export_jobs.forget_old() == 0
    assert export_jobs.forget_old(time.time() + export_jobs.KEPT_SECONDS + 60) == 4
    assert not list(folder.iterdir())
    assert client.get(page).status_code == 404
    assert client.get("/exports/../settings/").status_code == 404


@pytest.mark.parametrize("address", ["/exports/donors.csv?min=lots", "/exports/shoes.csv/"])
def test_what_cannot_be_exported_is_told(db: None, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
