"""One filing: what it says, its chain, its checks, and its rows by line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum

from filings.cover_checks import cover_lines
from filings.models import Candidate, Committee, Filing, FilingRow
from web import filing_words as words
from web.caching import remember
from web.filing_versions import Version, versions

MOST_PROBLEMS = 50
MOST_TEXT = 20_000
MANY_ROWS = 20_000
# What a row is besides counted, with the words that a table has for it.
MARKS = {
    "memo": "memo, counted elsewhere",
    "covered": "in a later report, counted there",
    "unmatched": "a report covers its day and lacks it: not counted, to be reviewed",
}


@dataclass(frozen=True)
class RowsOfLine:
    """A schedule's rows of one line: those that are no memos, and their sum.

    They stand between the lines `first` and `last` of the file.
    """

    schedule: str
    row_type: str
    rows: int
    amount: Decimal | None
    memos: int
    memo_amount: Decimal | None
    first: int
    last: int

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
    is_known: bool


@dataclass
class FilingHead:
    """What every page of a filing shows."""

    filing: Filing
    committee: Committee | None
    lines: list[RowsOfLine]

    @property
    def name(self) -> str:
        """The filer."""
        known = self.committee.name if self.committee else ""
        return known or self.filing.filer_name or self.filing.committee_id or "Unnamed filer"


@dataclass
class FilingPage(FilingHead):
    """Everything the template shows of a filing."""

    form: str
    report: str
    versions: list[Version]
    sides: list[Side]
    cover: list[tuple[str, Decimal]]
    about: list[tuple[str, str]]
    problems: list[FilingRow]
    stated: dict[str, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """The sum of its money rows that are no memos."""
        return sum((line.amount or Decimal(0) for line in self.lines if line.is_money), Decimal(0))

    @property
    def said(self) -> list[tuple[str, Decimal]]:
        """The figures of the sentence on top, of forms that have some of their own."""
        of_form = words.SAID.get(self.filing.form, ())
        return [(label, self.stated[label]) for label in of_form if label in self.stated]

    @property
    def checks(self) -> list[dict[str, Any]]:
        """Each check of the cover, with the row types (`row_types`) behind its line."""
        here = {line.row_type for line in self.lines}
        behind = {
            (line["line"], line["label"]): [each for each in line["rows"].split() if each in here]
            for line in cover_lines()
            if line["form"] == self.filing.form
        }
        return [
            {**check, "row_types": behind.get((check["line"], check["label"]), [])}
            for check in self.filing.checks
        ]

    @property
    def has_period(self) -> bool:
        """Whether it is a report of a period."""
        return bool(self.filing.coverage_from and self.filing.coverage_through)


def head(filing: Filing) -> FilingHead:
    """What every page of a filing shows."""
    committee = Committee.objects.filter(pk=filing.committee_id).first()
    return FilingHead(filing, committee, lines_of(filing))


def build(filing: Filing) -> FilingPage:
    """Gather a filing's page."""
    known = head(filing)
    cover = words.figures(filing.cover)
    return FilingPage(
        filing=filing,
        committee=known.committee,
        lines=known.lines,
        form=words.form(filing.form),
        report=words.report(filing.report_code, filing.election_code),
        versions=versions(filing),
        sides=_sides(filing, known.lines),
        cover=cover,
        about=words.about(filing.form, filing.cover),
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


def lines_of(filing: Filing) -> list[RowsOfLine]:
    """A filing's rows by line. Of a large filing they are added up once, until its rows change."""
    if filing.rows < MANY_ROWS:
        return _lines(filing.pk)
    name = f"filing:{filing.pk}:{filing.checksum}:{filing.changed_at.timestamp()}"
    return remember(name, 0, lambda: _lines(filing.pk))


def _lines(file_number: int) -> list[RowsOfLine]:
    memo = Q(memo_code="X")
    found = (
        FilingRow.objects.filter(file_number=file_number)
        .exclude(schedule="")
        .order_by()
        .values("schedule", "row_type")
        .annotate(
            n=Count("line", filter=~memo),
            total=Sum("amount", filter=~memo),
            memos=Count("line", filter=memo),
            memo_total=Sum("amount", filter=memo),
            first=Min("line"),
            last=Max("line"),
        )
        .order_by("schedule", "row_type")
    )
    return [
        RowsOfLine(
            each["schedule"], each["row_type"], each["n"], each["total"], each["memos"],
            each["memo_total"], each["first"], each["last"],
        )
        for each in found
    ]  # fmt: skip


def _sides(filing: Filing, lines: list[RowsOfLine]) -> list[Side]:
    spending = [line for line in lines if line.schedule in {"E", "F57"}]
    if not spending:
        return []
    between = (min(line.first for line in spending), max(line.last for line in spending))
    found = (
        FilingRow.objects.filter(file_number=filing.pk, schedule__in=("E", "F57"))
        .filter(line__range=between)
        .exclude(memo_code="X")
        .order_by()
        .values("support_oppose", "candidate_name", "candidate_id")
        .annotate(n=Count("line"), total=Sum("amount"))
        .order_by("-total")[:20]
    )
    sides = {"S": "for", "O": "against"}
    known = candidates_among(each["candidate_id"] for each in found)
    return [
        Side(
            sides.get(each["support_oppose"], ""), each["candidate_name"], each["candidate_id"],
            each["total"] or Decimal(0), each["n"], each["candidate_id"] in known,
        )
        for each in found
    ]  # fmt: skip


def candidates_among(ids: Iterable[str]) -> set[str]:
    """The ids that have a page: filers write others, and what is no id at all."""
    asked = {one for one in ids if one}
    if not asked:
        return set()
    return set(Candidate.objects.filter(pk__in=asked).values_list("pk", flat=True))
