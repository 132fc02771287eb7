"""The sample's electronic filings as files: how they are made, and that they fit the bulk files."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import fecfile
import pytest

from filings.fec import posted
from filings.fec.efile import COPY_COLUMNS, OpenedFiling, read_filing
from filings.fec.efile_columns import layout
from filings.fec.efile_rows import Row
from filings.fec.errors import BadFile, CorruptArchive
from filings.fec.feed import Feed, parse_feed
from sample import efile_notices, efile_small, efilings, story
from sample.build import make_book
from sample.efile_format import COLUMNS, VERSION
from sample.efile_parts import Filing, split_name
from tests.sample.reading import Mirror

WEB_PAGE = 1311400
KITE_FLYERS = 1263300
OFF = 1171463
# Reports that stand, and are in the bulk files under the same number.
REPORTED = (
    1171460, OFF, 1183681, 1184240, 1184241, 1196200, 1196420, 1196421, 1322822,
)  # fmt: skip
FIRST_VERSIONS = {1184200: 1196420, 1184201: 1196421, 1310602: 1322822}
# How a form's and a row type's names differ where the layouts ask for a letter more.
SAMPLE_TYPES = {
    "SA": "SA11AI", "SB": "SB17", "SC": "SC/10", "SE": "SE", "TEXT": "TEXT", "F99": "F99",
    "F57": "F57", "F65": "F65", "F76": "F76", "F92": "F92", "F93": "F93", "F94": "F94",
    "F132": "F132",
}  # fmt: skip


@pytest.fixture(scope="module")
def filings() -> dict[int, Filing]:
    return {filing.number: filing for filing in efilings.make(make_book())}


@pytest.fixture(scope="module")
def feed(mirror: Mirror) -> Feed:
    return parse_feed((mirror.root / "rss" / "generate").read_bytes())


def path_of(mirror: Mirror, number: int) -> Path:
    return mirror.root / "posted" / f"{number}.fec"


def read(mirror: Mirror, number: int) -> tuple[OpenedFiling, list[Row]]:
    with read_filing(path_of(mirror, number)) as opened:
        return opened, list(opened.iter_rows(number))


def sound(mirror: Mirror) -> Iterator[int]:
    """The numbers of what is posted, but for the web page."""
    for path in sorted((mirror.root / "posted").glob("*.fec")):
        if int(path.stem) != WEB_PAGE:
            yield int(path.stem)


@pytest.mark.parametrize("kind", COLUMNS)
def test_columns_are_those_of_the_format(kind: str) -> None:
    names = layout(SAMPLE_TYPES.get(kind, f"{kind}N"), VERSION)
    assert len(COLUMNS[kind]) == len(names)
    # A name of ours stands for the same words wherever it stands.
    for ours, theirs in zip(COLUMNS[kind], names, strict=True):
        words = {
            "filer": "filer|candidate_id", "city": "city", "state": "state", "zip": "zip",
            "amount": "amount|cost", "date": "date", "through": "coverage_through",
            "signed": "date_signed", "memo": "memo_code", "id": "transaction_id",
            "cand_id": "candidate.*(id|fec_id)", "last": "last_name", "first": "first_name",
            "side": "support_oppose", "signer_last": "last_name", "report": "report_code",
            "11ai": "individual.*_itemized", "b11ai": "col_b_.*_itemized", "aggregate": "aggregate"
            "|calendar", "employer": "employer", "election": "election_code",
        }  # fmt: skip
        if ours in words:
            assert re.search(words[ours], theirs), (ours, theirs)


def test_every_filing_is_posted_once_and_stands_in_the_feed(
    mirror: Mirror, filings: dict[int, Filing], feed: Feed
) -> None:
    assert not feed.problems
    assert len(filings) == 38
    assert {item.file_number for item in feed.items} == set(filings)
    assert {*sound(mirror), WEB_PAGE} == set(filings)
    for item in feed.items:
        filing = filings[item.file_number]
        assert path_of(mirror, filing.number).read_bytes() == filing.body
        assert (item.committee_id, item.form_type) == (filing.filer, filing.form)
        assert item.title == f"New filing by {filing.name}"
        assert item.published_at == filing.received
        assert not item.is_paper


def test_every_kind_of_filing_is_there(filings: dict[int, Filing]) -> None:
    forms = Counter(filing.form for filing in filings.values())
    assert set(forms) == {
        "F1N", "F1MN", "F2N", "F3N", "F3A", "F3XN", "F3XA", "F5N", "F6N", "F7N", "F9N", "F13N",
        "F24N", "F24A", "F99",
    }  # fmt: skip
    assert all(filing.shows for filing in filings.values())


def test_days_zips_hold_what_came_that_day(mirror: Mirror, filings: dict[int, Filing]) -> None:
    for name in efilings.ZIP_DAYS:
        path = mirror.root / "bulk-downloads" / "electronic" / f"{name}.zip"
        day = posted.DayZip.open(path)
        assert not day.strange
        came = {f.number for f in filings.values() if f"{f.received:%Y%m%d}" == name}
        assert set(day.members) == came
        assert len(came) >= 4
        with zipfile.ZipFile(path) as archive:
            for number in came:
                assert archive.read(f"{number}.fec") == filings[number].body
                assert day.received_at(number) == filings[number].received


def test_the_parser_reads_all_but_what_is_meant_to_be_broken(mirror: Mirror) -> None:
    for number in sound(mirror):
        opened, rows = read(mirror, number)
        assert opened.header.version == VERSION
        assert not opened.cover.surplus
        assert not opened.cover.is_short
        assert not opened.tally.is_truncated
        if number != KITE_FLYERS:
            assert (opened.tally.unknown_rows, opened.tally.problem_rows) == (0, 0)
            assert not any(row["problem"] for row in rows)


def test_a_row_cannot_be_read_and_another_is_of_no_type(mirror: Mirror) -> None:
    opened, rows = read(mirror, KITE_FLYERS)
    assert (opened.tally.unknown_rows, opened.tally.problem_rows) == (1, 1)
    good, broken, unknown = rows
    assert (good["amount"], good["problem"]) == ("350.25", "")
    assert (broken["amount"], broken["date"]) == (None, None)
    assert unknown["row_type"] == "KITE9"
    assert unknown["raw"]


def test_a_web_page_stands_in_the_place_of_a_filing(mirror: Mirror) -> None:
    with pytest.raises(CorruptArchive):
        posted.check_filing(path_of(mirror, WEB_PAGE), "posted")
    with pytest.raises(BadFile), read_filing(path_of(mirror, WEB_PAGE)):
        pass


def test_fecfile_reads_the_same(mirror: Mirror) -> None:
    for number in sound(mirror):
        opened, rows = read(mirror, number)
        text = opened_text(path_of(mirror, number))
        if number == KITE_FLYERS:
            # It gives up at a row of an unknown type.
            text = text[: text.index("KITE9")]
            rows = rows[:-1]
        parsed = fecfile.loads(text, {"as_strings": True})
        assert parsed["header"]["fec_version"] == VERSION
        assert parsed["filing"]["form_type"] == opened.cover.form_type
        assert parsed["filing"].get("date_signed", "") == opened.cover.columns.get("date_signed")
        items = [item for group in parsed["itemizations"].values() for item in group]
        assert len(items) == len(rows)
        amounts = sorted(
            Decimal(value)
            for item in items
            for name, value in item.items()
            if name in {"contribution_amount", "expenditure_amount", "communication_cost",
                        "donation_amount", "loan_amount_original"}
            and re.fullmatch(r"-?\d+\.\d\d", value)
        )  # fmt: skip
        assert amounts == sorted(Decimal(row["amount"]) for row in rows if row["amount"])


def opened_text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252")


def test_one_filing_is_in_windows_code_page(mirror: Mirror) -> None:
    data = path_of(mirror, 1171460).read_bytes()
    with pytest.raises(UnicodeDecodeError):
        data.decode()
    _, rows = read(mirror, 1171460)
    assert any("MUÑOZTROM" in str(row["name"]) for row in rows)


def sums_by_line(rows: list[Row]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row["memo_code"] != "X" and row["amount"]:
            found[str(row["row_type"])] += Decimal(str(row["amount"]))
    return found


LINES = {
    "F3": {
        "SA11AI": "individual_contributions_itemized", "SA11B": "political_party_contributions",
        "SA11C": "pac_contributions", "SA11D": "candidate_contributions",
        "SA12": "transfers_from_authorized", "SA13A": "candidate_loans",
        "SB17": "operating_expenditures", "SB20A": "refunds_to_individuals",
        "SC/10": "debts_by",
    },
    "F3X": {
        "SA11AI": "individuals_itemized", "SA11C": "other_political_committees_pacs",
        "SB21B": "other_federal_operating_expenditures", "SE": "independent_expenditures",
        "SB28A": "refunds_to_individuals",
    },
}  # fmt: skip


def test_covers_add_up_to_the_cent_but_for_one(mirror: Mirror) -> None:
    off = {}
    for number in sound(mirror):
        opened, rows = read(mirror, number)
        if opened.cover.form not in LINES:
            continue
        cover = opened.cover.columns
        sums = sums_by_line(rows)
        assert sums.keys() <= LINES[opened.cover.form].keys(), number
        for row_type, name in LINES[opened.cover.form].items():
            difference = Decimal(cover[f"col_a_{name}"]) - sums.get(row_type, Decimal(0))
            if difference:
                off[number, row_type] = difference
    assert off == {(OFF, "SA11AI"): Decimal("250.00")}


def test_cash_and_totals_of_covers_follow_from_each_other(mirror: Mirror) -> None:
    opened, _ = read(mirror, 1171460)
    cover = {name: Decimal(text) for name, text in opened.cover.columns.items()
             if name.startswith("col_") and text}  # fmt: skip
    assert (
        cover["col_a_cash_beginning_reporting_period"]
        + cover["col_a_total_receipts"]
        - cover["col_a_total_disbursements"]
        == cover["col_a_cash_on_hand_close"]
        == cover["col_a_cash_on_hand_close_of_period"]
    )
    later, _ = read(mirror, 1184200)
    # What one report ends with the next one begins with.
    assert later.cover.columns["col_a_cash_beginning_reporting_period"] == str(
        cover["col_a_cash_on_hand_close"]
    )
    for name in ("individual_contributions_itemized", "total_receipts", "operating_expenditures"):
        assert cover[f"col_b_{name}"] > cover[f"col_a_{name}"]


def bulk_rows(mirror: Mirror) -> dict[int, dict[str, tuple[str, str]]]:
    """Amount and memo code of the bulk files' rows, by file number and transaction id."""
    found: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    for name in ("indiv", "oth", "oppexp"):
        for row in mirror.rows(name):
            if row["TRANSACTION_AMT"].lstrip("-").replace(".", "").isdigit():
                found[int(row["FILE_NUM"])][row["TRAN_ID"]] = (
                    row["TRANSACTION_AMT"], row["MEMO_CD"],
                )  # fmt: skip
    return found


