"""The admin of electronic filings (read-only), and of what keeps some of them out of the totals."""

from collections.abc import Iterable
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
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from filings.admin_base import (
    CycleFilter,
    FactAdmin,
    ReadOnlyAdmin,
    day,
    filing_url,
    moment,
    number,
    one_of,
    plain,
)
from filings.holding import RULES
from filings.ledger import now
from filings.models import Filing, Hold
from filings.review_filings import HoldError, confirm_hold, release_filing

# Who may decide on filings that are held: no form edits a hold, review_filings.py does.
DECIDE = "filings.change_hold"
CHAIN_SHOWN = 100
FORMS = (
    "F1", "F1M", "F2", "F24", "F3", "F3L", "F3P", "F3X", "F4", "F5", "F6", "F7", "F8", "F9", "F13",
    "F99",
)  # fmt: skip
# A word and a sign, for colour alone says nothing to some.
_SIGNS = {
    Hold.State.HELD: ("…", "running"),
    Hold.State.RELEASED: ("✓", "loaded"),
    Hold.State.CONFIRMED: ("✗", "failed"),
}


def table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> SafeString:
    """A small table of a page; what is empty is left empty."""
    return format_html(
        '<table class="load-rejects"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
        format_html_join("", '<th scope="col">{}</th>', ((heading,) for heading in headings)),
        format_html_join(
            "", "<tr>{}</tr>", ((format_html_join("", "<td>{}</td>", zip(row)),) for row in rows)
        ),
    )


def marked(word: str, sign: str, look: str) -> SafeString:
    """A state in a word, with its sign."""
    return format_html('<span class="load-status load-{}">{} {}</span>', look, sign, word)


def standing(filing: Filing) -> SafeString:
    """Whether a filing counts, and why not: held and superseded are two different things."""
    words = [
        word
        for word, applies in (("held", filing.is_held), ("superseded", not filing.is_current))
        if applies
    ]
    if words:
        return marked(", ".join(words), "✗" if filing.is_held else "–", "skipped")
    return marked("counts", "✓", "loaded")


def hold_state(hold: Hold) -> SafeString:
    """How a hold stands."""
    sign, look = _SIGNS[Hold.State(hold.state)]
    return marked(hold.state, sign, look)


def filing_link(file_number: int | None) -> SafeString | str:
    """A filing's number, leading to its page in the admin."""
    if file_number is None:
        return ""
    url = reverse("admin:filings_filing_change", args=[file_number])
    return format_html('<a href="{}">{}</a>', url, file_number)


class PeriodFilter(CycleFilter):
    """By cycle, all since electronic filing began: a filing needs no load of its cycle."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every cycle, newest first."""
        newest = now().year + now().year % 2
        return [(str(cycle), f"{cycle - 1}–{cycle}") for cycle in range(newest, 1994, -2)]


