"""The desk in the admin: answers, bulk, filters, undo, who may use it, and its queries."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from donations import evidence, review
from donations.models import Correction, Decision, ReviewItem
from tests.donations import review_world as world
from tests.donations.review_world import industry, organization, shown
from tests.filings.admin_people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(tmp_path: Path) -> Client:
    world.small_world(tmp_path / "data")
    world.queue()
    return signed_in("reviewer")


def address(**values: Any) -> str:
    from urllib.parse import urlencode

    return reverse("admin:donations_desk") + (f"?{urlencode(values)}" if values else "")


def heading(response: Any) -> str:
    found = re.search(r"<h2>(.*?)(<span|</h2>)", response.text)
    return found.group(1).strip() if found else ""


def answer(client: Client, answer: str, **more: Any) -> Any:
    """Answer the item that is shown, as its form does; the page after it."""
    page = client.get(address())
    item = re.search(r'name="item" value="(\d+)"', page.text)
    why = re.search(r'name="why" value="([^"]*)"', page.text)
    assert item
    assert why
    given = {"item": item.group(1), "why": why.group(1), "answer": answer, **more}
    return client.post(address(), given, follow=True)


def test_the_evidence(client: Client) -> None:
    page = client.get(address())
    assert heading(page) == "NOVEL THINGS"
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))
    for expected in (
        "Not yet classed: $7,000 in 2 rows of all cycles",
        "NOVEL THINGS LLC",
        "MANAGER",
        "FRIENDS OF ROE",
        "SPRINGFIELD CA",
        "DOE, JANE",
        "2017-03-15",
        "DENTIST",
        "NOVEL THINGS GROUP",
        "5 left",
        "30111(a)(4)",
    ):
        assert expected in text
    assert "https://docquery.fec.gov/cgi-bin/forms/C00900002/1160001/" in page.text


def test_the_dollars_that_a_choice_moves(client: Client, tmp_path: Path) -> None:
    world.gift("SHAKY WIDGETS", "200", "DENTIST")
    world.gift("SHAKY WIDGETS", "50", "CLERK")
    by = world.reviewer("bob")
    review.decide(
        form="SHAKY WIDGETS", occupation="CLERK", industry=industry("coal"), reason="x", by=by
    )
    world.tag(tmp_path / "data")
    world.queue()
    text = client.get(address(reason="low")).text
    assert "A choice decides $1,100, shown now as" in text
    assert f"{industry('retail').name} $1,100." in text
    assert "Reject takes the name's own tag of $1,100" in text
    # What only an occupation says is moved by a choice, and is no tag of the name to reject.
    text = client.get(address(reason="untagged")).text
    assert f"{industry('dentists').name} $200." in text
    assert "Reject takes" not in text


def test_each_answer_leads_to_the_next_item(client: Client) -> None:
    world.propose("NOVEL THINGS", "retail", "0.810")
    world.queue()
    page = answer(client, "accept")
    assert shown("NOVEL THINGS LLC")[0] == "retail"
    assert "MANAGER" in Decision.objects.get().reason
    assert "NOVEL THINGS: Retail" in page.text
    assert heading(page) == "CITIZENS FOR WHATEVER"
    page = answer(client, "choose", industry="other-issue-groups", why="Their site")
    assert world.shown_committee("C00900012") == ("other-issue-groups", "decision")
    assert heading(page) == "SHAKY WIDGETS"
    page = answer(client, "reject")
    assert shown("SHAKY WIDGETS")[0] == "not-classed"
    assert heading(page) == "GAMMA DELTA"
    page = answer(client, "skip")
    assert heading(page) == "NOVEL THINGS GROUP"
    page = answer(client, f"industry-{industry('coal').pk}")
    assert shown("NOVEL THINGS GROUP")[0] == "coal"
    assert "Nothing waits here." in page.text
    # The proposal against the dentist there waited too, and went with the first answer.
    assert "5 by you, 1 skipped" in page.text
    assert heading(client.get(address(state="skipped"))) == "GAMMA DELTA"


def test_rules_against_each_other_are_suggested(client: Client) -> None:
    page = client.get(address(reason="rules"))
    assert heading(page) == "GAMMA DELTA"
    for slug in ("oil-gas", "coal"):
        one = industry(slug)
        assert one.name in page.text
    assert 'data-key="a"' in page.text
    assert 'data-key="1"' in page.text


def test_answers_are_undone_one_after_the_other(client: Client) -> None:
    answer(client, "choose", industry="retail")
    answer(client, "skip")
    client.post(address(), {"answer": "undo"})
    page = client.get(address())
    assert heading(page) == "CITIZENS FOR WHATEVER"
    page = client.post(address(), {"answer": "undo"}, follow=True)
    assert heading(page) == "NOVEL THINGS"
    assert shown("NOVEL THINGS LLC")[0] == "not-classed"
    page = client.post(address(), {"answer": "undo"}, follow=True)
    assert "nothing to undo" in page.text


def test_an_undo_that_fails_can_be_tried_again_but_not_what_is_anothers(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(client, "skip")
    answer(client, "skip")

    def refused(**_: Any) -> None:
        raise review.ReviewError("Not now.", remedy="Later.")

    with monkeypatch.context() as patched:
        patched.setattr(review, "undo", refused)
        assert "Not now." in client.post(address(), {"answer": "undo"}, follow=True).text
    review.decide(
        committee_id="C00900012", industry=industry("coal"), reason="x", by=world.reviewer("bob")
    )
    page = client.post(address(), {"answer": "undo"}, follow=True)
    assert "by bob since" in page.text
    assert world.shown_committee("C00900012") == ("coal", "decision")
    # The answer before that is undone next.
    assert heading(client.post(address(), {"answer": "undo"}, follow=True)) == "NOVEL THINGS"


def test_similar_names_are_decided_together(client: Client) -> None:
    other = organization("NOVEL THINGS GROUP")
    assert f'name="also" value="{other.pk}"' in client.get(address()).text
    page = answer(client, "choose", industry="retail", also=[other.pk])
    assert "NOVEL THINGS and 1 more" in page.text
    assert shown("NOVEL THINGS GROUP")[0] == "retail"
    assert "NOVEL THINGS GROUP" not in [
        item.organization.form
        for item in ReviewItem.objects.filter(state="open").exclude(organization=None)
    ]
    client.post(address(), {"answer": "undo"})
    assert shown("NOVEL THINGS GROUP")[0] == "not-classed"
    assert ReviewItem.objects.get(organization=other).state == "open"


def test_what_cannot_be_done_is_said(client: Client) -> None:
    for more, said in (
        ({"industry": ""}, "No industry was chosen"),
        ({"industry": "nothing like it"}, "There is no industry"),
        ({"industry": "ret\0ail"}, "There is no industry"),
        ({"industry": "groups"}, "may be"),
        ({"industry": "retail", "why": " "}, "needs a reason"),
    ):
        page = answer(client, "choose", **more)
        assert said in page.text
        assert heading(page) == "NOVEL THINGS"
    assert not Decision.objects.exists()
    assert (
        "no longer in the queue"
        in client.post(address(), {"answer": "skip", "item": "0"}, follow=True).text
    )


def test_an_item_that_somebody_else_answered_is_left_alone(client: Client) -> None:
    item = ReviewItem.objects.get(organization__form="NOVEL THINGS")
    given = {"item": item.pk, "why": "x", "answer": "choose", "industry": "retail"}
    client.post(address(), given)
    page = client.post(address(), {**given, "industry": "coal"}, follow=True)
    assert "was dealt with by reviewer" in page.text
    assert shown("NOVEL THINGS LLC")[0] == "retail"


def test_a_correction_is_answered_here(client: Client) -> None:
    Correction.objects.create(
        form="ACME FOODS", wanted=industry("retail"), shown=industry("food-processing"),
        why="They only sell.", contact="reader@example.org",
    )  # fmt: skip
    page = client.get(address(reason="public"))
    assert "They only sell." in page.text
    item = ReviewItem.objects.get(reason="public")
    client.post(address(), {"item": item.pk, "answer": "accept", "why": "A reader's word"})
    assert Correction.objects.get().outcome == "accepted"
    client.post(address(), {"answer": "undo"})
    assert Correction.objects.get().closed_at is None
    assert "They only sell." in client.get(address(reason="public")).text
    assert shown("ACME FOODS INC")[0] == "food-processing"


def test_the_pages_queries_do_not_grow_with_the_queue(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(address())
    with django_assert_max_num_queries(30):
        client.get(address())


def test_names_alike_are_given_up_where_they_take_too_long(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "_ALIKE", "SELECT pg_sleep(5), %(form)s, %(most)s")
    monkeypatch.setattr(evidence, "PATIENCE_MS", 10)
    assert heading(client.get(address())) == "NOVEL THINGS"


def test_the_first_page_leads_to_the_desk(client: Client) -> None:
    assert address() in client.get(reverse("admin:index")).text
    assert address() not in signed_in("nobody").get(reverse("admin:index")).text


def test_who_may_use_the_desk(client: Client) -> None:
    for group, status in (("nobody", 403), ("editor", 200), ("administrator", 200)):
        assert signed_in(group).get(address()).status_code == status
    assert signed_in("superuser").post(address(), {"answer": "undo"}).status_code == 302
    assert Client().get(address()).status_code == 302


@pytest.mark.parametrize(
    "model",
    [
        "industry", "rule", "organization", "donorprofile", "decision", "correction",
        "classifierrun", "proposal", "reviewitem",
    ],
)  # fmt: skip
def test_the_lists_and_rows_of_the_admin(client: Client, model: str) -> None:
    world.propose("NOVEL THINGS", "retail", "0.810")
    answer(client, "choose", industry="retail")
    Correction.objects.create(form="ACME FOODS", wanted=industry("retail"), why="x")
    found = client.get(reverse(f"admin:donations_{model}_changelist"), {"q": "a"})
    assert found.status_code == 200
    from django.apps import apps

    row = apps.get_model("donations", model).objects.first()
    assert row is not None
    change = reverse(f"admin:donations_{model}_change", args=[row.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, {"reason": "forged"}).status_code == 403


def test_decisions_are_reversed_in_the_list_with_a_reason(client: Client) -> None:
    answer(client, "choose", industry="retail")
    made = Decision.objects.get()
    here = reverse("admin:donations_decision_changelist")
    given = {"action": "reverse", "_selected_action": [made.pk]}
    assert "needs a reason" in client.post(here, given, follow=True).text
    assert "1 reversed." in client.post(here, {**given, "why": "Mistaken"}, follow=True).text
    assert shown("NOVEL THINGS LLC")[0] == "not-classed"


def test_a_reversed_answer_to_a_reader_stays_an_answer(client: Client) -> None:
    Correction.objects.create(form="ACME FOODS", wanted=industry("retail"), why="x")
    client.get(address())
    item = ReviewItem.objects.get(reason="public")
    client.post(address(), {"item": item.pk, "answer": "accept", "why": "x"})
    review.reverse(decision=Decision.objects.get(), by=world.reviewer(), why="Mistaken")
    item.refresh_from_db()
    assert item.state == "closed"


def test_others_decisions_are_reversed_by_editors(client: Client) -> None:
    made = world.organization("ACME FOODS")
    decision = review.decide(
        form=made.form, industry=industry("retail"), reason="x", by=world.reviewer("bob")
    )
    here = reverse("admin:donations_decision_changelist")
    given = {"action": "reverse", "_selected_action": [decision.pk], "why": "Mistaken"}
    assert "only editors" in client.post(here, given, follow=True).text
    assert "1 reversed." in signed_in("editor").post(here, given, follow=True).text


def test_readers_corrections_are_rejected_in_the_list(client: Client) -> None:
    told = Correction.objects.create(form="ACME FOODS", wanted=industry("retail"), why="x")
    client.post(
        reverse("admin:donations_correction_changelist"),
        {"action": "decline", "_selected_action": [told.pk]},
    )
    told.refresh_from_db()
    assert told.outcome == "rejected"
