"""What a candidate's page says: official figures, our totals, who gave, and who spent."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from donations.models import CandidateTotal
from donations.totals import CHANNELS as RECEIPTS
from expenditures.models import Reconciliation
from expenditures.totals import CHANNELS as OUTSIDE
from filings import codes
from filings.models import (
    Candidacy,
    Candidate,
    CandidateSummary,
    ElectionCandidate,
    Linkage,
)
from web import behind, contributors, industries, industry_list, left_out, outside, words
from web.caching import remember
from web.contributors import Tops
from web.industries import Breakdown
from web.left_out import LeftOut
from web.outside import Outside, Uncounted

GIVERS_SHOWN = 15

# The columns of weball in the order of the FEC's own summary page, and their words.
OFFICIAL = (
    ("receipts", "Total receipts"),
    ("individual_contributions", "Contributions from individuals"),
    ("other_political_committee_contributions", "Contributions from PACs and other committees"),
    ("political_party_committee_contributions", "Contributions from party committees"),
    ("candidate_contribution", "The candidate’s own contributions"),
    ("loans_made_by_candidate", "The candidate’s own loans"),
    ("all_other_loans", "Other loans"),
    ("transfers_from_authorized", "Transfers from authorized committees"),
    ("disbursements", "Total disbursements"),
    ("transfers_to_authorized", "Transfers to authorized committees"),
    ("refunded_individual_contributions", "Refunds to individuals"),
    ("refunded_committee_contributions", "Refunds to committees"),
    ("repayments_loans_made_by_candidate", "Repaid to the candidate"),
    ("repayments_other_loans", "Other loans repaid"),
    ("cash_on_hand_beginning", "Cash at the beginning"),
    ("cash_on_hand_end", "Cash at the end"),
    ("debts_owed_by_committee", "Debts owed"),
)

# In lower-case words, for a sentence; the order is that of the channels.
MEASURES = {
    **RECEIPTS,
    "independent_expenditures": "Independent expenditures",
    "contributions_to_other_committees": "Contributions to other committees",
}
LINE_OF_MEASURE = {
    "independent_expenditures": "reported_independent",
    "contributions_to_other_committees": "contribution",
    "individuals_itemized": "individual",
}


@dataclass(frozen=True)
class Channel:
    """One of our totals: its words, rows, amount (none where it cannot be computed) and caveat."""

    name: str
    label: str
    rows: int
    amount: Decimal | None
    caveat: str
    is_subtracted: bool

    @property
    def has_rows(self) -> bool:
        """Whether there are rows to look at."""
        return self.rows > 0


@dataclass(frozen=True)
class Giver:
    """A committee that gave, with its type in words."""

    committee_id: str
    name: str
    kind: str
    channel: str
    rows: int
    amount: Decimal


@dataclass(frozen=True)
class Checked:
    """A figure of ours beside the official one."""

    label: str
    measure: str
    ours: Decimal | None
    official: Decimal | None
    difference: Decimal | None
    rows: int
    result: str
    words: str
    reason: str

    @property
    def line(self) -> str:
        """The line of a committee's money that our figure adds up."""
        return LINE_OF_MEASURE.get(self.measure, "")

    @property
    def source(self) -> str:
        """Which side's rows these are, where a line has several."""
        return "oth-b" if self.line == "contribution" else ""

    @property
    def types(self) -> str:
        """The transaction types that the official line is of, where ours has more."""
        return "24K,24Z" if self.line == "contribution" else ""

    @property
    def has_rows(self) -> bool:
        """Whether rows stand behind our figure, and it has an address."""
        is_addressed = self.measure in behind.CHANNELS or bool(self.line)
        return self.rows > 0 and is_addressed


@dataclass(frozen=True)
class CandidatePage:
    """Everything the template shows of a candidate and cycle."""

    candidate: Candidate
    cycle: int
    cycles: list[int]
    name: str
    party: str
    seat: str
    candidacy: Candidacy | None
    official: CandidateSummary | None
    official_rows: list[tuple[str, Decimal]]
    receipts: list[Channel]
    outside_money: list[Channel]
    industries: Breakdown
    supported: Decimal
    opposed: Decimal
    tops: Tops
    has_committees: bool
    givers: list[Giver]
    spenders: Outside
    uncounted: Uncounted
    left_out: list[LeftOut]
    checks: list[Checked]
    linkages: list[Linkage]
    races: list[ElectionCandidate]


def cycles_of(candidate: Candidate) -> list[int]:
    """The cycles in which there is anything of a candidate, newest first."""
    totals = CandidateTotal.objects.filter(candidate=candidate).values_list("cycle", flat=True)
    official = CandidateSummary.objects.filter(candidate=candidate).values_list("cycle", flat=True)
    registered = Candidacy.objects.filter(candidate=candidate).values_list("cycle", flat=True)
    # A union drops what is doubled.
    return sorted(totals.order_by().union(official.order_by(), registered.order_by()), reverse=True)


