"""By which methods money is followed, and at which kinds of sources that ends."""

from dataclasses import dataclass
from typing import Literal

# What a pool paid out beyond what is known to have come in (all of it where that is nothing), and
# what runs in a circle without a source.
EMPTY, CIRCLE = "nothing_reported", "circle"

# Stands for all the committees at which little of a trace's money came in.
SMALLER = ""

# Of these sources the rows name donors, and profiles their industries.
NAMED = ("person", "organization", "undisclosed")
# The numbers of sources in sql/flow_receipts.sql; committees' own are above zero. The last two are
# of what only official figures say.
CODES: dict[int, str] = {
    -1: "person", -2: "organization", -3: "undisclosed", -4: "candidate", -5: "candidate_loan",
    -6: "loan", -7: "other_receipt", -8: "unnamed_committee", -9: "opening_cash",
    -10: "unitemized",
}  # fmt: skip

Method = Literal["to_date", "cycle", "recent"]
METHODS: dict[str, str] = {
    "to_date": "all receipts of the cycle up to the newest expenditure, in proportion",
    "cycle": "all receipts of the cycle, in proportion",
    "recent": "the most recent receipts first",
}


@dataclass(frozen=True)
class Source:
    """A kind of money that ends a trace: how it counts, and its words."""

    outcome: Literal["traced", "unitemized", "untraceable"]
    words: str


SOURCES: dict[str, Source] = {
    "person": Source("traced", "people"),
    "organization": Source("traced", "companies, unions and other organizations"),
    "candidate": Source("traced", "the candidate"),
    "candidate_loan": Source("traced", "loans from the candidate"),
    "loan": Source("traced", "other loans"),
    "other_receipt": Source("traced", "other receipts"),
    "unitemized": Source("unitemized", "gifts that are not itemized, or not in the files here"),
    "undisclosed": Source("untraceable", "nonprofit groups that need not say who funds them"),
    "unnamed_committee": Source("untraceable", "committees that the row does not identify"),
    "opening_cash": Source("untraceable", "held before the cycle began"),
    EMPTY: Source("untraceable", "money that no receipt in the files accounts for"),
    CIRCLE: Source("untraceable", "committees that funded only each other"),
}
