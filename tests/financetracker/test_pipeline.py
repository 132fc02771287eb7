"""The order of the steps, and what one failing step means for the next."""

import logging
from collections.abc import Callable
from datetime import date

import pytest

from filings.fec.catalog import CATALOG
from filings.models import Candidate, Load
from filings.steps import Options
from financetracker import pipeline
from financetracker.pipeline import STEPS, UnknownStep, attempt, find_steps, nightly_cycles
from tests.mirror import Mirror, rows

Ingest = Callable[..., Load]


def position(name: str) -> int:
    return [step.name for step in STEPS].index(name)


def test_every_bulk_file_has_its_step() -> None:
    codes = [step.code for step in STEPS if step.code in CATALOG]
    assert sorted(codes) == sorted(CATALOG)
    names = [step.name for step in STEPS]
    assert len(names) == len(set(names))


def test_what_is_computed_comes_after_all_that_it_is_computed_from() -> None:
    derived = [step for step in STEPS if isinstance(step, pipeline.DerivedStep)]
    names = [step.name for step in derived]
    assert names == [
        "electronic", "notices", "elections", "tags", "proposals", "industries", "review_queue",
        "totals", "attribution", "traces", "connections", "reconcile",
    ]  # fmt: skip
    for step in derived:
        for name in step.inputs:
            assert position(name) < position(step.name), (step.name, name)


def test_registers_come_before_money() -> None:
    assert position("candidates") < position("linkages") < position("contributions")
    assert position("committees") < position("contributions")


def test_steps_are_found_by_name_and_by_file_in_the_pipelines_order() -> None:
    found = find_steps(["totals", "INDIV", "candidates", "electioneeringcomm"])
    names = [step.name for step in found]
    assert names == ["candidates", "contributions", "electioneering", "totals"]
    by_night = [step.name for step in STEPS if step.by_night]
    assert by_night == ["proposals"]
    assert find_steps([]) == [step for step in STEPS if not step.by_night]
    assert [step.name for step in find_steps(["proposals"])] == by_night


def test_unknown_step_is_told_the_steps_there_are() -> None:
    with pytest.raises(UnknownStep) as caught:
        find_steps(["contributions", "contribution", "indiv18"])
    assert "There is no step contribution, indiv18." in str(caught.value)
    for step in STEPS:
        assert step.name in str(caught.value)


@pytest.mark.parametrize(
    ("today", "cycles"),
    [
        (date(2026, 1, 1), (2024, 2026)),
        (date(2026, 12, 31), (2024, 2026)),
        (date(2027, 1, 1), (2026, 2028)),
        (date(2000, 2, 29), (1998, 2000)),
    ],
)
def test_nightly_cycles(today: date, cycles: tuple[int, int]) -> None:
    assert nightly_cycles(today) == cycles


def test_failing_step_stops_no_other(mirror: Mirror, caplog: pytest.LogCaptureFixture) -> None:
    mirror.write_bytes("cn", b"no\nrows\nat all\n")
    mirror.write("cm", rows("cm", 2))
    statuses = {}
    with caplog.at_level(logging.ERROR):
        for step in find_steps(["candidates", "committees", "linkages"]):
            statuses[step.name] = attempt(step, 2018, Options())
    assert statuses == {"candidates": "failed", "committees": "loaded", "linkages": "skipped"}
    assert "step candidates of cycle 2018 failed" in caplog.text
    assert Candidate.objects.count() == 0


def test_mistake_of_ours_stops_no_other_either(
    mirror: Mirror, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    mirror.write("cn", rows("cn", 2))
    monkeypatch.setattr("filings.load.run_sql", lambda *_, **__: 1 / 0)
    with caplog.at_level(logging.ERROR):
        assert attempt(find_steps(["cn"])[0], 2018, Options()) == "failed"
    assert "ZeroDivisionError" in caplog.text
    assert Load.objects.get().reason == "ZeroDivisionError: division by zero"
