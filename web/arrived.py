"""What came in: the notices and filings of the newest day there is, and of the seven days to it.

The figures are those of the searches that they lead to, so that they cannot differ.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Max
from django.db.models.functions import Coalesce
from django.urls import reverse

from expenditures.models import IndependentExpenditure
from web import expenditure_search, filing_list
from web.caching import remember
from web.donor_search import TooBroad
from web.expenditure_filters import parse_expenditure_filter

DAYS = 7
# Filings arrive all day, between the loads that the rest of the page is kept for.
KEEP_SECONDS = 60


@dataclass(frozen=True)
class Figure:
    """An amount with the search that adds up to it."""

    amount: Decimal
    address: str


@dataclass(frozen=True)
class Span:
    """What was filed from one day to another, both included. Amounts are US dollars."""

    since: date
    through: date
    notices: int
    notices_url: str
    supported: Figure
    opposed: Figure
    filings: int
    filings_url: str


@dataclass(frozen=True)
class Arrived:
    """The newest day and the week to it; `is_today` where that day is the reader's, in UTC."""

    day: Span
    week: Span
    is_today: bool


def read(cycle: int, version: int) -> Arrived | None:
    """What came in of a cycle; None where nothing has a day."""
    return remember(f"arrived:{cycle}", version, lambda: _read(cycle), KEEP_SECONDS)


def _read(cycle: int) -> Arrived | None:
    today = datetime.now(UTC).date()
    # A day that has not come yet is a slip of the filer's.
    newest = (
        IndependentExpenditure.objects.filter(cycle=cycle, form="notice", is_superseded=False)
        .annotate(filed=Coalesce("receipt_date", "dissemination_date"))
        .filter(filed__lte=today)
        .aggregate(newest=Max("filed"))["newest"]
    )
    received = filing_list.parse({"cycle": str(cycle), "standing": "counts"})
    filed = filing_list.matching(received).aggregate(newest=Max("received_at"))["newest"]
    days = [day for day in (newest, filed.date() if filed else None) if day]
    if not days:
        return None
    through = min(max(days), today)
    try:
        return Arrived(
            _span(cycle, through, through),
            _span(cycle, through - timedelta(days=DAYS - 1), through),
            through == today,
        )
    except TooBroad:
        return None


def _span(cycle: int, since: date, through: date) -> Span:
    days = {"from": since.isoformat(), "to": through.isoformat(), "cycle": str(cycle)}
    asked = {**days, "dates": "received", "form": "notice"}
    found, _ = parse_expenditure_filter(asked)
    totals = expenditure_search.search(found, size=0).totals
    # Those that count are fewer: what a periodic report has is counted there.
    every = {**asked, "status": "all"}
    all_of_them, _ = parse_expenditure_filter(every)
    filed = {**days, "standing": "counts"}

    def figure(amount: Decimal, side: str) -> Figure:
        return Figure(amount, f"{reverse('expenditures')}?{urlencode({**asked, 'side': side})}")

    return Span(
        since,
        through,
        expenditure_search.search(all_of_them, size=0).totals.rows,
        f"{reverse('expenditures')}?{urlencode(every)}",
        figure(totals.supported, "support"),
        figure(totals.opposed, "oppose"),
        filing_list.matching(filing_list.parse(filed)).count(),
        f"{reverse('filings')}?{urlencode(filed)}",
    )
