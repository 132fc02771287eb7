"""Whose money a spender spent: stored traces by source, industry, donor and path.

A page is of all that a spender spent in a cycle, or of what it spent for or against one candidate:
then the traces of each election code, of that code's own last day, are added up.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar
from urllib.parse import urlencode

from django.urls import reverse

from expenditures.models import Trace, TraceDonor, TraceEntry, TraceIndustry, TraceStep
from expenditures.money_sources import NAMED, SMALLER, SOURCES
from filings.models import Candidate, Committee
from web import words
from web.caching import remember
from web.donor_identity import donor_path
from web.employers import employer_path
from web.industries import percents
from web.money_diagram import Diagram, draw
from web.trace_paths import Way, ways, with_passages

K = TypeVar("K")
OUTCOMES = {
    "traced": "Traced to a name",
    "unitemized": "Not itemized",
    "untraceable": "Ends in nobody’s name",
}
DONORS_SHOWN = 25
INDUSTRIES_SHOWN = 15
COMMITTEES_SHOWN = 25
SIDES = {"S": "for", "O": "against"}


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
class Given:
    """What a donor gave to a committee until the trace's day, and the address of its rows."""

    committee_id: str
    committee: str
    paid: Decimal
    url: str
    layer: int


@dataclass(frozen=True)
class Donor:
    """Somebody that money is traced to: the part of the spending, and where it was given."""

    name: str
    zip: str
    url: str
    is_person: bool
    amount: Decimal
    share: Decimal | None
    given: tuple[Given, ...]


@dataclass(frozen=True)
class About:
    """What the traces of a page are of: spending for or against one candidate."""

    candidate_id: str
    name: str
    side: str
    codes: tuple[str, ...]

    @property
    def said(self) -> str:
        """Its words: "against Jimmy Gomez"."""
        return f"{SIDES[self.side]} {self.name}"

    @property
    def elections(self) -> str:
        """Its election codes as an address has them."""
        return ",".join(code or "none" for code in self.codes)


@dataclass(frozen=True)
class TracePage:
    """Everything the template shows; US dollars."""

    committee: Committee
    name: str
    cycle: int
    method: str
    about: About | None
    spent: Decimal
    traced: Decimal
    hidden: Decimal
    error: str
    deepest: int
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


def find(committee_id: str, cycle: int, method: str) -> list[Trace]:
    """The stored trace of all that a spender spent, if there is one."""
    whole = Trace.objects.whole()
    return list(whole.filter(committee_id=committee_id, cycle=cycle, method=method))


def find_about(
    committee_id: str, cycle: int, method: str, candidate_id: str, side: str, codes: list[str]
) -> list[Trace]:
    """The traces of what it spent for or against a candidate; all codes' where none is asked for.

    The largest come first.
    """
    found = Trace.objects.parts().filter(
        committee_id=committee_id,
        cycle=cycle,
        method=method,
        candidate_id=candidate_id,
        support_oppose_indicator=side,
    )
    if codes:
        found = found.filter(election_type__in=codes)
    return list(found.order_by("-spent", "election_type"))


def about(traces: list[Trace]) -> About | None:
    """What some traces are of, where that is one candidate."""
    one = traces[0]
    if not one.candidate_id:
        return None
    name = Candidate.objects.filter(pk=one.candidate_id).values_list("name", flat=True).first()
    return About(
        one.candidate_id,
        words.person(name or "") or one.candidate_id,
        one.support_oppose_indicator,
        tuple(sorted(trace.election_type for trace in traces)),
    )


def build(committee: Committee, traces: list[Trace], version: int) -> TracePage:
    """Gather the page of one or several traces of a spender, kept until the next load."""
    key = ",".join(str(trace.pk) for trace in traces)
    return remember(f"trace:{key}", version, lambda: _build(committee, traces))


