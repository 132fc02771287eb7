"""Whose money a spender spent: the page says what is stored, and its parts add up."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.conf import LazySettings
from django.test import Client

from expenditures.models import Trace
from sample import story
from tests import factories as make
from tests.sample_loaded import Loaded, loader, sample  # noqa: F401 (fixtures)
from tests.web.test_figures import added, stated
from tests.web.test_industries_loaded import open_site
from web import make_up, trace_page, trace_paths
from web.money_diagram import draw

# ruff: noqa: F811


@pytest.fixture
def site(sample: Loaded, django_db_blocker: object, settings: LazySettings) -> Iterator[None]:
    yield from open_site(sample, django_db_blocker, settings)


def words(page: str) -> str:
    """The text of a page's main part."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))


def test_the_attacker_s_money_leads_to_its_funder(site: None, client: Client) -> None:
    address = f"/committees/{story.ATTACKER}/trace/"
    said = words(client.get(address).content.decode())
    assert "Aldous Thornbury" in said
    assert story.FUNDER_COMPANY in said
    trace = Trace.objects.whole().get(committee_id=story.ATTACKER, method="to_date")
    assert f"Of the ${trace.spent:,.2f} that" in said
    assert f"${trace.traced:,.2f}" in said
    assert "Through 1 other committee" in said


def _adds_up(page: trace_page.TracePage) -> None:
    for parts in (page.outcomes, page.sources, page.layers):
        assert sum(part.amount for part in parts) == page.spent
        assert sum(part.share for part in parts if part.share is not None) == 100
    assert sum(donor.amount for donor in page.donors) <= page.donors_of + Decimal("0.13")
    assert sum(part.amount for part in page.industries) == page.donors_of
    assert all(way.steps[-1][0] == page.committee.pk for way in page.paths)


@pytest.mark.parametrize("method", ["to_date", "cycle", "recent"])
def test_all_parts_of_each_page_add_up(site: None, method: str) -> None:
    traces = list(Trace.objects.whole().filter(method=method).select_related("committee"))
    assert len(traces) > 8
    for trace in traces:
        page = trace_page.build(trace.committee, [trace], 1)
        assert page.spent == trace.spent
        _adds_up(page)


def test_spending_about_one_candidate_adds_up_over_its_election_codes(site: None) -> None:
    found = trace_page.find_about(story.SUPPORTER_OF_A, 2018, "to_date", story.CANDIDATE_A, "S", [])
    assert len(found) == 3
    page = trace_page.build(found[0].committee, found, 1)
    assert page.spent == sum(trace.spent for trace in found) == Decimal("237582.15")
    assert page.about is not None
    assert page.about.said == "for Marisol Quintanar"
    _adds_up(page)


def test_the_attack_on_one_candidate_has_a_page(site: None, client: Client) -> None:
    address = f"/committees/{story.ATTACKER}/trace/?candidate={story.CANDIDATE_A}&side=against"
    said = words(client.get(f"{address}&election=R").content.decode())
    # 425,000 of the attacker's money was the funder's: hand-computed in test_tracing.
    assert "Aldous Thornbury" in said
    assert "that NEIGHBORS FOR ACCOUNTABLE GOVERNMENT spent against Marisol Quintanar" in said
    assert "Of the $732,432.86" in said
    assert client.get(f"{address}&election=G1996").status_code == 404
    assert client.get(address.replace("against", "beside")).status_code == 404
    assert client.get(f"{address}&cycle=2018").status_code == 200


def test_a_donor_s_gifts_are_the_rows_they_lead_to(site: None, client: Client) -> None:
    page = client.get(f"/committees/{story.ATTACKER}/trace/").content.decode()
    links = re.findall(r'href="([^"]*line=people_net[^"]*)">([−$\d,.]+)</a>', page)
    assert len(links) > 2
    for address, amount in links:
        rows = address.replace("&amp;", "&")
        paid = Decimal(amount.replace("−", "-").replace("$", "").replace(",", ""))
        assert stated(client, rows)[1] == added(client, rows)[1] == paid