def test_reports_have_the_rows_of_the_bulk_files_with_their_cents(mirror: Mirror) -> None:
    bulk = bulk_rows(mirror)
    with_cents = 0
    for number in REPORTED:
        _, rows = read(mirror, number)
        own = {
            str(r["transaction_id"]): r for r in rows
            if r["schedule"] in ("A", "B", "E") and not str(r["transaction_id"]).endswith("E")
        }  # fmt: skip
        assert own.keys() == bulk[number].keys(), number
        for transaction_id, row in own.items():
            amount, memo = bulk[number][transaction_id]
            assert row["memo_code"] == memo
            assert int(Decimal(str(row["amount"]))) == int(Decimal(amount))
            with_cents += Decimal(str(row["amount"])) != Decimal(amount)
    assert with_cents > 20


def test_earmarked_gifts_have_their_conduit_below(mirror: Mirror) -> None:
    _, rows = read(mirror, 1171460)
    pairs = 0
    for gift, memo in pairwise(rows):
        if "EARMARKED CONTRIBUTION" in str(gift["memo_text"]):
            assert memo["back_reference_transaction_id"] == gift["transaction_id"]
            assert (memo["memo_code"], memo["other_committee_id"]) == ("X", story.CONDUIT)
            assert memo["amount"] == gift["amount"]
            assert (gift["name"], memo["name"]) != (memo["name"], gift["name"])
            pairs += 1
    assert pairs == 20


