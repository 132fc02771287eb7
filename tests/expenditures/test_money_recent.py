"""The most recent money first: by hand, against a slow exact twin, and never spent twice."""

from collections import defaultdict
from collections.abc import Hashable
from datetime import date
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expenditures.money_books import EPOCH, Books, Official, Spent
from expenditures.money_flow import TraceError
from expenditures.money_recent import Recent, net_of_refunds
from expenditures.money_sources import CODES, EMPTY, NAMED
from tests.expenditures import flow_twin

PERSON, ORGANIZATION, LOAN = -1, -2, -6
BEGINS = (date(2017, 1, 1) - EPOCH).days
Rows = list[tuple[int, int, int, int]]


def books(rows: Rows, spending: Rows, official: dict[int, Official] | None = None) -> Books:
    """Of receipts (committee, day of the cycle, source, cents), and spending (…, cents, part)."""
    table = np.array(sorted(rows), dtype=np.int64).reshape(-1, 4)
    table[:, 1] += BEGINS
    spent = np.array(spending, dtype=np.int64).reshape(-1, 4)
    spent[:, 1] += BEGINS
    return Books(2018, *(table[:, place] for place in range(4)), official or {}, spent)


def spent(committee: int, *days: tuple[int, int]) -> Spent:
    """What a committee spent on some days of the cycle, in cents."""
    newest = date.fromordinal(EPOCH.toordinal() + BEGINS + max(day for day, _ in days))
    return Spent(
        f"C{committee:08d}",
        sum(cents for _, cents in days),
        newest,
        days=tuple((BEGINS + day, cents) for day, cents in days),
    )


def traced(held: Recent, *days: tuple[int, int]) -> dict[str, int]:
    """Cents by "committee source" of what committee 1 spent."""
    flow = held.follow(spent(1, *days))
    assert sum(flow.entries.values()) == flow.cents
    return {f"{str(node)[-1]} {source}": cents for (node, source), cents in flow.entries.items()}


def test_what_is_spent_is_gone() -> None:
    # The second expenditure finds the first one's money gone, and the third that of both.
    rows = [(1, 1, LOAN, 100), (1, 2, ORGANIZATION, 100), (1, 5, PERSON, 60)]
    held = Recent(books(rows, [(1, 3, 80, 1), (1, 6, 70, 2), (1, 7, 200, 1)]))
    assert traced(held, (3, 80)) == {"1 organization": 80}
    assert traced(held, (6, 70)) == {"1 person": 60, "1 organization": 10}
    assert traced(held, (7, 200)) == {"1 organization": 10, "1 loan": 100, f"1 {EMPTY}": 90}
    both = {"1 organization": 90, "1 loan": 100, f"1 {EMPTY}": 90}
    assert traced(held, (3, 80), (7, 200)) == both


def test_a_gift_passed_on_to_two_is_half_behind_each() -> None:
    rows = [(3, 1, PERSON, 500), (3, 2, LOAN, 100), (1, 4, 3, 100), (2, 5, 3, 100)]
    held = Recent(books(rows, [(1, 6, 100, 1), (2, 6, 100, 1)]))
    assert traced(held, (6, 100)) == {"3 loan": 100}
    other = held.follow(spent(2, (6, 100)))
    assert other.entries == {("C00000003", "person"): 100}
    assert other.layers == {"C00000002": 0, "C00000003": 1}
    assert other.steps == {("C00000003", "C00000002"): 100}


def test_sources_of_one_day_are_in_proportion() -> None:
    rows = [(1, 2, PERSON, 300), (1, 2, LOAN, 100), (1, 1, ORGANIZATION, 50)]
    held = Recent(books(rows, [(1, 3, 200, 1)]))
    assert traced(held, (3, 200)) == {"1 person": 150, "1 loan": 50}


def test_money_of_the_very_day_comes_last() -> None:
    rows = [(1, 3, PERSON, 100), (1, 1, LOAN, 60)]
    held = Recent(books(rows, [(1, 3, 100, 1), (1, 4, 50, 1)]))
    assert traced(held, (3, 100)) == {"1 loan": 60, "1 person": 40}
    assert traced(held, (4, 50)) == {"1 person": 50}


def test_small_gifts_and_cash_of_before_are_spent_once() -> None:
    held = Recent(
        books(
            [(1, 1, PERSON, 100)],
            [(1, 10, 150, 1), (1, 700, 250, 1)],
            # Of 300 from people 100 have names, all by the first day: so have come the other 200.
            {1: Official(opening_cash=70, individuals=300, through=BEGINS + 729)},
        )
    )
    assert traced(held, (10, 150)) == {"1 person": 100, "1 unitemized": 50}
    wanted = {"1 unitemized": 150, "1 opening_cash": 70, f"1 {EMPTY}": 30}
    assert traced(held, (700, 250)) == wanted