@admin.register(Filing)
class FilingAdmin(FactAdmin):
    """Every filing that was taken in, superseded and held ones too."""

    list_display = (
        plain("file_number", "filing"),
        plain("form_type", "form"),
        plain("filer_name", "filer"),
        plain("committee_id", "filer's id"),
        plain("report_code", "report"),
        day("coverage_through", "covers until"),
        moment("received_at", "received (UTC)"),
        number("rows", "rows"),
        number("problem_rows", "with problems"),
        "stands",
        "adds_up",
    )
    list_filter = (
        one_of("form", "form", ((form, form) for form in FORMS)),
        PeriodFilter,
        "is_current",
        "is_held",
        "checks_result",
        "is_truncated",
        "is_paper",
    )
    committee_lookups = ("committee_id",)
    candidate_lookups = ("committee_id",)
    number_lookups = ("file_number",)
    name_lookups = ("filer_name",)
    readonly_fields: ClassVar[Any] = (
        "stands", "pages", "checks_table", "cover_table", "chain", "hold_table", "types",
    )  # fmt: skip
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": (
                    ("file_number", "form_type", "version", "is_paper"),
                    ("filer_name", "committee_id", "cycle"),
                    "stands",
                    "pages",
                )
            },
        ),
        (
            "Report",
            {
                "fields": (
                    ("report_code", "coverage_from", "coverage_through", "date_signed"),
                    ("election_code", "election_date", "election_state"),
                )
            },
        ),
        ("Does it add up?", {"fields": ("checks_summary", "is_truncated", "checks_table")}),
        ("Holds", {"fields": ("hold_table",)}),
        (
            "Chain of amendments",
            {"fields": (("amends", "amendment_number"), "base_missing", "superseded_by", "chain")},
        ),
        ("Rows", {"fields": (("rows", "unknown_rows", "problem_rows"), "types")}),
        ("Cover", {"fields": ("cover_table", "free_text")}),
        (
            "Source",
            {
                "fields": (
                    "source", "source_bytes", "checksum", "software", "is_sample",
                    ("received_at", "ingested_at", "changed_at"), "facts_due",
                )
            },
        ),
    )  # fmt: skip

    @admin.display(description="stands", ordering="counts")
    def stands(self, filing: Filing) -> SafeString:
        """Whether it counts."""
        return standing(filing)

    @admin.display(description="adds up", ordering="checks_result")
    def adds_up(self, filing: Filing) -> str | SafeString:
        """What the comparison of its rows with its cover gave."""
        if filing.checks_result == Filing.ChecksResult.OFF:
            return marked(filing.checks_summary, "✗", "skipped")
        return filing.checks_summary

    @admin.display(description="pages")
    def pages(self, filing: Filing) -> SafeString:
        """Links to its public page, and to the FEC's."""
        links = [(f"/filings/{filing.pk}/", "On this site")]
        at_fec = filing_url(filing.committee_id, filing.pk)
        if at_fec and not filing.is_sample:
            links.append((at_fec, "At the FEC"))
        return format_html_join(" · ", '<a href="{}" rel="noreferrer">{}</a>', links)

    @admin.display(description="lines")
    def checks_table(self, filing: Filing) -> str | SafeString:
        """Each line of the cover against its rows."""
        if not filing.checks:
            return "No line to compare."
        return table(
            ("Line", "What", "Cover", "Rows", "Difference", "Rule", "Agrees", "Note"),
            (
                [
                    *(check.get(key, "") for key in ("line", "label", "cover", "rows")),
                    check.get("difference", ""),
                    f"rows {check.get('rule', '')} the line",
                    marked("yes", "✓", "loaded")
                    if check.get("ok")
                    else marked("no", "✗", "failed"),
                    check.get("note", ""),
                ]
                for check in filing.checks
            ),
        )

    @admin.display(description="cover")
    def cover_table(self, filing: Filing) -> SafeString:
        """What the cover says, as filed, blanks left out."""
        stated = ((name, text) for name, text in filing.cover.items() if str(text).strip())
        return table(("Column", "As filed"), stated)

    @admin.display(description="rows by type")
    def types(self, filing: Filing) -> SafeString:
        """How many rows it has of each type."""
        return table(
            ("Type", "Rows"),
            ((name, f"{count:,}") for name, count in sorted(filing.rows_by_type.items())),
        )

    @admin.display(description="filings of the chain")
    def chain(self, filing: Filing) -> SafeString:
        """The filings that replace one another, this one among them."""
        others = Filing.objects.filter(
            committee_id=filing.committee_id, chain_base=filing.chain_base
        ).order_by("amendment_number", "file_number")
        members = others if filing.chain_base is not None else [filing]
        return table(
            ("Filing", "Form", "Number", "Received", "Stands"),
            (
                (
                    filing_link(one.pk),
                    one.form_type,
                    "" if one.amendment_number is None else one.amendment_number,
                    f"{one.received_at:%Y-%m-%d %H:%M}" if one.received_at else "",
                    standing(one),
                )
                for one in members[:CHAIN_SHOWN]
            ),
        )

    @admin.display(description="holds")
    def hold_table(self, filing: Filing) -> str | SafeString:
        """Why it is, or was, kept out of the totals."""
        holds = list(filing.holds.select_related("decided_by"))
        if not holds:
            return "None."
        return table(
            ("Rule", "State", "Reason", "Decided by", "Note"),
            (
                (
                    format_html(
                        '<a href="{}">{}</a>',
                        reverse("admin:filings_hold_change", args=[hold.pk]),
                        RULES.get(hold.rule, hold.rule),
                    ),
                    hold_state(hold),
                    hold.reason,
                    hold.decided_by or "",
                    hold.note,
                )
                for hold in holds
            ),
        )


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
        return hold.filing.checks_summary

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
        self._decide(request, list(Hold.objects.filter(pk=pk)), request.POST.get("decision", ""))
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
