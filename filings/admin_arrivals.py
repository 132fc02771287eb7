"""The admin of arrivals: what was posted or asked for, how far it has come, and trying again."""

from typing import Any, ClassVar

import kombu.exceptions
import redis.exceptions
from celery import current_app
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from filings.admin_base import ReadOnlyAdmin, filing_url, moment, plain
from filings.models import Arrival

# The task of financetracker/tasks.py, which cannot be imported here.
TASK = "financetracker.take_efilings"
CONNECT_SECONDS = 3
# What a queue that is down raises, by where it is noticed.
QUEUE_ERRORS = (kombu.exceptions.OperationalError, redis.exceptions.RedisError, OSError)


@admin.register(Arrival)
class ArrivalAdmin(ReadOnlyAdmin):
    """Filings that were posted or asked for; who may start steps may have one tried again."""

    actions = ("try_again",)
    list_display = (
        plain("file_number", "filing"),
        "state",
        "short_reason",
        plain("attempts", "attempts"),
        moment("next_try_at", "next attempt (UTC)"),
        plain("form_type", "form"),
        plain("committee_id", "filer"),
        "title",
        plain("found_in", "found in"),
        moment("published_at", "published (UTC)"),
        moment("found_at", "found (UTC)"),
    )
    list_filter = ("status", "found_in", "is_paper", "form_type")
    search_fields = ("=file_number", "=committee_id", "title", "reason")
    search_help_text = "Search by file number, the filer's id, words of the title or the reason."
    readonly_fields: ClassVar[Any] = ("at_fec", "trace")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("file_number", "status", "reason", "at_fec")}),
        ("Filing", {"fields": ("title", "form_type", "committee_id", "is_paper", "published_at")}),
        (
            "Attempts",
            {"fields": ("attempts", "next_try_at", "found_in", "found_at", "requested_by")},
        ),
        ("Error", {"fields": ("trace",)}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Arrival | None = None) -> Any:
        """The parts of the page; that of the error only where there was one."""
        return [part for part in self.fieldsets if part[0] != "Error" or (obj and obj.traceback)]

    def has_run_permission(self, request: HttpRequest) -> bool:
        """Whether the user may have filings taken in: whoever may start steps."""
        return request.user.has_perm("filings.run_step")

    @admin.action(description="Try again now", permissions=["run"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Arrival]) -> None:
        """Hand the chosen filings that are not in yet to the worker."""
        missing = queryset.exclude(status=Arrival.Status.INGESTED).order_by()
        numbers = sorted(missing.values_list("file_number", flat=True))
        there = queryset.count() - len(numbers)
        if there:
            messages.info(request, f"In already, of the chosen filings: {there:,}.")
        if not numbers:
            return
        user = request.user.get_username()
        # Whatever becomes of the task, the next poll takes them in.
        Arrival.objects.filter(pk__in=numbers).exclude(status=Arrival.Status.INGESTED).update(
            status=Arrival.Status.WAITING, attempts=0, next_try_at=None, requested_by=user[:150]
        )
        try:
            with current_app.connection_for_write(connect_timeout=CONNECT_SECONDS) as queue:
                queue.ensure_connection(max_retries=1, interval_start=0)
            current_app.send_task(TASK, (numbers,), {"requested_by": user})
        except QUEUE_ERRORS as error:
            messages.error(
                request,
                f"The worker's queue cannot be reached ({error}). The next poll takes them in.",
            )
        else:
            noun = "filing" if len(numbers) == 1 else "filings"
            messages.success(request, f"Handed {len(numbers):,} {noun} to the worker.")

    @admin.display(description="status", ordering="status")
    def state(self, arrival: Arrival) -> SafeString:
        """How far it has come."""
        # A word and a sign, for colour alone says nothing to some.
        sign, look = {
            Arrival.Status.WAITING: ("…", "running"),
            Arrival.Status.INGESTED: ("✓", "loaded"),
            Arrival.Status.FAILED: ("✗", "failed"),
        }[Arrival.Status(arrival.status)]
        return format_html(
            '<span class="load-status load-{}">{} {}</span>', look, sign, arrival.status
        )

    @admin.display(description="reason", ordering="reason")
    def short_reason(self, arrival: Arrival) -> str:
        """The beginning of why it is not in."""
        return arrival.reason if len(arrival.reason) <= 80 else f"{arrival.reason[:79]}…"

    @admin.display(description="traceback")
    def trace(self, arrival: Arrival) -> SafeString:
        """Where in our code the last attempt ended."""
        return format_html('<pre class="load-trace">{}</pre>', arrival.traceback)

    @admin.display(description="at the FEC")
    def at_fec(self, arrival: Arrival) -> SafeString | str:
        """A link to the filing's page at the FEC."""
        url = filing_url(arrival.committee_id, arrival.file_number)
        return format_html('<a href="{}" rel="noreferrer">{}</a>', url, url) if url else "–"
