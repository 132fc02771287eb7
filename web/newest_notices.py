"""Up to which minute notices are in, and the newest of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from django.db.models import Max
from django.db.models.functions import Coalesce

from expenditures.models import IndependentExpenditure
from filings.models import Load
from web.caching import data_version, remember
from web.donor_conditions import run
from web.expenditure_rows import Shown, show

SHOWN = 10
DAYS = 7
# Filings arrive all day, between the loads that the rest of a page is kept for.
KEEP_SECONDS = 60
# Rows of independent expenditures in a filing: Schedule E, and Form 5's own page.
HAS_SPENDING = "rows_by_type ?| ARRAY['SE', 'F57']"


@dataclass(frozen=True)
class FiledUpTo:
    """How far the notices reach, to the minute, in UTC.

    `by` says what the time is of: the newest "filing" taken in by itself; else the FEC's "file" of
    all of them, when the FEC made it; else the "load" of that file.
    """

    at: datetime
    by: str


@dataclass(frozen=True)
class Newest:
    """The largest notices of the last days for which there are any."""

    rows: list[Shown]
    since: date
    through: date


def filed_up_to(cycle: int) -> FiledUpTo | None:
    """How far a cycle's independent expenditures reach, or those of all cycles for 0.

    None where there are none.
    """
    return remember(f"filed:{cycle}", data_version(), lambda: _filed_up_to(cycle), KEEP_SECONDS)


def _filed_up_to(cycle: int) -> FiledUpTo | None:
    newest = run(
        "SELECT received_at FROM filings_filing"  # noqa: S608
        f" WHERE counts AND received_at IS NOT NULL AND {HAS_SPENDING}"
        f"{' AND cycle = %s' if cycle else ''} ORDER BY received_at DESC LIMIT 1",
        (cycle,) if cycle else (),
    )
    if newest:
        return FiledUpTo(newest[0][0], "filing")
    loads = Load.objects.finished_well().filter(step="independent_expenditures")
    load = (loads.filter(cycle=cycle) if cycle else loads).order_by("-id").first()
    if load is None or load.finished_at is None:
        return None
    made = _modified(load.last_modified)
    return FiledUpTo(made, "file") if made else FiledUpTo(load.finished_at, "load")


def _modified(said: str) -> datetime | None:
    """When the FEC made a file, as its server says."""
    try:
        found = parsedate_to_datetime(said)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def newest(cycle: int) -> Newest | None:
    """The largest current notices of the newest days; None where there are none."""
    return remember(f"notices:{cycle}", data_version(), lambda: _newest(cycle), KEEP_SECONDS)


def _newest(cycle: int) -> Newest | None:
    current = IndependentExpenditure.objects.filter(
        cycle=cycle,
        form="notice",
        is_superseded=False,
        is_memo=False,
        is_held=False,
        is_repeated=False,
    ).annotate(filed=Coalesce("receipt_date", "dissemination_date"))
    # A day that has not come yet is a slip of the filer's.
    current = current.filter(filed__lte=datetime.now(UTC).date())
    through = current.aggregate(newest=Max("filed"))["newest"]
    if through is None:
        return None
    since = through - timedelta(days=DAYS - 1)
    rows = (
        current.filter(filed__gte=since)
        .select_related("committee")
        .order_by("-expenditure_amount", "key")[:SHOWN]
    )
    return Newest(show(list(rows)), since, through)
