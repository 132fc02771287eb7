"""A row of any fact table as one line of a page or of an export, with the links that prove it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from donations.models import CommitteeTransaction, Contribution, OperatingExpenditure
from expenditures.models import (
    CandidateTransaction,
    CommunicationCost,
    ElectioneeringCommunication,
    IndependentExpenditure,
)
from filings import codes
from filings.models import Candidate, Committee
from web import tags
from web.tags import Tag

SUBTRACTED = ("refund_individual", "refund_committee")
# Receipt types whose contributor id is the conduit's, where it is a committee's.
CONDUIT_TYPES = frozenset({"15E", "30E", "31E", "32E", "15I", "15T"})
# What is said of a row that adds to no total.
MARKS = {
    "memo": "memo, not added",
    "conduit": "passed on, not added",
    "unknown": "type unknown, not added",
    "superseded": "superseded by an amendment, not added",
    "held": "held for a review, not added",
}


@dataclass(frozen=True)
class Line:
    """Who paid whom how much, when and why, as one filer reported it. Amounts are US dollars."""

    id: int
    day: date | None
    amount: Decimal
    payer: str
    payee: str
    filer_id: str
    payer_id: str = ""
    payee_id: str = ""
    via_id: str = ""
    via: str = ""
    donor: str = ""
    zip: str = ""
    place: str = ""
    work: str = ""
    kind: str = ""
    code: str = ""
    election: str = ""
    detail: str = ""
    mark: str = ""
    counts: bool = True
    file_number: int | None = None
    image_number: str = ""
    profile_id: int | None = None
    tag: Tag | None = None

    @property
    def payer_url(self) -> str:
        """The payer's own page, where it has one."""
        return url_of(self.payer_id)

    @property
    def payee_url(self) -> str:
        """The payee's own page, where it has one."""
        return url_of(self.payee_id)

    @property
    def via_url(self) -> str:
        """The conduit's page."""
        return url_of(self.via_id)


Present = Callable[[Any], Line]


def url_of(identifier: str) -> str:
    """The page of a committee or candidate id; empty for anything else."""
    if len(identifier) != 9:
        return ""
    if identifier[0] == "C":
        return reverse("committee", args=[identifier])
    return reverse("candidate", args=[identifier]) if identifier[0] in "HSP" else ""


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _mark(counted_as: str) -> str:
    return MARKS.get(counted_as) or ("refund" if counted_as in SUBTRACTED else "")


def _place(city: str, state: str, zip_code: str) -> str:
    """City, state and five digits of the ZIP code: never a street."""
    town = ", ".join(part for part in (city, state) if part)
    return f"{town} {zip_code[:5]}".strip()


def of_contribution(row: Contribution) -> Line:
    """A receipt: from the contributor to the committee, or the other way where it is a refund."""
    name = row.contributor_name.name or "No name reported"
    other = row.contributor_id
    is_conduit = row.receipt_type in CONDUIT_TYPES and other[:1] == "C"
    line = Line(
        id=row.sub_id,
        day=row.contribution_receipt_date,
        amount=row.contribution_receipt_amount,
        payer=name,
        payer_id="" if is_conduit else other,
        payee=row.committee.name or row.committee_id,
        payee_id=row.committee_id,
        filer_id=row.committee_id,
        via_id=other if is_conduit else "",
        via=other if is_conduit else "",
        donor=row.contributor_name.name,
        zip=row.contributor_zip[:5],
        place=_place(row.city.name, row.contributor_state, row.contributor_zip),
        work=" · ".join(part for part in (row.employer.name, row.occupation.name) if part),
        code=row.receipt_type,
        kind=row.receipt_type,
        election=row.election_type,
        detail=row.memo_text.name,
        mark=_mark(row.counted_as),
        counts=row.counts,
        file_number=row.file_number,
        image_number=_text(row.image_number),
        profile_id=row.profile_id,
    )
    if row.receipt_type in codes.TRANSACTION_TYPES and (
        codes.TRANSACTION_TYPES[row.receipt_type].side == "disbursement"
    ):
        return replace(
            line,
            payer=line.payee,
            payer_id=line.payee_id,
            payee=line.payer,
            payee_id=line.payer_id,
        )
    return line


def of_net(row: Any) -> Line:
    """A receipt as it adds to what was given in all: of a refund the amount is negative."""
    return replace(of_contribution(row), amount=row.net)


def of_committee_transaction(row: CommitteeTransaction) -> Line:
    """Money a committee paid to another."""
    return Line(
        id=row.sub_id,
        day=row.disbursement_date,
        amount=row.disbursement_amount,
        payer=row.committee.name or row.committee_id,
        payer_id=row.committee_id,
        payee=row.recipient_name or row.recipient_id,
        payee_id=row.recipient_id,
        filer_id=row.committee_id,
        place=_place(row.recipient_city, row.recipient_state, row.recipient_zip),
        code=row.disbursement_type,
        kind=row.disbursement_type,
        election=row.election_type,
        detail=row.memo_text,
        mark=_mark(row.counted_as),
        counts=row.counts,
        file_number=row.file_number,
        image_number=_text(row.image_number),
    )


