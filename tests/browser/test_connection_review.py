"""The page on which a connection is reviewed, in a real browser: by keyboard, without scripts."""

import shutil
from decimal import Decimal
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, expect

from expenditures.connections import reviews
from expenditures.connections.evidence import Party, Step, to_json
from filings.models import Committee
from financetracker.groups import keep_groups
from tests.expenditures.test_connection_reviews import PATH, SPENDER, make
from tests.filings.admin_people import person

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="NO CHROMIUM HERE: REVIEWING IS NOT TESTED IN A BROWSER"
    ),
]
ATTACK = Step(
    "spent_against", PATH[0].target, Party("candidate", "H8CA90001", "ROE, RICHARD"),
    Decimal("732432.86"), 12, filings=tuple(range(1160002, 1160014)), more_filings=3,
)  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_reviewer_dismisses_with_the_keyboard(
    loading: None, live_server: Any, settings: LazySettings, browser: Browser, scheme: Any
) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    keep_groups()
    Committee.objects.create(pk=SPENDER, name="EXAMPLE FORWARD")
    small, large = make("a", score=1), make("b", score=2)
    large.evidence = to_json((*PATH, ATTACK))
    large.save()
    client = Client()
    client.force_login(person("reviewer"))
    is_dark = scheme == "dark"
    opened = browser.new_context(
        java_script_enabled=is_dark, color_scheme=scheme, viewport={"width": 360, "height": 800}
    )
    opened.add_cookies(
        [
            {
                "name": "sessionid",
                "value": client.cookies["sessionid"].value,
                "url": live_server.url,
            }
        ]
    )
    page = opened.new_page()
    page.goto(live_server.url + reverse("admin:expenditures_connection_changelist"))
    page.get_by_role("link", name=large.sentence).click()
    assert "$732,432.86" in page.locator("table").inner_text()
    if is_dark:
        found = Axe().run(page, context="#content-main")
        assert [each["id"] for each in found.response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_label("Dismiss").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Two people of that name")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".sentence")).to_have_text(small.sentence)
    assert "the public does not see it" in page.locator(".messagelist").inner_text()
    assert reviews.state_of(large).is_dismissed
    assert not reviews.state_of(small).verdict
    opened.close()
