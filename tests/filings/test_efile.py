"""Electronic filings with every trouble seen in real ones: nothing is lost, and all is told."""

from datetime import date
from pathlib import Path

import pytest

from filings.fec.efile import LONGEST_LINE, MOST_TEXT, read_filing
from filings.fec.errors import BadFile
from tests.filings.efile_world import FS, copied, filing, header, joined, line, only_row, opened

GIFT = {
    "filer_committee_id_number": "C00900001",
    "transaction_id": "SA1",
    "entity_type": "IND",
    "contributor_last_name": "Doe",
    "contributor_first_name": "Jane",
    "contributor_city": "Springfield",
    "contributor_state": "ca",
    "contributor_zip_code": "900010001",
    "election_code": "S2017",
    "contribution_date": "20170301",
    "contribution_amount": "250.00",
    "contribution_aggregate": "300.5",
    "contributor_employer": "Acme",
    "contributor_occupation": "Baker",
}


def gift(**changes: object) -> str:
    return line("SA11AI", "8.3", **(GIFT | changes))


def test_a_contribution() -> None:
    rows, reading = copied(filing(gift(), gift(transaction_id="SA2", memo_code="x")))
    assert rows[0] == {
        "file_number": "900", "line": "3", "row_type": "SA11AI", "schedule": "A",
        "transaction_id": "SA1", "back_reference_transaction_id": "", "entity_type": "IND",
        "name": "DOE, JANE", "city": "SPRINGFIELD", "state": "CA", "zip": "900010001",
        "employer": "ACME", "occupation": "BAKER", "date": "2017-03-01",
        "dissemination_date": None, "amount": "250.00", "aggregate_amount": "300.5",
        "election_code": "S2017", "purpose": "", "category_code": "", "memo_code": "",
        "memo_text": "", "other_committee_id": "", "conduit_name": "", "candidate_id": "",
        "candidate_name": "", "candidate_office": "", "candidate_state": "",
        "candidate_district": "", "support_oppose": "", "extra": None, "problem": "", "raw": "",
    }  # fmt: skip
    assert rows[1]["memo_code"] == "X"
    tally = reading.tally
    assert (tally.rows, tally.by_type, tally.is_truncated) == (2, {"SA11AI": 2}, False)
    assert (tally.unknown_rows, tally.problem_rows, tally.text) == (0, 0, "")


def test_an_independent_expenditure() -> None:
    row = only_row(
        line(
            "SE", "8.3", payee_organization_name="Printer Co", expenditure_amount="1,000.00",
            payee_street_1="1 Hidden Lane", disbursement_date="20180302",
            dissemination_date="20180301", calendar_y_t_d_per_election_office="2000",
            support_oppose_code="o", candidate_id_number="h8ca90001",
            candidate_last_name="Roe", candidate_first_name="Richard", candidate_middle_name="Q",
            candidate_office="H", candidate_state="CA", candidate_district="90",
            expenditure_purpose_descrip="Mailer", date_signed="20180303",
        )
    )  # fmt: skip
    assert (row["name"], row["amount"], row["aggregate_amount"]) == (
        "PRINTER CO",
        "1000.00",
        "2000",
    )
    assert (row["date"], row["dissemination_date"]) == ("2018-03-02", "2018-03-01")
    assert (row["candidate_name"], row["candidate_id"]) == ("ROE, RICHARD", "H8CA90001")
    assert (row["support_oppose"], row["purpose"]) == ("O", "Mailer")
    assert row["extra"] == '{"candidate_middle_name": "Q", "date_signed": "20180303"}'
    assert (row["problem"], row["raw"]) == ("", "")


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Smith", "John", "A", "Mr.", ""), "SMITH, JOHN A MR."),
        (("Smith", "John", "", "", "Jr."), "SMITH, JOHN JR."),
        (("Smith", "", "", "", ""), "SMITH"),
        (("", "Cher", "", "", ""), "CHER"),
        (("", "", "", "", ""), ""),
    ],
)
def test_names_of_persons(parts: tuple[str, ...], name: str) -> None:
    columns = ("last_name", "first_name", "middle_name", "prefix", "suffix")
    row = only_row(
        gift(**{f"contributor_{c}": part for c, part in zip(columns, parts, strict=True)})
    )
    assert row["name"] == name


def test_an_organization_goes_before_a_person() -> None:
    assert only_row(gift(contributor_organization_name="Peña & Co"))["name"] == "PEÑA & CO"


