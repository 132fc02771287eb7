"""Databases with files loaded into them once for all tests that only read.

Each is a database of its own beside the tests' one, filled by another process, so that neither a
test's rollback nor another's flush touches it. Parallel workers share it: the first one that needs
it loads it.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

ROOT = Path(__file__).parent.parent

_RUN = """
import django, sys
django.setup()
from django.core.management import call_command
call_command(*sys.argv[1:], skip_checks=True)
"""


class Loaded:
    """A database to read from: `rows` of a query as tuples, and where its files are."""

    def __init__(self, conninfo: str, folder: Path) -> None:
        self.conninfo = conninfo
        self.folder = folder

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.conninfo) as connection:
            return connection.execute(query, values).fetchall()  # type: ignore[arg-type]

    def totals(self, cycle: int) -> dict[tuple[str, str], tuple[int, Decimal | None]]:
        """Rows and amount of each candidate's channels that are not empty."""
        return {
            (candidate, channel): (rows, amount)
            for candidate, channel, rows, amount in self.rows(
                "SELECT candidate_id, channel, rows, amount FROM donations_candidatetotal"
                " WHERE cycle = %s",
                cycle,
            )
        }


def address(name: str) -> str:
    """The address of a database on the tests' server."""
    database = settings.DATABASES["default"]
    user = f"{database['USER']}:{database['PASSWORD']}"
    host = f"{database['HOST']}:{database['PORT'] or 5432}"
    return f"postgres://{user}@{host}/{name}"


def manage(database: str, folder: Path, *arguments: str) -> None:
    """Run a management command on a database, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *arguments],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": address(database),
            "FEC_MIRROR": str(folder),
            "DJANGO_SETTINGS_MODULE": "financetracker.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def create(database: str, template: str) -> None:
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(database), sql.Identifier(template)
            )
        )


def once(mark: Path, make: Callable[[], None]) -> None:
    """Make something that workers share, unless another one has."""
    with mark.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not mark.exists():
            make()
            mark.touch()


def load(name: str, folder: Path, shared: Path, run: str, arguments: Sequence[str]) -> Loaded:
    """Load `folder` into the run's database of that name, unless another worker has done so."""
    empty, database = f"loaded_empty_{run}", f"loaded_{name}_{run}"

    def migrate() -> None:
        create(empty, "template0")
        manage(empty, folder, "migrate", "--verbosity=0")

    def fill() -> None:
        # Copying a migrated database is faster than migrating another one.
        once(shared / f"{empty}.loaded", migrate)
        create(database, empty)
        manage(database, folder, "ingest", *arguments)

    once(shared / f"{database}.loaded", fill)
    return Loaded(address(database), folder)


Loader = Callable[..., Loaded]


@pytest.fixture(scope="session")
def loader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loader]:
    """Load a folder: `loader("sample", folder, "--cycle", "2018")`."""
    in_parallel = "PYTEST_XDIST_WORKER" in os.environ
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if in_parallel else base
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "") or str(os.getpid())

    def loaded(name: str, folder: Path, *arguments: str) -> Loaded:
        return load(name, folder, shared, run[-12:], arguments)

    yield loaded
    if not in_parallel:
        # Workers cannot know which of them is the last; their server is a throw-away one.
        with psycopg.connect(address("postgres"), autocommit=True) as server:
            for mark in shared.glob("loaded_*.loaded"):
                server.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(mark.stem))
                )


@pytest.fixture(scope="session")
def sample(loader: Loader, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The invented sample, written and loaded."""
    from sample.build import build

    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "loaded-sample"
    with (folder.parent / "loaded-sample.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build(folder)
    return loader("sample", folder, "--cycle", "2018")


def _real() -> Path:
    named = os.environ.get("FEC_MIRROR", "")
    folder = Path(named).expanduser().resolve() if named else None
    if folder is None or not (folder / "bulk-downloads").is_dir():
        pytest.skip("FEC_MIRROR names no folder of the FEC's files: REAL FILES ARE NOT TESTED")
    return folder


@pytest.fixture(scope="session")
def real_2020(loader: Loader) -> Loaded:
    """The FEC's real files of the cycle 2020 as they were early in 2019."""
    return loader("real2020", _real(), "--cycle", "2020")


@pytest.fixture(scope="session")
def real_2018(loader: Loader) -> Loaded:
    """The FEC's real files of the cycle 2018: candidates, linkages, official figures and races."""
    steps = ("candidates", "linkages", "candidate_summaries", "congress_summaries", "elections")
    return loader("real2018", _real(), *steps, "--cycle", "2018")
