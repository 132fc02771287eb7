"""What people decide about tags: atomic, audited, reversible, and in force at once.

A decision names its donor by text (a normal form, perhaps with an occupation; or a committee's id).
The tags of that donor's profiles change in the same transaction, unless the step "tags" is running,
which sees the decision at its next run. Totals follow later: whoever listens to `decided` sees to
that, and a listener that fails does not undo the decision.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Max, Q
from django.dispatch import Signal
from django.utils import timezone

from donations.models import Correction, Decision, Industry, ReviewItem
from donations.normalizing import plain_form
from donations.retrying import whole
from donations.reviewable import (
    Donor,
    NoReason,
    NotOpen,
    ReviewError,
    check,
    donor_decided,
    donor_of,
)
from donations.tagging import LOCK, committee_profile, retag_organizations
from donations.taxonomy import NOT_CLASSED
from filings.staging import Connection

# Sent after the commit of a decision or a reversal, without arguments.
decided = Signal()

OPEN, SKIPPED, CLOSED = ReviewItem.State.OPEN, ReviewItem.State.SKIPPED, ReviewItem.State.CLOSED
ACCEPTED, REJECTED = "accepted", "rejected"
DESK, BULK, PUBLIC = "desk", "bulk", "public"


def decide(
    *,
    form: str = "",
    occupation: str = "",
    committee_id: str = "",
    industry: Industry,
    reason: str,
    by: User,
    origin: str = DESK,
) -> Decision:
    """Decide the industry of one donor; an earlier decision on the same donor is replaced.

    Raises NotANormalForm, NotADonor or NoReason.
    """
    donor = Donor(form, occupation, committee_id)
    return decide_many(donors=[donor], industry=industry, reason=reason, by=by, origin=origin)[0]


@whole
def decide_many(
    *, donors: Collection[Donor], industry: Industry, reason: str, by: User, origin: str = BULK
) -> list[Decision]:
    """Decide the industry of several donors at once, all or none: of a set of spellings, say."""
    wanted = sorted(set(donors))
    reason = reason.strip()
    check(wanted, industry, reason)
    _lock(wanted)
    earlier = {donor_decided(one): one for one in _active(wanted)}
    before = _shown(wanted, earlier)
    now = timezone.now()
    Decision.objects.filter(pk__in=[one.pk for one in earlier.values()]).update(
        reversed_at=now, reversed_by=by, reversed_why="Replaced by a later decision."
    )
    made = Decision.objects.bulk_create(
        Decision(
            form=donor.form,
            occupation=donor.occupation,
            committee_id=donor.committee_id,
            industry=industry,
            before=before[donor][0],
            before_basis=before[donor][1],
            reason=reason,
            origin=origin,
            decided_by=by,
        )
        for donor in wanted
    )
    for one in made:
        if donor_decided(one) in earlier:
            earlier[donor_decided(one)].replaced_by = one
    Decision.objects.bulk_update(earlier.values(), ["replaced_by"])
    for one in earlier.values():
        # What the earlier one closed is to wait again when the later one is reversed.
        ReviewItem.objects.filter(decision=one, state=CLOSED).update(decision=one.replaced_by)
    _close_items(made, by)
    _take_effect(wanted)
    return made


@whole
def reverse(*, decision: Decision, by: User, why: str) -> Decision:
    """Take a decision back: rules speak again, and what it closed waits again."""
    if not why.strip():
        raise NoReason("A reversal needs a reason.")
    _lock([donor_decided(decision)])
    held = Decision.objects.select_for_update().get(pk=decision.pk)
    if held.reversed_at:
        raise NotOpen(f"The decision on {donor_decided(held)} was reversed already.", remedy="")
    held.reversed_at, held.reversed_by, held.reversed_why = timezone.now(), by, why.strip()[:300]
    held.save(update_fields=["reversed_at", "reversed_by", "reversed_why"])
    # A reader's correction has had its answer.
    closed = ReviewItem.objects.filter(decision=held, state=CLOSED)
    closed.exclude(reason=ReviewItem.Reason.PUBLIC).update(
        state=OPEN, decision=None, changed_by=None, changed_at=None
    )
    _take_effect([donor_decided(held)])
    return held


@whole
def choose(
    *,
    item: ReviewItem,
    industry: Industry,
    reason: str,
    by: User,
    also: Sequence[Donor] = (),
) -> list[Decision]:
    """Close an item with a decision on its donor, and on others `also`; the item's comes first."""
    donor = donor_of(item)
    # Before the item: two who each take the other's donor along would wait for each other.
    _lock(sorted({donor, *also}))
    held = _held(item)
    origin = PUBLIC if held.correction_id else BULK if also else DESK
    made = decide_many(
        donors=[donor, *also], industry=industry, reason=reason, by=by, origin=origin
    )
    made.sort(key=lambda one: donor_decided(one) != donor)
    if held.correction:
        outcome = ACCEPTED if industry.pk == held.correction.wanted_id else REJECTED
        close_correction(correction=held.correction, outcome=outcome, by=by)
    _set(held, CLOSED, by, decision=made[0])
    return made