@pytest.mark.parametrize("version", ["3.00", "5.0", "5.3"])
def test_commas_quotes_and_joined_names(version: str) -> None:
    head = f'"HDR","FEC","{version}","Invented","1.0","^","FEC-900","2"'
    cover = '"F3XA","C00900001","Invented, PAC","1 Lane","","Town","CA","90001"'
    row = (
        '"SA11ai","C00900001","IND","Smith^John A^Dr.^III","1 Lane, Apt 2","","Springfield","CA",'
        '"90001","P2018","","Acme, ""Inc""","Baker",300,20170301,250.00'
    )
    (got,), reading = copied(joined([head, "", cover, "", row]))
    assert (got["name"], got["employer"]) == ("SMITH, JOHN A DR. III", 'ACME, "INC"')
    assert (got["amount"], got["aggregate_amount"]) == ("250.00", "300")
    assert (got["row_type"], got["schedule"], got["line"]) == ("SA11AI", "A", "5")
    assert (reading.header.version, reading.header.delimiter) == (version, ",")
    assert (reading.header.amends, reading.header.amendment_number) == (900, 2)
    assert reading.cover.filer_name == "Invented, PAC"


def test_names_in_parts_may_hold_what_joins_them_elsewhere() -> None:
    assert only_row(gift(contributor_organization_name="A^B"))["name"] == "A^B"


def test_the_header_of_version_2() -> None:
    head = [
        "/* Header", "FEC_Ver_# = 2.02", "Soft_Name = Invented", "Soft_Ver# = 3",
        "Dec/NoDec = Dec", "Date_Fmat = CCYYMMDD", "NameDelim = ^", "Form_Name = F3XA",
        "FEC_IDnum = C00900001", "Schedule_Counts:", "SA11A1 = 00001", "/* End Header",
    ]  # fmt: skip
    cover = '"F3XA","C00900001","Invented PAC"'
    row = '"SA11A1","C00900001","IND","Doe^Jane^^","1 Lane","","Town","CA","90001"'
    (got,), reading = copied(joined([*head, cover, row]))
    assert (reading.header.version, reading.header.software) == ("2.02", "Invented 3")
    assert (reading.cover.form_type, reading.cover.form) == ("F3XA", "F3X")
    assert (got["name"], got["line"], got["schedule"]) == ("DOE, JANE", "14", "A")


def test_amounts_without_points_are_not_guessed() -> None:
    head = ["/* Header", "FEC_Ver_# = 2.02", "Dec/NoDec = NoDec", "/* End Header"]
    row = line("SA11A1", "2.02", ",", contribution_amount="25000", contribution_aggregate="1.00")
    (got,), _ = copied(joined([*head, '"F3XN","C00900001"', row]))
    assert (got["amount"], got["aggregate_amount"]) == (None, "1.00")
    assert "25000" in str(got["problem"])


@pytest.mark.parametrize(
    ("version", "normal"), [("8.1 ", "8.1"), ("p3.4", "P3.4"), ('"6.4"', "6.4"), (" 7.0", "7.0")]
)
def test_versions_with_ornaments(version: str, normal: str) -> None:
    head = FS.join(["HDR", "FEC", version, "Invented"])
    row = line("SB21B", normal, payee_organization_name="Printer Co")
    (got,), reading = copied(joined([head, line("F3XN", normal), row]))
    assert reading.header.version == normal
    assert (got["schedule"], got["name"]) == ("B", "PRINTER CO")


@pytest.mark.parametrize("version", ["10.0", "8.9", "", "Version 8.2", "9", "P9.9"])
def test_bogus_versions_keep_every_row(version: str) -> None:
    data = joined([header(version), f"F3XN{FS}C00900001{FS}Invented", gift()])
    (got,), reading = copied(data)
    assert (got["row_type"], got["schedule"], got["amount"]) == ("SA11AI", "", None)
    assert (got["raw"], reading.tally.unknown_rows) == (gift(), 1)
    assert f'"{version.upper()}"' in str(got["problem"])
    cover = reading.cover
    assert (cover.form_type, cover.committee_id) == ("F3XN", "C00900001")


@pytest.mark.parametrize("row_type", ["TEST", "SEPTEMBER", "SA 11", "X" * 50, "Dear Sirs", "SLA1"])
def test_row_types_without_a_layout(row_type: str) -> None:
    rows, reading = copied(filing(f"{row_type}{FS}C00900001{FS}12.00", gift()))
    assert (rows[0]["schedule"], rows[0]["raw"]) == ("", f"{row_type}{FS}C00900001{FS}12.00")
    assert (reading.tally.rows, reading.tally.unknown_rows) == (2, 1)


