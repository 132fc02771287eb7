"""What waits for a person: why, in which order, and when it comes back."""

from decimal import Decimal
from pathlib import Path

import pytest

from donations import review
from donations.models import Correction, Decision, ReviewItem
from donations.queue import add_corrections
from tests.donations import review_world as world
from tests.donations.review_world import direct, industry, organization, reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    made = world.small_world(tmp_path / "data")
    world.queue()
    return made


def waiting(reason: str = "", state: str = "open") -> list[tuple[str, str, Decimal]]:
    """Reason, donor and dollars, in the queue's order."""
    found = ReviewItem.objects.filter(state=state).order_by("-amount", "pk")
    return [
        (one.reason, one.organization.form if one.organization else one.committee_id, one.amount)
        for one in found.select_related("organization")
        if not reason or one.reason == reason
    ]


def item(reason: str, form: str) -> ReviewItem:
    return ReviewItem.objects.get(reason=reason, organization__form=form)


def test_what_waits_and_in_which_order(rules: Path) -> None:
    assert waiting() == [
        # Both cycles and both spellings; the dentist's $200 there has an industry.
        ("untagged", "NOVEL THINGS", Decimal("7000.00")),
        ("untagged", "C00900012", Decimal("1500.00")),
        ("low", "SHAKY WIDGETS", Decimal("900.00")),
        ("rules", "GAMMA DELTA", Decimal("800.00")),
        ("untagged", "NOVEL THINGS GROUP", Decimal("600.00")),
    ]
    low = item("low", "SHAKY WIDGETS")
    assert low.proposed == industry("retail")
    assert low.rows == 1


def test_only_the_largest_of_each_reason_wait(rules: Path) -> None:
    world.queue(most=1)
    assert [(reason, form) for reason, form, _ in waiting()] == [
        ("untagged", "NOVEL THINGS"),
        ("low", "SHAKY WIDGETS"),
        ("rules", "GAMMA DELTA"),
    ]


def test_what_is_decided_waits_no_more_and_comes_back_when_reversed(rules: Path) -> None:
    (made,) = review.choose(
        item=item("untagged", "NOVEL THINGS"),
        industry=industry("retail"),
        reason="x",
        by=reviewer(),
    )
    closed = item("untagged", "NOVEL THINGS")
    assert (closed.state, closed.decision, closed.changed_by) == ("closed", made, reviewer())
    world.queue()
    assert "NOVEL THINGS" not in [form for _, form, _ in waiting()]
    review.reverse(decision=made, by=reviewer(), why="Mistaken.")
    world.queue()
    assert waiting()[0][1] == "NOVEL THINGS"


def test_what_is_skipped_comes_back_when_another_industry_is_proposed(rules: Path) -> None:
    world.propose("NOVEL THINGS", "retail", "0.700")
    world.queue()
    found = item("untagged", "NOVEL THINGS")
    assert (found.proposed, found.probability) == (industry("retail"), Decimal("0.700"))
    review.skip(item=found, by=reviewer())
    world.queue()
    assert waiting(state="skipped")[0][1] == "NOVEL THINGS"
    # More certain, but the same.
    from donations.models import Proposal

    Proposal.objects.update(probability="0.900")
    world.queue()
    assert waiting(state="skipped")[0][1] == "NOVEL THINGS"
    Proposal.objects.update(industry=industry("coal"))
    world.queue()
    assert waiting()[0][1] == "NOVEL THINGS"
    assert item("untagged", "NOVEL THINGS").changed_by is None


def test_a_rejected_item_stays_closed_without_a_tag(rules: Path) -> None:
    assert review.reject(item=item("untagged", "NOVEL THINGS"), reason="?", by=reviewer()) == []
    world.queue()
    assert "NOVEL THINGS" not in [form for _, form, _ in waiting()]
    assert not Decision.objects.exists()


def test_a_rejected_tag_of_rules_gives_way_to_no_class(rules: Path) -> None:
    review.reject(item=item("low", "SHAKY WIDGETS"), reason="Not a shop", by=reviewer())
    assert world.shown("SHAKY WIDGETS") == ("not-classed", "decision", 100, True)
    world.queue()
    assert "SHAKY WIDGETS" not in [form for _, form, _ in waiting()]


