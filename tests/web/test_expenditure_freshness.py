"""How far notices reach, the newest of them, and the links from candidates and races."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from expenditures.models import IndependentExpenditure
from filings.models import Candidate, Committee, Filing
from tests import factories as make
from web import newest_notices

Text = Callable[..., str]
CANDIDATE = "/candidates/H8CA90001/"
SPECIAL = "/races/2018/house/CA/90/special-2017/"


@pytest.fixture
def roe(data: None) -> Candidate:
    make.load()
    found = make.candidate()
    make.race(found, special_year=2017)
    return found


@pytest.fixture
def spender(data: None) -> Committee:
    return make.committee("C00900007", name="SPENDER")


def filing(number: int, at: datetime | None, **values: Any) -> Filing:
    """A notice that was taken in by itself."""
    given = {
        "form_type": "F24N",
        "form": "F24",
        "committee_id": "C00900007",
        "cycle": 2018,
        "received_at": at,
        "ingested_at": datetime(2018, 12, 1, tzinfo=UTC),
        "changed_at": datetime(2018, 12, 1, tzinfo=UTC),
        "rows_by_type": {"SE": 2},
    }
    return Filing.objects.create(file_number=number, **{**given, **values})


def notice(by: Committee, about: Candidate, amount: str, day: date | None, **values: Any) -> Any:
    return make.independent(
        by, about, amount, form="notice", receipt_date=day, **{"coverage": "open", **values}
    )


def at(hour: int, minute: int = 41) -> datetime:
    return datetime(2018, 11, 5, hour, minute, 30, tzinfo=UTC)


# --- up to which minute -----------------------------------------------------------------------
def test_the_newest_filing_with_expenditures_says_how_far_they_reach(
    roe: Candidate, spender: Committee, text: Text
) -> None:
    make.total(roe, "independent_for", 1, "100")
    notice(spender, roe, "100", date(2018, 11, 5), election_type="S2017")
    filing(1, at(9))
    filing(2, at(23))
    # None of these has an expenditure of the cycle that is in a total.
    filing(3, at(23, 50), rows_by_type={"SA11AI": 5})
    filing(4, at(23, 51), cycle=2020)
    filing(5, at(23, 52), is_held=True, counts=False)
    filing(6, None)
    said = "All of these expenditures . Includes notices filed up to November 5, 2018, 23:41 UTC."
    assert said in text(CANDIDATE)
    assert said in text(SPECIAL)
    assert "Includes notices filed up to November 5, 2018, 23:41 UTC." in text("/")
    assert "filed up to November 5, 2018, 23:41 UTC." in text("/expenditures/", cycle="2018")
    assert "filed up to November 5, 2018, 23:51 UTC." in text("/expenditures/")


def test_persons_who_are_no_committees_count_as_well(data: None) -> None:
    filing(1, at(9))
    filing(2, at(10), form="F5", rows_by_type={"F57": 1})
    found = newest_notices.filed_up_to(2018)
    assert found is not None
    assert (found.at, found.by) == (at(10), "filing")


def test_without_filings_the_file_says_how_far_they_reach(
    roe: Candidate, spender: Committee, text: Text
) -> None:
    notice(spender, roe, "100", date(2018, 11, 5))
    assert "Includes" not in text("/")
    make.load("independent_expenditures", last_modified="Tue, 20 Nov 2018 08:15:00 GMT")
    assert "Includes the notices in the FEC’s file of November 20, 2018, 08:15 UTC." in text("/")


@pytest.mark.parametrize("said", ["", "yesterday"])
def test_without_the_files_date_the_load_does(data: None, said: str) -> None:
    load = make.load("independent_expenditures", last_modified=said)
    make.load("independent_expenditures", cycle=2020)
    found = newest_notices.filed_up_to(2018)
    assert found is not None
    assert (found.at, found.by) == (load.finished_at, "load")


def test_where_nothing_was_loaded_nothing_is_said(data: None, text: Text) -> None:
    assert newest_notices.filed_up_to(2018) is None
    assert "Includes" not in text("/expenditures/", cycle="2018")


# --- the newest notices -----------------------------------------------------------------------
def test_the_front_page_has_the_largest_notices_of_the_newest_week(
    roe: Candidate, spender: Committee, text: Text
) -> None:
    for number in range(12):
        notice(spender, roe, f"{number}00.50", date(2018, 11, 5), transaction_id=f"SE.{number}")
    notice(spender, roe, "7777", date(2018, 10, 30), coverage="covered", counts=False, side="O")
    notice(spender, roe, "6666", date(2018, 10, 29))
    notice(spender, roe, "5555", date(2018, 11, 5), is_superseded=True, counts=False, coverage="")
    notice(spender, roe, "4444", date(2088, 11, 5))
    make.independent(spender, roe, "3333", receipt_date=date(2018, 11, 5))
    block = text("/").partition("Newest 24- and 48-hour notices")[2].partition("All notices")[0]
    assert "The largest filed from October 30, 2018 to November 5, 2018" in block
    amounts = [
        "$7,777",
        *(f"${n:,}00.50" if n < 10 else f"$1,{n - 10}00.50" for n in range(11, 2, -1)),
    ]
    places = [block.index(amount) for amount in amounts]
    assert places == sorted(places)
    assert len(amounts) == 10
    for other in ("$200.50", "$6,666", "$5,555", "$4,444", "$3,333"):
        assert other not in block
    assert "$7,777 against Richard Roe Oct 30, 2018 PRINTER CO, MAILER in a report" in block


def test_the_block_leads_to_each_notice_and_to_all_of_them(
    roe: Candidate, spender: Committee, client: Client
) -> None:
    notice(spender, roe, "100", date(2018, 11, 5), transaction_id="SE.1")
    page = client.get("/").content.decode()
    assert 'href="/expenditures/C00900007/1160004/SE.1/">$100</a>' in page
    address = page.partition(">All notices, the newest first<")[0].rpartition('href="')[2]
    found = client.get(address.replace("&amp;", "&").rstrip('"'))
    assert found.status_code == 200
    assert "1 row of independent expenditures" in found.content.decode()


def test_a_cycle_without_notices_says_so(roe: Candidate, text: Text) -> None:
    assert "No notices have been loaded for this cycle." in text("/")


# --- the links --------------------------------------------------------------------------------
def linked(client: Client, page: str) -> str:
    """The lede of the page that "All of these expenditures" leads to."""
    found = client.get(page).content.decode()
    address = found.partition(">All of these expenditures<")[0].rpartition('href="')[2]
    answer = client.get(address.rstrip('"').replace("&amp;", "&")).content.decode()
    return answer.partition('class="lede"')[2].partition("</p>")[0]


def test_the_links_lead_to_what_the_pages_add_up(
    roe: Candidate, spender: Committee, client: Client, text: Text
) -> None:
    poe = make.candidate("H8CA90002", name="POE, PAT")
    make.race(roe, poe)
    make.independent(spender, roe, "700.50", election_type="S2017")
    make.independent(spender, roe, "20", election_type="S", side="O")
    make.independent(spender, roe, "3", election_type="G2018", side="O")
    make.independent(spender, poe, "9000", election_type="S2017")
    make.independent(spender, roe, "1", election_type="S2017", counts=False, is_memo=True)
    make.total(roe, "independent_for", 1, "700.50")
    assert '$700.50 for</span> and <span class="against">$23 against' in linked(client, CANDIDATE)
    assert '$700.50 for</span> and <span class="against">$20 against' in linked(client, SPECIAL)
    regular = linked(client, "/races/2018/house/CA/90/")
    assert '$0 for</span> and <span class="against">$3 against' in regular
    assert IndependentExpenditure.objects.counted().count() == 4
    assert "outside groups spent $700 for and $20 against" in text(SPECIAL) or (
        "outside groups spent $701 for and $20 against" in text(SPECIAL)
    )
    assert Decimal("723.5") == sum(
        row.expenditure_amount
        for row in IndependentExpenditure.objects.counted().filter(candidate_id=roe.pk)
    )


def test_a_page_without_expenditures_has_no_link(roe: Candidate, text: Text) -> None:
    assert "All of these expenditures" not in text(CANDIDATE)
    assert "All of these expenditures" not in text(SPECIAL)