def accept_proposal(
    *, item: ReviewItem, reason: str, by: User, also: Sequence[Donor] = ()
) -> list[Decision]:
    """Close an item with the industry proposed for it."""
    if item.proposed is None:
        raise ReviewError(
            f"No industry is proposed for {donor_of(item)}.", remedy="Choose one, reject or skip."
        )
    return choose(item=item, industry=item.proposed, reason=reason, by=by, also=also)


@whole
def reject(*, item: ReviewItem, reason: str, by: User) -> list[Decision]:
    """Close an item against what is proposed.

    A reader's correction is declined, a decision stands, an untagged donor stays unclassed; a tag
    made by rules gives way to the decision that the donor is not classed.
    """
    _lock([donor_of(item)])
    held = _held(item)
    made: list[Decision] = []
    if held.correction:
        close_correction(correction=held.correction, outcome=REJECTED, by=by)
    elif held.reason in {ReviewItem.Reason.LOW, ReviewItem.Reason.RULES}:
        made = decide_many(
            donors=[donor_of(held)],
            industry=Industry.objects.get(slug=NOT_CLASSED),
            reason=reason,
            by=by,
            origin=DESK,
        )
    _set(held, CLOSED, by, decision=made[0] if made else None)
    return made


@whole
def skip(*, item: ReviewItem, by: User) -> None:
    """Leave an item for later or for others."""
    _set(_held(item), SKIPPED, by)


@whole
def undo(*, items: Collection[int], decisions: Collection[int], by: User) -> None:
    """Take back what one did with some items, by their ids: decisions made are reversed, decisions
    they replaced are made again, and the items wait again.

    Raises NotOpen where somebody else has dealt with one of them since.
    """
    about = {donor_decided(one) for one in Decision.objects.filter(pk__in=decisions)}
    about |= {
        donor_of(one)
        for one in ReviewItem.objects.filter(pk__in=items).select_related(
            "organization", "correction"
        )
    }
    _lock(sorted(about))
    made = list(
        Decision.objects.filter(pk__in=decisions, reversed_at=None, decided_by=by).order_by("pk")
    )
    ours = {one.pk for one in made}
    found = list(
        ReviewItem.objects.select_for_update(of=("self",))
        .filter(Q(pk__in=items) | Q(decision__in=ours))
        .order_by("pk")
    )
    for held in found:
        is_ours = held.decision_id in ours or (
            held.decision_id is None and held.changed_by_id == by.pk and not _decided_since(held)
        )
        if held.state != OPEN and not is_ours:
            other = _decided_since(held) or held.changed_by
            raise NotOpen(
                f"{donor_of(held)} was dealt with by {other} since.",
                remedy="Reverse that decision in the list of decisions, if it is wrong.",
            )
    for decision in made:
        replaced = Decision.objects.filter(replaced_by=decision).first()
        if replaced is None:
            reverse(decision=decision, by=by, why="Undone at the desk.")
        else:
            decide_many(
                donors=[donor_decided(decision)],
                industry=replaced.industry,
                reason=replaced.reason,
                by=by,
                origin=replaced.origin,
            )
    # What a decision that is made again had closed is closed by it again.
    waiting = ReviewItem.objects.filter(Q(pk__in=items) | Q(decision__in=ours))
    pks = list(waiting.values_list("pk", flat=True))
    Correction.objects.filter(reviewitem__in=pks, closed_by=by).update(
        closed_at=None, closed_by=None, outcome=""
    )
    ReviewItem.objects.filter(pk__in=pks).update(
        state=OPEN, decision=None, changed_by=None, changed_at=None
    )


@whole
def close_correction(*, correction: Correction, outcome: str, by: User) -> Correction:
    """Say what became of a reader's correction: accepted or rejected."""
    if outcome not in {ACCEPTED, REJECTED}:
        raise ReviewError(f"{outcome!r} is no outcome.", remedy="Say accepted or rejected.")
    _lock([Donor(form=correction.form, committee_id=correction.committee_id)])
    held = Correction.objects.select_for_update().get(pk=correction.pk)
    if held.closed_at:
        raise NotOpen(f"The correction of {held} was {held.outcome} already.", remedy="")
    held.closed_at, held.closed_by, held.outcome = timezone.now(), by, outcome
    held.save(update_fields=["closed_at", "closed_by", "outcome"])
    ReviewItem.objects.filter(correction=held).exclude(state=CLOSED).update(
        state=CLOSED, changed_by=by, changed_at=held.closed_at
    )
    return held


