"""Polls, days and gaps, and what follows, through real HTTP; the ledger tells each."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from donations.models import Contribution
from filings.arrivals import note_numbers
from filings.fec.errors import CorruptArchive
from filings.models import Arrival, Filing, Load
from filings.staging import loading_connection
from financetracker import carrying_on, efilings, pipeline, tasks
from financetracker.celery import _entries
from tests.efiling_server import EfilingServer, feed, zipped
from tests.filings.efiling_settings import name_server, without_rules
from tests.filings.filing_files import notice, report
from tests.http_faults import File
from tests.mirror import Mirror

DAY = date(2018, 6, 16)
GOOD, BAD, LATER = 1238403, 1238405, 1238407
NOW = datetime.now(UTC)
CURRENT = NOW.year + NOW.year % 2
path_of = EfilingServer.filing_path


@pytest.fixture
def server(
    mirror: Mirror, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[EfilingServer]:
    with EfilingServer() as made:
        name_server(made, settings, monkeypatch)
        without_rules(monkeypatch)
        yield made


def ledger(step: str = "efilings") -> list[tuple[str, int, int, int]]:
    """The ledger's rows of a step, oldest first: status, found, taken in, failed."""
    rows = Load.objects.filter(step=step).order_by("id")
    return list(rows.values_list("status", "rows_in", "inserted", "rows_rejected"))


def test_poll_that_finds_something_is_a_row_of_the_ledger(server: EfilingServer) -> None:
    server.post(GOOD, notice())
    server.post(BAD, b"<p>no</p>")
    taken = efilings.poll()
    assert (taken.ingested, list(taken.failed)) == ([GOOD], [BAD])
    assert ledger() == [("loaded", 2, 1, 1)]
    load = Load.objects.get()
    assert (load.cycle, load.source, load.is_sample) == (CURRENT, server.feed_url, False)


def test_poll_that_finds_nothing_is_none(server: EfilingServer) -> None:
    for _ in range(3):
        efilings.poll()
    assert ledger() == []
    server.post(GOOD, notice())
    efilings.poll()
    for _ in range(3):
        assert efilings.poll().ingested == []
    assert ledger() == [("loaded", 1, 1, 0)]


def test_poll_goes_on_while_the_feed_is_down_and_says_so_once(server: EfilingServer) -> None:
    note_numbers([GOOD])
    server.post(GOOD, notice(), in_feed=False)
    server.publish(server.feed_path, File(b"<html><title>Down</title></html>"))
    assert efilings.poll().ingested == [GOOD]
    assert ledger() == [("failed", 1, 1, 0)]
    for _ in range(3):
        efilings.poll()
    assert ledger() == [("failed", 1, 1, 0)]
    load = Load.objects.get()
    assert 'a web page titled "Down"' in load.reason
    assert "CorruptArchive" in load.traceback
    assert load.seconds
    assert load.seconds > 0
    server.publish(server.feed_path, File(b"something else"))
    efilings.poll()
    assert [status for status, *_ in ledger()] == ["failed", "failed"]
    server.publish_feed()
    efilings.poll()
    assert len(ledger()) == 2


def test_feed_answers_with_errors_and_then_well(server: EfilingServer) -> None:
    server.post(GOOD, notice())
    server.fail(server.feed_path, times=2)
    assert efilings.poll().ingested == [GOOD]


def test_a_poll_beside_one_that_is_at_a_long_filing(server: EfilingServer) -> None:
    server.post(GOOD, notice())
    with loading_connection("efilings", CURRENT), loading_connection("arrival", LATER):
        running = Load.objects.create(step="efilings", cycle=CURRENT, started_at=NOW)
        assert efilings.poll().ingested == [GOOD]
        running.refresh_from_db()
        assert running.status == "running"
    server.post(BAD, notice())
    efilings.poll()
    running.refresh_from_db()
    assert running.status == "failed"


