"""Charts beside slow twins in plain Python, beside the pages' own figures, and the rows behind."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from django.test import Client

from donations.models import CandidateTotal, Contribution
from expenditures.models import IndependentExpenditure
from sample import story
from tests.sample_loaded import loader, sample  # noqa: F401 (fixtures)
from tests.web import donor_world
from tests.web.test_figures import marked, spread, stated
from tests.web.test_sample import site  # noqa: F401 (fixture)
from web import behind, industries, industry_list, race_page, subjects
from web.charts import catalog
from web.charts.catalog import Source
from web.charts.chart import Chart
from web.charts.donor_sums import by_month, by_state
from web.filters import parse_donor_filter

RACE = "2018/house/CA/99"
WITH_CHARTS = {
    "candidate": f"/candidates/{story.CANDIDATE_A}/?cycle=2018",
    "campaign": f"/committees/{story.COMMITTEE_A}/?cycle=2018",
    "attacker": f"/committees/{story.ATTACKER}/?cycle=2018",
    "special election": f"/races/{RACE}/special-2017/",
    "employer": "/employers/veridane-pharmaceuticals/?cycle=2018",
    "industry": "/industries/pharmaceuticals/?cycle=2018",
}


def built(kind: str, key: str, name: str) -> Chart:
    return catalog.build(Source(kind, key, story.CYCLE, 1), name)


def size_of(amount: Decimal) -> str:
    if amount < 0:
        return "Below zero: corrections"
    if amount <= 200:
        return "$200 and less"
    if amount < 500:
        return "$200.01 to $499.99"
    if amount < 1000:
        return "$500 to $999.99"
    return "$1,000 to $1,999.99" if amount < 2000 else "$2,000 and more"


def test_gifts_agree_with_their_rows_one_by_one_and_with_the_page(site: Path) -> None:  # noqa: F811
    campaigns = behind.campaign_committees(story.CANDIDATE_A, story.CYCLE)
    twins: dict[str, dict[str, Decimal]] = {
        name: defaultdict(Decimal) for name in ("months", "sizes", "states")
    }
    for row in Contribution.objects.filter(committee_id__in=campaigns, cycle=story.CYCLE):
        if row.counted_as == "individual":
            day, amount = row.contribution_receipt_date, row.contribution_receipt_amount
            is_inside = day and day.year in {2017, 2018}
            twins["months"][f"{day:%B} {day.year}" if is_inside else ""] += amount
            twins["sizes"][size_of(amount)] += amount
            twins["states"][row.contributor_state] += amount
    itemized = CandidateTotal.objects.get(
        candidate_id=story.CANDIDATE_A, cycle=story.CYCLE, channel="individuals_itemized"
    ).amount
    for name, twin in twins.items():
        chart = built("candidate", story.CANDIDATE_A, name)
        found = {
            row.code if name == "states" else row.label if row.drawn or name == "sizes" else "":
            row.total
            for row in chart.rows
        }  # fmt: skip
        assert found == twin, name
        assert chart.totals == [itemized]


def test_outside_money_agrees_with_its_rows_and_the_pages(site: Path) -> None:  # noqa: F811
    by_month: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for row in IndependentExpenditure.objects.filter(
        candidate_id=story.CANDIDATE_A, cycle=story.CYCLE, counts=True
    ):
        day = row.dissemination_date or row.expenditure_date
        assert day
        side = "SO".index(row.support_oppose_indicator)
        by_month[f"{day:%B} {day.year}"][side] += row.expenditure_amount
    chart = built("candidate", story.CANDIDATE_A, "outside-months")
    assert {row.label: [v.amount for v in row.values] for row in chart.rows} == by_month
    channels = [
        CandidateTotal.objects.get(
            candidate_id=story.CANDIDATE_A, cycle=story.CYCLE, channel=f"independent_{side}"
        ).amount
        for side in ("for", "against")
    ]
    assert chart.totals == channels
    assert built("candidate", story.CANDIDATE_A, "outside").totals == channels
    for key in (RACE, f"{RACE}/special-2017"):
        election = subjects.find_race(key)
        assert election
        page = race_page.build(election, 1)
        for name in ("outside", "outside-months"):
            assert built("race", key, name).totals == [page.supported, page.opposed], (key, name)


def test_industries_and_months_of_a_race_are_the_page_s(site: Path) -> None:  # noqa: F811
    listed = industry_list.read()
    money = industries.of_candidate(story.CANDIDATE_A, story.CYCLE, listed)
    chart = built("candidate", story.CANDIDATE_A, "industries")
    assert chart.totals == [money.tagged.people, money.tagged.committees]
    election = subjects.find_race(f"{RACE}/special-2017")
    assert election
    page = race_page.build(election, 1)
    chart = built("race", f"{RACE}/special-2017", "industries")
    assert chart.totals == [one.money.tagged.total for one in page.industries[:4]]
    here = [column.code for column in page.codes if column.is_this_race]
    sums = [
        sum(amount for code, amount in cells if amount and code.code in here)
        for _, cells in page.itemized[:4]
    ]
    assert built("race", f"{RACE}/special-2017", "months").totals == sums


@pytest.mark.parametrize("kind", WITH_CHARTS)
def test_figures_of_charts_lead_to_rows_that_add_up_to_them(
    kind: str,
    site: Path,  # noqa: F811
    client: Client,
) -> None:
    page = client.get(WITH_CHARTS[kind]).content.decode()
    charts = page.split('<figure class="chart"')[1:]
    assert charts
    figures = [
        figure for chart in charts for figure in spread(marked(chart.partition("</figure>")[0]), 4)
    ]
    assert figures
    for figure in figures:
        assert stated(client, figure.address)[1] == abs(figure.amount), figure


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"type": "individual", "cycle": "2018"},
        {"name": "smith"},
        {"state": "OH", "election": "G2018"},
        {"from": "2017-06-02", "min": "200"},
        {"recipient": "C00000002", "rows": "all"},
    ],
    ids=lambda query: "&".join(query) or "all",
)
def test_a_donor_search_by_state_agrees_with_its_slow_twin(query: dict[str, str]) -> None:
    rows = donor_world.make_rows(Random(7), 150)
    donor_world.store(rows)
    twin: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if donor_world.matches(row, query) and row.counts:
            twin[row.state] += -row.amount if "refund" in row.kind[2] else row.amount
    asked = parse_donor_filter(query)[0]
    assert by_state(asked) == twin
    months: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if donor_world.matches(row, query) and row.counts:
            day = f"{row.day:%Y-%m}" if row.day else ""
            months[day] += -row.amount if "refund" in row.kind[2] else row.amount
    found = by_month(asked)
    assert {f"{day:%Y-%m}" if day else "": sum_ for day, sum_ in found.items()} == months


@pytest.mark.django_db
def test_a_donor_search_shows_where_its_money_comes_from(client: Client) -> None:
    rows = donor_world.make_rows(Random(7), 30)
    donor_world.store(rows)
    page = client.get("/donors/?cycle=2018").content.decode()
    assert "/charts/donors/states.svg?cycle=2018" in page
    response = client.get("/charts/donors/states.csv?cycle=2018")
    said = sum(
        Decimal(line.rpartition(",")[2])
        for line in response.content.decode("utf-8-sig").rpartition("(US dollars)")[2].split()
        if line[-3:-2] == "."
    )
    assert said == client.get("/donors/?cycle=2018").context["totals"].net
    assert client.get("/charts/donors/states.csv?min=lots").status_code == 400
