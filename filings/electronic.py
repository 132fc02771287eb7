"""Take in one electronic filing: its cover, its rows, and what follows for its chain.

The rows go by COPY into filings_filingrow, checked and brought into shape as they are read, so that
a filing of any size passes in constant memory. What they mean for the totals is worked out
afterwards, for many filings at once (donations/electronic.py, expenditures/efiled.py).
"""

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from psycopg import sql

from filings.amendments import decide_chains
from filings.cover_checks import check_filings
from filings.fec.efile import COPY_COLUMNS, Cover, OpenedFiling, read_filing
from filings.holding import apply_holds
from filings.ledger import now
from filings.load import ensure_candidates, ensure_committees
from filings.models import Filing
from filings.staging import Connection, loading_connection, raw, run_sql
from filings.steps import bulk_source, refuse_mixture

SQL = Path(__file__).parent / "sql"
_BLOCK = 1 << 20
_SEAT = ("office", "state", "district", "party_code")
_CANDIDATE = re.compile(r"[HS]\d[A-Z]{2}\d{5}|P\d{8}")


def ingest_filing(
    path: Path,
    file_number: int,
    *,
    source: str,
    received_at: datetime | None = None,
    is_paper: bool = False,
    force: bool = False,
) -> Filing:
    """Read a filing from disk into the database, in one transaction; the filing as it then stands.

    A filing that was taken in before is replaced whole; where its bytes are the same nothing is
    done, unless forced. `source` is the address it came from. Raises BadFile for what is no filing,
    StepBusy where another process is at it.
    """
    checksum = _checksum(path)
    with loading_connection("filing", file_number) as connection:
        known = Filing.objects.filter(pk=file_number).first()
        if known and known.checksum == checksum and not force:
            return known
        place = bulk_source()
        refuse_mixture(place, 0)
        with connection.transaction():
            connection.execute("SET LOCAL synchronous_commit = off")
            read_in(
                connection,
                path,
                file_number,
                is_paper=is_paper,
                received_at=received_at,
                source=source,
                checksum=checksum,
                is_sample=place.is_invented,
            )
            decide(connection, [file_number])
    return Filing.objects.get(pk=file_number)


def read_in(
    connection: Connection,
    path: Path,
    file_number: int,
    *,
    is_paper: bool = False,
    received_at: datetime | None = None,
    **given: object,
) -> None:
    """Write a filing's rows and cover in the place of what is there of it; not yet decided.

    `given` are further columns of Filing. Call it in a transaction. Raises BadFile.
    """
    with read_filing(path) as opened:
        connection.execute("DELETE FROM filings_filingrow WHERE file_number = %s", (file_number,))
        _copy_rows(connection, opened, file_number)
        _write_filing(
            connection,
            opened,
            {
                "file_number": file_number,
                "is_paper": is_paper or opened.header.is_paper,
                "cycle": _cycle(opened, received_at),
                "received_at": received_at,
                "source": "",
                "checksum": "",
                "is_sample": False,
            }
            | given,
        )
    run_sql(connection, SQL / "find_conduits.sql", {"file_number": file_number})


def decide(connection: Connection, file_numbers: Iterable[int]) -> None:
    """Check these filings, hold those that are not plausible, and decide their filers' chains."""
    numbers = list(file_numbers)
    check_filings(connection, numbers)
    apply_holds(connection, numbers)
    rows = connection.execute(
        "SELECT DISTINCT committee_id FROM filings_filing WHERE file_number = ANY(%s)", (numbers,)
    ).fetchall()
    decide_chains(connection, [str(committee) for (committee,) in rows])


def _checksum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _cycle(opened: OpenedFiling, received_at: datetime | None) -> int:
    """The two-year period: of the report's last day, else of the day it was signed or received.

    A report is signed after its last day: one that ends later than that, or in a year such as 2090,
    has a slip of the pen there.
    """
    cover, this_year = opened.cover, now().year
    signed = cover.date_signed or (received_at.date() if received_at else None)
    days = (cover.coverage_through, cover.coverage_from, signed, cover.election_date)
    for day in days:
        late = day is not None and signed is not None and day.year > signed.year
        if day is not None and 1975 <= day.year <= this_year + 2 and not late:
            return day.year + day.year % 2
    return this_year + this_year % 2


