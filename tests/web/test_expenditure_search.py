"""The search of independent expenditures against its slow twin: counts, sums, order, pages."""

import base64
import json
from decimal import Decimal
from random import Random

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web import expenditure_world as world
from web import expenditure_search
from web.donor_search import TooBroad
from web.expenditure_filters import DATES, SORTS, STATUSES, parse_expenditure_filter
from web.expenditure_search import search

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker):
    made = world.make_rows(Random(11), 250)
    with django_db_blocker.unblock(), transaction.atomic():
        world.store(made)
        yield made
        transaction.set_rollback(True)


def asked(query: dict[str, str]):
    found, errors = parse_expenditure_filter(query)
    assert not errors, errors
    return found


def agree(rows, query: dict[str, str]) -> None:
    """Count, sums and every page of a search are the twin's."""
    expected = [row for row in rows if world.matches(row, query)]
    totals = search(asked(query)).totals

    def added(side: str, *, counted: bool = False) -> Decimal:
        chosen = [
            row.expenditure_amount
            for row in expected
            if row.support_oppose_indicator == side and (row.counts or not counted)
        ]
        return sum(chosen, Decimal(0))

    assert totals.rows == len(expected)
    assert (totals.supported, totals.opposed, totals.neither) == (
        added("S"), added("O"), added(""),
    )  # fmt: skip
    assert totals.counted_rows == sum(row.counts for row in expected)
    assert (totals.counted_supported, totals.counted_opposed, totals.counted_neither) == (
        added("S", counted=True), added("O", counted=True), added("", counted=True),
    )  # fmt: skip
    walked: list[int] = []
    after = ""
    while True:
        page = search(asked({**query, "after": after}), size=7)
        walked += page.ids
        after = page.next
        if not after:
            break
    assert walked == world.in_order(expected, query.get("sort", "-amount"), query.get("dates", ""))


QUERIES = (
    {},
    {"status": "all"},
    {"side": "oppose", "status": "all"},
    {"side": "none", "status": "all"},
    {"spender": "C00000002"},
    {"spender": "bluebells citizens"},
    {"spender": "bluebell*", "status": "all"},
    {"spender": "nobodyatall"},
    {"candidate": "H8CA90001", "status": "all"},
    {"candidate": "roe", "status": "all"},
    {"candidate": "-roe", "status": "all"},
    {"candidate": "roe -nobody", "status": "all"},
    {"candidate": "=POE, PAT", "status": "all"},
    {"race": "2018-H-CA-90"},
    {"race": "2018-H-CA-90-special-2017", "status": "all"},
    {"race": "2020-H-CA-90", "status": "all"},
    {"payee": "mail co", "status": "all"},
    {"payee": "=MAIL CO", "status": "all"},
    {"payee": '"mail co" -inc', "status": "all"},
    {"payee": "-mail", "status": "all"},
    {"payee": "o'neil", "status": "all"},
    {"purpose": "tv", "status": "all"},
    {"purpose": "home mailer", "status": "all"},
    {"min": "100", "max": "2500.50"},
    {"max": "0"},
    {"from": "2018-06-02", "to": "2018-06-03"},
    {"election": "S2017,none", "status": "all"},
    {"form": "notice"},
    {"cycle": "2020", "form": "report", "status": "all"},
)


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_a_search_is_what_its_rows_add_up_to(rows, query):
    agree(rows, query)


@pytest.mark.parametrize("status", STATUSES)
def test_each_state_is_its_rows(rows, status):
    agree(rows, {"status": status})


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("dates", DATES)
def test_pages_neither_skip_nor_repeat_in_any_order(rows, sort, dates):
    agree(rows, {"status": "all", "sort": sort, "dates": dates})


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_a_broad_search_are_the_same(rows, sort, monkeypatch):
    monkeypatch.setattr(expenditure_search, "NARROW", 0)
    agree(rows, {"status": "all", "sort": sort})


one_of = st.sampled_from
FIELDS = {
    "side": one_of(["support", "oppose", "none"]),
    "spender": one_of(["C00000001", "bluebells", "inc -action", "C00000004"]),
    "candidate": one_of(["H8CA90002", "roe", "poe*", '"roe poe"', "-roe"]),
    "race": one_of(["2018-H-CA-90", "2018-H-CA-90-special-2017"]),
    "payee": one_of(["mail", "=MAIL CO", "-mail", "vision"]),
    "purpose": one_of(["mail*", "tv -ads", "=TV ADS"]),
    "min": one_of(["-100", "100", "1000"]),
    "max": one_of(["2500.50", "100000"]),
    "from": one_of(["2018-06-01", "2018-06-02"]),
    "to": one_of(["2018-06-02", "2018-06-04"]),
    "dates": one_of(["expenditure", "dissemination", "received"]),
    "form": one_of(["notice", "report"]),
    "status": one_of(["all", "covered", "memo", "superseded", "held"]),
    "cycle": one_of(["2018", "2020"]),
    "election": one_of(["G2018", "none,S"]),
    "sort": one_of(list(SORTS)),
}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=st.fixed_dictionaries({}, optional=FIELDS))
def test_any_fields_together_agree_with_the_slow_twin(rows, query):
    agree(rows, query)


def packed(values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "~~~",
        "é",
        packed("text"),
        packed({}),
        packed(["1", "2018"]),
        packed(["NaN", "2018", "k"]),
        packed(["1e5", "2018", "k"]),
        packed(["1", "2018; DROP TABLE x", "k"]),
        packed(["1", "2018", "\x00"]),
        packed(["1", "2018", "\ud800"]),
        packed([None, "2018", "k"]),
        packed([1, 2018, "k"]),
        "a" * 3000,
    ],
)
def test_a_cursor_that_cannot_be_read_is_the_first_page(rows, after):
    assert search(asked({"after": after})).ids == search(asked({})).ids


def test_a_page_stands_where_its_last_row_was_even_if_that_is_gone(rows):
    query = {"status": "all", "sort": "-date"}
    first = search(asked(query), size=10)
    second = search(asked({**query, "after": first.next}), size=10)
    gone = world.Row.objects.get(pk=first.ids[-1])
    gone.delete()
    try:
        assert search(asked({**query, "after": first.next}), size=10).ids == second.ids
    finally:
        gone.pk = first.ids[-1]
        gone.save(force_insert=True)


def test_a_search_that_takes_too_long_is_said_to_be_too_broad(rows, monkeypatch):
    def slowly(where):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(2)")

    monkeypatch.setattr(expenditure_search, "TIMEOUT_SECONDS", "0.05")
    monkeypatch.setattr(expenditure_search, "_add_up", slowly)
    with pytest.raises(TooBroad):
        search(asked({}))
