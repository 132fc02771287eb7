"""What waits for a reviewer about notices, largest first, with both sides to be compared."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F, Func, Q, QuerySet, Sum, Value
from django.db.models.functions import Abs

from expenditures.models import IndependentExpenditure
from expenditures.review_notices import Notice, filed_name
from filings.models import Candidacy, Filing, FilingRow

PAGE = 25
PROPOSED = 6


@dataclass
class Likeness:
    """A row of a report that a notice may be, and in which fields the two agree."""

    row: Notice
    same: set[str]

    @property
    def is_sure(self) -> bool:
        """Whether amount and name are the same."""
        return {"amount", "name"} <= self.same


@dataclass
class Waiting:
    """A notice's row that no row of the report answers, and the rows it may be."""

    key: str
    notice: Notice
    filing: Filing | None
    likely: list[Likeness] = field(default_factory=list)


@dataclass
class Unsure:
    """A name on Schedule E whose candidate is not sure, with its money and the candidates."""

    example: IndependentExpenditure
    rows: int
    amount: Decimal
    proposed: Sequence[Candidacy] = ()


def expenditures_waiting() -> "QuerySet[IndependentExpenditure]":
    """Notices of expenditures that their report's days cover and its rows do not have."""
    return (
        IndependentExpenditure.objects.filter(coverage="unmatched", is_repeated=False)
        .select_related("committee")
        .order_by("-expenditure_amount", "pk")
    )


def contributions_waiting() -> "QuerySet[FilingRow]":
    """Notices of contributions that their report's days cover and its rows do not have.

    Those that were amended or are held wait for nobody.
    """
    standing = Filing.objects.filter(form="F6", counts=True).values("file_number")
    return FilingRow.objects.filter(
        coverage="unmatched", schedule="F65", file_number__in=standing
    ).order_by("-amount", "file_number", "line")


def names_waiting() -> list[tuple[int, str, str, str, str]]:
    """Names whose candidate is not sure: cycle, name, office, state, district; largest first.

    Where no name was filed there is nothing to decide by.
    """
    found = (
        IndependentExpenditure.objects.filter(
            candidate_match="unsure", is_repeated=False, is_superseded=False
        )
        .exclude(candidate_name="")
        .values_list(
            "cycle", "candidate_name", "candidate_office", "candidate_state", "candidate_district"
        )
        .annotate(Sum("expenditure_amount"))
    )
    rows: dict[tuple[int, str, str, str, str], Decimal] = {}
    for cycle, name, *seat, amount in found:
        key = (cycle, filed_name(name), *seat)
        rows[key] = rows.get(key, Decimal(0)) + amount
    return sorted(rows, key=lambda key: (-rows[key], key))


def expenditure_item(notice: IndependentExpenditure) -> Waiting:
    """A notice of an expenditure beside the spender's reported rows that come closest."""
    rows = (
        IndependentExpenditure.objects.filter(
            committee=notice.committee,
            form="report",
            is_superseded=False,
            is_held=False,
            is_repeated=False,
            cycle=notice.cycle,
        )
        .filter(
            Q(candidate_id=notice.candidate_id)
            | Q(payee_name=notice.payee_name)
            | Q(expenditure_amount=notice.expenditure_amount)
        )
        .annotate(apart=Abs(F("expenditure_amount") - Value(notice.expenditure_amount)))
        .order_by("apart", "pk")[:50]
    )
    likely = [Likeness(row, _same_expenditure(notice, row)) for row in rows]
    likely.sort(key=lambda one: -len(one.same))
    filing = Filing.objects.filter(file_number=notice.file_number or 0).first()
    return Waiting(f"e{notice.pk}", notice, filing, likely[:PROPOSED])


def contribution_item(notice: FilingRow) -> Waiting:
    """A notice of a contribution beside the campaign's itemized gifts that come closest."""
    filing = Filing.objects.get(pk=notice.file_number)
    reports = Filing.objects.counting().filter(
        committee_id=filing.committee_id,
        form__in=("F3", "F3P"),
        coverage_from__lte=notice.date,
        coverage_through__gte=notice.date,
    )
    surname = notice.name.partition(",")[0]
    rows = (
        FilingRow.objects.filter(
            file_number__in=reports.values("file_number"), schedule="A", amount__isnull=False
        )
        .filter(Q(amount=notice.amount) | Q(name__startswith=surname))
        .annotate(apart=Abs(F("amount") - Value(notice.amount)))
        .order_by("apart", "line")[:50]
    )
    likely = [Likeness(row, _same_contribution(notice, row)) for row in rows]
    likely.sort(key=lambda one: -len(one.same))
    return Waiting(f"c{notice.file_number}.{notice.line}", notice, filing, likely[:PROPOSED])


def name_item(key: tuple[int, str, str, str, str]) -> Unsure | None:
    """A name with its money, and the candidates for that seat whose names come closest."""
    cycle, name, office, state, district = key
    spent = [
        one
        for one in IndependentExpenditure.objects.filter(
            cycle=cycle,
            candidate_match="unsure",
            candidate_office=office,
            candidate_state=state,
            candidate_district=district,
            is_repeated=False,
            is_superseded=False,
        ).select_related("committee")
        if filed_name(one.candidate_name) == name
    ]
    if not spent:
        return None
    near = Candidacy.objects.filter(cycle=cycle).annotate(
        likeness=Func(F("name"), Value(name), function="similarity")
    )
    seat = Q(office=office) if office else Q()
    if state and office != "P":
        seat &= Q(state=state)
    proposed = list(
        near.filter(seat).select_related("candidate").order_by("-likeness", "name")[:PROPOSED]
    )
    return Unsure(
        spent[0], len(spent), sum((one.expenditure_amount for one in spent), Decimal(0)), proposed
    )


def _same_expenditure(notice: IndependentExpenditure, row: IndependentExpenditure) -> set[str]:
    return _same(
        {
            "amount": (notice.expenditure_amount, row.expenditure_amount),
            "name": (notice.payee_name.upper(), row.payee_name.upper()),
            "candidate": (notice.candidate_id, row.candidate_id),
            "side": (notice.support_oppose_indicator, row.support_oppose_indicator),
            "date": (notice.expenditure_date, row.expenditure_date),
            "shown": (notice.dissemination_date, row.dissemination_date),
            "purpose": (notice.purpose.upper(), row.purpose.upper()),
            "transaction": (notice.transaction_id, row.transaction_id),
        }
    )


def _same_contribution(notice: FilingRow, row: FilingRow) -> set[str]:
    return _same(
        {
            "amount": (notice.amount, row.amount),
            "name": (notice.name, row.name),
            "date": (notice.date, row.date),
            "employer": (notice.employer, row.employer),
            "transaction": (notice.transaction_id, row.transaction_id),
        }
    )


def _same(pairs: dict[str, tuple[object, object]]) -> set[str]:
    return {name for name, (one, other) in pairs.items() if one and one == other}
