"""A chart as a specification in Vega-Lite: what stands where. Amounts are text here, which the
drawing reads."""

from collections.abc import Callable
from decimal import Decimal

from web.charts import tiles
from web.charts.chart import BARS, MONTHS, SIDES, TILES, ZERO, Chart
from web.charts.ink import (
    AGAINST,
    CONFIG,
    FOR,
    HATCHED,
    PAGE,
    QUIET,
    SOLID,
    TEXT,
    Spec,
    short,
    wrap,
)  # fmt: skip
from web.templatetags.figures import about

WIDE, NARROW = 720, 340
# Where a page shows the picture, it has the title itself.
PAGE_WIDE, PAGE_NARROW, ALONE = "page", "phone", ""
VARIANTS = (PAGE_WIDE, PAGE_NARROW, ALONE)
_MONTHS_TALL, _BAR_TALL = 220, 31
# "G" is the format's word for a thousand million.
_DOLLARS = "replace(format(datum.value, '$~s'), 'G', 'B')"


def size(chart: Chart, variant: str) -> tuple[int, int]:
    """Width and height of the picture's body, in pixels."""
    width = NARROW if variant == PAGE_NARROW else WIDE
    rows = max(len(chart.drawn), 1)
    if chart.shape == TILES:
        return width, round(width * 8 / 11.4)
    parts = len(chart.columns) if chart.split else 1
    stacked = parts if variant == PAGE_NARROW or chart.shape == MONTHS else 1
    if chart.shape == MONTHS:
        return width, 107 * parts + 30 if chart.split else _MONTHS_TALL + 70
    if chart.split:
        return width, stacked * (rows * _BAR_TALL + 34) + 12
    return width, rows * _BAR_TALL + (50 if len(chart.columns) > 1 else 20)


def make(chart: Chart, variant: str) -> Spec:
    """The specification of a chart's body."""
    width, height = size(chart, variant)
    is_narrow = variant == PAGE_NARROW
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": PAGE,
        "padding": 4,
        "config": CONFIG,
        **SHAPES[chart.shape](chart, width, height, is_narrow),
    }


def _values(chart: Chart, limit: int = 0) -> list[Spec]:
    """A line for each value that is drawn."""
    return [
        {
            "label": _label(row.label, limit),
            "column": column,
            "order": at,
            "amount": str(value.amount),
            "day": row.day.isoformat() if row.day else None,
        }
        for row in chart.drawn
        for at, (column, value) in enumerate(zip(chart.columns, row.values, strict=True))
    ]


def _data(values: list[Spec]) -> Spec:
    return {"values": values, "format": {"type": "json", "parse": {"amount": "number"}}}


def _colours(chart: Chart) -> Spec:
    """Columns told apart by pattern first, colour second."""
    by_side = chart.columns == ("For", "Against")
    pair = [FOR, AGAINST] if by_side else [SOLID, HATCHED]
    if chart.split or len(chart.columns) == 1:
        return {"value": SOLID}
    return {
        "field": "column",
        "type": "nominal",
        "scale": {"domain": list(chart.columns), "range": pair[: len(chart.columns)]},
    }


def _label(text: str, limit: int) -> str:
    """A row's name in at most two lines."""
    lines = wrap(text, limit, 11.5)
    return "\n".join([*lines[:1], " ".join(lines[1:])]).strip()


def _extent(chart: Chart, limit: int) -> int:
    """Room for the longest line of the rows' names, in pixels."""
    lines = [line for row in chart.drawn for line in _label(row.label, limit).split("\n")]
    longest = max((len(line) for line in lines), default=0)
    return min(limit + 24, round(longest * 11.5 * 0.62) + 12)


def _labels(chart: Chart, limit: int) -> Spec:
    return {
        "field": "label",
        "type": "nominal",
        "sort": [_label(row.label, limit) for row in chart.drawn],
        "axis": {
            "title": None,
            "labelExpr": "split(datum.label, '\\n')",
            "labelLineHeight": 13,
            "labelFontSize": 11.5,
            "labelLimit": limit,
            "labelPadding": 6,
            # Where a reader's type runs wider than the one measured here, nothing is cut off.
            "minExtent": _extent(chart, limit),
            "ticks": False,
            "domain": False,
        },
    }


