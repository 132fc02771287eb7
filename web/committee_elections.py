"""For which elections a committee's money was given and spent, and its newest filings."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Sum

from donations import sources
from donations.models import CommitteeTotal
from expenditures.models import IndependentExpenditure
from filings import codes
from filings.models import Filing
from web import filing_words

SHOWN = 12
FILINGS_SHOWN = 8
SPENT = "independent_expenditure"
# The columns: the line of the committee's money, and the source in the address of its rows.
COLUMNS = (("individual", ""), ("committee", ""), ("contribution", "oth-b"), (SPENT, ""))


@dataclass(frozen=True)
class Cell:
    """An amount in US dollars, its rows, and what its address says."""

    line: str
    source: str
    rows: int = 0
    amount: Decimal = Decimal(0)


@dataclass
class ForElection:
    """The money under one election code, in the order of COLUMNS."""

    code: str
    cells: list[Cell] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The code in words."""
        return codes.election_words(self.code)

    @property
    def most(self) -> Decimal:
        """The largest amount, to order by."""
        return max((cell.amount for cell in self.cells), default=Decimal(0))


@dataclass(frozen=True)
class ListedFiling:
    """A filing of the committee, with its report in words."""

    filing: Filing
    report: str


def by_election(committee_id: str, cycle: int, *, has_spent: bool) -> list[ForElection]:
    """The committee's money by election code, the most first; rows that name none are one code."""
    found: dict[str, dict[str, tuple[int, Decimal]]] = defaultdict(dict)
    totals = (
        CommitteeTotal.objects.filter(
            committee_id=committee_id,
            cycle=cycle,
            counted_as__in=[line for line, _ in COLUMNS if line != SPENT],
            source__in=[*sources.RECEIPTS, *sources.PAYMENTS],
        )
        .order_by()
        .values("counted_as", "election_type")
        .annotate(n=Sum("rows"), total=Sum("amount"))
    )
    for row in totals:
        found[row["election_type"]][row["counted_as"]] = (row["n"], row["total"])
    if has_spent:
        for one in (
            IndependentExpenditure.objects.counted()
            .filter(committee_id=committee_id, cycle=cycle)
            .order_by()
            .values("election_type")
            .annotate(n=Count("id"), total=Sum("expenditure_amount"))
        ):
            found[one["election_type"]][SPENT] = (one["n"], one["total"])
    lines = [
        ForElection(
            code,
            [Cell(line, source, *cells.get(line, (0, Decimal(0)))) for line, source in COLUMNS],
        )
        for code, cells in found.items()
    ]
    return sorted(lines, key=lambda one: (-one.most, one.code))[:SHOWN]


def newest_filings(committee_id: str, cycle: int) -> list[ListedFiling]:
    """The committee's newest electronic filings of a cycle, amendments among them."""
    rows = Filing.objects.filter(committee_id=committee_id, cycle=cycle).defer(
        "free_text", "cover", "checks", "rows_by_type"
    )
    return [
        ListedFiling(one, filing_words.report(one.report_code, one.election_code))
        for one in rows.order_by("-file_number")[:FILINGS_SHOWN]
    ]