def test_amendments_cite_the_original_whole(mirror: Mirror) -> None:
    for original, amendment in FIRST_VERSIONS.items():
        opened, rows = read(mirror, amendment)
        first, first_rows = read(mirror, original)
        assert opened.header.amends == original
        assert opened.header.amendment_number == 1
        assert first.header.amends is None
        assert (first.cover.coverage_from, first.cover.coverage_through) == (
            opened.cover.coverage_from, opened.cover.coverage_through,
        )  # fmt: skip
        assert len(rows) - len(first_rows) == (0 if original == 1310602 else 3)
    missing, _ = read(mirror, 1183681)
    assert missing.header.amends == 1171461
    assert not path_of(mirror, 1171461).exists()
    chain = [read(mirror, number)[0].header for number in (1184080, 1184440, 1184960)]
    assert [(h.amends, h.amendment_number) for h in chain] == [
        (None, None), (1184080, 1), (1184080, 2)
    ]  # fmt: skip


def test_notices_are_those_of_the_expenditure_file(mirror: Mirror) -> None:
    text = (mirror.folder / "independent_expenditure_2018.csv").read_text(encoding="utf-8")
    published = {
        (row["file_num"], row["tran_id"]): row for row in csv.DictReader(io.StringIO(text))
    }
    own = {"SE24.9001", "SE24.9301", "SE24.9302", "SE.1"}
    found = set()
    for number in sound(mirror):
        opened, rows = read(mirror, number)
        if opened.cover.form not in ("F24", "F5"):
            continue
        for row in rows:
            key = str(number), str(row["transaction_id"])
            if key not in published:
                found.add(row["transaction_id"])
                continue
            there = published[key]
            assert Decimal(str(row["amount"])) == Decimal(there["exp_amo"])
            assert row["support_oppose"] == there["sup_opp"]
            assert row["name"] == there["pay"]
            assert row["candidate_id"] in (there["cand_id"], story.CANDIDATE_A)
    assert found == own