def test_poll_of_a_mirror(mirror: Mirror, settings: LazySettings) -> None:
    assert efilings.poll().ingested == []
    assert ledger() == []
    for path, data in {
        "posted/5.fec": notice(),
        "rss/generate": feed("<item><link>x/posted/5.fec</link></item>"),
    }.items():
        (mirror.root / path).parent.mkdir(parents=True, exist_ok=True)
        (mirror.root / path).write_bytes(data)
    assert efilings.poll().ingested == [5]
    assert Filing.objects.get().is_sample
    assert Load.objects.get().is_sample
    assert (mirror.root / "posted" / "5.fec").exists()


def test_day(server: EfilingServer) -> None:
    server.post_day(DAY, {GOOD: notice(), BAD: b"<p>", LATER: report()}, others={"readme": b"x"})
    server.post(LATER, report())
    efilings.poll()
    taken = efilings.fill_day(DAY)
    assert (taken.ingested, list(taken.failed)) == ([GOOD], [BAD])
    load = Load.objects.get(step="efilings_day")
    assert (load.status, load.cycle, load.source) == (
        "loaded", 2018, server.address(server.day_path(DAY)),
    )  # fmt: skip
    counts = (load.rows_in, load.rows_loaded, load.inserted, load.unchanged, load.rows_rejected)
    assert counts == (3, 2, 1, 1, 1)
    assert load.rows_noted == 1
    # Filings are in the zip: nobody asks docquery for them.
    assert server.asked(path_of(GOOD)) == 0
    assert Arrival.objects.get(pk=GOOD).found_in == "zip"


def test_day_again(server: EfilingServer, settings: LazySettings) -> None:
    server.post_day(DAY, {GOOD: notice(), BAD: b"<p>"})
    efilings.fill_day(DAY)
    # What failed is worth another look at the same zip; when nothing did, it is not read again.
    server.post_day(DAY, {GOOD: notice(), BAD: notice()})
    assert efilings.fill_day(DAY).ingested == [BAD]
    assert efilings.fill_day(DAY).ingested == []
    assert sorted(efilings.fill_day(DAY, force=True).ingested) == [GOOD, BAD]
    statuses = [status for status, *_ in ledger("efilings_day")]
    assert statuses == ["loaded", "loaded", "unchanged", "loaded"]
    assert not [path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()]


def test_day_that_is_not_there_or_no_zip(server: EfilingServer) -> None:
    assert efilings.fill_day(DAY).ingested == []
    server.web_page(server.day_path(DAY))
    with pytest.raises(CorruptArchive):
        efilings.fill_day(DAY)
    assert [status for status, *_ in ledger("efilings_day")] == ["skipped", "failed"]


def test_gaps_of_the_last_days(server: EfilingServer) -> None:
    """The feed brought one, the zips bring the others; one bad day stops nothing."""
    server.post(GOOD, notice())
    efilings.poll()
    server.post_day(DAY, {GOOD: notice(), BAD: notice()})
    server.post_day(DAY - timedelta(days=6), {LATER: notice()})
    server.post_day(DAY - timedelta(days=7), {1: notice()})
    server.web_page(server.day_path(DAY - timedelta(days=1)), times=9)
    taken = efilings.fill_gaps(DAY + timedelta(days=1))
    assert sorted(taken.ingested) == [BAD, LATER]
    assert sorted(status for status, *_ in ledger("efilings_day")) == sorted(
        ["loaded", "loaded", "failed", *["skipped"] * 4]
    )


