"""What was loaded when, with counts and rejects, and what runs now."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from filings.models import Load, Reject
from web import home_page

LISTED = 100
REFRESH_SECONDS = 5


def status(request: HttpRequest) -> HttpResponse:
    """The newest run of each step and cycle; the load whose rows stand where that run failed."""
    newest = home_page.last_loads()
    standing = {
        (load.step, load.cycle): load
        for load in Load.objects.filter(status=Load.Status.LOADED)
        .order_by("step", "cycle", "-id")
        .distinct("step", "cycle")
        .defer("traceback")
    }
    running = [load for load in newest if load.status == Load.Status.RUNNING]
    for load in running:
        load.percent = (  # type: ignore[attr-defined]
            min(100 * load.progress_done // load.progress_total, 100)
            if load.progress_total
            else None
        )
    cycles = sorted({load.cycle for load in newest}, reverse=True)
    groups = [
        (
            cycle,
            [
                (load, standing.get((load.step, load.cycle)))
                for load in sorted(newest, key=lambda load: load.pk)
                if load.cycle == cycle
            ],
        )
        for cycle in cycles
    ]
    return render(
        request,
        "web/status.html",
        {
            "groups": groups,
            "running": running,
            "failed": [load for load in newest if load.status == Load.Status.FAILED],
            "rejected": sum(load.rows_rejected for load in standing.values()),
            "rows": sum(load.rows_loaded for load in standing.values()),
            "refresh": REFRESH_SECONDS if running else 0,
        },
    )


def rejects(request: HttpRequest, load_id: int) -> HttpResponse:
    """The rows of one load that could not be read: where and why. The raw rows, which may hold
    addresses, are for the admin alone."""
    load = get_object_or_404(Load.objects.defer("traceback"), pk=load_id)
    rows = Reject.objects.filter(load=load).defer("raw").order_by("line", "column", "pk")
    page = Paginator(rows, LISTED).get_page(request.GET.get("page"))
    return render(request, "web/rejects.html", {"load": load, "page": page})
