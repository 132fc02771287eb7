"""What the admin of all the FEC's tables shares: nothing can be changed, nothing big is counted.

A table may hold 70 million rows. So a list never counts further than a list of pages is useful,
searches and sorts by what is indexed, and gives up after some seconds rather than hold a
connection.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db import OperationalError, connection, transaction
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from psycopg.errors import QueryCanceled

from filings.models import Candidate, Committee, Load

COUNT_CAP = 10_000
NAMES_CAP = 500
PATIENCE_SECONDS = 15

COMMITTEE_ID = re.compile(r"C\d{8}")
CANDIDATE_ID = re.compile(r"[HSP]\d[A-Z0-9]{2}\d{5}")


class ManyRows(int):
    """A count that stopped at the cap, written "10,000+"."""

    def __str__(self) -> str:
        return f"{int(self):,}+"


class CappedPaginator(Paginator):
    """Counts up to a cap: an exact count of a big table takes minutes, and nobody turns so far."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, or ManyRows where there are more than the cap."""
        rows = cast(QuerySet[Any], self.object_list)
        found = rows.order_by()[: COUNT_CAP + 1].count()
        return found if found <= COUNT_CAP else ManyRows(COUNT_CAP)


class CycleFilter(admin.SimpleListFilter):
    """By cycle, one of those in the ledger: the tables themselves are too long to ask."""

    title = "cycle"
    parameter_name = "cycle"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The cycles that anything was loaded for, newest first."""
        cycles = Load.objects.order_by("-cycle").values_list("cycle", flat=True).distinct()
        return [(str(cycle), f"{cycle - 1}–{cycle}") for cycle in cycles]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of the chosen cycle."""
        value = self.value()
        return queryset.filter(cycle=int(value)) if value and value.isdecimal() else queryset


def one_of(column: str, label: str, choices: Iterable[tuple[str, str]]) -> type[Any]:
    """A filter by a column that has these values, for one that has no choices of its own."""
    known = list(choices)

    class OneOf(admin.SimpleListFilter):
        title = label
        parameter_name = column

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
            return known

        def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
            return queryset.filter(**{column: self.value()}) if self.value() else queryset

    return OneOf


class ReadOnlyAdmin(admin.ModelAdmin):
    """Nobody adds, changes or deletes here, a superuser neither; who may view, may view."""

    class Media:
        css: ClassVar[Any] = {"all": ["filings/admin.css"]}

    actions: Any = None
    # Counts beside each filter would count the whole table once for each.
    show_facets = admin.ShowFacets.NEVER
    change_form_template = "admin/filings/fact.html"
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    paginator = CappedPaginator

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes."""
        return False


class FactAdmin(ReadOnlyAdmin):
    """The FEC's facts: searched by ids and names, never changed.

    `committee_lookups`, `candidate_lookups` and `number_lookups` are compared whole; `name_lookups`
    are looked through for words, where `is_huge` only beside an id. Words also find the rows of
    committees and candidates of that name. A list gives up after PATIENCE_SECONDS.
    """

    exclude = ("row_hash",)
    list_filter: ClassVar[Any] = (CycleFilter,)
    # Left to itself, Django joins what a list shows of other tables (see get_queryset).
    list_select_related = ()
    search_fields = ("pk",)  # Without any, Django shows no search box.
    committee_lookups: ClassVar[Sequence[str]] = ()
    candidate_lookups: ClassVar[Sequence[str]] = ()
    number_lookups: ClassVar[Sequence[str]] = ()
    name_lookups: ClassVar[Sequence[str]] = ()
    prefetch: ClassVar[Sequence[str]] = ()
    is_huge: ClassVar[bool] = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows, their dictionaries fetched a page at a time: a join would tempt the planner."""
        return super().get_queryset(request).prefetch_related(*self.prefetch)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Rows with all the ids and all the words of the term."""
        words = []
        for word in search_term.split():
            lookups: Sequence[str] = ()
            if COMMITTEE_ID.fullmatch(word.upper()):
                lookups = self.committee_lookups
            elif CANDIDATE_ID.fullmatch(word.upper()):
                lookups = self.candidate_lookups
            elif word.isdecimal() and len(word) < 20:
                lookups = self.number_lookups
            if lookups:
                queryset = queryset.filter(any_of(lookups, "exact", word.upper()))
            else:
                words.append(word)
        if words:
            has_id = len(words) < len(search_term.split())
            queryset = queryset.filter(self.by_words(request, words, has_id=has_id))
        return queryset, False

    def by_words(self, request: HttpRequest, words: Sequence[str], *, has_id: bool) -> Q:
        """The condition that a row has all of these words in a name."""
        condition = Q(pk__in=[])
        if has_id or not self.is_huge:
            condition |= all_words(self.name_lookups, words)
        if not has_id:
            if self.committee_lookups and self.model is not Committee:
                condition |= any_of(self.committee_lookups, "in", ids_named(Committee, words))
            if self.candidate_lookups and self.model is not Candidate:
                condition |= any_of(self.candidate_lookups, "in", ids_named(Candidate, words))
        return condition

    @property
    def search_help_text(self) -> str:  # type: ignore[override]
        """What may be written into the search box."""
        parts = [
            name
            for name, lookups in (
                ("a committee's id", self.committee_lookups),
                ("a candidate's id", self.candidate_lookups),
                ("a number of the FEC's (row, filing)", self.number_lookups),
            )
            if lookups
        ]
        parts.append("words of a name, beside an id" if self.is_huge else "words of a name")
        if self.is_huge and (self.committee_lookups or self.candidate_lookups):
            parts.append("words of the name of the committee or candidate")
        return f"Search by {', '.join(parts)}."

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list; where it would take too long, word of it instead."""
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(
                        "SELECT set_config('statement_timeout', %s, true)", [f"{PATIENCE_SECONDS}s"]
                    )
                response = super().changelist_view(request, extra_context)
                # The rows are read when the page is written: here, while the patience lasts.
                if isinstance(response, TemplateResponse):
                    response.render()
                return response
        except OperationalError as error:
            if not isinstance(error.__cause__, QueryCanceled) or not request.GET:
                raise
        messages.error(
            request,
            f"That search had to be stopped after {PATIENCE_SECONDS} seconds. Add an id or choose a"
            " cycle, so that fewer rows have to be looked at.",
        )
        return HttpResponseRedirect(request.path)


