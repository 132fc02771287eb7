"""Whose money a group spent for or against a candidate, in a line: by donors and by industries."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from expenditures.models import Trace, TraceDonor, TraceIndustry
from web import words

# So many are named in a line, and no smaller ones.
NAMED, LEAST = 3, Decimal(1)


@dataclass(frozen=True)
class Part:
    """An industry's or a donor's part: US dollars, and per cent of all that was spent."""

    name: str
    amount: Decimal
    share: Decimal
    slug: str = ""


@dataclass(frozen=True)
class MakeUp:
    """What a spending is made of. US dollars, and per cent to a tenth.

    donors and industries: the largest, of one per cent or more. hidden: the share that ends in
    nobody's name. url: the whole trace.
    """

    spent: Decimal
    traced: Decimal
    hidden: Decimal
    donors: list[Part]
    industries: list[Part]
    url: str


@dataclass(frozen=True)
class Hidden:
    """How much of all that a group spent in a cycle ends in nobody's name. US dollars, per cent."""

    spent: Decimal
    amount: Decimal
    share: Decimal
    url: str


Key = tuple[str, str, str]
"""Candidate, spender, and side ("S" or "O")."""


def hidden_of(groups: Collection[tuple[int, str]]) -> dict[tuple[int, str], Hidden]:
    """What cannot be traced of groups’ spending, by cycle and committee, where it is known."""
    found = Trace.objects.whole().filter(
        cycle__in={cycle for cycle, _ in groups},
        committee_id__any_of={group for _, group in groups},
        method="to_date",
        error="",
        spent__gt=0,
    )
    return {
        (one.cycle, one.committee_id): Hidden(
            one.spent,
            one.spent - one.traced,
            (100 * (one.spent - one.traced) / one.spent).quantize(Decimal("0.1")),
            f"{reverse('trace', args=[one.committee_id])}?{urlencode({'cycle': one.cycle})}",
        )
        for one in found
    }


def make_ups(codes_of: Mapping[str, Collection[str]], cycle: int) -> dict[Key, MakeUp]:
    """Whose money groups spent about some candidates under some election codes, by candidate."""
    key_of: dict[int, Key] = {}
    traces: dict[Key, list[Trace]] = defaultdict(list)
    for one in Trace.objects.parts().filter(
        cycle=cycle, candidate_id__any_of=list(codes_of), error="", method="to_date"
    ):
        if one.election_type in codes_of[one.candidate_id]:
            key = one.candidate_id, one.committee_id, one.support_oppose_indicator
            key_of[one.pk] = key
            traces[key].append(one)
    industries: dict[Key, dict[tuple[str, str], Decimal]] = defaultdict(
        lambda: defaultdict(Decimal)
    )
    for trace_id, slug, name, amount in TraceIndustry.objects.filter(
        trace_id__any_of=list(key_of), industry__is_industry=True
    ).values_list("trace_id", "industry__slug", "industry__name", "amount"):
        industries[key_of[trace_id]][slug, name] += amount
    donors: dict[Key, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    names: dict[str, tuple[Decimal, str]] = {}
    for trace_id, kind, donor, name, amount in TraceDonor.objects.filter(
        trace_id__any_of=list(key_of)
    ).values_list("trace_id", "kind", "key", "name", "amount"):
        who = f"{kind}:{donor}"
        donors[key_of[trace_id]][who] += amount
        said = words.person(name) if kind == "person" else name
        names[who] = max(names.get(who, (Decimal(0), "")), (amount, said))
    answer = {}
    for key, found in traces.items():
        spent = sum((one.spent for one in found), Decimal(0))
        traced = sum((one.traced for one in found), Decimal(0))
        answer[key] = MakeUp(
            spent,
            traced,
            _share(spent - traced, spent),
            _donors(donors[key], names, spent),
            _parts([(*who, part) for who, part in industries[key].items()], spent),
            _address(key, cycle, {one.election_type for one in found}),
        )
    return answer


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return (100 * part / whole).quantize(Decimal("0.1")) if whole else Decimal(0)


def _donors(
    amounts: Mapping[str, Decimal], names: Mapping[str, tuple[Decimal, str]], whole: Decimal
) -> list[Part]:
    """The largest donors; where two of them have one name, each with what tells them apart."""
    shown = [
        (who, names[who][1], part)
        for who, part in sorted(amounts.items(), key=lambda item: (-item[1], item[0]))[:NAMED]
    ]
    said = [name for _, name, _ in shown]
    return _parts(
        [
            ("", f"{name} ({who.rpartition(' ')[2]})" if said.count(name) > 1 else name, part)
            for who, name, part in shown
        ],
        whole,
    )


def _parts(found: list[tuple[str, str, Decimal]], whole: Decimal) -> list[Part]:
    """The largest of some parts, of slug, name and amount."""
    ordered = sorted(found, key=lambda one: (-one[2], one[1]))[:NAMED]
    parts = [Part(name, part, _share(part, whole), slug) for slug, name, part in ordered]
    return [part for part in parts if part.share >= LEAST]


def _address(key: Key, cycle: int, codes: set[str]) -> str:
    candidate_id, spender, side = key
    asked = {
        "cycle": cycle,
        "candidate": candidate_id,
        "side": "for" if side == "S" else "against",
        "election": ",".join(code or "none" for code in sorted(codes)),
    }
    return f"{reverse('trace', args=[spender])}?{urlencode(asked)}"
