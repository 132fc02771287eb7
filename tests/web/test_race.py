"""A race's page: candidates side by side, the special election apart from the regular one."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from filings.models import Candidate, Election
from filings.races import belongs
from tests import factories as make
from tests.web.industry_world import gave, industries

Text = Callable[..., str]
REGULAR = "/races/2018/house/CA/90/"
SPECIAL = "/races/2018/house/CA/90/special-2017/"


@pytest.fixture
def field(data: None) -> tuple[Candidate, Candidate]:
    """Roe stands in both races, Poe in the special one alone."""
    make.load()
    roe, poe = make.candidate(), make.candidate("H8CA90002", name="POE, PAT", party="REP")
    make.race(roe)
    make.race(roe, poe, special_year=2017)
    return roe, poe


def test_candidates_stand_side_by_side_with_official_figures_to_the_cent(
    field: tuple[Candidate, Candidate], text: Text
) -> None:
    roe, poe = field
    make.official(roe, receipts=Decimal("1000.55"))
    make.official(poe, receipts=Decimal("2000.05"), coverage_end_date=None)
    said = text(SPECIAL)
    assert (
        "2 candidates in the 2017 special election for the California 90th seat raised $3,000.60 "
        "in the 2017–18 cycle through September 30, 2018"
    ) in said
    assert said.index("Pat Poe") < said.index("Richard Roe")
    assert "Richard Roe Democrat $1,000.55 $400.10 $600.45 Sep 30, 2018" in said
    regular = text(REGULAR)
    assert "1 candidate in the 2018 race for the California 90th seat" in regular
    assert "Pat Poe" not in regular
    assert "The same seat has another race in this cycle" in regular


def test_itemized_money_is_told_apart_by_election_code(
    field: tuple[Candidate, Candidate], text: Text
) -> None:
    roe, _ = field
    campaign = make.committee("C00900002")
    make.linkage(roe, campaign)
    make.committee_total(campaign, "individual", 1, "100", election_type="S2017")
    make.committee_total(campaign, "individual", 1, "30", election_type="P2018")
    make.committee_total(campaign, "memo", 1, "999", election_type="P2018")
    special, regular = text(SPECIAL), text(REGULAR)
    assert "special 2017 primary 2018 another election Richard Roe $100 $30" in special
    assert "primary 2018 special 2017 another election Richard Roe $30 $100" in regular
    assert "$999" not in special


def test_outside_money_stands_in_the_race_it_is_coded_for(
    field: tuple[Candidate, Candidate], text: Text, client: Client
) -> None:
    roe, _ = field
    spender = make.committee(name="SPENDER")
    make.independent(spender, roe, "1000", side="O", election_type="S2017")
    make.independent(spender, roe, "7", election_type="G2018")
    make.contribution(spender, "5000", name="RICH, ROBIN")
    make.committee_total(spender, "individual", 1, "5000")
    special, regular = text(SPECIAL), text(REGULAR)
    assert "outside groups spent nothing for and $1,000 against them in this election" in special
    assert "Richard Roe: $0 for, $1,000 against" in special
    assert "Not in these figures: $7 for and $0 against" in special
    rows = "/candidates/H8CA90001/rows/"
    assert "up to $1,000.00" in text(
        rows, cycle="2018", channel="independent_against", spender=spender.pk, election="S2017,none"
    )
    assert "election=S2017" in client.get(SPECIAL).content.decode()
    assert "RICH, ROBIN $5,000" in special
    assert "30111(a)(4)" in special
    assert "outside groups spent $7 for and nothing against" in regular


@pytest.mark.parametrize(
    ("code", "special_year", "has_special", "expected"),
    [
        ("S2017", 2017, True, True),
        ("R2017", 2017, True, True),
        ("P2018", 2017, True, False),
        ("S", 2017, True, True),
        ("", 2017, True, False),
        ("S2018", 2018, True, True),
        ("P2018", 2018, True, False),
        ("P2018", 0, True, True),
        ("G2018", 0, True, True),
        ("S2018", 0, True, False),
        ("S2017", 0, True, False),
        ("P", 0, True, True),
        ("", 0, True, False),
        ("", 0, False, True),
        ("G2018", 0, False, True),
        ("G2020", 0, False, False),
        ("G2016", 0, False, False),
    ],
)
def test_a_code_belongs_to_one_race(
    code: str, special_year: int, has_special: bool, expected: bool
) -> None:
    election = Election(
        cycle=2018, office="H", state="CA", district="90", special_year=special_year
    )
    assert belongs(code, election, has_special=has_special) is expected


def test_a_race_without_money_says_so(field: tuple[Candidate, Candidate], text: Text) -> None:
    said = text(REGULAR)
    assert "No itemized contributions to these candidates" in said
    assert "no independent expenditures coded for this election are in the files" in said


def test_a_race_without_candidates_leads_on(data: None, text: Text) -> None:
    make.race(office="S", district="00")
    assert "has nobody for this race" in text("/races/2018/senate/CA/00/")


@pytest.mark.parametrize(
    "address",
    [
        "/races/2018/house/CA/91/",
        "/races/2018/house/CA/90/special-2015/",
        "/races/2018/mayor/CA/90/",
        "/races/99999999999/house/CA/90/",
    ],
)
def test_a_race_that_is_not_says_so(
    field: tuple[Candidate, Candidate], text: Text, address: str
) -> None:
    assert "There is no such page here" in text(address, status=404)


def test_the_list_has_special_elections_first(
    field: tuple[Candidate, Candidate], text: Text
) -> None:
    said = text("/races/")
    assert said.index("California 90th, special election 2017 2") < said.index(
        "California 90th 2018 1"
    )
    assert "No race fits" in text("/races/", state="NV")


def test_a_page_takes_the_same_few_queries_however_many_stand(
    field: tuple[Candidate, Candidate], client: Client, django_assert_max_num_queries: Callable
) -> None:
    election = Election.objects.get(special_year=2017)
    spender = make.committee("C00900003", name="SPENDER")
    for number in range(10):
        one = make.candidate(f"H8CA91{number:03d}", name=f"CANDIDATE, NUMBER {number}")
        election.entries.create(candidate=one, basis="candidate file")
        make.official(one)
        campaign = make.committee(f"C0091{number:04d}")
        make.linkage(one, campaign)
        make.committee_total(campaign, "individual", 1, "10", election_type="S2017")
        if number < 3:
            make.independent(spender, one, "5", election_type="S2017")
    make.committee_total(spender, "individual", 1, "1")
    make.contribution(spender, "1")
    with django_assert_max_num_queries(34):
        client.get(SPECIAL)
    with django_assert_max_num_queries(16):
        client.get(SPECIAL)


def test_who_held_the_seat_is_said_in_the_regular_race_alone(
    field: tuple[Candidate, Candidate], text: Text
) -> None:
    roe, _ = field
    make.official(roe, incumbent_challenge="I")
    assert "Richard Roe Incumbent" in text(REGULAR)
    assert "Incumbent" not in text(SPECIAL)


def test_of_a_large_field_those_who_raised_most_have_their_industries_here(
    field: tuple[Candidate, Candidate], text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.race_page.ATTRIBUTED_SHOWN", 1)
    coal = industries()["coal"]
    for one, receipts in zip(field, ("1000", "2000"), strict=True):
        make.official(one, receipts=Decimal(receipts))
        gave(one, coal, "300", election_type="S2017")
    said = text(SPECIAL)
    listed = said[said.index("The field by industry") :]
    assert "Pat Poe Republican Industry People Committees Coal mining $300" in listed
    assert "Richard Roe Democrat Industry" not in listed
    assert "The 1 who raised most; 1 other candidate has theirs on their own pages." in listed
