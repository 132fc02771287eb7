"""Itemized contributions to a campaign or a committee: over time, by size, by state."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from filings import codes
from filings.models import Election, Linkage
from web import race_page
from web.charts import donor_sums, given, months
from web.charts.chart import BARS, MONTHS, TILES, ZERO, Chart, Row, Value, most, said, share
from web.charts.given import Given
from web.charts.industry_charts import COMMITTEES, FIELD_SHOWN, PEOPLE, over_time
from web.charts.tiles import PLACES as TILES_OF
from web.filters import PLACES, DonorFilter, parse_donor_filter
from web.templatetags.figures import many

ITEMIZED = "Itemized contributions from individuals and other non-committees"
# Words, and the first and last cent as a search asks for them, in the order of given's sizes.
SIZES = (
    ("Below zero: corrections", "", "-0.01"),
    ("$200 and less", "0", "200"),
    ("$200.01 to $499.99", "200.01", "499.99"),
    ("$500 to $999.99", "500", "999.99"),
    ("$1,000 to $1,999.99", "1000", "1999.99"),
    ("$2,000 and more", "2000", ""),
)


class Gifts:
    """The three charts of one look at the rows; `who` asks the donor search for the same rows."""

    def __init__(self, found: Given, subject: str, cycle: int, who: dict[str, object]) -> None:
        self.found, self.subject, self.cycle = found, subject, cycle
        self.base = (
            f"{reverse('donors')}?{urlencode({**who, 'cycle': cycle, 'type': 'individual'})}"
        )

    def _search(self, **values: object) -> str:
        return f"{self.base}&{urlencode({k: v for k, v in values.items() if v not in ('', None)})}"

    def time(self, elections: Iterable[Election]) -> Chart:
        """By month, with the election days."""
        amounts = {month: amount for month, (_, amount) in self.found.months.items()}
        rows = months.rows(
            [amounts],
            (self.cycle - 1, self.cycle),
            lambda _, since, until: self._search(**{"from": since, "to": until}),
        )
        return Chart(
            "months",
            MONTHS,
            self.subject,
            self.cycle,
            over_time(rows, sum(amounts.values(), ZERO)),
            f"{ITEMIZED}, by month.",
            "Month",
            ("Amount",),
            rows,
            marks=months.marks(self.cycle, elections),
        )

    def sizes(self) -> Chart:
        """By the size of the single contribution."""
        rows = tuple(
            Row(
                words,
                (Value(self.found.sizes[at][1], self._search(min=low, max=high)),),
                drawn=at > 0,
            )
            for at, (words, low, high) in enumerate(SIZES)
            if at in self.found.sizes
        )
        whole = sum((row.total for row in rows), ZERO)
        first = most(row for row in rows if row.drawn)
        number = sum(number for number, _ in self.found.sizes.values())
        title = "No contributions are itemized"
        if first:
            title = (
                f"Contributions of {first.label} brought most: {said(first.total)},"
                f" {share(first.total, whole)} of {said(whole)} itemized"
            )
        return Chart(
            "sizes",
            BARS,
            self.subject,
            self.cycle,
            title,
            f"{ITEMIZED}, by the size of each ({many(number, 'row')}).",
            "Size",
            ("Amount",),
            rows if first else (),
            notes=(
                "Only itemized money: donors who gave $200 or less in all need not be named, and"
                " most small contributions are not here.",
            ),
        )

    def states(self) -> Chart:
        """By the state that each contributor reported."""
        rows = state_rows(
            {state: amount for state, (_, amount) in self.found.states.items()},
            lambda state: self._search(state=state),
        )
        return states_chart(rows, self.subject, self.cycle, f"{ITEMIZED}, by state.")


def state_rows(amounts: dict[str, Decimal], address: Any) -> tuple[Row, ...]:
    """States with their money, the largest first; what is no state is not drawn."""
    order = sorted(amounts, key=lambda state: (-amounts[state], state))
    return tuple(
        Row(
            PLACES.get(state, f"“{state}”, not a state" if state else "No state given"),
            (Value(amounts[state], address(state) if state in PLACES else ""),),
            code=state,
            drawn=state in TILES_OF,
        )
        for state in order
    )


def states_chart(rows: tuple[Row, ...], subject: str, cycle: int | None, about: str) -> Chart:
    """A tile for each state, and the finding."""
    whole = sum((row.total for row in rows), ZERO)
    first = most(rows)
    title = "There is no money to place"
    if first:
        title = (
            f"Most came from {first.label}: {said(first.total)},"
            f" {share(first.total, whole)} of {said(whole)}"
        )
    return Chart(
        "states", TILES, subject, cycle, title, about, "State", ("Amount",), rows if first else ()
    )


def search_states(amounts: dict[str, Decimal], asked: DonorFilter, subject: str) -> Chart:
    """A donor search by state."""
    base = reverse("donors")
    rows = state_rows(amounts, lambda state: base + asked.address(state=state))
    about = "Itemized receipts less refunds, by the state that contributors reported."
    return states_chart(rows, subject, None, about)


def search_months(amounts: dict[date | None, Decimal], asked: DonorFilter, subject: str) -> Chart:
    """A donor search by month, of the years in which there is something."""
    base = reverse("donors")

    def address(_: int, since: date, until: date) -> str:
        # A search of some days has parts of months at its ends.
        first = max(since, asked.since) if asked.since else since
        last = min(until, asked.until) if asked.until else until
        return base + asked.address(**{"from": first.isoformat(), "to": last.isoformat()})

    years = {day.year for day in amounts if day}
    rows = months.rows([amounts], years, address)
    whole = sum(amounts.values(), ZERO)
    return Chart(
        "months",
        MONTHS,
        subject,
        None,
        over_time(rows, whole),
        "Itemized receipts less refunds, by month.",
        "Month",
        ("Amount",),
        rows if most(rows) else (),
    )


def donor_months(amounts: dict[date | None, Decimal], subject: str) -> Chart:
    """What one donor gave by month, in all cycles."""
    years = sorted({day.year for day in amounts if day})
    rows = months.rows([amounts], years, lambda _at, _since, _until: "")
    first = most(row for row in rows if row.drawn)
    whole = sum(amounts.values(), ZERO)
    title = "No dated contributions"
    if first:
        title = f"{subject} gave most in {first.label}: {said(first.total)} of {said(whole)}"
    elections = [year for year in years if year % 2 == 0]
    return Chart(
        "months",
        MONTHS,
        subject,
        None,
        title,
        "Itemized contributions across spellings and years, by month; refunds are not subtracted.",
        "Month",
        ("Contributed",),
        rows if first else (),
        marks=tuple(
            (day, "general election")
            for year in elections
            if first and (day := months.general_election(year)) <= _newest(rows)
        ),
    )


def _newest(rows: tuple[Row, ...]) -> date:
    return max(months.last_day(row.day) for row in rows if row.day)


def employer_months(form: str, subject: str, cycle: int) -> Chart:
    """What people who name an employer, and its committees, gave by month."""
    kinds = ("individual", "committee")
    asked = [_of_employer(form, cycle, kind) for kind in kinds]
    amounts = [donor_sums.by_month(each) for each in asked]
    base = reverse("donors")
    rows = months.rows(
        amounts,
        (cycle - 1, cycle),
        lambda at, since, until: (
            base + asked[at].address(**{"from": since.isoformat(), "to": until.isoformat()})
        ),
    )
    whole = sum((sum(each.values(), ZERO) for each in amounts), ZERO)
    return Chart(
        "months",
        MONTHS,
        subject,
        cycle,
        over_time(rows, whole),
        "Itemized gifts of its people and of its committees, by month.",
        "Month",
        (PEOPLE, COMMITTEES),
        rows if most(rows) else (),
        marks=months.marks(cycle),
    )


def employer_states(form: str, subject: str, cycle: int) -> Chart:
    """What people who name an employer gave by state."""
    asked = _of_employer(form, cycle, "individual")
    base = reverse("donors")
    rows = state_rows(donor_sums.by_state(asked), lambda state: base + asked.address(state=state))
    about = "Itemized contributions of people who name it as their employer, by their state."
    return states_chart(rows, subject, cycle, about)


def _of_employer(form: str, cycle: int, kind: str) -> DonorFilter:
    query = {"cycle": str(cycle), "type": kind, "organization": form}
    return parse_donor_filter(query)[0]


def race_time(page: race_page.RacePage, subject: str) -> Chart:
    """Each candidate's itemized money coded for this election, by month."""
    cycle = page.election.cycle
    field = [one for one, _ in page.itemized][:FIELD_SHOWN]
    here = {column.code for column in page.codes if column.is_this_race}
    owners: dict[str, list[int]] = defaultdict(list)
    place = {one.candidate_id: at for at, one in enumerate(field)}
    for candidate_id, committee_id in Linkage.objects.filter(
        candidate_id__any_of=list(place), cycle=cycle, designation__in=codes.CAMPAIGN_DESIGNATIONS
    ).values_list("candidate_id", "committee_id"):
        owners[committee_id].append(place[candidate_id])
    amounts: list[dict[date | None, Decimal]] = [{} for _ in field]
    for committee_id, code, month, amount in given.by_election(list(owners), cycle):
        for at in owners[committee_id] if code in here else ():
            amounts[at][month] = amounts[at].get(month, ZERO) + amount
    coded = ",".join(sorted(code or "none" for code in here))

    def address(at: int, since: date, until: date) -> str:
        asked = {
            "candidate": field[at].candidate_id,
            "cycle": cycle,
            "type": "individual",
            "election": coded,
            "from": since,
            "to": until,
        }
        return f"{reverse('donors')}?{urlencode(asked)}"

    rows = months.rows(amounts, (cycle - 1, cycle), address)
    whole = [sum(each.values(), ZERO) for each in amounts]
    title = "No itemized money is coded for this election"
    if any(whole):
        at = max(range(len(field)), key=lambda one: whole[one])
        title = f"{field[at].name} took in most from itemized contributions: {said(whole[at])}"
    left = len(page.itemized) - len(field)
    return Chart(
        "months",
        MONTHS,
        subject,
        cycle,
        title,
        f"{ITEMIZED} coded for this election, by month.",
        "Month",
        tuple(one.name for one in field),
        rows if any(whole) else (),
        marks=months.marks(cycle, [page.election]),
        notes=(f"Shown are the {len(field)} candidates who raised most, of {left + len(field)}.",)
        if left > 0
        else (),
        split=True,
    )
