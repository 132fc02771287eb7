"""What follows when electronic filings were taken in: the pipeline's steps for their cycles.

Some are run at once, so that money is on pages within minutes; those that cost more now and then.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import Max, QuerySet

from filings.fec.errors import StepBusy
from filings.ledger import Progress, now
from filings.models import Filing, Load
from filings.running import is_running
from filings.staging import loading_connection
from filings.steps import Options
from financetracker.pipeline import STEPS, Step, attempt

logger = logging.getLogger(__name__)

FACTS = "electronic"
# What is on pages within minutes, and what costs too much to be computed for each filing.
AT_ONCE = (FACTS, "notices", "elections", "totals", "attribution")
NOW_AND_THEN = ("tags", "industries", "review_queue")
NOW_AND_THEN_PAUSE = timedelta(minutes=15)
# What a run failed to take into the totals is tried again after so long.
LEFTOVER_PAUSE = timedelta(minutes=10)
MOST_ROUNDS = 5

_AT_ONCE_LOCK, _NOW_AND_THEN_LOCK = "efilings_follow", "efilings_now_and_then"


def carry_on(
    file_numbers: Iterable[int] = (),
    *,
    listener: Progress | None = None,
    but: Sequence[int] = (),
    requested_by: str = "",
) -> list[tuple[str, int, str]]:
    """Carry on what was taken in: the pipeline's steps for the cycles of these filings.

    So are cycles with filings that another call left over, or that a person released. Leaves out
    the cycles `but`. Where another process is at it, that one carries these filings on as well, or
    the next poll does. (step, cycle, status) of each step that was run; a failure stands in the
    ledger.
    """
    options = Options(requested_by=requested_by or "electronic filings", listener=listener)
    ran: list[tuple[str, int, str]] = []
    try:
        with loading_connection(_AT_ONCE_LOCK, 0):
            cycles = (_cycles_of(file_numbers) | _leftover_cycles()) - set(but)
            for _ in range(MOST_ROUNDS):
                ran += _run(AT_ONCE, cycles, options)
                # Filings that came in meanwhile, by a process that found this one at work.
                cycles = _leftover_cycles() - set(but)
                if not cycles:
                    break
        # Under a lock of their own: these take minutes, in which new filings go on to the pages.
        with loading_connection(_NOW_AND_THEN_LOCK, 0):
            ran += _run(NOW_AND_THEN, _overdue_cycles() - set(but), options)
    except StepBusy:
        logger.info("Another process carries on what was taken in.")
    return ran


def _steps(names: Sequence[str]) -> list[Step]:
    """Those of these steps that the pipeline has, in its order."""
    return [step for step in STEPS if step.name in names]


def _run(
    names: Sequence[str], cycles: Iterable[int], options: Options
) -> list[tuple[str, int, str]]:
    return [
        (step.name, cycle, attempt(step, cycle, options))
        for cycle in sorted(cycles)
        for step in _steps(names)
    ]


def _cycles_of(file_numbers: Iterable[int]) -> set[int]:
    filings = Filing.objects.filter(pk__in=list(file_numbers)).order_by()
    return set(filings.values_list("cycle", flat=True).distinct())


def _leftover_cycles() -> set[int]:
    """Cycles with filings that no run has tried to take into the totals since they changed, or that
    a run has failed to, a while ago.
    """
    if not _steps((FACTS,)):
        return set()
    due = Filing.objects.filter(facts_due=True).order_by().values_list("cycle")
    tried = _newest(Load.objects.filter(step=FACTS).exclude(status=Load.Status.SKIPPED))
    long_ago = now() - LEFTOVER_PAUSE
    return {
        cycle
        for cycle, changed_at in due.annotate(newest=Max("changed_at"))
        if (cycle not in tried or tried[cycle].started_at < max(changed_at, long_ago))
        and not is_running(FACTS, cycle)
    }


def _overdue_cycles() -> set[int]:
    """Cycles whose slow steps have not seen the newest facts, and have not run for a while."""
    facts = _newest(Load.objects.filter(step=FACTS, status=Load.Status.LOADED))
    slow = _newest(Load.objects.filter(step=NOW_AND_THEN[-1]))
    long_ago = now() - NOW_AND_THEN_PAUSE
    return {
        cycle
        for cycle, load in facts.items()
        if cycle not in slow or (slow[cycle].pk < load.pk and slow[cycle].started_at < long_ago)
    }


def _newest(loads: "QuerySet[Load]") -> dict[int, Load]:
    return {load.cycle: load for load in loads.order_by("cycle", "-id").distinct("cycle")}
