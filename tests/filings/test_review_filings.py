"""Decisions on held filings: what they change, who made them, and that they are made once."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from pytest_django import DjangoCaptureOnCommitCallbacks

from filings import review_filings
from filings.holding import apply_holds
from filings.models import Filing, Hold
from filings.review_filings import AlreadyDecided, NoNote, NotHeld, confirm_hold, release_filing
from tests.filings.electronic_factories import MOMENT, make_filing, make_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer() -> User:
    return User.objects.create_user("reviewer")


@pytest.fixture
def held() -> Filing:
    """A filing that two rules hold."""
    filing = make_filing()
    make_rows(filing, *[{"row_type": "SA12", "amount": "300000000"}] * 5)
    apply_holds(connection.connection, [filing.pk])
    filing.refresh_from_db()
    Filing.objects.filter(pk=filing.pk).update(facts_due=False, changed_at=MOMENT)
    assert (filing.is_held, filing.counts, filing.holds.count()) == (True, False, 2)
    return filing


def test_a_released_filing_counts(held: Filing, reviewer: User) -> None:
    decided = release_filing(held, by=reviewer, note=" A genuine transfer. ")
    assert {hold.rule for hold in decided} == {"country", "repeated"}
    held.refresh_from_db()
    assert (held.is_held, held.hold_reason, held.counts, held.facts_due) == (False, "", True, True)
    assert held.changed_at > MOMENT
    for hold in held.holds.all():
        assert (hold.state, hold.decided_by, hold.note) == (
            "released",
            reviewer,
            "A genuine transfer.",
        )
        assert hold.decided_at is not None
    entries = LogEntry.objects.filter(user=reviewer).order_by("pk")
    assert [entry.object_id for entry in entries] == [str(hold.pk) for hold in decided]
    assert "A genuine transfer." in entries[0].change_message


def test_a_confirmed_filing_stays_out(held: Filing, reviewer: User) -> None:
    reason = held.hold_reason
    confirm_hold(held, by=reviewer, note="Invented.")
    held.refresh_from_db()
    assert (held.is_held, held.hold_reason, held.counts, held.facts_due) == (
        True,
        reason,
        False,
        False,
    )
    assert set(held.holds.values_list("state", flat=True)) == {"confirmed"}


def test_one_hold_after_the_other(held: Filing, reviewer: User) -> None:
    country, repeated = held.holds.get(rule="country"), held.holds.get(rule="repeated")
    release_filing(country, by=reviewer, note="It is so large.")
    held.refresh_from_db()
    assert (held.is_held, held.counts) == (True, False)
    assert held.hold_reason == repeated.reason
    release_filing(repeated, by=reviewer, note="Five instalments.")
    held.refresh_from_db()
    assert (held.is_held, held.counts) == (False, True)


def test_a_decision_is_made_once(held: Filing, reviewer: User) -> None:
    hold = held.holds.get(rule="country")
    confirm_hold(held, by=reviewer, note="Invented.")
    other = User.objects.create_user("other")
    for target in (held, hold):
        for decide in (release_filing, confirm_hold):
            with pytest.raises(
                AlreadyDecided, match=f"{held.pk} was confirmed by reviewer on .* A decision stands"
            ):
                decide(target, by=other, note="No.")
    assert LogEntry.objects.count() == 2
    assert set(Hold.objects.values_list("decided_by", flat=True)) == {reviewer.pk}


def test_what_is_not_held(reviewer: User) -> None:
    with pytest.raises(NotHeld, match="is not held"):
        release_filing(make_filing(), by=reviewer, note="Why not.")


def test_a_note_is_needed(held: Filing, reviewer: User) -> None:
    with pytest.raises(NoNote):
        release_filing(held, by=reviewer, note="  ")
    assert set(held.holds.values_list("state", flat=True)) == {"held"}


def test_a_released_amendment_takes_its_place_in_the_chain(reviewer: User) -> None:
    original = make_filing(file_number=9_100_001)
    amendment = make_filing(form_type="F3XA", file_number=9_100_002, amends=9_100_001)
    make_rows(amendment, {"row_type": "SA12", "amount": "300000000"})
    apply_holds(connection.connection, [amendment.pk])
    release_filing(Filing.objects.get(pk=amendment.pk), by=reviewer, note="Looked at.")
    original.refresh_from_db()
    amendment.refresh_from_db()
    assert (original.counts, original.superseded_by) == (False, amendment.pk)
    assert (amendment.counts, amendment.is_current) == (True, True)


def test_who_listens_is_told_after_the_commit(
    held: Filing,
    reviewer: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    told: list[int] = []

    def fail(number: int) -> None:
        raise ValueError(number)

    monkeypatch.setattr(review_filings, "on_decision", [fail, told.append])
    with django_capture_on_commit_callbacks(execute=True):
        confirm_hold(held, by=reviewer, note="Invented.")
        assert told == []
    assert told == [held.pk]
    assert held.holds.filter(state="confirmed").count() == 2
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(AlreadyDecided),
    ):
        confirm_hold(held, by=reviewer, note="Invented.")
    assert told == [held.pk]


def test_the_note_and_the_moment_are_kept(held: Filing, reviewer: User) -> None:
    before = datetime.now(UTC)
    (hold,) = confirm_hold(held.holds.get(rule="country"), by=reviewer, note="x" * 1200)
    hold.refresh_from_db()
    assert len(hold.note) == 1000
    assert hold.decided_at is not None
    assert hold.decided_at >= before
