"""Whose money a spender spent: the stored trace of a committee by source, industry, donor, path.

Industries and donors are those of the committees where the money came in: what such a committee
received until the trace's last day says in which proportions its part is whose.
"""

import heapq
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from django.db import connection

from donations.models import CommitteeTotal
from donations.sources import RECEIPTS
from expenditures.models import Trace, TraceStep
from expenditures.money_sources import METHODS, SOURCES
from filings.models import Committee
from web import industry_list
from web.caching import remember
from web.contributors import GROUP_ROWS_MAX
from web.industries import percents
from web.money_diagram import Diagram, draw

K = TypeVar("K")
SQL = Path(__file__).parent / "sql"
OUTCOMES = {
    "traced": "Traced to a name",
    "unitemized": "Not itemized",
    "untraceable": "Ends in nobody’s name",
}
# Of these sources the rows name donors, and profiles their industries.
NAMED = ("person", "organization", "undisclosed")
DONORS_SHOWN = 25
INDUSTRIES_SHOWN = 15
PATHS_SHOWN = 12
# Donors are looked for where most of the money came in.
ASKED_COMMITTEES = 40


@dataclass(frozen=True)
class Part:
    """A part of the spent money: its words, US dollars, and its share in per cent to a tenth."""

    words: str
    amount: Decimal
    share: Decimal | None
    key: str = ""


@dataclass(frozen=True)
class Where:
    """A committee where money came in, by how many committees it passed before the spender."""

    committee_id: str
    name: str
    layer: int
    amount: Decimal
    share: Decimal | None


@dataclass(frozen=True)
class Donor:
    """A name that money is traced to. paid: what it gave there; amount: its part of the spending.

    committee_id: the committee that it gave to.
    """

    name: str
    zip: str
    committee_id: str
    committee: str
    paid: Decimal
    amount: Decimal
    share: Decimal | None


@dataclass(frozen=True)
class Way:
    """The widest way from a committee where money came in to the spender.

    steps: committees' ids and names in the order in which the money went; amount: what came in at
    the first.
    """

    steps: tuple[tuple[str, str], ...]
    amount: Decimal
    sources: str


@dataclass(frozen=True)
class TracePage:
    """Everything the template shows."""

    committee: Committee
    name: str
    cycle: int
    method: str
    methods: list[tuple[str, str]]
    trace: Trace
    opacity: Decimal | None
    traced_share: Decimal | None
    outcomes: list[Part]
    sources: list[Part]
    layers: list[Part]
    wheres: list[Where]
    industries: list[Part]
    donors: list[Donor]
    donors_of: Decimal
    paths: list[Way]
    diagram: Diagram | None
    through: date | None = None
    left_out: list[str] = field(default_factory=list)


def find(committee_id: str, cycle: int, method: str) -> Trace | None:
    """The stored trace of a spender, if it has one."""
    return (
        Trace.objects.whole().filter(committee_id=committee_id, cycle=cycle, method=method).first()
    )


def build(committee: Committee, trace: Trace, version: int) -> TracePage:
    """Gather the page from the stored trace, and from rows where the largest parts came in."""
    entries = list(trace.entries.order_by("-amount", "committee_id", "source"))
    steps = list(trace.steps.order_by("-amount", "giver_id", "recipient_id"))
    ids = {entry.committee_id for entry in entries} | {
        one for step in steps for one in (step.giver_id, step.recipient_id)
    }
    names = dict(Committee.objects.filter(pk__in=ids).values_list("pk", "name"))
    names = {one: names.get(one) or one for one in ids | {committee.pk}}
    by_source: dict[str, Decimal] = defaultdict(Decimal)
    by_layer: dict[int, Decimal] = defaultdict(Decimal)
    by_committee: dict[str, Decimal] = defaultdict(Decimal)
    layer_of: dict[str, int] = {committee.pk: 0}
    named: dict[str, Decimal] = defaultdict(Decimal)
    kinds: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        by_source[entry.source] += entry.amount
        by_layer[entry.layer] += entry.amount
        by_committee[entry.committee_id] += entry.amount
        layer_of[entry.committee_id] = entry.layer
        kinds[entry.committee_id].append(SOURCES[entry.source].words)
        if entry.source in NAMED:
            named[entry.committee_id] += entry.amount
    found = remember(
        f"trace:{trace.pk}:{version}", version, lambda: _donors(trace, dict(named), names)
    )
    return TracePage(
        committee=committee,
        name=committee.name or committee.pk,
        cycle=trace.cycle,
        method=trace.method,
        methods=list(METHODS.items()),
        trace=trace,
        opacity=_share(trace.unitemized + trace.untraceable, trace.spent),
        traced_share=_share(trace.traced, trace.spent),
        outcomes=_parts(
            [(OUTCOMES[name], getattr(trace, name), name) for name in OUTCOMES], trace.spent
        ),
        sources=_parts(
            [(SOURCES[name].words, amount, name) for name, amount in _largest(by_source)],
            trace.spent,
        ),
        layers=_parts(
            [(_layer_words(layer), by_layer[layer], str(layer)) for layer in sorted(by_layer)],
            trace.spent,
        ),
        wheres=[
            Where(one, names[one], layer_of[one], amount, _share(amount, trace.spent))
            for one, amount in _largest(by_committee)
        ][:DONORS_SHOWN],
        industries=_industries(trace, dict(named), version),
        donors=found[0],
        donors_of=sum(named.values(), Decimal(0)),
        left_out=found[1],
        paths=_paths(committee.pk, by_committee, kinds, names, steps),
        diagram=draw(
            committee.pk,
            names,
            [(entry.committee_id, entry.source, entry.amount) for entry in entries],
            [(step.giver_id, step.recipient_id, step.amount) for step in steps],
            layer_of,
        ),
        through=trace.through,
    )


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    return (100 * part / whole).quantize(Decimal("0.1")) if whole else None