def of_candidate_transaction(row: CandidateTransaction) -> Line:
    """Money a committee gave to a candidate, or spent for or against one."""
    return Line(
        id=row.sub_id,
        day=row.transaction_date,
        amount=row.transaction_amount,
        payer=row.committee.name or row.committee_id,
        payer_id=row.committee_id,
        payee=row.recipient_name or row.resolved_candidate_id,
        payee_id=row.other_id if row.counted_as == "contribution" else row.resolved_candidate_id,
        filer_id=row.committee_id,
        place=_place(row.recipient_city, row.recipient_state, row.recipient_zip),
        code=row.transaction_type,
        kind=row.transaction_type,
        election=row.election_type,
        detail=row.memo_text,
        mark=_mark(row.counted_as),
        counts=row.counts,
        file_number=row.file_number,
        image_number=_text(row.image_number),
        profile_id=tags.committee_profile(row.committee_id),
    )


def of_independent_expenditure(row: IndependentExpenditure) -> Line:
    """An independent expenditure: the spender, the candidate meant, and who was paid for what."""
    if row.is_superseded:
        mark = "superseded by an amendment"
    elif row.is_held:
        mark = MARKS["held"]
    elif row.is_memo:
        mark = MARKS["memo"]
    elif row.coverage:
        mark = row.get_coverage_display().lower()
    else:
        mark = ""
    paid = f"paid to {row.payee_name}" if row.payee_name else ""
    return Line(
        id=row.pk,
        day=row.dissemination_date or row.expenditure_date,
        amount=row.expenditure_amount,
        payer=row.committee.name or row.committee_id,
        payer_id=row.committee_id,
        payee=row.candidate_name or row.candidate_id,
        payee_id=row.candidate_id,
        filer_id=row.committee_id,
        code={"S": "24E", "O": "24A"}.get(row.support_oppose_indicator, ""),
        kind={"S": "For", "O": "Against"}.get(row.support_oppose_indicator, "Side not given"),
        election=row.election_type,
        detail=", ".join(part for part in (row.purpose, paid) if part),
        mark=mark,
        counts=row.counts,
        file_number=row.file_number,
        image_number=_text(row.image_number),
    )


def of_electioneering(row: ElectioneeringCommunication) -> Line:
    """A candidate's share of an electioneering communication."""
    paid = f"paid to {row.payee_name}" if row.payee_name else ""
    share = (
        f"share of ${row.disbursement_amount:,.2f} among {row.number_of_candidates} candidates"
        if (row.number_of_candidates or 1) > 1
        else ""
    )
    return Line(
        id=row.pk,
        day=row.public_distribution_date or row.communication_date or row.disbursement_date,
        amount=row.calculated_candidate_share,
        payer=row.committee_name or row.committee_id,
        payer_id=row.committee_id,
        payee=row.candidate_name or row.candidate_id,
        payee_id=row.candidate_id,
        filer_id=row.committee_id,
        code="29",
        kind="Electioneering, no side",
        detail=", ".join(part for part in (row.purpose_description, paid, share) if part),
        image_number=row.image_number,
    )


def of_communication(row: CommunicationCost) -> Line:
    """A communication to an organization's own members."""
    against = row.transaction_type == "24N" or row.support_oppose_indicator == "O"
    return Line(
        id=row.pk,
        day=row.transaction_date,
        amount=row.transaction_amount,
        payer=row.committee_name or row.committee_id,
        payer_id=row.committee_id,
        payee=row.candidate_name or row.candidate_id,
        payee_id=row.candidate_id,
        filer_id=row.committee_id,
        code="24N" if against else "24F",
        kind="Against" if against else "For",
        detail=", ".join(
            part for part in (row.communication_type, row.communication_class) if part
        ),
        file_number=row.file_number,
        image_number=row.image_number,
    )


def of_operating(row: OperatingExpenditure) -> Line:
    """A committee's spending on its own operations."""
    return Line(
        id=row.sub_id,
        day=row.disbursement_date,
        amount=row.disbursement_amount,
        payer=row.committee.name or row.committee_id,
        payer_id=row.committee_id,
        payee=row.recipient_name or "No name reported",
        filer_id=row.committee_id,
        place=_place(row.recipient_city, row.recipient_state, row.recipient_zip),
        kind=row.category_description or "Operating expenditure",
        election=row.election_type,
        detail=", ".join(part for part in (row.purpose, row.memo_text) if part),
        mark="" if row.counts else MARKS.get(row.standing, MARKS["memo"]),
        counts=row.counts,
        file_number=row.file_number,
        image_number=_text(row.image_number),
    )


def tagged(lines: list[Line]) -> list[Line]:
    """The lines with the industry of whoever gave, where that is known."""
    found = tags.of_profiles(line.profile_id for line in lines if line.profile_id is not None)
    return [
        replace(line, tag=found.get(line.profile_id)) if line.profile_id is not None else line
        for line in lines
    ]


def named(lines: list[Line]) -> list[Line]:
    """The lines with conduits by name, and links only to committees and candidates there are."""
    ids = {part for line in lines for part in (line.payer_id, line.payee_id, line.via_id) if part}
    committees = dict(
        Committee.objects.filter(pk__in=[i for i in ids if i[0] == "C"]).values_list("pk", "name")
    )
    others = [i for i in ids if i[0] in "HSP"]
    people = (
        set(Candidate.objects.filter(pk__in=others).values_list("pk", flat=True))
        if others
        else set()
    )
    known = committees.keys() | people

    def link(identifier: str) -> str:
        return identifier if identifier in known else ""

    return [
        replace(
            line,
            payer_id=link(line.payer_id),
            payee_id=link(line.payee_id),
            via_id=link(line.via_id),
            via=committees.get(line.via_id) or line.via,
        )
        for line in lines
    ]
