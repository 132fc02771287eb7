"""Load contributions, committee transactions and operating expenditures."""

from collections.abc import Callable
from pathlib import Path

from psycopg import sql

from donations.indexes import CONTRIBUTION_INDEXES
from filings.casting import typed_select
from filings.codes import NEVER_COUNTED, TRANSACTION_TYPES
from filings.load import ensure_committees
from filings.replacing import (
    Counts,
    Difference,
    Partition,
    build_partition,
    find_difference,
    finish_partition,
    mend_partition,
    swap_partition,
)
from filings.staging import Connection, raw, run_sql
from filings.steps import Staged

SQL = Path(__file__).parent / "sql"

# Each dictionary with the staged column whose texts it holds.
DICTIONARIES = (
    ("donations_contributorname", "NAME"),
    ("donations_employer", "EMPLOYER"),
    ("donations_occupation", "OCCUPATION"),
    ("donations_city", "CITY"),
    ("donations_memotext", "MEMO_TEXT"),
)
COMMITTEE_TRANSACTION_INDEXES = (
    ("sub_id", "(sub_id)"),
    ("committee", "(committee_id, disbursement_date)"),
    ("recipient", "(recipient_id, disbursement_date)"),
)
OPERATING_EXPENDITURE_INDEXES = (
    ("sub_id", "(sub_id)"),
    ("committee", "(committee_id, disbursement_date)"),
)


# Operating expenditures have no types of their own.
OPERATING_COUNTED_AS = (
    "CASE WHEN standing <> '' THEN standing WHEN counts THEN 'operating' ELSE 'memo' END"
)


def counted_types() -> sql.Composed:
    """The transaction types as rows of VALUES: code, counted_as; only those that count."""
    return sql.SQL(", ").join(
        sql.SQL("({}, {})").format(sql.Literal(kind.code), sql.Literal(kind.counted_as))
        for kind in TRANSACTION_TYPES.values()
        if kind.counted_as not in NEVER_COUNTED
    )


def types_table() -> sql.Composed:
    """The transaction types as rows of VALUES: code, side, counted_as, counts."""
    return sql.SQL(", ").join(
        sql.SQL("({}, {}, {}, {})").format(
            sql.Literal(kind.code),
            sql.Literal(kind.side),
            sql.Literal(kind.counted_as),
            sql.Literal(kind.counted_as not in NEVER_COUNTED),
        )
        for kind in TRANSACTION_TYPES.values()
    )


# A row of a cycle's filings by its filing and transaction id; an id used twice tells nothing.
_EFILED = (
    "SELECT r.file_number, r.transaction_id, min(r.amount) AS amount, min(r.date) AS date"
    " FROM filings_filingrow r"
    " JOIN filings_filing i ON i.file_number = r.file_number AND i.cycle = {cycle}"
    " WHERE r.schedule = ANY({schedules}) AND r.transaction_id <> ''"
    " GROUP BY r.file_number, r.transaction_id HAVING count(*) = 1"
)


def selection(
    name: str, staged: Staged, folder: Path = SQL, **parts: sql.Composable
) -> sql.Composed:
    """A load's SELECT from its .sql file."""
    lines = (folder / name).read_text().splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("--"))
    return raw(text).format(
        typed=typed_select(staged.stage),
        types=types_table(),
        cycle=sql.Literal(staged.cycle),
        efiled=raw(_EFILED).format(
            cycle=sql.Literal(staged.cycle), schedules=sql.Literal(["A", "B", "E", "F"])
        ),
        **parts,
    )


def make_partition(
    staged: Staged, partition: Partition, difference: Difference, select: sql.Composed
) -> sql.Identifier:
    """Bring a partition to what the stage says; the table that now holds its rows.

    Mended in place, that is the partition itself. Built aside, it is to be put in its place
    (`show_partition`), after all that is slow: readers wait from then on until the step ends.
    """
    if difference.mend:
        staged.progress("mend", 0, 0, "")
        mend_partition(staged.connection, staged.stage, partition, select)
        return sql.Identifier(partition.leaf)
    staged.progress("build", 0, 0, "")
    fresh = build_partition(staged.connection, staged.stage, partition, select)
    finish_partition(
        staged.connection,
        fresh,
        partition,
        staged.load_id,
        lambda done, total: staged.progress("index", done, total, "indexes"),
    )
    return fresh


def show_partition(
    staged: Staged, partition: Partition, difference: Difference, table: sql.Identifier
) -> None:
    """Put a partition that was built aside in its place.

    Filings whose rows left the bulk file are to be read again: theirs stood there alone. One that
    somebody else is at is left to them, as waiting here may be waiting for each other.
    """
    staged.connection.execute(
        "UPDATE filings_filing SET facts_due = true, changed_at = clock_timestamp()"
        " WHERE file_number IN (SELECT file_number FROM filings_filing"
        " WHERE file_number = ANY(%s) AND counts FOR UPDATE SKIP LOCKED)",
        (list(difference.files_gone),),
    )
    if not difference.mend:
        staged.progress("swap", 0, 0, "")
        swap_partition(staged.connection, table, partition)


def load_contributions(staged: Staged) -> Counts:
    """indiv: receipts from individuals and other non-committees, and refunds of them."""
    connection = staged.connection
    partition = Partition("donations_contribution_indiv", staged.cycle, CONTRIBUTION_INDEXES)
    staged.progress("compare", 0, 0, "")
    difference = find_difference(connection, staged.stage, [partition], rewrite=staged.rewrite)
    fill_dictionaries(staged)
    stage_committees(staged)
    select = selection(
        "load_contributions.sql", staged, source=sql.Literal("indiv"), which=sql.SQL("true")
    )
    table = make_partition(staged, partition, difference, select)
    staged.progress("totals", 0, 0, "")
    roll_up(connection, staged.cycle, table, "indiv", search=True)
    show_partition(staged, partition, difference, table)
    return difference.counts


