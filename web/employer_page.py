"""An employer's page: the money of its people and of its committees, by whom and to whom.

Totals come from what each donor's profile adds up to; recipients and donors from the rows of those
profiles, by the index that holds them, where these are not too many.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils.http import urlencode

from donations.models import (
    ContributorName,
    Decision,
    DonorProfile,
    Industry,
    Occupation,
    Organization,
    ProfileTotal,
)
from donations.models import Employer as Spelling
from filings import codes
from filings.models import Candidate, Committee, Linkage
from web import words
from web.contributors import run
from web.donor_identity import donor_path
from web.employer_list import said_name
from web.employers import employer_path, family, is_employer, slug_of
from web.industries import COLUMN_OF, ZERO, Addresses, Money
from web.industry_page import Recipient, addresses
from web.tags import Tag

SHOWN = 25
# Beyond so many rows a page would read too long: the search has them.
ROWS_MAX = 150_000


@dataclass(frozen=True)
class Line:
    """A name with an amount, its rows, the address of these, and its own page where it has one."""

    name: str
    amount: Decimal
    rows: int
    rows_url: str = ""
    url: str = ""
    note: str = ""


@dataclass
class Gifts:
    """To whom the money went and who gave it; `too_many` where there are too many rows to say."""

    too_many: int = 0
    committees: list[Recipient] = field(default_factory=list)
    candidates: list[Recipient] = field(default_factory=list)
    parties: list[Recipient] = field(default_factory=list)
    donors: list[Line] = field(default_factory=list)
    donors_in_all: int = 0


@dataclass
class EmployerPage:
    """Everything the template shows of an employer and cycle."""

    organization: Organization
    name: str
    is_employer: bool
    cycle: int
    cycles: list[int]
    money: Money
    rows: int
    refunded: Decimal
    by_cycle: list[tuple[int, Money, Addresses]]
    links: Addresses
    tag: Tag
    parent: Line | None
    children: list[Line]
    committees: list[Line]
    spellings: list[Line]
    spellings_in_all: int
    occupations: list[Line]
    occupations_in_all: int
    industries: list[tuple[str, str, bool, Decimal]]
    gifts: Gifts

    @property
    def key(self) -> str:
        """Its part of the address."""
        return slug_of(self.organization.form)


def cycles_of(organization: Organization) -> list[int]:
    """The cycles in which its people or committees gave, newest first."""
    found = _totals(family(organization)).values_list("cycle", flat=True).distinct()
    return sorted(found.order_by(), reverse=True)


def _totals(members: list[Organization]) -> Any:
    return ProfileTotal.objects.filter(
        profile__organization_id__in=[one.pk for one in members], counted_as__in=list(COLUMN_OF)
    )


def build(organization: Organization, cycle: int, cycles: list[int]) -> EmployerPage:
    """Gather an employer's page for one cycle."""
    members = family(organization)
    form = organization.form
    links = addresses(cycle, organization=form)
    totals = _totals(members)
    money: dict[int, Money] = defaultdict(Money)
    rows: dict[int, int] = defaultdict(int)
    for each, kind, number, amount in (
        totals.values_list("cycle", "counted_as")
        .annotate(n=Sum("rows"), total=Sum("amount"))
        .order_by()
    ):
        money[each] += Money(**{COLUMN_OF[kind]: amount})
        rows[each] += number
    here = totals.filter(cycle=cycle)
    spellings, spellings_in_all = _lines(here, "employer", Spelling, form, cycle)
    occupations, occupations_in_all = _lines(here, "occupation", Occupation, form, cycle)
    parent = organization.parent if organization.parent_id != organization.pk else None
    return EmployerPage(
        organization=organization,
        name=said_name(organization),
        is_employer=is_employer(organization),
        cycle=cycle,
        cycles=cycles,
        money=money.get(cycle, Money()),
        rows=rows.get(cycle, 0),
        refunded=_refunded(members, cycle),
        by_cycle=[
            (each, money[each], addresses(each, organization=form))
            for each in sorted(money, reverse=True)
        ],
        links=links,
        tag=_tag(organization),
        parent=Line(said_name(parent), ZERO, 0, url=employer_path(parent.form)) if parent else None,
        children=_children(here, members[1:], cycle),
        committees=_committees(here, organization, cycle),
        spellings=spellings,
        spellings_in_all=spellings_in_all,
        occupations=occupations,
        occupations_in_all=occupations_in_all,
        industries=_industries(here),
        gifts=_gifts(members, form, cycle, rows.get(cycle, 0)),
    )


