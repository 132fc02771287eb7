"""Employers' pages: figures by hand and by a slow twin, and the rows that each leads to."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from html import unescape
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from donations.models import DonorProfile, Organization, ProfileTotal
from donations.normalizing import normal_form
from filings.models import Committee
from tests import factories as make
from tests.web import donor_world, industry_world
from web import employer_list, employer_page
from web.employers import employer_path, form_of, slug_of

Text = Callable[..., str]
D = Decimal
SUBSIDIARY = {"GOLD BANK OF OHIO": "FIRST BANK"}


@pytest.fixture
def rows(data: None) -> list[donor_world.Row]:
    """Random contributions, each employer an organization, one belonging to another."""
    make.load()
    industries = industry_world.industries()
    with connection.cursor() as cursor:
        # The world makes its own partitions.
        cursor.execute("DROP TABLE donations_contribution_indiv_2018")
        cursor.execute("DROP TABLE donations_contribution_oth_2018")
    # People's: an organization that gives in its own name is known by that name.
    found = [replace(row, entity="IND") for row in donor_world.make_rows(Random(4), 160)]
    donor_world.store(found)
    organizations: dict[str, Organization] = {}
    for employer in sorted({row.employer for row in found}):
        form = normal_form(employer)
        classed = industries["retired"] if form == "RETIRED" else None
        organizations[form] = Organization.objects.create(
            form=form, industry=classed, version=1, name="AT&T Inc." if form == "AT AND T" else ""
        )
    for child, parent in SUBSIDIARY.items():
        one = organizations[child]
        one.parent = organizations[parent]
        one.save()
    for profile in DonorProfile.objects.select_related("employer"):
        if profile.employer:
            profile.organization = organizations[normal_form(profile.employer.name)]
            profile.industry = profile.organization.industry or industries["not-classed"]
            profile.save()
    # A committee that the bank sponsors, and what it gave.
    pac = make.committee("C00777777", name="FIRST BANK PAC", committee_type="Q")
    row = make.contribution(
        Committee.objects.get(pk="C00000002"), "5000", name="FIRST BANK PAC", receipt_type="18K",
        entity_type="PAC", contributor_id=pac.pk, cycle=2018, employer="", occupation="",
        source="oth", counted_as="committee", counts=True, sub_id=4_000_000_000_000_999_999,
    )  # fmt: skip
    DonorProfile.objects.create(
        pk=row.profile_id, kind="committee", committee=pac,
        organization=organizations["FIRST BANK"], industry=industries["not-classed"],
    )  # fmt: skip
    ProfileTotal.objects.create(
        profile_id=row.profile_id, cycle=2018, source="oth", counted_as="committee", rows=1,
        amount=D(5000),
    )  # fmt: skip
    return found


def bank() -> Organization:
    return Organization.objects.get(form="FIRST BANK")


def test_the_page_agrees_with_a_slow_twin(rows: list[donor_world.Row]) -> None:
    names = {"FIRST BANK", "GOLD BANK OF OHIO"}
    mine = [
        row
        for row in rows
        if row.cycle == 2018 and row.employer in names and row.kind[2] == "individual"
    ]
    page = employer_page.build(bank(), 2018, [2018])
    assert page.money.people == sum(row.amount for row in mine)
    assert page.money.committees == D(5000)
    assert page.rows == len(mine) + 1
    got = defaultdict(Decimal, {"C00000002": D(5000)})
    for row in mine:
        got[row.committee_id] += row.amount
    assert {one.identifier: one.money.total for one in page.gifts.committees} == got
    givers: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in mine:
        givers[row.name or "No name reported", row.zip[:5] or "no ZIP code"] += row.amount
    assert {(one.name, one.note): one.amount for one in page.gifts.donors} == givers
    assert {one.name: one.amount for one in page.spellings} == {
        name: sum(row.amount for row in mine if row.employer == name) for name in names
    }
    assert [(one.identifier, one.money.total) for one in page.gifts.candidates] == [
        (donor_world.CANDIDATE, got["C00000002"])
    ]
    ohio = sum(row.amount for row in mine if row.employer == "GOLD BANK OF OHIO")
    assert [(one.name, one.amount) for one in page.children] == [("Gold Bank Of Ohio", ohio)]
    assert [(one.name, one.amount) for one in page.committees] == [("FIRST BANK PAC", D(5000))]
    child = employer_page.build(Organization.objects.get(form="GOLD BANK OF OHIO"), 2018, [2018])
    assert child.money.people == ohio
    assert child.parent is not None
    assert child.parent.url == "/employers/first-bank/"


def test_every_figure_leads_to_exactly_its_rows(
    rows: list[donor_world.Row], client: Client
) -> None:
    html = client.get("/employers/first-bank/?cycle=2018").content.decode()
    followed = 0
    for figure in re.finditer(r'data-figure="([\d.-]+)" href="([^"]+)"', html):
        amount, address = D(figure[1]), unescape(figure[2])
        answer = client.get(address)
        assert answer.status_code == 200, address
        if "/rows/" in address:
            assert answer.context["amount"] == amount, address
        else:
            assert answer.context["totals"].net == amount, address
        followed += 1
    assert followed > 20


def test_the_list_and_its_search(rows: list[donor_world.Row], text: Text) -> None:
    listed = employer_list.largest(2018)
    assert "Retired" not in [one.name for one in listed]
    assert listed[0].name == "First Bank"
    totals = [one.money.total for one in listed]
    assert totals == sorted(totals, reverse=True)
    # A subsidiary is found by its name, and stands in its parent.
    assert [one.name for one in employer_list.largest(2018, "gold bank")] == ["First Bank"]
    assert "First Bank" in text("/employers/", name="first bank")
    assert "No organization with “zzzz” in its name" in text("/employers/", name="zzzz")
    assert "AT&T Inc." in text("/employers/", cycle="2018")


def test_addresses(rows: list[donor_world.Row], client: Client, text: Text) -> None:
    assert form_of(slug_of("JP MORGAN CHASE")) == "JP MORGAN CHASE"
    assert employer_path("") == employer_path("no form") == form_of("A--b") == ""
    assert client.get("/employers/First-Bank/")["Location"] == "/employers/first-bank/"
    assert client.get("/organizations/?cycle=2018")["Location"] == "/employers/?cycle=2018"
    assert "First Bank" in text("/employers/first-ban/", status=404)
    assert client.get("/employers/first-bank/rows/?committee=C00000001").status_code == 404
    said = text("/employers/first-bank/rows/", committee="C00777777", cycle="2018")
    assert "1 row" in said
    assert "$5,000.00" in said


def test_what_is_no_employer_says_so(rows: list[donor_world.Row], text: Text) -> None:
    said = text("/employers/retired/", cycle="2018")
    assert "is an answer in the employer’s place that names no organization" in said


def test_how_many_queries_an_employers_page_takes(
    rows: list[donor_world.Row], client: Client
) -> None:
    with CaptureQueriesContext(connection) as building:
        employer_page.build(bank(), 2018, [2018])
    assert len(building) <= 22
    client.get("/employers/first-bank/?cycle=2018")
    with CaptureQueriesContext(connection) as again:
        client.get("/employers/first-bank/?cycle=2018")
    assert len(again) <= 10
