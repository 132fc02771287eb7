"""Cards: what a link to a page is shown with elsewhere. A name, a figure, and a chart, drawn."""

from decimal import Decimal
from xml.sax.saxutils import escape

from django.db.models import Sum
from django.urls import reverse

from donations.models import IndustryMonth
from filings.models import CandidateSummary, CommitteeSummary, ElectionCandidate
from web.caching import remember
from web.charts import catalog, drawing, ink, spec
from web.charts.catalog import Source
from web.charts.chart import Chart
from web.charts.given import TakesLong
from web.context import freshness
from web.subjects import WITH_CYCLES
from web.templatetags.figures import about
from web.words import period

WIDTH, HEIGHT = 1200, 630
# The charts that a card may show, the first that has something to show.
KINDS = {
    "candidate": ("industries", "months", "outside"),
    "committee": ("outside", "industries", "months"),
    "race": ("outside", "industries"),
    "industry": ("givers", "months"),
    "donor": ("months",),
    "employer": ("months",),
    "home": ("industries",),
}
# What of a chart has room on a card.
_ROWS = 5
_MARGIN = 60


def card_path(kind: str, key: str = "", cycle: int | None = None) -> str:
    """The path of the card of a page; empty for pages that have none.

    `cycle` is that of pages that show one at a time, None for the newest.
    """
    if kind not in KINDS or (kind != "home" and not key):
        return ""
    address = reverse("card", args=[f"{kind}/{key}" if key else kind])
    return f"{address}?cycle={cycle}" if cycle and kind in WITH_CYCLES - {"donor"} else address


def card(kind: str, key: str, cycle: int, version: int) -> bytes:
    """The card as PNG, drawn once for each version of the data."""

    def draw() -> bytes:
        return drawing.png(svg(kind, key, cycle, version), scale=1)

    # Whether the data is invented stands on it.
    name = f"card{catalog.VERSION}.{drawing.VERSION}:{kind}:{key}:{cycle}"
    picture: bytes = remember(f"{name}:{freshness().is_sample}", version, draw)
    return picture


def svg(kind: str, key: str, cycle: int, version: int) -> str:
    """The card as SVG, in the colours of paper."""
    source = Source("all" if kind == "home" else kind, key, cycle, version)
    chart = _chart(source, KINDS[kind])
    name = _name(source, chart)
    figure = _figure(source, kind)
    inner = WIDTH - 2 * _MARGIN
    lines = ink.wrap(name, inner, 54)
    big = 54 if len(lines) < 3 else 42
    title = ink.wrap(name, inner, big)[:2]
    at = 108 + len(title) * 66
    parts = [
        drawing.lines_of(title, _MARGIN, 104, big, ink.TEXT, bold=True),
        drawing.lines_of(ink.wrap(figure, inner, 30)[:2], _MARGIN, at, 30, ink.SOLID),
    ]
    at += len(ink.wrap(figure, inner, 30)[:2]) * 38
    if chart is not None:
        said = ink.wrap(chart.title, inner, 24)[:2]
        parts.append(drawing.lines_of(said, _MARGIN, at, 24, ink.TEXT))
        at += len(said) * 30 - 12
        inside, width, height = drawing.body(spec.make(_shortened(chart), spec.PAGE_WIDE))
        parts.append(
            f'<svg x="{_MARGIN}" y="{at}" width="{inner}" height="{HEIGHT - 62 - at}"'
            f' viewBox="0 0 {width:g} {height:g}" preserveAspectRatio="xMinYMin meet">'
            f"{inside}</svg>"
        )
    foot = "Finance Tracker · from filings with the Federal Election Commission"
    if freshness().is_sample:
        foot = "INVENTED SAMPLE, not for publication · Finance Tracker"
    parts.append(drawing.lines_of([foot], _MARGIN, HEIGHT - 26, 22, ink.QUIET))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}"><title>{escape(name)}</title>'
        f'<defs>{drawing.patterns()}</defs><rect width="{WIDTH}" height="{HEIGHT}"'
        f' fill="{ink.PAGE}"/><rect width="{WIDTH}" height="14" fill="{ink.SOLID}"/>'
        f"{''.join(parts)}</svg>"
    )


def _chart(source: Source, names: tuple[str, ...]) -> Chart | None:
    for name in names:
        try:
            found = catalog.build(source, name)
        except TakesLong:
            continue
        if found.drawn:
            return found
    return None


def _shortened(chart: Chart) -> Chart:
    """The chart with no more rows than a card has room for."""
    if chart.shape == "months":
        return chart
    kept = tuple(row for row in chart.rows if row.drawn)[:_ROWS]
    return Chart(**{**chart.__dict__, "rows": kept})


def _name(source: Source, chart: Chart | None) -> str:
    if source.kind == "all":
        return "Whose money is in federal campaigns"
    if source.kind == "industry":
        return str(source.industry.name)
    return source.subject


def _figure(source: Source, kind: str) -> str:
    """The page's main figure in a few words."""
    said = f"in the {period(source.cycle)} cycle" if source.cycle else ""
    if kind == "candidate":
        official = CandidateSummary.objects.filter(candidate_id=source.key, cycle=source.cycle)
        first = official.order_by("file").first()
        return f"raised {about(first.receipts)} {said}" if first else said.capitalize()
    if kind == "committee":
        summary = CommitteeSummary.objects.filter(
            committee_id=source.key, cycle=source.cycle
        ).first()
        return f"took in {about(summary.receipts)} {said}" if summary else said.capitalize()
    if kind == "race":
        entrants = ElectionCandidate.objects.filter(election=source.election).count()
        raised = source.race.raised
        word = "candidate" if entrants == 1 else "candidates"
        return f"{entrants} {word} raised {about(raised)} {said}"
    if kind == "donor":
        return f"gave {about(catalog.build(source, 'months').totals[0])}, itemized"
    if kind == "employer":
        totals = catalog.build(source, "months").totals
        return f"Its people and committees gave {about(sum(totals, Decimal(0)))} {said}"
    months = IndustryMonth.objects.filter(cycle=source.cycle)
    if kind == "industry":
        months = months.filter(industry=source.industry)
    whole = months.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    return f"{about(whole)} of itemized gifts {said}"
