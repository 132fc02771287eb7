"""Keep a few long-running processes alive, and end all of them together."""

from __future__ import annotations

import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from embedded.errors import ServerError
from embedded.places import ROOT, Places
from embedded.processes import find_marked, mark, stop_all, tail
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

    def stop_leftovers(self) -> bool:
        """End what a killed run left behind, and tell whether there was anything."""
        left = find_marked(self._places.var, self._prefix)
        stop_all(left, ((signal.SIGTERM, 3.0),), "a part of the site")
        return bool(left)

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
                env=self.mark(child.environment),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C is for us; we end the children in the right order.
                start_new_session=True,
            )

    def mark(self, environment: dict[str, str]) -> dict[str, str]:
        """Return `environment` for a process that a later run shall find, were this one killed."""
        return mark(environment, self._places.var, self._prefix)

    def log_of(self, child: Child) -> Path:
        """Return where the output of `child` goes."""
        return self._places.log / f"{self._prefix}-{child.name}.log"

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
        children = {child.process.pid for child in self._children if child.process is not None}
        everything = find_marked(self._places.var, self._prefix)
        leaders = [process for process in everything if process.pid in children]
        # A leader ends its own workers, and waits for what they are doing; Celery drops that at the
        # second signal. A step that is dropped leaves the old data as it was.
        stop_all(leaders, ((signal.SIGTERM, GRACE_SECONDS), (signal.SIGQUIT, 3.0)), "the site")
        orphans = find_marked(self._places.var, self._prefix)
        stop_all(orphans, ((signal.SIGTERM, 2.0),), "the site")
        for child in self._children:
            if child.process is not None:
                child.process.wait(timeout=5)
        self._children.clear()
