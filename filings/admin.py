"""The admin of what the FEC publishes, all of it read-only, and of the ledger with its rejects."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from filings import admin_arrivals as admin_arrivals
from filings import admin_electronic as admin_electronic
from filings import admin_holds as admin_holds
from filings.admin_base import (
    CycleFilter,
    FactAdmin,
    ReadOnlyAdmin,
    amount,
    day,
    moment,
    number,
    plain,
)
from filings.models import (
    Candidacy,
    Candidate,
    CandidateSummary,
    Committee,
    CommitteeHistory,
    CommitteeSummary,
    Election,
    ElectionCandidate,
    Linkage,
    Load,
    Reject,
)

REJECTS_SHOWN = 25


class StepFilter(admin.SimpleListFilter):
    """By step, one of those in the ledger."""

    title = "step"
    parameter_name = "step"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The steps that ever ran."""
        steps = Load.objects.order_by("step").values_list("step", flat=True).distinct()
        return [(step, step) for step in steps]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of the chosen step."""
        return queryset.filter(step=self.value()) if self.value() else queryset


@admin.display(description="seconds", ordering="seconds")
def took(load: Load) -> str:
    """How long a step ran."""
    return "" if load.seconds is None else f"{load.seconds:,.1f}"


took.__name__ = "number_seconds"


def rejects_url(load: Load) -> str:
    """The list of a load's rejects."""
    return f"{reverse('admin:filings_reject_changelist')}?{urlencode({'load__id__exact': load.pk})}"


@admin.register(Load)
class LoadAdmin(ReadOnlyAdmin):
    list_display = (
        "what",
        "state",
        "short_reason",
        moment("started_at", "started (UTC)"),
        took,
        number("rows_in", "rows in"),
        number("rows_loaded", "loaded"),
        "rejected",
        number("rows_noted", "noted"),
        number("inserted", "new"),
        number("changed", "changed"),
        number("removed", "gone"),
        number("unchanged", "as before"),
        plain("requested_by", "started by"),
    )
    list_filter = ("status", StepFilter, CycleFilter, "forced", "is_sample")
    search_fields = ("step", "reason", "requested_by")
    search_help_text = "Search by step, reason, or who started it."
    readonly_fields: ClassVar[Any] = (took, "source_size", "trace", "reject_list")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("step", "cycle", "status", "reason", "requested_by", "forced")}),
        ("Time", {"fields": ("started_at", "finished_at", took, "heartbeat_at")}),
        (
            "Source",
            {"fields": ("source", "is_sample", "source_size", "checksum", "etag", "last_modified")},
        ),
        (
            "Rows",
            {
                "fields": (
                    ("rows_in", "rows_loaded", "rows_rejected", "rows_noted"),
                    ("inserted", "changed", "removed", "unchanged"),
                )
            },
        ),
        ("Rejects", {"fields": ("reject_list",)}),
        ("Error", {"fields": ("trace",)}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Load | None = None) -> Any:
        """The parts of the page; that of the error only where there was one."""
        return [part for part in self.fieldsets if part[0] != "Error" or (obj and obj.traceback)]

    @admin.display(description="step", ordering="step")
    def what(self, load: Load) -> str:
        return f"{load.step} {load.cycle}"

    @admin.display(description="status", ordering="status")
    def state(self, load: Load) -> SafeString:
        # A word and a sign, for colour alone says nothing to some.
        signs = {"loaded": "✓", "unchanged": "=", "skipped": "–", "failed": "✗", "running": "…"}
        return format_html(
            '<span class="load-status load-{}">{} {}</span>',
            load.status,
            signs[load.status],
            load.status,
        )

    @admin.display(description="bytes")
    def source_size(self, load: Load) -> str:
        return f"{load.source_bytes:,}"

    @admin.display(description="rejected", ordering="rows_rejected")
    def rejected(self, load: Load) -> str | SafeString:
        if not load.rows_rejected:
            return ""
        return format_html('<a href="{}">{}</a>', rejects_url(load), f"{load.rows_rejected:,}")

    @admin.display(description="reason", ordering="reason")
    def short_reason(self, load: Load) -> str:
        return load.reason if len(load.reason) <= 80 else f"{load.reason[:79]}…"

    @admin.display(description="traceback")
    def trace(self, load: Load) -> SafeString:
        return format_html('<pre class="load-trace">{}</pre>', load.traceback)

    @admin.display(description="rows that could not be read")
    def reject_list(self, load: Load) -> str | SafeString:
        rows = list(load.rejects.order_by("line")[: REJECTS_SHOWN + 1])
        if not rows:
            if load.rows_rejected or load.rows_noted:
                return "Their record went when a later load of the same file took this one's place."
            return "None."
        lines = format_html_join(
            "",
            '<tr><td><a href="{}">{}</a></td><td>{}</td><td>{}</td><td>{}</td>'
            '<td class="load-raw">{}</td></tr>',
            (
                (
                    reverse("admin:filings_reject_change", args=[row.pk]),
                    f"{row.file}, line {row.line:,}",
                    row.column,
                    row.reason,
                    "row loaded, field blank" if row.row_loaded else "row left out",
                    row.raw[:200],
                )
                for row in rows[:REJECTS_SHOWN]
            ),
        )
        more = "All of them, to search and filter" if len(rows) > REJECTS_SHOWN else "As a list"
        return format_html(
            '<table class="load-rejects"><thead><tr><th>Where</th><th>Column</th><th>Reason</th>'
            "<th>Outcome</th><th>The row</th></tr></thead><tbody>{}</tbody></table>"
            '<p><a href="{}">{}</a></p>',
            lines,
            rejects_url(load),
            more,
        )


