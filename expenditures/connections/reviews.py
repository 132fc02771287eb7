"""What people decide about connections: atomic, audited, in force at once, outliving imports.

A review names its connection by key, so that one that is found anew meets its reviews again. None
is ever changed or removed: the newest verdict of a key holds, and those before it are its history.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection as database
from django.db import transaction
from django.db.models import Max, OuterRef, Subquery

from expenditures.models import Connection, ConnectionReview
from filings.fec.errors import FinanceTrackerError

ADD = "expenditures.add_connectionreview"
# Who may change what somebody else decided.
REVERSE = "expenditures.change_connectionreview"

PUBLIC_NOTE_MOST = 500
CONFIRMED, DISMISSED = ConnectionReview.Verdict.CONFIRMED, ConnectionReview.Verdict.DISMISSED
REOPENED, NOTE = ConnectionReview.Verdict.REOPENED, ConnectionReview.Verdict.NOTE


class ConnectionReviewError(FinanceTrackerError):
    """A review of a connection that cannot be made."""


class NoNote(ConnectionReviewError):
    """A review without the words that it needs."""

    remedy = "Say why in a few words."


class TooLong(ConnectionReviewError):
    """A public note that no page has room for."""

    remedy = f"Write at most {PUBLIC_NOTE_MOST} characters; the other note may be of any length."


class DecidedAlready(ConnectionReviewError):
    """The same verdict on the same sentence once more."""

    remedy = "Add a note instead."


class NotDecided(ConnectionReviewError):
    """A verdict that is to be taken back where there is none."""

    remedy = "There is nothing to take back."


class NotYours(ConnectionReviewError):
    """Somebody else's verdict, and no permission to change it."""

    remedy = "An editor may change it, or they may. You can add a note."


class ChangedMeanwhile(ConnectionReviewError):
    """A connection that is not any more as its reviewer read it."""

    remedy = "Read it again, then decide."


@dataclass(frozen=True)
class State:
    """What holds of a connection after all its reviews.

    verdict: "confirmed" or "dismissed", and empty where nobody has decided or it was opened again;
    decided_by (a person's name), decided_at and sentence_then are the verdict's. public_note: the
    newest one since the connection was last dismissed or opened again. is_stale: the sentence is
    another one now than when it was decided on.
    """

    verdict: str = ""
    public_note: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    sentence_then: str = ""
    is_stale: bool = False

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody checked it and found that it holds."""
        return self.verdict == CONFIRMED

    @property
    def is_dismissed(self) -> bool:
        """Whether it is kept from the public."""
        return self.verdict == DISMISSED


def confirm(
    *, connection: Connection, by: User, note: str = "", public_note: str = "", mark: str = ""
) -> ConnectionReview:
    """Say that a connection was checked and holds; also anew, after its figures changed.

    mark: `mark_of` the connection as the reviewer read it. Raises DecidedAlready, NotYours,
    ChangedMeanwhile or TooLong.
    """
    return _review(CONFIRMED, connection, by, note, public_note, mark)


def dismiss(*, connection: Connection, by: User, note: str, mark: str = "") -> ConnectionReview:
    """Keep a connection from the public, whatever its figures will be.

    Raises NoNote, DecidedAlready, NotYours or ChangedMeanwhile.
    """
    return _review(DISMISSED, connection, by, note, "", mark)


def reopen(*, connection: Connection, by: User, note: str, mark: str = "") -> ConnectionReview:
    """Take the verdict back, and the public note with it: the connection waits again.

    Raises NoNote, NotDecided, NotYours or ChangedMeanwhile.
    """
    return _review(REOPENED, connection, by, note, "", mark)


def annotate(
    *, connection: Connection, by: User, note: str = "", public_note: str = "", mark: str = ""
) -> ConnectionReview:
    """Add a note for the newsroom, or one that is printed beside the connection, or both.

    Raises NoNote, ChangedMeanwhile or TooLong.
    """
    return _review(NOTE, connection, by, note, public_note, mark)


def states(keys: Iterable[str]) -> dict[str, State]:
    """What holds of the connections with these keys, by key; those without reviews are left out."""
    found: dict[str, list[ConnectionReview]] = {}
    now = Connection.objects.filter(key=OuterRef("key")).values("sentence")[:1]
    reviews = ConnectionReview.objects.filter(key__in=list(keys)).select_related("decided_by")
    for one in reviews.annotate(sentence_now=Subquery(now)).order_by("pk"):
        found.setdefault(one.key, []).append(one)
    return {key: _state(made) for key, made in found.items()}


def state_of(connection: Connection) -> State:
    """What holds of one connection."""
    return states([connection.key]).get(connection.key, State())


def mark_of(connection: Connection) -> str:
    """What changes when the connection's sentence does, or when somebody reviews it."""
    newest = ConnectionReview.objects.filter(key=connection.key).aggregate(pk=Max("pk"))["pk"]
    return f"{newest or 0}-{sha256(connection.sentence.encode()).hexdigest()[:12]}"


