"""Charts as SVG and PNG, drawn in this process by Vega-Lite, without a browser."""

import re
from functools import cache
from types import ModuleType
from typing import Any
from xml.sax.saxutils import escape

from web.charts import ink, spec
from web.charts.chart import Chart
from web.context import freshness

# A change of how charts are drawn makes the pictures that are kept useless.
VERSION = 4
SOURCE = "Source: Federal Election Commission filings, added up by Finance Tracker."
INVENTED = "INVENTED SAMPLE, not for publication. Drawn by Finance Tracker."
PNG_SCALE = 2
_DARK = {
    ink.PAGE: "#14181b",
    ink.TEXT: "#e6eaed",
    ink.QUIET: "#a3afb8",
    ink.LINE: "#38424a",
    ink.SOLID: "#6cc5d8",
    ink.HATCHED: "#6cc5d9",
    ink.FOR: "#86d79d",
    ink.AGAINST: "#ff9a9f",
    ink.ON_DARK: "#0c1417",
    **dict(zip(ink.SHADES, ("#1b2125", "#1f3d45", "#2a5c68", "#6cc5d8", "#b5e6f0"), strict=True)),
}
# What is hatched, and by which pattern: on paper and to the colour-blind the pattern tells.
_HATCHES = {ink.HATCHED: "hatched", ink.AGAINST: "against"}
_SIZE = re.compile(r'<svg[^>]*\bwidth="([0-9.]+)"[^>]*\bheight="([0-9.]+)"[^>]*>')


@cache
def _library() -> ModuleType:
    """The library, loaded at the first drawing: it starts threads, which a fork would lose."""
    import vl_convert

    module: ModuleType = vl_convert
    return module


def body(specification: dict[str, Any]) -> tuple[str, float, float]:
    """What a specification draws, hatched, as the inside of an SVG with its width and height."""
    drawn: str = _library().vegalite_to_svg(specification)
    found = _SIZE.search(drawn)
    if found is None:
        raise ValueError("The drawing has no size.")
    inside = drawn[found.end() : drawn.rindex("</svg>")]
    for colour, name in _HATCHES.items():
        inside = inside.replace(
            f'fill="{colour}"', f'fill="url(#{name})" stroke="{colour}" stroke-width="1"'
        )
    # An attribute may not stand twice: where the drawing has a stroke already, ours is left out.
    inside = re.sub(r"<[^<>]*>", _once, inside)
    return inside, float(found[1]), float(found[2])


def _once(tag: re.Match[str]) -> str:
    text = tag[0]
    for name in ("stroke", "stroke-width"):
        found = list(re.finditer(rf'\s{name}="[^"]*"', text))
        for extra in reversed(found[1:]):
            text = text[: extra.start()] + text[extra.end() :]
    return text


def patterns() -> str:
    """The definitions of the hatches."""
    return "".join(
        f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate({45 if name == "hatched" else 135})">'
        f'<rect width="6" height="6" fill="{ink.PAGE}"/>'
        f'<rect width="2.6" height="6" fill="{colour}"/></pattern>'
        for colour, name in _HATCHES.items()
    )


def style() -> str:
    """The style that gives each colour its value on dark screens."""
    rules = "".join(
        f'[fill="{light}"]{{fill:{dark}}}[stroke="{light}"]{{stroke:{dark}}}'
        for light, dark in _DARK.items()
    )
    return f"<style>@media (prefers-color-scheme: dark){{{rules}}}</style>"


def lines_of(
    lines: list[str], x: float, y: float, size: float, colour: str, *, bold: bool = False
) -> str:
    """Lines of text, the first one's base at y."""
    weight = ' font-weight="bold"' if bold else ""
    return "".join(
        f'<text x="{x:g}" y="{y + at * size * 1.25:g}" font-size="{size:g}"{weight}'
        f' font-family="{ink.FONT}" fill="{colour}">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )


def source() -> str:
    """Where the figures are from: what a picture says that leaves its page."""
    return INVENTED if freshness().is_sample else SOURCE


def empty(width: float) -> tuple[str, float, float]:
    """What stands for a chart that has nothing to draw."""
    return lines_of(["Nothing to draw."], 8, 30, 14, ink.TEXT), width, 50


def svg(chart: Chart, variant: str, *, on_paper: bool = False) -> str:
    """The chart as SVG, with its title and description; without the dark style `on_paper`."""
    width, height = spec.size(chart, variant)
    inside, inner_width, inner_height = (
        body(spec.make(chart, variant)) if chart.drawn else empty(width)
    )
    above, below, top = "", "", 0.0
    total = float(height)
    if variant == spec.ALONE:
        title = ink.wrap(chart.title, width - 16, 18)
        about = ink.wrap(f"{chart.heading}. {chart.about}", width - 16, 12)
        above = lines_of(title, 8, 26, 18, ink.TEXT, bold=True)
        at = 26 + len(title) * 22.5
        above += lines_of(about, 8, at, 12, ink.QUIET)
        top = at + len(about) * 15 + 2
        foot = ink.wrap(" ".join([*chart.notes, source()]), width - 16, 11)
        below = lines_of(foot, 8, top + height + 16, 11, ink.QUIET)
        total = top + height + len(foot) * 13.75 + 14
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{total:g}"'
        f' viewBox="0 0 {width} {total:g}" role="img" aria-labelledby="t d">'
        f'<title id="t">{escape(chart.title)}</title>'
        f'<desc id="d">{escape(chart.description)}</desc>'
        f"{'' if on_paper else style()}<defs>{patterns()}</defs>"
        f'<rect width="{width}" height="{total:g}" fill="{ink.PAGE}"/>{above}'
        f'<svg x="0" y="{top:g}" width="{width}" height="{height}"'
        f' viewBox="0 0 {inner_width:g} {inner_height:g}"'
        f' preserveAspectRatio="xMidYMin meet">{inside}</svg>{below}</svg>'
    )


def png(drawn: str, scale: float = PNG_SCALE) -> bytes:
    """An SVG as PNG."""
    picture: bytes = _library().svg_to_png(drawn, scale=scale)
    return picture
