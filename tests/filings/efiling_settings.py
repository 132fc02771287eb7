"""Have the project look for electronic filings at a test's own server."""

from dataclasses import replace
from typing import Any

import pytest
from django.conf import LazySettings

from donations import tagging
from filings.fec.posted import Posted
from tests.efiling_server import EfilingServer


def name_server(
    server: EfilingServer, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Name the server in the settings, and lose patience with it sooner than with the FEC's."""
    settings.FEC_MIRROR = ""
    settings.FEC_BULK_BASE = server.bulk_base
    settings.EFILING_BASE = server.filings_base
    settings.EFILING_FEED_URL = server.feed_url
    settings.FEC_USER_AGENT_CONTACT = "desk@example.org"
    real = Posted.choose

    def impatient(*arguments: Any, **options: Any) -> Posted:
        return replace(real(*arguments, **options), timeout=(0.5, 0.5), backoff=0.01)

    monkeypatch.setattr(Posted, "choose", impatient)


def without_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tag by no rules: reading and storing the project's tens of thousands takes seconds a time."""
    monkeypatch.setattr(tagging, "read_rules", lambda _: [])
