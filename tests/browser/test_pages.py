"""The pages in a real browser: accessible, usable on a phone, and without scripts."""

import os
import shutil
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from playwright.sync_api import Browser, sync_playwright

from donations.models import Contribution, DonorProfile
from filings.models import Candidate, Committee, Load
from tests import factories as make
from tests.web import industry_world
from web import context
from web.tags import committee_profile

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="NO CHROMIUM HERE: THE PAGES ARE NOT TESTED IN A BROWSER"
    ),
]
PAGES = (
    "/",
    "/search/?q=roe",
    "/candidates/",
    "/candidates/H8CA90001/",
    "/candidates/H8CA90001/rows/?channel=individuals_itemized&memos=1",
    "/committees/C00900007/",
    "/races/",
    "/races/2018/house/CA/90/",
    "/donors/?name=doe",
    "/donors/?industry=coal",
    "/candidates/H8CA90001/rows/?channel=gifts&industry=coal",
    "/industries/",
    "/industries/coal/",
    "/industries/colal/",
    "/status/",
    "/methodology/",
    "/nowhere/",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright's loop runs in this thread, where Django would refuse to touch the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def money_by_industry(roe: Candidate, spender: Committee) -> None:
    """Something for every part of the pages of industries."""
    known = industry_world.industries()
    coal = known["coal"]
    for slug, amount in (("coal", "300"), ("hospitals", "20"), ("retired", "5")):
        industry_world.gave(roe, known[slug], amount)
        industry_world.received(spender, known[slug], amount)
        industry_world.month(known[slug], amount)
    industry_world.gave(roe, coal, "1000", "committees", election_type="S2017")
    industry_world.received(spender, coal, "10", "transfer")
    industry_world.giver(coal, "COAL COMPANY OF A CONSIDERABLY LONG NAME", "300", "5")
    rule = industry_world.rule(coal, "ATTACKERS")
    industry_world.profile(
        committee_profile(spender.pk) or 0, coal, "300", kind="committee", basis="sponsor",
        committee_id=spender.pk, rule=rule, confidence=90,
    )  # fmt: skip
    DonorProfile.objects.bulk_create(
        DonorProfile(id=pk, kind="person", industry=coal, basis="employer", rule=rule)
        for pk in Contribution.objects.values_list("profile_id", flat=True).distinct()
    )
    make.to_candidate(spender, "1000", roe, other_id="C00900002")


@pytest.fixture
def site(transactional_db: None, live_server: Any, settings: LazySettings) -> str:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    context.forget()
    make.partitions()
    make.load(rows_loaded=10, rows_rejected=1, is_sample=True)
    roe = make.candidate()
    make.official(roe)
    campaign = make.committee("C00900002", name="FRIENDS OF ROE", committee_type="H")
    make.linkage(roe, campaign)
    spender = make.committee("C00900007", name="ATTACKERS FOR A CONSIDERABLY LONGER NAME")
    for number in range(30):
        make.contribution(campaign, str(100 + number), name=f"DOE, JANE {number}")
    make.contribution(campaign, "50", memo=True)
    make.contribution(spender, "5000", name="RICH, ROBIN")
    make.independent(spender, roe, "1234.56", side="O")
    make.operating(spender, "10")
    make.total(roe, "individuals_itemized", 30, "3435")
    make.total(roe, "independent_against", 1, "1234.56")
    make.committee_total(campaign, "individual", 30, "3435", election_type="P2018")
    make.committee_total(spender, "individual", 1, "5000")
    make.committee_total(spender, "operating", 1, "10", source="oppexp")
    make.reconciliation(
        "individuals_itemized", "within", candidate=roe, official=Decimal("900.5"),
        ours=Decimal(800), difference=Decimal("-100.5"), rows=30,
    )  # fmt: skip
    make.race(roe)
    money_by_industry(roe, spender)
    return str(live_server.url)


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_pages_are_accessible_and_never_scroll_sideways(
    site: str, browser: Browser, width: int, scheme: Any
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    problems = []
    for address in PAGES:
        errors: list[str] = []
        page.on(
            "console", lambda said, into=errors: said.type == "error" and into.append(said.text)
        )
        page.goto(site + address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            problems.append(f"{address}: wider than {width} px")
        found = Axe().run(page)
        problems += [
            f"{address}: {each['id']}: {each['nodes'][0]['html'][:200]}"
            for each in found.response["violations"]
        ]
        problems += [f"{address}: {error}" for error in errors if "404" not in error]
    page.close()
    assert not problems, "\n".join(problems)


def test_a_reporter_gets_from_a_search_to_the_filing(site: str, browser: Browser) -> None:
    # Without scripts, as everything has to work then as well.
    context_without = browser.new_context(java_script_enabled=False)
    page = context_without.new_page()
    page.goto(site)
    page.locator("header input[name=q]").fill("roe ca-90")
    page.locator("header button").click()
    page.get_by_role("link", name="Richard Roe").click()
    assert page.locator("h1").inner_text() == "Richard Roe"
    page.get_by_role("link", name="$3,435").click()
    assert (
        "30 rows of the FEC’s bulk files and electronic filings add up to $3,435.00"
        in page.locator(".lede").inner_text()
    )
    # The FEC has nothing of ours under an invented number, so that the sample has text for a link.
    assert page.locator("main").get_by_role("link", name="filing").count() == 0
    assert page.get_by_title("invented").first.inner_text() == "filing 1160001"
    Load.objects.update(is_sample=False)
    context.forget()
    page.reload()
    links = page.locator("main").get_by_role("link", name="filing")
    filing = links.first.get_attribute("href")
    assert filing == "https://docquery.fec.gov/cgi-bin/forms/C00900002/1160001/"
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all as CSV").click()
    assert len(download.value.path().read_text().splitlines()) == 31
    context_without.close()
