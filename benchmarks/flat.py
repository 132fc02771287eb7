"""What the import is measured against: `psql \\copy` of itcont.txt into one typed table.

Nothing is checked, nothing counted, and a text stands in each of its rows: what somebody gets who
loads the file by hand. The table has our indexes, translated to its columns.
"""

import os
import re
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg

# COPY cannot read MMDDYYYY as a date. A generated column reads it in the same pass, which is the
# fastest way there is; a second pass over the table would cost the other side some ten seconds.
TABLE = """
CREATE TABLE flat (
    cmte_id text, amndt_ind text, rpt_tp text, transaction_pgi text, image_num bigint,
    transaction_tp text, entity_tp text, name text, city text, state text, zip_code text,
    employer text, occupation text, transaction_dt text, transaction_amt numeric(14,2),
    other_id text, tran_id text, file_num integer, memo_cd text, memo_text text, sub_id bigint,
    transaction_date date GENERATED ALWAYS AS (make_date(
        right(transaction_dt, 4)::integer, left(transaction_dt, 2)::integer,
        substr(transaction_dt, 3, 2)::integer)) STORED
);
"""
COLUMNS = (
    "cmte_id, amndt_ind, rpt_tp, transaction_pgi, image_num, transaction_tp, entity_tp, name, city,"
    " state, zip_code, employer, occupation, transaction_dt, transaction_amt, other_id, tran_id,"
    " file_num, memo_cd, memo_text, sub_id"
)
# Double quotes and backslashes are ordinary characters of the file.
COPY = (
    "\\copy flat ({columns}) FROM '{path}'"
    " WITH (FORMAT csv, DELIMITER '|', QUOTE E'\\x01', ENCODING 'UTF8')"
)
SETTINGS = (
    "SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 2;"
    " SET synchronous_commit = off;"
)

# Our columns and the flat table's. What ours derive is left to the columns it is derived from.
_FLAT_COLUMNS = {
    "counts": "memo_cd",
    "counted_as": "transaction_tp",
    "contribution_receipt_amount": "transaction_amt",
    "contribution_receipt_date": "transaction_date",
    "contributor_state": "state",
    "contributor_zip": "zip_code",
    "committee_id": "cmte_id",
    "name_id": "name",
    "employer_id": "employer",
    "occupation_id": "occupation",
    "city_id": "city",
    "election_type": "transaction_pgi",
}
_DICTIONARIES = {
    "donations_contributorname": "name",
    "donations_employer": "employer",
    "donations_occupation": "occupation",
    "donations_city": "city",
    "donations_memotext": "memo_text",
}


def translate_facts(indexes: Sequence[tuple[str, str]], *, covering: bool) -> dict[str, str]:
    """Our indexes of facts for the flat table, by suffix, with or without their INCLUDE columns.

    The cycle is the same in every row of a file, so that the flat table does without.

    >>> translate_facts([("name", "(name_id) INCLUDE (city_id, cycle)")], covering=True)
    {'name': '(name) INCLUDE (city)'}
    """
    found = {}
    for suffix, definition in indexes:
        if "(profile_id)" in definition:
            # The flat table has no tags to look up.
            continue
        text = definition if covering else re.sub(r"\s+INCLUDE \(.*\)$", "", definition)
        text = re.sub(r",\s*cycle\b|\bcycle\b,\s*", "", text)
        found[suffix] = re.sub(r"\w+", lambda m: _FLAT_COLUMNS.get(m[0], m[0]), text)
    return found


def translate_dictionaries(definitions: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The search indexes of our dictionaries (table, CREATE INDEX …) for the flat table.

    Those by which a dictionary finds its own texts are left out: a flat table has no use for them.
    """
    found = {}
    for table, definition in definitions:
        using = re.search(r"USING gin .*$", definition)
        if table in _DICTIONARIES and using:
            column = _DICTIONARIES[table]
            text = re.sub(r"\bname\b", column, using[0])
            found[f"{column} (text)"] = text
    return found


def run_psql(url: str, *commands: str) -> float:
    """Seconds that psql takes for commands, all in one transaction."""
    parts = urlsplit(url)
    environment = os.environ | {
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": parts.path.lstrip("/"),
        "PGCLIENTENCODING": "UTF8",
    }
    arguments = ["psql", "-X", "-q", "--single-transaction", "-v", "ON_ERROR_STOP=1"]
    for command in commands:
        arguments += ["-c", command]
    started = time.monotonic()
    subprocess.run(arguments, env=environment, check=True)
    return time.monotonic() - started


def load_flat(url: str, path: Path, indexes: dict[str, str]) -> dict[str, float]:
    """Load itcont.txt at `path` into a new database's flat table; seconds by part."""
    seconds = {
        "copy": run_psql(url, SETTINGS, TABLE, COPY.format(columns=COLUMNS, path=path)),
    }
    for number, (suffix, definition) in enumerate(indexes.items()):
        unique = "UNIQUE " if number == 0 else ""
        seconds[f"index {suffix}"] = run_psql(
            url, SETTINGS, f"CREATE {unique}INDEX ON flat {definition}"
        )
    seconds["analyze"] = run_psql(url, "ANALYZE flat")
    return seconds


def flat_size(url: str) -> tuple[int, int]:
    """Bytes of the flat table and of its indexes."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_table_size('flat'), pg_indexes_size('flat')").fetchone()
    assert row is not None
    return int(row[0]), int(row[1])
