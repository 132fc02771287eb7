"""A committee's page: who gave, what it spent and on whom, and whether that agrees with the FEC."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from filings.models import Committee
from tests import factories as make

Text = Callable[..., str]
PAGE = "/committees/C00900001/"


@pytest.fixture
def pac(data: None) -> Committee:
    make.load()
    return make.committee(connected_organization="ACME CORPORATION", organization_type="C")


def test_the_sentence_on_top_quotes_official_figures_to_the_cent(
    pac: Committee, text: Text
) -> None:
    make.committee_official(pac)
    said = text(PAGE)
    assert (
        "INVENTED PAC (PAC, qualified) took in $5,000.25 and spent $4,000.75 in the 2017–18 cycle "
        "through September 30, 2018, by the FEC’s official figures."
    ) in said
    assert "connected organization: ACME CORPORATION" in said
    assert "Corporation" in said


def test_a_committee_without_anything_says_so(pac: Committee, text: Text) -> None:
    said = text(PAGE)
    assert "has no official summary for PACs and parties" in said
    assert "No itemized rows of this committee" in said
    assert "No spending of this committee on others is itemized" in said


def test_a_committee_known_only_from_money_has_a_page(data: None, text: Text) -> None:
    Committee.objects.create(committee_id="C00900099")
    assert "C00900099 occurs in the FEC’s files" in text("/committees/C00900099/")


def test_its_money_stands_by_line_and_what_is_not_added_stands_apart(
    pac: Committee, text: Text, client: Client
) -> None:
    make.committee_total(pac, "individual", 2, "300", election_type="P2018")
    make.committee_total(pac, "individual", 1, "50", election_type="G2018")
    make.committee_total(pac, "memo", 4, "999")
    make.committee_total(pac, "transfer", 1, "77", source="oth")
    make.committee_total(pac, "transfer", 2, "9", source="oth-b")
    make.committee_total(pac, "independent_expenditure", 1, "123456", source="oth-b")
    make.committee_total(pac, "refund_individual", 1, "10")
    make.committee_total(pac, "operating", 3, "12.34", source="oppexp")
    said = text(PAGE)
    assert (
        "In Contributions from individuals and other non-committees, itemized 3 $350 "
        "Transfers received 1 $77 Out Transfers to other committees 2 $9 "
        "Refunds to individuals 1 $10 Operating expenditures 3 $12.34 "
        "In the files, added to nothing Memo, counted elsewhere "
        "(receipts from individuals and other non-committees) 4 $999"
    ) in said
    # Independent expenditures have a list of their own, with notices and cents.
    assert "123,456" not in said
    assert f"{PAGE}rows/?cycle=2018&amp;line=transfer&amp;source=oth-b" in (
        client.get(PAGE).content.decode()
    )


def test_givers_recipients_targets_and_payees(pac: Committee, text: Text, client: Client) -> None:
    roe = make.candidate()
    make.committee("C00900002", name="FRIENDS OF ROE")
    make.contribution(pac, "500", name="DOE, JANE")
    make.contribution(pac, "5000", name="OTHER PAC", receipt_type="18K", contributor_id="C00900002")
    make.to_committee(pac, "1000", "C00900002")
    make.to_committee(pac, "250", "C00900002")
    make.to_committee(pac, "48", roe.pk, kind="24C", recipient="A BANK")
    make.to_candidate(pac, "48", roe, kind="24C", recipient="A BANK")
    make.independent(pac, roe, "700.50", side="O")
    make.operating(pac, "60")
    make.operating(pac, "40")
    make.committee_total(pac, "individual", 1, "500")
    make.committee_total(pac, "committee", 1, "5000", source="oth")
    make.committee_total(pac, "contribution", 2, "1250", source="oth-b")
    make.committee_total(pac, "coordinated", 1, "48", source="oth-b")
    make.committee_total(pac, "operating", 2, "100", source="oppexp")
    said = text(PAGE)
    assert "DOE, JANE CA 1 $500" in said
    assert "OTHER PAC 1 $5,000" in said
    assert "FRIENDS OF ROE Contributions to committees 2 $1,250" in said
    assert "Richard Roe against 1 $700.50" in said
    assert "ROE, RICHARD 1 $48" in said
    assert "A BANK" not in said
    assert "PRINTER CO PRINTING 2 $100" in said
    assert "30111(a)(4)" in said
    assert 'href="/committees/C00900002/?cycle=2018">OTHER PAC' in (
        client.get(PAGE).content.decode()
    )


def test_the_comparison_with_official_figures_is_shown(pac: Committee, text: Text) -> None:
    make.reconciliation(
        "contributions_to_other_committees", "equal", committee=pac, official=Decimal(10),
        ours=Decimal(10), difference=Decimal(0), rows=2,
    )  # fmt: skip
    assert "Contributions to other committees 2 $10.00 $10.00 $0.00 Equal" in text(PAGE)


def test_a_page_takes_the_same_few_queries_however_much_money_there_is(
    pac: Committee, client: Client, django_assert_max_num_queries: Callable
) -> None:
    roe = make.candidate()
    make.committee_official(pac)
    for number in range(12):
        make.committee(f"C0091{number:04d}", name=f"COMMITTEE {number}")
        make.contribution(pac, "10", name=f"DONOR {number}")
        make.contribution(
            pac, "9", name=f"PAC {number}", receipt_type="18K", contributor_id=f"C0091{number:04d}"
        )
        make.to_committee(pac, "5", f"C0091{number:04d}")
        make.independent(pac, roe, "3", election_type=f"P20{number:02d}")
        make.operating(pac, "2", recipient_name=f"SHOP {number}")
    make.committee_total(pac, "individual", 12, "120")
    make.committee_total(pac, "committee", 12, "108", source="oth")
    make.committee_total(pac, "operating", 12, "24", source="oppexp")
    with django_assert_max_num_queries(46):
        client.get(PAGE)
    with django_assert_max_num_queries(22):
        client.get(PAGE)
