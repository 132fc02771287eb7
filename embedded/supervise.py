"""Keep a few long-running processes alive, and end all of them together."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from embedded.errors import ServerError
from embedded.places import ROOT, Places
from embedded.processes import find_recorded, record_pid, stop_all, tail
from embedded.stopping import uninterrupted

MOST_RESTARTS = 5
RESTART_WINDOW_SECONDS = 120.0
GRACE_SECONDS = 5.0


@dataclass
class Child:
    """One process to keep alive, or to run `once`; its output goes to var/log/."""

    name: str
    command: list[str]
    environment: dict[str, str]
    once: bool = False
    process: subprocess.Popen[bytes] | None = None
    restarts: list[float] = field(default_factory=list)


class Supervisor:
    """Starts children, restarts those that fall over, and stops them all."""

    def __init__(self, places: Places, prefix: str) -> None:
        self._places = places
        self._prefix = prefix
        self._children: list[Child] = []

    def stop_leftovers(self) -> list[str]:
        """End what a killed run left behind, and return the names of what there was."""
        pid_files = sorted(self._places.run.glob(f"{self._prefix}-*.pid"))
        left = {pid_file: find_recorded(pid_file) for pid_file in pid_files}
        everything = [process for processes in left.values() for process in processes]
        stop_all(everything, ((signal.SIGTERM, 3.0),), "a part of the site")
        for pid_file in pid_files:
            pid_file.unlink(missing_ok=True)
        return [
            pid_file.stem.removeprefix(f"{self._prefix}-")
            for pid_file, processes in left.items()
            if processes
        ]

    def start(self, child: Child) -> None:
        """Start `child` and look after it from now on."""
        with uninterrupted():
            self._spawn(child)
            self._children.append(child)

    def _spawn(self, child: Child) -> None:
        log_file = self.log_of(child)
        if log_file.exists() and log_file.stat().st_size > 10_000_000:
            log_file.replace(log_file.with_suffix(".log.1"))
        with log_file.open("ab") as log:
            child.process = subprocess.Popen(
                child.command,
                env=child.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C is for us; we end the children in the right order. The session also
                # tells a later run which processes belong to this child.
                start_new_session=True,
            )
        record_pid(self._pid_file(child), child.process.pid)

    def log_of(self, child: Child) -> Path:
        """Return where the output of `child` goes."""
        return self._places.log / f"{self._prefix}-{child.name}.log"

    def _pid_file(self, child: Child) -> Path:
        return self._places.run / f"{self._prefix}-{child.name}.pid"

    def check(self) -> None:
        """Restart children that have ended; raise ServerError for one that keeps ending."""
        for child in self._children:
            if child.process is None or child.process.poll() is None or child.once:
                continue
            now = time.monotonic()
            child.restarts = [at for at in child.restarts if now - at < RESTART_WINDOW_SECONDS]
            if len(child.restarts) >= MOST_RESTARTS:
                raise ServerError(
                    f"The {child.name} process keeps ending. The end of {self.log_of(child)}:\n"
                    f"{tail(self.log_of(child))}"
                )
            child.restarts.append(now)
            time.sleep(min(0.5 * len(child.restarts), 3))
            with uninterrupted():
                self._spawn(child)

    def raise_if_ended(self, child: Child) -> None:
        """Raise ServerError, with the end of its log, if `child` has ended."""
        if child.process is not None and child.process.poll() is not None:
            raise ServerError(
                f"The {child.name} process ended at once. The end of {self.log_of(child)}:\n"
                f"{tail(self.log_of(child), 25)}"
            )

    def stop(self) -> None:
        """End every child and all that it has started."""
        pid_files = [self._pid_file(child) for child in self._children]
        leaders = []
        for child in self._children:
            with contextlib.suppress(psutil.NoSuchProcess):
                if child.process is not None and child.process.poll() is None:
                    leaders.append(psutil.Process(child.process.pid))
        # A leader ends its own workers, and waits for what they are doing; Celery drops that at the
        # second signal. A step that is dropped leaves the old data as it was.
        stop_all(leaders, ((signal.SIGTERM, GRACE_SECONDS), (signal.SIGQUIT, 3.0)), "the site")
        orphans = [process for pid_file in pid_files for process in find_recorded(pid_file)]
        stop_all(orphans, ((signal.SIGTERM, 2.0),), "the site")
        for child, pid_file in zip(self._children, pid_files, strict=True):
            if child.process is not None:
                child.process.wait(timeout=5)
            pid_file.unlink(missing_ok=True)
        self._children.clear()
