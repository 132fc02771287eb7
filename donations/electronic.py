"""Electronic filings into the tables of facts, beside the bulk files' rows and never twice.

Each table of facts has a partition "efile" for each cycle. It holds the rows of filings that count
(the true one of its chain, not held) which no bulk file has brought yet. Rows of bulk files whose
filing was amended or is held stay where they are and add to nothing; where a filing and a bulk file
have the same row, the bulk file's stands, with the filing's cents.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from donations.indexes import CONTRIBUTION_INDEXES
from donations.load import (
    COMMITTEE_TRANSACTION_INDEXES,
    OPERATING_COUNTED_AS,
    OPERATING_EXPENDITURE_INDEXES,
    add_texts,
    counted_types,
    roll_up,
)
from filings.amendments import decide_chains
from filings.ledger import Progress
from filings.load import ensure_committees
from filings.replacing import Counts, Partition, finish_partition, swap_partition
from filings.staging import Connection, fetch_value, raw, run_sql, statements

SQL = Path(__file__).parent / "sql"
LINES = Path(__file__).parent.parent / "filings" / "data" / "schedule_lines.csv"

# A filing's rows are replaced by its number.
BY_FILING = ("filing", "(file_number)")

# Above so many new rows a partition is built aside: each index then costs a sort, not a search.
BUILD_ASIDE_ROWS = 100_000


@dataclass(frozen=True)
class Facts:
    """A table of facts that electronic filings feed.

    kinds: of schedule lines that feed it. `source`: its name in the roll-ups, if it has any.
    `bulk`: the tables of the bulk files' rows, with their names in the roll-ups. `named`: a SELECT
    of the table's rows as (committee_id, file_number, cycle, source, sub_id, name, day, amount),
    `name` the name in a row "e" of it.
    """

    table: str
    kinds: tuple[str, ...]
    select: Path
    indexes: Sequence[tuple[str, str]]
    source: str
    bulk: tuple[tuple[str, str], ...]
    amount: str
    day: str
    named: str
    type: str = "disbursement_type"
    counted_as: str = "counted_as"
    name: str = "e.recipient_name"
    search: bool = False

    def leaf(self, cycle: int) -> Partition:
        """The partition of electronic filings' rows of a cycle."""
        return Partition(f"{self.table}_efile", cycle, self.indexes)


RECEIPTS = Facts(
    table="donations_contribution",
    kinds=("receipt", "notice"),
    select=SQL / "efiled_typed_contributions.sql",
    indexes=(*CONTRIBUTION_INDEXES, BY_FILING),
    source="efile",
    bulk=(("donations_contribution_indiv", "indiv"), ("donations_contribution_oth", "oth")),
    amount="contribution_receipt_amount",
    day="contribution_receipt_date",
    named="SELECT t.committee_id, t.file_number, t.cycle, t.source, t.sub_id, n.name,"
    " t.contribution_receipt_date AS day, t.contribution_receipt_amount AS amount"
    " FROM donations_contribution t JOIN donations_contributorname n ON n.id = t.name_id",
    type="receipt_type",
    name="(SELECT n.name FROM donations_contributorname n WHERE n.id = e.name_id)",
    search=True,
)
PAYMENTS = Facts(
    table="donations_committeetransaction",
    kinds=("gift", "payment"),
    select=SQL / "efiled_payments.sql",
    indexes=(*COMMITTEE_TRANSACTION_INDEXES, BY_FILING),
    source="ef-b",
    bulk=(("donations_committeetransaction_oth", "oth-b"),),
    amount="disbursement_amount",
    day="disbursement_date",
    named="SELECT committee_id, file_number, cycle, source, sub_id, recipient_name AS name,"
    " disbursement_date AS day, disbursement_amount AS amount FROM donations_committeetransaction",
)
OPERATING = Facts(
    table="donations_operatingexpenditure",
    kinds=("operating",),
    select=SQL / "efiled_operating.sql",
    indexes=(*OPERATING_EXPENDITURE_INDEXES, BY_FILING),
    source="ef-o",
    bulk=(("donations_operatingexpenditure_oppexp", "oppexp"),),
    amount="disbursement_amount",
    day="disbursement_date",
    named="SELECT committee_id, file_number, cycle, source, sub_id, recipient_name AS name,"
    " disbursement_date AS day, disbursement_amount AS amount FROM donations_operatingexpenditure",
    counted_as=OPERATING_COUNTED_AS,
)


@dataclass
class Taken:
    """What one table's partition became; `show` puts it in its place, at the end of the step."""

    counts: Counts
    show: Callable[[], None] | None = None


