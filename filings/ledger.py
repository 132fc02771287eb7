"""The ledger of loads: what ran, from what, with which result, and how far it has come.

The ledger is written on Django's connection, outside the step's transaction, so that progress and
failures are seen; only the final "loaded" is written inside it, and so stands or falls with the
data.
"""

import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from filings.fec.errors import FinanceTrackerError, NotPublished, StepBusy
from filings.models import Load
from filings.replacing import Counts
from filings.staging import Connection, update_row

# How a step tells how far it has come: phase, done, total (0 where unknown), unit.
Progress = Callable[[str, int, int, str], None]

HEARTBEAT_SECONDS = 1.0


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@dataclass
class Recording:
    """A running step's row of the ledger."""

    load: Load
    listener: Progress | None = None
    _last: float = field(default=0.0)
    _phase: str = field(default="")

    def progress(self, phase: str, done: int = 0, total: int = 0, unit: str = "") -> None:
        """Tell how far the step is: at once for a new phase, else about once a second."""
        if self.listener:
            self.listener(phase, done, total, unit)
        clock = time.monotonic()
        if phase == self._phase and clock - self._last < HEARTBEAT_SECONDS:
            return
        self._phase, self._last = phase, clock
        Load.objects.filter(pk=self.load.pk).update(
            phase=phase,
            progress_done=done,
            progress_total=total,
            progress_unit=unit,
            heartbeat_at=now(),
        )

    def end(self, status: str, reason: str = "", trace: str = "") -> None:
        """Write how the step ended."""
        self._finish(status, reason)
        self.load.traceback = trace
        self.load.save()

    def _finish(self, status: str, reason: str) -> None:
        load = self.load
        load.status, load.reason = status, reason[:1000]
        load.finished_at = now()
        load.seconds = Decimal(str((load.finished_at - load.started_at).total_seconds()))
        load.phase, load.progress_done, load.progress_total = "", 0, 0

    def commit_loaded(self, connection: Connection, counts: Counts) -> None:
        """Write "loaded" with its counts on the step's own connection, inside its transaction."""
        load = self.load
        load.rows_loaded, load.inserted, load.changed = (
            counts.loaded,
            counts.inserted,
            counts.changed,
        )
        load.removed, load.unchanged = counts.removed, counts.unchanged
        self._finish(Load.Status.LOADED, "")
        names = (
            "status", "reason", "finished_at", "seconds", "phase", "progress_done",
            "progress_total", "rows_in", "rows_loaded", "rows_rejected", "rows_noted", "inserted",
            "changed", "removed", "unchanged", "checksum", "etag", "last_modified", "source_bytes",
            "source", "is_sample",
        )  # fmt: skip
        update_row(
            connection, "filings_load", load.pk, {name: getattr(load, name) for name in names}
        )


@contextmanager
def recording(
    step: str,
    cycle: int,
    *,
    forced: bool = False,
    requested_by: str = "",
    listener: Progress | None = None,
) -> Iterator[Recording]:
    """Keep a row of the ledger for one run of a step; an error ends in it, and is raised again.

    A file that the FEC has not published yet, or a step that another process is running, ends as
    "skipped", with that reason, and raises nothing.
    """
    load = Load.objects.create(
        step=step,
        cycle=cycle,
        started_at=now(),
        heartbeat_at=now(),
        forced=forced,
        requested_by=requested_by,
    )
    entry = Recording(load, listener)
    try:
        yield entry
    except (NotPublished, StepBusy) as error:
        entry.end(Load.Status.SKIPPED, describe(error))
    except BaseException as error:
        entry.end(Load.Status.FAILED, describe(error), traceback.format_exc())
        raise


def describe(error: BaseException) -> str:
    """What went wrong and what to do, in a sentence or two."""
    if isinstance(error, FinanceTrackerError):
        return str(error)
    return f"{type(error).__name__}: {error}".strip()


def last_good(step: str, cycle: int) -> Load | None:
    """The load whose rows are in the tables now; None where the step never succeeded."""
    return Load.objects.for_step(step, cycle).filter(status=Load.Status.LOADED).first()


def close_abandoned(step: str, cycle: int, but: int) -> int:
    """End the rows of runs whose process died; call it holding the step's lock. How many there
    were.
    """
    return (
        Load.objects.for_step(step, cycle)
        .filter(status=Load.Status.RUNNING)
        .exclude(pk=but)
        .order_by()
        .update(
            status=Load.Status.FAILED,
            finished_at=now(),
            reason="The process ended before the step did; the data from before it stands.",
        )
    )


def forget_old(steps: Iterable[str], before: datetime) -> int:
    """Delete the rows of these steps that ended before a day, but for each cycle's newest that
    loaded anything; how many there were.

    For steps that run every few minutes for years. What a file brought is kept for ever.
    """
    loaded = Load.objects.filter(status=Load.Status.LOADED).order_by("step", "cycle", "-id")
    newest = loaded.distinct("step", "cycle").values("pk")
    old = Load.objects.filter(step__in=list(steps), finished_at__lt=before).exclude(pk__in=newest)
    return old.delete()[1].get("filings.Load", 0)
