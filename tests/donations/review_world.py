"""A small world to review: employers with few rules, tagged as the pipeline tags."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction

from donations.models import (
    ClassifierRun,
    Decision,
    DonorProfile,
    Industry,
    Organization,
    ProfileTotal,
    Proposal,
)
from donations.queue import rebuild_queue
from donations.rules import COLUMNS, DATA
from donations.tagging import committee_profile, retag
from filings.models import Committee
from tests import factories as make

CYCLE = 2018
RULES = (
    ("employer", "Acme Foods", "", "food-processing", 95),
    ("employer", "Shaky Widgets", "", "retail", 60),
    ("employer", "Retired", "", "retired", 98),
    ("pattern", "GAMMA", "", "oil-gas", 90),
    ("pattern", "DELTA", "", "coal", 90),
    ("sponsor", "ACME FOODS", "", "food-processing", 90),
    ("occupation", "DENTIST", "any", "dentists", 90),
)


def write_rules(folder: Path, *rules: tuple[Any, ...]) -> Path:
    """A folder of data with the real industries and these rules alone."""
    folder.mkdir(exist_ok=True)
    (folder / "industries.csv").write_bytes((DATA / "industries.csv").read_bytes())
    with (folder / "rules.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for kind, pattern, scope, industry, confidence in rules:
            writer.writerow(
                (kind, pattern, scope, industry, "", confidence, "Invented", "test", "2026-11-22")
            )
    return folder


def direct() -> Any:
    """The driver's connection under Django's, in its transaction."""
    connection.ensure_connection()
    return connection.connection


def tag(folder: Path) -> int:
    """Tag by the rules of a folder; how many tags changed."""
    with transaction.atomic(), connection.cursor() as cursor:
        found = retag(direct(), lambda *_: None, folder)
        # What a step leaves to the end of its transaction, a test that runs two in one does not.
        cursor.execute(
            "DROP TABLE fresh_rules, committee_tags, decided_names, decided_pairs,"
            " decided_committees, fresh_tags"
        )
    return found


def queue(most: int = 5_000) -> int:
    """Make the queue."""
    with transaction.atomic():
        return rebuild_queue(direct(), most)


def gift(
    employer: str,
    amount: str,
    occupation: str = "MANAGER",
    cycle: int = CYCLE,
    committee: str = "C00900002",
) -> None:
    """A contribution of a person, with its profile and the profile's totals."""
    to = make.committee(committee, name="FRIENDS OF ROE", committee_type="H")
    row = make.contribution(
        to, amount, employer=employer, occupation=occupation, cycle=cycle, name="DOE, JANE"
    )
    profile, _ = DonorProfile.objects.get_or_create(
        pk=row.profile_id,
        defaults={"kind": "person", "employer": row.employer, "occupation": row.occupation},
    )
    add(profile, amount, cycle)


def committee_gift(committee_id: str, name: str, amount: str, connected: str = "") -> Committee:
    """A committee that gave so much."""
    giver = make.committee(committee_id, name=name, connected_organization=connected)
    profile, _ = DonorProfile.objects.get_or_create(
        pk=committee_profile(committee_id), defaults={"kind": "committee", "committee": giver}
    )
    add(profile, amount, CYCLE, counted_as="committee", source="oth")
    return giver


def add(
    profile: DonorProfile, amount: str, cycle: int, counted_as: str = "individual", **more: Any
) -> None:
    """Add to a profile's totals."""
    total, _ = ProfileTotal.objects.get_or_create(
        profile=profile,
        cycle=cycle,
        counted_as=counted_as,
        source=more.get("source", "indiv"),
        defaults={"rows": 0, "amount": 0},
    )
    ProfileTotal.objects.filter(pk=total.pk).update(
        rows=total.rows + 1, amount=total.amount + Decimal(amount)
    )


def propose(form: str, slug: str, probability: str) -> None:
    """What the classifier proposes for all profiles of a name."""
    run = ClassifierRun.objects.create(trained_on=10, wanted="0.97", seconds="1")
    for profile in DonorProfile.objects.filter(organization__form=form):
        Proposal.objects.create(
            profile=profile, run=run, industry=industry(slug), probability=probability
        )


def industry(slug: str) -> Industry:
    """An industry by its slug."""
    return Industry.objects.get(slug=slug)


def organization(form: str) -> Organization:
    """An organization by its normal form."""
    return Organization.objects.get(form=form)


def shown(employer: str, occupation: str = "MANAGER") -> tuple[str, str, int | None, bool]:
    """Industry, basis and confidence of a profile's tag, and whether a decision made it."""
    profile = DonorProfile.objects.select_related("industry").get(
        employer__name=employer, occupation__name=occupation
    )
    assert profile.industry
    return profile.industry.slug, profile.basis, profile.confidence, bool(profile.decision_id)


def shown_committee(committee_id: str) -> tuple[str, str]:
    """Industry and basis of a committee's tag."""
    profile = DonorProfile.objects.select_related("industry").get(committee_id=committee_id)
    assert profile.industry
    return profile.industry.slug, profile.basis


def reviewer(name: str = "ann") -> User:
    """Somebody who decides."""
    return User.objects.get_or_create(username=name)[0]


def history(form: str) -> list[tuple[str, str, bool]]:
    """Industry, what was shown before, and whether it stands, of a name's decisions in order."""
    return [
        (one.industry.slug, one.before, one.reversed_at is None)
        for one in Decision.objects.filter(form=form).order_by("pk")
    ]


def small_world(folder: Path) -> Path:
    """Gifts of a few employers and committees, tagged by RULES."""
    make.partitions(2018)
    make.partitions(2020)
    gift("ACME FOODS INC", "1000")
    gift("ACME FOODS", "500", "DENTIST")
    gift("NOVEL THINGS LLC", "3000")
    gift("NOVEL THINGS LLC", "4000", cycle=2020)
    gift("NOVEL THINGS", "200", "DENTIST")
    gift("NOVEL THINGS GROUP", "600")
    gift("SHAKY WIDGETS", "900")
    gift("GAMMA DELTA", "800")
    gift("RETIRED", "5000")
    committee_gift("C00900011", "ACME FOODS INC PAC", "2500", connected="ACME FOODS INC")
    committee_gift("C00900012", "CITIZENS FOR WHATEVER", "1500")
    rules = write_rules(folder, *RULES)
    tag(rules)
    return rules