def _column(field: str, heading: str, kind: str, write: Callable[[Any], str]) -> Any:
    @admin.display(description=heading, ordering=field)
    def column(row: Any) -> str:
        value = getattr(row, field)
        return "" if value is None else write(value)

    # Django names a column's CSS class after the function.
    column.__name__ = f"{kind}_{field}"
    return column


def amount(field: str, heading: str = "amount") -> Any:
    """A column of a list: dollars and cents."""
    return _column(field, heading, "number", lambda value: f"{value:,.2f}")


def number(field: str, heading: str) -> Any:
    """A column of a list: a count, left out where it is 0."""
    return _column(field, heading, "number", lambda value: f"{value:,}" if value else "")


def day(field: str, heading: str = "date") -> Any:
    """A column of a list: a date as 2018-06-05."""
    return _column(field, heading, "day", lambda value: f"{value:%Y-%m-%d}")


def moment(field: str, heading: str) -> Any:
    """A column of a list: a time as 2018-06-05 04:10:59, in UTC."""
    return _column(field, heading, "time", lambda value: f"{value:%Y-%m-%d %H:%M:%S}")


def plain(field: str, heading: str) -> Any:
    """A column of a list: the value as it is stored, under a short heading."""
    return _column(field, heading, "plain", str)


def any_of(lookups: Sequence[str], how: str, value: Any) -> Q:
    """The condition that any of the columns compares so."""
    condition = Q()
    for lookup in lookups:
        condition |= Q(**{f"{lookup}__{how}": value})
    return condition


def all_words(lookups: Sequence[str], words: Sequence[str]) -> Q:
    """The condition that the columns together hold all the words; no row for no columns."""
    condition = Q() if lookups else Q(pk__in=[])
    for word in words if lookups else ():
        condition &= any_of(lookups, "icontains", word)
    return condition


def ids_named(model: type[Model], words: Sequence[str]) -> list[str]:
    """The ids of the first NAMES_CAP committees or candidates whose name has all the words.

    As a list and not as a subquery, so that the planner knows how few they are.
    """
    rows = model._default_manager.filter(all_words(["name"], words)).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:NAMES_CAP])


def filing_url(committee_id: str, file_number: int | None) -> str:
    """The FEC's page of an electronic filing; empty where there is none (paper has no number)."""
    if not committee_id or not file_number or file_number <= 0:
        return ""
    return f"https://docquery.fec.gov/cgi-bin/forms/{committee_id}/{file_number}/"


def image_url(image_number: int | str | None) -> str:
    """The FEC's image of the page that a row stands on; empty where there is none."""
    number = str(image_number or "")
    return f"https://docquery.fec.gov/cgi-bin/fecimg/?{number}" if number.isdecimal() else ""


@admin.display(description="at the FEC")
def at_fec(row: Any) -> SafeString:
    """Links to the filing and to the image of a row, as far as the row has them."""
    links = [
        format_html('<a href="{}" rel="noreferrer">{}</a>', url, label)
        for url, label in (
            (filing_url(row.committee_id, getattr(row, "file_number", None)), "filing"),
            (image_url(row.image_number), "image"),
        )
        if url
    ]
    return SafeString(" ".join(links) or "–")
