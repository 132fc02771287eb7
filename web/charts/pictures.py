"""Charts' files under their addresses: SVG, PNG and CSV, kept until the next load."""

import csv
import io
from collections.abc import Callable, Mapping

from django.urls import reverse
from django.utils.http import urlencode

from web.caching import remember
from web.charts import drawing, spec
from web.charts.catalog import VERSION
from web.charts.chart import Chart

# A picture is drawn again in less than a second; the figures that it needs are kept longer.
_KEPT = {"svg": 21_600, "png": 3_600}
TYPES = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}


def path(kind: str, key: str, name: str, ending: str, query: Mapping[str, object]) -> str:
    """The address of a chart's file; empty values of the query are left out."""
    parts = [kind, key, name] if key else [kind, name]
    asked = urlencode({field: str(value) for field, value in query.items() if value})
    address = reverse("chart", args=["/".join(parts), ending])
    return f"{address}?{asked}" if asked else address


def picture(
    kept: str, version: int, variant: str, ending: str, chart: Callable[[], Chart]
) -> bytes:
    """A chart's file, drawn once for each version of the data; `kept` names it in the cache."""
    if ending == "csv":
        return _table(chart())

    def draw() -> bytes:
        if ending == "png":
            return drawing.png(drawing.svg(chart(), variant, on_paper=True))
        return drawing.svg(chart(), variant).encode()

    name = f"picture{VERSION}.{drawing.VERSION}:{kept}:{variant}:{ending}"
    found: bytes = remember(name, version, draw, seconds=_KEPT[ending])
    return found


def _table(chart: Chart) -> bytes:
    """The chart's table, opened by what it is."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([chart.title])
    writer.writerow([f"{chart.heading}. {chart.about}"])
    for note in (*chart.notes, drawing.source()):
        writer.writerow([note])
    writer.writerow([])
    # A spreadsheet would run what begins like a formula.
    writer.writerows(
        [["'" + cell if cell[:1] in "=+@\t" else cell for cell in line] for line in chart.lines()]
    )
    return text.getvalue().encode("utf-8-sig")


def height(chart: Chart, variant: str) -> int:
    """The height of the picture that a page shows, in pixels."""
    return spec.size(chart, variant)[1] if chart.drawn else 50
