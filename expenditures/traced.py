"""One trace: what became of a spender's money, in dollars."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from expenditures.money_books import Spent
from expenditures.money_days import Days
from expenditures.money_flow import TraceError
from expenditures.money_makeup import DonorPart
from expenditures.money_network import Kept
from expenditures.money_sources import SOURCES, Method


@dataclass(frozen=True)
class Traced:
    """One spender's money by what became of the trace. US dollars; the three parts add up to spent.

    layers: committees between the spender and the farthest source. error: why there is no trace;
    the parts are 0 then. industries: cents of the named money by industry.
    """

    spender: Spent
    method: Method
    kept: Kept | None
    spent: Decimal
    traced: Decimal = Decimal(0)
    unitemized: Decimal = Decimal(0)
    untraceable: Decimal = Decimal(0)
    layers: int = 0
    error: str = ""
    industries: Mapping[int, int] = field(default_factory=dict)
    donors: Sequence[DonorPart] = ()

    @property
    def opacity(self) -> Decimal | None:
        """The share that ends in nobody's name, in per cent; none where nothing was traced."""
        if self.error or not self.spent:
            return None
        hidden = self.unitemized + self.untraceable
        return (100 * hidden / self.spent).quantize(Decimal("0.1"))


def dollars(cents: int) -> Decimal:
    """Cents as dollars."""
    return Decimal(cents).scaleb(-2)


def follow_spender(days: Days, spender: Spent, method: Method) -> Traced:
    """The trace of one spender; one that failed says why."""
    spent = dollars(spender.cents)
    try:
        kept = days.follow(spender, method)
    except TraceError as error:
        return Traced(spender, method, None, spent, error=str(error))
    parts: dict[str, int] = defaultdict(int)
    for _, source, _, cents in kept.entries:
        parts[SOURCES[source].outcome] += cents
    return Traced(
        spender,
        method,
        kept,
        spent,
        traced=dollars(parts["traced"]),
        unitemized=dollars(parts["unitemized"]),
        untraceable=dollars(parts["untraceable"]),
        layers=kept.deepest,
    )
