"""The admin of contributions: the search through the index of words, and its number of queries."""

from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from donations.admin import with_words
from donations.models import (
    City,
    Contribution,
    ContributorName,
    Employer,
    MemoText,
    Occupation,
    OperatingExpenditure,
)
from filings.models import Committee
from tests.filings.admin_people import make_partition, signed_in

pytestmark = pytest.mark.django_db

LIST = "admin:donations_contribution_changelist"


@pytest.fixture
def contributions() -> list[Contribution]:
    """Ten contributions, to two committees, of people with two names."""
    make_partition("donations_contribution_indiv")
    committees = [
        Committee.objects.create(committee_id=f"C0090000{number}", name=name)
        for number, name in enumerate(("FRIENDS OF ROE", "BAKERS PAC"))
    ]
    names = [
        ContributorName.objects.create(name=name)
        for name in ("O'HARA-SMITH, MARY ANN", "DOE, JOHN")
    ]
    employer, occupation, city, memo = (
        model.objects.create(name="X") for model in (Employer, Occupation, City, MemoText)
    )
    return Contribution.objects.bulk_create(
        Contribution(
            sub_id=4041520171000000000 + number,
            image_number=201704159052153344 + number,
            row_hash=number,
            contributor_name=names[number % 2],
            employer=employer,
            occupation=occupation,
            profile_id=(employer.pk << 32) | occupation.pk,
            city=city,
            memo_text=memo,
            file_number=1160001,
            cycle=2018,
            two_year_transaction_period=2018,
            counts=True,
            source="indiv",
            counted_as="individual",
            contribution_receipt_amount=Decimal("1250.50") + number,
            committee=committees[number // 5],
        )
        for number in range(10)
    )


def found(query: str) -> list[int]:
    """The last digits of the rows that the search finds."""
    response = signed_in("reviewer").get(reverse(LIST), {"q": query})
    return [row.sub_id % 100 for row in response.context["cl"].result_list]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("smith mary", [8, 6, 4, 2, 0]),
        ("O'Hara", [8, 6, 4, 2, 0]),
        ("smi ma", [8, 6, 4, 2, 0]),
        ("doe C00900001", [9, 7, 5]),
        ("C00900000", [4, 3, 2, 1, 0]),
        ("4041520171000000007", [7]),
        ("9999999999999999999", []),
        ("nobody", []),
        ("'", []),
    ],
)
def test_contributions_are_found_by_beginnings_of_words_and_ids(contributions, query, expected):
    assert found(query) == expected


def test_the_search_uses_the_index_of_words():
    ContributorName.objects.bulk_create(
        ContributorName(name=f"NAME{number}, PERSON") for number in range(3000)
    )
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = with_words(ContributorName, ["name12"]).explain()
    assert "donations_contributorname_words" in plan


def test_the_list_links_to_the_fec_and_carries_the_notice(contributions):
    page = signed_in("reviewer").get(reverse(LIST)).text
    assert "https://docquery.fec.gov/cgi-bin/forms/C00900000/1160001/" in page
    assert "https://docquery.fec.gov/cgi-bin/fecimg/?201704159052153344" in page
    assert "30111(a)(4)" in page
    assert "1,250.50" in page


def test_the_list_takes_as_many_queries_for_ten_rows_as_for_one(
    contributions, django_assert_num_queries: DjangoAssertNumQueries
):
    client = signed_in("reviewer")
    client.get(reverse(LIST))
    # As any list, and one for each dictionary: committee, name, employer, occupation, city, memo.
    with django_assert_num_queries(16):
        client.get(reverse(LIST))


def test_a_contribution_shows_all_of_it_and_nothing_to_change(contributions):
    client = signed_in("superuser")
    address = reverse("admin:donations_contribution_change", args=[contributions[0].pk])
    page = client.get(address).text
    assert "O&#x27;HARA-SMITH, MARY ANN" in page
    assert "fecimg/?201704159052153344" in page
    assert 'name="_save"' not in page
    assert client.post(address, {"contribution_receipt_amount": "1"}).status_code == 403


def test_too_many_names_are_said_to_be_too_many(contributions, monkeypatch):
    monkeypatch.setattr("donations.admin.SPELLINGS_CAP", 1)
    ContributorName.objects.create(name="DOE, JANE")
    page = signed_in("reviewer").get(reverse(LIST), {"q": "doe"}).text
    assert "Add a word to see all" in page


def test_operating_expenditures_are_found_by_a_payee_beside_an_id():
    make_partition("donations_operatingexpenditure_oppexp")
    Committee.objects.create(committee_id="C00900001", name="FRIENDS OF ROE")
    OperatingExpenditure.objects.create(
        source="oppexp",
        sub_id=1,
        row_hash=1,
        cycle=2018,
        counts=True,
        disbursement_amount=Decimal("10.25"),
        committee_id="C00900001",
        recipient_name="PRINTER CO",
    )
    client = signed_in("reviewer")
    address = reverse("admin:donations_operatingexpenditure_changelist")

    def count(query: str) -> int:
        return len(client.get(address, {"q": query}).context["cl"].result_list)

    assert count("C00900001 printer") == 1
    assert count("friends roe") == 1
    # Without an id, a payee's name would read every row of every cycle.
    assert count("printer") == 0
