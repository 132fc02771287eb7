"""Proposals: stored for the unclassed, published when certain enough, never against rules."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from unittest import mock

import pytest

from donations import proposals
from donations.classifier import Measured, Measurement
from donations.models import ClassifierRun, Proposal
from filings.staging import loading_connection, step_transaction
from tests.donations.tagging_world import gifts, rules_folder, tag, tags
from tests.mirror import CYCLE, Mirror

Ingest = Callable[..., object]

NAMES = [
    *(f"employer,{place} Orchard {n},,crop-production,,95" for place in "NS" for n in range(90)),
    *(f"employer,{place} Litigation {n},,law-firms,,95" for place in "EW" for n in range(90)),
    "pattern,FARMS,,crop-production,,90",
    "pattern,SOLAR,,renewable-energy,,90",
]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return rules_folder(tmp_path / "rules", "\n".join(NAMES))


def propose(folder: Path, certain: Decimal) -> None:
    """Train on the folder's rules; every proposal is as certain as `certain`."""
    enough = [Measured(Decimal("0.9"), Decimal("0.98"), Decimal("0.5"), 500)]

    class Certain(Measurement):
        def probability(self, leads: object) -> list[Decimal]:
            return [certain] * len(leads)  # type: ignore[arg-type]

    with (
        mock.patch.object(proposals, "DATA", folder),
        mock.patch("donations.classifier.measure", return_value=Certain(enough, None)),
        loading_connection("proposals", CYCLE) as loading,
        step_transaction(loading),
    ):
        proposals.propose(loading, CYCLE, lambda *_: None)


GIVERS = [
    {"EMPLOYER": "UPPER ORCHARD WORKS"},
    {"EMPLOYER": "SOLAR FARMS ORCHARD"},
    {"EMPLOYER": "SOLAR FARMS"},
    {"ENTITY_TP": "ORG", "NAME": "LOWER LITIGATION CIRCLE", "EMPLOYER": ""},
]


def test_what_is_certain_enough_is_published_and_says_so(
    mirror: Mirror, ingest: Ingest, rules: Path
) -> None:
    gifts(mirror, GIVERS)
    ingest("indiv")
    tag(rules)
    propose(rules, Decimal("0.95"))
    assert tags()["UPPER ORCHARD WORKS", ""] == ("crop-production", "proposal")
    # Rules contradict each other here: only a person decides.
    assert tags()["SOLAR FARMS", ""] == ("not-classed", "none")
    assert set(Proposal.objects.values_list("profile__kind", flat=True)) == {"person", "name"}
    named = Proposal.objects.get(profile__kind="name").profile
    assert (named.industry.slug, named.basis) == ("law-firms", "proposal")  # type: ignore[union-attr]
    run = ClassifierRun.objects.latest()
    assert run.threshold == Decimal("0.9")
    assert run.published == 2
    assert run.proposed == Proposal.objects.count()
    # The tags stay when rules are read again.
    tag(rules)
    assert tags()["UPPER ORCHARD WORKS", ""] == ("crop-production", "proposal")


def test_what_is_less_certain_waits_for_a_person(
    mirror: Mirror, ingest: Ingest, rules: Path
) -> None:
    gifts(mirror, GIVERS)
    ingest("indiv")
    tag(rules)
    propose(rules, Decimal("0.89"))
    assert Proposal.objects.exists()
    assert not Proposal.objects.filter(is_published=True).exists()
    assert tags()["UPPER ORCHARD WORKS", ""] == ("not-classed", "none")
    # A later training that is less certain still takes back what it published.
    propose(rules, Decimal("0.95"))
    propose(rules, Decimal("0.1"))
    assert not Proposal.objects.exists()
    assert tags()["UPPER ORCHARD WORKS", ""] == ("not-classed", "none")


def test_few_examples_train_nothing(mirror: Mirror, ingest: Ingest, tmp_path: Path) -> None:
    gifts(mirror, GIVERS)
    ingest("indiv")
    few = rules_folder(tmp_path / "few", "\n".join(NAMES[:20]))
    tag(few)
    propose(few, Decimal("0.99"))
    run = ClassifierRun.objects.latest()
    assert (run.threshold, run.proposed, run.published, run.measured) == (None, 0, 0, [])