def test_quotes_among_fields_of_ascii_28() -> None:
    raw = gift(
        contributor_last_name='"Doe"', contributor_city='"Spring"field', contributor_employer='"',
        contributor_occupation='WORK FOR "CO" AND "X', contribution_purpose_descrip='""',
    )  # fmt: skip
    row = only_row(raw)
    assert (row["name"], row["city"]) == ("DOE, JANE", '"SPRING"FIELD')
    assert (row["employer"], row["occupation"]) == ('"', 'WORK FOR "CO" AND "X')
    assert (row["purpose"], row["problem"]) == ("", "")


def test_an_open_quote_among_commas_is_told() -> None:
    head = '"HDR","FEC","5.0","Invented","1.0","^"'
    row = '"SA11AI","C00900001","IND","Doe^Jane,"1 Lane","","Town","CA","90001"'
    (got,), reading = copied(joined([head, '"F3XN","C00900001"', row]))
    assert (got["raw"], reading.tally.problem_rows) == (row, 1)
    assert "left open" in str(got["problem"])


def test_a_quote_at_the_very_end_is_no_trouble() -> None:
    head = '"HDR","FEC","5.0","Invented","1.0","^"'
    row = '"SA11AI","C00900001","IND","Doe^Jane","1 Lane","","Town","CA","90001","'
    (got,), reading = copied(joined([head, '"F3XN","C00900001"', row]))
    assert (got["zip"], got["problem"], reading.tally.problem_rows) == ("90001", "", 0)


