"""Who spent for or against whom, and with whose money."""

from expenditures.models.spending import (
    CandidateChoice,
    CandidateTransaction,
    CommunicationCost,
    ElectioneeringCommunication,
    IndependentExpenditure,
    IndependentExpenditureQuerySet,
    Reconciliation,
)
from expenditures.models.tracing import Trace, TraceEntry, TraceStep

__all__ = [
    "CandidateChoice",
    "CandidateTransaction",
    "CommunicationCost",
    "ElectioneeringCommunication",
    "IndependentExpenditure",
    "IndependentExpenditureQuerySet",
    "Reconciliation",
    "Trace",
    "TraceEntry",
    "TraceStep",
]
