"""The donor search: exact count and sum of the whole result, and one page of it in any order.

The database's planner cannot guess how many rows a word in a name stands for, so the shape of each
plan is fixed here. Counts and sums come from roll-ups where those hold them. Where one field is
narrow, its index gives all rows, which are counted, summed and sorted at once. Where all are broad,
the index of the order is walked and each row checked, as one of a few rows met is on the page.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.utils import OperationalError
from psycopg import errors as database_errors

from web import donor_walks
from web.donor_conditions import BROAD, Condition, Conditions, Sql, resolve, run
from web.donor_counts import CLASS, Totals, rolled_up
from web.donor_order import COLUMNS, JOINS, Order, after_cursor, day_key, read_order
from web.filters import DonorFilter

PAGE = 50
_CYCLE_DAYS = 730
TIMEOUT_SECONDS = 5
# A field with up to so many rows is narrow: all of them are looked at.
NARROW = 60_000
# In an order that no index has, the rows are all sorted for each page: up to so many.
MOST_SORTED = 300_000


class TooBroad(Exception):
    """The search took longer than the database may spend on one page."""


@dataclass(frozen=True)
class Page:
    """One page: the rows' ids in order, and the cursor of the next page, empty on the last."""

    sub_ids: tuple[int, ...] = ()
    next: str = ""


@dataclass(frozen=True)
class Result:
    """A search's totals and the page asked for, which is empty where it is `too_many_to_sort`."""

    totals: Totals
    page: Page
    conditions: Conditions
    too_many_to_sort: bool = False


def search(asked: DonorFilter, size: int = PAGE) -> Result:
    """Count, sum and page a search. Raises TooBroad where that takes too long."""
    try:
        with transaction.atomic():
            run_setting("statement_timeout", f"{TIMEOUT_SECONDS}s")
            return _search(resolve(asked), size)
    except OperationalError as error:
        if isinstance(error.__cause__, database_errors.QueryCanceled):
            raise TooBroad from error
        raise


def count(asked: DonorFilter) -> Totals:
    """Only the totals of a search. Raises TooBroad where that takes too long."""
    return search(asked, size=0).totals


