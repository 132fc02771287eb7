"""A whole donor search by state and by month: from roll-ups where they hold it, else from rows."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from donations.sources import RECEIPTS
from web.charts.given import bounded
from web.donor_conditions import Conditions, resolve, run
from web.donor_counts import CLASS
from web.donor_search import choose_driver, matching
from web.filters import DonorFilter

_KINDS = frozenset({"type", "election"})
_PLACE = _KINDS | {"state"}


def by_state(asked: DonorFilter) -> dict[str, Decimal]:
    """Gifts less refunds by state, in US dollars, of counted rows. Raises TakesLong."""
    return _net(asked, _states)


def by_month(asked: DonorFilter) -> dict[date | None, Decimal]:
    """Gifts less refunds by the month's first day, None without one. Raises TakesLong."""
    return _net(asked, _months)


def _net(asked: DonorFilter, sums: Callable[[Conditions], list[tuple[Any, ...]]]) -> Any:
    def ask() -> list[tuple[Any, ...]]:
        conditions = resolve(asked)
        return [] if conditions.impossible else sums(conditions)

    amounts: dict[Any, Decimal] = defaultdict(Decimal)
    for key, kind, amount in bounded(ask):
        # 1 was received, 2 was refunded; what never counts is 0 and adds nothing.
        if kind:
            amounts[key] += amount if kind == 1 else -amount
    return dict(amounts)


def _states(conditions: Conditions) -> list[tuple[Any, ...]]:
    if conditions.names <= _PLACE:
        where, values = _place(conditions)
        return run(
            "SELECT state, class, sum(amount) FROM donations_searchplace"  # noqa: S608
            f" WHERE {where} GROUP BY 1, 2",
            values,
        )
    return _of_rows(conditions, "c.contributor_state")


def _months(conditions: Conditions) -> list[tuple[Any, ...]]:
    names = conditions.names
    if names <= {"state"} or names <= _KINDS:
        where, values = _place(conditions)
        facet = "state" if "state" in names else "type"
        found = run(
            "SELECT date_trunc('month', date '1970-01-01' + at::integer)::date, class, sum(amount)"  # noqa: S608
            f" FROM donations_searchseries WHERE axis = 'day' AND facet = %s AND {where}"
            " GROUP BY 1, 2",
            (facet, *values),
        )
        # Rows without a day are in no series: what is left of all is theirs.
        left: dict[int, Decimal] = defaultdict(Decimal)
        for _, kind, amount in _states(conditions):
            left[kind] += amount
        for _, kind, amount in found:
            left[kind] -= amount
        return [*found, *((None, kind, amount) for kind, amount in left.items() if amount)]
    return _of_rows(conditions, "date_trunc('month', c.contribution_receipt_date)::date")


def _place(conditions: Conditions) -> tuple[str, tuple[object, ...]]:
    """The condition of the roll-ups' columns, and its values."""
    asked = conditions.asked
    given: list[tuple[str, object]] = [
        ("cycle = ANY(%s)", list(conditions.cycles)),
        ("source = ANY(%s)", list(RECEIPTS)),
        *(
            (text, value)
            for text, value in (
                ("state = ANY(%s)", asked.states),
                ("counted_as = ANY(%s)", asked.kinds),
                ("election_type = ANY(%s)", list(conditions.elections or ())),
            )
            if value
        ),
    ]
    return " AND ".join(text for text, _ in given), tuple(value for _, value in given)


def _of_rows(conditions: Conditions, key: str) -> list[tuple[Any, ...]]:
    where = matching(conditions, choose_driver(conditions))
    return run(
        f"SELECT {key}, {CLASS}, sum(c.contribution_receipt_amount)"  # noqa: S608
        f" FROM donations_contribution c WHERE {where.text} GROUP BY 1, 2",
        where.values,
    )
