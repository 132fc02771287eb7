"""The donor search: exact count and sum of the whole result, and one page of it in any order.

The database's planner cannot guess how many rows a word in a name stands for, so the shape of each plan is
fixed here. Counts and sums come from roll-ups where those hold them. Where one field is narrow, its
index gives all rows, which are counted, summed and sorted at once. Where all are broad, the index of
the order is walked and each row checked, as one of a few rows met is on the page.
"""

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction
from django.db.utils import OperationalError
from psycopg import errors as database_errors

from web.donor_conditions import BROAD, Condition, Conditions, Sql, resolve, run
from web.donor_counts import CLASS, Totals, rolled_up
from web.filters import DonorFilter

PAGE = 50
TIMEOUT_SECONDS = 8
# A field with up to so many rows is narrow: all of them are looked at. Of broad ones' orders, so many
# rows are walked at most before all matching rows are looked at after all.
NARROW = 60_000
WALKED = 40_000
_COLUMNS = (
    "sub_id, counts, counted_as, contribution_receipt_amount, contribution_receipt_date, committee_id,"
    " name_id, employer_id, occupation_id, city_id, contributor_state, contributor_zip,"
    " election_type, cycle"
)


class TooBroad(Exception):
    """The search took longer than the database may spend on one page."""


@dataclass(frozen=True)
class Page:
    """One page: the rows' ids in order, and the cursor of the next page, empty on the last."""

    sub_ids: tuple[int, ...] = ()
    next: str = ""


@dataclass(frozen=True)
class Result:
    """A search's totals and the page asked for."""

    totals: Totals
    page: Page
    conditions: Conditions


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
    totals = rolled_up(conditions)
    if totals is None:
        totals, _ = _follow(conditions, driver, 0, with_totals=True)
    if totals.rows == 0 or size == 0:
        return Result(totals, Page(), conditions)
    return Result(totals, _broad_page(conditions, driver, size, totals), conditions)


def _broad_page(
    conditions: Conditions, driver: Condition | None, size: int, totals: Totals
) -> Page:
    """A page of a search none of whose fields is narrow."""
    steps = (size + 1) * conditions.total // totals.rows
    days = conditions.asked.days
    if conditions.asked.sort.endswith("amount") and days and days * (size + 1) <= WALKED:
        page = _walk(conditions, size, totals, _walk_days)
    elif steps * 2 <= WALKED:
        order = conditions.asked.sort.removeprefix("-")
        walk = {"name": _walk_names, "recipient": _walk_recipients}.get(order, _walk_rows)
        page = _walk(conditions, size, totals, walk)
    else:
        page = None
    return page or _follow(conditions, driver, size, with_totals=False)[1]


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


@dataclass(frozen=True)
class Order:
    """A sort: its key, by which rows stand on which side of a cursor.

    `key` is an expression over the rows `m`, `table` joins what it needs, and `keys` is what is sorted by.
    Rows without a day come last in both directions.
    """

    name: str
    descending: bool
    after: tuple[str, int] | None

    @property
    def direction(self) -> str:
        """ASC or DESC."""
        return "DESC" if self.descending else "ASC"

    @property
    def beyond(self) -> str:
        """The comparison of what comes later."""
        return "<" if self.descending else ">"


def read_order(asked: DonorFilter) -> Order:
    """The order and the cursor; a cursor that can't be read is none."""
    name = asked.sort.removeprefix("-")
    key, _, number = asked.after.rpartition("~")
    after = (key, int(number)) if number.isdecimal() and len(number) < 19 + 1 else None
    if after and not _fits(name, after[0]):
        after = None
    return Order(name, asked.sort.startswith("-"), after)


def _fits(name: str, key: str) -> bool:
    if name == "amount":
        return key.lstrip("-").replace(".", "", 1).isdecimal() and len(key) < 20
    if name == "date":
        day, _, amount = key.partition(",")
        return _fits("amount", amount) and (day == "" or bool(_DAY.fullmatch(day)))
    return True


def _day_key(alias: str) -> str:
    """SQL of a cursor's key in the order of days: the day, empty where there is none, and the amount."""
    return (
        f"coalesce({alias}.contribution_receipt_date::text, '') || ','"
        f" || {alias}.contribution_receipt_amount"
    )


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
Walk = Callable[[Conditions, Order, int], Sql]
_JOINS = {
    "amount": ("m.contribution_receipt_amount", ""),
    "date": ("m.contribution_receipt_date", ""),
    "name": ("k.name", "JOIN donations_contributorname k ON k.id = m.name_id"),
    "recipient": ("k.name", "JOIN filings_committee k ON k.committee_id = m.committee_id"),
}


