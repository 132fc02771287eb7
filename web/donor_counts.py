"""Exact counts and sums of a donor search: from roll-ups where they have it, else from the rows."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from donations.sources import RECEIPTS
from filings.codes import NEVER_COUNTED
from web.donor_conditions import DICTIONARIES, Conditions, Sql, holds, run

# 0 never counts, 1 was received, 2 was refunded: as in the roll-ups
# (donations/sql/search_rollups.sql).
CLASS = "CASE WHEN NOT c.counts THEN 0 WHEN starts_with(c.counted_as, 'refund') THEN 2 ELSE 1 END"
_PLACE = frozenset({"state", "type", "election"})
_KINDS = frozenset({"type", "election"})
_COMMON = frozenset({"employer", "occupation", "city"})
_AXES = {"amount": "cents", "date": "day"}


@dataclass(frozen=True)
class Totals:
    """What a whole search adds up to.

    rows: all that match. uncounted: those among them that never count. gifts and refunds: dollars
    of the counted rows; refunds subtract.
    """

    rows: int = 0
    uncounted: int = 0
    gifts: Decimal = Decimal(0)
    refunds: Decimal = Decimal(0)

    @property
    def net(self) -> Decimal:
        """Gifts less refunds, in dollars."""
        return self.gifts - self.refunds

    @property
    def counted(self) -> int:
        """Rows that the sums are of."""
        return self.rows - self.uncounted

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            self.rows + other.rows,
            self.uncounted + other.uncounted,
            self.gifts + other.gifts,
            self.refunds + other.refunds,
        )

    @classmethod
    def of(cls, classes: list[tuple[Any, ...]], counted_only: bool) -> "Totals":
        """From (class, rows, amount), the classes of CLASS."""
        rows: dict[int, int] = {0: 0, 1: 0, 2: 0}
        amounts = {0: Decimal(0), 1: Decimal(0), 2: Decimal(0)}
        for kind, number, amount in classes:
            rows[kind] += int(number)
            amounts[kind] += amount
        uncounted = 0 if counted_only else rows[0]
        return cls(rows[1] + rows[2] + uncounted, uncounted, amounts[1], amounts[2])


def rolled_up(conditions: Conditions) -> Totals | None:
    """The totals by a look at roll-ups alone, or nearly so; None where they don't hold them."""
    names = conditions.names
    axis = names & _AXES.keys()
    rest = names - axis
    if not axis and rest <= _PLACE:
        return _totals(conditions, "donations_searchplace", _place(conditions))
    if len(axis) == 1 and (rest <= {"state"} or rest <= _KINDS):
        return _totals(conditions, "donations_searchseries", _series(conditions, *axis))
    if axis == _AXES.keys() and not rest:
        return _totals(
            conditions, "donations_searchgrid", _grid(conditions), "sum(rows * cents) / 100"
        )
    if "profile" in rest:
        return None if axis else _of_industries(conditions)
    if not axis and "recipient" in rest and rest <= _KINDS | {"recipient"}:
        return _of_committees(conditions)
    return _of_dictionary(conditions) if names & _COMMON else None


def _totals(conditions: Conditions, table: str, where: Sql, amount: str = "sum(amount)") -> Totals:
    found = run(
        f"SELECT class, sum(rows)::bigint, ({amount})::numeric(16, 2) FROM {table}"  # noqa: S608
        f" WHERE cycle = ANY(%s) AND source = ANY(%s) AND {where.text} GROUP BY class",
        (list(conditions.cycles), list(RECEIPTS), *where.values),
    )
    return Totals.of(found, conditions.asked.counted_only)


def _equal(conditions: Conditions, *, states: Sequence[str] = ()) -> Sql:
    """Kind and election, and the state if given, by the roll-ups' columns."""
    given: list[tuple[str, object]] = [
        ("state = ANY(%s)", list(states)),
        ("counted_as = ANY(%s)", conditions.asked.kinds),
        ("election_type = ANY(%s)", list(conditions.elections or ())),
    ]
    parts = [(text, value) for text, value in given if value]
    return Sql(
        " AND ".join(["true", *(text for text, _ in parts)]), tuple(value for _, value in parts)
    )


