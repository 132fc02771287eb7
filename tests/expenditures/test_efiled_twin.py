"""Any notices, reports, amendments and decisions end as their slow twin says, in any order."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, event, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from expenditures.efiled import load_expenditures
from expenditures.models import IndependentExpenditure
from expenditures.notices import decide
from expenditures.review_notices import line_of
from filings.amendments import decide_chains
from filings.models import Candidate, Committee, CommitteeSummary, Filing, FilingRow, NoticeDecision
from tests.expenditures.notice_twin import Entry, Filed, Word
from tests.expenditures.notice_twin import decide as decide_slowly
from tests.filings.electronic_factories import make_filing, make_rows

SPENDER = "C00900003"
RECEIVED = date(2018, 6, 16)
FEBRUARY, MARCH, MAY, JUNE, JULY = (date(2018, month, 10) for month in (2, 3, 5, 6, 7))
PERIODS = {1: (date(2018, 1, 1), date(2018, 3, 31)), 2: (date(2018, 4, 1), date(2018, 6, 30))}
IDS = ["", "T1", "T2"]
CANDIDATES = ["H8CA90001", "H8CA90002"]


def entries(days: Sequence[date | None], *, is_report: bool) -> st.SearchStrategy[Entry]:
    return st.builds(
        Entry,
        transaction=st.sampled_from(IDS),
        candidate=st.sampled_from([CANDIDATES[0], *CANDIDATES, ""]),
        side=st.sampled_from("SO"),
        amount=st.sampled_from([Decimal("100.40"), Decimal("100.00"), Decimal("-20.75")]),
        payee=st.sampled_from(["X & CO", "X CO"]),
        spent=st.sampled_from(days),
        shown=st.sampled_from([None, FEBRUARY, MARCH, MAY, JULY]),
        memo=st.booleans() if is_report else st.just(False),
    )


@st.composite
def chains(draw: st.DrawFn, base: int, *, is_report: bool, quarter: int = 0) -> list[Filed]:
    """An original and up to two amendments, some of which are missing or in the FEC's files."""
    days = [FEBRUARY, MARCH] if quarter == 1 else [MAY, JUNE]
    first, last = PERIODS.get(quarter, (None, None))
    length = draw(st.integers(1, 3))
    places = draw(st.lists(st.sampled_from(["taken in", "taken in", "absent"]), min_size=length,
                           max_size=length))  # fmt: skip
    if draw(st.booleans()):
        places[draw(st.integers(0, length - 1))] = "bulk"
    # The highest number wins, whenever it came; the FEC's file only tells what was before.
    later = list(range(1, length))
    ranks = [0, *(later if "bulk" in places else draw(st.permutations(later)))]
    chain = []
    for rank, place in zip(ranks, places, strict=True):
        listed = st.lists(
            entries(days if is_report else [None, *days, MARCH], is_report=is_report),
            min_size=0 if place == "taken in" else 1, max_size=3,
        )  # fmt: skip
        chain.append(
            Filed(
                base + len(chain), is_report, draw(listed), base, rank, first, last, RECEIVED,
                is_taken_in=place == "taken in",
                is_in_csv=place == "bulk" or (place == "taken in" and draw(st.booleans())),
                is_held=place == "taken in" and draw(st.integers(0, 4)) == 0,
            )
        )  # fmt: skip
    if is_report:
        _put_one_in_pas2(draw, chain)
    else:
        _have_a_word(draw, chain)
    for filed in chain:
        for line, entry in enumerate(filed.entries, 3):
            entry.line, entry.filing = line, filed
            number = filed.number * 10 + line
            where = {"efile": f"efile/{filed.number}/{line}", "csv": f"csv/{filed.number}/{line}"}
            entry.key = where.get(filed.origin, f"pas2/{number}")
            if filed.origin == "pas2":
                entry.shown = None
    return chain


def _put_one_in_pas2(draw: st.DrawFn, chain: list[Filed]) -> None:
    """That file has one filing of a chain; without it none is known to be a report's."""
    bulk = [filed for filed in chain if filed.is_in_csv and not filed.is_taken_in]
    taken_in = [filed for filed in chain if filed.is_taken_in]
    for filed in bulk or draw(st.permutations(taken_in))[: draw(st.integers(0, 1))]:
        filed.is_in_pas2 = True
        # A filing of no known chain may be missing from the file of independent expenditures.
        if filed in bulk and filed.rank == 0 and len(chain) == 1:
            filed.is_in_csv = draw(st.booleans())


def _have_a_word(draw: st.DrawFn, chain: list[Filed]) -> None:
    for filed in chain:
        if filed.entries and draw(st.integers(0, 2)) == 0:
            filed.word = Word(
                3 + draw(st.integers(0, len(filed.entries) - 1)),
                draw(st.sampled_from(["same", "separate"])),
                draw(st.sampled_from([1170010, 1170011, 1170012, 1170020])),
                draw(st.sampled_from(IDS)),
            )


worlds = st.tuples(
    chains(1160010, is_report=False),
    chains(1160020, is_report=False),
    chains(1170010, is_report=True, quarter=1),
    chains(1170020, is_report=True, quarter=2),
).map(lambda found: [filed for chain in found for filed in chain])


