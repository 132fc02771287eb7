"""Filings that are not plausible: held out of every total until a person has looked at them.

Anybody may file anything, and the FEC publishes it within minutes. A rule only holds a filing; it
never decides: a reviewer releases or confirms it (filings/review_filings.py). The thresholds stand
far above what genuine filings show, because a hold keeps money out of the totals for hours.
"""

import csv
import json
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path

from psycopg import sql

from filings.cover_checks import amount_of, dollars
from filings.models import Hold
from filings.staging import Connection, raw, run_sql

SQL = Path(__file__).parent / "sql"
FICTITIOUS_FILERS = Path(__file__).parent / "data" / "fictitious_filers.csv"

# Who moves a million was registered before, and stands in the FEC's file of committees by then.
UNKNOWN_TOTAL = Decimal(1_000_000)
# Committees do grow tenfold between two reports, in an election's last month or by one donor.
HISTORY_TIMES = 50
HISTORY_AMOUNT = Decimal(10_000_000)
# A genuine one would be among the largest payments ever reported, and is soon released.
COUNTRY_ROW = Decimal(250_000_000)
# What the largest groups spend in a whole cycle; invented filings were for billions.
COUNTRY_SPENDING = Decimal(500_000_000)
# Outsiders may outspend the candidates of a small race by far, but not twenty times in one filing.
RACE_TIMES = 20
RACE_AMOUNT = Decimal(50_000_000)
# Software that sends a row again and again does it with all its fields; genuine instalments of one
# day differ in something, or are small.
REPEATED_ROWS = 5
REPEATED_AMOUNT = Decimal(10_000)

RULES = {
    "repeated": "The same row again and again",
    "unknown": "Large first filing of an unknown filer",
    "race": "Absurd against the race",
    "history": "Absurd against the filer's own history",
    "country": "Absurd against the country",
    "fictitious": "Filer of fictitious reports",
}

_RECEIPTS = ["A", "A3L", "C", "F56", "F65", "F92", "F132", "H3", "H5"]
_PAYMENTS = ["B", "E", "F", "F57", "F76", "F91", "F93", "F133", "H4", "H6"]
_SPENDING = ["E", "F57"]
# Where covers state what came in or went out in the period.
_TOTALS = [
    "col_a_total_receipts",
    "col_a_total_disbursements",
    "total_contribution",
    "total_independent_expenditure",
    "total_costs",
    "total_donations",
    "total_disbursements",
    "total_donations_accepted",
]
_PERIODIC = ["F3", "F3P", "F3X", "F4"]
# So many rows of an earlier report are not added up again: its cover has to do.
_MANY_ROWS = 100_000


def apply_holds(connection: Connection, file_numbers: Iterable[int]) -> None:
    """Hold those of these filings that trip a rule, and let go those that trip none any longer.

    Writes Hold rows, and Filing.is_held, hold_reason and counts. What a person decided stands: a
    released filing is never held again by the same rule, a confirmed hold stays. Chains are decided
    afterwards, by the caller.
    """
    numbers = list(file_numbers)
    values = {
        "numbers": numbers,
        "fictitious": json.dumps(fictitious_filers()),
        "receipts": _RECEIPTS,
        "payments": _PAYMENTS,
        "spending": _SPENDING,
        "totals": _TOTALS,
        "periodic": _PERIODIC,
        "many_rows": _MANY_ROWS,
        "least": min(UNKNOWN_TOTAL, HISTORY_AMOUNT),
        "unknown_total": UNKNOWN_TOTAL,
        "history_times": HISTORY_TIMES,
        "history_amount": HISTORY_AMOUNT,
        "country_row": COUNTRY_ROW,
        "country_spending": COUNTRY_SPENDING,
        "race_times": RACE_TIMES,
        "race_amount": RACE_AMOUNT,
        "repeated_rows": REPEATED_ROWS,
        "repeated_amount": REPEATED_AMOUNT,
    }
    add_up = {"stated": amount_of("f.cover ->> name")}
    run_sql(connection, SQL / "hold_begin.sql", values, day=_day("f"))
    run_sql(connection, SQL / "hold_sums.sql", values, **add_up)
    run_sql(connection, SQL / "hold_earlier.sql", values, earlier_day=_day("e"))
    run_sql(connection, SQL / "hold_sums.sql", values, **add_up)
    run_sql(
        connection,
        SQL / "hold_find.sql",
        values,
        spent=dollars("s.spent"),
        largest=dollars("s.largest"),
        total=dollars("s.total"),
        before=dollars("h.before"),
        each=dollars("r.amount"),
        raced=dollars("x.spent"),
        known=dollars("x.known"),
        country_row=raw(f"${COUNTRY_ROW:,}"),
        country_spending=raw(f"${COUNTRY_SPENDING:,}"),
        history_times=raw(f"{HISTORY_TIMES}"),
        race_times=raw(f"{RACE_TIMES}"),
    )
    run_sql(connection, SQL / "hold_write.sql", values)
    settle(connection, numbers)


def undecided_filings() -> list[int]:
    """The filings that a hold keeps out and nobody has decided on, oldest first.

    To be decided anew when more is known: a filer may stand in a newer file of committees.
    """
    held = Hold.objects.filter(state=Hold.State.HELD).order_by("filing_id")
    return list(held.values_list("filing_id", flat=True).distinct())


def settle(connection: Connection, file_numbers: Iterable[int]) -> None:
    """Bring Filing.is_held, hold_reason and counts in line with the holds as they stand."""
    run_sql(connection, SQL / "hold_standing.sql", {"numbers": list(file_numbers)})


@cache
def fictitious_filers() -> tuple[dict[str, str], ...]:
    """The list of filers of fictitious reports: committee_id, source, date, words."""
    with FICTITIOUS_FILERS.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _day(filing: str) -> sql.SQL:
    """The day by which filings of one filer follow each other."""
    return raw(
        f"coalesce({filing}.coverage_through, {filing}.date_signed,"
        f" {filing}.received_at::date, '1975-01-01')"
    )
