"""Money by industry: it agrees with its slow twin, and adds up to what the channels say."""

from decimal import Decimal

import pytest

from tests.donations.industry_twin import by_industry
from tests.sample_loaded import Loaded, loader, real_2020, sample  # noqa: F401
from tests.slow_twins import Files

# ruff: noqa: F811
_PARTS = """
SELECT candidate_id, part, sum(rows), sum(amount) FROM donations_candidateindustry
 WHERE cycle = %s GROUP BY 1, 2
"""
_CHANNELS = {
    "individuals_itemized": "people",
    "refunds_individuals": "refunds",
    "committees": "committees",
    "party": "committees",
}


def agrees(loaded: Loaded, cycle: int) -> None:
    stored = {
        (candidate, part, slug): (rows, amount)
        for candidate, part, slug, rows, amount in loaded.rows(
            "SELECT candidate_id, part, slug, sum(rows), sum(amount)"
            " FROM donations_candidateindustry t JOIN donations_industry i ON i.id = industry_id"
            " WHERE cycle = %s AND part <> 'committees' GROUP BY 1, 2, 3",
            cycle,
        )
    }
    expected = by_industry(Files(loaded.folder, cycle))
    assert stored == expected
    assert stored


def adds_up(loaded: Loaded, cycle: int) -> None:
    expected: dict[tuple[str, str], tuple[int, Decimal]] = {}
    for (candidate, channel), (rows, amount) in loaded.totals(cycle).items():
        part = _CHANNELS.get(channel)
        if part and rows:
            before = expected.get((candidate, part), (0, Decimal(0)))
            expected[candidate, part] = (before[0] + rows, before[1] + (amount or 0))
    found = loaded.rows(_PARTS, cycle)
    assert {(who, part): (rows, amount) for who, part, rows, amount in found} == expected
    receipts = loaded.rows(
        "SELECT committee_id, source, counted_as, sum(rows), sum(amount)"
        " FROM donations_industrytotal WHERE cycle = %s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        cycle,
    )
    assert receipts == loaded.rows(
        "SELECT committee_id, source, counted_as, sum(rows), sum(amount)"
        " FROM donations_committeetotal WHERE cycle = %s AND source IN ('indiv', 'oth')"
        " AND counted_as NOT IN ('memo', 'conduit', 'unknown')"
        " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        cycle,
    )
    months = "SELECT part, sum(amount) FROM donations_industrymonth WHERE cycle = %s GROUP BY 1"
    assert dict(loaded.rows(months, cycle)) == {
        {"individual": "people", "committee": "committees"}[counted_as]: amount
        for counted_as, amount in loaded.rows(
            "SELECT counted_as, sum(amount) FROM donations_industrytotal WHERE cycle = %s"
            " AND counted_as IN ('individual', 'committee') GROUP BY 1",
            cycle,
        )
    }


def test_the_sample_agrees_with_the_slow_twin(sample: Loaded) -> None:
    agrees(sample, 2018)


def test_the_sample_s_industries_add_up_to_its_channels(sample: Loaded) -> None:
    adds_up(sample, 2018)


@pytest.mark.fec
def test_the_real_files_agree_with_the_slow_twin(real_2020: Loaded) -> None:
    agrees(real_2020, 2020)


@pytest.mark.fec
def test_the_real_files_industries_add_up_to_their_channels(real_2020: Loaded) -> None:
    adds_up(real_2020, 2020)