def test_what_follows_brings_money_to_the_tables(server: EfilingServer) -> None:
    server.post(GOOD, report(["250.25", "100.50"]))
    tasks.poll_efilings()
    ran = dict(Load.objects.values_list("step", "status"))
    assert {"electronic", "notices", "elections", "totals", *carrying_on.NOW_AND_THEN} <= set(ran)
    assert ran["electronic"] == "loaded"
    amounts = Contribution.objects.filter(source="efile").values_list(
        "contribution_receipt_amount", flat=True
    )
    assert sorted(str(amount) for amount in amounts) == ["100.50", "250.25"]
    assert set(Load.objects.exclude(step="efilings").values_list("cycle", "requested_by")) == {
        (2018, "electronic filings")
    }
    # Nothing new: nothing runs.
    count = Load.objects.count()
    tasks.poll_efilings()
    assert Load.objects.count() == count


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The steps that were run, none of which does anything."""
    names: list[tuple[str, int]] = []

    def attempt(step: pipeline.Step, cycle: int, options: Any) -> str:
        names.append((step.name, cycle))
        now = datetime.now(UTC)
        Load.objects.create(
            step=step.name, cycle=cycle, status="loaded", started_at=now, finished_at=now
        )
        return "loaded"

    monkeypatch.setattr(carrying_on, "attempt", attempt)
    return names


def test_slow_steps_run_now_and_then(server: EfilingServer, ran: list[tuple[str, int]]) -> None:
    fast = [
        (name, 2018) for name in ("electronic", "notices", "elections", "totals", "attribution")
    ]
    slow = [(name, 2018) for name in ("tags", "industries", "review_queue")]
    server.post(GOOD, notice())
    taken = efilings.poll()
    Filing.objects.update(facts_due=False)
    carrying_on.carry_on(taken.ingested)
    assert ran == [*fast, *slow]
    carrying_on.carry_on(taken.ingested)
    assert ran == [*fast, *slow, *fast]
    carrying_on.carry_on()
    assert ran == [*fast, *slow, *fast]
    Load.objects.filter(step__in=carrying_on.NOW_AND_THEN).update(
        started_at=datetime.now(UTC) - carrying_on.NOW_AND_THEN_PAUSE
    )
    carrying_on.carry_on()
    assert ran == [*fast, *slow, *fast, *slow]
    carrying_on.carry_on()
    assert ran == [*fast, *slow, *fast, *slow]


def test_what_was_left_over_is_carried_on(
    server: EfilingServer, ran: list[tuple[str, int]]
) -> None:
    server.post(GOOD, notice())
    efilings.poll()
    with loading_connection("efilings_follow", 0):
        assert carrying_on.carry_on([GOOD]) == []
    with loading_connection("electronic", 2018):
        assert carrying_on.carry_on() == []
    assert ran == []
    carrying_on.carry_on()
    assert ("electronic", 2018) in ran
    # It was not: the step does nothing here. It is not tried again at once.
    ran.clear()
    carrying_on.carry_on()
    assert ran == []
    Load.objects.update(started_at=datetime.now(UTC) - carrying_on.LEFTOVER_PAUSE)
    carrying_on.carry_on()
    assert ("electronic", 2018) in ran


def test_what_comes_in_meanwhile_is_carried_on_by_who_is_at_it(
    server: EfilingServer, ran: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second process takes in a filing, and finds the first one at work."""
    server.post(GOOD, notice())
    taken = efilings.poll()
    real = carrying_on.attempt

    def attempt(step: pipeline.Step, cycle: int, options: Any) -> str:
        if step.name == "totals":
            if not Filing.objects.filter(pk=LATER).exists():
                server.post(LATER, notice())
                assert carrying_on.carry_on(efilings.poll().ingested) == []
            else:
                Filing.objects.update(facts_due=False)
        return real(step, cycle, options)

    monkeypatch.setattr(carrying_on, "attempt", attempt)
    carrying_on.carry_on(taken.ingested)
    assert ran.count(("electronic", 2018)) == 2


def test_new_filings_do_not_wait_for_the_slow_steps(
    server: EfilingServer, ran: list[tuple[str, int]]
) -> None:
    server.post(GOOD, notice())
    with loading_connection("efilings_now_and_then", 0):
        carrying_on.carry_on(efilings.poll().ingested)
    assert ("totals", 2018) in ran
    assert ("tags", 2018) not in ran


