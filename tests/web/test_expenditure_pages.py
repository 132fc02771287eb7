"""The page of the search of independent expenditures, its CSV, and what leads there."""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.web import expenditure_world as world
from web import context
from web.donor_search import TooBroad
from web.expenditure_exports import HEADER
from web.expenditure_rows import show
from web.exports import NOTICE
from web.views import expenditures as views


@pytest.fixture
def rows(data):
    made = world.make_rows(Random(5), 120)
    world.store(made)
    make.load()
    return made


def found(rows, **query: str) -> list[world.Row]:
    return [row for row in rows if world.matches(row, query)]


def dollars(rows, side: str) -> str:
    amount = sum(
        (r.expenditure_amount for r in rows if r.support_oppose_indicator == side), Decimal(0)
    )
    return f"{'−' if amount < 0 else ''}${abs(amount):,.2f}".removesuffix(".00")


def read_csv(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


# --- the page ---------------------------------------------------------------------------------
def test_the_sentence_says_what_was_found(rows, text):
    mine = found(rows, spender="bluebells", cycle="2018")
    page = text("/expenditures/", spender="bluebells", cycle="2018")
    assert f"{len(mine)} independent expenditures" in page
    assert f"{dollars(mine, 'S')} for and {dollars(mine, 'O')} against candidates" in page
    assert "match spender “bluebells”, cycle 2018, as of December 1, 2018." in page
    assert "Each expenditure counts once" in page


def test_rows_that_do_not_count_are_told_from_those_that_do(rows, text):
    mine = [row for row in rows if row.counts]
    page = text("/expenditures/?status=all")
    assert f"{len(found(rows, status='all'))} rows of independent expenditures" in page
    assert f"Of these, {len(mine)} rows count: {dollars(mine, 'S')} for" in page
    memos = text("/expenditures/?status=memo")
    assert "None of these counts in any total" in memos
    assert "memo, not added" in memos
    assert "(memos)" in memos


def test_a_row_says_who_paid_whom_for_what_and_leads_to_all_of_it(data, client, text):
    roe = make.candidate()
    spender = make.committee("C00900007", name="SPENDER")
    make.independent(
        spender, roe, "1234.56", side="O", form="notice", coverage="open", transaction_id="SE.1",
        receipt_date=date(2018, 3, 17), candidate_name="roe, dick",
    )  # fmt: skip
    page = client.get("/expenditures/").content.decode()
    assert 'href="/expenditures/C00900007/1160004/SE.1/">$1,234.56</a>' in page
    assert 'href="/committees/C00900007/?cycle=2018">SPENDER</a>' in page
    assert 'href="/candidates/H8CA90001/?cycle=2018">Richard Roe</a>' in page
    assert "https://docquery.fec.gov/cgi-bin/forms/C00900007/1160004/" in page
    said = text("/expenditures/")
    assert "2018-03-16 paid 2018-03-15 $1,234.56 SPENDER against Richard Roe" in said
    assert "election: general 2018 PRINTER CO MAILER notice filed 2018-03-17" in said
    assert "counts, in no report yet" in said


def test_what_a_row_lacks_is_said(data, text):
    spender = make.committee("C00900007", name="")
    nobody = make.candidate("H8CA90009", name="")
    row = make.independent(spender, nobody, "5", side="", payee_name="", purpose="")
    world.Row.objects.filter(pk=row.pk).update(
        candidate_id="", candidate_name="", expenditure_date=None, dissemination_date=None,
        file_number=None,
    )  # fmt: skip
    said = text("/expenditures/")
    assert "no date $5 C00900007 side not given: no candidate named" in said
    assert "no payee given" in said
    assert "$0 for and $0 against candidates and $5 without a side given, is in the data" in said


def test_an_invented_sample_has_numbers_for_links(rows, client):
    make.load(is_sample=True)
    context.forget()
    assert "docquery.fec.gov" not in client.get("/expenditures/").content.decode()


def test_the_headers_sort_and_turn(rows, client):
    page = client.get("/expenditures/?spender=bluebell").content.decode()
    assert (
        'aria-sort="descending"><a href="/expenditures/?spender=bluebell&amp;sort=amount"' in page
    )
    assert 'href="/expenditures/?spender=bluebell&amp;sort=-date"' in page


def test_errors_stand_beside_their_fields_and_nothing_is_searched(rows, text, client):
    page = text("/expenditures/", status=400, min="lots", side="both")
    assert "“lots” is not an amount" in page
    assert "“both” is not a side" in page
    assert "Nothing was searched, because 2 fields" in page
    assert "independent expenditures," not in page
    assert 'aria-describedby="wrong-min"' in client.get("/expenditures/?min=x").content.decode()


def test_a_race_that_is_not_loaded_is_an_error(rows, text):
    page = text("/expenditures/", status=400, race="2018-H-CA-91")
    assert "No race “2018-H-CA-91” is in the cycles loaded here." in page


def test_an_empty_result_offers_what_is_near(rows, text, client):
    page = text("/expenditures/", payee="hous", cycle="2018")
    assert "No row (that count) matches payee “hous”, cycle 2018" in page
    assert "payee beginning with “hous”" in page
    assert "without the payee" in page
    near = client.get("/expenditures/?payee=hous&cycle=2018").content.decode()
    assert 'href="/expenditures/?payee=hous%2A&amp;cycle=2018"' in near
    held = text("/expenditures/", side="support", form="notice", cycle="2020", payee="nobody")
    assert "Nothing found" in held


def test_a_search_that_is_too_broad_offers_what_to_do(rows, text, monkeypatch):
    def slow(asked):
        raise TooBroad

    monkeypatch.setattr(views, "search", slow)
    page = text("/expenditures/", status=422, payee="mail")
    assert "takes longer than a page may" in page


def test_an_empty_database_has_a_page(db, text):
    assert "Nothing found No row (that count) is in the data loaded here." in text("/expenditures/")


def test_a_page_past_the_end_leads_back(rows, text, client):
    first = client.get("/expenditures/?status=all").content.decode()
    following = first.partition('" rel="next"')[0].rpartition('href="')[2].replace("&amp;", "&")
    shown = set(re.findall(r'<td class="n"><a href="([^"]+)"', first))
    assert len(shown) > 10
    largest = world.in_order(rows, "-amount")[:50]
    world.Row.objects.exclude(pk__in=largest).delete()
    page = client.get(following).content.decode()
    assert "There are no more rows." in page
    assert 'href="/expenditures/?status=all">Back to the first page' in page


def test_the_form_keeps_what_was_asked(rows, client):
    page = client.get('/expenditures/?payee="a<b>"&side=oppose&from=2018-06-01').content.decode()
    assert "&quot;a&lt;b&gt;&quot;" in page
    assert '<option value="oppose" selected>' in page
    assert 'value="2018-06-01"' in page


@pytest.mark.parametrize(
    ("query", "most"),
    [("", 12), ("?status=all", 12), ("?spender=bluebell&candidate=roe&sort=-candidate", 14),
     ("?race=2018-H-CA-90&cycle=2018", 18)],
)  # fmt: skip
def test_a_page_takes_few_queries(rows, client, query, most):
    client.get("/expenditures/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/expenditures/" + query)
    assert len(queries) <= most, [q["sql"][:90] for q in queries]


# --- the CSV ----------------------------------------------------------------------------------
def test_the_csv_is_the_whole_result_in_the_order_of_the_page(rows, client):
    response = client.get("/expenditures.csv?status=all&candidate=roe&sort=-date&dates=received")
    assert response["X-Notice"] == NOTICE
    assert "independent-expenditures.csv" in response["Content-Disposition"]
    *lines, last = read_csv(response)
    mine = found(rows, status="all", candidate="roe")
    by_id = {row.pk: row for row in mine}
    expected = [by_id[pk] for pk in world.in_order(mine, "-date", "received")]
    assert [
        (
            line["committee_id"], line["committee_name"], line["support_oppose_indicator"],
            Decimal(line["expenditure_amount"]), Decimal(line["counted_amount"]),
            line["dissemination_date"], line["transaction_id"], line["status"],
        )
        for line in lines
    ] == [
        (
            row.committee_id, world.SPENDERS[row.committee_id], row.support_oppose_indicator,
            row.expenditure_amount, row.expenditure_amount if row.counts else 0,
            str(row.dissemination_date or ""), row.transaction_id, show([row])[0].status,
        )
        for row in expected
    ]  # fmt: skip
    assert last["committee_id"].startswith(NOTICE)
    assert "candidate=roe; dates=received; status=all. Exported 20" in last["committee_id"]
    assert not any(last[name] for name in HEADER[1:])


def test_the_csv_has_the_candidates_name_as_shown_and_as_reported(rows, client):
    *lines, _ = read_csv(client.get("/expenditures.csv?candidate=H8CA90001&status=all"))
    assert {line["candidate_name"] for line in lines} == {"ROE, RICHARD"}
    assert {line["candidate_name_reported"] for line in lines} == {"Roe, Richard", "ROE, DICK"}


def test_the_csv_is_no_formula(rows, client):
    *lines, _ = read_csv(client.get("/expenditures.csv?status=all"))
    assert {line["payee_name"][:5] for line in lines} >= {"'=SUM"}
    assert {line["purpose"][:5] for line in lines} >= {"'@HOM"}
    for line in lines:
        for name in ("payee_name", "purpose", "candidate_name", "transaction_id"):
            assert line[name][:1] not in set("=+-@\t\r"), line


def test_the_csv_of_nothing_is_a_header_and_the_notice(rows, client):
    (only,) = read_csv(client.get("/expenditures.csv?spender=nobodyatall"))
    assert only["committee_id"].startswith(NOTICE)


def test_the_csv_of_what_cannot_be_read_is_the_page_that_says_so(rows, client):
    assert client.get("/expenditures.csv?min=lots").status_code == 400