def _place(conditions: Conditions) -> Sql:
    return _equal(conditions, states=conditions.asked.states)


def _bounds(conditions: Conditions, axis: str, column: str) -> Sql:
    asked = conditions.asked
    if axis == "amount":
        low, high = (None if v is None else v * 100 for v in (asked.min, asked.max))
    else:
        # Days since 1970, which is day 719,163 of the calendar.
        low, high = (
            None if day is None else Decimal(day.toordinal() - 719163)
            for day in (asked.since, asked.until)
        )
    parts, values = ["true"], []
    for sign, value in ((">=", low), ("<=", high)):
        if value is not None:
            parts.append(f"{column} {sign} %s::bigint")
            values.append(int(value))
    return Sql(" AND ".join(parts), tuple(values))


def _series(conditions: Conditions, axis: str) -> Sql:
    facet = "state" if conditions.asked.state else "type"
    by, span = _place(conditions), _bounds(conditions, axis, "at")
    return Sql(
        f"axis = %s AND facet = %s AND {by.text} AND {span.text}",
        (_AXES[axis], facet, *by.values, *span.values),
    )


def _grid(conditions: Conditions) -> Sql:
    days, cents = _bounds(conditions, "date", "day"), _bounds(conditions, "amount", "cents")
    return Sql(f"{days.text} AND {cents.text}", (*days.values, *cents.values))


def _of_industries(conditions: Conditions) -> Totals | None:
    """Counted rows of industries, perhaps of some committees; nothing else is kept by industry."""
    asked = conditions.asked
    allowed = conditions.names <= _KINDS | {"profile", "recipient"}
    if not allowed or asked.organization or not asked.counted_only:
        return None
    # A cycle whose money has not been added up by industry yet is counted row by row.
    added_up = {row[0] for row in run("SELECT DISTINCT cycle FROM donations_industrymonth")}
    if not added_up.issuperset(conditions.cycles):
        return None
    by = _equal(conditions)
    of, ids = _pairs(conditions)
    found = run(
        "SELECT CASE WHEN starts_with(counted_as, 'refund') THEN 2 ELSE 1 END,"  # noqa: S608
        " sum(rows)::bigint, sum(amount) FROM donations_industrytotal"
        f" WHERE cycle = ANY(%s) AND industry_id = ANY(%s) AND {of} AND {by.text} GROUP BY 1",
        (list(conditions.cycles), list(conditions.industries or ()), *ids, *by.values),
    )
    return Totals.of(found, counted_only=True)


def _pairs(conditions: Conditions) -> tuple[str, tuple[object, ...]]:
    """The condition on the committees of a roll-up, which may differ from cycle to cycle."""
    pairs = conditions.committees
    if pairs is None:
        return "true", ()
    if not any(cycle is not None for cycle, _ in pairs) or len(conditions.cycles) == 1:
        return "committee_id = ANY(%s)", ([committee for _, committee in pairs],)
    ids = [f"{cycle} {committee}" for cycle, committee in pairs]
    return "(cycle || ' ' || committee_id) = ANY(%s)", (ids,)


def _of_committees(conditions: Conditions) -> Totals:
    by = _equal(conditions)
    of, ids = _pairs(conditions)
    found = run(
        "SELECT CASE WHEN counted_as = ANY(%s) THEN 0"  # noqa: S608
        " WHEN starts_with(counted_as, 'refund') THEN 2 ELSE 1 END AS class,"
        " sum(rows)::bigint, sum(amount) FROM donations_committeetotal"
        f" WHERE cycle = ANY(%s) AND source = ANY(%s) AND {of}"
        f" AND {by.text} GROUP BY 1",
        (list(NEVER_COUNTED), list(conditions.cycles), list(RECEIPTS), *ids, *by.values),
    )
    return Totals.of(found, conditions.asked.counted_only)


