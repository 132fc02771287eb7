"""The list of employers: those whose people and committees gave most in a cycle."""

from dataclasses import dataclass

from donations.models import Organization, ProfileTotal
from web import employers, words
from web.contributors import run
from web.employers import employer_path
from web.industries import Addresses, Money
from web.industry_list import NOT_CLASSED
from web.industry_page import addresses

SHOWN = 100
# The sector of campaigns, parties, and their joint committees.
COMMITTEES = "Party and Candidate Committees"


@dataclass(frozen=True)
class Employer:
    """An organization with the money of its people and its committees, and where its rows are."""

    name: str
    url: str
    industry: str
    industry_slug: str
    is_industry: bool
    rows: int
    money: Money
    links: Addresses


def said_name(organization: Organization) -> str:
    """An organization's name as people write it, or its normal form in lower case with capitals."""
    return organization.name or words.person(organization.form)


def cycles() -> list[int]:
    """The cycles with money of donors, newest first."""
    return sorted(
        ProfileTotal.objects.order_by().values_list("cycle", flat=True).distinct(), reverse=True
    )


def largest(cycle: int, asked: str = "", limit: int = SHOWN) -> list[Employer]:
    """The largest of a cycle, or of those whose name holds what was asked for."""
    only: list[int] = []
    if asked:
        # Each with the one that it belongs to, whose figures have its money in them.
        only = sorted({one.parent_id or one.pk for one in employers.near(asked, 200)})
    values = {
        "cycle": cycle,
        "any": not asked,
        "only": only,
        "limit": limit,
        "not_classed": NOT_CLASSED,
        "committees": COMMITTEES,
    }
    found = run("largest_employers.sql", values) if only or not asked else []
    known = Organization.objects.select_related("industry").in_bulk([row[0] for row in found])
    answer = []
    for pk, rows, people, committees in found:
        one = known.get(pk)
        if one is None:
            continue
        industry = one.industry
        answer.append(
            Employer(
                said_name(one),
                employer_path(one.form),
                industry.name if industry else "Not yet classed",
                industry.slug if industry else "",
                bool(industry and industry.is_industry),
                rows,
                Money(people, committees),
                addresses(cycle, organization=one.form),
            )
        )
    return answer
