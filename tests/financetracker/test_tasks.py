"""Celery's view of the pipeline."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from celery import current_app

from filings.models import Load
from financetracker import tasks
from financetracker.celery import app
from financetracker.pipeline import STEPS, find_steps
from tests.conftest import empty_tables
from tests.database import environment, everything
from tests.mirror import Mirror, row, rows

Ingest = Callable[..., Load]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[list[tuple[Any, ...]]]:
    """The chains that were handed to the broker, as the arguments of their tasks."""
    chains: list[list[tuple[Any, ...]]] = []

    def chain(*signatures: Any) -> Any:
        assert all(s.immutable for s in signatures)
        chains.append(
            [
                tuple(s.args) if s.task == "financetracker.run_step" else (s.task,)
                for s in signatures
            ]
        )
        return type("Chain", (), {"delay": lambda self: None})()

    monkeypatch.setattr(tasks, "chain", chain)
    return chains


@pytest.mark.parametrize("poll", [True, False])
def test_nightly_is_one_chain_of_every_step_of_both_cycles(
    sent: list[list[tuple[Any, ...]]], settings: Any, poll: bool
) -> None:
    settings.EFILING_POLL = poll
    tasks.nightly()
    (chain,) = sent
    if poll:
        # What the feed of electronic filings did not bring comes first, for the steps to carry on.
        assert chain.pop(0) == ("financetracker.fill_efiling_gaps",)
    year = datetime.now(UTC).year
    current = year + year % 2
    assert [(name, cycle) for name, cycle, *_ in chain] == [
        (step.name, cycle) for cycle in (current - 2, current) for step in STEPS
    ]


def test_options_reach_the_tasks(sent: list[list[tuple[Any, ...]]]) -> None:
    work = [(step, 2018) for step in find_steps(["cn", "cm"])]
    tasks.enqueue(work, force=True, keep_files=True, requested_by="someone")
    assert sent == [
        [("candidates", 2018, True, True, "someone"), ("committees", 2018, True, True, "someone")]
    ]


def test_beat_runs_the_nightly_task(settings: Any) -> None:
    entry = app.conf.beat_schedule["nightly"]
    assert entry["task"] == tasks.nightly.name
    assert entry["schedule"].hour == {settings.NIGHTLY_HOUR}
    assert app.conf.accept_content == ["json"]
    assert app.conf.broker_transport_options["visibility_timeout"] >= 12 * 3600
    assert current_app.tasks["financetracker.run_step"]


def test_task_of_a_failing_step_ends_well_so_that_the_chain_goes_on(mirror: Mirror) -> None:
    mirror.write_bytes("cn", b"no\nrows\n")
    assert tasks.run_step("candidates", 2018, requested_by="someone") == "failed"
    assert Load.objects.get().requested_by == "someone"


@pytest.fixture
def worker(mirror: Mirror) -> Iterator[dict[str, str]]:
    """A real worker on a queue of its own; the environment it works in."""
    base = environment()
    # Other tests may have workers on the first of the broker's databases.
    address = base["REDIS_URL"].rpartition("/")[0] + "/9"
    env = environment(
        REDIS_URL=address, FEC_MIRROR=str(mirror.root), DATA_DIR=str(mirror.root / "downloads")
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "financetracker", "worker", "--pool", "solo",
         "--without-gossip", "--without-mingle", "--loglevel", "ERROR"],
        env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    yield env
    process.terminate()
    process.wait(20)


def test_worker_ends_with_the_same_tables_as_the_command_alone(
    mirror: Mirror, ingest: Ingest, worker: dict[str, str]
) -> None:
    mirror.write("cn", [*rows("cn", 5), row("cn")])
    mirror.write("ccl", [row("ccl")])
    mirror.write_bytes("cm", b"one\nthat\nfails\n")
    mirror.write("indiv", rows("indiv", 40, CMTE_ID="C00900002"))
    mirror.write("oth", rows("oth", 40, start=100, CMTE_ID="C00900002"))
    mirror.write("pas2", rows("pas2", 40, start=200))
    mirror.write("independent_expenditure", rows("independent_expenditure", 10))
    done = subprocess.run(
        [sys.executable, "manage.py", "ingest", "--cycle", "2018", "--celery"],
        env=worker, cwd=ROOT, capture_output=True, text=True, timeout=90,
    )  # fmt: skip
    assert done.returncode == 1
    assert f"1 of {len(find_steps([]))} steps failed" in done.stderr
    assert "contributions 2018: loaded, 40 rows (40 new" in done.stdout
    assert "committees 2018: failed, 2018/cm18.zip: 3 of 3 rows" in done.stdout
    by_worker = dict(Load.objects.values_list("step", "status"))
    tables = everything()
    assert tables["donations_candidatetotal"]

    empty_tables()
    for step in find_steps([]):
        tasks.run_step(step.name, 2018)
    assert dict(Load.objects.values_list("step", "status")) == by_worker
    assert everything() == tables
