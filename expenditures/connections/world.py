"""What connections are found in: temporary tables of one cycle, and the names of everybody in them.

The tables are described in sql/connections_world.sql. They live as long as the step's transaction.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from psycopg import sql

from donations.donor_tables import stage_decisions
from donations.totals import gather_gifts_of_committees
from expenditures.connections import kinds
from expenditures.connections.evidence import Found, Party
from expenditures.connections.words import dollars
from filings import codes
from filings.races import belongs, vote_day
from filings.staging import Connection, raw, run_sql

SQL = Path(__file__).parent.parent / "sql"


@dataclass(frozen=True)
class Race:
    """A race: who stands in it, in words, and the day of the deciding vote where that is known."""

    id: int
    cycle: int
    office: str
    state: str
    district: str
    special_year: int
    dates: dict[str, str]
    candidates: tuple[str, ...]
    has_special: bool

    @property
    def said(self) -> str:
        """In a sentence: "the 2017 special election for the California 34th seat"."""
        if self.office == "P":
            return f"the {self.cycle} race for President"
        kind = "special election" if self.special_year else "race"
        seat = codes.seat(self.office, self.state, self.district)
        return f"the {self.special_year or self.cycle} {kind} for the {seat} seat"

    @property
    def vote(self) -> date | None:
        """The day of the deciding vote."""
        return vote_day(self)

    @property
    def path(self) -> str:
        """What tells it from all others in every run, as "2018/H/CA/34/2017"."""
        return f"{self.cycle}/{self.office}/{self.state}/{self.district}/{self.special_year}"


@dataclass
class World:
    """One cycle: `rows` asks a file of sql/ in it, with the limits of `kinds` as values."""

    connection: Connection
    cycle: int
    races: dict[int, Race]

    @cached_property
    def _opening(self) -> dict[str, tuple[Decimal, Decimal]]:
        """What committees that held cash when the cycle began received in it, and held."""
        found: list[tuple[str, Decimal, Decimal]] = self.connection.execute(
            "SELECT committee_id, coalesce(amount, 0), opening FROM received WHERE opening > 0"
        ).fetchall()  # type: ignore[assignment]
        return {committee: (amount, opening) for committee, amount, opening in found}

    def of_all(self, committee_id: str, who: str = "it", whole: str = "what") -> str:
        """What a share of a committee's money is of, in words: "of what it received in ..."."""
        cycle = f"in the {self.cycle - 1}–{self.cycle} cycle"
        if committee_id not in self._opening:
            return f"of {whole} {who} received {cycle}"
        received, opening = self._opening[committee_id]
        return (
            f"of the {dollars(received + opening)} that {who} had {cycle} ({dollars(received)}"
            f" received and {dollars(opening)} held when it began)"
        )

    def rows(self, name: str, **values: object) -> list[Any]:
        """The rows that a query of expenditures/sql gives."""
        query = raw((SQL / name).read_text()).format()
        return self.connection.execute(query, {"cycle": self.cycle, **LIMITS, **values}).fetchall()

    @cached_property
    def _committees(self) -> dict[str, str]:
        return dict(
            self.connection.execute("SELECT committee_id, name FROM filings_committee").fetchall()  # type: ignore[arg-type]
        )

    @cached_property
    def _candidates(self) -> dict[str, str]:
        return dict(
            self.connection.execute("SELECT candidate_id, name FROM filings_candidate").fetchall()  # type: ignore[arg-type]
        )

    def committee(self, committee_id: str) -> Party:
        """A committee by its id."""
        return Party("committee", committee_id, self._committees.get(committee_id) or committee_id)

    def candidate(self, candidate_id: str) -> Party:
        """A candidate by id; the name stands as registered ("GOMEZ, JIMMY")."""
        return Party("candidate", candidate_id, self._candidates.get(candidate_id) or candidate_id)

    def race(self, election_id: int) -> Party:
        """A race by its id."""
        return Party("race", str(election_id), self.races[election_id].said)

    def donor(self, kind: str, key: str, name: str) -> Party:
        """A person or an organization of the temporary table "donors"."""
        return Party("person" if kind == "person" else "organization", key, name)


LIMITS: dict[str, object] = {
    "least_funding": kinds.LEAST_FUNDING,
    "least_share": kinds.LEAST_SHARE,
    "least_gift": kinds.LEAST_GIFT,
    "least_spent": kinds.LEAST_SPENT,
    "main_share": kinds.MAIN_SHARE,
    "launch_days": kinds.LAUNCH_DAYS,
    "small_share": kinds.SMALL_SHARE,
    "industry_share": kinds.INDUSTRY_SHARE,
    "industry_gifts": kinds.INDUSTRY_GIFTS,
    "route_share": kinds.ROUTE_SHARE,
    "single_share": kinds.SINGLE_SHARE,
    "shared_most": kinds.SHARED_MOST,
    "late_days": kinds.LATE_DAYS,
}
Finder = Callable[[World], Iterator[Found]]


def gather(connection: Connection, cycle: int) -> World:
    """Make the temporary tables of a cycle, inside the caller's transaction."""
    races = _races(connection, cycle)
    _race_codes(connection, cycle, races.values())
    stage_decisions(connection)
    receipts = raw((SQL / "flow_receipts.sql").read_text()).format(cycle=sql.Literal(cycle))
    connection.execute(sql.SQL("CREATE TEMP TABLE flow ON COMMIT DROP AS {}").format(receipts))
    gather_gifts_of_committees(connection, cycle)
    run_sql(connection, SQL / "connections_world.sql", {"cycle": cycle, **LIMITS})
    return World(connection, cycle, races)


def _races(connection: Connection, cycle: int) -> dict[int, Race]:
    found: list[Any] = connection.execute(
        "SELECT e.id, office, state, district, special_year, dates::text,"
        " coalesce(array_agg(c.candidate_id ORDER BY c.candidate_id)"
        "          FILTER (WHERE c.candidate_id IS NOT NULL), '{}'),"
        " bool_or(special_year <> 0) OVER (PARTITION BY office, state, district)"
        "  FROM filings_election e"
        "  LEFT JOIN filings_electioncandidate c ON c.election_id = e.id"
        " WHERE cycle = %s GROUP BY e.id",
        (cycle,),
    ).fetchall()
    return {
        number: Race(
            number,
            cycle,
            office,
            state,
            district,
            year,
            json.loads(dates),
            tuple(entrants),
            special,
        )
        for number, office, state, district, year, dates, entrants, special in found
    }


def _race_codes(connection: Connection, cycle: int, races: Iterable[Race]) -> None:
    """Which race each candidate's money is of, by its election code."""
    written = connection.execute(
        "SELECT DISTINCT candidate_id, election_type FROM expenditures_independentexpenditure"
        " WHERE cycle = %s AND counts AND candidate_id <> ''",
        (cycle,),
    ).fetchall()
    codes_of: dict[object, list[str]] = {}
    for candidate_id, code in written:
        codes_of.setdefault(candidate_id, []).append(str(code))
    connection.execute(
        "CREATE TEMP TABLE race_codes (candidate_id text, election_type text, election_id integer)"
        " ON COMMIT DROP"
    )
    with connection.cursor().copy("COPY race_codes FROM STDIN") as copy:
        for race in races:
            for candidate_id in race.candidates:
                for code in codes_of.get(candidate_id, ()):
                    if belongs(code, race, has_special=race.has_special):
                        copy.write_row((candidate_id, code, race.id))
    connection.execute("ANALYZE race_codes")
