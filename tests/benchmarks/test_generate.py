"""The generated mirror has the FEC's shape, the skew of real files, and repeats by seed."""

import csv
import hashlib
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.generate import generate, main

ROWS = 2_000
COLUMNS = {"cn": 15, "cm": 15, "ccl": 7, "indiv": 21, "pas2": 22, "oth": 21}
(CMTE_ID, IMAGE_NUM, TYPE, NAME, ZIP_CODE, EMPLOYER, OCCUPATION) = (0, 4, 5, 7, 10, 11, 12)
(DATE, AMOUNT, OTHER_ID, FILE_NUM, MEMO_CD, MEMO_TEXT, SUB_ID) = (13, 14, 15, 17, 18, 19, 20)


def read(out: Path, name: str, cycle: int = 2018) -> list[list[str]]:
    """All rows of one bulk file of a mirror, split at the bars and at nothing else."""
    path = out / "bulk-downloads" / str(cycle) / f"{name}{cycle % 100}.zip"
    with zipfile.ZipFile(path) as archive:
        (member,) = archive.namelist()
        text = archive.read(member).decode()
    assert text.endswith("\n")
    return [line.split("|") for line in text[:-1].split("\n")]


def digests(out: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in out.rglob("*.zip")}


@pytest.fixture(scope="module")
def mirror(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("mirror")
    generate(ROWS, out)
    return out


@pytest.fixture(scope="module")
def indiv(mirror) -> list[list[str]]:
    return read(mirror, "indiv")


@pytest.mark.parametrize("name", COLUMNS)
def test_every_row_has_the_columns_of_its_file(mirror, name):
    assert {len(row) for row in read(mirror, name)} == {COLUMNS[name]}


def test_the_mirror_says_that_it_is_invented(mirror):
    assert "invented" in (mirror / "INVENTED.txt").read_text()


def test_no_unfinished_file_is_left(mirror):
    assert not list(mirror.rglob("*.part"))


def test_there_are_as_many_rows_as_were_asked_for(mirror, indiv):
    assert len(indiv) == ROWS
    assert len(read(mirror, "oth")) == ROWS // 100
    assert len(read(mirror, "pas2")) == 2


def test_sub_ids_are_unique_and_have_19_digits(mirror, indiv):
    ids = [row[SUB_ID] for row in indiv] + [row[SUB_ID] for row in read(mirror, "oth")]
    assert len(set(ids)) == len(ids)
    assert {len(i) for i in ids} == {19}
    assert all(i.isdigit() for i in ids)


def test_every_row_of_pas2_is_in_oth_too(mirror):
    oth = {row[20] for row in read(mirror, "oth")}
    assert {row[21] for row in read(mirror, "pas2")} <= oth


def test_values_have_the_forms_of_real_ones(indiv):
    assert {len(row[IMAGE_NUM]) for row in indiv} == {18}
    assert {len(row[ZIP_CODE]) for row in indiv} == {5, 9}
    assert {row[DATE][4:] for row in indiv} == {"2017", "2018"}
    assert all(row[AMOUNT].lstrip("-").isdigit() for row in indiv)


def test_committees_are_registered_and_candidates_linked(mirror, indiv):
    committees = {row[0]: row for row in read(mirror, "cm")}
    candidates = {row[0] for row in read(mirror, "cn")}
    links = read(mirror, "ccl")
    assert {row[CMTE_ID] for row in indiv} <= committees.keys()
    assert {row[OTHER_ID] for row in indiv} - {""} <= committees.keys()
    assert {row[0] for row in links} == candidates
    assert {row[14] for row in committees.values()} - {""} == candidates
    assert {row[16] for row in read(mirror, "pas2")} <= candidates


def test_a_committee_and_month_share_one_file_number(indiv):
    months: dict[tuple[str, str], set[str]] = {}
    for row in indiv:
        key = row[CMTE_ID], row[DATE][4:] + row[DATE][:2]
        months.setdefault(key, set()).add(row[FILE_NUM])
    assert {len(numbers) for numbers in months.values()} == {1}
    assert len({n for s in months.values() for n in s}) == len(months)


def test_two_conduits_hold_four_rows_in_ten(indiv):
    (_, first), (_, second), (_, third) = Counter(row[CMTE_ID] for row in indiv).most_common(3)
    assert 0.37 < (first + second) / ROWS < 0.41
    assert third < second


def test_earmarked_gifts_return_at_the_receiver(indiv):
    def key(row, conduit, receiver):
        return row[conduit], row[receiver], row[NAME], row[DATE], row[AMOUNT]

    out = Counter(key(r, CMTE_ID, OTHER_ID) for r in indiv if r[TYPE] == "24T")
    back = Counter(key(r, OTHER_ID, CMTE_ID) for r in indiv if r[TYPE] == "15E")
    assert back.total() > ROWS * 0.2
    assert back <= out
    assert all(r[MEMO_TEXT].startswith("EARMARKED FOR ") for r in indiv if r[TYPE] == "24T")


def test_names_employers_and_amounts_are_skewed(indiv):
    names = Counter(row[NAME] for row in indiv)
    assert names.most_common(1)[0][1] > 20
    assert len(names) > ROWS // 4
    without = {
        "NOT EMPLOYED",
        "RETIRED",
        "SELF-EMPLOYED",
        "SELF",
        "SELF EMPLOYED",
        "N/A",
        "",
        "NONE",
    }
    assert 0.4 < sum(row[EMPLOYER] in without for row in indiv) / ROWS < 0.6
    assert 0.1 < sum(row[OCCUPATION] == "RETIRED" for row in indiv) / ROWS < 0.35
    usual = {"25", "50", "100", "250", "500", "1000", "2700"}
    assert sum(row[AMOUNT] in usual for row in indiv) / ROWS > 0.5


def test_refunds_and_memos_are_few(indiv):
    assert 0.003 < sum(row[TYPE] == "22Y" for row in indiv) / ROWS < 0.02
    assert 0.01 < sum(row[MEMO_CD] == "X" for row in indiv) / ROWS < 0.035


def test_rows_that_break_readers_are_there(indiv):
    text = "\n".join("|".join(row) for row in indiv)
    assert '"' in text
    assert "\\" in text
    assert not text.isascii()
    # The csv module would make other rows of these if it minded quotes.
    assert list(csv.reader(text.split("\n"), delimiter="|", quoting=csv.QUOTE_NONE)) == indiv


def test_the_same_seed_makes_the_same_files_and_another_seed_does_not(mirror, tmp_path):
    generate(ROWS, tmp_path / "again")
    generate(ROWS, tmp_path / "other", seed=2)
    assert digests(tmp_path / "again") == digests(mirror)
    assert digests(tmp_path / "other")["indiv18.zip"] != digests(mirror)["indiv18.zip"]


def test_a_changed_share_alters_that_share_of_indiv_and_nothing_else(mirror, indiv, tmp_path):
    generate(ROWS, tmp_path, changed_share=0.05)
    before, after = digests(mirror), digests(tmp_path)
    assert {name for name in before if before[name] != after[name]} == {"indiv18.zip"}
    old = {row[SUB_ID]: row for row in indiv}
    rows = read(tmp_path, "indiv")
    new = {row[SUB_ID]: row for row in rows}
    assert len(new) == len(rows)
    both = old.keys() & new.keys()
    changed = [i for i in both if old[i] != new[i]]
    assert len(old.keys() - new.keys()) == 20
    assert len(new.keys() - old.keys()) == 20
    assert len(changed) == 60
    for i in changed:
        assert [n for n in range(21) if old[i][n] != new[i][n]] == [AMOUNT]


def test_another_cycle_has_its_own_folder_dates_and_ids(mirror, indiv, tmp_path):
    generate(ROWS, tmp_path, cycle=2020)
    rows = read(tmp_path, "indiv", 2020)
    assert {row[DATE][4:] for row in rows} == {"2019", "2020"}
    assert not {row[SUB_ID] for row in rows} & {row[SUB_ID] for row in indiv}
    assert not {row[FILE_NUM] for row in rows} & {row[FILE_NUM] for row in indiv}


def test_the_command_reports_what_it_wrote(tmp_path, capsys):
    main(["--rows", "1000", "--out", str(tmp_path)])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["cn", "cm", "ccl", "pas2", "oth", "indiv"]
    assert "1,000 rows" in lines[-1]


@pytest.mark.parametrize("wrong", [["--rows", "5"], ["--rows", "2000", "--cycle", "2017"]])
def test_the_command_refuses_what_it_cannot_write(wrong, tmp_path):
    with pytest.raises(SystemExit):
        main([*wrong, "--out", str(tmp_path)])
