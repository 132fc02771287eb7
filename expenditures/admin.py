"""The admin of money spent for or against candidates, and of our figures beside the FEC's."""

from typing import Any, ClassVar

from django.contrib import admin
from django.urls import URLPattern, path

from expenditures import admin_connections, admin_traces, views_notices  # noqa: F401 (registers)
from expenditures.models import (
    CandidateChoice,
    CandidateTransaction,
    CommunicationCost,
    ElectioneeringCommunication,
    IndependentExpenditure,
    Reconciliation,
)
from filings.admin_base import CycleFilter, FactAdmin, amount, at_fec, day, number, plain
from filings.models import NoticeDecision


@admin.register(CandidateTransaction)
class CandidateTransactionAdmin(FactAdmin):
    is_huge = True
    readonly_fields: ClassVar[Any] = (at_fec,)
    list_display = (
        "sub_id",
        "committee",
        amount("transaction_amount"),
        day("transaction_date"),
        plain("resolved_candidate_id", "candidate"),
        "recipient_name",
        plain("transaction_type", "type"),
        plain("counted_as", "counted as"),
        "resolved_by",
        at_fec,
    )
    list_filter = (CycleFilter, "counts", "counted_as", "entity_type")
    ordering = ("-sub_id",)
    # The only index that a list of all can be sorted by.
    sortable_by = ("sub_id",)
    prefetch = ("committee",)
    committee_lookups = ("committee_id",)
    candidate_lookups = ("resolved_candidate_id",)
    number_lookups = ("sub_id",)
    name_lookups = ("recipient_name",)


class SpendingAdmin(FactAdmin):
    """Spending of a committee about a candidate."""

    readonly_fields: ClassVar[Any] = (at_fec,)
    prefetch = ("committee",)
    committee_lookups = ("committee_id",)
    candidate_lookups = ("candidate_id",)


@admin.register(IndependentExpenditure)
class IndependentExpenditureAdmin(SpendingAdmin):
    list_display = (
        "cycle",
        "committee",
        plain("support_oppose_indicator", "side"),
        "candidate_id",
        "candidate_name",
        amount("expenditure_amount"),
        day("dissemination_date"),
        "payee_name",
        plain("form", "form"),
        plain("coverage", "covered"),
        "is_superseded",
        "is_held",
        "is_memo",
        "counts",
        at_fec,
    )
    list_display_links = ("cycle",)
    list_filter = (
        CycleFilter,
        "form",
        "coverage",
        "support_oppose_indicator",
        "counts",
        "is_superseded",
        "is_held",
        "is_repeated",
        "candidate_match",
        "is_memo",
    )
    number_lookups = ("sub_id", "file_number")
    name_lookups = ("candidate_name", "payee_name", "purpose")

    def get_urls(self) -> list[URLPattern]:
        """The addresses of the rows, and of what is to be reviewed about them."""
        return [
            path(
                "notices/",
                self.admin_site.admin_view(views_notices.notices),
                {"site": self.admin_site},
                name="expenditures_notices",
            ),
            *super().get_urls(),
        ]


@admin.register(NoticeDecision)
class NoticeDecisionAdmin(FactAdmin):
    """What reviewers said of notices; decided on the page of notices."""

    list_display = (
        "notice_file_number",
        "notice_transaction_id",
        "decision",
        "report_file_number",
        "report_transaction_id",
        "decided_by",
        "decided_at",
        "note",
    )
    list_filter = ("decision", "decided_by")
    number_lookups = ("notice_file_number", "report_file_number")
    name_lookups = ("note",)


@admin.register(CandidateChoice)
class CandidateChoiceAdmin(FactAdmin):
    """Which candidate a name means; decided on the page of notices."""

    list_display = (
        "cycle",
        "name",
        "office",
        "state",
        "district",
        "candidate",
        "decided_by",
        "decided_at",
        "note",
    )
    list_filter = (CycleFilter, "decided_by")
    candidate_lookups = ("candidate_id",)
    name_lookups = ("name", "note")


@admin.register(ElectioneeringCommunication)
class ElectioneeringCommunicationAdmin(SpendingAdmin):
    list_display = (
        "cycle",
        "committee",
        "candidate_id",
        "candidate_name",
        amount("calculated_candidate_share", "share"),
        amount("disbursement_amount"),
        day("communication_date"),
        "payee_name",
        at_fec,
    )
    name_lookups = ("candidate_name", "committee_name", "payee_name", "purpose_description")


@admin.register(CommunicationCost)
class CommunicationCostAdmin(SpendingAdmin):
    list_display = (
        "cycle",
        "committee",
        plain("support_oppose_indicator", "side"),
        "candidate_id",
        "candidate_name",
        amount("transaction_amount"),
        day("transaction_date"),
        "communication_type",
        at_fec,
    )
    list_filter = (CycleFilter, "support_oppose_indicator")
    name_lookups = ("candidate_name", "committee_name")


@admin.register(Reconciliation)
class ReconciliationAdmin(FactAdmin):
    list_display = (
        "cycle",
        "candidate",
        "committee",
        "measure",
        amount("official", "official"),
        amount("ours", "ours"),
        amount("difference", "difference"),
        number("rows", "rows"),
        "result",
        "reason",
    )
    list_filter = (CycleFilter, "result", "measure")
    prefetch = ("candidate", "committee")
    committee_lookups = ("committee_id",)
    candidate_lookups = ("candidate_id",)
    name_lookups = ("reason",)
