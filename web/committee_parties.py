"""The other parties of a committee's money: who gave to it, and whom it gave or paid."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, Max, Sum
from django.urls import reverse
from django.utils.http import urlencode

from donations.models import CommitteeTransaction, Contribution, OperatingExpenditure
from expenditures.models import CandidateTransaction, IndependentExpenditure
from filings.models import Candidate, Committee
from web.behind import LINES

SHOWN = 15
GROUP_ROWS_MAX = 150_000
SENT = {"transfer": "Transfers to other committees"}


@dataclass(frozen=True)
class Other:
    """Another party of the committee's money: who, how often, how much."""

    name: str
    identifier: str
    rows: int
    amount: Decimal
    side: str = ""
    purpose: str = ""
    url: str = ""
    """The address of the rows that add up to the amount."""


def rows_url(committee: Committee, cycle: int, **values: str) -> str:
    """The address of some rows of the committee's money."""
    query = urlencode({"cycle": str(cycle), **values})
    return f"{reverse('committee_rows', args=[committee.pk])}?{query}"


def committees_giving(committee: Committee, cycle: int) -> list[Other]:
    """The committees that gave or transferred most, by name and id as reported."""
    rows = (
        Contribution.objects.filter(
            committee=committee, cycle=cycle, counted_as__in=["committee", "transfer"]
        )
        .values("contributor_name_id", "contributor_name__name", "contributor_id")
        .annotate(n=Count("sub_id"), total=Sum("contribution_receipt_amount"))
        .order_by("-total", "contributor_name_id")[:SHOWN]
    )
    return [
        Other(
            row["contributor_name__name"] or "No name reported",
            row["contributor_id"],
            row["n"],
            row["total"],
            url=rows_url(
                committee,
                cycle,
                line="from_committees",
                name=f"={row['contributor_name__name'] or ''}",
                giver=row["contributor_id"] or "none",
            ),
        )
        for row in rows
    ]


def recipients(committee: Committee, cycle: int) -> list[Other]:
    """The committees and candidates that got most."""
    rows = (
        CommitteeTransaction.objects.filter(
            committee=committee,
            cycle=cycle,
            counted_as__in=["contribution", "transfer"],
        )
        .values("recipient_id", "counted_as")
        .annotate(n=Count("sub_id"), total=Sum("disbursement_amount"), name=Max("recipient_name"))
        .order_by("-total", "recipient_id")[:SHOWN]
    )
    return [
        Other(
            row["name"] or row["recipient_id"] or "No name reported",
            row["recipient_id"],
            row["n"],
            row["total"],
            side=SENT.get(row["counted_as"], LINES[row["counted_as"]]),
            url=rows_url(
                committee,
                cycle,
                line=row["counted_as"],
                source="oth-b",
                recipient=row["recipient_id"] or "none",
            ),
        )
        for row in rows
    ]


def targets(committee: Committee, cycle: int) -> list[Other]:
    """Whom its independent expenditures were for or against."""
    rows = (
        IndependentExpenditure.objects.counted()
        .filter(committee=committee, cycle=cycle)
        .values("candidate_id", "support_oppose_indicator")
        .annotate(n=Count("id"), total=Sum("expenditure_amount"), name=Max("candidate_name"))
        .order_by("-total", "candidate_id")[: 2 * SHOWN]
    )
    return [
        Other(
            row["name"] or row["candidate_id"] or "Candidate not given",
            row["candidate_id"],
            row["n"],
            row["total"],
            side=row["support_oppose_indicator"],
            url=rows_url(
                committee,
                cycle,
                line="independent_expenditure",
                candidate=row["candidate_id"] or "none",
                side=row["support_oppose_indicator"] or "none",
            ),
        )
        for row in rows
    ]


def coordinated(committee: Committee, cycle: int) -> list[Other]:
    """Coordinated party expenditures by candidate: their payees are vendors, not recipients."""
    rows = (
        CandidateTransaction.objects.filter(
            committee=committee, cycle=cycle, counted_as="coordinated"
        )
        .values("resolved_candidate_id")
        .annotate(n=Count("sub_id"), total=Sum("transaction_amount"))
        .order_by("-total", "resolved_candidate_id")[:SHOWN]
    )
    names = Candidate.objects.in_bulk([row["resolved_candidate_id"] for row in rows])
    return [
        Other(
            names[key].name if (key := row["resolved_candidate_id"]) in names else key or "Unknown",
            key,
            row["n"],
            row["total"],
            side="coordinated",
            url=f"{reverse('candidate_rows', args=[key])}?"
            + urlencode({"cycle": str(cycle), "channel": "coordinated", "spender": committee.pk})
            if key in names
            else "",
        )
        for row in rows
    ]


def payees(committee: Committee, cycle: int, rows: int) -> list[Other]:
    """Whom it paid most to run; none where there are too many rows to group."""
    paid = OperatingExpenditure.objects.filter(committee=committee, cycle=cycle, counts=True)
    if not rows or rows > GROUP_ROWS_MAX:
        return []
    found = (
        paid.values("recipient_name")
        .annotate(n=Count("sub_id"), total=Sum("disbursement_amount"), purpose=Max("purpose"))
        .order_by("-total", "recipient_name")[:SHOWN]
    )
    return [
        Other(
            row["recipient_name"] or "No name reported",
            "",
            row["n"],
            row["total"],
            purpose=row["purpose"],
            url=rows_url(
                committee,
                cycle,
                line="operating",
                source="oppexp",
                payee=f"={row['recipient_name']}",
            ),
        )
        for row in found
    ]


def known(others: list[Other]) -> set[str]:
    """The ids among these that have a page."""
    ids = {other.identifier for other in others if other.identifier}
    if not ids:
        return set()
    committees = Committee.objects.filter(pk__in=ids).values_list("pk", flat=True).order_by()
    people = Candidate.objects.filter(pk__in=ids).values_list("pk", flat=True).order_by()
    return set(committees.union(people))


def linked(others: list[Other], known: set[str]) -> list[Other]:
    """The same, with ids only where they have a page."""
    return [
        replace(one, identifier=one.identifier if one.identifier in known else "") for one in others
    ]
