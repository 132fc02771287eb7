"""What people decide about notices and candidates' names: atomic, audited, outliving imports.

A decision is kept by what was filed (the notice's filing and line; the name and the seat), so that
a row that is read anew finds it again. What follows from it is decided at the next run of the step
"notices"; `on_decision` is called with the cycle after the commit, and may not undo the decision.
"""

import logging
import re
from collections.abc import Callable
from datetime import datetime
from zlib import crc32

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Count, Max
from django.utils import timezone

from expenditures.models import CandidateChoice, IndependentExpenditure
from filings.fec.errors import FinanceTrackerError
from filings.models import Candidate, Filing, FilingRow, NoticeDecision

logger = logging.getLogger(__name__)

# Called with the cycle after a decision was committed, to have totals follow it.
on_decision: list[Callable[[int], object]] = []

Notice = IndependentExpenditure | FilingRow


class NoticeError(FinanceTrackerError):
    """A decision on a notice that cannot be made."""


def decide_notice(
    notice: Notice,
    *,
    decision: str,
    report: Notice | None = None,
    by: User,
    note: str,
) -> NoticeDecision:
    """Say that a notice's row is the same as a report's row, or a thing of its own.

    A later decision on the same row takes the earlier one's place; the log keeps both. Raises
    NoticeError for a row that is of no filing, for "same" without a report's row, and without a
    note.
    """
    note = note.strip()
    if not note:
        raise NoticeError("A decision on a notice needs a note.", remedy="Say why in a few words.")
    if decision not in NoticeDecision.Decision.values:
        raise NoticeError(f"{decision!r} is no decision.", remedy="It is same or separate.")
    if decision == NoticeDecision.Decision.SAME and report is None:
        raise NoticeError("The same as which row?", remedy="Choose a row of the report.")
    if notice.file_number is None:
        raise NoticeError("The row names no filing.", remedy="It cannot be found again later.")
    with transaction.atomic():
        made, is_new = NoticeDecision.objects.update_or_create(
            notice_file_number=notice.file_number,
            notice_line=line_of(notice),
            defaults={
                "notice_transaction_id": notice.transaction_id[:40],
                "decision": decision,
                "report_file_number": report.file_number if report else None,
                "report_transaction_id": report.transaction_id[:40] if report else "",
                "decided_by": by,
                "decided_at": timezone.now(),
                "note": note[:1000],
            },
        )
        _log(by, made, ADDITION if is_new else CHANGE, f"{made}. {note}")
        _have_follow(notice)
    return made


def undo_notice(decision: NoticeDecision, *, by: User) -> None:
    """Take a decision on a notice back: it is matched by its fields again."""
    with transaction.atomic():
        _log(by, decision, DELETION, f"Taken back: {decision}")
        number = decision.notice_file_number
        decision.delete()
        found: Notice | None = IndependentExpenditure.objects.filter(file_number=number).first()
        found = found or FilingRow.objects.filter(file_number=number).first()
        if found:
            _have_follow(found)


def choose_candidate(
    expenditure: IndependentExpenditure, *, candidate: Candidate, by: User, note: str
) -> CandidateChoice:
    """Say which candidate a name means, for all rows of the cycle with that name and seat."""
    name = filed_name(expenditure.candidate_name)
    if not name:
        raise NoticeError("The row names no candidate.", remedy="Look at the filing.")
    with transaction.atomic():
        made, is_new = CandidateChoice.objects.update_or_create(
            cycle=expenditure.cycle,
            name=name,
            office=expenditure.candidate_office,
            state=expenditure.candidate_state,
            district=expenditure.candidate_district,
            defaults={
                "candidate": candidate,
                "decided_by": by,
                "decided_at": timezone.now(),
                "note": note.strip()[:1000],
            },
        )
        _log(by, made, ADDITION if is_new else CHANGE, f"{made}. {note}")
        transaction.on_commit(lambda: _tell(expenditure.cycle))
    return made


def undo_candidate(choice: CandidateChoice, *, by: User) -> None:
    """Take the choice of a candidate back: the name is looked for anew."""
    with transaction.atomic():
        _log(by, choice, DELETION, f"Taken back: {choice}")
        cycle = choice.cycle
        choice.delete()
        transaction.on_commit(lambda: _tell(cycle))


def line_of(notice: Notice) -> int:
    """The line by which a decision knows a row.

    A row of the FEC's file has none: a number below zero stands for its transaction id, or where
    that is blank, as on paper, for all that stands in the row.
    """
    if notice.line:
        return notice.line
    if notice.transaction_id or not isinstance(notice, IndependentExpenditure):
        return -1 - crc32(notice.transaction_id.encode())
    # Without its sign, so that the number is below zero and fits its column.
    return -1 - (notice.row_hash & 0x7FFF_FFFF_FFFF_FFFF)


def filed_name(name: str) -> str:
    """A candidate's name as decisions keep it.

    >>> filed_name(" Roe,  Richard")
    'ROE, RICHARD'
    """
    return re.sub(r"\s+", " ", name.strip()).upper()


def state_of_decisions() -> str:
    """A text that changes with every decision that is made, changed or taken back."""
    tables: tuple[type[models.Model], ...] = (NoticeDecision, CandidateChoice)
    found: list[tuple[int, datetime | None]] = []
    for table in tables:
        row = table._default_manager.aggregate(n=Count("pk"), newest=Max("decided_at"))
        found.append((row["n"], row["newest"]))
    return repr(found)


def _have_follow(notice: Notice) -> None:
    filings = Filing.objects.filter(file_number=notice.file_number or 0)
    # A contribution's notice is read by the step that takes filings in.
    filings.update(facts_due=True, changed_at=timezone.now())
    filing = filings.first()
    cycle = filing.cycle if filing else getattr(notice, "cycle", 0)
    transaction.on_commit(lambda: _tell(cycle))


def _tell(cycle: int) -> None:
    for listener in on_decision:
        try:
            listener(cycle)
        except Exception:
            logger.exception("What follows a decision on a notice could not be asked for.")


def _log(by: User, about: models.Model, flag: int, message: str) -> None:
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(about),
        object_id=str(about.pk),
        object_repr=str(about)[:200],
        action_flag=flag,
        change_message=message,
    )
