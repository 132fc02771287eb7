"""What the front page says: most money, largest outside spending, state of the import."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from expenditures.models import IndependentExpenditure
from filings import codes
from filings.models import CandidateSummary, Load
from web import industry_list, industry_page, outside_races, words
from web.expenditure_rows import Shown, show
from web.industries import Line
from web.outside_races import RaceMoney

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
class Overview:
    """The lists of the front page for one cycle."""

    cycle: int
    candidates: list[TopCandidate]
    races: list[RaceMoney]
    specials: list[RaceMoney]
    expenditures: list[Shown]
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
    races = outside_races.ranked(cycle)
    money = industry_page.overview(cycle, industry_list.read())
    return Overview(
        cycle=cycle,
        candidates=list(top.values())[:SHOWN],
        races=[race for race in races if race.total][:SHOWN],
        specials=[race for race in races if race.election.is_special][:SHOWN],
        expenditures=show(
            list(
                IndependentExpenditure.objects.counted()
                .filter(cycle=cycle)
                .select_related("committee")
                .order_by("-expenditure_amount", "pk")[:SHOWN]
            )
        ),
        supported=sides.get("S", Decimal(0)),
        opposed=sides.get("O", Decimal(0)),
        industries=[line for line in money.largest if line.slug not in POLITICAL][:SHOWN],
        known=money.tagged_share,
    )


def last_loads() -> list[Load]:
    """The newest load of each step and cycle, newest first; running ones among them."""
    newest = Load.objects.order_by("step", "cycle", "-id").distinct("step", "cycle")
    return sorted(newest.defer("traceback"), key=lambda load: -load.pk)
