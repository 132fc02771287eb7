"""Celery's view of the pipeline: one task runs one step, and chains keep the order."""

from collections.abc import Iterable
from datetime import UTC, datetime

from celery import chain, shared_task

from filings.steps import Options
from financetracker.pipeline import STEPS, Step, attempt, find_steps, nightly_cycles


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
    """Enqueue every step for the previous and the current cycle, one after the other."""
    cycles = nightly_cycles(datetime.now(UTC).date())
    enqueue([(step, cycle) for cycle in cycles for step in STEPS])


def enqueue(
    work: Iterable[tuple[Step, int]],
    *,
    force: bool = False,
    keep_files: bool = False,
    requested_by: str = "",
) -> None:
    """Hand steps to the worker as one chain, in the order given."""
    chain(
        *(run_step.si(step.name, cycle, force, keep_files, requested_by) for step, cycle in work)
    ).delay()
