"""From rules, decisions and published proposals to each donor profile's tag.

A name is read once for all who bear it: organizations (normal forms), occupations and committees
get what the rules say of them in Python, profiles get their tag from these in SQL. A changed rule
so costs a look at the distinct names, and an update of the profiles whose tag changes.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from psycopg import sql

from donations.models import Decision
from donations.normalizing import FORM_VERSION, normal_form, plain_form, sponsor_forms
from donations.rule_book import Match, RuleBook
from donations.rules import DATA, RuleLine, fingerprint, read_industries, read_rules
from donations.taxonomy import NOT_CLASSED, drop_industries, store_industries, store_rules
from filings.ledger import Progress
from filings.replacing import Counts
from filings.staging import Connection, fetch_value, raw, run_sql, statements

SQL = Path(__file__).parent / "sql"

# The organization of everybody who names no employer.
NAMELESS = ""
LOCK = "donations.tagging"
EVERY_PROFILE = sql.SQL("")

RuleIds = dict[tuple[str, str, str], int]


def state_of_rules() -> str:
    """A checksum of all that tags follow from, beside the names themselves."""
    # Each of them, not just the newest: a transaction may end after one with a higher number.
    decisions = list(Decision.objects.order_by("pk").values_list("pk", "reversed_at"))
    state = f"{fingerprint()} {FORM_VERSION} {decisions}"
    return hashlib.sha256(state.encode()).hexdigest()


def tag_profiles(connection: Connection, cycle: int, progress: Progress) -> Counts:
    """Bring every profile's tag to what rules and decisions say now, inside the transaction.

    Tags do not differ between cycles; the step runs with each cycle because each brings names.
    """
    changed = retag(connection, progress)
    total = fetch_value(connection, raw("SELECT count(*) FROM donations_donorprofile"))
    return Counts(loaded=total, changed=changed, unchanged=total - changed)


def retag(connection: Connection, progress: Progress, folder: Path = DATA) -> int:
    """Read the rules, take them in and tag; how many profiles got another tag."""
    # Two cycles' steps would update the same profiles in another order each.
    connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (LOCK,))
    industries, rules = read_industries(folder), read_rules(folder)
    book = RuleBook(rules)
    progress("rules", 0, 0, "")
    ids = store_industries(connection, industries)
    rule_ids = store_rules(connection, rules, ids)
    progress("names", 0, 0, "")
    name_organizations(connection)
    read_organizations(connection, book, ids, rule_ids)
    read_occupations(connection, book, ids, rule_ids)
    progress("committees", 0, 0, "")
    read_committees(connection, book, ids, rule_ids)
    progress("profiles", 0, 0, "")
    changed = tag_with(connection, ids[NOT_CLASSED])
    drop_industries(connection, industries)
    return changed


def apply_tags(connection: Connection) -> int:
    """Tag by what rules said of names when they were read last, and by decisions and proposals as
    they are now; how many profiles got another tag.
    """
    rules, ids, rule_ids = read_stored_rules(connection)
    read_committees(connection, RuleBook(rules), ids, rule_ids)
    return tag_with(connection, ids[NOT_CLASSED])


def retag_organizations(
    connection: Connection, organizations: Iterable[int], committees: Iterable[str] = ()
) -> int:
    """apply_tags for the profiles of these organizations (by id) and of these committees alone,
    which takes milliseconds; how many got another tag.
    """
    scope = sql.SQL(" AND (p.organization_id = ANY({}) OR p.id = ANY({}))").format(
        sql.Literal(sorted(set(organizations))),
        sql.Literal([committee_profile(committee_id) for committee_id in sorted(set(committees))]),
    )
    decided = connection.execute(_DECIDED_COMMITTEES.format(scope=scope)).fetchone() is not None
    # To read some thousands of rules takes longer than all the rest, and only where a decision
    # hides what they say is it needed.
    rules, ids, rule_ids = read_stored_rules(connection, all_rules=decided)
    if decided:
        read_committees(connection, RuleBook(rules), ids, rule_ids, scope)
    else:
        connection.execute(_TAGS_OF_COMMITTEES.format(scope=scope))
    changed = tag_with(connection, ids[NOT_CLASSED], scope)
    # The caller's transaction may decide once more.
    connection.execute(
        "DROP TABLE committee_tags, decided_names, decided_pairs, decided_committees, fresh_tags"
    )
    return changed


def committee_profile(committee_id: str) -> int:
    """The id of a committee's profile, as the function donations_profile_id has it."""
    return -(1 << 40) - int(committee_id.removeprefix("C"))


def tag_with(connection: Connection, unclassed: int, scope: sql.Composable = EVERY_PROFILE) -> int:
    """Write the tags; read_committees must have gone before in the same transaction."""
    gather_decisions(connection, scope)
    if scope is EVERY_PROFILE:
        connection.execute(
            "ANALYZE decided_names, decided_pairs, decided_committees, donations_donorprofile,"
            " donations_proposal"
        )
    changed = run_sql(connection, SQL / "tag_profiles.sql", {"unclassed": unclassed}, scope=scope)
    if scope is EVERY_PROFILE:
        connection.execute("ANALYZE donations_donorprofile")
    return changed


