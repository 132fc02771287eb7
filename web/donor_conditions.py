"""A donor search as conditions in SQL: what each field asks, which index answers it, how many rows.

Values are parameters; names of tables and columns are ours. The table of contributions is `c`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from donations.indexes import WORDS
from donations.sources import RECEIPTS
from filings.codes import CAMPAIGN_DESIGNATIONS
from filings.models import Linkage
from web import donor_profiles
from web.filters import DonorFilter, Term, Words, parse_words

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
# Share of all rows whose ZIP begins with so many given digits, generously.
_ZIP_SHARES = {1: 0.2, 2: 0.04, 3: 0.006, 4: 0.001, 5: 0.0002}


@dataclass(frozen=True)
class Sql:
    """A piece of SQL with its parameters."""

    text: str
    values: tuple[object, ...] = ()


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
    None for any. industries: ids of those asked for, None for any. `impossible` says that no row
    can match, as of a candidate without a committee.
    """

    asked: DonorFilter
    cycles: tuple[int, ...]
    total: int = 0
    fields: dict[str, Condition] = field(default_factory=dict)
    words: dict[str, Sql] = field(default_factory=dict)
    committees: tuple[tuple[int | None, str], ...] | None = None
    industries: tuple[int, ...] | None = None

    @property
    def impossible(self) -> bool:
        """Whether nothing can match."""
        return not self.cycles or self.committees == () or self.industries == ()

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
    cycles = tuple(cycle for cycle, _ in loaded if asked.cycle in (None, cycle))
    total = sum(rows for cycle, rows in loaded if cycle in cycles)
    fields: dict[str, Condition] = {}
    words: dict[str, Sql] = {}
    for name, (table, column, average) in DICTIONARIES.items():
        text: Words | None = getattr(asked, name)
        if text is not None:
            words[name] = matching_ids(table, text, swap=name == "name")
            fields[name] = _words_condition(name, text, words[name], column, average, cycles)
    committees = _committees(asked, cycles)
    if committees is not None:
        fields["recipient"] = _committee_condition(committees, cycles)
    fields |= {condition.name: condition for condition in _plain_conditions(asked, total)}
    industries = donor_profiles.industries_of(asked)
    if asked.by_profile:
        drive, check, rows = donor_profiles.condition(asked, industries, cycles, total)
        fields["profile"] = Condition("profile", Sql(*drive), Sql(*check), rows)
    return Conditions(asked, cycles, total, fields, words, committees, industries)


def holds(text: Words, column: str = "name", *, swap: bool = False) -> Sql:
    """The condition that a dictionary's text is the exact one, or holds the words."""
    if text.exact:
        return Sql(f"{column} = %s", (text.exact,))
    query = words_query(text, swap=swap)
    return Sql(f"{WORDS.replace('(name', f'({column}')} @@ {query.text}", query.values)


def words_query(text: Words, *, swap: bool = False) -> Sql:
    """The tsquery of a field's terms. `swap` lets "JAMES SMITH" find "SMITH, JAMES"."""
    parts: list[str] = []
    values: list[object] = []
    for term in text.terms:
        part, value = _term_query(term, swap)
        # What only excludes is looked up as what it excludes, and then not taken.
        parts.append(f"!!({part})" if term.excluded and not text.only_excludes else part)
        values += value
    joint = " || " if text.only_excludes else " && "
    return Sql("(" + joint.join(parts) + ")", tuple(values))


def _term_query(term: Term, swap: bool) -> tuple[str, list[object]]:
    if term.beginning:
        return "to_tsquery('simple', %s)", [f"'{term.words[0]}':*"]
    whole = " ".join(term.words)
    if term.phrase and swap:
        turned = " ".join((term.words[-1], *term.words[:-1]))
        both = "(phraseto_tsquery('simple', %s) || phraseto_tsquery('simple', %s))"
        return both, [whole, turned]
    return "phraseto_tsquery('simple', %s)", [whole]


def matching_ids(table: str, text: Words, *, key: str = "id", swap: bool = False) -> Sql:
    """A SELECT of the entries of a dictionary that hold the words, or are the exact text."""
    asked = holds(text, swap=swap)
    return Sql(f"SELECT {key} FROM {table} WHERE {asked.text}", asked.values)  # noqa: S608


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
    few = [row[0] for row in run(f"{ids.text} LIMIT {FEW_ENTRIES + 1}", ids.values)]
    if len(few) <= FEW_ENTRIES:
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


def _committees(
    asked: DonorFilter, cycles: tuple[int, ...]
) -> tuple[tuple[int | None, str], ...] | None:
    """Whose receipts are searched: by id, by words of the name, by the candidate they work for."""
    found: set[tuple[int | None, str]] | None = None
    if asked.candidate:
        found = set(
            Linkage.objects.filter(
                candidate_id=asked.candidate,
                cycle__in=cycles,
                designation__in=CAMPAIGN_DESIGNATIONS,
            ).values_list("cycle", "committee_id")
        )
    if asked.recipient:
        ids = recipient_ids(asked.recipient)
        if found is None:
            found = {(None, one) for one in ids}
        else:
            found = {pair for pair in found if pair[1] in ids}
    return None if found is None else tuple(sorted(found, key=lambda pair: (pair[0] or 0, pair[1])))


def recipient_ids(recipient: str) -> frozenset[str]:
    """Committees by id, or by words of their name."""
    bare = recipient.strip().upper()
    if len(bare) == 9 and bare[0] == "C" and bare[1:].isdigit():
        return frozenset([bare])
    words = matching_ids("filings_committee", parse_words(recipient), key="committee_id")
    return frozenset(row[0] for row in run(words.text, words.values))


def _committee_condition(
    committees: tuple[tuple[int | None, str], ...], cycles: tuple[int, ...]
) -> Condition:
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


def _plain_conditions(asked: DonorFilter, total: int) -> list[Condition]:
    found: list[tuple[str, str, tuple[object, ...]]] = []
    if asked.state:
        found.append(("state", "c.contributor_state = %s", (asked.state,)))
    if asked.zip:
        found.append(("zip", "c.contributor_zip LIKE %s", (asked.zip + "%",)))
    if asked.type:
        kinds = asked.kinds
        one = len(kinds) == 1
        text = "c.counted_as = %s" if one else "c.counted_as = ANY(%s)"
        found.append(("type", text, (kinds[0] if one else kinds,)))
    if asked.election:
        codes = asked.elections
        one = len(codes) == 1
        text = "c.election_type = %s" if one else "c.election_type = ANY(%s)"
        found.append(("election", text, (codes[0] if one else codes,)))
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
            int(total * _ZIP_SHARES[len(asked.zip)]) if name == "zip" else BROAD,
        )
        for name, text, values in found
    ]
