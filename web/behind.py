"""The rows behind each figure: what a candidate's channel or a committee's line adds up."""

from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf

from donations import sources
from donations.models import (
    CommitteeTransaction,
    Contribution,
    DonorProfile,
    OperatingExpenditure,
)
from donations.totals import CHANNELS as RECEIPTS
from expenditures.models import (
    CandidateTransaction,
    CommunicationCost,
    ElectioneeringCommunication,
    IndependentExpenditure,
)
from expenditures.totals import CHANNELS as OUTSIDE
from filings.codes import (
    CAMPAIGN_DESIGNATIONS,
    COUNTED_AS,
    NEVER_COUNTED,
    PARTY_COMMITTEE_TYPES,
    TRANSACTION_TYPES,
)
from filings.models import CommitteeHistory, Linkage
from web import lines
from web.industry_list import NOT_CLASSED
from web.paging import Part
from web.tags import committee_profile

CHANNELS = {**RECEIPTS, **OUTSIDE}
# Channels that are one figure where money stands by industry, and its words.
TOGETHER = {
    "gifts": ("committees", "party"),
    "given": ("individuals_itemized", "committees", "party"),
}
TITLES = {
    **CHANNELS,
    "gifts": "PACs, party and other committees",
    "given": "Itemized contributions and committees’ gifts",
    **{kind: dict(COUNTED_AS)[kind] for kind in NEVER_COUNTED},
    "people_net": "Itemized contributions, refunds taken off",
}
# A channel that is one line of the campaign committees' money.
LINE_OF_CHANNEL = {
    "individuals_itemized": "individual",
    "candidate_contributions": "candidate",
    "candidate_loans": "candidate_loan",
    "transfers_in": "transfer",
    "refunds_individuals": "refund_individual",
    "refunds_committees": "refund_committee",
    "people_net": "people_net",
}
# What counts as a committee's gift to a campaign, and whose money is not the campaign's.
GIFT_TYPES = ("24K", "24Z")
NOT_A_CAMPAIGN = ("B", "D", "J", "U")
# Lines of a committee's receipts that are one figure where pages say what funds it.
LINES_TOGETHER = {
    "from_committees": ("committee", "transfer"),
    "given": ("individual", "committee"),
    "funding": ("individual", "committee", "transfer"),
}
# What somebody gave once refunds are taken off, which stand among the rows as negative amounts.
NET = {
    "people_net": ("individual", "refund_individual"),
    "committees_net": ("committee", "transfer", "refund_committee"),
}
LINES = {
    **dict(COUNTED_AS),
    "operating": "Operating expenditures",
    "from_committees": "Contributions from committees, and transfers received",
    "reported_independent": "Independent expenditures in periodic reports",
    "given": "Contributions from individuals and committees",
    "funding": "Contributions from individuals and committees, and transfers received",
    "people_net": "Contributions from individuals and organizations, refunds taken off",
    "committees_net": "Contributions and transfers from committees, refunds taken off",
}
# Rows of a line's own types that add to nothing: shown beside it on request.
LEFT_OUT = ("memo", "superseded", "held")


def campaign_committees(candidate_id: str, cycle: int) -> list[str]:
    """The ids of the candidate's principal and authorized committees in a cycle."""
    return list(
        Linkage.objects.filter(
            candidate_id=candidate_id, cycle=cycle, designation__in=CAMPAIGN_DESIGNATIONS
        )
        .values_list("committee_id", flat=True)
        .order_by("committee_id")
    )


def contributions(committee_id: str, cycle: int) -> QuerySet[Contribution]:
    """A committee's receipts and refunds of a cycle, with what a line shows of them."""
    return Contribution.objects.filter(committee_id=committee_id, cycle=cycle).select_related(
        "committee", "contributor_name", "employer", "occupation", "city", "memo_text"
    )


def _types_of(counted_as: str, side: str) -> list[str]:
    return [
        kind.code
        for kind in TRANSACTION_TYPES.values()
        if kind.counted_as == counted_as and kind.side == side
    ]