def _copy_rows(connection: Connection, opened: OpenedFiling, file_number: int) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, COPY_COLUMNS))
    statement = sql.SQL("COPY filings_filingrow ({}) FROM STDIN").format(columns)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for block in opened.copy_blocks(file_number):
            copy.write(block)


def _write_filing(connection: Connection, opened: OpenedFiling, given: dict[str, object]) -> None:
    header, cover, tally = opened.header, opened.cover, opened.tally
    moment = now()
    values = given | {
        "form_type": cover.form_type[:20],
        "form": cover.form[:8],
        "amendment_indicator": cover.amendment_indicator[:1],
        "version": header.version[:20],
        "software": header.software[:200],
        "committee_id": cover.committee_id[:9],
        "filer_name": cover.filer_name[:300],
        "report_code": cover.report_code[:10],
        "election_code": cover.election_code[:10],
        "election_date": cover.election_date,
        "election_state": cover.election_state[:2],
        "coverage_from": cover.coverage_from,
        "coverage_through": cover.coverage_through,
        "date_signed": cover.date_signed,
        "ingested_at": moment,
        "changed_at": moment,
        "source_bytes": tally.source_bytes,
        "rows": tally.rows,
        "unknown_rows": tally.unknown_rows,
        "problem_rows": tally.problem_rows,
        "rows_by_type": json.dumps(tally.by_type),
        "is_truncated": tally.is_truncated,
        "cover": json.dumps(cover.columns),
        "free_text": tally.text,
        "amends": header.amends,
        "amendment_number": header.amendment_number,
        "facts_due": True,
    }
    # What is decided later begins as if the filing stood alone.
    fresh = {
        "base_missing": False,
        "is_current": True,
        "superseded_by": None,
        "checks": "[]",
        "checks_result": Filing.ChecksResult.NONE,
        "checks_summary": "",
        "is_held": False,
        "hold_reason": "",
        "counts": True,
    }
    names = [*values, *fresh]
    connection.execute(
        raw(
            "INSERT INTO filings_filing ({names}) VALUES ({values})"
            " ON CONFLICT (file_number) DO UPDATE SET {sets}"
        ).format(
            names=sql.SQL(", ").join(map(sql.Identifier, names)),
            values=sql.SQL(", ").join(sql.Placeholder() * len(names)),
            sets=sql.SQL(", ").join(
                sql.SQL("{c} = excluded.{c}").format(c=sql.Identifier(name)) for name in names
            ),
        ),
        [*values.values(), *fresh.values()],
    )
    if cover.committee_id.startswith("C"):
        _name_committee(connection, cover.committee_id[:9], cover.filer_name)
    if cover.form == "F2" and _CANDIDATE.fullmatch(cover.committee_id):
        _name_candidate(connection, cover)


def _name_committee(connection: Connection, committee_id: str, name: str) -> None:
    """Give a committee that no committee file has its place, and its name as filed."""
    ids = sql.SQL("SELECT {} AS committee_id").format(sql.Literal(committee_id))
    ensure_committees(connection, ids.as_string(connection))
    connection.execute(
        "UPDATE filings_committee SET name = %s WHERE committee_id = %s AND name = ''"
        " AND newest_cycle = 0",
        (name[:200].upper(), committee_id),
    )


def _name_candidate(connection: Connection, cover: Cover) -> None:
    """Give a candidate that no candidate file has a place, as the statement of candidacy says."""
    ids = sql.SQL("SELECT {} AS candidate_id").format(sql.Literal(cover.committee_id))
    ensure_candidates(connection, ids.as_string(connection))
    said = {name: cover.columns.get(f"candidate_{name}", "").strip().upper() for name in _SEAT}
    connection.execute(
        "UPDATE filings_candidate SET name = %s, office = %s, state = %s, district = %s, party = %s"
        " WHERE candidate_id = %s AND newest_cycle = 0",
        (
            cover.filer_name[:200].upper(),
            said["office"] if said["office"] in {"H", "S", "P"} else cover.committee_id[0],
            said["state"][:2],
            said["district"][:2],
            said["party_code"][:3],
            cover.committee_id,
        ),
    )
