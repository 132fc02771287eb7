"""Start a step from the admin, and follow what runs: forms and answers, no work of its own."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import urlencode

import kombu.exceptions
import redis.exceptions
from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET

from filings.models import Load
from filings.running import running_loads
from financetracker.celery import app
from financetracker.pipeline import STEPS, Step, find_steps, nightly_cycles
from financetracker.tasks import enqueue

RUN_PERMISSION = "filings.run_step"
# A worker that is free takes a step at once; the row it writes then is what to link to.
WAIT_SECONDS = 1.5
PING_SECONDS = 0.5
CONNECT_SECONDS = 3
# What a queue that is down raises, by where it is noticed; the last is of Celery's result store.
QUEUE_ERRORS = (
    kombu.exceptions.OperationalError,
    redis.exceptions.RedisError,
    OSError,
    RuntimeError,
)

Work = Sequence[tuple[Step, int]]


class RunForm(forms.Form):
    """Which step, for which cycle."""

    step = forms.ChoiceField(required=False)
    cycle = forms.IntegerField(
        min_value=1976, help_text="The even year that ends the two-year period, as 2020."
    )
    force = forms.BooleanField(
        required=False,
        label="Even if nothing changed",
        help_text="Load the file again although it is the one that was loaded last.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["step"]).choices = [
            ("", "All steps, in their order"),
            *((step.name, step.title) for step in STEPS),
        ]

    def clean_cycle(self) -> int:
        """An even year, not beyond the next cycle."""
        cycle: int = self.cleaned_data["cycle"]
        last = nightly_cycles(datetime.now(UTC).date())[1] + 2
        if cycle % 2 or cycle > last:
            raise forms.ValidationError(
                f"Write the even year that ends the period, from 1976 to {last}."
            )
        return cycle

    def work(self) -> Work:
        """The steps asked for."""
        name, cycle = self.cleaned_data["step"], self.cleaned_data["cycle"]
        return [(step, cycle) for step in find_steps([name] if name else [])]


def run(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """The form that starts a step; `?step=contributions&cycle=2020` fills it in."""
    if not request.user.has_perm(RUN_PERMISSION):
        raise PermissionDenied
    if request.method == "POST":
        form = RunForm(request.POST)
        if form.is_valid() and start(request, form.work(), force=form.cleaned_data["force"]):
            return HttpResponseRedirect(reverse("admin:filings_load_changelist"))
    else:
        form = RunForm(
            initial={
                "step": request.GET.get("step", ""),
                "cycle": request.GET.get("cycle") or nightly_cycles(datetime.now(UTC).date())[1],
            }
        )
    return TemplateResponse(
        request,
        "admin/filings/load/run.html",
        site.each_context(request)
        | {"title": "Start a step", "form": form, "opts": Load._meta, "running": running_loads()},
    )


@require_GET
def running(request: HttpRequest) -> HttpResponse:
    """What runs now, as a part of a page that asks for it every few seconds.

    When the last step has ended, the whole page is told to load itself again.
    """
    if not request.user.has_perm("filings.view_load"):
        raise PermissionDenied
    rows = running_loads()
    response = TemplateResponse(request, "admin/filings/load/_running.html", {"running": rows})
    if not rows:
        response["HX-Refresh"] = "true"
    return response


def start(request: HttpRequest, work: Work, *, force: bool) -> bool:
    """Hand steps to the worker and tell the user how it went; False where nothing was started."""
    busy = running_loads((step.name, cycle) for step, cycle in work)
    if busy:
        for load in busy:
            messages.error(
                request,
                format_html(
                    '<a href="{}">{} {}</a> is running already, since {} UTC. Nothing was'
                    " started: wait until it has ended.",
                    load_url(load),
                    load.step,
                    load.cycle,
                    f"{load.started_at:%H:%M}",
                ),
            )
        return False
    newest = Load.objects.order_by("-id").values_list("id", flat=True).first() or 0
    try:
        _reach_queue()
        enqueue(work, force=force, requested_by=request.user.get_username())
    except QUEUE_ERRORS as error:
        messages.error(
            request,
            "Nothing was started: the queue (Redis, at REDIS_URL) does not answer"
            f" ({type(error).__name__}). See whether it runs, then try again.",
        )
        return False
    _tell_started(request, work, newest)
    return True


def _reach_queue() -> None:
    """Raise one of QUEUE_ERRORS soon where the queue is down; Celery tries for 20 seconds."""
    with app.connection_for_write(connect_timeout=CONNECT_SECONDS) as queue:
        queue.ensure_connection(max_retries=1, interval_start=0)


def _tell_started(request: HttpRequest, work: Work, newest: int) -> None:
    step, cycle = work[0]
    what = f"{step.name} {cycle}" if len(work) == 1 else f"{len(work)} steps"
    load = _first_row(step, cycle, newest)
    if load:
        link = format_html('<a href="{}">{} {}</a>', load_url(load), step.name, cycle)
        started = "Started {}." if len(work) == 1 else f"Started {what}, the first is {{}}."
        messages.success(request, format_html(started, link))
    elif _worker_answers():
        messages.info(
            request,
            f"Handed {what} to the worker, which is busy; it stands here as soon as it begins.",
        )
    else:
        messages.warning(
            request,
            f"Handed {what} to the queue, but no worker answers. It begins when one is started:"
            " celery -A financetracker worker.",
        )


def _first_row(step: Step, cycle: int, newest: int) -> Load | None:
    """The ledger's row of what was just handed over, if a worker takes it within WAIT_SECONDS."""
    give_up = time.monotonic() + WAIT_SECONDS
    while True:
        load = Load.objects.for_step(step.name, cycle).filter(id__gt=newest).first()
        if load or time.monotonic() > give_up:
            return load
        time.sleep(0.1)


def _worker_answers() -> bool:
    try:
        return bool(app.control.ping(timeout=PING_SECONDS))
    except QUEUE_ERRORS:
        return False


def load_url(load: Load) -> str:
    """A row of the ledger in the admin."""
    return reverse("admin:filings_load_change", args=[load.pk])


def run_url(load: Load) -> str:
    """The form that starts a row's step again."""
    return (
        f"{reverse('admin:filings_load_run')}?{urlencode({'step': load.step, 'cycle': load.cycle})}"
    )
