"""A committee's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from filings.models import Committee
from web import committee_page, words
from web.caching import data_version
from web.views.candidates import chosen_cycle


def committee(request: HttpRequest, committee_id: str) -> HttpResponse:
    """A committee's money in a cycle."""
    found = get_object_or_404(Committee, pk=committee_id)
    cycles = committee_page.cycles_of(found)
    cycle = chosen_cycle(request, cycles, 0) or committee_page.best_cycle(found, cycles)
    page = committee_page.build(found, cycle, cycles, data_version())
    return render(request, "web/committee.html", {"page": page, "period": words.period(cycle)})
