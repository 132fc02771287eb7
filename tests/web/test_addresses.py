"""Addresses that nothing can stand behind are answered with an error page, never with a 500."""

import pytest
from django.test import Client

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
