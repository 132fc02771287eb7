"""Candidates, committees and races that fit a search, the nearest and largest first."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count, QuerySet
from django.urls import reverse

from donations.indexes import SIGNS, WORDS
from donations.sources import RECEIPTS
from filings import codes
from filings.models import Candidate, CandidateSummary, Committee, Election
from web import words
from web.search_asked import Asked, tsquery
from web.search_hits import Group, Hit, joined
from web.templatetags.figures import bare, many, race_url

SQL = Path(__file__).parent / "sql"
# More than there are candidates and committees: all of them are put in order.
ALL = 1_000_000
# Of a word that thousands of names have, so many are looked at while somebody types.
FEW = 600
RACES_SHOWN = 12
NEAR_SHOWN = 5
# Of fewer letters nearly everything comes near.
SHORTEST_NEAR = 4

WORDS_OF_C = WORDS.replace("(name", "(c.name")
_PLAIN = "upper(translate(c.name, '{}', '{}'))".format(SIGNS.replace("'", "''"), " " * len(SIGNS))
_TYPES = {code: bare(text) for code, text in codes.COMMITTEE_TYPES}
_NEAR = """
SELECT {columns} FROM (SELECT * FROM {table} WHERE %(typed)s <%% name LIMIT 600) n
 ORDER BY word_similarity(%(typed)s, name) DESC, newest_cycle DESC, name LIMIT %(limit)s
"""


def run(name: str, values: dict[str, Any], **pieces: str) -> list[tuple[Any, ...]]:
    """The rows that a query of web/sql gives; `pieces` are our own SQL."""
    text = (SQL / name).read_text()
    for piece, meant in pieces.items():
        # A per cent sign of ours is no parameter.
        text = text.replace("{" + piece + "}", meant)
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchall()


def escaped(text: str) -> str:
    """A text as LIKE takes it literally."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _whole(typed: tuple[str, ...]) -> list[str]:
    """What a name with a blank at either end is like that has all of these words."""
    return [f"% {escaped(word)} %" for word in typed]


def candidates(asked: Asked, limit: int, offset: int = 0, looked: int = ALL) -> Group:
    """Candidates whose names fit, within the seat, year and party named.

    Where none is, the same words are looked for in other places and parties, and then as nothing
    but names ("Washington" is one, too).
    """
    tries = [asked, asked.of_any_party(), Asked(asked.text, words=asked.words), asked.widened()]
    done: list[Asked] = []
    for each in tries:
        if each.names and each not in done:
            done.append(each)
            found = _candidates(each, limit, offset, looked)
            if found:
                return found
    return Group("candidate")


def _candidates(asked: Asked, limit: int, offset: int, looked: int) -> Group:
    typed = asked.names
    rows = run(
        "search_candidates.sql",
        {
            "words": list(typed),
            "each": _whole(typed),
            "query": tsquery(typed, beginning=True),
            "beginning": escaped(typed[-1]) + "%",
            "party": asked.party,
            "office": asked.office,
            "state": asked.state,
            "district": asked.district,
            "cycle": asked.cycle,
            "looked": looked,
            "limit": limit,
            "offset": offset,
        },
        words=WORDS_OF_C,
        plain=_PLAIN,
    )
    hits = tuple(_candidate(*row[:-1]) for row in rows)
    return Group("candidate", hits, rows[0][-1] if rows else 0)


def _candidate(
    pk: str, name: str, party: str, office: str, state: str, district: str, newest: int,
    cycle: int | None = None, receipts: Any = None, nearness: int = 0,
) -> Hit:  # fmt: skip
    return Hit(
        "candidate",
        reverse("candidate", args=[pk]),
        words.person(name) or pk,
        joined(
            words.party(party),
            codes.seat(office, state, district) if office else "",
            f"registered in {words.period(newest)}" if newest else "",
        ),
        receipts,
        f"raised in {words.period(cycle)}" if cycle else "",
        pk,
        nearness,
    )


