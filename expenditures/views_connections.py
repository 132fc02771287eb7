"""The page in the admin where a connection is read step by step and reviewed.

Works through plain forms, without scripts.
"""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from expenditures.connections import reviews
from expenditures.connections.evidence import CERTAINTIES, Party, Step, from_json
from expenditures.connections.kinds import KINDS
from expenditures.models import Connection, ConnectionReview
from filings.admin_base import filing_url
from filings.models import Filing

# What a step says between its two ends.
WORDS = {
    "gave": "gave to",
    "passed": "gave to",
    "gave_candidate": "gave to the campaign of",
    "staff_gave_candidate": "is named as their employer by people who gave to the campaign of",
    "spent_against": "spent against",
    "spent_for": "spent for",
    "industry_gave": "(people and committees of this industry) gave to the campaign of",
    "industry_funds": "(by the trace) is behind what was spent by",
    "shares": "has in common with",
}
# Steps in which a committee says something of itself, in words of the step's own.
_ALONE = {"received", "owed", "registered"}
_SAID = {
    "confirmed": "Confirmed.",
    "dismissed": "Dismissed: the public does not see it any more.",
    "reopened": "Open again.",
    "note": "The note is kept.",
}
FILTERS = "_changelist_filters"


@dataclass(frozen=True)
class Line:
    """A step as the page shows it. words: between its ends, none where it has one end only.

    rows: how many there are behind the amount. filings: number and address, which may be empty.
    """

    step: Step
    source: SafeString
    words: str
    target: SafeString
    rows: int
    said: str
    filings: list[tuple[int, str]]


def review(request: HttpRequest, connection: Connection, site: AdminSite) -> HttpResponse:
    """One connection: its path, its reviews, and a form for one more; or the answer to that."""
    may_review = request.user.has_perm(reviews.ADD)
    if request.method == "POST":
        if not may_review:
            raise PermissionDenied
        if _answer(request, connection):
            return HttpResponseRedirect(_after(request, connection))
    state = reviews.state_of(connection)
    made = ConnectionReview.objects.filter(key=connection.key).select_related("decided_by")
    context = site.each_context(request) | {
        "title": "Review a connection",
        "opts": Connection._meta,
        "connection": connection,
        "kind": KINDS[connection.kind],
        "certainty": CERTAINTIES[connection.certainty],
        "lines": _lines(from_json(connection.evidence)),
        "state": state,
        "history": made.order_by("-pk"),
        "may_review": may_review,
        "choices": _choices(state),
        "posted": request.POST,
        "mark": reviews.mark_of(connection),
        "filters": request.GET.get(FILTERS, ""),
        "list": _list_address(request),
        "next": _address(request, following) if (following := _next(request, connection)) else "",
    }
    return TemplateResponse(request, "admin/expenditures/connection.html", context)


def gone(request: HttpRequest) -> HttpResponse:
    """Back to the list, with word of a connection that is no longer found."""
    messages.warning(
        request, "That connection is no longer found. What was said of it is in its reviews."
    )
    return HttpResponseRedirect(_list_address(request))


def _choices(state: reviews.State) -> list[tuple[str, str]]:
    """What can be said of a connection in this state, and how it is put."""
    confirm = ("confirmed", "Confirm: I checked it, and it holds")
    dismiss = ("dismissed", "Dismiss: do not show it to the public (a note is needed)")
    reopen = ("reopened", "Open it again, without its public note (a note is needed)")
    note = ("note", "Only add a note")
    if not state.verdict:
        return [confirm, dismiss, note]
    other = dismiss if state.is_confirmed else confirm
    same = confirm if state.is_confirmed else dismiss
    return [*([same] if state.is_stale else []), other, reopen, note]


