"""The FEC's real filings, read into the tables without what follows an ingest."""

import json
import zipfile
from pathlib import Path

from django.db import connection
from psycopg import sql

from filings.fec.efile import COPY_COLUMNS, read_filing
from filings.fec.errors import BadFile
from filings.models import Filing
from tests.filings.electronic_factories import make_filing


def real_filings(mirror: Path, scratch: Path) -> list[Path]:
    """The files of posted/, and those of a day's zip, unpacked."""
    with zipfile.ZipFile(mirror / "bulk-downloads/electronic/20180616.zip") as archive:
        archive.extractall(scratch)
    return sorted((mirror / "posted").glob("*.fec")) + sorted(scratch.glob("*.fec"))


def read_into(path: Path) -> Filing | None:
    """A real filing with its rows; None for what is no filing. Its number is that of its name."""
    number = int(path.stem) if path.stem.isdecimal() else 8_000_000 + sum(path.stem.encode())
    columns = sql.SQL(", ").join(map(sql.Identifier, COPY_COLUMNS))
    statement = sql.SQL("COPY filings_filingrow ({}) FROM STDIN").format(columns)
    try:
        with read_filing(path) as opened:
            with connection.cursor() as cursor, cursor.copy(statement) as copy:
                for block in opened.copy_blocks(number):
                    copy.write(block)
            cover, tally = opened.cover, opened.tally
            day = cover.coverage_through or cover.date_signed
            year = day.year if day else 2018
            return make_filing(
                file_number=number,
                form_type=cover.form_type,
                form=cover.form,
                version=opened.header.version,
                is_paper=opened.header.is_paper,
                committee_id=cover.committee_id[:9],
                filer_name=cover.filer_name,
                report_code=cover.report_code,
                coverage_from=cover.coverage_from,
                coverage_through=cover.coverage_through,
                date_signed=cover.date_signed,
                cycle=year + year % 2,
                rows=tally.rows,
                rows_by_type=json.loads(json.dumps(tally.by_type)),
                is_truncated=tally.is_truncated,
                cover=cover.columns,
            )
    except BadFile:
        return None
