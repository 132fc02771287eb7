"""A candidate's page: official figures, our totals, who gave, and whose money was spent."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from filings.models import Candidate, Committee
from tests import factories as make
from web import contributors

Text = Callable[..., str]
PAGE = "/candidates/H8CA90001/"


@pytest.fixture
def roe(data: None) -> Candidate:
    make.load()
    return make.candidate()


@pytest.fixture
def campaign(roe: Candidate) -> Committee:
    found = make.committee("C00900002", name="FRIENDS OF ROE", committee_type="H", designation="P")
    make.linkage(roe, found)
    return found


def test_the_sentence_on_top_quotes_official_figures_to_the_cent(
    roe: Candidate, text: Text
) -> None:
    make.official(roe, receipts=Decimal("1552000.90"), disbursements=Decimal("1487790.70"))
    assert (
        "Richard Roe (Democrat, California 90th) raised $1,552,000.90 and spent $1,487,790.70 in "
        "the 2017–18 cycle through September 30, 2018, by the FEC’s official figures."
    ) in text(PAGE)


def test_the_sentence_says_what_others_spent(roe: Candidate, text: Text) -> None:
    make.official(roe)
    make.total(roe, "independent_for", 2, "1234567.00")
    make.total(roe, "independent_against", 1, "400.25")
    assert (
        "; outside groups spent $1.2 million for and $400 against, as of December 1, 2018."
    ) in text(PAGE)


def test_weball_is_quoted_before_webl(roe: Candidate, text: Text) -> None:
    make.official(roe, file="webl", receipts=Decimal("1.11"))
    make.official(roe, file="weball", receipts=Decimal("2.22"))
    said = text(PAGE)
    assert "raised $2.22" in said
    assert "$1.11" not in said


def test_a_candidate_without_official_figures_says_so(roe: Candidate, text: Text) -> None:
    said = text(PAGE)
    assert "The FEC has no official figures of Richard Roe (California 90th)" in said
    assert "No rows of this cycle’s files mention this candidate’s campaign." in said
    assert "No itemized contributions from individuals" in said
    assert "No independent expenditures for or against this candidate" in said
    assert "No committee is linked to this candidate" in said


def test_an_id_known_only_from_money_has_a_page(data: None, text: Text) -> None:
    Candidate.objects.create(candidate_id="H8CA90009")
    assert "occurs in the FEC’s files" in text("/candidates/H8CA90009/")


def test_each_channel_links_to_its_rows_and_shows_its_caveat(
    roe: Candidate, client: Client, text: Text
) -> None:
    make.total(roe, "individuals_itemized", 3, "750.00")
    make.total(roe, "individuals_unitemized", 0, None, caveat="Cannot be computed: too many.")
    page = client.get(PAGE).content.decode()
    assert f'href="{PAGE}rows/?cycle=2018&amp;channel=individuals_itemized">$750</a>' in page
    assert "channel=individuals_unitemized" in page
    said = text(PAGE)
    assert "unknown Cannot be computed: too many." in said


def test_contributors_are_added_up_by_name_employer_and_occupation(
    roe: Candidate, campaign: Committee, text: Text
) -> None:
    make.contribution(campaign, "1000")
    make.contribution(campaign, "500", contributor_state="NV")
    make.contribution(campaign, "900", name="POE, PAT", employer="GLOBEX", occupation="PILOT")
    make.contribution(campaign, "7000", name="MEMO, MAX", memo=True)
    make.contribution(campaign, "300", receipt_type="22Y")
    make.total(roe, "individuals_itemized", 3, "2400")
    said = text(PAGE)
    assert "DOE, JANE several states 2 $1,500 less $300 refunded" in said
    assert "POE, PAT CA 1 $900" in said
    assert "ACME 2 $1,500" in said
    assert "PILOT 1 $900" in said
    assert "MEMO, MAX" not in said
    assert "30111(a)(4)" in said


def test_two_committees_of_a_candidate_are_one_campaign_and_others_are_not(
    roe: Candidate, campaign: Committee, text: Text
) -> None:
    second = make.committee("C00900004", name="ROE AGAIN")
    leadership = make.committee("C00900005", name="ROE LEADS PAC")
    make.linkage(roe, second, "A")
    make.linkage(roe, leadership, "D")
    for to in (campaign, second, leadership):
        make.contribution(to, "100")
    make.total(roe, "individuals_itemized", 2, "200")
    said = text(PAGE)
    assert "DOE, JANE CA 2 $200" in said
    assert "ROE LEADS PAC Leadership PAC no: its money is not the campaign’s" in said


def test_too_many_rows_to_group_show_the_largest_instead(
    roe: Candidate, campaign: Committee, text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contributors, "GROUP_ROWS_MAX", 1)
    make.contribution(campaign, "100")
    make.contribution(campaign, "2700", name="POE, PAT")
    make.total(roe, "individuals_itemized", 2, "2800")
    said = text(PAGE)
    assert "These are the largest single ones" in said
    assert said.index("POE, PAT") < said.index("DOE, JANE")


def test_committees_that_gave_leave_out_what_went_elsewhere(
    roe: Candidate, campaign: Committee, text: Text, client: Client
) -> None:
    pac = make.committee()
    party = make.committee("C00900006", name="INVENTED PARTY", committee_type="Y")
    leadership = make.committee("C00900005", name="ROE LEADS PAC")
    make.linkage(roe, leadership, "D")
    make.to_candidate(pac, "1000", roe, other_id=campaign.pk)
    make.to_candidate(pac, "500", roe, kind="24Z", other_id=campaign.pk)
    make.to_candidate(pac, "5000", roe, other_id=leadership.pk)
    make.to_candidate(pac, "250", roe, memo=True, other_id=campaign.pk)
    make.to_candidate(party, "2000", roe, other_id=campaign.pk)
    make.total(roe, "committees", 2, "1500")
    make.total(roe, "party", 1, "2000")
    said = text(PAGE)
    assert "INVENTED PARTY Party committee, qualified 1 $2,000" in said
    assert "INVENTED PAC PAC, qualified 2 $1,500" in said
    page = client.get(PAGE).content.decode()
    assert "channel=party&amp;spender=C00900006" in page
    assert "channel=committees&amp;spender=C00900001" in page


def test_spenders_stand_with_their_sides_and_with_what_funds_them(
    roe: Candidate, text: Text
) -> None:
    attacker = make.committee("C00900007", name="ATTACKER")
    friend = make.committee("C00900008", name="FRIEND")
    middle = make.committee("C00900009", name="MIDDLEMAN")
    make.independent(attacker, roe, "900.50", side="O")
    make.independent(attacker, roe, "99.50", side="O")
    make.independent(attacker, roe, "5000", side="O", counts=False, is_superseded=True)
    make.independent(friend, roe, "200")
    make.contribution(attacker, "4000", name="RICH, ROBIN", receipt_type="10")
    make.contribution(attacker, "1000", name="RICH, ROBIN", receipt_type="10")
    make.contribution(
        attacker, "700", name="MIDDLEMAN", receipt_type="18K", contributor_id=middle.pk
    )
    make.committee_total(attacker, "individual", 2, "5000")
    make.committee_total(attacker, "committee", 1, "700", source="oth")
    make.total(roe, "independent_against", 2, "1000")
    make.total(roe, "independent_for", 1, "200")
    said = text(PAGE)
    assert (
        "ATTACKER whose money it spent $1,000 RICH, ROBIN $5,000 ; MIDDLEMAN $700 "
        "(the largest of 3 contributions, $5,700 in all)"
    ) in said
    assert (
        "FRIEND whose money it spent $200 No itemized contributor of it is in this cycle’s files."
        in said
    )


def test_a_conduit_is_not_taken_for_the_giver(roe: Candidate, client: Client) -> None:
    attacker = make.committee("C00900007", name="ATTACKER")
    make.independent(attacker, roe, "10", side="O")
    make.contribution(attacker, "50", receipt_type="15E", contributor_id="C00900010")
    make.committee_total(attacker, "individual", 1, "50")
    make.total(roe, "independent_against", 1, "10")
    assert "/committees/C00900010/" not in client.get(PAGE).content.decode()


def test_notices_that_are_not_counted_are_told(roe: Candidate, text: Text) -> None:
    spender = make.committee()
    make.independent(spender, roe, "1500.25", counts=False, form="notice", coverage="unmatched")
    # The same notice in the FEC's file, and one of a filing that is held, are no further ones.
    for other in ({"is_repeated": True}, {"is_held": True}):
        make.independent(
            spender, roe, "1500.25", counts=False, form="notice", coverage="unmatched", **other
        )
    said = text(PAGE)
    assert "1 notice of independent expenditures, $1,500.25 in all, is not counted" in said


def test_the_comparison_with_official_figures_is_shown(roe: Candidate, text: Text) -> None:
    make.reconciliation(
        "committees", "off", candidate=roe, official=Decimal("100.50"), ours=Decimal(90),
        difference=Decimal("-10.50"), rows=2, reason="The givers report at other times.",
    )  # fmt: skip
    make.reconciliation(
        "individuals_itemized", "within", candidate=roe, official=Decimal(10), ours=Decimal(5),
        difference=Decimal(-5), rows=1,
    )  # fmt: skip
    said = text(PAGE)
    assert "PACs and other committees 2 $90.00 $100.50 −$10.50 Off The givers report" in said
    assert "Part of the official total" in said


def test_races_are_linked_the_special_one_apart(roe: Candidate, client: Client) -> None:
    make.race(roe)
    make.race(roe, special_year=2017)
    page = client.get(PAGE).content.decode()
    assert 'href="/races/2018/house/CA/90/"' in page
    assert 'href="/races/2018/house/CA/90/special-2017/"' in page


def test_each_cycle_has_its_own_page_and_the_newest_with_money_is_first(
    roe: Candidate, text: Text
) -> None:
    make.candidate(cycle=2020)
    make.official(roe)
    make.total(roe, "candidate_loans", 1, "5000")
    assert "in the 2017–18 cycle" in text(PAGE)
    assert "for the 2019–20 cycle" in text(PAGE, cycle="2020")
    assert "no cycle “1066” here; there are: 2020, 2018" in text(PAGE, 404, cycle="1066")


def test_a_page_takes_the_same_few_queries_however_much_money_there_is(
    roe: Candidate, campaign: Committee, client: Client, django_assert_max_num_queries: Callable
) -> None:
    make.official(roe)
    for number in range(15):
        spender = make.committee(f"C0090{number:04d}", name=f"SPENDER {number}")
        make.independent(spender, roe, "10", side="O")
        make.contribution(spender, "50", name=f"DONOR {number}")
        make.committee_total(spender, "individual", 1, "50")
        make.to_candidate(spender, "20", roe, other_id=campaign.pk)
        make.contribution(campaign, "30", name=f"GIVER {number}")
    make.total(roe, "independent_against", 15, "150")
    make.total(roe, "committees", 15, "300")
    make.total(roe, "individuals_itemized", 15, "450")
    make.race(roe)
    with django_assert_max_num_queries(48):
        client.get(PAGE)
    # What was grouped is kept until the next load.
    with django_assert_max_num_queries(20):
        client.get(PAGE)


def test_a_lower_case_id_leads_to_the_page(roe: Candidate, client: Client) -> None:
    response = client.get("/candidates/h8ca90001/")
    assert response.status_code == 301
    assert response["Location"] == PAGE


def test_an_unknown_id_says_what_to_do(data: None, text: Text) -> None:
    said = text("/candidates/H0XX00000/", status=404)
    assert "There is no such page here" in said
    assert "Ids are as the FEC writes them" in said


def test_the_list_is_filtered_and_those_without_figures_come_last(data: None, text: Text) -> None:
    make.load()
    make.official(make.candidate(), receipts=Decimal("5.00"))
    make.official(make.candidate("H8CA90002", name="POE, PAT"), receipts=Decimal("70.25"))
    make.candidate("S8NV00001", name="ZOE, ZED")
    said = text("/candidates/")
    assert said.index("Pat Poe") < said.index("Richard Roe") < said.index("Zed Zoe")
    assert "3 candidates are registered for the 2017–18 cycle" in said
    assert "Richard Roe" not in text("/candidates/", office="S")
    assert "1 candidate in Nevada" in text("/candidates/", state="NV")
    assert "Nobody fits." in text("/candidates/", name="nobody at all")
    assert "Pat Poe Democrat California 90th" in text("/candidates/", name="pat poe")