def _follow(
    conditions: Conditions, driver: Condition | None, size: int, *, with_totals: bool
) -> tuple[Totals, Page]:
    """All matching rows by the driver's index, counted and sorted."""
    where = matching(conditions, driver)
    columns = "c.sub_id, c.contribution_receipt_amount"
    order = read_order(conditions.asked)
    if size:
        columns += ", c.contribution_receipt_date, c.name_id, c.committee_id"
    statement = f"WITH m AS MATERIALIZED (SELECT {columns}, {CLASS} AS class" + (
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
            f"SELECT NULL, row_number() OVER (), NULL, p.key, p.sub_id FROM ({page.text}) p"
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
    key, join = _JOINS[order.name]
    direction = order.direction
    second = {
        "recipient": f", m.committee_id {direction}",
        "date": f", m.contribution_receipt_amount {direction}",
    }.get(order.name, "")
    shown = {"recipient": "m.committee_id", "date": _day_key("m")}.get(order.name, f"{key}::text")
    beyond = _beyond(order, key, "m.committee_id", "m.sub_id")
    return Sql(
        f"SELECT {shown} AS key, m.sub_id FROM m {join} WHERE {beyond.text}"  # noqa: S608
        f" ORDER BY {key} {direction} NULLS LAST{second}, m.sub_id {direction} LIMIT {size + 1}",
        beyond.values,
    )


def _beyond(order: Order, key: str, committee: str, sub_id: str) -> Sql:
    """The condition that a row comes after the cursor."""
    if order.after is None:
        return Sql("true")
    value, number = order.after
    sign = order.beyond
    if order.name == "recipient":
        return Sql(
            f"({key}, {committee}, {sub_id}) {sign}"
            " ((SELECT name FROM filings_committee WHERE committee_id = %s), %s, %s)",
            (value, value, number),
        )
    if order.name == "date":
        day, _, amount = value.partition(",")
        size = key.replace("receipt_date", "receipt_amount")
        if not day:
            return Sql(
                f"({key} IS NULL AND ({size}, {sub_id}) {sign} (%s, %s))", (Decimal(amount), number)
            )
        return Sql(
            f"(({key}, {size}, {sub_id}) {sign} (%s::date, %s, %s) OR {key} IS NULL)",
            (day, Decimal(amount), number),
        )
    if order.name == "amount":
        return Sql(f"({key}, {sub_id}) {sign} (%s, %s)", (Decimal(value), number))
    return Sql(f"({key}, {sub_id}) {sign} (%s, %s)", (value, number))


def _make_page(rows: Sequence[tuple[str, int]], size: int) -> Page:
    shown = rows[:size]
    following = f"{shown[-1][0]}~{shown[-1][1]}" if len(rows) > size else ""
    return Page(tuple(sub_id for _, sub_id in shown), following)


def _walk(conditions: Conditions, size: int, totals: Totals, walk: Walk) -> Page | None:
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


def _checks(conditions: Conditions, leaving: str = "") -> Sql:
    parts = [Sql("c.counts")] if conditions.asked.counted_only else [Sql("true")]
    parts += [c.check for c in conditions.fields.values() if c.name != leaving]
    return Sql(
        " AND ".join(part.text for part in parts),
        tuple(itertools.chain.from_iterable(part.values for part in parts)),
    )


def _walk_rows(conditions: Conditions, order: Order, size: int) -> Sql:
    key, _ = _JOINS[order.name]
    column = key.removeprefix("m.")
    checks = _checks(conditions, leaving=order.name)
    parts = [Sql("c.cycle = ANY(%s)", (list(conditions.cycles),))]
    if order.name in conditions.fields:
        parts.append(conditions.fields[order.name].drive)
    columns, shown = f"c.{column}", f"c.{column}::text"
    if order.name == "date":
        columns, shown = "c.contribution_receipt_date, c.contribution_receipt_amount", _day_key("c")
        # Rows without a day stand at the end, where no index leads.
        parts.append(Sql("c.contribution_receipt_date IS NOT NULL"))
    if order.after:
        value, number = order.after
        values = [Decimal(value.rpartition(",")[2]), number]
        if order.name == "date":
            values.insert(0, value.partition(",")[0] or None)
        places = ", ".join(["%s"] * len(values))
        parts.append(Sql(f"({columns}, c.sub_id) {order.beyond} ({places})", tuple(values)))
    where = " AND ".join(part.text for part in parts)
    sort = ", ".join(f"{c} {order.direction}" for c in (*columns.split(", "), "c.sub_id"))
    # The inner limit bounds the walk, and keeps the checks from being planned as anything but checks.
    return Sql(
        f"SELECT {shown}, c.sub_id FROM (SELECT {_COLUMNS} FROM donations_contribution c"  # noqa: S608
        f" WHERE {where} ORDER BY {sort} LIMIT {WALKED}) c WHERE {checks.text}"
        f" ORDER BY {sort} LIMIT {size + 1}",
        (*itertools.chain.from_iterable(part.values for part in parts), *checks.values),
    )


def _walk_days(conditions: Conditions, order: Order, size: int) -> Sql:
    """The largest of each day, of which the largest of all are a part.

    Rows of one amount stand in the order of their ids, which begin with the date: a walk by amount could
    pass a million rows of other days before it comes to the days asked for.
    """
    checks = _checks(conditions, leaving="date")
    asked = conditions.asked
    beyond = Sql("true")
    if order.after:
        beyond = Sql(
            f"(c.contribution_receipt_amount, c.sub_id) {order.beyond} (%s::numeric, %s)",
            order.after,
        )
    bounds = conditions.fields["amount"].drive if "amount" in conditions.fields else Sql("true")
    sort = f"contribution_receipt_amount {order.direction}, sub_id {order.direction}"
    return Sql(
        "SELECT x.contribution_receipt_amount::text, x.sub_id"  # noqa: S608
        " FROM generate_series(%s::date, %s::date, interval '1 day') d"
        " CROSS JOIN LATERAL (SELECT c.contribution_receipt_amount, c.sub_id"
        " FROM donations_contribution c WHERE c.cycle = ANY(%s)"
        f" AND c.contribution_receipt_date = d::date AND {bounds.text} AND {beyond.text}"
        f" AND {checks.text} ORDER BY {sort} LIMIT {size + 1}) x ORDER BY {sort} LIMIT {size + 1}",
        (
            asked.since,
            asked.until,
            list(conditions.cycles),
            *bounds.values,
            *beyond.values,
            *checks.values,
        ),
    )


def _walk_names(conditions: Conditions, order: Order, size: int) -> Sql:
    checks = _checks(conditions)
    beyond = _beyond(order, "k.name", "", "c.sub_id")
    reach = Sql("true")
    if order.after:
        reach = Sql(f"name {order.beyond}= %s", (order.after[0],))
    return Sql(
        "SELECT k.name, x.sub_id FROM (SELECT id, name FROM donations_contributorname"  # noqa: S608
        f" WHERE {reach.text} ORDER BY name {order.direction} LIMIT {WALKED}) k"
        " CROSS JOIN LATERAL (SELECT c.sub_id FROM donations_contribution c"
        f" WHERE c.cycle = ANY(%s) AND c.name_id = k.id AND {beyond.text} AND {checks.text}"
        f" ORDER BY c.sub_id {order.direction} LIMIT {size + 1}) x LIMIT {size + 1}",
        (*reach.values, list(conditions.cycles), *beyond.values, *checks.values),
    )


def _walk_recipients(conditions: Conditions, order: Order, size: int) -> Sql:
    checks = _checks(conditions)
    beyond = _beyond(order, "k.name", "k.committee_id", "c.sub_id")
    counted = "AND t.counted_as NOT IN ('memo', 'conduit', 'unknown')"
    reach = Sql("true")
    if conditions.committees is not None:
        reach = Sql("k.committee_id = ANY(%s)", ([c for _, c in conditions.committees],))
    if order.after:
        less = f"(k.name, k.committee_id) {order.beyond}="
        reach = Sql(
            f"{reach.text} AND {less} ((SELECT name FROM filings_committee WHERE committee_id = %s), %s)",
            (*reach.values, order.after[0], order.after[0]),
        )
    return Sql(
        "SELECT k.committee_id, x.sub_id FROM (SELECT k.committee_id, k.name"  # noqa: S608
        f" FROM filings_committee k WHERE {reach.text} AND EXISTS (SELECT FROM"
        " donations_committeetotal t WHERE t.committee_id = k.committee_id AND t.cycle = ANY(%s)"
        " AND t.source IN ('indiv', 'oth')"
        f" {counted if conditions.asked.counted_only else ''})"
        f" ORDER BY k.name {order.direction}, k.committee_id {order.direction} OFFSET 0) k"
        " CROSS JOIN LATERAL (SELECT c.sub_id FROM donations_contribution c"
        f" WHERE c.cycle = ANY(%s) AND c.committee_id = k.committee_id AND {beyond.text}"
        f" AND {checks.text} ORDER BY c.sub_id {order.direction} LIMIT {size + 1}) x"
        f" LIMIT {size + 1}",
        (
            *reach.values,
            list(conditions.cycles),
            list(conditions.cycles),
            *beyond.values,
            *checks.values,
        ),
    )