def schedule_lines() -> sql.Composed:
    """The forms' lines as rows of VALUES: form, row_type, kind, counted_as, transaction_type."""
    with LINES.open(newline="") as lines:
        return sql.SQL(", ").join(
            sql.SQL("({}, {}, {}, {}, {})").format(
                *(
                    sql.Literal(row[name])
                    for name in ("form", "row_type", "kind", "counted_as", "transaction_type")
                )
            )
            for row in csv.DictReader(lines)
        )


def find_due(connection: Connection, cycle: int, *, everything: bool, bulk_changed: bool) -> int:
    """Make the temporary tables "due_filings" and "efiled"; how many filings are due."""
    values = {"cycle": cycle, "all": everything, "bulk_changed": bulk_changed}
    (overtaken,) = statements((SQL / "overtaken_filings.sql").read_text())
    filers = connection.execute(raw(overtaken).format(), values).fetchall()
    decide_chains(connection, [str(committee) for (committee,) in filers])
    run_sql(connection, SQL / "due_filings.sql", values)
    run_sql(connection, SQL / "cover_contributions.sql", {"cycle": cycle})
    run_sql(connection, SQL / "efiled_rows.sql", {"cycle": cycle}, lines=schedule_lines())
    ensure_committees(connection, "SELECT committee_id FROM efiled")
    return fetch_value(connection, raw("SELECT count(*) FROM due_filings"))


def settle_due(connection: Connection) -> None:
    """Remember that what was due has been done; a filing that changed meanwhile stays due."""
    connection.execute(
        "UPDATE filings_filing f SET facts_due = false FROM due_filings d"
        " WHERE d.file_number = f.file_number AND d.changed_at = f.changed_at AND f.facts_due"
    )


def take_in(
    connection: Connection,
    cycle: int,
    facts: Facts,
    load_id: int,
    progress: Progress,
    *,
    bulk_changed: bool,
) -> Taken:
    """Bring a table's partition of electronic filings, and the bulk files' rows beside it, to what
    the filings that are due say ("due_filings", "efiled").
    """
    progress(facts.table.rpartition("_")[2], 0, 0, "")
    leaf = facts.leaf(cycle)
    run_sql(
        connection,
        SQL / "find_in_bulk.sql",
        {"cycle": cycle},
        table=sql.Identifier(facts.table),
        named=raw("({})").format(raw(facts.named)),
        kinds=sql.Literal(list(facts.kinds)),
    )
    run_sql(
        connection,
        SQL / "files_out.sql",
        {"cycle": cycle, "bulk_changed": bulk_changed},
        table=sql.Identifier(facts.table),
        day=sql.Identifier(facts.day),
    )
    for parent, source in facts.bulk:
        _correct_bulk(connection, cycle, facts, f"{parent}_{cycle}", source)
    fresh = sql.Identifier("staging", f"efile_{facts.table}_{cycle}")
    coming = _make_fresh(connection, facts, fresh)
    exists = leaf.exists(connection)
    if coming and (not exists or coming > BUILD_ASIDE_ROWS):
        return _build_aside(connection, facts, leaf, fresh, coming, load_id, progress)
    removed = _mend(connection, facts, leaf, fresh, coming, bulk_changed) if exists else 0
    connection.execute(raw("DROP TABLE {}").format(fresh))
    rows = raw("SELECT count(*) FROM {}").format(sql.Identifier(leaf.leaf))
    loaded = fetch_value(connection, rows) if exists else 0
    return Taken(Counts(loaded, inserted=coming, removed=removed))


def _make_fresh(connection: Connection, facts: Facts, fresh: sql.Identifier) -> int:
    """Fill a table with the new rows, once every text of them is in its dictionary; how many."""
    if facts is RECEIPTS:
        connection.execute("DROP TABLE IF EXISTS pg_temp.efiled_texts")
        texts = _statement(SQL / "efiled_contributions.sql")
        connection.execute(raw("CREATE TEMP TABLE efiled_texts ON COMMIT DROP AS {}").format(texts))
        connection.execute("ANALYZE efiled_texts")
        add_texts(connection, sql.Identifier("efiled_texts"))
    connection.execute(raw("DROP TABLE IF EXISTS {}").format(fresh))
    return connection.execute(
        raw("CREATE TABLE {fresh} AS SELECT {columns} FROM ({select}) s").format(
            fresh=fresh, columns=_typed(connection, facts.table), select=_statement(facts.select)
        )
    ).rowcount


def _typed(connection: Connection, table: str) -> sql.Composed:
    """A table's columns in their order, each cast to its type."""
    rows = connection.execute(
        "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        (table,),
    ).fetchall()
    return sql.SQL(", ").join(
        sql.SQL("{column}::{type} AS {column}").format(
            column=sql.Identifier(str(name)), type=raw(str(kind))
        )
        for name, kind in rows
    )


