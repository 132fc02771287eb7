"""Exact counts and sums of a donor search: from roll-ups where they have it, else from the rows."""

from dataclasses import dataclass
from decimal import Decimal

from web.donor_conditions import DICTIONARIES, Conditions, Sql, run, words_query
from donations.indexes import WORDS
from filings.codes import NEVER_COUNTED

# 0 never counts, 1 was received, 2 was refunded: as in the roll-ups (donations/sql/search_rollups.sql).
CLASS = (
    "CASE WHEN NOT c.counts THEN 0 WHEN starts_with(c.counted_as, 'refund') THEN 2 ELSE 1 END"
)
_PLACE = frozenset({"state", "type", "election"})
_KINDS = frozenset({"type", "election"})
_AXES = {"amount": "cents", "date": "day"}


@dataclass(frozen=True)
class Totals:
    """What a whole search adds up to.

    rows: all that match. uncounted: those among them that never count. gifts and refunds: dollars of the
    counted rows; refunds subtract.
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
    def of(cls, classes: list[tuple], counted_only: bool) -> "Totals":  # type: ignore[type-arg]
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
        return _totals(conditions, "donations_searchgrid", _grid(conditions), "rows * cents / 100")
    if not axis and "recipient" in rest and rest <= _KINDS | {"recipient"}:
        return _of_committees(conditions)
    if len(names) == 1 and names <= {"employer", "occupation", "city"}:
        return _of_dictionary(conditions, *names)
    return None


def _totals(
    conditions: Conditions, table: str, where: Sql, amount: str = "amount"
) -> Totals:
    found = run(
        f"SELECT class, sum(rows)::bigint, sum({amount})::numeric(16, 2) FROM {table}"  # noqa: S608
        f" WHERE cycle = ANY(%s) AND source = ANY(%s) AND {where.text} GROUP BY class",
        (list(conditions.cycles), ["indiv", "oth"], *where.values),
    )
    return Totals.of(found, conditions.asked.counted_only)


def _equal(**columns: str) -> Sql:
    given = {name: value for name, value in columns.items() if value}
    text = " AND ".join(["true", *(f"{name} = %s" for name in given)])
    return Sql(text, tuple(given.values()))


def _place(conditions: Conditions) -> Sql:
    asked = conditions.asked
    return _equal(state=asked.state, counted_as=asked.type, election_type=asked.election)


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


def _of_committees(conditions: Conditions) -> Totals:
    by = _equal(counted_as=conditions.asked.type, election_type=conditions.asked.election)
    pairs = conditions.committees or ()
    mixed = any(cycle is not None for cycle, _ in pairs) and len(conditions.cycles) > 1
    key = "(cycle || ' ' || committee_id)" if mixed else "committee_id"
    ids = [f"{cycle} {committee}" if mixed else committee for cycle, committee in pairs]
    found = run(
        "SELECT CASE WHEN counted_as = ANY(%s) THEN 0"  # noqa: S608
        " WHEN starts_with(counted_as, 'refund') THEN 2 ELSE 1 END AS class,"
        " sum(rows)::bigint, sum(amount) FROM donations_committeetotal"
        f" WHERE cycle = ANY(%s) AND source IN ('indiv', 'oth') AND {key} = ANY(%s)"
        f" AND {by.text} GROUP BY 1",
        (list(NEVER_COUNTED), list(conditions.cycles), ids, *by.values),
    )
    return Totals.of(found, conditions.asked.counted_only)


def _of_dictionary(conditions: Conditions, name: str) -> Totals | None:
    """Common entries from the roll-up, the others from their rows.

    An entry may be common in one partition and not in the next, so each is asked by itself.
    """
    text = getattr(conditions.asked, name)
    if text.only_excludes:
        return None
    table, column, _ = DICTIONARIES[name]
    query = words_query(text)
    ids = conditions.words[name]
    totals = Totals.of(
        run(
            "SELECT h.class, h.rows, h.amount FROM donations_searchheavy h"  # noqa: S608
            f" JOIN {table} d ON d.id = h.id WHERE h.field = %s AND h.cycle = ANY(%s)"
            f" AND {WORDS.replace('(name', '(d.name')} @@ {query.text}",
            (name, list(conditions.cycles), *query.values),
        ),
        conditions.asked.counted_only,
    )
    for cycle in conditions.cycles:
        for source in ("indiv", "oth"):
            found = run(
                f"SELECT {CLASS}, count(*), sum(c.contribution_receipt_amount)"  # noqa: S608
                " FROM donations_contribution c WHERE c.cycle = %s AND c.source = %s"
                f" AND c.{column} = ANY(ARRAY({ids.text} EXCEPT SELECT id FROM"
                " donations_searchheavy WHERE field = %s AND cycle = %s AND source = %s))"
                " GROUP BY 1",
                (cycle, source, *ids.values, name, cycle, source),
            )
            totals += Totals.of(found, conditions.asked.counted_only)
    return totals