def bring(filed: Filed, chain: list[Filed]) -> None:
    """Write a filing where it stands, as the loads leave it."""
    code = {PERIODS[1]: "Q1", PERIODS[2]: "Q2"}.get((filed.first, filed.last), "48")  # type: ignore[arg-type]
    # A chain hangs together: the file names the filing before, or else the original.
    known = [
        one for one in chain if one.rank < filed.rank and (one.rank == 0 or one.stands_anywhere)
    ]
    before = max(known, key=lambda one: one.rank, default=None)
    if filed.is_taken_in:
        made = make_filing(
            file_number=filed.number, committee_id=SPENDER, report_code=code,
            form_type=("F3X" if filed.is_report else "F24") + ("A" if filed.rank else "N"),
            amends=filed.base if filed.rank else None,
            amendment_number=filed.rank or None, coverage_from=filed.first,
            coverage_through=filed.last, received_at=datetime(2018, 6, 16, 12, tzinfo=UTC),
            is_held=filed.is_held,
        )  # fmt: skip
        if filed.entries:
            make_rows(made, *(
                {"row_type": "SE", "transaction_id": one.transaction, "amount": one.amount,
                 "candidate_id": one.candidate, "support_oppose": one.side, "name": one.payee,
                 "date": one.spent, "dissemination_date": one.shown,
                 "memo_code": "X" if one.memo else ""}
                for one in filed.entries
            ))  # fmt: skip
    with connection.cursor() as cursor:
        for one in filed.entries if filed.is_in_pas2 else ():
            cursor.execute(
                "INSERT INTO expenditures_candidatetransaction VALUES (%s, NULL, 0, %s, %s, 2018,"
                " 2018, %s, %s, %s, %s, %s, %s, 'reported', '', %s, '', '', '', '', %s, '', %s, '',"
                " %s, '', %s, 'pas2')",
                (filed.number * 10 + one.line, filed.number, one.spent, not one.memo,
                 "memo" if one.memo else "independent_expenditure", one.cut, SPENDER,
                 one.candidate, one.candidate, one.payee, code,
                 "24E" if one.side == "S" else "24A", "X" if one.memo else "", one.transaction),
            )  # fmt: skip
    for one in filed.entries if filed.is_in_csv else ():
        IndependentExpenditure.objects.create(
            key=f"csv/{filed.number}/{one.line}", origin="csv", cycle=2018, form="notice",
            committee_id=SPENDER, candidate_id=one.candidate, support_oppose_indicator=one.side,
            expenditure_amount=one.amount, expenditure_date=one.spent, dissemination_date=one.shown,
            receipt_date=filed.received, payee_name=one.payee, file_number=filed.number,
            previous_file_number=before.number if before else None,
            transaction_id=one.transaction, coverage="open", counts=False,
            row_hash=-filed.number * 10 - one.line,
        )  # fmt: skip


def say(filed: Filed, by: User) -> None:
    """Write down the reviewer's word on a row, as the page does."""
    word = filed.word
    row: IndependentExpenditure | FilingRow | None = None
    if word and filed.is_taken_in:
        row = FilingRow.objects.get(file_number=filed.number, line=word.line)
    elif word and filed.is_in_csv:
        row = IndependentExpenditure.objects.get(key=f"csv/{filed.number}/{word.line}")
    if word and row:
        NoticeDecision.objects.create(
            notice_file_number=filed.number, notice_line=line_of(row),
            notice_transaction_id=row.transaction_id, decision=word.decision,
            report_file_number=word.report or None, report_transaction_id=word.transaction,
            decided_by=by, decided_at=timezone.now(), note="x",
        )  # fmt: skip


def settle() -> None:
    raw = connection.connection
    decide_chains(raw, [SPENDER])
    load_expenditures(raw, list(Filing.objects.values_list("file_number", flat=True)))
    decide(raw, 2018, lambda *_: None)


@pytest.mark.django_db
@hypothesis_settings(
    max_examples=80, deadline=None, suppress_health_check=[*HealthCheck],
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)  # fmt: skip
@given(
    world=worlds,
    through=st.sampled_from([None, FEBRUARY, MAY, JULY]),
    order=st.randoms(use_true_random=False),
    halfway=st.integers(0, 6),
)
def test_any_filings_in_any_order_end_as_gone_through_one_by_one(
    world: list[Filed], through: date | None, order: Any, halfway: int
) -> None:
    expected = decide_slowly(world, through)
    arriving = list(world)
    order.shuffle(arriving)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE expenditures_candidatetransaction_pas2_2018 PARTITION OF"
                " expenditures_candidatetransaction_pas2 FOR VALUES IN (2018)"
            )
        Committee.objects.create(committee_id=SPENDER)
        for candidate in CANDIDATES:
            Candidate.objects.create(candidate_id=candidate, newest_cycle=2018)
        if through:
            CommitteeSummary.objects.create(
                cycle=2018, committee_id=SPENDER, coverage_end_date=through, row_hash=0
            )
        reviewer = User.objects.create_user("reviewer")
        for place, filed in enumerate(arriving):
            if place == halfway:
                settle()
            bring(filed, [one for one in world if one.base == filed.base])
            say(filed, reviewer)
        settle()
        found = {
            spent.key: (
                spent.counts,
                spent.coverage,
                spent.covered_by_file_number
                and (spent.covered_by_file_number, spent.covered_by_transaction_id),
            )
            for spent in IndependentExpenditure.objects.filter(is_repeated=False)
        }
        transaction.set_rollback(True)
    for fate in expected.values():
        event(fate.coverage or str(fate.counts))
    assert found == {
        key: (fate.counts, fate.coverage, fate.covered_by) for key, fate in expected.items()
    }
