"""The admin of connections: all of them by score, and a page for each where it is reviewed."""

from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from expenditures import views_connections
from expenditures.models import Connection, ConnectionReview
from expenditures.models.connections import ConnectionQuerySet
from filings.admin_base import (
    CANDIDATE_ID,
    COMMITTEE_ID,
    CycleFilter,
    FactAdmin,
    all_words,
    amount,
    day,
    moment,
)


class StateFilter(admin.SimpleListFilter):
    """By what reviewers said."""

    title = "review"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """What can be chosen."""
        return [
            ("waiting", "Not reviewed"),
            ("confirmed", "Confirmed"),
            ("dismissed", "Dismissed"),
            ("changed", "Changed since the review"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The connections in that state."""
        connections = cast(ConnectionQuerySet, queryset)
        match self.value():
            case "waiting":
                return connections.waiting()
            case "changed":
                return connections.changed()
            case "confirmed" | "dismissed" as verdict:
                return connections.with_verdict().filter(Q(verdict=verdict))
        return connections


@admin.register(Connection)
class ConnectionAdmin(FactAdmin):
    """Connections, the largest score first; what is said of one is said on its page."""

    list_display = (
        "sentence",
        "kind",
        amount("score", "score"),
        amount("amount", "amount"),
        "certainty",
        "review",
        day("first_found_at", "first found"),
    )
    list_filter = (CycleFilter, "kind", "certainty", StateFilter)
    ordering = ("-score", "pk")
    sortable_by = ("number_score", "number_amount", "day_first_found_at")
    name_lookups = ("sentence",)
    search_help_text = "Search by words of the sentence, or by a committee's or candidate's id."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The connections, each with its newest verdict."""
        return Connection.objects.with_verdict().order_by("-score", "pk")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Those with all these words in the sentence, and with a part of all these ids'."""
        for word in search_term.split():
            if COMMITTEE_ID.fullmatch(word.upper()) or CANDIDATE_ID.fullmatch(word.upper()):
                about = Q(parties__kind__in=["committee", "candidate"], parties__key=word.upper())
                queryset = queryset.filter(about)
            else:
                queryset = queryset.filter(all_words(self.name_lookups, [word]))
        return queryset, False

    @admin.display(description="review")
    def review(self, connection: Any) -> str:
        """The newest verdict, and whether the connection says something else since."""
        if connection.verdict in {"", ConnectionReview.Verdict.REOPENED}:
            return "–"
        is_changed = connection.sentence_then != connection.sentence
        return f"{connection.verdict}, changed since" if is_changed else connection.verdict

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one connection, where it is reviewed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_object(request, object_id)
        if found is None:
            return views_connections.gone(request)
        return views_connections.review(request, found, self.admin_site)


@admin.register(ConnectionReview)
class ConnectionReviewAdmin(FactAdmin):
    """All that reviewers said of connections; said on the page of each."""

    list_display = (
        moment("decided_at", "decided (UTC)"),
        "decided_by",
        "verdict",
        "note",
        "public_note",
        "sentence",
    )
    list_filter = (CycleFilter, "verdict", "decided_by")
    prefetch = ("decided_by",)
    ordering = ("-pk",)
    sortable_by = ("time_decided_at",)
    name_lookups = ("sentence", "note", "public_note")
