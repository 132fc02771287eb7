"""The admin of holds: what keeps filings out of the totals, and what a reviewer says to it."""

from typing import Any, ClassVar, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from filings.admin_base import ReadOnlyAdmin, moment, one_of
from filings.admin_electronic import filing_link, hold_state
from filings.holding import RULES
from filings.models import Hold
from filings.review_filings import HoldError, confirm_hold, release_filing

# Who may decide on filings that are held: no form edits a hold, review_filings.py does.
DECIDE = "filings.change_hold"


class NoteForm(ActionForm):
    """An action, with the note that it needs."""

    note = forms.CharField(required=False, max_length=1000, label="Note")


@admin.register(Hold)
class HoldAdmin(ReadOnlyAdmin):
    """The filings that wait for a word of a reviewer's come first."""

    actions = ("release", "confirm")
    action_form = NoteForm
    change_form_template = "admin/filings/hold/change_form.html"
    list_display = (
        "of_filing",
        "filer",
        "rule_words",
        "state_marked",
        "reason",
        moment("created_at", "held since (UTC)"),
        "decided_by",
        moment("decided_at", "decided (UTC)"),
        "note",
    )
    list_display_links = ("rule_words",)
    list_filter = ("state", one_of("rule", "rule", RULES.items()))
    list_select_related = ("filing", "decided_by")
    search_fields = ("=filing__file_number", "=filing__committee_id", "filing__filer_name")
    search_help_text = "Search by file number, the filer's id or words of the filer's name."
    ordering = (Case(When(state=Hold.State.HELD, then=0), default=1), "-created_at", "-pk")
    readonly_fields: ClassVar[Any] = ("of_filing", "filer", "rule_words", "adds_up")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("of_filing", "filer", "rule_words", "reason", "adds_up")}),
        ("Decision", {"fields": ("state", "decided_by", "decided_at", "note", "created_at")}),
    )

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Who may say what becomes of a held filing."""
        return request.user.has_perm(DECIDE)

    @admin.display(description="filing", ordering="filing")
    def of_filing(self, hold: Hold) -> SafeString:
        """The filing, leading to its page."""
        return format_html("{} {}", filing_link(hold.filing_id), hold.filing.form_type)

    @admin.display(description="filer", ordering="filing__filer_name")
    def filer(self, hold: Hold) -> SafeString:
        """Who filed it, leading to all of the filer's filings."""
        url = reverse("admin:filings_filing_changelist")
        name = hold.filing.committee_id
        return format_html(
            '{} <a href="{}?{}">{}</a>', hold.filing.filer_name, url, urlencode({"q": name}), name
        )

    @admin.display(description="rule", ordering="rule")
    def rule_words(self, hold: Hold) -> str:
        """The rule in words."""
        return RULES.get(hold.rule, hold.rule)

    @admin.display(description="state", ordering="state")
    def state_marked(self, hold: Hold) -> SafeString:
        """The state with its sign."""
        return hold_state(hold)

    @admin.display(description="does it add up")
    def adds_up(self, hold: Hold) -> str:
        """What the comparison of the filing's rows with its cover gave."""
        return hold.filing.checks_summary or "Nothing to check."

    @admin.action(description="Release: the filings count", permissions=["decide"])
    def release(self, request: HttpRequest, queryset: QuerySet[Hold]) -> None:
        """Release the chosen holds, with the note given."""
        self._decide(request, list(queryset), "release")

    @admin.action(description="Confirm: the filings stay out", permissions=["decide"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Hold]) -> None:
        """Confirm the chosen holds, with the note given."""
        self._decide(request, list(queryset), "confirm")

    def get_urls(self) -> list[Any]:
        """The list's addresses, and that of the buttons of a single hold."""
        return [
            path(
                "<int:pk>/decide/",
                self.admin_site.admin_view(self.decide_one),
                name="filings_hold_decide",
            ),
            *super().get_urls(),
        ]

    def decide_one(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide on one hold, as its page's button says."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_decide_permission(request):
            raise PermissionDenied
        decision = next((name for name in ("release", "confirm") if name in request.POST), "")
        self._decide(request, list(Hold.objects.filter(pk=pk)), decision)
        return HttpResponseRedirect(reverse("admin:filings_hold_change", args=[pk]))

    def _decide(self, request: HttpRequest, holds: list[Hold], decision: str) -> None:
        """Decide on each; what cannot be decided is said, and stops nothing else."""
        decide = {"release": release_filing, "confirm": confirm_hold}.get(decision)
        if decide is None:
            messages.error(request, "Choose whether to release or to confirm.")
            return
        done = 0
        for hold in holds:
            try:
                decide(hold, by=cast(User, request.user), note=request.POST.get("note", ""))
            except HoldError as error:
                messages.error(request, str(error))
            else:
                done += 1
        if done:
            noun = "hold" if done == 1 else "holds"
            what = "released. The totals follow" if decision == "release" else "confirmed"
            messages.success(request, f"{done:,} {noun} {what}.")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A hold, with the buttons that decide on it while nobody has."""
        hold = self.get_object(request, object_id)
        may = hold and hold.state == Hold.State.HELD and self.has_decide_permission(request)
        context = (extra_context or {}) | {"may_decide": may}
        return super().change_view(request, object_id, form_url, context)
