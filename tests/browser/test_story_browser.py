"""The question the site is for, asked by a reporter in a real browser: who attacked, whose money
was it, and whom else did that donor give to. On the invented sample, from the front page to the
filings, with scripts, and on a phone without them.
"""

import csv
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, Page

from sample import story
from tests.sample_loaded import Loaded, loader, sample  # noqa: F401 (fixtures)
from tests.web.test_industries_loaded import open_site

# ruff: noqa: F811
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="NO CHROMIUM HERE: THE PAGES ARE NOT TESTED IN A BROWSER"
    ),
]
ATTACKED, RIVAL = "Marisol Quintanar", "Desmond Achterberg"


@pytest.fixture
def site(
    sample: Loaded, live_server: Any, django_db_blocker: object, settings: LazySettings
) -> Iterator[str]:
    for _ in open_site(sample, django_db_blocker, settings):
        yield str(live_server.url)


@pytest.fixture(params=["scripts", "a phone without scripts"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        java_script_enabled=request.param == "scripts",
        viewport={"width": 1280 if request.param == "scripts" else 360, "height": 800},
    )
    yield context.new_page()
    context.close()


def main(page: Page) -> str:
    """The words of the page's main part."""
    return re.sub(r"\s+", " ", page.locator("main").inner_text())


def test_from_the_front_page_to_the_funder_who_also_gave_to_the_rival(
    site: str, page: Page
) -> None:
    page.goto(site)
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill("CA-99 2017 special")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=|/races/"))
    if "/search/" in page.url:
        page.locator("main").get_by_role("link", name=re.compile("California 99th")).first.click()
    assert page.url.endswith("/races/2018/house/CA/99/special-2017/")

    # The race: both candidates, money by industry, who spent against whom, and whose money it was.
    said = main(page)
    for name in (ATTACKED, RIVAL, "Payday", "Pharmaceutical", "Agricultural chemicals"):
        assert name in said
    assert "Aldous Thornbury (ZIP 95825)" in said
    assert re.search(r"also gave \$5,400 to Desmond Achterberg", said)

    # The figure behind the story leads to its rows, and a row to its filing.
    page.get_by_role("link", name="$5,400", exact=True).last.click()
    rows = main(page)
    assert "THORNBURY" in rows.upper()
    assert "$2,700" in rows
    assert "$5,400" in rows

    # The spender, and what its money is made of.
    page.goto(f"{site}/races/2018/house/CA/99/special-2017/")
    page.get_by_role("link", name="NEIGHBORS FOR ACCOUNTABLE GOVERNMENT").first.click()
    page.get_by_role("link", name="whose money it spent").click()
    said = main(page)
    assert "Aldous Thornbury" in said
    assert story.FUNDER_COMPANY in said
    assert "Through 1 other committee" in said

    # What was spent, in the filing that says so.
    page.get_by_role("link", name="all it spent").click()
    said = main(page)
    assert "TV AD BUY" in said
    # Each row names its filing; this database has none of them with a page of its own.
    assert re.search(r"filing 11[0-9]{5}", said)


def test_the_race_page_tells_the_whole_story_without_a_search(
    site: str, sample: Loaded, page: Page
) -> None:
    page.goto(f"{site}/races/2018/house/CA/99/special-2017/")
    said = main(page)
    # Who attacks whom, and each candidate's money by industry.
    assert (
        "NEIGHBORS FOR ACCOUNTABLE GOVERNMENT spent $732,432.86 against Marisol Quintanar" in said
    )
    for name in (ATTACKED, RIVAL, "Payday", "Pharmaceutical", "Agricultural chemicals"):
        assert name in said
    # With whose money.
    row = (
        page.get_by_role("region", name=f"Spenders on {ATTACKED}").locator("tr").nth(1).inner_text()
    )
    assert "by the trace: 45.7% THORNBURY-LOCKE HOLDINGS LLC, 44.3% Aldous Thornbury" in row
    # How it began, and the funder who also gave to the rival: sentences to be printed as they are.
    assert (
        "The first itemized money of NEIGHBORS FOR ACCOUNTABLE GOVERNMENT in these files came on"
        " May 11, 2017, 5 days before its first expenditure (May 16, 2017). Of the $250,000 that it"
        " had received by May 16, 2017, $250,000 (100%) were from Aldous Thornbury."
    ) in said
    rival = page.locator("article.connection", has_text="also gave to a rival").first
    assert (
        "Aldous Thornbury gave $425,000 to NEIGHBORS FOR ACCOUNTABLE GOVERNMENT between May 11 and"
        " June 14, 2017, 44% of what it received in the 2017–2018 cycle; the group spent"
        " $732,432.86 against Marisol Quintanar in the 2017 special election for the California"
        " 99th seat. A donor of the same name and ZIP code also gave $5,400 to Desmond Achterberg’s"
        " campaign and $2,700 to Otis Delacroix-Munn’s campaign."
    ) in rival.inner_text()
    # Each with its filings: those that the rows themselves name.
    steps = rival.locator("ol.path > li").all_inner_texts()
    assert len(steps) == 4
    for step, recipient in zip(
        (steps[0], steps[2]), (story.ATTACKER, story.COMMITTEE_B), strict=True
    ):
        wanted = {
            str(number)
            for (number,) in sample.rows(
                "SELECT DISTINCT file_number FROM donations_contribution c"
                "  JOIN donations_contributorname n ON n.id = c.name_id"
                " WHERE n.name LIKE 'THORNBURY, ALDOUS%%' AND c.committee_id = %s AND c.counts",
                recipient,
            )
        }
        assert set(re.findall(r"\b1[0-9]{6}\b", step)) == wanted
    # Each figure leads to rows that add up to it.
    rival.get_by_role("link", name="$425,000").click()
    assert "$425,000" in main(page)
    # What may be behind it stands beside it, and a page of its own has all of it.
    page.goto(f"{site}/connections/?cycle=2018&kind=rival")
    page.locator("article.connection .kind a").first.click()
    assert "Two people may share a name and a ZIP code." in main(page)


def test_a_donor_search_is_narrowed_grouped_sorted_and_exported(
    site: str, sample: Loaded, page: Page
) -> None:
    page.goto(f"{site}/donors/")
    page.get_by_label("Name", exact=True).fill("thornbury")
    page.get_by_label("Name", exact=True).press("Enter")
    page.wait_for_url(re.compile(r"name=thornbury"))
    everything = page.locator(".lede").inner_text()
    page.get_by_role("link", name="By recipient").click()
    page.wait_for_url(re.compile(r"group=recipient"))
    table = page.get_by_role("region", name="The result in groups")
    shares = table.locator("tbody tr td:nth-child(5)").all_inner_texts()
    amounts = [Decimal(re.sub(r"[$,]", "", one)) for one in shares]
    assert amounts == sorted(amounts, reverse=True)
    assert f"${sum(amounts):,.2f}".removesuffix(".00") in everything
    table.get_by_role("link", name="Rows").click()
    page.wait_for_url(re.compile(r"order=-rows"))
    counts = table.locator("tbody tr td:nth-child(2)").all_inner_texts()
    assert [int(one) for one in counts] == sorted((int(one) for one in counts), reverse=True)
    row = table.locator("tbody tr", has_text="NEIGHBORS FOR ACCOUNTABLE GOVERNMENT")
    figure = row.locator("td a").inner_text()
    row.locator("td a").click()
    page.wait_for_url(re.compile(r"recipient=C00990801"))
    assert figure in page.locator(".lede").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    with download.value.path().open(newline="") as lines:
        *exported, _ = csv.DictReader(lines)
    stored = sample.rows(
        "SELECT sub_id, contribution_receipt_amount FROM donations_contribution c"
        " JOIN donations_contributorname n ON n.id = c.name_id"
        " WHERE n.name LIKE '%%THORNBURY%%' AND c.committee_id = 'C00990801' AND c.counts"
    )
    assert {
        (int(one["sub_id"]), Decimal(one["contribution_receipt_amount"])) for one in exported
    } == set(stored)
    assert f"${sum(amount for _, amount in stored):,.2f}".removesuffix(".00") == figure
