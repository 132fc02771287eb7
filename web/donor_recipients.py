"""Whose receipts a donor search is of: committees by id or name, and the campaigns of candidates.

Candidates are asked for by id, party, office or race. A campaign's committees may differ from cycle
to cycle, so that they are pairs of a cycle and a committee.
"""

from typing import Any

from django.db import connection

from donations.models import CommitteeTotal
from filings.codes import CAMPAIGN_DESIGNATIONS
from filings.models import Election, ElectionCandidate, Linkage
from filings.races import belongs
from web.donor_words import matching_ids
from web.filters import DonorFilter, parse_words
from web.words import OFFICE_PATHS

# The cycle is None where a committee is asked for in any.
Pairs = tuple[tuple[int | None, str], ...]
# As a candidate is registered for the cycle, or else at all.
_RUNNING = """
SELECT l.cycle, l.committee_id
  FROM filings_linkage l
  JOIN filings_candidate k ON k.candidate_id = l.candidate_id
  LEFT JOIN filings_candidacy y ON y.candidate_id = l.candidate_id AND y.cycle = l.cycle
 WHERE l.cycle = ANY(%(cycles)s) AND l.designation = ANY(%(designations)s)
   AND (%(parties)s::text[] IS NULL OR coalesce(y.party, k.party) = ANY(%(parties)s))
   AND (%(offices)s::text[] IS NULL OR coalesce(y.office, k.office) = ANY(%(offices)s))
"""


def cycles_of(asked: DonorFilter) -> set[int] | None:
    """The cycles asked for, a race's being one; None for any."""
    within = set(asked.cycles) if asked.cycles else None
    if asked.race:
        of_race = {int(asked.race.partition("/")[0])}
        within = of_race if within is None else within & of_race
    return within


def resolve(
    asked: DonorFilter, cycles: tuple[int, ...]
) -> tuple[Pairs | None, tuple[str, ...] | None]:
    """Committees and election codes asked for, each None for any and empty for none that can be."""
    elections = tuple(asked.elections) or None
    sets: list[set[tuple[int | None, str]]] = []
    if asked.candidate:
        sets.append(_campaigns(asked.candidates, cycles))
    if asked.party or asked.office:
        sets.append(_running(asked, cycles))
    if asked.race:
        committees, codes = _of_race(asked.race, cycles)
        sets.append(committees)
        wanted = set(elections) if elections else codes
        elections = tuple(sorted(codes & wanted))
    found = set.intersection(*sets) if sets else None
    if asked.recipient:
        ids = recipient_ids(asked.recipient)
        if found is None:
            found = {(None, one) for one in ids}
        else:
            found = {pair for pair in found if pair[1] in ids}
    if found is None:
        return None, elections
    return tuple(sorted(found, key=lambda pair: (pair[0] or 0, pair[1]))), elections


def recipient_ids(recipient: str) -> frozenset[str]:
    """Committees by ids with commas between, or by words of their name."""
    bare = [one.strip().upper() for one in recipient.split(",") if one.strip()]
    if all(len(one) == 9 and one[0] == "C" and one[1:].isdecimal() for one in bare):
        return frozenset(bare)
    words = matching_ids("filings_committee", parse_words(recipient), key="committee_id")
    values: list[Any] = list(words.values)
    with connection.cursor() as cursor:
        cursor.execute(words.text, values)
        return frozenset(row[0] for row in cursor.fetchall())


def _campaigns(candidates: list[str], cycles: tuple[int, ...]) -> set[tuple[int | None, str]]:
    linked = Linkage.objects.filter(
        candidate_id__in=candidates, cycle__in=cycles, designation__in=CAMPAIGN_DESIGNATIONS
    )
    return set(linked.values_list("cycle", "committee_id"))


def _running(asked: DonorFilter, cycles: tuple[int, ...]) -> set[tuple[int | None, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            _RUNNING,
            {
                "cycles": list(cycles),
                "designations": list(CAMPAIGN_DESIGNATIONS),
                "parties": asked.parties or None,
                "offices": asked.offices or None,
            },
        )
        return set(cursor.fetchall())


def find_race(race: str) -> Election | None:
    """The election of a race's address, as 2018/house/CA/34/special-2017."""
    cycle, office, state, district, *special = race.split("/")
    return Election.objects.filter(
        cycle=int(cycle),
        office=OFFICE_PATHS[office],
        state=state,
        district=district,
        special_year=int(special[0].removeprefix("special-")) if special else 0,
    ).first()


def _of_race(race: str, cycles: tuple[int, ...]) -> tuple[set[tuple[int | None, str]], set[str]]:
    """The committees of a race's candidates, and the codes under which money is for this race."""
    election = find_race(race)
    if election is None:
        return set(), set()
    candidates = ElectionCandidate.objects.filter(election=election)
    committees = _campaigns(list(candidates.values_list("candidate_id", flat=True)), cycles)
    has_special = election.is_special or (
        Election.objects.filter(
            cycle=election.cycle,
            office=election.office,
            state=election.state,
            district=election.district,
        )
        .exclude(pk=election.pk)
        .exclude(special_year=0)
        .exists()
    )
    codes = CommitteeTotal.objects.filter(
        cycle=election.cycle, committee_id__in=[committee for _, committee in committees]
    ).values_list("election_type", flat=True)
    return committees, {
        code for code in set(codes) if belongs(code, election, has_special=has_special)
    }
