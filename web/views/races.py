"""Races: the list, and a race's page."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from filings import codes
from filings.models import Election
from web import race_page, words
from web.caching import data_version
from web.views.candidates import all_cycles, chosen_cycle

LISTED = 100


def races(request: HttpRequest) -> HttpResponse:
    """The races of a cycle by office and state, special elections first."""
    cycles = all_cycles(data_version())
    cycle = chosen_cycle(request, cycles, cycles[0] if cycles else 0)
    office, state = request.GET.get("office", ""), request.GET.get("state", "")
    rows = Election.objects.filter(cycle=cycle).annotate(entrants=Count("entries"))
    if office in dict(codes.OFFICES):
        rows = rows.filter(office=office)
    if state in codes.STATES:
        rows = rows.filter(state=state)
    page = Paginator(
        rows.order_by("-special_year", "office", "state", "district"), LISTED
    ).get_page(request.GET.get("page"))
    return render(
        request,
        "web/races.html",
        {
            "page": page,
            "cycle": cycle,
            "cycles": cycles,
            "office": office,
            "state": state,
            "offices": codes.OFFICES,
            "states": codes.STATES,
            "period": words.period(cycle) if cycle else "",
        },
    )


def race(
    request: HttpRequest,
    cycle: int,
    office: str,
    state: str,
    district: str,
    special_year: int = 0,
) -> HttpResponse:
    """One race: the special election apart from the regular one."""
    election = Election.objects.filter(
        cycle=cycle,
        office=words.OFFICE_PATHS.get(office, ""),
        state=state.upper(),
        district=district.zfill(2),
        special_year=special_year,
    ).first()
    if election is None:
        raise Http404("No candidate is registered for such a race in the cycles loaded here.")
    page = race_page.build(election, data_version())
    return render(request, "web/race.html", {"page": page, "period": words.period(cycle)})
