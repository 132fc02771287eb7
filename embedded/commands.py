"""One-shot commands: run a program with the servers' addresses, and hand back how it ended."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType

from embedded.places import ROOT, Places
from embedded.postgres import Postgres
from embedded.servers import Servers, running_servers, stop_leftovers

REAL = "financetracker"
SAMPLE = "sample"
# Each database has its own queue, so a worker of one never takes a task of the other.
REDIS_NUMBERS = {REAL: 0, SAMPLE: 1}
SPACE_FOR_MEMORY_DISK = 4_000_000_000


def build_environment(servers: Servers, database: str, places: Places) -> dict[str, str]:
    """Return the environment of a project's process that works on `database` of these servers."""
    environment = dict(os.environ)
    # Set on some machines; without compiled files every start costs seconds.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment |= {
        "SECRET_KEY": servers.secrets["secret_key"],
        "DATABASE_URL": servers.database_url(database),
        "REDIS_URL": servers.redis_url(REDIS_NUMBERS.get(database, 0)),
        "PYTHONUNBUFFERED": "1",
    }
    # The embedded default is for this machine alone and has no certificate.
    environment.setdefault("SECURE_SSL", "0")
    if database == SAMPLE:
        # Invented rows and real ones share neither a database nor a folder of downloads.
        environment["FEC_MIRROR"] = str(places.sample)
        environment["DATA_DIR"] = str(places.var / "sample-downloads")
    else:
        environment.setdefault("DATA_DIR", str(places.var / "downloads"))
    return environment


def run_in_foreground(command: Sequence[str], environment: dict[str, str]) -> int:
    """Run `command` with our terminal and return its exit status.

    Ctrl-C reaches the command by itself, as it shares our terminal, so we only wait for it;
    what is sent to us alone, we pass on.
    """
    with _listening() as received:
        process = subprocess.Popen(command, env=environment, cwd=ROOT)
        received.append(process)
        status = process.wait()
    return 128 - status if status < 0 else status


@contextlib.contextmanager
def _listening() -> Iterator[list[subprocess.Popen[bytes]]]:
    running: list[subprocess.Popen[bytes]] = []

    def pass_on(number: int, _frame: FrameType | None) -> None:
        for process in running:
            process.send_signal(number)

    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, lambda *_: None),
        signal.SIGTERM: signal.signal(signal.SIGTERM, pass_on),
        signal.SIGHUP: signal.signal(signal.SIGHUP, pass_on),
    }
    try:
        yield running
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run_with_servers(
    command: Sequence[str], database: str = REAL, *, migrated: bool = False
) -> int:
    """Run `command` with `database`, on servers that are there or are started for it.

    `migrated` brings the tables up to date first.
    """
    places = Places.under(ROOT / "var")
    with running_servers(places) as servers:
        is_new = servers.ensure_database(database)
        environment = build_environment(servers, database, places)
        if migrated:
            from embedded.website import migrate

            migrate(places, database, environment, anew=is_new)
        return run_in_foreground(command, environment)


def run_psql(arguments: Sequence[str], database: str) -> int:
    """Open psql on `database`."""
    places = Places.under(ROOT / "var")
    with running_servers(places) as servers:
        servers.ensure_database(database)
        psql = servers.postgres.bin / "psql"
        if not psql.exists():
            psql = Path(shutil.which("psql") or psql)
        environment = build_environment(servers, database, places)
        # By the environment, for everybody on the machine can read a command line.
        environment |= servers.psql_environment(database)
        return run_in_foreground([str(psql), *arguments], environment)


def run_on_throwaway(command: Sequence[str], *, fast: bool = True) -> int:
    """Run `command` on servers of its own, whose data is gone afterwards.

    `fast` keeps the data in memory where there is room and never waits for the disk, as tests want
    it; a measurement wants neither.
    """
    with throwaway_servers(fast=fast) as (servers, places):
        servers.ensure_database(REAL, may_create=True)
        environment = build_environment(servers, REAL, places)
        environment["DATA_DIR"] = str(places.var / "downloads")
        return run_in_foreground(command, environment)


@contextlib.contextmanager
def throwaway_servers(
    var: Path = ROOT / "var", *, fast: bool = True
) -> Iterator[tuple[Servers, Places]]:
    """Yield a new pair of servers and its places; remove all of it afterwards."""
    var.mkdir(exist_ok=True)
    remove_dead_throwaways(var)
    home = Path(tempfile.mkdtemp(prefix="throwaway-", dir=var))
    # Postgres may run as another user, who has to get through.
    home.chmod(0o711)
    data = _memory_folder() if fast else None
    if data:
        (home / "data-folder").write_text(str(data))
    places = Places.under(home, data / "pg" if data else None)
    try:
        with running_servers(places, throwaway=fast) as servers:
            yield servers, places
    finally:
        _remove(places)


def _memory_folder() -> Path | None:
    """Return a new folder on a disk in memory, if this machine has one with room."""
    memory_disk = Path("/dev/shm")  # noqa: S108
    if not os.access(memory_disk, os.W_OK | os.X_OK):
        return None
    if shutil.disk_usage(memory_disk).free < SPACE_FOR_MEMORY_DISK:
        return None
    folder = Path(tempfile.mkdtemp(prefix="financetracker-", dir=memory_disk))
    folder.chmod(0o711)
    return folder


def remove_dead_throwaways(var: Path) -> None:
    """Stop and remove throw-away servers whose test run was killed."""
    for home in var.glob("throwaway-*"):
        pointer = home / "data-folder"
        data = Path(pointer.read_text()) / "pg" if pointer.exists() else None
        if not (home / "secrets.json").exists():
            # It is either just being made by another run or has nothing in it to stop.
            continue
        places = Places.under(home, data)
        if stop_leftovers(places):
            _remove(places)


def _remove(places: Places) -> None:
    # Not always where we asked for it: Postgres's user may be unable to go there.
    data = Postgres.find(places).data
    for folder in (data, places.pg_data.parent, places.var):
        shutil.rmtree(folder, ignore_errors=True)


def python(*arguments: str) -> list[str]:
    """Return the command line that runs our own Python with `arguments`."""
    return [sys.executable, *arguments]


def manage(*arguments: str) -> list[str]:
    """Return the command line of `manage.py` with `arguments`."""
    return python(str(ROOT / "manage.py"), *arguments)
