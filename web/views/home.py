"""The front page, and how figures are computed."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from filings.models import Load
from web import arrived, classifier_page, home_page, prose, words
from web.caching import data_version, remember
from web.context import FILE_STEPS
from web.views.candidates import all_cycles, chosen_cycle

METHODOLOGY = Path(__file__).parent.parent / "methodology.md"


def home(request: HttpRequest) -> HttpResponse:
    """One search box, the most money, and the state of the import."""
    version = data_version()
    cycles = all_cycles(version)
    cycle = chosen_cycle(request, cycles, cycles[0] if cycles else 0)
    overview = remember(f"home:{cycle}", version, lambda: home_page.overview(cycle))
    loads = home_page.last_loads()
    return render(
        request,
        "web/home.html",
        {
            "overview": overview,
            "arrived": arrived.read(cycle, version) if cycle else None,
            "nightly_hour": settings.NIGHTLY_HOUR,
            "cycle": cycle,
            "cycles": cycles,
            "period": words.period(cycle) if cycle else "",
            "running": [load for load in loads if load.status == Load.Status.RUNNING],
            "failed": [load for load in loads if load.status == Load.Status.FAILED],
            "newest": next(
                (
                    load
                    for load in loads
                    if load.status == Load.Status.LOADED and load.step in FILE_STEPS
                ),
                None,
            ),
        },
    )


def methodology(request: HttpRequest) -> HttpResponse:
    """How each published figure is computed: the same text as docs/methodology.md, and what the
    classifier was last measured to be worth.
    """
    heading, body = prose.with_heading(METHODOLOGY.read_text(encoding="utf-8"))
    return render(
        request,
        "web/methodology.html",
        {"heading": heading, "body": body, "run": classifier_page.newest()},
    )
