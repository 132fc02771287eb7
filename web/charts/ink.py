"""The colours, the type and the words that all charts are drawn with.

The colours are names: drawing.py puts patterns in the place of some, and the style sheet within
the picture gives each its value for dark screens.
"""

from decimal import Decimal
from typing import Any

Spec = dict[str, Any]

PAGE, TEXT, QUIET, LINE = "#fefefe", "#1a1f23", "#55606a", "#d5dbdf"
SOLID, HATCHED = "#0b5a6b", "#0b5a6c"
FOR, AGAINST = "#1d6b34", "#a3171f"
ON_DARK = "#fefeff"
# From least to most.
SHADES = ("#f1f5f6", "#d3e5e9", "#a5ced6", "#2c7485", "#0b4553")
FONT = "Arial, Helvetica, Liberation Sans, sans-serif"

# Width of a letter, in parts of its height, about.
LETTER = 0.54
CAPITAL = 0.71

CONFIG: Spec = {
    "font": FONT,
    "axis": {
        "labelColor": TEXT,
        "labelFontSize": 12,
        "titleColor": QUIET,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": LINE,
        "domainColor": QUIET,
        "tickColor": QUIET,
    },
    "legend": {
        "labelColor": TEXT,
        "labelFontSize": 12,
        "symbolSize": 160,
        "symbolType": "square",
        "orient": "top",
        "title": None,
    },
    "text": {"color": TEXT, "fontSize": 12},
    "header": {"labelColor": TEXT, "labelFontSize": 12, "labelFontWeight": "bold", "title": None},
    "view": {"stroke": None},
}


def wrap(text: str, width: float, size: float) -> list[str]:
    """Text in lines that fit a width in pixels, about."""
    capitals = sum(map(str.isupper, text)) > len(text) / 3
    most = max(10, int(width / (size * (CAPITAL if capitals else LETTER))))
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def short(amount: Decimal) -> str:
    """Dollars in a tile: "$950", "$12k", "$1.2M"."""
    sign, value = ("−" if amount < 0 else ""), abs(amount)
    for unit, letter in ((10**9, "B"), (10**6, "M"), (10**3, "k")):
        # What would be rounded up to 1,000 of a unit is one of the next.
        if value >= unit * Decimal("0.9995"):
            parts = value / unit
            said = f"{parts:.1f}" if parts < Decimal("9.95") else f"{parts:.0f}"
            return f"{sign}${said.removesuffix('.0')}{letter}"
    return f"{sign}${value:.0f}"
