"""Both servers together, shared by every ./run of one checkout.

The first command that needs them starts them, the others join, and whoever leaves last stops them.
Locks tell who is there: the kernel lets go of a lock when its process ends, also by kill -9.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from embedded.errors import ServerError
from embedded.places import Places, load_secrets, read_json, write_private
from embedded.postgres import ROLE, SUPERUSER, Postgres
from embedded.stopping import uninterrupted
from embedded.surroundings import check_disk
from embedded.valkey import Valkey


@dataclass(frozen=True)
class Servers:
    """The running pair, and how to reach it."""

    postgres: Postgres
    postgres_port: int
    valkey_port: int
    secrets: dict[str, str]

    def database_url(self, database: str) -> str:
        """Return the address of `database` for the role that owns it."""
        return f"postgres://{ROLE}:{self.secrets['app']}@127.0.0.1:{self.postgres_port}/{database}"

    def psql_environment(self, database: str) -> dict[str, str]:
        """Return what psql and pg_dump read from the environment to reach `database`."""
        return {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.postgres_port),
            "PGUSER": ROLE,
            "PGPASSWORD": self.secrets["app"],
            "PGDATABASE": database,
            "PGCLIENTENCODING": "UTF8",
        }

    def redis_url(self, number: int) -> str:
        """Return the address of Valkey's database `number` (0 to 15)."""
        return f"redis://:{self.secrets['valkey']}@127.0.0.1:{self.valkey_port}/{number}"

    def ensure_database(self, database: str, *, may_create: bool = False) -> bool:
        """Create `database` and the role that owns it; tell whether the database was missing.

        `may_create` lets the role create databases too, as a test run does.
        """
        import psycopg
        from psycopg import sql

        with psycopg.connect(
            host="127.0.0.1",
            port=self.postgres_port,
            user=SUPERUSER,
            password=self.secrets["postgres"],
            dbname="postgres",
            autocommit=True,
        ) as connection:
            if not connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]
            ).fetchone():
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN {} PASSWORD {}").format(
                        sql.Identifier(ROLE),
                        sql.SQL("CREATEDB" if may_create else "NOCREATEDB"),
                        sql.Literal(self.secrets["app"]),
                    )
                )
            if connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [database]
            ).fetchone():
                return False
            # Another command may create it in the same moment.
            with contextlib.suppress(psycopg.errors.DuplicateDatabase):
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(database), sql.Identifier(ROLE)
                    )
                )
            return True


@contextlib.contextmanager
def running_servers(places: Places, *, throwaway: bool = False) -> Iterator[Servers]:
    """Yield the running servers of `places`; start them if need be, stop them if we leave last.

    Raises SurroundingsError or ServerError where they can't be started.
    """
    servers: Servers | None = None
    with _open_lock(places.run / "servers.users") as users:
        try:
            # A request to end that comes meanwhile is acted upon at the end of this block, so the
            # servers must be known by then.
            with _turn(places), uninterrupted():
                servers = _join_or_start(places, users, throwaway)
            yield servers
        finally:
            if servers is not None:
                with uninterrupted(), _turn(places):
                    if _is_alone(users):
                        _stop(places, servers.postgres, servers.secrets)


def stop_leftovers(places: Places) -> bool:
    """Stop servers of `places` that nobody uses; tell whether nobody does."""
    with _open_lock(places.run / "servers.users") as users, _turn(places):
        if not _is_alone(users):
            return False
        _stop(places, Postgres.find(places), load_secrets(places))
        return True


def _join_or_start(places: Places, users: IO[str], throwaway: bool) -> Servers:
    if not places.secrets.exists() and (places.pg_data / "PG_VERSION").exists():
        raise ServerError(
            f"{places.pg_data} is there, but not {places.secrets} with its passwords."
            f" Put that back, or remove {places.pg_data} to begin afresh."
        )
    secrets = load_secrets(places)
    postgres = Postgres.find(places)
    valkey = Valkey(places, secrets["valkey"])
    state_file = places.run / "servers.json"
    if not _is_alone(users):
        state = read_json(state_file)
        if state and postgres.is_running() and valkey.is_running():
            _share(users)
            return Servers(postgres, state["postgres_port"], state["valkey_port"], secrets)
        raise ServerError(
            "Another ./run is using the servers, but they have died."
            f" Stop it and start again; {places.log} tells more."
        )
    check_disk(places.var)
    _stop(places, postgres, secrets)
    postgres.initialise(secrets["postgres"])
    try:
        valkey_port = valkey.start()
        postgres_port = postgres.start(throwaway=throwaway)
    except BaseException:
        # Ctrl-C counts too: one of them alone is of no use to anybody.
        _stop(places, postgres, secrets)
        raise
    ports = {"postgres_port": postgres_port, "valkey_port": valkey_port}
    write_private(state_file, json.dumps(ports))
    _share(users)
    return Servers(postgres, postgres_port, valkey_port, secrets)


def _stop(places: Places, postgres: Postgres, secrets: dict[str, str]) -> None:
    (places.run / "servers.json").unlink(missing_ok=True)
    Valkey(places, secrets["valkey"]).stop()
    postgres.stop()


def _open_lock(path: Path) -> IO[str]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")


def _is_alone(users: IO[str]) -> bool:
    """Take the users' lock for ourselves alone; tell whether that was possible."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _share(users: IO[str]) -> None:
    fcntl.flock(users, fcntl.LOCK_SH)


@contextlib.contextmanager
def _turn(places: Places, seconds: float = 180.0) -> Iterator[None]:
    """Let one process at a time start or stop the servers."""
    with _open_lock(places.run / "servers.turn") as lock:
        end = time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise ServerError(
                        "Another ./run has been starting or stopping the servers for minutes."
                        " End it, and try again."
                    ) from None
                time.sleep(0.05)
        yield
