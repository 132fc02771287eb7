"""What people decide about filings that are held: atomic, audited, in force at once.

A decision is made once for each hold. The filing and its chain change in the same transaction;
totals follow later: `on_decision` is called after the commit, and may not undo the decision.
"""

from collections.abc import Callable
from typing import cast

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone

from filings.amendments import decide_chains
from filings.fec.errors import FinanceTrackerError
from filings.holding import RULES, settle
from filings.models import Filing, Hold
from filings.staging import Connection

# Called with a file number after a decision on that filing was committed, for example to have its
# rows taken into the totals.
on_decision: list[Callable[[int], object]] = []


class HoldError(FinanceTrackerError):
    """A decision on a held filing that cannot be made."""


class NotHeld(HoldError):
    """A filing that no undecided hold keeps back."""

    remedy = "There is nothing to decide."


class AlreadyDecided(HoldError):
    """A hold that somebody has decided on before."""

    remedy = "A decision stands; look at it in the list of holds."


class NoNote(HoldError):
    """A decision without a reason."""

    remedy = "Say why in a few words: the note is kept with the decision."


def release_filing(target: Filing | Hold, *, by: User, note: str) -> list[Hold]:
    """Let a held filing count. Gives the holds decided on: a Filing's undecided ones, or the one.

    The filing counts once no hold is left and it is the current one of its chain; its rules never
    hold it again. Raises NotHeld, AlreadyDecided or NoNote.
    """
    return _decide(target, Hold.State.RELEASED, by, note)


def confirm_hold(target: Filing | Hold, *, by: User, note: str) -> list[Hold]:
    """Keep a held filing out for good. Gives the holds decided on, as release_filing does.

    Raises NotHeld, AlreadyDecided or NoNote.
    """
    return _decide(target, Hold.State.CONFIRMED, by, note)


@transaction.atomic
def _decide(target: Filing | Hold, state: Hold.State, by: User, note: str) -> list[Hold]:
    note = note.strip()
    if not note:
        raise NoNote("A decision on a held filing needs a note.")
    number = target.filing_id if isinstance(target, Hold) else target.file_number
    # The filing first, as whoever takes it in does: or two would wait for each other.
    filing = Filing.objects.select_for_update().get(pk=number)
    holds = Hold.objects.select_for_update().filter(filing=filing).order_by("pk")
    if isinstance(target, Hold):
        holds = holds.filter(pk=target.pk)
    found = list(holds)
    waiting = [hold for hold in found if hold.state == Hold.State.HELD]
    if not waiting:
        raise _refusal(number, found)
    moment = timezone.now()
    for hold in waiting:
        hold.state, hold.note = state, note[:1000]
        hold.decided_by, hold.decided_at = by, moment
        hold.save(update_fields=["state", "note", "decided_by", "decided_at"])
        LogEntry.objects.create(
            user=by,
            content_type=ContentType.objects.get_for_model(Hold),
            object_id=str(hold.pk),
            object_repr=str(hold)[:200],
            action_flag=CHANGE,
            change_message=f"{state.label} ({RULES.get(hold.rule, hold.rule)}): {note}",
        )
    connection.ensure_connection()
    direct = cast(Connection, connection.connection)
    settle(direct, [number])
    # A held filing replaces no other: once released, it may.
    decide_chains(direct, [filing.committee_id])
    Filing.objects.filter(pk=number).update(changed_at=timezone.now())
    for listener in on_decision:
        _tell_after_commit(listener, number)
    return waiting


def _refusal(number: int, holds: list[Hold]) -> HoldError:
    decided = [(hold.decided_at, hold.pk, hold) for hold in holds if hold.decided_at is not None]
    if not decided:
        return NotHeld(f"Filing {number} is not held.")
    at, _, last = max(decided)
    return AlreadyDecided(
        f"Filing {number} was {last.state} by {last.decided_by} on {at:%Y-%m-%d} already."
    )


def _tell_after_commit(listener: Callable[[int], object], number: int) -> None:
    # The decision is made, whatever becomes of what follows it. A partial would not do: Django asks
    # what fails for its name.
    transaction.on_commit(lambda: listener(number), robust=True)
