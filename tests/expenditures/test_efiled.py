"""Independent expenditures of filings: notices until a report has them, each once, never twice."""

from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from django.utils import timezone

from expenditures.models import CandidateChoice, IndependentExpenditure
from filings.models import Candidate, Filing, NoticeDecision
from tests.expenditures.efiled_world import (
    AD,
    SPENDER,
    Ingest,
    amended,
    counted,
    fates,
    load_world,
    notice,
    report,
    settle,
)
from tests.filings.electronic_factories import make_filing, make_rows
from tests.mirror import Mirror, row, sub_id


@pytest.fixture
def world(mirror: Mirror, ingest: Ingest) -> Ingest:
    return load_world(mirror, ingest)


def test_a_notice_counts_minutes_after_it_came_with_all_that_was_filed(world: Ingest) -> None:
    notice()
    settle(world)
    spent = IndependentExpenditure.objects.get()
    assert (spent.origin, spent.form, spent.coverage, spent.counts) == (
        "efile",
        "notice",
        "open",
        True,
    )
    assert (spent.expenditure_amount, spent.payee_name, spent.purpose) == (
        Decimal("1234.56"), "PRINTER CO", "MAILER",
    )  # fmt: skip
    assert (spent.expenditure_date, spent.dissemination_date) == (
        date(2018, 3, 15),
        date(2018, 3, 16),
    )
    assert (spent.candidate_id, spent.candidate_match, spent.election_type) == (
        "H8CA90001", "reported", "P2018",
    )  # fmt: skip


def test_a_matched_notice_is_covered_and_names_the_row_of_the_report(world: Ingest) -> None:
    notice()
    report()
    settle(world)
    assert counted() == Decimal("1234.56")
    covered = IndependentExpenditure.objects.get(form="notice")
    assert (covered.coverage, covered.covered_by_file_number) == ("covered", 1170001)
    assert covered.covered_by_transaction_id == "SE1"


def test_another_transaction_id_is_matched_by_payee_amount_and_day(world: Ingest) -> None:
    notice()
    report(1170001, {"transaction_id": "OTHER", "dissemination_date": None})
    settle(world)
    assert fates() == {1160001: "covered", 1170001: "counted"}


def test_a_notice_that_its_report_lacks_is_not_counted_and_waits(world: Ingest) -> None:
    notice()
    report(1170001, {"transaction_id": "OTHER", "amount": "99", "name": "SOMEBODY ELSE"})
    settle(world)
    assert fates() == {1160001: "unmatched", 1170001: "counted"}
    assert counted() == Decimal(99)


def test_a_report_of_another_period_covers_nothing(world: Ingest) -> None:
    notice()
    report(1170001, {"date": date(2018, 5, 1), "dissemination_date": None, "transaction_id": "X",
                     "amount": "50"}, coverage_from=date(2018, 4, 1),
           coverage_through=date(2018, 6, 30))  # fmt: skip
    settle(world)
    assert fates() == {1160001: "open", 1170001: "counted"}
    assert counted() == Decimal("1284.56")


def test_notices_open_again_when_the_report_is_amended_away(world: Ingest) -> None:
    notice()
    base = report()
    settle(world)
    assert fates()[1160001] == "covered"
    # The amendment is of another period: nothing covers the notice's day any more.
    amendment = amended(base, 1170002, {"date": date(2018, 5, 1), "dissemination_date": None,
                                        "transaction_id": "SE2", "amount": "7"})  # fmt: skip
    Filing.objects.filter(pk=amendment.pk).update(
        coverage_from=date(2018, 4, 1), coverage_through=date(2018, 6, 30)
    )
    settle(world)
    assert fates() == {1160001: "open", 1170001: "superseded", 1170002: "counted"}
    assert counted() == Decimal("1241.56")


def test_an_amended_report_without_the_row_leaves_the_notice_unmatched(world: Ingest) -> None:
    notice()
    base = report()
    settle(world)
    amended(base, 1170002, {"transaction_id": "SE9", "amount": "5", "name": "X"})
    settle(world)
    assert fates() == {1160001: "unmatched", 1170001: "superseded", 1170002: "counted"}


