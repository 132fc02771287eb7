"""Which filing of a chain is true: decided as a whole, whatever the order of arrival."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filings.amendments import decide_chains
from filings.models import Filing
from tests.filings.electronic_factories import make_filing

pytestmark = pytest.mark.django_db
FILER = "C00900001"
Fate = dict[int, tuple[int | None, bool]]


def decide(*committees: str) -> None:
    """Decide the chains on the test's own connection."""
    connection.ensure_connection()
    decide_chains(connection.connection, committees or (FILER,))


def fates() -> Fate:
    """Each filing's number, with the one that replaced it, and whether it counts."""
    return {
        number: (superseded_by, counts)
        for number, superseded_by, counts in Filing.objects.values_list(
            "file_number", "superseded_by", "counts"
        )
    }


BASE = {"file_number": 101, "form_type": "F3N"}
FIRST = {"file_number": 102, "form_type": "F3A", "amends": 101, "amendment_number": 1}
SECOND = {"file_number": 103, "form_type": "F3A", "amends": 101, "amendment_number": 2}


@pytest.mark.parametrize("order", list(permutations((BASE, FIRST, SECOND))))
def test_three_filings_in_any_order_give_the_same_end(order: tuple[dict[str, Any], ...]) -> None:
    for filing in order:
        make_filing(**filing)
        decide()
    assert fates() == {101: (103, False), 102: (103, False), 103: (None, True)}


def test_the_highest_amendment_number_wins_though_its_file_came_first() -> None:
    make_filing(**BASE)
    make_filing(file_number=110, form_type="F3A", amends=101, amendment_number=3)
    make_filing(file_number=120, form_type="F3A", amends=101, amendment_number=2)
    decide()
    assert [number for number, (_, counts) in fates().items() if counts] == [110]


def test_a_missing_base_is_kept_as_the_chain_s_name_and_marked() -> None:
    make_filing(**FIRST)
    decide()
    filing = Filing.objects.get()
    assert (filing.chain_base, filing.base_missing, filing.counts) == (101, True, True)
    make_filing(**BASE)
    decide()
    assert fates() == {101: (102, False), 102: (None, True)}
    assert not Filing.objects.filter(base_missing=True).exists()


def test_an_amendment_of_an_amendment_is_of_the_same_chain() -> None:
    make_filing(**BASE)
    make_filing(**FIRST)
    make_filing(file_number=104, form_type="F3A", amends=102, amendment_number=2)
    decide()
    assert fates() == {101: (104, False), 102: (104, False), 104: (None, True)}
    assert set(Filing.objects.values_list("chain_base", flat=True)) == {101}


def test_a_committee_s_filings_are_not_replaced_by_another_s() -> None:
    make_filing(**BASE)
    make_filing(**FIRST | {"committee_id": "C00900002"})
    decide(FILER, "C00900002")
    assert fates() == {101: (None, True), 102: (None, True)}
    assert Filing.objects.get(pk=102).chain_base == 101


def test_a_report_filed_twice_for_one_period_counts_once() -> None:
    make_filing(file_number=201, form_type="F3XN")
    make_filing(file_number=202, form_type="F3XN")
    make_filing(file_number=203, form_type="F3XN", coverage_from=date(2018, 7, 1),
                coverage_through=date(2018, 9, 30))  # fmt: skip
    decide()
    assert fates() == {201: (202, False), 202: (None, True), 203: (None, True)}


def test_notices_without_a_period_are_no_versions_of_each_other() -> None:
    make_filing(file_number=301, form_type="F24N", report_code="24")
    make_filing(file_number=302, form_type="F24N", report_code="24")
    decide()
    assert fates() == {301: (None, True), 302: (None, True)}


def test_a_held_amendment_replaces_nothing_until_it_is_released() -> None:
    make_filing(**BASE)
    make_filing(**FIRST, is_held=True)
    decide()
    assert fates() == {101: (None, True), 102: (None, False)}
    Filing.objects.filter(pk=102).update(is_held=False, counts=True)
    decide()
    assert fates() == {101: (102, False), 102: (None, True)}


def test_a_held_base_is_replaced_by_a_sound_amendment() -> None:
    make_filing(**BASE, is_held=True)
    make_filing(**FIRST)
    decide()
    assert fates() == {101: (102, False), 102: (None, True)}


def test_filings_that_name_each_other_in_a_circle_end_with_one() -> None:
    make_filing(file_number=401, form_type="F3A", amends=402, amendment_number=1)
    make_filing(file_number=402, form_type="F3A", amends=401, amendment_number=2)
    decide()
    assert fates() == {401: (402, False), 402: (None, True)}


def test_what_changes_its_part_in_the_totals_is_due() -> None:
    make_filing(**BASE, facts_due=False)
    make_filing(**SECOND, facts_due=False)
    decide()
    assert set(Filing.objects.filter(facts_due=True).values_list("pk", flat=True)) == {101}


def plain_ends(filings: list[dict[str, Any]]) -> set[int]:
    """The slow twin: which filings count, each chain walked by hand."""
    by_number = {filing["file_number"]: filing for filing in filings}
    chains: dict[int, list[dict[str, Any]]] = {}
    for filing in filings:
        base, seen = filing, {filing["file_number"]}
        name = filing["file_number"]
        while base["amends"] is not None and base["amends"] not in seen:
            name = base["amends"]
            seen.add(name)
            if name not in by_number:
                break
            base = by_number[name]
        chains.setdefault(name, []).append(filing)
    ends = set()
    for chain in chains.values():
        sound = [filing for filing in chain if not filing["is_held"]]
        if sound:
            ends.add(max(sound, key=lambda f: (f["amendment_number"] or 0, f["file_number"]))
                     ["file_number"])  # fmt: skip
    return ends


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Filings that amend earlier ones, some of which are missing, in any order."""
    filings = []
    for number in range(501, 501 + draw(st.integers(1, 8))):
        amends = draw(st.none() | st.integers(500, number - 1)) if number > 501 else None
        filings.append({
            "file_number": number,
            "form_type": "F24A" if amends else "F24N",
            "amends": amends,
            "amendment_number": draw(st.integers(1, 4)) if amends else None,
            "is_held": draw(st.integers(0, 4)) == 0,
        })  # fmt: skip
    kept = [filing for filing in filings if draw(st.integers(0, 5))]
    return list(draw(st.permutations(kept)))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=histories())
def test_chains_agree_with_the_slow_twin(history: list[dict[str, Any]]) -> None:
    Filing.objects.all().delete()
    for filing in history:
        make_filing(**filing)
    decide()
    assert set(Filing.objects.counting().values_list("pk", flat=True)) == plain_ends(history)
