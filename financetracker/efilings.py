"""Electronic filings as they arrive: look for new ones, fill gaps, take in.

A poll reads the feed; by night each of the last days' zips shows what the feed did not. What was
taken in is then carried on by `carrying_on`. The command, Celery and the admin all call what is
here.
"""

import logging
import traceback
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from filings.arrivals import (
    Taken,
    due_numbers,
    note_day,
    note_feed,
    note_numbers,
    posted_source,
    take_in,
)
from filings.electronic import decide
from filings.fec.errors import FinanceTrackerError, NotPublished, StepBusy
from filings.fec.posted import DayZip, Posted
from filings.fec.source import Fetched, Validators, read_in_place
from filings.holding import undecided_filings
from filings.ledger import (
    Progress,
    Recording,
    close_abandoned,
    describe,
    forget_old,
    now,
    recording,
)
from filings.models import Arrival, Load
from filings.staging import loading_connection
from filings.steps import bulk_source
from financetracker.carrying_on import LEFTOVER_PAUSE
from financetracker.pipeline import STEPS, DerivedStep

logger = logging.getLogger(__name__)

# The names of a poll and of a day's zip in the ledger.
POLL, DAY = "efilings", "efilings_day"
# How many filings a poll takes in before their money is carried on to the pages.
MOST_AT_ONCE = 200
GAP_DAYS = 7
# How long the ledger keeps runs of what runs every few minutes.
KEEP_RUNS = timedelta(days=90)


def period(day: date) -> int:
    """The even year that ends the two-year period of a day.

    >>> period(date(2017, 3, 1))
    2018
    """
    return day.year + day.year % 2


def poll(limit: int = MOST_AT_ONCE, listener: Progress | None = None) -> Taken:
    """Look at the feed and take in what is due, at most `limit` filings; what was done.

    The ledger gets a row where there is something to take in or the feed cannot be read; while it
    cannot for the same reason over and over, that row is made longer. A feed that fails does not
    keep filings waiting that are known already.
    """
    cycle = period(datetime.now(UTC).date())
    found, problem = _look_at_feed()
    if not due_numbers(1) and (problem is None or _is_still_so(cycle, describe(problem))):
        return Taken()
    with ExitStack() as stack:
        entry = stack.enter_context(recording(POLL, cycle, listener=listener))
        if problem is None:
            _name_source(entry, posted_source().feed_url)
        try:
            stack.enter_context(loading_connection(POLL, cycle))
            close_abandoned(POLL, cycle, but=entry.load.pk)
        except StepBusy:
            # Another poll is at a filing that takes long. New ones do not wait for it: each is
            # taken in under a lock of its own.
            logger.info("Another poll is running.")
        taken = take_in(limit, entry.progress)
        _count(entry, taken, found=found)
        if problem is None:
            _end(entry, taken)
        else:
            trace = "".join(traceback.format_exception(problem))
            entry.end(Load.Status.FAILED, describe(problem), trace)
    return taken


def _look_at_feed() -> tuple[int, Exception | None]:
    """How many new filings the feed shows, and what is wrong with it."""
    try:
        posted = posted_source()
        try:
            feed = posted.fetch_feed()
        except NotPublished:
            if posted.is_local:
                # A mirror need not have a feed.
                return 0, None
            raise
        new = note_feed(feed)
    except FinanceTrackerError as error:
        logger.error("The feed of new filings cannot be read: %s", error)
        return 0, error
    except Exception as error:
        logger.exception("The feed of new filings cannot be read.")
        return 0, error
    for problem in feed.problems if new else ():
        logger.warning("The feed of new filings: %s", problem)
    return len(new), None


def _is_still_so(cycle: int, reason: str) -> bool:
    """Whether the last poll's row tells the same failure; then it tells that it lasts until now."""
    last = Load.objects.for_step(POLL, cycle).first()
    if last is None or last.reason != reason[:1000] or last.status == Load.Status.RUNNING:
        return False
    last.finished_at = now()
    last.seconds = Decimal(str((last.finished_at - last.started_at).total_seconds()))
    last.save(update_fields=["finished_at", "seconds"])
    return True


def fill_gaps(today: date | None = None) -> Taken:
    """Take in what the zips of the last days hold and nobody has brought; all of it together.

    A day that fails stands in the ledger and in the log, and does not stop the next one.
    """
    today = today or datetime.now(UTC).date()
    all_taken = Taken()
    for back in range(GAP_DAYS, 0, -1):
        day = today - timedelta(days=back)
        try:
            taken = fill_day(day)
        except FinanceTrackerError as error:
            logger.error("The filings of %s could not be taken in: %s", day, error)
        except Exception:
            logger.exception("The filings of %s could not be taken in.", day)
        else:
            all_taken.ingested += taken.ingested
            all_taken.failed |= taken.failed
    return all_taken


def forget_old_runs() -> int:
    """Delete rows of the ledger of steps that run every few minutes, once they are old."""
    often = {POLL, DAY, *(step.name for step in STEPS if isinstance(step, DerivedStep))}
    return forget_old(often, now() - KEEP_RUNS)


def decide_again() -> int:
    """Look again at filings that are held and nobody has decided on; how many there are.

    A filer may stand in a newer committee file by now, or have a history.
    """
    numbers = undecided_filings()
    if numbers:
        with loading_connection("holds", 0) as connection, connection.transaction():
            decide(connection, numbers)
    return len(numbers)