def version() -> int:
    """A number that grows with every review: part of the name of what pages keep about connections.

    No load follows a review, so that the version of the data does not tell that one was made.
    """
    return ConnectionReview.objects.aggregate(pk=Max("pk"))["pk"] or 0


def _state(made: list[ConnectionReview]) -> State:
    """The state after reviews in their order."""
    decided: ConnectionReview | None = None
    public_note = ""
    for one in made:
        if one.verdict != NOTE:
            decided = one if one.verdict != REOPENED else None
        if one.verdict in {DISMISSED, REOPENED}:
            public_note = ""
        public_note = one.public_note or public_note
    if decided is None:
        return State(public_note=public_note)
    sentence_now = getattr(decided, "sentence_now", None)
    return State(
        verdict=decided.verdict,
        public_note=public_note,
        decided_by=decided.decided_by.get_full_name() or decided.decided_by.get_username(),
        decided_at=decided.decided_at,
        sentence_then=decided.sentence,
        is_stale=sentence_now is not None and sentence_now != decided.sentence,
    )


@transaction.atomic
def _review(
    verdict: ConnectionReview.Verdict,
    connection: Connection,
    by: User,
    note: str,
    public_note: str,
    mark: str,
) -> ConnectionReview:
    note, public_note = note.strip(), public_note.strip()
    if verdict in {DISMISSED, REOPENED} and not note:
        raise NoNote(
            "A dismissal needs a note." if verdict == DISMISSED else "Opening again needs a note."
        )
    if verdict == NOTE and not note and not public_note:
        raise NoNote("The note is empty.", remedy="Write one, or leave it.")
    if len(public_note) > PUBLIC_NOTE_MOST:
        raise TooLong(f"The public note has {len(public_note):,} characters.")
    with database.cursor() as cursor:
        # Two who review the same connection at once take turns.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('connection'), hashtext(%s))", (connection.key,)
        )
    held = Connection.objects.filter(key=connection.key).first()
    if held is None:
        raise ChangedMeanwhile("This connection is no longer found.", remedy="Take the next one.")
    if mark and mark != mark_of(held):
        raise ChangedMeanwhile("It has changed, or somebody reviewed it, since you opened it.")
    if verdict != NOTE:
        _check(verdict, held, by)
    made = ConnectionReview.objects.create(
        key=held.key,
        cycle=held.cycle,
        verdict=verdict,
        note=note,
        public_note=public_note,
        sentence=held.sentence,
        decided_by=by,
    )
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(ConnectionReview),
        object_id=str(made.pk),
        object_repr=f"{verdict.label}: {held.sentence}"[:200],
        action_flag=ADDITION,
        change_message=" | ".join(part for part in (held.key, note, public_note) if part),
    )
    return made


def _check(verdict: ConnectionReview.Verdict, connection: Connection, by: User) -> None:
    """Raise where this verdict says nothing new, or overturns another person's without leave."""
    newest = ConnectionReview.objects.filter(key=connection.key).exclude(verdict=NOTE)
    last = newest.select_related("decided_by").order_by("-pk").first()
    if last is None or last.verdict == REOPENED:
        if verdict == REOPENED:
            raise NotDecided("Nobody has decided on this connection.")
        return
    if last.verdict == verdict and last.sentence == connection.sentence:
        raise DecidedAlready(
            f"{last.decided_by} {verdict} this connection on {last.decided_at:%Y-%m-%d} already."
        )
    if last.verdict != verdict and last.decided_by_id != by.pk and not by.has_perm(REVERSE):
        raise NotYours(f"This connection was {last.verdict} by {last.decided_by}.")
