"""Which race an election code is of: a special election apart from the regular one."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Protocol

from filings import codes


class Race(Protocol):
    """What of a race decides which codes are its own: a filings.models.Election."""

    @property
    def cycle(self) -> int:
        """The even year that ends the two-year period."""
        ...

    @property
    def state(self) -> str:
        """Two letters."""
        ...

    @property
    def special_year(self) -> int:
        """Year of the special election; 0 for the regular one."""
        ...

    @property
    def dates(self) -> Mapping[str, str]:
        """Election days as YYYY-MM-DD, where they are known."""
        ...


def belongs(code: str, race: Race, *, has_special: bool) -> bool:
    """Whether money under an election code is for this race and not for another of the same cycle.

    Where the seat has no special election in the cycle, everything but other years' codes is the
    regular race's. A code without a year is told by its letter: "S" is the special election's, and
    so is "R" where the state's regular primaries know no runoff. What can't be told is in neither.
    """
    letter, year = code[:1], code[1:]
    numbered = int(year) if year.isdecimal() else 0
    is_odd = race.special_year not in {0, race.cycle}
    if is_odd and numbered:
        return numbered == race.special_year
    if is_odd:
        return letter == "S" or (letter == "R" and race.state not in codes.PRIMARY_RUNOFF_STATES)
    if race.special_year:
        return letter == "S" and numbered in {0, race.special_year}
    if not has_special:
        return numbered in {0, race.cycle}
    return letter != "S" and (numbered == race.cycle or (not numbered and letter in {"P", "G"}))


def vote_day(race: Race) -> date | None:
    """The day of the deciding vote, where it is known: of a special election from the list of them,
    of a regular one by law (the Tuesday after the first Monday of November).

    >>> from types import SimpleNamespace
    >>> vote_day(SimpleNamespace(cycle=2020, special_year=0, dates={}))
    datetime.date(2020, 11, 3)
    """
    listed = [date.fromisoformat(day) for day in race.dates.values() if day]
    if race.special_year:
        return max(listed, default=None)
    first = date(race.cycle, 11, 1)
    return first + timedelta(days=(7 - first.weekday()) % 7 + 1)
