"""The donor search's query string as a frozen dataclass; what can't be read is said plainly."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from filings.codes import NEVER_COUNTED, PARTIES
from web.filter_choices import CONTRIBUTOR_WORDS as CONTRIBUTOR_WORDS
from web.filter_choices import CONTRIBUTORS as CONTRIBUTORS
from web.filter_choices import DEFAULT_ORDER as DEFAULT_ORDER
from web.filter_choices import DEFAULT_SORT as DEFAULT_SORT
from web.filter_choices import ELSEWHERE as ELSEWHERE
from web.filter_choices import KIND_WORDS as KIND_WORDS
from web.filter_choices import PARTY_NAMES as PARTY_NAMES
from web.filter_choices import PLACES as PLACES
from web.filter_choices import ROWS as ROWS
from web.filter_choices import SORTS as SORTS
from web.filter_choices import TOGETHER as TOGETHER
from web.filter_words import Term as Term
from web.filter_words import Words as Words
from web.filter_words import parse_text as parse_text
from web.filter_words import parse_words as parse_words
from web.words import OFFICE_PATHS, PATHS_OF_OFFICE

# By what a whole result can be grouped, and how the groups are sorted (web/donor_groups.py).
GROUPED_BY = (
    "donor", "employer", "occupation", "industry", "recipient", "month", "state", "city",
    "election", "kind", "cycle",
)  # fmt: skip
ORDERED_BY = ("-net", "net", "-gifts", "-refunds", "-rows", "name", "-name")
# How a result is shown, which narrows nothing.
NOT_SEARCHED = frozenset({"sort", "after", "rows", "group", "order"})
LONGEST = 200
# A sector's industries, or the election codes of a cycle, with commas between them.
LONGEST_LIST = 1000

_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{0,2})?")


@dataclass(frozen=True)
class DonorFilter:
    """A donor search. Empty strings and None stand for fields that are not searched.

    A field of several values has them with commas between: any one of them will do.

    Amounts are US dollars as reported (a refund of $500 has the amount 500). `after` is the cursor
    of a page, made by web.donor_search.
    """

    name: Words | None = None
    employer: Words | None = None
    occupation: Words | None = None
    city: Words | None = None
    state: str = ""
    zip: str = ""
    min: Decimal | None = None
    max: Decimal | None = None
    since: date | None = None
    until: date | None = None
    cycles: tuple[int, ...] = ()
    recipient: str = ""
    candidate: str = ""
    party: str = ""
    office: str = ""
    race: str = ""
    contributor: str = ""
    type: str = ""
    election: str = ""
    industry: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    organization: str = ""
    rows: str = "counted"
    sort: str = DEFAULT_SORT
    after: str = ""
    group: str = ""
    order: str = DEFAULT_ORDER
    values: Mapping[str, str] = field(default_factory=dict, compare=False)
    """What was asked, by the names of the address bar, empty fields left out."""

    @property
    def counted_only(self) -> bool:
        """Whether memos, conduits' rows and rows of unknown types are left out."""
        never = set(NEVER_COUNTED)
        return self.rows == "counted" and not never.intersection(self.type.split(","))

    @property
    def kinds(self) -> list[str]:
        """The kinds of rows asked for, as stored; empty for any."""
        if self.type:
            codes = [each for code in self.type.split(",") for each in TOGETHER.get(code, (code,))]
            return list(dict.fromkeys(codes))
        # Only rows that never count: then their kinds are asked for.
        return [] if self.with_counted else self.row_kinds

    @property
    def with_counted(self) -> bool:
        """Whether rows that count are among those shown."""
        return bool({"counted", "all"}.intersection(self.rows.split(",")))

    @property
    def row_kinds(self) -> list[str]:
        """The kinds of rows that never count which are shown, where not all are."""
        return [code for code in self.rows.split(",") if code not in {"counted", "all"}]

    @property
    def cycle(self) -> int | None:
        """The cycle asked for, where it is one."""
        return self.cycles[0] if len(self.cycles) == 1 else None

    @property
    def states(self) -> list[str]:
        """The states asked for; empty for any."""
        return self.state.split(",") if self.state else []

    @property
    def zips(self) -> list[str]:
        """The ZIP codes, or beginnings of some, asked for; empty for any."""
        return self.zip.split(",") if self.zip else []

    @property
    def candidates(self) -> list[str]:
        """The candidates asked for by id; empty for any."""
        return self.candidate.split(",") if self.candidate else []

    @property
    def parties(self) -> list[str]:
        """The codes of the parties of the recipients' candidates; empty for any."""
        return self.party.split(",") if self.party else []

    @property
    def offices(self) -> list[str]:
        """The codes of the offices the recipients' candidates run for; empty for any."""
        return [OFFICE_PATHS[office] for office in self.office.split(",")] if self.office else []

    @property
    def entities(self) -> list[str]:
        """Who gave, as stored; empty for any."""
        kinds = self.contributor.split(",") if self.contributor else []
        return [code for kind in kinds for code in CONTRIBUTORS[kind]]

    @property
    def elections(self) -> list[str]:
        """The election codes asked for, as stored; empty for any."""
        codes = self.election.split(",") if self.election else []
        return ["" if code == "none" else code for code in codes]

    @property
    def by_profile(self) -> bool:
        """Whether donors are asked for by what is known of them: industry or organization."""
        return bool(self.industry or self.sector or self.organization)

    @property
    def days(self) -> int:
        """How many days are searched; 0 where a first or a last day is not given."""
        return (self.until - self.since).days + 1 if self.since and self.until else 0

    @property
    def searched(self) -> dict[str, str]:
        """The fields that narrow the search, without sort and page."""
        return {k: v for k, v in self.values.items() if k not in NOT_SEARCHED}

    def address(self, **changes: str) -> str:
        """The query string of this search, with changes; the page's cursor only if given."""
        values = {**self.values, "after": "", **changes}
        if values.get("sort") == DEFAULT_SORT:
            values["sort"] = ""
        if not values.get("group") or values.get("order") == DEFAULT_ORDER:
            values["order"] = ""
        return "?" + urlencode({k: v for k, v in values.items() if v}, safe=",/")

    def without(self, name: str) -> "DonorFilter":
        """The same search with one field fewer."""
        values = {k: v for k, v in self.values.items() if k not in {name, "after"}}
        return parse_donor_filter(values)[0]


