"""What the machine must offer before anything is started."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

from embedded.errors import SurroundingsError

LEAST_FREE_BYTES = 1_000_000_000


def check_disk(folder: Path, least: int = LEAST_FREE_BYTES) -> None:
    """Raise SurroundingsError where the disk of `folder` has less than `least` bytes free."""
    free = shutil.disk_usage(folder).free
    if free < least:
        raise SurroundingsError(
            f"Only {free / 1e6:,.0f} MB are free on the disk of {folder}, and a start needs"
            f" {least / 1e6:,.0f} MB. Free some space, or move the checkout to a larger disk."
        )


def check_port(port: int, command: str) -> None:
    """Raise SurroundingsError where another program listens on `port` of this machine."""
    with socket.socket() as probe:
        # A port that a stopped server has only just left is free for our web server too.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise SurroundingsError(
                f"Port {port} needs the administrator's rights."
                f" Choose one above 1023: ./run {command} --port 8000"
            ) from None
        except OSError:
            raise SurroundingsError(
                f"Port {port} is taken by another program."
                f" Choose another: ./run {command} --port {find_free_port()}"
            ) from None


def find_free_port() -> int:
    """Return a port of 127.0.0.1 that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def find_memory_bytes() -> int:
    """Return how much memory there is: the machine's, or the container's where that is less."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit in (
        Path("/sys/fs/cgroup/memory.max"),
        Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
    ):
        try:
            memory = min(memory, int(limit.read_text()))
        except (OSError, ValueError):
            continue
    return memory
