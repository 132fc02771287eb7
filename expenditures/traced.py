"""One trace: what became of a spender's money, in dollars."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from expenditures.money_books import Books, Spent, follow
from expenditures.money_flow import Flow, TraceError
from expenditures.money_makeup import NAMED, DonorPart
from expenditures.money_sources import SOURCES, Method


@dataclass(frozen=True)
class Traced:
    """One spender's money by what became of the trace. US dollars; the three parts add up to spent.

    layers: committees between the spender and the farthest source. error: why there is no trace;
    the parts are 0 then. industries: cents of the named money by industry.
    """

    spender: Spent
    method: Method
    flow: Flow | None
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


def follow_spender(books: Books, spender: Spent, method: Method) -> Traced:
    """The trace of one spender; one that failed says why."""
    spent = dollars(spender.cents)
    try:
        flow = follow(books, spender, method)
    except TraceError as error:
        return Traced(spender, method, None, spent, error=str(error))
    parts: dict[str, int] = defaultdict(int)
    for (_, source), cents in flow.entries.items():
        parts[SOURCES[str(source)].outcome] += cents
    return Traced(
        spender,
        method,
        flow,
        spent,
        traced=dollars(parts["traced"]),
        unitemized=dollars(parts["unitemized"]),
        untraceable=dollars(parts["untraceable"]),
        layers=max((flow.layers[node] for node, _ in flow.entries), default=0),
    )


def named_by_committee(flow: Flow) -> dict[int, int]:
    """The cents of a trace that rows name a donor for, by the number of where they came in."""
    named: dict[int, int] = defaultdict(int)
    for (node, source), cents in flow.entries.items():
        if source in NAMED:
            named[int(str(node)[1:])] += cents
    return dict(named)