NAMES = (
    "name", "employer", "occupation", "city", "state", "zip", "min", "max", "from", "to", "cycle",
    "recipient", "candidate", "party", "office", "race", "contributor", "type", "election",
    "industry", "sector", "organization", "rows", "near", "sort", "after", "group", "order",
)  # fmt: skip
# Fields that may stand in an address several times: their values are read as with commas between.
LISTED = (
    "state", "zip", "cycle", "candidate", "party", "office", "contributor", "type", "election",
    "industry", "sector", "rows",
)  # fmt: skip
_FIELDS = {"from": "since", "to": "until", "cycle": "cycles"}


def parse_donor_filter(query: Mapping[str, str]) -> tuple[DonorFilter, dict[str, str]]:
    """The search that a query string asks for, and a sentence for each field that can't be read.

    A field that can't be read is left out of the search.
    """
    values = {
        name: value
        for name in NAMES
        if (value := str(query.get(name, "")).replace("\x00", "").strip()) != ""
    }
    errors: dict[str, str] = {}
    found: dict[str, object] = {}
    for name, value in values.items():
        try:
            found[_FIELDS.get(name, name)] = _read(name, value)
        except ValueError as error:
            errors[name] = str(error)
    if found.pop("near", ""):
        for name in ("name", "employer", "occupation", "city"):
            words = found.get(name)
            if isinstance(words, Words):
                found[name] = replace(words, near=True)
    asked = replace(DonorFilter(values=values), **found)  # type: ignore[arg-type]
    if asked.min is not None and asked.max is not None and asked.min > asked.max:
        errors["max"] = "The largest amount is below the smallest: swap them."
    if asked.since and asked.until and asked.since > asked.until:
        errors["to"] = "The last day is before the first: swap them."
    return asked, errors


def _read(name: str, value: str) -> object:
    # The sign of an exact text comes on top of a text as long as the FEC's columns.
    if name in LISTED or name == "organization":
        longest = LONGEST_LIST
    else:
        longest = LONGEST + value.startswith("=")
    if len(value) > longest:
        raise ValueError(f"This is longer than {longest} characters: search for fewer words.")
    reader = _READERS.get(name)
    return reader(value) if reader else value


def _read_amount(value: str) -> Decimal:
    text = value.replace(",", "").replace("$", "").replace("−", "-").strip()
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"“{value}” is not an amount in dollars: write it like 2700 or 2,700.50.")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"“{value}” is not an amount in dollars.") from None


def _read_date(value: str) -> date:
    # Other scripts' digits would be read, but not be the ones of the form's calendar.
    for layout in ("%Y-%m-%d", "%m/%d/%Y") if value.isascii() else ():
        try:
            day = datetime.strptime(value, layout).date()  # noqa: DTZ007
        except ValueError:
            continue
        if 1970 <= day.year <= 2100:
            return day
    raise ValueError(f"“{value}” is not a day: write it like 2018-10-31.")