def best_cycle(candidate: Candidate, cycles: list[int]) -> int:
    """The newest cycle with money, else the newest there is; 0 where there is none."""
    with_money = (
        CandidateTotal.objects.filter(candidate=candidate)
        .order_by("-cycle")
        .values_list("cycle", flat=True)
        .first()
    )
    return with_money or (cycles[0] if cycles else 0)


def checks(rows: Any) -> list[Checked]:
    """Reconciliations in words, in the order of the measures."""
    order = {measure: place for place, measure in enumerate(MEASURES)}
    found = [
        Checked(
            label=MEASURES.get(row.measure, row.measure.replace("_", " ").capitalize()),
            measure=row.measure,
            ours=row.ours,
            official=row.official,
            difference=row.difference,
            rows=row.rows,
            result=row.result,
            words=(
                "Part of the official total"
                if row.measure == "individuals_itemized" and row.result == "within"
                else Reconciliation.Result(row.result).label
            ),
            reason=row.reason,
        )
        for row in rows
    ]
    return sorted(found, key=lambda check: order.get(check.measure, len(order)))


def _channels(totals: dict[str, CandidateTotal], labels: dict[str, str]) -> list[Channel]:
    return [
        Channel(
            name=name,
            label=label,
            rows=totals[name].rows,
            amount=totals[name].amount,
            caveat=totals[name].caveat,
            is_subtracted=name.startswith("refunds_"),
        )
        for name, label in labels.items()
        if name in totals
    ]


def givers(candidate_id: str, cycle: int) -> list[Giver]:
    """The committees that gave most to the campaign, party committees among them."""
    kinds = dict(codes.COMMITTEE_TYPES)
    rows = (
        behind.given_to(candidate_id, cycle)
        .values("committee_id", "committee__name", "giver_type")
        .annotate(n=Count("sub_id"), total=Sum("transaction_amount"))
        .order_by("-total", "committee_id")[:GIVERS_SHOWN]
    )
    return [
        Giver(
            committee_id=row["committee_id"],
            name=row["committee__name"] or row["committee_id"],
            kind=kinds.get(row["giver_type"], ""),
            channel="party" if row["giver_type"] in codes.PARTY_COMMITTEE_TYPES else "committees",
            rows=row["n"],
            amount=row["total"],
        )
        for row in rows
    ]


def build(candidate: Candidate, cycle: int, cycles: list[int], version: int) -> CandidatePage:
    """Gather a candidate's page for one cycle from roll-ups and indexed rows."""
    totals = {
        total.channel: total
        for total in CandidateTotal.objects.filter(candidate=candidate, cycle=cycle)
    }
    official = (
        CandidateSummary.objects.filter(candidate=candidate, cycle=cycle).order_by("file").first()
    )
    candidacy = Candidacy.objects.filter(candidate=candidate, cycle=cycle).first()
    linkages = list(
        Linkage.objects.filter(candidate=candidate, cycle=cycle)
        .select_related("committee")
        .order_by("designation", "committee_id")
    )
    campaigns = [
        link.committee_id for link in linkages if link.designation in codes.CAMPAIGN_DESIGNATIONS
    ]
    itemized = totals.get("individuals_itemized")
    key = f"{candidate.pk}:{cycle}"
    tops = remember(
        f"tops:{key}",
        version,
        lambda: contributors.tops(campaigns, cycle, itemized.rows if itemized else 0),
    )
    has_outside = bool({"independent_for", "independent_against"} & totals.keys())
    spenders = (
        remember(
            f"outside:{key}",
            version,
            lambda: outside.by_spender(candidate.pk, cycle),
        )
        if has_outside
        else Outside()
    )

    def spent(channel: str) -> Decimal:
        total = totals.get(channel)
        return (total.amount if total else None) or Decimal(0)

    registered = candidacy or candidate
    return CandidatePage(
        candidate=candidate,
        cycle=cycle,
        cycles=cycles,
        name=words.person(registered.name) or f"Candidate {candidate.pk}",
        party=words.party(registered.party),
        seat=codes.seat(registered.office, registered.state, registered.district)
        if registered.office
        else "",
        candidacy=candidacy,
        official=official,
        official_rows=[
            (label, getattr(official, column))
            for column, label in OFFICIAL
            if official and getattr(official, column) is not None
        ],
        receipts=_channels(totals, RECEIPTS),
        outside_money=_channels(totals, OUTSIDE),
        industries=industries.of_candidate(candidate.pk, cycle, industry_list.known(version)),
        supported=spent("independent_for"),
        opposed=spent("independent_against"),
        tops=tops,
        has_committees=bool(campaigns),
        givers=givers(candidate.pk, cycle) if {"committees", "party"} & totals.keys() else [],
        spenders=spenders,
        uncounted=outside.uncounted(candidate.pk, cycle),
        left_out=[
            *left_out.of_campaign(candidate.pk, campaigns, cycle),
            *left_out.about_candidate(candidate.pk, cycle),
        ],
        checks=checks(Reconciliation.objects.filter(candidate=candidate, cycle=cycle)),
        linkages=linkages,
        races=list(
            ElectionCandidate.objects.filter(candidate=candidate, election__cycle=cycle)
            .select_related("election")
            .order_by("-election__special_year")
        ),
    )
