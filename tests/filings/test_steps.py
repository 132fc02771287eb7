"""A step does nothing for an unchanged file, and leaves the old data whole whatever goes wrong."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection

from donations.models import Contribution
from filings import replacing, steps
from filings.fec.errors import BadFile, CorruptArchive, FinanceTrackerError, TooManyRejects
from filings.models import Candidate, Load, Reject
from filings.staging import loading_connection
from tests.database import everything, staging_tables
from tests.mirror import Mirror, row, rows, sub_id, text

Ingest = Callable[..., Load]


@pytest.fixture
def loaded(mirror: Mirror, ingest: Ingest) -> Mirror:
    """A mirror with 5,000 contributions, which are loaded."""
    mirror.write("indiv", rows("indiv", 5000))
    ingest("indiv")
    return mirror


@pytest.fixture
def no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "copy_blocks", lambda *_: pytest.fail("something was copied"))


def newest() -> Load:
    return Load.objects.order_by("-id")[0]


def assert_old_data_whole() -> None:
    assert Contribution.objects.for_cycle(2018).count() == 5000
    assert staging_tables() == []


def test_ledger_of_a_load(mirror: Mirror, ingest: Ingest) -> None:
    path = mirror.write("indiv", [*rows("indiv", 3), row("indiv", SUB_ID="x")])
    load = ingest("indiv", requested_by="someone")
    load.refresh_from_db()
    assert (load.step, load.cycle, load.status) == ("contributions", 2018, "loaded")
    assert load.source == str(path)
    assert load.source_bytes == path.stat().st_size
    assert len(load.checksum) == 64
    assert (load.rows_in, load.rows_loaded, load.rows_rejected) == (4, 3, 1)
    assert load.seconds > 0
    assert load.is_sample
    assert load.requested_by == "someone"
    assert (load.phase, load.progress_done) == ("", 0)


def test_unchanged_file_is_not_even_read(loaded: Mirror, ingest: Ingest, no_copy: None) -> None:
    phases: list[str] = []
    load = ingest("indiv", listener=lambda phase, *_: phases.append(phase))
    assert load.status == "unchanged"
    assert phases == []
    assert load.seconds < 1


def test_file_written_anew_with_the_same_content(
    loaded: Mirror, ingest: Ingest, no_copy: None
) -> None:
    path = loaded.path("indiv")
    loaded.touch(path)
    assert ingest("indiv").status == "unchanged"
    phases: list[str] = []
    assert ingest("indiv", listener=lambda p, *_: phases.append(p)).status == "unchanged"
    assert phases == [], "the new time is remembered"


def test_forced(loaded: Mirror, ingest: Ingest) -> None:
    load = ingest("indiv", force=True)
    assert (load.status, load.forced) == ("loaded", True)
    assert (load.rows_loaded, load.inserted, load.unchanged) == (5000, 0, 5000)


@pytest.mark.parametrize(
    ("code", "table", "column"),
    [
        ("indiv", "donations_contribution", "counted_as"),
        ("cn", "filings_candidacy", "name"),
    ],
)
def test_forced_reads_unchanged_rows_anew(
    mirror: Mirror, ingest: Ingest, code: str, table: str, column: str
) -> None:
    """After an upgrade that reads rows another way, --force brings the old ones to the new way."""
    mirror.write(code, rows(code, 50))
    ingest(code)
    good = everything()[table]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = 'memo'"
                       + (", counts = false" if code == "indiv" else ""))  # fmt: skip
    assert everything()[table] != good
    load = ingest(code, force=True)
    assert (load.changed, load.unchanged) == (0, 50)
    assert everything()[table] == good


def test_file_that_is_not_there_is_skipped(mirror: Mirror, ingest: Ingest) -> None:
    load = ingest("indiv")
    assert load.status == "skipped"
    assert "indiv18.zip is not in the mirror" in load.reason


def test_file_that_is_gone_keeps_the_old_data(loaded: Mirror, ingest: Ingest) -> None:
    loaded.path("indiv").unlink()
    assert ingest("indiv").status == "skipped"
    assert_old_data_whole()


def test_folder_that_is_no_mirror(
    mirror: Mirror, ingest: Ingest, settings: LazySettings, tmp_path: Path
) -> None:
    settings.FEC_MIRROR = str(tmp_path)
    with pytest.raises(FinanceTrackerError, match="no mirror of the FEC's files"):
        ingest("indiv")
    assert newest().status == "failed"


def test_share_of_rejects(loaded: Mirror, ingest: Ingest, settings: LazySettings) -> None:
    """More than the allowed share fails the step; what was wrong can be looked at all the same."""
    good = rows("indiv", 1000, start=9000)
    bad = [row("indiv", SUB_ID=sub_id(n), TRANSACTION_AMT=f"{n} dollars") for n in (1, 2)]
    loaded.write("indiv", [*good[:500], bad[0], *good[500:], bad[1]])
    before = everything()
    with pytest.raises(TooManyRejects, match=r"2 of 1,002 rows cannot be read.*REJECT_SHARE_MAX"):
        ingest("indiv")
    load = newest()
    assert (load.status, load.rows_in, load.rows_rejected) == ("failed", 1002, 2)
    assert "TooManyRejects" in load.traceback
    found = load.rejects.order_by("line").values_list("line", "column", "reason", "raw")
    assert list(found) == [
        (501, "TRANSACTION_AMT", "1 dollars: not an amount", "|".join(bad[0])),
        (1002, "TRANSACTION_AMT", "2 dollars: not an amount", "|".join(bad[1])),
    ]
    assert everything() == before
    assert_old_data_whole()

    settings.REJECT_SHARE_MAX = "0.01"
    assert ingest("indiv").rows_loaded == 1000
    assert Reject.objects.count() == 2, "the failed load's are gone, as its file was read anew"


def test_one_bad_row_in_a_small_file_is_no_share(mirror: Mirror, ingest: Ingest) -> None:
    mirror.write("indiv", [row("indiv", SUB_ID=""), row("indiv")])
    assert ingest("indiv").rows_rejected == 1


def test_rejects_of_a_file_that_was_replaced_are_gone(mirror: Mirror, ingest: Ingest) -> None:
    mirror.write("indiv", [row("indiv", SUB_ID=""), row("indiv")])
    ingest("indiv")
    assert Reject.objects.count() == 1
    mirror.write("indiv", [row("indiv")])
    ingest("indiv")
    assert Reject.objects.count() == 0


def test_so_many_bad_lines_that_it_is_another_file(
    loaded: Mirror, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "MOST_BAD_LINES", 50)
    monkeypatch.setattr(steps, "MOST_RECORDED", 10)
    loaded.write_bytes("indiv", b"<p>Moved</p>\n" * 1000)
    with pytest.raises(TooManyRejects, match="more than 50 of the first 51 lines"):
        ingest("indiv")
    assert newest().rejects.filter(line=1, raw="<p>Moved</p>").exists()
    assert_old_data_whole()


def test_zip_that_is_damaged_inside(loaded: Mirror, ingest: Ingest) -> None:
    path = loaded.write("indiv", rows("indiv", 5000, start=5))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(BadFile, match=r"indiv18\.zip is damaged: .*--force"):
        ingest("indiv")
    assert newest().status == "failed"
    assert "indiv18.zip is damaged" in newest().reason
    assert_old_data_whole()


def test_zip_that_ends_early(loaded: Mirror, ingest: Ingest) -> None:
    path = loaded.path("indiv")
    path.write_bytes(path.read_bytes()[:-500])
    loaded.touch(path)
    with pytest.raises(CorruptArchive, match="brought a damaged zip"):
        ingest("indiv")
    assert_old_data_whole()


def test_zip_without_its_file(loaded: Mirror, ingest: Ingest) -> None:
    loaded.write_bytes("indiv", b"", member="other.txt")
    with pytest.raises(BadFile, match=r"indiv18\.zip holds no itcont\.txt \(it holds other\.txt\)"):
        ingest("indiv")
    assert_old_data_whole()


def test_pieces_of_the_same_rows_by_date_are_ignored(mirror: Mirror, ingest: Ingest) -> None:
    lines = text(rows("indiv", 4))
    mirror.write_bytes("indiv", lines, others={"by_date/itcont_2018_1.txt": lines})
    assert ingest("indiv").rows_in == 4


def test_file_without_rows(loaded: Mirror, ingest: Ingest) -> None:
    """In the place of one with rows it is a mistake, unless a person says otherwise."""
    loaded.write_bytes("indiv", b"")
    with pytest.raises(BadFile, match="holds no rows; the last one had 5,000"):
        ingest("indiv")
    assert_old_data_whole()
    assert ingest("indiv", force=True).removed == 5000
    assert Contribution.objects.count() == 0


def test_file_without_rows_at_the_start_of_a_cycle(mirror: Mirror, ingest: Ingest) -> None:
    for code in ("indiv", "cn", "oth", "pas2", "oppexp"):
        mirror.write_bytes(code, b"")
        assert ingest(code).status == "loaded"
    mirror.write("independent_expenditure", [])
    assert ingest("independent_expenditure").status == "loaded"


def test_error_of_the_database_in_the_middle(
    loaded: Mirror, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded.write("indiv", rows("indiv", 10, start=9000))
    before = everything()

    def fail(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("donations.load.swap_partition", fail)
    with pytest.raises(RuntimeError):
        ingest("indiv")
    load = newest()
    assert (load.status, load.reason) == ("failed", "RuntimeError: the disk is full")
    assert "Traceback" in load.traceback
    assert everything() == before
    assert_old_data_whole()


def test_what_fails_after_the_commit_is_no_failure_of_the_load(
    mirror: Mirror, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise psycopg.errors.QueryCanceled("canceled")

    monkeypatch.setattr(steps, "vacuum", fail)
    mirror.write("indiv", rows("indiv", 3))
    assert ingest("indiv").status == "loaded"
    assert newest().status == "loaded"


@pytest.mark.parametrize("first", [True, False])
def test_invented_and_real_rows_never_meet(mirror: Mirror, ingest: Ingest, first: bool) -> None:
    mirror.write("cn", rows("cn", 3))
    mirror.write("cm", rows("cm", 3))
    mirror.invented(first)
    ingest("cn")
    mirror.invented(not first)
    there, coming = ("invented", "real") if first else ("real", "invented")
    for step in ("cn", "cm"):
        with pytest.raises(BadFile, match=f"holds {there} rows; .* is {coming}"):
            ingest(step)
    assert Candidate.objects.count() == 3
    mirror.invented(first)
    assert ingest("cm").status == "loaded"


def test_second_process_is_told_that_the_step_runs(loaded: Mirror, ingest: Ingest) -> None:
    loaded.write("indiv", rows("indiv", 10))
    with loading_connection("contributions", 2018):
        load = ingest("indiv")
        assert load.status == "skipped"
        assert "contributions of cycle 2018 is running in another process" in load.reason
        assert_old_data_whole()
        loaded.write("indiv", rows("indiv", 10), cycle=2020)
        assert ingest("indiv", 2020).status == "loaded", "another cycle is another step"
    assert ingest("indiv").status == "loaded"


def test_row_of_a_dead_run_is_closed(loaded: Mirror, ingest: Ingest) -> None:
    dead = Load.objects.create(step="contributions", cycle=2018, started_at=datetime.now(UTC))
    other = Load.objects.create(step="contributions", cycle=2020, started_at=datetime.now(UTC))
    ingest("indiv")
    dead.refresh_from_db()
    other.refresh_from_db()
    assert dead.status == "failed"
    assert "ended before the step did" in dead.reason
    assert other.status == "running"


def test_readers_that_never_end(
    loaded: Mirror, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replacing, "SWAP_PATIENCE_SECONDS", 0)
    monkeypatch.setattr(replacing, "SWAP_LOCK_TIMEOUT", "100ms")
    loaded.write("indiv", rows("indiv", 10))
    with loading_connection("a reader", 0) as reader, reader.transaction():
        reader.execute("SELECT count(*) FROM donations_contribution")
        load = ingest("indiv")
    assert load.status == "skipped"
    assert "Readers have held donations_contribution_indiv_2018" in load.reason
    assert_old_data_whole()


def test_derived_step_without_anything_loaded(mirror: Mirror, ingest: Ingest) -> None:
    load = ingest("totals")
    assert load.status == "skipped"
    assert "Nothing that totals of cycle 2018 is computed from has been loaded" in load.reason


def test_derived_step_runs_when_an_input_was_loaded(mirror: Mirror, ingest: Ingest) -> None:
    mirror.write("ccl", rows("ccl", 3))
    ingest("ccl")
    assert ingest("totals").status == "loaded"
    assert ingest("totals").status == "unchanged"
    assert ingest("totals", force=True).status == "loaded"
    mirror.write("ccl", rows("ccl", 4))
    ingest("ccl")
    assert ingest("totals").status == "loaded"
