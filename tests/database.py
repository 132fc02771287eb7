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
    # Names met once stay, with what rules say of them, when their rows are gone.
    "donations_organization", "donations_occupationreading", "donations_reviewitem",
    *_DICTIONARIES.values(),
}  # fmt: skip
# Columns whose numbers follow from the order of arrival, and what they stand for.
_MEANT = {
    "election_id": "(SELECT e::text FROM (SELECT cycle, office, state, district, special_year"
    " FROM filings_election x WHERE x.id = t.election_id) e)",
    "profile_id": "(SELECT kind || coalesce(e.name, '') || coalesce(o.name, '')"
    " || coalesce(n.name, '') || coalesce(p.committee_id, '') FROM donations_donorprofile p"
    " LEFT JOIN donations_employer e ON e.id = p.employer_id"
    " LEFT JOIN donations_occupation o ON o.id = p.occupation_id"
    " LEFT JOIN donations_contributorname n ON n.id = p.contributor_name_id"
    " WHERE p.id = t.profile_id)",
    "industry_id": "(SELECT slug FROM donations_industry i WHERE i.id = t.industry_id)",
    "organization_id": "(SELECT form FROM donations_organization o WHERE o.id = t.organization_id)",
    "trace_id": "(SELECT x.cycle || x.committee_id || x.method FROM expenditures_trace x"
    " WHERE x.id = t.trace_id)",
    "rule_id": "(SELECT kind || pattern FROM donations_rule r WHERE r.id = t.rule_id)",
} | {
    column: f"(SELECT name FROM {table} d WHERE d.id = t.{column})"
    for column, table in _DICTIONARIES.items()
} | {
    "occupation_id": "(SELECT name FROM donations_occupation d WHERE d.id = t.occupation_id)",
    "contributor_name_id": "(SELECT name FROM donations_contributorname d"
    " WHERE d.id = t.contributor_name_id)",
}  # fmt: skip
# A profile met once stays when its rows are gone.
_ONLY = {
    "donations_donorprofile": " WHERE kind = 'committee' OR EXISTS"
    " (SELECT FROM donations_profiletotal x WHERE x.profile_id = t.id)"
}
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
    """The rows of a table, sorted, numbers of arrival replaced by what they mean."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [table])
        names = [name for (name,) in cursor.fetchall()]
        parts = [_MEANT.get(name, f't."{name}"::text') for name in names]
        # An id met in money but in no register stays, nameless, when the money is gone.
        where = " WHERE newest_cycle > 0" if "newest_cycle" in names else _ONLY.get(table, "")
        cursor.execute(f"SELECT {', '.join(parts)} FROM {table} t{where}")
        return sorted(cursor.fetchall(), key=repr)


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
