"""Decisions outlive imports: of the same file, of an amended one, and of one without the donor."""

from collections.abc import Callable
from typing import Any

import pytest

from donations import review, tagging
from donations.models import Decision, DonorProfile, Industry, IndustryTotal
from financetracker import tasks
from tests.donations.review_world import reviewer
from tests.mirror import Mirror, rows

Ingest = Callable[..., Any]


def tags() -> set[tuple[str, str, str]]:
    """Employer, industry and basis of people's profiles."""
    found = DonorProfile.objects.filter(kind="person").values_list(
        "employer__name", "industry__slug", "basis"
    )
    return {(str(employer), str(slug), basis) for employer, slug, basis in found}


def test_a_decision_outlives_imports(
    mirror: Mirror, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tagging, "read_rules", lambda _: [])
    monkeypatch.setattr(tasks, "_later", lambda *_: None)

    def take_in(*employers: str, force: bool = False) -> None:
        mirror.write(
            "indiv",
            [
                row
                for number, employer in enumerate(employers)
                for row in rows("indiv", 3, start=1 + 10 * number, EMPLOYER=employer)
            ],
        )
        for step in ("indiv", "tags", "industries", "review_queue"):
            ingest(step, force=force)

    take_in("ACME INC", "OTHER")
    made = review.decide(
        form="ACME", industry=Industry.objects.get(slug="retail"), reason="x", by=reviewer()
    )
    expected = {("ACME INC", "retail", "decision"), ("OTHER", "not-classed", "none")}
    assert tags() == expected
    take_in("ACME INC", "OTHER", force=True)
    assert tags() == expected
    take_in("ACME INC", "OTHER", "ACME, LLC")
    assert tags() == expected | {("ACME, LLC", "retail", "decision")}
    retail = IndustryTotal.objects.get(industry__slug="retail")
    assert retail.rows == 6
    take_in("OTHER")
    take_in("OTHER", "ACME CORP.")
    assert ("ACME CORP.", "retail", "decision") in tags()
    assert Decision.objects.get() == made
    assert Decision.objects.get().reversed_at is None
