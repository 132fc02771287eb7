"""One independent expenditure: its notice, its report, how they were matched, and what is near."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from expenditures.models import IndependentExpenditure
from filings import codes
from filings.models import Election, ElectionCandidate
from filings.races import belongs
from web import words
from web.contributors import Funding, funding
from web.expenditure_rows import SIDES, Shown, show

# A transaction id like "1" may occur in hundreds of a spender's filings.
VERSIONS_SHOWN = 50
COUNTERPARTS_SHOWN = 10
_COMPARED = (
    ("transaction_id", "Transaction id"),
    ("candidate_id", "Candidate"),
    ("support_oppose_indicator", "Side"),
    ("expenditure_amount", "Amount"),
    ("payee_name", "Paid to"),
    ("expenditure_date", "Paid"),
    ("dissemination_date", "Shown"),
)
# How the candidate was found where the filer gave no id that is registered.
_FOUND_BY = {
    "name": "found by name, seat and election",
    "decided": "named by a reviewer",
    "unsure": "to be reviewed: not found, or several could be meant",
}
_WHY = {
    "repeated": "The FEC’s file has it as well as the filing it comes from. It is counted by the"
    " filing’s own row.",
    "held": "Its filing is held for a review, because it looks implausible. Until a person decides,"
    " it is added to nothing.",
    "superseded": "A later amendment of its filing takes its place. It is kept to be read, and"
    " added to nothing.",
    "memo": "The filer marked it as a memo: the money is reported elsewhere. It is added to"
    " nothing.",
    "open": "It counts. No periodic report of the spender covers its date yet; when one does, the"
    " report’s row takes its place.",
    "covered": "The spender’s periodic report has it too. It is counted once, by the report’s row.",
    "unmatched": "A periodic report of the spender covers its date but has no row that matches. It"
    " is added to nothing until a person has looked at it.",
    "separate": "A periodic report covers its date without a row that matches; a reviewer found"
    " that it is a thing of its own. It counts.",
}


@dataclass(frozen=True)
class Field:
    """One field of a notice beside the same field of a report."""

    label: str
    notice: Any
    report: Any
    name: str

    @property
    def is_same(self) -> bool:
        """Whether both say the same, capitals aside."""
        return str(self.notice or "").upper() == str(self.report or "").upper()


@dataclass(frozen=True)
class Match:
    """A row of the other kind of filing. `is_recorded`: the matching itself says it is this one."""

    shown: Shown
    fields: list[Field]
    is_recorded: bool

    @property
    def basis(self) -> str:
        """What the two agree in, as a sentence says it."""
        same = {field.name for field in self.fields if field.is_same and field.notice}
        agreed = [field.label.lower() for field in self.fields if field.name in same]
        return words.listed(agreed) or "nothing"


@dataclass(frozen=True)
class Detail:
    """Everything the template shows of an expenditure."""

    shown: Shown
    why: str
    matches: list[Match]
    versions: list[Shown]
    has_more_versions: bool
    races: list[Election]
    funding: Funding | None

    @property
    def row(self) -> IndependentExpenditure:
        """The row itself."""
        return self.shown.row

    @property
    def found_by(self) -> str:
        """How the candidate was found; empty where the filer said it."""
        return _FOUND_BY.get(self.row.candidate_match, "")

    @property
    def is_left_out(self) -> bool:
        """Whether the money is in no total by this row, nor by the report's row in its place."""
        return not self.row.counts and self.why != _WHY["covered"]

    @property
    def seat(self) -> str:
        """The seat that the candidate stands for, as the filer reported it."""
        office = self.row.candidate_office
        if not office:
            return ""
        return codes.seat(office, self.row.candidate_state, self.row.candidate_district)


def build(row: IndependentExpenditure) -> Detail:
    """Gather the page of one row."""
    others, is_recorded = counterparts(row)
    known = {other.pk for other in others} | {row.pk}
    versions = list(_same_transaction(row).exclude(pk__in=known)[: VERSIONS_SHOWN + 1])
    # All at once, so that names and filings are looked up once.
    lines = {line.row.pk: line for line in show([row, *others, *versions])}
    return Detail(
        shown=lines[row.pk],
        why=_why(row),
        matches=[
            Match(lines[other.pk], _compare(row, other), is_recorded=is_recorded)
            for other in others
        ],
        versions=[lines[other.pk] for other in versions[:VERSIONS_SHOWN]],
        has_more_versions=len(versions) > VERSIONS_SHOWN,
        races=_races(row),
        funding=funding([row.committee_id], row.cycle).get(row.committee_id),
    )


