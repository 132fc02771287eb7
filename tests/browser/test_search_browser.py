"""The search box by keyboard in a real browser."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from playwright.sync_api import Browser, Page, expect

from tests import factories as make
from web import context

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="NO CHROMIUM HERE: THE SEARCH BOX IS NOT TESTED IN A BROWSER"
    ),
]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    narrow = browser.new_context(viewport={"width": 360, "height": 800}, color_scheme="dark")
    yield narrow.new_page()
    narrow.close()


def test_the_box_is_used_by_keyboard_alone(
    loading: None, live_server: Any, settings: LazySettings, page: Page
) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    context.forget()
    make.partitions()
    make.load(is_sample=True)
    make.race(make.candidate(), special_year=2017)
    make.committee(name="ROE VICTORY FUND OF A CONSIDERABLY LONG NAME FOR A NARROW SCREEN")
    errors: list[str] = []
    page.on("console", lambda said: errors.extend([said.text] * (said.type == "error")))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{live_server.url}/methodology/")
    page.keyboard.press("/")
    box = page.locator("#site-search")
    expect(box).to_be_focused()
    page.keyboard.type("roe")
    options = page.get_by_role("option")
    expect(options).to_have_count(3)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#site-search-status")).to_have_text(
        "2 suggestions. Arrow keys to choose, Enter to open."
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    # Down to the second, up beyond the first is the box again.
    for key, chosen in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0)):
        page.keyboard.press(key)
        expect(options.nth(chosen)).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute(
            "aria-activedescendant", options.nth(chosen).get_attribute("id") or ""
        )
    found = Axe().run(page)
    assert not [each["id"] for each in found.response["violations"]]
    page.keyboard.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()
    expect(box).to_have_value("roe")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/candidates/H8CA90001/")
    # Without a choice, Enter searches everything.
    page.keyboard.press("/")
    page.keyboard.type("ca-90 special")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.get_by_role("heading", name="Races")).to_be_visible()
    assert not errors
