"""The trace of money: conserved to the cent, circles solved, the same in any order."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expenditures.money_flow import Flow, Pool, TraceError, trace, whole_cents
from expenditures.money_sources import CIRCLE, EMPTY
from tests.expenditures import flow_twin

NAMES = "abcdef"
CENTS = st.integers(0, 10**9)


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, Pool]:
    """A few committees that fund each other in any way, circles and empty ones included."""
    return {
        name: Pool(
            draw(st.dictionaries(st.sampled_from(["individual", "loan"]), CENTS, max_size=2)),
            draw(st.dictionaries(st.sampled_from(NAMES), CENTS, max_size=3)),
        )
        for name in NAMES
    }


def follow(graph: dict[str, Pool], cents: int = 1_000_000) -> Flow | None:
    """The trace of what "a" spent; none where a circle hardly lets anything out."""
    try:
        return trace("a", cents, graph.__getitem__)
    except TraceError:
        return None


def test_money_through_two_committees_by_hand() -> None:
    graph = {
        "spender": Pool({"individual": 25_00}, {"party": 75_00}),
        "party": Pool({"individual": 90_00, "loan": 10_00}, {}),
    }
    flow = trace("spender", 200_00, graph.__getitem__)
    assert flow.entries == {
        ("spender", "individual"): 50_00,
        ("party", "individual"): 135_00,
        ("party", "loan"): 15_00,
    }
    assert flow.steps == {("party", "spender"): 150_00}
    assert flow.layers == {"spender": 0, "party": 1}


def test_a_circle_is_solved_by_hand() -> None:
    # Half of a's money is b's, half of b's is a's: of a dollar, 2/3 came in at a and 1/3 at b.
    graph = {"a": Pool({"x": 50}, {"b": 50}), "b": Pool({"y": 50}, {"a": 50})}
    flow = trace("a", 300, graph.__getitem__)
    assert flow.entries == {("a", "x"): 200, ("b", "y"): 100}
    # A dollar that goes round passes each way more than once.
    assert flow.steps == {("b", "a"): 200, ("a", "b"): 100}


def test_a_circle_that_nothing_came_into_has_no_source() -> None:
    graph = {"a": Pool({"x": 50}, {"b": 50}), "b": Pool({}, {"c": 7}), "c": Pool({}, {"b": 7})}
    assert trace("a", 100, graph.__getitem__).entries == {("a", "x"): 50, ("b", CIRCLE): 50}


def test_a_committee_that_reported_nothing_is_an_end() -> None:
    graph = {"a": Pool({}, {"b": 5}), "b": Pool()}
    assert trace("a", 99, graph.__getitem__).entries == {("b", EMPTY): 99}
    assert trace("b", 99, graph.__getitem__).entries == {("b", EMPTY): 99}


def test_money_that_hardly_leaves_a_circle_is_not_guessed() -> None:
    huge = 10**17
    graph = {
        "a": Pool({}, {"b": huge}),
        "b": Pool({"x": 1}, {"a": huge}),
    }
    flow = follow(graph, 10**12)
    assert flow is None or sum(flow.entries.values()) == 10**12


@given(graphs(), CENTS)
@settings(max_examples=200, deadline=None)
def test_every_cent_is_found_and_as_the_slow_twin_says(graph: dict[str, Pool], cents: int) -> None:
    flow = follow(graph, cents)
    if flow is None:
        return
    assert sum(flow.entries.values()) == cents
    exact = flow_twin.shares("a", graph)
    assert sum(exact.values()) == 1
    for entry in exact.keys() | flow.entries.keys():
        wanted = exact.get(entry, Fraction(0)) * cents
        assert abs(flow.entries.get(entry, 0) - wanted) < Fraction(3, 2), entry


@given(graphs())
@settings(max_examples=100, deadline=None)
def test_as_every_path_walked_says(graph: dict[str, Pool]) -> None:
    flow = follow(graph)
    if flow is None:
        return
    found, under_way = flow_twin.walked("a", graph, 40)
    for entry, share in found.items():
        part = flow.entries.get(entry, 0)
        assert share * 1_000_000 - 2 < part < (share + under_way) * 1_000_000 + 2


@given(graphs(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_reading_plays_no_part(graph: dict[str, Pool], luck: random.Random) -> None:
    def shuffled(parts: dict[str, int]) -> dict[str, int]:
        items = list(parts.items())
        luck.shuffle(items)
        return dict(items)

    other = {
        name: Pool(shuffled(dict(pool.outside)), shuffled(dict(pool.inside)))
        for name, pool in graph.items()
    }
    flow, again = follow(graph), follow(other)
    assert (flow and flow.entries) == (again and again.entries)


@given(graphs(), st.integers(2, 1000))
@settings(max_examples=100, deadline=None)
def test_what_is_in_all_pools_times_the_same_is_the_same(
    graph: dict[str, Pool], times: int
) -> None:
    larger = {
        name: Pool(
            {source: part * times for source, part in pool.outside.items()},
            {other: part * times for other, part in pool.inside.items()},
        )
        for name, pool in graph.items()
    }
    flow, again = follow(graph), follow(larger)
    assert (flow and flow.entries) == (again and again.entries)


@given(graphs(), st.dictionaries(st.sampled_from(NAMES), CENTS, max_size=4))
@settings(max_examples=100, deadline=None)
def test_a_committee_that_gave_to_none_of_them_changes_nothing(
    graph: dict[str, Pool], received: dict[str, int]
) -> None:
    flow = follow(graph)
    again = follow(graph | {"stranger": Pool({"individual": 5}, received)})
    assert (flow and flow.entries) == (again and again.entries)


@pytest.mark.parametrize(
    ("shares", "cents", "wanted"),
    [
        ({("a", "x"): 1 / 3, ("a", "y"): 1 / 3, ("a", "z"): 1 / 3}, 100, [34, 33, 33]),
        ({("a", "x"): 0.5, ("a", "y"): 0.5}, 1, [1]),
        ({("a", "x"): 1.0, ("a", "y"): 0.0}, 7, [7]),
        ({}, 7, []),
    ],
)
def test_cents_are_split_without_a_rest(
    shares: dict[tuple[str, str], float], cents: int, wanted: list[int]
) -> None:
    parts = whole_cents(shares, cents)
    assert [parts[entry] for entry in sorted(parts)] == wanted
