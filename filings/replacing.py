"""Replace a cycle's rows: merge what differs, or build a partition aside and swap it in.

Either way readers see the old rows until the transaction commits and the new ones after, and the
ledger gets exact counts of rows inserted, changed, removed and left as they were.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from psycopg import errors, sql

from filings.casting import row_hash
from filings.fec.errors import StepBusy
from filings.staging import Connection, Stage, fetch_value, raw

# Above this share of rows that differ, building the partition anew is faster than mending it.
MEND_SHARE = 0.2
SWAP_PATIENCE_SECONDS = 300
SWAP_LOCK_TIMEOUT = "3s"


@dataclass(frozen=True)
class Counts:
    """Rows in the target after a load, and how they differ from before."""

    loaded: int = 0
    inserted: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.loaded + other.loaded,
            self.inserted + other.inserted,
            self.changed + other.changed,
            self.removed + other.removed,
            self.unchanged + other.unchanged,
        )


def merge_cycle(
    connection: Connection,
    *,
    target: str,
    fresh: sql.Identifier,
    columns: Sequence[str],
    key: Sequence[str],
    where: sql.Composable,
    rewrite: bool = False,
) -> Counts:
    """Make the target's rows under `where` those of `fresh`, touching only rows that differ.

    `fresh` has `columns`, among them `key` and `row_hash`. `where` names the rows replaced, with
    the target under the alias t, as "t.cycle = 2018". `rewrite` touches rows that are as before
    too: they may be read another way now.
    """
    parts = {
        "target": sql.Identifier(target),
        "fresh": fresh,
        "where": where,
        "on": sql.SQL(" AND ").join(
            sql.SQL("t.{c} = f.{c}").format(c=sql.Identifier(name)) for name in key
        ),
        "columns": sql.SQL(", ").join(sql.Identifier(name) for name in columns),
        "values": sql.SQL(", ").join(sql.SQL("f.{}").format(sql.Identifier(n)) for n in columns),
        "sets": sql.SQL(", ").join(
            sql.SQL("{c} = f.{c}").format(c=sql.Identifier(n)) for n in columns if n not in key
        ),
    }

    def run(statement: str) -> int:
        return connection.execute(raw(statement).format(**parts)).rowcount

    removed = run(
        "DELETE FROM {target} t WHERE {where} AND NOT EXISTS (SELECT FROM {fresh} f WHERE {on})"
    )
    if rewrite:
        run(
            "UPDATE {target} t SET {sets} FROM {fresh} f"
            " WHERE {where} AND {on} AND t.row_hash = f.row_hash"
        )
    changed = run(
        "UPDATE {target} t SET {sets} FROM {fresh} f"
        " WHERE {where} AND {on} AND t.row_hash <> f.row_hash"
    )
    inserted = run(
        "INSERT INTO {target} ({columns}) SELECT {values} FROM {fresh} f"
        " WHERE NOT EXISTS (SELECT FROM {target} t WHERE {where} AND {on})"
    )
    loaded = fetch_value(connection, raw("SELECT count(*) FROM {fresh}").format(**parts))
    return Counts(loaded, inserted, changed, removed, loaded - inserted - changed)


@dataclass(frozen=True)
class Partition:
    """A cycle's partition of a table of facts, keyed by `sub_id`.

    table: the partitioned table directly above, as "donations_contribution_indiv"; `indexes`: the
    definitions of its indexes, as "(committee_id, contribution_receipt_date)", the first one
    unique.
    """

    table: str
    cycle: int
    indexes: Sequence[tuple[str, str]]

    @property
    def leaf(self) -> str:
        """The partition's name."""
        return f"{self.table}_{self.cycle}"

    def exists(self, connection: Connection) -> bool:
        """Whether the cycle has a partition."""
        return bool(
            fetch_value(
                connection,
                sql.SQL("SELECT count(*) FROM pg_class WHERE oid = to_regclass(%s)"),
                self.leaf,
            )
        )


class RepeatedKeys(Exception):
    """Two rows of a stage share a sub_id: they are to be looked for, and all but one rejected."""


@dataclass(frozen=True)
class Difference:
    """How a stage differs from the partitions it replaces. `mend` tells which way to go.

    files_gone: electronic filings that count and had rows which the stage has no more.
    """

    counts: Counts
    mend: bool
    files_gone: tuple[int, ...] = ()


