"""What a committee's page says: who gave, what it spent on whom, how it agrees with the FEC."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Sum

from donations import sources
from donations.models import (
    CommitteeTotal,
)
from expenditures.models import IndependentExpenditure, Reconciliation
from filings import codes
from filings.models import (
    Committee,
    CommitteeHistory,
    CommitteeSummary,
    Linkage,
)
from web import (
    candidate_page,
    committee_elections,
    committee_parties,
    contributors,
    industries,
    industry_list,
    left_out,
    tags,
)
from web.behind import LINES
from web.caching import remember
from web.candidate_page import Checked
from web.committee_elections import ForElection, ListedFiling
from web.committee_parties import Other
from web.contributors import Tops
from web.industries import Breakdown
from web.left_out import LeftOut
from web.tags import Tag

OFFICIAL = (
    ("receipts", "Total receipts"),
    ("individual_contributions", "Contributions from individuals"),
    ("other_political_committee_contributions", "Contributions from other committees"),
    ("transfers_from_affiliated", "Transfers from affiliates"),
    ("candidate_contribution", "Contributions from the candidate"),
    ("loans_made_by_candidate", "Loans from the candidate"),
    ("loans_received", "Loans received"),
    ("nonfederal_transfers_received", "Nonfederal transfers received"),
    ("disbursements", "Total disbursements"),
    ("contributions_to_other_committees", "Contributions to other committees"),
    ("independent_expenditures", "Independent expenditures"),
    ("coordinated_expenditures", "Coordinated party expenditures"),
    ("transfers_to_affiliated", "Transfers to affiliates"),
    ("refunded_individual_contributions", "Refunds to individuals"),
    ("refunded_committee_contributions", "Refunds to committees"),
    ("repayments_loans_made_by_candidate", "Repaid to the candidate"),
    ("loan_repayments", "Loans repaid"),
    ("nonfederal_share", "Nonfederal share of joint expenses"),
    ("cash_on_hand_beginning", "Cash at the beginning"),
    ("cash_on_hand_end", "Cash at the end"),
    ("debts_owed_by_committee", "Debts owed"),
)
ORIGINS = {
    "indiv": "receipts from individuals and other non-committees",
    "oth": "receipts from committees",
    "oth-b": "payments to committees",
    "oppexp": "operating expenditures",
    "efile": "receipts in electronic filings",
}
# These stand in oth as well as in files of their own, which have the cents and the notices.
ELSEWHERE = ("independent_expenditure", "communication_cost", "electioneering")


@dataclass(frozen=True)
class MoneyLine:
    """A line of the committee's money: its words, source, rows and amount."""

    name: str
    source: str
    label: str
    rows: int
    amount: Decimal
    counts: bool


@dataclass(frozen=True)
class CommitteePage:
    """Everything the template shows of a committee and cycle."""

    committee: Committee
    cycle: int
    cycles: list[int]
    registered: CommitteeHistory | None
    official: CommitteeSummary | None
    official_rows: list[tuple[str, Decimal]]
    money_in: list[MoneyLine]
    money_out: list[MoneyLine]
    left_out: list[MoneyLine]
    not_counted: list[LeftOut]
    industries: Breakdown
    tag: Tag | None
    tops: Tops
    committees_giving: list[Other]
    recipients: list[Other]
    targets: list[Other]
    coordinated: list[Other]
    payees: list[Other]
    spent_independently: Decimal
    checks: list[Checked]
    linkages: list[Linkage]
    elections: list[ForElection]
    filings: list[ListedFiling]


def cycles_of(committee: Committee) -> list[int]:
    """The cycles in which there is anything of a committee, newest first."""
    totals = CommitteeTotal.objects.filter(committee=committee).values_list("cycle", flat=True)
    official = CommitteeSummary.objects.filter(committee=committee).values_list("cycle", flat=True)
    known = CommitteeHistory.objects.filter(committee=committee).values_list("cycle", flat=True)
    spent = IndependentExpenditure.objects.filter(committee=committee).values_list(
        "cycle", flat=True
    )
    found = totals.order_by().union(official.order_by(), known.order_by(), spent.order_by())
    return sorted(found, reverse=True)


def best_cycle(committee: Committee, cycles: list[int]) -> int:
    """The newest cycle with money, else the newest there is; 0 where there is none."""
    newest = CommitteeTotal.objects.filter(committee=committee).aggregate(cycle=Max("cycle"))
    return newest["cycle"] or (cycles[0] if cycles else 0)


