"""What the FEC publishes: registrations and summaries, electronic filings, the ledger of loads."""

from filings.models.electronic import (
    Arrival,
    Filing,
    FilingRow,
    Hold,
    NoticeDecision,
)
from filings.models.ledger import Load, LoadQuerySet, Reject
from filings.models.registry import (
    Candidacy,
    Candidate,
    CandidateSummary,
    Committee,
    CommitteeHistory,
    CommitteeSummary,
    Election,
    ElectionCandidate,
    Linkage,
)

__all__ = [
    "Arrival",
    "Candidacy",
    "Candidate",
    "CandidateSummary",
    "Committee",
    "CommitteeHistory",
    "CommitteeSummary",
    "Election",
    "ElectionCandidate",
    "Filing",
    "FilingRow",
    "Hold",
    "Linkage",
    "Load",
    "LoadQuerySet",
    "NoticeDecision",
    "Reject",
]
