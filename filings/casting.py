"""From staged text to typed columns: what can't be read is recorded with its line, then mended.

Problems are found in one pass over the stage. Rows that lack what makes them a row are deleted from
the stage, other unreadable fields are blanked, and both are kept as Reject rows. After that every
cast holds, and the SQL that loads needs no guards.
"""

from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal

from psycopg import sql

from filings.fec.bulk import BadLine
from filings.fec.catalog import DATE_KINDS, Column, Kind, Layout
from filings.fec.errors import TooManyRejects
from filings.staging import Connection, Stage, column_name, fetch_value, raw

# Each matches only what fits its column's type, so that no cast can fail.
_PATTERNS = {
    Kind.MONEY: r"^-?(\d{1,11}(\.\d*)?|\d{12}(\.\d{0,2})?|\.\d+)$",
    Kind.INTEGER: r"^-?\d{1,9}$",
    Kind.BIGINT: r"^-?(\d{1,18}|[0-8]\d{18})$",
    Kind.YEAR: r"^(19|20)\d\d$",
}
# That a field is a plain number shows when a cast to this type and back gives the same text, at a
# tenth of a pattern's cost: patterns are left to the rest (leading zeros, cents, no number at all).
_PLAIN = {
    Kind.MONEY: "integer",
    Kind.INTEGER: "integer",
    Kind.BIGINT: "bigint",
    Kind.YEAR: "integer",
}
_REASONS = {
    Kind.MONEY: "not an amount",
    Kind.INTEGER: "not a whole number",
    Kind.BIGINT: "not a whole number",
    Kind.YEAR: "not a year from 1900 to 2099",
}
# Every required text is the id of a candidate or a committee.
ID_LENGTH = 9
# One load may not fill the disk with its own complaints. The count in the ledger stays exact.
MOST_RECORDED = 20_000


@dataclass(frozen=True)
class Screened:
    """Rows the stage keeps, rows rejected, and rows kept with a field blanked."""

    kept: int
    rejected: int
    noted: int


def _identifier(column: Column) -> sql.Composed:
    return sql.SQL("s.{}").format(sql.Identifier(column_name(column.source)))


def _unreadable(column: Column, cycle: int) -> sql.Composed | None:
    """The condition under which a field cannot be read; None for one that always can."""
    field = _identifier(column)
    if column.kind in DATE_KINDS:
        # Real files hold dates of 1918 and 2090. The FEC began in 1975, and a cycle's reports are
        # in within the year after it.
        return sql.SQL(
            "({} <> '' AND {} NOT IN (SELECT spelling FROM filings_calendar WHERE {} day < {}))"
        ).format(field, field, _of_kind(column.kind), sql.Literal(f"{cycle + 2}-01-01"))
    if column.kind is Kind.TEXT:
        if not column.required:
            return None
        return sql.SQL("({f} = '' OR length({f}) > {most})").format(
            f=field, most=sql.Literal(ID_LENGTH)
        )
    return sql.SQL(
        "CASE WHEN pg_input_is_valid({field}, {type}) THEN"
        " CASE WHEN {field}::{cast}::text = {field} THEN false ELSE {slow} END"
        " WHEN {field} = '' THEN {required} ELSE {slow} END"
    ).format(
        field=field,
        type=sql.Literal(_PLAIN[column.kind]),
        cast=raw(_PLAIN[column.kind]),
        slow=sql.SQL("{} !~ {}").format(field, sql.Literal(_PATTERNS[column.kind])),
        required=sql.Literal(column.required),
    )


def _of_kind(kind: Kind) -> sql.Composed | sql.SQL:
    if kind is Kind.DATE_ANY:
        return sql.SQL("")
    return sql.SQL("kind = {} AND").format(sql.Literal(kind.value))


def _reason(column: Column, cycle: int) -> sql.Composed:
    field = _identifier(column)
    if column.kind in DATE_KINDS:
        words = f"not a date from 1975 to {cycle + 1}"
    else:
        words = _REASONS.get(column.kind, f"not an id of at most {ID_LENGTH} characters")
    return sql.SQL("CASE WHEN {f} = '' THEN 'blank' ELSE left({f}, 40) || ': ' || {w} END").format(
        f=field, w=sql.Literal(words)
    )


