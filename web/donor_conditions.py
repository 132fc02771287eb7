"""A donor search as conditions in SQL: what each field asks, which index answers it, how many rows.

Values are parameters; names of tables and columns are ours. The table of contributions is `c`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from donations.sources import RECEIPTS
from web import donor_profiles, donor_recipients
from web.donor_recipients import Pairs
from web.donor_words import Sql as Sql
from web.donor_words import holds as holds
from web.donor_words import matching_ids
from web.filters import DonorFilter, Words

# Field, its dictionary, its column, and rows that an entry has on average where it is no common
# one.
DICTIONARIES = {
    "name": ("donations_contributorname", "name_id", 5),
    "employer": ("donations_employer", "employer_id", 10),
    "occupation": ("donations_occupation", "occupation_id", 40),
    "city": ("donations_city", "city_id", 300),
}
# Above this many rows a condition is not worth following row by row.
BROAD = 10**9
# Up to this many entries of a dictionary are written into the statement, where the planner sees how
# common each is; more are left to a subquery.
FEW_ENTRIES = 200
# Near spellings are dear to look up, so that their entries are looked up once.
MOST_NEAR = 20_000
# Share of all rows whose ZIP begins with so many given digits, generously.
_ZIP_SHARES = {1: 0.2, 2: 0.04, 3: 0.006, 4: 0.001, 5: 0.0002}


@dataclass(frozen=True)
class Condition:
    """One field of a search.

    `drive` is the form an index answers, `check` the form that no planner takes for an index, to be
    tested on rows found otherwise. `rows` estimates the rows that `drive` visits.
    """

    name: str
    drive: Sql
    check: Sql
    rows: int = BROAD


@dataclass(frozen=True)
class Conditions:
    """A whole search, resolved against the database.

    cycles: those searched, all that are loaded unless one is asked for; total: their rows.
    committees: (cycle, committee) pairs where recipient or candidate are given, the cycle being
    None for any. elections: their codes, None for any. industries: ids of those asked for, None for
    any. `impossible` says that no row can match, as of a candidate without a committee.
    """

    asked: DonorFilter
    cycles: tuple[int, ...]
    total: int = 0
    fields: dict[str, Condition] = field(default_factory=dict)
    words: dict[str, Sql] = field(default_factory=dict)
    committees: Pairs | None = None
    elections: tuple[str, ...] | None = None
    industries: tuple[int, ...] | None = None

    @property
    def impossible(self) -> bool:
        """Whether nothing can match."""
        return not self.cycles or () in (self.committees, self.elections, self.industries)

    def asked_words(self, name: str) -> Words:
        """The words asked for in a field of text, which must be searched."""
        words: Words = getattr(self.asked, name)
        return words

    @property
    def names(self) -> frozenset[str]:
        """The fields that narrow the search, recipient and candidate being one."""
        return frozenset(self.fields)


def run(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query. Values are bound on the client, so that each is planned as it is."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def resolve(asked: DonorFilter) -> Conditions:
    """Look up the cycles, committees and sizes that a search's plan depends on."""
    loaded = run(
        "SELECT cycle, sum(rows)::bigint FROM donations_searchplace GROUP BY cycle ORDER BY cycle"
    )
    within = donor_recipients.cycles_of(asked)
    cycles = tuple(cycle for cycle, _ in loaded if within is None or cycle in within)
    total = sum(rows for cycle, rows in loaded if cycle in cycles)
    fields: dict[str, Condition] = {}
    words: dict[str, Sql] = {}
    for name, (table, column, average) in DICTIONARIES.items():
        text: Words | None = getattr(asked, name)
        if text is not None:
            words[name] = matching_ids(table, text, swap=name == "name")
            fields[name] = _words_condition(name, text, words[name], column, average, cycles)
    committees, elections = donor_recipients.resolve(asked, cycles)
    if committees is not None:
        fields["recipient"] = _committee_condition(committees, cycles)
    fields |= {
        condition.name: condition for condition in _plain_conditions(asked, elections, total)
    }
    industries = donor_profiles.industries_of(asked)
    if asked.by_profile:
        drive, check, rows = donor_profiles.condition(asked, industries, cycles, total)
        fields["profile"] = Condition("profile", Sql(*drive), Sql(*check), rows)
    return Conditions(asked, cycles, total, fields, words, committees, elections, industries)


