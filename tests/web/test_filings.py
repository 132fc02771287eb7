"""Pages of electronic filings: what each says, where it stands, its rows, and the list of all."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from filings.models import Arrival, Committee, Filing
from tests import factories as make
from tests.filings.electronic_factories import make_filing, make_rows
from web import context, filing_list, filing_page
from web.templatetags.filings import without_contacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Filing:
    Committee.objects.create(committee_id="C00900001", name="INVENTED COMMITTEE")
    filing = make_filing(
        file_number=1160001,
        cover={
            "col_a_total_receipts": "1,250.50", "col_a_total_disbursements": "30.00",
            "col_a_cash_on_hand_close_of_period": "900", "street_1": "1 SECRET ST",
            "committee_email": "secret@example.org",
        },
        checks=[{"line": "11(a)(i)", "label": "Itemized contributions", "cover": "300.00",
                 "rows": "250.00", "difference": "-50.00", "rule": "equal", "ok": False,
                 "note": ""}],
        checks_result="off",
        checks_summary="Off by $50.00 on line 11(a)(i).",
    )  # fmt: skip
    make_rows(
        filing,
        {"amount": "250.00", "conduit_name": "INVENTED CONDUIT"},
        {"amount": "99.00", "memo_code": "X"},
        {"row_type": "SB21B", "amount": "30.00", "name": "PRINTER CO"},
        {"row_type": "SZ9", "schedule": "", "raw": "SZ9|1 SECRET ST", "amount": None},
    )
    Filing.objects.filter(pk=filing.pk).update(unknown_rows=1, rows=4)
    return filing


def get(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_a_report_opens_with_a_sentence_and_says_that_it_does_not_add_up(
    client: Client, report: Filing
) -> None:
    said = get(client, "/filings/1160001/")
    assert (
        "INVENTED COMMITTEE filed a report of receipts and disbursements for April 1, 2018 to"
        " June 30, 2018" in said
    )
    assert "receipts of $1,250.50, disbursements of $30.00, cash of $900.00 at the end." in said
    assert "It counts." in said
    assert "<strong>It does not add up.</strong> Off by $50.00 on line 11(a)(i)." in said
    assert "$250.00" in said
    assert "1 row of an unknown kind" in said
    assert "https://docquery.fec.gov/cgi-bin/forms/C00900001/1160001/" in said


@pytest.mark.parametrize("path", ["/filings/1160001/", "/filings/1160001/rows/",
                                  "/filings/1160001/rows/?format=csv"])  # fmt: skip
def test_no_page_has_a_street_an_address_or_a_raw_line(
    client: Client, report: Filing, path: str
) -> None:
    response = client.get(path)
    content = response.getvalue() if response.streaming else response.content
    assert b"SECRET" not in content.upper()
    assert b"secret@example.org" not in content


def test_memo_rows_stand_apart_and_are_never_added(report: Filing) -> None:
    page = filing_page.build(report)
    line = next(line for line in page.lines if line.row_type == "SA11AI")
    assert (line.rows, str(line.amount), line.memos, str(line.memo_amount)) == (
        1, "250.00", 1, "99.00",
    )  # fmt: skip
    assert str(page.total) == "280.00"


def test_the_rows_of_a_line_add_up_to_its_figure(client: Client, report: Filing) -> None:
    said = get(client, "/filings/1160001/rows/?line=SA11AI")
    assert "1 row of INVENTED COMMITTEE’s filing 1160001 adds up to $250.00" in said
    assert "1 memo row of $99.00 is shown and never added" in said
    assert "via INVENTED CONDUIT" in said
    assert "30111(a)(4)" in said
    response = client.get("/filings/1160001/rows/?line=SA11AI&format=csv")
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode())))
    assert [row["amount"] for row in rows[:-1]] == ["250.00", "99.00"]
    assert "30111(a)(4)" in rows[-1]["file_number"]
    get(client, "/filings/1160001/rows/?line=SA99", 404)


def test_rows_come_page_by_page_and_none_twice(client: Client) -> None:
    make_rows(make_filing(file_number=1160001), *({"name": f"DOE, N{n:03}"} for n in range(230)))
    path, seen = "/filings/1160001/rows/?line=SA11AI", []
    while path:
        response = client.get(path)
        seen += [row.name for row in response.context["rows"]]
        following = response.context["following"]
        path = f"/filings/1160001/rows/?line=SA11AI&after={following}" if following else ""
    assert seen == [f"DOE, N{n:03}" for n in range(230)]


def test_a_formula_in_a_name_is_only_text_in_the_csv(client: Client) -> None:
    make_rows(make_filing(file_number=1160001), {"name": "=SUM(A1)", "amount": "-5.00"})
    rows = client.get("/filings/1160001/rows/?format=csv").getvalue().decode()
    assert "'=SUM(A1)" in rows
    assert ",-5.00," in rows


def test_a_superseded_filing_leads_to_the_one_that_counts(client: Client) -> None:
    make_filing(file_number=1160001, superseded_by=1160002)
    make_filing(file_number=1160002, form_type="F3XA", amends=1160001, amendment_number=1,
                chain_base=1160001)  # fmt: skip
    said = get(client, "/filings/1160001/")
    assert 'Superseded</strong> by <a href="/filings/1160002/">' in said
    assert "1160002</a>: F3XA, amendment 1" in said
    assert "(this one): F3XA, amendment 1" in get(client, "/filings/1160002/")


def test_a_held_filing_says_why(client: Client) -> None:
    make_filing(file_number=1160001, is_held=True, hold_reason="Amounts out of all proportion.")
    assert "Held, and in no total:</strong> Amounts out of all proportion." in get(
        client, "/filings/1160001/"
    )


def test_a_missing_base_is_named(client: Client) -> None:
    make_filing(file_number=1160002, form_type="F3XA", chain_base=1160001, base_missing=True)
    said = get(client, "/filings/1160002/")
    assert "the filing it amends (1160001) is not here" in said


def test_a_notice_says_for_and_against_whom(client: Client) -> None:
    filing = make_filing(file_number=1160001, form_type="F24N", report_code="24")
    make_rows(
        filing,
        {"row_type": "SE", "amount": "5000.25", "support_oppose": "O",
         "candidate_name": "ROE, RICHARD", "candidate_id": "H8CA90001"},
        {"row_type": "SE", "amount": "10.00", "support_oppose": "S", "candidate_name": "DOE, JANE"},
    )  # fmt: skip
    said = get(client, "/filings/1160001/")
    assert "$5,000.25 against Richard Roe, $10.00 for Jane Doe." in said
    get(client, "/filings/1160001/rows/?line=SE")


@pytest.mark.parametrize(
    ("form", "cover", "sentence"),
    [
        ("F7N", {"total_costs": "14901.35"}, "communication costs of $14,901.35."),
        ("F9N", {"total_donations": "0.00", "total_disbursements": "2885.86"},
         "donations of $0.00, disbursements of $2,885.86."),
        ("F13N", {"total_donations_accepted": "50", "total_donations_refunded": "7.5"},
         "donations accepted of $50.00, donations refunded of $7.50."),
        ("F5N", {"total_expenditure": "12"}, "expenditures of $12.00."),
    ],
)  # fmt: skip
def test_forms_with_figures_of_their_own_say_them_in_the_sentence(
    client: Client, form: str, cover: dict[str, str], sentence: str
) -> None:
    days = {"coverage_from": date(2018, 1, 1), "coverage_through": date(2018, 3, 31)}
    make_filing(file_number=1160001, form_type=form, cover=cover, **days)
    assert sentence in get(client, "/filings/1160001/")


def test_a_form_5_of_a_quarter_says_for_and_against_whom(client: Client) -> None:
    days = {"coverage_from": date(2018, 1, 1), "coverage_through": date(2018, 3, 31)}
    filing = make_filing(file_number=1160001, form_type="F5N", **days)
    spent = {"row_type": "F57", "amount": "70.00", "candidate_name": "ROE, RICHARD"}
    make_rows(filing, {**spent, "support_oppose": "O"})
    assert "March 31, 2018" in (said := get(client, "/filings/1160001/"))
    assert "$70.00 against Richard Roe." in said


def test_a_statement_of_organization_is_told_in_words(client: Client) -> None:
    cover = {
        "committee_type": "A", "candidate_office": "H", "candidate_state": "CA",
        "candidate_district": "33", "party_code": "DEM", "affiliated_committee_name": "NONE",
    }  # fmt: skip
    make_filing(file_number=1160001, form_type="F1N", cover=cover)
    said = get(client, "/filings/1160001/")
    for words in ("principal campaign committee", "California 33rd", "Democrat"):
        assert words in said
    assert "NONE" not in said


def test_a_letter_is_shown_without_addresses_and_numbers(client: Client) -> None:
    make_filing(
        file_number=1160001,
        form_type="F99",
        free_text="Dear Sir,\nWe moved to 12 Elm Street, call 202-555-0147 or a@b.org.\nJane Doe",
    )
    said = get(client, "/filings/1160001/")
    assert "Dear Sir,<br>We moved to [left out], call [left out] or [left out]" in said


@pytest.mark.parametrize(
    "name", ["name", "employer", "occupation", "purpose", "memo_text", "conduit_name"]
)
@pytest.mark.parametrize("kind", ["", "&format=csv"])
def test_what_people_write_into_a_row_s_text_gives_no_contact_away(
    client: Client, name: str, kind: str
) -> None:
    wrote = "JANE.DOE@EXAMPLE.ORG OR 202-555-0147, 12 ELM STREET"
    make_rows(make_filing(file_number=1160001), {name: wrote})
    response = client.get(f"/filings/1160001/rows/?line=SA11AI{kind}")
    said = (response.getvalue() if response.streaming else response.content).decode()
    assert "[left out]" in said
    for secret in ("EXAMPLE.ORG", "555-0147", "ELM STREET"):
        assert secret not in said


def test_contacts_are_left_out_of_text_and_little_else() -> None:
    assert without_contacts("P.O. Box 77, $1,500 on 12/31/2014 to C00409797") == (
        "[left out], $1,500 on 12/31/2014 to C00409797"
    )


# A pattern that tried every way to split such a text would not end here.
@pytest.mark.parametrize("text", ["1" * 20_000, "1_" * 10_000, "1 " * 10_000, "9" + " " * 19_000])
def test_long_texts_without_contacts_stay_as_they_are(text: str) -> None:
    assert without_contacts(text) == text


def test_a_number_that_is_not_here_says_what_it_may_be(client: Client) -> None:
    assert "may not have been taken in yet" in get(client, "/filings/99/", 404)
    Arrival.objects.create(
        file_number=98, found_in="rss", found_at=timezone.now(), status="failed",
        reason="98.fec is a web page, not a filing.",
    )  # fmt: skip
    assert "98.fec is a web page, not a filing." in get(client, "/filings/98/", 404)
    get(client, "/filings/99999999999/", 404)
    get(client, "/filings/abc/", 404)


def test_a_number_that_waits_leads_to_the_filing_at_the_fec(client: Client) -> None:
    waiting = {"found_in": "rss", "found_at": timezone.now(), "committee_id": "C00900001"}
    Arrival.objects.create(file_number=98, **waiting)
    address = "https://docquery.fec.gov/cgi-bin/forms/C00900001/98/"
    assert f'href="{address}"' in get(client, "/filings/98/", 404)
    make.load(is_sample=True)
    context.forget()
    assert "https://" not in get(client, "/filings/98/", 404).partition("<main")[2]


def test_the_list_says_up_to_when_it_goes_and_names_reports_in_words(client: Client) -> None:
    make_filing(file_number=2, received_at=datetime(2018, 6, 17, 9, 30, tzinfo=UTC))
    make_filing(file_number=3, form_type="F6N", report_code="48", received_at=None)
    said = get(client, "/filings/")
    assert "up to those received on June 17, 2018, 09:30 UTC" in said
    assert "48-hour notice</td>" in said


def test_a_paper_filing_has_a_number_below_zero(client: Client) -> None:
    make_filing(file_number=-7, is_paper=True)
    assert "on paper" in get(client, "/filings/-7/")


def test_the_list_is_narrowed_and_counts_exactly(client: Client) -> None:
    make_filing(file_number=1, form_type="F24N", filer_name="Friends of Roe")
    make_filing(file_number=2, form_type="F3XN", checks_result="off")
    make_filing(file_number=3, form_type="F3XN", is_held=True)
    make_filing(file_number=4, form_type="F3XA", superseded_by=2, base_missing=True, cycle=2020,
                received_at=datetime(2020, 5, 1, 12, tzinfo=UTC))  # fmt: skip

    def found(**given: str) -> list[int]:
        asked = filing_list.parse(given)
        assert not asked.errors
        shown, _ = filing_list.page(asked)
        assert filing_list.matching(asked).count() == len(shown)
        return [filing.pk for filing in shown]

    assert found() == [4, 3, 2, 1]
    assert found(form="F24") == [1]
    assert found(committee="friends of") == [1]
    assert found(committee="c00900001", cycle="2020") == [4]
    assert found(standing="held") == [3]
    assert found(standing="superseded") == found(standing="base-missing") == [4]
    assert found(standing="counts") == [2, 1]
    assert found(standing="current") == found(current="1") == [3, 2, 1]
    assert found(held="1") == [3]
    assert found(current="0") == [4]
    assert found(q="friends of") == found(q="1") == [1]
    assert found(q="friends of", current="1", form="F24") == [1]
    assert found(checks="off") == [2]
    assert found(**{"from": "2020-05-01", "to": "2020-05-01"}) == [4]


def test_the_list_goes_on_where_it_ended(client: Client) -> None:
    for number in range(1, 121):
        make_filing(file_number=number)
    seen, path = [], "/filings/?cycle=2018"
    while path:
        context = client.get(path).context
        seen += [filing.pk for filing, _ in context["filings"]]
        path = "/filings/" + context["following"] if context["following"] else ""
    assert seen == list(range(120, 0, -1))


@pytest.mark.parametrize(
    "query",
    [
        "form=F0",
        "cycle=abc",
        "from=yesterday",
        "standing=x",
        "checks=x",
        "to=2018-13-01",
        "held=maybe",
        "current=2",
        "held=1&current=1",
        "q=a&committee=b",
    ],
)
def test_what_cannot_be_read_is_told(client: Client, query: str) -> None:
    assert "Nothing was searched" in get(client, f"/filings/?{query}", 400)


def test_nothing_found_says_what_was_searched(client: Client) -> None:
    assert "No filing here matches committee “nobody”" in get(client, "/filings/?committee=nobody")
    assert "No filing has been taken in yet" in get(client, "/filings/")
    get(client, "/filings/?committee=%00", 400)


def test_a_filing_s_number_in_the_search_box_leads_to_it(client: Client, report: Filing) -> None:
    response = client.get("/search/?q=1160001")
    assert (response.status_code, response["Location"]) == (302, "/filings/1160001/")
    assert client.get("/search/?q=1160009").status_code == 200


def test_pages_take_the_same_few_queries_however_many_rows_there_are(
    client: Client, report: Filing, django_assert_max_num_queries: Callable
) -> None:
    for path, most in (("/filings/1160001/", 9), ("/filings/", 5), ("/filings/1160001/rows/", 10)):
        client.get(path)
        with django_assert_max_num_queries(most):
            client.get(path)
    make_rows(report, *({"amount": "1.00", "date": date(2018, 5, 5)} for _ in range(150)))
    with django_assert_max_num_queries(10):
        client.get("/filings/1160001/rows/")