def test_a_confirmed_tag_is_certain(rules: Path) -> None:
    review.accept_proposal(item=item("low", "SHAKY WIDGETS"), reason="A shop", by=reviewer())
    assert world.shown("SHAKY WIDGETS") == ("retail", "decision", 100, True)


def test_nobody_answers_an_item_twice(rules: Path) -> None:
    found = item("low", "SHAKY WIDGETS")
    review.accept_proposal(item=found, reason="A shop", by=reviewer())
    with pytest.raises(review.NotOpen):
        review.accept_proposal(item=found, reason="A shop", by=reviewer("bob"))
    assert Decision.objects.count() == 1


def test_undo_brings_back_what_was(rules: Path) -> None:
    first = review.decide(
        form="SHAKY WIDGETS", industry=industry("coal"), reason="Old", by=reviewer("bob")
    )
    found = item("untagged", "NOVEL THINGS")
    made = review.choose(
        item=found,
        industry=industry("retail"),
        reason="x",
        by=reviewer(),
        also=[review.Donor("SHAKY WIDGETS")],
    )
    assert made[0].form == "NOVEL THINGS"
    review.undo(items=[found.pk], decisions=[one.pk for one in made], by=reviewer())
    assert world.shown("NOVEL THINGS LLC")[0] == "not-classed"
    assert world.shown("SHAKY WIDGETS")[0] == "coal"
    assert item("untagged", "NOVEL THINGS").state == "open"
    first.refresh_from_db()
    assert first.reversed_at
    assert world.history("SHAKY WIDGETS")[-1] == ("coal", "retail", True)


def test_undo_leaves_what_somebody_else_did_since(rules: Path) -> None:
    found = item("untagged", "NOVEL THINGS")
    review.skip(item=found, by=reviewer("ann"))
    made = review.decide(
        form="NOVEL THINGS", industry=industry("coal"), reason="Known", by=reviewer("bob")
    )
    with pytest.raises(review.NotOpen, match="was dealt with by bob since"):
        review.undo(items=[found.pk], decisions=[], by=reviewer("ann"))
    assert item("untagged", "NOVEL THINGS").decision == made
    # Nor does anybody undo another's decision.
    review.undo(items=[], decisions=[made.pk], by=reviewer("ann"))
    made.refresh_from_db()
    assert made.reversed_at is None


def test_undo_leaves_a_decision_made_after_one_rejected(rules: Path) -> None:
    found = item("untagged", "NOVEL THINGS")
    review.reject(item=found, reason="?", by=reviewer("ann"))
    review.decide(form="NOVEL THINGS", industry=industry("coal"), reason="x", by=reviewer("bob"))
    with pytest.raises(review.NotOpen, match="by bob since") as raised:
        review.undo(items=[found.pk], decisions=[], by=reviewer("ann"))
    assert raised.value.remedy
    assert item("untagged", "NOVEL THINGS").state == "closed"


def test_undo_leaves_what_somebody_else_answered_a_reader(rules: Path) -> None:
    told = Correction.objects.create(form="ACME FOODS", wanted=industry("retail"), why="x")
    add_corrections(direct())
    found = ReviewItem.objects.get(correction=told)
    review.skip(item=found, by=reviewer("ann"))
    review.accept_proposal(item=found, reason="So it is", by=reviewer("bob"))
    with pytest.raises(review.NotOpen):
        review.undo(items=[found.pk], decisions=[], by=reviewer("ann"))
    told.refresh_from_db()
    assert (told.outcome, told.closed_by) == ("accepted", reviewer("bob"))


def test_a_decision_on_one_occupation_contradicts_no_rule(rules: Path) -> None:
    review.decide(
        form="ACME FOODS", occupation="DENTIST", industry=industry("retail"), reason="x",
        by=reviewer(),
    )  # fmt: skip
    world.tag(world.write_rules(rules, ("employer", "Acme Foods", "", "restaurants", 99)))
    world.queue()
    assert waiting("decision") == []


