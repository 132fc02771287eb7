"""Bring the industries and the rules of donations/data into the database."""

from psycopg import sql

from donations.rules import BadRules, IndustryLine, RuleLine
from filings.staging import Connection, raw

NOT_CLASSED = "not-classed"
_RULE_COLUMNS = (
    "kind", "pattern", "scope", "industry_id", "organization_name", "confidence", "source",
    "author", "written", "file", "line",
)  # fmt: skip


def store_industries(connection: Connection, industries: list[IndustryLine]) -> dict[str, int]:
    """Make the table of industries that of the file; the id of each slug.

    Raises BadRules where a person's decision stands on an industry that the file no longer has.
    """
    rows = [
        (one.slug, one.name, one.sector, one.is_industry, one.definition, one.excludes, one.naics,
         one.opensecrets, position)
        for position, one in enumerate(industries, start=1)
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO donations_industry"
            " (slug, name, sector, is_industry, definition, excludes, naics, opensecrets, position)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (slug) DO UPDATE SET (name, sector, is_industry, definition, excludes,"
            " naics, opensecrets, position) = (EXCLUDED.name, EXCLUDED.sector,"
            " EXCLUDED.is_industry, EXCLUDED.definition, EXCLUDED.excludes, EXCLUDED.naics,"
            " EXCLUDED.opensecrets, EXCLUDED.position)",
            rows,
        )
    return {
        str(slug): int(str(number))
        for slug, number in connection.execute("SELECT slug, id FROM donations_industry")
    }


def drop_industries(connection: Connection, industries: list[IndustryLine]) -> None:
    """Delete industries that the file no longer has, once nothing is tagged with them."""
    slugs = [one.slug for one in industries]
    decided = connection.execute(
        "SELECT DISTINCT i.slug FROM donations_industry i WHERE i.slug <> ALL(%s) AND"
        " (EXISTS (SELECT FROM donations_decision d WHERE d.industry_id = i.id)"
        " OR EXISTS (SELECT FROM donations_correction c"
        " WHERE i.id IN (c.wanted_id, c.shown_id)))",
        (slugs,),
    ).fetchall()
    if decided:
        names = ", ".join(sorted(str(slug) for (slug,) in decided))
        raise BadRules(
            f"industries.csv no longer has {names}, on which people decided.",
            remedy="Keep these lines, or have the decisions moved to another industry first.",
        )
    connection.execute("DELETE FROM donations_industry WHERE slug <> ALL(%s)", (slugs,))


def store_rules(
    connection: Connection, rules: list[RuleLine], ids: dict[str, int]
) -> dict[tuple[str, str, str], int]:
    """Make the table of rules that of the files; the id of each rule's key, kept where it stays."""
    columns = {"columns": sql.SQL(", ").join(map(sql.Identifier, _RULE_COLUMNS))}
    connection.execute(
        raw(
            "CREATE TEMP TABLE fresh_rules ON COMMIT DROP AS"
            " SELECT {columns} FROM donations_rule LIMIT 0"
        ).format(**columns)
    )
    statement = raw("COPY fresh_rules ({columns}) FROM STDIN").format(**columns)
    with connection.cursor().copy(statement) as copy:
        for rule in rules:
            copy.write_row(
                (*rule.key, ids[rule.industry], rule.organization, rule.confidence, rule.source,
                 rule.author, rule.written, rule.file, rule.line)
            )  # fmt: skip
    connection.execute(
        "DELETE FROM donations_rule r WHERE NOT EXISTS (SELECT FROM fresh_rules f"
        " WHERE (f.kind, f.pattern, f.scope) = (r.kind, r.pattern, r.scope))"
    )
    connection.execute(
        raw(
            "INSERT INTO donations_rule ({columns}) SELECT {columns} FROM fresh_rules"
            " ON CONFLICT (kind, pattern, scope) DO UPDATE SET (industry_id, organization_name,"
            " confidence, source, author, written, file, line) = (EXCLUDED.industry_id,"
            " EXCLUDED.organization_name, EXCLUDED.confidence, EXCLUDED.source, EXCLUDED.author,"
            " EXCLUDED.written, EXCLUDED.file, EXCLUDED.line)"
        ).format(**columns)
    )
    found = connection.execute("SELECT kind, pattern, scope, id FROM donations_rule")
    return {
        (str(kind), str(pattern), str(scope)): int(str(number))
        for kind, pattern, scope, number in found
    }