def screen(
    connection: Connection,
    stage: Stage,
    load_id: int,
    bad_lines: list[BadLine],
    *,
    find_repeats: bool = True,
) -> Screened:
    """Record and mend every field of the stage that cannot be read, and reject repeated keys.

    `bad_lines` are the lines that never reached the stage; they are recorded with the rest.
    `find_repeats` looks for rows that share the file's key, which costs a sort of the whole file.
    """
    problems = stage.sibling("problems")
    conditions = [
        (column, condition)
        for column in stage.file.columns
        if (condition := _unreadable(column, stage.cycle)) is not None
    ]
    connection.execute(
        sql.SQL(
            "CREATE TEMP TABLE {name} ON COMMIT DROP AS"
            " SELECT s.ctid AS row_id, s.staged_row, v.name, v.reason, v.fatal"
            " FROM (SELECT s.ctid, s.* FROM {stage} s WHERE {any}) s"
            " CROSS JOIN LATERAL (VALUES {each}) AS v(name, bad, reason, fatal) WHERE v.bad"
        ).format(
            name=_temporary(problems),
            stage=stage.table,
            any=sql.SQL(" OR ").join(condition for _, condition in conditions),
            each=sql.SQL(", ").join(
                sql.SQL("({}, {}, {}, {})").format(
                    sql.Literal(column_name(column.source)),
                    condition,
                    _reason(column, stage.cycle),
                    sql.Literal(column.required),
                )
                for column, condition in conditions
            ),
        )
    )
    table = _temporary(problems)
    if find_repeats and stage.file.key:
        _add_repeats(connection, stage, table)
    rejected = _count(connection, table, "WHERE fatal")
    noted = _count(
        connection, table, "WHERE staged_row NOT IN (SELECT staged_row FROM {t} WHERE fatal)"
    )
    if rejected or noted:
        _record(connection, stage, table, load_id, bad_lines)
        connection.execute(
            sql.SQL(
                "DELETE FROM {} s USING (SELECT DISTINCT row_id FROM {} WHERE fatal) p"
                " WHERE s.ctid = p.row_id"
            ).format(stage.table, table)
        )
        _blank(connection, stage, table, [column for column, _ in conditions])
    _record_lines(connection, stage, load_id, bad_lines)
    connection.execute(sql.SQL("DROP TABLE {}").format(table))
    connection.execute(sql.SQL("ANALYZE {}").format(stage.table))
    kept = fetch_value(connection, sql.SQL("SELECT count(*) FROM {}").format(stage.table))
    return Screened(kept, rejected + len(bad_lines), noted)


def _add_repeats(connection: Connection, stage: Stage, problems: sql.Identifier) -> None:
    """Of rows with the same key the first is kept, the others are rejected."""
    connection.execute(
        sql.SQL(
            "INSERT INTO {problems} (row_id, staged_row, name, reason, fatal)"
            " SELECT row_id, staged_row, {name}, left(key, 40) || ': stands in an earlier row',"
            " true"
            " FROM (SELECT s.ctid AS row_id, s.staged_row, s.{key} AS key, row_number() OVER"
            "       (PARTITION BY s.{key} ORDER BY s.staged_row) AS place FROM {stage} s"
            "       WHERE s.staged_row NOT IN (SELECT staged_row FROM {problems} WHERE fatal)) r"
            " WHERE place > 1"
        ).format(
            problems=problems,
            name=sql.Literal(stage.file.key),
            key=sql.Identifier(stage.file.key),
            stage=stage.table,
        )
    )


def _temporary(table: sql.Identifier) -> sql.Identifier:
    return sql.Identifier(table._obj[-1])


def _count(connection: Connection, table: sql.Identifier, where: str) -> int:
    query = sql.SQL("SELECT count(DISTINCT staged_row) FROM {t} ") + raw(where)
    return fetch_value(connection, raw(query.as_string(None)).format(t=table))


def _blank(
    connection: Connection, stage: Stage, problems: sql.Identifier, columns: list[Column]
) -> None:
    """Blank the noted fields: one UPDATE for each column that has any."""
    for column in columns:
        if column.required:
            continue
        name = column_name(column.source)
        connection.execute(
            sql.SQL(
                "UPDATE {stage} s SET {field} = '' FROM {problems} p"
                " WHERE s.staged_row = p.staged_row AND p.name = {name}"
                " AND EXISTS (SELECT FROM {problems} q WHERE q.name = {name})"
            ).format(
                stage=stage.table,
                field=sql.Identifier(name),
                problems=problems,
                name=sql.Literal(name),
            )
        )


def source_line(staged_row: int, bad_lines: list[int]) -> int:
    """The line in the file of the nth staged row, given (sorted) the lines that were never staged.

    >>> source_line(2, [2])
    3
    """
    # Before the bad line at place i stand bad_lines[i] - 1 lines, i of them bad.
    return staged_row + bisect_left(
        range(len(bad_lines)), staged_row, key=lambda i: bad_lines[i] - 1 - i
    )