def committees(asked: Asked, limit: int, offset: int = 0, looked: int = ALL) -> Group:
    """Committees whose names have all words typed, else those that are of names."""
    for typed in dict.fromkeys((asked.plain, asked.names)):
        if typed:
            whole = " ".join(typed)
            rows = run(
                "search_committees.sql",
                {
                    "typed": f" {whole} ",
                    "each": _whole(typed),
                    "query": tsquery(typed, beginning=True),
                    "beginning": f" {escaped(whole)}%",
                    "receipts": list(RECEIPTS),
                    "looked": looked,
                    "limit": limit,
                    "offset": offset,
                },
                words=WORDS_OF_C,
                plain=_PLAIN,
            )
            if rows:
                return Group("committee", tuple(_committee(*row[:-1]) for row in rows), rows[0][-1])
    return Group("committee")


def _committee(
    pk: str, name: str, kind: str, designation: str, party: str, connected: str, newest: int,
    cycle: int | None = None, receipts: Any = None, candidates_cycle: int | None = None,
    candidates: Any = None, itemized_cycle: int | None = None, itemized: Any = None,
    nearness: int = 0,
) -> Hit:  # fmt: skip
    amount, of_what = receipts, f"raised in {words.period(cycle)}" if cycle else ""
    if not cycle and candidates_cycle:
        amount = candidates
        of_what = f"raised by its candidate in {words.period(candidates_cycle)}"
    elif not cycle and itemized_cycle:
        amount, of_what = itemized, f"itemized receipts in {words.period(itemized_cycle)}"
    joint = {"J": "Joint fundraising committee", "D": "Leadership PAC"}.get(designation, "")
    # Campaigns name their joint fundraising committees there.
    is_sponsored = kind not in "HSP" and connected.upper() not in {"", "NONE", "N/A", "NA"}
    sponsor = f"of {connected}" if is_sponsored else ""
    return Hit(
        "committee",
        reverse("committee", args=[pk]),
        name or pk,
        joined(
            joint or _TYPES.get(kind, "Committee"),
            words.party(party) if party not in {"", "UNK", "NNE", "OTH"} else "",
            sponsor,
            f"registered in {words.period(newest)}" if newest else "",
        ),
        amount,
        of_what,
        pk,
        nearness,
    )


def races(asked: Asked, limit: int = RACES_SHOWN) -> Group:
    """The races that a search names; of "ca" alone, those of the state."""
    alone = asked.text.upper()
    if asked.names_race:
        meant = asked
    elif alone in codes.STATES and alone != "US":
        meant = Asked(asked.text, state=alone)
    else:
        return Group("race")
    found = races_for(meant)
    group = race_hits(found, limit)
    if not group and meant.state and (meant.district or meant.is_special or meant.year):
        # Where the race asked for is not there, others of the state may be what is meant.
        return race_hits(races_for(Asked(asked.text, state=meant.state)), limit, is_near=True)
    return group


def races_for(asked: Asked) -> QuerySet[Election]:
    """The races that a search names, the newest first."""
    found = Election.objects.all()
    if asked.office:
        found = found.filter(office=asked.office)
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.district:
        found = found.filter(district=asked.district)
    if asked.is_special:
        found = found.exclude(special_year=0)
    if asked.year:
        found = found.filter(cycle=asked.cycle)
        if asked.year % 2:
            found = found.filter(special_year=asked.year)
    return found.order_by("-cycle", "-special_year", "office", "state", "district")


def race_hits(found: QuerySet[Election], limit: int, *, is_near: bool = False) -> Group:
    """Races with how many stand in each, and what they raised by the official figures."""
    shown = list(found.annotate(standing=Count("entries")).prefetch_related("entries")[: limit + 1])
    if not shown:
        return Group("race")
    total = len(shown) if len(shown) <= limit else found.count()
    raised = _raised(shown[:limit])
    hits = tuple(
        Hit(
            "race",
            race_url(one),
            f"{one.label}, {one.special_year or one.cycle}",
            many(one.standing, "candidate") if one.standing else "",
            raised.get(one.pk),
            f"raised by the candidates in {words.period(one.cycle)}" if one.pk in raised else "",
        )
        for one in shown[:limit]
    )
    state = shown[0].state
    more = ""
    if total > limit:
        more = reverse("races") + "?" + urlencode({"cycle": shown[0].cycle, "state": state})
    return Group("race", hits, total, more, is_near=is_near)