def _largest(amounts: dict[K, Decimal]) -> list[tuple[K, Decimal]]:
    return sorted(amounts.items(), key=lambda item: (-item[1], str(item[0])))


def _parts(found: list[tuple[str, Decimal, str]], whole: Decimal) -> list[Part]:
    shares = percents([amount for _, amount, _ in found])
    return [
        Part(words, amount, share if whole else None, key)
        for (words, amount, key), share in zip(found, shares, strict=True)
        if amount
    ]


def _layer_words(layer: int) -> str:
    if not layer:
        return "Given to the spender itself"
    return f"Through {layer} other committee{'s' if layer > 1 else ''}"


def _industries(trace: Trace, named: dict[str, Decimal], version: int) -> list[Part]:
    """The named money by industry: each committee's part in the proportions of its own gifts."""
    listed = {one.id: one for one in industry_list.known(version)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT committee_id, industry_id, sum(amount) FROM donations_industrytotal"
            " WHERE cycle = %s AND counted_as = 'individual' AND committee_id = ANY(%s)"
            " GROUP BY 1, 2 HAVING sum(amount) > 0",
            (trace.cycle, list(named)),
        )
        rows = cursor.fetchall()
    wholes: dict[str, Decimal] = defaultdict(Decimal)
    for committee_id, _, amount in rows:
        wholes[committee_id] += amount
    found: dict[str, Decimal] = defaultdict(Decimal)
    slugs: dict[str, str] = {}
    for committee_id, industry, amount in rows:
        one = listed.get(industry)
        if one is not None:
            found[one.name] += named[committee_id] * amount / wholes[committee_id]
            slugs[one.name] = one.slug if one.is_industry else ""
    rounded = {name: amount.quantize(Decimal("0.01")) for name, amount in found.items()}
    return [
        Part(name, amount, _share(amount, trace.spent), slugs[name])
        for name, amount in _largest(rounded)[:INDUSTRIES_SHOWN]
    ]


def _donors(
    trace: Trace, named: dict[str, Decimal], names: dict[str, str]
) -> tuple[list[Donor], list[str]]:
    """The largest donors behind the named money, and committees with too many to list."""
    asked = [one for one, _ in _largest(named)[:ASKED_COMMITTEES]]
    rows = dict(
        CommitteeTotal.objects.filter(
            cycle=trace.cycle,
            committee_id__in=asked,
            source__in=RECEIPTS,
            counted_as__in=["individual", "refund_individual"],
        ).values_list("committee_id", "rows")
    )
    few = [one for one in asked if rows.get(one, 0) <= GROUP_ROWS_MAX]
    until = trace.through if trace.method != "cycle" else None
    with connection.cursor() as cursor:
        cursor.execute(
            (SQL / "trace_donors.sql").read_text(),
            {
                "cycle": trace.cycle,
                "committees": few,
                "until": until or date(9999, 1, 1),
                "limit": DONORS_SHOWN,
                "named": [named[one] for one in few],
            },
        )
        found = cursor.fetchall()
    donors = [
        Donor(
            name,
            zip_code,
            committee_id,
            names.get(committee_id, committee_id),
            paid,
            amount.quantize(Decimal("0.01")),
            _share(amount, trace.spent),
        )
        for committee_id, name, zip_code, paid, amount in found
    ]
    return donors, [names[one] for one in asked if one not in few]


def _paths(
    spender: str,
    entered: dict[str, Decimal],
    kinds: dict[str, list[str]],
    names: dict[str, str],
    steps: list[TraceStep],
) -> list[Way]:
    """The widest way of each of the largest entries: no step of it is narrower than need be."""
    givers: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for step in steps:
        givers[step.recipient_id].append((step.giver_id, step.amount))
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
    for one, amount in _largest(entered)[:PATHS_SHOWN]:
        way = [one]
        while way[-1] in following:
            way.append(following[way[-1]])
        if way[-1] == spender:
            found.append(
                Way(tuple((step, names[step]) for step in way), amount, ", ".join(kinds[one]))
            )
    return found
