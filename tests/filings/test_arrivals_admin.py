"""The admin of arrivals: who sees it, and trying again through the worker."""

from datetime import UTC, datetime
from typing import Any

import kombu.exceptions
import pytest
from celery import current_app
from django.urls import reverse

from filings.models import Arrival
from tests.filings.admin_people import signed_in

pytestmark = pytest.mark.django_db

LIST = "admin:filings_arrival_changelist"
NOW = datetime(2018, 6, 16, 20, 55, tzinfo=UTC)


def arrival(number: int, status: str = "waiting", **fields: Any) -> Arrival:
    return Arrival.objects.create(
        file_number=number, status=status, found_in="rss", found_at=NOW, **fields
    )


@pytest.fixture
def failed() -> Arrival:
    return arrival(
        1238405, "failed", reason="It is not there (404).", attempts=3, next_try_at=NOW,
        traceback="Traceback: somewhere", committee_id="C00900001", form_type="F3XN",
        title="New filing by INVENTED COMMITTEE",
    )  # fmt: skip


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is handed to the queue, where nobody takes it."""
    handed: list[Any] = []

    class Queue:
        def __enter__(self) -> "Queue":
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def ensure_connection(self, **_: object) -> None:
            pass

    monkeypatch.setattr(current_app, "connection_for_write", lambda **_: Queue())
    monkeypatch.setattr(current_app, "send_task", lambda *what: handed.append(what))
    return handed


def choose(group: str, *numbers: int) -> str:
    response = signed_in(group).post(
        reverse(LIST), {"action": "try_again", "_selected_action": numbers}, follow=True
    )
    return str(response.text)


def test_list_and_page(failed: Arrival) -> None:
    arrival(1238403, "ingested")
    client = signed_in("reviewer")
    page = client.get(reverse(LIST)).text
    for word in ("1238405", "failed", "It is not there (404).", "F3XN", "2018-06-16 20:55:00"):
        assert word in page
    page = client.get(reverse("admin:filings_arrival_change", args=[failed.pk])).text
    assert "Traceback: somewhere" in page
    assert "https://docquery.fec.gov/cgi-bin/forms/C00900001/1238405/" in page
    page = client.get(reverse("admin:filings_arrival_change", args=[1238403])).text
    assert "Traceback" not in page


@pytest.mark.parametrize(
    "asked", ["q=1238405", "q=C00900001", "q=invented", "q=404", "status__exact=failed"]
)
def test_search_and_filters(failed: Arrival, asked: str) -> None:
    arrival(1238403, "ingested")
    page = signed_in("reviewer").get(f"{reverse(LIST)}?{asked}").text
    assert "1238405" in page
    assert "1238403" not in page


def test_try_again(failed: Arrival, sent: list[Any]) -> None:
    arrival(1238403, "ingested")
    page = choose("editor", failed.pk, 1238403)
    assert sent == [("financetracker.take_efilings", ([failed.pk],), {"requested_by": "editor"})]
    assert "Handed 1 filing to the worker" in page
    assert "In already, of the chosen filings: 1." in page
    failed.refresh_from_db()
    assert (failed.status, failed.attempts, failed.next_try_at) == ("waiting", 0, None)
    assert failed.requested_by == "editor"
    assert Arrival.objects.get(pk=1238403).status == "ingested"


def test_task_is_the_one_there_is() -> None:
    from filings.admin_arrivals import TASK
    from financetracker.tasks import take_efilings

    assert take_efilings.name == TASK


def test_only_who_may_start_steps_may_try_again(failed: Arrival, sent: list[Any]) -> None:
    assert "Try again now" not in signed_in("reviewer").get(reverse(LIST)).text
    choose("nobody", failed.pk)
    assert sent == []
    failed.refresh_from_db()
    assert failed.status == "failed"


def test_queue_that_is_down(
    failed: Arrival, sent: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise kombu.exceptions.OperationalError("refused")

    monkeypatch.setattr(current_app, "connection_for_write", refuse)
    assert "queue cannot be reached" in choose("editor", failed.pk)
    assert sent == []
    failed.refresh_from_db()
    assert failed.status == "waiting"


def test_nobody_edits(failed: Arrival) -> None:
    client = signed_in("superuser")
    assert client.get(reverse("admin:filings_arrival_add")).status_code == 403
    client.post(reverse("admin:filings_arrival_change", args=[failed.pk]), {"status": "ingested"})
    failed.refresh_from_db()
    assert failed.status == "failed"