def find_difference(
    connection: Connection, stage: Stage, partitions: Sequence[Partition], *, rewrite: bool = False
) -> Difference:
    """Compare the stage with the rows now in its partitions.

    `rewrite` rules mending out: rows that are as before may be read another way now.

    Where mending pays it leaves behind the table "gone" (sub_ids no longer in the file, or changed)
    and cuts the stage down to the rows that are new or changed. Raises RepeatedKeys where the
    numbers of rows show that the stage repeats one that is in the partitions already, which no
    unique index would see.
    """
    total = fetch_value(connection, sql.SQL("SELECT count(*) FROM {}").format(stage.table))
    old = [partition for partition in partitions if partition.exists(connection)]
    if not old:
        return Difference(Counts(total, inserted=total), mend=False)
    parts = {
        "stage": stage.table,
        "differs": stage.sibling("differs"),
        "gone": stage.sibling("gone"),
        "hash": row_hash(stage),
        "old": sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT sub_id, row_hash, file_number FROM {}").format(sql.Identifier(p.leaf))
            for p in old
        ),
    }
    connection.execute(
        raw(
            "CREATE UNLOGGED TABLE {differs} AS"
            " SELECT s.staged_row, sub_id, o.sub_id IS NOT NULL AS known FROM"
            ' (SELECT staged_row, "SUB_ID"::bigint AS sub_id, {hash} AS row_hash FROM {stage} s) s'
            " FULL JOIN ({old}) o USING (sub_id)"
            " WHERE o.row_hash IS DISTINCT FROM s.row_hash"
        ).format(**parts)
    )
    connection.execute(raw("ANALYZE {differs}").format(**parts))
    row = connection.execute(
        raw(
            "SELECT count(*) FILTER (WHERE NOT known),"
            " count(*) FILTER (WHERE known AND staged_row IS NOT NULL),"
            " count(*) FILTER (WHERE staged_row IS NULL) FROM {differs}"
        ).format(**parts)
    ).fetchone()
    inserted, changed, removed = (int(str(number)) for number in row or (0, 0, 0))
    counts = Counts(total, inserted, changed, removed, total - inserted - changed)
    before = fetch_value(connection, raw("SELECT count(*) FROM ({old}) o").format(**parts))
    if total != before - removed + inserted:
        raise RepeatedKeys
    gone = raw(
        "SELECT DISTINCT file_number FROM {differs} JOIN ({old}) o USING (sub_id)"
        " JOIN filings_filing USING (file_number) WHERE staged_row IS NULL AND counts"
    ).format(**parts)
    files = connection.execute(gone).fetchall() if removed else []
    mend = (
        not rewrite
        and inserted + changed + removed <= MEND_SHARE * max(total, 1)
        and len(old) == len(partitions)
    )
    if mend:
        connection.execute(
            raw("CREATE UNLOGGED TABLE {gone} AS SELECT sub_id FROM {differs} WHERE known").format(
                **parts
            )
        )
        only = stage.sibling("only")
        connection.execute(
            raw(
                "CREATE UNLOGGED TABLE {only} AS SELECT s.* FROM {stage} s"
                " JOIN {differs} USING (staged_row)"
            ).format(only=only, **parts)
        )
        connection.execute(raw("DROP TABLE {stage}").format(**parts))
        connection.execute(
            raw("ALTER TABLE {only} RENAME TO {name}").format(
                only=only, name=sql.Identifier(stage.name)
            )
        )
        connection.execute(raw("ANALYZE {stage}").format(**parts))
        connection.execute(raw("ANALYZE {gone}").format(**parts))
    return Difference(counts, mend, tuple(int(str(number)) for (number,) in files))


def build_partition(
    connection: Connection, stage: Stage, partition: Partition, select: sql.Composable
) -> sql.Identifier:
    """Create the cycle's partition aside, filled by `select`; not yet indexed, not yet seen."""
    fresh = stage.sibling(partition.table)
    # CREATE TABLE AS, because a plain INSERT never runs its SELECT in parallel.
    connection.execute(sql.SQL("CREATE TABLE {} AS {}").format(fresh, select))
    return fresh


