"""The ways that a trace's money took, committee by committee, with the filings of each step."""

import heapq
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse

from web.filing_sources import Source, filings_here, sources

SQL = Path(__file__).parent / "sql"
PATHS_SHOWN = 12
FILINGS_SHOWN = 8
FOREVER = date(9999, 1, 1)


@dataclass(frozen=True)
class Passage:
    """One step of a way: what the recipient got from the giver until the trace's day, in all.

    amount: US dollars; none where no row says so. url: its rows; empty where some of them identify
    the giver and others only name it. filings: the newest first.
    """

    giver_id: str
    giver: str
    recipient_id: str
    recipient: str
    amount: Decimal | None = None
    rows: int = 0
    url: str = ""
    filings: tuple[Source, ...] = ()
    more_filings: int = 0


@dataclass(frozen=True)
class Way:
    """The widest way from a committee where money came in to the spender.

    steps: committees' ids and names in the order in which the money went; amount: what came in at
    the first, in US dollars; sources: from whom, in words; gifts_url: the rows of what people and
    organizations gave there, where some of it is theirs.
    """

    steps: tuple[tuple[str, str], ...]
    amount: Decimal
    sources: str
    passages: tuple[Passage, ...] = field(default=())
    gifts_url: str = ""


def ways(
    spender: str,
    entered: Mapping[str, Decimal],
    kinds: Mapping[str, list[str]],
    names: Mapping[str, str],
    steps: Mapping[tuple[str, str], Decimal],
) -> list[Way]:
    """The widest way of each of the largest entries: no step of it is narrower than need be.

    entered: US dollars by the committee where they came in; steps: by giver and recipient.
    """
    givers: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for (giver, recipient), amount in sorted(steps.items()):
        givers[recipient].append((giver, amount))
    widest: dict[str, Decimal] = {spender: Decimal("Infinity")}
    following: dict[str, str] = {}
    waiting: list[tuple[Decimal, str]] = [(Decimal("-Infinity"), spender)]
    settled: set[str] = set()
    while waiting:
        _, one = heapq.heappop(waiting)
        if one in settled:
            continue
        settled.add(one)
        for giver, amount in givers[one]:
            width = min(widest[one], amount)
            if giver not in settled and width > widest.get(giver, Decimal(0)):
                widest[giver] = width
                following[giver] = one
                heapq.heappush(waiting, (-width, giver))
    found = []
    for one in sorted(entered, key=lambda each: (-entered[each], each))[:PATHS_SHOWN]:
        way = [one]
        while way[-1] in following:
            way.append(following[way[-1]])
        if way[-1] == spender:
            found.append(
                Way(
                    tuple((step, names[step]) for step in way),
                    entered[one],
                    ", ".join(dict.fromkeys(kinds[one])),
                )
            )
    return found


def with_passages(
    found: list[Way], named_at: set[str], cycle: int, until: date | None
) -> list[Way]:
    """The ways with what each step passed on until a day, by the rows, and their filings.

    named_at: the committees where people's and organizations' money came in.
    """
    pairs = {
        (giver, recipient)
        for way in found
        for giver, recipient in zip(way.steps, way.steps[1:], strict=False)
    }
    passed = _passed(pairs, cycle, until) if pairs else {}
    return [
        replace(
            way,
            passages=tuple(
                passed[giver[0], recipient[0]]
                for giver, recipient in zip(way.steps, way.steps[1:], strict=False)
            ),
            gifts_url=_gifts(way.steps[0][0], cycle, until) if way.steps[0][0] in named_at else "",
        )
        for way in found
    ]


def _passed(
    pairs: set[tuple[tuple[str, str], tuple[str, str]]], cycle: int, until: date | None
) -> dict[tuple[str, str], Passage]:
    answer = {(giver[0], recipient[0]): Passage(*giver, *recipient) for giver, recipient in pairs}
    givers = sorted({giver for giver, _ in pairs})
    with connection.cursor() as cursor:
        cursor.execute(
            (SQL / "trace_passed.sql").read_text(),
            {
                "cycle": cycle,
                "recipients": sorted({recipient for _, (recipient, _) in pairs}),
                "givers": [giver for giver, _ in givers],
                "names": [name for _, name in givers],
                "until": until or FOREVER,
            },
        )
        found = cursor.fetchall()
    newest = [sorted(numbers or (), reverse=True)[:FILINGS_SHOWN] for *_, numbers in found]
    here = filings_here({number for numbers in newest for number in numbers})
    for (recipient, giver, amount, rows, nameless, numbers), shown in zip(
        found, newest, strict=True
    ):
        if (giver, recipient) in answer:
            answer[giver, recipient] = replace(
                answer[giver, recipient],
                amount=amount,
                rows=rows,
                url=_rows(answer[giver, recipient], rows, nameless, cycle, until),
                filings=sources(recipient, shown, here),
                more_filings=len(numbers or ()) - len(shown),
            )
    return answer


def _gifts(committee_id: str, cycle: int, until: date | None) -> str:
    asked: dict[str, object] = {"cycle": cycle, "line": "people_net"}
    asked |= {"until": until} if until else {}
    return f"{reverse('committee_rows', args=[committee_id])}?{urlencode(asked)}"


def _rows(step: Passage, rows: int, nameless: int, cycle: int, until: date | None) -> str:
    if nameless not in {0, rows}:
        return ""
    asked: dict[str, object] = {"cycle": cycle, "line": "from_committees"}
    # Rows without the giver's id are found by its name.
    asked |= {"name": f"={step.giver}", "giver": "none"} if nameless else {"giver": step.giver_id}
    asked |= {"until": until} if until else {}
    return f"{reverse('committee_rows', args=[step.recipient_id])}?{urlencode(asked)}"