def _answer(request: HttpRequest, connection: Connection) -> bool:
    """Make the review that was posted; False, with word of why, where it cannot be made."""
    # Postgres has no text with a NUL.
    given = {
        name: request.POST.get(name, "").replace("\0", " ")
        for name in ("verdict", "note", "public_note", "mark")
    }
    verdict, public_note = given["verdict"], given["public_note"]
    said: dict[str, Any] = {
        "connection": connection,
        "by": cast(User, request.user),
        "note": given["note"],
        "mark": given["mark"],
    }
    try:
        if verdict in {"dismissed", "reopened"}:
            if public_note.strip():
                raise reviews.ConnectionReviewError(
                    "A public note goes with a confirmation, or by itself.",
                    remedy="Empty it, or choose another answer.",
                )
            {"dismissed": reviews.dismiss, "reopened": reviews.reopen}[verdict](**said)
        elif verdict == "confirmed":
            reviews.confirm(**said, public_note=public_note)
        elif verdict == "note":
            reviews.annotate(**said, public_note=public_note)
        else:
            raise reviews.ConnectionReviewError(
                "No answer was chosen.", remedy="Choose what you say of this connection."
            )
    except reviews.ConnectionReviewError as error:
        messages.error(request, str(error))
        return False
    page = _address(request, connection)
    messages.success(
        request, format_html('{} <a href="{}">{}</a>', _SAID[verdict], page, connection.sentence)
    )
    return True


def _after(request: HttpRequest, connection: Connection) -> str:
    """Where a review leads: to the next connection, where that was asked for and there is one."""
    if "next" not in request.POST:
        return _address(request, connection)
    following = _next(request, connection)
    if following is None:
        messages.info(request, "No other connection of this list waits for a review.")
        return _list_address(request)
    return _address(request, following)


def _next(request: HttpRequest, connection: Connection) -> Connection | None:
    """The next one that waits: of the list that one came from, below this one, else the first."""
    chosen = QueryDict(request.GET.get(FILTERS, ""))
    waiting = Connection.objects.waiting().defer("evidence").exclude(pk=connection.pk)
    cycle = chosen.get("cycle", "")
    waiting = waiting.filter(cycle=int(cycle) if cycle.isdecimal() else connection.cycle)
    for name in ("kind", "certainty"):
        if value := chosen.get(f"{name}__exact"):
            waiting = waiting.filter(**{name: value})
    below = Q(score__lt=connection.score) | Q(score=connection.score, pk__gt=connection.pk)
    return waiting.filter(below).first() or waiting.first()


def _address(request: HttpRequest, connection: Connection) -> str:
    return _with_filters(
        request, reverse("admin:expenditures_connection_change", args=[connection.pk])
    )


def _with_filters(request: HttpRequest, address: str) -> str:
    kept = QueryDict(mutable=True)
    if chosen := request.GET.get(FILTERS, ""):
        kept[FILTERS] = chosen
    return f"{address}?{kept.urlencode()}" if kept else address


def _list_address(request: HttpRequest) -> str:
    chosen = request.GET.get(FILTERS, "")
    address = reverse("admin:expenditures_connection_changelist")
    return f"{address}?{chosen}" if chosen else address


def _lines(steps: tuple[Step, ...]) -> list[Line]:
    numbers = {number for step in steps for number in step.filings}
    known = set(Filing.objects.filter(pk__in=numbers).values_list("pk", flat=True))

    def where(step: Step, number: int) -> str:
        if number in known:
            return reverse("admin:filings_filing_change", args=[number])
        return filing_url(_filer(step), number)

    return [
        Line(
            step,
            _party(step.source),
            _between(step),
            _party(step.target),
            0 if step.kind == "shares" else step.rows,
            _said_of(step),
            [(number, where(step, number)) for number in step.filings],
        )
        for step in steps
    ]


def _party(party: Party) -> SafeString:
    """A party's name, leading to its page in the admin where it has one."""
    if party.kind not in {"committee", "candidate"}:
        return format_html("{}", party.name)
    address = reverse(f"admin:filings_{party.kind}_change", args=[party.key])
    return format_html('<a href="{}">{}</a>', address, party.name)


def _between(step: Step) -> str:
    if step.kind in _ALONE:
        is_gift = step.kind == "received" and step.source != step.target
        return WORDS["gave"] if is_gift else ""
    return WORDS.get(step.kind, step.kind)


def _said_of(step: Step) -> str:
    """What the step itself says, if anything; how many committees a thing is shared by is no row
    count.
    """
    if step.kind == "shares" and step.rows:
        return f"{step.words} ({step.rows:,} committees of the cycle have it)"
    if step.kind == "received" and step.source == step.target:
        return f"received {step.words}".strip()
    return step.words


def _filer(step: Step) -> str:
    """The committee that filed what a step says; empty where the step does not name it."""
    reports_itself = step.kind not in {"gave", "passed", "received"}
    one = step.source if reports_itself else step.target
    return one.key if one.kind == "committee" else ""
