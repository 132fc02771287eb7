"""Filings that were posted or asked for, one row of Arrival each, and how each is taken in.

`note_…` write down what is to be taken in; `take_in` takes it in, one filing after the other. What
fails is a row with its reason and is tried again later; it stops nothing else. Two processes may
take in at the same time, but never the same filing: each is taken in under a lock of its own.
"""

import logging
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from filings.electronic import ingest_filing
from filings.fec.errors import (
    CorruptArchive,
    DownloadError,
    FinanceTrackerError,
    NotPublished,
    StepBusy,
    TooLarge,
)
from filings.fec.feed import Feed
from filings.fec.posted import DayZip, Posted
from filings.fec.source import Fetched
from filings.ledger import Progress, describe, now
from filings.models import Arrival, Filing
from filings.staging import loading_connection
from filings.steps import bulk_source

logger = logging.getLogger(__name__)

FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 12
# After so many filings in a row that the server did not bring, it is down: the others keep waiting
# rather than use up their attempts.
MOST_UNREACHED = 10
# A filing that fails is tried again minutes later, so nobody waits long for it at once.
ATTEMPTS_AT_ONCE = 3

_LOCK = "arrival"
_CHUNK = 5_000
_BEGUN = "An attempt was begun. If it is not going on any more, its process ended before it did."
_INTERRUPTED = "Each attempt ended with its process, before the filing was taken in."

# How a filing comes to disk.
Bring = Callable[[Arrival], Fetched]


@dataclass
class Taken:
    """What take_in did, by file number; `failed` has the reasons.

    `as_before` are filings that were there already, byte for byte; `busy` those that another
    process was at; `left` those not begun, because the server is down (`unreached` says how).
    """

    ingested: list[int] = field(default_factory=list)
    as_before: list[int] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)
    busy: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    unreached: str = ""


def posted_source() -> Posted:
    """Where electronic filings come from. Raises DownloadError where FEC_MIRROR is no mirror."""
    contact = settings.FEC_USER_AGENT_CONTACT
    return Posted.choose(
        bulk_source(),
        feed_url=settings.EFILING_FEED_URL,
        filings_base=settings.EFILING_BASE,
        folder=Path(settings.DATA_DIR),
        user_agent="financetracker/1.0" + (f" (+{contact})" if contact else ""),
        max_bytes=settings.DOWNLOAD_MAX_BYTES,
        attempts=ATTEMPTS_AT_ONCE,
    )


def note_feed(feed: Feed) -> list[int]:
    """Write down the filings of a feed that are not known yet; their file numbers.

    Paper filings have negative numbers here, as in the FEC's other files.
    """
    found_at = now()
    return _note(
        Arrival(
            file_number=-item.file_number if item.is_paper else item.file_number,
            found_in=Arrival.FoundIn.RSS,
            found_at=found_at,
            published_at=item.published_at,
            title=item.title[:300],
            form_type=item.form_type[:10],
            committee_id=item.committee_id[:9],
            is_paper=item.is_paper,
        )
        for item in feed.items
    )


def note_day(day: DayZip) -> list[int]:
    """Write down the filings of a day's zip that are not known yet; their file numbers."""
    found_at = now()
    return _note(
        Arrival(
            file_number=number,
            found_in=Arrival.FoundIn.ZIP,
            found_at=found_at,
            published_at=day.received_at(number),
        )
        for number in day.members
    )


def note_numbers(
    numbers: Iterable[int],
    *,
    requested_by: str = "",
    known_too: bool = False,
    not_before: datetime | None = None,
) -> list[int]:
    """Write down filings that are asked for by number; the numbers of those not known yet.

    `known_too`: filings that were taken in without an Arrival get one as well. No poll takes them
    in before `not_before`.
    """
    found_at = now()
    return _note(
        (
            Arrival(
                file_number=number,
                found_in=Arrival.FoundIn.NUMBER,
                found_at=found_at,
                is_paper=number < 0,
                requested_by=requested_by[:150],
                next_try_at=not_before,
            )
            for number in numbers
        ),
        known_too=known_too,
    )


def _note(arrivals: Iterable[Arrival], *, known_too: bool = False) -> list[int]:
    by_number = {arrival.file_number: arrival for arrival in arrivals}
    noted: list[int] = []
    numbers = list(by_number)
    for start in range(0, len(numbers), _CHUNK):
        some = numbers[start : start + _CHUNK]
        known = set(Arrival.objects.filter(pk__in=some).values_list("pk", flat=True))
        if not known_too:
            known |= set(Filing.objects.filter(pk__in=some).values_list("pk", flat=True))
        new = [by_number[number] for number in some if number not in known]
        # Another process may note the same filings at this moment.
        Arrival.objects.bulk_create(new, ignore_conflicts=True)
        noted += [arrival.file_number for arrival in new]
    return noted


def due_numbers(limit: int | None = None) -> list[int]:
    """The filings to be taken in now: new ones before those that failed, the newest first."""
    rows = Arrival.objects.filter(_due(now())).order_by("attempts", "-file_number")
    return list(rows.values_list("file_number", flat=True)[:limit])


def _due(moment: datetime) -> Q:
    arrived = Q(next_try_at__isnull=True) | Q(next_try_at__lte=moment)
    return Q(attempts__lt=MOST_ATTEMPTS) & (
        (Q(status=Arrival.Status.WAITING) & arrived)
        | Q(status=Arrival.Status.FAILED, next_try_at__lte=moment)
    )


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts; None where there is no other one.

    >>> wait_after(3)
    datetime.timedelta(seconds=480)
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    return min(FIRST_WAIT * 2 ** max(attempts - 1, 0), LONGEST_WAIT)


