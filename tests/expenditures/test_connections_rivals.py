"""Who is no rival: a candidate's other id, and one whose gift looks like money that came back."""

from typing import Any

import pytest
from django.db import connection, transaction

from expenditures.connections import industries, rival
from expenditures.connections.world import gather
from filings.models import Committee
from tests import factories
from tests.expenditures.test_connections_other import a_trace, an_industry_s_gift


@pytest.fixture
def group(db: None) -> Committee:
    """A group that spends against one of two candidates, with money of a person and of a PAC."""
    factories.partitions()
    roe, doe = factories.candidate(), factories.candidate("H8CA90002", name="DOE, DORA")
    again = factories.candidate("H8CA90003", name="Roe, Richard Q. Mr.")
    group = factories.committee("C00901001", name="GROUP", committee_type="O")
    for number, one in enumerate((roe, doe, again)):
        factories.linkage(one, factories.committee(f"C0090200{number}", committee_type="H"))
    factories.race(roe, doe, again)
    factories.independent(group, roe, "9000", side="O")
    factories.contribution(group, "6000", name="PENNY, PAT", contributor_zip="90001")
    pac = factories.committee("C00903001", name="PAC")
    factories.contribution(
        group, "7000", name="PAC", receipt_type="18K", contributor_id=pac.pk, entity_type="PAC"
    )
    return group


def rivals() -> set[tuple[str, str]]:
    """Funders and the candidates whose rivals were attacked with their money."""
    connection.ensure_connection()
    with transaction.atomic():
        found = {
            (step.source.name, step.target.key)
            for one in rival.find(gather(connection.connection, 2018))
            for step in one.steps
            if step.kind == "gave_candidate"
        }
        # The temporary tables go with it.
        transaction.set_rollback(True)
    return found


def gave(number: int) -> Any:
    campaign = Committee.objects.get(pk=f"C0090200{number}")
    return factories.contribution(campaign, "500", name="PENNY, PAT", contributor_zip="90001")


def test_a_candidate_s_other_id_is_no_rival(group: Committee) -> None:
    gave(2)
    assert rivals() == set()
    gave(1)
    assert rivals() == {("PENNY, PAT", "H8CA90002")}


def test_an_industry_s_gift_to_the_other_id_is_none_to_a_rival(group: Committee) -> None:
    a_trace(group, "H8CA90001", "9000", "G2018", lenders="9000")
    an_industry_s_gift("H8CA90003", "lenders", "8000")
    connection.ensure_connection()
    assert not list(industries.find(gather(connection.connection, 2018)))


def test_a_committee_whose_money_may_have_come_back_gave_to_nobody(group: Committee) -> None:
    pac = Committee.objects.get(pk="C00903001")
    campaign = Committee.objects.get(pk="C00902001")
    candidate = campaign.linkages.get().candidate
    factories.to_candidate(pac, "5000", candidate, kind="24K", other_id=campaign.pk)
    assert rivals() == {("PAC", "H8CA90002")}
    factories.to_candidate(
        pac, "1000", candidate, kind="24K", other_id=campaign.pk,
        memo_text="REFUND OF CONTRIBUTION MADE",
    )  # fmt: skip
    assert rivals() == set()
