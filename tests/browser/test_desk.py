"""The desk in a real browser: a key for each answer, and buttons where there are no scripts."""

import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from donations.models import Correction, Decision, ReviewItem
from financetracker import tasks
from tests.donations import review_world as world
from tests.donations.review_world import shown
from tests.filings.admin_people import person
from web import context

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="NO CHROMIUM HERE: THE DESK IS NOT TESTED IN A BROWSER"
    ),
]
MANY = 20


@pytest.fixture
def site(
    loading: None,
    live_server: Any,
    settings: LazySettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    # No worker of another test should refresh this one's totals.
    monkeypatch.setattr(tasks, "_later", lambda *_: None)
    context.forget()
    world.small_world(tmp_path / "data")
    world.propose("NOVEL THINGS", "retail", "0.810")
    world.queue()
    return str(live_server.url)


def signed_in(browser: Browser, site: str, **options: Any) -> BrowserContext:
    """A window of a reviewer's."""
    client = Client()
    client.force_login(person("reviewer"))
    opened = browser.new_context(**options)
    opened.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}]
    )
    return opened


def at_desk(opened: BrowserContext, site: str) -> tuple[Page, list[str]]:
    """The desk, and what the browser complains of."""
    page, errors = opened.new_page(), []
    # The admin has no icon, and the browser asks for one.
    page.on(
        "console",
        lambda said: said.type == "error" and "404" not in said.text and errors.append(said.text),
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(site + reverse("admin:donations_desk"))
    return page, errors


def test_a_reviewer_answers_with_keys(site: str, browser: Browser) -> None:
    opened = signed_in(browser, site)
    page, errors = at_desk(opened, site)
    heading = page.locator("#desk-form h2")
    expect(heading).to_have_text("NOVEL THINGS")
    assert errors == []
    # This writes styles of its own into the page, of which the browser complains.
    found = Axe().run(page, context="#content-main")
    assert [each["id"] for each in found.response["violations"]] == []
    errors.clear()

    page.keyboard.press("a")
    expect(heading).to_contain_text("CITIZENS FOR WHATEVER")
    assert shown("NOVEL THINGS LLC")[0] == "retail"

    page.keyboard.press("u")
    expect(heading).to_have_text("NOVEL THINGS")
    assert shown("NOVEL THINGS LLC")[0] == "not-classed"

    page.keyboard.press("s")
    expect(heading).to_contain_text("CITIZENS FOR WHATEVER")

    # The keys are letters in a field.
    page.keyboard.press("c")
    expect(page.locator("#desk-industry")).to_be_focused()
    page.keyboard.type("other-issue-groups")
    page.keyboard.press("Enter")
    expect(heading).to_have_text("SHAKY WIDGETS")
    assert world.shown_committee("C00900012") == ("other-issue-groups", "decision")

    page.locator("#desk-why").fill("as read in a register")
    page.keyboard.press("Enter")
    page.keyboard.press("r")
    expect(heading).to_have_text("GAMMA DELTA")
    assert Decision.objects.get(form="SHAKY WIDGETS").reason == "as read in a register"

    page.keyboard.press("1")
    expect(heading).to_have_text("NOVEL THINGS GROUP")
    assert shown("GAMMA DELTA")[1] == "decision"
    # Nothing is proposed for it, so that this key does nothing.
    page.keyboard.press("a")
    page.locator("input[name=also]").first.check()
    page.keyboard.press("c")
    page.keyboard.type("Coal")
    page.keyboard.press("Enter")
    expect(page.locator("#desk-form")).to_contain_text("Nothing waits here.")
    assert shown("NOVEL THINGS LLC")[0] == shown("NOVEL THINGS GROUP")[0] == "coal"
    assert errors == []
    opened.close()


def test_the_desk_works_without_scripts(site: str, browser: Browser) -> None:
    opened = signed_in(browser, site, java_script_enabled=False)
    page, _ = at_desk(opened, site)
    # Enter in a field answers nothing by accident.
    page.locator("#desk-why").press("Enter")
    assert "No industry was chosen" in page.locator(".messagelist").inner_text()
    assert not Decision.objects.exists()
    page.get_by_role("button", name="a Retail").click()
    assert shown("NOVEL THINGS LLC")[0] == "retail"
    page.locator("#desk-industry").fill("Coal")
    page.get_by_role("button", name="Choose").last.click()
    assert world.shown_committee("C00900012")[0] == "coal"
    page.get_by_role("button", name="u undo").click()
    assert world.shown_committee("C00900012")[0] == "not-classed"
    opened.close()


def test_many_items_are_cleared_quickly(site: str, browser: Browser, tmp_path: Path) -> None:
    for number in range(MANY):
        world.gift(f"ACME FOOD {number:02}", str(90_000 - number))
    world.tag(tmp_path / "data")
    world.queue()
    opened = signed_in(browser, site)
    page, errors = at_desk(opened, site)
    started = time.monotonic()
    for number in range(MANY):
        expect(page.locator("#desk-form h2")).to_have_text(f"ACME FOOD {number:02}")
        page.keyboard.press("1")
    expect(page.locator("#desk-form h2")).to_have_text("NOVEL THINGS")
    # 100 in 10 minutes leave six seconds for each: a second of the machine's is plenty.
    assert time.monotonic() - started < MANY
    assert ReviewItem.objects.filter(state="closed").count() == MANY
    assert errors == []
    opened.close()


def test_a_reader_suggests_a_correction(site: str, browser: Browser) -> None:
    opened = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = opened.new_page()
    page.goto(site + reverse("suggest-correction") + "?form=ACME+FOODS")
    assert not page.locator("input[name=website]").is_visible()
    page.get_by_label("Industry").select_option("retail")
    page.get_by_label("Why").fill("They only sell food, see their annual report.")
    page.get_by_role("button", name="Send").click()
    assert page.locator("h1").inner_text() == "Thank you"
    assert Correction.objects.get().wanted.slug == "retail"
    opened.close()
    checked = browser.new_page(viewport={"width": 360, "height": 800})
    checked.goto(site + reverse("suggest-correction") + "?form=ACME+FOODS")
    assert checked.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(checked)
    assert [each["id"] for each in found.response["violations"]] == []
    checked.close()
