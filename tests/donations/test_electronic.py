"""Electronic filings beside bulk files: what both have is one row; only the true filing counts."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from donations import electronic
from donations.models import (
    CommitteeTotal,
    CommitteeTransaction,
    Contribution,
    OperatingExpenditure,
    ProfileTotal,
)
from expenditures.models import CandidateTransaction
from filings.amendments import decide_chains
from filings.models import Filing, FilingRow, Load, NoticeDecision
from tests.filings.electronic_factories import make_filing, make_rows
from tests.mirror import Mirror, row, sub_id

Ingest = Callable[..., Load]
GIVER = {"row_type": "SA11AI", "transaction_id": "SA1", "amount": "250.75"}


def total() -> Decimal | None:
    return Contribution.objects.counted().aggregate(s=Sum("contribution_receipt_amount"))["s"]


def rolled_up(counted_as: str = "individual") -> Decimal:
    found = CommitteeTotal.objects.filter(counted_as=counted_as).aggregate(s=Sum("amount"))["s"]
    return found or Decimal(0)


def held(filing: Filing, *, yes: bool = True) -> None:
    Filing.objects.filter(pk=filing.pk).update(
        is_held=yes, counts=not yes, facts_due=True, changed_at=timezone.now()
    )


def decide(committee: str = "C00900001") -> None:
    with transaction.atomic():
        decide_chains(connection.connection, [committee])


def test_a_filing_s_rows_are_contributions_at_once_with_cents(
    mirror: Mirror, ingest: Ingest
) -> None:
    filing = make_filing(file_number=1160001, form_type="F3XN")
    make_rows(filing, GIVER, {"memo_code": "X", "amount": "99.99"})
    assert ingest("electronic").status == Load.Status.LOADED
    gift = Contribution.objects.counted().get()
    assert gift.contribution_receipt_amount == Decimal("250.75")
    assert (gift.source, gift.file_number, gift.transaction_id) == ("efile", 1160001, "SA1")
    assert gift.contributor_name.name == "DOE, JANE"
    assert gift.employer.name == "ACME"
    assert Contribution.objects.filter(counted_as="memo").count() == 1
    assert rolled_up() == Decimal("250.75")
    assert ProfileTotal.objects.get(source="efile", counted_as="individual").amount == Decimal(
        "250.75"
    )
    assert ingest("electronic").status == Load.Status.UNCHANGED


@pytest.mark.parametrize("bulk_first", [True, False])
def test_the_same_row_of_both_is_one_contribution_with_cents(
    mirror: Mirror, ingest: Ingest, bulk_first: bool
) -> None:
    mirror.write("indiv", [row("indiv", TRANSACTION_AMT="250", TRANSACTION_DT="")])
    if bulk_first:
        ingest("indiv")
    filing = make_filing(file_number=1160001)
    make_rows(filing, GIVER, {"transaction_id": "SA2", "amount": "40.10"})
    ingest("electronic")
    if not bulk_first:
        assert Contribution.objects.count() == 2
        ingest("indiv")
        ingest("electronic")
    assert Contribution.objects.count() == 2
    first = Contribution.objects.get(transaction_id="SA1")
    assert (first.source, first.contribution_receipt_amount) == ("indiv", Decimal("250.75"))
    assert first.contribution_receipt_date == date(2018, 5, 4)
    assert total() == rolled_up() == Decimal("290.85")


def test_an_amount_that_is_another_in_the_bulk_file_stays(mirror: Mirror, ingest: Ingest) -> None:
    mirror.write("indiv", [row("indiv", TRANSACTION_AMT="300")])
    ingest("indiv")
    make_rows(make_filing(file_number=1160001), GIVER)
    ingest("electronic")
    assert total() == Decimal(300)


def test_rows_without_an_id_are_known_by_name_day_and_amount(
    mirror: Mirror, ingest: Ingest
) -> None:
    mirror.write("indiv", [row("indiv", TRAN_ID="", TRANSACTION_DT="05042018", FILE_NUM="-7")])
    ingest("indiv")
    filing = make_filing(file_number=-7, is_paper=True)
    make_rows(
        filing, {"transaction_id": "", "amount": "250"}, {"transaction_id": "", "name": "ROE"}
    )
    ingest("electronic")
    assert Contribution.objects.count() == 2
    assert Contribution.objects.filter(source="efile").get().contributor_name.name == "ROE"
    assert Contribution.objects.order_by("sub_id").first().sub_id < -5 * 10**18  # type: ignore[union-attr]


def test_an_amendment_takes_its_base_out_of_every_total_wherever_that_stands(
    mirror: Mirror, ingest: Ingest
) -> None:
    mirror.write(
        "indiv",
        [
            row("indiv", SUB_ID=sub_id(1), TRANSACTION_AMT="250"),
            row("indiv", SUB_ID=sub_id(2), TRANSACTION_AMT="80", TRAN_ID="SA2"),
            row("indiv", SUB_ID=sub_id(3), TRANSACTION_AMT="7", FILE_NUM="1150000"),
        ],
    )
    ingest("indiv")
    assert total() == rolled_up() == Decimal(337)
    amendment = make_filing(
        file_number=1170000, form_type="F3XA", amends=1160001, amendment_number=1
    )
    make_rows(amendment, GIVER | {"amount": "260.50"})
    decide()
    ingest("electronic")
    assert total() == rolled_up() == Decimal("267.50")
    assert Contribution.objects.filter(counted_as="superseded", counts=False).count() == 2
    assert rolled_up("superseded") == Decimal(330)
    # Loaded anew, the bulk file's rows stay out, ...
    ingest("indiv", force=True)
    ingest("electronic")
    assert total() == rolled_up() == Decimal("267.50")
    # ... and come back when the amendment turns out to be no sound one.
    held(amendment)
    ingest("electronic")
    assert total() == rolled_up() == Decimal(337)


@pytest.mark.parametrize("bulk_first", [True, False])
def test_an_amendment_between_the_two_that_nobody_names_leaves_the_totals_too(
    mirror: Mirror, ingest: Ingest, bulk_first: bool
) -> None:
    # The bulk file has the first amendment; the second one names the original alone.
    between = {"FILE_NUM": "1165000", "AMNDT_IND": "A", "RPT_TP": "Q2"}
    mirror.write(
        "indiv",
        [
            row("indiv", SUB_ID=sub_id(1), TRANSACTION_DT="05042018", **between),
            row("indiv", SUB_ID=sub_id(2), TRANSACTION_DT="02042018", RPT_TP="Q1",
                FILE_NUM="1150000", TRANSACTION_AMT="7"),
        ],
    )  # fmt: skip
    mirror.write("oppexp", [row("oppexp", TRANSACTION_DT="05/04/2018", **between)])

    def load() -> None:
        ingest("indiv")
        ingest("oppexp")

    if bulk_first:
        load()
    second = make_filing(file_number=1170000, form_type="F3XA", amends=1160001, amendment_number=2)
    make_rows(second, GIVER | {"amount": "260.50"}, {"row_type": "SB21B", "amount": "10.10"})
    decide()
    ingest("electronic")
    if not bulk_first:
        load()
        ingest("electronic")
    assert total() == rolled_up() == Decimal("267.50")
    assert rolled_up("operating") == Decimal("10.10")
    assert OperatingExpenditure.objects.get(source="oppexp").standing == "superseded"
    held(second)
    ingest("electronic")
    assert total() == rolled_up() == Decimal(257)


@pytest.mark.parametrize("bulk_first", [True, False])
def test_a_filing_that_an_amendment_in_a_bulk_file_replaced_does_not_count(
    mirror: Mirror, ingest: Ingest, bulk_first: bool
) -> None:
    amendment = {"FILE_NUM": "1170000", "AMNDT_IND": "A", "RPT_TP": "Q2"}
    mirror.write("indiv", [row("indiv", TRANSACTION_DT="05042018", **amendment)])
    if bulk_first:
        ingest("indiv")
    filing = make_filing(file_number=1160001)
    make_rows(filing, GIVER | {"amount": "260.50"})
    decide()
    ingest("electronic")
    if not bulk_first:
        assert total() == Decimal("260.50")
        ingest("indiv")
        ingest("electronic")
    for _ in range(2):
        filing.refresh_from_db()
        assert (filing.superseded_by, filing.counts) == (1170000, False)
        assert total() == rolled_up() == Decimal(250)
        decide()
        ingest("electronic")
    # Taken in itself, the amendment has its place in the chain.
    taken = make_filing(file_number=1170000, form_type="F3XA", amends=1160001, amendment_number=1)
    make_rows(taken, GIVER | {"amount": "250.75"})
    Filing.objects.filter(pk=filing.pk).update(facts_due=True, changed_at=timezone.now())
    decide()
    ingest("electronic")
    assert total() == rolled_up() == Decimal("250.75")


def test_superseded_filings_leave_the_totals_and_their_rows_stay(
    mirror: Mirror, ingest: Ingest
) -> None:
    base = make_filing(file_number=1160001)
    make_rows(base, GIVER)
    ingest("electronic")
    amendment = make_filing(
        file_number=1170000, form_type="F3XA", amends=1160001, amendment_number=1
    )
    make_rows(amendment, GIVER | {"amount": "260.50"})
    decide()
    ingest("electronic")
    assert total() == rolled_up() == Decimal("260.50")
    assert FilingRow.objects.filter(file_number=1160001).count() == 1


def test_a_held_filing_counts_when_it_is_released(mirror: Mirror, ingest: Ingest) -> None:
    filing = make_filing(is_held=True)
    make_rows(filing, GIVER)
    ingest("electronic")
    assert total() is None
    held(filing, yes=False)
    ingest("electronic")
    assert total() == rolled_up() == Decimal("250.75")


@pytest.mark.parametrize(
    ("form_type", "given", "counted_as", "receipt_type"),
    [
        ("F3XN", {"memo_text": "Earmarked for ROE FOR CONGRESS (C00900002)"}, "conduit", "15T"),
        ("F3XN", {"memo_text": "Earmarked for us (C00900001)"}, "individual", "15E"),
        ("F3XN", {"memo_text": "Earmarked for us (c00900001)"}, "individual", "15E"),
        ("F3N", {"memo_text": "* EARMARKED CONTRIBUTION: SEE BELOW"}, "individual", "15E"),
        ("F3N", {"entity_type": "PAC", "name": "A PAC"}, "committee", "18K"),
        ("F3N", {"entity_type": "PAC", "memo_text": "Total earmarked through conduit"},
         "individual", "15E"),
        ("F3N", {"row_type": "SA11D"}, "candidate", "15C"),
        ("F3N", {"row_type": "SA12"}, "transfer", "18G"),
        ("F3PN", {"row_type": "SA17A"}, "individual", "15"),
        ("F3PN", {"row_type": "SB28A"}, "refund_individual", "22Y"),
        ("F3XN", {"row_type": "SA17"}, "other_receipt", ""),
    ],
)  # fmt: skip
def test_lines_count_as_the_form_says(
    mirror: Mirror,
    ingest: Ingest,
    form_type: str,
    given: dict[str, Any],
    counted_as: str,
    receipt_type: str,
) -> None:
    make_rows(make_filing(form_type=form_type), given)
    ingest("electronic")
    gift = Contribution.objects.get()
    assert (gift.counted_as, gift.receipt_type) == (counted_as, receipt_type)
    assert gift.counts == (counted_as != "conduit")


def test_a_hybrid_pac_s_other_account_takes_gifts_on_line_17(
    mirror: Mirror, ingest: Ingest
) -> None:
    mirror.write("cm", [row("cm", CMTE_TP="W")])
    ingest("cm")
    make_rows(make_filing(), {"row_type": "SA17"}, {"row_type": "SA17", "entity_type": "PAC"})
    ingest("electronic")
    kinds = Contribution.objects.order_by("-sub_id").values_list("counted_as", "receipt_type")
    assert list(kinds) == [("individual", "10"), ("other_receipt", "")]


def test_payments_go_to_committees_candidates_and_operations(
    mirror: Mirror, ingest: Ingest
) -> None:
    make_rows(
        make_filing(file_number=1160001),
        {"row_type": "SB23", "amount": "1000.25", "other_committee_id": "C00900002",
         "candidate_id": "H8CA90001", "name": "ROE FOR CONGRESS", "transaction_id": "B1"},
        {"row_type": "SF", "amount": "70.10", "candidate_id": "H8CA90001"},
        {"row_type": "SB21B", "amount": "33.33", "purpose": "RENT"},
        {"row_type": "SB29", "amount": "5", "name": "A CHARITY"},
    )  # fmt: skip
    mirror.write("oth", [row("oth", TRANSACTION_TP="24K", TRANSACTION_AMT="1000", TRAN_ID="B1",
                             OTHER_ID="C00900002")])  # fmt: skip
    ingest("electronic")
    assert CommitteeTransaction.objects.aggregate(s=Sum("disbursement_amount"))["s"] == Decimal(
        "1070.35"
    )
    assert set(CandidateTransaction.objects.values_list("transaction_type", "source")) == {
        ("24K", "efile"), ("24C", "efile"),
    }  # fmt: skip
    spent = OperatingExpenditure.objects.get()
    assert (spent.disbursement_amount, spent.line_number) == (Decimal("33.33"), "21B")
    ingest("oth")
    ingest("electronic")
    gift = CommitteeTransaction.objects.get(disbursement_type="24K")
    assert (gift.source, gift.disbursement_amount) == ("oth", Decimal("1000.25"))


NOTICE = {"row_type": "F65", "transaction_id": "N1", "amount": "2700", "date": date(2018, 5, 30)}


def coverage() -> str:
    return FilingRow.objects.get(row_type="F65").coverage


def test_a_48_hour_contribution_counts_until_a_report_has_it(
    mirror: Mirror, ingest: Ingest
) -> None:
    make_rows(make_filing(form_type="F6N", file_number=1160001), NOTICE)
    ingest("electronic")
    assert (total(), coverage()) == (Decimal(2700), "open")
    report = make_filing(form_type="F3N", file_number=1170000)
    make_rows(report, {"amount": "2700", "date": date(2018, 5, 31)}, {"amount": "10.50"})
    ingest("electronic")
    assert (total(), coverage()) == (Decimal("2710.50"), "covered")
    # The report is amended away: the notice opens again.
    held(report)
    ingest("electronic")
    assert (total(), coverage()) == (Decimal(2700), "open")


def test_a_48_hour_contribution_that_its_report_lacks_is_not_counted_but_marked(
    mirror: Mirror, ingest: Ingest, django_user_model: Any
) -> None:
    notice = make_filing(form_type="F6N", file_number=1160001)
    (row_of_notice,) = make_rows(notice, NOTICE)
    make_rows(make_filing(form_type="F3N"), {"amount": "10.50", "name": "ROE, RICHARD"})
    ingest("electronic")
    assert (total(), coverage()) == (Decimal("10.50"), "unmatched")
    NoticeDecision.objects.create(
        notice_file_number=notice.pk,
        notice_line=row_of_notice.line,
        decision="separate",
        decided_by=django_user_model.objects.create_user("reviewer"),
        decided_at=timezone.now(),
    )
    Filing.objects.filter(pk=notice.pk).update(facts_due=True, changed_at=timezone.now())
    ingest("electronic")
    assert (total(), coverage()) == (Decimal("2710.50"), "open")


def test_a_gift_that_a_reviewer_found_in_a_report_opens_again_without_the_report(
    mirror: Mirror, ingest: Ingest, django_user_model: Any
) -> None:
    notice = make_filing(form_type="F6N", file_number=1160001)
    (row_of_notice,) = make_rows(notice, NOTICE)
    report = make_filing(form_type="F3N", file_number=1170000)
    make_rows(report, {"amount": "2700", "name": "DOW, J", "transaction_id": "Z"})
    NoticeDecision.objects.create(
        notice_file_number=notice.pk,
        notice_line=row_of_notice.line,
        decision="same",
        report_file_number=report.pk,
        report_transaction_id="Z",
        decided_by=django_user_model.objects.create_user("reviewer"),
        decided_at=timezone.now(),
    )
    ingest("electronic")
    assert (total(), coverage()) == (Decimal(2700), "covered")
    held(report)
    ingest("electronic")
    assert (total(), coverage()) == (Decimal(2700), "open")


def test_a_gift_that_the_next_notice_repeats_counts_once(mirror: Mirror, ingest: Ingest) -> None:
    make_rows(make_filing(form_type="F6N", file_number=1160001), NOTICE)
    ingest("electronic")
    second = make_filing(form_type="F6N", file_number=1160002)
    make_rows(second, NOTICE, NOTICE | {"transaction_id": "N2", "amount": "1000"})
    ingest("electronic")
    assert total() == rolled_up() == Decimal(3700)
    held(second)
    ingest("electronic")
    assert total() == rolled_up() == Decimal(2700)


def test_a_gift_of_a_notice_that_only_a_bulk_file_s_report_has_counts_once(
    mirror: Mirror, ingest: Ingest
) -> None:
    make_rows(make_filing(form_type="F6N", file_number=1160001), NOTICE)
    ingest("electronic")
    mirror.write("indiv", [row("indiv", TRANSACTION_DT="05302018", TRANSACTION_AMT="2700",
                               FILE_NUM="1170000", RPT_TP="12P", TRAN_ID="N1")])  # fmt: skip
    ingest("indiv")
    ingest("electronic")
    assert (total(), coverage()) == (Decimal(2700), "covered")


def test_gifts_in_a_notice_on_form_5_count_in_its_report_alone(
    mirror: Mirror, ingest: Ingest
) -> None:
    gift = {"row_type": "F56", "amount": "900"}
    make_rows(make_filing(form_type="F5N", report_code="24"), gift)
    make_rows(make_filing(form_type="F5N", report_code="Q2"), gift)
    ingest("electronic")
    assert total() == rolled_up() == Decimal(900)


def test_rows_without_an_id_are_left_to_a_bulk_file_that_comes_later(
    mirror: Mirror, ingest: Ingest
) -> None:
    make_rows(
        make_filing(file_number=-7, is_paper=True),
        {"transaction_id": "", "amount": "250"},
        {"transaction_id": "", "name": "ROE", "amount": "9"},
        {"transaction_id": "", "row_type": "SB21B", "amount": "40.10", "name": "A PRINTER"},
    )
    ingest("electronic")
    blank = {"TRAN_ID": "", "FILE_NUM": "-7"}
    mirror.write("indiv", [row("indiv", TRANSACTION_DT="05042018", **blank)])
    mirror.write("oppexp", [row("oppexp", NAME="A PRINTER", TRANSACTION_DT="05/04/2018",
                                TRANSACTION_AMT="40.10", **blank)])  # fmt: skip
    for code in ("indiv", "oppexp", "electronic"):
        ingest(code)
    assert total() == rolled_up() == Decimal(259)
    assert rolled_up("operating") == Decimal("40.10")


@pytest.mark.parametrize("force", [True, False])
def test_a_row_that_leaves_the_bulk_file_is_the_filing_s_again(
    mirror: Mirror, ingest: Ingest, force: bool
) -> None:
    kept = [row("indiv", SUB_ID=sub_id(n), TRAN_ID=f"K{n}", FILE_NUM="5") for n in range(2, 9)]
    make_rows(make_filing(file_number=1160001), GIVER)
    mirror.write("indiv", [row("indiv", TRANSACTION_DT="05042018"), *kept])
    ingest("indiv")
    ingest("electronic")
    assert total() == Decimal("2000.75")
    mirror.write("indiv", kept)
    ingest("indiv", force=force)
    ingest("electronic")
    assert total() == rolled_up() == Decimal("2000.75")
    assert Contribution.objects.get(file_number=1160001).source == "efile"


def test_a_filing_released_while_a_bulk_file_was_loaded_counts(
    mirror: Mirror, ingest: Ingest
) -> None:
    filing = make_filing(file_number=1160001, is_held=True)
    make_rows(filing, GIVER)
    mirror.write("indiv", [row("indiv", TRANSACTION_DT="05042018")])
    ingest("indiv")
    # Another run took the release in before that load was through.
    held(filing, yes=False)
    Filing.objects.update(facts_due=False)
    ingest("electronic")
    assert total() == rolled_up() == Decimal("250.75")


def test_single_rows_with_a_slip_in_the_year_take_no_report_out(
    mirror: Mirror, ingest: Ingest
) -> None:
    # One of each ten rows is dated in the same quarter of the other year.
    mirror.write(
        "indiv",
        [
            row("indiv", SUB_ID=sub_id(100 * k + n), TRAN_ID=f"A{n}", TRANSACTION_AMT="100",
                RPT_TP="Q2", FILE_NUM=number, AMNDT_IND=amended,
                TRANSACTION_DT=f"0504{slip if n == 1 else year}")
            for k, (number, amended, year, slip) in enumerate(
                [("1150000", "N", 2017, 2018), ("1180000", "A", 2018, 2017)]
            )
            for n in range(1, 11)
        ],
    )  # fmt: skip
    ingest("indiv")
    early = make_filing(file_number=1155000, form_type="F3XA", amends=1140000,
                        committee_id="C00900001", coverage_from=date(2017, 4, 1),
                        coverage_through=date(2017, 6, 30))  # fmt: skip
    make_rows(early, GIVER | {"date": date(2017, 5, 4)})
    decide()
    ingest("electronic")
    # The amendment replaced the first report; the report of the next year did not replace it.
    assert total() == rolled_up() == Decimal("1250.75")
    make_rows(make_filing(file_number=1190000, form_type="F3XA", amends=1170000), GIVER)
    decide()
    ingest("electronic")
    assert total() == rolled_up() == Decimal("501.50")


def test_a_big_filing_is_built_aside_and_gives_the_same(
    mirror: Mirror, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_rows(make_filing(file_number=1160001), GIVER, {"amount": "1.01"})
    ingest("electronic")
    monkeypatch.setattr(electronic, "BUILD_ASIDE_ROWS", 1)
    make_rows(make_filing(file_number=1160002, coverage_from=None), GIVER, {"amount": "2.02"})
    ingest("electronic")
    assert total() == rolled_up() == Decimal("504.53")
    assert Contribution.objects.count() == 4
    ingest("electronic", force=True)
    assert total() == rolled_up() == Decimal("504.53")


def test_a_filing_that_changes_while_the_step_runs_stays_due(
    mirror: Mirror, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    filing = make_filing()
    make_rows(filing, GIVER)
    settle = electronic.settle_due

    def changed_meanwhile(*given: Any) -> None:
        Filing.objects.filter(pk=filing.pk).update(changed_at=timezone.now())
        settle(*given)

    monkeypatch.setattr("expenditures.electronic.settle_due", changed_meanwhile)
    ingest("electronic")
    assert Filing.objects.get().facts_due


def plain_total(filings: list[Filing], bulk: list[tuple[int, str, int]]) -> Decimal:
    """The slow twin: every row that counts, once, with cents where the filing has them."""
    seen: dict[tuple[int, str], Decimal] = {}
    standing = {filing.pk: filing.counts for filing in filings}
    for number, name, dollars in bulk:
        if standing.get(number, True):
            seen[number, name] = Decimal(dollars)
    for filing in filings:
        if not filing.counts:
            continue
        for line in FilingRow.objects.filter(file_number=filing.pk):
            key = (filing.pk, line.transaction_id)
            # What a bulk file has counts as it says there, with the filing's cents.
            if int(seen[key]) == int(line.amount) if key in seen else line.memo_code != "X":
                seen[key] = line.amount
    return sum(seen.values(), Decimal(0))


@pytest.mark.parametrize("seed", range(4))
def test_filings_and_bulk_files_in_any_order_agree_with_the_slow_twin(
    mirror: Mirror, ingest: Ingest, seed: int
) -> None:
    import random

    chance = random.Random(seed)
    bulk = [
        (number, f"SA{n}", chance.randrange(1, 900))
        for number in range(1160001, 1160005)
        for n in range(4)
        if chance.random() < 0.6
    ]
    mirror.write(
        "indiv",
        [
            row("indiv", SUB_ID=sub_id(n), FILE_NUM=str(number), TRAN_ID=name,
                TRANSACTION_AMT=str(dollars))
            for n, (number, name, dollars) in enumerate(bulk, 1)
        ],
    )  # fmt: skip
    known = {(number, name): dollars for number, name, dollars in bulk}
    loads = [*range(1160001, 1160008), "indiv"]
    chance.shuffle(loads)
    for what in loads:
        if what == "indiv":
            ingest("indiv")
        else:
            number = int(what)
            amends = number - 2 if number > 1160004 else None
            filing = make_filing(
                file_number=number, form_type="F24A" if amends else "F3XN", form="F3X",
                coverage_from=None, amends=amends, amendment_number=1 if amends else None,
            )  # fmt: skip
            for n in range(4):
                dollars = known.get((number, f"SA{n}"), chance.randrange(1, 900))
                make_rows(filing, {"transaction_id": f"SA{n}", "amount": f"{dollars}.{seed}5",
                                   "memo_code": "X" if n == 3 else ""})  # fmt: skip
            decide()
        if chance.random() < 0.7:
            ingest("electronic")
    ingest("electronic")
    filings = list(Filing.objects.all())
    assert total() == rolled_up() == plain_total(filings, bulk)
