"""Reviews of connections: what is decided holds at once, outlives imports, and is never lost."""

from decimal import Decimal
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.urls import reverse, reverse_lazy
from pytest_django import DjangoAssertNumQueries

from expenditures.connections import kinds, reviews, store
from expenditures.connections.evidence import Found, Party, Step, slug_of, to_json
from expenditures.connections.kinds import KINDS
from expenditures.connections.world import World
from expenditures.models import Connection, ConnectionReview
from filings.models import Committee
from filings.staging import Connection as Direct
from financetracker.groups import keep_groups
from tests.filings.admin_people import signed_in
from tests.filings.electronic_factories import make_filing

pytestmark = pytest.mark.django_db

SPENDER = "C00900001"
PATH = (
    Step(
        "gave", Party("person", "doe-jane 90001", "DOE, JANE"),
        Party("committee", SPENDER, "EXAMPLE FORWARD"), Decimal("5000.00"), 2,
        share=Decimal("62.5"), filings=(1160001,),
    ),
    Step(
        "shares", Party("committee", SPENDER, "EXAMPLE FORWARD"),
        Party("committee", "C00900009", "OTHER PAC"), rows=3, words="the treasurer Pat Roe",
    ),
    Step(
        "registered", Party("committee", SPENDER, "EXAMPLE FORWARD"),
        Party("race", "1", "the race"), words="registered with the FEC",
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


def run_step(*found: Found) -> None:
    """Keep what the finders found, as the step does."""
    connection.ensure_connection()
    store._store(World(cast(Direct, connection.connection), 2018, {}), {
        one.key(2018): one for one in found
    })  # fmt: skip
    with connection.cursor() as cursor:
        # They live until the transaction ends, which is the test's.
        cursor.execute("DROP TABLE found, found_party")


def found_again(known: Connection, sentence: str) -> Connection:
    """A connection that one run of the step no longer found, and the next one finds again."""
    run_step()
    assert not Connection.objects.filter(key=known.key).exists()
    name = known.key.rpartition("|")[2]
    run_step(
        Found(
            known.kind, (name,), SPENDER, known.amount, known.score, "same_name", sentence, PATH,
            {PATH[0].source: "funder"},
        )
    )  # fmt: skip
    return Connection.objects.get(key=known.key)


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
    run_step()
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


def test_states_are_read_in_one_query(
    reviewer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = [make(str(number)) for number in range(3)]
    for one in made:
        reviews.confirm(connection=one, by=reviewer)
    with django_assert_num_queries(1):
        assert len(reviews.states(one.key for one in made)) == 3


LIST = reverse_lazy("admin:expenditures_connection_changelist")


def page(one: Connection) -> str:
    return reverse("admin:expenditures_connection_change", args=[one.pk])


def say(client: Client, one: Connection, **posted: str) -> Any:
    """Answer the form as it stands on the page."""
    client.get(page(one))
    given = {"mark": reviews.mark_of(one), "stay": "1"} | posted
    return client.post(page(one), given, follow=True)


def test_the_list_filters_by_what_was_said(client: Client, reviewer: User) -> None:
    client.force_login(reviewer)
    fresh, held, gone, grown = (make(name, score=score) for score, name in enumerate("abcd", 1))
    other = make("e", kind="late")
    other.parties.create(kind="committee", key="C00900009", name="OTHER", role="via")
    reviews.confirm(connection=held, by=reviewer)
    reviews.dismiss(connection=gone, by=reviewer, note="Two people")
    reviews.dismiss(connection=grown, by=reviewer, note="Two people")
    Connection.objects.filter(pk=grown.pk).update(
        sentence="Jane Doe gave $9,000 to Example Forward."
    )
    for query, found in (
        ({}, [other, grown, gone, held, fresh]),
        ({"state": "waiting"}, [other, fresh]),
        ({"state": "confirmed"}, [held]),
        ({"state": "dismissed"}, [grown, gone]),
        ({"state": "changed"}, [grown]),
        ({"kind__exact": "late", "cycle": "2018"}, [other]),
        ({"certainty__exact": "possible"}, []),
        ({"q": "gave 9,000"}, [grown]),
        ({"q": "c00900009 doe"}, [other]),
        ({"o": "3"}, [fresh, held, gone, grown, other]),
    ):
        listed = client.get(LIST, query).context["cl"].result_list
        assert {one.pk for one in listed} == {one.pk for one in found}, query
        if "state" not in query:
            assert [one.score for one in listed] == [one.score for one in found], query
    assert "dismissed, changed since" in client.get(LIST).content.decode()


def test_a_page_shows_the_path_and_its_filings(client: Client, reviewer: User) -> None:
    client.force_login(reviewer)
    one = make(sentence="Jane Doe gave $5,000 <to> Example Forward.")
    shown = client.get(page(one)).content.decode()
    for text in (
        "Jane Doe gave $5,000 &lt;to&gt; Example Forward.", "$5,000.00", "62.5 %",
        f"https://docquery.fec.gov/cgi-bin/forms/{SPENDER}/1160001/",
        reverse("admin:filings_committee_change", args=[SPENDER]),
        "OTHER PAC</a>: the treasurer Pat Roe (3 committees of the cycle have it)",
        "EXAMPLE FORWARD</a>: registered with the FEC", KINDS["rival"].innocent[0],
        KINDS["rival"].definition,
    ):  # fmt: skip
        assert text in shown
    make_filing(file_number=1160001)
    assert reverse("admin:filings_filing_change", args=[1160001]) in page_of(client, one)


def page_of(client: Client, one: Connection) -> str:
    return client.get(page(one)).content.decode()


def test_a_reviewer_goes_from_one_to_the_next(client: Client, reviewer: User) -> None:
    client.force_login(reviewer)
    small, middle, large = make("a", score=1), make("b", score=2), make("c", score=3)
    make("d", score=4, kind="late")
    filters = urlencode({"_changelist_filters": "kind__exact=rival&cycle=2018"})
    address = f"{page(middle)}?{filters}"
    posted = {"mark": reviews.mark_of(middle), "verdict": "confirmed", "next": "1"}
    answer = client.post(address, posted)
    assert answer.headers["Location"] == f"{page(small)}?{filters}"
    assert "Confirmed." in client.get(answer.headers["Location"]).content.decode()
    # Below the smallest the list begins anew.
    answer = client.post(f"{page(small)}?{filters}", posted | {"mark": reviews.mark_of(small)})
    assert answer.headers["Location"] == f"{page(large)}?{filters}"
    answer = client.post(f"{page(large)}?{filters}", posted | {"mark": reviews.mark_of(large)})
    assert answer.headers["Location"] == f"{LIST}?kind__exact=rival&cycle=2018"
    assert ConnectionReview.objects.filter(verdict="confirmed").count() == 3


def test_an_answer_that_cannot_be_taken_is_kept_in_the_form(client: Client, reviewer: User) -> None:
    client.force_login(reviewer)
    one = make()
    for posted, word in (
        ({"verdict": "dismissed"}, "A dismissal needs a note."),
        ({"verdict": "dismissed", "note": "x", "public_note": "So"}, "goes with a confirmation"),
        ({"note": "Kept text"}, "No answer was chosen."),
        ({"verdict": "note"}, "The note is empty."),
        ({"verdict": "confirmed", "mark": "0-other"}, "since you opened it"),
    ):
        answer = say(client, one, **posted)
        assert answer.status_code == 200
        assert word in answer.content.decode()
        assert posted.get("note", "") in answer.content.decode()
    assert not ConnectionReview.objects.exists()
    shown = say(client, one, verdict="dismissed", note="Two\0people").content.decode()
    assert "the public does not see it" in shown
    assert "Two people" in shown
    assert 'value="dismissed"' not in shown
    assert 'value="reopened"' in shown
    assert (
        "Open again." in say(client, one, verdict="reopened", note="One after all").content.decode()
    )


def test_who_may_review(reviewer: User) -> None:
    one = make()
    for group, read, write in (
        (None, 302, 302), ("nobody", 403, 403), ("reviewer", 200, 200), ("editor", 200, 200),
    ):  # fmt: skip
        client = Client() if group is None else signed_in(group)
        assert client.get(page(one)).status_code == read
        assert client.get(LIST).status_code == read
        answer = client.post(
            page(one), {"mark": reviews.mark_of(one), "verdict": "note", "note": "x"}, follow=False
        )
        assert answer.status_code == (302 if write == 200 else write)
    assert ConnectionReview.objects.count() == 2
    # Who may only look finds no form, and cannot send one.
    looker = User.objects.create_user("lola", is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_connection"))
    client = Client()
    client.force_login(looker)
    assert "<textarea" not in page_of(client, one)
    assert client.post(page(one), {"verdict": "note", "note": "x"}).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reviewer)
    assert strict.post(page(one), {"verdict": "note", "note": "x"}).status_code == 403
    assert ConnectionReview.objects.count() == 2
    # One that is no longer found leads back to the list.
    Connection.objects.all().delete()
    assert strict.get(page(one)).headers["Location"] == LIST


def test_how_many_queries_the_pages_take(
    client: Client, reviewer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(reviewer)
    made = [make(str(number), score=number) for number in range(9)]
    for one in made[:5]:
        reviews.dismiss(connection=one, by=reviewer, note="Two people")
    client.get(LIST)
    with django_assert_num_queries(10):
        client.get(LIST, {"state": "dismissed"})
    with django_assert_num_queries(11):
        client.get(page(made[0]))
    assert client.get(reverse("admin:expenditures_connectionreview_changelist")).status_code == 200
    newest = reverse("admin:expenditures_connectionreview_change", args=[reviews.version()])
    assert made[4].sentence in client.get(newest).content.decode()
    with django_assert_num_queries(12):
        client.get(reverse("admin:expenditures_connectionreview_changelist"))


def test_the_page_on_methods_has_every_kind_with_its_limits() -> None:
    text = (Path(__file__).parents[2] / "docs/methodology.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(): line for line in text.splitlines() if line[:1] == "|"}
    limits = {
        "rival": [f"${kinds.LEAST_SPENT:,}"],
        "dominated": [f"{kinds.MAIN_SHARE} per cent"],
        "launched": [f"{kinds.LAUNCH_DAYS} days", f"{kinds.MAIN_SHARE} per cent"],
        "industry": [f"{kinds.INDUSTRY_SHARE} per cent", f"${kinds.INDUSTRY_GIFTS:,}"],
        "two_routes": [f"{kinds.ROUTE_SHARE} per cent"],
        "at_limit": [f"{kinds.SINGLE_SHARE} per cent"],
        "shared": [f"more than {kinds.SHARED_MOST} committees"],
        "late": [f"{kinds.LATE_DAYS} days"],
        "debt": [f"${kinds.LEAST_SPENT:,}"],
    }
    assert set(limits) == set(KINDS)
    for code, kind in KINDS.items():
        assert all(one in rows[kind.title.replace("’", "'")] for one in limits[code]), code
    assert f"${kinds.LEAST_FUNDING:,} or more, or half a per cent" in rows["A funder"]
    assert f"${kinds.LEAST_GIFT} or more" in rows["A gift to a candidate"]
