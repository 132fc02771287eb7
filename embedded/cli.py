"""The commands of `python -m embedded`, one for each that ./run has."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from embedded.commands import (
    REAL,
    SAMPLE,
    manage,
    python,
    run_on_throwaway,
    run_psql,
    run_with_servers,
)
from embedded.errors import EmbeddedError, SurroundingsError
from embedded.stopping import Stopping, stop_requests


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status; errors become a sentence on stderr."""
    try:
        with stop_requests():
            return _dispatch(list(arguments))
    except EmbeddedError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except PermissionError as error:
        print(
            f"\n{error.filename or 'A file of var/'} belongs to another user, probably because"
            " ./run was started as root before. Start it as that user again, or remove var/ and"
            " .venv/.",
            file=sys.stderr,
        )
        return 1
    except Stopping:
        return 130


def _dispatch(arguments: list[str]) -> int:
    command, rest = arguments[0], arguments[1:]
    if command in ("demo", "serve"):
        from embedded.website import run_site

        return run_site(command, _read_port(command, rest))
    if command == "manage":
        database = _pick_database(rest)
        return run_with_servers(manage(*rest), database)
    if command == "shell":
        database = _pick_database(rest)
        return run_with_servers(manage("shell", *rest), database)
    if command == "import":
        return run_with_servers(manage("ingest", *rest), REAL, migrated=True)
    if command == "psql":
        database = _pick_database(rest)
        return run_psql(rest, database)
    if command == "throwaway":
        return run_on_throwaway(rest)
    if command == "bench":
        name = rest[0].removesuffix(".py").removeprefix("bench_")
        return run_on_throwaway(python("-m", f"benchmarks.bench_{name}", *rest[1:]), fast=False)
    raise SurroundingsError(f"There is no command {command}. ./run alone lists those there are.")


def _pick_database(rest: list[str]) -> str:
    """Take `--sample` out of `rest`, and return the database it chooses."""
    if "--sample" in rest:
        rest.remove("--sample")
        return SAMPLE
    return REAL


def _read_port(command: str, rest: list[str]) -> int:
    port = "8000"
    if rest[:1] == ["--port"] and len(rest) == 2:
        port = rest[1]
    elif len(rest) == 1 and rest[0].startswith("--port="):
        port = rest[0].removeprefix("--port=")
    elif rest:
        raise SurroundingsError(f"./run {command} takes nothing but --port NUMBER.")
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise SurroundingsError(f"{port} is no port. Give a number from 1024 to 65535.")
    return int(port)
