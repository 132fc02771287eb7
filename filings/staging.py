"""COPY into staging, run a .sql file, replace a cycle's rows: the only place that touches psycopg.

A step runs on a connection of its own, in one transaction. Staging tables are created, filled and
dropped inside it, so that a crash at any moment leaves nothing behind and the old data whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import psycopg
from django.db import connection as django_connection
from psycopg import sql

from filings.fec.bulk import COPY_OPTIONS
from filings.fec.catalog import BulkFile, Layout
from filings.fec.errors import StepBusy

Connection = psycopg.Connection[tuple[object, ...]]


@contextmanager
def loading_connection(step: str, cycle: int) -> Iterator[Connection]:
    """A connection for one step and cycle, which nobody else may run meanwhile.

    Raises StepBusy where another worker has it. The lock ends with the connection, however that
    ends.
    """
    settings = django_connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        dbname=settings["NAME"],
        user=settings["USER"],
        password=settings["PASSWORD"],
        application_name=f"load {step} {cycle}",
        # Otherwise the server would finish a long statement, and hold the step's lock meanwhile,
        # for a process that was killed.
        options="-c client_connection_check_interval=1000",
        autocommit=True,
        **{k: v for k, v in settings.get("OPTIONS", {}).items() if k.startswith("ssl")},
    ) as connection:
        row = connection.execute(
            "SELECT pg_try_advisory_lock(hashtext(%s), %s)", (step, cycle)
        ).fetchone()
        if row is None or not row[0]:
            raise StepBusy(
                f"The step {step} of cycle {cycle} is running in another process.",
                remedy="Wait for it (see /status/), then run the step again.",
            )
        yield connection


@contextmanager
def step_transaction(connection: Connection) -> Iterator[None]:
    """One transaction, with settings that suit a load and end with it."""
    with connection.transaction():
        connection.execute("SET LOCAL synchronous_commit = off")
        connection.execute("SET LOCAL maintenance_work_mem = '1GB'")
        connection.execute("SET LOCAL work_mem = '256MB'")
        connection.execute("SET LOCAL max_parallel_maintenance_workers = 2")
        connection.execute("SET LOCAL max_parallel_workers_per_gather = 2")
        # By its usual estimate of what handing a row to another process costs, the planner would
        # build millions of rows in a single one.
        connection.execute("SET LOCAL parallel_tuple_cost = 0.001")
        connection.execute("SET LOCAL statement_timeout = 0")
        yield


def raw(text: str) -> sql.SQL:
    """SQL made by our own code (from the catalog, never from input) as a part of a statement."""
    return sql.SQL(text)


def run_sql(
    connection: Connection,
    path: Path,
    values: Mapping[str, object] | None = None,
    **parts: sql.Composable,
) -> int:
    """Run a .sql file statement by statement; rows touched by the last one.

    `{name}` in the file is replaced by a part (an identifier or SQL of ours), `%(name)s` by a
    value. Statements end with a semicolon at the end of a line.
    """
    touched = 0
    for statement in statements(path.read_text()):
        touched = connection.execute(raw(statement).format(**parts), values or {}).rowcount
    return touched


def statements(text: str) -> list[str]:
    """The statements of a .sql file, comment lines left out."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("--")]
    return [part.strip() for part in "\n".join(lines).split(";\n") if part.strip(" ;\n")]


@dataclass(frozen=True)
class Stage:
    """A staging table that holds a file's rows as text, in the file's order (staged_row).

    staged_row is the line of the row in a CSV file, and counts rows in other files, where a number
    written to each row would cost as much as the row.
    """

    file: BulkFile
    cycle: int

    @property
    def name(self) -> str:
        """The table's name in the schema "staging"."""
        return f"{self.file.code.lower()}_{self.cycle}"

    @property
    def table(self) -> sql.Identifier:
        """The table, to be put into a statement."""
        return sql.Identifier("staging", self.name)

    def sibling(self, suffix: str) -> sql.Identifier:
        """Another table of the same step in the schema "staging"."""
        return sql.Identifier("staging", f"{self.name}_{suffix}")


def create_stage(connection: Connection, stage: Stage) -> None:
    """Create the empty staging table, one text column for each of the file's."""
    columns = sql.SQL(", ").join(
        sql.SQL("{} text NOT NULL").format(sql.Identifier(column_name(column.source)))
        for column in stage.file.columns
    )
    connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(stage.table))
    connection.execute(
        sql.SQL(
            "CREATE UNLOGGED TABLE {} ({}, staged_row bigint GENERATED ALWAYS AS IDENTITY"
            " (CACHE 10000)) WITH (autovacuum_enabled = off)"
        ).format(stage.table, columns)
    )


def column_name(source: str) -> str:
    """The staging column for the FEC's column name: the first of "old/new"."""
    return source.split("/")[0]


def copy_blocks(connection: Connection, stage: Stage, blocks: Iterable[bytes]) -> int:
    """COPY blocks from filings.fec.bulk into the stage; rows copied.

    Raises psycopg.errors.BadCopyFileFormat where a block holds a line that is no row.
    """
    names = [column_name(column.source) for column in stage.file.columns]
    if stage.file.layout is Layout.CSV:
        names.insert(0, "staged_row")
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    statement = sql.SQL("COPY {} ({}) FROM STDIN WITH {}").format(
        stage.table, columns, raw(COPY_OPTIONS)
    )
    with connection.cursor() as cursor:
        with cursor.copy(statement) as copy:
            for block in blocks:
                copy.write(block)
        return cursor.rowcount


def fetch_value(connection: Connection, query: sql.Composed | sql.SQL, *values: object) -> int:
    """The single number that a query gives."""
    row = connection.execute(query, values).fetchone()
    return int(cast(int, row[0])) if row and row[0] is not None else 0


def update_row(
    connection: Connection, table: str, row_id: int, values: Mapping[str, object]
) -> None:
    """Set columns of the row whose id is `row_id`."""
    sets = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in values)
    connection.execute(
        sql.SQL("UPDATE {} SET {} WHERE id = %s").format(sql.Identifier(table), sets),
        [*values.values(), row_id],
    )


def drop(connection: Connection, *tables: sql.Identifier) -> None:
    """Drop staging tables."""
    for table in tables:
        connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(table))


def vacuum(connection: Connection, table: str) -> None:
    """Set a table's visibility map, as index-only scans need it; not in a transaction."""
    connection.execute(sql.SQL("VACUUM {}").format(sql.Identifier(table)))