def _room(amounts: list[Decimal]) -> list[str]:
    """The ends of a scale with room for a figure beside the longest bar."""
    low, high = min([ZERO, *amounts]), max([ZERO, *amounts])
    return [str(low * Decimal("1.3")), str(high * Decimal("1.25") or Decimal(1))]


def _numbers(ends: list[str]) -> list[Spec]:
    return [{"expr": end} for end in ends]


def _bars(chart: Chart, width: int, height: int, is_narrow: bool) -> Spec:
    limit = 130 if is_narrow else 250
    values = _values(chart, limit)
    if chart.split:
        return _split_bars(chart, width, is_narrow)
    sums = [
        {
            "label": _label(row.label, limit),
            "amount": str(max(row.total, ZERO)),
            "said": (short if is_narrow else about)(row.total),
        }
        for row in chart.drawn
    ]
    ends = _numbers(_room([row.total for row in chart.drawn]))
    return {
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "layer": [
            {
                "data": _data(values),
                "mark": {"type": "bar", "height": {"band": 0.68}},
                "encoding": {
                    "y": _labels(chart, limit),
                    "x": {
                        "field": "amount",
                        "type": "quantitative",
                        "axis": None,
                        "scale": {"domain": ends},
                    },
                    "color": _colours(chart),
                    "order": {"field": "order"},
                },
            },
            {
                "data": _data(sums),
                "mark": {"type": "text", "align": "left", "dx": 5},
                "encoding": {
                    "y": _labels(chart, limit),
                    "x": {"field": "amount", "type": "quantitative"},
                    "text": {"field": "said"},
                },
            },
        ],
    }


def _split_bars(chart: Chart, width: int, is_narrow: bool) -> Spec:
    """A panel for each column: beside each other, or below where it is narrow."""
    limit = 130 if is_narrow else 190
    count = max(len(chart.columns), 1)
    each = width - limit - 30 if is_narrow else (width - limit - 30 - 14 * count) // count
    values = _values(chart, limit)
    for value in values:
        amount = Decimal(value["amount"])
        value["said"] = (short if is_narrow else about)(amount) if amount else "–"
    ends = _numbers(_room([v.amount for row in chart.drawn for v in row.values]))
    if not is_narrow:
        ends[1] = {"expr": f"({ends[1]['expr']}) * 1.3"}
    x: Spec = {
        "field": "amount",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": ends},
    }
    panel = {
        "width": each,
        "height": _BAR_TALL * max(len(chart.drawn), 1),
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.68}, "color": SOLID},
                "encoding": {"y": _labels(chart, limit), "x": x},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 11},
                "encoding": {"y": _labels(chart, limit), "x": x, "text": {"field": "said"}},
            },
        ],
    }
    facet = {"field": "column", "type": "nominal", "sort": list(chart.columns), "title": None}
    return {
        "data": _data(values),
        "facet": {"row" if is_narrow else "column": {**facet, "header": {
            "labelAngle": 0,
            "labelAnchor": "start",
            "labelOrient": "top",
            "labelLimit": each,
        }}},
        "spec": panel,
        "spacing": 10,
        "config": {**CONFIG},
    }  # fmt: skip


