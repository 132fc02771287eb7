"""What is in the database, in a form that two imports of the same files have in common."""

import os
from typing import Any
from urllib.parse import quote

from django.db import connection

# Numbered in the order of arrival, or written once and kept.
_DICTIONARIES = {
    "name_id": "donations_contributorname",
    "employer_id": "donations_employer",
    "occupation_id": "donations_occupation",
    "city_id": "donations_city",
    "memo_text_id": "donations_memotext",
}
_LEFT_OUT = {
    "filings_load", "filings_reject", "filings_calendar", "donations_searchheavy",
    *_DICTIONARIES.values(),
}  # fmt: skip
_TABLES = """
SELECT relname FROM pg_class
 WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace
   AND relname ~ '^(filings|donations|expenditures)_'
"""
_COLUMNS = """
SELECT attname FROM pg_attribute
 WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('id')
 ORDER BY attnum
"""


def table_rows(table: str) -> list[Any]:
    """The rows of a table, sorted, ids of dictionaries replaced by their texts."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [table])
        names = [name for (name,) in cursor.fetchall()]
        parts = [
            f"(SELECT name FROM {_DICTIONARIES[name]} d WHERE d.id = t.{name})"
            if name in _DICTIONARIES
            else f"(SELECT e::text FROM (SELECT {_ELECTION} FROM filings_election x"
            f" WHERE x.id = t.{name}) e)"
            if name == "election_id"
            else f't."{name}"::text'
            for name in names
        ]
        # An id met in money but in no register stays, nameless, when the money is gone.
        where = " WHERE newest_cycle > 0" if "newest_cycle" in names else ""
        cursor.execute(f"SELECT {', '.join(parts)} FROM {table} t{where}")
        return sorted(cursor.fetchall(), key=repr)


_ELECTION = "cycle, office, state, district, special_year"


def everything() -> dict[str, list[Any]]:
    """All tables that imports write, but the ledger."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = sorted({name for (name,) in cursor.fetchall()} - _LEFT_OUT)
    return {table: table_rows(table) for table in tables}


def staging_tables() -> list[str]:
    """What is left in the staging schema: nothing, after each load and each failure."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'staging'::regnamespace"
            " AND relkind = 'r'"
        )
        return [name for (name,) in cursor.fetchall()]


def environment(**more: str) -> dict[str, str]:
    """The environment of a process of ours that works on the test's own database."""
    settings = connection.settings_dict
    password = quote(settings["PASSWORD"], safe="")
    user = quote(settings["USER"], safe="")
    address = f"postgres://{user}:{password}@{settings['HOST']}:{settings['PORT']}"
    return os.environ | {"DATABASE_URL": f"{address}/{settings['NAME']}"} | more
