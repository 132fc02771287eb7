"""Feeds: the newest independent expenditures of all and of a page, and the newest filings."""

from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests import factories as make
from tests.filings.electronic_factories import make_filing

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def spending(data: None) -> None:
    make.load()
    roe, poe = make.candidate(), make.candidate("H8CA90002", name="POE, PAT")
    make.race(roe, poe)
    make.race(roe, special_year=2017)
    spender = make.committee("C00900007", name="SPENDER & SONS")
    other = make.committee("C00900008", name="OTHER")
    rows = (
        (spender, roe, "10", "S2017", date(2018, 1, 2)),
        (spender, poe, "20", "P2018", date(2018, 1, 4)),
        (other, roe, "30.50", "G2018", date(2018, 1, 3)),
    )
    for number, (by, about, amount, code, day) in enumerate(rows):
        make.independent(
            by, about, amount, side="O", election_type=code, dissemination_date=day,
            transaction_id=f"T{number}",
        )  # fmt: skip
    make.independent(spender, roe, "999", counts=False, is_memo=True, transaction_id="T9")


def titles(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    links = [each.find(f"{ATOM}link").get("href") for each in feed.iter(f"{ATOM}entry")]  # type: ignore[union-attr]
    assert all(str(link).startswith("http://testserver/") for link in links)
    assert len(links) == len(set(links))
    return [str(each.findtext(f"{ATOM}title")) for each in feed.iter(f"{ATOM}entry")]


@pytest.mark.parametrize(
    ("address", "amounts"),
    [
        ("/feeds/expenditures/", ["$20", "$30.50", "$10"]),
        ("/feeds/expenditures/candidates/H8CA90001/", ["$30.50", "$10"]),
        ("/feeds/expenditures/committees/C00900007/", ["$20", "$10"]),
        ("/feeds/expenditures/races/2018/house/CA/90/", ["$20", "$30.50"]),
        ("/feeds/expenditures/races/2018/house/CA/90/special-2017/", ["$10"]),
    ],
)
def test_the_newest_that_count_come_first(
    spending: None, client: Client, address: str, amounts: list[str]
) -> None:
    assert [title.partition(" ")[0] for title in titles(client, address)] == amounts


def test_an_entry_says_who_against_whom_and_leads_to_its_page(
    spending: None, client: Client
) -> None:
    assert titles(client, "/feeds/expenditures/")[0] == "$20 against Pat Poe: SPENDER & SONS"
    body = client.get("/feeds/expenditures/").content.decode()
    assert "/expenditures/C00900007/1160004/T1/" in body
    assert "paid to PRINTER CO; MAILER; report, counts." in body


def test_filings_of_all_and_of_one_filer(
    spending: None, client: Client, django_assert_max_num_queries: Callable
) -> None:
    make_filing(file_number=1160001, committee_id="C00900007", form_type="F24N")
    make_filing(file_number=1160002, committee_id="C00900008", is_held=True)
    make_filing(file_number=1160003, committee_id="C00900008")
    assert len(titles(client, "/feeds/filings/")) == 2
    assert titles(client, "/feeds/filings/committees/C00900007/")[0].startswith("F24N, ")
    with django_assert_max_num_queries(4):
        client.get("/feeds/filings/")


@pytest.mark.parametrize(
    "address", ["candidates/H8CA99999", "committees/x", "races/2018/house/CA/91", "races/x"]
)
def test_a_feed_of_nothing_is_not_found(spending: None, client: Client, address: str) -> None:
    assert client.get(f"/feeds/expenditures/{address}/").status_code == 404
