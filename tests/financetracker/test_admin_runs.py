"""Starting steps from the admin: who may, what goes to the worker, and what people are told."""

import socket
import time

import kombu.exceptions
import pytest
from celery import Celery
from django.db import connection
from django.urls import reverse

from filings.models import Load
from filings.staging import loading_connection
from financetracker import views_admin
from financetracker.pipeline import find_steps
from tests.filings.admin_people import ended, running, signed_in

pytestmark = pytest.mark.django_db

RUN = "admin:filings_load_run"
LEDGER = "admin:filings_load_changelist"


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[tuple[str, int]], dict]]:
    """What the admin hands to the queue, where nobody takes it."""
    calls = []

    def note(work, **options):
        calls.append(([(step.name, cycle) for step, cycle in work], options))

    monkeypatch.setattr(views_admin, "enqueue", note)
    monkeypatch.setattr(views_admin, "WAIT_SECONDS", 0)
    monkeypatch.setattr(views_admin, "_worker_answers", lambda: True)
    return calls


def test_only_editors_and_administrators_get_the_form(handed):
    for group, status in (("nobody", 403), ("reviewer", 403), ("editor", 200)):
        client = signed_in(group)
        assert client.get(reverse(RUN)).status_code == status, group
        if status == 403:
            assert client.post(reverse(RUN), {"step": "", "cycle": 2018}).status_code == 403
    assert signed_in("administrator").get(reverse(RUN)).status_code == 200
    assert handed == []


def test_reviewers_see_no_way_to_start(handed):
    load = ended("candidates")
    client = signed_in("reviewer")
    page = client.get(reverse(LEDGER)).text
    assert reverse(RUN) not in page
    assert "Run again" not in page
    client.post(reverse(LEDGER), {"action": "run_again", "_selected_action": [load.pk]})
    assert handed == []


def test_a_stranger_is_asked_to_sign_in(client, handed):
    assert client.post(reverse(RUN), {"cycle": 2018}).url.startswith(reverse("admin:login"))
    assert handed == []


def test_a_get_starts_nothing_and_fills_in_the_form(handed):
    response = signed_in("editor").get(reverse(RUN), {"step": "totals", "cycle": "2018"})
    assert '<option value="totals" selected>' in response.text
    assert handed == []


def test_one_step_is_handed_over_in_the_name_of_who_asked(handed):
    response = signed_in("editor").post(
        reverse(RUN), {"step": "totals", "cycle": "2018", "force": "on"}, follow=True
    )
    assert handed == [([("totals", 2018)], {"force": True, "requested_by": "editor"})]
    assert "Handed totals 2018 to the worker" in response.text


def test_all_steps_are_handed_over_in_the_order_of_the_pipeline(handed):
    signed_in("editor").post(reverse(RUN), {"step": "", "cycle": "2018"})
    [(work, options)] = handed
    assert work == [(step.name, 2018) for step in find_steps([])]
    assert options["force"] is False


@pytest.mark.parametrize("cycle", ["2019", "1974", "2998", "x", ""])
def test_a_wrong_cycle_is_refused(handed, cycle):
    response = signed_in("editor").post(reverse(RUN), {"step": "totals", "cycle": cycle})
    assert response.status_code == 200
    assert response.context["form"].errors["cycle"]
    assert handed == []


def test_an_unknown_step_is_refused(handed):
    response = signed_in("editor").post(reverse(RUN), {"step": "rm -rf", "cycle": "2018"})
    assert response.context["form"].errors["step"]
    assert handed == []


def test_rows_of_the_ledger_run_again_once_each_and_in_order(handed):
    rows = [ended("totals"), ended("candidates"), ended("totals"), ended("candidates", 2016)]
    data = {"action": "run_again", "_selected_action": [row.pk for row in rows]}
    client = signed_in("editor")
    client.post(reverse(LEDGER), data)
    client.post(reverse(LEDGER), data | {"action": "run_again_anyway"})
    work = [("candidates", 2016), ("candidates", 2018), ("totals", 2018)]
    assert handed == [
        (work, {"force": False, "requested_by": "editor"}),
        (work, {"force": True, "requested_by": "editor"}),
    ]


