"""Industries and donors at the end of a trace: in proportion, to the cent, by the day."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from expenditures.money_makeup import MakeUp, Sums
from sample import story
from tests.sample_loaded import Loaded, loader, sample  # noqa: F401 (fixtures)

# ruff: noqa: F811
Row = tuple[int, int, int, int]
rows_of_receipts = st.lists(
    st.tuples(st.integers(1, 5), st.integers(1, 4), st.integers(0, 9), st.integers(-500, 10**7)),
    max_size=40,
)
NOT_CLASSED = 99


def sums(rows: list[Row]) -> Sums:
    """Rows of committee, source, day, cents."""
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Sums(*(table[:, place] for place in range(4)))


@given(rows_of_receipts, st.dictionaries(st.integers(1, 6), st.integers(1, 10**9)), st.data())
def test_industries_add_up_and_agree_with_exact_fractions(
    rows: list[Row], named: dict[int, int], data: st.DataObject
) -> None:
    until = data.draw(st.integers(0, 9))
    sponsors = data.draw(st.dictionaries(st.integers(1, 6), st.integers(1, 4), max_size=2))
    makeup = MakeUp(sums(rows), sums([]), sponsors, NOT_CLASSED)
    found = makeup.by_industry(named, until)
    assert sum(found.values()) == sum(named.values())
    exact: dict[int, Fraction] = defaultdict(Fraction)
    for committee, cents in named.items():
        held: dict[int, int] = defaultdict(int)
        for where, source, day, amount in rows:
            if where == committee and day <= until:
                held[source] += amount
        held = {source: max(amount, 0) for source, amount in held.items()}
        whole = sum(held.values())
        if committee in sponsors:
            exact[sponsors[committee]] += cents
        elif whole:
            for source, amount in held.items():
                exact[source] += Fraction(cents * amount, whole)
        else:
            exact[NOT_CLASSED] += cents
    for industry in exact.keys() | found.keys():
        assert abs(found.get(industry, 0) - exact[industry]) < 2


@given(rows_of_receipts, st.permutations(range(40)))
def test_the_order_of_rows_plays_no_part(rows: list[Row], order: list[int]) -> None:
    named = {1: 1000, 2: 77, 5: 12345}
    shuffled = [rows[place] for place in order if place < len(rows)]
    one, other = (MakeUp(sums(each), sums(each), {}, NOT_CLASSED) for each in (rows, shuffled))
    assert one.by_industry(named, 5) == other.by_industry(named, 5)
    assert one.by_donor(named, lambda _: 10**6, 5) == other.by_donor(named, lambda _: 10**6, 5)


def test_a_donor_s_part_is_what_it_gave_of_all_that_was_given() -> None:
    # 7 gave 3,000 of 4,000 dollars before day 5, and more after it; 8 gave a tenth of that.
    gifts = sums([(1, 7, 2, 300_000), (1, 8, 3, 40_000), (1, 7, 6, 500_000)])
    makeup = MakeUp(sums([]), gifts, {}, NOT_CLASSED)
    found = makeup.by_donor({1: 10_000}, {1: 400_000}.__getitem__, until=5)
    assert [(one.donor, one.paid, one.part) for one in found] == [
        (7, 300_000, 7_500),
        (8, 40_000, 1_000),
    ]


def test_of_the_most_recent_money_a_donor_s_part_is_of_what_came_in_that_day() -> None:
    # Of day 3's 1,000 dollars half were spent, of day 6's 5,000 all; of day 2's nothing. Two thirds
    # of what 9 gave were paid back later.
    gifts = [
        (1, 7, 2, 300_000), (1, 8, 3, 40_000), (1, 9, 3, 60_000), (1, 7, 6, 500_000),
        (1, 9, 8, -40_000),
    ]  # fmt: skip
    makeup = MakeUp(sums(gifts), sums(gifts), {}, NOT_CLASSED)
    came = {1: {3: (30_000, 60_000), 6: (500_000, 500_000)}}
    found = makeup.by_donor({1: 530_000}, lambda _: 0, 7, came)
    assert {one.donor: (one.paid, one.part) for one in found} == {
        7: (800_000, 500_000),
        8: (40_000, 20_000),
        9: (60_000, 10_000),
    }
    assert makeup.by_industry({1: 530_000}, 7, came) == {7: 500_000, 8: 20_000, 9: 10_000}


def test_gifts_beyond_what_refunds_left_of_a_day_are_cut_alike() -> None:
    makeup = MakeUp(sums([]), sums([(1, 7, 3, 300), (1, 8, 3, 100)]), {}, NOT_CLASSED)
    found = makeup.by_donor({1: 200}, lambda _: 0, 9, {1: {3: (200, 200)}})
    assert [(one.donor, one.part) for one in found] == [(7, 150), (8, 50)]
    missing = makeup.by_industry({1: 200}, 9, {1: {3: (200, 200)}})
    assert missing == {NOT_CLASSED: 200}


def test_the_sample_s_industries_agree_with_each_row(sample: Loaded) -> None:
    receipts: dict[str, list[tuple[date, int, Decimal]]] = defaultdict(list)
    for committee, day, industry, amount in sample.rows(
        "SELECT c.committee_id, c.contribution_receipt_date,"
        "       coalesce(p.industry_id, (SELECT id FROM donations_industry"
        "                                 WHERE slug = 'not-classed')),"
        "       CASE c.counted_as WHEN 'individual' THEN contribution_receipt_amount"
        "                         ELSE -contribution_receipt_amount END"
        "  FROM donations_contribution c"
        "  LEFT JOIN donations_donorprofile p ON p.id = c.profile_id"
        " WHERE c.cycle = 2018 AND counts AND counted_as IN ('individual', 'refund_individual')"
    ):
        receipts[committee].append((day or date(2017, 1, 1), industry, amount))
    sponsored = dict(
        sample.rows(
            "SELECT h.committee_id, p.industry_id FROM filings_committeehistory h"
            "  JOIN donations_donorprofile p ON p.id ="
            "       -1099511627776 - substr(h.committee_id, 2)::bigint"
            "  JOIN donations_industry i ON i.id = p.industry_id AND i.is_industry"
            " WHERE h.cycle = 2018 AND organization_type <> ''"
        )
    )
    assert sponsored
    stored: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for trace, industry, amount in sample.rows(
        "SELECT trace_id, industry_id, amount FROM expenditures_traceindustry"
    ):
        stored[trace][industry] = amount
    named: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    for trace, committee, amount in sample.rows(
        "SELECT trace_id, committee_id, sum(amount) FROM expenditures_traceentry"
        " WHERE source IN ('person', 'organization', 'undisclosed') GROUP BY 1, 2"
    ):
        named[trace].append((committee, amount))
    compared = 0
    for trace, method, through in sample.rows("SELECT id, method, through FROM expenditures_trace"):
        until = date.max if method == "cycle" else through
        exact: dict[int, Fraction] = defaultdict(Fraction)
        for committee, amount in named[trace]:
            if committee in sponsored:
                exact[sponsored[committee]] += Fraction(amount)
                continue
            held: dict[int, Decimal] = defaultdict(Decimal)
            for day, industry, given_amount in receipts[committee]:
                if day <= until:
                    held[industry] += given_amount
            whole = sum(max(part, 0) for part in held.values())
            for industry, part in held.items():
                exact[industry] += Fraction(amount) * Fraction(max(part, 0)) / Fraction(whole)
        assert sum(stored[trace].values()) == sum(amount for _, amount in named[trace])
        if method == "recent":  # By day: see test_tracing.
            continue
        for industry in exact.keys() | stored[trace].keys():
            found = stored[trace].get(industry, Decimal(0))
            assert abs(Fraction(found) - exact[industry]) < Fraction(2, 100)
            compared += 1
    assert compared > 100


def test_the_sample_s_donors_by_hand(sample: Loaded) -> None:
    """Of all that the attack cost in the runoff, the funder's part and the company's.

    By June 25, 2017 the attacker had taken in $960,000: 425,000 from the funder in three spellings,
    300,000 from the company, 85,000 from two others, and 150,000 from the middleman, who had
    $172,500.50 by then, 160,000 of it from the same company.
    """
    found: dict[tuple[str, str], tuple[Any, ...]] = {
        (committee, key): (kind, names, layer, paid, amount)
        for committee, key, kind, names, layer, paid, amount in sample.rows(
            "SELECT d.committee_id, key, kind, names, layer, paid, amount"
            "  FROM expenditures_tracedonor d JOIN expenditures_trace t ON t.id = d.trace_id"
            " WHERE t.committee_id = %s AND t.candidate_id = %s AND election_type = 'R'"
            "   AND support_oppose_indicator = 'O' AND method = 'to_date'",
            story.ATTACKER,
            story.CANDIDATE_A,
        )
    }
    kind, names, layer, paid, amount = found[story.ATTACKER, "thornbury-aldous 95825"]
    assert (kind, layer, paid) == ("person", 0, story.FUNDER_TO_ATTACKER)
    assert names == sorted(story.FUNDER_NAME_VARIANTS)
    # 732,432.86 * 425,000 / 960,000.
    assert amount == Decimal("324254.13")
    kind, names, layer, paid, amount = found[story.MIDDLEMAN, "THORNBURY LOCKE HOLDINGS"]
    assert (kind, layer, paid) == ("organization", 1, story.COMPANY_TO_MIDDLEMAN)
    # 732,432.86 * (150,000 / 960,000) * (160,000 / 172,500.50).
    assert amount == Decimal("106149.38")
