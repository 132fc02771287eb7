"""Processes: which of them are ours, and how to end them for certain."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil

from embedded.errors import SurroundingsError

MARK = "EMBEDDED_PROCESS"


def stop_all(
    processes: Iterable[psutil.Process],
    signals: tuple[tuple[signal.Signals, float], ...],
    what: str,
) -> None:
    """End `processes`: each signal in turn with the seconds to wait after it, then SIGKILL."""
    left = list(processes)
    for number, seconds in (*signals, (signal.SIGKILL, 10.0)):
        if not left:
            return
        for process in left:
            try:
                process.send_signal(number)
            except psutil.NoSuchProcess:
                continue
            except psutil.AccessDenied:
                raise SurroundingsError(
                    f"An earlier run left {what} (process {process.pid}) behind, and it belongs to"
                    f" another user. End it as that user: kill {process.pid}"
                ) from None
        end = time.monotonic() + seconds
        while (left := [process for process in left if lives(process)]) and time.monotonic() < end:
            time.sleep(0.02)


def lives(process: psutil.Process) -> bool:
    """Tell whether `process` still does anything.

    One that has ended stays in the list until its parent has asked how; in a container whose first
    process asks nobody, that is for ever.
    """
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def find_by_folder(folder: Path, name: str) -> list[psutil.Process]:
    """Return the processes called `name` that work in `folder`.

    Postgres and its children have their data as their working directory, which tells them from
    every other Postgres of the machine, also when the parent is gone.
    """
    found = []
    wanted = os.path.realpath(folder)
    for process in psutil.process_iter(["name"]):
        with contextlib.suppress(psutil.Error, OSError):
            if name in (process.info["name"] or "") and process.cwd() == wanted:
                found.append(process)
    return found


def find_by_argument(pid: int, argument: str) -> psutil.Process | None:
    """Return process `pid` if `argument` is on its command line, for pids are used again."""
    try:
        process = psutil.Process(pid)
        return process if argument in process.cmdline() else None
    except psutil.Error:
        return None


def mark(environment: dict[str, str], place: Path, name: str) -> dict[str, str]:
    """Return `environment` with the mark by which `find_marked` knows a process and all it starts.

    A pid file would be written a moment after the process begins, and a kill in that moment would
    leave a process that nobody knows of.
    """
    return environment | {MARK: f"{place}:{name}"}


def find_marked(place: Path, name: str) -> list[psutil.Process]:
    """Return the processes that `mark` marked with `place` and `name`, and what they started."""
    wanted = f"{place}:{name}"
    found = []
    for process in psutil.process_iter():
        # Other users' environments are closed to us, and an ended process has none.
        with contextlib.suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and process.environ().get(MARK) == wanted:
                found.append(process)
    return found


def wait_until(ready: Callable[[], bool], seconds: float, every: float = 0.02) -> bool:
    """Ask `ready` until it says yes (True) or `seconds` have passed (False)."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ready():
            return True
        time.sleep(every)
    return False


def tail(path: Path, lines: int = 15) -> str:
    """Return the last lines of a log file, for a message that has to show them."""
    try:
        text = path.read_text(errors="replace")
    except FileNotFoundError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
