"""The query string of the search of independent expenditures as a frozen dataclass."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from filings.codes import OFFICES, STATES
from filings.models import Election
from web.filters import Words, parse_donor_filter, parse_text, parse_words

SIDES = {"support": "For", "oppose": "Against", "none": "Side not given"}
SIDE_CODES = {"support": "S", "oppose": "O", "none": ""}
FORMS = {"notice": "24- and 48-hour notices", "report": "periodic reports"}
# What a day of the search is, and the column that has it. The first is what the table shows.
DATES = {
    "": "shown, else paid",
    "expenditure": "paid or agreed",
    "dissemination": "shown to the public",
    "received": "received by the FEC",
}
STATUSES = {
    "counted": "that count",
    "covered": "notices in a periodic report",
    "unmatched": "notices to be reviewed",
    "superseded": "superseded by an amendment",
    "memo": "memos",
    "held": "in filings held for a review",
    "all": "all",
}
SORTS = {
    "-amount": "Largest first",
    "amount": "Smallest first",
    "-date": "Newest first",
    "date": "Oldest first",
    "spender": "Spender, A to Z",
    "-spender": "Spender, Z to A",
    "candidate": "Candidate, A to Z",
    "-candidate": "Candidate, Z to A",
    "payee": "Paid to, A to Z",
    "-payee": "Paid to, Z to A",
}
DEFAULT_SORT = "-amount"
DEFAULT_STATUS = "counted"
LONGEST = 200
LONGEST_CURSOR = 2000
NAMES = (
    "side", "spender", "candidate", "race", "payee", "purpose", "min", "max", "from", "to", "dates",
    "form", "cycle", "election", "status", "sort", "after",
)  # fmt: skip
# Read as the donor search reads them.
_SHARED = ("min", "max", "from", "to", "cycle", "election")
_CANDIDATE_ID = re.compile(r"[HSP][0-9][0-9A-Z]{7}")
_RACE = re.compile(
    r"(?P<cycle>(?:19|20)[0-9]{2})-(?P<office>[HSP])-(?P<state>[A-Z]{2})-(?P<district>[0-9]{1,2})"
    r"(?:-SPECIAL-(?P<special>(?:19|20)[0-9]{2}))?"
)


@dataclass(frozen=True)
class Race:
    """A race as an address names it: "2018-H-CA-34-special-2017"; special_year is 0 for none."""

    cycle: int
    office: str
    state: str
    district: str
    special_year: int = 0

    def __str__(self) -> str:
        special = f"-special-{self.special_year}" if self.special_year else ""
        return f"{self.cycle}-{self.office}-{self.state}-{self.district}{special}"

    @classmethod
    def of(cls, election: Election) -> "Race":
        """The name of a race that there is."""
        return cls(
            election.cycle,
            election.office,
            election.state,
            election.district,
            election.special_year,
        )


@dataclass(frozen=True)
class ExpenditureFilter:
    """A search of independent expenditures. Empty strings and None are fields not searched.

    Amounts are US dollars. `candidate_id` is given where the field holds an id, `candidate` where
    it holds words. `after` is the cursor of a page, made by web.expenditure_search.
    """

    side: str = ""
    spender: str = ""
    candidate_id: str = ""
    candidate: Words | None = None
    race: Race | None = None
    payee: Words | None = None
    purpose: Words | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    since: date | None = None
    until: date | None = None
    dates: str = ""
    form: str = ""
    cycle: int | None = None
    elections: tuple[str, ...] = ()
    status: str = DEFAULT_STATUS
    sort: str = DEFAULT_SORT
    after: str = ""
    values: Mapping[str, str] = field(default_factory=dict, compare=False)
    """What was asked, by the names of the address bar, empty fields left out."""

    @property
    def of_cycle(self) -> int:
        """The one cycle that is searched; 0 where it may be any."""
        return self.cycle or (self.race.cycle if self.race else 0)

    @property
    def searched(self) -> dict[str, str]:
        """The fields that narrow the search, without order and page."""
        beside = {"sort", "after", "status", "dates"}
        return {name: value for name, value in self.values.items() if name not in beside}

    def address(self, **changes: str) -> str:
        """The query string of this search, with changes; the page's cursor only if given."""
        values = {**self.values, "after": "", **changes}
        for name, usual in (("sort", DEFAULT_SORT), ("status", DEFAULT_STATUS)):
            if values.get(name) == usual:
                values[name] = ""
        return "?" + urlencode({name: value for name, value in values.items() if value})