def _why(row: IndependentExpenditure) -> str:
    if row.is_repeated:
        return _WHY["repeated"]
    if row.is_held:
        return _WHY["held"]
    if row.is_superseded:
        return _WHY["superseded"]
    if row.is_memo:
        return _WHY["memo"]
    return _WHY.get(row.coverage, "It is in a periodic report, and counts.")


def _rows() -> QuerySet[IndependentExpenditure]:
    return IndependentExpenditure.objects.select_related("committee").filter(is_repeated=False)


def _same_transaction(row: IndependentExpenditure) -> QuerySet[IndependentExpenditure]:
    if not row.transaction_id:
        return _rows().none()
    return (
        _rows()
        .filter(committee_id=row.committee_id, transaction_id=row.transaction_id)
        .order_by("file_number", "cycle", "key")
    )


def counterparts(row: IndependentExpenditure) -> tuple[list[IndependentExpenditure], bool]:
    """The report's rows of a notice, or the notices of a report's row; whether that is recorded.

    Rows that were matched say so themselves. Where they do not, those with the same transaction id
    are likely the ones, else those with the same candidate, side, amount and payee.
    """
    if row.is_superseded or row.is_held:
        return [], False
    recorded = _recorded(row)
    if recorded:
        return recorded, True
    if row.form == "notice" and row.coverage != "covered":
        return [], False
    other_form = {"form": "report"} if row.form == "notice" else {"form": "notice"}
    if row.form == "report":
        other_form["coverage"] = "covered"
    others = (
        _rows()
        .filter(committee_id=row.committee_id, cycle=row.cycle, is_superseded=False, **other_form)
        .exclude(pk=row.pk)
        .order_by("file_number", "key")
    )
    found = others.none()
    if row.transaction_id:
        found = others.filter(transaction_id=row.transaction_id)
    likely = list(found[:COUNTERPARTS_SHOWN])
    if not likely:
        likely = list(
            others.filter(
                Q(payee_name__iexact=row.payee_name),
                candidate_id=row.candidate_id,
                support_oppose_indicator=row.support_oppose_indicator,
                expenditure_amount=row.expenditure_amount,
            )[:COUNTERPARTS_SHOWN]
        )
    return likely, False


def _recorded(row: IndependentExpenditure) -> list[IndependentExpenditure]:
    mine: dict[str, Any] = {"committee_id": row.committee_id}
    if row.form == "notice":
        if row.coverage != "covered" or row.covered_by_file_number is None:
            return []
        mine |= {
            "form": "report",
            "file_number": row.covered_by_file_number,
            "transaction_id": row.covered_by_transaction_id,
        }
    else:
        if row.file_number is None:
            return []
        mine |= {
            "form": "notice",
            "coverage": "covered",
            "covered_by_file_number": row.file_number,
            "covered_by_transaction_id": row.transaction_id,
        }
    found = _rows().filter(**mine).exclude(pk=row.pk).order_by("file_number", "key")
    return list(found[:COUNTERPARTS_SHOWN])


def _compare(row: IndependentExpenditure, other: IndependentExpenditure) -> list[Field]:
    notice, report = (row, other) if row.form == "notice" else (other, row)

    def said(one: IndependentExpenditure, name: str) -> Any:
        value = getattr(one, name)
        return SIDES.get(value, "") if name == "support_oppose_indicator" else value

    return [Field(label, said(notice, name), said(report, name), name) for name, label in _COMPARED]


def _races(row: IndependentExpenditure) -> list[Election]:
    """The candidate's races of the cycle that the row's election code is of."""
    if not row.candidate_id:
        return []
    entries = ElectionCandidate.objects.filter(
        candidate_id=row.candidate_id, election__cycle=row.cycle
    ).select_related("election")
    found = []
    for entry in entries.order_by("-election__special_year"):
        election = entry.election
        has_special = election.is_special or _has_special(election)
        if belongs(row.election_type, election, has_special=has_special):
            found.append(election)
    return found


def _has_special(election: Election) -> bool:
    """Whether the seat has a special election in the cycle."""
    same_seat = Election.objects.filter(
        cycle=election.cycle,
        office=election.office,
        state=election.state,
        district=election.district,
    )
    return same_seat.exclude(special_year=0).exists()
