"""Which report of a committee covers a day, and the file and image numbers it got."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sample.registry import AMENDED_REPORTS, COMMITTEES

_FILE_BASE = 1_140_000
_SLOTS_A_DAY = 260


@dataclass(frozen=True, slots=True)
class Report:
    """One report: code, period, filing day and numbers."""

    code: str
    first: date
    last: date
    filed: date
    amendment: str  # N, A or T, as in AMNDT_IND
    file_number: int
    original_file_number: int  # differs from file_number where the report was amended

    @property
    def image_base(self) -> str:
        """Return the first ten digits that image numbers of this report share."""
        return f"{self.filed:%Y%m%d}90"


def file_number(committee_id: str, day: date, extra: int = 0) -> int:
    """Return a file number that grows with time and is unique to committee and day."""
    slot = sorted(COMMITTEES).index(committee_id)
    return _FILE_BASE + (day - date(2017, 1, 1)).days * _SLOTS_A_DAY + slot + 100 * extra


def _periods(calendar: str) -> list[tuple[str, date, date]]:
    if calendar == "monthly":
        spans = []
        for year in (2017, 2018):
            for month in range(1, 12):
                if year == 2018 and month >= 10:
                    break
                after = date(year, month + 1, 1)
                spans.append((f"M{month + 1}", date(year, month, 1), after - timedelta(days=1)))
            if year == 2017:
                spans.append(("YE", date(2017, 12, 1), date(2017, 12, 31)))
        spans.append(("12G", date(2018, 10, 1), date(2018, 10, 17)))
        spans.append(("30G", date(2018, 10, 18), date(2018, 11, 26)))
        spans.append(("YE", date(2018, 11, 27), date(2018, 12, 31)))
        return spans
    if calendar == "special":
        ends = [
            ("Q1", date(2017, 3, 31)),
            ("12S", date(2017, 4, 19)),
            ("12R", date(2017, 6, 7)),
            ("30S", date(2017, 7, 17)),
            ("Q3", date(2017, 9, 30)),
        ]
    else:
        ends = [("Q1", date(2017, 3, 31)), ("Q2", date(2017, 6, 30)), ("Q3", date(2017, 9, 30))]
    ends += [
        ("YE", date(2017, 12, 31)),
        ("Q1", date(2018, 3, 31)),
        ("12P", date(2018, 5, 16)),
        ("Q2", date(2018, 6, 30)),
        ("Q3", date(2018, 9, 30)),
        ("12G", date(2018, 10, 17)),
        ("30G", date(2018, 11, 26)),
        ("YE", date(2018, 12, 31)),
    ]
    spans, first = [], date(2017, 1, 1)
    for code, last in ends:
        spans.append((code, first, last))
        first = last + timedelta(days=1)
    return spans


@cache
def reports_of(committee_id: str) -> tuple[Report, ...]:
    """Return the reports of a committee in order; the last may be its termination."""
    committee = COMMITTEES[committee_id]
    found = []
    for code, first, last in _periods(committee.calendar):
        if last < committee.first or first > committee.last:
            continue
        final = last >= committee.last
        amendment = "N"
        if final and committee.terminated:
            code, amendment = "TER", "T"
        filed = last + timedelta(days=13 if code.startswith("12") else 19)
        original = file_number(committee_id, filed)
        number = original
        if (committee_id, code, first.year) in AMENDED_REPORTS:
            amendment, filed = "A", filed + timedelta(days=47)
            number = file_number(committee_id, filed)
        found.append(Report(code, first, last, filed, amendment, number, original))
    return tuple(found)


@cache
def report_for(committee_id: str, day: date) -> Report:
    """Return the report that covers a day, or the nearest one where none does."""
    reports = reports_of(committee_id)
    for report in reports:
        if day <= report.last:
            return report
    return reports[-1]


def coverage_end(committee_id: str) -> date:
    """Return the last day covered by the committee's last periodic report."""
    return min(reports_of(committee_id)[-1].last, COMMITTEES[committee_id].last)