def test_a_held_report_covers_nothing_and_a_held_notice_counts_nothing(world: Ingest) -> None:
    notice()
    held = report()
    Filing.objects.filter(pk=held.pk).update(is_held=True, counts=False)
    settle(world)
    assert fates() == {1160001: "open", 1170001: "held"}
    assert counted() == Decimal("1234.56")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_notice_amendment_and_report_in_any_order_give_the_same_end(
    world: Ingest, order: tuple[int, ...]
) -> None:
    def amended_notice() -> None:
        filing = make_filing(file_number=1160002, form_type="F24A", report_code="48",
                             amends=1160001, amendment_number=1, committee_id=SPENDER)  # fmt: skip
        make_rows(filing, AD | {"amount": "2000.50"})

    arrivals = (notice, amended_notice, lambda: report(1170001, {"amount": "2000.50"}))
    for n in order:
        arrivals[n]()
        settle(world)
    assert fates() == {1160001: "superseded", 1160002: "covered", 1170001: "counted"}
    assert counted() == Decimal("2000.50")


def test_form_5_is_a_notice_or_a_report_by_its_code(world: Ingest) -> None:
    for number, code in ((1160001, "24"), (1160002, "Q1")):
        filing = make_filing(file_number=number, form_type="F5N", report_code=code,
                             committee_id="C90000001", coverage_from=date(2018, 1, 1),
                             coverage_through=date(2018, 3, 31))  # fmt: skip
        make_rows(filing, AD | {"row_type": "F57"})
    settle(world)
    assert fates() == {1160001: "covered", 1160002: "counted"}


def test_the_file_s_row_of_a_filing_taken_in_stands_once(mirror: Mirror, world: Ingest) -> None:
    mirror.write(
        "independent_expenditure",
        [row("independent_expenditure", sup_opp="O"),
         row("independent_expenditure", sup_opp="O", file_num="1160009", tran_id="SE7",
             exp_amo="10.25", exp_date="16-MAY-18", dissem_dt="16-MAY-18")],
    )  # fmt: skip
    world("independent_expenditure")
    notice()
    settle(world)
    assert counted() == Decimal("1244.81")
    assert IndependentExpenditure.objects.filter(is_repeated=True).get().origin == "csv"
    Filing.objects.all().delete()
    IndependentExpenditure.objects.filter(origin="efile").delete()
    world("notices", force=True)
    assert counted() == Decimal("1244.81")


def test_pas2_and_the_filing_have_one_row_with_the_filing_s_cents(
    mirror: Mirror, world: Ingest
) -> None:
    mirror.write("pas2", [row("pas2", TRANSACTION_TP="24A", TRANSACTION_AMT="1234", TRAN_ID="SE1",
                              FILE_NUM="1170001", NAME="PRINTER CO", OTHER_ID="",
                              TRANSACTION_DT="03152018")])  # fmt: skip
    world("pas2")
    world("notices")
    assert counted() == Decimal(1234)
    report()
    settle(world)
    assert counted() == Decimal("1234.56")
    assert IndependentExpenditure.objects.get().sub_id == int(sub_id(1))
    base = Filing.objects.get()
    amended(base, 1170002, {"amount": "1000.01"})
    settle(world)
    assert counted() == Decimal("1000.01")


def test_a_row_with_a_slip_in_the_year_takes_no_report_out(mirror: Mirror, world: Ingest) -> None:
    days = ["03152017"] * 3 + ["03152018"]
    mirror.write(
        "pas2",
        [row("pas2", SUB_ID=sub_id(n), TRANSACTION_TP="24A", TRANSACTION_AMT="100",
             TRAN_ID=f"SE{n}", FILE_NUM="1150000", RPT_TP="Q1", OTHER_ID="", TRANSACTION_DT=day)
         for n, day in enumerate(days, 1)],
    )  # fmt: skip
    world("pas2")
    report(1170002, {"transaction_id": "X", "amount": "7"}, form_type="F3XA", amends=1160001,
           amendment_number=1, report_code="Q1")  # fmt: skip
    settle(world)
    assert counted() == Decimal(407)


