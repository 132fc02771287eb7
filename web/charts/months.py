"""Money over time: months as rows of a chart, and the election days beside them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from filings import codes
from filings.models import Election
from web.charts.chart import ZERO, Row, Value

UNDATED = "No date, or of other years"
Address = Callable[[int, date, date], str]


def last_day(month: date) -> date:
    """The last day of the month that begins on a day."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def rows(
    amounts: Sequence[dict[date | None, Decimal]], years: Iterable[int], address: Address
) -> tuple[Row, ...]:
    """Months in order, a column for each mapping of months' first days to dollars.

    `address` makes the address of a column's rows between two days. Money without a date, or of
    other years, comes last, in a row that is not drawn.
    """
    inside = set(years)
    days = sorted({day for each in amounts for day in each if day and day.year in inside})
    found = [
        Row(
            f"{day:%B} {day.year}",
            tuple(
                Value(each[day], address(at, day, last_day(day))) if each.get(day) else Value()
                for at, each in enumerate(amounts)
            ),
            day=day,
        )
        for day in days
    ]
    undated = tuple(
        Value(sum((sum_ for day, sum_ in each.items() if not day or day.year not in inside), ZERO))
        for each in amounts
    )
    if any(value.amount for value in undated):
        found.append(Row(UNDATED, undated, drawn=False))
    return tuple(found)


def general_election(year: int) -> date:
    """The Tuesday after the first Monday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(7 - first.weekday()) % 7 + 1)


def marks(cycle: int, elections: Iterable[Election] = ()) -> tuple[tuple[date, str], ...]:
    """The election days known of some races; the general election's of the cycle is always.

    A special election that is not in the cycle's even year has a day of its own, and is the only
    one shown where no other race is given.
    """
    races = list(elections)
    found: dict[date, str] = {}
    for race in races:
        for code, day in race.dates.items():
            if day:
                word = "special" if code[:1] == "S" else codes.election_words(code)
                found[date.fromisoformat(str(day))] = f"{word} election"
    if not races or any(not race.is_special for race in races):
        found.setdefault(general_election(cycle), "general election")
    return tuple(sorted(found.items()))
