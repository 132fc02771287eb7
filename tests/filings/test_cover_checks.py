"""Each line of a cover against its rows: by hand, and against a slow twin in plain Python."""

import random
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from django.db import connection

from filings.cover_checks import check_filings, cover_lines
from filings.fec.efile_columns import layout
from filings.fec.efile_values import read_amount
from filings.models import Filing, FilingRow
from tests.filings.electronic_factories import make_filing, make_rows

CENT = Decimal("0.01")
INDIVIDUALS = "col_a_individuals_itemized"
NO_AMOUNT = Decimal(0)


def check(*filings: Filing) -> Filing:
    """Check filings; the first one as it then stands."""
    check_filings(connection.connection, [filing.pk for filing in filings])
    for filing in filings:
        filing.refresh_from_db()
    return filings[0]


def blank_cover(form: str = "F3X", version: str = "8.2", **stated: str) -> dict[str, str]:
    """A cover with the columns of its version, blank but for what is stated."""
    return dict.fromkeys((name for name in layout(f"{form}N", version) if name), "") | stated


def amount(text: Any) -> Decimal | None:
    value = read_amount(str(text or ""))[0]
    return Decimal(value).quantize(CENT, ROUND_HALF_UP) if value else None


def rows_amount(row: FilingRow, measure: str) -> Decimal:
    extra = row.extra or {}
    if measure == "owed":
        found = amount(extra.get("loan_balance")) if row.schedule == "C" else row.amount
    else:
        found = row.amount if measure == "amount" else amount(extra.get(measure))
    return found or NO_AMOUNT


def checked_slowly(filing: Filing) -> tuple[list[dict[str, Any]], str]:
    """The checks of a filing and their result, a row and a line at a time."""
    rows = list(FilingRow.objects.filter(file_number=filing.pk))
    entries, stated_any, all_ok = [], False, True
    for line in cover_lines():
        columns = [line["cover"], *line["adds"].split()]
        if line["form"] != filing.form or any(name not in filing.cover for name in columns):
            continue
        if line["unless"] and line["unless"] in filing.cover:
            continue
        text = filing.cover[line["cover"]]
        cover = amount(text)
        types = line["rows"].split()
        mine = [row for row in rows if row.row_type in types]
        counted = [row for row in mine if row.memo_code != "X"]
        memos = [row for row in mine if row.memo_code == "X"]
        measure = line["measure"]
        if line["adds"]:
            total = sum((amount(filing.cover[n]) or NO_AMOUNT for n in columns[1:]), NO_AMOUNT)
        else:
            total = sum((rows_amount(row, measure) for row in counted), NO_AMOUNT)
        difference = total - (cover or NO_AMOUNT)
        readable = cover is not None or not text.strip()
        ok = readable and (difference == 0 if line["rule"] == "equal" else difference <= 0)
        memo_total = sum((rows_amount(row, measure) for row in memos), NO_AMOUNT)
        missing = f"{'-' if difference > 0 else ''}${abs(difference):,.2f}"
        note = ""
        if not ok:
            if not readable:
                note = f'the cover says "{text[:40]}", which is no amount'
            elif measure == "amount" and any(row.amount == -difference for row in memos):
                note = f"equals if a memo row of {missing} is counted"
            elif memos and memo_total == -difference:
                note = f"equals if all memo rows, {missing}, are counted"
            elif any(row.amount is None and "amount" in row.problem for row in counted):
                note = "the amount of a row could not be read"
            elif not line["adds"] and not counted:
                note = "no row stands for it"
        stated_any = stated_any or bool(text.strip()) or total != 0
        all_ok = all_ok and ok
        if not ok or cover or total:
            entries.append(
                {
                    "line": line["line"],
                    "label": line["label"],
                    "cover": str((cover or NO_AMOUNT).quantize(CENT)),
                    "rows": str(total.quantize(CENT)),
                    "difference": str(difference.quantize(CENT)),
                    "rule": line["rule"],
                    "ok": ok,
                    "note": note,
                }
            )
    return entries, ("adds up" if all_ok else "off") if stated_any else "none"


@pytest.mark.django_db
def test_rows_equal_the_cover_to_the_cent() -> None:
    filing = make_filing(cover=blank_cover(col_a_individuals_itemized="1,250.10"))
    make_rows(filing, {"amount": "1000.10"}, {"amount": "250"}, {"amount": "7", "memo_code": "X"})
    check(filing)
    assert filing.checks == [
        {
            "line": "11(a)(i)",
            "label": "Itemized contributions of individuals",
            "cover": "1250.10",
            "rows": "1250.10",
            "difference": "0.00",
            "rule": "equal",
            "ok": True,
            "note": "",
        },
        # The cover's own sum was left blank.
        {
            "line": "11(a)(iii)",
            "label": "All contributions of individuals: lines 11(a)(i) and 11(a)(ii) of the cover",
            "cover": "0.00",
            "rows": "1250.10",
            "difference": "1250.10",
            "rule": "equal",
            "ok": False,
            "note": "",
        },
    ]
    filing.cover |= {"col_a_individual_contribution_total": "$1250.10"}
    filing.save()
    check(filing)
    assert (filing.checks_result, filing.checks_summary) == ("adds up", "Adds up.")
    FilingRow.objects.filter(file_number=filing.pk, amount="250").update(amount="237.50")
    check(filing)
    assert (filing.checks_result, filing.checks_summary) == (
        "off",
        "Off by $12.50 on line 11(a)(i).",
    )


