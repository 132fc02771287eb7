"""The files: their names, their shape, and the same bytes every time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

from sample import marker, story
from sample.__main__ import main
from sample.build import build
from tests.sample.reading import HEADERS, MEMBERS, Mirror

ROOT = Path(__file__).resolve().parents[2]


def digests(root: Path) -> dict[str, str]:
    return {
        str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(root.rglob("*"))
        if p.is_file()
    }


def test_another_process_writes_the_same_bytes(mirror: Mirror, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "sample", "--out", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo"},
    )
    assert digests(tmp_path) == digests(mirror.root)


def test_folder_holds_what_the_fec_publishes_and_says_it_is_invented(mirror: Mirror) -> None:
    assert {p.name for p in mirror.folder.iterdir()} == {
        *(f"{name}18.zip" for name in MEMBERS),
        "independent_expenditure_2018.csv",
        "ElectioneeringComm_2018.csv",
        "CommunicationCosts_2018.csv",
    }
    assert "is invented" in (mirror.root / "INVENTED.txt").read_text(encoding="utf-8")


def test_a_whole_folder_is_left_alone_and_quickly(mirror: Mirror) -> None:
    before = digests(mirror.root)
    began = time.perf_counter()
    assert not build(mirror.root)
    assert time.perf_counter() - began < 0.2
    assert digests(mirror.root) == before


def test_a_broken_or_foreign_folder_is_written_again(tmp_path: Path) -> None:
    assert build(tmp_path)
    whole = digests(tmp_path)
    target = tmp_path / marker.CYCLE_FOLDER / "oth18.zip"
    target.write_bytes(target.read_bytes()[:-9])
    assert build(tmp_path)
    assert digests(tmp_path) == whole
    (tmp_path / marker.CYCLE_FOLDER / "cn18.zip").unlink()
    assert build(tmp_path)
    note = tmp_path / marker.NAME
    note.write_text(note.read_text().replace(marker.version(), "0" * 16))
    assert build(tmp_path)
    assert digests(tmp_path) == whole


def test_a_folder_that_cannot_be_written_gets_a_sentence(tmp_path: Path, capsys) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert main(["--out", str(blocked)]) == 1
    assert "Could not write the sample" in capsys.readouterr().err


def test_every_row_has_the_fec_number_of_columns_but_one(mirror: Mirror) -> None:
    for name, header in HEADERS.items():
        wrong = [line for line in mirror.lines(name) if line.count("|") + 1 != len(header)]
        assert len(wrong) == (1 if name == "indiv" else 0), name


def test_only_the_known_rows_of_indiv_are_malformed(mirror: Mirror) -> None:
    unsound = [r for r in mirror.rows("indiv") if not r["TRANSACTION_AMT"].lstrip("-").isdigit()]
    assert [r["TRANSACTION_AMT"] for r in unsound] == ["12O0"]
    assert story.MALFORMED_INDIV_ROWS == 2
    assert story.MALFORMED_INDIV_ROWS / len(mirror.lines("indiv")) < 0.001


def test_by_date_pieces_hold_the_same_rows(mirror: Mirror) -> None:
    with zipfile.ZipFile(mirror.folder / "indiv18.zip") as archive:
        pieces = [n for n in archive.namelist() if n.startswith("by_date/")]
        found = [line for n in pieces for line in archive.read(n).decode().splitlines()]
    assert len(pieces) == 3
    assert sorted(found) == sorted(mirror.lines("indiv"))


def test_record_numbers_are_unique_and_pas2_is_part_of_oth(mirror: Mirror) -> None:
    oth = {r["SUB_ID"]: r for r in mirror.rows("oth")}
    pas2 = {r["SUB_ID"]: r for r in mirror.rows("pas2")}
    indiv = [r["SUB_ID"] for r in mirror.rows("indiv")]
    oppexp = [r["SUB_ID"] for r in mirror.rows("oppexp")]
    assert len(oth) == len(mirror.lines("oth"))
    assert len(pas2) == len(mirror.lines("pas2"))
    every = [*oth, *indiv, *oppexp]
    assert len(set(every)) == len(every)
    for sub_id, row in pas2.items():
        candidate = row.pop("CAND_ID")
        assert row == oth[sub_id], candidate


def test_transaction_ids_repeat_across_reports_but_not_with_the_file_number(
    mirror: Mirror,
) -> None:
    rows = [r for r in [*mirror.rows("indiv"), *mirror.rows("oth")] if r["TRAN_ID"]]
    short = [(r["CMTE_ID"], r["TRAN_ID"]) for r in rows]
    full = [(r["CMTE_ID"], r["TRAN_ID"], r["FILE_NUM"]) for r in rows]
    assert len(short) - len(set(short)) == 1
    assert len(set(full)) == len(full)


def test_every_committee_and_candidate_that_reports_is_registered(mirror: Mirror) -> None:
    committees = {r["CMTE_ID"] for r in mirror.rows("cm")}
    candidates = {r["CAND_ID"] for r in mirror.rows("cn")}
    for name in ("indiv", "oth", "oppexp", "webk"):
        assert {r["CMTE_ID"] for r in mirror.rows(name)} <= committees, name
    assert {r["CAND_ID"] for r in mirror.rows("weball")} == candidates
    strangers = {r["CAND_ID"] for r in mirror.rows("pas2")} - candidates
    assert strangers == {"", "H8OH88999"}


def test_blank_and_unknown_candidates_are_found_through_the_other_committee(
    mirror: Mirror,
) -> None:
    linked = {r["CMTE_ID"]: r["CAND_ID"] for r in mirror.rows("ccl")}
    lost = [r for r in mirror.rows("pas2") if r["CAND_ID"] in ("", "H8OH88999")]
    assert len(lost) == 6
    assert [r["OTHER_ID"] for r in lost if r["OTHER_ID"] not in linked] == ["C00999999"]


def test_two_linkages_come_twice_and_one_person_has_two_ids(mirror: Mirror) -> None:
    pairs = [(r["CAND_ID"], r["CMTE_ID"]) for r in mirror.rows("ccl")]
    assert {p for p in pairs if pairs.count(p) > 1} == {
        (story.CANDIDATE_A, story.COMMITTEE_A),
        (story.RETURNING_RIVAL, story.COMMITTEE_RETURNING_RIVAL),
    }
    names = {r["CAND_ID"]: r["CAND_NAME"] for r in mirror.rows("cn")}
    first, second = (names[c] for c in story.TWO_IDS_ONE_PERSON)
    assert second.startswith(first)


def test_operating_rows_end_in_an_empty_field(mirror: Mirror) -> None:
    assert all(line.endswith("|") for line in mirror.lines("oppexp"))


def test_known_oddities_are_there(mirror: Mirror) -> None:
    rows = mirror.rows("indiv")
    dates = {r["TRANSACTION_DT"] for r in rows}
    assert {"10171918", "02302018", ""} <= dates
    text = "\n".join(mirror.lines("indiv"))
    for oddity in ('"BUDDY"', "\\VALE", "SELF\\NONE", "MUÑOZTROM", "SW1A9ZZ"):
        assert oddity in text
    assert {len(r["ZIP_CODE"]) for r in rows} >= {0, 5, 9}
    assert any(r["TRANSACTION_AMT"] == "0" for r in rows)
    assert any(r["TRANSACTION_AMT"].startswith("-") for r in rows)
    assert any(r["FILE_NUM"].startswith("-") and not r["TRAN_ID"] for r in rows)
    of_b = [r for r in rows if r["CMTE_ID"] == story.COMMITTEE_B and r["TRANSACTION_TP"] == "15"]
    assert sum(r["AMNDT_IND"] == "A" for r in of_b) > 0.9 * len(of_b)