def parse_expenditure_filter(
    query: Mapping[str, str],
) -> tuple[ExpenditureFilter, dict[str, str]]:
    """The search that a query string asks for, and a sentence for each field that can't be read.

    A field that can't be read is left out of the search.
    """
    values = {
        name: value
        for name in NAMES
        if (value := str(query.get(name, "")).replace("\x00", "").strip()) != ""
    }
    shared, errors = parse_donor_filter({name: values.get(name, "") for name in _SHARED})
    found: dict[str, object] = {
        "min": shared.min,
        "max": shared.max,
        "since": shared.since,
        "until": shared.until,
        "cycle": shared.cycle,
        "elections": tuple(shared.elections),
    }
    if len(shared.cycles) > 1:
        errors["cycle"] = "Spending is searched in one cycle, or in all."
    for name, reader in _READERS.items():
        if name in values:
            try:
                found |= reader(values[name])
            except ValueError as error:
                errors[name] = str(error)
    return replace(ExpenditureFilter(values=values), **found), errors  # type: ignore[arg-type]


def parse_race(value: str) -> Race:
    """The race of "2018-H-CA-34-special-2017", or of "2018-P-US-00".

    Raises ValueError where the text names none.
    """
    match = _RACE.fullmatch(value.upper())
    if not match or match["state"] not in STATES or int(match["cycle"]) % 2:
        offices = ", ".join(f"{code} for {words}" for code, words in OFFICES)
        raise ValueError(
            f"“{value}” is not a race: write it like 2018-H-CA-34, or with -special-2017 at its"
            f" end; {offices}."
        )
    return Race(
        int(match["cycle"]),
        match["office"],
        match["state"],
        match["district"].zfill(2),
        int(match["special"] or 0),
    )


def _short(value: str) -> str:
    # The sign of an exact text comes on top of a text as long as the FEC's columns.
    if len(value) > LONGEST + value.startswith("="):
        raise ValueError(f"This is longer than {LONGEST} characters: search for fewer words.")
    return value


def _read_candidate(value: str) -> dict[str, object]:
    if _CANDIDATE_ID.fullmatch(value.upper()):
        return {"candidate_id": value.upper()}
    return {"candidate": parse_text(_short(value))}


def _choice(name: str, choices: Mapping[str, str], what: str) -> Callable[[str], dict[str, object]]:
    def read(value: str) -> dict[str, object]:
        if value not in choices:
            there = ", ".join(choice for choice in choices if choice)
            raise ValueError(f"“{value[:LONGEST]}” is not {what}: choose from {there}.")
        return {name: value}

    return read


_READERS: dict[str, Callable[[str], dict[str, object]]] = {
    "side": _choice("side", SIDES, "a side"),
    "spender": lambda value: {"spender": parse_words(_short(value)).raw},
    "candidate": _read_candidate,
    "race": lambda value: {"race": parse_race(_short(value))},
    "payee": lambda value: {"payee": parse_text(_short(value))},
    "purpose": lambda value: {"purpose": parse_text(_short(value))},
    "dates": _choice("dates", DATES, "a kind of day"),
    "form": _choice("form", FORMS, "a kind of filing"),
    "status": _choice("status", STATUSES, "a state"),
    "sort": _choice("sort", SORTS, "an order"),
    # A cursor is no field that people fill in: one that can't be read is the first page.
    "after": lambda value: {"after": value if len(value) <= LONGEST_CURSOR else ""},
}
