"""Fixtures for tests of pages: nothing kept from the test before, and pages as text."""

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from tests import factories
from web import context


@pytest.fixture(autouse=True)
def _nothing_kept(settings: LazySettings) -> Iterator[None]:
    # The tests of two processes would empty each other's cache in one Redis.
    memory = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": memory}}
    context.forget()
    cache.clear()
    yield
    context.forget()


@pytest.fixture
def data(db: None) -> None:
    """A database with partitions for the cycle."""
    factories.partitions()


@pytest.fixture
def text(client: Client) -> Callable[..., str]:
    """What a page says, without its marks: `text("/candidates/", name="roe")`."""

    def get(address: str, status: int = 200, **query: str) -> str:
        response = client.get(address, query)
        assert response.status_code == status, response.status_code
        main = response.content.decode().partition("<main")[2].partition("</main>")[0]
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", main.partition(">")[2])).split())

    return get
