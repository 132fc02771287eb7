"""Load candidates, committees, linkages and the FEC's official summaries."""

from collections.abc import Sequence
from pathlib import Path

from psycopg import sql

from filings.casting import typed_select
from filings.replacing import Counts, merge_cycle
from filings.staging import Connection, raw, run_sql
from filings.steps import Staged

SQL = Path(__file__).parent / "sql"


def stage_typed(staged: Staged, path: Path, **parts: sql.Composable) -> sql.Identifier:
    """Make the temporary table "fresh" of a small file's rows as they shall stand in its target."""
    fresh = sql.Identifier("fresh")
    run_sql(
        staged.connection,
        path,
        {"cycle": staged.cycle},
        fresh=fresh,
        typed=typed_select(staged.stage),
        **parts,
    )
    return fresh


def merge(
    staged: Staged, target: str, fresh: sql.Identifier, key: Sequence[str], where: str = ""
) -> Counts:
    """Merge "fresh" into the cycle's rows of a target, then drop it."""
    columns = table_columns(staged.connection, "fresh")
    condition = sql.SQL("t.cycle = {}").format(sql.Literal(staged.cycle))
    counts = merge_cycle(
        staged.connection,
        target=target,
        fresh=fresh,
        columns=columns,
        key=key,
        where=condition + raw(where),
        rewrite=staged.rewrite,
    )
    staged.connection.execute(sql.SQL("DROP TABLE {}").format(fresh))
    staged.connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(target)))
    return counts


def table_columns(connection: Connection, table: str) -> list[str]:
    """The names of a table's columns, in order."""
    rows = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped ORDER BY attnum",
        (table,),
    ).fetchall()
    return [str(name) for (name,) in rows]


def load_candidates(staged: Staged) -> Counts:
    """cn: a candidacy for each row, and the candidate as in the newest cycle that has it."""
    fresh = stage_typed(staged, SQL / "load_candidates.sql")
    counts = merge(staged, "filings_candidacy", fresh, ("cycle", "candidate_id"))
    run_sql(staged.connection, SQL / "refresh_candidates.sql")
    return counts


def load_committees(staged: Staged) -> Counts:
    """cm: the committee's history for the cycle, and the committee as in the newest cycle."""
    fresh = stage_typed(staged, SQL / "load_committees.sql")
    counts = merge(staged, "filings_committeehistory", fresh, ("cycle", "committee_id"))
    run_sql(staged.connection, SQL / "refresh_committees.sql")
    return counts


def load_linkages(staged: Staged) -> Counts:
    """ccl: each pair of candidate and committee once, with all its election years."""
    fresh = stage_typed(staged, SQL / "load_linkages.sql")
    ensure_candidates(staged.connection, "SELECT candidate_id FROM fresh")
    ensure_committees(staged.connection, "SELECT committee_id FROM fresh")
    return merge(staged, "filings_linkage", fresh, ("cycle", "candidate_id", "committee_id"))


def load_candidate_summaries(staged: Staged) -> Counts:
    """weball or webl: the FEC's official figures of each candidate."""
    code = staged.stage.file.code
    fresh = stage_typed(staged, SQL / "load_candidate_summaries.sql", file=sql.Literal(code))
    ensure_candidates(staged.connection, "SELECT candidate_id FROM fresh")
    return merge(
        staged,
        "filings_candidatesummary",
        fresh,
        ("cycle", "file", "candidate_id"),
        where=f" AND t.file = '{code}'",
    )


def load_committee_summaries(staged: Staged) -> Counts:
    """webk: the FEC's official figures of each PAC and party committee."""
    fresh = stage_typed(staged, SQL / "load_committee_summaries.sql")
    ensure_committees(staged.connection, "SELECT committee_id FROM fresh")
    return merge(staged, "filings_committeesummary", fresh, ("cycle", "committee_id"))


def ensure_candidates(connection: Connection, ids: str) -> None:
    """Give each id that `ids` selects a nameless candidate where no candidate file has it."""
    connection.execute(
        raw(
            "INSERT INTO filings_candidate (candidate_id, name, party, office, state, district,"
            " newest_cycle) SELECT DISTINCT i.candidate_id, '', '', '', '', '', 0 FROM ({}) i"
            " WHERE i.candidate_id <> '' ORDER BY 1 ON CONFLICT DO NOTHING"
        ).format(raw(ids))
    )


def ensure_committees(connection: Connection, ids: str) -> None:
    """Give each id that `ids` selects a nameless committee where no committee file has it."""
    connection.execute(
        raw(
            "INSERT INTO filings_committee (committee_id, name, committee_type, designation, party,"
            " organization_type, connected_organization, state, newest_cycle)"
            " SELECT i.committee_id, '', '', '', '', '', '', '', 0"
            " FROM (SELECT DISTINCT committee_id FROM ({}) d) i"
            " WHERE i.committee_id <> '' AND NOT EXISTS"
            " (SELECT FROM filings_committee c WHERE c.committee_id = i.committee_id)"
            # In one order, so that two steps which add the same ids never wait for each other.
            " ORDER BY 1 ON CONFLICT DO NOTHING"
        ).format(raw(ids))
    )
