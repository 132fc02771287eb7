"""An independent expenditure as a line of a page: names, status in words, and where it leads.

A row's address is its spender, filing and transaction id, which stay the same when the row is taken
in again, from whatever source. Where a filing repeats a transaction id, or there is none, the
address is the row's key; it leads on to the lasting one where that is possible.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import NoReverseMatch, reverse

from expenditures.models import IndependentExpenditure
from filings.models import Candidate, Filing
from web import words

# An id that a path can hold: no empty part, and no part that a browser takes for another folder.
_PATH_PART = re.compile(r"(?!\.{1,2}$)[^/\\]+")
SIDES = {"S": "for", "O": "against"}


@dataclass(frozen=True)
class Shown:
    """A row with all that a page says of it. Addresses are empty where there is no page."""

    row: IndependentExpenditure
    candidate: str
    candidate_url: str
    address: str
    filing_url: str

    @property
    def spender(self) -> str:
        """The spender's name, else its id."""
        return self.row.committee.name or self.row.committee_id

    @property
    def side(self) -> str:
        """ "for", "against", or empty where it was not given."""
        return SIDES.get(self.row.support_oppose_indicator, "")

    @property
    def amount(self) -> Decimal:
        """US dollars."""
        return self.row.expenditure_amount

    @property
    def day(self) -> date | None:
        """When it was shown, else when it was paid."""
        return self.row.dissemination_date or self.row.expenditure_date

    @property
    def kind(self) -> str:
        """Notice or report."""
        return "notice" if self.row.form == "notice" else "report"

    @property
    def status(self) -> str:
        """What the row is, and whether it counts, in a few words."""
        return status_of(self.row)


def status_of(row: IndependentExpenditure) -> str:
    """What a row is in a few words: the first reason why it does not count, else that it does."""
    if row.is_repeated:
        return "repeats the filing’s own row, not added"
    if row.is_held:
        return "in a filing held for a review"
    if row.is_superseded:
        return "superseded by an amendment"
    if row.is_memo:
        return "memo, not added"
    return {
        "open": "counts, in no report yet",
        "covered": "in a report, counted there",
        "unmatched": "to be reviewed, not added",
        "separate": "counts, found in no report",
    }.get(row.coverage, "counts" if row.counts else "not added")


def place_of(row: IndependentExpenditure) -> tuple[str, int, str] | None:
    """Spender, filing and transaction id; None where they cannot be an address."""
    if row.file_number is None or not _PATH_PART.fullmatch(row.transaction_id):
        return None
    return row.committee_id, row.file_number, row.transaction_id


def place_address(committee_id: str, file_number: int, transaction_id: str) -> str:
    """The page of a transaction of a filing."""
    return reverse("expenditure", args=[committee_id, str(file_number), transaction_id])


def key_address(row: IndependentExpenditure) -> str:
    """The page of a row by its key."""
    query = urlencode({"cycle": row.cycle, "key": row.key})
    return f"{reverse('expenditure_row')}?{query}"


def fetch(ids: Sequence[int]) -> list[Shown]:
    """The lines of these rows, in their order."""
    found = IndependentExpenditure.objects.select_related("committee").in_bulk(list(ids))
    return show([found[pk] for pk in ids if pk in found])


def show(rows: Sequence[IndependentExpenditure]) -> list[Shown]:
    """Rows as lines; takes a few queries, however many they are. Committees must be there."""
    if not rows:
        return []
    names = dict(
        Candidate.objects.filter(pk__in={row.candidate_id for row in rows}).values_list(
            "pk", "name"
        )
    )
    filings = set(
        Filing.objects.filter(pk__in={row.file_number for row in rows if row.file_number})
        .order_by()
        .values_list("pk", flat=True)
    )
    repeated = _repeated(rows)
    shown = []
    for row in rows:
        place = place_of(row)
        known = row.candidate_id in names
        shown.append(
            Shown(
                row,
                words.person(names.get(row.candidate_id) or row.candidate_name) or row.candidate_id,
                f"{reverse('candidate', args=[row.candidate_id])}?cycle={row.cycle}"
                if known and row.candidate_id
                else "",
                place_address(*place) if place and place not in repeated else key_address(row),
                filing_page(row.file_number) if row.file_number in filings else "",
            )
        )
    return shown


def filing_page(file_number: int | None) -> str:
    """The page of a filing that was taken in."""
    try:
        return reverse("filing", args=[file_number])
    except NoReverseMatch:
        return ""


def _repeated(rows: Sequence[IndependentExpenditure]) -> set[tuple[str, int, str]]:
    """Places that more than one row stands at, as filers repeat transaction ids in a filing."""
    places = [place for place in map(place_of, rows) if place]
    found = (
        IndependentExpenditure.objects.filter(
            committee_id__in={place[0] for place in places},
            file_number__in={place[1] for place in places},
            transaction_id__in={place[2] for place in places},
            is_repeated=False,
        )
        .order_by()
        .values_list("committee_id", "file_number", "transaction_id")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )
    return {(committee, number, transaction) for committee, number, transaction, _ in found}
