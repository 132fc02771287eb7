"""The page of one filing: what it says, whether it counts, its versions, checks, rows and gaps."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from filings.models import Arrival, FilingRow
from tests import factories as make
from tests.filings.electronic_factories import make_filing, make_rows
from web import context, filing_rows

Text = Callable[..., str]
pytestmark = pytest.mark.usefixtures("data")
STREET = "4711 Secret Lane"
COVER = {
    "street_1": STREET, "street_2": "Apt 9", "city": "SPRINGFIELD", "zip_code": "900019999",
    "treasurer_last_name": "PENNY", "email": "penny@example.org", "telephone": "202-555-0199",
    "col_a_total_receipts": "1,300.00", "col_a_total_disbursements": "$400.5",
    "col_a_cash_on_hand_close_of_period": "899.50", "col_a_individuals_itemized": "300.00",
}  # fmt: skip


def _report(**given: Any) -> Any:
    return make_filing(file_number=1166001, **{"cover": COVER, **given})


def test_a_report_says_in_a_sentence_who_filed_what_for_when_and_how_much(text: Text) -> None:
    make.committee("C00900001", name="FRIENDS OF INVENTION")
    make_rows(_report())
    page = text("/filings/1166001/")
    for part in (
        "FRIENDS OF INVENTION filed",
        "April 1, 2018 to June 30, 2018 (July quarterly)",
        "$1,300.00",
        "$400.50",
        "$899.50",
        "It counts",
    ):
        assert part in page


def test_no_street_telephone_or_address_of_mail_is_on_any_page_or_export(client: Client) -> None:
    filing = _report(form_type="F1N", free_text=f"Call 202-555-0199 or penny@example.org, {STREET}")
    make_rows(filing, {"extra": {"contributor_street_1": STREET}, "raw": f"SA11AI,{STREET}"})
    FilingRow.objects.create(
        file_number=filing.pk, line=99, row_type="SA11AI", schedule="A", raw=f"SA11AI,{STREET}",
        problem=f'contribution_date: "{STREET}" is no date.',
    )  # fmt: skip
    FilingRow.objects.create(
        file_number=filing.pk, line=100, row_type=STREET.upper(), raw=STREET, problem="Unknown."
    )
    filing.unknown_rows, filing.problem_rows = 1, 1
    filing.save()
    for address in (
        "/filings/1166001/",
        "/filings/1166001/rows/",
        "/filings/1166001/rows/?line=SA11AI",
        "/filings/1166001/rows/?format=csv",
        "/filings/?committee=C00900001",
    ):
        response = client.get(address)
        said = (response.getvalue() if response.streaming else response.content).decode().upper()
        assert response.status_code == 200, address
        for secret in ("SECRET LANE", "PENNY@", "555-0199", "900019999", "900010001"):
            assert secret not in said, (address, secret)


def test_a_notice_says_how_much_for_and_against_whom_without_its_memos(text: Text) -> None:
    candidate = make.candidate()
    filing = make_filing(file_number=1166002, form_type="F24N", report_code="24")
    common = {"row_type": "SE", "candidate_id": candidate.pk, "candidate_name": "ROE, RICHARD"}
    make_rows(
        filing,
        {"amount": "1000", "support_oppose": "O"},
        {"amount": "200.25", "support_oppose": "O"},
        {"amount": "50", "support_oppose": "S"},
        {"amount": "7777", "support_oppose": "O", "memo_code": "X"},
        **common,
    )
    page = text("/filings/1166002/")
    assert "notice of independent expenditures" in page
    assert "$1,200.25 against Richard Roe" in page
    assert "$50.00 for Richard Roe" in page
    assert "8,977" not in page
    assert "9,027" not in page


@pytest.mark.parametrize("odd", ["H8/CA90001", "?", "..", "NOT GIVEN", "H0ZZ00000"])
def test_ids_as_filers_write_them_break_no_page(client: Client, odd: str) -> None:
    filing = make_filing(file_number=1166002, form_type="F24N", committee_id=odd[:9])
    common = {"row_type": "SE", "candidate_id": odd, "candidate_name": "ROE, RICHARD"}
    make_rows(filing, {"support_oppose": "O", "other_committee_id": odd}, **common)
    for address in ("/filings/1166002/", "/filings/1166002/rows/?line=SE", "/filings/"):
        said = client.get(address)
        assert said.status_code == 200
        assert f"/candidates/{odd}/" not in said.content.decode(), "a link to nowhere"


def test_contributions_of_a_48_hour_notice_are_added_and_their_fate_is_told(text: Text) -> None:
    filing = make_filing(file_number=1166003, form_type="F6N", report_code="48")
    make_rows(
        filing,
        {"amount": "1000", "coverage": "covered"},
        {"amount": "2000", "coverage": "open"},
        row_type="F65",
    )
    assert "$3,000.00" in text("/filings/1166003/")
    assert "in a later report, counted there" in text("/filings/1166003/rows/", line="F65")


def test_what_stands_in_the_way_of_counting_is_said_first(text: Text) -> None:
    _report(is_held=True, hold_reason="A gift of $12,345,678,901 is not plausible.")
    page = text("/filings/1166001/")
    assert "Held, and in no total: A gift of $12,345,678,901 is not plausible." in page
    assert "It counts" not in page
    make_filing(file_number=1166009, superseded_by=1166010, chain_base=1166009)
    make_filing(file_number=1166010, form_type="F3XA", chain_base=1166009, amends=1166009)
    page = text("/filings/1166009/")
    assert "Superseded by filing 1166010" in page
    assert "It counts" not in page
    make_filing(file_number=1166011, form_type="F3XA", chain_base=1, amends=1, base_missing=True)
    assert "the filing it amends (1) is not here" in text("/filings/1166011/")


def test_the_versions_stand_in_order_with_what_changed(text: Text) -> None:
    first = {**COVER, "col_a_total_receipts": "1000.00"}
    make_filing(file_number=1166009, superseded_by=1166020, cover=first, chain_base=1166009)
    for number, amendment, receipts in ((1166020, 2, "1500.00"), (1166015, 1, "1200.00")):
        make_filing(
            file_number=number, form_type="F3XA", amends=1166009, chain_base=1166009,
            amendment_number=amendment, cover={**COVER, "col_a_total_receipts": receipts},
            superseded_by=None if number == 1166020 else 1166020,
        )  # fmt: skip
    page = text("/filings/1166020/")
    versions = page.partition("Its versions")[2]
    places = [versions.index(number) for number in ("1166009", "1166015", "1166020")]
    assert places == sorted(places)
    assert "$200.00" in versions, "receipts grew from 1,000 to 1,200"
    assert "$300.00" in versions


def test_checks_stand_line_by_line_and_lead_to_their_rows(client: Client) -> None:
    check = {"label": "Itemized contributions of individuals", "rule": "equal", "note": ""}
    filing = _report(
        checks=[
            {**check, "line": "11(a)(i)", "cover": "300.00", "rows": "287.50",
             "difference": "-12.50", "ok": False},
            {**check, "line": "12", "cover": "5.00", "rows": "5.00", "difference": "0.00",
             "ok": True},
        ],
        checks_result="off", checks_summary="Off by $12.50 on line 11(a)(i).",
    )  # fmt: skip
    make_rows(filing, {"amount": "287.50"}, {"amount": "5", "row_type": "SA12"})
    page = client.get("/filings/1166001/").content.decode()
    assert "Off by $12.50 on line 11(a)(i)." in page
    table = page.partition('id="checks"')[2].partition("</table>")[0]
    assert "$287.50" in table
    assert "−$12.50" in table
    assert "line=SA11AI" in table


def test_rows_that_could_not_be_read_are_listed_with_line_and_reason(text: Text) -> None:
    filing = _report(problem_rows=1, unknown_rows=1)
    FilingRow.objects.create(
        file_number=filing.pk, line=1234, row_type="SA11AI", schedule="A", raw="x",
        problem='date: "20181399" is no date.',
    )  # fmt: skip
    FilingRow.objects.create(file_number=filing.pk, line=1240, row_type="XYZ", raw="secret")
    page = text("/filings/1166001/")
    for part in ("1,234", "is no date", "1,240"):
        assert part in page
    assert "secret" not in page


def test_a_letter_is_shown_and_its_marks_are_no_html(client: Client) -> None:
    make_filing(
        file_number=1166005, form_type="F99", free_text="Dear FEC,\n<script>x</script> regards",
        coverage_from=None,
    )  # fmt: skip
    page = client.get("/filings/1166005/").content.decode()
    assert "Dear FEC,<br>" in page
    assert "&lt;script&gt;x" in page


def test_the_sample_links_to_nothing_at_the_fec(client: Client) -> None:
    _report()
    address = "https://docquery.fec.gov/cgi-bin/forms/C00900001/1166001/"
    assert address in client.get("/filings/1166001/").content.decode()
    make.load(is_sample=True)
    context.forget()
    assert address not in client.get("/filings/1166001/").content.decode()


def test_paper_filings_have_pages_below_zero(text: Text) -> None:
    make_filing(file_number=-1166001, is_paper=True)
    assert "on paper" in text("/filings/-1166001/")


def test_an_unknown_number_says_what_it_may_be(text: Text, client: Client) -> None:
    assert "not have been taken in yet" in text("/filings/1234567/", status=404)
    assert "fec.gov" in client.get("/filings/1234567/").content.decode()
    assert client.get("/filings/999999999999/").status_code == 404
    assert client.get("/filings/-5/rows/").status_code == 404
    Arrival.objects.create(
        file_number=1234567, found_in="rss", found_at=datetime(2018, 6, 16, tzinfo=UTC),
        status="failed", reason="The FEC answered 403.",
    )  # fmt: skip
    assert "The FEC answered 403." in text("/filings/1234567/", status=404)


def test_rows_are_paged_by_line_and_every_row_is_there_once(client: Client, text: Text) -> None:
    filing = _report()
    make_rows(filing, *({"name": f"DONOR, D{number:03}"} for number in range(205)))
    make_rows(filing, {"row_type": "SB21B", "name": "PRINTER"})
    seen: list[str] = []
    address = "/filings/1166001/rows/?line=SA11AI"
    for _ in range(4):
        page = client.get(address).content.decode()
        seen += [part[:4] for part in page.split("DONOR, ")[1:]]
        following = page.partition('" rel="next"')[0].rpartition('href="')[2]
        if 'rel="next"' not in page:
            break
        address = "/filings/1166001/rows/" + following.replace("&amp;", "&")
    assert seen == [f"D{number:03}" for number in range(205)]
    assert "PRINTER" not in page
    assert text("/filings/1166001/rows/", line="SB99", status=404) is not None
    for after in ("x", "-1", "9" * 25):
        assert client.get("/filings/1166001/rows/", {"after": after}).status_code == 200


def test_donor_conduit_and_recipient_stand_in_one_row(text: Text) -> None:
    make.committee("C00900001", name="FRIENDS OF INVENTION")
    filing = _report()
    make_rows(filing, {"conduit_name": "THE PLATFORM", "other_committee_id": "C00900002"})
    row = text("/filings/1166001/rows/", line="SA11AI").partition("DOE, JANE")[2]
    assert "THE PLATFORM" in row
    assert "FRIENDS OF INVENTION" in row


def test_the_export_has_the_rows_and_the_notice_and_no_formulas(client: Client) -> None:
    filing = _report()
    make_rows(filing, {"name": "=HYPERLINK(1)", "zip": "=1+2"}, {"memo_code": "X"})
    response = client.get("/filings/1166001/rows/", {"line": "SA11AI", "format": "csv"})
    lines = response.getvalue().decode().splitlines()
    assert len(lines) == 4
    assert "'=HYPERLINK(1)" in lines[1]
    assert ",=1+2" not in lines[1]
    assert "52 U.S.C. 30111(a)(4)" in lines[-1]
    assert "52 U.S.C. 30111(a)(4)" in response["X-Notice"]


def test_the_export_is_sent_in_parts_without_losing_a_row(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing_rows, "CSV_ROWS", 2)
    make_rows(_report(), *({"name": f"DONOR, D{number}"} for number in range(7)))
    response = client.get("/filings/1166001/rows/?format=csv")
    parts = [part.decode() for part in response.streaming_content]
    assert len(parts) == 4
    rows = list(csv.DictReader("".join(parts).splitlines()))
    assert [row["name"] for row in rows[:-1]] == [f"DONOR, D{number}" for number in range(7)]


def test_a_page_costs_a_few_queries_however_many_rows_and_versions(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    filing = _report(chain_base=1166001)
    for number in range(5):
        make_filing(
            file_number=1166100 + number, form_type="F3XA", chain_base=1166001, amends=1166001,
            superseded_by=1166001,
        )  # fmt: skip
    make_rows(filing, *({"row_type": f"SA1{n % 8}"} for n in range(60)))
    with django_assert_max_num_queries(9):
        client.get("/filings/1166001/")
    with django_assert_max_num_queries(9):
        client.get("/filings/1166001/rows/?line=SA11")


def test_the_period_of_a_filing_is_the_one_that_it_says(text: Text) -> None:
    _report(coverage_from=date(2018, 1, 1), coverage_through=None)
    assert "None" not in text("/filings/1166001/")
