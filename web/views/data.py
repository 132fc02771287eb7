"""What can be downloaded: searches, and the definitions that are data; what is loaded when."""

from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

import donations
from donations.models import Industry, Rule
from filings.models import Load
from web.caching import data_version
from web.context import FILE_STEPS
from web.views.candidates import all_cycles

DEFINITIONS = Path(donations.__file__).parent / "data"


def data(request: HttpRequest) -> HttpResponse:
    """The downloads, and the files that stand in the tables."""
    cycles = all_cycles(data_version())
    standing = (
        Load.objects.filter(status=Load.Status.LOADED, step__in=FILE_STEPS)
        .order_by("-cycle", "step", "-id")
        .distinct("cycle", "step")
        .defer("traceback")
    )
    checked = {
        (load.step, load.cycle): load.finished_at
        for load in Load.objects.finished_well()
        .filter(step__in=FILE_STEPS)
        .order_by("step", "cycle", "-id")
        .distinct("step", "cycle")
        .defer("traceback")
    }
    loads = [(load, checked.get((load.step, load.cycle))) for load in standing]
    return render(
        request,
        "web/data.html",
        {
            "cycles": cycles,
            "loads": loads,
            "rows": sum(load.rows_loaded for load, _ in loads),
            "industries": Industry.objects.count(),
            "rules": Rule.objects.count(),
        },
    )


def industries_csv(request: HttpRequest) -> HttpResponseBase:
    """The list of industries, as it is kept in the repository."""
    return FileResponse(
        (DEFINITIONS / "industries.csv").open("rb"),
        as_attachment=True,
        filename="industries.csv",
        content_type="text/csv; charset=utf-8",
    )


def rules_csv(request: HttpRequest) -> HttpResponseBase:
    """All rules in one file: pattern, industry, source, author and day."""
    response = StreamingHttpResponse(_rules(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rules.csv"'
    return response


def _rules() -> Iterator[bytes]:
    """The files of rules one after the other, with the header once."""
    for number, path in enumerate(sorted(DEFINITIONS.glob("rules*.csv"))):
        with path.open("rb") as lines:
            header = next(lines)
            if number == 0:
                yield header
            yield from iter(lambda: lines.read(1 << 16), b"")
