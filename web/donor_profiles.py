"""Donors of an industry or organization: the profiles behind a search, and the rows that have them.

A rare industry is followed by the index on profile_id, which holds all that a search filters and
sorts by. The profiles of a common one are too many to be written out: there each row is checked by
its own profile, or the database joins the two.
"""

from typing import Any

from django.db import connection
from django.db.models import Sum

from donations.models import IndustryTotal, Organization
from web import industry_list
from web.filters import DonorFilter

Piece = tuple[str, tuple[Any, ...]]
# Beyond this share of all rows an industry is no way into them.
_COMMON_SHARE = 20
# A condition that no index leads to, as web.donor_conditions has it.
_BROAD = 10**9


def industries_of(asked: DonorFilter) -> tuple[int, ...] | None:
    """The ids of the industries asked for; None where none is, empty where none is known.

    A search for an industry within a sector asks for both at once.
    """
    if not asked.industry and not asked.sector:
        return None
    listed = industry_list.read()
    found = {one.id for one in listed}
    if asked.industry:
        found &= industry_list.matching(listed, asked.industry, ())
    if asked.sector:
        found &= industry_list.matching(listed, (), asked.sector)
    return tuple(sorted(found))


def condition(
    asked: DonorFilter, industries: tuple[int, ...] | None, cycles: tuple[int, ...], total: int
) -> tuple[Piece, Piece, int]:
    """What an index answers, what is checked of a row, and about how many rows there are."""
    where, values = _profiles(asked, industries)
    # Found for each row by the profile's key, which no planner turns into a join.
    check = (
        f"(SELECT {where} FROM donations_donorprofile p WHERE p.id = c.profile_id)",  # noqa: S608
        values,
    )
    rows = _rows(asked, industries, cycles)
    if rows * _COMMON_SHARE > total:
        joined = f"c.profile_id IN (SELECT p.id FROM donations_donorprofile p WHERE {where})"  # noqa: S608
        return (joined, values), check, _BROAD
    listed = f"c.profile_id = ANY(ARRAY(SELECT p.id FROM donations_donorprofile p WHERE {where}))"  # noqa: S608
    return (listed, values), check, rows


def _profiles(asked: DonorFilter, industries: tuple[int, ...] | None) -> Piece:
    parts: list[str] = []
    values: list[Any] = []
    if industries is not None:
        parts.append("p.industry_id = ANY(%s)")
        values.append(list(industries))
    if asked.organization:
        parts.append("p.organization_id = ANY(%s)")
        values.append(organization_ids(asked.organization))
    return " AND ".join(parts), tuple(values)


def organization_ids(form: str) -> list[int]:
    """The organization of a normal form, and those that belong to it."""
    found = Organization.objects.filter(form=form).values_list("pk", "parent_id").first()
    if found is None:
        return []
    pk, parent = found
    # One that belongs to another is asked for by itself.
    children = Organization.objects.filter(parent_id=pk) if parent in {None, pk} else None
    ids = set(children.values_list("pk", flat=True)) if children is not None else set()
    return sorted(ids | {pk})


def _rows(asked: DonorFilter, industries: tuple[int, ...] | None, cycles: tuple[int, ...]) -> int:
    """Rows by roll-ups. Those that never count are in none, and are guessed to be as many again."""
    if asked.organization:
        where, values = _profiles(asked, industries)
        query = (
            "SELECT coalesce(sum(t.rows), 0)::bigint FROM donations_profiletotal t"  # noqa: S608
            f" WHERE t.profile_id IN (SELECT p.id FROM donations_donorprofile p WHERE {where})"
            " AND t.cycle = ANY(%s)"
        )
        with connection.cursor() as cursor:
            cursor.execute(query, (*values, list(cycles)))
            return int(cursor.fetchone()[0])
    totals = IndustryTotal.objects.filter(industry_id__in=industries or (), cycle__in=cycles)
    counted = totals.aggregate(n=Sum("rows"))["n"] or 0
    return counted if asked.counted_only else 2 * counted