def test_new_money_is_what_the_module_says() -> None:
    said = {Decimal(found.replace(",", "")) for found in
            re.findall(r"\$ *([\d,]+\.\d\d)", str(efilings.__doc__))}  # fmt: skip
    cents = [
        sum(e.cents for e in efile_notices.COMES_BACK),
        sum(c for _, c in efile_small.NEWCOMER_GIFTS),
        efile_small.KITE_GIFT_CENTS,
        efile_small.ELECTIONEERING_GIFT[1],
        sum(c for _, c in efile_small.INAUGURAL_GIFTS),
        efile_small.HOAX_CENTS,
        efile_notices.IN_NO_REPORT.cents,
        6_250_00,
        2_700_00,
    ]
    assert said == {Decimal(c) / 100 for c in cents}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("THORNBURY, ALDOUS P. MR.", ("THORNBURY", "ALDOUS", "P.", "MR.", "")),
        ("ABBLEBANE, IDA III", ("ABBLEBANE", "IDA", "", "", "III")),
        ('NETTLEWELL, TRENT "BUDDY"', ("NETTLEWELL", 'TRENT "BUDDY"', "", "", "")),
        ("  LINDENGATE,  PERCY ", ("LINDENGATE", "PERCY", "", "", "")),
    ],
)
def test_names_are_split_into_their_columns(name: str, parts: tuple[str, ...]) -> None:
    assert split_name(name) == parts


def test_names_come_back_as_the_bulk_file_has_them(mirror: Mirror) -> None:
    bulk = {r["TRAN_ID"]: r for r in mirror.rows("indiv") if r["FILE_NUM"] == "1171460"}
    _, rows = read(mirror, 1171460)
    compared = 0
    for row in rows:
        if there := bulk.get(str(row["transaction_id"])):
            assert row["name"] == " ".join(there["NAME"].split())
            assert str(row["employer"]) == there["EMPLOYER"].strip()
            assert row["date"] == f"{there['TRANSACTION_DT'][4:]}-{there['TRANSACTION_DT'][:2]}-" \
                f"{there['TRANSACTION_DT'][2:4]}"  # fmt: skip
            compared += 1
    assert compared > 90


def test_rows_go_by_copy(mirror: Mirror) -> None:
    for number in sound(mirror):
        with read_filing(path_of(mirror, number)) as opened:
            lines = b"".join(opened.copy_blocks(number)).splitlines()
        assert all(line.count(b"\t") == len(COPY_COLUMNS) - 1 for line in lines)


def test_notices_of_the_last_days_are_due_within_a_day() -> None:
    own = efile_notices.IN_NO_REPORT
    assert efile_notices.hours(own) == "24"
    assert own.day >= date(2017, 5, 9) - efile_notices.LAST_DAYS