@pytest.mark.django_db
def test_small_amounts_need_no_rows() -> None:
    cover = blank_cover("F3", col_a_operating_expenditures="100.00")
    filing = make_filing(form_type="F3N", cover=cover)
    make_rows(filing, {"row_type": "SB17", "amount": "99.99"})
    assert check(filing).checks_summary == "Adds up."
    make_rows(filing, {"row_type": "SB17", "amount": "0.02"})
    assert check(filing).checks_summary == "Off by $0.01 on line 17."


@pytest.mark.django_db
def test_the_worst_line_comes_first() -> None:
    filing = make_filing(
        cover=blank_cover(
            col_a_total_loans="10",
            col_a_transfers_to_affiliated="2000.00",
            col_a_loans_made="30",
            col_a_federal_refunds="-5.00",
        )
    )
    assert check(filing).checks_summary == (
        "Off by $2,000.00 on line 22 (no row stands for it) and 3 more lines."
    )
    make_rows(filing, {"row_type": "SB22", "amount": "2000"}, {"row_type": "SA13", "amount": "10"})
    assert check(filing).checks_summary == (
        "Off by $30.00 on line 27 (no row stands for it) and 1 more line."
    )


@pytest.mark.django_db
def test_a_file_cut_short_says_so() -> None:
    cover = blank_cover("F3", col_a_transfers_from_authorized="500.00")
    filing = make_filing(form_type="F3A", cover=cover, is_truncated=True)
    make_rows(filing, {"row_type": "SA12", "amount": "100"})
    assert check(filing).checks_summary == "The file is cut short: off by $400.00 on line 12."
    make_rows(filing, {"row_type": "SA12", "amount": "400"})
    assert check(filing).checks_summary == "The file is cut short: what there is of it adds up."
    notice = make_filing(form_type="F24N", is_truncated=True)
    assert (check(notice).checks_result, notice.checks_summary) == (
        "none",
        "The file is cut short.",
    )


@pytest.mark.django_db
def test_a_file_cut_between_two_lines_looks_as_if_rows_were_missing() -> None:
    cover = blank_cover(col_a_total_loans="10", col_a_loans_made="30")
    filing = make_filing(cover=cover)
    missing = "Off by $30.00 on line 27 (no row stands for it) and 1 more line"
    assert check(filing).checks_summary == f"{missing}, as if rows were missing."
    filing.cover |= {"col_a_total_loans": "-10"}
    filing.save()
    assert check(filing).checks_summary == f"{missing}."
    filing.cover |= {"col_a_total_loans": "10"}
    filing.is_truncated = True
    filing.save()
    assert check(filing).checks_summary == f"The file is cut short: o{missing[1:]}."


@pytest.mark.django_db
def test_a_counted_memo_is_found() -> None:
    cover = blank_cover("F3", col_a_pac_contributions="600")
    filing = make_filing(form_type="F3N", cover=cover)
    make_rows(
        filing,
        {"amount": "100"},
        {"amount": "500", "memo_code": "X"},
        {"amount": "33", "memo_code": "X"},
        row_type="SA11C",
    )
    assert check(filing).checks_summary == (
        "Off by $500.00 on line 11(c) (equals if a memo row of $500.00 is counted)."
    )
    filing.cover["col_a_pac_contributions"] = "633.00"
    filing.save()
    assert check(filing).checks_summary == (
        "Off by $533.00 on line 11(c) (equals if all memo rows, $533.00, are counted)."
    )


@pytest.mark.django_db
def test_debts_shares_and_schedules_without_a_line() -> None:
    cover = blank_cover(
        col_a_debts_by="1,150.00",
        col_a_debts_to="7.00",
        col_a_shared_operating_expenditures_federal="36.00",
        col_a_shared_operating_expenditures_nonfederal="64.00",
        col_a_independent_expenditures="900",
        col_a_coordinated_expenditures_by_party_committees="40.00",
        col_a_transfers_from_nonfederal_h3="20.00",
        col_a_levin_funds="21.00",
        col_a_federal_election_activity_federal_share="1",
        col_a_federal_election_activity_levin_share="2",
    )
    filing = make_filing(cover=cover)
    loan = {"row_type": "SC/10", "amount": "5000", "extra": {"loan_balance": "1000.00"}}
    shares = {"federal_share": "36.00", "nonfederal_share": "64.00"}
    levin = {"federal_share": "1.00", "levin_share": "2.00"}
    make_rows(
        filing,
        loan,
        {"row_type": "SD10", "amount": "150"},
        {"row_type": "SD9", "amount": "7"},
        {"row_type": "H4", "amount": "100", "extra": shares},
        {"row_type": "H4", "amount": "100", "extra": shares, "memo_code": "X"},
        {"row_type": "SE", "amount": "899"},
        {"row_type": "SF", "amount": "40"},
        {"row_type": "H3", "amount": "20"},
        {"row_type": "H5", "amount": "21"},
        {"row_type": "H6", "amount": "3", "extra": levin},
    )
    assert check(filing).checks_summary == "Adds up."
    assert len(filing.checks) == 10


