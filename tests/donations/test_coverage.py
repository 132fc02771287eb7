"""How much of the real files of 2020 the rules class, at least."""

from decimal import Decimal

import pytest

from tests.sample_loaded import Loaded, loader, real_2020  # noqa: F401

# ruff: noqa: F811
_SHARES = """
SELECT sum(t.amount) FILTER (WHERE i.slug <> 'not-classed'), sum(t.amount)
  FROM donations_profiletotal t
  JOIN donations_donorprofile p ON p.id = t.profile_id
  JOIN donations_industry i ON i.id = p.industry_id
 WHERE t.cycle = 2020 AND t.counted_as = ANY(%s)
"""
# A named employer is no way of saying self, none, retired or nothing.
_NAMED = """
SELECT sum(t.amount) FILTER (WHERE i.is_industry), sum(t.amount)
  FROM donations_profiletotal t
  JOIN donations_donorprofile p ON p.id = t.profile_id AND p.kind = 'person'
  JOIN donations_industry i ON i.id = p.industry_id
  JOIN donations_organization o ON o.id = p.organization_id
  LEFT JOIN donations_industry oi ON oi.id = o.industry_id
 WHERE t.cycle = 2020 AND t.counted_as = 'individual' AND oi.is_industry IS NOT FALSE
"""


def percent(loaded: Loaded, query: str, *values: object) -> Decimal:
    [(part, whole)] = loaded.rows(query, *values)
    return Decimal(100 * part / whole)


@pytest.mark.fec
def test_how_much_is_classed(real_2020: Loaded) -> None:
    assert percent(real_2020, _SHARES, ["individual"]) >= 97
    assert percent(real_2020, _SHARES, ["committee", "transfer"]) >= 97
    assert percent(real_2020, _NAMED) >= 85
