"""The step that follows each spender's money back to its sources, by each method."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from expenditures.money_books import Books, Spent, follow, read_books, read_spending
from expenditures.money_flow import Flow, TraceError
from expenditures.money_sources import METHODS, SOURCES, Method
from filings.ledger import Progress
from filings.replacing import Counts
from filings.staging import Connection


@dataclass(frozen=True)
class Traced:
    """One spender's money by what became of the trace. US dollars; the three parts add up to spent.

    layers: committees between the spender and the farthest source. error: why there is no trace;
    the parts are 0 then.
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


def rebuild(connection: Connection, cycle: int, progress: Progress) -> Counts:
    """Follow the independent expenditures of all the cycle's spenders anew, by each method."""
    progress("receipts", 0, 0, "")
    with connection.cursor() as cursor:
        books = read_books(cursor, cycle)
        spending = read_spending(cursor, cycle)
    connection.execute(
        "DELETE FROM expenditures_tracestep WHERE trace_id IN"
        " (SELECT id FROM expenditures_trace WHERE cycle = %s)",
        (cycle,),
    )
    connection.execute(
        "DELETE FROM expenditures_traceentry WHERE trace_id IN"
        " (SELECT id FROM expenditures_trace WHERE cycle = %s)",
        (cycle,),
    )
    connection.execute("DELETE FROM expenditures_trace WHERE cycle = %s", (cycle,))
    # Those of one day share what is worked out for that day.
    spending.sort(key=lambda one: (one.newest or date.max, one.committee_id))
    for done, spender in enumerate(spending):
        if done % 100 == 0:
            progress("spenders", done, len(spending), "")
        for method in METHODS:
            _store(connection, cycle, follow_spender(books, spender, method))  # type: ignore[arg-type]
    for table in ("trace", "traceentry", "tracestep"):
        connection.execute(f"ANALYZE expenditures_{table}".encode())
    return Counts(loaded=len(spending))


def _store(connection: Connection, cycle: int, traced: Traced) -> None:
    row = connection.execute(
        "INSERT INTO expenditures_trace (cycle, committee_id, method, through, spent, traced,"
        " unitemized, untraceable, layers, error)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        (
            cycle, traced.spender.committee_id, traced.method, traced.spender.newest, traced.spent,
            traced.traced, traced.unitemized, traced.untraceable, traced.layers,
            traced.error[:300],
        ),
    ).fetchone()  # fmt: skip
    if row is None or traced.flow is None:
        return
    flow, trace = traced.flow, row[0]
    with connection.cursor() as cursor:
        with cursor.copy(
            "COPY expenditures_traceentry (trace_id, committee_id, source, layer, amount)"
            " FROM STDIN"
        ) as copy:
            for (node, source), cents in flow.entries.items():
                copy.write_row((trace, node, source, flow.layers[node], dollars(cents)))
        with cursor.copy(
            "COPY expenditures_tracestep (trace_id, giver_id, recipient_id, amount) FROM STDIN"
        ) as copy:
            for (giver, recipient), cents in flow.steps.items():
                copy.write_row((trace, giver, recipient, dollars(cents)))


def iter_traced(cursor: object, cycle: int, method: Method) -> Iterator[Traced]:
    """Each spender of a cycle, the largest first."""
    books = read_books(cursor, cycle)  # type: ignore[arg-type]
    for spender in read_spending(cursor, cycle):  # type: ignore[arg-type]
        yield follow_spender(books, spender, method)