def test_each_line_has_an_encoding_of_its_own() -> None:
    names = ["Peña".encode(), "Peña – “X”".encode("cp1252"), b"A\x81B", b"Plain"]
    lines = [gift(contributor_last_name="@").encode().replace(b"@", name) for name in names]
    rows, _ = copied(filing(*lines))
    assert [row["name"] for row in rows] == [
        "PEÑA, JANE", "PEÑA – “X”, JANE", "A\x81B, JANE", "PLAIN, JANE",
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    rows, reading = copied(filing(gift(), "", gift(memo_text_description="last"), end=end))
    assert [row["line"] for row in rows] == ["3", "5"]
    assert (rows[1]["memo_text"], reading.tally.is_truncated) == ("last", False)


def test_what_means_something_to_copy_is_harmless() -> None:
    rows, _ = copied(
        filing(
            gift(contributor_employer="ST\\.JOHN \\N", contributor_occupation="a\tb"),
            "\\.",
            gift(contributor_last_name="D\0oe", memo_text_description="a\rb"),
            gift(contributor_city="\\."),
        )
    )
    assert (rows[0]["employer"], rows[0]["occupation"]) == ("ST\\.JOHN \\N", "A\tB")
    assert (rows[1]["row_type"], rows[1]["raw"]) == ("", "\\.")
    assert (rows[2]["name"], rows[2]["memo_text"]) == ("DOE, JANE", "a\rb")
    assert rows[3]["city"] == "\\."


def test_a_byte_order_mark() -> None:
    assert opened(b"\xef\xbb\xbf" + filing()).cover.form_type == "F3XN"


@pytest.mark.parametrize(
    ("changes", "column", "value", "says"),
    [
        ({"contribution_date": "20170231"}, "date", None, 'date: "20170231" is no date.'),
        ({"contribution_date": "02160105"}, "date", None, 'date: "02160105" is no date.'),
        ({"contribution_date": "soon"}, "date", None, 'date: "soon" is no date.'),
        ({"contribution_date": "3/1/2017"}, "date", "2017-03-01", ""),
        ({"contribution_date": " 2017-03-01"}, "date", "2017-03-01", ""),
        ({"contribution_date": ""}, "date", None, ""),
        ({"contribution_amount": "$1,250.5"}, "amount", "1250.50", ""),
        ({"contribution_amount": "(12.00)"}, "amount", "-12.00", ""),
        ({"contribution_amount": "-12"}, "amount", "-12", ""),
        ({"contribution_amount": ""}, "amount", None, ""),
        ({"contribution_amount": "0.005"}, "amount", "0.01", "rounded to a cent"),
        ({"contribution_amount": "-0.125"}, "amount", "-0.13", "rounded to a cent"),
        ({"contribution_amount": "999999999999.99"}, "amount", "999999999999.99", ""),
        ({"contribution_amount": "999999999999.999"}, "amount", None, "no amount"),
        ({"contribution_amount": "1000000000000"}, "amount", None, "no amount"),
        ({"contribution_amount": "1e5"}, "amount", None, "no amount"),
        ({"contribution_amount": "NaN"}, "amount", None, "no amount"),
        ({"contribution_amount": "9" * 5000}, "amount", None, "no amount"),
        ({"contribution_amount": "١٢"}, "amount", None, "no amount"),
        ({"contribution_aggregate": "x"}, "aggregate_amount", None, "aggregate_amount"),
        ({"transaction_id": "T" * 40}, "transaction_id", "T" * 40, ""),
        ({"transaction_id": "T" * 41}, "transaction_id", "T" * 40, "longer than 40"),
        ({"contributor_state": "Calif."}, "state", "CA", "longer than 2"),
        ({"donor_committee_fec_id": "c00900009"}, "other_committee_id", "C00900009", ""),
        ({"donor_committee_fec_id": "N/A"}, "other_committee_id", "", "no committee's id"),
        ({"election_code": "s 2017 "}, "election_code", "S2017", ""),
        ({"contributor_zip_code": " 90001    "}, "zip", "90001", ""),
    ],
)
def test_values(changes: dict[str, str], column: str, value: str | None, says: str) -> None:
    raw = gift(**changes)
    row = only_row(raw)
    assert row[column] == value
    assert says in str(row["problem"])
    assert bool(row["problem"]) == bool(says)
    assert row["raw"] == (raw if says else "")
    # What can be read of the row is.
    assert row["name"] == "DOE, JANE"


def test_values_beyond_the_columns_are_told() -> None:
    rows, reading = copied(filing(gift() + f"{FS}{FS}more{FS}", gift() + FS * 3))
    assert (rows[0]["problem"], rows[0]["raw"]) == (
        "1 value stands beyond the columns of SA11AI.",
        gift() + f"{FS}{FS}more{FS}",
    )
    assert (rows[1]["problem"], reading.tally.problem_rows) == ("", 1)


@pytest.mark.parametrize("mark", ["[BEGINTEXT]", "[BEGIN TEXT]", "[BeginText]"])
def test_text_blocks(mark: str) -> None:
    end = mark.upper().replace("BEGIN", "END")
    cover = line("F99", "8.3", filer_committee_id_number="C00900001", committee_name="Invented")
    _, reading = copied(
        joined([header("8.3"), cover, mark, "Dear Sirs,", "", "SA11AI is a line.", end, gift()])
    )
    assert reading.tally.text == "Dear Sirs,\n\nSA11AI is a line."
    assert (reading.tally.rows, reading.tally.is_truncated) == (1, False)
    assert (reading.cover.form_type, reading.cover.amendment_indicator) == ("F99", "")


def test_a_text_without_an_end() -> None:
    lines = [header("8.3"), line("F99", "8.3"), "[BEGINTEXT]", *["word " * 20] * (MOST_TEXT // 90)]
    _, reading = copied(joined(lines))
    assert reading.tally.is_truncated
    assert len(reading.tally.text) < MOST_TEXT + 100
    assert reading.tally.text.endswith("[The text goes on in the file.]")


def test_files_cut_short() -> None:
    whole = filing(gift(), gift())
    assert not copied(whole)[1].tally.is_truncated
    assert not copied(whole[:-1])[1].tally.is_truncated
    assert copied(whole[:-30])[1].tally.is_truncated
    # A cover alone, cut.
    assert copied(filing()[:-20])[1].tally.is_truncated
    # Software that leaves out the last fields does so on every line.
    short = gift().rstrip(FS)
    assert not copied(filing(short, short)[:-1])[1].tally.is_truncated


def test_a_header_alone() -> None:
    _, reading = copied(joined([header("8.3", "FEC-12", "1")]))
    assert (reading.cover.form_type, reading.tally.rows) == ("", 0)
    assert reading.tally.is_truncated


def test_no_cover() -> None:
    rows, reading = copied(joined([header("8.3"), gift(), gift()]))
    assert (reading.cover.form_type, reading.cover.committee_id) == ("", "C00900001")
    assert [row["line"] for row in rows] == ["2", "3"]


def test_a_line_of_many_megabytes() -> None:
    long = gift(memo_text_description="x" * (3 * LONGEST_LINE))
    rows, reading = copied(filing(gift(), long, gift(transaction_id="SA3")))
    assert [row["line"] for row in rows] == ["3", "4", "5"]
    assert (rows[1]["name"], rows[1]["amount"]) == ("DOE, JANE", "250.00")
    assert "longer than a megabyte" in str(rows[1]["problem"])
    assert len(str(rows[1]["raw"])) == LONGEST_LINE
    assert reading.tally.problem_rows == 1
    assert reading.tally.source_bytes > 3 * LONGEST_LINE


def test_more_than_a_block() -> None:
    lines = [gift(transaction_id=f"SA{number}") for number in range(20_000)]
    data = filing(*lines)
    assert len(data) > 2 << 20
    reading = opened(data)
    blocks = list(reading.copy_blocks(1))
    text = b"".join(blocks).decode().splitlines()
    assert [row.split("\t")[1] for row in text] == [str(n) for n in range(3, 20_003)]
    assert (reading.tally.rows, reading.tally.source_bytes) == (20_000, len(data))


def test_more_row_types_than_any_filing_has() -> None:
    data = filing(*(f"SA{number}{FS}C00900001" for number in range(2_000)))
    rows, reading = copied(data)
    assert len(rows) == 2_000
    assert len(reading.tally.by_type) < 600


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"\n" * 5000, "blank"),
        (b"<!DOCTYPE html>\n<html>", "web page"),
        (b"  <HTML><body>Access denied", "web page"),
        (b"PK\x03\x04 a zip", "HDR"),
        (b"F3XN\x1cC00900001\n", "HDR"),
    ],
)
def test_what_is_no_filing(data: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "900.fec"
    path.write_bytes(data)
    with pytest.raises(BadFile, match=why) as caught, read_filing(path):
        pass
    assert str(path) in caught.value.message
    assert "line" in caught.value.message
    assert caught.value.remedy


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"no\.fec"), read_filing(tmp_path / "no.fec"):
        pass


