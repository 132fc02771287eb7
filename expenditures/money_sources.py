"""By which methods money is followed, and at which kinds of sources that ends."""

from dataclasses import dataclass
from typing import Literal

# What is left where a pool has nothing in it, and where money runs in a circle without a source.
EMPTY, CIRCLE = "nothing_reported", "circle"

# Stands for all the committees at which little of a trace's money came in.
SMALLER = ""

Method = Literal["to_date", "cycle", "recent"]
METHODS: dict[str, str] = {
    "to_date": "all receipts of the cycle up to the expenditure, in proportion",
    "cycle": "all receipts of the cycle, in proportion",
    "recent": "the most recent receipts first",
}


@dataclass(frozen=True)
class Source:
    """A kind of money that ends a trace: how it counts, and its words."""

    outcome: Literal["traced", "unitemized", "untraceable"]
    words: str


# The numbers are those of sql/flow_receipts.sql; committees' own are above zero.
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
    EMPTY: Source("untraceable", "committees and persons with no receipts in the files"),
    CIRCLE: Source("untraceable", "committees that funded only each other"),
}
