"""Independent expenditures for and against: over time, by spender, by candidate."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Max, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.urls import reverse

from expenditures.models import IndependentExpenditure
from filings.models import Election
from filings.races import belongs
from web import outside, race_page, words
from web.charts import months
from web.charts.chart import MONTHS, SIDES, ZERO, Chart, Row, Value, most, said
from web.expenditure_filters import Race

FOR, AGAINST = "For", "Against"
SHOWN = 10
COUNTED = "Independent expenditures, each counted once"
_SIDES = {"S": (0, "support"), "O": (1, "oppose")}
Months = list[dict[date | None, Decimal]]


def _search(**values: object) -> str:
    asked = {name: value for name, value in values.items() if value}
    return f"{reverse('expenditures')}?{urlencode(asked)}"


def _by_month(takes: Callable[[str, str], bool] = lambda _c, _e: True, **where: object) -> Months:
    """For and against by the month shown to the public, else paid; of what `takes` takes."""
    amounts: Months = [{}, {}]
    found = (
        IndependentExpenditure.objects.counted()
        .filter(support_oppose_indicator__in=list(_SIDES), **where)
        .values_list(
            "candidate_id",
            "election_type",
            "support_oppose_indicator",
            TruncMonth(Coalesce("dissemination_date", "expenditure_date")),
        )
        .annotate(total=Sum("expenditure_amount"))
        .order_by()
    )
    for candidate_id, code, side, month, amount in found:
        if takes(candidate_id, code):
            into = amounts[_SIDES[side][0]]
            into[month] = into.get(month, ZERO) + amount
    return amounts


def _over_time(
    amounts: Months,
    subject: str,
    cycle: int,
    elections: Iterable[Election],
    asked: dict[str, object],
) -> Chart:
    names = ("support", "oppose")
    rows = months.rows(
        amounts,
        (cycle - 1, cycle),
        lambda at, since, until: _search(
            **{**asked, "side": names[at], "from": since, "to": until}
        ),
    )
    whole = [sum(each.values(), ZERO) for each in amounts]
    first = most(row for row in rows if row.drawn)
    title = "No independent expenditures"
    if any(whole):
        title = f"{said(whole[0])} was spent for and {said(whole[1])} against"
        title += f"; most in {first.label}" if first else ""
    return Chart(
        "outside-months",
        MONTHS,
        subject,
        cycle,
        title,
        f"{COUNTED}, by the month in which they were shown to the public, else paid.",
        "Month",
        (FOR, AGAINST),
        rows if any(whole) else (),
        marks=months.marks(cycle, elections),
    )


def candidate_months(
    candidate_id: str, subject: str, cycle: int, elections: Iterable[Election]
) -> Chart:
    """Spending about a candidate by month."""
    amounts = _by_month(candidate_id=candidate_id, cycle=cycle)
    return _over_time(
        amounts, subject, cycle, elections, {"candidate": candidate_id, "cycle": cycle}
    )


def committee_months(committee_id: str, subject: str, cycle: int) -> Chart:
    """A committee's spending by month."""
    amounts = _by_month(committee_id=committee_id, cycle=cycle)
    return _over_time(amounts, subject, cycle, (), {"spender": committee_id, "cycle": cycle})


def race_months(page: race_page.RacePage, subject: str) -> Chart:
    """Spending coded for a race by month."""
    election = page.election
    has_special = election.is_special or any(one.is_special for one in page.siblings)
    amounts = _by_month(
        lambda _, code: belongs(code, election, has_special=has_special),
        candidate_id__any_of=[one.candidate_id for one in page.entrants],
        cycle=election.cycle,
    )
    return _over_time(amounts, subject, election.cycle, [election], {"race": Race.of(election)})


