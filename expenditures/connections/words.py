"""Sentences that can be printed after checking. They say what was filed; none says why."""

from datetime import date
from decimal import Decimal


def dollars(amount: Decimal) -> str:
    """Dollars, with cents where there are any.

    >>> dollars(Decimal("425000.00")), dollars(Decimal("12500.5"))
    ('$425,000', '$12,500.50')
    """
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f}"


def per_cent(share: Decimal) -> str:
    """A share as people say it; what is above zero never rounds to it.

    >>> per_cent(Decimal("43.26")), per_cent(Decimal("0.004")), per_cent(Decimal(100))
    ('43%', 'less than 1%', '100%')
    """
    if 0 < share < 1:
        return "less than 1%"
    if 99 < share < 100:
        return "more than 99%"
    return f"{share:.0f}%"


def day(when: date | None) -> str:
    """A day as "May 11, 2017"; "an unknown day" where there is none."""
    return f"{when:%B} {when.day}, {when.year}" if when else "an unknown day"


def same(kind: str, certainty: str) -> str:
    """Who also gave, as sure as it is.

    >>> same("person", "same_name"), same("organization", "possible")
    ('a donor of the same name and ZIP code', 'an organization of the same name')
    """
    if certainty == "identified":
        return "the same committee" if kind == "committee" else "the same donor"
    who = "an organization" if kind == "organization" else "a donor"
    return f"{who} of the same name{' and ZIP code' if certainty == 'same_name' else ''}"


def between(first: date | None, last: date | None) -> str:
    """When something was given: "on May 11, 2017" or "between May 11 and June 2, 2017"."""
    if first is None or last is None:
        return "on a day that is not given"
    if first == last:
        return f"on {day(first)}"
    if first.year == last.year:
        return f"between {first:%B} {first.day} and {day(last)}"
    return f"between {day(first)} and {day(last)}"
