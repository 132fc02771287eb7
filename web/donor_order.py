"""The orders of the donor search, and the cursors between its pages.

A cursor is the key of the last row shown, "~", and its sub_id; the rows after it are a condition,
so that a deep page costs what the first one does, and pages neither skip nor repeat a row.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from web.donor_conditions import Sql
from web.filters import DonorFilter

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
JOINS = {
    "amount": ("m.contribution_receipt_amount", ""),
    "date": ("m.contribution_receipt_date", ""),
    "name": ("k.name", "JOIN donations_contributorname k ON k.id = m.name_id"),
    "recipient": ("k.name", "JOIN filings_committee k ON k.committee_id = m.committee_id"),
    "employer": ("k.name", "JOIN donations_employer k ON k.id = m.employer_id"),
    "occupation": ("k.name", "JOIN donations_occupation k ON k.id = m.occupation_id"),
    "city": ("k.name", "JOIN donations_city k ON k.id = m.city_id"),
    "state": ("m.contributor_state", ""),
    "industry": (
        "coalesce(k.name, '')",
        "LEFT JOIN donations_donorprofile p ON p.id = m.profile_id"
        " LEFT JOIN donations_industry k ON k.id = p.industry_id",
    ),
}
# The columns of a contribution that an order needs.
COLUMNS = {
    "amount": "",
    "date": ", c.contribution_receipt_date",
    "name": ", c.name_id",
    "recipient": ", c.committee_id",
    "employer": ", c.employer_id",
    "occupation": ", c.occupation_id",
    "city": ", c.city_id",
    "state": ", c.contributor_state",
    "industry": ", c.profile_id",
}


@dataclass(frozen=True)
class Order:
    """A sort: its key, by which rows stand on which side of a cursor.

    `key` is an expression over the rows `m`, `table` joins what it needs, and `keys` is what is
    sorted by. Rows without a day come last in both directions.
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


def day_key(alias: str) -> str:
    """SQL of a cursor's key in the order of days: the day (empty for none), and the amount."""
    return (
        f"coalesce({alias}.contribution_receipt_date::text, '') || ','"
        f" || {alias}.contribution_receipt_amount"
    )


def after_cursor(order: Order, key: str, committee: str, sub_id: str) -> Sql:
    """The condition that a row comes after the cursor."""
    if order.after is None:
        return Sql("true")
    value, number = order.after
    sign = order.beyond
    if order.name == "recipient":
        return Sql(
            f"({key}, {committee}, {sub_id}) {sign}"  # noqa: S608
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