def line_parts(
    committee_id: str, cycle: int, line: str, source: str = "", *, memos: bool = False
) -> list[Part]:
    """The rows of a committee's line. With `memos`, the memo rows of its types stand among them."""
    if line == "independent_expenditure":
        spent = IndependentExpenditure.objects.filter(committee_id=committee_id, cycle=cycle)
        return [_independent(spent, memos=memos)]
    if line == "reported_independent":
        reported = CandidateTransaction.objects.filter(
            committee_id=committee_id, cycle=cycle, counted_as="independent_expenditure"
        )
        return [_given(reported)]
    if line == "operating" or source == "oppexp":
        paid = OperatingExpenditure.objects.filter(committee_id=committee_id, cycle=cycle)
        paid = _operating(paid.select_related("committee"), line, memos=memos)
        return [Part(paid, lines.of_operating, "disbursement_amount", "disbursement_date")]
    if line in LINES_TOGETHER:
        received = contributions(committee_id, cycle).filter(
            counted_as__in=LINES_TOGETHER[line], source__in=sources.RECEIPTS
        )
        return [_received(received)]
    if line in NET:
        received = contributions(committee_id, cycle).filter(counted_as__in=NET[line], counts=True)
        amount = F("contribution_receipt_amount")
        given_back = When(counted_as__in=lines.SUBTRACTED, then=-amount)
        received = received.annotate(net=Case(given_back, default=amount))
        return [Part(received, lines.of_net, "net", "contribution_receipt_date")]
    parts = []
    if not source or source in sources.RECEIPTS:
        received = contributions(committee_id, cycle)
        if source:
            received = received.filter(source=source)
        kinds = _types_of(line, "receipt") + _types_of(line, "disbursement")
        parts.append(_received(received.filter(_or_memo(line, "receipt_type", kinds, memos=memos))))
    # What comes in and what goes out as a transfer are two figures, told apart by their source.
    if source == "oth-b" or (not source and line != "transfer"):
        sent = CommitteeTransaction.objects.filter(committee_id=committee_id, cycle=cycle)
        kinds = _types_of(line, "disbursement")
        parts.append(
            Part(
                sent.select_related("committee").filter(
                    _or_memo(line, "disbursement_type", kinds, memos=memos)
                ),
                lines.of_committee_transaction,
                "disbursement_amount",
                "disbursement_date",
            )
        )
    return parts


def _received(rows: QuerySet[Contribution]) -> Part:
    return Part(
        rows, lines.of_contribution, "contribution_receipt_amount", "contribution_receipt_date"
    )


def _operating(rows: QuerySet[Any], line: str, *, memos: bool) -> QuerySet[Any]:
    if line == "operating":
        return rows if memos else rows.filter(counts=True)
    if line in {"superseded", "held"}:
        return rows.filter(counts=False, standing=line)
    return rows.filter(counts=False).exclude(standing__in=["superseded", "held"])


def _or_memo(line: str, column: str, kinds: list[str], *, memos: bool) -> Q:
    counted = Q(counted_as=line)
    if not memos:
        return counted
    return counted | Q(counted_as__in=LEFT_OUT, **{f"{column}__in": kinds})


def _independent(rows: QuerySet[IndependentExpenditure], *, memos: bool) -> Part:
    return Part(
        (rows.filter(is_repeated=False) if memos else rows.filter(counts=True))
        .select_related("committee")
        .annotate(shown_day=Coalesce("dissemination_date", "expenditure_date")),
        lines.of_independent_expenditure,
        "expenditure_amount",
        "shown_day",
        "id",
    )


def given_to(candidate_id: str, cycle: int, *, party: bool | None = None) -> QuerySet[Any]:
    """What committees gave to a candidate's campaign; of parties or of others only, if asked for.

    The same rows as donations/sql/gifts_of_committees.sql adds up: money to the candidate's
    leadership or joint fundraising committee is not the campaign's.
    """
    giver = CommitteeHistory.objects.filter(committee_id=OuterRef("committee_id"), cycle=cycle)
    receiver = CommitteeHistory.objects.filter(committee_id=OuterRef("other_id"), cycle=cycle)
    link = Linkage.objects.filter(
        candidate_id=candidate_id, cycle=cycle, committee_id=OuterRef("other_id")
    )
    rows = CandidateTransaction.objects.filter(
        resolved_candidate_id=candidate_id,
        cycle=cycle,
        counts=True,
        transaction_type__in=GIFT_TYPES,
    ).annotate(
        giver_type=Coalesce(
            NullIf(Subquery(giver.values("committee_type")[:1]), Value("")),
            "committee__committee_type",
            Value(""),
        ),
        receiver_designation=Coalesce(
            Subquery(link.values("designation")[:1]),
            Subquery(receiver.values("designation")[:1]),
            Value(""),
        ),
    )
    rows = rows.exclude(receiver_designation__in=NOT_A_CAMPAIGN)
    if party is None:
        return rows
    of_party = Q(giver_type__in=PARTY_COMMITTEE_TYPES)
    return rows.filter(of_party if party else ~of_party)