def _mend(
    connection: Connection,
    facts: Facts,
    leaf: Partition,
    fresh: sql.Identifier,
    coming: int,
    bulk_changed: bool,
) -> int:
    """Put the new rows in the place of the due filings' old ones; how many went."""
    target = sql.Identifier(leaf.leaf)
    parts = {"leaf": target, "fresh": fresh}
    removed = connection.execute(
        raw("DELETE FROM {leaf} t USING due_filings d WHERE t.file_number = d.file_number").format(
            **parts
        )
    ).rowcount
    if bulk_changed:
        removed += _leave_to_bulk(connection, facts, leaf.cycle, target)
    _insert(connection, target, fresh)
    if removed or coming:
        connection.execute(raw("ANALYZE {leaf}").format(**parts))
        _roll_up(connection, leaf.cycle, facts, target, facts.source)
    return removed


def _leave_to_bulk(connection: Connection, facts: Facts, cycle: int, rows: sql.Identifier) -> int:
    """Take out the rows that a bulk file has brought meanwhile; how many."""
    text = (SQL / "leave_to_bulk.sql").read_text()
    return sum(
        connection.execute(
            raw(statement).format(
                leaf=rows,
                table=sql.Identifier(facts.table),
                named=raw("({})").format(raw(facts.named)),
                name=raw(facts.name),
                day=sql.Identifier(facts.day),
                amount=sql.Identifier(facts.amount),
            ),
            {"cycle": cycle},
        ).rowcount
        for statement in statements(text)
    )


def _insert(connection: Connection, into: sql.Identifier, rows: sql.Composable) -> None:
    names = sql.SQL(", ").join(
        sql.Identifier(str(name))
        for (name,) in connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped",
            (into.as_string(connection),),
        ).fetchall()
    )
    connection.execute(
        raw("INSERT INTO {into} ({names}) SELECT {names} FROM {rows}").format(
            into=into, names=names, rows=rows
        )
    )


def _statement(path: Path) -> sql.SQL:
    lines = path.read_text().splitlines()
    return raw("\n".join(line for line in lines if not line.lstrip().startswith("--")))


def _build_aside(
    connection: Connection,
    facts: Facts,
    leaf: Partition,
    fresh: sql.Identifier,
    coming: int,
    load_id: int,
    progress: Progress,
) -> Taken:
    """Make the partition anew of the new rows and those that stay, to be swapped in at the end."""
    parts = {"fresh": fresh, "leaf": sql.Identifier(leaf.leaf)}
    if leaf.exists(connection):
        stay = raw(
            "{leaf} t WHERE NOT EXISTS"
            " (SELECT FROM due_filings d WHERE d.file_number = t.file_number)"
        ).format(**parts)
        _insert(connection, fresh, stay)
        _leave_to_bulk(connection, facts, leaf.cycle, fresh)
    finish_partition(
        connection, fresh, leaf, load_id, lambda done, total: progress("index", done, total, "")
    )
    _roll_up(connection, leaf.cycle, facts, fresh, facts.source)
    loaded = fetch_value(connection, raw("SELECT count(*) FROM {fresh}").format(**parts))
    return Taken(Counts(loaded, inserted=coming), lambda: swap_partition(connection, fresh, leaf))


def _correct_bulk(connection: Connection, cycle: int, facts: Facts, leaf: str, source: str) -> None:
    """Give a bulk file's rows the cents of their filings, and take out of the totals those whose
    filing was amended or is held, or back in.
    """
    found = raw("SELECT count(*) FROM pg_class WHERE oid = to_regclass(%s)")
    if not fetch_value(connection, found, leaf):
        return
    target = sql.Identifier(leaf)
    parts = {
        "leaf": target,
        "amount": sql.Identifier(facts.amount),
        "day": sql.Identifier(facts.day),
        "types": counted_types(),
    }
    name = "standing_operating.sql" if facts is OPERATING else "standing.sql"
    changed = run_sql(connection, SQL / "bulk_cents.sql", {"cycle": cycle}, **parts)
    for statement in statements((SQL / name).read_text()):
        changed += connection.execute(
            raw(statement).format(kind=sql.Identifier(facts.type), **parts)
        ).rowcount
    if changed:
        connection.execute(raw("ANALYZE {leaf}").format(**parts))
        _roll_up(connection, cycle, facts, target, source)


def _roll_up(
    connection: Connection, cycle: int, facts: Facts, table: sql.Identifier, source: str
) -> None:
    if not source:
        return
    roll_up(
        connection,
        cycle,
        table,
        source,
        amount=facts.amount,
        counted_as=facts.counted_as,
        search=facts.search,
    )
