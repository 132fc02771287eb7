"""How much of the money is tagged, by class, sector and by what decided the tag."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

# What of each row of donations_profiletotal belongs to which group of givers. Transfers are money
# between affiliates, but committees' dollars all the same.
GROUPS = {
    "individuals": "t.counted_as = 'individual'",
    "committees": "t.counted_as IN ('committee', 'transfer')",
}
_FROM = (
    " FROM donations_profiletotal t"
    " JOIN donations_donorprofile p ON p.id = t.profile_id"
    " LEFT JOIN donations_industry i ON i.id = p.industry_id"
    " LEFT JOIN donations_organization o ON o.id = p.organization_id"
    " LEFT JOIN donations_industry oi ON oi.id = o.industry_id"
)
# A named employer is one that is no way of saying self, none, retired or nothing.
_NAMED = "p.kind = 'person' AND o.form <> '' AND (oi.is_industry OR oi.id IS NULL)"


@dataclass(frozen=True)
class Share:
    """A part of a whole, in US dollars."""

    label: str
    part: Decimal
    whole: Decimal

    @property
    def percent(self) -> Decimal | None:
        """The part in per cent of the whole, to a tenth; None where the whole is 0."""
        return (100 * self.part / self.whole).quantize(Decimal("0.1")) if self.whole else None


@dataclass(frozen=True)
class Line:
    """Rows and US dollars of one class, sector or basis."""

    label: str
    rows: int
    amount: Decimal


@dataclass(frozen=True)
class Group:
    """What one group of givers gave, taken apart three ways."""

    name: str
    rows: int
    amount: Decimal
    by_sector: list[Line]
    by_class: list[Line]
    by_basis: list[Line]


def shares(cycle: int) -> list[Share]:
    """The shares that say how complete the tags of a cycle are.

    Itemized individuals' dollars and committees' dollars in a class other than "not yet classed";
    of the dollars of donors who name an employer, those in an industry.
    """
    named = (
        f"SELECT coalesce(sum(t.amount) FILTER (WHERE i.is_industry), 0),"
        f" coalesce(sum(t.amount), 0) {_FROM} WHERE t.cycle = %s AND {GROUPS['individuals']}"
        f" AND {_NAMED}"
    )
    found = []
    with connection.cursor() as cursor:
        for name, condition in GROUPS.items():
            cursor.execute(
                "SELECT coalesce(sum(t.amount) FILTER (WHERE i.slug <> 'not-classed'), 0),"
                f" coalesce(sum(t.amount), 0) {_FROM} WHERE t.cycle = %s AND {condition}",
                (cycle,),
            )
            found.append(Share(f"Dollars of {name}, classed", *cursor.fetchone()))
        cursor.execute(named, (cycle,))
        found.append(
            Share("Dollars of donors with a named employer, in an industry", *cursor.fetchone())
        )
    return found


def groups(cycle: int) -> list[Group]:
    """What individuals and committees gave in a cycle, by sector, class and basis."""
    return [_group(name, condition, cycle) for name, condition in GROUPS.items()]


def _group(name: str, condition: str, cycle: int) -> Group:
    def lines(label: str) -> Iterator[Line]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT coalesce({label}, ''), sum(t.rows), sum(t.amount) {_FROM}"
                f" WHERE t.cycle = %s AND {condition} GROUP BY 1 ORDER BY 3 DESC",
                (cycle,),
            )
            yield from (Line(*row) for row in cursor.fetchall())

    by_class = list(lines("i.slug"))
    return Group(
        name,
        sum(line.rows for line in by_class),
        sum((line.amount for line in by_class), Decimal(0)),
        list(lines("i.sector")),
        by_class,
        list(lines("p.basis")),
    )


def unclassed(cycle: int, most: int) -> list[Line]:
    """The names not yet classed that stand for most dollars of a cycle."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(o.form, p.committee_id, ''), sum(t.rows), sum(t.amount) {_FROM}"
            " WHERE t.cycle = %s AND t.counted_as IN ('individual', 'committee', 'transfer')"
            " AND coalesce(i.slug, 'not-classed') = 'not-classed'"
            " GROUP BY 1 ORDER BY 3 DESC LIMIT %s",
            (cycle, most),
        )
        return [Line(*row) for row in cursor.fetchall()]
