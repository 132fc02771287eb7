"""The pages in a real browser: accessible, usable on a phone, and without scripts."""

import shutil
from decimal import Decimal
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from django.contrib.auth.models import User
from playwright.sync_api import Browser

from donations.models import Contribution, DonorProfile
from expenditures.connections.evidence import Party, Step, to_json
from expenditures.models import Connection
from filings.models import Candidate, Committee, Load
from tests import factories as make
from tests.web import industry_world
from web import context, notes
from web.models import Note
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
    "/donors/?name=doe&group=donor",
    "/employers/",
    "/employers/coal-company-of-a-considerably-long-name/",
    "/expenditures/",
    "/connections/",
    "/connections/0123456789ab/",
    "/candidates/H8CA90001/rows/?channel=gifts&industry=coal",
    "/industries/",
    "/industries/coal/",
    "/industries/colal/",
    "/status/",
    "/methodology/",
    "/data/",
    "/cite/candidate/H8CA90001/?cycle=2018",
    "/donors/rich-robin-90001/",
    "/donors/nobody-nowhere-90001/",
    "/nowhere/",
    "/candidates/H8CA90099/",
)
MISSING = {
    "/industries/colal/",
    "/donors/nobody-nowhere-90001/",
    "/nowhere/",
    "/candidates/H8CA90099/",
}


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


def connected(roe: Candidate, spender: Committee) -> None:
    """A connection with steps of several kinds."""
    who = Party("person", "rich-robin 90001", "RICH, ROBIN")
    group = Party("committee", spender.pk, spender.name)
    attacked = Party("candidate", roe.pk, roe.name)
    names = ("RICH, ROBIN", "RICH, ROBIN OF A CONSIDERABLY LONG NAME")
    Connection.objects.create(
        cycle=2018, kind="rival", key="rival|2018|a", slug="0123456789ab", spender=spender,
        amount=5000, score=5000, certainty="same_name", sentence="Robin Rich gave $5,000.",
        first_found_at="2018-06-01T00:00Z", evidence=to_json((
            Step("gave", who, group, Decimal(5000), 1, names=names, filings=(1160001, 1160002)),
            Step("spent_against", group, attacked, Decimal("1234.56"), 1, codes=("G2018", "")),
            Step("shares", group, group, rows=3, words="the treasurer Ada Countwell"),
        )),
    )  # fmt: skip


@pytest.fixture
def site(loading: None, live_server: Any, settings: LazySettings) -> str:
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
    poe = make.candidate("H8CA90002", name="POE, PAT")
    make.official(poe, receipts=Decimal(5))
    make.race(roe, poe)
    make.race(roe, special_year=2017)
    money_by_industry(roe, spender)
    connected(roe, spender)
    notes.keep(
        Note(
            kind="candidate", key=roe.pk, text="Roe returned it.\n\nMore in the story.",
            link="https://news.example/a-story-with-an-address-of-a-considerable-length/roe",
            byline="Ann Writer",
        ),
        by=User.objects.create_user("writer", is_staff=True),
    )  # fmt: skip
    return str(live_server.url)


AXE = Axe().axe_script
VIOLATIONS = """options => axe.run(document, options).then(found => found.violations.map(
    each => each.id + ": " + each.nodes[0].html.slice(0, 200)))"""
# What is looked at in one load of a page: its structure in both widths, its colours, which no width
# changes, in both schemes.
LOOKS: tuple[tuple[int, Any, dict[str, Any]], ...] = (
    (360, "light", {}),
    (360, "dark", {"runOnly": ["color-contrast"]}),
    (1440, "dark", {}),
)


def test_pages_are_accessible_and_never_scroll_sideways(site: str, browser: Browser) -> None:
    page = browser.new_page()
    problems: list[str] = []
    errors: list[str] = []
    page.on("console", lambda said: said.type == "error" and errors.append(said.text))
    for address in PAGES:
        page.set_viewport_size({"width": 360, "height": 800})
        page.emulate_media(color_scheme="light")
        answer = page.goto(site + address)
        if answer is None or answer.ok == (address in MISSING):
            problems.append(f"{address}: answered {answer.status if answer else 'nothing'}")
        # What is closed is part of the page, too.
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate(AXE)
        for width, scheme, options in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                problems.append(f"{address}: wider than {width} px")
            found = page.evaluate(VIOLATIONS, {"resultTypes": ["violations"], **options})
            problems += [f"{address} ({width} {scheme}): {each}" for each in found]
        problems += [f"{address}: {error}" for error in errors if "404" not in error]
        errors.clear()
    page.close()
    assert not problems, "\n".join(problems)


