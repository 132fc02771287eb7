"""Who funds an attack in a race and also gave to a rival of the one attacked: facts, no intent.

A person is taken for the same where last name, first name, suffix and ZIP code are the same; a
committee by its id. Only direct gifts are looked at: money that went through another committee
stands under that committee's name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Sum
from django.urls import reverse

from donations.donors import donor_key
from donations.models import CommitteeTotal
from donations.sources import RECEIPTS
from filings import codes
from filings.models import Linkage
from web import behind
from web.contributors import FUNDER_ROWS_MAX, FUNDING, GROUP_ROWS_MAX, run
from web.outside import Spending

# The largest spenders against candidates, and the largest funders of each, are looked at.
SPENDERS = 20
FUNDERS = 150
ZIP = re.compile(r"[0-9]{5}")


@dataclass(frozen=True)
class Attack:
    """What a committee spent against a candidate in the race."""

    candidate_id: str
    name: str
    amount: Decimal


@dataclass(frozen=True)
class Gift:
    """What the funder gave to a candidate in the race, and the address of its rows."""

    candidate_id: str
    name: str
    rows: int
    amount: Decimal
    url: str


@dataclass(frozen=True)
class Shared:
    """A funder of a committee that spent against a candidate, who gave to others in the race.

    `committee_id` is set where the funder is a committee; `place` is a person's ZIP code.
    """

    name: str
    place: str
    committee_id: str
    spender_id: str
    spender: str
    rows: int
    amount: Decimal
    url: str
    attacks: tuple[Attack, ...]
    gifts: tuple[Gift, ...]


@dataclass(frozen=True)
class SharedFunders:
    """All that was found, the largest gifts to a spender first, and what was not looked at."""

    found: tuple[Shared, ...] = ()
    looked: int = 0
    too_large: tuple[str, ...] = ()


@dataclass
class _Funder:
    """What goes by one key: its spellings, rows and money."""

    name: str
    names: list[str] = field(default_factory=list)
    rows: int = 0
    amount: Decimal = Decimal(0)

    def add(self, name: str, rows: int, amount: Decimal) -> None:
        """Take in a spelling."""
        if name not in self.names:
            self.names.append(name)
        self.rows, self.amount = self.rows + rows, self.amount + amount


def match_key(name: str, zip_code: str) -> tuple[str, str] | None:
    """What two rows of one person have in common; None for what is no person's name and ZIP.

    >>> match_key("ROE, JANE Q. MRS.", "90210-1234") == match_key("Roe, Jane", "90210")
    True
    >>> match_key("ROE, JOHN JR", "90210") == match_key("ROE, JOHN", "90210")
    False
    """
    key = donor_key(name)
    return (key, zip_code[:5]) if key and ZIP.fullmatch(zip_code[:5]) else None


def shared(spent: Iterable[Spending], names: dict[str, str], cycle: int) -> SharedFunders:
    """Funders of the largest spenders against candidates, who also gave to their rivals.

    `spent` is the outside money of the race; `names` are its candidates' by id.
    """
    attacks: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    titles: dict[str, str] = {}
    for item in spent:
        if item.side == "O":
            attacks[item.committee_id][item.candidate_id] += item.amount
            titles[item.committee_id] = item.committee_name
    order = sorted(attacks, key=lambda one: (-sum(attacks[one].values()), one))[:SPENDERS]
    if not order:
        return SharedFunders()
    sizes = _sizes(order, cycle, FUNDING)
    small = [one for one in order if 0 < sizes.get(one, 0) <= FUNDER_ROWS_MAX]
    funders = _funders(small, cycle)
    gifts = _gifts({key for found in funders.values() for key in found}, list(names), cycle)
    answer = []
    for spender in small:
        targets = attacks[spender]
        for key, funder in funders[spender].items():
            to = gifts.get(key, {})
            if not to.keys() - targets.keys():
                continue
            answer.append(_line(key, funder, spender, titles[spender], targets, to, names, cycle))
    answer.sort(key=lambda one: (-one.amount, one.spender_id, one.name))
    too_large = tuple(titles[one] for one in order if sizes.get(one, 0) > FUNDER_ROWS_MAX)
    return SharedFunders(tuple(answer), len(small), too_large)


Key = tuple[str, str]


def _line(
    key: Key,
    funder: _Funder,
    spender: str,
    title: str,
    targets: dict[str, Decimal],
    to: dict[str, _Funder],
    names: dict[str, str],
    cycle: int,
) -> Shared:
    committee_id, place = ("", key[1]) if key[1] else (key[0], "")
    asked = {"cycle": cycle, "line": "funding", "name": _exact(funder.names), "zip": place}
    if committee_id:
        asked["giver"] = committee_id
    return Shared(
        funder.name,
        place,
        committee_id,
        spender,
        title,
        funder.rows,
        funder.amount,
        _address("committee_rows", spender, asked),
        tuple(
            Attack(one, names.get(one, one), amount)
            for one, amount in sorted(targets.items(), key=lambda pair: -pair[1])
        ),
        tuple(
            Gift(
                one,
                names.get(one, one),
                gift.rows,
                gift.amount,
                _address("candidate_rows", one, _of_gift(key, gift, cycle)),
            )
            for one, gift in sorted(to.items(), key=lambda pair: -pair[1].amount)
        ),
    )


def _of_gift(key: Key, gift: _Funder, cycle: int) -> dict[str, object]:
    if not key[1]:
        return {"cycle": cycle, "channel": "gifts", "spender": key[0]}
    names = _exact(gift.names)
    return {"cycle": cycle, "channel": "individuals_itemized", "name": names, "zip": key[1]}


def _exact(names: list[str]) -> list[str]:
    return [f"={name}" for name in sorted(names)]


def _address(name: str, identifier: str, values: dict[str, object]) -> str:
    pairs = [(key, value) for key, value in values.items() if value]
    return f"{reverse(name, args=[identifier])}?{urlencode(pairs, doseq=True)}"


def _sizes(committees: list[str], cycle: int, kinds: Iterable[str]) -> dict[str, int]:
    """How many rows of these kinds each committee received."""
    return dict(
        CommitteeTotal.objects.filter(
            committee_id__in=committees,
            cycle=cycle,
            counted_as__in=list(kinds),
            source__in=RECEIPTS,
        )
        .order_by()
        .values("committee_id")
        .annotate(n=Sum("rows"))
        .values_list("committee_id", "n")
    )


def _funders(committees: list[str], cycle: int) -> dict[str, dict[Key, _Funder]]:
    """The largest funders of each committee by what they are told by."""
    answer: dict[str, dict[Key, _Funder]] = {one: {} for one in committees}
    if not committees:
        return answer
    values = {"committees": committees, "cycle": cycle, "kinds": list(FUNDING), "limit": FUNDERS}
    for committee_id, name, zip_code, giver, rows, amount in run("race_funders.sql", values):
        is_committee = giver[:1] == "C"
        key = (giver, "") if is_committee else match_key(name, zip_code)
        if key is not None:
            answer[committee_id].setdefault(key, _Funder(name)).add(name, rows, amount)
    return answer


def _gifts(keys: set[Key], candidates: list[str], cycle: int) -> dict[Key, dict[str, _Funder]]:
    """What those of some keys gave to each of some candidates."""
    answer: dict[Key, dict[str, _Funder]] = defaultdict(dict)
    committees = sorted(one for one, place in keys if not place)
    if committees:
        for candidate_id in candidates:
            rows = behind.given_to(candidate_id, cycle).filter(committee_id__in=committees)
            for giver, amount in rows.order_by().values_list("committee_id", "transaction_amount"):
                one = answer[giver, ""].setdefault(candidate_id, _Funder(giver))
                one.add(giver, 1, amount)
    zips = sorted({place for _, place in keys if place})
    campaigns: dict[str, list[str]] = defaultdict(list)
    for candidate_id, committee_id in Linkage.objects.filter(
        candidate_id__in=candidates, cycle=cycle, designation__in=codes.CAMPAIGN_DESIGNATIONS
    ).values_list("candidate_id", "committee_id"):
        campaigns[committee_id].append(candidate_id)
    sizes = _sizes(list(campaigns), cycle, ["individual"])
    small = [one for one in campaigns if 0 < sizes.get(one, 0) <= GROUP_ROWS_MAX]
    if not zips or not small:
        return answer
    values = {"committees": small, "cycle": cycle, "zips": zips}
    for committee_id, name, zip_code, rows, amount in run("gifts_from_zips.sql", values):
        key = match_key(name, zip_code)
        if key not in keys or key is None:
            continue
        for candidate_id in campaigns[committee_id]:
            answer[key].setdefault(candidate_id, _Funder(name)).add(name, rows, amount)
    return answer