def _read_cycles(value: str) -> tuple[int, ...]:
    found = _listed(value)
    wrong = next((one for one in found if not re.fullmatch(r"(19|20)[0-9][02468]", one)), "")
    if wrong or not found:
        raise ValueError(
            f"“{wrong or value}” is not a cycle: give the even year that ends it, as 2018."
        )
    return tuple(map(int, found))


def _each(read: Callable[[str], str]) -> Callable[[str], str]:
    """A reader of several values with commas between, each once."""

    def read_all(value: str) -> str:
        found = [read(part) for part in _listed(value)]
        if not found:
            raise ValueError(f"“{value}” is nothing to search for.")
        return ",".join(dict.fromkeys(found))

    return read_all


def _read_state(value: str) -> str:
    if not value.isascii() or value.upper() not in PLACES:
        raise ValueError(f"“{value}” is not a state: write its two letters, as OH; ZZ is abroad.")
    return value.upper()


def _read_zip(value: str) -> str:
    text = value.replace("-", "").replace(" ", "").upper()
    if not re.fullmatch(r"[0-9A-Z]{1,9}", text):
        raise ValueError(f"“{value}” is not a ZIP code, or the beginning of one.")
    # The last four digits lead to a street, and pages show none.
    return text[:5]


def _read_candidate(value: str) -> str:
    if not re.fullmatch(r"[HSPhsp][0-9][0-9A-Za-z]{7}", value):
        raise ValueError(f"“{value}” is not a candidate’s id, which looks like H8CA34266.")
    return value.upper()


def _read_party(value: str) -> str:
    code = PARTY_NAMES.get(value.upper(), value.upper())
    if code not in PARTIES:
        raise ValueError(f"“{value}” is not a party: write its code, as DEM, REP or LIB.")
    return code


def _read_race(value: str) -> str:
    # As its page's address has it, or as the search of expenditures does: 2018-H-CA-34.
    pattern = r"(\d{4})[/-]([a-z]+)[/-]([A-Z]{2})[/-](\d{1,2})([/-]special-\d{4})?"
    found = re.fullmatch(pattern, value.strip("/"), re.IGNORECASE | re.ASCII)
    office = found[2].lower() if found else ""
    office = PATHS_OF_OFFICE.get(office.upper(), office)
    if not found or office not in OFFICE_PATHS:
        raise ValueError(
            f"“{value}” is not a race: write it like its page’s address, 2018/house/CA/34."
        )
    special = f"/{found[5][1:].lower()}" if found[5] else ""
    return f"{found[1]}/{office}/{found[3].upper()}/{found[4].zfill(2)}{special}"


def _read_choice(value: str, choices: tuple[str, ...], what: str) -> str:
    if value not in choices:
        raise ValueError(f"“{value}” is not {what}: choose from {', '.join(choices)}.")
    return value


def _read_election(value: str) -> str:
    code = value if value == "none" else value.upper()
    if not re.fullmatch(r"none|[A-Z][0-9]{0,4}", code):
        raise ValueError(f"“{code}” is not an election code, which looks like G2018 or P.")
    return code


def _listed(value: str) -> list[str]:
    """What stands between commas, each once."""
    return list(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))


def _read_slugs(value: str) -> tuple[str, ...]:
    slugs = tuple(part.lower() for part in _listed(value))
    wrong = next((slug for slug in slugs if not re.fullmatch(r"[a-z0-9-]+", slug)), "")
    if wrong or not slugs:
        raise ValueError(f"“{wrong or value}” is not an industry: choose one from the list.")
    return slugs


_READERS = {
    "name": parse_text,
    "employer": parse_text,
    "occupation": parse_text,
    "city": parse_text,
    "recipient": lambda value: parse_words(value).raw,
    "state": _each(_read_state),
    "zip": _each(_read_zip),
    "min": _read_amount,
    "max": _read_amount,
    "from": _read_date,
    "to": _read_date,
    "cycle": _read_cycles,
    "candidate": _each(_read_candidate),
    "party": _each(_read_party),
    "office": _each(lambda value: _read_choice(value, tuple(OFFICE_PATHS), "an office")),
    "race": _read_race,
    "contributor": _each(
        lambda value: _read_choice(value, tuple(CONTRIBUTORS), "a kind of contributor")
    ),
    "type": _each(lambda value: _read_choice(value, tuple(KIND_WORDS), "a kind of row")),
    "election": _each(_read_election),
    "industry": _read_slugs,
    "sector": _read_slugs,
    "rows": _each(lambda value: _read_choice(value, tuple(ROWS), "a choice of rows")),
    "near": lambda value: _read_choice(value, ("1",), "yes"),
    "sort": lambda value: _read_choice(value, tuple(SORTS), "an order"),
    "group": lambda value: _read_choice(value, GROUPED_BY, "a way to group"),
    "order": lambda value: _read_choice(value, ORDERED_BY, "an order of groups"),
}
