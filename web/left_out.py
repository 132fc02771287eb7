"""What is in the files and adds to no total: memos, conduits' rows, superseded, held and covered
ones. Pages count them, and lead to a list in which each is marked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse

from donations.models import CommitteeTotal
from expenditures.models import IndependentExpenditure
from filings import codes
from filings.models import Election
from web.expenditure_filters import Race

# In the order of the pages: the words for one row and for several.
RECEIPTS = {
    "memo": "memo row,memo rows",
    "conduit": "row passed on by a conduit,rows passed on by conduits",
    "unknown": "row of an unknown type,rows of unknown types",
    "superseded": "superseded row,superseded rows",
    "held": "row held for review,rows held for review",
}
SPENDING = {
    "covered": "notice in a periodic report,notices in periodic reports",
    "unmatched": "notice to be reviewed,notices to be reviewed",
    "superseded": "superseded expenditure,superseded expenditures",
    "memo": "memo expenditure,memo expenditures",
    "held": "expenditure held for review,expenditures held for review",
}
_IS = {
    "covered": Q(coverage="covered"),
    "unmatched": Q(coverage="unmatched"),
    "superseded": Q(is_superseded=True),
    "memo": Q(is_memo=True),
    "held": Q(is_held=True),
}


@dataclass(frozen=True)
class LeftOut:
    """Rows of one kind that add to nothing: "one,several" in words, and where they are listed."""

    words: str
    rows: int
    amount: Decimal
    url: str


def of_campaign(candidate_id: str, campaigns: list[str], cycle: int) -> list[LeftOut]:
    """The rows of a candidate's campaign committees that add to nothing."""
    if not campaigns:
        return []
    found = {
        kind: (rows, amount)
        for kind, rows, amount in CommitteeTotal.objects.filter(
            committee_id__any_of=campaigns, cycle=cycle, counted_as__in=codes.NEVER_COUNTED
        )
        .order_by()
        .values("counted_as")
        .annotate(n=Sum("rows"), total=Sum("amount"))
        .values_list("counted_as", "n", "total")
    }
    base = reverse("candidate_rows", args=[candidate_id])
    return [
        LeftOut(words, *found[kind], f"{base}?{urlencode({'cycle': cycle, 'channel': kind})}")
        for kind, words in RECEIPTS.items()
        if kind in found
    ]


def about_candidate(candidate_id: str, cycle: int) -> list[LeftOut]:
    """Independent expenditures about a candidate that do not count."""
    rows = IndependentExpenditure.objects.filter(candidate_id=candidate_id, cycle=cycle)
    return _listed(_by_code(rows), {"candidate": candidate_id, "cycle": cycle})


def of_spender(committee_id: str, cycle: int) -> list[LeftOut]:
    """Independent expenditures of a committee that do not count."""
    rows = IndependentExpenditure.objects.filter(committee_id=committee_id, cycle=cycle)
    return _listed(_by_code(rows), {"spender": committee_id, "cycle": cycle})


def in_race(
    election: Election, candidates: list[str], belongs: Callable[[str], bool]
) -> list[LeftOut]:
    """Independent expenditures of a race that do not count; `belongs` says which codes are its."""
    rows = IndependentExpenditure.objects.filter(
        candidate_id__any_of=candidates, cycle=election.cycle
    )
    mine = [row for row in _by_code(rows) if belongs(row["election_type"])]
    return _listed(mine, {"race": str(Race.of(election))})


def _by_code(rows: QuerySet[IndependentExpenditure]) -> list[dict[str, Any]]:
    """Count and sum of each kind by election code; a row may be of several, as in the search."""
    sums: dict[str, Any] = {}
    for kind, condition in _IS.items():
        sums[f"{kind}_rows"] = Count("id", filter=condition)
        sums[f"{kind}_amount"] = Sum("expenditure_amount", filter=condition)
    uncounted = rows.filter(counts=False, is_repeated=False)
    return [*uncounted.order_by().values("election_type").annotate(**sums)]  # type: ignore[list-item]


def _listed(found: list[dict[str, Any]], asked: dict[str, object]) -> list[LeftOut]:
    """The kinds that there are, each with its search."""
    base = reverse("expenditures")
    answer = []
    for kind, words in SPENDING.items():
        rows = sum(row[f"{kind}_rows"] for row in found)
        amount: Decimal = sum((row[f"{kind}_amount"] or Decimal(0) for row in found), Decimal(0))
        if rows:
            url = f"{base}?{urlencode({**asked, 'status': kind})}"
            answer.append(LeftOut(words, rows, amount, url))
    return answer
