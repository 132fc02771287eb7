"""The generated filing adds up, is skewed as real ones are, and repeats by seed."""

import hashlib
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.generate_efile import COMMITTEE, generate, main
from filings.fec.efile import read_filing
from filings.fec.efile_rows import Row

SIZE = 1_500_000


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("filing") / "9000001.fec"
    written = generate(made, SIZE)
    assert written.size == made.stat().st_size
    return made


@pytest.fixture(scope="module")
def rows(path: Path) -> list[Row]:
    with read_filing(path) as opened:
        return list(opened.iter_rows())


def test_it_is_as_large_as_was_asked_for(path: Path) -> None:
    assert SIZE <= path.stat().st_size < SIZE * 1.01
    assert not list(path.parent.glob("*.part"))


def test_every_row_can_be_read(path: Path, rows: list[Row]) -> None:
    with read_filing(path) as opened:
        sum(len(block) for block in opened.copy_blocks(1))
        tally, cover = opened.tally, opened.cover
    assert (tally.unknown_rows, tally.problem_rows, tally.is_truncated) == (0, 0, False)
    assert tally.rows == len(rows)
    assert (cover.form_type, cover.committee_id, cover.report_code) == ("F3XN", COMMITTEE, "Q3")
    assert not cover.surplus
    assert not cover.is_short


def test_the_cover_adds_up(path: Path, rows: list[Row]) -> None:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row["memo_code"] != "X":
            sums[str(row["row_type"])] += Decimal(str(row["amount"]))
    with read_filing(path) as opened:
        cover = opened.cover.columns
    assert sums.keys() == {"SA11AI", "SB21B"}
    assert Decimal(cover["col_a_individuals_itemized"]) == sums["SA11AI"]
    assert Decimal(cover["col_a_other_federal_operating_expenditures"]) == sums["SB21B"]
    assert (
        Decimal(cover["col_a_individual_contribution_total"])
        == sums["SA11AI"] + Decimal(cover["col_a_individuals_unitemized"])
        == Decimal(cover["col_a_total_receipts"])
    )


def test_transaction_ids_are_unique_and_aggregates_grow(rows: list[Row]) -> None:
    assert len({row["transaction_id"] for row in rows}) == len(rows)
    gifts = [row for row in rows if row["schedule"] == "A" and row["memo_code"] != "X"]
    assert all(
        Decimal(str(row["aggregate_amount"])) >= Decimal(str(row["amount"])) for row in gifts
    )


def test_few_give_often_and_most_gifts_are_passed_on(rows: list[Row]) -> None:
    gifts = [row for row in rows if row["schedule"] == "A"]
    names = Counter(row["name"] for row in gifts)
    assert names.most_common(1)[0][1] > 5 * len(gifts) / len(names)
    employers = Counter(row["employer"] for row in gifts)
    assert sum(count for _, count in employers.most_common(10)) > len(gifts) / 4
    earmarked = sum("EARMARKED FOR" in str(row["memo_text"]) for row in gifts)
    assert 0.6 < earmarked / len(gifts) < 0.9
    assert {str(row["date"])[:7] for row in gifts} == {"2018-07", "2018-08", "2018-09"}


def test_the_same_seed_makes_the_same_file(path: Path, tmp_path: Path) -> None:
    def digest(file: Path) -> str:
        return hashlib.sha256(file.read_bytes()).hexdigest()

    generate(tmp_path / "again.fec", SIZE)
    generate(tmp_path / "other.fec", SIZE, seed=2)
    assert digest(tmp_path / "again.fec") == digest(path)
    assert digest(tmp_path / "other.fec") != digest(path)


def test_command_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "small" / "1.fec"
    main(["--megabytes", "0.2", "--out", str(out)])
    assert "rows" in capsys.readouterr().out
    assert out.stat().st_size >= 200_000
    with pytest.raises(SystemExit):
        main(["--megabytes", "0", "--out", str(out)])
