"""Troubles of the files of money to and about candidates."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from expenditures.models import (
    CandidateTransaction,
    CommunicationCost,
    ElectioneeringCommunication,
    IndependentExpenditure,
)
from filings.models import Load, Reject
from tests.mirror import Mirror, row, rows, sub_id

Ingest = Callable[..., Load]


@pytest.fixture
def registers(mirror: Mirror, ingest: Ingest) -> None:
    """Two candidates: ROE with a campaign (and a leadership PAC), DOE with none."""
    mirror.write("cn", [row("cn"), row("cn", CAND_ID="S8CA00002", CAND_NAME="DOE, JANE")])
    mirror.write(
        "ccl",
        [
            row("ccl", LINKAGE_ID="1"),
            row("ccl", LINKAGE_ID="2", CMTE_ID="C00900008", CMTE_DSGN="D"),
            row("ccl", LINKAGE_ID="3", CMTE_ID="C00900007", CAND_ID="S8CA00002", CMTE_DSGN="J"),
            row("ccl", LINKAGE_ID="4", CMTE_ID="C00900007", CMTE_DSGN="A"),
        ],
    )
    ingest("cn")
    ingest("ccl")


@pytest.mark.parametrize(
    ("reported", "other", "resolved", "how"),
    [
        ("H8CA90001", "C00900002", "H8CA90001", "reported"),
        ("H8CA90001", "", "H8CA90001", "reported"),
        ("", "C00900002", "H8CA90001", "linkage"),
        ("H0ZZ00000", "C00900002", "H8CA90001", "linkage"),
        ("", "C00900007", "H8CA90001", "linkage"),
        ("", "S8CA00002", "S8CA00002", "other_id"),
        ("H0ZZ00000", "S8CA00002", "S8CA00002", "other_id"),
        # An independent expenditure may name the candidate in both.
        ("S8CA00002", "H8CA90001", "S8CA00002", "reported"),
        ("", "", "", ""),
        ("H0ZZ00000", "C00999999", "", ""),
    ],
)
def test_trouble_candidate_blank_or_unknown(
    mirror: Mirror, ingest: Ingest, registers: None,
    reported: str, other: str, resolved: str, how: str,
) -> None:  # fmt: skip
    mirror.write("pas2", [row("pas2", CAND_ID=reported, OTHER_ID=other)])
    ingest("pas2")
    ingest("notices")
    found = CandidateTransaction.objects.get()
    assert (found.candidate_id, found.other_id) == (reported, other), "kept as reported"
    assert (found.resolved_candidate_id, found.resolved_by) == (resolved, how)


def test_trouble_an_unknown_candidate_becomes_known(
    mirror: Mirror, ingest: Ingest, registers: None
) -> None:
    mirror.write("pas2", [row("pas2", CAND_ID="", OTHER_ID="C00900099")])
    ingest("pas2")
    ingest("notices")
    assert CandidateTransaction.objects.get().resolved_candidate_id == ""
    mirror.write("ccl", [row("ccl", LINKAGE_ID="9", CMTE_ID="C00900099")])
    ingest("ccl")
    assert ingest("notices").status == "loaded"
    assert CandidateTransaction.objects.get().resolved_candidate_id == "H8CA90001"


def test_trouble_billions_that_were_never_spent(mirror: Mirror, ingest: Ingest) -> None:
    """Kept exactly as filed, cents and all, and nine equal rows stay nine."""
    code = "independent_expenditure"
    nine = [row(code, exp_amo="114056874.00", tran_id="SE9")] * 9
    mirror.write(
        code, [*nine, row(code, exp_amo="9900000000.55"), row(code, exp_amo="-5.10", tran_id="")]
    )
    load = ingest(code)
    assert (load.rows_loaded, load.rows_rejected) == (11, 0)
    amounts = IndependentExpenditure.objects.order_by("-expenditure_amount").values_list(
        "expenditure_amount", flat=True
    )
    assert list(amounts) == [
        Decimal("9900000000.55"), *[Decimal(114056874)] * 9, Decimal("-5.10"),
    ]  # fmt: skip


def test_trouble_dates_of_the_independent_expenditure_file(mirror: Mirror, ingest: Ingest) -> None:
    code = "independent_expenditure"
    mirror.write(
        code,
        [
            row(code, tran_id="1", exp_date="", dissem_dt="31-DEC-19"),
            row(code, tran_id="2", exp_date="30-FEB-18", pur="TWO\nLINES"),
            row(code, tran_id="3", exp_date="15-MAR-90"),
        ],
    )
    load = ingest(code)
    assert (load.rows_loaded, load.rows_noted) == (3, 1)
    found = IndependentExpenditure.objects.order_by("transaction_id")
    # Two digits of a year: 90 is 1990, in the FEC's time, and so a date.
    assert [e.expenditure_date for e in found] == [None, None, date(1990, 3, 15)]
    assert found[0].dissemination_date == date(2019, 12, 31)
    assert found[1].purpose == "TWO LINES"
    reject = Reject.objects.get()
    assert (reject.line, reject.column) == (3, "exp_date")


def test_lines_of_a_csv_file_after_one_that_goes_over_two(mirror: Mirror, ingest: Ingest) -> None:
    code = "independent_expenditure"
    lines = [row(code, tran_id=f"{n}") for n in range(3000)]
    lines[1] = row(code, tran_id="1", pur="OVER\nTHREE\nLINES")
    lines[9] = row(code, tran_id="9", exp_amo="much")
    lines[11] = ["too", "few"]
    lines[12] = row(code, tran_id="12", receipt_dat="soon")
    mirror.write(code, lines)
    load = ingest(code)
    assert (load.rows_in, load.rows_loaded, load.rows_rejected) == (3000, 2998, 2)
    found = Reject.objects.order_by("line").values_list("line", "column", "row_loaded")
    # Line 1 is the header, and two more lines belong to a row.
    assert list(found) == [(13, "exp_amo", False), (15, "", False), (16, "receipt_dat", True)]


def test_ids_and_texts_of_any_length_stop_nothing(mirror: Mirror, ingest: Ingest) -> None:
    """Two transactions whose ids are the same as far as a key can hold them are two rows."""
    for code in ("independent_expenditure", "CommunicationCosts", "ElectioneeringComm"):
        names = {
            "independent_expenditure": "tran_id", "CommunicationCosts": "TRAN_ID",
            "ElectioneeringComm": "SB_IMAGE_NUM",
        }  # fmt: skip
        long = [row(code, **{names[code]: "X" * 150 + tail}) for tail in "AB"]
        mirror.write(code, [*long, row(code)])
        load = ingest(code)
        assert (load.rows_loaded, load.rows_rejected) == (3, 0), code


def test_candidates_share_of_a_communication(mirror: Mirror, ingest: Ingest) -> None:
    code = "ElectioneeringComm"
    mirror.write(
        code,
        [
            row(code, SB_IMAGE_NUM="1", CALCULATED_CANDIDATE_SHARE="50.01"),
            row(code, SB_IMAGE_NUM="2", CALCULATED_CANDIDATE_SHARE="", NUMBER_OF_CANDIDATES="3"),
            row(code, SB_IMAGE_NUM="3", CALCULATED_CANDIDATE_SHARE="", NUMBER_OF_CANDIDATES=""),
        ],
    )
    ingest(code)
    shares = ElectioneeringCommunication.objects.order_by("image_number").values_list(
        "calculated_candidate_share", flat=True
    )
    assert list(shares) == [Decimal("50.01"), Decimal("33.34"), Decimal("100.01")]


def test_communication_costs_keep_their_cents(mirror: Mirror, ingest: Ingest) -> None:
    mirror.write("CommunicationCosts", rows("CommunicationCosts", 2))
    assert ingest("CommunicationCosts").rows_loaded == 2
    found = CommunicationCost.objects.values_list("transaction_amount", flat=True)
    assert set(found) == {Decimal("77.25")}


def test_a_renamed_column_keeps_the_old_data(mirror: Mirror, ingest: Ingest) -> None:
    code = "independent_expenditure"
    path = mirror.write(code, rows(code, 3))
    ingest(code)
    mirror.write_bytes(code, path.read_bytes().replace(b"exp_amo", b"amount_spent"))
    with pytest.raises(Exception, match=r"line 1: the header lacks exp_amo\."):
        ingest(code)
    assert IndependentExpenditure.objects.count() == 3
    assert "header lacks exp_amo" in Load.objects.first().reason


def test_rows_of_pas2_are_kept_as_filed(mirror: Mirror, ingest: Ingest) -> None:
    mirror.write(
        "pas2",
        [
            row("pas2", SUB_ID=sub_id(1), TRANSACTION_AMT="9700000000", TRANSACTION_TP="24E"),
            row("pas2", SUB_ID=sub_id(2), TRANSACTION_AMT="-2700", MEMO_CD="X"),
            row("pas2", SUB_ID=sub_id(3), TRANSACTION_TP="??", AMNDT_IND="A"),
        ],
    )
    assert ingest("pas2").rows_loaded == 3
    found = CandidateTransaction.objects.order_by("sub_id")
    assert [t.counted_as for t in found] == ["independent_expenditure", "memo", "unknown"]
    assert found[0].transaction_amount == 9700000000