def _of_dictionary(conditions: Conditions) -> Totals | None:
    """Common entries of a dictionary from their roll-up, by one other field; the others from rows.

    An entry may be common in one partition and not in the next, so each is asked by itself.
    """
    names = conditions.names
    if any(conditions.asked_words(name).only_excludes for name in names & DICTIONARIES.keys()):
        return None
    if len(names) > 2:
        return None
    pair = names == {"employer", "occupation"}
    leading = "employer" if pair else next(iter(names & _COMMON))
    if len(names) == 2 and leading == "city":
        return None
    facet = _facet(conditions, names - {leading})
    if facet is None:
        return None
    places = list(itertools.product(conditions.cycles, RECEIPTS))
    all_common = {
        place: {name: _common_ids(conditions, name, *place) for name in names & _COMMON}
        for place in places
    }
    if not any(common[leading] for common in all_common.values()):
        return None
    totals = Totals()
    for place in places:
        common = all_common[place]
        if len(names) == 1:
            found = run(
                "SELECT class, rows, amount FROM donations_searchheavy"
                " WHERE cycle = %s AND source = %s AND field = %s AND id = ANY(%s)",
                (*place, leading, common[leading]),
            )
        else:
            other = Sql(" AND other_id = ANY(%s)", (common["occupation"],)) if pair else Sql("")
            found = run(
                "SELECT class, sum(rows)::bigint, sum(amount) FROM donations_searchcommon"  # noqa: S608
                " WHERE cycle = %s AND source = %s AND field = %s AND id = ANY(%s)"
                f" AND {facet.text}{other.text} GROUP BY class",
                (*place, leading, common[leading], *facet.values, *other.values),
            )
        totals += Totals.of(found, conditions.asked.counted_only)
        totals += _of_rows(conditions, leading, place, [])
        if pair and common["employer"]:
            totals += _of_rows(conditions, "occupation", place, common["employer"])
    return totals


def _facet(conditions: Conditions, others: frozenset[str]) -> Sql | None:
    """The rows of donations_searchcommon that one other field asks for; None where it has none."""
    if not others:
        return Sql("true")
    if others == {"occupation"}:
        return Sql("facet = 'occupation'")
    if others == {"state"}:
        return Sql("facet = 'state' AND state = ANY(%s)", (conditions.asked.states,))
    if others <= _KINDS:
        by = _place(conditions)
        return Sql(f"facet = 'type' AND {by.text}", by.values)
    if others <= _AXES.keys():
        axis = next(iter(others))
        span = _bounds(conditions, axis, "at")
        return Sql(f"facet = '{_AXES[axis]}' AND {span.text}", span.values)
    return None


def _common_ids(conditions: Conditions, name: str, cycle: int, source: str) -> list[int]:
    """The common entries of a partition that match."""
    table = DICTIONARIES[name][0]
    asked = holds(conditions.asked_words(name), "d.name")
    found = run(
        f"SELECT d.id FROM {table} d WHERE d.id IN (SELECT id FROM donations_searchheavy"  # noqa: S608
        " WHERE field = %s AND cycle = %s AND source = %s)"
        f" AND {asked.text}",
        (name, cycle, source, *asked.values),
    )
    return [row[0] for row in found]


def _of_rows(
    conditions: Conditions, name: str, place: tuple[int, str], within: list[int]
) -> Totals:
    """The totals of a partition's rows whose `name` is no common entry, all other fields checked.

    `within` narrows them to these common employers.
    """
    column = DICTIONARIES[name][1]
    ids = conditions.words[name]
    checks = [c.check for c in conditions.fields.values() if c.name != name]
    if within:
        checks = [Sql("(c.employer_id = ANY(%s)) IS TRUE", (within,))]
    found = run(
        # The table of the file, as a condition on `source` would lead from the index to the rows.
        f"SELECT {CLASS}, count(*), sum(c.contribution_receipt_amount)"  # noqa: S608
        f" FROM donations_contribution_{place[1]} c WHERE c.cycle = %s"
        f" AND c.{column} = ANY(ARRAY({ids.text} EXCEPT SELECT id FROM donations_searchheavy"
        " WHERE field = %s AND cycle = %s AND source = %s))"
        f"{''.join(' AND ' + check.text for check in checks)} GROUP BY 1",
        (
            place[0],
            *ids.values,
            name,
            *place,
            *itertools.chain.from_iterable(check.values for check in checks),
        ),
    )
    return Totals.of(found, conditions.asked.counted_only)
