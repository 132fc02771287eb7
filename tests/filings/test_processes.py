"""Imports that are killed at any moment, and imports that are watched by readers."""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import close_old_connections, connection

from benchmarks.generate import generate
from donations.models import Contribution
from filings import replacing
from filings.models import Load
from tests.database import environment, everything, staging_tables
from tests.mirror import Mirror, rows

Ingest = Callable[..., Load]

ROOT = Path(__file__).resolve().parents[2]
# Enough to be killed in the middle of each phase.
ROWS = 60_000


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A mirror whose contributions take some seconds to load."""
    folder = tmp_path_factory.mktemp("slow")
    generate(ROWS, folder)
    return folder


def start(mirror: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """`manage.py ingest` in another process, on this test's database."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "ingest", *arguments, "--cycle", "2018"],
        env=environment(FEC_MIRROR=str(mirror)),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.02)


def phase() -> str:
    load = Load.objects.filter(step="contributions", status="running").order_by("-id").first()
    return load.phase if load else ""


@pytest.mark.parametrize("moment", ["copy", "check", "index", "totals"])
def test_killed_at(mirror: Mirror, ingest: Ingest, slow: Path, moment: str) -> None:
    """kill -9: the old data is whole, the next run succeeds, and the dead run is closed."""
    mirror.write("indiv", rows("indiv", 50))
    ingest("indiv")
    before = everything()
    process = start(slow, "contributions")
    try:
        wait_for(lambda: phase() == moment)
        # Not always at the phase's very beginning.
        time.sleep(random.random() * 0.3)
    finally:
        process.kill()
        process.communicate()
    killed = Load.objects.order_by("-id")[0]
    assert killed.status == "running", "it was killed before its end"
    assert everything() == before

    # The server takes about a second to see that nobody is there any more.
    mirror.write("indiv", rows("indiv", 60))
    wait_for(lambda: ingest("indiv").status == "loaded", 20)
    killed.refresh_from_db()
    assert killed.status == "failed"
    assert killed.reason == "The process ended before the step did; the data from before it stands."
    assert Contribution.objects.count() == 60
    assert staging_tables() == []


class Reader(threading.Thread):
    """Counts a cycle's rows over and over, each time in a transaction of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[int] = []
        self.stopping = threading.Event()

    def run(self) -> None:
        try:
            while not self.stopping.is_set():
                self.seen.append(Contribution.objects.for_cycle(2018).count())
        finally:
            connection.close()

    def __enter__(self) -> "Reader":
        self.start()
        wait_for(lambda: bool(self.seen))
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self.join()


@pytest.mark.parametrize("count", [3000, 2950])
def test_readers_see_the_old_rows_or_the_new_ones(
    mirror: Mirror, ingest: Ingest, count: int
) -> None:
    """Whether the partition is built anew and swapped in, or mended."""
    start_at = 1 if count == 2950 else 5000
    mirror.write("indiv", rows("indiv", 2900))
    ingest("indiv")
    mirror.write("indiv", rows("indiv", count, start=start_at))
    with Reader() as reader:
        ingest("indiv")
        done = len(reader.seen)
        wait_for(lambda: len(reader.seen) > done + 1)
    assert set(reader.seen) == {2900, count}
    assert sorted(reader.seen) == reader.seen


class Holder(threading.Thread):
    """A reader whose transaction lasts: it keeps the table as it was."""

    def __init__(self) -> None:
        super().__init__()
        self.holding = threading.Event()
        self.release = threading.Event()

    def run(self) -> None:
        from django.db import transaction

        try:
            with transaction.atomic():
                assert Contribution.objects.count() == 50
                self.holding.set()
                self.release.wait(30)
                assert Contribution.objects.count() == 50, "its own table is still there"
        finally:
            connection.close()


@pytest.fixture
def holder() -> Iterator[Holder]:
    thread = Holder()
    yield thread
    thread.release.set()
    thread.join()
    close_old_connections()


def test_swap_waits_for_a_reader_without_holding_up_others(
    mirror: Mirror, ingest: Ingest, holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replacing, "SWAP_LOCK_TIMEOUT", "200ms")
    mirror.write("indiv", rows("indiv", 50))
    ingest("indiv")
    mirror.write("indiv", rows("indiv", 70, start=100))
    holder.start()
    holder.holding.wait()
    begun = time.monotonic()
    threading.Timer(1.5, holder.release.set).start()
    with Reader() as reader:
        load = ingest("indiv")
        took = time.monotonic() - begun
        wait_for(lambda: reader.seen[-1] == 70)
    assert load.status == "loaded"
    assert took > 1.5, "it waited"
    assert len(reader.seen) > 20, "others could read meanwhile"
    assert set(reader.seen) == {50, 70}