def _sides(
    name: str, head: str, about: str, subject: str, cycle: int, found: list[Row], title: str
) -> Chart:
    """Bars for to one side, against to the other; beyond the largest, in the table alone."""
    rows = [
        Row(row.label, row.values, url=row.url, drawn=at < SHOWN) for at, row in enumerate(found)
    ]
    return Chart(name, SIDES, subject, cycle, title, about, head, (FOR, AGAINST), tuple(rows))


def spenders(candidate_id: str, subject: str, cycle: int) -> Chart:
    """Who spent most about a candidate."""
    sums: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for item in outside.spending([candidate_id], cycle):
        sums[item.committee_id, item.committee_name][_SIDES[item.side][0]] += item.amount
    rows = _largest(
        [
            Row(
                name,
                _both(each, spender=committee_id, candidate=candidate_id, cycle=cycle),
                url=f"{reverse('committee', args=[committee_id])}?cycle={cycle}",
            )
            for (committee_id, name), each in sums.items()
        ]
    )
    about = f"{COUNTED}, by who spent."
    return _sides("outside", "Spender", about, subject, cycle, rows, _spent_most(rows))


def targets(committee_id: str, subject: str, cycle: int) -> Chart:
    """About whom a committee spent most."""
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    names: dict[str, str] = {}
    for row in (
        IndependentExpenditure.objects.counted()
        .filter(committee_id=committee_id, cycle=cycle, support_oppose_indicator__in=list(_SIDES))
        .values("candidate_id", "support_oppose_indicator")
        .annotate(total=Sum("expenditure_amount"), name=Max("candidate_name"))
        .order_by()
    ):
        key = row["candidate_id"]
        sums[key][_SIDES[row["support_oppose_indicator"]][0]] += row["total"]
        names[key] = words.person(row["name"]) or key or "Candidate not given"
    rows = _largest(
        [
            Row(
                names[key],
                # Without an id the search has no way to ask for just these.
                _both(each, spender=committee_id, candidate=key, cycle=cycle)
                if key
                else tuple(Value(amount) for amount in each),
                url=f"{reverse('candidate', args=[key])}?cycle={cycle}" if key else "",
            )
            for key, each in sums.items()
        ]
    )
    title = "No independent expenditures"
    if rows:
        first = rows[0]
        side = "for" if first.values[0].amount >= first.values[1].amount else "against"
        amount = max(value.amount for value in first.values)
        title = f"Most was spent about {first.label}: {said(amount)} {side}"
    about = f"{COUNTED}, by the candidate they are about."
    return _sides("outside", "Candidate", about, subject, cycle, rows, title)


def race_sides(page: race_page.RacePage, subject: str) -> Chart:
    """Spending for and against each candidate of a race."""
    election = page.election
    race = Race.of(election)
    rows = _largest(
        [
            Row(
                one.name,
                _both([one.supported, one.opposed], candidate=one.candidate_id, race=race),
                url=f"{reverse('candidate', args=[one.candidate_id])}?cycle={election.cycle}",
            )
            for one in page.entrants
            if one.supported or one.opposed
        ]
    )
    title = "No independent expenditures are coded for this election"
    if rows:
        title = (
            f"Outside groups spent {said(page.supported)} for and {said(page.opposed)} against"
            f" candidates; most about {rows[0].label}"
        )
    about = f"{COUNTED}, coded for this election, by candidate."
    return _sides("outside", "Candidate", about, subject, election.cycle, rows, title)


def _both(amounts: list[Decimal], **asked: object) -> tuple[Value, ...]:
    return tuple(
        Value(amount, _search(**asked, side=side) if amount else "")
        for amount, side in zip(amounts, ("support", "oppose"), strict=True)
    )


def _largest(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row.total, row.label))


def _spent_most(rows: list[Row]) -> str:
    if not rows:
        return "No independent expenditures"
    first = rows[0]
    parts = [
        f"{said(value.amount)} {word}"
        for value, word in zip(first.values, ("for", "against"), strict=True)
        if value.amount
    ]
    return f"{first.label} spent most: {words.listed(parts)}"
