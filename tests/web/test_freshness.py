"""How fresh the data is said to be: by its files, of the page's own cycle, not by derived steps."""

from datetime import UTC, datetime

from django.test import Client

from filings.models import Load
from tests import factories as make
from web.context import freshness


def at(day: int) -> datetime:
    return datetime(2019, 1, day, 8, tzinfo=UTC)


def test_only_files_that_were_loaded_or_checked_count(data: None, client: Client) -> None:
    make.candidate()
    make.load("candidates", finished_at=at(1))
    make.load("candidates", finished_at=at(2), status=Load.Status.UNCHANGED)
    make.load("contributions", finished_at=at(3), status=Load.Status.FAILED, reason="Broken.")
    make.load("totals", finished_at=at(4))
    make.load("candidates", cycle=2020, finished_at=at(5))
    now = freshness()
    assert now.loaded_at == at(5)
    assert now.as_of(2018) == at(2)
    assert now.as_of(2022) is None
    page = client.get("/candidates/", {"cycle": "2018"}).content.decode()
    assert "as of January 2, 2019" in page
    assert "January 5, 2019, 08:00 UTC" in page
