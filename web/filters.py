"""The donor search's query string as a frozen dataclass; what can't be read is said plainly."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from donations.indexes import SIGNS
from filings.codes import COUNTED_AS, NEVER_COUNTED, STATES

SORTS = {
    "-amount": "Largest first",
    "amount": "Smallest first",
    "-date": "Newest first",
    "date": "Oldest first",
    "name": "Donor, A to Z",
    "-name": "Donor, Z to A",
    "recipient": "Recipient, A to Z",
    "-recipient": "Recipient, Z to A",
}
DEFAULT_SORT, DEFAULT_ORDER = "-amount", "-net"
# Kinds that are searched together: what a committee is funded by, as pages add it up.
TOGETHER = {
    "given": ("individual", "committee"),
    "funding": ("individual", "committee", "transfer"),
}
KIND_WORDS = {
    **dict(COUNTED_AS),
    "given": "Contributions from individuals and committees",
    "funding": "Contributions from individuals and committees, and transfers",
}
# What else the FEC's files have for a contributor's state.
ELSEWHERE = {
    "AA": "Armed Forces, Americas",
    "AE": "Armed Forces, Europe",
    "AP": "Armed Forces, Pacific",
    "FM": "Micronesia",
    "MH": "Marshall Islands",
    "PW": "Palau",
    "ZZ": "Foreign country",
}
PLACES = {**STATES, **ELSEWHERE}
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
# More words than anybody types; each costs a look into an index.
MOST_WORDS = 12

_TOKEN = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
_NO_SIGNS = str.maketrans(dict.fromkeys(SIGNS, " "))
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{0,2})?")


@dataclass(frozen=True)
class Term:
    """A word, or a phrase whose words stand side by side; `beginning` where a word ends in "*"."""

    words: tuple[str, ...]
    excluded: bool = False
    beginning: bool = False
    phrase: bool = False


@dataclass(frozen=True)
class Words:
    """What is searched for in a field of text: all terms that are not excluded, none that is.

    `exact` is the whole text, sign for sign, where that is asked for instead; there are no terms
    then.
    """

    raw: str
    terms: tuple[Term, ...]
    exact: str = ""

    @property
    def only_excludes(self) -> bool:
        """Whether there is nothing but exclusions."""
        return not self.exact and all(term.excluded for term in self.terms)


@dataclass(frozen=True)
class DonorFilter:
    """A donor search. Empty strings and None stand for fields that are not searched.

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
    cycle: int | None = None
    recipient: str = ""
    candidate: str = ""
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
        return self.rows == "counted" and self.type not in NEVER_COUNTED

    @property
    def kinds(self) -> list[str]:
        """The kinds of rows asked for, as stored; empty for any."""
        return list(TOGETHER.get(self.type, (self.type,))) if self.type else []

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
        return "?" + urlencode({k: v for k, v in values.items() if v})

    def without(self, name: str) -> "DonorFilter":
        """The same search with one field fewer."""
        values = {k: v for k, v in self.values.items() if k not in {name, "after"}}
        return parse_donor_filter(values)[0]


NAMES = (
    "name", "employer", "occupation", "city", "state", "zip", "min", "max", "from", "to", "cycle",
    "recipient", "candidate", "type", "election", "industry", "sector", "organization", "rows",
    "sort", "after", "group", "order",
)  # fmt: skip


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
            found[{"from": "since", "to": "until"}.get(name, name)] = _read(name, value)
        except ValueError as error:
            errors[name] = str(error)
    asked = replace(DonorFilter(values=values), **found)  # type: ignore[arg-type]
    if asked.min is not None and asked.max is not None and asked.min > asked.max:
        errors["max"] = "The largest amount is below the smallest: swap them."
    if asked.since and asked.until and asked.since > asked.until:
        errors["to"] = "The last day is before the first: swap them."
    return asked, errors


def _read(name: str, value: str) -> object:
    # The sign of an exact text comes on top of a text as long as the FEC's columns.
    if name in {"industry", "sector", "organization", "election"}:
        longest = LONGEST_LIST
    else:
        longest = LONGEST + value.startswith("=")
    if len(value) > longest:
        raise ValueError(f"This is longer than {longest} characters: search for fewer words.")
    reader = _READERS.get(name)
    return reader(value) if reader else value


def parse_words(value: str) -> Words:
    """Words and phrases of a search field: `"goldman sachs" -bank, lawy*`.

    Raises ValueError where nothing in it is a word.
    """
    terms = tuple(_terms(value))
    if not terms:
        raise ValueError("There is no letter or digit in it to search for.")
    if len(terms) > MOST_WORDS:
        raise ValueError(f"These are more than {MOST_WORDS} words: search for fewer.")
    return Words(value, terms)


def parse_text(value: str) -> Words:
    """Words of a search field, or after an equals sign a whole text: `=GOLD BANK, N.A.`.

    Raises ValueError where there is nothing to search for.
    """
    if not value.startswith("="):
        return parse_words(value)
    if len(value) == 1:
        raise ValueError("Nothing follows the equals sign: write the whole text after it.")
    return Words(value, (), exact=value[1:])


def _terms(value: str) -> Iterator[Term]:
    for minus, quoted, bare in _TOKEN.findall(value):
        text = quoted or bare
        words = tuple(
            word for word in text.translate(_NO_SIGNS).split() if any(map(str.isalnum, word))
        )
        if words:
            beginning = text.endswith("*") and len(words) == 1 and not quoted
            yield Term(words, minus == "-", beginning, bool(quoted) and len(words) > 1)


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


def _read_cycle(value: str) -> int:
    if not re.fullmatch(r"(19|20)[0-9]{2}", value) or int(value) % 2:
        raise ValueError(f"“{value}” is not a cycle: give the even year that ends it, as 2018.")
    return int(value)


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


def _read_choice(value: str, choices: tuple[str, ...], what: str) -> str:
    if value not in choices:
        raise ValueError(f"“{value}” is not {what}: choose from {', '.join(choices)}.")
    return value


def _read_election(value: str) -> str:
    codes = [code if code == "none" else code.upper() for code in _listed(value)]
    wrong = next((code for code in codes if not re.fullmatch(r"none|[A-Z][0-9]{0,4}", code)), "")
    if wrong or not codes:
        raise ValueError(
            f"“{wrong or value}” is not an election code, which looks like G2018 or P."
        )
    return ",".join(codes)


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
    "state": _read_state,
    "zip": _read_zip,
    "min": _read_amount,
    "max": _read_amount,
    "from": _read_date,
    "to": _read_date,
    "cycle": _read_cycle,
    "candidate": _read_candidate,
    "type": lambda value: _read_choice(value, tuple(KIND_WORDS), "a kind of row"),
    "election": _read_election,
    "industry": _read_slugs,
    "sector": _read_slugs,
    "rows": lambda value: _read_choice(value, ("counted", "all"), "a choice of rows"),
    "sort": lambda value: _read_choice(value, tuple(SORTS), "an order"),
    "group": lambda value: _read_choice(value, GROUPED_BY, "a way to group"),
    "order": lambda value: _read_choice(value, ORDERED_BY, "an order of groups"),
}
