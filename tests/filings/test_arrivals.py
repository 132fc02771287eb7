"""Filings that arrive: noted once, taken in through real HTTP, each failure a row of its own."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from filings import arrivals
from filings.arrivals import (
    MOST_ATTEMPTS,
    due_numbers,
    note_day,
    note_feed,
    note_numbers,
    take_in,
    wait_after,
)
from filings.fec.posted import DayZip
from filings.models import Arrival, Filing, FilingRow
from filings.staging import loading_connection
from tests.efiling_server import EfilingServer, zipped
from tests.filings.efiling_settings import name_server
from tests.filings.filing_files import notice, report
from tests.http_faults import Cut, Reply, Reset, Slow, Stall
from tests.mirror import Mirror

DAY = date(2018, 6, 16)
GOOD, BAD, LATER = 1238403, 1238405, 1238407
path_of = EfilingServer.filing_path


@pytest.fixture
def server(
    mirror: Mirror, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[EfilingServer]:
    with EfilingServer() as made:
        name_server(made, settings, monkeypatch)
        yield made


def look(server: EfilingServer) -> list[int]:
    return note_feed(arrivals.posted_source().fetch_feed())


def arrival(number: int = GOOD) -> Arrival:
    return Arrival.objects.get(pk=number)


def due_again() -> None:
    """Let the time of the next attempt come."""
    Arrival.objects.exclude(next_try_at=None).update(next_try_at=datetime.now(UTC))


def test_feed_to_rows(server: EfilingServer, settings: LazySettings) -> None:
    server.post(GOOD, notice(), form_type="F24N", title="New filing by INVENTED COMMITTEE")
    assert look(server) == [GOOD]
    waiting = arrival()
    assert (waiting.status, waiting.found_in, waiting.form_type) == ("waiting", "rss", "F24N")
    assert waiting.committee_id == "C00900001"
    assert waiting.published_at == datetime(2018, 6, 16, 20, 55, tzinfo=UTC)

    taken = take_in()
    assert (taken.ingested, taken.failed) == ([GOOD], {})
    filing = Filing.objects.get(pk=GOOD)
    assert (filing.form_type, filing.rows, filing.cycle) == ("F24N", 1, 2018)
    assert filing.received_at == waiting.published_at
    assert filing.source == server.address(path_of(GOOD))
    assert str(FilingRow.objects.get(file_number=GOOD).amount) == "1500.25"
    done = arrival()
    assert (done.status, done.attempts, done.next_try_at, done.reason) == ("ingested", 1, None, "")
    assert not list((Path(settings.DATA_DIR) / "posted").iterdir())
    assert server.seen[-1].headers["User-Agent"] == "financetracker/1.0 (+desk@example.org)"


def test_duplicates_and_disorder_are_taken_in_once(server: EfilingServer) -> None:
    for number in range(GOOD, GOOD + 6):
        server.post(number, notice(), form_type="F24N")
    server.repeat_items(3)
    server.disorder_items()
    assert sorted(look(server)) == list(range(GOOD, GOOD + 6))
    assert look(server) == []
    assert sorted(take_in().ingested) == list(range(GOOD, GOOD + 6))
    assert look(server) == []
    assert take_in().ingested == []
    assert all(server.asked(path_of(number)) == 1 for number in range(GOOD, GOOD + 6))


def test_rows_that_exist_stay_as_they_are_and_filings_get_none(server: EfilingServer) -> None:
    server.post(GOOD, notice())
    note_numbers([GOOD], requested_by="someone")
    take_in()
    Arrival.objects.all().delete()
    assert look(server) == []
    assert not Arrival.objects.exists()
    assert note_numbers([GOOD]) == []
    assert note_numbers([GOOD], known_too=True, requested_by="someone") == [GOOD]
    assert look(server) == []
    assert (arrival().found_in, arrival().requested_by) == ("number", "someone")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (None, r"is not there \(404"),
        (Reply(200, b"<html><title>Sorry</title></html>"), 'a web page titled "Sorry"'),
        (Reply(200, b"no filing at all\n"), "begins with HDR, and this doesn't"),
        (Reply(403, b""), "403"),
    ],
)
def test_one_bad_filing_stops_nothing(
    server: EfilingServer, fault: Reply | None, reason: str
) -> None:
    for number in (GOOD, BAD, LATER):
        server.post(number, None if number == BAD and not fault else notice())
    if fault:
        server.play(path_of(BAD), fault)
    look(server)
    before = datetime.now(UTC)
    taken = take_in()
    assert sorted(taken.ingested) == [GOOD, LATER]
    assert list(taken.failed) == [BAD]
    failed = arrival(BAD)
    assert (failed.status, failed.attempts) == ("failed", 1)
    assert failed.reason == taken.failed[BAD]
    assert failed.traceback.startswith("Traceback")
    assert failed.next_try_at
    assert timedelta(0) <= failed.next_try_at - before - timedelta(minutes=2) < timedelta(minutes=1)
    assert re.search(reason, failed.reason)
    # Not due yet: nothing is asked.
    asked = len(server.seen)
    assert take_in().ingested == []
    assert len(server.seen) == asked

    server.post(BAD, notice(), in_feed=False)
    due_again()
    assert take_in().ingested == [BAD]
    assert (arrival(BAD).status, arrival(BAD).attempts) == ("ingested", 2)
    assert (arrival(BAD).reason, arrival(BAD).traceback) == ("", "")


@pytest.mark.parametrize(
    "faults",
    [
        [Reply(500), Reply(503)],
        [Reset(), Reset()],
        [Cut(at=60), Cut(at=100)],
        [Stall(at=60)],
        [Slow(pause=0.07)],
        [Reply(200, notice()[:60], {"Content-Length": str(len(notice()))})],
    ],
)
def test_faults_that_pass_within_one_attempt(server: EfilingServer, faults: list[Any]) -> None:
    server.post(GOOD, notice())
    server.play(path_of(GOOD), *faults)
    look(server)
    assert take_in().ingested == [GOOD]
    assert (arrival().attempts, Filing.objects.get().rows) == (1, 1)
    assert not Filing.objects.get().is_truncated


def test_an_error_of_ours_is_a_row_too(
    server: EfilingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = arrivals.ingest_filing

    def ingest(path: Path, number: int, **options: Any) -> Filing:
        if number == BAD:
            raise ValueError("a byte \0 that no row holds")
        return real(path, number, **options)

    monkeypatch.setattr(arrivals, "ingest_filing", ingest)
    for number in (GOOD, BAD, LATER):
        server.post(number, notice())
    look(server)
    taken = take_in()
    assert sorted(taken.ingested) == [GOOD, LATER]
    assert arrival(BAD).reason == "ValueError: a byte  that no row holds"
    assert "in ingest" in arrival(BAD).traceback


def test_waits_double_up_to_six_hours_and_end(server: EfilingServer) -> None:
    waits = [wait_after(attempts) for attempts in range(1, MOST_ATTEMPTS + 1)]
    minutes = [wait and wait.total_seconds() / 60 for wait in waits]
    assert minutes == [2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360, None]
    server.post(GOOD, None)
    look(server)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert list(take_in().failed) == [GOOD]
        assert arrival().attempts == attempt
        due_again()
    assert arrival().next_try_at is None
    assert take_in().failed == {}


def test_a_filing_that_kills_its_process_is_not_the_first_for_ever(
    server: EfilingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: Any, **__: Any) -> Filing:
        raise KeyboardInterrupt

    server.post(GOOD, notice())
    server.post(BAD, notice())
    look(server)
    with monkeypatch.context() as patch:
        patch.setattr(arrivals, "ingest_filing", die)
        with pytest.raises(KeyboardInterrupt):
            take_in()
    assert (arrival(BAD).status, arrival(BAD).attempts) == ("waiting", 1)
    assert "its process ended" in arrival(BAD).reason
    assert take_in().ingested == [GOOD]
    Arrival.objects.filter(pk=BAD).update(attempts=MOST_ATTEMPTS)
    due_again()
    assert take_in().ingested == []
    assert (arrival(BAD).status, arrival(BAD).next_try_at) == ("failed", None)
    assert "ended with its process" in arrival(BAD).reason


def test_server_that_is_down_costs_no_attempts_of_those_behind(server: EfilingServer) -> None:
    count = arrivals.MOST_UNREACHED
    numbers = list(range(GOOD, GOOD + count + 5))
    note_numbers(numbers)
    server.close()
    taken = take_in()
    assert len(taken.failed) == count
    assert len(taken.left) == 5
    assert "refused" in taken.unreached
    assert Arrival.objects.filter(status="waiting", attempts=0).count() == 5


def test_two_pollers_never_take_the_same_filing(server: EfilingServer) -> None:
    for number in (GOOD, BAD):
        server.post(number, notice())
    look(server)
    with loading_connection("arrival", GOOD):
        taken = take_in()
        assert (taken.ingested, taken.busy) == ([BAD], [GOOD])
    assert (arrival().status, arrival().attempts) == ("waiting", 0)
    with loading_connection("filing", GOOD):
        taken = take_in()
        assert (taken.ingested, taken.busy, taken.failed) == ([], [GOOD], {})
    due_again()
    assert take_in().ingested == [GOOD]


def test_what_another_took_in_meanwhile_is_left_alone(
    server: EfilingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.post(GOOD, notice())
    look(server)
    monkeypatch.setattr(arrivals, "due_numbers", lambda limit: [GOOD, GOOD])
    taken = take_in()
    assert (taken.ingested, taken.as_before) == ([GOOD], [GOOD])
    assert server.asked(path_of(GOOD)) == 1


def test_newest_first_and_at_most_so_many(server: EfilingServer) -> None:
    for number in (GOOD, BAD, LATER):
        server.post(number, notice())
    look(server)
    assert due_numbers() == [LATER, BAD, GOOD]
    assert take_in(limit=2).ingested == [LATER, BAD]
    assert due_numbers() == [GOOD]


def test_progress_is_told(server: EfilingServer) -> None:
    note_numbers([GOOD, BAD])
    told: list[tuple[str, int, int, str]] = []
    take_in(listener=lambda *what: told.append(what))
    assert told == [(f"filing {BAD}", 0, 2, "filings"), (f"filing {GOOD}", 1, 2, "filings")]


def test_asked_for_by_number(server: EfilingServer) -> None:
    """Nobody announced it, so where it is not there it is not asked for over and over."""
    server.post(GOOD, notice(), in_feed=False)
    assert note_numbers([GOOD, BAD], requested_by="someone") == [GOOD, BAD]
    taken = take_in(only=[GOOD, BAD])
    assert (taken.ingested, list(taken.failed)) == ([GOOD], [BAD])
    assert arrival(BAD).next_try_at is None
    assert due_numbers() == []
    assert (arrival().form_type, arrival().committee_id) == ("F24N", "C00900001")
    server.post(BAD, notice(), in_feed=False)
    assert take_in(only=[GOOD, BAD]).ingested == [BAD]
    assert server.asked(path_of(GOOD)) == 1


def test_forced_and_again(server: EfilingServer) -> None:
    server.post(GOOD, notice())
    look(server)
    take_in()
    first = Filing.objects.get().ingested_at
    assert take_in(only=[GOOD], again=True).as_before == [GOOD]
    assert Filing.objects.get().ingested_at == first
    assert take_in(only=[GOOD], force=True).ingested == [GOOD]
    assert Filing.objects.get().ingested_at > first


def test_paper_has_a_negative_number(server: EfilingServer) -> None:
    server.post(77, notice(), paper=True)
    server.post(77, report())
    assert sorted(look(server)) == [-77, 77]
    assert sorted(take_in().ingested) == [-77, 77]
    assert Filing.objects.get(pk=-77).is_paper
    assert Filing.objects.get(pk=-77).source == server.address("/paper/posted/77.fec")
    assert not Filing.objects.get(pk=77).is_paper


def test_day(server: EfilingServer, tmp_path: Path) -> None:
    path = tmp_path / "day.zip"
    path.write_bytes(zipped({f"{GOOD}.fec": notice(), f"{BAD}.fec": b"<p>"}, DAY))
    day = DayZip.open(path)
    assert note_day(day) == [GOOD, BAD]
    assert note_day(day) == []
    assert arrival().published_at == datetime(2018, 6, 16, 16, 0, tzinfo=UTC)
    out = tmp_path / "out"
    taken = take_in(bring=lambda a: day.extract(a.file_number, out, 10**6))
    assert (taken.ingested, list(taken.failed)) == ([GOOD], [BAD])
    assert Filing.objects.get().received_at == arrival().published_at
    assert not list(out.iterdir())


def test_three_filings_of_a_chain_in_any_order_of_arrival(server: EfilingServer) -> None:
    """What the newest-first order brings in reverse ends as it should."""
    server.post(GOOD, report(["100.00"]))
    server.post(BAD, report(["200.00"], amends=GOOD), form_type="F3XA")
    look(server)
    assert take_in().ingested == [BAD, GOOD]
    assert Filing.objects.get(pk=GOOD).superseded_by == BAD
    assert Filing.objects.get(pk=BAD).counts