def given_by(rows: QuerySet[Any], industries: list[str]) -> QuerySet[Any]:
    """Those of some gifts whose giving committee stands in one of these industries."""
    givers = set(rows.order_by().values_list("committee_id", flat=True))
    profiles = {committee_profile(one): one for one in givers}
    tagged = dict(
        DonorProfile.objects.filter(pk__in=[one for one in profiles if one is not None])
        .exclude(industry=None)
        .values_list("pk", "industry__slug")
    )
    wanted = [
        committee_id
        for committee_id in givers
        if tagged.get(committee_profile(committee_id) or 0, NOT_CLASSED) in industries
    ]
    return rows.filter(committee_id__in=wanted)


def channel_parts(
    candidate_id: str, cycle: int, channel: str, *, memos: bool = False
) -> list[Part]:
    """The rows of a candidate's channel; none for what is not itemized."""
    if channel in LINE_OF_CHANNEL:
        line = LINE_OF_CHANNEL[channel]
        only = sources.RECEIPTS if line == "transfer" else ("",)
        return [
            part
            for committee_id in campaign_committees(candidate_id, cycle)
            for source in only
            for part in line_parts(committee_id, cycle, line, source, memos=memos)
        ]
    if channel == "gifts":
        return [_given(given_to(candidate_id, cycle))]
    if channel in NEVER_COUNTED:
        return [
            part
            for committee_id in campaign_committees(candidate_id, cycle)
            for source in ("", "oppexp")
            for part in line_parts(committee_id, cycle, channel, source)
        ]
    if channel == "given":
        itemized = channel_parts(candidate_id, cycle, "individuals_itemized")
        return [*itemized, _given(given_to(candidate_id, cycle))]
    if channel in {"committees", "party"}:
        return [_given(given_to(candidate_id, cycle, party=channel == "party"))]
    if channel in {"independent_for", "independent_against"}:
        side = "S" if channel == "independent_for" else "O"
        spent = IndependentExpenditure.objects.filter(
            candidate_id=candidate_id, cycle=cycle, support_oppose_indicator=side
        )
        return [_independent(spent, memos=memos)]
    about = CandidateTransaction.objects.filter(resolved_candidate_id=candidate_id, cycle=cycle)
    if channel == "coordinated":
        return [_given(about.filter(counted_as="coordinated"))]
    if channel in {"communication_for", "communication_against"}:
        against = Q(transaction_type="24N")
        if not CommunicationCost.objects.filter(cycle=cycle).exists():
            about = about.filter(counted_as="communication_cost")
            return [_given(about.filter(against if channel.endswith("against") else ~against))]
        against |= Q(support_oppose_indicator="O")
        costs = CommunicationCost.objects.filter(candidate_id=candidate_id, cycle=cycle)
        return [
            Part(
                costs.filter(against if channel.endswith("against") else ~against),
                lines.of_communication,
                "transaction_amount",
                "transaction_date",
                "id",
            )
        ]
    if channel == "electioneering":
        if not ElectioneeringCommunication.objects.filter(cycle=cycle).exists():
            return [_given(about.filter(counted_as="electioneering"))]
        return [
            Part(
                ElectioneeringCommunication.objects.filter(
                    candidate_id=candidate_id, cycle=cycle
                ).annotate(
                    shown_day=Coalesce(
                        "public_distribution_date", "communication_date", "disbursement_date"
                    )
                ),
                lines.of_electioneering,
                "calculated_candidate_share",
                "shown_day",
                "id",
            )
        ]
    return []


def _given(rows: QuerySet[Any]) -> Part:
    return Part(
        rows.select_related("committee"),
        lines.of_candidate_transaction,
        "transaction_amount",
        "transaction_date",
    )
