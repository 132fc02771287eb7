"""Decisions exported as rules say the same as the decisions."""

from pathlib import Path

import pytest
from django.core.management import call_command

from donations import review
from donations.models import ReviewItem
from donations.rule_book import RuleBook
from donations.rules import COLUMNS, read_rules
from tests.donations import review_world as world
from tests.donations.review_world import industry, reviewer, shown, shown_committee

pytestmark = pytest.mark.django_db


def test_exported_rules_give_the_tags_of_the_decisions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = world.small_world(tmp_path / "data")
    decided = {"NOVEL THINGS": "retail", "NOVEL THINGS GROUP": "restaurants"}
    for form, slug in decided.items():
        review.decide(
            form=form, industry=industry(slug), by=reviewer(), reason='Their "site",\nseen today'
        )
    for slug in ("coal", "oil-gas"):
        review.decide(
            committee_id="C00900012", industry=industry(slug), by=reviewer(), reason="Registered"
        )
    review.decide(
        form="ACME FOODS", occupation="DENTIST", industry=industry("dentists"),
        by=reviewer(), reason="x",
    )  # fmt: skip
    call_command("export_decisions")
    said = capsys.readouterr()
    assert said.out.splitlines()[0] == ",".join(COLUMNS)
    assert len(said.out.splitlines()) == 4
    assert "ACME FOODS / DENTIST" in said.err
    (rules / "rules_reviewed.csv").write_text(said.out)
    book = RuleBook(read_rules(rules))
    for form, slug in decided.items():
        match = book.organization(form)
        assert match
        assert (match.industry, match.rule.author) == (slug, "ann")
        assert match.rule.source == 'Their "site", seen today'
    match = book.committee("C00900012")
    assert match
    assert match.industry == "oil-gas"

    # With the rules in force the decisions conflict with none, and may go without a change.
    world.tag(rules)
    world.queue()
    assert not ReviewItem.objects.filter(reason="decision").exists()
    call_command("export_decisions")
    assert len(capsys.readouterr().out.splitlines()) == 1
    from donations.models import Decision

    for decision in Decision.objects.filter(reversed_at=None):
        review.reverse(decision=decision, by=reviewer(), why="Now a rule.")
    assert shown("NOVEL THINGS LLC")[:2] == ("retail", "employer")
    assert shown_committee("C00900012") == ("oil-gas", "committee")


def test_a_rule_that_says_otherwise_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world.small_world(tmp_path / "data")
    review.decide(form="ACME FOODS", industry=industry("retail"), by=reviewer(), reason="x")
    call_command("export_decisions")
    assert "ACME FOODS: remove rules.csv line 2" in capsys.readouterr().err
