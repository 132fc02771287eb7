"""Totals follow people's decisions: once, after the last, and never at a decision's cost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from donations import review, tagging
from donations.models import Industry, IndustryTotal
from filings.models import Load
from filings.staging import loading_connection
from financetracker import tasks
from tests.donations.review_world import reviewer
from tests.mirror import Mirror, rows

Ingest = Callable[..., Load]


@pytest.fixture(autouse=True)
def _own_cache(settings: Any) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "refresh",
        }
    }
    cache.clear()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, float]]:
    """What was handed to the queue: arguments, and seconds to wait."""
    handed: list[tuple[Any, float]] = []
    monkeypatch.setattr(
        tasks.refresh_industries,
        "apply_async",
        lambda arguments, countdown: handed.append((arguments, countdown)),
    )
    return handed


def decide(industry: str = "retail") -> None:
    review.decide(
        form="ACME", industry=Industry.objects.get(slug=industry), reason="x", by=reviewer()
    )


@pytest.fixture
def imported(mirror: Mirror, ingest: Ingest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagging, "read_rules", lambda _: [])
    monkeypatch.setattr(tagging, "fingerprint", lambda: "")
    mirror.write("indiv", rows("indiv", 2, EMPLOYER="ACME"))
    for step in ("indiv", "tags", "industries"):
        ingest(step)


def test_many_decisions_ask_for_one_run_after_the_last(
    imported: None, sent: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for slug in ("retail", "coal", "restaurants"):
        decide(slug)
    assert len(sent) == 1
    ((asked_at,), countdown) = sent[0]
    assert countdown == tasks.QUIET.total_seconds() + 1
    # The last is too recent.
    assert tasks.refresh_industries(asked_at) == "later"
    assert sent[1][0] == (asked_at,)
    assert 0 < sent[1][1] < countdown
    decide("physicians")
    assert len(sent) == 2
    monkeypatch.setattr(tasks, "QUIET", timedelta(0))
    assert tasks.refresh_industries(asked_at) == "done"
    runs = Load.objects.filter(requested_by="a reviewer's decision").order_by("id")
    assert [(run.step, run.status) for run in runs] == [
        ("tags", "loaded"), ("industries", "loaded"), ("review_queue", "loaded"),
    ]  # fmt: skip
    total = IndustryTotal.objects.get()
    assert total.rows == 2
    assert Industry.objects.get(pk=total.industry_id).slug == "physicians"
    # The next decision asks anew; a run without one finds nothing to do.
    decide("dentists")
    assert len(sent) == 3
    assert tasks.refresh_industries(asked_at) == "done"
    assert tasks.refresh_industries(asked_at) == "done"
    assert Load.objects.order_by("-id")[0].status == "unchanged"


def test_a_day_of_decisions_is_not_waited_for(imported: None, sent: list[Any]) -> None:
    decide()
    long_ago = datetime.now(UTC) - tasks.LONGEST_WAIT - timedelta(seconds=1)
    assert tasks.refresh_industries(long_ago.isoformat()) == "done"


def test_a_step_that_runs_is_waited_for(
    imported: None, sent: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "QUIET", timedelta(0))
    decide()
    with loading_connection("tags", 2018):
        tags = Load.objects.create(
            step="tags", cycle=2018, status="running", started_at=datetime.now(UTC)
        )
        assert tasks.refresh_industries(sent[0][0][0]) == "later"
    tags.delete()
    assert tasks.refresh_industries(sent[1][0][0]) == "done"


def test_a_queue_that_is_down_does_not_undo_a_decision(
    imported: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from celery import current_app

    def down(*_: Any, **__: Any) -> Any:
        raise OSError("connection refused")

    monkeypatch.setattr(current_app, "connection_for_write", down)
    decide()
    assert review.Decision.objects.get().industry.slug == "retail"
    # The next decision tries again.
    assert cache.get(tasks._WAITING) is None
