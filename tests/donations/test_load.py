"""Troubles of the files of contributions and expenditures: nothing is lost, nothing doubles."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum

from donations.models import (
    CandidateTotal,
    CommitteeTotal,
    CommitteeTransaction,
    Contribution,
    OperatingExpenditure,
)
from filings.models import Committee, Load, Reject
from tests.mirror import Mirror, row, sub_id, text

Ingest = Callable[..., Load]


def total() -> Decimal:
    return Contribution.objects.counted().aggregate(s=Sum("contribution_receipt_amount"))["s"]


def by_sub_id(number: int) -> Contribution:
    return Contribution.objects.get(sub_id=sub_id(number))


def test_trouble_rows_marked_as_amended_are_the_current_ones(
    mirror: Mirror, ingest: Ingest
) -> None:
    mirror.write(
        "indiv",
        [
            row("indiv", SUB_ID=sub_id(1), AMNDT_IND="N", TRANSACTION_AMT="5650"),
            row("indiv", SUB_ID=sub_id(2), AMNDT_IND="A", TRANSACTION_AMT="1000000"),
            row("indiv", SUB_ID=sub_id(3), AMNDT_IND="T", TRANSACTION_AMT="7"),
        ],
    )
    ingest("indiv")
    assert total() == Decimal(1005657)


def test_trouble_cents_are_kept_where_the_file_has_them(mirror: Mirror, ingest: Ingest) -> None:
    mirror.write("indiv", [row("indiv", TRANSACTION_AMT="250")])
    mirror.write(
        "oppexp",
        [
            row("oppexp", SUB_ID=sub_id(1), TRANSACTION_AMT="1073.72"),
            row("oppexp", SUB_ID=sub_id(2), TRANSACTION_AMT=".5"),
            row("oppexp", SUB_ID=sub_id(3), TRANSACTION_AMT="-0.01"),
        ],
    )
    ingest("indiv")
    ingest("oppexp")
    amounts = OperatingExpenditure.objects.order_by("sub_id").values_list(
        "disbursement_amount", flat=True
    )
    assert list(amounts) == [Decimal("1073.72"), Decimal("0.50"), Decimal("-0.01")]
    assert CommitteeTotal.objects.get(source="oppexp").amount == Decimal("1074.21")


def test_trouble_committees_money_to_candidates_stands_in_two_files(
    mirror: Mirror, ingest: Ingest
) -> None:
    """Every row of pas2 is in oth as well, and its receiver reports it too: it counts once."""
    gift = {"SUB_ID": sub_id(1), "TRANSACTION_AMT": 5000, "TRANSACTION_TP": "24K"}
    paid = row("pas2", **gift)
    receipt = row(
        "oth", SUB_ID=sub_id(2), TRANSACTION_AMT=5000, TRANSACTION_TP="18K",
        CMTE_ID="C00900002", OTHER_ID="C00900003",
    )  # fmt: skip
    in_oth = row("oth", **gift, CMTE_ID="C00900003", OTHER_ID="C00900002")
    mirror.write("cn", [row("cn")])
    mirror.write("ccl", [row("ccl")])
    mirror.write("pas2", [paid])
    mirror.write("oth", [in_oth, receipt])
    for step in ("cn", "ccl", "oth", "pas2", "notices", "totals"):
        ingest(step)
    assert CommitteeTransaction.objects.get().disbursement_amount == 5000
    assert Contribution.objects.get().contribution_receipt_amount == 5000
    channels = dict(CandidateTotal.objects.values_list("channel", "amount"))
    assert channels["committees"] == 5000
    assert sum(amount for amount in channels.values() if amount) == 5000


def test_trouble_transaction_ids_repeat_or_are_blank(mirror: Mirror, ingest: Ingest) -> None:
    """The same TRAN_ID in two filings, twice in one filing, and none at all on paper, whose file
    numbers are negative.
    """
    lines = [
        row("indiv", SUB_ID=sub_id(1), TRAN_ID="SA1", FILE_NUM="100"),
        row("indiv", SUB_ID=sub_id(2), TRAN_ID="SA1", FILE_NUM="101"),
        row("indiv", SUB_ID=sub_id(3), TRAN_ID="SA1", FILE_NUM="101"),
        row("indiv", SUB_ID=sub_id(4), TRAN_ID="", FILE_NUM="-7654321"),
        row("indiv", SUB_ID=sub_id(5), TRAN_ID="", FILE_NUM=""),
    ]
    mirror.write("indiv", lines)
    load = ingest("indiv")
    assert (load.rows_loaded, load.rows_rejected, load.rows_noted) == (5, 0, 0)
    assert total() == 1250
    assert by_sub_id(4).file_number == -7654321
    assert by_sub_id(5).file_number is None


@pytest.mark.parametrize(
    ("code", "spelling", "noted"),
    [
        ("indiv", "", False),
        ("indiv", "02302018", True),
        ("indiv", "10171918", True),
        ("indiv", "03152090", True),
        ("indiv", "01012020", True),
        ("indiv", "3152017", True),
        ("indiv", "2017-3-1", True),
        ("oppexp", "", False),
        ("oppexp", "02/30/2018", True),
        ("oppexp", "10/17/1918", True),
        ("oppexp", "03152017", True),
    ],
)
def test_trouble_dates_that_are_blank_or_impossible(
    mirror: Mirror, ingest: Ingest, code: str, spelling: str, noted: bool
) -> None:
    good = {"indiv": "12312019", "oppexp": "12/31/2019"}[code]
    mirror.write(
        code,
        [
            row(code, SUB_ID=sub_id(1), TRANSACTION_DT=good),
            row(code, SUB_ID=sub_id(2), TRANSACTION_DT=spelling),
        ],
    )
    load = ingest(code)
    assert (load.rows_loaded, load.rows_rejected, load.rows_noted) == (2, 0, int(noted))
    model: Any = Contribution if code == "indiv" else OperatingExpenditure
    name = "contribution_receipt_date" if code == "indiv" else "disbursement_date"
    assert list(model.objects.order_by("sub_id").values_list(name, flat=True)) == [
        date(2019, 12, 31),
        None,
    ]
    notes = Reject.objects.values_list("line", "column", "reason", "row_loaded")
    expected = [(2, "TRANSACTION_DT", f"{spelling}: not a date from 1975 to 2019", True)]
    assert list(notes) == (expected if noted else [])


def test_row_without_a_date_goes_by_the_files_cycle(mirror: Mirror, ingest: Ingest) -> None:
    mirror.write(
        "indiv",
        [
            row("indiv", SUB_ID=sub_id(1), TRANSACTION_DT=""),
            row("indiv", SUB_ID=sub_id(2), TRANSACTION_DT="12312015"),
        ],
    )
    ingest("indiv")
    assert by_sub_id(1).two_year_transaction_period == 2018
    assert by_sub_id(2).two_year_transaction_period == 2016


def test_trouble_amounts_below_and_at_zero(mirror: Mirror, ingest: Ingest) -> None:
    """Voids and chargebacks are negative; a zero is a row like others."""
    mirror.write(
        "indiv",
        [
            row("indiv", SUB_ID=sub_id(1), TRANSACTION_AMT="250"),
            row("indiv", SUB_ID=sub_id(2), TRANSACTION_AMT="-250"),
            row("indiv", SUB_ID=sub_id(3), TRANSACTION_AMT="0"),
            row("indiv", SUB_ID=sub_id(4), TRANSACTION_AMT="-0"),
            row("indiv", SUB_ID=sub_id(5), TRANSACTION_AMT="0000100"),
        ],
    )
    load = ingest("indiv")
    assert (load.rows_loaded, load.rows_rejected) == (5, 0)
    assert total() == 100


def test_trouble_lump_rows_and_foreign_zips(mirror: Mirror, ingest: Ingest) -> None:
    mirror.write(
        "indiv",
        [
            row("indiv", SUB_ID=sub_id(1), NAME="ACTBLUE", TRANSACTION_AMT="8778", EMPLOYER=""),
            row("indiv", SUB_ID=sub_id(2), ZIP_CODE="SW1A 1AA", STATE="ZZ", CITY="LONDON"),
            row("indiv", SUB_ID=sub_id(3), ZIP_CODE="902101234"),
            row("indiv", SUB_ID=sub_id(4), ZIP_CODE="90210"),
            row("indiv", SUB_ID=sub_id(5), ZIP_CODE=""),
        ],
    )
    load = ingest("indiv")
    assert (load.rows_loaded, load.rows_rejected, load.rows_noted) == (5, 0, 0)
    assert by_sub_id(1).contributor_name.name == "ACTBLUE"
    assert by_sub_id(1).employer.name == ""
    zips = Contribution.objects.order_by("sub_id").values_list("contributor_zip", flat=True)
    assert list(zips)[1:] == ["SW1A 1AA", "902101234", "90210", ""]


def test_trouble_absurd_amounts_are_kept_exactly(mirror: Mirror, ingest: Ingest) -> None:
    """Invented filings for billions, and nine equal rows of a genuine committee."""
    nine = [
        row("indiv", SUB_ID=sub_id(n), TRANSACTION_AMT="114056874", TRAN_ID="SA1")
        for n in range(1, 10)
    ]
    billions = row("indiv", SUB_ID=sub_id(10), TRANSACTION_AMT="999999999999.99", TRAN_ID="SA2")
    mirror.write("indiv", [*nine, billions])
    load = ingest("indiv")
    assert load.rows_loaded == 10
    assert total() == 9 * 114056874 + Decimal("999999999999.99")


def test_too_large_for_its_column_is_a_reject(mirror: Mirror, ingest: Ingest) -> None:
    good = [row("indiv", SUB_ID=sub_id(n)) for n in range(1, 4001)]
    mirror.write(
        "indiv",
        [
            *good,
            row("indiv", SUB_ID="9223372036854775808"),
            row("indiv", SUB_ID=sub_id(5001), TRANSACTION_AMT="999999999999.999"),
            row("indiv", SUB_ID=sub_id(5002), CMTE_ID="C009000011"),
            row("indiv", SUB_ID=sub_id(5003), IMAGE_NUM="9" * 19, FILE_NUM="12345678901"),
        ],
    )
    load = ingest("indiv")
    assert (load.rows_loaded, load.rows_rejected, load.rows_noted) == (4001, 3, 1)
    found = Reject.objects.order_by("line", "column").values_list("line", "column", "row_loaded")
    assert list(found) == [
        (4001, "SUB_ID", False),
        (4002, "TRANSACTION_AMT", False),
        (4003, "CMTE_ID", False),
        (4004, "FILE_NUM", True),
        (4004, "IMAGE_NUM", True),
    ]


@pytest.mark.parametrize(
    "name",
    [
        'DOE, "JACK"', '"', "\\", "\\N", "\\.", "\\n", "DOE\\", "%s {0} {typed} $1", "DOE'; --",
        "PEÑA–“X”", "🗳",
    ],
)  # fmt: skip
def test_signs_arrive_in_the_tables_as_they_are(mirror: Mirror, ingest: Ingest, name: str) -> None:
    mirror.write("indiv", [row("indiv", NAME=name, MEMO_TEXT=name, EMPLOYER=name)])
    ingest("indiv")
    gift = Contribution.objects.get()
    assert gift.contributor_name.name == gift.memo_text.name == gift.employer.name == name
    mirror.write(
        "indiv", [row("indiv", NAME=name, MEMO_TEXT=name), *[row("indiv", SUB_ID=sub_id(2))]]
    )
    assert ingest("indiv").changed == 1


def test_wrong_bytes_all_in_one_file(mirror: Mirror, ingest: Ingest) -> None:
    """CRLF, an empty line, a NUL, cp1252, a line too long, one field too many and one too few in
    the same block, a last line without its end: the rows are right, and so are the lines' numbers.
    """
    good = ["|".join(row("indiv", SUB_ID=sub_id(n))) for n in range(1, 8)]
    wrong = "|".join(row("indiv", SUB_ID=sub_id(99), TRANSACTION_AMT="12 dollars"))
    parts = [
        good[0].encode() + b"\r",  # 1
        b"",  # 2
        good[1].replace("DOE", "D\x00OE").encode(),  # 3
        good[2].replace("DOE", "PEÑA").encode("cp1252"),  # 4
        good[3].encode() + b"|",  # 5
        good[4].rpartition("|")[0].encode(),  # 6
        b"X" * 70_000,  # 7
        wrong.encode(),  # 8
        good[5].replace("DOE", "PEÑA").encode(),  # 9
        good[6].encode(),  # 10
    ]
    filler = text([row("indiv", SUB_ID=sub_id(n)) for n in range(1000, 6000)])
    mirror.write_bytes("indiv", b"\n".join(parts) + b"\n" + filler[:-1])
    load = ingest("indiv")
    assert (load.rows_in, load.rows_loaded, load.rows_rejected) == (5010, 5005, 5)
    found = Reject.objects.order_by("line").values_list("line", "column", "file")
    file = "2018/indiv18.zip"
    assert list(found) == [
        (2, "", file), (5, "", file), (6, "", file), (7, "", file), (8, "TRANSACTION_AMT", file),
    ]  # fmt: skip
    reject = Reject.objects.get(line=8)
    assert reject.raw == wrong
    assert reject.reason == "12 dollars: not an amount"
    names = Contribution.objects.filter(sub_id__lt=sub_id(100)).order_by("sub_id")
    assert [gift.contributor_name.name for gift in names] == [
        "DOE, JANE", "DOE, JANE", "PEÑA, JANE", "PEÑA, JANE", "DOE, JANE",
    ]  # fmt: skip


def test_two_lines_that_make_up_for_each_other(mirror: Mirror, ingest: Ingest) -> None:
    rows = ["|".join(row("indiv", SUB_ID=sub_id(n))) for n in range(1, 3001)]
    rows[10] += "|"
    rows[20] = rows[20].rpartition("|")[0]
    mirror.write_bytes("indiv", ("\n".join(rows) + "\n").encode())
    load = ingest("indiv")
    assert (load.rows_in, load.rows_loaded, load.rows_rejected) == (3000, 2998, 2)
    assert list(Reject.objects.order_by("line").values_list("line", flat=True)) == [11, 21]


def test_lone_end_mark_of_copy_loses_no_row(mirror: Mirror, ingest: Ingest) -> None:
    """Older servers end a COPY at a line of a backslash and a dot, in CSV too."""
    rows = ["|".join(row("indiv", SUB_ID=sub_id(n))) for n in range(1, 3001)]
    rows[10] += "|" * 20
    rows[20] = "\\."
    mirror.write_bytes("indiv", ("\n".join(rows) + "\n").encode())
    load = ingest("indiv")
    assert (load.rows_loaded, load.rows_rejected) == (2998, 2)


def test_unknown_types_are_kept_and_not_counted(mirror: Mirror, ingest: Ingest) -> None:
    for code in ("indiv", "oth"):
        mirror.write(
            code,
            [
                row(code, SUB_ID=sub_id(1), TRANSACTION_TP=""),
                row(code, SUB_ID=sub_id(2), TRANSACTION_TP="99Z"),
                row(code, SUB_ID=sub_id(3), MEMO_CD="X"),
            ],
        )
        assert ingest(code).rows_loaded == 3
        kinds = Contribution.objects.filter(source=code).order_by("sub_id")
        assert [(k.counted_as, k.counts) for k in kinds] == [
            ("unknown", False), ("unknown", False), ("memo", False),
        ]  # fmt: skip


def test_committees_of_no_committee_file_have_no_name(mirror: Mirror, ingest: Ingest) -> None:
    for code in ("indiv", "oth", "oppexp", "pas2"):
        mirror.write(code, [row(code, CMTE_ID=f"C{code.upper():0>8}")])
        ingest(code)
        committee = Committee.objects.get(committee_id=f"C{code.upper():0>8}")
        assert (committee.name, committee.newest_cycle) == ("", 0)