def _raised(elections: Sequence[Election]) -> dict[int, Any]:
    """Official receipts of those who stand in each race, of the race's cycle."""
    standing = {one.pk: {entry.candidate_id for entry in one.entries.all()} for one in elections}
    # Both files have a candidate for Congress, with the same receipts.
    receipts = {
        (candidate, cycle): amount
        for candidate, cycle, amount in CandidateSummary.objects.filter(
            candidate__in=set().union(*standing.values()), receipts__isnull=False
        )
        .order_by("-file")
        .values_list("candidate_id", "cycle", "receipts")
    }
    raised: dict[int, Any] = {}
    for one in elections:
        amounts = [receipts[key] for pk in standing[one.pk] if (key := (pk, one.cycle)) in receipts]
        if amounts:
            raised[one.pk] = sum(amounts)
    return raised


def standing_in(found: QuerySet[Election], limit: int) -> Group:
    """Those who stand in the races found, those with most money first."""
    rows = (
        Candidate.objects.filter(entries__election__in=found[:2].values("pk"))
        .distinct()
        .values_list("candidate_id", "name", "party", "office", "state", "district", "newest_cycle")
    )
    listed = list(rows)
    newest: dict[str, tuple[int, Any]] = {}
    for pk, cycle, amount in (
        CandidateSummary.objects.filter(
            candidate__in=[row[0] for row in listed], receipts__isnull=False
        )
        .order_by("cycle", "-file")
        .values_list("candidate_id", "cycle", "receipts")
    ):
        newest[pk] = (cycle, amount)
    hits = [_candidate(*row, *newest.get(row[0], (None, None))) for row in listed]
    hits.sort(key=lambda hit: (hit.amount is None, -(hit.amount or 0), hit.title))
    only = found[0] if found.count() == 1 and len(hits) > limit else None
    more = (race_url(only), "Everybody in this race") if only else ("", "")
    return Group("candidate", tuple(hits if only is None else hits[:limit]), len(hits), *more)


def near_candidates(asked: Asked, limit: int = NEAR_SHOWN) -> Group:
    """Candidates whose names are spelled nearly so."""
    columns = "candidate_id, name, party, office, state, district, newest_cycle"
    rows = _near("filings_candidate", columns, asked, limit)
    hits = tuple(_candidate(*row) for row in rows)
    return Group("candidate", hits, len(hits), is_near=True)


def near_committees(asked: Asked, limit: int = NEAR_SHOWN) -> Group:
    """Committees whose names are spelled nearly so."""
    columns = (
        "committee_id, name, committee_type, designation, party, connected_organization,"
        " newest_cycle"
    )
    rows = _near("filings_committee", columns, asked, limit)
    hits = tuple(_committee(*row) for row in rows)
    return Group("committee", hits, len(hits), is_near=True)


def _near(table: str, columns: str, asked: Asked, limit: int) -> list[tuple[Any, ...]]:
    """Names near all that was typed; where there are none, near one of its longer words."""
    typed = asked.names or asked.plain
    tries = [" ".join(typed), *sorted((w for w in typed if len(w) > SHORTEST_NEAR), key=len)[::-1]]
    query = _NEAR.replace("{columns}", columns).replace("{table}", table)
    for each in tries[:NEAR_SHOWN]:
        with connection.cursor() as cursor:
            cursor.execute(query, {"typed": each, "limit": limit})
            if found := cursor.fetchall():
                return found
    return []


def by_id(beginning: str, limit: int = NEAR_SHOWN) -> list[Hit]:
    """Candidates or committees whose id begins so, in the order of ids."""
    if beginning.startswith("C"):
        found = Committee.objects.filter(pk__startswith=beginning).order_by("pk")
        return [
            _committee(*row)
            for row in found.values_list(
                "committee_id", "name", "committee_type", "designation", "party",
                "connected_organization", "newest_cycle",
            )[:limit]
        ]  # fmt: skip
    standing = Candidate.objects.filter(pk__startswith=beginning).order_by("pk")
    return [
        _candidate(*row)
        for row in standing.values_list(
            "candidate_id", "name", "party", "office", "state", "district", "newest_cycle"
        )[:limit]
    ]