def mend_partition(
    connection: Connection, stage: Stage, partition: Partition, select: sql.Composable
) -> None:
    """Delete the partition's rows that are gone or changed, and insert the new and changed ones."""
    parts = {
        "leaf": sql.Identifier(partition.leaf),
        "gone": stage.sibling("gone"),
        "select": select,
    }
    connection.execute(
        raw("DELETE FROM {leaf} l USING {gone} g WHERE l.sub_id = g.sub_id").format(**parts)
    )
    connection.execute(raw("INSERT INTO {leaf} {select}").format(**parts))
    connection.execute(raw("ANALYZE {leaf}").format(**parts))


def finish_partition(
    connection: Connection,
    fresh: sql.Identifier,
    partition: Partition,
    load_id: int,
    progress: Callable[[int, int], None],
) -> None:
    """Constrain, index and analyze a partition built aside; not yet seen."""
    parent_columns = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND attnotnull AND NOT attisdropped ORDER BY attnum",
        (partition.table,),
    ).fetchall()
    constraints = [
        sql.SQL("ALTER COLUMN {} SET NOT NULL").format(sql.Identifier(str(name)))
        for (name,) in parent_columns
    ]
    checks = connection.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND contype = 'c'",
        (partition.table,),
    ).fetchall()
    constraints += [
        sql.SQL("ADD CONSTRAINT {} {}").format(sql.Identifier(str(name)), raw(str(definition)))
        for name, definition in checks
    ]
    # With these checks in place ATTACH needs no scan of its own, while readers wait.
    constraints.append(
        sql.SQL("ADD CONSTRAINT cycle_is CHECK (cycle = {})").format(sql.Literal(partition.cycle))
    )
    row = connection.execute(
        "SELECT pg_get_partition_constraintdef(%s::regclass)", (partition.table,)
    ).fetchone()
    if row and row[0]:
        constraints.append(sql.SQL("ADD CONSTRAINT parent_is CHECK ({})").format(raw(str(row[0]))))
    connection.execute(sql.SQL("ALTER TABLE {} ").format(fresh) + sql.SQL(", ").join(constraints))
    for number, (suffix, definition) in enumerate(partition.indexes):
        progress(number, len(partition.indexes))
        connection.execute(
            sql.SQL("CREATE {unique}INDEX {name} ON {table} {definition}").format(
                unique=sql.SQL("UNIQUE " if number == 0 else ""),
                # The load's number keeps the name apart from the old partition's.
                name=sql.Identifier(f"{partition.leaf}_{suffix}_{load_id}"[:63]),
                table=fresh,
                definition=raw(definition),
            )
        )
    connection.execute(sql.SQL("ANALYZE {}").format(fresh))


def swap_partition(connection: Connection, fresh: sql.Identifier, partition: Partition) -> None:
    """Put a finished partition in the place of the old one.

    From here to the end of the transaction nobody else can read the table: do it last.
    """
    parts = {
        "fresh": fresh,
        "parent": sql.Identifier(partition.table),
        "leaf": sql.Identifier(partition.leaf),
        "cycle": sql.Literal(partition.cycle),
        "schema": sql.Identifier("public"),
    }
    give_up = time.monotonic() + SWAP_PATIENCE_SECONDS
    replaced = partition.exists(connection)
    while True:
        try:
            # A savepoint with a short timeout: waiting for the lock would hold up every reader
            # that comes after a slow one.
            with connection.transaction():
                connection.execute(f"SET LOCAL lock_timeout = '{SWAP_LOCK_TIMEOUT}'")
                if replaced:
                    connection.execute(
                        raw("ALTER TABLE {parent} DETACH PARTITION {leaf}").format(**parts)
                    )
                    connection.execute(raw("DROP TABLE {leaf}").format(**parts))
                connection.execute(raw("ALTER TABLE {fresh} SET SCHEMA {schema}").format(**parts))
                connection.execute(
                    raw("ALTER TABLE {schema}.{name} RENAME TO {leaf}").format(
                        name=sql.Identifier(fresh._obj[-1]), **parts
                    )
                )
                connection.execute(
                    raw(
                        "ALTER TABLE {parent} ATTACH PARTITION {leaf} FOR VALUES IN ({cycle})"
                    ).format(**parts)
                )
            break
        except errors.LockNotAvailable:
            if time.monotonic() > give_up:
                raise StepBusy(
                    f"Readers have held {partition.leaf} for {SWAP_PATIENCE_SECONDS} seconds.",
                    remedy="Run the step again when long exports have ended; the old data stays.",
                ) from None
            time.sleep(1)
