"""Fixtures for tests that load files: an empty database, and a folder of files to load from."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from tests.mirror import CYCLE, Mirror

# How long an example takes says how busy the machine is, and is no reason to fail.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

# All tables but those that migrations fill. A flush of Django's would leave partitions alone, and
# takes longer than a load of a small file.
_WRITTEN = """
SELECT n.nspname, quote_ident(n.nspname) || '.' || quote_ident(c.relname), c.relispartition,
       pg_relation_size(c.oid)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r' AND (n.nspname = 'staging' OR n.nspname = 'public' AND c.relname NOT IN
       ('filings_calendar', 'django_migrations', 'django_content_type', 'auth_permission',
        'auth_group', 'auth_group_permissions'))
"""


def empty_tables() -> None:
    """Drop partitions and staging tables, and empty all others."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_WRITTEN)
        found = cursor.fetchall()
        kept = [name for schema, name, part, _ in found if schema == "public" and not part]
        for name in {name for _, name, _, _ in found} - set(kept):
            cursor.execute(f"DROP TABLE {name}")
        # Few rows are deleted faster than files are made anew, many are not.
        if any(size > 1_000_000 for *_, size in found):
            cursor.execute(f"TRUNCATE {', '.join(kept)}")
        else:
            for name in kept:
                cursor.execute(f"DELETE FROM {name}")


@pytest.fixture(autouse=True, scope="session")
def _emptied_without_flush() -> Iterator[None]:
    """After a test that commits, empty the tables as `empty_tables` does.

    Django's flush would leave partitions behind, and take what migrations filled; the next test
    would meet both. A patch for a test alone would come too late for those with a live server.
    """
    with mock.patch.object(TransactionTestCase, "_fixture_teardown", side_effect=empty_tables):
        yield


@pytest.fixture
def loading(transactional_db: None) -> None:
    """An empty database that loads may use on connections of their own."""


@pytest.fixture
def mirror(loading: None, tmp_path: Path, settings: LazySettings) -> Mirror:
    """An empty mirror of invented files, and an empty database to load them into."""
    made = Mirror(tmp_path / "mirror")
    settings.FEC_MIRROR = str(made.root)
    settings.DATA_DIR = tmp_path / "downloads"
    return made


@pytest.fixture
def ingest(mirror: Mirror) -> Callable[..., object]:
    """Run one step on the mirror: `ingest("indiv")` gives the ledger's row, or raises."""
    from filings.steps import Options
    from financetracker.pipeline import find_steps

    def run(step: str, cycle: int = CYCLE, **options: object) -> object:
        return find_steps([step])[0].run(cycle, Options(**options))  # type: ignore[arg-type]

    return run


@pytest.fixture(scope="session")
def fec_mirror() -> Path:
    """The folder of the FEC's real files that FEC_MIRROR names."""
    named = os.environ.get("FEC_MIRROR", "")
    folder = Path(named).expanduser().resolve() if named else None
    if folder is None or not (folder / "bulk-downloads").is_dir():
        pytest.skip("FEC_MIRROR names no folder of the FEC's files: REAL FILES ARE NOT TESTED")
    return folder
