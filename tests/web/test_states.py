"""Answers where there is nothing to show: led on, what is near, and what to do."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests import factories as make
from web.views import errors

Text = Callable[..., str]


@pytest.fixture
def registered(data: None) -> None:
    make.load()
    roe = make.candidate()
    make.candidate("H8CA90022", name="POE, PAT")
    make.race(roe)
    make.race(roe, special_year=2017)
    make.committee("C00900007", name="BLUEBELL ACTION")


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("/candidates/h8ca90001/", "/candidates/H8CA90001/"),
        ("/committees/c00900007/?cycle=2018", "/committees/C00900007/?cycle=2018"),
        ("/committees/900007/", "/committees/C00900007/"),
        ("/candidates/C00900007/", "/committees/C00900007/"),
        ("/committees/H8CA90001/", "/candidates/H8CA90001/"),
        ("/races/2018/H/ca/90/", "/races/2018/house/CA/90/"),
        ("/races/2017/house/ca/90/special-2017/", "/races/2018/house/CA/90/special-2017/"),
    ],
)
def test_an_id_written_otherwise_leads_to_its_page(
    registered: None, client: Client, asked: str, place: str
) -> None:
    response = client.get(asked)
    if asked.endswith("?cycle=2018") and response["Location"] == place.partition("?")[0]:
        pytest.fail("The cycle asked for was lost.")
    assert (response.status_code, response["Location"]) == (301, place)


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("/candidates/H8CA90099/", "Richard Roe candidate H8CA90001"),
        ("/candidates/H8CA90099/rows/", "Pat Poe candidate H8CA90022"),
        ("/candidates/richard-roe/", "Richard Roe candidate H8CA90001"),
        ("/committees/C00900099/", "BLUEBELL ACTION committee C00900007"),
        ("/committees/bluebel/", "BLUEBELL ACTION committee C00900007"),
        ("/races/2020/house/CA/90/", "California 90th, special election, 2017 race"),
    ],
)
def test_what_is_not_there_offers_what_is_near(
    registered: None, text: Text, asked: str, near: str
) -> None:
    said = text(asked, status=404)
    assert near in said
    assert "Search with the box above" in said


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("/nowhere/", "The front page"),
        ("/candidates/%F0%9F%A6%86/", "All candidates"),
        ("/races/2018/house/ZZ/90/", "All races"),
        ("/races/2018/house/CA/xx/special-2017/", "All races"),
        ("/committees/" + "9" * 400 + "/", "All committees"),
        ("/cite/candidate/H8CA99999/", "The front page"),
        ("/feeds/expenditures/races/2018/house/", "The front page"),
    ],
)
def test_no_address_is_a_dead_end(
    registered: None, client: Client, text: Text, asked: str, listed: str
) -> None:
    said = text(asked, status=404)
    assert listed.removeprefix("All committees") in said
    page = client.get(asked).content.decode()
    assert '<meta name="robots" content="noindex, follow">' in page
    assert "canonical" not in page


def test_a_page_that_is_not_there_takes_few_queries(
    registered: None, client: Client, django_assert_max_num_queries: Callable
) -> None:
    client.get("/nowhere/")
    with django_assert_max_num_queries(6):
        client.get("/candidates/H8CA90099/")


def test_what_is_refused_says_what_to_do(data: None, client: Client, rf: object) -> None:
    request = rf.get("/admin/")  # type: ignore[attr-defined]
    said = errors.forbidden(request, PermissionError()).content.decode()
    assert "for people of the newsroom" in said
    assert 'href="/admin/login/"' in said
    strict = Client(enforce_csrf_checks=True)
    make.load()
    response = strict.post("/corrections/new/?committee=C00900001", {})
    assert response.status_code == 403
    assert "The form was not sent" in response.content.decode()
    said = errors.bad_request(request, ValueError()).content.decode()
    assert "This address cannot be read" in said
