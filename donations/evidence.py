"""What a reviewer sees of a donor: spellings, occupations, places, recipients, rows, similar names.

Bounded, so that a page is quick for the largest employer: the totals are of all of a donor's
profiles; cities, recipients, givers and example rows are of MOST_ROWS rows of the largest ones.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from donations.models import Industry, Organization, Proposal, ReviewItem, Rule
from donations.reviewable import Donor
from donations.tagging import committee_profile
from filings.admin_base import filing_url, image_url
from filings.models import Committee

MOST_PROFILES = 40
MOST_ROWS = 600
SHOWN = 8
# Names less alike than this (pg_trgm) have too little in common to suggest anything.
LEAST_SIMILARITY = "0.4"
MOST_ALIKE = 40
PATIENCE_MS = 400


@dataclass(frozen=True)
class Part:
    """Something that a donor's rows have in common, with rows and US dollars."""

    label: str
    rows: int
    amount: Decimal
    detail: str = ""


@dataclass(frozen=True)
class Row:
    """An example of a contribution, with its filing at the FEC."""

    name: str
    day: str
    amount: Decimal
    committee: str
    filing: str
    image: str


@dataclass(frozen=True)
class Alike:
    """An organization of a similar name: its tag by rules or decision, or its dollars without."""

    organization_id: int
    form: str
    similarity: Decimal
    industry_id: int | None
    industry: str
    basis: str
    amount: Decimal


@dataclass
class Evidence:
    """All that a reviewer sees of one donor."""

    donor: Donor
    organization: Organization | None = None
    committee: Committee | None = None
    tags: list[Part] = field(default_factory=list)
    moved: list[Part] = field(default_factory=list)
    moves: Decimal = Decimal(0)
    reject_moves: Decimal | None = None
    spellings: list[Part] = field(default_factory=list)
    occupations: list[Part] = field(default_factory=list)
    cities: list[Part] = field(default_factory=list)
    recipients: list[Part] = field(default_factory=list)
    givers: list[Part] = field(default_factory=list)
    examples: list[Row] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    neighbours: list[Alike] = field(default_factory=list)
    similar: list[Alike] = field(default_factory=list)


def gather(item: ReviewItem, donor: Donor) -> Evidence:
    """The evidence on an item's donor."""
    found = Evidence(donor, organization=item.organization)
    if donor.committee_id:
        found.committee = Committee.objects.filter(pk=donor.committee_id).first()
        profiles = _profiles("p.id = %s", committee_profile(donor.committee_id))
    elif item.organization:
        profiles = _profiles("p.organization_id = %s", item.organization.pk)
    else:
        return found
    ids = [int(profile[0]) for profile in profiles]
    found.tags = _sum(((row[5], row[6], row[1], row[2])) for row in profiles)
    _from_moves(found, item, profiles)
    found.spellings = _sum(((row[3], "", row[1], row[2])) for row in profiles)
    found.occupations = _sum(((row[4], "", row[1], row[2])) for row in profiles if row[4])
    _from_rows(found, ids[:MOST_PROFILES])
    proposed: dict[int, Proposal] = {}
    for one in (
        Proposal.objects.filter(profile_id__in=ids[:MOST_PROFILES])
        .select_related("industry")
        .order_by("-probability")
    ):
        proposed.setdefault(one.industry_id, one)
    found.proposals = list(proposed.values())[:3]
    rules = {row[7] for row in profiles if row[7]}
    if item.organization:
        rules |= {item.organization.rule_id, item.organization.against_id} - {None}
    found.rules = list(Rule.objects.filter(pk__in=sorted(rules)[:9]).select_related("industry"))
    name = item.organization.form if item.organization else _committee_form(ids)
    if name:
        alike = names_alike(name)
        found.neighbours = [one for one in alike if one.industry_id][:SHOWN]
        if item.organization:
            found.similar = [one for one in alike if not one.industry_id and one.amount][:12]
    return found


def _from_moves(found: Evidence, item: ReviewItem, profiles: Sequence[tuple[Any, ...]]) -> None:
    """The dollars, by what they are shown under now, that a decision on the donor is about."""
    moving = [row for row in profiles if row[8] or found.donor.committee_id]
    found.moved = _sum((row[5], "", row[1], row[2]) for row in moving)
    found.moves = sum((row[2] for row in moving), Decimal(0))
    if item.reason in {ReviewItem.Reason.LOW, ReviewItem.Reason.RULES}:
        # That a name is of no industry leaves what donors' occupations say.
        own = [row[2] for row in moving if row[6] not in {"occupation", "none"}]
        found.reject_moves = sum(own, Decimal(0))


# Profile, rows, dollars, spelling, occupation, industry, basis, rule, and whether a decision on the
# whole name holds for it: not where one on an occupation or the committee does, or the committee's
# own id or type; most dollars first.
_PROFILES = (
    "SELECT p.id, t.rows, t.amount, coalesce(e.name, n.name, ''), coalesce(k.name, ''),"
    " coalesce(i.name, ''), p.basis, p.rule_id, p.basis <> 'committee'"
    " AND coalesce(d.occupation, '') = '' AND coalesce(d.committee_id, '') = ''"
    " FROM (SELECT p.id, sum(t.rows) AS rows, sum(t.amount) AS amount FROM donations_donorprofile p"
    " JOIN donations_profiletotal t ON t.profile_id = p.id"
    " AND t.counted_as IN ('individual', 'committee', 'transfer') WHERE {which} GROUP BY p.id) t"
    " JOIN donations_donorprofile p ON p.id = t.id"
    " LEFT JOIN donations_employer e ON e.id = p.employer_id"
    " LEFT JOIN donations_occupation k ON k.id = p.occupation_id"
    " LEFT JOIN donations_contributorname n ON n.id = p.contributor_name_id"
    " LEFT JOIN donations_industry i ON i.id = p.industry_id"
    " LEFT JOIN donations_decision d ON d.id = p.decision_id"
    " ORDER BY t.amount DESC, p.id"
)