def fill_day(
    day: date,
    *,
    force: bool = False,
    keep_files: bool = False,
    listener: Progress | None = None,
    requested_by: str = "",
) -> Taken:
    """Take in the filings of a day's zip that are not there yet (`force`: all of them).

    The ledger's row counts filings. It ends as "unchanged" where the zip is the one that was taken
    in before, as "skipped" where there is none; `Taken` is empty then. Raises what is wrong with
    the zip as a whole.
    """
    cycle, taken = period(day), Taken()
    with (
        recording(DAY, cycle, forced=force, requested_by=requested_by, listener=listener) as entry,
        loading_connection(DAY, cycle),
    ):
        close_abandoned(DAY, cycle, but=entry.load.pk)
        posted = posted_source()
        address = posted.day_address(day)
        _name_source(entry, address)
        # Where filings failed, the same zip is worth another look.
        before = Load.objects.filter(
            step=DAY, source=address, status=Load.Status.LOADED, rows_rejected=0
        ).first()
        validators = None
        if before and not force:
            validators = Validators(etag=before.etag, last_modified=before.last_modified)
        entry.progress("download")
        fetched = posted.fetch_day(day, validators)
        entry.load.etag, entry.load.last_modified = fetched.etag, fetched.last_modified
        entry.load.checksum, entry.load.source_bytes = fetched.sha256, fetched.size
        if fetched.not_modified:
            entry.load.checksum = before.checksum if before else ""
            entry.end(Load.Status.UNCHANGED)
        else:
            try:
                taken = _take_day(entry, posted, day, fetched, force, keep_files)
            finally:
                if not keep_files:
                    fetched.discard()
            _end(entry, taken, always=True)
    return taken


def _take_day(
    entry: Recording, posted: Posted, day: date, fetched: Fetched, force: bool, keep_files: bool
) -> Taken:
    zipped = DayZip.open(fetched.path, fetched.address)
    for name in zipped.strange:
        logger.warning("%s holds %s, which is no filing.", fetched.address, name)
    note_day(zipped)
    if force:
        note_numbers(zipped.members, known_too=True)
    wanted = Arrival.objects.filter(pk__in=zipped.members)
    if not force:
        wanted = wanted.exclude(status=Arrival.Status.INGESTED)
    numbers = sorted(wanted.values_list("file_number", flat=True))
    folder = posted.folder / "electronic" / f"{day:%Y%m%d}"

    def unpack(arrival: Arrival) -> Fetched:
        return zipped.extract(arrival.file_number, folder, posted.max_bytes)

    taken = take_in(
        listener=entry.progress, only=numbers, bring=unpack, force=force, keep_files=keep_files
    )
    _count(entry, taken, found=len(zipped.members))
    entry.load.unchanged = len(zipped.members) - len(numbers) + len(taken.as_before)
    entry.load.rows_loaded = entry.load.inserted + entry.load.unchanged
    entry.load.rows_noted = len(zipped.strange)
    return taken


def take_numbers(
    numbers: Iterable[int],
    *,
    force: bool = False,
    keep_files: bool = False,
    listener: Progress | None = None,
    requested_by: str = "",
) -> Taken:
    """Take in filings by their numbers, now; those that are there already only with `force`."""
    wanted = list(dict.fromkeys(numbers))
    with recording(
        POLL,
        period(datetime.now(UTC).date()),
        forced=force,
        requested_by=requested_by,
        listener=listener,
    ) as entry:
        _name_source(entry, posted_source().filings_base)
        note_numbers(wanted, requested_by=requested_by, known_too=force)
        taken = take_in(listener=entry.progress, only=wanted, force=force, keep_files=keep_files)
        _count(entry, taken, found=len(wanted))
        _end(entry, taken)
    return taken


def take_paths(
    paths: dict[int, Path], *, force: bool = False, listener: Progress | None = None
) -> Taken:
    """Take in filings that lie on this machine's disk, by file number; the files stay there.

    One that fails is not tried again by itself, as the FEC may have another file of that number.
    """

    def read(arrival: Arrival) -> Fetched:
        return read_in_place(
            paths[arrival.file_number], None, settings.DOWNLOAD_MAX_BYTES, progress=None
        )

    with recording(
        POLL, period(datetime.now(UTC).date()), forced=force, listener=listener
    ) as entry:
        _name_source(entry, str(next(iter(paths.values()), "")))
        # Asked for by its path, a file is looked at again: it may be another one than last time.
        note_numbers(paths, known_too=True, not_before=now() + LEFTOVER_PAUSE)
        taken = take_in(
            listener=entry.progress, only=list(paths), bring=read, again=True, force=force
        )
        Arrival.objects.filter(pk__in=taken.failed).update(next_try_at=None)
        _count(entry, taken, found=len(paths))
        _end(entry, taken)
    return taken


def _name_source(entry: Recording, address: str) -> None:
    """Say in the ledger where filings come from, and whether they are invented."""
    entry.load.source, entry.load.is_sample = address[:500], bulk_source().is_invented
    entry.load.save(update_fields=["source", "is_sample"])


def _count(entry: Recording, taken: Taken, *, found: int) -> None:
    """Write filings into the ledger's counts: found, taken in, as before, failed."""
    load = entry.load
    tried = len(taken.ingested) + len(taken.as_before) + len(taken.failed) + len(taken.busy)
    load.rows_in = max(found, tried)
    load.inserted, load.unchanged = len(taken.ingested), len(taken.as_before)
    load.rows_loaded, load.rows_rejected = len(taken.ingested), len(taken.failed)


def _end(entry: Recording, taken: Taken, *, always: bool = False) -> None:
    # What is only "unchanged" does not empty the cache of pages.
    loaded = always or bool(taken.ingested)
    entry.end(Load.Status.LOADED if loaded else Load.Status.UNCHANGED)
