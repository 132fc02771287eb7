"""The page of one independent expenditure: its address, its matching, its race and its funders."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from expenditures.models import IndependentExpenditure
from filings.models import Candidate, Committee, Filing
from tests import factories as make

Text = Callable[..., str]


@pytest.fixture
def roe(data: None) -> Candidate:
    make.load()
    found = make.candidate()
    make.race(found)
    make.race(found, special_year=2017)
    return found


@pytest.fixture
def spender(data: None) -> Committee:
    return make.committee("C00900007", name="SPENDER")


@pytest.fixture
def spent(roe: Candidate, spender: Committee) -> Callable[..., IndependentExpenditure]:
    def make_one(amount: str = "1234.56", **values: Any) -> IndependentExpenditure:
        given = {"side": "O", "transaction_id": "SE.1", "election_type": "S2017", **values}
        return make.independent(spender, roe, amount, **given)

    return make_one


def address(number: int, transaction_id: str = "SE.1") -> str:
    return f"/expenditures/C00900007/{number}/{transaction_id}/"


# --- what it says -----------------------------------------------------------------------------
def test_the_sentence_can_be_printed(spent: Callable, text: Text) -> None:
    spent(
        form="notice", coverage="open", receipt_date=date(2018, 3, 17), candidate_office="H",
        candidate_state="CA", candidate_district="90",
    )  # fmt: skip
    said = text(address(1160004))
    assert (
        "SPENDER reported an independent expenditure of $1,234.56 against Richard Roe (California"
        " 90th), shown to the public on March 16, 2018, in a 24- or 48-hour notice that the FEC"
        " received on March 17, 2018, as of December 1, 2018."
    ) in said
    assert "Counts, in no report yet. It counts." in said
    assert "None yet." in said
    assert "Race California 90th, special election, 2017 ( all its expenditures )" in said


@pytest.mark.parametrize(
    ("values", "said", "is_caution"),
    [
        ({}, "Counts. It is in a periodic report, and counts.", False),
        ({"form": "notice", "coverage": "unmatched", "counts": False}, "until a person has", True),
        ({"form": "notice", "coverage": "covered", "counts": False}, "counted once", False),
        ({"is_memo": True, "counts": False}, "reported elsewhere", True),
        ({"is_superseded": True, "counts": False}, "A later amendment", True),
        ({"is_held": True, "counts": False}, "held for a review", True),
        ({"form": "notice", "coverage": "separate"}, "a thing of its own. It counts.", False),
    ],
)
def test_whether_it_counts_is_said_and_why(
    spent: Callable, text: Text, client: Client, values: dict, said: str, is_caution: bool
) -> None:
    spent(**values)
    assert said in text(address(1160004))
    page = client.get(address(1160004)).content.decode()
    assert ('class="caution"><strong>' in page) is is_caution


def test_what_funds_the_spender_is_shown_with_the_law(
    spent: Callable, spender: Committee, text: Text
) -> None:
    make.contribution(spender, "5000", name="RICH, ROBIN")
    make.committee_total(spender, "individual", 1, "5000")
    spent()
    said = text(address(1160004)).partition("What funds SPENDER")[2]
    assert "30111(a)(4)" in said
    assert "RICH, ROBIN $5,000" in said


def test_a_filing_that_was_taken_in_has_a_link_of_ours(spent: Callable, client: Client) -> None:
    spent()
    assert 'href="/filings/1' not in client.get(address(1160004)).content.decode()
    now = datetime(2018, 12, 1, tzinfo=UTC)
    Filing.objects.create(
        file_number=1160004, form_type="F24N", form="F24", cycle=2018, ingested_at=now,
        changed_at=now,
    )  # fmt: skip
    page = client.get(address(1160004)).content.decode()
    from web.expenditure_rows import filing_page

    ours = filing_page(1160004)
    assert not ours or f'href="{ours}">1160004</a>' in page


# --- notice and report ------------------------------------------------------------------------
def test_a_notice_stands_beside_the_report_that_has_it(spent: Callable, text: Text) -> None:
    spent(form="notice", coverage="covered", counts=False, file_number=1, expenditure_date=None)
    spent(file_number=2, dissemination_date=date(2018, 3, 20))
    for number, other in ((1, "report 2"), (2, "notice 1")):
        said = text(address(number))
        assert f"$1,234.56 in {other}" in said
        assert "Amount $1,234.56 $1,234.56 yes" in said
        assert "Paid – Mar 15, 2018 one has none" in said
        assert "Shown Mar 16, 2018 Mar 20, 2018 no" in said
        assert "transaction id, candidate, side, amount and paid to" in said


def test_without_an_id_in_common_the_likeness_is_what_they_agree_in(
    spent: Callable, text: Text
) -> None:
    spent(form="notice", coverage="covered", counts=False, file_number=1, transaction_id="N1")
    spent(file_number=2, transaction_id="R1")
    spent(file_number=2, transaction_id="R2", amount="99")
    said = text(address(1, "N1"))
    assert "Which row it was matched with is not recorded; this one agrees in candidate" in said
    assert "$1,234.56 in report 2" in said
    assert "$99" not in said


def test_what_was_recorded_comes_before_what_is_alike(spent: Callable, text: Text) -> None:
    spent(
        form="notice", coverage="covered", counts=False, file_number=1,
        covered_by_file_number=3, covered_by_transaction_id="R3",
    )  # fmt: skip
    spent(file_number=2)
    spent("1300", file_number=3, transaction_id="R3", payee_name="printer co")
    said = text(address(1))
    assert "Matched by candidate, side, paid to, paid and shown. $1,300 in report 3" in said
    assert "Amount $1,234.56 $1,300.00 no" in said
    assert "not recorded" not in said
    report = text(address(3, "R3"))
    assert "Matched by candidate" in report
    assert "$1,234.56 in notice 1" in report


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("reported", ""),
        ("name", "(found by name, seat and election)"),
        ("decided", "(named by a reviewer)"),
        ("unsure", "(to be reviewed: not found, or several could be meant)"),
    ],
)
def test_how_the_candidate_was_found_is_said(
    spent: Callable, text: Text, how: str, said: str
) -> None:
    spent(candidate_match=how)
    page = text(address(1160004))
    assert f"reported as ROE, RICHARD {said}".strip() in page
    assert ("found by name" in page) is (how == "name")


def test_an_open_notice_has_no_report(spent: Callable, text: Text) -> None:
    spent(form="notice", coverage="open", file_number=1)
    spent(file_number=2, transaction_id="R1")
    assert "report 2" not in text(address(1))


def test_amendments_stand_among_the_rows_with_the_same_id(spent: Callable, text: Text) -> None:
    spent("10", form="notice", coverage="", is_superseded=True, counts=False, file_number=1)
    spent("11", form="notice", coverage="open", file_number=2, previous_file_number=1)
    said = text(address(2))
    assert "2, which amends 1" in said
    others = said.partition("Other rows with the same transaction id")[2]
    assert "$10 SPENDER against Richard Roe" in others
    assert "superseded by an amendment" in others
    assert "The amendment that took this row’s place" in text(address(1))


def test_a_lone_row_has_no_others(spent: Callable, text: Text) -> None:
    spent()
    said = text(address(1160004))
    assert "Other rows with the same transaction id None." in said
    assert "No notice of it is in this data" in said


# --- addresses --------------------------------------------------------------------------------
def link(client: Client) -> str:
    page = client.get("/expenditures/?status=all").content.decode()
    return page.partition('<td class="n"><a href="')[2].partition('"')[0].replace("&amp;", "&")


@pytest.mark.parametrize(
    "transaction_id",
    ["SE.1", "A B", "50%", "é#1?x=1&y", "..", ".", "a/b", "a//b", "", "-", "\\x", "/", "+", '"<b>'],
)
def test_any_transaction_id_has_an_address_that_leads_to_it(
    spent: Callable, client: Client, transaction_id: str
) -> None:
    spent(transaction_id=transaction_id)
    where = link(client)
    answer = client.get(where)
    assert answer.status_code == 200, where
    assert "$1,234.56 against Richard Roe" in answer.content.decode()


def test_a_paper_filing_has_a_number_below_zero(spent: Callable, client: Client) -> None:
    spent(file_number=-77)
    assert link(client) == "/expenditures/C00900007/-77/SE.1/"
    assert client.get(link(client)).status_code == 200


def test_without_a_filing_the_address_is_the_key(spent: Callable, client: Client) -> None:
    row = spent(file_number=None)
    assert link(client).startswith("/expenditures/row/?cycle=2018&key=invented")
    assert client.get(link(client)).status_code == 200
    assert row.key.replace(" ", "+") in link(client)


def test_an_id_that_a_filing_repeats_leads_to_all_that_have_it(
    spent: Callable, client: Client, text: Text
) -> None:
    spent("1")
    spent("2")
    said = text(address(1160004))
    assert "SPENDER gave the same transaction id to 2 independent expenditures" in said
    assert "$1 SPENDER" in said
    assert "$2 SPENDER" in said
    assert link(client).startswith("/expenditures/row/?")
    assert "$2 against" in client.get(link(client)).content.decode()


def test_a_key_leads_to_the_lasting_address(spent: Callable, client: Client) -> None:
    row = spent()
    answer = client.get("/expenditures/row/", {"cycle": "2018", "key": row.key})
    assert answer.headers["Location"] == address(1160004)


@pytest.mark.parametrize("key", ["C00900007/1160004/SE.1/3", "pas2/4041520170000000001"])
def test_the_key_of_a_row_that_another_source_has_now_leads_there(
    spent: Callable, client: Client, key: str
) -> None:
    spent(sub_id=4041520170000000001, key="efile/1160004/7")
    answer = client.get("/expenditures/row/", {"cycle": "2018", "key": key})
    assert answer.headers["Location"] == address(1160004)


def test_a_row_that_repeats_its_filings_own_leads_there(
    spent: Callable, client: Client, text: Text
) -> None:
    again = spent(is_repeated=True, counts=False, key="C00900007/1160004/SE.1/1", sub_id=5)
    alone = {"cycle": "2018", "key": again.key}
    assert "It is counted by the filing’s own row." in text("/expenditures/row/", **alone)
    spent("1234.57", key="efile/1160004/7", origin="efile")
    for key in (again.key, "pas2/5"):
        answer = client.get("/expenditures/row/", {"cycle": "2018", "key": key})
        assert answer.headers["Location"] == address(1160004)
    said = text(address(1160004))
    assert "$1,234.57 against Richard Roe" in said
    assert "Other rows with the same transaction id None." in said
    assert "1 row of independent expenditures" in text("/expenditures/?status=all")


@pytest.mark.parametrize(
    "where",
    [
        "/expenditures/C00900007/1160004/SE.2/",
        "/expenditures/C00900007/99999999999999/SE.1/",
        "/expenditures/C00900007/abc/SE.1/",
        "/expenditures/C00900007/²/SE.1/",
        "/expenditures/C00900007/--5/SE.1/",
        "/expenditures/%00/1/SE.1/",
        "/expenditures/row/",
        "/expenditures/row/?cycle=2018&key=pas2/99999999999999999999",
        "/expenditures/row/?cycle=2018&key=pas2/9999999999999999999",
        "/expenditures/row/?cycle=9999&key=x",
        "/expenditures/row/?cycle=²018&key=x",
        "/expenditures/row/?cycle=2018&key=a/999999999999/b/1",
        "/expenditures/row/?cycle=2018&key=a/b",
    ],
)
def test_what_is_not_there_is_not_found(spent: Callable, client: Client, where: str) -> None:
    spent()
    answer = client.get(where)
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()


def test_a_page_takes_few_queries_however_many_rows_are_near(
    spent: Callable, spender: Committee, client: Client
) -> None:
    make.contribution(spender, "5000", name="RICH, ROBIN")
    make.committee_total(spender, "individual", 1, "5000")
    for number in range(20):
        spent(file_number=number + 10, is_superseded=True, counts=False)
    spent(form="notice", coverage="covered", counts=False, file_number=1)
    spent(file_number=2)
    client.get(address(1))
    with CaptureQueriesContext(connection) as queries:
        client.get(address(1))
    assert len(queries) <= 18, [query["sql"][:90] for query in queries]
