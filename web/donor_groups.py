"""A whole donor search in groups: by donor, employer, industry, recipient, month, state and more.

The groups of a search add up to its totals, exactly: each row stands in one. A group's figures lead
to its rows, which are the same search with the group's value in it, where an address can say that.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.utils import OperationalError
from django.urls import reverse
from psycopg import errors as database_errors

from filings.codes import election_words
from web import industry_list
from web.donor_conditions import Conditions, Sql, resolve, run
from web.donor_counts import CLASS, Totals
from web.donor_identity import donor_path
from web.donor_search import TIMEOUT_SECONDS, TooBroad, choose_driver, matching, run_setting
from web.exports import safe
from web.filters import KIND_WORDS, PLACES, DonorFilter

PAGE = 50
ZIP_DIGITS = 5
# Of an exported group: its words, what it is told by, rows, US dollars.
HEADER = ("group", "key", "second_key", "rows", "received", "refunded", "net")


@dataclass(frozen=True)
class Grouping:
    """A way to group. keys: SQL of what a group is told by, of the contributions `c`; label: SQL
    of its words over the groups `g`, which have the keys as k1, k2; join: what that needs.

    values: what is added to the search's address to get a group's rows, from the keys and the
    words; None where no address can say it.
    """

    title: str
    keys: tuple[str, ...]
    label: str
    values: Callable[[DonorFilter, tuple[Any, ...], str], dict[str, str] | None]
    join: str = ""
    row_join: str = ""


def _exact(name: str) -> Callable[[DonorFilter, tuple[Any, ...], str], dict[str, str] | None]:
    """A group told by the whole text of a field; a blank text no address can ask for."""
    return lambda asked, keys, words: {name: f"={words}"} if words else None


def _donor(asked: DonorFilter, keys: tuple[Any, ...], words: str) -> dict[str, str] | None:
    # A shorter ZIP code would be searched as the beginning of one.
    whole = len(keys[1] or "") == ZIP_DIGITS
    return {"name": f"={words}", "zip": keys[1]} if words and whole else None


def _month(asked: DonorFilter, keys: tuple[Any, ...], words: str) -> dict[str, str] | None:
    if keys[0] is None:
        return None
    first: date = keys[0]
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    first = max(first, asked.since) if asked.since else first
    last = min(last, asked.until) if asked.until else last
    return {"from": first.isoformat(), "to": last.isoformat()}


def _dictionary(column: str, table: str) -> dict[str, Any]:
    return {
        "keys": (f"c.{column}",),
        "label": "d.name",
        "join": f"JOIN {table} d ON d.id = g.k1",
    }


# Money whose profile stands in no industry is not classed.
_INDUSTRY = (
    "coalesce(p.industry_id, (SELECT id FROM donations_industry WHERE slug = 'not-classed'))"
)
GROUPS: dict[str, Grouping] = {
    "donor": Grouping(
        "Donor", ("c.name_id", "left(c.contributor_zip, 5)"), "d.name", _donor,
        "JOIN donations_contributorname d ON d.id = g.k1",
    ),
    "employer": Grouping(
        "Employer", values=_exact("employer"), **_dictionary("employer_id", "donations_employer")
    ),
    "occupation": Grouping(
        "Occupation", values=_exact("occupation"),
        **_dictionary("occupation_id", "donations_occupation"),
    ),
    "industry": Grouping(
        "Industry", (_INDUSTRY,), "g.k1::text",
        lambda asked, keys, words: {"industry": words, "sector": ""} if words else None,
        row_join="LEFT JOIN donations_donorprofile p ON p.id = c.profile_id",
    ),
    "recipient": Grouping(
        "Recipient", ("c.committee_id",), "coalesce(nullif(d.name, ''), g.k1)",
        lambda asked, keys, words: {"recipient": keys[0]},
        "LEFT JOIN filings_committee d ON d.committee_id = g.k1",
    ),
    "month": Grouping(
        "Month", ("date_trunc('month', c.contribution_receipt_date)::date",),
        "coalesce(g.k1::text, '')", _month,
    ),
    "state": Grouping(
        "State", ("c.contributor_state",), "g.k1",
        lambda asked, keys, words: {"state": keys[0]} if keys[0] in PLACES else None,
    ),
    "city": Grouping(
        "City", ("c.city_id", "c.contributor_state"), "d.name",
        lambda asked, keys, words: (
            {"city": f"={words}", "state": keys[1]} if words and keys[1] in PLACES else None
        ),
        "JOIN donations_city d ON d.id = g.k1",
    ),
    "election": Grouping(
        "Election", ("c.election_type",), "g.k1",
        lambda asked, keys, words: {"election": keys[0] or "none"},
    ),
    "kind": Grouping(
        "Kind", ("c.counted_as",), "g.k1", lambda asked, keys, words: {"type": keys[0]},
    ),
    "cycle": Grouping(
        "Cycle", ("c.cycle",), "g.k1::text", lambda asked, keys, words: {"cycle": str(keys[0])},
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Group:
    """A group's words, its place where it has one, its totals, its share of the net sum in per
    cent, the address of its rows, and its own page; both empty where there is none.
    """

    words: str
    place: str
    totals: Totals
    share: Decimal | None
    address: str
    page: str = ""


@dataclass(frozen=True)
class Groups:
    """A page of groups. totals: of the whole result; number: of all groups; next: a cursor."""

    title: str
    groups: list[Group] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)
    number: int = 0
    next: str = ""


def group(asked: DonorFilter, size: int = PAGE) -> Groups:
    """Group a search, `asked.group` saying by what. Raises TooBroad where that takes too long."""
    by = GROUPS[asked.group]
    conditions = resolve(asked)
    if conditions.impossible:
        return Groups(by.title)
    try:
        with transaction.atomic():
            run_setting("statement_timeout", f"{TIMEOUT_SECONDS}s")
            return _group(asked, by, conditions, size)
    except OperationalError as error:
        if isinstance(error.__cause__, database_errors.QueryCanceled):
            raise TooBroad from error
        raise


def grouped(asked: DonorFilter, conditions: Conditions) -> Sql:
    """All groups of a search: (k1, k2, label, n, uncounted, gifts, refunds, net)."""
    by = GROUPS[asked.group]
    where = matching(conditions, choose_driver(conditions))
    keys = ", ".join(f"{key} AS k{number}" for number, key in enumerate(by.keys, 1))
    second = "" if len(by.keys) > 1 else ", NULL::text AS k2"
    places = ", ".join(str(number) for number in range(1, len(by.keys) + 1))
    return Sql(
        f"SELECT g.k1, g.k2, {by.label} AS label, g.n, g.uncounted, g.gifts, g.refunds,"  # noqa: S608
        f" g.gifts - g.refunds AS net FROM (SELECT {keys}{second}, count(*) AS n,"
        f" count(*) FILTER (WHERE ({CLASS}) = 0) AS uncounted,"
        f" coalesce(sum(c.contribution_receipt_amount) FILTER (WHERE ({CLASS}) = 1), 0) AS gifts,"
        f" coalesce(sum(c.contribution_receipt_amount) FILTER (WHERE ({CLASS}) = 2), 0) AS refunds"
        f" FROM donations_contribution c {by.row_join} WHERE {where.text} GROUP BY {places}"
        f") g {by.join}",
        where.values,
    )


def export_query(asked: DonorFilter, conditions: Conditions) -> Sql:
    """The SELECT of all groups as they are exported: the columns of HEADER."""
    found = grouped(asked, conditions)
    label = "a.label"
    join = ""
    if asked.group == "industry":
        label, join = "i.name", " LEFT JOIN donations_industry i ON i.id = a.k1"
    return Sql(
        f"SELECT {safe(f'coalesce({label}, {chr(39) * 2})')} AS words, a.k1, a.k2, a.n, a.gifts,"  # noqa: S608
        f" a.refunds, a.net FROM ({found.text}) a{join} ORDER BY {order_of(asked)}",
        found.values,
    )


def order_of(asked: DonorFilter) -> str:
    """The order of the groups as SQL, every group in one place."""
    name = asked.order.removeprefix("-")
    direction = "DESC" if asked.order.startswith("-") else "ASC"
    column = {"name": "label", "rows": "n"}.get(name, name)
    rest = "" if name == "name" else ", label"
    return f"{column} {direction}{rest}, k1::text, k2::text"


def _group(asked: DonorFilter, by: Grouping, conditions: Conditions, size: int) -> Groups:
    found = grouped(asked, conditions)
    skipped = int(asked.after) if asked.after.isdecimal() and len(asked.after) < 9 else 0
    rows = run(
        f"WITH a AS MATERIALIZED ({found.text})"  # noqa: S608
        " SELECT NULL, NULL, NULL, sum(n)::bigint, sum(uncounted)::bigint, sum(gifts),"
        " sum(refunds), count(*)::numeric FROM a"
        f" UNION ALL SELECT * FROM (SELECT k1::text, k2::text, label, n, uncounted, gifts, refunds,"
        f" net FROM a ORDER BY {order_of(asked)} LIMIT {size + 1} OFFSET {skipped}) p",
        found.values,
    )
    _, _, _, count, uncounted, gifts, refunds, number = rows[0]
    if not count:
        return Groups(by.title)
    totals = Totals(count, uncounted, gifts, refunds)
    listed = {one.id: one for one in industry_list.read()} if asked.group == "industry" else {}
    groups = [_named(asked, by, row, totals, listed) for row in rows[1 : size + 1]]
    following = str(skipped + size) if len(rows) > size + 1 else ""
    return Groups(by.title, groups, totals, int(number), following)


def _named(
    asked: DonorFilter,
    by: Grouping,
    row: tuple[Any, ...],
    whole: Totals,
    listed: dict[int, industry_list.Known],
) -> Group:
    k1, k2, label, count, uncounted, gifts, refunds, net = row
    totals = Totals(int(count), int(uncounted), gifts, refunds)
    words, place, keys = label or "", "", (k1, k2)
    if asked.group == "industry":
        one = listed[int(k1)]
        words, label = one.name, one.slug
    elif asked.group == "month":
        keys = (date.fromisoformat(k1) if k1 else None, None)
        words = f"{keys[0]:%B %Y}" if keys[0] else ""
    elif asked.group == "state":
        words = PLACES.get(k1, k1)
    elif asked.group == "election":
        words = election_words(k1)
    elif asked.group == "kind":
        words = KIND_WORDS.get(k1, k1)
    elif asked.group in {"donor", "city"}:
        place = k2
    values = by.values(asked, keys, label or "")
    address = ""
    if values is not None:
        address = asked.address(group="", order="", after="", **values)
    share = (100 * net / whole.net).quantize(Decimal("0.1")) if whole.net else None
    return Group(
        words or "Not given", place, totals, share, address, _page(asked.group, keys, label or "")
    )


def _page(by: str, keys: tuple[Any, ...], label: str) -> str:
    """The page of what a group is told by: a donor's, a committee's, an industry's."""
    if by == "donor":
        return donor_path(label, keys[1] or "")
    if by == "recipient":
        return reverse("committee", args=[keys[0]])
    return reverse("industry", args=[label]) if by == "industry" else ""
