"""Pools by each method, by hand; and the sample's trace from its rows."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from expenditures.money_books import EPOCH, Books, Official, Spent, follow
from expenditures.money_recent import Recent
from expenditures.money_sources import EMPTY, METHODS, Method

PERSON, ORGANIZATION, LOAN = -1, -2, -6
SPENDER, PARTY, SHELL = 1, 2, 3


def day(month: int, number: int = 1) -> int:
    return (date(2018, month, number) - EPOCH).days


def books(
    *rows: tuple[int, int, int, int],
    official: dict[int, Official] | None = None,
    spent: tuple[tuple[int, int, int], ...] = (),
) -> Books:
    """Books of rows (committee, day, source, dollars), and (committee, day, dollars) spent."""
    table = np.array(sorted(rows), dtype=np.int64).reshape(-1, 4)
    spending = np.array([(*row, 1) for row in spent], dtype=np.int64).reshape(-1, 4)
    spending *= [1, 1, 100, 1]
    return Books(
        2018, table[:, 0], table[:, 1], table[:, 2], table[:, 3] * 100, official or {}, spending
    )


def traced(held: Books, dollars: int, month: int, method: Method = "to_date") -> dict[str, int]:
    """Dollars by "committee source", of money that the first committee spent on a month's 28th."""
    spent = Spent("C00000001", dollars * 100, date(2018, month, 28))
    if method == "recent":
        if not (held.spending[:, 0] == SPENDER).any():
            mine = [[SPENDER, spent.day, spent.cents, 1]]
            held = replace(held, spending=np.concatenate([held.spending, mine]))
        days = held.spending[held.spending[:, 0] == SPENDER][:, 1:3].tolist()
        flow = Recent(held).follow(replace(spent, days=tuple(days)))
    else:
        flow = follow(held, spent, method)
    assert sum(flow.entries.values()) == dollars * 100
    return {f"{node} {source}": cents // 100 for (node, source), cents in flow.entries.items()}


THREE = (
    (SPENDER, day(1), PERSON, 100),
    (SPENDER, day(2), PARTY, 300),
    (SPENDER, day(9), ORGANIZATION, 400),
    (PARTY, day(1), PERSON, 600),
    (PARTY, day(8), LOAN, 200),
)


@pytest.mark.parametrize(
    ("method", "wanted"),
    [
        ("to_date", {"C00000001 person": 50, "C00000002 person": 150}),
        (
            "cycle",
            {
                "C00000001 person": 25,
                "C00000001 organization": 100,
                "C00000002 person": 56,
                "C00000002 loan": 18,
            },
        ),
        ("recent", {"C00000002 person": 200}),
    ],
)
def test_each_method_by_hand(method: Method, wanted: dict[str, int]) -> None:
    found = traced(books(*THREE), 200, 3, method)
    assert found == wanted


def test_the_most_recent_money_reaches_back_as_far_as_needed() -> None:
    # March's 350 are February's 300 and 50 of January's.
    assert traced(books(*THREE), 350, 3, "recent") == {
        "C00000001 person": 50,
        "C00000002 person": 300,
    }


def test_a_refund_takes_its_source_s_money_back() -> None:
    rows = ((SPENDER, day(1), PERSON, 100), (SPENDER, day(1), LOAN, 100))
    refund = (SPENDER, day(2), PERSON, -60)
    assert traced(books(*rows, refund), 70, 3) == {"C00000001 person": 20, "C00000001 loan": 50}
    later = (SPENDER, day(2, 2), LOAN, 30)
    assert traced(books(*rows, refund, later), 170, 3, "recent") == {
        "C00000001 person": 40,
        "C00000001 loan": 130,
    }


def test_more_refunded_than_received_is_no_source() -> None:
    rows = ((SPENDER, day(1), PERSON, 100), (SPENDER, day(2), LOAN, -500))
    assert traced(books(*rows), 10, 3) == {"C00000001 person": 10}


def test_official_figures_bring_what_no_row_has() -> None:
    # 400 of 1,000 from individuals are itemized, half of them before May: so are the other 600.
    rows = ((SPENDER, day(2), PERSON, 200), (SPENDER, day(6), PERSON, 200))
    official = {SPENDER: Official(500_00, 1000_00, day(12, 31))}
    held = books(*rows, official=official)
    assert traced(held, 100, 5) == {
        "C00000001 person": 20,
        "C00000001 unitemized": 30,
        "C00000001 opening_cash": 50,
    }
    assert traced(held, 900, 5, "recent") == {
        "C00000001 person": 200,
        "C00000001 unitemized": 300,
        "C00000001 opening_cash": 400,
    }


def test_a_committee_without_receipts_ends_the_trace() -> None:
    rows = ((SPENDER, day(1), SHELL, 100),)
    assert traced(books(*rows), 100, 3) == {f"C00000003 {EMPTY}": 100}
    assert traced(books(), 100, 3) == {f"C00000001 {EMPTY}": 100}


@pytest.mark.parametrize("method", METHODS)
def test_who_gave_little_did_not_pay_for_much(method: Method) -> None:
    rows = ((SPENDER, day(1), PERSON, 100), (SPENDER, day(6), ORGANIZATION, 500))
    held = books(*rows, spent=((SPENDER, day(3), 400),))
    if method == "cycle":
        # Over the whole cycle there was enough.
        assert traced(held, 400, 3, method) == {
            "C00000001 person": 66,
            "C00000001 organization": 333,
        }
    else:
        assert traced(held, 400, 3, method) == {"C00000001 person": 100, f"C00000001 {EMPTY}": 300}


@pytest.mark.parametrize("method", METHODS)
def test_a_committee_that_gave_more_than_it_is_known_to_have_had(method: Method) -> None:
    rows = ((SPENDER, day(2), PARTY, 300), (PARTY, day(1), PERSON, 10))
    held = books(*rows, spent=((SPENDER, day(3), 300),))
    assert traced(held, 300, 3, method) == {"C00000002 person": 10, f"C00000002 {EMPTY}": 290}


def test_spending_on_two_candidates_shares_what_there_was() -> None:
    # Of 600 spent by then only 400 had come in: of the 300 on one of the two, 200.
    rows = ((SPENDER, day(1), PERSON, 400),)
    held = books(*rows, spent=((SPENDER, day(2), 300), (SPENDER, day(3), 300)))
    assert traced(held, 300, 3) == {"C00000001 person": 200, f"C00000001 {EMPTY}": 100}


def test_a_gift_on_the_day_of_spending_is_made_of_the_same_money() -> None:
    # It paid out 105 that day, 5 of it to the party: 100 of the 105 are 4.76 and 95.24.
    rows = ((SPENDER, day(1), LOAN, 395), (SPENDER, day(2), PERSON, 5))
    gift = (PARTY, day(3, 28), SPENDER, 5)
    held = books(*rows, gift, spent=((SPENDER, day(3, 28), 100),))
    assert traced(held, 100, 3, "recent") == {"C00000001 person": 4, "C00000001 loan": 95}


@pytest.mark.parametrize("method", METHODS)
def test_committees_that_gave_each_other_money_on_one_day(method: Method) -> None:
    rows = (
        (SPENDER, day(2), PARTY, 100),
        (PARTY, day(2), SPENDER, 100),
        (PARTY, day(1), PERSON, 100),
        (SPENDER, day(1), LOAN, 100),
    )
    found = traced(books(*rows), 90, 3, method)
    assert set(found) <= {"C00000001 loan", "C00000002 person"}
    if method != "recent":
        assert found == {"C00000001 loan": 60, "C00000002 person": 30}