def test_a_credit_is_of_what_it_was_for() -> None:
    # 40 of the first 100 against one candidate were taken back later: 60 are left on that day.
    rows = [(1, 1, PERSON, 90), (1, 3, LOAN, 100)]
    held = Recent(books(rows, [(1, 2, 100, 1), (1, 4, -40, 1), (1, 4, 50, 2)]))
    assert traced(held, (2, 60)) == {"1 person": 60}
    assert traced(held, (4, 50)) == {"1 loan": 50}


def test_a_payment_that_is_not_known_has_no_source() -> None:
    assert traced(Recent(books([], [])), (3, 80)) == {f"1 {EMPTY}": 80}


@pytest.mark.parametrize(
    ("cents", "left"),
    [
        ((100, -30, 50), (70, 0, 50)),
        ((-30, 100, 50), (0, 100, 50)),
        ((100, 50, -120), (30, 0, 0)),
        ((100, -70, -70), (0, 0, 0)),
        ((100, -150, 60), (0, 0, 60)),
    ],
)
def test_refunds_take_the_newest_before_them(
    cents: tuple[int, int, int], left: tuple[int, int, int]
) -> None:
    one = np.ones(3, dtype=np.int64)
    _, _, days, found = net_of_refunds(one, one, np.arange(3), np.array(cents))
    kept = dict(zip(days.tolist(), found.tolist(), strict=True))
    assert tuple(kept.get(day, 0) for day in range(3)) == left


MONEY = st.integers(-3, 10).map(lambda n: n * 10**6)
receipts = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.integers(0, 6),
        st.sampled_from((PERSON, ORGANIZATION, LOAN, 1, 2, 3, 4)),
        MONEY,
    ),
    max_size=20,
)
spendings = st.lists(
    st.tuples(st.integers(1, 4), st.integers(2, 8), MONEY, st.integers(1, 2)), max_size=8
)


@given(receipts, spendings, st.randoms())
@settings(max_examples=300)
def test_agrees_with_a_slow_exact_twin_in_any_order(
    rows: Rows, spending: Rows, shuffled: Random
) -> None:
    graph = flow_twin.piles(rows, spending)
    mixed = list(rows)
    shuffled.shuffle(mixed)
    held = Recent(books(mixed, spending))
    for committee in range(1, 5):
        days = flow_twin.kept_by_day(spending, committee)
        if not days:
            continue
        try:
            flow = held.follow(spent(committee, *days))
        except TraceError:
            continue
        wanted: dict[tuple[Hashable, Hashable], Fraction] = defaultdict(Fraction)
        for day, cents in days:
            for (node, source), share in flow_twin.shares((committee, day), graph).items():
                wanted[f"C{node[0]:08d}", flow_twin.kind_of(source)] += share * cents
        for entry in wanted.keys() | flow.entries.keys():
            # Whole cents at each of some dozens of payments, where all amounts are 10,000 dollars.
            assert abs(wanted[entry] - flow.entries.get(entry, 0)) < 10_00, entry


@given(receipts, spendings)
@settings(max_examples=300)
def test_no_dollar_is_behind_two_expenditures(rows: Rows, spending: Rows) -> None:
    held = Recent(books(rows, spending))
    behind: dict[tuple[str, Hashable], int] = defaultdict(int)
    of_days: dict[tuple[int, int], int] = defaultdict(int)
    wholes: dict[tuple[int, int], int] = {}
    for committee in range(1, 5):
        if days := flow_twin.kept_by_day(spending, committee):
            try:
                flow = held.follow(spent(committee, *days))
            except TraceError:
                return
            named: dict[str, int] = defaultdict(int)
            for receiver, came in flow.came.items():
                for day, (cents, whole) in came.items():
                    of_days[receiver, day] += cents
                    wholes[receiver, day] = whole
                    named[f"C{receiver:08d}"] += cents
            entries: dict[str, int] = defaultdict(int)
            for (node, source), cents in flow.entries.items():
                if source in NAMED:
                    entries[str(node)] += cents
            assert named == entries
            for (node, source), cents in flow.entries.items():
                behind[str(node), source] += cents
    for (node, source), cents in behind.items():
        gave = sum(
            row[3]
            for row in rows
            if f"C{row[0]:08d}" == node and CODES.get(row[2]) == source and row[3] > 0
        )
        if source in {"person", "organization", "loan"}:
            assert cents <= gave + 100
    assert all(cents <= wholes[key] + 100 for key, cents in of_days.items())
