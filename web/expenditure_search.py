"""The search of independent expenditures: exact count and sums of the whole result, and one page.

A cycle has some hundred thousand rows in one table, so that the sums are taken from the rows. A
search that finds few gathers them first and sorts them then: left to itself, the planner may walk
the index of the order past all the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.utils import OperationalError
from psycopg import errors as database_errors

from expenditures.models import IndependentExpenditure
from filings.models import Election, ElectionCandidate
from filings.races import belongs
from web.donor_conditions import Sql, holds, run
from web.donor_recipients import recipient_ids
from web.donor_search import TooBroad, run_setting
from web.expenditure_filters import SIDE_CODES, ExpenditureFilter, Race
from web.expenditure_order import after_cursor, cursor_of, days, order_of
from web.filters import Words

PAGE = 50
TIMEOUT_SECONDS = 5
# A result of up to so many rows is gathered before it is sorted.
NARROW = 20_000
TABLE = "expenditures_independentexpenditure"
_STATUS = {
    "counted": "e.counts",
    "covered": "e.coverage = 'covered'",
    "unmatched": "e.coverage = 'unmatched'",
    "superseded": "e.is_superseded",
    "memo": "e.is_memo",
    "held": "e.is_held",
    "all": "true",
}
NOTHING = Sql("false")


@dataclass(frozen=True)
class Totals:
    """What a whole result adds up to, in US dollars, and what of it counts.

    rows, supported, opposed, neither (rows whose side was not given): all that was found.
    The same with `counted_`: those of them that enter totals.
    """

    rows: int = 0
    supported: Decimal = Decimal(0)
    opposed: Decimal = Decimal(0)
    neither: Decimal = Decimal(0)
    counted_rows: int = 0
    counted_supported: Decimal = Decimal(0)
    counted_opposed: Decimal = Decimal(0)
    counted_neither: Decimal = Decimal(0)

    @property
    def uncounted_rows(self) -> int:
        """Rows found that enter no total."""
        return self.rows - self.counted_rows


@dataclass(frozen=True)
class Result:
    """A search's totals, the ids of the rows of its page in order, and the next page's cursor."""

    totals: Totals
    ids: tuple[int, ...] = ()
    next: str = ""


def search(asked: ExpenditureFilter, size: int = PAGE) -> Result:
    """Count, add up and page a search. Raises TooBroad where that takes too long."""
    try:
        with transaction.atomic():
            run_setting("statement_timeout", f"{TIMEOUT_SECONDS}s")
            return _search(asked, size)
    except OperationalError as error:
        if isinstance(error.__cause__, database_errors.QueryCanceled):
            raise TooBroad from error
        raise


def _search(asked: ExpenditureFilter, size: int) -> Result:
    where = matching(asked)
    if where is NOTHING:
        return Result(Totals())
    totals = _add_up(where)
    if not totals.rows or not size:
        return Result(totals)
    ids, following = _page(asked, where, totals, size)
    return Result(totals, ids, following)


def _add_up(where: Sql) -> Totals:
    found = run(
        f"SELECT e.support_oppose_indicator, e.counts, count(*), sum(e.expenditure_amount)"  # noqa: S608
        f" FROM {TABLE} e WHERE {where.text} GROUP BY 1, 2",
        where.values,
    )

    def amount(side: str, *, counted: bool = False) -> Decimal:
        chosen = (row for row in found if row[1] or not counted)
        return sum((total for given, _, _, total in chosen if given == side), Decimal(0))

    return Totals(
        rows=sum(row[2] for row in found),
        supported=amount("S"),
        opposed=amount("O"),
        neither=amount(""),
        counted_rows=sum(row[2] for row in found if row[1]),
        counted_supported=amount("S", counted=True),
        counted_opposed=amount("O", counted=True),
        counted_neither=amount("", counted=True),
    )


def _page(
    asked: ExpenditureFilter, where: Sql, totals: Totals, size: int
) -> tuple[tuple[int, ...], str]:
    order = order_of(asked)
    columns = ", ".join(f"{key.sql} AS k{place}" for place, key in enumerate(order.keys))
    rows = f"SELECT e.id, {columns} FROM {TABLE} e {order.joins} WHERE {where.text}"  # noqa: S608
    beyond = after_cursor(order, asked.after)
    keys = [f"m.k{place}" for place in range(len(order.keys))]
    of, before = f"({rows}) m", ""
    if totals.rows <= NARROW:
        of, before = "m", f"WITH m AS MATERIALIZED ({rows}) "
    found = run(
        f"{before}SELECT m.id, {', '.join(keys)} FROM {of} WHERE {beyond.text}"  # noqa: S608
        f" ORDER BY {order.by(keys)} LIMIT {size + 1}",
        (*where.values, *beyond.values),
    )
    shown = found[:size]
    following = cursor_of(shown[-1][1:]) if len(found) > size else ""
    return tuple(row[0] for row in shown), following


def matching(asked: ExpenditureFilter) -> Sql:
    """The search as a condition on the table `e`; NOTHING itself where no row can match."""
    parts = [Sql(_STATUS[asked.status])]
    if asked.status != "counted":
        # Rows of the FEC's file that stand here from the filing itself as well, with all it says.
        parts.append(Sql("NOT e.is_repeated"))
    if asked.side:
        parts.append(Sql("e.support_oppose_indicator = %s", (SIDE_CODES[asked.side],)))
    if asked.race:
        parts.append(_of_race(asked.race))
    if asked.spender:
        ids = sorted(recipient_ids(asked.spender))
        parts.append(Sql("e.committee_id = ANY(%s)", (ids,)) if ids else NOTHING)
    if asked.candidate_id:
        parts.append(Sql("e.candidate_id = %s", (asked.candidate_id,)))
    parts += _texts(asked)
    parts += _plain(asked)
    if NOTHING in parts:
        return NOTHING
    return Sql(
        " AND ".join(part.text for part in parts),
        tuple(value for part in parts for value in part.values),
    )


def _texts(asked: ExpenditureFilter) -> list[Sql]:
    found = []
    if asked.candidate:
        found.append(_taken(asked.candidate, _named(asked.candidate)))
    for text, column in ((asked.payee, "e.payee_name"), (asked.purpose, "e.purpose")):
        if text:
            found.append(_taken(text, holds(text, column)))
    return found


def _taken(text: Words, condition: Sql) -> Sql:
    """What only excludes is looked up as what it excludes, and then not taken."""
    return Sql(f"NOT ({condition.text})", condition.values) if text.only_excludes else condition


def _named(text: Words) -> Sql:
    """The candidate's name as shown: the registered one, else the one reported."""
    registered = holds(text, "name")
    reported = holds(text, "e.candidate_name")
    ids = run(
        f"SELECT candidate_id FROM filings_candidate WHERE name <> '' AND {registered.text}",  # noqa: S608
        registered.values,
    )
    return Sql(
        f"(e.candidate_id = ANY(%s) OR ({reported.text} AND NOT EXISTS (SELECT FROM"
        " filings_candidate x WHERE x.candidate_id = e.candidate_id AND x.name <> '')))",
        ([row[0] for row in ids], *reported.values),
    )


