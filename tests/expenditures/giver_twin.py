"""Which committee gave, row by row, where a receipt may not identify it."""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any


class Givers:
    """Of a cycle: the giver a row names, else the only committee of its name that is not the
    receiver, else the only one that reported paying the receiver this amount, else nobody ("").
    """

    def __init__(self, rows: Callable[..., list[Any]], cycle: int) -> None:
        self._named: dict[str, set[str]] = defaultdict(set)
        for committee, name in rows("SELECT committee_id, name FROM filings_committee"):
            self._named[name].add(committee)
        self._paying: dict[tuple[str, Decimal], set[str]] = defaultdict(set)
        for giver, recipient, amount in rows(
            "SELECT committee_id, recipient_id, disbursement_amount"
            "  FROM donations_committeetransaction"
            " WHERE cycle = %s AND counts AND recipient_id <> ''", cycle,
        ):  # fmt: skip
            self._paying[recipient, amount].add(giver)

    def __call__(self, recipient: str, giver: str, name: str, amount: Decimal) -> str:
        if giver:
            return giver
        named = self._named[name] if name else set()
        if len(named) == 1 and named != {recipient}:
            return next(iter(named))
        paying = self._paying[recipient, amount]
        return next(iter(paying)) if len(paying) == 1 else ""
