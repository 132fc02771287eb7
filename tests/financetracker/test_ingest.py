"""`manage.py ingest` as people type it."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from donations.models import Contribution
from filings.models import Load
from filings.staging import loading_connection
from financetracker import following
from financetracker.management.commands import ingest as command
from financetracker.pipeline import find_steps
from tests.mirror import Mirror, rows


def run(*arguments: str) -> None:
    call_command("ingest", *arguments, stdout=io.StringIO())


def test_steps_of_several_cycles(mirror: Mirror, capsys: pytest.CaptureFixture[str]) -> None:
    for cycle in (2018, 2020):
        mirror.write("indiv", rows("indiv", 3, start=cycle), cycle=cycle)
        mirror.write("cn", rows("cn", 2), cycle=cycle)
    run("contributions", "cn", "--cycle", "2018", "--cycle", "2020")
    printed = capsys.readouterr().out.splitlines()
    assert [line.split(",")[0] for line in printed] == [
        "candidates 2018: loaded", "contributions 2018: loaded",
        "candidates 2020: loaded", "contributions 2020: loaded",
    ]  # fmt: skip
    assert "3 rows (3 new, 0 changed, 0 removed, 0 as before), 0 rejected" in printed[1]
    assert Contribution.objects.count() == 6


def test_all_steps_where_none_is_named(mirror: Mirror, capsys: pytest.CaptureFixture[str]) -> None:
    run("--cycle", "2018")
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == len(find_steps([]))
    assert all(": skipped, " in line for line in printed)
    assert Load.objects.count() == len(find_steps([]))


def test_again_and_forced(mirror: Mirror, capsys: pytest.CaptureFixture[str]) -> None:
    mirror.write("indiv", rows("indiv", 3))
    for extra in ((), (), ("--force",)):
        run("indiv", "--cycle", "2018", *extra)
    statuses = list(Load.objects.order_by("id").values_list("status", flat=True))
    assert statuses == ["loaded", "unchanged", "loaded"]
    assert "contributions 2018: unchanged" in capsys.readouterr().out


def test_failure_is_told_and_gives_a_failing_status(
    mirror: Mirror, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror.write_bytes("cn", b"no\nrows\nat all\n")
    mirror.write("cm", rows("cm", 2))
    with pytest.raises(CommandError, match="1 of 2 steps failed"):
        run("cn", "cm", "--cycle", "2018")
    printed = capsys.readouterr().out
    assert "candidates 2018: failed, 2018/cn18.zip: 3 of 3 rows cannot be read" in printed
    assert "committees 2018: loaded" in printed


def test_busy_step_is_told(mirror: Mirror, capsys: pytest.CaptureFixture[str]) -> None:
    mirror.write("indiv", rows("indiv", 3))
    with loading_connection("contributions", 2018):
        run("indiv", "--cycle", "2018")
    assert "skipped, The step contributions of cycle 2018 is running in another process" in (
        capsys.readouterr().out
    )


def test_unknown_step(mirror: Mirror) -> None:
    with pytest.raises(CommandError, match=r"There is no step indiv18\..*contributions"):
        run("indiv18", "--cycle", "2018")
    assert not Load.objects.exists()


@pytest.mark.parametrize("cycle", ["2017", "18", "next", "1974", "2102", "-2018"])
def test_cycle_that_is_none(cycle: str) -> None:
    with pytest.raises(CommandError, match="cycle"):
        run(f"--cycle={cycle}")


def test_cycle_must_be_given() -> None:
    with pytest.raises(CommandError, match="--cycle"):
        run()


@pytest.fixture
def no_broker(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    enqueued: list[Any] = []
    monkeypatch.setattr(command, "enqueue", lambda work, **_: enqueued.append(work))
    monkeypatch.setattr(following, "WORKER_PATIENCE_SECONDS", 0.3)
    return enqueued


def test_celery_without_a_worker(
    mirror: Mirror, no_broker: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """A row that a killed process left behind, called running, is no sign of a worker."""
    Load.objects.create(step="contributions", cycle=2018, started_at=datetime.now(UTC))
    with pytest.raises(CommandError):
        run("cn", "cm", "--cycle", "2018", "--celery")
    assert len(no_broker) == 1
    printed = capsys.readouterr().out
    assert "candidates 2018: no worker took it within" in printed
    assert "celery -A financetracker worker" in printed


def test_celery_that_is_faster_than_the_one_who_follows(
    mirror: Mirror, no_broker: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that ends before the command has begun to look is seen all the same; an earlier run's
    end is not taken for it.
    """
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    Load.objects.create(
        step="candidates", cycle=2018, status="failed", reason="earlier", started_at=long_ago,
        finished_at=long_ago,
    )  # fmt: skip

    def finish(work: Any, **_: Any) -> None:
        for step, cycle in work:
            now = datetime.now(UTC)
            Load.objects.create(
                step=step.name,
                cycle=cycle,
                status="loaded",
                started_at=now,
                finished_at=now,
                seconds=1,
            )

    monkeypatch.setattr(command, "enqueue", finish)
    run("cn", "--cycle", "2018", "--celery")
