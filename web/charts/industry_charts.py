"""Bars of money by industry, and an industry's givers and months."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from donations.models import Industry
from web import industries, industry_list, industry_page, race_page
from web.caching import remember
from web.charts import months
from web.charts.chart import BARS, MONTHS, ZERO, Chart, Row, Value, most, said, share
from web.industries import Breakdown, Line
from web.templatetags.figures import dollars

SHOWN = 10
RACE_SHOWN = 8
FIELD_SHOWN = 4
PEOPLE, COMMITTEES = "People", "Committees"


def _row(line: Line) -> Row:
    return Row(
        line.name,
        (
            Value(line.money.people, line.people_url if line.money.people else ""),
            Value(line.money.committees, line.committees_url if line.money.committees else ""),
        ),
        code=line.slug,
    )


def _bars(money: Breakdown, subject: str, cycle: int, of: str) -> Chart:
    """The largest industries of a breakdown; the others stand in the table as one row."""
    lines = money.largest
    rows = [_row(line) for line in lines[:SHOWN]]
    rest = lines[SHOWN:]
    if rest:
        people = sum((line.money.people for line in rest), ZERO)
        committees = sum((line.money.committees for line in rest), ZERO)
        rows.append(
            Row(f"{len(rest)} other industries", (Value(people), Value(committees)), drawn=False)
        )
    first = most(rows[:SHOWN])
    title = "None of this money stands in an industry"
    if first:
        title = (
            f"{first.label} gave most: {said(first.total)},"
            f" {share(first.total, money.tagged.total)} of what stands in an industry"
        )
    known = (
        f"{dollars(money.tagged.total)} of {dollars(money.whole.total)} ({money.tagged_share}%)"
        " stands in an industry; the rest is not drawn."
    )
    return Chart(
        "industries",
        BARS,
        subject,
        cycle,
        title,
        f"{of}, by the industry of who gave.",
        "Industry",
        (PEOPLE, COMMITTEES),
        tuple(rows if first else ()),
        notes=(known,),
    )


def of_candidate(candidate_id: str, subject: str, cycle: int, version: int) -> Chart:
    """Itemized contributions and committees' gifts to a candidate by industry."""
    money = industries.of_candidate(candidate_id, cycle, industry_list.known(version))
    return _bars(money, subject, cycle, "Itemized contributions and committees’ gifts")


def of_committee(committee_id: str, subject: str, cycle: int, version: int) -> Chart:
    """Itemized contributions to a committee by industry."""
    money = industries.of_committee(committee_id, cycle, industry_list.known(version))
    return _bars(money, subject, cycle, "Itemized contributions, and what committees gave")


def of_all(cycle: int, version: int) -> Chart:
    """All gifts of a cycle by industry."""
    listed = industry_list.known(version)
    money = remember(f"industries:{cycle}", version, lambda: industry_page.overview(cycle, listed))
    return _bars(
        money,
        "All federal candidates and committees",
        cycle,
        "Itemized gifts and committees’ gifts",
    )


def of_race(page: race_page.RacePage, subject: str) -> Chart:
    """The field side by side: the industries that gave most, for each of a few candidates."""
    field = page.industries[:FIELD_SHOWN]
    names: dict[str, str] = {}
    totals: dict[str, Decimal] = {}
    lines: dict[tuple[str, str], Line] = {}
    for entry in field:
        for line in entry.money.largest:
            names[line.slug] = line.name
            totals[line.slug] = totals.get(line.slug, ZERO) + line.money.total
            lines[entry.candidate_id, line.slug] = line
    order = sorted(totals, key=lambda slug: (-totals[slug], slug))
    rows = tuple(
        Row(
            names[slug],
            tuple(_together(lines.get((entry.candidate_id, slug))) for entry in field),
            code=slug,
            drawn=at < RACE_SHOWN,
        )
        for at, slug in enumerate(order)
    )
    first = most(rows)
    title = "No money coded for this election stands in an industry"
    if first:
        top = max(range(len(field)), key=lambda at: first.values[at].amount)
        title = (
            f"{first.label} gave most to the field: {said(first.total)},"
            f" {said(first.values[top].amount)} of it to {field[top].name}"
        )
    left = len(page.industries) + page.beyond_industries - len(field)
    return Chart(
        "industries",
        BARS,
        subject,
        page.election.cycle,
        title,
        "Itemized contributions and committees’ gifts coded for this election, by industry.",
        "Industry",
        tuple(entry.name for entry in field),
        rows if first else (),
        notes=(
            f"Shown are the {len(field)} candidates who raised most; {left} more are on the page.",
        )
        if left > 0
        else (),
        split=True,
    )


def _together(line: Line | None) -> Value:
    """People's and committees' money as one figure, with the page of all its rows."""
    if line is None:
        return Value()
    return Value(line.money.total, line.together_url)


def of_industry_givers(industry: Industry, page: industry_page.IndustryPage) -> Chart:
    """The organizations behind most of an industry's money."""
    rows = tuple(
        Row(
            one.name,
            (
                Value(one.money.people, one.people_url if one.money.people else ""),
                Value(one.money.committees, one.committees_url if one.money.committees else ""),
            ),
            drawn=at < SHOWN,
        )
        for at, one in enumerate(page.givers)
    )
    first = most(rows)
    whole = page.money.total
    title = "No organization stands behind this money"
    if first:
        title = (
            f"{first.label} gave most: {said(first.total)},"
            f" {share(first.total, whole)} of {said(whole)}"
        )
    return Chart(
        "givers",
        BARS,
        industry.name,
        page.cycle,
        title,
        "Itemized gifts of people who name an organization as their employer, and of its"
        " committees.",
        "Organization",
        (PEOPLE, COMMITTEES),
        rows if first else (),
    )


def of_industry_months(industry: Industry, page: industry_page.IndustryPage) -> Chart:
    """An industry's gifts by month."""
    amounts: list[dict[Any, Decimal]] = [{}, {}]
    for month in page.months:
        if month.money.people:
            amounts[0][month.day] = month.money.people
        if month.money.committees:
            amounts[1][month.day] = month.money.committees
    base = reverse("donors")
    kinds = ("individual", "committee")

    def address(at: int, since: Any, until: Any) -> str:
        asked = {
            "cycle": page.cycle,
            "type": kinds[at],
            "industry": industry.slug,
            "from": since,
            "to": until,
        }
        return f"{base}?{urlencode(asked)}"

    rows = months.rows(amounts, (page.cycle - 1, page.cycle), address)
    chart = Chart(
        "months",
        MONTHS,
        industry.name,
        page.cycle,
        "",
        "Itemized gifts of people and of committees, by month.",
        "Month",
        (PEOPLE, COMMITTEES),
        rows,
        marks=months.marks(page.cycle),
    )
    return replace(chart, title=over_time(rows, page.money.total))


def over_time(rows: tuple[Row, ...], whole: Decimal) -> str:
    """What months come to, in a sentence."""
    first = most(row for row in rows if row.drawn)
    if not first:
        return "There is no dated money in this cycle"
    return (
        f"{first.label} brought most: {said(first.total)},"
        f" {share(first.total, whole)} of {said(whole)}"
    )