def load_committee_transactions(staged: Staged) -> Counts:
    """oth: each row in one of two tables, by the side that reported it.

    What the filer received is a contribution (its NAME is the giver); what it paid is a committee
    transaction (its NAME is the one paid). Rows of an unknown type stand with the contributions,
    uncounted.
    """
    connection, cycle = staged.connection, staged.cycle
    receipts = Partition("donations_contribution_oth", cycle, CONTRIBUTION_INDEXES)
    payments = Partition("donations_committeetransaction_oth", cycle, COMMITTEE_TRANSACTION_INDEXES)
    staged.progress("compare", 0, 0, "")
    difference = find_difference(
        connection, staged.stage, [receipts, payments], rewrite=staged.rewrite
    )
    fill_dictionaries(staged)
    stage_committees(staged)
    received = make_partition(
        staged,
        receipts,
        difference,
        selection(
            "load_contributions.sql",
            staged,
            source=sql.Literal("oth"),
            which=sql.SQL("k.side IS DISTINCT FROM 'disbursement'"),
        ),
    )
    paid = make_partition(
        staged, payments, difference, selection("load_committee_transactions.sql", staged)
    )
    staged.progress("totals", 0, 0, "")
    roll_up(connection, cycle, received, "oth", search=True)
    roll_up(connection, cycle, paid, "oth-b", amount="disbursement_amount")
    show_partition(staged, receipts, difference, received)
    show_partition(staged, payments, difference, paid)
    return difference.counts


def load_operating_expenditures(staged: Staged) -> Counts:
    """oppexp: what committees spend on their own operations."""
    partition = Partition(
        "donations_operatingexpenditure_oppexp", staged.cycle, OPERATING_EXPENDITURE_INDEXES
    )
    staged.progress("compare", 0, 0, "")
    difference = find_difference(
        staged.connection, staged.stage, [partition], rewrite=staged.rewrite
    )
    stage_committees(staged)
    select = selection("load_operating_expenditures.sql", staged)
    table = make_partition(staged, partition, difference, select)
    staged.progress("totals", 0, 0, "")
    roll_up(
        staged.connection,
        staged.cycle,
        table,
        "oppexp",
        amount="disbursement_amount",
        counted_as=OPERATING_COUNTED_AS,
    )
    show_partition(staged, partition, difference, table)
    return difference.counts


def fill_dictionaries(staged: Staged) -> None:
    """Give every text of the stage that a dictionary lacks its place there."""
    add_texts(
        staged.connection,
        staged.stage.table,
        fresh=staged.stage.sibling("texts"),
        progress=lambda done: staged.progress("dictionaries", done, len(DICTIONARIES), "tables"),
    )


def add_texts(
    connection: Connection,
    table: sql.Identifier,
    *,
    fresh: sql.Identifier | None = None,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Give every text of a table that a dictionary lacks its place there.

    The columns are those of DICTIONARIES, in lower case where no staging table `fresh` is named.
    """
    # Two loads that add the same new texts would wait for each other, in any order: one at a time.
    connection.execute("SELECT pg_advisory_xact_lock(hashtext('dictionaries'))")
    # What an index of words is to learn waits in its list of pending rows, to be sorted in at once.
    connection.execute("SET LOCAL gin_pending_list_limit = '2000MB'")
    for number, (dictionary, column) in enumerate(DICTIONARIES):
        if progress:
            progress(number)
        parts = {
            "table": sql.Identifier(dictionary),
            "column": sql.Identifier(column if fresh else column.lower()),
            "stage": table,
            "fresh": fresh or sql.Identifier("staging", "efiled_texts"),
        }
        # CREATE TABLE AS, because a plain INSERT never runs its SELECT in parallel; in the order of
        # the index, which then grows at its end.
        statements = (
            "CREATE UNLOGGED TABLE {fresh} WITH (autovacuum_enabled = off) AS"
            " SELECT d.name FROM (SELECT DISTINCT {column} AS name FROM {stage}) d"
            " LEFT JOIN {table} k ON k.name = d.name WHERE k.id IS NULL",
            "INSERT INTO {table} (name) SELECT name FROM {fresh} ORDER BY name",
            "DROP TABLE {fresh}",
        )
        for statement in statements:
            connection.execute(raw(statement).format(**parts))
        connection.execute(
            "SELECT gin_clean_pending_list(i.indexrelid) FROM pg_index i"
            " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam"
            " WHERE i.indrelid = %s::regclass AND a.amname = 'gin'",
            (dictionary,),
        )
        connection.execute(raw("ANALYZE {table}").format(**parts))


def stage_committees(staged: Staged) -> None:
    """Give each filer of the stage a committee, nameless where no committee file has it."""
    ids = sql.SQL('SELECT "CMTE_ID" AS committee_id FROM {}').format(staged.stage.table)
    ensure_committees(staged.connection, ids.as_string(staged.connection))


def roll_up(
    connection: Connection,
    cycle: int,
    table: sql.Identifier,
    source: str,
    *,
    amount: str = "contribution_receipt_amount",
    counted_as: str = "counted_as",
    search: bool = False,
) -> None:
    """Rebuild the roll-ups of a partition from the table of its rows: by committee, by donor
    profile, and for the donor search.
    """
    values = {"cycle": cycle, "source": source}
    run_sql(
        connection,
        SQL / "committee_totals.sql",
        values,
        leaf=table,
        amount=raw(amount),
        counted_as=raw(counted_as),
    )
    if search:
        run_sql(connection, SQL / "profile_totals.sql", values, leaf=table)
        run_sql(connection, SQL / "search_rollups.sql", values, leaf=table)
