"""Donors' pages: who is who, the figures by hand and by a slow twin, and the rows behind them."""

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from donations import donors
from donations.models import Contribution, DonorProfile, Organization
from filings.codes import election_words
from tests import factories as make
from tests.web import industry_world
from web import donor_detail, donor_identity
from web.donor_identity import donor_path

Text = Callable[..., str]
JOHN = "/donors/smith-john-45402/"
D = Decimal


@pytest.fixture
def world(data: None) -> None:
    """John Smith of Dayton, who moved and works at Acme, and others of his name."""
    make.load()
    industry_world.industries()
    Organization.objects.create(form="ACME", version=1)
    Organization.objects.create(form="STATE OF OHIO", version=1)
    roe = make.candidate(name="ROE, RICHARD")
    other = make.candidate("H8CA90002", name="POE, PAT")
    campaign = make.committee("C00900001", name="FRIENDS OF ROE", committee_type="H")
    rival = make.committee("C00900002", name="POE FOR CONGRESS", committee_type="H")
    group = make.committee("C00900003", name="PEOPLE FIRST", committee_type="O")
    make.linkage(roe, campaign)
    make.linkage(other, rival)
    here: dict[str, Any] = {"contributor_state": "OH", "contributor_zip": "454021234"}
    gave = make.contribution
    gave(campaign, "2700", name="SMITH, JOHN A MR.", election_type="P2018", **here)
    gave(campaign, "1000.50", name="SMITH, JOHN", election_type="S2017", employer="RETIRED", **here)
    gave(campaign, "500", name="Smith, John", receipt_type="22Y", election_type="P2018", **here)
    gave(campaign, "99", name="SMITH, JOHN", memo=True, **here)
    gave(group, "5000", name="SMITH, JOHN", election_type="", **here,
         contribution_receipt_date=date(2018, 5, 1))  # fmt: skip
    # At another ZIP code with the same employer in the same state: he moved.
    gave(rival, "250", name="SMITH, JOHN A.", contributor_state="OH", contributor_zip="45419")
    # His son; a namesake without the employer; one of another state; one with another initial.
    gave(campaign, "7", name="SMITH, JOHN JR", **here)
    gave(campaign, "11", name="SMITH, JOHN", contributor_state="OH", contributor_zip="44101",
         employer="STATE OF OHIO")  # fmt: skip
    gave(campaign, "13", name="SMITH, JOHN", contributor_state="NY", contributor_zip="10001",
         employer="RETIRED")  # fmt: skip
    gave(campaign, "17", name="SMITH, JOHN B", contributor_state="OH", contributor_zip="43004")
    # As each load makes them.
    DonorProfile.objects.bulk_create(
        DonorProfile(pk=pk, kind="person")
        for pk in set(Contribution.objects.values_list("profile_id", flat=True))
    )
    make.independent(group, other, "4000", side="O")
    make.independent(group, roe, "900.25", side="S")
    make.independent(group, roe, "1", side="S", counts=False)


@pytest.fixture
def reviewer(db: None) -> User:
    return User.objects.create_user("reviewer")


def found(slug: str) -> donor_identity.Donor:
    alias = donor_identity.read_slug(slug)
    assert alias is not None
    donor = donor_identity.find(alias)
    assert donor is not None
    return donor


def zips(slug: str) -> list[str]:
    return sorted(place.zip for place in found(slug).places)


# --- who is who ------------------------------------------------------------------------------
def test_names_at_a_zip_code_are_one_donor_and_zip_codes_are_joined_by_strong_evidence(
    world: None,
) -> None:
    donor = found("smith-john-45402")
    assert zips("smith-john-45402") == zips("smith-john-45419") == ["45402", "45419"]
    assert donor.places[0].names == ["SMITH, JOHN", "SMITH, JOHN A MR.", "Smith, John"]
    assert [link.why for link in donor.links] == [
        "the same name and the same employer, ACME, in OH"
    ]
    # Another initial, or nothing but the state, joins nobody; another state is not even alike.
    assert [(place.zip, why) for place, why in donor.alike] == [
        ("43004", "the same name, in OH, employer ACME"),
        ("44101", "the same name, in OH"),
    ]
    assert zips("smith-john-jr-45402") == ["45402"]
    assert donor_identity.find(("smith-john", "99999")) is None