def money_lines(committee: Committee, cycle: int) -> list[MoneyLine]:
    """The roll-up of a committee's rows by line and direction, in the order of the lines."""
    order = {name: place for place, name in enumerate(LINES)}
    rows = (
        CommitteeTotal.objects.filter(committee=committee, cycle=cycle)
        .exclude(source__in=sources.PAYMENTS, counted_as__in=ELSEWHERE)
        .values("source", "counted_as")
        .annotate(n=Sum("rows"), total=Sum("amount"))
    )
    found: dict[tuple[str, str], MoneyLine] = {}
    for row in rows:
        name = row["counted_as"]
        # What comes in and what goes out are told apart; indiv and oth are both "in".
        kind = sources.KIND.get(row["source"], row["source"])
        source = kind if kind in sources.SAME_KIND else ""
        if name in codes.NEVER_COUNTED and not source:
            source = kind
        before = found.get((name, source))
        found[name, source] = MoneyLine(
            name,
            source,
            _label(name, source),
            row["n"] + (before.rows if before else 0),
            row["total"] + (before.amount if before else 0),
            name not in codes.NEVER_COUNTED,
        )
    return sorted(found.values(), key=lambda line: (order.get(line.name, 99), line.source))


def _label(name: str, source: str) -> str:
    label = LINES.get(name, name)
    if name in codes.NEVER_COUNTED:
        return f"{label} ({ORIGINS[source]})" if source in ORIGINS else label
    if name == "transfer":
        return "Transfers to other committees" if source == "oth-b" else "Transfers received"
    return label


def _is_out(line: MoneyLine) -> bool:
    return line.source in {"oth-b", "oppexp"} or line.name.startswith("refund_")


def _spent_independently(committee: Committee, cycle: int) -> MoneyLine | None:
    """All independent expenditures of the committee, each once; None where it has none."""
    found = (
        IndependentExpenditure.objects.counted()
        .filter(committee=committee, cycle=cycle)
        .aggregate(n=Count("id"), total=Sum("expenditure_amount"))
    )
    if not found["n"]:
        return None
    name = "independent_expenditure"
    return MoneyLine(name, "", LINES[name], found["n"], found["total"], True)


def build(committee: Committee, cycle: int, cycles: list[int], version: int) -> CommitteePage:
    """Gather a committee's page for one cycle from roll-ups and indexed rows."""
    lines = money_lines(committee, cycle)
    rows = {(line.name, line.source): line.rows for line in lines}

    def kept(name: str, compute: Any) -> Any:
        return remember(f"{name}:{committee.pk}:{cycle}", version, compute)

    official = CommitteeSummary.objects.filter(committee=committee, cycle=cycle).first()
    spent = _spent_independently(committee, cycle)
    targets = committee_parties.targets(committee, cycle) if spent else []
    received = sum(n for (name, source), n in rows.items() if name in {"committee", "transfer"})
    giving = (
        kept("from_committees", lambda: committee_parties.committees_giving(committee, cycle))
        if 0 < received <= committee_parties.GROUP_ROWS_MAX
        else []
    )
    recipients = kept("given_to", lambda: committee_parties.recipients(committee, cycle))
    coordinated = (
        committee_parties.coordinated(committee, cycle) if ("coordinated", "oth-b") in rows else []
    )
    known = committee_parties.known([*giving, *recipients, *targets, *coordinated])
    return CommitteePage(
        committee=committee,
        cycle=cycle,
        cycles=cycles,
        registered=CommitteeHistory.objects.filter(committee=committee, cycle=cycle).first(),
        official=official,
        official_rows=[
            (label, getattr(official, column))
            for column, label in OFFICIAL
            if official and getattr(official, column)
        ],
        money_in=[line for line in lines if line.counts and not _is_out(line)],
        money_out=[
            *([spent] if spent else []),
            *(line for line in lines if line.counts and _is_out(line)),
        ],
        left_out=[line for line in lines if not line.counts],
        not_counted=left_out.of_spender(committee.pk, cycle) if spent else [],
        industries=industries.of_committee(committee.pk, cycle, industry_list.known(version)),
        tag=tags.of_committee(committee.pk),
        tops=kept(
            "committee_tops",
            lambda: contributors.tops([committee.pk], cycle, rows.get(("individual", ""), 0)),
        ),
        committees_giving=committee_parties.linked(giving, known),
        recipients=committee_parties.linked(recipients, known),
        targets=committee_parties.linked(targets, known),
        coordinated=committee_parties.linked(coordinated, known),
        payees=kept(
            "paid_to",
            lambda: committee_parties.payees(
                committee, cycle, rows.get(("operating", "oppexp"), 0)
            ),
        ),
        spent_independently=spent.amount if spent else Decimal(0),
        checks=candidate_page.checks(
            Reconciliation.objects.filter(committee=committee, cycle=cycle)
        ),
        linkages=list(
            Linkage.objects.filter(committee=committee, cycle=cycle).select_related("candidate")
        ),
        elections=committee_elections.by_election(committee.pk, cycle, has_spent=spent is not None),
        filings=committee_elections.newest_filings(committee.pk, cycle),
    )
