"""A table of a cycle's spenders: what they spent, and how much of it leads to whom."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from expenditures.money_books import SOURCES, Method, Spent, follow, read_books, read_spending
from expenditures.money_flow import Flow, TraceError
from filings.models import Committee


@dataclass(frozen=True)
class Traced:
    """One spender's money by what became of the trace. US dollars; the three parts add up to spent.

    layers: committees between the spender and the farthest source. error: why there is no trace.
    """

    committee_id: str
    name: str
    spent: Decimal
    traced: Decimal = Decimal(0)
    unitemized: Decimal = Decimal(0)
    untraceable: Decimal = Decimal(0)
    layers: int = 0
    error: str = ""

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


def by_outcome(flow: Flow) -> dict[str, Decimal]:
    """Dollars traced, unitemized and untraceable."""
    parts: dict[str, int] = defaultdict(int)
    for (_, source), cents in flow.entries.items():
        parts[SOURCES[str(source)].outcome] += cents
    return {outcome: dollars(cents) for outcome, cents in parts.items()}


def iter_traced(cycle: int, method: Method) -> Iterator[Traced]:
    """Each spender of a cycle, the largest first."""
    books = read_books(cycle)
    spending = read_spending(cycle)
    names = dict(
        Committee.objects.filter(pk__in=[one.committee_id for one in spending]).values_list(
            "pk", "name"
        )
    )
    for one in spending:
        name = names.get(one.committee_id) or one.committee_id
        try:
            flow = follow(books, one, method)
        except TraceError as error:
            yield Traced(one.committee_id, name, dollars(one.cents), error=str(error))
            continue
        yield _traced(one, name, flow)


def _traced(spent: Spent, name: str, flow: Flow) -> Traced:
    parts = by_outcome(flow)
    return Traced(
        spent.committee_id,
        name,
        dollars(spent.cents),
        traced=parts.get("traced", Decimal(0)),
        unitemized=parts.get("unitemized", Decimal(0)),
        untraceable=parts.get("untraceable", Decimal(0)),
        layers=max((flow.layers[node] for node, _ in flow.entries), default=0),
    )