def test_the_cover() -> None:
    cover = line(
        "F3A", "8.3", filer_committee_id_number="c00900001", committee_name="Friends of Roe",
        election_state="CA", report_code="12s", election_code="S2017", election_date="20170404",
        state_of_election="ca", coverage_from_date="20170101", coverage_through_date="20170315",
        date_signed="20171301", col_a_individual_contributions_itemized="12.50",
    )  # fmt: skip
    reading = opened(joined([header("8.3", "FEC-123456", "3"), cover + f"{FS}beyond"]))
    got = reading.cover
    assert (got.form_type, got.form, got.amendment_indicator) == ("F3A", "F3", "A")
    assert (got.committee_id, got.filer_name) == ("C00900001", "Friends of Roe")
    assert (got.report_code, got.election_code, got.election_state) == ("12S", "S2017", "CA")
    assert (got.election_date, got.date_signed) == (date(2017, 4, 4), None)
    assert (got.coverage_from, got.coverage_through) == (date(2017, 1, 1), date(2017, 3, 15))
    assert got.columns["col_a_individual_contributions_itemized"] == "12.50"
    assert got.columns["col_a_other_loans"] == ""
    assert got.surplus == ["beyond"]
    head = reading.header
    assert (head.amends, head.amendment_number, head.is_paper) == (123456, 3, False)


@pytest.mark.parametrize(
    ("form_type", "columns", "name", "code"),
    [
        ("F24N", {"report_type": "48", "committee_name": "Invented PAC"}, "Invented PAC", "48"),
        ("F5N", {"organization_name": "Club", "report_type": "24"}, "Club", "24"),
        ("F5A", {"individual_last_name": "Doe", "individual_first_name": "Al"}, "Doe, Al", ""),
        ("F2N", {"candidate_last_name": "Roe", "committee_name": "Friends"}, "Roe", ""),
        ("F6N", {"committee_name": "Friends", "candidate_last_name": "Roe"}, "Friends", ""),
        ("F13N", {"committee_name": "Inaugural", "report_code": "90S"}, "Inaugural", "90S"),
    ],
)
def test_filers(form_type: str, columns: dict[str, str], name: str, code: str) -> None:
    reading = opened(joined([header("8.3"), line(form_type, "8.3", **columns)]))
    assert (reading.cover.filer_name, reading.cover.report_code) == (name, code)


def test_a_filing_on_paper() -> None:
    head = FS.join(["HDR", "P3.4", '"""Invented/Scan"""', "1", "20190322"])
    row = line("SA11AI", "P3.4", contributor_last_name="Doe", contribution_amount=" 12.00 ")
    (got,), reading = copied(joined([head, line("F3N", "P3.4", committee_name="Friends"), row]))
    assert (reading.header.is_paper, reading.header.software) == (True, "Invented/Scan")
    assert (reading.header.amends, reading.header.amendment_number) == (None, None)
    assert (got["name"], got["amount"], got["transaction_id"]) == ("DOE", "12.00", "")
