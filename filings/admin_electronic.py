"""The admin of electronic filings, all of it read-only: covers, checks, chains and holds."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from filings.admin_base import (
    CycleFilter,
    FactAdmin,
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


def dollars(text: object) -> str:
    """An amount of the checks, which are text: 1,234.50."""
    return f"{Decimal(str(text or 0)):,.2f}"


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
                    check.get("line", ""),
                    check.get("label", ""),
                    *(dollars(check.get(key)) for key in ("cover", "rows", "difference")),
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
