"""The search box: what people type, what fits it, in which order, and what it suggests."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client

from donations.models import (
    CommitteeTotal,
    Contribution,
    DonorProfile,
    IndustryTotal,
    Organization,
    ProfileTotal,
)
from filings.models import Arrival, Filing
from tests import factories as make
from tests.web import industry_world
from web import search
from web.employers import employer_path
from web.search_asked import lexemes, tsquery
from web.search_hits import Found

Text = Callable[..., str]


# --- what was typed -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("gomez ca-34", {"words": ("GOMEZ",), "office": "H", "state": "CA", "district": "34"}),
        ("CA-34 2017 special", {"district": "34", "year": 2017, "is_special": True, "words": ()}),
        ("ca34", {"state": "CA", "district": "34"}),
        ("CA 34th", {"state": "CA", "district": "34"}),
        ("California 34th district", {"state": "CA", "district": "34", "words": ()}),
        ("ohio senate 2018", {"office": "S", "state": "OH", "year": 2018, "words": ()}),
        ("new york 14", {"state": "NY", "district": "14"}),
        ("west virginia senate", {"state": "WV", "office": "S"}),
        ("president 2020", {"office": "P", "year": 2020, "words": ()}),
        ("MT-AL", {"state": "MT", "district": "00"}),
        ("ca-", {"state": "CA", "words": ()}),
        ("coal", {"words": ("COAL",), "state": ""}),
        ("c00401224", {"identifier": "C00401224"}),
        ("h8ca34266", {"identifier": "H8CA34266"}),
        ("C0040", {"part_of_id": "C0040", "identifier": ""}),
        ("smith, john", {"words": ("SMITH", "JOHN"), "office": ""}),
        ("Rep. Gómez", {"words": ("GOMEZ",), "office": "H", "names_race": False}),
        ("warren (D-MA)", {"words": ("WARREN",), "party": "DEM", "state": "MA"}),
        ("republican ca-34", {"party": "REP", "district": "34", "words": ()}),
        ("2018", {"year": 2018, "number": "", "names_race": True}),
        ("1234567", {"number": "1234567"}),
        ("Filing #1234567", {"number": "1234567"}),
        ("-123456", {"number": "-123456"}),
        ("in", {"words": ("IN",), "state": ""}),
        ("", {"text": "", "words": ()}),
    ],
)
def test_searches_are_understood_as_people_type_them(
    typed: str, expected: dict[str, object]
) -> None:
    asked = search.understand(typed)
    assert {name: getattr(asked, name) for name in expected} == expected


def test_words_are_parted_as_the_index_parts_them() -> None:
    assert lexemes("O'Brien & Peña-Smith; AT&T") == ("O", "BRIEN", "PENA", "SMITH", "AT", "T")
    assert tsquery(("JIMMY", "GOM"), beginning=True) == "'jimmy' & 'gom':*"
    assert tsquery(("JIMMY", "GO"), beginning=True) == "'jimmy' & 'go'"


# --- the page -----------------------------------------------------------------------------------
@pytest.fixture
def world(data: None) -> None:
    """Candidates, committees, races, and money of donors, an employer and an industry."""
    make.load()
    roe = make.candidate()
    poe = make.candidate("H8CA90002", name="POE, PAT", party="REP")
    sally = make.candidate("S8NV00001", name="ROE, SALLY")
    make.official(sally, receipts=Decimal(2500000))
    make.official(roe, receipts=Decimal("1000.55"))
    make.official(roe, file="webl", receipts=Decimal("1000.55"))
    make.race(roe)
    make.race(roe, poe, special_year=2017)
    fund = make.committee(name="ROE VICTORY FUND", designation="J")
    make.committee_official(fund)
    pac = make.committee("C00900002", name="ACME PIPE & STEEL CO. PAC")
    make.committee_total(pac, "individual", 3, "750")
    coal = industry_world.industries()["coal"]
    industry_world.received(pac, coal, "600")
    acme = Organization.objects.create(form="ACME PIPE", name="Acme Pipe", industry=coal, version=1)
    child = Organization.objects.create(form="ROLLO", parent=acme, version=1)
    Organization.objects.create(form="ACME NOBODY GAVE", version=1)
    for name, employer, amount in (
        ("ROE, RHONDA", "ACME PIPE", "500"),
        ("ROE, RHONDA", "ACME PIPE", "100"),
        ("O'ROE, SAM", "ROLLO", "50.50"),
    ):
        given = make.contribution(pac, amount, name=name, employer=employer)
        owner = acme if employer == "ACME PIPE" else child
        DonorProfile.objects.get_or_create(
            id=given.profile_id,
            defaults={"kind": "person", "organization": owner, "industry": coal},
        )
    make.contribution(pac, "100", name="ROE, RHONDA", receipt_type="22Y", employer="ACME PIPE")
    make.contribution(pac, "70", name="ROE, RHONDA", employer="ACME PIPE", memo=True)
    rows = Contribution.objects.values_list(
        "profile_id", "counted_as", "contribution_receipt_amount"
    )
    sums: dict[tuple[int, str], tuple[int, Decimal]] = {}
    for profile, counted_as, dollars in rows:
        count, before = sums.get((profile, counted_as), (0, Decimal(0)))
        sums[profile, counted_as] = (count + 1, before + dollars)
    for (profile, counted_as), (count, total) in sums.items():
        ProfileTotal.objects.create(
            profile_id=profile, cycle=make.CYCLE, source="indiv", counted_as=counted_as,
            rows=count, amount=total,
        )  # fmt: skip
    with connection.cursor() as cursor:
        # The search of donors learns from this roll-up which cycles are loaded.
        cursor.execute(
            "INSERT INTO donations_searchplace"
            " VALUES (2018, 'indiv', 'CA', 'individual', '', 1, 4, 750)"
        )
    make.independent(pac, roe, "700.50", side="O", payee_name="ROE PRINTERS")
    make.independent(pac, roe, "9000", counts=False, is_memo=True, payee_name="ROE PRINTERS")


def test_results_are_grouped_the_nearest_and_largest_first(world: None, text: Text) -> None:
    said = text("/search/", q="roe")
    # Equally near, the one with more money goes first; receipts stand in two files, and count once.
    assert said.index("Sally Roe") < said.index("Richard Roe")
    assert (
        "Richard Roe Democrat, California 90th, registered in 2017–18 · H8CA90001 $1,001 raised in"
        in said
    )
    assert "ROE VICTORY FUND Joint fundraising committee, registered in 2017–18" in said
    assert "C00900001 $5,000 raised in 2017–18" in said
    assert "1 independent expenditure that counts, $700 in all" in said.replace("$701", "$700")
    assert "Pat Poe" not in said
    assert said.index("Candidates") < said.index("Committees") < said.index("Independent exp")


def test_an_employer_is_shown_with_what_belongs_to_it(world: None, text: Text) -> None:
    said = text("/search/", q="Acme Pipe, Inc.")
    # By hand: 500 + 100 of its own people and 50.50 of its part's; no refund, no memo.
    assert "Acme Pipe Coal mining $650 given in 3 receipts" in said.replace("$651", "$650")
    assert "ACME NOBODY GAVE" not in text("/search/", q="acme")
    assert (
        "ACME PIPE & STEEL CO. PAC PAC, qualified, registered in 2017–18 · C00900002 $750 itemized"
        in text("/search/", q="acme pip")
    )


def test_the_money_shown_is_that_of_its_rows(world: None) -> None:
    """The slow twin: sums over the rows themselves."""
    rows = list(Contribution.objects.select_related("contributor_name", "employer"))
    found = search.find(search.understand("rhonda roe"), 1)
    hit = next(group for group in found.groups if group.kind == "donor").hits[0]
    mine = [r for r in rows if r.contributor_name.name == "ROE, RHONDA" and r.counts]
    gifts = [r for r in mine if not r.counted_as.startswith("refund")]
    assert hit.amount == sum(r.contribution_receipt_amount for r in gifts) == 600
    found = search.find(search.understand("rollo"), 1)
    hit = next(group for group in found.groups if group.kind == "organization").hits[0]
    assert hit.amount == sum(
        r.contribution_receipt_amount for r in rows if r.employer.name == "ROLLO"
    )
    coal = next(g for g in search.find(search.understand("coal"), 1).groups if g.kind == "industry")
    assert coal.hits[0].amount == sum(t.amount for t in IndustryTotal.objects.all())
    pac = next(g for g in search.find(search.understand("steel"), 1).groups)
    assert pac.hits[0].amount == sum(t.amount for t in CommitteeTotal.objects.all())


def test_spellings_that_lead_to_one_page_are_one_line(
    world: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pac = make.committee("C00900002", name="ACME PIPE & STEEL CO. PAC")
    make.contribution(pac, "7.25", name="ROE, RHONDA Q.")
    monkeypatch.setattr("web.search_money.donor_path", lambda name, zip_code: "/donors/roe/")
    found = search.find(search.understand("rhonda roe"), 1)
    hits = next(group for group in found.groups if group.kind == "donor").hits
    assert [(hit.path, hit.amount, hit.amount_words) for hit in hits] == [
        ("/donors/roe/", Decimal("607.25"), "given in 3 receipts, all years")
    ]


def test_a_name_with_a_seat_means_that_seat(world: None, text: Text) -> None:
    said = text("/search/", q="roe ca-90")
    assert "Richard Roe" in said
    assert "Sally Roe" not in said
    assert (
        "California 90th, special election, 2017 2 candidates $1,001 raised by the candidates"
        in said
    )
    # A party named wrongly doesn't hide who has the name.
    assert "Richard Roe" in text("/search/", q="roe republican ca-90")
    assert "Sally Roe" in text("/search/", q="nevada senate roe")


def test_a_special_election_is_found_by_its_words(world: None, text: Text) -> None:
    said = text("/search/", q="CA-90 2017 special")
    assert "California 90th, special election, 2017" in said
    assert "California 90th, 2018" not in said
    assert "Pat Poe" in said
    # Of a race that is not there, others of the state are offered.
    assert "California 90th, 2018" in text("/search/", q="CA-12 2018")


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("c00900001", "/committees/C00900001/"),
        ("H8CA90001", "/candidates/H8CA90001/"),
        ("filing 1234567", "/filings/1234567/"),
    ],
)
def test_an_id_or_number_leads_straight_to_its_page(
    world: None, client: Client, typed: str, place: str
) -> None:
    Arrival.objects.create(file_number=1234567, found_in="rss", found_at="2018-01-01T00:00Z")
    response = client.get("/search/", {"q": typed})
    assert (response.status_code, response["Location"]) == (302, place)


def test_near_names_ids_and_numbers_are_offered(world: None, text: Text) -> None:
    make.candidate("H8CA90005", name="QUINTANAR, MARISOL")
    said = text("/search/", q="quintanr marisol")
    assert "Nothing fits “quintanr marisol” exactly. These come near." in said
    assert "Marisol Quintanar" in said
    assert "Marisol Quintanar" in text("/search/", q="quintanarr xyzzyx")
    assert "ROE VICTORY FUND" in text("/search/", q="C00900009")
    assert "Richard Roe" in text("/search/", q="H8CA9")


@pytest.mark.parametrize("typed", ["zzzzqq", "Z00999999", "%_\\", "'; --", "x", "(((", "x" * 900])
def test_what_is_not_there_says_what_to_try(world: None, text: Text, typed: str) -> None:
    said = text("/search/", q=typed)
    assert "Nothing fits" in said
    assert "Other ways to it" in said
    assert ("Only the first 200 characters" in said) == (len(typed) > 200)


def test_nothing_typed_leads_home(db: None, client: Client) -> None:
    assert client.get("/search/", {"q": "  "})["Location"] == "/"


def test_an_image_number_leads_to_what_is_reported_on_it(world: None, client: Client) -> None:
    page = client.get("/search/", {"q": "201803159052153344"}).content.decode()
    assert "https://docquery.fec.gov/cgi-bin/fecimg/?201803159052153344" in page
    assert "Reported on image 201803159052153344." in page
    page = client.get("/search/", {"q": "201704159052153344"}).content.decode()
    assert "Receipts reported on image 201704159052153344." in page
    assert "memo, not added" in page


def test_a_campaign_shows_what_its_candidate_raised(world: None, text: Text) -> None:
    campaign = make.committee("C00900003", name="FRIENDS OF RICHARD ROE", committee_type="H")
    make.linkage(make.candidate(), campaign)
    make.committee_total(campaign, "individual", 1, "9.99")
    said = text("/search/", q="friends of richard")
    assert "House campaign, registered in 2017–18 · C00900003 $1,001 raised by its cand" in said
    assert "H8CA90001" not in said


def test_the_newest_filings_of_what_was_found_are_shown(world: None, text: Text) -> None:
    at = datetime(2018, 12, 1, 8, tzinfo=UTC)
    for number in range(1160001, 1160008):
        Filing.objects.create(
            file_number=number, form_type="F3XN", form="F3X", committee_id="C00900001",
            filer_name="ROE VICTORY FUND", cycle=2018, received_at=at, ingested_at=at,
            changed_at=at, counts=True, is_current=True, chain_base=number,
        )  # fmt: skip
    said = text("/search/", q="roe")
    assert "7 filings" in said
    assert "Filing 1160007: ROE VICTORY FUND F3XN, report of receipts and disbursements" in said
    assert "All of its filings" in said
    # A number that is not here leads to those beside it.
    assert "Filing 1160001: ROE" in text("/search/", q="1160000")
    assert "no filing loaded here has this number" in text("/search/", q="9999999999")


def test_a_large_field_is_led_to(world: None, text: Text, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "SHOWN", 1)
    said = text("/search/", q="ca-90 2017 special")
    assert "What fits: 1 race , 2 candidates ." in said
    assert "Everybody in this race" in said
    assert ("Richard Roe" in said, "Pat Poe" in said) == (True, False)


def test_all_of_a_kind_are_listed_page_by_page(
    world: None, text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "LISTED_PAGE", 1)
    said = text("/search/", q="roe", kind="candidate")
    assert "2 candidates fit “roe”" in said
    assert ("Sally Roe" in said, "Richard Roe" in said) == (True, False)
    said = text("/search/", q="roe", kind="candidate", page="2")
    assert ("Sally Roe" in said, "Richard Roe" in said) == (False, True)
    assert "Those before" in said
    text("/search/", q="roe", kind="candidate", page="٢")


# --- suggestions --------------------------------------------------------------------------------
def suggested(client: Client, typed: str) -> list[str]:
    page = client.get("/search/suggest/", {"q": typed}).content.decode()
    options = re.findall(r'<a role="option"[^>]*href="([^"]+)"', page)
    assert len(set(re.findall(r' id="([^"]+)"', page))) == page.count(' id="')
    assert "hidden" in page or options
    return options


def test_suggestions_are_a_list_of_options(world: None, client: Client) -> None:
    options = suggested(client, "roe")
    assert options[:2] == ["/candidates/S8NV00001/", "/candidates/H8CA90001/"]
    assert "/committees/C00900001/" in options
    assert "/donors/?name=%3DROE%2C+RHONDA" in options
    assert options[-1] == "/search/?q=roe"
    assert employer_path("ACME PIPE") in suggested(client, "acm")
    assert "/industries/coal/" in suggested(client, "coa")
    assert suggested(client, "rhonda roe")[0] == "/donors/?name=%3DROE%2C+RHONDA"
    assert suggested(client, "ca-90 special")[0] == "/races/2018/house/CA/90/special-2017/"
    assert suggested(client, "C0090") == [
        "/committees/C00900001/", "/committees/C00900002/", "/search/?q=C0090",
    ]  # fmt: skip
    assert suggested(client, "45402")[0] == "/donors/?zip=45402"
    assert suggested(client, "r") == suggested(client, " ") == suggested(client, "zzqqzz") == []
    page = client.get("/search/suggest/", {"q": "<b>roe"}).content.decode()
    assert "<b>" not in page
    page = client.get("/search/suggest/", {"q": "roe"}).content.decode()
    assert 'data-said="4 suggestions. Arrow keys' in page


@pytest.mark.parametrize(
    ("typed", "most"),
    [("roe", 9), ("rhonda roe ca-90 2018", 20), ("american for the", 16), ("45402", 12)],
)
def test_a_suggestion_costs_few_queries(
    world: None, client: Client, django_assert_max_num_queries: Callable, typed: str, most: int
) -> None:
    suggested(client, typed)
    with django_assert_max_num_queries(most):
        suggested(client, typed)


def test_a_page_of_results_costs_few_queries(
    world: None, client: Client, django_assert_max_num_queries: Callable
) -> None:
    client.get("/search/", {"q": "roe"})
    with django_assert_max_num_queries(32):
        client.get("/search/", {"q": "roe ca-90"})


def test_nothing_found_is_empty() -> None:
    assert Found().is_empty