def test_a_first_visit_is_light_and_nothing_jumps(site: str, browser: Browser) -> None:
    for address, most in (("/", 300_000), ("/candidates/H8CA90001/", 700_000)):
        opened = browser.new_context()
        page = opened.new_page()
        page.add_init_script(
            "window.moved = 0; new PerformanceObserver(list => {"
            " for (const one of list.getEntries()) window.moved += one.value"
            "}).observe({type: 'layout-shift', buffered: true})"
        )
        sizes: list[int] = []
        page.on("requestfinished", lambda done, into=sizes: into.append(weight(done)))
        page.goto(site + address, wait_until="networkidle")
        assert sum(sizes) < most, f"{address}: {sum(sizes)} bytes"
        assert page.evaluate("window.moved") < 0.1, address
        opened.close()


def weight(done: Any) -> int:
    """The bytes of an answer, its head among them."""
    sizes = done.sizes()
    return int(sizes["responseBodySize"] + sizes["responseHeadersSize"])


def test_tables_are_sorted_citations_copied_and_all_of_it_printed(
    site: str, browser: Browser
) -> None:
    opened = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = opened.new_page()
    page.goto(site + "/races/2018/house/CA/90/")
    table = page.locator("table.sortable", has=page.get_by_text("Outside, against")).first
    names = table.locator("tbody th a")
    first = names.all_inner_texts()
    assert len(first) > 1
    button = table.get_by_role("button", name="Candidate")
    button.focus()
    page.keyboard.press("Enter")
    assert table.locator("th[aria-sort=ascending]").inner_text().startswith("Candidate")
    assert names.all_inner_texts() == sorted(first)
    page.keyboard.press("Enter")
    assert names.all_inner_texts() == sorted(first, reverse=True)
    raised = table.get_by_role("button", name="Raised")
    raised.click()
    assert table.locator("th[aria-sort=descending]").count() == 1
    assert table.locator("th[aria-sort]").count() == 1

    page.goto(site + "/candidates/H8CA90001/")
    page.get_by_text("Cite this").click()
    page.locator("button[data-copy=permalink]").click()
    page.get_by_text("The permalink is copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{site}/candidates/H8CA90001/?cycle=2018"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("header nav").is_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    opened.close()


def test_the_keyboard_skips_to_the_content(site: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(site + "/methodology/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.close()


def test_a_reporter_gets_from_a_search_to_the_filing(site: str, browser: Browser) -> None:
    # Without scripts, as everything has to work then as well.
    context_without = browser.new_context(java_script_enabled=False)
    page = context_without.new_page()
    page.goto(site)
    page.locator("header input[name=q]").fill("roe ca-90")
    page.locator("header button").click()
    page.get_by_role("link", name="Richard Roe").click()
    assert page.locator("h1").inner_text() == "Richard Roe"
    page.get_by_role("link", name="$3,435").first.click()
    assert (
        "30 rows of the FEC’s bulk files and electronic filings add up to $3,435.00"
        in page.locator(".lede").inner_text()
    )
    # The FEC has nothing of ours under an invented number, so that the sample has text for a link.
    assert page.locator("main").get_by_role("link", name="filing", exact=True).count() == 0
    assert page.get_by_title("invented").first.inner_text() == "filing 1160001"
    Load.objects.update(is_sample=False)
    context.forget()
    page.reload()
    links = page.locator("main").get_by_role("link", name="filing", exact=True)
    filing = links.first.get_attribute("href")
    assert filing == "https://docquery.fec.gov/cgi-bin/forms/C00900002/1160001/"
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all as CSV").click()
    assert len(download.value.path().read_text().splitlines()) == 31
    context_without.close()
