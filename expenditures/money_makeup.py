"""Whose named money a trace ends in: which industries', and which donors'.

Where a trace's money came in at a committee from people and organizations, what that committee had
received from each of them by the trace's day says in which proportions it is whose; where the
method tells apart on which days it came in, what it received on these days.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from psycopg import Cursor, sql

from donations.taxonomy import NOT_CLASSED
from expenditures.money_books import NEVER, keep, ranges_of
from expenditures.money_flow import whole_cents
from expenditures.money_reading import read_numbers
from expenditures.money_recent import Came, OfDays, net_of_refunds

SQL = Path(__file__).parent / "sql"
DONORS_KEPT = 25
# Donors of less than this to a committee in the cycle are not listed; US dollars.
LEAST_LISTED = 1_000
# Donors are looked for at so many committees, those where most of the money came in.
ASKED = 300
# So many of the largest parts are added up by donor.
CANDIDATES = 20_000


@dataclass
class Sums:
    """What committees received by day from each of several sources, in cents.

    Sums up to a day are made for all at once and kept for the next trace of that day; those of the
    whole cycle are kept for good.
    """

    committees: Any
    sources: Any
    days: Any
    cents: Any
    _of_day: dict[int, Any] = field(default_factory=dict)
    _dated: dict[int, tuple[int, int, Any, Any, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        order = np.lexsort((self.sources, self.committees))
        self.committees, self.sources = self.committees[order], self.sources[order]
        self.days, self.cents = self.days[order], self.cents[order]
        turns = (np.diff(self.committees) != 0) | (np.diff(self.sources) != 0)
        self._starts = np.concatenate(([0], np.flatnonzero(turns) + 1)) if len(order) else order
        self.committees, self.sources = self.committees[self._starts], self.sources[self._starts]

    def until(self, day: int) -> Any:
        """Cents by (committee, source), in their order; what is below zero is nothing."""
        if day not in self._of_day:
            held = np.where(self.days <= day, self.cents, 0)
            sums = np.add.reduceat(held, self._starts) if len(held) else held
            keep(self._of_day, day, np.maximum(sums, 0))
        return self._of_day[day]

    @cached_property
    def ranges(self) -> dict[int, tuple[int, int]]:
        """Where each committee's places begin and end."""
        return ranges_of(self.committees)

    @cached_property
    def _known(self) -> tuple[Any, Any]:
        """The committees there are, and which of them each (committee, source) is of."""
        return np.unique(self.committees, return_inverse=True)

    def split(self, named: Mapping[int, int], until: int) -> Any:
        """Each committee's cents of `named` in proportion to what it had received from whom.

        Gives the parts by (committee, source), in their order.
        """
        known, place = self._known
        sums = self.until(until)
        wholes = np.bincount(place, weights=sums, minlength=len(known))
        wanted = np.zeros(len(known))
        asked = np.fromiter(named, dtype=np.int64, count=len(named))
        cents = np.fromiter(named.values(), dtype=np.float64, count=len(named))
        at = np.minimum(np.searchsorted(known, asked), max(len(known) - 1, 0))
        there = known[at] == asked if len(known) else np.zeros(len(asked), dtype=bool)
        wanted[at[there]] = cents[there]
        with np.errstate(divide="ignore", invalid="ignore"):
            factors = np.where(wholes > 0, wanted / wholes, 0.0)
        return sums * factors[place]

    def split_days(self, committee: int, days: OfDays, *, is_whole: bool) -> tuple[int, Any]:
        """A committee's cents of some days by who gave them on these days, refunds taken off.

        is_whole: all that is named of what came in stands here, and not just some of it. Gives the
        place of the committee's first source, and the part of each.
        """
        first, many, place, when, cents = self._net(committee)
        asked = np.array(sorted(days), dtype=np.int64)
        wanted, wholes = np.array([days[day] for day in asked.tolist()], dtype=np.float64).T
        at = np.minimum(np.searchsorted(asked, when), len(asked) - 1)
        there = asked[at] == when
        at, place, cents = at[there], place[there], cents[there]
        given = np.bincount(at, weights=cents, minlength=len(asked))
        # Where refunds left less of that day than of all these gifts, each is cut alike.
        bases = given if is_whole else np.maximum(wholes, given)
        with np.errstate(divide="ignore", invalid="ignore"):
            parts = cents * (wanted / bases)[at]
        return first, np.bincount(place, weights=parts, minlength=many)

    def _net(self, committee: int) -> tuple[int, int, Any, Any, Any]:
        """A committee's gifts by source and day, each source's refunds off its newest before."""
        if committee not in self._dated:
            first, last = self.ranges.get(committee, (0, 0))
            ends = np.append(self._starts, len(self.days))[first : last + 1]
            rows = slice(ends[0], ends[-1]) if first < last else slice(0)
            place = np.repeat(np.arange(last - first, dtype=np.int32), np.diff(ends))
            place, _, when, cents = net_of_refunds(
                place, np.zeros_like(place), self.days[rows], self.cents[rows]
            )
            self._dated[committee] = first, last - first, place, when, cents
        return self._dated[committee]


@dataclass(frozen=True)
class DonorPart:
    """A donor's money at one committee: cents given there until the day, and the trace's part."""

    donor: int
    committee: int
    paid: int
    part: int


