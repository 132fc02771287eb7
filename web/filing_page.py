"""One filing: what it says, its chain, its checks, and its rows by line."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Count, Q, Sum

from filings.models import Committee, Filing, FilingRow
from web import filing_words as words

MOST_PROBLEMS = 50
MOST_TEXT = 20_000
# What a row is besides counted, with the words that a table has for it.
MARKS = {
    "memo": "memo, counted elsewhere",
    "covered": "in a later report, counted there",
    "unmatched": "a report covers its day and lacks it: not counted, to be reviewed",
}


@dataclass(frozen=True)
class RowsOfLine:
    """A schedule's rows of one line: those that are no memos, and their sum."""

    schedule: str
    row_type: str
    rows: int
    amount: Decimal | None
    memos: int
    memo_amount: Decimal | None

    @property
    def is_money(self) -> bool:
        """Whether its rows add up to money that came or went."""
        return self.schedule in words.MONEY


@dataclass(frozen=True)
class Side:
    """What a notice spends for or against a candidate."""

    side: str
    candidate: str
    candidate_id: str
    amount: Decimal
    rows: int


@dataclass
class FilingPage:
    """Everything the template shows of a filing."""

    filing: Filing
    committee: Committee | None
    form: str
    report: str
    chain: list[Filing]
    lines: list[RowsOfLine]
    sides: list[Side]
    cover: list[tuple[str, Decimal]]
    about: list[tuple[str, str]]
    problems: list[FilingRow]
    stated: dict[str, Decimal] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The filer."""
        known = self.committee.name if self.committee else ""
        return known or self.filing.filer_name or self.filing.committee_id or "Unnamed filer"

    @property
    def total(self) -> Decimal:
        """The sum of its money rows that are no memos."""
        return sum((line.amount or Decimal(0) for line in self.lines if line.is_money), Decimal(0))

    @property
    def gaps(self) -> list[dict[str, Any]]:
        """The lines of the cover that the rows do not agree with."""
        return [check for check in self.filing.checks if not check["ok"]]

    @property
    def has_period(self) -> bool:
        """Whether it is a report of a period."""
        return bool(self.filing.coverage_from and self.filing.coverage_through)


def build(filing: Filing) -> FilingPage:
    """Gather a filing's page."""
    chain = list(
        Filing.objects.filter(committee_id=filing.committee_id, chain_base=filing.chain_base)
        if filing.chain_base is not None and filing.committee_id
        else Filing.objects.filter(pk=filing.pk)
    )
    chain.sort(key=lambda one: (one.amendment_number or 0, abs(one.file_number)))
    cover = [
        (label, value)
        for column, label in words.COVER
        if (value := amount(filing.cover.get(column, ""))) is not None
    ]
    return FilingPage(
        filing=filing,
        committee=Committee.objects.filter(pk=filing.committee_id).first(),
        form=words.form(filing.form),
        report=words.report(filing.report_code, filing.election_code),
        chain=chain,
        lines=_lines(filing),
        sides=_sides(filing),
        cover=_once(cover),
        about=[
            (label, str(filing.cover[column])[:120])
            for column, label in words.PEOPLE
            if filing.form in {"F1", "F1M", "F2"} and filing.cover.get(column)
        ],
        problems=list(
            FilingRow.objects.filter(file_number=filing.pk)
            .filter(~Q(problem="") | Q(schedule=""))
            .only("line", "row_type", "problem", "schedule")
            .order_by("line")[:MOST_PROBLEMS]
        )
        if filing.problem_rows or filing.unknown_rows
        else [],
        stated=dict(cover),
    )


def amount(text: object) -> Decimal | None:
    """An amount of a cover as filed; None where there is none.

    >>> amount("$1,234.50"), amount("none")
    (Decimal('1234.50'), None)
    """
    bare = str(text or "").replace(",", "").replace("$", "").strip()
    try:
        value = Decimal(bare)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < Decimal(10) ** 14 else None


def _once(cover: list[tuple[str, Decimal]]) -> list[tuple[str, Decimal]]:
    """Each label once: two versions of a form name a column in two ways."""
    return list({label: (label, value) for label, value in reversed(cover)}.values())[::-1]


def _lines(filing: Filing) -> list[RowsOfLine]:
    memo = Q(memo_code="X")
    found = (
        FilingRow.objects.filter(file_number=filing.pk)
        .exclude(schedule="")
        .order_by()
        .values("schedule", "row_type")
        .annotate(
            n=Count("line", filter=~memo),
            total=Sum("amount", filter=~memo),
            memos=Count("line", filter=memo),
            memo_total=Sum("amount", filter=memo),
        )
        .order_by("schedule", "row_type")
    )
    return [
        RowsOfLine(
            each["schedule"], each["row_type"], each["n"], each["total"], each["memos"],
            each["memo_total"],
        )
        for each in found
    ]  # fmt: skip


def _sides(filing: Filing) -> list[Side]:
    if filing.form not in {"F24", "F5", "F3X"}:
        return []
    found = (
        FilingRow.objects.filter(file_number=filing.pk, schedule__in=("E", "F57"))
        .exclude(memo_code="X")
        .order_by()
        .values("support_oppose", "candidate_name", "candidate_id")
        .annotate(n=Count("line"), total=Sum("amount"))
        .order_by("-total")[:20]
    )
    sides = {"S": "for", "O": "against"}
    return [
        Side(
            sides.get(each["support_oppose"], ""), each["candidate_name"], each["candidate_id"],
            each["total"] or Decimal(0), each["n"],
        )
        for each in found
    ]  # fmt: skip
