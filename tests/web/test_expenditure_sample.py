"""The invented sample's independent expenditures: every page and total agrees with the search."""

from decimal import Decimal
from pathlib import Path

from django.test import Client

from donations.models import CandidateTotal
from expenditures.models import IndependentExpenditure
from filings.models import Election
from tests.sample_loaded import loader, sample  # noqa: F401 (fixtures)
from tests.web.test_sample import site  # noqa: F401 (a fixture)
from web import race_page
from web.expenditure_filters import Race, parse_expenditure_filter
from web.expenditure_rows import show
from web.expenditure_search import search


def found(**query: object) -> tuple[int, Decimal, Decimal]:
    """Rows, for and against of a search."""
    asked, errors = parse_expenditure_filter({name: str(value) for name, value in query.items()})
    assert not errors
    totals = search(asked, size=0).totals
    return totals.rows, totals.supported, totals.opposed


def test_each_candidates_total_is_what_the_search_adds_up(site: Path) -> None:  # noqa: F811
    totals = CandidateTotal.objects.filter(channel__startswith="independent")
    assert len(totals) > 5
    for total in totals:
        side = "support" if total.channel == "independent_for" else "oppose"
        rows, supported, opposed = found(candidate=total.candidate_id, cycle=total.cycle, side=side)
        assert (rows, supported + opposed) == (total.rows, total.amount), total


def test_each_race_is_what_the_search_adds_up(site: Path) -> None:  # noqa: F811
    races = Election.objects.all()
    assert any(election.is_special for election in races)
    for election in races:
        page = race_page.build(election, 0)
        assert found(race=Race.of(election))[1:] == (page.supported, page.opposed), election


def test_each_row_has_a_page(site: Path, client: Client) -> None:  # noqa: F811
    lines = show(list(IndependentExpenditure.objects.select_related("committee")))
    assert len(lines) > 100
    addresses = {line.address for line in lines}
    assert len(addresses) == len(lines)
    for address in sorted(addresses):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "Traceback" not in answer.content.decode()
