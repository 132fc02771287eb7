"""The front page: what came in, the races with most outside money, and special elections."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from expenditures.models import IndependentExpenditure
from filings.models import Election
from tests import factories as make
from tests.filings.electronic_factories import make_filing
from web import outside_races

Text = Callable[..., str]


@pytest.fixture
def spending(data: None) -> Election:
    """Roe stands in a special and in the regular race; two notices of a week, and a report."""
    make.load()
    roe = make.candidate()
    special, regular = make.race(roe, special_year=2017), make.race(roe)
    spender = make.committee(name="SPENDER")
    notice = {"form": "notice", "coverage": "open"}
    make.independent(
        spender, roe, "100.25", side="S", election_type="S2017",
        receipt_date=date(2018, 6, 10), **notice,
    )  # fmt: skip
    make.independent(
        spender, roe, "40", side="O", election_type="S2017",
        receipt_date=date(2018, 6, 5), **notice,
    )  # fmt: skip
    make.independent(spender, roe, "7", side="O", election_type="P2018", receipt_date=None)
    make.independent(
        spender, roe, "9000", side="O", counts=False, is_memo=True, election_type="P2018"
    )
    assert regular.pk != special.pk
    return special


def test_what_came_in_is_told_for_the_newest_day_and_its_week(
    spending: Election, text: Text
) -> None:
    said = text("/")
    assert "What came in Filed Jun 10, 2018 Seven days to it" in said
    assert "Rows of 24- and 48-hour notices 1 2" in said
    assert "counted, for candidates $100.25 $100.25" in said
    assert "counted, against candidates $0 $40" in said
    assert "June 10, 2018 is the newest day of this cycle" in said


def test_races_and_special_elections_have_the_money_of_their_own_election(
    spending: Election, text: Text
) -> None:
    said = text("/")
    assert "California 90th, special election 2017 1 $100.25 $40 $140.25" in said
    assert "Special elections" in said
    assert "California 90th 2018 1 – $7 $7" in said
    races = outside_races.ranked(2018)
    # By hand above; here against each race's own page.
    for race in races:
        place = f"/races/2018/house/CA/90/{'special-2017/' if race.election.is_special else ''}"
        page = text(place)
        for amount in (race.supported, race.opposed):
            assert f"${amount:,.2f}".removesuffix(".00") in page
    assert sum(race.total for race in races) == sum(
        IndependentExpenditure.objects.counted().values_list("expenditure_amount", flat=True),
        Decimal(0),
    )


def test_filings_of_the_newest_day_are_counted(spending: Election, text: Text) -> None:
    make_filing(file_number=1166001, received_at=datetime(2018, 6, 10, 8, tzinfo=UTC))
    make_filing(file_number=1166002, received_at=datetime(2018, 6, 7, 8, tzinfo=UTC))
    assert "Filings of all forms that count 1 2" in text("/")


def test_the_data_page_lists_downloads_and_what_is_loaded(data: None, text: Text) -> None:
    make.candidate()
    make.load(rows_loaded=10, source="/srv/fec/indiv18.zip")
    said = text("/data/")
    assert "10 rows of the Federal Election Commission’s bulk files" in said
    assert "indiv18.zip" in said
    assert "/srv" not in said
    assert "52 U.S.C. 30111(a)(4)" in said


def test_the_definitions_are_downloaded_whole(db: None, client: object) -> None:
    get = client.get  # type: ignore[attr-defined]
    lines = b"".join(get("/data/rules.csv").streaming_content).splitlines()
    assert lines[0].startswith(b"kind,")
    assert lines.count(lines[0]) == 1
    assert len(lines) > 50_000
    assert b"".join(get("/data/industries.csv").streaming_content).startswith(b"slug,")
