"""The filings behind the figures of a candidate, a committee or a race in a cycle.

The FEC's rows name the filing that each is from. A big committee has millions of rows, and so they
are looked through up to a bound; beyond it the list says that there may be more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from expenditures.models import CandidateTransaction, IndependentExpenditure
from filings import codes
from filings.models import Committee, ElectionCandidate, Filing, Linkage
from web import filing_words, subjects
from web.citation import Source, source
from web.donor_conditions import run
from web.subjects import Subject

SHOWN = 500
ROWS_READ = 50_000
_TABLES = (
    "donations_contribution",
    "donations_committeetransaction",
    "donations_operatingexpenditure",
)


@dataclass(frozen=True)
class Behind:
    """A filing behind a page's figures."""

    source: Source
    committee_id: str
    filer: str
    form: str
    received_at: datetime | None


@dataclass(frozen=True)
class Listed:
    """The filings, the newest number first, and whether there may be more than are listed."""

    filings: list[Behind]
    has_more: bool


def gather(subject: Subject, cycle: int) -> Listed:
    """The filings behind the figures of a subject in a cycle."""
    candidates, committees = _parts(subject, cycle)
    found, has_more = _of_committees(committees, cycle)
    spent = IndependentExpenditure.objects.counted().filter(cycle=cycle, file_number__isnull=False)
    if subject.kind == "committee":
        spent = spent.filter(committee_id=subject.key)
    else:
        spent = spent.filter(candidate_id__in=candidates)
        # Committees' gifts count as the givers reported them.
        gifts = CandidateTransaction.objects.filter(
            resolved_candidate_id__in=candidates,
            cycle=cycle,
            counts=True,
            file_number__isnull=False,
        )
        given = gifts.order_by().values_list("file_number", "committee_id").distinct()
        found |= {number: giver for number, giver in given if number is not None}
    pairs = spent.order_by().values_list("file_number", "committee_id").distinct()
    found |= {number: filer for number, filer in pairs if number is not None}
    numbers = sorted(found, reverse=True)
    shown = numbers[:SHOWN]
    return Listed(
        _describe({number: found[number] for number in shown}), has_more or len(numbers) > SHOWN
    )


def _parts(subject: Subject, cycle: int) -> tuple[list[str], list[str]]:
    """The candidates and the committees whose rows the page is made of."""
    if subject.kind == "committee":
        return [], [subject.key]
    candidates = [subject.key]
    if subject.kind == "race":
        election = subjects.find_race(subject.key)
        entries = ElectionCandidate.objects.filter(election=election).order_by()
        candidates = list(entries.values_list("candidate_id", flat=True))
    campaigns = Linkage.objects.filter(
        candidate_id__in=candidates, cycle=cycle, designation__in=codes.CAMPAIGN_DESIGNATIONS
    )
    return candidates, list(campaigns.order_by().values_list("committee_id", flat=True).distinct())


def _of_committees(ids: Iterable[str], cycle: int) -> tuple[dict[int, str], bool]:
    """The numbers of committees' filings with the filer, and whether the bound was reached."""
    found: dict[int, str] = {}
    has_more = False
    ids = sorted(set(ids))
    for table in _TABLES:
        for committee_id in ids:
            # Without an order, so that the bound ends the reading.
            rows = run(
                f"SELECT file_number, count(*) FROM (SELECT file_number FROM {table}"  # noqa: S608
                " WHERE committee_id = %s AND cycle = %s AND counts LIMIT %s) r GROUP BY 1",
                (committee_id, cycle, ROWS_READ),
            )
            has_more = has_more or sum(row[1] for row in rows) >= ROWS_READ
            found |= {row[0]: committee_id for row in rows if row[0] is not None}
    ours = Filing.objects.counting().filter(committee_id__in=ids, cycle=cycle).order_by()
    found |= dict(ours.values_list("file_number", "committee_id"))
    return found, has_more


def _describe(found: dict[int, str]) -> list[Behind]:
    """What is known of each filing."""
    here = (
        Filing.objects.filter(pk__in=found)
        .only("filer_name", "form", "form_type", "received_at")
        .in_bulk()
    )
    names = dict(Committee.objects.filter(pk__in=set(found.values())).values_list("pk", "name"))
    answer = []
    for number, committee_id in found.items():
        filing = here.get(number)
        answer.append(
            Behind(
                source(number, committee_id, is_here=filing is not None),
                committee_id,
                names.get(committee_id) or committee_id,
                f"{filing.form_type}: {filing_words.form(filing.form)}" if filing else "",
                filing.received_at if filing else None,
            )
        )
    return answer