def test_where_money_came_in_leads_to_the_rows_of_people_and_organizations(
    site: None, client: Client
) -> None:
    page = client.get(f"/committees/{story.ATTACKER}/trace/").content.decode()
    links = re.findall(r'from <a href="([^"]*line=people_net[^"]*)">', page)
    assert len(links) > 1
    for address in links:
        rows = address.replace("&amp;", "&")
        assert stated(client, rows) == added(client, rows)


@pytest.mark.parametrize("method", ["to_date", "cycle", "recent"])
def test_spending_on_one_candidate_is_followed_by_each_method(
    site: None, client: Client, method: str
) -> None:
    address = f"/committees/{story.ATTACKER}/trace/?candidate={story.CANDIDATE_A}&side=against"
    page = client.get(f"{address}&election=R&method={method}").content.decode()
    assert "Of the $732,432.86" in words(page)
    assert ("on the days whose money was spent" in words(page)) == (method == "recent")
    others = re.findall(r'<li><a href="(/committees/[^"]*candidate=[^"]*)"', page)
    assert len(others) == 2
    for other in others:
        assert "Of the $732,432.86" in words(
            client.get(other.replace("&amp;", "&")).content.decode()
        )


def test_each_step_of_a_way_names_its_filings(site: None, client: Client) -> None:
    page = client.get(f"/committees/{story.ATTACKER}/trace/").content.decode()
    said = words(page)
    assert "received $150,000 from CIVIC BALANCE FUND: filings 1184240" in said
    rows = re.search(r'href="([^"]*line=from_committees[^"]*)">\$150,000<', page)
    assert rows is not None
    assert "150,000" in words(client.get(rows[1].replace("&amp;", "&")).content.decode())


def test_what_is_not_there_is_told(site: None, client: Client) -> None:
    assert client.get(f"/committees/{story.ATTACKER}/trace/?method=guess").status_code == 404
    assert client.get("/committees/C00000000/trace/").status_code == 404
    assert client.get(f"/committees/{story.ATTACKER.lower()}/trace/").status_code == 301
    quiet = client.get("/committees/C00990101/trace/")
    assert quiet.status_code == 404


def test_a_diagram_has_a_band_for_each_way_and_all_within_the_paper() -> None:
    entries = [
        ("A", "person", Decimal(60)),
        ("B", "loan", Decimal(30)),
        ("C", "person", Decimal(9)),
    ]
    steps = [("B", "A", Decimal(30)), ("C", "B", Decimal(9)), ("A", "C", Decimal(1))]
    diagram = draw("A", {"A": "Spender"}, entries, steps, {"A": 0, "B": 1, "C": 2})
    assert diagram is not None
    assert len(diagram.bands) == 6
    for box in diagram.boxes:
        assert 0 <= box.x <= diagram.width
        assert box.y >= 0
        assert box.y + box.height <= diagram.height
    assert draw("A", {}, [], [], {"A": 0}) is None


def test_donors_of_one_name_stand_apart_in_a_line() -> None:
    names = {
        "person:SMITH|J 90001": (Decimal(2), "J Smith"),
        "person:SMITH|J 90002": (Decimal(1), "J Smith"),
    }
    amounts = {"person:SMITH|J 90001": Decimal(90), "person:SMITH|J 90002": Decimal(10)}
    found = make_up._donors(amounts, names, Decimal(100))
    assert [(part.name, part.share) for part in found] == [
        ("J Smith (90001)", Decimal(90)),
        ("J Smith (90002)", Decimal(10)),
    ]


def test_filings_that_are_not_here_lead_to_the_fec(data: None) -> None:
    names = {"C00900007": "GROUP", "C00900008": "PAC"}
    make.load()
    group = make.committee("C00900007")
    make.contribution(group, "900", name="PAC", receipt_type="18K", contributor_id="C00900008")
    found = trace_paths.ways(
        "C00900007", {"C00900008": Decimal(9)}, {"C00900008": ["people"]}, names,
        {("C00900008", "C00900007"): Decimal(9)},
    )  # fmt: skip
    ((passage,),) = [way.passages for way in trace_paths.with_passages(found, set(), 2018, None)]
    assert [one.is_here for one in passage.filings] == [False]
    assert passage.filings[0].address.startswith(
        "https://docquery.fec.gov/cgi-bin/forms/C00900007/"
    )
