"""Whose money a spender spent."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from expenditures.models import Trace
from expenditures.money_sources import METHODS
from filings.models import Committee
from web import trace_page, words
from web.caching import data_version
from web.views.candidates import chosen_cycle

DEFAULT_METHOD = "to_date"
SIDES = {"for": "S", "against": "O", "S": "S", "O": "O"}


def trace(request: HttpRequest, committee_id: str) -> HttpResponse:
    """A spender's independent expenditures of a cycle, followed back to their sources.

    All of them, or those for or against a candidate, of some election codes:
    ?candidate=H8CA34266&side=against&election=R2017,S2017; by a method: &method=recent.
    """
    if committee_id != committee_id.upper():
        return redirect("trace", committee_id.upper(), permanent=True)
    committee = get_object_or_404(Committee, pk=committee_id)
    cycles = list(
        Trace.objects.whole()
        .filter(committee=committee, method=DEFAULT_METHOD)
        .order_by("-cycle")
        .values_list("cycle", flat=True)
    )
    if not cycles:
        raise Http404(
            "No independent expenditures of this committee are in the cycles loaded here, so there"
            " is nothing to follow back."
        )
    cycle = chosen_cycle(request, cycles, cycles[0])
    method = request.GET.get("method", DEFAULT_METHOD)
    if method not in METHODS:
        raise Http404(f"There is no method {method[:20]!r}: choose from {', '.join(METHODS)}.")
    if request.GET.get("candidate"):
        found = _about(request, committee_id, cycle, method)
    else:
        found = trace_page.find(committee.pk, cycle, method)
    if not found:
        raise Http404("This committee spent nothing independently in that cycle.")
    page = trace_page.build(committee, found, data_version())
    return render(
        request,
        "web/trace.html",
        {
            "page": page,
            "period": words.period(cycle),
            "cycles": cycles,
            "methods": [
                (code, said, _address(request, committee_id, code))
                for code, said in METHODS.items()
            ],
        },
    )


def _address(request: HttpRequest, committee_id: str, method: str) -> str:
    """The same page by another method."""
    asked = {
        name: request.GET[name]
        for name in ("cycle", "candidate", "side", "election")
        if request.GET.get(name)
    }
    if method != DEFAULT_METHOD:
        asked["method"] = method
    return f"{reverse('trace', args=[committee_id])}?{urlencode(asked)}"


def _about(request: HttpRequest, committee_id: str, cycle: int, method: str) -> list[Trace]:
    side = request.GET.get("side", "")
    if side not in SIDES:
        raise Http404("Say whether the spending is to be for or against: side=for, side=against.")
    codes = [
        "" if code == "none" else code
        for code in request.GET.get("election", "").split(",")
        if code
    ]
    candidate_id = request.GET["candidate"].upper()
    found = trace_page.find_about(committee_id, cycle, method, candidate_id, SIDES[side], codes)
    if not found:
        raise Http404(
            f"This committee spent nothing {side} that candidate in the cycle, or nothing under"
            " that election code."
        )
    return found
