"""The rows behind figures: their count and sum are the figure's, their links lead to the FEC."""

import csv
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from filings.models import Candidate, Committee
from tests import factories as make
from web import paging
from web.lines import Line

Text = Callable[..., str]
ROWS = "/candidates/H8CA90001/rows/"
LINES = "/committees/C00900001/rows/"


@pytest.fixture
def roe(data: None) -> Candidate:
    make.load()
    return make.candidate()


@pytest.fixture
def campaign(roe: Candidate) -> Committee:
    found = make.committee("C00900002", name="FRIENDS OF ROE", committee_type="H", designation="P")
    make.linkage(roe, found)
    return found


def exported(client: Client, address: str, **query: str) -> list[dict[str, str]]:
    response = client.get(address, {**query, "format": "csv"})
    assert response.status_code == 200
    assert response.streaming
    lines = b"".join(response.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    return list(csv.DictReader(lines))


def test_rows_show_who_gave_what_and_lead_to_the_filing_and_its_image(
    roe: Candidate, campaign: Committee, text: Text, client: Client
) -> None:
    make.contribution(campaign, "250")
    make.total(roe, "individuals_itemized", 1, "250")
    said = text(ROWS, channel="individuals_itemized")
    assert "1 row of the FEC’s bulk files and electronic filings adds up to $250.00" in said
    assert "2017-03-15 $250 DOE, JANE SPRINGFIELD, CA 90001 ACME · BAKER FRIENDS OF ROE" in said
    assert "30111(a)(4)" in said
    assert "0001 " not in said.replace("90001 ", "")
    page = client.get(ROWS, {"channel": "individuals_itemized"}).content.decode()
    assert "https://docquery.fec.gov/cgi-bin/forms/C00900002/1160001/" in page
    assert "https://docquery.fec.gov/cgi-bin/fecimg/?201704159052153344" in page


def test_memo_rows_are_shown_on_request_marked_and_never_added(
    roe: Candidate, campaign: Committee, text: Text
) -> None:
    make.contribution(campaign, "250")
    make.contribution(campaign, "999", name="MEMO, MAX", memo=True)
    make.contribution(campaign, "1", name="OTHER, OLGA", receipt_type="16C", memo=True)
    make.total(roe, "individuals_itemized", 1, "250")
    assert "MEMO, MAX" not in text(ROWS, channel="individuals_itemized")
    said = text(ROWS, channel="individuals_itemized", memos="1")
    assert "MEMO, MAX" in said
    assert "memo, not added" in said
    assert "up to $250.00" in said
    assert "OTHER, OLGA" not in said


def test_an_earmarked_gift_is_one_row_with_its_conduit(
    roe: Candidate, campaign: Committee, text: Text
) -> None:
    make.committee("C00900010", name="GIVETOGETHER")
    make.contribution(campaign, "25", receipt_type="15E", contributor_id="C00900010")
    make.total(roe, "individuals_itemized", 1, "25")
    said = text(ROWS, channel="individuals_itemized")
    assert "DOE, JANE SPRINGFIELD, CA 90001 ACME · BAKER via GIVETOGETHER FRIENDS OF ROE" in said


def test_a_refund_goes_from_the_campaign_to_the_donor(
    roe: Candidate, campaign: Committee, text: Text
) -> None:
    make.contribution(campaign, "100", receipt_type="22Y")
    make.to_committee(campaign, "40", kind="22Y", recipient="DOE, JANE")
    make.total(roe, "refunds_individuals", 2, "140")
    said = text(ROWS, channel="refunds_individuals")
    assert "2 rows of the FEC’s bulk files and electronic filings add up to $140.00" in said
    assert said.index("$100") < said.index("$40")
    assert said.index("FRIENDS OF ROE", said.index("2017-03-15")) < said.index("DOE, JANE")
    assert "refund" in said


def test_what_is_not_itemized_has_no_rows_and_says_how_it_is_computed(
    roe: Candidate, campaign: Committee, text: Text
) -> None:
    make.total(roe, "individuals_unitemized", 0, "80.10", caveat="Official total less the rows.")
    said = text(ROWS, channel="individuals_unitemized")
    assert "$80.10, which no rows stand behind, as of December 1, 2018. Official total" in said
    assert "No rows stand behind this figure: it is computed from others." in said


def test_a_figure_that_cannot_be_computed_says_so(roe: Candidate, text: Text) -> None:
    make.total(roe, "individuals_unitemized", 0, None, caveat="Cannot be computed: too much.")
    said = text(ROWS, channel="individuals_unitemized")
    assert "This figure cannot be computed. Cannot be computed: too much." in said


def test_a_channel_without_rows_says_so(roe: Candidate, text: Text) -> None:
    assert "No rows of this kind are in the files" in text(ROWS, channel="coordinated")


def test_a_filter_narrows_the_rows_and_their_sum(
    roe: Candidate, campaign: Committee, text: Text
) -> None:
    make.contribution(campaign, "100", election_type="S2017")
    make.contribution(campaign, "20")
    make.contribution(campaign, "3", election_type="")
    make.total(roe, "individuals_itemized", 3, "123")
    said = text(ROWS, channel="individuals_itemized", election="S2017")
    assert "1 row of the FEC’s bulk files and electronic filings adds up to $100.00" in said
    assert "Only rows with election special 2017." in said
    assert "up to $3.00" in text(ROWS, channel="individuals_itemized", election="none")


def test_spending_is_narrowed_to_one_spender(roe: Candidate, text: Text) -> None:
    one, two = make.committee(), make.committee("C00900003", name="OTHER PAC")
    make.independent(one, roe, "10.25")
    make.independent(two, roe, "20")
    make.total(roe, "independent_for", 2, "30.25")
    said = text(ROWS, channel="independent_for", spender="C00900001")
    assert "1 row of the FEC’s bulk files and electronic filings adds up to $10.25" in said
    assert "OTHER PAC" not in said
    assert "INVENTED PAC Richard Roe" in said or "INVENTED PAC ROE, RICHARD" in said


@pytest.mark.parametrize("sort", ["-amount", "-date", "amount", "date", "-from", "from", "filing"])
def test_pages_follow_each_other_without_gap_or_double(
    roe: Candidate, campaign: Committee, client: Client, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr("web.views.rows.page_of", _small_pages)
    second = make.committee("C00900004", name="ROE AGAIN")
    make.linkage(roe, second, "A")
    for number in range(23):
        make.contribution(
            campaign if number % 3 else second,
            str(100 + number // 4),
            name=f"DONOR {number:02d}",
            contribution_receipt_date=None if number % 7 == 0 else f"2017-03-{1 + number // 5:02d}",
        )
    seen: list[Line] = []
    address = f"{ROWS}?channel=individuals_itemized&sort={sort}"
    for _ in range(10):
        response = client.get(address)
        seen += response.context["lines"]
        if not response.context["following"]:
            break
        address = ROWS + response.context["following"]
    assert len(seen) == 23
    assert len({line.id for line in seen}) == 23
    down = sort.startswith("-")
    values = [_shown(line, sort.removeprefix("-")) for line in seen]
    assert values == sorted(values, reverse=down)


def _shown(line: Line, column: str) -> Any:
    """What a column of the table says, so that no day comes after all days."""
    if column == "date":
        return line.day.isoformat() if line.day else "9999"
    return {"amount": line.amount, "from": line.payer, "filing": line.file_number}[column]


def _small_pages(parts: list[paging.Part], sort: str, after: str) -> paging.Page:
    return paging.page_of(parts, sort, after, size=5)


@pytest.mark.parametrize(
    "after",
    ["x", "_", "1_", "NaN_1", "1e400_2", "2017-99-99_5", "none_abc", "1_" + "9" * 40],
)
@pytest.mark.parametrize("sort", ["amount", "date", "nonsense"])
def test_a_bad_cursor_shows_the_first_page(
    roe: Candidate, campaign: Committee, text: Text, after: str, sort: str
) -> None:
    make.contribution(campaign, "250")
    make.total(roe, "individuals_itemized", 1, "250")
    assert "DOE, JANE" in text(ROWS, channel="individuals_itemized", after=after, sort=sort)


def test_the_export_has_every_row_and_the_notice(
    roe: Candidate, campaign: Committee, client: Client
) -> None:
    for number in range(120):
        make.contribution(campaign, "10", name=f"DONOR {number}")
    make.contribution(campaign, "5", name="=HYPERLINK(1)", transaction_id="X")
    make.total(roe, "individuals_itemized", 121, "1205")
    rows = exported(client, ROWS, channel="individuals_itemized")
    assert len(rows) == 121
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal(1205)
    assert all("30111(a)(4)" in row["notice"] for row in rows)
    assert {row["filing_url"] for row in rows} == {
        "https://docquery.fec.gov/cgi-bin/forms/C00900002/1160001/"
    }
    assert {row["city_state_zip5"] for row in rows} == {"SPRINGFIELD, CA 90001"}
    assert "'=HYPERLINK(1)" in {row["from"] for row in rows}
    assert {row["mark"] for row in rows} == {""}
    assert "'" not in {value for row in rows for value in row.values()}


def test_the_rows_of_a_committees_line(roe: Candidate, text: Text) -> None:
    pac = make.committee()
    make.to_committee(pac, "1000", "C00900002")
    make.to_committee(pac, "9", "C00900002", kind="24G")
    make.contribution(pac, "77", receipt_type="18G", name="AFFILIATE")
    make.operating(pac, "12.34")
    make.operating(pac, "500", memo=True)
    make.independent(pac, roe, "10.25")
    make.independent(pac, roe, "1", side="O")
    make.committee_total(pac, "contribution", 1, "1000", source="oth-b")
    make.committee_total(pac, "transfer", 1, "9", source="oth-b")
    make.committee_total(pac, "transfer", 1, "77", source="oth")
    make.committee_total(pac, "operating", 1, "12.34", source="oppexp")
    assert "up to $1,000.00" in text(LINES, line="contribution", source="oth-b")
    assert "up to $9.00" in text(LINES, line="transfer", source="oth-b")
    received = text(LINES, line="transfer", source="oth")
    assert "up to $77.00" in received
    assert "$9" not in received
    assert "up to $77.00" in text(LINES, line="transfer")
    spent = text(LINES, line="operating", source="oppexp")
    assert "up to $12.34" in spent
    assert "PRINTER CO" in spent
    assert "up to $11.25" in text(LINES, line="independent_expenditure")
    against = text(LINES, line="independent_expenditure", candidate=roe.pk, side="O")
    assert "up to $1.00" in against


def test_an_unknown_figure_is_not_found(roe: Candidate, text: Text) -> None:
    make.committee()
    assert "There is no channel" in text(ROWS, status=404, channel="bogus")
    assert "There is no line" in text(LINES, status=404, line="bogus")
    text("/candidates/H8CA99999/rows/", status=404, channel="coordinated")


def test_a_page_of_rows_takes_the_same_few_queries(
    roe: Candidate, campaign: Committee, client: Client, django_assert_max_num_queries: Callable
) -> None:
    for number in range(130):
        make.contribution(campaign, "10", name=f"DONOR {number}", employer=f"FIRM {number}")
    make.total(roe, "individuals_itemized", 130, "1300")
    with django_assert_max_num_queries(13):
        client.get(ROWS, {"channel": "individuals_itemized"})


def test_an_invented_sample_leads_to_nothing_at_the_fec(
    roe: Candidate, campaign: Committee, client: Client
) -> None:
    make.load(is_sample=True)
    make.contribution(campaign, "250")
    make.total(roe, "individuals_itemized", 1, "250")
    for address in (ROWS, "/candidates/H8CA90001/", "/committees/C00900002/"):
        page = client.get(address, {"channel": "individuals_itemized"}).content.decode()
        assert "docquery.fec.gov" not in page
        assert "www.fec.gov/data/" not in page
        assert 'title="invented"' in page
    assert (
        "filing 1160001" in client.get(ROWS, {"channel": "individuals_itemized"}).content.decode()
    )
    (row,) = exported(client, ROWS, channel="individuals_itemized")
    assert (row["filing_url"], row["image_url"]) == ("", "")
