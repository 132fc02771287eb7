"""Take in electronic filings in this process, with progress and a table in the terminal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from filings.arrivals import Taken
from filings.fec.errors import FinanceTrackerError
from filings.models import Filing, Load
from financetracker import efilings
from financetracker.carrying_on import carry_on
from financetracker.following import display, result_line

COLUMNS = ("filing", "form", "filer", "cycle", "rows", "result")


@dataclass(frozen=True)
class Wanted:
    """What is to be taken in: filings by number, by path, and whole days."""

    numbers: Sequence[int] = ()
    paths: dict[int, Path] = field(default_factory=dict)
    days: Sequence[date] = ()


@dataclass
class Outcome:
    """What came of it: why what failed did, by filing or day, and how many were looked at."""

    failed: dict[str, str] = field(default_factory=dict)
    looked_at: int = 0


def run_filings(wanted: Wanted, *, force: bool, keep_files: bool) -> Outcome:
    """Take in what is wanted, print a table of it, and run the steps that follow."""
    outcome, ingested = Outcome(), list[int]()
    with display() as (console, bar):
        listen = _Listener(bar)
        for name, job in _jobs(wanted, force, keep_files, listen):
            try:
                taken = job()
            except FinanceTrackerError as error:
                outcome.failed[name] = str(error)
                outcome.looked_at += 1
            else:
                ingested += taken.ingested
                _tell(console, taken, outcome)
            if name in {str(day) for day in wanted.days}:
                _tell_day(console, name, outcome)
        for step, cycle, _status in carry_on(ingested, listener=listen):
            load = Load.objects.for_step(step, cycle).first()
            if load:
                console.print(result_line(load), markup=False)
        listen.end()
    return outcome


def _jobs(
    wanted: Wanted, force: bool, keep_files: bool, listen: "_Listener"
) -> list[tuple[str, Callable[[], Taken]]]:
    """What is to be done, each with what it is called."""
    jobs: list[tuple[str, Callable[[], Taken]]] = []
    if wanted.paths:
        paths = partial(efilings.take_paths, wanted.paths, force=force, listener=listen)
        jobs.append(("the files", paths))
    options: dict[str, Any] = {"force": force, "keep_files": keep_files, "listener": listen}
    if wanted.numbers:
        jobs.append(("the numbers", partial(efilings.take_numbers, wanted.numbers, **options)))
    jobs += [(str(day), partial(efilings.fill_day, day, **options)) for day in wanted.days]
    return jobs


class _Listener:
    """The progress bar, as steps tell it how far they are."""

    def __init__(self, bar: Progress) -> None:
        self.bar = bar
        self.task = bar.add_task("electronic filings", total=None)

    def __call__(self, phase: str, done: int, total: int, unit: str) -> None:
        self.bar.update(self.task, description=phase, completed=done, total=total or None)

    def end(self) -> None:
        self.bar.remove_task(self.task)


def _tell(console: Console, taken: Taken, outcome: Outcome) -> None:
    results = dict.fromkeys(taken.ingested, "taken in")
    results |= dict.fromkeys(taken.as_before, "as before")
    results |= dict.fromkeys(taken.busy, "another process is at it")
    results |= {number: f"failed: {reason}" for number, reason in taken.failed.items()}
    results |= dict.fromkeys(taken.left, f"not begun: {taken.unreached}")
    outcome.looked_at += len(results)
    outcome.failed |= {f"filing {number}": reason for number, reason in taken.failed.items()}
    outcome.failed |= {
        f"filing {number}": f"It was not begun, as others could not be fetched: {taken.unreached}"
        for number in taken.left
    }
    if results:
        filings = Filing.objects.in_bulk(list(results))
        rows = [
            _row(number, filings.get(number), result) for number, result in sorted(results.items())
        ]
        for line in _lines([COLUMNS, *rows]):
            console.print(line, markup=False)


def _row(number: int, filing: Filing | None, result: str) -> tuple[str, ...]:
    if filing is None:
        return str(number), "", "", "", "", result
    filer = filing.filer_name or filing.committee_id
    if filing.is_held:
        result += f"; held: {filing.hold_reason}"
    elif filing.superseded_by:
        result += f"; superseded by {filing.superseded_by}"
    return (
        str(number),
        filing.form_type,
        filer if len(filer) <= 40 else f"{filer[:39]}…",
        str(filing.cycle),
        f"{filing.rows:,}",
        result,
    )


def _lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines of aligned columns, the last one as long as it is."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS) - 1)]
    right = {0, 4}
    return [
        "  ".join(
            [
                *(
                    cell.rjust(width) if place in right else cell.ljust(width)
                    for place, (cell, width) in enumerate(zip(row, widths, strict=False))
                ),
                row[-1],
            ]
        )
        for row in rows
    ]


def _tell_day(console: Console, day_name: str, outcome: Outcome) -> None:
    load = Load.objects.filter(step=efilings.DAY).order_by("-id").first()
    if load is None:
        return
    console.print(f"{day_name}: {result_line(load)}", markup=False)
    if load.status == Load.Status.SKIPPED:
        # Whoever names a day wants its filings; at night nobody misses it.
        outcome.failed[day_name] = load.reason
        outcome.looked_at += 1