def test_people_join_and_part_and_take_it_back(world: None, reviewer: User) -> None:
    here, moved, york = (("smith-john", code) for code in ("45402", "45419", "10001"))
    joined = donors.join(one=york, other=here, reason="He told us so.", by=reviewer)
    assert zips("smith-john-10001") == ["10001", "45402", "45419"]
    parted = donors.part(one=here, other=moved, reason="Two signatures.", by=reviewer)
    assert zips("smith-john-45402") == ["10001", "45402"]
    assert zips("smith-john-45419") == ["45419"]
    assert found("smith-john-45402").parted == [parted]
    donors.reverse(decision=joined, by=reviewer, why="A mistake.")
    donors.reverse(decision=parted, by=reviewer, why="A mistake.")
    assert zips("smith-john-45402") == ["45402", "45419"]
    donors.take_out(donor=here, name="Smith, John", reason="A cousin.", by=reviewer)
    donor = found("smith-john-45402")
    assert "Smith, John" not in donor.places[0].names
    assert donor_detail.build(donor).sums.refunded == 0
    donors.join(one=("smith-john-jr", "45402"), other=here, reason="One man.", by=reviewer)
    assert zips("smith-john-jr-45402") == ["45402", "45402", "45419"]


def test_many_of_a_name_with_one_employer_are_not_joined(world: None) -> None:
    to = make.committee("C00900001")
    for place in range(4):
        make.contribution(to, "1", name="LEE, ANN", employer="STATE OF OHIO",
                          contributor_state="OH", contributor_zip=f"4510{place}")  # fmt: skip
    donor = found("lee-ann-45100")
    assert [place.zip for place in donor.places] == ["45100"]
    assert len(donor.alike) == 3


def test_which_names_have_a_page() -> None:
    assert donor_path("SMITH, JOHN Q MR", "454021234") == JOHN
    assert donor_path("ACME PAC", "45402") == donor_path("SMITH, JOHN", "454") == ""
    assert donor_path("SMITH, JOHN", "K1A0B") == ""


# --- the figures -----------------------------------------------------------------------------
def test_the_figures_by_hand(world: None, text: Text) -> None:
    page = donor_detail.build(found("smith-john-45402"))
    assert (page.sums.gave, page.sums.gave_rows) == (D("8950.50"), 4)
    assert (page.sums.refunded, page.sums.net) == (D(500), D("8450.50"))
    assert [(one.committee_id, one.sums.net) for one in page.recipients] == [
        ("C00900003", D(5000)),
        ("C00900001", D("3200.50")),
        ("C00900002", D(250)),
    ]
    elections = {code: sums.net for code, sums in page.recipients[1].elections.items()}
    assert elections == {"P2018": D(2200), "S2017": D("1000.50")}
    assert page.recipients[1].candidate == "Richard Roe"
    assert [(year, sums.net) for year, sums in page.by_year] == [
        (2018, D(5000)),
        (2017, D("3450.50")),
    ]
    assert [(one.kind, one.rows, one.amount) for one in page.apart] == [("memo", 1, D(99))]
    group = page.groups[0]
    assert (group.gave, group.supported, group.opposed) == (D(5000), D("900.25"), D(4000))
    assert {(one.name, one.side, one.also) for one in group.targets} == {
        ("Richard Roe", "S", True),
        ("Pat Poe", "O", True),
    }
    said = text(JOHN)
    assert said.startswith("John A Smith Ohio John A Smith of Ohio gave $8,950.50 in itemized")
    assert "of which $500.00 was sent back" in said
    assert f"{election_words('S2017')}: $1,000.50" in said
    assert "May be the same, not added" in said


def test_a_name_with_two_middle_initials_is_not_said_to_be_one_person(
    world: None, text: Text
) -> None:
    to = make.committee("C00900001")
    for name in ("LEE, ANN A", "LEE, ANN E. MS."):
        make.contribution(to, "10", name=name, contributor_state="OH", contributor_zip="45100")
    said = text("/donors/lee-ann-45100/")
    assert "One or more people named Ann Lee of Ohio gave $20.00" in said
    assert "Its spellings have different middle initials (A, E)" in said


