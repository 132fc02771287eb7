"""Run one step: fetch a bulk file, stage it, screen it, load it; or compute what follows from
loads.

A step does nothing where its file's checksum (or its inputs') is what was loaded last, unless
forced.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db.models import Max
from psycopg import errors as database_errors
from psycopg import sql

from filings.casting import MOST_RECORDED, Screened, check_share, screen
from filings.fec.bulk import BadLine, iter_blocks, member_bytes
from filings.fec.catalog import BulkFile
from filings.fec.download import Fetched, Source, Validators, fetch_file
from filings.fec.errors import BadFile, NotPublished, TooManyRejects
from filings.ledger import Progress, Recording, close_abandoned, last_good, recording
from filings.models import Load, Reject
from filings.replacing import Counts, RepeatedKeys
from filings.staging import (
    Connection,
    Stage,
    copy_blocks,
    create_stage,
    drop,
    loading_connection,
    step_transaction,
    vacuum,
)

logger = logging.getLogger(__name__)

# A file with more lines that are no rows is not the file it should be, and must not fill memory.
MOST_BAD_LINES = 200_000
MOST_KEPT_OF_A_FAILURE = 1_000


@dataclass(frozen=True)
class Options:
    """How a step is to be run."""

    force: bool = False
    keep_files: bool = False
    requested_by: str = ""
    listener: Progress | None = None


@dataclass(frozen=True)
class Staged:
    """What a loader gets: the file's rows, screened, in `stage`, and where to tell its progress.

    `rewrite`: rows that are as before are to be read and written anew (--force).
    """

    connection: Connection
    stage: Stage
    load_id: int
    progress: Progress
    rewrite: bool = False

    @property
    def cycle(self) -> int:
        """The two-year period of the file."""
        return self.stage.cycle


Loader = Callable[[Staged], Counts]


def bulk_source() -> Source:
    """Where bulk files come from: the local mirror where one is set, else the FEC."""
    mirror = str(Path(settings.FEC_MIRROR).expanduser()) if settings.FEC_MIRROR else ""
    return Source.choose(settings.FEC_BULK_BASE, mirror)


def refuse_mixture(source: Source, cycle: int) -> None:
    """Raise BadFile where this would put real rows beside invented ones, or the reverse."""
    invented = source.is_invented
    mixed = Load.objects.filter(status=Load.Status.LOADED, source__gt="", is_sample=not invented)
    if mixed.exists():
        there, coming = ("real", "invented") if invented else ("invented", "real")
        raise BadFile(
            f"This database holds {there} rows; cycle {cycle} of {source.base} is {coming}.",
            remedy="Import into a database of its own: set DATABASE_URL, or use ./run import.",
        )


def run_file_step(
    file: BulkFile,
    cycle: int,
    load_rows: Loader,
    options: Options,
    *,
    partitioned: Iterable[str] = (),
) -> Load:
    """Fetch, stage, screen and load one bulk file of one cycle; the ledger's row of it.

    Raises what stopped it, after it stands in the ledger. `load_rows` runs inside the transaction.
    `partitioned` names the tables whose partition of the cycle the loader fills.
    """
    with recording(
        file.step,
        cycle,
        forced=options.force,
        requested_by=options.requested_by,
        listener=options.listener,
    ) as entry:
        source = bulk_source()
        refuse_mixture(source, cycle)
        with loading_connection(file.step, cycle) as connection:
            close_abandoned(file.step, cycle, but=entry.load.pk)
            fetched = _fetch(source, file, cycle, entry, options)
            if fetched is None:
                entry.end(Load.Status.UNCHANGED)
            else:
                _load(connection, file, cycle, fetched, load_rows, entry)
                for table in partitioned:
                    try:
                        vacuum(connection, f"{table}_{cycle}")
                    except database_errors.Error:
                        # The rows are in, and the step has not failed: searches are slower until
                        # the server's own vacuum comes by.
                        logger.exception("%s_%s could not be vacuumed.", table, cycle)
            if not options.keep_files and not source.is_local:
                _downloaded(file, cycle).unlink(missing_ok=True)
    return entry.load


def _downloaded(file: BulkFile, cycle: int) -> Path:
    return Path(settings.DATA_DIR) / file.relative_path(cycle)


def _fetch(
    source: Source, file: BulkFile, cycle: int, entry: Recording, options: Options
) -> Fetched | None:
    """The file, or None where it is what was loaded last."""
    load, before = entry.load, last_good(file.step, cycle)
    address = file.address(source.base, cycle)
    load.source, load.is_sample = address, source.is_invented
    load.save(update_fields=["source", "is_sample"])
    validators = None
    if before and before.source == address and not options.force:
        validators = Validators(etag=before.etag, last_modified=before.last_modified)
    contact = settings.FEC_USER_AGENT_CONTACT
    fetched = fetch_file(
        address,
        _downloaded(file, cycle),
        validators=validators,
        user_agent="financetracker/1.0" + (f" (+{contact})" if contact else ""),
        max_bytes=settings.DOWNLOAD_MAX_BYTES,
        progress=lambda done, total: entry.progress("download", done, total or 0, "bytes"),
    )
    if fetched.not_modified:
        load.checksum = before.checksum if before else ""
        load.etag, load.last_modified = fetched.etag, fetched.last_modified
        return None
    load.checksum, load.source_bytes = fetched.sha256, fetched.size
    load.etag, load.last_modified = fetched.etag, fetched.last_modified
    if before and before.checksum == fetched.sha256 and not options.force:
        # The address answers with new validators for the same bytes: remember them, so that the
        # next run is told "not modified" without a download.
        Load.objects.filter(pk=before.pk).update(
            etag=fetched.etag, last_modified=fetched.last_modified, source=address
        )
        return None
    return fetched


def _load(
    connection: Connection,
    file: BulkFile,
    cycle: int,
    fetched: Fetched,
    load_rows: Loader,
    entry: Recording,
) -> None:
    # Looking for repeated ids costs a sort of a big file. The unique index finds them as well: only
    # then is the load tried again with that look.
    try:
        _load_once(connection, file, cycle, fetched, load_rows, entry, file.key != "SUB_ID")
    except (database_errors.UniqueViolation, RepeatedKeys):
        _load_once(connection, file, cycle, fetched, load_rows, entry, True)


def _load_once(
    connection: Connection,
    file: BulkFile,
    cycle: int,
    fetched: Fetched,
    load_rows: Loader,
    entry: Recording,
    find_repeats: bool,
) -> None:
    stage, load = Stage(file, cycle), entry.load
    bad_lines: list[BadLine] = []
    doubtful: list[tuple[object, ...]] = []
    try:
        with step_transaction(connection):
            try:
                _stage(connection, stage, fetched.path, entry, bad_lines)
            except TooManyRejects:
                load.rows_rejected = len(bad_lines)
                path = file.relative_path(cycle)
                doubtful = [
                    (path, bad.line, "", bad.reason, bad.raw, False)
                    for bad in bad_lines[:MOST_KEPT_OF_A_FAILURE]
                ]
                raise
            entry.progress("check")
            screened = screen(connection, stage, load.pk, bad_lines, find_repeats=find_repeats)
            load.rows_in = screened.kept + screened.rejected
            load.rows_rejected, load.rows_noted = screened.rejected, screened.noted
            try:
                check_share(stage, screened, Decimal(settings.REJECT_SHARE_MAX))
            except TooManyRejects:
                doubtful = _rejects(connection, load.pk)
                raise
            _refuse_emptiness(stage, screened, load)
            counts = load_rows(Staged(connection, stage, load.pk, entry.progress, load.forced))
            drop(
                connection,
                stage.table,
                *(stage.sibling(suffix) for suffix in ("differs", "gone", "only")),
            )
            # The rejects of the load that this one replaces describe a file that is gone.
            connection.execute(
                "DELETE FROM filings_reject WHERE step = %s AND cycle = %s AND load_id <> %s",
                (file.step, cycle, load.pk),
            )
            entry.commit_loaded(connection, counts)
    finally:
        # What was wrong must outlive the transaction that it undid.
        Reject.objects.bulk_create(
            Reject(load_id=load.pk, step=file.step, cycle=cycle, **_named(row)) for row in doubtful
        )


def _refuse_emptiness(stage: Stage, screened: Screened, load: Load) -> None:
    """Raise BadFile where a file without rows would take the place of one with rows."""
    before = last_good(stage.file.step, stage.cycle)
    if screened.kept == 0 and before and before.rows_loaded and not load.forced:
        raise BadFile(
            f"{stage.file.relative_path(stage.cycle)} holds no rows; the last one had"
            f" {before.rows_loaded:,}.",
            remedy="The old data stays. If the file is right, run the step again with --force.",
        )


_REJECT_FIELDS = ("file", "line", "column", "reason", "raw", "row_loaded")


def _rejects(connection: Connection, load_id: int) -> list[tuple[object, ...]]:
    names = sql.SQL(", ").join(sql.Identifier(name) for name in _REJECT_FIELDS)
    return connection.execute(
        sql.SQL(
            "SELECT {} FROM filings_reject WHERE load_id = {} AND NOT row_loaded"
            " ORDER BY line LIMIT {}"
        ).format(names, sql.Literal(load_id), sql.Literal(MOST_KEPT_OF_A_FAILURE))
    ).fetchall()


def _named(row: tuple[object, ...]) -> dict[str, object]:
    return dict(zip(_REJECT_FIELDS, row, strict=True))


def _stage(
    connection: Connection, stage: Stage, path: Path, entry: Recording, bad_lines: list[BadLine]
) -> None:
    """Stream the file into its stage; the lines of it that are no rows into `bad_lines`."""
    total = member_bytes(path, stage.file.member_name(stage.cycle))
    sent = 0

    def report(bad: BadLine) -> None:
        if len(bad_lines) >= MOST_BAD_LINES:
            raise TooManyRejects(
                f"{path.name}: more than {MOST_BAD_LINES:,} of the first {bad.line:,} lines are no"
                " rows.",
                remedy="The old data stays. The file may have changed its layout, or be damaged.",
            )
        # Beyond what is recorded a bad line only counts.
        bad_lines.append(bad if len(bad_lines) < MOST_RECORDED else BadLine(bad.line, "", ""))

    def watched(blocks: Iterable[bytes]) -> Iterator[bytes]:
        nonlocal sent
        done = sent = 0
        for block in blocks:
            yield block
            done += len(block)
            sent += block.count(b"\n")
            # How many rows there will be is an estimate, from the bytes that are left.
            entry.progress("copy", sent, max(sent, sent * total // done), "rows")

    for every_line in (False, True):
        bad_lines.clear()
        create_stage(connection, stage)
        blocks = iter_blocks(path, stage.file, stage.cycle, report, every_line=every_line)
        try:
            with connection.transaction():
                copied = copy_blocks(connection, stage, watched(blocks))
            # Older servers end a COPY at a line of a backslash and a dot.
            if copied == sent:
                return
            reason = f"{sent:,} rows were sent, {copied:,} arrived"
        except database_errors.DataError as error:
            reason = str(error).strip()
    raise BadFile(
        f"{path.name} cannot be copied into the database: {reason}.",
        remedy="Run the step again with --force to download it anew.",
    )


def run_derived_step(
    step: str,
    cycle: int,
    inputs: Iterable[str],
    compute: Callable[[Connection, int, Progress], Counts],
    options: Options,
    *,
    state: Callable[[], str] | None = None,
    is_due: Callable[[int], bool] | None = None,
) -> Load:
    """Compute what follows from other steps' rows, unless none of `inputs` was loaded since.

    `state` gives a text that changes with all that the step depends on beside them; `is_due` says
    of a cycle that there is work whatever was loaded, or none.
    """
    with recording(
        step,
        cycle,
        forced=options.force,
        requested_by=options.requested_by,
        listener=options.listener,
    ) as entry:
        checksum = _inputs_checksum(inputs, cycle, state() if state else "")
        due = is_due is not None and is_due(cycle)
        before = last_good(step, cycle)
        if checksum is None and is_due is not None and (due or before):
            checksum = ""
        if checksum is None:
            raise NotPublished(
                f"Nothing that {step} of cycle {cycle} is computed from has been loaded.",
                remedy="Import the cycle's files first.",
            )
        entry.load.checksum = checksum
        with loading_connection(step, cycle) as connection:
            close_abandoned(step, cycle, but=entry.load.pk)
            if before and before.checksum == checksum and not due and not options.force:
                entry.end(Load.Status.UNCHANGED)
            else:
                with step_transaction(connection):
                    counts = compute(connection, cycle, entry.progress)
                    entry.load.rows_in = counts.loaded
                    entry.commit_loaded(connection, counts)
    return entry.load


def _inputs_checksum(inputs: Iterable[str], cycle: int, state: str) -> str | None:
    """A checksum that changes when any of the input steps was loaded anew; None where none ever
    was.
    """
    newest = (
        Load.objects.filter(step__in=list(inputs), cycle=cycle, status=Load.Status.LOADED)
        .order_by()
        .values_list("step")
        .annotate(newest=Max("id"))
        .order_by("step")
    )
    if not newest:
        return None
    return hashlib.sha256((repr(list(newest)) + state).encode()).hexdigest()
