"""A donor's industry, never bare: beside it stands what decided it, and how sure that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

# The first of the ids of committees' profiles (donations_profile_id): they go down from it.
_COMMITTEES_FROM = -(1 << 40)

# SQL of a tag's columns, and of the tables they come from, beside a table `c` with a profile_id.
COLUMNS = (
    "ti.slug, ti.name, ti.is_industry, coalesce(tp.basis, ''), coalesce(tr.kind, ''),"
    " coalesce(tr.pattern, ''), coalesce(tr.source, ''), tp.confidence,"
    " coalesce(td.reason, ''), td.decided_at::date,"
    # A way of saying self, none or retired is nobody's name, and has no industry to be corrected.
    " CASE WHEN NOT gi.is_industry AND gi.slug <> 'not-classed' AND gr.id IS NOT NULL"
    " AND (tg.basis = 'employer' OR left(gr.pattern, 1) = '^' AND right(gr.pattern, 1) = '$')"
    " THEN '' ELSE coalesce(tg.form, '') END,"
    " coalesce(tp.committee_id, '')"
)
_REST = """
  LEFT JOIN donations_industry ti ON ti.id = tp.industry_id
  LEFT JOIN donations_rule tr ON tr.id = tp.rule_id
  LEFT JOIN donations_decision td ON td.id = tp.decision_id
  LEFT JOIN donations_organization tg ON tg.id = tp.organization_id
  LEFT JOIN donations_industry gi ON gi.id = tg.industry_id
  LEFT JOIN donations_rule gr ON gr.id = tg.rule_id
"""
JOINS = f"""
  LEFT JOIN donations_donorprofile tp ON tp.id = c.profile_id
{_REST}"""
_KINDS = {
    "committee": "rule for this committee",
    "type": "rule for what the FEC registers",
    "sponsor": "rule for words in the sponsor’s or committee’s name",
    "employer": "rule for the employer’s name",
    "pattern": "rule for words in the name",
    "occupation": "rule for the occupation",
}


@dataclass(frozen=True)
class Tag:
    """An industry or class with its basis. `confidence` is a percentage, None where nothing spoke.

    `form` is the normal form of the employer's or organization's name where it is one,
    `committee_id` is set for a committee: the one or the other names whom a correction is about.
    """

    slug: str | None
    name: str | None
    is_industry: bool | None
    basis: str
    rule_kind: str
    pattern: str
    source: str
    confidence: int | None
    reason: str
    decided_at: date | None
    form: str
    committee_id: str

    @property
    def why(self) -> str:
        """What decided it, in a line."""
        if self.basis == "decision":
            day = self.decided_at
            when = f" of {day:%B} {day.day}, {day.year}" if day else ""
            return f"a person’s decision{when}: {self.reason}"
        if self.basis == "proposal":
            sure = f" at {self.confidence / 100:.2f}" if self.confidence is not None else ""
            return f"proposed by the classifier{sure}, not reviewed"
        if self.rule_kind == "type":
            return f"{rule_words('type')}: {self.source}"
        if self.pattern:
            return f"{rule_words(self.rule_kind)}, “{self.pattern}”: {self.source}"
        if self.basis == "committee":
            return "as the committee is registered with the FEC"
        if self.slug == "candidate-own":
            return "the row is of the candidate’s own money"
        if self.slug == "not-given":
            return "the row names no employer and no occupation"
        return "no rule, decision or sufficiently certain proposal speaks of it"

    @property
    def is_rule(self) -> bool:
        """Whether a rule decided it, whose confidence is then shown."""
        return bool(self.pattern) and self.confidence is not None


def rule_words(kind: str) -> str:
    """What a kind of rule looks at."""
    return _KINDS.get(kind, kind)


def committee_profile(committee_id: str) -> int | None:
    """The id of a committee's profile; None for what is no committee's id."""
    digits = committee_id[1:]
    if len(committee_id) != 9 or committee_id[0] != "C" or not digits.isdecimal():
        return None
    return _COMMITTEES_FROM - int(digits)


def of_profiles(ids: Iterable[int]) -> dict[int, Tag]:
    """The tags of some profiles, as far as they have one."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    query = (
        f"SELECT tp.id, {COLUMNS} FROM donations_donorprofile tp {_REST}"  # noqa: S608
        " WHERE tp.id = ANY(%s) AND tp.industry_id IS NOT NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, (wanted,))
        return {row[0]: Tag(*row[1:]) for row in cursor.fetchall()}


def of_committee(committee_id: str) -> Tag | None:
    """A committee's own industry; None where it was never tagged."""
    number = committee_profile(committee_id)
    return None if number is None else of_profiles([number]).get(number)
