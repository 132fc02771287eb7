"""Being asked to end: Ctrl-C, SIGTERM, a closed terminal."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType


class Stopping(BaseException):
    """Somebody asked us to end.

    No Exception, so that no library that catches those takes it for a failure of its own.
    """


class _Requests:
    """Whether somebody has asked, and whether this is a moment to act on it."""

    def __init__(self) -> None:
        self.asked = False
        self.raised = False
        self.depth = 0

    def ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True
        self.act()

    def act(self) -> None:
        # Once only: cleaning up takes seconds, and cut short it would leave processes behind.
        if self.asked and not self.raised and self.depth == 0:
            self.raised = True
            raise Stopping


_requests = _Requests()


@contextlib.contextmanager
def stop_requests() -> Iterator[None]:
    """Turn a request to end into one Stopping exception, whichever signal brings it."""
    _requests.asked = _requests.raised = False
    _requests.depth = 0
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, _requests.ask) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def is_asked() -> bool:
    """Tell whether somebody has asked, for loops: foreign code may have lost the exception."""
    return _requests.asked


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Put a request off until the end of the block.

    For the moments in which a process exists that nobody has written down yet, and for cleaning up.
    """
    _requests.depth += 1
    try:
        yield
    finally:
        _requests.depth -= 1
    _requests.act()
