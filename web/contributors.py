"""Who gives to a committee: by name, employer and occupation as reported, counted rows only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Sum

from donations.models import (
    CommitteeTotal,
    Contribution,
    ContributorName,
    Employer,
    IndustryTotal,
    Occupation,
)
from donations.sources import RECEIPTS
from web import lines
from web.employers import employer_path, forms_of

SQL = Path(__file__).parent / "sql"
# Beyond these a request would read too many rows: the largest single contributions stand in.
GROUP_ROWS_MAX = 150_000
FUNDER_ROWS_MAX = 10_000
FUNDING = ("individual", "committee", "transfer")


@dataclass(frozen=True)
class Top:
    """A name, employer or occupation with what it gave and what was refunded, US dollars."""

    name: str
    rows: int
    amount: Decimal
    refunded: Decimal = Decimal(0)
    states: str = ""
    url: str = ""
    """The employer's own page."""


@dataclass(frozen=True)
class Tops:
    """The largest by each dimension; `single` instead where there are too many rows to group."""

    names: list[Top] = field(default_factory=list)
    employers: list[Top] = field(default_factory=list)
    occupations: list[Top] = field(default_factory=list)
    single: list[lines.Line] = field(default_factory=list)


@dataclass(frozen=True)
class Funder:
    """One of a committee's contributors; a committee where `committee_id` is set."""

    name: str
    rows: int
    amount: Decimal
    committee_id: str = ""
    row_id: int = 0
    """The id of the one row, where single rows are listed; else 0."""


@dataclass(frozen=True)
class Part:
    """An industry's part of what a committee was given: per cent of all, and US dollars."""

    slug: str
    name: str
    share: int
    amount: Decimal


@dataclass
class Funding:
    """What a committee took in from contributors in a cycle, and the largest of them."""

    rows: int = 0
    amount: Decimal = Decimal(0)
    funders: list[Funder] = field(default_factory=list)
    is_grouped: bool = True
    mix: list[Part] = field(default_factory=list)


def run(name: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows that a query of web/sql gives."""
    with connection.cursor() as cursor:
        cursor.execute((SQL / name).read_text(), values)
        return cursor.fetchall()


def tops(committees: list[str], cycle: int, rows: int, limit: int = 10) -> Tops:
    """The largest individual contributors of some committees, which have `rows` such rows."""
    if not committees or not rows:
        return Tops()
    if rows > GROUP_ROWS_MAX:
        return Tops(single=largest(committees, cycle, limit))
    found: dict[str, list[tuple[Any, ...]]] = {"name": [], "employer": [], "occupation": []}
    for dimension, *values in run(
        "top_contributors.sql", {"cycle": cycle, "committees": committees, "limit": limit}
    ):
        found[dimension].append(tuple(values))

    def read(dimension: str, model: Any) -> list[Top]:
        names = model.objects.in_bulk([values[0] for values in found[dimension]])
        forms = forms_of(one.name for one in names.values()) if dimension == "employer" else {}
        return [
            Top(
                name=names[key].name if key in names else "",
                rows=count,
                amount=amount,
                refunded=refunded,
                states=first if first == last else "several states",
                url=employer_path(forms.get(names[key].name, "")) if key in names else "",
            )
            for key, count, amount, refunded, first, last in found[dimension]
        ]

    return Tops(
        names=read("name", ContributorName),
        employers=read("employer", Employer),
        occupations=read("occupation", Occupation),
    )


def largest(committees: Iterable[str], cycle: int, limit: int) -> list[lines.Line]:
    """The largest single itemized contributions from individuals, straight from an index."""
    found = []
    for committee_id in committees:
        rows = (
            Contribution.objects.filter(
                committee_id=committee_id, cycle=cycle, counted_as="individual"
            )
            .select_related(
                "committee", "contributor_name", "employer", "occupation", "city", "memo_text"
            )
            .order_by("-contribution_receipt_amount")[:limit]
        )
        found += [lines.of_contribution(row) for row in rows]
    found.sort(key=lambda line: (-line.amount, line.id))
    return lines.named(found[:limit])


def funding(committees: list[str], cycle: int, limit: int = 5) -> dict[str, Funding]:
    """What funds each committee: individuals, organizations and committees, largest first."""
    answer = {committee_id: Funding() for committee_id in committees}
    if not committees:
        return answer
    for total in (
        CommitteeTotal.objects.filter(
            cycle=cycle,
            committee_id__in=committees,
            counted_as__in=FUNDING,
            source__in=RECEIPTS,
        )
        .values("committee_id")
        .annotate(n=Sum("rows"), total=Sum("amount"))
    ):
        entry = answer[total["committee_id"]]
        entry.rows, entry.amount = total["n"], total["total"]
        entry.is_grouped = entry.rows <= FUNDER_ROWS_MAX
    for committee_id, parts in mixes(committees, cycle).items():
        answer[committee_id].mix = parts
    for is_grouped, query in ((True, "funders.sql"), (False, "largest_funders.sql")):
        ids = [k for k, entry in answer.items() if entry.rows and entry.is_grouped is is_grouped]
        if not ids:
            continue
        values = {"cycle": cycle, "committees": ids, "limit": limit, "kinds": list(FUNDING)}
        for committee_id, name, other_id, rows, amount, row_id in run(query, values):
            answer[committee_id].funders.append(Funder(name or "", rows, amount, other_id, row_id))
    return answer


def mixes(committees: list[str], cycle: int, most: int = 3) -> dict[str, list[Part]]:
    """The industries and classes that gave most to each committee, people and committees alike."""
    found: dict[str, list[tuple[str, str, Decimal]]] = {}
    for committee_id, slug, name, amount in (
        IndustryTotal.objects.filter(
            committee_id__in=committees, cycle=cycle, counted_as__in=["individual", "committee"]
        )
        .order_by()
        .values("committee_id", "industry__slug", "industry__name")
        .annotate(total=Sum("amount"))
        .order_by("committee_id", "-total", "industry__slug")
        .values_list("committee_id", "industry__slug", "industry__name", "total")
    ):
        found.setdefault(committee_id, []).append((slug, name, amount))
    answer = {}
    for committee_id, parts in found.items():
        whole = sum((amount for *_, amount in parts), Decimal(0))
        if whole > 0:
            answer[committee_id] = [
                Part(slug, name, int((100 * amount / whole).quantize(Decimal(1))), amount)
                for slug, name, amount in parts[:most]
                if amount > 0
            ]
    return answer
