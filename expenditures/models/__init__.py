"""Who spent for or against whom, and with whose money."""

from expenditures.models.attribution import AttributedMoney
from expenditures.models.connections import Connection, ConnectionParty, ConnectionReview
from expenditures.models.spending import (
    CandidateChoice,
    CandidateTransaction,
    CommunicationCost,
    ElectioneeringCommunication,
    IndependentExpenditure,
    IndependentExpenditureQuerySet,
    Reconciliation,
)
from expenditures.models.tracing import (
    Trace,
    TraceDonor,
    TraceEntry,
    TraceIndustry,
    TraceStep,
)

__all__ = [
    "AttributedMoney",
    "CandidateChoice",
    "CandidateTransaction",
    "CommunicationCost",
    "Connection",
    "ConnectionParty",
    "ConnectionReview",
    "ElectioneeringCommunication",
    "IndependentExpenditure",
    "IndependentExpenditureQuerySet",
    "Reconciliation",
    "Trace",
    "TraceDonor",
    "TraceEntry",
    "TraceIndustry",
    "TraceStep",
]
