"""A connection as found: who is in it, the path from dollar to dollar, and how sure it is.

Steps are stored as JSON beside the connection, so that pages read one row and no table of facts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, Literal

PartyKind = Literal["person", "organization", "committee", "candidate", "industry", "race"]

# How a step's two ends belong together; pages turn each into a line with a link to its rows.
StepKind = Literal[
    "gave",  # a person or organization to a committee: itemized receipts, refunds taken off
    "passed",  # a committee to a committee, as the receiver reported it
    "gave_candidate",  # a person, organization or committee to a candidate's own campaign
    "staff_gave_candidate",  # people who name a company as their employer, to a campaign
    "spent_against",
    "spent_for",
    "industry_gave",  # people and committees of an industry to a candidate
    "industry_funds",  # an industry's part of what a committee spent, by the trace
    "shares",  # two committees have something in common: `words` says what
    "received",  # all that a committee took in; `words` says until when
    "owed",  # a committee's debts, or spending before it had money; `words` says which
    "registered",  # a committee's first registration or first money; `words` says which
]

CERTAINTIES: dict[str, str] = {
    "identified": "Both ends have the FEC’s own identifier, or a reviewer settled who is who.",
    "same_name": "The same last and first name, or an organization’s same name, in the same"
    " five-digit ZIP code: very likely one, but two can share both. Of committees: two things or"
    " more in common.",
    "possible": "Names or places that fit together, and no more.",
}
# What a score is multiplied with.
WEIGHTS = {"identified": Decimal(1), "same_name": Decimal("0.8"), "possible": Decimal("0.5")}


@dataclass(frozen=True)
class Party:
    """Somebody or something that a connection is about.

    key: of a person the match key and five digits of the ZIP code, as "smith-john 90210"; of an
    organization its normal form; of a committee or candidate the FEC's id; of an industry its slug;
    of a race its id in filings_election.
    """

    kind: PartyKind
    key: str
    name: str


@dataclass(frozen=True)
class Step:
    """One step of the path. Amounts are US dollars; `filings` are file numbers, the newest first.

    names: a giver's spellings as filed, and zip the place, by which its rows are found. codes:
    election codes of the rows ("" is a row without one). words: what a number cannot say. until:
    the last day of the rows, where it is not all of the cycle's.
    """

    kind: StepKind
    source: Party
    target: Party
    amount: Decimal | None = None
    rows: int = 0
    first: date | None = None
    last: date | None = None
    names: tuple[str, ...] = ()
    zip: str = ""
    codes: tuple[str, ...] = ()
    words: str = ""
    share: Decimal | None = None
    until: date | None = None
    filings: tuple[int, ...] = ()
    more_filings: int = 0


@dataclass(frozen=True)
class Found:
    """A connection before it is stored.

    parts: what tells it from all others of its kind, the same in every run. spender_id: the
    committee it is about. amount: the dollars it is about; share: of what, in per cent. score: US
    dollars, weighed (see kinds.py). roles: everybody in it by the part they play, for the pages of
    each; a party may have one role only.
    """

    kind: str
    parts: tuple[str, ...]
    spender_id: str
    amount: Decimal
    score: Decimal
    certainty: str
    sentence: str
    steps: tuple[Step, ...]
    roles: dict[Party, str] = field(default_factory=dict)
    election_id: int | None = None
    share: Decimal | None = None
    first: date | None = None
    last: date | None = None

    def key(self, cycle: int) -> str:
        """The stable key: reviews name a connection by it."""
        return "|".join((self.kind, str(cycle), *self.parts))


def slug_of(key: str) -> str:
    """The connection's name in addresses."""
    return sha256(key.encode()).hexdigest()[:12]


def certainty_of(funder: Party, zips: Iterable[str], *, is_settled: bool) -> str:
    """How sure it is that rows of one name are one's; `zips` are the places of all of them."""
    if funder.kind == "committee" or is_settled:
        return "identified"
    if funder.kind == "person":
        # Only rows of one place are put together.
        return "same_name"
    return "same_name" if len(set(zips)) == 1 and all(zips) else "possible"


def only(found: Sequence[str] | None) -> str:
    """The one of them; empty where there are several, or none."""
    return found[0] if found and len(found) == 1 else ""


def to_json(steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    """The path as it is stored."""
    return [_plain(asdict(step)) for step in steps]


def from_json(stored: list[dict[str, Any]]) -> tuple[Step, ...]:
    """The path as it was found."""
    return tuple(_step(dict(one)) for one in stored)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: str(value) if isinstance(value, Decimal | date) else value
        for name, value in values.items()
        if value not in (None, "", (), 0)
    }


def _step(values: dict[str, Any]) -> Step:
    for name in ("source", "target"):
        values[name] = Party(**values[name])
    for name in ("amount", "share"):
        if name in values:
            values[name] = Decimal(values[name])
    for name in ("first", "last", "until"):
        if name in values:
            values[name] = date.fromisoformat(values[name])
    for name in ("names", "codes", "filings"):
        if name in values:
            values[name] = tuple(values[name])
    return Step(**values)
