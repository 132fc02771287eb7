"""Celery's view of the pipeline: one task runs one step, and chains keep the order."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from celery import Signature, chain, current_app, shared_task
from django.conf import settings
from django.core.cache import cache

from donations.review import last_change
from filings.models import Filing, Load
from filings.running import running_loads
from filings.steps import Options
from financetracker import efilings
from financetracker.carrying_on import AT_ONCE, carry_on
from financetracker.pipeline import STEPS, Step, attempt, find_steps, nightly_cycles
from web import export_jobs

# After so long without another decision the totals are brought up to date, ...
QUIET = timedelta(seconds=20)
# ... and after so long even while decisions keep coming.
LONGEST_WAIT = timedelta(minutes=10)
REFRESHED = ("tags", "industries", "review_queue")
_WAITING = "refresh_industries:waiting"
CONNECT_SECONDS = 3


@shared_task(name="financetracker.run_step")
def run_step(
    step: str,
    cycle: int,
    force: bool = False,
    keep_files: bool = False,
    requested_by: str = "",
) -> str:
    """Run one step of one cycle; the status it ended with. A failure stands in the ledger."""
    options = Options(force=force, keep_files=keep_files, requested_by=requested_by)
    return attempt(find_steps([step])[0], cycle, options)


@shared_task(name="financetracker.nightly")
def nightly() -> None:
    """Enqueue every step for the previous and the current cycle, one after the other; before them
    what the feed of electronic filings has not brought.
    """
    cycles = nightly_cycles(datetime.now(UTC).date())
    first = [fill_efiling_gaps.si()] if settings.EFILING_POLL else []
    forget_exports.delay()
    enqueue([(step, cycle) for cycle in cycles for step in STEPS], first=first)


def enqueue(
    work: Iterable[tuple[Step, int]],
    *,
    force: bool = False,
    keep_files: bool = False,
    requested_by: str = "",
    first: Iterable[Signature[object]] = (),
) -> None:
    """Hand steps to the worker as one chain, in the order given; before them these tasks."""
    chain(
        *first,
        *(run_step.si(step.name, cycle, force, keep_files, requested_by) for step, cycle in work),
    ).delay()


@shared_task(name="financetracker.write_export")
def write_export(number: str) -> str:
    """Write an export that a reader asked for; the status it ended with."""
    return export_jobs.write(number)


def start_export(number: str) -> None:
    """Have the worker write an export. Raises what the queue raises where it is down."""
    with current_app.connection_for_write(connect_timeout=CONNECT_SECONDS) as queue:
        queue.ensure_connection(max_retries=1, interval_start=0)
    write_export.delay(number)


@shared_task(name="financetracker.forget_exports")
def forget_exports() -> int:
    """Remove exports that are older than they are kept."""
    return export_jobs.forget_old()


@shared_task(name="financetracker.poll_efilings")
def poll_efilings() -> None:
    """Take in the electronic filings that are new, and carry them on to the pages."""
    carry_on(efilings.poll().ingested)


@shared_task(name="financetracker.fill_efiling_gaps")
def fill_efiling_gaps() -> None:
    """Take in what the last days' zips have and the feed had not; the nightly steps carry it on,
    but for older cycles.
    """
    nightly = nightly_cycles(datetime.now(UTC).date())
    taken = efilings.fill_gaps()
    efilings.decide_again()
    efilings.forget_old_runs()
    carry_on(taken.ingested, but=nightly)


@shared_task(name="financetracker.take_efilings")
def take_efilings(file_numbers: list[int], requested_by: str = "") -> None:
    """Take in these electronic filings now, and carry them on to the pages."""
    taken = efilings.take_numbers(file_numbers, requested_by=requested_by)
    carry_on(taken.ingested, requested_by=requested_by)


@shared_task(name="financetracker.refresh_industries")
def refresh_industries(asked_at: str) -> str:
    """Let what is computed from tags follow people's decisions, once they pause: "done" or "later".

    `asked_at` is when the first of the decisions was made, as an ISO time.
    """
    now = datetime.now(UTC)
    newest = last_change()
    pause = QUIET - (now - newest) if newest else timedelta(0)
    if pause > timedelta(0) and now - datetime.fromisoformat(asked_at) < LONGEST_WAIT:
        _later(asked_at, pause)
        return "later"
    work = [(step, cycle) for cycle in _cycles_with_gifts() for step in find_steps(REFRESHED)]
    if running_loads((step.name, cycle) for step, cycle in work):
        _later(asked_at, QUIET)
        return "later"
    # Before the work: what is decided from here on asks for another run.
    cache.delete(_WAITING)
    for step, cycle in work:
        attempt(step, cycle, Options(requested_by="a reviewer's decision"))
    return "done"


def ask_for_refresh(**_: object) -> None:
    """Have refresh_industries run soon, unless that has been asked for already.

    Raises what the queue or the cache raises where they are down: the nightly run then does it.
    """
    limit = (LONGEST_WAIT + 2 * QUIET).total_seconds()
    if not cache.add(_WAITING, 1, timeout=int(limit)):
        return
    try:
        # Celery itself would try for 20 seconds, and a reviewer waits for the next item.
        with current_app.connection_for_write(connect_timeout=CONNECT_SECONDS) as queue:
            queue.ensure_connection(max_retries=1, interval_start=0)
        _later(datetime.now(UTC).isoformat(), QUIET)
    except Exception:
        cache.delete(_WAITING)
        raise


def _later(asked_at: str, wait: timedelta) -> None:
    # A moment more, so that the pause is over by then.
    refresh_industries.apply_async((asked_at,), countdown=wait.total_seconds() + 1)


def _cycles_with_gifts() -> list[int]:
    """The cycles that contributions were loaded for, oldest first."""
    loaded = Load.objects.filter(
        step__in=("contributions", "committee_transactions"), status=Load.Status.LOADED
    )
    return sorted(set(loaded.order_by().values_list("cycle", flat=True)))


def follow_filing(file_number: int) -> None:
    """Have the totals follow a decision on a filing."""
    filing = Filing.objects.filter(pk=file_number).first()
    if filing:
        follow_cycle(filing.cycle)


def follow_cycle(cycle: int) -> None:
    """Have the totals of a cycle follow a decision on a filing or a notice.

    Raises what the queue raises where it is down: the next poll then does it, or the nightly run.
    """
    with current_app.connection_for_write(connect_timeout=CONNECT_SECONDS) as queue:
        queue.ensure_connection(max_retries=1, interval_start=0)
    enqueue(
        [(step, cycle) for step in find_steps(AT_ONCE)],
        requested_by="a reviewer's decision",
    )
