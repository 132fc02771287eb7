"""Addresses that nothing can stand behind are answered with an error page, never with a 500."""

import pytest
from django.test import Client

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/committees/%00/", 404),
        ("/candidates/%00/", 404),
        ("/candidates/%00/rows/", 404),
        ("/races/2018/house/%00/99/", 404),
        ("/races/2018/house/CA/%00/", 404),
        ("/candidates/?name=%00", 400),
        ("/candidates/?name=a%00b", 400),
        ("/search/?q=%00", 400),
        ("/candidates/H8CA90001/rows/?after=%00", 400),
    ],
)
def test_a_nul_in_an_address_is_no_server_error(client: Client, address: str, status: int) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert "<h1" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/?cycle=abc",
        "/candidates/?cycle=abc",
        "/races/?cycle=99999999999999999999",
        "/candidates/H8CA90001/?cycle=2020",
        "/candidates/H8CA90001/rows/?channel=party&cycle=2020",
        "/committees/C00900001/?cycle=²",
    ],
)
def test_a_cycle_that_is_not_loaded_is_not_found_and_those_there_are_are_named(
    data: None, client: Client, address: str
) -> None:
    make.candidate()
    make.committee()
    response = client.get(address)
    assert response.status_code == 404
    assert "here; there are: 2018." in response.content.decode()


def test_a_loaded_cycle_without_anything_of_a_candidate_is_shown_as_such(
    data: None, client: Client
) -> None:
    make.candidate()
    make.committee()
    make.candidate("H0CA90002", cycle=2020)
    for address in ("/candidates/H8CA90001/", "/committees/C00900001/"):
        response = client.get(address, {"cycle": "2020"})
        assert response.status_code == 200
        assert "2019–20" in response.content.decode()
