"""Rules of connections through funders by hand: who is no rival, what a share is of, who is who."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from donations.models import Contribution
from expenditures.connections import funders, industries, rival, routes
from expenditures.connections.evidence import Found
from expenditures.connections.world import gather
from expenditures.models import Connection
from filings.models import Candidate, Committee
from tests import factories
from tests.expenditures.test_connections_other import a_trace, an_industry_s_gift
from web import feeds


@pytest.fixture
def group(db: None) -> Committee:
    """A group that spends against one of two candidates, with money of a person and of a PAC."""
    factories.partitions()
    roe, doe = factories.candidate(), factories.candidate("H8CA90002", name="DOE, DORA")
    again = factories.candidate("H8CA90003", name="Roe, Richard Q. Mr.")
    group = factories.committee("C00901001", name="GROUP", committee_type="O")
    for number, one in enumerate((roe, doe, again)):
        factories.linkage(one, factories.committee(f"C0090200{number}", committee_type="H"))
    factories.race(roe, doe, again)
    factories.independent(group, roe, "9000", side="O")
    factories.contribution(group, "6000", name="PENNY, PAT", contributor_zip="90001")
    pac = factories.committee("C00903001", name="PAC")
    factories.contribution(
        group, "7000", name="PAC", receipt_type="18K", contributor_id=pac.pk, entity_type="PAC"
    )
    return group


def rivals() -> set[tuple[str, str]]:
    """Funders and the candidates whose rivals were attacked with their money."""
    connection.ensure_connection()
    with transaction.atomic():
        found = {
            (step.source.name, step.target.key)
            for one in rival.find(gather(connection.connection, 2018))
            for step in one.steps
            if step.kind == "gave_candidate"
        }
        # The temporary tables go with it.
        transaction.set_rollback(True)
    return found


def gave(number: int) -> Any:
    campaign = Committee.objects.get(pk=f"C0090200{number}")
    return factories.contribution(campaign, "500", name="PENNY, PAT", contributor_zip="90001")


def test_a_candidate_s_other_id_is_no_rival(group: Committee) -> None:
    gave(2)
    assert rivals() == set()
    gave(1)
    assert rivals() == {("PENNY, PAT", "H8CA90002")}


def test_an_industry_s_gift_to_the_other_id_is_none_to_a_rival(group: Committee) -> None:
    a_trace(group, "H8CA90001", "9000", "G2018", lenders="9000")
    an_industry_s_gift("H8CA90003", "lenders", "8000")
    connection.ensure_connection()
    assert not list(industries.find(gather(connection.connection, 2018)))


def test_a_committee_whose_money_may_have_come_back_gave_to_nobody(group: Committee) -> None:
    pac = Committee.objects.get(pk="C00903001")
    campaign = Committee.objects.get(pk="C00902001")
    candidate = campaign.linkages.get().candidate
    factories.to_candidate(pac, "5000", candidate, kind="24K", other_id=campaign.pk)
    assert rivals() == {("PAC", "H8CA90002")}
    factories.to_candidate(
        pac, "1000", candidate, kind="24K", other_id=campaign.pk,
        memo_text="REFUND OF CONTRIBUTION MADE",
    )  # fmt: skip
    assert rivals() == set()


def found(find: Any) -> list[Found]:
    """The connections of a kind; the temporary tables go."""
    connection.ensure_connection()
    with transaction.atomic():
        answer = list(find(gather(connection.connection, 2018)))
        transaction.set_rollback(True)
    return answer


def test_cash_of_before_is_part_of_what_a_group_had(group: Committee) -> None:
    factories.contribution(group, "9000", name="PENNY, PAT", contributor_zip="90001")
    # 15,000 of 22,000 are one person's.
    (one,) = found(funders.find_dominated)
    assert one.share == Decimal("68.2")
    summary = factories.committee_official(
        group, receipts=Decimal(22000), cash_on_hand_beginning=Decimal(7999)
    )
    (one,) = found(funders.find_dominated)
    assert one.share == Decimal("50.0")
    assert (
        "50% of the $29,999 that it had in the 2017–2018 cycle ($22,000 received and $7,999 held"
        " when it began)"
    ) in one.sentence
    summary.cash_on_hand_beginning = Decimal(8001)
    summary.save()
    assert found(funders.find_dominated) == []
    # Owing money is no cash: the words are those of a group that held nothing.
    summary.cash_on_hand_beginning = Decimal(-500)
    summary.save()
    (one,) = found(funders.find_dominated)
    assert one.share == Decimal("68.2")
    assert "68% of the $22,000 that it received in the 2017–2018 cycle. It" in one.sentence
    assert [step.words for step in one.steps if step.kind == "received"] == ["in the whole cycle"]


def test_a_committee_s_cash_of_before_is_part_of_what_a_donor_s_route_is_of(
    group: Committee,
) -> None:
    pac, campaign = Committee.objects.get(pk="C00903001"), Committee.objects.get(pk="C00902001")
    gave(1)
    factories.contribution(pac, "1000", name="PENNY, PAT", contributor_zip="90001")
    factories.to_candidate(
        pac, "3000", campaign.linkages.get().candidate, kind="24K", other_id=campaign.pk,
        transaction_date=date(2018, 10, 1),
    )  # fmt: skip
    summary = factories.committee_official(
        pac, receipts=Decimal(1000), cash_on_hand_beginning=Decimal(19000)
    )
    (one,) = found(routes.find_two_routes)
    assert (one.share, one.certainty) == (Decimal("5.0"), "same_name")
    assert (
        "and a donor of the same name and ZIP code gave $1,000 to PAC, 5% of the $20,000 that that"
        " committee had in the 2017–2018 cycle ($1,000 received and $19,000 held when it began)"
    ) in one.sentence
    summary.cash_on_hand_beginning = Decimal(19001)
    summary.save()
    assert found(routes.find_two_routes) == []


@pytest.mark.parametrize(
    ("official", "is_found"),
    [
        (None, False),
        ({"receipts": Decimal(14300)}, True),
        ({"receipts": Decimal("14300.01")}, False),
        ({"receipts": Decimal(13000), "cash_on_hand_beginning": Decimal(1)}, False),
    ],
)
def test_first_money_is_known_where_official_figures_leave_none_before(
    group: Committee, official: dict[str, Decimal] | None, is_found: bool
) -> None:
    # The rows come to 13,000: 7,000 of a PAC, 6,000 of a person; it spent on March 16.
    Contribution.objects.update(contribution_receipt_date=date(2018, 3, 10))
    if official is not None:
        factories.committee_official(group, **official)
    launched = found(funders.find_launched)
    assert bool(launched) == is_found
    for one in launched:
        assert one.sentence.startswith("The first itemized money of GROUP in these files came on ")


def test_an_attack_alone_is_no_help_for_everybody_else(group: Committee) -> None:
    campaign, doe = Committee.objects.get(pk="C00902001"), Candidate.objects.get(pk="H8CA90002")
    factories.contribution(
        campaign, "2700", name="PENNY, PAT", contributor_zip="90001", election_type="G2018"
    )
    assert found(routes.find_at_limit) == []
    # Spending of whatever size for one, and for no other, says whom the group is for.
    factories.independent(group, doe, "500", side="S", election_type="P2018")
    (one,) = found(routes.find_at_limit)
    assert (one.amount, one.steps[0].codes) == (Decimal(9500), ("G2018",))
    assert "and a donor of the same name and ZIP code gave $6,000 to GROUP" in one.sentence
    other = Candidate.objects.get(pk="H8CA90003")
    factories.independent(group, other, "10", side="S", election_type="P2018")
    assert found(routes.find_at_limit) == []


@pytest.mark.parametrize("code", ["", "S2017", "G2016"])
def test_the_limit_is_of_an_election_of_the_race(group: Committee, code: str) -> None:
    campaign, doe = Committee.objects.get(pk="C00902001"), Candidate.objects.get(pk="H8CA90002")
    factories.race(doe, special_year=2017)
    factories.independent(group, doe, "500", side="S", election_type="G2018")
    factories.contribution(
        campaign, "2700", name="PENNY, PAT", contributor_zip="90001", election_type=code
    )
    assert found(routes.find_at_limit) == []


def test_gifts_without_a_code_are_at_the_limit_of_no_election(group: Committee) -> None:
    campaign, doe = Committee.objects.get(pk="C00902001"), Candidate.objects.get(pk="H8CA90002")
    factories.independent(group, doe, "500", side="S", election_type="G2018")
    # The seat has no other race, so that rows without a code are of this one.
    factories.contribution(
        campaign, "2700", name="PENNY, PAT", contributor_zip="90001", election_type=""
    )
    assert found(routes.find_at_limit) == []


def test_an_organization_s_name_alone_is_not_who_it_is(group: Committee) -> None:
    campaign = Committee.objects.get(pk="C00902001")
    company = {"name": "PACIFIC MANAGEMENT LLC", "entity_type": "ORG"}
    factories.contribution(group, "6000", contributor_zip="900010001", **company)
    factories.contribution(campaign, "900", contributor_zip="900019999", **company)
    (one,) = found(rival.find)
    assert one.certainty == "same_name"
    assert "An organization of the same name and ZIP code also gave $900" in one.sentence
    factories.contribution(campaign, "100", contributor_zip="10001", **company)
    (one,) = found(rival.find)
    assert one.certainty == "possible"
    assert "An organization of the same name also gave $1,000" in one.sentence


@pytest.mark.parametrize(
    ("certainty", "words"),
    [("identified", "Identified: Both"), ("same_name", "Same name and place: The same"),
     ("possible", "Possible: Names")],
)  # fmt: skip
def test_the_feed_says_how_sure_a_connection_is(certainty: str, words: str) -> None:
    one = Connection(kind="rival", cycle=2018, sentence="One gave.", certainty=certainty)
    assert feeds.Connections().item_description(one).startswith(f"One gave. {words}")