def test_the_retired_of_a_rejected_name_stay_retired(rules: Path) -> None:
    world.gift("SHAKY WIDGETS", "300", "RETIRED")
    world.gift("SHAKY WIDGETS", "200", "DENTIST")
    world.tag(
        world.write_rules(rules, *world.RULES, ("occupation", "RETIRED", "any", "retired", 98))
    )
    world.queue()
    review.reject(item=item("low", "SHAKY WIDGETS"), reason="Not a shop", by=reviewer())
    assert world.shown("SHAKY WIDGETS")[0] == "not-classed"
    assert world.shown("SHAKY WIDGETS", "RETIRED")[:2] == ("retired", "occupation")
    assert world.shown("SHAKY WIDGETS", "DENTIST")[:2] == ("dentists", "occupation")


def test_what_a_replaced_decision_closed_waits_again_after_the_later_one(rules: Path) -> None:
    review.decide(form="NOVEL THINGS", industry=industry("coal"), reason="x", by=reviewer())
    later = review.decide(
        form="NOVEL THINGS", industry=industry("retail"), reason="y", by=reviewer()
    )
    assert item("untagged", "NOVEL THINGS").decision == later
    review.reverse(decision=later, by=reviewer(), why="Wrong")
    assert item("untagged", "NOVEL THINGS").state == "open"


def test_rules_that_now_contradict_a_decision_wait(rules: Path) -> None:
    review.decide(form="ACME FOODS", industry=industry("retail"), reason="x", by=reviewer())
    review.decide(committee_id="C00900012", industry=industry("coal"), reason="x", by=reviewer())
    world.queue()
    # The rule said so already when it was decided.
    assert waiting("decision") == []
    world.tag(
        world.write_rules(
            rules,
            ("employer", "Acme Foods", "", "restaurants", 99),
            ("committee", "C00900012", "", "other-issue-groups", 95),
        )
    )
    world.queue()
    assert waiting("decision") == [
        ("decision", "ACME FOODS", Decimal("4000.00")),
        ("decision", "C00900012", Decimal("1500.00")),
    ]
    # To reject the rules is to keep the decision.
    assert review.reject(item=item("decision", "ACME FOODS"), reason="x", by=reviewer()) == []
    world.queue()
    assert [form for _, form, _ in waiting("decision")] == ["C00900012"]
    assert world.shown("ACME FOODS INC")[0] == "retail"


def test_a_proposal_against_a_rule_of_today_waits(rules: Path) -> None:
    world.propose("NOVEL THINGS GROUP", "coal", "0.900")
    world.tag(
        world.write_rules(rules, *world.RULES, ("employer", "Novel Things Group", "", "retail", 90))
    )
    world.queue()
    assert waiting("classifier") == [("classifier", "NOVEL THINGS GROUP", Decimal("600.00"))]
    assert item("classifier", "NOVEL THINGS GROUP").proposed == industry("coal")


def test_a_readers_correction_waits_at_once_and_is_answered(rules: Path) -> None:
    for form, wanted in (("ACME FOODS", "retail"), ("NEVER SEEN", "coal")):
        Correction.objects.create(form=form, wanted=industry(wanted), why="They sell.")
    add_corrections(direct())
    add_corrections(direct())
    assert [(reason, amount) for reason, _, amount in _public()] == [
        ("public", Decimal("4000.00")),
        ("public", Decimal(0)),
    ]
    before = _public()
    world.queue()
    assert _public() == before
    first, second = ReviewItem.objects.filter(reason="public").order_by("-amount")
    review.accept_proposal(item=first, reason="So it is", by=reviewer())
    review.reject(item=second, reason="", by=reviewer())
    assert world.shown("ACME FOODS INC")[0] == "retail"
    assert Decision.objects.get().origin == "public"
    assert sorted(Correction.objects.values_list("form", "outcome")) == [
        ("ACME FOODS", "accepted"),
        ("NEVER SEEN", "rejected"),
    ]
    world.queue()
    assert _public() == []


def _public() -> list[tuple[str, str, Decimal]]:
    found = ReviewItem.objects.filter(reason="public", state="open").order_by("-amount", "pk")
    return [(one.reason, one.committee_id, one.amount) for one in found]


def test_the_queue_is_the_same_when_nothing_changed(rules: Path) -> None:
    before = list(ReviewItem.objects.order_by("pk").values())
    world.queue()
    assert list(ReviewItem.objects.order_by("pk").values()) == before
    assert organization("NOVEL THINGS").pk in {one["organization_id"] for one in before}