def test_the_page_agrees_with_a_slow_twin(data: None) -> None:
    rng = Random(5)
    make.load()
    committees = [make.committee(f"C0090000{n}") for n in range(3)]
    for _ in range(60):
        make.contribution(
            rng.choice(committees),
            rng.choice(("250", "1000.25", "-50")),
            name=rng.choice(("ROE, ANN", "ROE, ANN B", "Roe, Ann MRS.", "ROE, AMY")),
            receipt_type=rng.choice(("15", "15E", "22Y", "15C", "16C")),
            memo=rng.random() < 0.2,
            election_type=rng.choice(("P2018", "G2018", "")),
            contributor_zip=rng.choice(("900010001", "90001", "90002")),
            employer=rng.choice(("ACME", "RETIRED")),
        )
    page = donor_detail.build(found("roe-ann-90001"))
    gave: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    refunded: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in Contribution.objects.select_related("contributor_name"):
        name = re.sub(r" (B|MRS\.)$", "", row.contributor_name.name.upper())
        if name != "ROE, ANN" or row.contributor_zip[:5] != "90001" or row.memo_code == "X":
            continue
        key = (row.committee_id, row.election_type)
        if row.receipt_type in {"15", "15E", "15C"}:
            gave[key] += row.contribution_receipt_amount
        elif row.receipt_type == "22Y":
            refunded[key] += row.contribution_receipt_amount
    shown = {
        (one.committee_id, code): (sums.gave, sums.refunded)
        for one in page.recipients
        for code, sums in one.elections.items()
    }
    assert shown == {key: (gave[key], refunded[key]) for key in {*gave, *refunded}}
    assert page.sums.net == sum(gave.values()) - sum(refunded.values())


def test_every_figure_leads_to_exactly_its_rows(world: None, client: Client) -> None:
    html = client.get(JOHN).content.decode()
    followed = 0
    for tag, amount, address in re.findall(
        r'<a([^>]*) data-figure="([\d.-]+)" href="([^"]+)"', html
    ):
        answer = client.get(unescape(address))
        assert answer.status_code == 200, address
        if address.startswith("/expenditures/"):
            totals = answer.context["totals"]
            assert D(amount) in {totals.supported, totals.opposed}, address
            continue
        assert answer.context["amount"] == D(amount), address
        rows = re.search(r'data-rows="(\d+)"', tag)
        assert rows is None or answer.context["rows"] == int(rows[1]), address
        followed += 1
    assert followed > 20


# --- the pages -------------------------------------------------------------------------------
def test_another_address_of_a_donor_leads_to_the_main_one(world: None, client: Client) -> None:
    answer = client.get("/donors/smith-john-45419/")
    assert (answer.status_code, answer["Location"]) == (302, JOHN)
    assert client.get("/donors/smith-john-45419/rows/?line=gave").status_code == 200


def test_what_is_not_there_is_answered_with_what_is_near(world: None, text: Text) -> None:
    assert "Search contributions for “jones amy” at ZIP code 45402" in text(
        "/donors/jones-amy-45402/", status=404
    )
    assert "There is no donor “nobody”" in text("/donors/nobody/", status=404)


@pytest.mark.parametrize("query", ["line=x", "year=20", "cycle=2017", "year=١٩٩٩"])
def test_rows_of_no_line_are_not_found(world: None, client: Client, query: str) -> None:
    assert client.get(f"{JOHN}rows/?{query}").status_code == 404


def test_rows_as_csv_and_with_memos(world: None, client: Client, text: Text) -> None:
    said = text(f"{JOHN}rows/?line=gave&memos=1")
    assert "memo, not added" in said
    assert "4 rows" in said
    answer = client.get(f"{JOHN}rows/?line=gave&format=csv")
    body = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "SMITH, JOHN A MR." in body


def test_how_many_queries_a_donors_page_takes(world: None, client: Client) -> None:
    donor = found("smith-john-45402")
    with CaptureQueriesContext(connection) as finding:
        found("smith-john-45402")
    with CaptureQueriesContext(connection) as building:
        donor_detail.build(donor)
    assert len(finding) <= 6
    assert len(building) <= 14
    client.get(JOHN)
    with CaptureQueriesContext(connection) as again:
        client.get(JOHN)
    assert len(again) <= 10
