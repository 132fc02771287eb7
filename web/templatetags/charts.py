"""Charts on pages: the picture from its own address, its table, and its downloads."""

from typing import Any

from django import template
from django.core.exceptions import ObjectDoesNotExist

from web.caching import data_version
from web.charts import catalog, pictures, spec
from web.charts.catalog import CHARTS, Source
from web.charts.chart import Chart
from web.filters import DonorFilter, parse_donor_filter

register = template.Library()

# What a chart is called while its figures are not added up yet, and the height to keep free.
_WAITING = {
    "months": ("Money over time", 290),
    "sizes": ("Money by the size of contributions", 200),
    "states": ("Where the money comes from", 505),
}
_SOURCES = "_chart_sources"


@register.inclusion_tag("web/_chart.html", takes_context=True)
def chart(
    context: template.Context, kind: str, key: object, name: str, cycle: int | None = None
) -> dict[str, Any]:
    """A chart as a figure; nothing where there is nothing to draw."""
    source = _source(context, kind, str(key), cycle)
    if source is None or (kind, name) not in CHARTS:
        return {}
    try:
        found = catalog.at_once(source, name)
    except ObjectDoesNotExist:
        return {}
    if found is not None and not found.rows:
        return {}
    asked = {} if kind in {"race", "donor"} else {"cycle": source.cycle}
    place = (kind, source.key, name)
    return {**_figure(found, name, place, asked), "id": f"chart-{name}"}


@register.inclusion_tag("web/_chart.html")
def donors_chart(name: str, asked: DonorFilter) -> dict[str, Any]:
    """A donor search by "states" or "months": added up when the picture is asked for."""
    query = {name: value for name, value in asked.searched.items() if name != "after"}
    if asked.rows != "counted":
        query["rows"] = asked.rows
    return {**_figure(None, name, ("donors", "", name), query), "id": f"chart-{name}"}


@register.inclusion_tag("web/_chart.html")
def search_chart(name: str, **fields: object) -> dict[str, Any]:
    """The same of a search that a page names field by field: `organization=… cycle=…`."""
    asked, errors = parse_donor_filter({field: str(value) for field, value in fields.items()})
    return {} if errors else donors_chart(name, asked)


def _source(context: template.Context, kind: str, key: str, cycle: int | None) -> Source | None:
    """The source that the charts of a page share, so that each is read once."""
    if kind == "race":
        year = key.partition("/")[0]
        cycle = int(year) if year.isdecimal() else None
    if not cycle and kind != "donor":
        return None
    cycle = 0 if kind == "donor" else cycle or 0
    shared: Any = context.render_context
    kept: dict[tuple[str, str, int], Source] = shared.setdefault(_SOURCES, {})
    version = next(iter(kept.values())).version if kept else data_version()
    source = kept.setdefault((kind, key, cycle), Source(kind, key, cycle, version))
    page = context.get("page")
    if kind == "race" and getattr(page, "election", None) is not None:
        source.__dict__.setdefault("race", page)
        source.__dict__.setdefault("election", page.election)  # type: ignore[union-attr]
    if kind == "industry" and getattr(page, "industry", None) is not None:
        source.__dict__.setdefault("page", page)
        source.__dict__.setdefault("industry", page.industry)  # type: ignore[union-attr]
    if kind == "employer" and getattr(page, "rows", None) is not None:
        source.__dict__.setdefault("is_heavy", page.rows > catalog.PAGE_ROWS)  # type: ignore[union-attr]
    if kind == "donor" and getattr(page, "donor", None) is not None:
        source.__dict__.setdefault("donor", page.donor)  # type: ignore[union-attr]
    if kind == "committee" and getattr(page, "committee", None) is not None:
        committee = page.committee  # type: ignore[union-attr]
        source.__dict__.setdefault("subject", committee.name or committee.pk)
    if kind == "candidate" and getattr(page, "candidate", None) is not None:
        source.__dict__.setdefault("candidate", page.candidate)  # type: ignore[union-attr]
    return source


def _figure(
    found: Chart | None, name: str, place: tuple[str, str, str], asked: dict[str, Any]
) -> dict[str, Any]:
    title, tall = _WAITING.get(name, ("Chart", 300))
    wide = (spec.WIDE, pictures.height(found, spec.PAGE_WIDE) if found else tall)
    narrow = (spec.NARROW, pictures.height(found, spec.PAGE_NARROW) if found else tall // 2)
    return {
        "chart": found,
        "title": found.title if found else title,
        "alt": found.description if found else f"{title}: the figures are in the CSV",
        "wide": {
            "url": pictures.path(*place, "svg", {**asked, "for": spec.PAGE_WIDE}),
            "width": wide[0],
            "height": wide[1],
        },
        "narrow": {
            "url": pictures.path(*place, "svg", {**asked, "for": spec.PAGE_NARROW}),
            "width": narrow[0],
            "height": narrow[1],
        },
        "downloads": [
            (ending.upper(), pictures.path(*place, ending, asked))
            for ending in ("svg", "png", "csv")
        ],
        "table": list(zip(found.columns, found.totals, strict=True)) if found else [],
    }