def test_steps_that_the_pipeline_lacks_are_left_out(
    server: EfilingServer, ran: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        carrying_on, "STEPS", tuple(step for step in pipeline.STEPS if step.name == "totals")
    )
    server.post(GOOD, notice())
    carrying_on.carry_on(efilings.poll().ingested)
    assert ran == [("totals", 2018)]


def test_nightly_fills_gaps_and_leaves_its_own_cycles_to_the_chain(
    server: EfilingServer, ran: list[tuple[str, int]]
) -> None:
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    server.post_day(yesterday, {GOOD: notice()})
    tasks.fill_efiling_gaps()
    assert Filing.objects.get().cycle == 2018
    assert ("totals", 2018) in ran
    Filing.objects.update(cycle=CURRENT)
    ran.clear()
    carrying_on.carry_on([GOOD], but=[CURRENT])
    assert [cycle for _, cycle in ran if cycle == CURRENT] == []


def test_take_efilings_task(server: EfilingServer, ran: list[tuple[str, int]]) -> None:
    server.post(GOOD, notice(), in_feed=False)
    tasks.take_efilings([GOOD, BAD], requested_by="someone")
    assert Filing.objects.get().pk == GOOD
    assert ("electronic", 2018) in ran
    assert Load.objects.filter(step="efilings").get().requested_by == "someone"
    assert ledger() == [("loaded", 2, 1, 1)]


def test_beat_polls_only_where_it_should() -> None:
    assert _entries(poll=False, seconds=120) == {}
    entry = _entries(poll=True, seconds=90)["efilings"]
    assert entry["task"] == tasks.poll_efilings.name
    assert (entry["schedule"], entry["options"]) == (90.0, {"expires": 90})


def test_files_of_this_machine(server: EfilingServer, tmp_path: Path) -> None:
    good, bad = tmp_path / "1238403.fec", tmp_path / "1238405.fec"
    good.write_bytes(notice())
    bad.write_bytes(b"<p>")
    paths = {GOOD: good, BAD: bad, LATER: tmp_path / "none.fec"}
    taken = efilings.take_paths(paths)
    assert (taken.ingested, sorted(taken.failed)) == ([GOOD], [BAD, LATER])
    assert good.exists()
    assert Filing.objects.get().source == str(good)
    # The FEC may have something else under that number: it is not asked.
    assert not Arrival.objects.filter(status="failed").exclude(next_try_at=None).exists()
    assert efilings.take_paths(paths).as_before == [GOOD]
    good.write_bytes(notice("99.00"))
    assert efilings.take_paths(paths).ingested == [GOOD]


def test_zip_in_a_mirror(mirror: Mirror) -> None:
    path = mirror.bulk / "electronic" / "20180616.zip"
    path.parent.mkdir(parents=True)
    path.write_bytes(zipped({f"{GOOD}.fec": notice()}, DAY))
    assert efilings.fill_day(DAY).ingested == [GOOD]
    assert efilings.fill_day(DAY).ingested == []
    assert [status for status, *_ in ledger("efilings_day")] == ["loaded", "unchanged"]
    assert path.exists()


@pytest.mark.fec
def test_real_filings_through_http(
    mirror: Mirror, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, fec_mirror: Path
) -> None:
    """All the real filings that there are arrive by the feed and by a day's zip; none is lost."""
    with EfilingServer(fec_mirror) as server:
        name_server(server, settings, monkeypatch)
        server.repeat_items()
        server.disorder_items()
        polled, day = efilings.poll(), efilings.fill_day(DAY)
    numbers = {entry.file_number for entry in server.entries}
    assert set(polled.ingested) == numbers
    assert len(day.ingested) == 52
    assert not polled.failed
    assert not day.failed
    assert Filing.objects.count() == len(numbers) + 52
    assert not Arrival.objects.exclude(status="ingested").exists()
    assert Filing.objects.get(pk=467627).superseded_by == 767339