def _build(committee: Committee, traces: list[Trace]) -> TracePage:
    entries = list(TraceEntry.objects.filter(trace__in=traces).order_by("committee_id", "source"))
    steps: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for step in TraceStep.objects.filter(trace__in=traces):
        steps[step.giver_id, step.recipient_id] += step.amount
    ids = {entry.committee_id for entry in entries} | {one for pair in steps for one in pair}
    names = dict(Committee.objects.filter(pk__in=ids).values_list("pk", "name"))
    names = {one: names.get(one) or one for one in ids | {committee.pk}}
    names[SMALLER] = "Committees at which less came in"
    by_source: dict[str, Decimal] = defaultdict(Decimal)
    by_layer: dict[int, Decimal] = defaultdict(Decimal)
    by_committee: dict[str, Decimal] = defaultdict(Decimal)
    by_both: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    layer_of: dict[str, int] = {committee.pk: 0}
    kinds: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        by_source[entry.source] += entry.amount
        by_layer[entry.layer] += entry.amount
        by_committee[entry.committee_id] += entry.amount
        by_both[entry.committee_id, entry.source] += entry.amount
        layer_of[entry.committee_id] = min(
            entry.layer, layer_of.get(entry.committee_id, entry.layer)
        )
        kinds[entry.committee_id].append(SOURCES[entry.source].words)
    first = traces[0]
    spent = _sum(trace.spent for trace in traces)
    traced = _sum(trace.traced for trace in traces)
    through = max((trace.through for trace in traces if trace.through), default=None)
    until = through if first.method != "cycle" else None
    return TracePage(
        committee=committee,
        name=committee.name or committee.pk,
        cycle=first.cycle,
        method=first.method,
        about=about(traces),
        spent=spent,
        traced=traced,
        hidden=spent - traced,
        error=next((trace.error for trace in traces if trace.error), ""),
        deepest=max(trace.layers for trace in traces),
        opacity=_share(spent - traced, spent),
        traced_share=_share(traced, spent),
        outcomes=_parts(
            [
                (OUTCOMES[name], _sum(getattr(trace, name) for trace in traces), name)
                for name in OUTCOMES
            ],
            spent,
        ),
        sources=_parts(
            [(SOURCES[name].words, amount, name) for name, amount in _largest(by_source)], spent
        ),
        layers=_parts(
            [(_layer_words(layer), by_layer[layer], str(layer)) for layer in sorted(by_layer)],
            spent,
        ),
        wheres=[
            Where(one, names[one], layer_of[one], amount, _share(amount, spent))
            for one, amount in _largest(by_committee)
        ][:COMMITTEES_SHOWN],
        industries=_industries(traces, spent),
        donors=_donors(traces, names, spent, until),
        donors_of=_sum(amount for source, amount in by_source.items() if source in NAMED),
        paths=with_passages(
            ways(committee.pk, by_committee, kinds, names, steps),
            {entry.committee_id for entry in entries if entry.source in NAMED},
            first.cycle,
            until,
        ),
        diagram=draw(
            committee.pk,
            names,
            [(*pair, amount) for pair, amount in _largest(by_both)],
            [(*pair, amount) for pair, amount in _largest(steps)],
            layer_of,
        ),
        through=through,
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


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


def _industries(traces: list[Trace], spent: Decimal) -> list[Part]:
    """The named money by industry; the largest, and all others in one line."""
    amounts: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for one in TraceIndustry.objects.filter(trace__in=traces).select_related("industry"):
        slug = one.industry.slug if one.industry.is_industry else ""
        amounts[one.industry.name, slug] += one.amount
    ordered = _largest(amounts)
    found = [
        Part(name, amount, _share(amount, spent), slug)
        for (name, slug), amount in ordered[:INDUSTRIES_SHOWN]
    ]
    if rest := _sum(amount for _, amount in ordered[INDUSTRIES_SHOWN:]):
        count = len(ordered) - INDUSTRIES_SHOWN
        found.append(Part(f"{count} smaller ones", rest, _share(rest, spent)))
    return found


def _gifts(one: TraceDonor, cycle: int, until: date | None) -> str:
    """The rows of what a donor gave to a committee until a day, refunds taken off."""
    asked = {
        "cycle": cycle,
        "line": "people_net",
        "name": [f"={name}" for name in one.names],
        "zip": one.zip,
        "until": until or "",
    }
    pairs = [(key, value) for key, value in asked.items() if value]
    return f"{reverse('committee_rows', args=[one.committee_id])}?{urlencode(pairs, doseq=True)}"


def _donors(
    traces: list[Trace], names: dict[str, str], spent: Decimal, until: date | None
) -> list[Donor]:
    """The largest donors, each with all committees where the donor's money came in."""
    amounts: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    given: dict[tuple[str, str], dict[str, TraceDonor]] = defaultdict(dict)
    for one in TraceDonor.objects.filter(trace__in=traces).order_by("committee_id", "paid"):
        who = one.kind, one.key
        amounts[who] += one.amount
        # What was given until the latest of the days is the larger one.
        given[who][one.committee_id] = one
    donors = []
    for who, amount in _largest(amounts)[:DONORS_SHOWN]:
        at = sorted(given[who].values(), key=lambda one: (one.layer, -one.paid, one.committee_id))
        is_person = who[0] == "person"
        donors.append(
            Donor(
                words.person(at[0].name) if is_person else at[0].name,
                at[0].zip if is_person else "",
                donor_path(at[0].name, at[0].zip) if is_person else employer_path(who[1]),
                is_person,
                amount,
                _share(amount, spent),
                tuple(
                    Given(
                        one.committee_id,
                        names.get(one.committee_id, one.committee_id),
                        one.paid,
                        _gifts(one, traces[0].cycle, until),
                        one.layer,
                    )
                    for one in at
                ),
            )
        )
    return donors
