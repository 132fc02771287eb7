"""What the front page says: most money, largest outside spending, state of the import."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, DecimalField, OuterRef, Subquery, Sum

from expenditures.models import IndependentExpenditure
from filings import codes
from filings.models import CandidateSummary, Election, ElectionCandidate, Load
from web import industry_list, industry_page, words
from web.industries import Line

SHOWN = 10
# Campaigns' and parties' own committees pass money on; their industry is politics.
POLITICAL = frozenset(
    {
        "candidate-committees",
        "party-committees",
        "leadership-pacs",
        "joint-fundraising",
        "conduits-platforms",
    }
)


@dataclass(frozen=True)
class TopCandidate:
    """A candidate by official receipts, US dollars."""

    candidate_id: str
    name: str
    party: str
    seat: str
    receipts: Decimal
    disbursements: Decimal | None
    through: date | None


@dataclass(frozen=True)
class TopRace:
    """A race with the official receipts of its candidates, US dollars."""

    election: Election
    candidates: int
    receipts: Decimal


@dataclass(frozen=True)
class Overview:
    """The lists of the front page for one cycle."""

    cycle: int
    candidates: list[TopCandidate]
    races: list[TopRace]
    expenditures: list[IndependentExpenditure]
    supported: Decimal
    opposed: Decimal
    industries: list[Line]
    known: Decimal | None


def overview(cycle: int) -> Overview:
    """Gather the front page's lists; they change only with a load."""
    summaries = (
        CandidateSummary.objects.filter(cycle=cycle, receipts__gt=0)
        .select_related("candidate")
        .order_by("-receipts", "candidate_id", "file")
    )
    top: dict[str, TopCandidate] = {}
    for row in summaries[: 3 * SHOWN]:
        top.setdefault(
            row.candidate_id,
            TopCandidate(
                row.candidate_id,
                words.person(row.candidate.name or row.name) or row.candidate_id,
                words.party(row.candidate.party or row.party),
                codes.seat(
                    row.candidate.office or row.candidate_id[0],
                    row.candidate.state,
                    row.candidate.district,
                ),
                row.receipts or Decimal(0),
                row.disbursements,
                row.coverage_end_date,
            ),
        )
    totals = (
        IndependentExpenditure.objects.counted()
        .filter(cycle=cycle)
        .values_list("support_oppose_indicator")
        .annotate(total=Sum("expenditure_amount"))
    )
    sides = dict(totals.order_by())
    money = industry_page.overview(cycle, industry_list.read())
    return Overview(
        cycle=cycle,
        candidates=list(top.values())[:SHOWN],
        races=_races(cycle),
        expenditures=list(
            IndependentExpenditure.objects.counted()
            .filter(cycle=cycle)
            .select_related("committee")
            .order_by("-expenditure_amount", "pk")[:SHOWN]
        ),
        supported=sides.get("S", Decimal(0)),
        opposed=sides.get("O", Decimal(0)),
        industries=[line for line in money.largest if line.slug not in POLITICAL][:SHOWN],
        known=money.tagged_share,
    )


def _races(cycle: int) -> list[TopRace]:
    official = CandidateSummary.objects.filter(
        candidate_id=OuterRef("candidate_id"), cycle=cycle
    ).order_by("file")
    rows = list(
        ElectionCandidate.objects.filter(election__cycle=cycle)
        .annotate(receipts=Subquery(official.values("receipts")[:1], output_field=DecimalField()))
        .values("election_id")
        .annotate(total=Sum("receipts"), n=Count("candidate_id"))
        .filter(total__gt=0)
        .order_by("-total", "election_id")[:SHOWN]
    )
    elections = Election.objects.in_bulk([row["election_id"] for row in rows])
    return [TopRace(elections[row["election_id"]], row["n"], row["total"]) for row in rows]


def last_loads() -> list[Load]:
    """The newest load of each step and cycle, newest first; running ones among them."""
    newest = Load.objects.order_by("step", "cycle", "-id").distinct("step", "cycle")
    return sorted(newest.defer("traceback"), key=lambda load: -load.pk)