def _refunded(members: list[Organization], cycle: int) -> Decimal:
    found = ProfileTotal.objects.filter(
        profile__organization_id__in=[one.pk for one in members],
        cycle=cycle,
        counted_as__in=["refund_individual", "refund_committee"],
    ).aggregate(total=Sum("amount"))
    return found["total"] or ZERO


def _tag(organization: Organization) -> Tag:
    """What the organization's name as a whole is classed as, and by what."""
    decision = (
        Decision.objects.filter(form=organization.form, occupation="", reversed_at=None)
        .select_related("industry")
        .first()
    )
    industry, rule = organization.industry, organization.rule
    if decision:
        industry, rule = decision.industry, None
    return Tag(
        slug=industry.slug if industry else "not-classed",
        name=industry.name if industry else "Not yet classed",
        is_industry=bool(industry and industry.is_industry),
        basis="decision" if decision else organization.basis,
        rule_kind=rule.kind if rule else "",
        pattern=rule.pattern if rule else "",
        source=rule.source if rule else "",
        confidence=organization.confidence,
        reason=decision.reason if decision else "",
        decided_at=decision.decided_at.date() if decision else None,
        form=organization.form if is_employer(organization) else "",
        committee_id="",
    )


def _lines(here: Any, column: str, model: Any, form: str, cycle: int) -> tuple[list[Line], int]:
    """Its people's money by employer or occupation as reported, and how many there are."""
    found = list(
        here.filter(profile__kind="person", counted_as="individual")
        .values_list(f"profile__{column}_id")
        .annotate(n=Sum("rows"), total=Sum("amount"))
        .order_by("-total", f"profile__{column}_id")
    )
    names = model.objects.in_bulk([pk for pk, _, _ in found[:SHOWN]])
    lines = []
    for pk, rows, amount in found[:SHOWN]:
        name = names[pk].name if pk in names else ""
        # A search knows no empty texts.
        url = addresses(cycle, organization=form, **{column: f"={name}"}).people if name else ""
        lines.append(Line(name or "not reported", amount, rows, url))
    return lines, len(found)


def _children(here: Any, members: list[Organization], cycle: int) -> list[Line]:
    """Those that belong to it, with what each one's people and committees gave."""
    sums = {
        pk: (rows, total)
        for pk, rows, total in here.values_list("profile__organization_id")
        .annotate(n=Sum("rows"), total=Sum("amount"))
        .order_by()
    }
    lines = []
    for one in members:
        rows, amount = sums.get(one.pk, (0, ZERO))
        link = addresses(cycle, organization=one.form).together if rows else ""
        lines.append(Line(said_name(one), amount, rows, link, employer_path(one.form)))
    return sorted(lines, key=lambda line: (-line.amount, line.name))


def _committees(here: Any, organization: Organization, cycle: int) -> list[Line]:
    """The committees whose sponsor it is, with what each gave."""
    found = (
        here.filter(profile__kind="committee")
        .values_list("profile__committee_id")
        .annotate(n=Sum("rows"), total=Sum("amount"))
        .order_by("-total", "profile__committee_id")
    )
    sums = {pk: (rows, total) for pk, rows, total in found}
    known = Committee.objects.in_bulk(list(sums))
    base = reverse("employer_rows", args=[slug_of(organization.form)])
    types = dict(codes.COMMITTEE_TYPES)
    return [
        Line(
            (known[pk].name if pk in known else "") or pk,
            amount,
            rows,
            f"{base}?{urlencode({'committee': pk, 'cycle': cycle})}",
            reverse("committee", args=[pk]) + f"?cycle={cycle}",
            types.get(known[pk].committee_type, "") if pk in known else "",
        )
        for pk, (rows, amount) in sums.items()
    ]


