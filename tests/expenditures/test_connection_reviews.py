"""Reviews of connections: what is decided holds at once, outlives imports, and is never lost."""

from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User

from expenditures.connections import reviews
from expenditures.connections.evidence import Party, Step, slug_of, to_json
from expenditures.models import Connection, ConnectionReview
from filings.models import Committee
from financetracker.groups import keep_groups

pytestmark = pytest.mark.django_db

SPENDER = "C00900001"
PATH = (
    Step(
        "gave", Party("person", "doe-jane 90001", "DOE, JANE"),
        Party("committee", SPENDER, "EXAMPLE FORWARD"), Decimal("5000.00"), 2,
        share=Decimal("62.5"), filings=(1160001,),
    ),
)  # fmt: skip


def make(
    name: str = "a", *, score: int = 100, sentence: str = "", kind: str = "rival"
) -> Connection:
    """A connection as the step stores it."""
    key = f"{kind}|2018|{name}"
    return Connection.objects.create(
        cycle=2018, kind=kind, key=key, slug=slug_of(key), spender_id=SPENDER,
        amount=Decimal(score), score=Decimal(score), certainty="same_name",
        sentence=sentence or f"Jane Doe gave $5,000 to Example Forward ({name}).",
        evidence=to_json(PATH), first_found_at="2018-06-01T00:00Z",
    )  # fmt: skip


def person(name: str, group: str = "reviewer") -> User:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def reviewer() -> User:
    keep_groups()
    Committee.objects.create(pk=SPENDER, name="EXAMPLE FORWARD")
    return person("rita")


def found_again(connection: Connection, sentence: str) -> Connection:
    """The connection as a later run of the step finds it, with other figures."""
    name = connection.key.rpartition("|")[2]
    Connection.objects.filter(key=connection.key).delete()
    return make(name, sentence=sentence)


def test_a_dismissed_connection_is_not_shown_until_it_is_opened_again(reviewer: User) -> None:
    one, other = make("a"), make("b")
    before = reviews.version()
    reviews.dismiss(connection=one, by=reviewer, note="Two people of that name")
    assert list(Connection.objects.shown()) == [other]
    # What pages keep is kept under another name from now on.
    assert reviews.version() > before
    reviews.annotate(connection=one, by=reviewer, note="Called her")
    assert list(Connection.objects.shown()) == [other]
    reviews.reopen(connection=one, by=reviewer, note="It is one person")
    assert set(Connection.objects.shown()) == {one, other}
    assert reviews.state_of(one) == reviews.State()
    reviews.confirm(connection=one, by=reviewer, public_note="She confirmed it.")
    state = reviews.state_of(one)
    assert (state.is_confirmed, state.public_note, state.decided_by) == (
        True, "She confirmed it.", "rita",
    )  # fmt: skip
    reviews.annotate(connection=one, by=reviewer, public_note="She says it was her sister.")
    assert reviews.state_of(one).public_note == "She says it was her sister."
    reviews.reopen(connection=one, by=reviewer, note="To be looked at anew")
    assert reviews.state_of(one).public_note == ""
    assert ConnectionReview.objects.filter(key=one.key).count() == 6


def test_every_review_is_in_the_log(reviewer: User) -> None:
    one = make()
    made = reviews.dismiss(connection=one, by=reviewer, note="Two people")
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (reviewer, str(made.pk))
    assert entry.change_message == f"{one.key} | Two people"


def test_a_dismissal_outlives_a_new_run_and_says_when_the_figures_changed(reviewer: User) -> None:
    one = make()
    reviews.dismiss(connection=one, by=reviewer, note="Two people")
    again = found_again(one, one.sentence)
    assert not Connection.objects.shown().exists()
    assert not reviews.state_of(again).is_stale
    again = found_again(one, "Jane Doe gave $9,000 to Example Forward.")
    assert not Connection.objects.shown().exists()
    state = reviews.state_of(again)
    assert (state.is_dismissed, state.is_stale, state.sentence_then) == (True, True, one.sentence)
    # The same verdict on other figures is a review of its own.
    reviews.dismiss(connection=again, by=reviewer, note="Still two people")
    assert not reviews.state_of(again).is_stale
    Connection.objects.all().delete()
    assert reviews.states([one.key])[one.key].is_stale is False


def test_what_says_nothing_or_overturns_others_is_refused(reviewer: User) -> None:
    one = make()
    other, editor = person("otto"), person("edda", "editor")
    mark = reviews.mark_of(one)
    for refused, error in (
        (lambda: reviews.dismiss(connection=one, by=reviewer, note=" "), reviews.NoNote),
        (lambda: reviews.annotate(connection=one, by=reviewer), reviews.NoNote),
        (lambda: reviews.reopen(connection=one, by=reviewer, note="x"), reviews.NotDecided),
        (
            lambda: reviews.confirm(connection=one, by=reviewer, public_note="x" * 501),
            reviews.TooLong,
        ),
    ):
        with pytest.raises(error):
            refused()
    reviews.confirm(connection=one, by=reviewer)
    with pytest.raises(reviews.DecidedAlready):
        reviews.confirm(connection=one, by=other, note="Me too")
    with pytest.raises(reviews.NotYours):
        reviews.dismiss(connection=one, by=other, note="No")
    with pytest.raises(reviews.ChangedMeanwhile):
        reviews.annotate(connection=one, by=other, note="Read before", mark=mark)
    assert ConnectionReview.objects.count() == LogEntry.objects.count() == 1
    reviews.dismiss(connection=one, by=editor, note="It does not hold")
    Connection.objects.all().delete()
    with pytest.raises(reviews.ChangedMeanwhile):
        reviews.annotate(connection=one, by=editor, note="Gone")


def test_states_are_read_in_one_query(reviewer: User, django_assert_num_queries: object) -> None:
    made = [make(str(number)) for number in range(3)]
    for one in made:
        reviews.confirm(connection=one, by=reviewer)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(reviews.states(one.key for one in made)) == 3