def _months(chart: Chart, width: int, height: int, is_narrow: bool) -> Spec:
    x: Spec = {
        "field": "day",
        "timeUnit": "utcyearmonth",
        "type": "temporal",
        "scale": {"type": "utc"},
        "axis": {
            "title": None,
            "grid": False,
            "format": "%b %Y",
            "labelOverlap": True,
            "labelSeparation": 14,
            "tickCount": 4 if is_narrow else 8,
        },
    }
    bars: Spec = {
        "data": _data(_values(chart)),
        "mark": {"type": "bar", "width": {"band": 0.75}},
        "encoding": {
            "x": x,
            "y": {
                "field": "amount",
                "type": "quantitative",
                "axis": {
                    "title": None,
                    "labelExpr": _DOLLARS,
                    "tickCount": 3 if chart.split else 5,
                },
            },
            "color": _colours(chart),
            "order": {"field": "order"},
        },
    }
    marks = [{"day": day.isoformat(), "said": said} for day, said in chart.marks]
    at = {"field": "day", "timeUnit": "utcyearmonthdate", "type": "temporal"}
    rule: Spec = {
        "data": {"values": marks},
        "mark": {"type": "rule", "color": TEXT, "strokeDash": [5, 3], "strokeWidth": 1.5},
        "encoding": {"x": {**at, "band": 0}},
    }
    word: Spec = {
        "data": {"values": marks},
        "mark": {
            "type": "text",
            "angle": 270,
            "align": "right",
            "baseline": "bottom",
            "dx": -2,
            "dy": -3,
            "y": 0,
            "fontSize": 11,
            "color": TEXT,
        },
        "encoding": {"x": {**at, "band": 0}, "text": {"field": "said"}},
    }
    # Words are read on bars too.
    halo = {**word, "mark": {**word["mark"], "stroke": PAGE, "strokeWidth": 3}}
    if not chart.split:
        return {
            "width": width,
            "height": height,
            "autosize": {"type": "fit", "contains": "padding"},
            "layer": [bars, rule, halo, word],
        }
    panels = []
    for at_column, column in enumerate(chart.columns):
        mine = [value for value in _values(chart) if value["order"] == at_column]
        panels.append(
            {
                "width": width - 70,
                "height": 80,
                "title": {"text": column, "anchor": "start", "fontSize": 12, "color": TEXT},
                "layer": [
                    {
                        **bars,
                        "data": _data(mine),
                        "encoding": {
                            **bars["encoding"],
                            "x": {
                                **x,
                                "axis": {
                                    **x["axis"],
                                    "labels": at_column == len(chart.columns) - 1,
                                },
                            },
                        },
                    },
                    rule,
                ],
            }
        )
    return {"vconcat": panels, "resolve": {"scale": {"x": "shared", "y": "shared"}}, "spacing": 8}


def _sides(chart: Chart, width: int, height: int, is_narrow: bool) -> Spec:
    """Against to the left, for to the right, each with its figure."""
    limit = 120 if is_narrow else 230
    values: list[Spec] = []
    for row in chart.drawn:
        for column, value, sign in zip(chart.columns, row.values, (1, -1), strict=True):
            if value.amount:
                values.append(
                    {
                        "label": _label(row.label, limit),
                        "column": column,
                        "amount": str(sign * value.amount),
                        "said": short(value.amount) if is_narrow else about(value.amount),
                        "left": sign * value.amount < 0,
                    }
                )
    amounts = [Decimal(value["amount"]) for value in values] or [Decimal(1)]
    span = max([ZERO, *amounts]) - min([ZERO, *amounts])
    room = span * (Decimal("0.4") if is_narrow else Decimal("0.28"))
    ends = [str(min([ZERO, *amounts]) - room), str(max([ZERO, *amounts]) + room)]
    x: Spec = {
        "field": "amount",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": _numbers(ends)},
    }
    texts = [
        {
            "transform": [{"filter": "datum.left" if is_left else "!datum.left"}],
            "mark": {
                "type": "text",
                "align": "right" if is_left else "left",
                "dx": -5 if is_left else 5,
            },
            "encoding": {"y": _labels(chart, limit), "x": x, "text": {"field": "said"}},
        }
        for is_left in (True, False)
    ]
    return {
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "data": _data(values),
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.68}},
                "encoding": {
                    "y": _labels(chart, limit),
                    "x": {**x, "stack": None},
                    "color": _colours(chart),
                },
            },
            *texts,
            {
                "mark": {"type": "rule", "color": QUIET},
                "encoding": {"x": {"datum": 0, "type": "quantitative"}},
            },
        ],
    }


SHAPES: dict[str, Callable[[Chart, int, int, bool], Spec]] = {
    BARS: _bars,
    MONTHS: _months,
    SIDES: _sides,
    TILES: tiles.body,
}