def _industries(here: Any) -> list[tuple[str, str, bool, Decimal]]:
    """What its donors are counted under, as an occupation may say more than the employer."""
    sums: dict[int | None, Decimal] = dict(
        here.values_list("profile__industry_id").annotate(total=Sum("amount")).order_by("-total")
    )
    known = Industry.objects.in_bulk([pk for pk in sums if pk])
    return [
        (known[pk].name, known[pk].slug, known[pk].is_industry, amount)
        if pk in known
        else ("Not yet classed", "not-classed", False, amount)
        for pk, amount in sums.items()
    ]


def _gifts(members: list[Organization], form: str, cycle: int, rows: int) -> Gifts:
    if not rows:
        return Gifts()
    if rows > ROWS_MAX:
        return Gifts(too_many=rows)
    profiles = list(
        DonorProfile.objects.filter(organization_id__in=[one.pk for one in members]).values_list(
            "pk", flat=True
        )
    )
    got: dict[str, Money] = defaultdict(Money)
    givers: list[tuple[int, str, int, Decimal]] = []
    for committee, kind, name, zip5, number, amount in run(
        "employer_money.sql", {"cycle": cycle, "profiles": profiles}
    ):
        if committee is not None:
            got[committee] += Money(**{COLUMN_OF[kind]: amount})
        elif kind == "individual":
            givers.append((name, zip5, number, amount))
    givers.sort(key=lambda one: (-one[3], one[0], one[1]))
    committees = sorted(got.items(), key=lambda each: (-each[1].total, each[0]))
    candidates, parties = _candidates(got, form, cycle)
    return Gifts(
        committees=_recipients(committees[:SHOWN], form, cycle),
        candidates=candidates,
        parties=parties,
        donors=_donors(givers[:SHOWN], form, cycle),
        donors_in_all=len(givers),
    )


def _recipients(rows: list[tuple[str, Money]], form: str, cycle: int) -> list[Recipient]:
    known = Committee.objects.in_bulk([pk for pk, _ in rows])
    kinds = dict(codes.COMMITTEE_TYPES)
    answer = []
    for pk, money in rows:
        one = known.get(pk)
        links = addresses(cycle, recipient=pk, organization=form)
        answer.append(
            Recipient(
                (one.name if one else "") or pk,
                pk,
                words.party(one.party) if one else "",
                kinds.get(one.committee_type, "") if one else "",
                money,
                links.people,
                links.committees,
                links.together,
            )
        )
    return answer


def _candidates(
    got: dict[str, Money], form: str, cycle: int
) -> tuple[list[Recipient], list[Recipient]]:
    """Candidates by what their campaigns' committees received, and these by party."""
    sums: dict[str, Money] = defaultdict(Money)
    campaigns = Linkage.objects.filter(
        committee_id__in=list(got), cycle=cycle, designation__in=codes.CAMPAIGN_DESIGNATIONS
    )
    pairs = set(campaigns.values_list("candidate_id", "committee_id"))
    for candidate, committee in pairs:
        sums[candidate] += got[committee]
    known = Candidate.objects.in_bulk(list(sums))
    by_party: dict[str, Money] = defaultdict(Money)
    found = []
    for pk, money in sorted(sums.items(), key=lambda each: (-each[1].total, each[0])):
        one = known.get(pk)
        party = words.party(one.party) if one and one.party else "No party given"
        by_party[party] += money
        links = addresses(cycle, candidate=pk, organization=form)
        seat = codes.seat(one.office, one.state, one.district) if one and one.office else ""
        found.append(
            Recipient(
                (words.person(one.name) if one else "") or pk,
                pk,
                party,
                seat,
                money,
                links.people,
                links.committees,
                links.together,
            )
        )
    order = sorted(by_party.items(), key=lambda each: (-each[1].total, each[0]))
    return found[:SHOWN], [Recipient(name, "", "", "", money) for name, money in order]


def _donors(rows: list[tuple[int, str, int, Decimal]], form: str, cycle: int) -> list[Line]:
    names = ContributorName.objects.in_bulk([name for name, _, _, _ in rows])
    found = []
    for pk, zip5, number, amount in rows:
        name = names[pk].name if pk in names else ""
        asked = {"name": f"={name}", "zip": zip5} if name and zip5 else {}
        url = addresses(cycle, organization=form, **asked).people if asked else ""
        line = Line(name or "No name reported", amount, number, url, donor_path(name, zip5), zip5)
        found.append(replace(line, note=zip5 or "no ZIP code"))
    return found
