"""Candidates: the list, and a candidate's page."""

from django.core.paginator import Paginator
from django.db.models import DecimalField, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from filings import codes
from filings.models import Candidacy, Candidate, CandidateSummary
from web import candidate_page, words
from web.caching import data_version, remember

LISTED = 100


def chosen_cycle(request: HttpRequest, cycles: list[int], otherwise: int) -> int:
    """The cycle asked for, or the other one where none is; 404 for a cycle that is not loaded.

    A loaded cycle that is not among `cycles` is answered too: links lead to committees that have
    nothing of their own in the cycle, and their pages say so.
    """
    asked = request.GET.get("cycle", "").strip()
    if not asked:
        return otherwise
    found = next((cycle for cycle in cycles if str(cycle) == asked), None)
    if found is None:
        loaded = all_cycles(data_version())
        found = next((cycle for cycle in loaded if str(cycle) == asked), None)
    if found is None:
        there = ", ".join(map(str, sorted({*cycles, *loaded}, reverse=True)))
        raise Http404(
            f"There is no cycle “{asked[:20]}” here; "
            + (f"there are: {there}." if there else "no cycle is loaded.")
        )
    return found


def all_cycles(version: int) -> list[int]:
    """The cycles with candidates, newest first."""
    return remember(
        "cycles",
        version,
        lambda: list(
            Candidacy.objects.order_by("-cycle").values_list("cycle", flat=True).distinct()
        ),
    )


def candidates(request: HttpRequest) -> HttpResponse:
    """Candidates of a cycle by state, office and words of the name; those with most money first."""
    cycles = all_cycles(data_version())
    cycle = chosen_cycle(request, cycles, cycles[0] if cycles else 0)
    office, state = request.GET.get("office", ""), request.GET.get("state", "")
    name = request.GET.get("name", "").strip()[:100]
    rows = Candidacy.objects.filter(cycle=cycle)
    if office in dict(codes.OFFICES):
        rows = rows.filter(office=office)
    if state in codes.STATES:
        rows = rows.filter(state=state)
    for word in name.split():
        rows = rows.filter(name__icontains=word)
    official = CandidateSummary.objects.filter(
        candidate_id=OuterRef("candidate_id"), cycle=OuterRef("cycle")
    ).order_by("file")
    listed = rows.annotate(
        receipts=Subquery(official.values("receipts")[:1], output_field=DecimalField()),
        disbursements=Subquery(official.values("disbursements")[:1], output_field=DecimalField()),
        coverage=Subquery(official.values("coverage_end_date")[:1]),
    )
    # Those without official figures come last, not first.
    listed = listed.order_by(
        Subquery(official.values("receipts")[:1], output_field=DecimalField()).desc(
            nulls_last=True
        ),
        "name",
        "candidate_id",
    )
    page = Paginator(listed, LISTED).get_page(request.GET.get("page"))
    rows_shown = [
        (row, words.person(row.name), codes.seat(row.office, row.state, row.district))
        for row in page
    ]
    return render(
        request,
        "web/candidates.html",
        {
            "page": page,
            "rows": rows_shown,
            "cycle": cycle,
            "cycles": cycles,
            "office": office,
            "state": state,
            "name": name,
            "offices": codes.OFFICES,
            "states": codes.STATES,
            "period": words.period(cycle) if cycle else "",
        },
    )


def candidate(request: HttpRequest, candidate_id: str) -> HttpResponse:
    """A candidate's money in a cycle."""
    found = get_object_or_404(Candidate, pk=candidate_id)
    cycles = candidate_page.cycles_of(found)
    cycle = chosen_cycle(request, cycles, 0) or candidate_page.best_cycle(found, cycles)
    page = candidate_page.build(found, cycle, cycles, data_version())
    return render(request, "web/candidate.html", {"page": page, "period": words.period(cycle)})
