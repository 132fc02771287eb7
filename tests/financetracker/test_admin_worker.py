"""A step started from the admin goes through a real queue and a real worker to the data."""

import time
import uuid
from collections.abc import Iterator

import pytest
from celery.contrib.testing.worker import start_worker
from django.db import connections
from django.urls import reverse

from filings.models import Candidate, Load
from financetracker.celery import app
from financetracker.groups import keep_groups
from tests.filings.admin_people import signed_in
from tests.mirror import Mirror, row


@pytest.fixture
def worker() -> Iterator[None]:
    """A worker in a thread, with a queue of its own: other tests' tasks are not for it."""
    queue = f"test-{uuid.uuid4().hex}"
    usual = app.conf.task_default_queue
    app.conf.task_default_queue = queue
    with start_worker(
        app, pool="solo", perform_ping_check=False, queues=[queue], shutdown_timeout=30
    ):
        yield
    app.conf.task_default_queue = usual
    connections.close_all()


def wait_for_end(step: str) -> Load:
    """The ledger's row of the step, when it has ended."""
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        load = Load.objects.for_step(step, 2018).exclude(status="running").first()
        if load:
            return load
        time.sleep(0.05)
    pytest.fail(f"no worker ended {step} within 20 seconds")


def test_a_step_started_in_the_admin_is_run_by_the_worker(mirror: Mirror, worker: None):
    keep_groups()
    mirror.write("cn", [row("cn", CAND_NAME="ROE, RICHARD")])
    client = signed_in("editor")
    response = client.post(
        reverse("admin:filings_load_run"), {"step": "candidates", "cycle": "2018"}, follow=True
    )
    load = wait_for_end("candidates")
    assert load.status == "loaded", load.reason
    assert load.requested_by == "editor"
    assert Candidate.objects.get().name == "ROE, RICHARD"
    page = reverse("admin:filings_load_change", args=[load.pk])
    assert page in response.text
    assert "2018/cn18.zip" in client.get(page).text
