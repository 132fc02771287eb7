"""What can be exported: a search's rows or groups, as one SELECT with its header and its story."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import QueryDict

from web import donor_groups, donor_search, expenditure_exports, expenditure_search, exports
from web.caching import data_version
from web.context import freshness
from web.donor_conditions import Sql, resolve
from web.donor_page import describe
from web.expenditure_filters import parse_expenditure_filter
from web.filters import DonorFilter, parse_donor_filter

# Fields of the donor search that may stand several times in an address.
SEVERAL = ("industry", "sector", "election")


@dataclass(frozen=True)
class Table:
    """All rows of what is exported.

    query: the SELECT, None where nothing can match; `plain` is the same with texts as they are,
    for files that can tell a text from a formula. story: (what, words) of the query, the time, the
    counts and sums, and the law's notice.
    """

    name: str
    header: tuple[str, ...]
    query: Sql | None
    plain: Sql | None
    rows: int
    story: tuple[tuple[str, str], ...]
    notice: str


class NoSuchExport(Exception):
    """The query of an export can't be read."""


def table_of(kind: str, query: str) -> Table:
    """What is exported of a kind by the query string of its page. Raises NoSuchExport, TooBroad."""
    makers: dict[str, Callable[[QueryDict], Table]] = {
        "donors": _donors,
        "expenditures": _expenditures,
    }
    if kind not in makers:
        raise NoSuchExport(f"There is no export of {kind[:40]}.")
    return makers[kind](QueryDict(query))


def read_donors(given: QueryDict) -> tuple[DonorFilter, dict[str, str]]:
    """The donor search of an address; a field of several values may stand several times in it."""
    values = given.dict()
    for name in SEVERAL:
        values[name] = ",".join(value for value in given.getlist(name) if value.strip())
    return parse_donor_filter({name: str(value) for name, value in values.items()})


def _donors(given: QueryDict) -> Table:
    asked, errors = read_donors(given)
    if errors:
        raise NoSuchExport(" ".join(errors.values()))
    totals = donor_search.count(asked)
    story = (
        ("What", "Contributions" + (f" in groups: {asked.group}" if asked.group else "")),
        ("Search", describe(asked) or "everything"),
        ("Address", f"/donors/{asked.address(after='')}"),
        ("Rows", f"{totals.rows:,}"),
        ("Received", f"${totals.gifts:,.2f}"),
        ("Refunded", f"${totals.refunds:,.2f}"),
        ("Net", f"${totals.net:,.2f}"),
        *_common(),
    )
    if not asked.group:
        return Table(
            "contributions", exports.HEADER, exports.export_query(asked),
            exports.export_query(asked, plain=True), totals.rows, story, exports.notice(asked),
        )  # fmt: skip
    conditions = resolve(asked)
    query = None if conditions.impossible else donor_groups.export_query(asked, conditions)
    number = donor_groups.group(asked, size=1).number
    return Table(
        f"contributions-by-{asked.group}", donor_groups.HEADER, query, query, number, story,
        exports.notice(asked),
    )  # fmt: skip


def _expenditures(given: QueryDict) -> Table:
    asked, errors = parse_expenditure_filter(
        {name: str(value) for name, value in given.dict().items()}
    )
    if errors:
        raise NoSuchExport(" ".join(errors.values()))
    totals = expenditure_search.search(asked, size=0).totals
    rows, amount = totals.rows, totals.counted_supported + totals.counted_opposed
    story = (
        ("What", "Independent expenditures"),
        ("Search", ", ".join(f"{k}={v}" for k, v in asked.searched.items()) or "everything"),
        ("Address", f"/expenditures/{asked.address(after='')}"),
        ("Rows", f"{rows:,}"),
        ("Counted, for and against", f"${amount + totals.counted_neither:,.2f}"),
        *_common(),
    )
    return Table(
        "independent-expenditures", expenditure_exports.HEADER,
        expenditure_exports.export_query(asked),
        expenditure_exports.export_query(asked, plain=True), rows, story,
        expenditure_exports.notice(asked),
    )  # fmt: skip


def _common() -> tuple[tuple[str, str], ...]:
    loaded = freshness().loaded_at
    as_of = f"{loaded:%Y-%m-%d %H:%M} UTC" if loaded else "nothing was loaded yet"
    return (
        ("Data as of", as_of),
        ("Version of the data", str(data_version())),
        ("Exported", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"),
        ("Source", "Federal Election Commission, as counted by Finance Tracker"),
        ("Notice", exports.NOTICE),
    )
