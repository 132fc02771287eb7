"""Pages of filings in a real browser: accessible, usable on a phone, without scripts."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from playwright.sync_api import Browser, Page

from filings.models import FilingRow
from tests import factories as make
from tests.filings.electronic_factories import make_filing, make_rows
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
    "/filings/",
    "/filings/?form=F24&committee=longer",
    "/filings/?committee=nobodyatall&cycle=2018",
    "/filings/?form=F00&cycle=lots&from=never",
    "/filings/1166001/",
    "/filings/1166001/rows/?line=SA11AI",
    "/filings/1166001/rows/",
    "/filings/1166002/",
    "/filings/1166003/",
    "/filings/1166003/rows/?line=F65",
    "/filings/1166005/",
    "/filings/1166006/",
    "/filings/-1166001/",
    "/filings/1/",
)
COVER = {
    "col_a_total_receipts": "26630.00", "col_a_total_disbursements": "400.50",
    "col_a_cash_on_hand_beginning_period": "100000.00",
    "col_a_cash_on_hand_close_of_period": "126229.50", "col_a_debts_by": "0.00",
    "col_b_total_receipts": "99999999.99",
}  # fmt: skip
CHECKS = [
    {
        "line": "11(a)(i)", "label": "Itemized contributions of individuals", "rule": "equal",
        "cover": "26642.50", "rows": "26630.00", "difference": "-12.50", "ok": False,
        "note": "no row stands for it",
    },
    {
        "line": "21(b)", "label": "Other federal operating expenditures", "rule": "at most",
        "cover": "400.50", "rows": "400.50", "difference": "0.00", "ok": True, "note": "",
    },
]  # fmt: skip
NAME = "FRIENDS OF A CONSIDERABLY LONGER NAME THAN USUAL FOR THE PEOPLE OF CALIFORNIA"


@pytest.fixture
def site(loading: None, live_server: Any, settings: LazySettings) -> str:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    context.forget()
    make.partitions()
    make.load(is_sample=True)
    roe = make.candidate()
    make.committee("C00900001", name=NAME)
    common: dict[str, Any] = {"filer_name": NAME, "cover": COVER}
    chain = {"amends": 1166000, "chain_base": 1166000}
    make_filing(file_number=1166000, superseded_by=1166001, chain_base=1166000, **common)
    report = make_filing(
        file_number=1166001, form_type="F3XA", amendment_number=1, problem_rows=1, unknown_rows=1,
        checks=CHECKS, checks_result="off", **chain, **common,
        checks_summary="Off by $12.50 on line 11(a)(i) (no row stands for it).",
    )  # fmt: skip
    conduit = {"conduit_name": "A PLATFORM WITH A LONG NAME", "other_committee_id": "C00900002"}
    make_rows(report, *({"name": f"DONOR, D{number:03}"} for number in range(105)), **conduit)
    make_rows(report, {"memo_code": "X", "amount": "250000", "memo_text": "EARMARKED " * 6})
    make_rows(report, {"row_type": "SB21B", "amount": "400.50", "purpose": "PRINTING OF MAIL"})
    FilingRow.objects.create(
        file_number=report.pk, line=1234, row_type="SA11AI", schedule="A", raw="x",
        problem='date: "20181399" is no date.',
    )  # fmt: skip
    notice = make_filing(file_number=1166002, form_type="F24N", report_code="24", filer_name=NAME)
    meant = {"candidate_id": roe.pk, "candidate_name": "ROE, RICHARD", "row_type": "SE"}
    make_rows(notice, {"support_oppose": "O", "amount": "1234567.89"}, **meant)
    late = make_filing(file_number=1166003, form_type="F6N", report_code="48", filer_name=NAME)
    make_rows(late, {"coverage": "covered"}, {"coverage": "open"}, row_type="F65")
    make_filing(file_number=1166005, form_type="F99", filer_name=NAME, free_text="Dear FEC,\n" * 9)
    make_filing(
        file_number=1166006, is_held=True, hold_reason="A gift of $12,345,678,901 is implausible.",
        **common,
    )  # fmt: skip
    make_filing(
        file_number=-1166001, is_paper=True, base_missing=True, amends=1, chain_base=1, **common
    )
    for number in range(55):
        make_filing(file_number=1165000 + number, **common)
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


def test_a_reporter_gets_from_a_report_to_its_rows_and_their_export(site: str, page: Page) -> None:
    page.goto(site)
    page.get_by_role("link", name="Filings", exact=True).click()
    page.locator("select[name=form]").select_option("F3X")
    page.locator("input[name=committee]").fill("considerably")
    page.locator("form.filters button").click()
    assert "59 filings match" in page.locator(".lede").inner_text()
    first = page.locator("tbody th").all_inner_texts()
    page.get_by_role("link", name="Next page").click()
    numbers = first + page.locator("tbody th").all_inner_texts()
    assert len(set(numbers)) == 59
    page.goto(f"{site}/filings/1166001/")
    page.get_by_role("region", name="Rows by line").get_by_role("link", name="$26,250.00").click()
    assert page.locator("tbody tr").count() == 100
    page.get_by_role("link", name="Next page").click()
    assert page.locator("tbody tr").count() == 7
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all as CSV").click()
    lines = download.value.path().read_text().splitlines()
    assert len(lines) == 109


def test_the_number_of_a_filing_in_the_one_box_leads_to_it(site: str, page: Page) -> None:
    page.goto(site)
    page.locator("#site-search").fill("1166001")
    page.locator("#site-search").press("Enter")
    assert page.url.endswith("/filings/1166001/")