def test_the_file_s_row_is_known_in_another_cycle_too(mirror: Mirror, world: Ingest) -> None:
    notice()
    mirror.write("independent_expenditure", [row("independent_expenditure", sup_opp="O")], 2020)
    world("independent_expenditure", 2020)
    settle(world)
    world("notices", 2020)
    assert counted() == Decimal("1234.56")


def test_an_amendment_takes_the_bulk_rows_of_a_missing_base_out(
    mirror: Mirror, world: Ingest
) -> None:
    mirror.write(
        "pas2",
        [row("pas2", TRANSACTION_TP="24A", TRANSACTION_AMT="1234", TRAN_ID="SE1",
             FILE_NUM="1170001", OTHER_ID="", TRANSACTION_DT="03152018")],
    )  # fmt: skip
    world("pas2")
    report(1170002, {"amount": "1000.01"}, form_type="F3XA", amends=1170001, amendment_number=1)
    settle(world)
    assert counted() == Decimal("1000.01")


@pytest.mark.parametrize(
    ("decision", "given", "coverage", "amount"),
    [
        (
            "separate",
            {"transaction_id": "OTHER", "amount": "99", "name": "X"},
            "separate",
            "1333.56",
        ),
        ("same", {"transaction_id": "OTHER", "amount": "99", "name": "X"}, "covered", "99"),
        ("separate", {}, "separate", "2469.12"),
    ],
)
def test_a_reviewer_s_word_goes_before_and_outlives_imports(
    world: Ingest,
    django_user_model: Any,
    decision: str,
    given: dict[str, Any],
    coverage: str,
    amount: str,
) -> None:
    filing = notice()
    report(1170001, given)
    NoticeDecision.objects.create(
        notice_file_number=filing.pk, notice_line=3, notice_transaction_id="SE1", decision=decision,
        report_file_number=1170001, report_transaction_id=given.get("transaction_id", "SE1"),
        decided_by=django_user_model.objects.create_user("reviewer"), decided_at=timezone.now(),
    )  # fmt: skip
    for _ in range(2):
        settle(world)
        assert fates()[1160001] == coverage
        assert counted() == Decimal(amount)
        Filing.objects.update(facts_due=True, changed_at=timezone.now())


BLANK = {"candidate_id": ""}


def test_a_candidate_is_found_by_name_and_seat(world: Ingest) -> None:
    notice(**BLANK)
    settle(world)
    spent = IndependentExpenditure.objects.get()
    assert (spent.candidate_id, spent.candidate_match) == ("H8CA90001", "name")


def test_a_candidate_who_is_not_sure_waits_and_a_reviewer_s_choice_stays(
    world: Ingest, django_user_model: Any
) -> None:
    notice(**BLANK, candidate_name="ROW,  RICHIE")
    settle(world)
    spent = IndependentExpenditure.objects.get()
    assert (spent.candidate_id, spent.candidate_match, spent.counts) == ("", "unsure", True)
    CandidateChoice.objects.create(
        cycle=2018, name="ROW, RICHIE", office="H", state="CA", district="90",
        candidate=Candidate.objects.get(), decided_at=timezone.now(),
        decided_by=django_user_model.objects.create_user("reviewer"),
    )  # fmt: skip
    for _ in range(2):
        world("notices", force=True)
        spent = IndependentExpenditure.objects.get()
        assert (spent.candidate_id, spent.candidate_match) == ("H8CA90001", "decided")


def test_a_made_up_candidate_id_is_as_good_as_none(world: Ingest) -> None:
    notice(candidate_id="N/A")
    settle(world)
    assert IndependentExpenditure.objects.get().candidate_id == "H8CA90001"


def test_a_memo_row_never_counts(world: Ingest) -> None:
    report(1170001, {"memo_code": "X"})
    settle(world)
    assert counted() == 0