_EVERY_OCCUPATION = sql.SQL("SELECT id, name FROM donations_occupation")
_SOME_OCCUPATIONS = sql.SQL(
    "SELECT DISTINCT k.id, k.name FROM donations_donorprofile p"
    " JOIN donations_occupation k ON k.id = p.occupation_id WHERE p.kind = 'person'{scope}"
)


def read_stored_rules(
    connection: Connection, *, all_rules: bool = True
) -> tuple[list[RuleLine], dict[str, int], RuleIds]:
    """The rules as they were taken in last (none of them, where so asked), the id of each industry
    by its slug, and the id of each rule by its key.
    """
    ids = {
        str(slug): int(str(number))
        for slug, number in connection.execute("SELECT slug, id FROM donations_industry")
    }
    stored = connection.execute(_STORED_RULES).fetchall() if all_rules else []
    rules = [_stored(row) for row in stored]
    return [rule for _, rule in rules], ids, {rule.key: number for number, rule in rules}


_DECIDED_COMMITTEES = sql.SQL(
    "SELECT FROM donations_donorprofile p WHERE p.kind = 'committee'"
    " AND p.basis IN ('decision', ''){scope} LIMIT 1"
)
_TAGS_OF_COMMITTEES = sql.SQL(
    "CREATE TEMP TABLE committee_tags ON COMMIT DROP AS SELECT p.committee_id, p.industry_id,"
    " p.basis, p.rule_id, p.confidence, p.organization_id FROM donations_donorprofile p"
    " WHERE p.kind = 'committee'{scope}"
)
_STORED_RULES = (
    "SELECT r.id, r.kind, r.pattern, r.scope, i.slug, r.organization_name, r.confidence"
    " FROM donations_rule r JOIN donations_industry i ON i.id = r.industry_id"
)


def _stored(row: tuple[object, ...]) -> tuple[int, RuleLine]:
    number, kind, pattern, scope, slug, organization, confidence = row
    return int(str(number)), RuleLine(
        str(kind), str(pattern), str(scope), str(slug), str(organization), int(str(confidence))
    )


def name_organizations(connection: Connection) -> None:
    """Give each new profile of people and names its organization, by the normal form.

    Those of an older FORM_VERSION are named anew.
    """
    run_sql(connection, SQL / "profiles_of_committees.sql")
    for kind, table, column in (
        ("person", "donations_employer", "employer_id"),
        ("name", "donations_contributorname", "contributor_name_id"),
    ):
        parts = {
            "kind": sql.Literal(kind),
            "table": sql.Identifier(table),
            "column": sql.Identifier(column),
        }
        names = connection.execute(
            raw(
                "SELECT DISTINCT n.id, n.name FROM donations_donorprofile p"
                " JOIN {table} n ON n.id = p.{column}"
                " LEFT JOIN donations_organization o ON o.id = p.organization_id"
                " WHERE p.kind = {kind} AND o.version IS DISTINCT FROM %s"
            ).format(**parts),
            (FORM_VERSION,),
        ).fetchall()
        forms = ((int(str(number)), normal_form(str(name))) for number, name in names)
        connection.execute("CREATE TEMP TABLE forms (id integer, form text)")
        _copy(connection, "forms (id, form)", forms)
        connection.execute("ANALYZE forms")
        add_organizations(connection, "SELECT DISTINCT form FROM forms")
        connection.execute(
            raw(
                "UPDATE donations_donorprofile p SET organization_id = o.id FROM forms f"
                " JOIN donations_organization o ON o.form = f.form"
                " WHERE p.kind = {kind} AND p.{column} = f.id"
                " AND p.organization_id IS DISTINCT FROM o.id"
            ).format(**parts)
        )
        connection.execute("DROP TABLE forms")


def add_organizations(connection: Connection, forms: str) -> None:
    """Add the organizations of a query's normal forms that are not there yet."""
    connection.execute(
        raw(
            "INSERT INTO donations_organization (form, name, basis, version)"
            " SELECT form, '', '', %s FROM ({forms}) f ORDER BY form"
            " ON CONFLICT (form) DO UPDATE SET version = EXCLUDED.version"
            " WHERE donations_organization.version <> EXCLUDED.version"
        ).format(forms=raw(forms)),
        (FORM_VERSION,),
    )


def read_organizations(
    connection: Connection,
    book: RuleBook,
    ids: dict[str, int],
    rule_ids: RuleIds,
) -> None:
    """Write what the rules say of each organization's name, and to which parent it belongs."""
    connection.execute("CREATE TEMP TABLE parents (form text, parent text, name text)")
    _copy(
        connection,
        "parents (form, parent, name)",
        ((form, normal_form(name), name) for form, name in book.parents.items()),
    )
    connection.execute("ANALYZE parents")
    add_organizations(connection, "SELECT DISTINCT parent AS form FROM parents WHERE parent <> ''")
    connection.execute("ANALYZE donations_organization")
    found = connection.execute("SELECT id, form FROM donations_organization").fetchall()
    connection.execute(
        "CREATE TEMP TABLE readings (id integer, industry_id integer, basis text, rule_id integer,"
        " against_id integer, confidence smallint)"
    )
    _copy(
        connection,
        "readings (id, industry_id, basis, rule_id, against_id, confidence)",
        (
            _reading(int(str(number)), book.organization(str(form)), ids, rule_ids)
            if form != NAMELESS
            else (int(str(number)), ids["not-given"], "none", None, None, None)
            for number, form in found
        ),
    )
    connection.execute("ANALYZE readings")
    run_sql(connection, SQL / "read_organizations.sql")


