"""The one search box: what people type, and all that fits, in groups."""

from collections.abc import Callable
from dataclasses import replace

from django.urls import reverse

from web import search_money as money
from web import search_registered as registered
from web import search_spending as spending
from web.search_asked import Asked, understand
from web.search_hits import Found, Group

__all__ = ["Asked", "exact_path", "find", "listed", "suggest", "understand"]

SHOWN = 8
LISTED_PAGE = 100
# While somebody types, so many of each kind are enough.
SUGGESTED = {"race": 3, "candidate": 4, "committee": 3, "organization": 3, "industry": 2}
NAMES_SUGGESTED = 3
# Organizations looked at while somebody types, and for a page.
FORMS_TYPED = 1000
FORMS_LOOKED = 5000
# What is looked for by its own name, in this order where equally near.
_FIRST = ("candidate", "race", "committee", "organization", "industry", "donor")
# Kinds whose hits tell how near they are.
_BY_NEARNESS = ("candidate", "committee", "organization")


def exact_path(asked: Asked) -> str:
    """The one page that an id or a filing's number names; empty where there is none."""
    if asked.identifier:
        hits = registered.by_id(asked.identifier, 1)
        return hits[0].path if hits else ""
    number = spending.file_number(asked) if asked.number else None
    return reverse("filing", args=[number]) if number is not None else ""


def find(asked: Asked, version: int) -> Found:
    """All that fits a search, the group with the nearest hit first.

    Where nothing does: what is spelled nearly so, or has an id or a number next to it.
    """
    if asked.identifier:
        return _near_ids(asked)
    if asked.part_of_id:
        groups = [_ids(asked.part_of_id, 3 * SHOWN)]
    else:
        groups = [
            registered.races(asked),
            _candidates(asked, SHOWN),
            registered.committees(asked, SHOWN),
            money.organizations(asked, SHOWN, looked=FORMS_LOOKED),
            money.industries(asked, version, SHOWN),
            money.donors(asked),
            spending.expenditures(asked),
        ]
        groups.append(_filings(groups))
        if asked.number:
            groups += spending.image(asked)
    found = Found(tuple(_in_order(asked, groups)))
    return _near(asked) if found.is_empty else found


def suggest(asked: Asked, version: int) -> Found:
    """A few of what fits what somebody has typed so far, by bounded looks into indexes."""
    if asked.identifier or asked.part_of_id:
        return Found(tuple(filter(None, [_ids(asked.identifier or asked.part_of_id, SHOWN)])))
    if sum(map(len, asked.plain)) < 2:
        return Found()
    looked = registered.FEW
    groups = [registered.races(asked, SUGGESTED["race"])]
    if asked.number:
        number = spending.file_number(asked)
        groups += [spending.filing(number)] if number is not None else []
        groups.append(money.zip_code(asked))
    # Two letters begin too many names.
    if len(asked.text) > 2:
        groups += [
            _candidates(asked, SUGGESTED["candidate"], looked),
            registered.committees(asked, SUGGESTED["committee"], looked=looked),
            money.organizations(asked, SUGGESTED["organization"], looked=FORMS_TYPED),
            money.industries(asked, version, SUGGESTED["industry"]),
            money.donor_names(asked, NAMES_SUGGESTED),
        ]
    found = Found(tuple(_in_order(asked, groups)))
    if found.is_empty and len(asked.text) > registered.SHORTEST_NEAR and not asked.number:
        near = registered.near_candidates(asked, SUGGESTED["candidate"])
        return Found((near,) if near else (), is_near=True)
    return found


def listed(asked: Asked, kind: str, page: int) -> Group:
    """One page of all that fit of a kind in search_hits.LISTED."""
    finders: dict[str, Callable[..., Group]] = {
        "candidate": registered.candidates,
        "committee": registered.committees,
        "organization": money.organizations,
    }
    return finders[kind](asked, LISTED_PAGE, (page - 1) * LISTED_PAGE)


def _candidates(asked: Asked, limit: int, looked: int = registered.ALL) -> Group:
    if asked.names:
        return registered.candidates(asked, limit, looked=looked)
    # Of a race, those who stand in it.
    if asked.names_race and asked.state and (asked.district or asked.office or asked.is_special):
        return registered.standing_in(registered.races_for(asked), limit)
    return Group("candidate")


def _filings(groups: list[Group]) -> Group:
    """The newest filings of the committees and candidates that fit best."""
    best = [
        hit.identifier
        for group in groups
        for hit in group.hits
        if hit.kind in {"committee", "candidate"} and hit.nearness < 3
    ]
    return spending.filings_of(best)


def _in_order(asked: Asked, groups: list[Group]) -> list[Group]:
    """The groups that have something, those with the nearest hits first.

    A race that was named goes before all, unless somebody was named as well. Else the order is that
    of GROUPS among equally near ones; payees and filings, found on the way, stay behind.
    """

    def place(group: Group) -> tuple[bool, bool, int, int]:
        is_meant = group.kind == "race" and bool(asked.district or asked.is_special)
        if group.kind in _BY_NEARNESS:
            nearest = min((hit.nearness for hit in group.hits), default=3)
            level = 0 if nearest == 0 else 1 if nearest < 3 else 2
        else:
            level = 0 if is_meant else 1
        own = _FIRST.index(group.kind) if group.kind in _FIRST else len(_FIRST)
        return (not is_meant or bool(asked.names), group.kind not in _FIRST, level, own)

    return sorted(filter(None, groups), key=place)


def _ids(beginning: str, limit: int) -> Group:
    hits = tuple(registered.by_id(beginning, limit))
    kind = "committee" if beginning.startswith("C") else "candidate"
    return Group(kind, hits, len(hits))


def _near_ids(asked: Asked) -> Found:
    """The ids that begin as the one that is not here, as far as they do."""
    for length in range(len(asked.identifier) - 1, 3, -1):
        group = _ids(asked.identifier[:length], registered.NEAR_SHOWN)
        if group:
            return Found((replace(group, is_near=True),), is_near=True)
    return Found(is_near=True)


def _near(asked: Asked) -> Found:
    """What is spelled nearly as was typed."""
    if asked.number:
        groups = [spending.near_filings(asked)]
    elif asked.part_of_id:
        return _near_ids(Asked(asked.text, identifier=asked.part_of_id))
    elif sum(map(len, asked.plain)) < registered.SHORTEST_NEAR:
        groups = []
    else:
        groups = [
            registered.near_candidates(asked),
            registered.near_committees(asked),
            money.near_organizations(asked, registered.NEAR_SHOWN),
        ]
    return Found(tuple(filter(None, groups)), is_near=True)
