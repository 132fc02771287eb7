"""How much an individual may give to a candidate for each election, by cycle.

US dollars. Set by 52 U.S.C. 30116(a)(1)(A) and raised for inflation in each odd year; the FEC
publishes the amounts in the Federal Register. Before 2003 it was $1,000.
"""

from decimal import Decimal

_BY_CYCLE = {
    2004: 2_000, 2006: 2_100, 2008: 2_300, 2010: 2_400, 2012: 2_500, 2014: 2_600, 2016: 2_700,
    2018: 2_700, 2020: 2_800, 2022: 2_900, 2024: 3_300, 2026: 3_500,
}  # fmt: skip


def limit_of(cycle: int) -> Decimal | None:
    """The limit in a cycle; none where it is not known here."""
    amount = 1_000 if 1976 <= cycle < 2004 else _BY_CYCLE.get(cycle)
    return Decimal(amount) if amount else None