def _words_condition(
    name: str, text: Words, ids: Sql, column: str, average: int, cycles: tuple[int, ...]
) -> Condition:
    # In parentheses with IS TRUE the list stays a list, hashed once; the planner would turn a bare
    # IN into a join, and choose its order by a guess at how many entries match.
    check = Sql(f"(c.{column} IN ({ids.text})) IS TRUE", ids.values)
    if text.only_excludes:
        check = Sql(f"(c.{column} IN ({ids.text})) IS NOT TRUE", ids.values)
        return Condition(name, check, check)
    drive = Sql(f"c.{column} = ANY(ARRAY({ids.text}))", ids.values)
    plan = run(f"EXPLAIN (FORMAT JSON) {ids.text}", ids.values)[0][0]
    entries = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Plan Rows"]
    common = heavy_rows(name, text, cycles) if name != "name" else 0
    # The estimate of a rare word is far too high, so these few are always looked for.
    most = MOST_NEAR if text.near else FEW_ENTRIES
    few = [row[0] for row in run(f"{ids.text} LIMIT {most + 1}", ids.values)]
    if len(few) <= most:
        drive = Sql(f"c.{column} = ANY(%s)", (few,))
        check = Sql(f"(c.{column} = ANY(%s)) IS TRUE", (few,))
        entries = len(few)
    return Condition(name, drive, check, int(entries) * average + common)


def heavy_rows(name: str, text: Words, cycles: tuple[int, ...]) -> int:
    """Rows of a dictionary's common entries that hold the words."""
    table = DICTIONARIES[name][0]
    asked = holds(text, "d.name")
    found = run(
        f"SELECT coalesce(sum(h.rows), 0)::bigint FROM donations_searchheavy h"  # noqa: S608
        f" JOIN {table} d ON d.id = h.id WHERE h.field = %s AND h.cycle = ANY(%s)"
        f" AND {asked.text}",
        (name, list(cycles), *asked.values),
    )
    return int(found[0][0])


def _committee_condition(committees: Pairs, cycles: tuple[int, ...]) -> Condition:
    ids = sorted({committee for _, committee in committees})
    drive = Sql("c.committee_id = ANY(%s)", (ids,))
    by_cycle = {cycle for cycle, _ in committees}
    if by_cycle not in ({None}, set()) and len(cycles) > 1:
        # A candidate's committees may differ from cycle to cycle.
        pairs = [f"{cycle} {committee}" for cycle, committee in committees]
        drive = Sql(drive.text + " AND (c.cycle || ' ' || c.committee_id) = ANY(%s)", (ids, pairs))
    rows = run(
        "SELECT coalesce(sum(rows), 0)::bigint FROM donations_committeetotal"
        " WHERE source = ANY(%s) AND cycle = ANY(%s) AND committee_id = ANY(%s)",
        (list(RECEIPTS), list(cycles), ids),
    )[0][0]
    return Condition("recipient", drive, Sql(f"({drive.text}) IS TRUE", drive.values), int(rows))


def _plain_conditions(
    asked: DonorFilter, elections: tuple[str, ...] | None, total: int
) -> list[Condition]:
    found: list[tuple[str, str, tuple[object, ...]]] = []
    for name, column, values in (
        ("state", "contributor_state", asked.states),
        ("type", "counted_as", asked.kinds),
        ("election", "election_type", elections),
        ("contributor", "entity_type", asked.entities),
    ):
        if values:
            one = len(values) == 1
            text = f"c.{column} = %s" if one else f"c.{column} = ANY(%s)"
            found.append((name, text, (values[0] if one else list(values),)))
    if asked.zips:
        text = " OR ".join(["c.contributor_zip LIKE %s"] * len(asked.zips))
        found.append(("zip", f"({text})", tuple(f"{one}%" for one in asked.zips)))
    if (
        asked.row_kinds
        and "all" not in asked.rows.split(",")
        and (asked.with_counted or asked.type)
    ):
        counted = "c.counts OR " if asked.with_counted else ""
        found.append(("rows", f"({counted}c.counted_as = ANY(%s))", (asked.row_kinds,)))
    for name, column, low, high in (
        ("amount", "contribution_receipt_amount", asked.min, asked.max),
        ("date", "contribution_receipt_date", asked.since, asked.until),
    ):
        bounds = [(sign, v) for sign, v in ((">=", low), ("<=", high)) if v is not None]
        if bounds:
            text = " AND ".join(f"c.{column} {sign} %s" for sign, _ in bounds)
            found.append((name, text, tuple(v for _, v in bounds)))
    return [
        Condition(
            name,
            Sql(text, values),
            Sql(f"({text}) IS TRUE", values),
            int(total * sum(_ZIP_SHARES[len(one)] for one in asked.zips))
            if name == "zip"
            else BROAD,
        )
        for name, text, values in found
    ]
