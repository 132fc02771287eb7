"""What a search finds: a line of each thing, in groups."""

from dataclasses import dataclass, field
from decimal import Decimal

# Kind, what its group is called, in the order of the page where nothing else decides.
GROUPS = {
    "race": "Races",
    "candidate": "Candidates",
    "committee": "Committees",
    "organization": "Employers and organizations",
    "industry": "Industries",
    "donor": "Donors",
    "expenditure": "Independent expenditures",
    "filing": "Filings",
}
SINGULAR = {
    "race": "race",
    "candidate": "candidate",
    "committee": "committee",
    "organization": "employer or organization,employers and organizations",
    "industry": "industry,industries",
    "donor": "donor",
    "expenditure": "independent expenditure",
    "filing": "filing",
}
# Kinds of which the search itself has a page with all of them.
LISTED = ("candidate", "committee", "organization")


@dataclass(frozen=True)
class Hit:
    """One thing found: its page, its name, and a line of what it is.

    `amount` is in US dollars, None where there is none to tell; `amount_words` says of what.
    `nearness` is 0 for what fits best.
    """

    kind: str
    path: str
    title: str
    line: str = ""
    amount: Decimal | None = None
    amount_words: str = ""
    identifier: str = ""
    nearness: int = 0


@dataclass(frozen=True)
class Group:
    """The hits of a kind, the best first, and how many there are in all.

    `is_more` says that there may be more than `total`, which were not looked at. `more_path` leads
    to all of them. `said` is a sentence that stands before them.
    """

    kind: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    more_path: str = ""
    more_words: str = ""
    said: str = ""
    is_near: bool = False
    is_more: bool = False

    @property
    def title(self) -> str:
        """What the group is called."""
        return GROUPS[self.kind]

    @property
    def noun(self) -> str:
        """What its things are called, one and more."""
        return SINGULAR[self.kind]

    def __bool__(self) -> bool:
        return bool(self.hits or self.said)


@dataclass(frozen=True)
class Found:
    """All groups in which something fits; `is_near` where only spelling comes near."""

    groups: tuple[Group, ...] = field(default_factory=tuple)
    is_near: bool = False

    @property
    def hits(self) -> list[Hit]:
        """All hits in the order of the groups."""
        return [hit for group in self.groups for hit in group.hits]

    @property
    def is_empty(self) -> bool:
        """Whether nothing fits."""
        return not any(self.groups)


def joined(*parts: str) -> str:
    """What is not empty, with commas between."""
    return ", ".join(part for part in parts if part)