@dataclass
class MakeUp:
    """A cycle's named money by industry and by donor."""

    industries: Sums
    gifts: Sums
    sponsors: Mapping[int, int]
    not_classed: int

    def by_industry(
        self, named: Mapping[int, int], until: int = NEVER, came: Came | None = None
    ) -> dict[int, int]:
        """Cents of each industry or class; they add up to the named money of a trace.

        A fund that a company, union or association keeps stands in its sponsor's industry. came:
        the days on which the money came in, where they are told apart.
        """
        found: dict[int, float] = {}
        rest: dict[int, int] = {}
        for committee, cents in named.items():
            if committee in self.sponsors:
                industry = self.sponsors[committee]
                found[industry] = found.get(industry, 0.0) + cents
            else:
                rest[committee] = cents
        if rest:
            parts = (
                self.industries.split(rest, until)
                if came is None
                else self._of_days({committee: came[committee] for committee in rest})
            )
            sums = np.bincount(self.industries.sources, weights=parts)
            for one in np.flatnonzero(sums).tolist():
                found[one] = found.get(one, 0.0) + float(sums[one])
        whole = sum(named.values())
        # Named money of which no row is left by that day: refunds came to as much. Before the
        # industries were first loaded there is nothing that it could stand in.
        missing = whole - sum(found.values())
        if missing > 0.5 and self.not_classed:
            found[self.not_classed] = found.get(self.not_classed, 0.0) + missing
        if not whole:
            return {}
        split = whole_cents({(0, one): part / whole for one, part in found.items()}, whole)
        return {int(str(one)): cents for (_, one), cents in split.items()}

    def _of_days(self, came: Came) -> Any:
        """The parts of what came in on some days by (committee, industry), in their order."""
        found = np.zeros(len(self.industries.sources))
        for committee, days in came.items():
            first, parts = self.industries.split_days(committee, days, is_whole=True)
            found[first : first + len(parts)] += parts
        return found

    def by_donor(
        self,
        named: Mapping[int, int],
        received: Callable[[int], int],
        until: int = NEVER,
        came: Came | None = None,
    ) -> list[DonorPart]:
        """The largest donors behind some named money, each at the committees where it came in.

        received: what a committee had been given by name by that day, in cents: a donor's part is
        what it gave of that; or of what came in on the days `came`, where they are told apart.
        """
        sums = self.gifts.until(until)
        known = self.gifts.committees
        pieces: list[tuple[Any, Any]] = []
        for committee in sorted(named, key=lambda one: (-named[one], one))[:ASKED]:
            first, last = self.gifts.ranges.get(committee, (0, 0))
            if first == last:
                continue
            if came is not None:
                _, part = self.gifts.split_days(committee, came[committee], is_whole=False)
                pieces.append((np.arange(first, last), part))
            elif (whole := received(committee)) > 0:
                part = sums[first:last] * (named[committee] / whole)
                pieces.append((np.arange(first, last), part))
        if not pieces:
            return []
        places = np.concatenate([place for place, _ in pieces])
        parts = np.concatenate([part for _, part in pieces])
        # Of a million small gifts none is among the largest.
        if len(parts) > CANDIDATES:
            large = np.argpartition(parts, -CANDIDATES)[-CANDIDATES:]
            places, parts = places[large], parts[large]
        donors = self.gifts.sources[places]
        listed, which = np.unique(donors, return_inverse=True)
        totals = np.bincount(which, weights=parts)
        best = np.lexsort((listed, -totals))[:DONORS_KEPT]
        kept = np.isin(which, best) & (parts >= 1)
        return [
            DonorPart(donor, committee, paid, round(part))
            for donor, committee, paid, part in zip(
                donors[kept].tolist(),
                known[places[kept]].tolist(),
                sums[places[kept]].tolist(),
                parts[kept].tolist(),
                strict=True,
            )
        ]


def read_makeup(cursor: Cursor[Any], cycle: int) -> MakeUp:
    """A cycle's named money from the database.

    Leaves the temporary table "flow_donor", who is who by number, until the transaction ends.
    """
    industries = _sums(
        cursor,
        sql.SQL((SQL / "flow_industries.sql").read_text()).format(
            cycle=sql.Literal(cycle), not_classed=sql.Literal(NOT_CLASSED)
        ),
        order=(0, 2, 1, 3),
    )
    cursor.execute(
        sql.SQL((SQL / "flow_donors.sql").read_text()).format(
            cycle=sql.Literal(cycle), least=sql.Literal(LEAST_LISTED)
        )
    )
    gifts = _sums(cursor, sql.SQL("SELECT committee, donor, day, cents FROM flow_gift"))
    sponsors = sql.SQL((SQL / "flow_sponsors.sql").read_text().replace("{{8}}", "{8}"))
    cursor.execute(sponsors, {"cycle": cycle})
    tagged = dict(cursor.fetchall())
    cursor.execute("SELECT id FROM donations_industry WHERE slug = %s", (NOT_CLASSED,))
    row = cursor.fetchone()
    return MakeUp(industries, gifts, tagged, row[0] if row else 0)


def _sums(cursor: Cursor[Any], query: sql.Composable, order: Iterable[int] = (0, 1, 2, 3)) -> Sums:
    columns = read_numbers(cursor, query)
    return Sums(*(columns[place] for place in order))
