"""Every dollar to, for and against on a race's page, and whose money the spenders spent."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.conf import LazySettings
from django.test import Client

from expenditures.models import AttributedMoney
from sample import story
from tests.sample_loaded import Loaded, loader, sample  # noqa: F401 (fixtures)
from tests.web.test_industries_loaded import open_site
from tests.web.test_trace import words
from web.make_up import make_ups
from web.race_attribution import by_candidate

# ruff: noqa: F811
RACE = "/races/2018/house/CA/99/special-2017/"


@pytest.fixture
def site(sample: Loaded, django_db_blocker: object, settings: LazySettings) -> Iterator[None]:
    yield from open_site(sample, django_db_blocker, settings)


def test_each_channel_stands_here_or_elsewhere(site: None) -> None:
    (found,) = by_candidate({story.CANDIDATE_A: "A"}, 2018, lambda code: code[:1] in {"S", "R"})
    rows = AttributedMoney.objects.filter(candidate_id=story.CANDIDATE_A, cycle=2018)
    for channel in found.channels:
        mine = rows.filter(channel=channel.code).values_list("rows", "election_type", "amount")
        here = sum((a for n, code, a in mine if n and code[:1] in {"S", "R"}), Decimal(0))
        assert channel.here == here
        assert channel.here + channel.elsewhere == sum((a for *_, a in mine), Decimal(0))
    by_code = {one.code: one for one in found.channels}
    assert by_code["individuals_unitemized"].here == 0
    # By hand: the attacker's 732,432.86 alone was spent against her in the runoff.
    assert found.opposed == Decimal("732432.86")
    assert found.to == sum(
        -one.here if one.way == "back" else one.here
        for one in found.channels
        if one.way in {"to", "back"}
    )


def test_the_race_says_every_dollar_and_whose_money_it_was(site: None, client: Client) -> None:
    page = client.get(RACE).content.decode()
    said = words(page)
    assert "Every dollar to, for and against" in said
    # 300,000 of the attacker's 960,000 and its part of the middleman's 150,000 are the company's.
    assert (
        "Against, by the trace : 45.7% THORNBURY-LOCKE HOLDINGS LLC, 44.3% Aldous Thornbury" in said
    )
    trace = re.search(r'href="(/committees/C00990801/trace/[^"]*side=against[^"]*)"', page)
    assert trace is not None
    followed = client.get(trace[1].replace("&amp;", "&"))
    assert "Of the $732,432.86" in words(followed.content.decode())


def test_a_make_up_adds_up_over_election_codes(site: None) -> None:
    found = make_ups({story.CANDIDATE_A: {"R", "S"}}, 2018)
    one = found[story.CANDIDATE_A, story.SUPPORTER_OF_A, "S"]
    assert one.spent == Decimal("226582.15")
    assert one.hidden == 0
    assert [part.name for part in one.industries] == [
        "Pharmaceutical manufacturing",
        "Payday, title, installment and small-dollar lenders",
    ]
    assert sum(part.amount for part in one.donors) <= one.traced
