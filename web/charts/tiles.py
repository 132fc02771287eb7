"""The states as tiles of one size, each near its place on a map, shaded by their money."""

from decimal import Decimal

from web.charts.chart import ZERO, Chart
from web.charts.ink import ON_DARK, QUIET, SHADES, TEXT, Spec, short

# Row and column from 0.
_GRID = """
AK .. .. .. .. .. .. .. .. .. ME
.. .. .. .. .. .. .. .. .. VT NH
WA ID MT ND MN IL WI MI NY RI MA
OR NV WY SD IA IN OH PA NJ CT ..
CA UT CO NE MO KY WV VA MD DE ..
.. AZ NM KS AR TN NC SC DC .. ..
.. .. .. OK LA MS AL GA .. .. ..
HI AS GU TX .. MP .. .. FL VI PR
"""

PLACES: dict[str, tuple[int, int]] = {
    state: (row, column)
    for row, line in enumerate(_GRID.split("\n")[1:-1])
    for column, state in enumerate(line.split())
    if state != ".."
}


def shade(amount: Decimal, amounts: list[Decimal]) -> int:
    """The place of an amount among SHADES: a fourth of the states with money in each but the first.

    >>> [shade(Decimal(n), [Decimal(1), Decimal(2)]) for n in (0, 1, 2)]
    [0, 2, 4]
    """
    above_zero = [one for one in amounts if one > 0]
    if amount <= 0:
        return 0
    upto = sum(one <= amount for one in above_zero)
    steps = len(SHADES) - 1
    return -(-steps * upto // len(above_zero))


def body(chart: Chart, width: int, height: int, is_narrow: bool) -> Spec:
    """The tiles of a chart: each with its state, its money and its shade."""
    amounts = {row.code: row.total for row in chart.drawn}
    values = []
    for state, (row, column) in PLACES.items():
        amount = amounts.get(state, ZERO)
        step = shade(amount, list(amounts.values()))
        values.append(
            {
                "state": state,
                "x": column,
                "y": row,
                "shade": SHADES[step],
                "ink": ON_DARK if step > 2 else TEXT,
                "said": short(amount) if amount else "",
            }
        )
    x: Spec = {"field": "x", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.06}}
    y: Spec = {"field": "y", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.06}}
    ink = {"field": "ink", "type": "nominal", "scale": None}
    small = 8 if is_narrow else 12
    return {
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "data": {"values": values},
        "encoding": {"x": x, "y": y},
        "layer": [
            {
                "mark": {"type": "rect", "stroke": QUIET, "strokeWidth": 0.6},
                "encoding": {"color": {"field": "shade", "type": "nominal", "scale": None}},
            },
            {
                "mark": {
                    "type": "text",
                    "fontWeight": "bold",
                    "fontSize": 9 if is_narrow else 13,
                    "dy": -5 if is_narrow else -8,
                },
                "encoding": {"text": {"field": "state"}, "color": ink},
            },
            {
                "mark": {"type": "text", "fontSize": small, "dy": 6 if is_narrow else 10},
                "encoding": {"text": {"field": "said"}, "color": ink},
            },
        ],
    }