def run_setting(name: str, value: str) -> None:
    """A setting for the rest of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", (name, value))


def _search(conditions: Conditions, size: int) -> Result:
    if conditions.impossible:
        return Result(Totals(), Page(), conditions)
    driver = choose_driver(conditions)
    if driver and driver.rows <= NARROW:
        totals, page = _follow(conditions, driver, size, with_totals=True)
        return Result(totals, page, conditions)
    held = rolled_up(conditions)
    totals = held if held is not None else _follow(conditions, driver, 0, with_totals=True)[0]
    if totals.rows == 0 or size == 0:
        return Result(totals, Page(), conditions)
    order = conditions.asked.sort.removeprefix("-")
    if order not in donor_walks.WALKS and totals.rows > MOST_SORTED:
        return Result(totals, Page(), conditions, too_many_to_sort=True)
    return Result(totals, _broad_page(conditions, driver, size, totals), conditions)


def _broad_page(
    conditions: Conditions, driver: Condition | None, size: int, totals: Totals
) -> Page:
    """A page of a search none of whose fields is narrow."""
    order = conditions.asked.sort.removeprefix("-")
    steps = (size + 1) * conditions.total // totals.rows
    by_day = _rows_by_day(conditions, size, totals) if order == "amount" else 0
    walks = []
    if order in donor_walks.WALKS and steps * 2 <= donor_walks.WALKED:
        walks.append(donor_walks.WALKS[order])
    # The index of days holds what these fields check, the others are looked up in the table.
    held = conditions.names <= {"date", "amount", "state", "type", "election"}
    if 0 < by_day <= donor_walks.WALKED * (4 if held else 1):
        # A walk by amount may meet a long run of rows of other days, so it must look much shorter.
        walks.insert(0 if by_day < 4 * steps else len(walks), donor_walks.walk_days)
    for walk in walks:
        page = _walk(conditions, size, totals, walk)
        if page:
            return page
    return _follow(conditions, driver, size, with_totals=False)[1]


def _rows_by_day(conditions: Conditions, size: int, totals: Totals) -> int:
    """About how many rows a walk by days meets: a page's worth each day; 0 for no span of days."""
    days = conditions.asked.days
    if conditions.names <= {"date", "amount"}:
        # The index leads to just these rows, and most of them count.
        return days * (size + 1)
    met_for_one = max(1, conditions.total * min(days, _CYCLE_DAYS) // _CYCLE_DAYS // totals.rows)
    return days * (size + 1) * met_for_one


def choose_driver(conditions: Conditions) -> Condition | None:
    """The field whose rows are fewest, as far as that is known before any is read."""
    known = [c for c in conditions.fields.values() if c.rows < BROAD]
    return min(known, key=lambda condition: condition.rows, default=None)


def matching(conditions: Conditions, driver: Condition | None) -> Sql:
    """The whole search as a WHERE, for the planner to begin with `driver`.

    Without one all conditions are plain ones, of which the planner knows enough.
    """
    parts = [Sql("c.cycle = ANY(%s)", (list(conditions.cycles),))]
    if conditions.asked.counted_only:
        parts.append(Sql("c.counts"))
    for condition in conditions.fields.values():
        leads = driver is None or condition is driver
        parts.append(condition.drive if leads else condition.check)
    return Sql(
        " AND ".join(part.text for part in parts),
        tuple(itertools.chain.from_iterable(part.values for part in parts)),
    )


def _follow(
    conditions: Conditions, driver: Condition | None, size: int, *, with_totals: bool
) -> tuple[Totals, Page]:
    """All matching rows by the driver's index, counted and sorted."""
    where = matching(conditions, driver)
    columns = "c.sub_id, c.contribution_receipt_amount"
    order = read_order(conditions.asked)
    if size:
        columns += COLUMNS[order.name]
    statement = (
        f"WITH m AS MATERIALIZED (SELECT {columns}, {CLASS} AS class"  # noqa: S608
        f" FROM donations_contribution c WHERE {where.text})"
    )
    values = list(where.values)
    parts = []
    if with_totals and not size:
        # Nothing is kept of the rows, so that the sums run in parallel.
        found = run(
            f"SELECT {CLASS}, count(*), sum(c.contribution_receipt_amount)"  # noqa: S608
            f" FROM donations_contribution c WHERE {where.text} GROUP BY 1",
            values,
        )
        return Totals.of(found, conditions.asked.counted_only), Page()
    if with_totals:
        parts.append(
            "SELECT m.class, count(*), sum(m.contribution_receipt_amount), NULL::text, NULL::bigint"
            " FROM m GROUP BY m.class"
        )
    if size:
        page = _page_of(order, size)
        parts.append(
            "SELECT NULL, row_number() OVER (), NULL, p.key, p.sub_id"  # noqa: S608
            f" FROM ({page.text}) p"
        )
        values += page.values
    found = run(f"{statement} {' UNION ALL '.join(parts)}", values)
    totals = Totals.of(
        [row[:3] for row in found if row[0] is not None], conditions.asked.counted_only
    )
    rows = sorted((row[1], row[3], row[4]) for row in found if row[0] is None)
    return totals, _make_page([(key, sub_id) for _, key, sub_id in rows], size)


def _page_of(order: Order, size: int) -> Sql:
    """A page of the rows `m`: (key, sub_id)."""
    key, join = JOINS[order.name]
    direction = order.direction
    second = {
        "recipient": f", m.committee_id {direction}",
        "date": f", m.contribution_receipt_amount {direction}",
    }.get(order.name, "")
    shown = {"recipient": "m.committee_id", "date": day_key("m")}.get(order.name, f"{key}::text")
    beyond = after_cursor(order, key, "m.committee_id", "m.sub_id")
    return Sql(
        f"SELECT {shown} AS key, m.sub_id FROM m {join} WHERE {beyond.text}"  # noqa: S608
        f" ORDER BY {key} {direction} NULLS LAST{second}, m.sub_id {direction} LIMIT {size + 1}",
        beyond.values,
    )


def _make_page(rows: Sequence[tuple[str, int]], size: int) -> Page:
    shown = rows[:size]
    following = f"{shown[-1][0]}~{shown[-1][1]}" if len(rows) > size else ""
    return Page(tuple(sub_id for _, sub_id in shown), following)


def _walk(conditions: Conditions, size: int, totals: Totals, walk: donor_walks.Walk) -> Page | None:
    """A page by walking the index of the order; None where that would have to go too far."""
    order = read_order(conditions.asked)
    # An order that is walked is lost where workers share the walk.
    run_setting("max_parallel_workers_per_gather", "0")
    query = walk(conditions, order, size)
    rows = run(query.text, query.values)
    run_setting("max_parallel_workers_per_gather", "2")
    if len(rows) > size or (order.after is None and len(rows) == totals.rows):
        return _make_page(rows, size)
    return None
