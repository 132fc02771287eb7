"""Traces through all pools at once: the same as one pool after the other, to the cent."""

from collections import defaultdict
from collections.abc import Hashable
from datetime import date

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from expenditures.money_books import EPOCH, Books, Official, Spent, follow
from expenditures.money_days import Days
from expenditures.money_flow import TraceError
from expenditures.money_network import of_flow, whole_parts
from expenditures.money_recent import Recent
from expenditures.money_sources import CODES, METHODS, SMALLER, Method

BEGINS = (date(2017, 1, 1) - EPOCH).days
# Committee, day, source (a committee, or a code below zero), cents.
receipts = st.lists(
    st.tuples(
        st.integers(1, 7),
        st.integers(BEGINS, BEGINS + 20),
        st.one_of(st.integers(1, 7), st.integers(-8, -1)),
        st.integers(-(10**5), 10**8),
    ),
    max_size=40,
)
officials = st.dictionaries(
    st.integers(1, 8),
    st.builds(
        Official, st.integers(0, 10**6), st.integers(0, 10**8), st.integers(BEGINS, BEGINS + 25)
    ),
    max_size=5,
)


# Committee, day, cents.
spendings = st.lists(
    st.tuples(st.integers(1, 8), st.integers(BEGINS, BEGINS + 20), st.integers(-(10**5), 10**9)),
    max_size=6,
)


def books(
    rows: list[tuple[int, int, int, int]],
    official: dict[int, Official],
    spending: list[tuple[int, int, int]] = [],  # noqa: B006 (read alone)
) -> Books:
    table = np.array(sorted(rows), dtype=np.int64).reshape(-1, 4)
    return Books(
        2018,
        *(np.ascontiguousarray(table[:, place]) for place in range(4)),
        official,
        np.array([(*row, 1) for row in spending], dtype=np.int64).reshape(-1, 4),
    )


@given(
    receipts,
    officials,
    spendings,
    st.integers(0, 22),
    st.integers(1, 10**10),
    st.sampled_from((1, 8)),
)
def test_agrees_with_one_pool_after_the_other(
    rows: list[tuple[int, int, int, int]],
    official: dict[int, Official],
    spending: list[tuple[int, int, int]],
    day: int,
    cents: int,
    start: int,
) -> None:
    spent = Spent(f"C{start:08d}", cents, date.fromordinal(EPOCH.toordinal() + BEGINS + day))
    for method in ("to_date", "cycle"):
        held = books(rows, official, spending)
        try:
            flow = follow(held, spent, method)
        except TraceError:
            continue
        wanted = of_flow(flow)
        found = Days(held).follow(spent, method)
        assert sum(entry[3] for entry in found.entries) == cents
        one = {entry[:3]: entry[3] for entry in wanted.entries}
        other = {entry[:3]: entry[3] for entry in found.entries}
        for entry in one.keys() | other.keys():
            assert abs(one.get(entry, 0) - other.get(entry, 0)) <= 1, entry
        assert found.layers == wanted.layers
        assert sum(found.named.values()) == sum(
            part
            for _, source, _, part in found.entries
            if source in ("person", "organization", "undisclosed")
        )
        steps = {step[:2]: step[2] for step in wanted.steps}
        for giver, recipient, part in found.steps:
            assert abs(steps.get((giver, recipient), 0) - part) <= 1


gifts = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.integers(BEGINS, BEGINS + 9),
        st.sampled_from((-1, -2, -6, 1, 2, 3, 4)),
        st.integers(1, 10**6),
    ),
    min_size=4,
    max_size=20,
)


@given(gifts, st.integers(4, 12), st.integers(1, 10**7), st.sampled_from(sorted(METHODS)))
@settings(max_examples=300)
def test_nobody_paid_more_than_they_gave(
    rows: list[tuple[int, int, int, int]], day: int, cents: int, method: Method
) -> None:
    when = BEGINS + day
    spent = Spent("C00000001", cents, date.fromordinal(EPOCH.toordinal() + when))
    held = books(rows, {}, [(1, when, cents)])
    try:
        flow = Recent(held).follow(spent) if method == "recent" else follow(held, spent, method)
    except TraceError:
        return
    assert sum(flow.entries.values()) == cents
    for (node, source), part in flow.entries.items():
        if source in {"person", "organization", "loan"}:
            code = next(code for code, name in CODES.items() if name == source)
            gave = sum(
                row[3] for row in rows if f"C{row[0]:08d}" == node and row[2] == code and row[3] > 0
            )
            assert part <= gave + 1


@given(st.lists(st.floats(0, 1, allow_nan=False), min_size=1, max_size=50), st.integers(0, 10**12))
@example([5e-324, 5e-324, 5e-324], 10**12)
@example([5e-324, 1.0], 7)
def test_parts_are_whole_cents_that_add_up(shares: list[float], cents: int) -> None:
    array = np.array(shares)
    parts = whole_parts(array, cents, (np.arange(len(shares)),))
    if array.sum() > 0:
        assert parts.sum() == cents
        assert (abs(parts - array / array.sum() * cents) < 1.01).all()


def test_small_parts_stand_together_and_nothing_is_lost() -> None:
    # The spender has a dollar and more from each of 300 committees, which had theirs from people.
    day = BEGINS
    rows = [(1, day + 1, 10 + n, 100 + n) for n in range(300)]
    rows += [(10 + n, day, -1, 1000) for n in range(300)]
    held = books(rows, {})
    found = Days(held).follow(Spent("C00000001", 74_850, date(2018, 1, 1)), "to_date")
    kept: dict[Hashable, int] = defaultdict(int)
    for committee, _, layer, cents in found.entries:
        kept[committee] += cents
        assert layer == 1
    assert len(kept) == 201
    # The smallest hundred gave 100 to 199 cents each.
    assert kept[SMALLER] == sum(range(100, 200))
    assert sum(kept.values()) == 74_850
    assert len(found.named) == 300
