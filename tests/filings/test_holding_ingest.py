"""Checks and holds of filings that are taken in from files, over a connection of their own."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User

from filings.electronic import ingest_filing
from filings.models import Filing, Hold
from filings.review_filings import confirm_hold, release_filing
from tests.filings.efile_world import header, joined, line
from tests.mirror import Mirror

V = "8.3"


def write(path: Path, *, committee_id: str = "C00900001", amounts: list[str]) -> Path:
    """A report that transfers these amounts came in, to the cent as its cover says."""
    cover = line(
        "F3XN",
        V,
        filer_committee_id_number=committee_id,
        committee_name="Invented PAC",
        coverage_from_date="20180401",
        coverage_through_date="20180630",
        report_code="Q2",
        col_a_transfers_from_aff_other_party_cmttees="400000000.00",
    )
    rows = [
        line(
            "SA12",
            V,
            filer_committee_id_number=committee_id,
            transaction_id=f"T{number}",
            entity_type="ORG",
            contributor_organization_name="Invented Friends",
            contribution_date="20180504",
            contribution_amount=amount,
        )
        for number, amount in enumerate(amounts)
    ]
    path.write_bytes(joined([header(V), cover, *rows]))
    return path


@pytest.fixture
def reviewer(mirror: Mirror) -> User:
    return User.objects.create_user("reviewer")


def test_a_filing_taken_in_is_checked_and_held(reviewer: User, tmp_path: Path) -> None:
    path = write(tmp_path / "1.fec", amounts=["400000000.00"])
    filing = ingest_filing(path, 1, source="1.fec")
    assert (filing.checks_result, filing.checks_summary) == ("adds up", "Adds up.")
    assert (filing.is_held, filing.counts, filing.is_current) == (True, False, True)
    assert filing.hold_reason.startswith("A single amount of $400,000,000.00 stands in it")

    release_filing(filing, by=reviewer, note="Looked at.")
    filing = ingest_filing(path, 1, source="1.fec", force=True)
    assert (filing.is_held, filing.counts) == (False, True)
    assert Hold.objects.get().state == "released"

    # What it says now trips another rule; the decision was not about that.
    write(path, amounts=["80000000.00"] * 5)
    filing = ingest_filing(path, 1, source="1.fec")
    assert (filing.checks_summary, filing.counts) == ("Adds up.", False)
    assert set(filing.holds.values_list("rule", "state")) == {
        ("country", "released"),
        ("repeated", "held"),
    }


def test_a_confirmed_hold_outlives_new_contents(reviewer: User, tmp_path: Path) -> None:
    path = write(tmp_path / "2.fec", amounts=["400000000.00"])
    filing = ingest_filing(path, 2, source="2.fec")
    confirm_hold(filing, by=reviewer, note="Invented.")
    write(path, amounts=["12.50"])
    filing = ingest_filing(path, 2, source="2.fec")
    assert (filing.is_held, filing.counts) == (True, False)
    assert filing.checks_summary == "Off by $399,999,987.50 on line 12."


def test_a_listed_filer_over_the_same_connection_many_times(reviewer: User, tmp_path: Path) -> None:
    for number in range(10, 18):
        path = write(tmp_path / f"{number}.fec", committee_id="C00871210", amounts=[f"{number}.00"])
        ingest_filing(path, number, source=path.name)
    assert Filing.objects.filter(is_held=True).count() == 8
    assert set(Hold.objects.values_list("rule", flat=True)) == {"fictitious"}