def test_a_step_that_the_pipeline_no_longer_has_is_named(handed):
    row = ended("former_step")
    response = signed_in("editor").post(
        reverse(LEDGER), {"action": "run_again", "_selected_action": [row.pk]}, follow=True
    )
    assert "There is no step former_step any more" in response.text
    assert handed == []


def test_a_running_step_is_not_started_a_second_time(handed):
    load = running("totals")
    with loading_connection("totals", 2018):
        response = signed_in("editor").post(reverse(RUN), {"step": "", "cycle": "2018"})
    assert handed == []
    assert "is running already, since 04:10 UTC" in response.text
    assert reverse("admin:filings_load_change", args=[load.pk]) in response.text


def test_a_row_left_by_a_dead_worker_hinders_nothing(handed):
    running("totals")
    with loading_connection("totals", 2020):
        signed_in("editor").post(reverse(RUN), {"step": "totals", "cycle": "2018"})
    assert [work for work, _ in handed] == [[("totals", 2018)]]


def test_a_queue_that_is_down_is_said_to_be_down_at_once(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"redis://127.0.0.1:{taken.getsockname()[1]}/0"
    elsewhere = Celery(broker=address, set_as_current=False)
    monkeypatch.setattr(views_admin, "app", elsewhere)
    began = time.monotonic()
    response = signed_in("editor").post(reverse(RUN), {"step": "totals", "cycle": "2018"})
    assert response.status_code == 200
    assert "Nothing was started: the queue" in response.text
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "error", [kombu.exceptions.OperationalError("down"), RuntimeError("Retry limit exceeded")]
)
def test_a_queue_that_goes_down_meanwhile_is_said_to_be_down(monkeypatch, error):
    def refuse(*args, **options):
        raise error

    monkeypatch.setattr(views_admin, "enqueue", refuse)
    response = signed_in("editor").post(reverse(RUN), {"step": "totals", "cycle": "2018"})
    assert response.status_code == 200
    assert "Nothing was started: the queue" in response.text


def test_a_queue_without_a_worker_is_said_to_have_none(handed, monkeypatch):
    monkeypatch.setattr(views_admin, "_worker_answers", lambda: False)
    response = signed_in("editor").post(
        reverse(RUN), {"step": "totals", "cycle": "2018"}, follow=True
    )
    assert "no worker answers" in response.text


def test_a_message_links_to_the_row_that_the_worker_wrote(handed, monkeypatch):
    ended("totals")

    def work_at_once(work, **options):
        running("totals")

    monkeypatch.setattr(views_admin, "enqueue", work_at_once)
    response = signed_in("editor").post(
        reverse(RUN), {"step": "totals", "cycle": "2018"}, follow=True
    )
    newest = Load.objects.first()
    link = reverse("admin:filings_load_change", args=[newest.pk])
    assert f'Started <a href="{link}">totals 2018</a>.' in response.text


def test_progress_is_shown_and_asked_for_again_while_something_runs():
    load = running("contributions", requested_by="editor")
    client = signed_in("reviewer")
    pages = [reverse(LEDGER), reverse("admin:filings_load_change", args=[load.pk])]
    live = reverse("admin:filings_load_running")
    with loading_connection("contributions", 2018):
        for page in pages:
            text = client.get(page).text
            assert "1,200 of about 4,000 rows" in text
            assert f'hx-get="{live}"' in text
            assert '<noscript><meta http-equiv="refresh"' in text
        part = client.get(live)
        assert "1,200 of about 4,000 rows" in part.text
        assert "HX-Refresh" not in part.headers
    # The lock goes with the connection, a moment after it is closed.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.2)")
    for page in pages:
        assert "hx-get" not in client.get(page).text
    assert client.get(live).headers["HX-Refresh"] == "true"
    assert client.post(live).status_code == 405


def test_progress_is_for_those_who_may_see_the_ledger():
    assert signed_in("nobody").get(reverse("admin:filings_load_running")).status_code == 403
