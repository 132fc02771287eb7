"""The admin of spending: found by either side, read-only, with few queries."""

from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from expenditures.models import CandidateTransaction, IndependentExpenditure, Reconciliation
from filings.models import Candidate, Committee
from tests.filings.admin_people import make_partition, signed_in

pytestmark = pytest.mark.django_db

LIST = "admin:expenditures_independentexpenditure_changelist"


@pytest.fixture
def spending() -> list[IndependentExpenditure]:
    committee = Committee.objects.create(committee_id="C00900003", name="INVENTED PAC")
    Candidate.objects.create(candidate_id="H8CA90001", name="ROE, RICHARD", office="H")
    return IndependentExpenditure.objects.bulk_create(
        IndependentExpenditure(
            key=f"csv:{number}",
            origin="csv",
            cycle=2018,
            form="notice",
            committee=committee,
            candidate_id="H8CA90001" if number else "H8CA90002",
            candidate_name="AS WRITTEN",
            support_oppose_indicator="O",
            expenditure_amount=Decimal("1234.56"),
            payee_name="PRINTER CO",
            file_number=1160001,
            image_number=201803159052153344,
            counts=True,
            row_hash=number,
        )
        for number in range(3)
    )


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("H8CA90001", 2),
        ("C00900003", 3),
        ("C00900003 H8CA90002", 1),
        ("printer", 3),
        ("roe richard", 2),
        ("invented", 3),
        ("1160001", 3),
    ],
)
def test_expenditures_are_found_by_either_side(spending, query, count):
    response = signed_in("reviewer").get(reverse(LIST), {"q": query})
    assert len(response.context["cl"].result_list) == count


def test_the_list_takes_few_queries_and_links_to_the_fec(
    spending, django_assert_num_queries: DjangoAssertNumQueries
):
    client = signed_in("reviewer")
    client.get(reverse(LIST))
    with django_assert_num_queries(11):
        page = client.get(reverse(LIST)).text
    assert "forms/C00900003/1160001/" in page
    assert "fecimg/?201803159052153344" in page


def test_a_superuser_changes_nothing(spending):
    client = signed_in("superuser")
    address = reverse("admin:expenditures_independentexpenditure_change", args=[spending[0].pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"expenditure_amount": "1"}).status_code == 403


def test_money_to_candidates_is_found_by_the_candidate_it_was_resolved_to():
    make_partition("expenditures_candidatetransaction_pas2")
    Committee.objects.create(committee_id="C00900003", name="INVENTED PAC")
    Candidate.objects.create(candidate_id="H8CA90001", name="ROE, RICHARD", office="H")
    CandidateTransaction.objects.create(
        source="pas2",
        sub_id=1,
        row_hash=1,
        cycle=2018,
        two_year_transaction_period=2018,
        counts=True,
        counted_as="contribution",
        transaction_amount=Decimal(500),
        committee_id="C00900003",
        resolved_candidate_id="H8CA90001",
    )
    client = signed_in("reviewer")
    address = reverse("admin:expenditures_candidatetransaction_changelist")
    for query in ("H8CA90001", "C00900003", "roe", "1"):
        assert len(client.get(address, {"q": query}).context["cl"].result_list) == 1, query


def test_what_is_off_can_be_filtered_out():
    candidate = Candidate.objects.create(candidate_id="H8CA90001", name="ROE, RICHARD")
    for measure, result in (("a", "equal"), ("b", "off")):
        Reconciliation.objects.create(
            cycle=2018, candidate=candidate, measure=measure, result=result
        )
    response = signed_in("reviewer").get(
        reverse("admin:expenditures_reconciliation_changelist"), {"result__exact": "off"}
    )
    assert [row.measure for row in response.context["cl"].result_list] == ["b"]