def _record(
    connection: Connection,
    stage: Stage,
    problems: sql.Identifier,
    load_id: int,
    bad_lines: list[BadLine],
) -> None:
    fields = sql.SQL(", ").join(_identifier(column) for column in stage.file.columns)
    rows = connection.execute(
        sql.SQL(
            "SELECT p.staged_row, p.name, p.reason, concat_ws('|', {fields}), NOT p.fatal"
            " FROM {problems} p JOIN {stage} s ON s.ctid = p.row_id"
            " ORDER BY p.fatal DESC, p.staged_row LIMIT {most}"
        ).format(
            fields=fields, problems=problems, stage=stage.table, most=sql.Literal(MOST_RECORDED)
        )
    ).fetchall()
    # A CSV file's rows know their lines.
    lines = [] if stage.file.layout is Layout.CSV else sorted(bad.line for bad in bad_lines)
    _insert(
        connection,
        stage,
        load_id,
        [
            (source_line(int(str(row)), lines), str(name), str(reason), str(text), loaded)
            for row, name, reason, text, loaded in rows
        ],
    )


def _record_lines(
    connection: Connection, stage: Stage, load_id: int, bad_lines: list[BadLine]
) -> None:
    _insert(
        connection,
        stage,
        load_id,
        [(bad.line, "", bad.reason, bad.raw, False) for bad in bad_lines[:MOST_RECORDED]],
    )


def _insert(
    connection: Connection,
    stage: Stage,
    load_id: int,
    rows: list[tuple[int, str, str, str, object]],
) -> None:
    file = stage.file.relative_path(stage.cycle)
    with connection.cursor() as cursor:
        cursor.executemany(
            'INSERT INTO filings_reject (load_id, step, cycle, file, line, "column", reason, raw,'
            " row_loaded) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (load_id, stage.file.step, stage.cycle, file, line, name, reason, text, loaded)
                for line, name, reason, text, loaded in rows
            ],
        )


def check_share(stage: Stage, screened: Screened, most: Decimal) -> None:
    """Raise TooManyRejects where more than the allowed share of the rows was rejected."""
    rows = screened.kept + screened.rejected
    # A single bad row in a small file says nothing about the file.
    if screened.rejected > 1 and Decimal(screened.rejected) > most * rows:
        raise TooManyRejects(
            f"{stage.file.relative_path(stage.cycle)}: {screened.rejected:,} of {rows:,} rows"
            f" cannot be read, more than the allowed share of {most}.",
            remedy=(
                "The old data stays. Look at the rejected rows in the admin: the file may have"
                " changed its layout, or be damaged. REJECT_SHARE_MAX sets the share."
            ),
        )


def typed_select(stage: Stage, only: tuple[str, ...] = ()) -> sql.Composed:
    """A SELECT of the stage's rows with our names and types, and `row_hash` of the row as read."""
    parts: list[sql.Composable] = []
    joins: list[sql.Composable] = []
    for column in stage.file.kept:
        field = _identifier(column)
        if only and column.name not in only:
            continue
        value: sql.Composable = field
        if column.kind in DATE_KINDS:
            alias = sql.Identifier(f"day_{column.name}")
            joins.append(
                sql.SQL(
                    " LEFT JOIN filings_calendar {alias} ON {kind} {alias}.spelling = {field}"
                ).format(alias=alias, kind=_of_alias(column.kind, alias), field=field)
            )
            value = sql.SQL("{}.day").format(alias)
        elif column.kind is Kind.MONEY:
            value = _number(field, "numeric(14,2)", column.required)
        elif column.kind is Kind.BIGINT:
            value = _number(field, "bigint", column.required)
        elif column.kind in {Kind.INTEGER, Kind.YEAR}:
            value = _number(field, "integer", column.required)
        parts.append(sql.SQL("{} AS {}").format(value, sql.Identifier(column.name)))
    return sql.SQL("SELECT s.staged_row, {hash} AS row_hash, {parts} FROM {stage} s{joins}").format(
        hash=row_hash(stage),
        parts=sql.SQL(", ").join(parts),
        stage=stage.table,
        joins=sql.SQL("").join(joins),
    )


def _of_alias(kind: Kind, alias: sql.Identifier) -> sql.Composed | sql.SQL:
    if kind is Kind.DATE_ANY:
        return sql.SQL("")
    return sql.SQL("{}.kind = {} AND").format(alias, sql.Literal(kind.value))


def _number(field: sql.Composable, type_name: str, required: bool) -> sql.Composed:
    value = field if required else sql.SQL("nullif({}, '')").format(field)
    return sql.SQL("{}::{}").format(value, raw(type_name))


def row_hash(stage: Stage) -> sql.Composed:
    """A 64-bit hash of a staged row as read, by which a changed row is known."""
    fields = sql.SQL(", ").join(_identifier(column) for column in stage.file.columns)
    return sql.SQL("hashtextextended(concat_ws('|', {}), 0)").format(fields)