@admin.register(Reject)
class RejectAdmin(ReadOnlyAdmin):
    list_display = ("where", "cycle", "column", "reason", "row_loaded", "start", "of_load")
    list_filter = (StepFilter, CycleFilter, "row_loaded")
    search_fields = ("file", "column", "reason", "raw")
    search_help_text = "Search in the file's name, the column, the reason and the row itself."
    list_select_related = ("load",)
    sortable_by = ("reason", "column")

    @admin.display(description="where")
    def where(self, reject: Reject) -> str:
        return f"{reject.file}, line {reject.line:,}"

    @admin.display(description="the row, as it stands in the file")
    def start(self, reject: Reject) -> str:
        return reject.raw if len(reject.raw) <= 160 else f"{reject.raw[:159]}…"

    @admin.display(description="load")
    def of_load(self, reject: Reject) -> SafeString:
        url = reverse("admin:filings_load_change", args=[reject.load_id])
        return format_html('<a href="{}">{}</a>', url, reject.load)


@admin.register(Candidate)
class CandidateAdmin(FactAdmin):
    list_display = (
        "candidate_id",
        "name",
        "party",
        "office",
        "state",
        "district",
        "newest_cycle",
    )
    list_filter = ("office", "newest_cycle", "state")
    candidate_lookups = ("candidate_id",)
    name_lookups = ("name",)


@admin.register(Candidacy)
class CandidacyAdmin(FactAdmin):
    list_display = (
        "cycle",
        "candidate_id",
        "name",
        "party",
        "office",
        "state",
        "district",
        "incumbent_challenge",
        "candidate_status",
        "principal_committee_id",
    )
    list_display_links = ("candidate_id",)
    list_filter = (CycleFilter, "office", "incumbent_challenge", "candidate_status")
    candidate_lookups = ("candidate_id",)
    committee_lookups = ("principal_committee_id",)
    name_lookups = ("name",)


@admin.register(Committee)
class CommitteeAdmin(FactAdmin):
    list_display = (
        "committee_id",
        "name",
        "committee_type",
        "designation",
        "party",
        "connected_organization",
        "state",
        "newest_cycle",
    )
    list_filter = ("committee_type", "designation", "organization_type", "newest_cycle")
    committee_lookups = ("committee_id",)
    name_lookups = ("name", "connected_organization")


@admin.register(CommitteeHistory)
class CommitteeHistoryAdmin(FactAdmin):
    list_display = (
        "cycle",
        "committee_id",
        "name",
        "committee_type",
        "designation",
        "filing_frequency",
        "connected_organization",
        "treasurer_name",
    )
    list_display_links = ("committee_id",)
    list_filter = (CycleFilter, "committee_type", "designation", "filing_frequency")
    committee_lookups = ("committee_id",)
    candidate_lookups = ("candidate_id",)
    name_lookups = ("name", "connected_organization", "treasurer_name")


@admin.register(Linkage)
class LinkageAdmin(FactAdmin):
    list_display = (
        "cycle",
        "candidate",
        "committee",
        "committee_type",
        "designation",
        "election_years",
    )
    list_display_links = ("cycle",)
    list_filter = (CycleFilter, "designation")
    candidate_lookups = ("candidate_id",)
    committee_lookups = ("committee_id",)
    prefetch = ("candidate", "committee")


@admin.register(Election)
class ElectionAdmin(FactAdmin):
    list_display = ("cycle", "place", "special_year", "basis")
    list_display_links = ("place",)
    list_filter = (CycleFilter, "office", "state")
    name_lookups = ("state", "district", "basis")

    @admin.display(description="race", ordering="state")
    def place(self, election: Election) -> str:
        return election.label


@admin.register(ElectionCandidate)
class ElectionCandidateAdmin(FactAdmin):
    list_display = ("election", "candidate", "basis")
    list_filter = ()
    candidate_lookups = ("candidate_id",)
    prefetch = ("election", "candidate")


@admin.register(CandidateSummary)
class CandidateSummaryAdmin(FactAdmin):
    list_display = (
        "cycle",
        "file",
        "candidate_id",
        "name",
        amount("receipts", "receipts"),
        amount("individual_contributions", "from individuals"),
        amount("disbursements", "disbursements"),
        amount("cash_on_hand_end", "cash at the end"),
        day("coverage_end_date", "covers until"),
    )
    list_display_links = ("candidate_id",)
    list_filter = (CycleFilter, "file")
    candidate_lookups = ("candidate_id",)
    name_lookups = ("name",)


@admin.register(CommitteeSummary)
class CommitteeSummaryAdmin(FactAdmin):
    list_display = (
        "cycle",
        "committee_id",
        "name",
        "committee_type",
        amount("receipts", "receipts"),
        amount("disbursements", "disbursements"),
        amount("independent_expenditures", "independent expenditures"),
        amount("cash_on_hand_end", "cash at the end"),
        day("coverage_end_date", "covers until"),
    )
    list_display_links = ("committee_id",)
    list_filter = (CycleFilter, "committee_type", "designation")
    committee_lookups = ("committee_id",)
    name_lookups = ("name",)