def _reading(
    number: int,
    match: Match | None,
    ids: dict[str, int],
    rule_ids: RuleIds,
) -> tuple[object, ...]:
    if match is None:
        return number, None, "", None, None, None
    against = rule_ids[match.against.key] if match.against else None
    industry = None if match.against else ids[match.rule.industry]
    return (
        number, industry, match.basis, rule_ids[match.rule.key], against, match.confidence,
    )  # fmt: skip


def read_occupations(
    connection: Connection,
    book: RuleBook,
    ids: dict[str, int],
    rule_ids: RuleIds,
) -> None:
    """Write what the rules say of each occupation; those of which they say nothing have no row."""

    # All of them first: a COPY leaves the connection free for nothing else.
    names = connection.execute("SELECT id, name FROM donations_occupation").fetchall()

    def readings() -> Iterator[tuple[object, ...]]:
        for number, name in names:
            match = book.occupation(str(name))
            if match:
                rule = match.rule
                yield number, ids[rule.industry], rule_ids[rule.key], rule.confidence, rule.scope

    connection.execute("DELETE FROM donations_occupationreading")
    _copy(
        connection,
        "donations_occupationreading (occupation_id, industry_id, rule_id, confidence, scope)",
        readings(),
    )
    connection.execute("ANALYZE donations_occupationreading")


def read_committees(
    connection: Connection,
    book: RuleBook,
    ids: dict[str, int],
    rule_ids: RuleIds,
    scope: sql.Composable = EVERY_PROFILE,
) -> None:
    """Make the temporary table committee_tags: what the rules say of each committee, its sponsor's
    organization.
    """
    query = statements((SQL / "committees_to_read.sql").read_text())[0]
    committees = connection.execute(raw(query).format(scope=scope)).fetchall()
    connection.execute(
        "CREATE TEMP TABLE committee_tags (committee_id text, form text, industry_id integer,"
        " basis text, rule_id integer, confidence smallint, organization_id integer)"
        " ON COMMIT DROP"
    )

    def tags() -> Iterator[tuple[object, ...]]:
        for row in committees:
            committee_id, name, connected, kind, designation, organization = map(str, row)
            match = book.committee(
                committee_id,
                name=name,
                connected=connected,
                committee_type=kind,
                designation=designation,
                organization_type=organization,
            )
            form = next(iter(sponsor_forms(connected, name)[-1:]), "")
            if connected:
                form = next(iter(sponsor_forms(connected, "")[:1]), form)
            rule: RuleLine | None = match.rule if match and match.industry else None
            yield (
                committee_id,
                form,
                ids[rule.industry] if rule else None,
                match.basis if match and rule else "none",
                rule_ids[rule.key] if rule else None,
                match.confidence if match and rule else None,
            )

    _copy(
        connection,
        "committee_tags (committee_id, form, industry_id, basis, rule_id, confidence)",
        tags(),
    )
    add_organizations(connection, "SELECT DISTINCT form FROM committee_tags")
    run_sql(connection, SQL / "sponsors_of_committees.sql")


def gather_decisions(connection: Connection, scope: sql.Composable = EVERY_PROFILE) -> None:
    """Make the temporary tables of the decisions that stand: by name, by name and occupation, and
    by committee.
    """
    run_sql(connection, SQL / "gather_decisions.sql")
    narrow = connection.execute(
        "SELECT id, form, occupation, industry_id FROM donations_decision"
        " WHERE reversed_at IS NULL AND occupation <> ''"
    ).fetchall()
    if not narrow:
        return
    wanted = {str(row[2]) for row in narrow}
    found: dict[str, list[int]] = {}
    query = _EVERY_OCCUPATION if scope is EVERY_PROFILE else _SOME_OCCUPATIONS.format(scope=scope)
    for number, name in connection.execute(query).fetchall():
        plain = plain_form(str(name))
        if plain in wanted:
            found.setdefault(plain, []).append(int(str(number)))
    for decision_id, form, occupation, industry_id in narrow:
        connection.execute(
            "INSERT INTO decided_pairs SELECT o.id, k, %s, %s FROM donations_organization o,"
            " unnest(%s::integer[]) k WHERE o.form = %s",
            (industry_id, decision_id, found.get(str(occupation), []), form),
        )


def _copy(connection: Connection, target: str, rows: Iterable[tuple[object, ...]]) -> None:
    with connection.cursor().copy(raw(f"COPY {target} FROM STDIN")) as copy:
        for row in rows:
            copy.write_row(row)
