"""A whole donor search by state: from roll-ups where those hold it, else from the rows."""

from collections import defaultdict
from decimal import Decimal

from donations.sources import RECEIPTS
from web import donor_counts
from web.charts.given import bounded
from web.donor_conditions import resolve, run
from web.donor_search import choose_driver, matching
from web.filters import DonorFilter

_PLACE = frozenset({"state", "type", "election"})


def by_state(asked: DonorFilter) -> dict[str, Decimal]:
    """Gifts less refunds by state, in US dollars, of counted rows. Raises TakesLong."""
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for state, kind, amount in bounded(lambda: _sums(asked)):
        # 1 was received, 2 was refunded; what never counts is 0 and adds nothing.
        if kind:
            amounts[state] += amount if kind == 1 else -amount
    return dict(amounts)


def _sums(asked: DonorFilter) -> list[tuple[object, ...]]:
    conditions = resolve(asked)
    if conditions.impossible:
        return []
    if conditions.names <= _PLACE:
        given = [
            (text, value)
            for text, value in (
                ("state = %s", asked.state),
                ("counted_as = ANY(%s)", asked.kinds),
                ("election_type = ANY(%s)", asked.elections),
            )
            if value
        ]
        asks = "".join(f" AND {text}" for text, _ in given)
        return run(
            "SELECT state, class, sum(amount) FROM donations_searchplace"  # noqa: S608
            f" WHERE cycle = ANY(%s) AND source = ANY(%s){asks} GROUP BY 1, 2",
            (list(conditions.cycles), list(RECEIPTS), *(value for _, value in given)),
        )
    where = matching(conditions, choose_driver(conditions))
    return run(
        f"SELECT c.contributor_state, {donor_counts.CLASS},"  # noqa: S608
        " sum(c.contribution_receipt_amount)"
        f" FROM donations_contribution c WHERE {where.text} GROUP BY 1, 2",
        where.values,
    )
