"""Run steps in this process, or follow a worker that runs them, with progress in the terminal."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from filings.models import Load
from filings.running import running_loads
from filings.steps import Options
from financetracker.pipeline import Step, attempt

POLL_SECONDS = 0.2
# A worker that is up takes a job within a second or two.
WORKER_PATIENCE_SECONDS = 60


class RateColumn(ProgressColumn):
    """How many rows (or bytes) a second."""

    def render(self, task: Task) -> Text:
        """The rate, as "123,456/s"."""
        speed = task.speed or 0
        return Text(f"{speed:,.0f}/s" if speed else "")


@contextmanager
def display() -> Iterator[tuple[Console, Progress]]:
    """A progress bar on a terminal; plain lines elsewhere."""
    console = Console(soft_wrap=True, highlight=False)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        RateColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        yield console, bar


def run_here(work: Sequence[tuple[Step, int]], *, force: bool, keep_files: bool) -> int:
    """Run the steps one after the other in this process; how many failed."""
    failed = 0
    options = Options(force=force, keep_files=keep_files)
    with display() as (console, bar):
        for step, cycle in work:
            task = bar.add_task(f"{step.name} {cycle}", total=None)

            def listen(phase: str, done: int, total: int, unit: str, task=task, step=step) -> None:  # type: ignore[no-untyped-def]
                bar.update(
                    task,
                    description=f"{step.name} {cycle}: {phase}",  # noqa: B023 (used at once)
                    completed=done,
                    total=total or None,
                )

            status = attempt(step, cycle, replace(options, listener=listen))
            bar.remove_task(task)
            failed += status == Load.Status.FAILED
            load = Load.objects.for_step(step.name, cycle).first()
            if load:
                console.print(result_line(load))
    return failed


def follow_worker(work: Sequence[tuple[Step, int]], since: datetime) -> int:
    """Show what the worker does until it has ended all the steps enqueued after `since`; how many
    failed.
    """
    failed = 0
    with display() as (console, bar):
        for step, cycle in work:
            load = _wait_for(step, cycle, since, bar)
            if load is None:
                console.print(
                    f"{step.name} {cycle}: no worker took it within {WORKER_PATIENCE_SECONDS}"
                    " seconds. Start one: celery -A financetracker worker."
                )
                return failed + 1
            failed += load.status == Load.Status.FAILED
            console.print(result_line(load))
    return failed


def _wait_for(step: Step, cycle: int, since: datetime, bar: Progress) -> Load | None:
    task = bar.add_task(f"{step.name} {cycle}", total=None)
    give_up = time.monotonic() + WORKER_PATIENCE_SECONDS
    while True:
        load = Load.objects.for_step(step.name, cycle).filter(finished_at__gte=since).first()
        if load:
            bar.remove_task(task)
            return load
        # Not whatever the ledger calls running: a process that was killed may have left a row.
        if loads := running_loads():
            running = loads[-1]
            give_up = time.monotonic() + WORKER_PATIENCE_SECONDS
            bar.update(
                task,
                description=f"{running.step} {running.cycle}: {running.phase}",
                completed=running.progress_done,
                total=running.progress_total or None,
            )
        if time.monotonic() > give_up:
            bar.remove_task(task)
            return None
        time.sleep(POLL_SECONDS)


def result_line(load: Load) -> str:
    """How a step ended, in a line.

    "contributions 2018: loaded, 20,000 rows (20,000 new, 0 changed, 0 removed, 0 as before),
    0 rejected, 1.2 s"
    """
    head = f"{load.step} {load.cycle}: {load.status}"
    if load.status == Load.Status.LOADED:
        difference = ""
        if load.inserted or load.changed or load.removed or load.unchanged:
            difference = (
                f" ({load.inserted:,} new, {load.changed:,} changed, {load.removed:,} removed,"
                f" {load.unchanged:,} as before)"
            )
        noted = f", {load.rows_noted:,} with a field left blank" if load.rows_noted else ""
        return (
            f"{head}, {load.rows_loaded:,} rows{difference}, {load.rows_rejected:,} rejected"
            f"{noted}, {load.seconds:.1f} s"
        )
    return f"{head}{', ' + load.reason if load.reason else ''}, {load.seconds or 0:.1f} s"
