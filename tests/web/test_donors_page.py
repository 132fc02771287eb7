"""The page of the donor search, and its CSV."""

import csv
import io
import re
from dataclasses import replace
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.web import donor_world
from web import context, donor_search
from web.exports import HEADER, NOTICE
from web.views import donors as views


@pytest.fixture
def rows(db):
    made = donor_world.make_rows(Random(5), 120)
    donor_world.store(made)
    return made


def read_csv(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_the_sentence_says_what_was_found(rows, text):
    page = text("/donors/", name="smith", state="OH")
    found = [r for r in rows if donor_world.matches(r, {"name": "smith", "state": "OH"})]
    assert f"{len(found)} counted receipts" in page
    assert "itemized contributions" not in page
    assert "match name “smith”, state OH, as of" in page
    assert "received less" in page
    assert "30111(a)(4)" in page


def test_a_row_links_to_committee_filing_and_image_and_shows_its_conduit(rows, client):
    page = client.get("/donors/").content.decode()
    assert "https://docquery.fec.gov/cgi-bin/forms/C00000002/1234567/" in page
    assert "https://docquery.fec.gov/cgi-bin/fecimg/?201801010000000001" in page
    assert 'via <a href="/committees/C00000001/">BLUEBELL CONDUIT</a>' in page
    assert "/committees/C00000002/?cycle=2018" in page
    assert "454021234" not in page


def test_a_row_of_an_invented_sample_has_numbers_for_links(rows, client):
    make.load(is_sample=True)
    context.forget()
    page = client.get("/donors/").content.decode()
    assert "docquery.fec.gov" not in page
    assert "filing 1234567" in page
    context.forget()


def test_memos_are_marked_and_a_refund_is_shown_as_one(rows, text):
    assert "memo, not added" not in text("/donors/")
    assert "memo, not added" in text("/donors/", type="memo")
    refunds = text("/donors/", type="refund_individual", min="1")
    assert "refund, subtracts" in refunds
    assert "−$" in refunds


def test_only_gifts_are_called_contributions(rows, text, client):
    page = client.get("/donors/", {"state": "OH"}).content.decode()
    assert "Transfers between affiliated committees, loans and other receipts may be" in page
    assert 'href="/donors/?state=OH&amp;type=individual">from individuals' in page
    assert 'href="/donors/?state=OH&amp;type=committee">from committees' in page
    gifts = text("/donors/", state="OH", type="individual")
    number = sum(donor_world.matches(r, {"state": "OH", "type": "individual"}) for r in rows)
    assert f"{number} itemized contributions" in gifts
    assert "Transfers between" not in gifts
    for query in (
        {"type": "memo"},
        {"type": "conduit"},
        {"rows": "all"},
        {"type": "refund_individual"},
    ):
        found = sum(donor_world.matches(r, query) for r in rows)
        assert f"{found} row" in text("/donors/", **query), query
    nothing = text("/donors/", name="nobodyatall")
    assert "0 rows" in nothing
    assert "Transfers between" not in nothing


def test_the_amount_stands_beside_the_day_and_memos_only_where_there_are_any(
    rows, client, monkeypatch
):
    def headers():
        page = client.get("/donors/").content.decode()
        titles = re.findall(r"<th scope=.*?</th>", page)
        line = page.partition("<tbody>")[2].partition("</tr>")[0]
        cells = re.findall(r"<td.*?</td>", line, re.DOTALL)
        assert len(cells) == len(titles)
        assert 'class="n"' in cells[1]
        return [re.sub(r"<[^>]+>|[ ↑↓]+$", "", title).strip(" ↓↑") for title in titles]

    with_memos = [
        "Date", "Amount", "From", "Employer", "Occupation", "City", "State", "To",
        "Industry of the giver", "Kind", "Election", "Memo", "At the FEC",
    ]  # fmt: skip
    assert headers() == with_memos
    fetch = views.fetch_rows
    monkeypatch.setattr(
        views, "fetch_rows", lambda ids: [replace(row, memo="") for row in fetch(ids)]
    )
    assert headers() == [title for title in with_memos if title != "Memo"]


def test_an_error_stands_beside_its_field_and_nothing_is_searched(rows, text):
    page = text("/donors/", status=400, min="lots", name="smith")
    assert "“lots” is not an amount" in page
    assert "Nothing was searched" in page
    assert "counted receipts" not in page


def test_an_empty_result_says_what_was_searched_and_offers_what_is_near(rows, text, client):
    page = text("/donors/", name="smit", state="OH")
    assert "No row matches name “smit”, state OH" in page
    assert "name beginning with “smit”" in page
    assert "without the name" in page
    assert (
        'href="/donors/?name=smit%2A&amp;state=OH"'
        in client.get("/donors/?name=smit&state=OH").content.decode()
    )


def test_a_search_that_is_too_broad_offers_what_to_do(rows, text, monkeypatch):
    def slow(asked):
        raise donor_search.TooBroad

    monkeypatch.setattr(views, "search", slow)
    page = text("/donors/", status=422, name="smith")
    assert "takes longer than a page may" in page
    assert "/donors.csv" not in page or "CSV" in page


def test_an_empty_database_has_a_page(db, text):
    assert "Nothing found" in text("/donors/")


def test_the_form_keeps_what_was_asked(rows, client):
    page = client.get('/donors/?name="a<b>"&state=OH&from=2017-06-01').content.decode()
    assert "&quot;a&lt;b&gt;&quot;" in page
    assert '<option value="OH" selected>' in page
    assert 'value="2017-06-01"' in page


@pytest.mark.parametrize(
    ("query", "most"), [("", 14), ("?name=smith&state=OH", 16), ("?employer=retired", 20)]
)
def test_a_page_takes_few_queries(rows, client, query, most):
    client.get("/donors/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/donors/" + query)
    assert len(queries) <= most, [q["sql"][:80] for q in queries]


def test_the_csv_has_every_row_of_the_search_and_ends_with_the_notice(rows, client):
    response = client.get("/donors.csv?name=smith&rows=all&sort=-date")
    assert response["X-Notice"] == NOTICE
    *lines, last = read_csv(response)
    found = [r for r in rows if donor_world.matches(r, {"name": "smith", "rows": "all"})]
    assert [int(line["sub_id"]) for line in lines] == donor_world.in_order(found, "-date")
    assert last["contributor_name"].startswith(NOTICE)
    assert "name=smith" in last["contributor_name"]
    assert not any(last[name] for name in HEADER[1:])
    by_id = {row.sub_id: row for row in found}
    for line in lines:
        row = by_id[int(line["sub_id"])]
        assert line["contributor_name"] == row.name
        assert line["contribution_receipt_amount"] == str(row.amount)
        assert line["contributor_zip"] == row.zip[:5]
        assert line["counted_as"] == row.kind[2]
        assert (line["counted_amount"] == "0") == (not row.counts) or row.amount == 0


def test_the_csv_is_no_formula(rows, client):
    *lines, _ = read_csv(client.get("/donors.csv?state=OH"))
    assert {line["memo_text"] for line in lines} == {"'=SUM(A1)"}


def test_the_csv_of_nothing_is_a_header_and_the_notice(rows, client):
    (only,) = read_csv(client.get("/donors.csv?candidate=H8OH01009"))
    assert only["contributor_name"].startswith(NOTICE)


def test_the_csv_of_what_cannot_be_read_is_the_page_that_says_so(rows, client):
    assert client.get("/donors.csv?min=lots").status_code == 400


def test_the_form_s_empty_fields_leave_the_address(rows, client):
    response = client.get("/donors/?name=smith&employer=&state=OH&state=NY&sort=-amount")
    assert response.headers["Location"] == "/donors/?name=smith&state=OH,NY"
    answer = client.get("/donors/?name=smith&employer=&state=OH", headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == "/donors/?name=smith&state=OH"


def test_each_part_of_a_search_can_be_left_out(rows, client):
    page = client.get("/donors/?name=smith+OR+lee&state=OH,NY&rows=counted,memo").content.decode()
    assert 'href="/donors/?state=OH,NY&amp;rows=counted,memo" aria-label="Leave out name' in page
    assert "state OH or NY" in page
    assert '<option value="OH,NY" selected>' in page


def test_near_spellings_are_found_on_request(rows, text):
    assert "No row matches" in text("/donors/", name="smiht")
    assert "name spelled nearly like “smiht”" in text("/donors/", name="smiht")
    assert "SMITH, JOHN" in text("/donors/", name="smiht", near="1")


def test_too_many_rows_for_a_sort_are_said_with_their_sums(rows, text, monkeypatch):
    monkeypatch.setattr(donor_search, "NARROW", -1)
    monkeypatch.setattr(donor_search, "MOST_SORTED", 3)
    page = text("/donors/", sort="employer")
    assert "too many to sort this way" in page
    assert "net" in page
    assert "too many to sort" not in text("/donors/", sort="recipient")
