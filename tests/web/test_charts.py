"""Charts on a small world: what they find, by hand; their files; and what there is no chart of."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.test import Client

from filings.models import Candidate, Committee
from tests import factories as make
from tests.web import industry_world as world
from web.charts import cards, catalog, ink, months, spec, tiles
from web.charts.catalog import CHARTS, Source
from web.charts.chart import Chart, Row, Value

ROE = "/charts/candidate/H8CA90001"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def roe(data: None) -> tuple[Candidate, Committee]:
    """Roe, who stands in a race, with six gifts, a memo, a refund, and a spender."""
    make.load()
    candidate, campaign = make.candidate(), make.committee("C00900002", name="ROE FOR CONGRESS")
    make.race(candidate)
    make.linkage(candidate, campaign)
    for amount, day, state, code in (
        ("200", date(2017, 3, 1), "CA", "P2018"),
        ("200.01", date(2017, 3, 31), "CA", "P2018"),
        ("999.99", date(2017, 4, 1), "OH", "P2018"),
        ("2000", date(2018, 10, 2), "NY", "G2018"),
        ("-50", date(2018, 10, 3), "NY", "G2018"),
        ("300", None, "", "G2018"),
    ):
        make.contribution(
            campaign, amount, contribution_receipt_date=day, contributor_state=state,
            election_type=code,
        )  # fmt: skip
    make.contribution(campaign, "7777", memo=True)
    make.contribution(campaign, "55", receipt_type="22Y")
    make.committee_total(campaign, "individual", 6, "3650.00")
    spender = make.committee("C00900003", name="SPENDER")
    for amount, side, day in (
        ("10", "S", date(2018, 10, 30)),
        ("400", "O", date(2018, 10, 1)),
        ("30", "O", date(2018, 9, 1)),
    ):
        make.independent(
            spender, candidate, amount, side=side, dissemination_date=day, election_type="G2018"
        )
    make.independent(spender, candidate, "5000", side="O", counts=False)
    return candidate, campaign


def built(name: str, kind: str = "candidate", key: str = "H8CA90001") -> Chart:
    return catalog.build(Source(kind, key, make.CYCLE, 0), name)


def figures(chart: Chart) -> list[tuple[str, ...]]:
    return [(row.label, *(f"{value.amount}" for value in row.values)) for row in chart.rows]


def test_gifts_by_month_size_and_state_are_each_all_of_them(
    roe: tuple[Candidate, Committee],
) -> None:
    by_month, sizes, states = built("months"), built("sizes"), built("states")
    assert figures(by_month) == [
        ("March 2017", "400.01"),
        ("April 2017", "999.99"),
        ("October 2018", "1950.00"),
        ("No date, or of other years", "300.00"),
    ]
    assert by_month.title == "October 2018 brought most: $1,950, 53% of $3,650"
    assert by_month.rows[0].values[0].url == (
        "/donors/?candidate=H8CA90001&cycle=2018&type=individual&from=2017-03-01&to=2017-03-31"
    )
    assert by_month.marks == ((date(2018, 11, 6), "general election"),)
    assert figures(sizes) == [
        ("Below zero: corrections", "-50.00"),
        ("$200 and less", "200.00"),
        ("$200.01 to $499.99", "500.01"),
        ("$500 to $999.99", "999.99"),
        ("$2,000 and more", "2000.00"),
    ]
    assert "Only itemized money" in sizes.notes[0]
    assert figures(states) == [
        ("New York", "1950.00"),
        ("Ohio", "999.99"),
        ("California", "400.01"),
        ("No state given", "300.00"),
    ]
    assert [row.drawn for row in states.rows] == [True, True, True, False]
    assert {tuple(chart.totals) for chart in (by_month, sizes, states)} == {(3650,)}
    assert figures(built("states", "committee", "C00900002")) == figures(states)


def test_a_race_takes_what_is_coded_for_it(roe: tuple[Candidate, Committee]) -> None:
    special = make.race(roe[0], special_year=2018)
    make.contribution(
        roe[1], "70", contribution_receipt_date=date(2018, 4, 1), election_type="S2018"
    )
    make.committee_total(roe[1], "individual", 1, "70", election_type="S2018")
    make.committee_total(roe[1], "individual", 3, "1400", election_type="P2018", source="efile")
    key = "2018/house/CA/90"
    assert built("months", "race", f"{key}/special-2018").totals == [Decimal(70)]
    assert special.is_special
    # The rows without a date are in the regular race's table too.
    assert figures(built("months", "race", key))[0] == ("March 2017", "400.01")
    assert figures(built("outside", "race", key)) == [("Richard Roe", "10.00", "430.00")]


def test_money_for_and_against(roe: tuple[Candidate, Committee]) -> None:
    over_time, spenders = built("outside-months"), built("outside")
    assert figures(over_time) == [
        ("September 2018", "0", "30.00"),
        ("October 2018", "10.00", "400.00"),
    ]
    assert over_time.title == "$10 was spent for and $430 against; most in October 2018"
    assert over_time.rows[1].values[1].url == (
        "/expenditures/?candidate=H8CA90001&cycle=2018&side=oppose&from=2018-10-01&to=2018-10-31"
    )
    assert figures(spenders) == [("SPENDER", "10.00", "430.00")]
    assert spenders.title == "SPENDER spent most: $10 for and $430 against"
    of_spender = built("outside", "committee", "C00900003")
    assert figures(of_spender)[0][1:] == ("10.00", "430.00")


def test_industries_say_what_share_of_the_known_they_are(
    roe: tuple[Candidate, Committee],
) -> None:
    known = world.industries()
    world.gave(roe[0], known["coal"], "75")
    world.gave(roe[0], known["coal"], "50", part="committees")
    world.gave(roe[0], known["hospitals"], "125.50")
    world.gave(roe[0], known["retired"], "1000")
    chart = built("industries")
    assert figures(chart) == [
        ("Hospitals and health systems", "125.50", "0"),
        ("Coal mining", "75.00", "50.00"),
    ]
    assert chart.title == (
        "Hospitals and health systems gave most: $126, 50% of what stands in an industry"
    )
    assert "$250.50 of $1,250.50" in chart.notes[0]


def test_a_picture_is_drawn_with_title_and_words_and_without_script(
    roe: tuple[Candidate, Committee], client: Client
) -> None:
    response = client.get(f"{ROE}/outside.svg?cycle=2018")
    assert response["Content-Type"] == "image/svg+xml"
    assert "style-src 'unsafe-inline'" in response["Content-Security-Policy"]
    drawn = response.content.decode()
    root = ElementTree.fromstring(drawn)
    assert root.findtext(f"{SVG}title") == "SPENDER spent most: $10 for and $430 against"
    assert "Bars to the left and right" in root.findtext(f"{SVG}desc", "")
    assert not [part for part in root.iter() if part.tag.lower().endswith(("script", "image"))]
    assert "javascript" not in drawn
    assert "prefers-color-scheme: dark" in drawn
    # Told apart by pattern, not by colour alone; every colour has its value on dark screens.
    assert 'fill="url(#against)"' in drawn
    assert "Source: Federal Election Commission" in drawn
    again = client.get(f"{ROE}/outside.svg?cycle=2018", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    png = client.get(f"{ROE}/outside.png?cycle=2018")
    assert png.content.startswith(b"\x89PNG\r\n")
    card = client.get("/cards/candidate/H8CA90001.png?cycle=2018").content
    assert card.startswith(b"\x89PNG\r\n")
    assert (int.from_bytes(card[16:20]), int.from_bytes(card[20:24])) == (1200, 630)


def test_a_table_is_exported_and_runs_nowhere(
    roe: tuple[Candidate, Committee], client: Client
) -> None:
    Committee.objects.filter(pk="C00900003").update(name="=cmd()")
    lines = client.get(f"{ROE}/outside.csv?cycle=2018").content.decode("utf-8-sig").splitlines()
    assert lines[-2:] == ["Spender,For (US dollars),Against (US dollars)", "'=cmd(),10.00,430.00"]


@pytest.mark.parametrize(
    "address",
    [
        "/charts/candidate/H8CA90009/months.svg",
        "/charts/candidate/H8CA90001/other.svg",
        "/charts/candidate/H8CA90001/months.svg?cycle=1999",
        "/charts/candidate/H8CA90001/months.svg?for=ever",
        "/charts/mayor/H8CA90001/months.svg",
        "/charts/race/2018/house/CA/91/months.svg",
        "/charts/candidate/months.svg",
        "/charts/industry/nothing/months.csv",
        "/cards/candidate/H8CA90009.png",
        "/cards/filing/12.png",
        "/cards/home/more.png",
    ],
)
def test_what_there_is_no_chart_of_is_not_found(
    roe: tuple[Candidate, Committee], client: Client, address: str
) -> None:
    assert client.get(address).status_code == 404


def test_a_page_shows_charts_with_their_tables(
    roe: tuple[Candidate, Committee],
    client: Client,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    address = "/candidates/H8CA90001/?cycle=2018"
    page = client.get(address).content.decode()
    assert page.count('<figure class="chart"') == 5
    assert "October 2018 brought most: $1,950, 53% of $3,650" in page
    assert 'src="/charts/candidate/H8CA90001/months.svg?cycle=2018&amp;for=page"' in page
    assert 'data-figure="400.01" href="/donors/?candidate=H8CA90001' in page
    # What charts add up is kept: a second look asks for the data's version alone.
    source = Source("candidate", "H8CA90001", make.CYCLE, 0)
    catalog.build(source, "months")
    with django_assert_max_num_queries(0):
        assert catalog.at_once(Source("candidate", "H8CA90001", make.CYCLE, 0), "months")


def test_a_page_does_not_wait_for_many_rows(
    roe: tuple[Candidate, Committee], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "PAGE_ROWS", 5)
    page = client.get("/candidates/H8CA90001/?cycle=2018").content.decode()
    assert "Money over time" in page
    assert "brought most" not in page
    assert client.get(f"{ROE}/months.csv?cycle=2018").status_code == 200
    assert "brought most" in client.get("/candidates/H8CA90001/?cycle=2018").content.decode()


def test_a_donor_s_months_are_of_one_zip_code_and_all_cycles(
    roe: tuple[Candidate, Committee], client: Client
) -> None:
    make.contribution(roe[1], "5", contributor_zip="100010001")
    chart = built("months", "donor", "doe-jane-90001")
    # The refund is not subtracted, and neither the memo nor the other Jane Doe's gift is there.
    assert figures(chart)[-2:] == [
        ("October 2018", "1950.00"),
        ("No date, or of other years", "300.00"),
    ]
    assert chart.totals == [3650]
    assert chart.title == "Jane Doe gave most in October 2018: $1,950 of $3,650"
    assert client.get("/charts/donor/doe-jane-90001/months.csv").status_code == 200
    assert client.get("/charts/donor/doe-jane-90009/months.csv").status_code == 404


def test_every_chart_can_be_specified_in_every_form() -> None:
    values = (Value(Decimal("10.50")), Value(Decimal(-3)))
    for shape in spec.SHAPES:
        for split in (False, True):
            chart = Chart(
                "x", shape, "Roe", 2018, "Title", "About.", "Head", ("One", "Two"),
                (Row("A row of a very long name that needs two lines", values,
                     day=date(2018, 1, 1), code="CA"),),
                split=split,
            )  # fmt: skip
            for variant in spec.VARIANTS:
                made = spec.make(chart, variant)
                assert made["background"] == ink.PAGE
                assert spec.size(chart, variant)[1] > 0


def test_words_and_days() -> None:
    said = ("0", "950.40", "999.60", "12000", "999600", "1240000", "-2500000000")
    assert [ink.short(Decimal(amount)) for amount in said] == [
        "$0", "$950", "$1k", "$12k", "$1M", "$1.2M", "−$2.5B",
    ]  # fmt: skip
    amounts = [Decimal(n) for n in (-5, 0, 1, 2, 3, 4)]
    assert [tiles.shade(one, amounts) for one in amounts] == [0, 0, 1, 2, 3, 4]
    assert tiles.shade(Decimal(7), [Decimal(7)]) == 4
    assert months.general_election(2018) == date(2018, 11, 6)
    assert months.general_election(2020) == date(2020, 11, 3)
    assert months.last_day(date(2020, 2, 1)) == date(2020, 2, 29)
    assert cards.card_path("filing", "12") == ""
    assert cards.card_path("race", "2018/house/CA/90", 2018) == "/cards/race/2018/house/CA/90.png"
    assert cards.card_path("committee", "C1", 2018) == "/cards/committee/C1.png?cycle=2018"
    assert {kind for kind, _ in CHARTS} == {
        "candidate", "committee", "race", "industry", "donor", "employer", "all",
    }  # fmt: skip
