"""A few industries and classes, and money in them, for tests of pages."""

from datetime import date
from decimal import Decimal
from typing import Any

from donations.models import (
    CandidateIndustry,
    DonorProfile,
    Industry,
    IndustryGiver,
    IndustryMonth,
    IndustryTotal,
    Organization,
    ProfileTotal,
    Rule,
)
from filings.models import Candidate, Committee
from tests.factories import CYCLE

# Slug, name, sector, whether it is an industry.
INDUSTRIES = (
    ("hospitals", "Hospitals and health systems", "Health", True),
    ("pharmaceuticals", "Pharmaceutical manufacturing", "Health", True),
    ("coal", "Coal mining", "Energy and Natural Resources", True),
    ("candidate-committees", "Candidate committees", "Party and Candidate Committees", True),
    ("retired", "Retired", "Not an industry", False),
    ("homemaker", "Homemaker", "Not an industry", False),
    ("candidate-own", "The candidate's own money", "Not an industry", False),
    ("not-given", "Employer not given", "Not given", False),
    ("not-classed", "Employer given, not yet classed", "Not yet classed", False),
)


def industries() -> dict[str, Industry]:
    """The industries by slug."""
    return {
        slug: Industry.objects.create(
            slug=slug, name=name, sector=sector, is_industry=is_industry, position=place,
            definition=f"What {name.lower()} is.", excludes="Something else.", naics="3254 3255",
            opensecrets="H4300",
        )
        for place, (slug, name, sector, is_industry) in enumerate(INDUSTRIES, start=1)
    }  # fmt: skip


def gave(
    to: Candidate, industry: Industry, amount: str, part: str = "people", **values: Any
) -> CandidateIndustry:
    """What an industry gave to a candidate."""
    given = {"cycle": CYCLE, "election_type": "P2018", "rows": 1, **values}
    return CandidateIndustry.objects.create(
        candidate=to, industry=industry, amount=Decimal(amount), part=part, **given
    )


def received(
    by: Committee, industry: Industry, amount: str, counted_as: str = "individual", **values: Any
) -> IndustryTotal:
    """What a committee got from an industry."""
    source = "oth" if counted_as in {"committee", "transfer"} else "indiv"
    given = {"cycle": CYCLE, "election_type": "P2018", "rows": 1, "source": source, **values}
    return IndustryTotal.objects.create(
        committee=by, industry=industry, amount=Decimal(amount), counted_as=counted_as, **given
    )


def month(
    industry: Industry, amount: str, day: date | None = date(2017, 3, 1), part: str = "people"
) -> IndustryMonth:
    """An industry's money of a month."""
    return IndustryMonth.objects.create(
        cycle=CYCLE, industry=industry, part=part, month=day, rows=1, amount=Decimal(amount)
    )


def rule(industry: Industry, pattern: str, **values: Any) -> Rule:
    """A rule for an employer's name."""
    given = {
        "kind": "employer", "scope": "", "confidence": 97, "source": "Maker of a known drug",
        "author": "somebody", "written": date(2026, 11, 22), "file": "rules.csv", "line": 2,
        **values,
    }  # fmt: skip
    return Rule.objects.create(industry=industry, pattern=pattern, **given)


def giver(industry: Industry, form: str, people: str, committees: str, rank: int = 1) -> None:
    """An organization among the largest givers of an industry."""
    organization = Organization.objects.create(form=form, name=form.title(), version=1)
    amounts = Decimal(people), Decimal(committees)
    IndustryGiver.objects.create(
        cycle=CYCLE, industry=industry, organization=organization, rows=3, people=amounts[0],
        committees=amounts[1], amount=sum(amounts), rank=rank,
    )  # fmt: skip


def profile(number: int, industry: Industry, amount: str, **values: Any) -> DonorProfile:
    """A donor's profile, and the counted gifts that it stands for."""
    made = DonorProfile.objects.create(
        id=number, industry=industry, **{"kind": "person", "basis": "none", **values}
    )
    ProfileTotal.objects.create(
        profile=made, cycle=CYCLE, source="indiv", counted_as="individual", rows=2,
        amount=Decimal(amount),
    )  # fmt: skip
    return made