def _plain(asked: ExpenditureFilter) -> list[Sql]:
    day = days(asked.dates)
    given: Sequence[tuple[str, Any]] = (
        ("e.expenditure_amount >= %s", asked.min),
        ("e.expenditure_amount <= %s", asked.max),
        (f"{day} >= %s", asked.since),
        (f"{day} <= %s", asked.until),
        ("e.form = %s", asked.form or None),
        ("e.cycle = %s", asked.cycle),
        ("e.election_type = ANY(%s)", list(asked.elections) or None),
    )
    return [Sql(text, (value,)) for text, value in given if value is not None]


def find_race(race: Race) -> Election | None:
    """The race of an address, if it is one of those loaded."""
    return Election.objects.filter(
        cycle=race.cycle,
        office=race.office,
        state=race.state,
        district=race.district,
        special_year=race.special_year,
    ).first()


def _of_race(race: Race) -> Sql:
    """What the race's page adds up: its candidates' rows under the election codes of the race."""
    election = find_race(race)
    if election is None:
        return NOTHING
    same_seat = Election.objects.filter(
        cycle=race.cycle, office=race.office, state=race.state, district=race.district
    )
    has_special = same_seat.exclude(special_year=0).exists()
    ids = list(
        ElectionCandidate.objects.filter(election=election).values_list("candidate_id", flat=True)
    )
    about = IndependentExpenditure.objects.filter(cycle=race.cycle, candidate_id__in=ids)
    codes = about.order_by().values_list("election_type", flat=True).distinct()
    mine = [code for code in codes if belongs(code, election, has_special=has_special)]
    if not mine:
        return NOTHING
    return Sql(
        "e.cycle = %s AND e.candidate_id = ANY(%s) AND e.election_type = ANY(%s)",
        (race.cycle, ids, mine),
    )
