"""A chart before it is drawn: what it finds, and its figures, each with the rows behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from web.templatetags.figures import dollars
from web.words import period

ZERO = Decimal(0)
# How a chart is drawn.
BARS, MONTHS, SIDES, TILES = "bars", "months", "sides", "tiles"


@dataclass(frozen=True)
class Value:
    """US dollars, and the address of exactly the rows that add up to them ("" for none)."""

    amount: Decimal = ZERO
    url: str = ""


@dataclass(frozen=True)
class Row:
    """A line of the chart's table; `day` is a month's first, `code` a state's.

    A row that is not `drawn` stands in the table alone, as money without a date does.
    """

    label: str
    values: tuple[Value, ...]
    day: date | None = None
    code: str = ""
    url: str = ""
    drawn: bool = True

    @property
    def total(self) -> Decimal:
        """All values together."""
        return sum((value.amount for value in self.values), ZERO)


@dataclass(frozen=True)
class Chart:
    """What a chart shows. `title` is its finding in a sentence, `about` what the figures are of.

    `columns` name the values of each row. `marks` are election days with their words. Where the
    chart is `split`, each column is drawn by itself; else columns stand one upon the other.
    """

    name: str
    shape: str
    subject: str
    cycle: int | None
    title: str
    about: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    marks: tuple[tuple[date, str], ...] = ()
    notes: tuple[str, ...] = ()
    split: bool = False

    @property
    def drawn(self) -> list[Row]:
        """The rows that the picture shows."""
        return [row for row in self.rows if row.drawn]

    @property
    def totals(self) -> list[Decimal]:
        """The sum of each column, of rows that are not drawn too."""
        return [
            sum((row.values[at].amount for row in self.rows), ZERO)
            for at in range(len(self.columns))
        ]

    @property
    def heading(self) -> str:
        """Whose figures these are, and of when."""
        return f"{self.subject}, {period(self.cycle)} cycle" if self.cycle else self.subject

    @property
    def description(self) -> str:
        """The picture in words, for those who cannot see it."""
        kinds = {
            BARS: "Bar chart",
            MONTHS: "Bars by month",
            SIDES: "Bars to the left and right",
            TILES: "Tile map of the states",
        }
        return f"{kinds[self.shape]}. {self.title}. {self.about} The figures stand in the table."

    def lines(self) -> list[list[str]]:
        """The table as it is exported: a header, then a line for each row."""
        header = [self.head, *(f"{column} (US dollars)" for column in self.columns)]
        return [header, *([row.label, *(str(v.amount) for v in row.values)] for row in self.rows)]


def share(part: Decimal, whole: Decimal) -> str:
    """A share as it is said: "21%", "0.4%"; empty where the whole is nothing."""
    if whole <= 0:
        return ""
    tenths = (100 * part / whole).quantize(Decimal("0.1"))
    return f"{tenths if abs(tenths) < 10 else tenths.quantize(Decimal(1))}%"


def most(rows: Iterable[Row]) -> Row | None:
    """The row with most money; None where there is none with any."""
    found = max(rows, key=lambda row: row.total, default=None)
    return found if found and found.total > 0 else None


def said(amount: Decimal) -> str:
    """Dollars in a title: whole ones, as cents would be read past."""
    return dollars(amount.quantize(Decimal(1)))