def _profiles(which: str, value: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_PROFILES.format(which=which), [value])
        return list(cursor.fetchall())


def _committee_form(profiles: Sequence[int]) -> str:
    return (
        Organization.objects.filter(profiles__in=profiles).values_list("form", flat=True).first()
        or ""
    )


def _sum(rows: Any) -> list[Part]:
    """Parts of label, detail, rows and dollars added up, most dollars first."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    amounts: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for label, detail, count, amount in rows:
        counts[label, detail] += int(count)
        amounts[label, detail] += amount
    largest = sorted(amounts, key=lambda key: (-amounts[key], key))[:SHOWN]
    return [Part(label, counts[label, detail], amounts[label, detail], detail)
            for label, detail in largest]  # fmt: skip


_ROWS = (
    "SELECT g.name, c.contribution_receipt_date, c.contribution_receipt_amount,"
    " c.committee_id, coalesce(m.name, ''), t.name, c.contributor_state, c.file_number,"
    " c.image_number"
    " FROM (SELECT c.* FROM unnest(%s::bigint[]) p CROSS JOIN LATERAL (SELECT name_id, city_id,"
    " contributor_state, committee_id, contribution_receipt_date, contribution_receipt_amount,"
    " file_number, image_number FROM donations_contribution WHERE profile_id = p AND counts"
    " AND counted_as IN ('individual', 'committee', 'transfer') LIMIT %s) c LIMIT %s) c"
    " JOIN donations_contributorname g ON g.id = c.name_id"
    " JOIN donations_city t ON t.id = c.city_id"
    " LEFT JOIN filings_committee m ON m.committee_id = c.committee_id"
)


def _from_rows(found: Evidence, profiles: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [profiles, MOST_ROWS // 3, MOST_ROWS])
        rows = cursor.fetchall()
    found.cities = _sum((f"{row[5]} {row[6]}".strip(), "", 1, row[2]) for row in rows)
    found.recipients = _sum((row[4] or row[3], row[3], 1, row[2]) for row in rows)
    found.givers = _sum((row[0], "", 1, row[2]) for row in rows)
    for row in sorted(rows, key=lambda row: -row[2])[:3]:
        found.examples.append(
            Row(
                name=row[0],
                day=f"{row[1]:%Y-%m-%d}" if row[1] else "",
                amount=row[2],
                committee=row[4] or row[3],
                filing=filing_url(row[3], row[7]),
                image=image_url(row[8]),
            )
        )


_ALIKE = (
    "SELECT a.id, a.form, a.similarity, i.id, coalesce(i.name, ''),"
    " CASE WHEN d.id IS NULL THEN a.basis ELSE 'decision' END, coalesce(t.amount, 0)"
    " FROM (SELECT o.*, similarity(o.form, %(form)s) AS similarity FROM donations_organization o"
    " WHERE o.form %% %(form)s AND o.form <> %(form)s"
    " ORDER BY similarity DESC, o.form LIMIT %(most)s) a"
    " LEFT JOIN donations_decision d ON d.form = a.form AND d.occupation = ''"
    " AND d.reversed_at IS NULL"
    " LEFT JOIN donations_industry i ON i.id = coalesce(d.industry_id, a.industry_id)"
    " AND i.is_industry"
    " LEFT JOIN LATERAL (SELECT sum(t.amount) AS amount FROM donations_donorprofile p"
    " JOIN donations_profiletotal t ON t.profile_id = p.id WHERE p.organization_id = a.id"
    " AND t.counted_as IN ('individual', 'committee', 'transfer')"
    " AND a.industry_id IS NULL AND d.id IS NULL) t ON true"
    " ORDER BY a.similarity DESC, a.form"
)


def names_alike(form: str) -> list[Alike]:
    """Organizations whose names are most like this one, tagged and not.

    None where that takes too long: of millions of names, a common word may be in too many.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('pg_trgm.similarity_threshold', %s, true),"
                " set_config('statement_timeout', %s, true)",
                [LEAST_SIMILARITY, f"{PATIENCE_MS}ms"],
            )
            cursor.execute(_ALIKE, {"form": form, "most": MOST_ALIKE})
            rows = cursor.fetchall()
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        return []
    return [Alike(row[0], row[1], Decimal(str(round(row[2], 2))), *row[3:]) for row in rows]


def suggestions(item: ReviewItem, found: Evidence) -> list[Industry]:
    """The industries that the evidence speaks for, each once, the proposed one first; at most 9."""
    ids: dict[int, None] = {}
    for number in (
        item.proposed_id,
        *(rule.industry_id for rule in found.rules),
        *(proposal.industry_id for proposal in found.proposals),
        *(one.industry_id for one in found.neighbours),
    ):
        if number:
            ids[number] = None
    industries = Industry.objects.in_bulk(list(ids))
    return [industries[number] for number in ids if number in industries][:9]