@pytest.mark.django_db
def test_old_presidential_covers_have_one_line_of_individuals() -> None:
    for version, line in (("6.4", "17(a)"), ("8.2", "17(a)(i)")):
        cover = blank_cover("F3P", version, col_a_individual_contribution_total="300")
        if version == "8.2":
            cover |= {INDIVIDUALS: "200", "col_a_individuals_unitemized": "100.00"}
        filing = make_filing(form_type="F3PN", version=version, cover=cover)
        make_rows(filing, {"row_type": "SA17A", "amount": "200"})
        assert check(filing).checks_summary == "Adds up."
        assert filing.checks[0]["line"] == line


@pytest.mark.django_db
def test_what_is_no_amount() -> None:
    filing = make_filing(cover=blank_cover(col_a_loans_made="n/a", col_a_total_loans="(5.00)"))
    make_rows(
        filing,
        {"row_type": "SA13", "amount": "-5"},
        {"row_type": "SB26", "amount": None, "problem": "The amount 'x' is no amount."},
    )
    check(filing)
    assert filing.checks_summary == (
        'Off by $0.00 on line 27 (the cover says "n/a", which is no amount).'
    )
    filing.cover |= {"col_a_loans_made": "", "col_a_total_loan_repayments_made": "5.00"}
    filing.save()
    assert check(filing).checks_summary == (
        "Off by $5.00 on line 26 (the amount of a row could not be read)."
    )


@pytest.mark.django_db
def test_nothing_to_check() -> None:
    notice = make_filing(form_type="F24N", cover={"col_a_loans_made": "5"})
    unread = make_filing(form_type="F3XN", version="77", cover={})
    blank = make_filing(cover=blank_cover())
    zero = make_filing(cover=blank_cover(col_a_loans_made="0.00"))
    make_rows(notice, {"row_type": "SE"})
    check(notice, unread, blank, zero)
    assert {(f.checks_result, f.checks_summary) for f in (notice, unread, blank)} == {("none", "")}
    assert (zero.checks_result, zero.checks_summary, zero.checks) == ("adds up", "Adds up.", [])


@pytest.mark.django_db
def test_filings_keep_to_themselves_and_a_second_check_agrees() -> None:
    one = make_filing(cover=blank_cover(col_a_total_loans="10"))
    other = make_filing(cover=blank_cover(col_a_total_loans="20"))
    make_rows(one, {"row_type": "SA13", "amount": "10"})
    make_rows(other, {"row_type": "SA13", "amount": "20"})
    check(one)
    other.refresh_from_db()
    assert (one.checks_summary, other.checks_summary) == ("Adds up.", "")
    check(one, other)
    before = (one.checks, other.checks)
    check(one, other)
    assert (one.checks, other.checks) == before
    assert other.checks_summary == "Adds up."


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_the_slow_twin(seed: int) -> None:
    chance = random.Random(seed)
    types = sorted({name for line in cover_lines() for name in line["rows"].split()})
    texts = ["", "0.00", "5", "10.00", "15", "-5.00", "$1,000", "(5)", "n/a", ".5", "7.505"]
    filings = []
    for _ in range(30):
        form = chance.choice(["F3", "F3X", "F3P"])
        version = chance.choice(["8.2", "6.4", "5.0", "3.0", "P3.4", "P2.6"])
        cover = blank_cover(form, version)
        for name in chance.sample(sorted(cover), min(40, len(cover))):
            cover[name] = chance.choice(texts)
        filing = make_filing(form_type=f"{form}N", version=version, cover=cover)
        shares = ("loan_balance", "federal_share", "nonfederal_share", "levin_share")
        rows = [
            {
                "row_type": chance.choice(types),
                "amount": chance.choice([None, "5", "10", "-5", "2.5"]),
                "memo_code": chance.choice(["", "", "X"]),
                "problem": chance.choice(["", "", "No amount."]),
                "extra": {name: chance.choice(texts) for name in shares},
            }
            for _ in range(chance.randrange(40))
        ]
        if rows:
            make_rows(filing, *rows)
        filings.append(filing)
    check(*filings)
    results = set()
    for filing in filings:
        assert (filing.checks, filing.checks_result) == checked_slowly(filing)
        results.add(filing.checks_result)
    assert "off" in results
