"""Citing a page, the filings behind its figures, and what its head says to programs."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests import factories as make
from tests.filings.electronic_factories import make_filing
from web import context

Text = Callable[..., str]


@pytest.fixture
def pages(data: None) -> None:
    make.load(finished_at=datetime(2018, 7, 1, 8, tzinfo=UTC))
    roe = make.candidate()
    campaign = make.committee("C00900002", name="FRIENDS OF ROE", committee_type="H")
    make.linkage(roe, campaign)
    make.race(roe, special_year=2017)
    make.contribution(campaign, "100", name="DOE, JANE", file_number=1160001)
    make.contribution(campaign, "50", memo=True, file_number=1160009)
    spender = make.committee("C00900007", name="SPENDER")
    make.independent(spender, roe, "10", file_number=1160004)
    make.to_candidate(spender, "5", roe, other_id="C00900002", file_number=1160005)
    make_filing(file_number=1160004, committee_id="C00900007", form_type="F24N", cycle=2018)


def head(page: str) -> dict[str, str]:
    """The head's names and properties with their contents, and its canonical address."""
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page)
    canonical = re.search(r'<link rel="canonical" href="([^"]+)">', page)
    return {**dict(found), "canonical": canonical[1] if canonical else ""}


def test_a_page_says_how_it_is_cited(pages: None, text: Text) -> None:
    said = text("/candidates/H8CA90001/")
    assert "Permalink http://testserver/candidates/H8CA90001/?cycle=2018 Copy" in said
    today = datetime.now(UTC)
    assert (
        "“Richard Roe, 2017–18 cycle,” Finance Tracker, from Federal Election Commission bulk files"
        " and electronic filings, as of July 1, 2018. http://testserver/candidates/H8CA90001/"
        f"?cycle=2018 (accessed {today:%B} {today.day}, {today.year})."
    ) in said
    said = text("/filings/1160004/")
    assert "The filings behind it 1160004 at the FEC" in said


def test_an_invented_sample_is_cited_as_such(pages: None, text: Text) -> None:
    make.load(is_sample=True)
    context.forget()
    assert "INVENTED SAMPLE, not for publication. “Richard Roe" in text("/candidates/H8CA90001/")


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [
        ("candidate/H8CA90001", {"1160001", "1160004", "1160005"}),
        ("committee/C00900002", {"1160001"}),
        ("committee/C00900007", {"1160004"}),
        ("race/2018/house/CA/90/special-2017", {"1160001", "1160004", "1160005"}),
    ],
)
def test_the_filings_behind_a_page_are_those_its_counted_rows_name(
    pages: None, client: Client, text: Text, kind: str, numbers: set[str]
) -> None:
    said = text(f"/cite/{kind}/", cycle="2018")
    assert set(re.findall(r"\b11600\d\d\b", said)) == numbers
    assert f"come from {len(numbers)} filing" in said


def test_the_head_has_one_address_a_sentence_and_feeds(pages: None, client: Client) -> None:
    page = client.get("/candidates/H8CA90001/").content.decode()
    said = head(page)
    assert (
        said["canonical"]
        == said["og:url"]
        == ("http://testserver/candidates/H8CA90001/?cycle=2018")
    )
    assert said["og:title"].startswith("Richard Roe")
    assert said["description"] == said["og:description"]
    assert "Richard Roe" in said["description"]
    assert "<" not in said["description"]
    assert "robots" not in said
    assert 'href="/feeds/expenditures/candidates/H8CA90001/"' in page.partition("<body>")[0]
    race = head(client.get("/races/2018/house/CA/90/special-2017/").content.decode())
    assert race["canonical"].endswith("/races/2018/house/CA/90/special-2017/")
    listed = head(client.get("/races/?state=CA&page=1").content.decode())
    assert listed["robots"] == "noindex, follow"


def test_robots_keep_to_pages_and_to_none_of_a_sample(pages: None, client: Client) -> None:
    said = client.get("/robots.txt").content.decode()
    assert "Disallow: /donors/?" in said
    assert "Sitemap: http://testserver/sitemap.xml" in said
    make.load(is_sample=True)
    context.forget()
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    assert head(client.get("/").content.decode())["robots"] == "noindex"


def test_the_sitemap_lists_each_page_once(
    pages: None, client: Client, django_assert_max_num_queries: Callable
) -> None:
    index = client.get("/sitemap.xml").content.decode()
    places = []
    with django_assert_max_num_queries(20):
        for section in re.findall(r"<loc>http://testserver(.*?)</loc>", index):
            answer = client.get(section)
            assert answer.status_code == 200, section
            places += re.findall(r"<loc>http://testserver(.*?)</loc>", answer.content.decode())
    assert len(places) == len(set(places))
    assert {
        "/", "/candidates/H8CA90001/", "/committees/C00900007/", "/data/",
        "/races/2018/house/CA/90/special-2017/",
    } <= set(places)  # fmt: skip


def test_searches_and_single_expenditures_are_cited_as_well(pages: None, text: Text) -> None:
    said = text("/donors/", name="doe", cycle="2018", after="x")
    assert "Permalink http://testserver/donors/?name=doe&cycle=2018 Copy" in said
    assert "“Contributions: name ‘doe’, " in said
    said = text("/expenditures/", side="support")
    assert "Permalink http://testserver/expenditures/?side=support Copy" in said
    assert "“Independent expenditures: " in said
