"""The diagram of a trace: bands of money from its sources through committees to the spender.

Only places are worked out here; the template draws them. Columns stand by how many committees are
between a source and the spender, who stands at the right edge. What is too small for a band of its
own stands together as "other".
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from expenditures.money_sources import SOURCES

WIDTH, HEIGHT = 960, 460
NODE_WIDTH = 14
GAP = 10
TOP = 24
# Committees beyond these are drawn as one, as no reader could tell their bands apart.
DRAWN = 14
OTHERS = "others"


@dataclass
class Box:
    """A source or a committee: its words, dollars, and place in the diagram's own units."""

    key: str
    words: str
    amount: Decimal
    column: int
    is_source: bool = False
    x: int = 0
    y: int = 0
    height: int = 1
    out_y: int = 0
    in_y: int = 0

    @property
    def label_x(self) -> int:
        """Where its words stand: to its right, but for the spender."""
        return self.x - 6 if self.is_last else self.x + NODE_WIDTH + 6

    @property
    def anchor(self) -> str:
        """How its words are aligned there."""
        return "end" if self.is_last else "start"

    @property
    def is_last(self) -> bool:
        """Whether it stands at the right edge."""
        return self.x + NODE_WIDTH >= WIDTH

    @property
    def middle(self) -> int:
        """Half its height."""
        return self.y + self.height // 2


@dataclass(frozen=True)
class Band:
    """Money from one box to another: an outline to fill, and a title for those who hover."""

    d: str
    title: str
    kind: str


@dataclass(frozen=True)
class Diagram:
    """All that is drawn, and the size of the paper."""

    boxes: list[Box] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    width: int = WIDTH
    height: int = HEIGHT


def draw(
    spender: str,
    names: dict[str, str],
    entries: list[tuple[str, str, Decimal]],
    steps: list[tuple[str, str, Decimal]],
    layers: dict[str, int],
) -> Diagram | None:
    """The diagram of a trace: entries (committee, source, dollars), steps (giver, recipient,
    dollars), and each committee's layer; None where nothing was traced.
    """
    if not entries:
        return None
    passing: dict[str, Decimal] = defaultdict(Decimal)
    for committee, _, amount in entries:
        if committee:
            passing[committee] += amount
    for giver, _, amount in steps:
        passing[giver] += amount
    shown = sorted(passing, key=lambda one: (one != spender, -passing[one], one))[:DRAWN]

    def box_of(committee: str) -> str:
        return committee if committee in shown else OTHERS

    far = max((layers.get(one, 1) for one in shown), default=0)
    links: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for committee, source, amount in entries:
        links[f"source {source}", box_of(committee)] += amount
    for giver, recipient, amount in steps:
        # What goes round among the small ones is not drawn.
        if box_of(giver) != box_of(recipient):
            links[box_of(giver), box_of(recipient)] += amount
    boxes: dict[str, Box] = {}
    for key in {end for link in links for end in link}:
        coming = sum((a for (_, end), a in links.items() if end == key), Decimal(0))
        going = sum((a for (start, _), a in links.items() if start == key), Decimal(0))
        is_source = key.startswith("source ")
        layer = 1 if key == OTHERS else layers.get(key, 1)
        boxes[key] = Box(
            key,
            SOURCES[key.removeprefix("source ")].words
            if is_source
            else "other committees"
            if key == OTHERS
            else names.get(key, key),
            max(coming, going),
            0 if is_source else far + 1 - layer,
            is_source,
        )
    _place(boxes, far + 1)
    return Diagram(
        sorted(boxes.values(), key=lambda box: (box.column, box.y)), _bands(boxes, links)
    )


def _place(boxes: dict[str, Box], last: int) -> None:
    columns: dict[int, list[Box]] = defaultdict(list)
    for box in boxes.values():
        columns[box.column].append(box)
    room = HEIGHT - 2 * TOP
    scale = min(
        (Decimal(room) - GAP * (len(column) - 1)) / sum((box.amount for box in column), Decimal(0))
        for column in columns.values()
    )
    for number, column in columns.items():
        column.sort(key=lambda box: (-box.amount, box.key))
        y = TOP
        for box in column:
            box.x = (WIDTH - NODE_WIDTH) * number // max(last, 1)
            box.height = max(2, int(box.amount * scale))
            box.y = box.in_y = box.out_y = y
            y += box.height + GAP


def _bands(boxes: dict[str, Box], links: dict[tuple[str, str], Decimal]) -> list[Band]:
    """Outlines, each end stacked in the order of the other end's place, so that few cross."""
    bands = []
    for (start, end), amount in sorted(
        links.items(), key=lambda link: (boxes[link[0][0]].y, boxes[link[0][1]].y, link[0])
    ):
        giver, taker = boxes[start], boxes[end]
        left = max(1, int(giver.height * amount / giver.amount))
        right = max(1, int(taker.height * amount / taker.amount))
        x0, x1 = giver.x + NODE_WIDTH, taker.x
        half = (x0 + x1) // 2
        bands.append(
            Band(
                f"M{x0} {giver.out_y}C{half} {giver.out_y} {half} {taker.in_y} {x1} {taker.in_y}"
                f"v{right}C{half} {taker.in_y + right} {half} {giver.out_y + left}"
                f" {x0} {giver.out_y + left}Z",
                f"{giver.words} to {taker.words}: ${amount:,.2f}",
                SOURCES[start.removeprefix("source ")].outcome if giver.is_source else "passed",
            )
        )
        giver.out_y += left
        taker.in_y += right
    return bands
