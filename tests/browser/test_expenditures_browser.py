"""Independent expenditures in a real browser: accessible, usable on a phone, without scripts."""

import shutil
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from playwright.sync_api import Browser, Page

from tests import factories as make
from web import context

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="NO CHROMIUM HERE: THE PAGES ARE NOT TESTED IN A BROWSER"
    ),
]
PAGES = (
    "/",
    "/expenditures/",
    "/expenditures/?status=all&sort=-date",
    "/expenditures/?min=lots&side=both&race=2018-H-CA-99&payee=%26",
    "/expenditures/?payee=nobodyatall&cycle=2018",
    "/expenditures/C00900007/1160001/SE.1/",
    "/expenditures/C00900007/1160002/SE.1/",
    "/expenditures/C00900007/1160009/SE.9/",
    "/expenditures/C00900007/1/SE.1/",
    "/candidates/H8CA90001/",
    "/races/2018/house/CA/90/special-2017/",
)


@pytest.fixture
def site(loading: None, live_server: Any, settings: LazySettings) -> str:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    context.forget()
    make.partitions()
    make.load(is_sample=True)
    make.load("independent_expenditures")
    roe = make.candidate()
    make.race(roe, special_year=2017)
    spender = make.committee(
        "C00900007", name="ATTACKERS FOR A CONSIDERABLY LONGER NAME THAN USUAL"
    )
    make.contribution(spender, "5000", name="RICH, ROBIN")
    make.committee_total(spender, "individual", 1, "5000")
    given: dict[str, Any] = {
        "side": "O", "election_type": "S2017", "transaction_id": "SE.1",
        "payee_name": "A MAIL HOUSE WITH A LONG NAME, INC.", "receipt_date": date(2017, 5, 2),
    }  # fmt: skip
    covered = {"form": "notice", "coverage": "covered", "counts": False}
    make.independent(spender, roe, "1234.56", file_number=1160001, **covered, **given)
    make.independent(spender, roe, "1234.56", file_number=1160002, **given)
    old = {"form": "notice", "is_superseded": True, "counts": False, "file_number": 1160000}
    make.independent(spender, roe, "1200", **old, **given)
    given["transaction_id"] = "SE.9"
    for amount in ("7", "8"):
        make.independent(spender, roe, amount, file_number=1160009, **given)
    for number in range(60):
        given["transaction_id"] = f"SE.1{number}"
        make.independent(spender, roe, str(100 + number), form="notice", coverage="open", **given)
    make.total(roe, "independent_against", 63, "9004.56")
    return str(live_server.url)


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_pages_are_accessible_and_never_scroll_sideways(
    site: str, browser: Browser, width: int, scheme: Any
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    problems = []
    for address in PAGES:
        page.goto(site + address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            problems.append(f"{address}: wider than {width} px")
        problems += [
            f"{address}: {each['id']}: {each['nodes'][0]['html'][:200]}"
            for each in Axe().run(page).response["violations"]
        ]
    page.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def page(site: str, browser: Browser) -> Iterator[Page]:
    """A page without scripts, as everything has to work then as well."""
    without = browser.new_context(java_script_enabled=False)
    yield without.new_page()
    without.close()


def test_a_reporter_gets_from_the_front_page_to_the_report_of_a_notice(
    site: str, page: Page
) -> None:
    page.goto(site)
    block = page.get_by_role("region", name="Newest 24- and 48-hour notices")
    assert block.locator("tbody tr").count() == 10
    block.get_by_role("link", name="$1,234.56").click()
    assert page.locator("h1").inner_text() == "$1,234.56 against Richard Roe"
    assert "In a report, counted there." in page.locator("main").inner_text()
    page.get_by_role("link", name="$1,234.56 in report 1160002").click()
    assert "Counts." in page.locator("main").inner_text()
    page.get_by_role("link", name="all its expenditures").click()
    assert "63 independent expenditures" in page.locator(".lede").inner_text()


def test_a_search_is_narrowed_sorted_paged_and_exported(site: str, page: Page) -> None:
    page.goto(site)
    page.get_by_role("link", name="Outside spending").click()
    page.get_by_label("Candidate", exact=True).fill("roe")
    page.locator("select[name=side]").select_option("oppose")
    page.get_by_label("Smallest amount").fill("$100")
    page.locator("form.filters button").click()
    assert "61 independent expenditures" in page.locator(".lede").inner_text()
    page.get_by_role("link", name="Amount").click()
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
    amounts = page.locator("tbody tr td:nth-child(2)").all_inner_texts()
    page.get_by_role("link", name="Next page").click()
    amounts += page.locator("tbody tr td:nth-child(2)").all_inner_texts()
    assert amounts == [*(f"${100 + number}" for number in range(60)), "$1,234.56"]
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    lines = download.value.path().read_text().splitlines()
    assert len(lines) == 63
    assert "candidate=roe" in lines[-1]
