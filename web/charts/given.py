"""Itemized contributions by month, state and size: all three from one look at the rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.db.utils import OperationalError
from psycopg import errors as database_errors

from donations.models import CommitteeTotal
from web.donor_conditions import run
from web.donor_search import run_setting

TIMEOUT_SECONDS = 5
# The first cent of each size: below zero, to $200, and so on.
_BOUNDS = "ARRAY[0, 200.01, 500, 1000, 2000]::numeric[]"
# A bit of GROUPING is set for what a line is not grouped by.
_MONTH, _STATE = 0b011, 0b101
_BY_MONTH_STATE_SIZE = f"""
SELECT GROUPING(month, state, size), month, state, size, count(*), sum(amount)
  FROM (SELECT date_trunc('month', contribution_receipt_date)::date AS month,
               contributor_state AS state, contribution_receipt_amount AS amount,
               width_bucket(contribution_receipt_amount, {_BOUNDS}) AS size
          FROM donations_contribution
         WHERE committee_id = ANY(%s) AND cycle = %s AND counted_as = 'individual') g
 GROUP BY GROUPING SETS ((month), (state), (size))
"""  # noqa: S608


class TakesLong(Exception):
    """The database may not spend so long on a chart."""


@dataclass
class Given:
    """Rows and US dollars by the month's first day, by state, and by place in the sizes."""

    months: dict[date | None, tuple[int, Decimal]] = field(default_factory=dict)
    states: dict[str, tuple[int, Decimal]] = field(default_factory=dict)
    sizes: dict[int, tuple[int, Decimal]] = field(default_factory=dict)


def bounded(ask: Callable[[], list[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
    """What a query answers in the time there is. Raises TakesLong."""
    try:
        with transaction.atomic():
            run_setting("statement_timeout", f"{TIMEOUT_SECONDS}s")
            answer = ask()
            run_setting("statement_timeout", "0")
            return answer
    except OperationalError as error:
        if isinstance(error.__cause__, database_errors.QueryCanceled):
            raise TakesLong from error
        raise


def rows_of(committees: list[str], cycle: int) -> int:
    """How many rows `to` would look at, from the roll-up."""
    found = CommitteeTotal.objects.filter(
        committee_id__any_of=committees, cycle=cycle, counted_as="individual"
    ).aggregate(rows=Sum("rows"))
    return found["rows"] or 0


def to(committees: list[str], cycle: int) -> Given:
    """What individuals and other non-committees gave to committees. Raises TakesLong."""
    answer = Given()
    for grouping, month, state, size, rows, amount in bounded(
        lambda: run(_BY_MONTH_STATE_SIZE, (committees, cycle))
    ):
        if grouping == _MONTH:
            answer.months[month] = rows, amount
        elif grouping == _STATE:
            answer.states[state] = rows, amount
        else:
            answer.sizes[size] = rows, amount
    return answer


def by_donor(names: list[int], pairs: list[str]) -> dict[date | None, Decimal]:
    """What one donor gave by month: of some spellings' ids, each with its ZIP codes."""
    found = bounded(
        lambda: run(
            "SELECT date_trunc('month', c.contribution_receipt_date)::date,"
            " sum(c.contribution_receipt_amount) FROM donations_contribution c"
            " WHERE c.name_id = ANY(%s)"
            " AND (c.name_id || ' ' || left(c.contributor_zip, 5)) = ANY(%s)"
            " AND c.counted_as IN ('individual', 'candidate') GROUP BY 1",
            (names, pairs),
        )
    )
    return dict(found)


def by_election(committees: list[str], cycle: int) -> list[tuple[str, str, date | None, Decimal]]:
    """The same money by committee, election code and month. Raises TakesLong."""
    return bounded(
        lambda: run(
            "SELECT committee_id, election_type,"
            " date_trunc('month', contribution_receipt_date)::date,"
            " sum(contribution_receipt_amount) FROM donations_contribution"
            " WHERE committee_id = ANY(%s) AND cycle = %s AND counted_as = 'individual'"
            " GROUP BY 1, 2, 3",
            (committees, cycle),
        )
    )
