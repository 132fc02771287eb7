"""Pages of broad searches: the index of the order is walked, and each row checked.

The planner would rather gather and sort all matching rows, or walk the wrong index, so that the
shape of each walk is fixed by a LATERAL or by a limit within a limit.
"""

import itertools
from collections.abc import Callable
from decimal import Decimal

from web.donor_conditions import Conditions, Sql
from web.donor_order import JOINS, Order, after_cursor, day_key

# Rows that are walked at most before all matching rows are looked at after all.
WALKED = 40_000
_COLUMNS = (
    "sub_id, counts, counted_as, contribution_receipt_amount, contribution_receipt_date,"
    " committee_id, name_id, employer_id, occupation_id, city_id, contributor_state,"
    " contributor_zip, election_type, cycle, profile_id, entity_type"
)


Walk = Callable[[Conditions, Order, int], Sql]


def _checks(conditions: Conditions, leaving: str = "") -> Sql:
    parts = [Sql("c.counts")] if conditions.asked.counted_only else [Sql("true")]
    parts += [c.check for c in conditions.fields.values() if c.name != leaving]
    return Sql(
        " AND ".join(part.text for part in parts),
        tuple(itertools.chain.from_iterable(part.values for part in parts)),
    )


def walk_rows(conditions: Conditions, order: Order, size: int) -> Sql:
    """Rows by amount or by day."""
    key, _ = JOINS[order.name]
    column = key.removeprefix("m.")
    checks = _checks(conditions, leaving=order.name)
    parts = [Sql("c.cycle = ANY(%s)", (list(conditions.cycles),))]
    if order.name in conditions.fields:
        parts.append(conditions.fields[order.name].drive)
    columns, shown = f"c.{column}", f"c.{column}::text"
    if order.name == "date":
        columns, shown = "c.contribution_receipt_date, c.contribution_receipt_amount", day_key("c")
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
    # The inner limit bounds the walk, and keeps the checks from being planned as anything but
    # checks.
    return Sql(
        f"SELECT {shown}, c.sub_id FROM (SELECT {_COLUMNS} FROM donations_contribution c"  # noqa: S608
        f" WHERE {where} ORDER BY {sort} LIMIT {WALKED}) c WHERE {checks.text}"
        f" ORDER BY {sort} LIMIT {size + 1}",
        (*itertools.chain.from_iterable(part.values for part in parts), *checks.values),
    )


def walk_days(conditions: Conditions, order: Order, size: int) -> Sql:
    """The largest of each day, of which the largest of all are a part.

    Rows of one amount stand in the order of their ids, which begin with the date: a walk by amount
    could pass a million rows of other days before it comes to the days asked for.
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
    amount, sub_id = (
        f"{{}}.{c} {order.direction}" for c in ("contribution_receipt_amount", "sub_id")
    )
    inner, outer = (f"{amount.format(one)}, {sub_id.format(one)}" for one in "cx")
    return Sql(
        "SELECT x.contribution_receipt_amount::text, x.sub_id"  # noqa: S608
        " FROM generate_series(%s::date, %s::date, interval '1 day') d"
        " CROSS JOIN LATERAL (SELECT c.contribution_receipt_amount, c.sub_id"
        " FROM donations_contribution c WHERE c.cycle = ANY(%s)"
        f" AND c.contribution_receipt_date = d::date AND {bounds.text} AND {beyond.text}"
        f" AND {checks.text} ORDER BY {inner} LIMIT {size + 1}) x"
        f" ORDER BY {outer} LIMIT {size + 1}",
        (
            asked.since,
            asked.until,
            list(conditions.cycles),
            *bounds.values,
            *beyond.values,
            *checks.values,
        ),
    )


def walk_names(conditions: Conditions, order: Order, size: int) -> Sql:
    """Donors' names in order, and the rows of each."""
    checks = _checks(conditions)
    beyond = after_cursor(order, "k.name", "", "c.sub_id")
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


def walk_recipients(conditions: Conditions, order: Order, size: int) -> Sql:
    """Committees in the order of their names, and the rows of each."""
    checks = _checks(conditions)
    beyond = after_cursor(order, "k.name", "k.committee_id", "c.sub_id")
    counted = "AND t.counted_as NOT IN ('memo', 'conduit', 'unknown')"
    reach = Sql("true")
    if conditions.committees is not None:
        reach = Sql("k.committee_id = ANY(%s)", ([c for _, c in conditions.committees],))
    if order.after:
        less = f"(k.name, k.committee_id) {order.beyond}="
        reach = Sql(
            f"{reach.text} AND {less}"  # noqa: S608
            " ((SELECT name FROM filings_committee WHERE committee_id = %s), %s)",
            (*reach.values, order.after[0], order.after[0]),
        )
    return Sql(
        "SELECT k.committee_id, x.sub_id FROM (SELECT k.committee_id, k.name"  # noqa: S608
        f" FROM filings_committee k WHERE {reach.text} AND EXISTS (SELECT FROM"
        " donations_committeetotal t WHERE t.committee_id = k.committee_id AND t.cycle = ANY(%s)"
        " AND t.source IN ('indiv', 'oth', 'efile')"
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


WALKS: dict[str, Walk] = {
    "amount": walk_rows,
    "date": walk_rows,
    "name": walk_names,
    "recipient": walk_recipients,
}
