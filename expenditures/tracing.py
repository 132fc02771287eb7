"""The step that follows each spender's money back to its sources, by each method."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from donations.donor_tables import stage_decisions
from donations.donors import state_of_decisions
from expenditures.money_books import NEVER, Spent
from expenditures.money_days import Days
from expenditures.money_makeup import MakeUp, read_makeup
from expenditures.money_reading import read_books, read_spending
from expenditures.money_sources import METHODS, Method
from expenditures.trace_store import TraceStore
from expenditures.traced import Traced, follow_spender
from filings.ledger import Progress
from filings.replacing import Counts
from filings.staging import Connection

# Counted up when the same rows would give another trace, so that every cycle is followed anew.
VERSION = 6


def state_of_method() -> str:
    """A text that changes with what a trace follows from beside rows: decisions, and the method."""
    return f"{VERSION} {state_of_decisions()}"


def rebuild(connection: Connection, cycle: int, progress: Progress) -> Counts:
    """Follow the independent expenditures of all the cycle's spenders anew.

    All that each of them spent, and what it spent for or against each candidate under each election
    code; each by each method.
    """
    progress("receipts", 0, 0, "")
    stage_decisions(connection)
    with connection.cursor() as cursor:
        days = Days(read_books(cursor, cycle))
        makeup = read_makeup(cursor, cycle)
        spending = read_spending(cursor, cycle)
    store = TraceStore(connection, cycle)
    store.empty()
    # Those of one day share what is worked out for that day.
    spending.sort(key=lambda one: (one.day, one.committee_id))
    for done, spender in enumerate(spending):
        if done % 100 == 0:
            progress("traces", done, len(spending), "")
        for method in METHODS:
            store.add(_made(days, makeup, spender, method))  # type: ignore[arg-type]
    store.finish()
    return Counts(loaded=store.stored)


def _made(days: Days, makeup: MakeUp, spender: Spent, method: Method) -> Traced:
    """A trace with the industries and the largest donors of its named money."""
    traced = follow_spender(days, spender, method)
    if traced.kept is None:
        return traced
    named = traced.kept.named
    until = NEVER if method == "cycle" else spender.day
    given = partial(days.books.named, until=until)
    return replace(
        traced,
        industries=makeup.by_industry(named, until, traced.kept.came),
        donors=makeup.by_donor(named, given, until, traced.kept.came),
    )


def iter_traced(cursor: object, cycle: int, method: Method) -> Iterator[Traced]:
    """Each spender of a cycle, the largest first."""
    days = Days(read_books(cursor, cycle))  # type: ignore[arg-type]
    for spender in read_spending(cursor, cycle):  # type: ignore[arg-type]
        if not spender.candidate_id:
            yield follow_spender(days, spender, method)