def _lock(donors: list[Donor]) -> None:
    """Let others who decide on these donors wait; in one order, or they might wait in a circle."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('donations.review'), hashtext(k))"
            " FROM unnest(%s::text[]) k",
            [[repr(donor) for donor in donors]],
        )


def _active(donors: list[Donor]) -> list[Decision]:
    wanted = set(donors)
    found = Decision.objects.filter(
        Q(form__in=[donor.form for donor in donors if donor.form])
        | Q(committee_id__in=[donor.committee_id for donor in donors if donor.committee_id]),
        reversed_at=None,
    )
    return [one for one in found.select_related("industry") if donor_decided(one) in wanted]


# The tag that most dollars of a donor have: {which} are the donor's profiles.
_SHOWN = (
    "SELECT i.slug, p.basis FROM donations_donorprofile p"
    " JOIN donations_industry i ON i.id = p.industry_id"
    " LEFT JOIN donations_profiletotal t ON t.profile_id = p.id"
    " AND t.counted_as IN ('individual', 'committee', 'transfer') WHERE {which}"
    " GROUP BY 1, 2 ORDER BY sum(t.amount) DESC NULLS LAST, 1 LIMIT 1"
)
_OF_FORM = "p.organization_id = (SELECT id FROM donations_organization WHERE form = %s)"
_OF_PAIR = f"{_OF_FORM} AND p.occupation_id = ANY(%s)"


def shown_industry(donor: Donor) -> tuple[str, str]:
    """Slug and basis of the tag that most of a donor's dollars have now."""
    which: str = _OF_FORM
    values: list[Any] = [donor.form]
    if donor.committee_id:
        which, values = "p.id = %s", [committee_profile(donor.committee_id)]
    elif donor.occupation:
        which, values = _OF_PAIR, [donor.form, _occupations(donor)]
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN.format(which=which), values)
        row = cursor.fetchone()
    return (str(row[0]), str(row[1])) if row else (NOT_CLASSED, "none")


def _shown(donors: list[Donor], earlier: dict[Donor, Decision]) -> dict[Donor, tuple[str, str]]:
    return {
        donor: (earlier[donor].industry.slug, "decision")
        if donor in earlier
        else shown_industry(donor)
        for donor in donors
    }


def _occupations(donor: Donor) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT k.id, k.name FROM donations_organization o"
            " JOIN donations_donorprofile p ON p.organization_id = o.id"
            " JOIN donations_occupation k ON k.id = p.occupation_id WHERE o.form = %s",
            [donor.form],
        )
        return [
            number for number, name in cursor.fetchall() if plain_form(name) == donor.occupation
        ]


def _take_effect(donors: list[Donor]) -> None:
    """Tag the donors' profiles anew, and tell who listens once it is committed."""
    transaction.on_commit(lambda: decided.send_robust(sender=None))
    connection.ensure_connection()
    direct = cast(Connection, connection.connection)
    # The step "tags" writes every profile, and may have read the decisions before this one. It is
    # not waited for: the next run brings the tag, as what it follows from has changed.
    free = direct.execute("SELECT pg_try_advisory_xact_lock_shared(hashtext(%s))", (LOCK,))
    if (free.fetchone() or (False,))[0]:
        forms = [donor.form for donor in donors if donor.form]
        organizations = direct.execute(
            "SELECT id FROM donations_organization WHERE form = ANY(%s)", (forms,)
        ).fetchall()
        retag_organizations(
            direct,
            (int(str(number)) for (number,) in organizations),
            [donor.committee_id for donor in donors if donor.committee_id],
        )


def _close_items(made: list[Decision], by: User) -> None:
    """Close what waits for the donors decided on, but readers' corrections, which get an answer."""
    whole = [one.pk for one in made if not one.occupation]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE donations_reviewitem r SET state = 'closed', decision_id = d.id,"
            " changed_by_id = %s, changed_at = now()"
            " FROM donations_decision d LEFT JOIN donations_organization o ON o.form = d.form"
            " WHERE d.id = ANY(%s) AND r.state <> 'closed' AND r.reason <> 'public'"
            " AND (r.organization_id = o.id OR d.committee_id <> ''"
            " AND r.committee_id = d.committee_id)",
            [by.pk, whole],
        )


def _held(item: ReviewItem) -> ReviewItem:
    """The item as it is now, locked; NotOpen where somebody has closed it."""
    held = ReviewItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if held.state == CLOSED:
        raise NotOpen(f"{donor_of(held)} was dealt with by {held.changed_by} meanwhile.")
    return held


def _decided_since(item: ReviewItem) -> User | None:
    """Who decided on an item's donor after the item was left without a decision of its own."""
    donor = donor_of(item)
    if item.correction_id or item.changed_at is None:
        return None  # A reader's correction has its own answer.
    later = Decision.objects.filter(
        form=donor.form, occupation="", committee_id=donor.committee_id, reversed_at=None,
        decided_at__gt=item.changed_at,
    )  # fmt: skip
    found = later.select_related("decided_by").first()
    return found.decided_by if found else None


def _set(item: ReviewItem, state: Any, by: User, decision: Decision | None = None) -> None:
    item.state, item.changed_by, item.changed_at = state, by, timezone.now()
    item.decision = decision
    item.save(update_fields=["state", "changed_by", "changed_at", "decision"])


def last_change() -> datetime | None:
    """When anybody last decided or reversed anything."""
    newest = Decision.objects.aggregate(decided=Max("decided_at"), reversed=Max("reversed_at"))
    return max((at for at in newest.values() if at), default=None)