def take_in(
    limit: int | None = None,
    listener: Progress | None = None,
    *,
    only: Sequence[int] | None = None,
    bring: Bring | None = None,
    again: bool = False,
    force: bool = False,
    keep_files: bool = False,
) -> Taken:
    """Take in the filings that are due, at most `limit`; or `only` these, due or not.

    `bring` brings a filing to disk; left out, it is fetched from where filings are posted. `again`
    brings those too that were taken in before, and takes in what differs; with `force` also what
    doesn't. Raises what the database raises where it is down, and
    nothing for a filing that fails.
    """
    _give_up_interrupted()
    numbers = due_numbers(limit) if only is None else list(only)[:limit]
    taken, unreached = Taken(), 0
    fetch = bring or _fetch_posted
    for done, number in enumerate(numbers):
        if listener:
            listener(f"filing {number}", done, len(numbers), "filings")
        one = _One(number, fetch, only is not None, again or force, force, keep_files)
        try:
            with loading_connection(_LOCK, number):
                reached = one.take(taken)
        except StepBusy:
            taken.busy.append(number)
            continue
        unreached = 0 if reached else unreached + 1
        if unreached >= MOST_UNREACHED:
            taken.left = numbers[done + 1 :]
            taken.unreached = taken.failed[number]
            break
    return taken


def _fetch_posted(arrival: Arrival) -> Fetched:
    return posted_source().fetch_filing(arrival.file_number, is_paper=arrival.is_paper)


def _give_up_interrupted() -> None:
    """Fail what was begun so often, and killed its process each time, that it would never end."""
    Arrival.objects.filter(
        status=Arrival.Status.WAITING, attempts__gte=MOST_ATTEMPTS, next_try_at__lte=now()
    ).update(status=Arrival.Status.FAILED, next_try_at=None, reason=_INTERRUPTED)


@dataclass(frozen=True)
class _One:
    """One filing to be taken in, under its lock."""

    number: int
    bring: Bring
    asked: bool
    again: bool
    force: bool
    keep_files: bool

    def take(self, taken: Taken) -> bool:
        """Take it in and note in `taken` how that went; whether the server could be reached."""
        # Whoever held the lock before may have done the work.
        arrival = Arrival.objects.filter(pk=self.number).first()
        if arrival is None or (arrival.status == Arrival.Status.INGESTED and not self.again):
            taken.as_before.append(self.number)
            return True
        if not (self.asked or Arrival.objects.filter(_due(now()), pk=self.number).exists()):
            taken.busy.append(self.number)
            return True
        self._begin(arrival)
        began = now()
        try:
            filing = self._ingest(arrival)
        except StepBusy:
            taken.busy.append(self.number)
            return True
        except FinanceTrackerError as error:
            logger.warning("Filing %s was not taken in: %s", self.number, error)
            taken.failed[self.number] = _fail(arrival, error)
            return not isinstance(error, DownloadError) or isinstance(
                error, NotPublished | CorruptArchive | TooLarge
            )
        except Exception as error:
            logger.exception("Filing %s was not taken in.", self.number)
            taken.failed[self.number] = _fail(arrival, error)
            return True
        _succeed(arrival, filing)
        (taken.ingested if filing.ingested_at >= began else taken.as_before).append(self.number)
        return True

    def _begin(self, arrival: Arrival) -> None:
        # Written down before the attempt: a filing that kills its process must not be the first one
        # of every later run.
        arrival.attempts += 1
        wait = wait_after(arrival.attempts) or LONGEST_WAIT
        arrival.next_try_at, arrival.reason = now() + wait, _BEGUN
        arrival.save(update_fields=["attempts", "next_try_at", "reason"])

    def _ingest(self, arrival: Arrival) -> Filing:
        fetched = self.bring(arrival)
        try:
            return ingest_filing(
                fetched.path,
                arrival.file_number,
                source=fetched.address[:500],
                received_at=arrival.published_at,
                is_paper=arrival.is_paper,
                force=self.force,
            )
        finally:
            if not self.keep_files:
                fetched.discard()


def _succeed(arrival: Arrival, filing: Filing) -> None:
    arrival.status, arrival.next_try_at = Arrival.Status.INGESTED, None
    arrival.reason, arrival.traceback = "", ""
    # What the filing says of itself, where no feed has said it.
    arrival.form_type = arrival.form_type or filing.form_type[:10]
    arrival.committee_id = arrival.committee_id or filing.committee_id
    arrival.title = arrival.title or filing.filer_name[:300]
    arrival.save()


def _fail(arrival: Arrival, error: Exception) -> str:
    """Write down why a filing failed and when it is tried again; the reason."""
    # Postgres stores no byte 0, which a broken filing may well bring into its error.
    reason = describe(error).replace("\0", "")[:1000]
    wait = wait_after(arrival.attempts)
    if isinstance(error, NotPublished) and arrival.found_in == Arrival.FoundIn.NUMBER:
        # Nobody announced it: there may be no such filing at all.
        wait = None
    arrival.status, arrival.reason = Arrival.Status.FAILED, reason
    arrival.traceback = traceback.format_exc().replace("\0", "")
    arrival.next_try_at = now() + wait if wait else None
    arrival.save()
    return reason
