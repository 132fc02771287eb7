"""What narrows the rows behind a figure, as the address of its page says it.

A value may be several with commas between them, "none" being an empty one. A whole text stands
after an equals sign, as in the donor search, and may be given several times; "=" alone is a text
that was left empty. A filter that a table's rows know nothing of leaves none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, QueryDict

from donations.models import (
    CommitteeTransaction,
    Contribution,
    ContributorName,
    Employer,
    Industry,
    Occupation,
    OperatingExpenditure,
)
from expenditures.models import IndependentExpenditure
from web import behind
from web.industry_list import NOT_CLASSED
from web.paging import LARGEST_KEY, Part

# Every industry there is, in one list, takes some 2,500 characters.
LONGEST = 6000
# The last day of the rows, those without a date among them: an official figure's coverage.
UNTIL = "until"
Narrow = Callable[[QuerySet[Any], list[str]], QuerySet[Any]]


@dataclass(frozen=True)
class Filter:
    """A filter: how it narrows the rows of a table, and the words before its value."""

    words: str
    narrow: Narrow
    is_text: bool = False


def _columns(rows: QuerySet[Any]) -> set[str]:
    return {column.name for column in rows.model._meta.get_fields()}


def _codes(values: list[str]) -> list[str]:
    return ["" if value == "none" else value for each in values for value in each.split(",")]


def _by(*names: str, unknown_is_kept: bool = False) -> Narrow:
    """Rows with one of the codes in the first of these columns that their table has."""

    def narrow(rows: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
        there = _columns(rows) | {f"{name}_id" for name in _columns(rows)}
        column = next((name for name in names if name in there), "")
        if not column:
            return rows if unknown_is_kept else rows.none()
        return rows.filter(**{f"{column}__in": _codes(values)})

    return narrow


def _text_of(model: Any, column: str) -> Narrow:
    """Rows of contributions whose text in a dictionary is one of the values."""

    def narrow(rows: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
        if rows.model is not Contribution:
            return rows.none()
        ids = list(model.objects.filter(name__in=_texts(values)).values_list("pk", flat=True))
        return rows.filter(**{f"{column}__in": ids})

    return narrow


def _texts(values: list[str]) -> list[str]:
    return [value.removeprefix("=") for value in values]


def _payee(rows: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
    if rows.model is IndependentExpenditure:
        return rows.filter(payee_name__in=_texts(values))
    if rows.model in {OperatingExpenditure, CommitteeTransaction}:
        return rows.filter(recipient_name__in=_texts(values))
    return rows.none()


def _without(rows: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
    return rows.exclude(committee_id__in=_codes(values))


def _zip(rows: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
    if rows.model is not Contribution:
        return rows.none()
    begins = Q()
    for value in _codes(values):
        begins |= Q(contributor_zip__startswith=value[:5])
    return rows.filter(begins)


def _industry(rows: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
    slugs = _codes(values)
    if rows.model is Contribution:
        found = Q(profile__industry__slug__in=slugs)
        if NOT_CLASSED in slugs:
            found |= Q(profile__industry__isnull=True)
        return rows.filter(found)
    if "transaction_amount" in _columns(rows) and "committee" in _columns(rows):
        return behind.given_by(rows, slugs)
    return rows


def _row(rows: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
    ids = [
        int(value)
        for value in _codes(values)
        if value.isascii() and value.isdecimal() and int(value[:20]) <= LARGEST_KEY
    ]
    return rows.filter(pk__in=ids)


FILTERS = {
    "election": Filter("election", _by("election_type", unknown_is_kept=True)),
    "spender": Filter("committee", _by("committee_id", unknown_is_kept=True)),
    "candidate": Filter(
        "candidate", _by("resolved_candidate_id", "candidate_id", unknown_is_kept=True)
    ),
    "side": Filter("side", _by("support_oppose_indicator", unknown_is_kept=True)),
    "industry": Filter("industry", _industry),
    "giver": Filter("giver’s id", _by("contributor_id")),
    "name": Filter("name", _text_of(ContributorName, "contributor_name_id"), is_text=True),
    "employer": Filter("employer", _text_of(Employer, "employer_id"), is_text=True),
    "occupation": Filter("occupation", _text_of(Occupation, "occupation_id"), is_text=True),
    "zip": Filter("ZIP code", _zip),
    "recipient": Filter("recipient’s id", _by("recipient_id")),
    "payee": Filter("payee", _payee, is_text=True),
    "type": Filter("type", _by("receipt_type", "disbursement_type", "transaction_type")),
    "without": Filter("committees other than", _without),
    "row": Filter("the id", _row),
    UNTIL: Filter("a day up to", lambda rows, values: rows),
}


def read(query: QueryDict) -> dict[str, list[str]]:
    """The filters of an address; what no link of this site says is not found."""
    given: dict[str, list[str]] = {}
    for name in FILTERS:
        values = [value.replace("\x00", "").strip() for value in query.getlist(name)]
        if any(values):
            given[name] = [value for value in values if value]
    # Never a part of a list: its sum would be another figure than the one that led here.
    if sum(len(value) for values in given.values() for value in values) > LONGEST:
        raise Http404("This address is too long to be one of this site's links.")
    if "industry" in given:
        known = set(Industry.objects.values_list("slug", flat=True))
        unknown = sorted(set(_codes(given["industry"])) - known)
        if unknown:
            raise Http404(f"There is no industry {', '.join(unknown)[:200]}.")
    if UNTIL in given and not _is_day(given[UNTIL][0]):
        raise Http404("The last day in this address is no day.")
    return given


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def narrowed(parts: list[Part], given: dict[str, list[str]]) -> list[Part]:
    """The parts under the filters."""
    answer = []
    for part in parts:
        rows = part.rows
        for name, values in given.items():
            rows = FILTERS[name].narrow(rows, values)
        if UNTIL in given:
            day = date.fromisoformat(given[UNTIL][0])
            rows = rows.filter(Q(**{f"{part.day}__lte": day}) | Q(**{f"{part.day}__isnull": True}))
        answer.append(replace(part, rows=rows))
    return answer
