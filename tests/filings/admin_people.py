"""People of the admin's groups, and rows for it to show."""

from datetime import UTC, datetime

from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client

from filings.models import Load

NOW = datetime(2018, 6, 5, 4, 10, tzinfo=UTC)


def person(group: str) -> User:
    """A member of a group; "superuser" is one, and "nobody" is staff without a group."""
    # Nobody has a password: hashing one is slow.
    if group == "superuser":
        return User.objects.create_superuser(group)
    user = User.objects.create_user(group, is_staff=True)
    if group != "nobody":
        user.groups.add(Group.objects.get(name=group))
    return user


def signed_in(group: str) -> Client:
    """A browser signed in as a new member of the group."""
    client = Client()
    client.force_login(person(group))
    return client


def ended(step: str, cycle: int = 2018, status: str = "loaded", **fields: object) -> Load:
    """A row of the ledger that has ended."""
    ordinary = {"started_at": NOW, "finished_at": NOW, "seconds": "1.5"}
    return Load.objects.create(step=step, cycle=cycle, status=status, **(ordinary | fields))


def running(step: str, cycle: int = 2018, **fields: object) -> Load:
    """A row of the ledger that says its step runs; whether it does is told by its lock."""
    ordinary = {"phase": "copy", "progress_done": 1200, "progress_total": 4000}
    return Load.objects.create(
        step=step,
        cycle=cycle,
        started_at=NOW,
        heartbeat_at=NOW,
        progress_unit="rows",
        **(ordinary | fields),
    )


def make_partition(table: str, cycle: int = 2018) -> None:
    """A partition of a table of facts, gone again when the test is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table}_{cycle} PARTITION OF {table} FOR VALUES IN ({cycle})")
