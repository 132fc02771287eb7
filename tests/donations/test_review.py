"""Decisions: in force at once, kept through everything, replaced, reversed, and who may not be."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection, connections
from psycopg.errors import DeadlockDetected
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from donations import review
from donations.models import Correction, Decision, DonorProfile, ReviewItem
from donations.retrying import whole
from donations.reviewable import Donor, NoReason, NotADonor, NotANormalForm, NotOpen
from donations.tagging import LOCK
from tests.donations import review_world as world
from tests.donations.review_world import history, industry, reviewer, shown, shown_committee

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return world.small_world(tmp_path / "data")


def decide(form: str, slug: str, **more: Any) -> Decision:
    given = {"reason": "Seen on their site.", "by": reviewer(), **more}
    return review.decide(form=form, industry=industry(slug), **given)


def test_a_decision_tags_all_spellings_at_once(rules: Path) -> None:
    assert shown("NOVEL THINGS LLC") == ("not-classed", "none", None, False)
    made = decide("NOVEL THINGS", "retail")
    assert (made.before, made.before_basis, made.origin) == ("not-classed", "none", "desk")
    for employer in ("NOVEL THINGS LLC", "NOVEL THINGS"):
        occupation = "DENTIST" if employer == "NOVEL THINGS" else "MANAGER"
        assert shown(employer, occupation) == ("retail", "decision", 100, True)
    # Nobody else is touched.
    assert shown("NOVEL THINGS GROUP")[0] == "not-classed"
    assert shown("ACME FOODS INC") == ("food-processing", "employer", 95, False)


def test_a_decision_is_kept_by_another_tagging_and_by_other_rules(rules: Path) -> None:
    decide("ACME FOODS", "retail")
    assert shown_committee("C00900011") == ("retail", "decision")
    world.tag(rules)
    assert shown("ACME FOODS INC") == ("retail", "decision", 100, True)
    world.tag(world.write_rules(rules, ("employer", "Acme Foods", "", "restaurants", 99)))
    assert shown("ACME FOODS INC") == ("retail", "decision", 100, True)
    assert shown_committee("C00900011") == ("retail", "decision")


def test_a_small_tagging_and_a_whole_one_agree(rules: Path) -> None:
    def everything() -> list[Any]:
        return list(
            DonorProfile.objects.order_by("pk").values_list(
                "pk", "industry", "basis", "rule", "decision", "confidence", "organization"
            )
        )

    decide("ACME FOODS", "retail")
    decide("NOVEL THINGS", "restaurants", occupation="DENTIST")
    review.decide(
        committee_id="C00900012", industry=industry("tax-fiscal-groups"), reason="x", by=reviewer()
    )
    before = everything()
    assert world.tag(rules) == 0
    assert everything() == before
    for decision in Decision.objects.all():
        review.reverse(decision=decision, by=reviewer(), why="Mistaken.")
    before = everything()
    assert world.tag(rules) == 0
    assert everything() == before
    assert not DonorProfile.objects.filter(basis="decision").exists()


def test_the_narrowest_decision_wins(rules: Path) -> None:
    made = decide("NOVEL THINGS", "restaurants", occupation="DENTIST")
    assert (made.before, made.before_basis) == ("dentists", "occupation")
    assert shown("NOVEL THINGS", "DENTIST")[0] == "restaurants"
    assert shown("NOVEL THINGS LLC")[0] == "not-classed"
    decide("NOVEL THINGS", "retail")
    assert shown("NOVEL THINGS", "DENTIST")[0] == "restaurants"
    assert shown("NOVEL THINGS LLC")[0] == "retail"


def test_a_decision_on_a_committee_goes_before_one_on_its_sponsor(rules: Path) -> None:
    assert shown_committee("C00900011") == ("food-processing", "sponsor")
    review.decide(committee_id="C00900011", industry=industry("coal"), reason="x", by=reviewer())
    decide("ACME FOODS", "retail")
    assert shown_committee("C00900011") == ("coal", "decision")
    review.reverse(
        decision=Decision.objects.get(committee_id="C00900011"), by=reviewer(), why="Mistaken."
    )
    assert shown_committee("C00900011") == ("retail", "decision")


def test_a_later_decision_replaces_the_earlier(rules: Path) -> None:
    first = decide("ACME FOODS", "retail")
    second = decide("ACME FOODS", "restaurants", by=reviewer("bob"))
    first.refresh_from_db()
    assert (first.replaced_by, first.reversed_by, bool(first.reversed_at)) == (
        second, reviewer("bob"), True,
    )  # fmt: skip
    assert history("ACME FOODS") == [
        ("retail", "food-processing", False),
        ("restaurants", "retail", True),
    ]
    assert shown("ACME FOODS INC")[0] == "restaurants"


def test_a_reversed_decision_gives_way_to_the_rules(rules: Path) -> None:
    made = decide("ACME FOODS", "retail")
    back = review.reverse(decision=made, by=reviewer("bob"), why="Mistaken.")
    assert (back.reversed_by, back.reversed_why) == (reviewer("bob"), "Mistaken.")
    assert shown("ACME FOODS INC") == ("food-processing", "employer", 95, False)
    assert shown_committee("C00900011") == ("food-processing", "sponsor")
    with pytest.raises(NotOpen):
        review.reverse(decision=made, by=reviewer(), why="Again.")


def test_many_are_decided_together_or_not_at_all(rules: Path) -> None:
    names = [Donor("NOVEL THINGS"), Donor("NOVEL THINGS GROUP")]
    made = review.decide_many(
        donors=names, industry=industry("retail"), reason="One firm", by=reviewer()
    )
    assert {one.form for one in made} == {"NOVEL THINGS", "NOVEL THINGS GROUP"}
    assert {one.origin for one in made} == {"bulk"}
    with pytest.raises(NotADonor):
        review.decide_many(
            donors=[*names, Donor("RETIRED")],
            industry=industry("coal"),
            reason="One firm",
            by=reviewer(),
        )
    assert shown("NOVEL THINGS GROUP")[0] == "retail"
    assert Decision.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"form": "Novel Things, LLC"}, NotANormalForm),
        ({"form": "NOVEL THINGS", "occupation": "Dentist"}, NotANormalForm),
        ({"committee_id": "C123"}, NotANormalForm),
        ({}, NotANormalForm),
        ({"form": "NOVEL THINGS", "committee_id": "C00900011"}, NotANormalForm),
        ({"form": "RETIRED"}, NotADonor),
        ({"form": "NOVEL THINGS", "reason": " "}, NoReason),
    ],
)
def test_what_cannot_be_decided_is_refused_with_a_remedy(
    rules: Path, given: dict[str, str], error: type[review.ReviewError]
) -> None:
    with pytest.raises(error) as raised:
        review.decide(industry=industry("coal"), by=reviewer(), **{"reason": "x", **given})
    assert raised.value.remedy
    assert not Decision.objects.exists()


def test_a_name_not_met_yet_can_be_decided(rules: Path) -> None:
    decide("COMING SOON", "coal")
    world.gift("Coming Soon, Inc.", "10")
    world.tag(rules)
    assert shown("Coming Soon, Inc.") == ("coal", "decision", 100, True)


def test_who_listens_is_told_after_the_commit_and_may_fail(
    rules: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    told: list[int] = []

    def listener(**_: Any) -> None:
        told.append(Decision.objects.count())
        raise OSError("the broker is away")

    review.decided.connect(listener)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            decide("NOVEL THINGS", "retail")
            assert not told
    finally:
        review.decided.disconnect(listener)
    assert told == [1]
    assert shown("NOVEL THINGS LLC")[0] == "retail"


def test_a_decision_takes_few_queries(
    rules: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    world.queue()
    item = ReviewItem.objects.get(organization__form="NOVEL THINGS", reason="untagged")
    by, chosen = reviewer(), industry("retail")
    with django_assert_max_num_queries(25):
        review.choose(item=item, industry=chosen, reason="x", by=by)


def test_a_closed_correction_stays_closed(rules: Path) -> None:
    told = Correction.objects.create(form="ACME FOODS", wanted=industry("retail"), why="They sell.")
    review.close_correction(correction=told, outcome="rejected", by=reviewer())
    told.refresh_from_db()
    assert (told.outcome, told.closed_by) == ("rejected", reviewer())
    with pytest.raises(NotOpen):
        review.close_correction(correction=told, outcome="accepted", by=reviewer())


@pytest.fixture
def committed(loading: None, tmp_path: Path) -> Path:
    return world.small_world(tmp_path / "data")


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_leave_one_decision(committed: Path) -> None:
    people = [reviewer("ann"), reviewer("bob")]
    chosen = [industry("retail"), industry("coal")]
    errors: list[BaseException] = []
    start = threading.Barrier(2)

    def work(number: int) -> None:
        try:
            start.wait()
            review.decide(
                form="NOVEL THINGS", industry=chosen[number], reason="x", by=people[number]
            )
        except BaseException as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    stands = Decision.objects.get(reversed_at=None)
    assert Decision.objects.get(replaced_by=stands).industry != stands.industry
    assert shown("NOVEL THINGS LLC") == (stands.industry.slug, "decision", 100, True)


@pytest.mark.django_db(transaction=True)
def test_two_who_take_each_others_donor_along_do_not_wait_for_each_other(committed: Path) -> None:
    world.queue()
    names = ["NOVEL THINGS", "NOVEL THINGS GROUP"]
    items = [ReviewItem.objects.get(organization__form=form, reason="untagged") for form in names]
    people, chosen = [reviewer("ann"), reviewer("bob")], industry("retail")
    errors: list[BaseException] = []
    start = threading.Barrier(2)

    def work(number: int) -> None:
        try:
            start.wait()
            review.choose(
                item=items[number], industry=chosen, reason="x", by=people[number],
                also=[Donor(names[1 - number])],
            )  # fmt: skip
        except BaseException as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The later of the two hears that its item is answered.
    assert [type(error) for error in errors] == [NotOpen]
    assert Decision.objects.filter(reversed_at=None).count() == len(names)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("deadlocks", "raises"), [(1, False), (2, True)])
def test_a_deadlock_is_tried_once_more(loading: None, deadlocks: int, *, raises: bool) -> None:
    tried: list[int] = []

    @whole
    def work() -> str:
        tried.append(1)
        reviewer(f"number {len(tried)}")
        if len(tried) <= deadlocks:
            raise OperationalError from DeadlockDetected()
        return "done"

    if raises:
        with pytest.raises(OperationalError):
            work()
        assert not User.objects.filter(username__startswith="number").exists()
    else:
        assert work() == "done"
        assert User.objects.get(username__startswith="number").username == "number 2"
    assert len(tried) == 2


@pytest.mark.django_db(transaction=True)
def test_a_decision_does_not_wait_for_a_tagging_that_runs(committed: Path) -> None:
    import psycopg

    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"], port=settings["PORT"], dbname=settings["NAME"],
        user=settings["USER"], password=settings["PASSWORD"],
    ) as other:  # fmt: skip
        other.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (LOCK,))
        decide("NOVEL THINGS", "retail")
        assert shown("NOVEL THINGS LLC")[0] == "not-classed"
    world.tag(committed)
    assert shown("NOVEL THINGS LLC")[0] == "retail"
