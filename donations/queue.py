"""What waits for a person, ordered by the dollars at stake.

Made anew after the tags (the step "review_queue"). What was skipped or closed stays so until what a
person saw of it changes: see donations/sql/review_queue.sql.
"""

from pathlib import Path

from psycopg import sql

from donations.rule_book import RuleBook
from donations.tagging import committee_profile, read_committees, read_stored_rules
from filings.ledger import Progress
from filings.replacing import Counts
from filings.staging import Connection, fetch_value, raw, run_sql

SQL = Path(__file__).parent / "sql"
LOCK = "donations.queue"

MOST = 5_000
# A tag of less confidence, in per cent, waits for a person.
LOW = 70
# Rules at least as sure as this may question a person's decision.
SURE = 90


def rebuild(connection: Connection, cycle: int, progress: Progress) -> Counts:
    """rebuild_queue as a step of the pipeline: the queue is of all cycles together."""
    progress("queue", 0, 0, "")
    return Counts(loaded=rebuild_queue(connection))


def rebuild_queue(connection: Connection, most: int = MOST) -> int:
    """Make the queue that of the tags, proposals, corrections and decisions there are now, inside
    the caller's transaction; how many items are open.
    """
    connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (LOCK,))
    _read_decided_committees(connection)
    run_sql(connection, SQL / "review_queue.sql", {"most": most, "low": LOW, "sure": SURE})
    connection.execute("DROP TABLE committee_tags")
    return fetch_value(
        connection, raw("SELECT count(*) FROM donations_reviewitem WHERE state = 'open'")
    )


def add_corrections(connection: Connection) -> None:
    """Let what readers sent since the queue was made wait in it too."""
    connection.execute(
        "INSERT INTO donations_reviewitem (reason, state, organization_id, committee_id,"
        " correction_id, proposed_id, amount, rows, fingerprint)"
        " SELECT 'public', 'open', o.id, c.committee_id, c.id, c.wanted_id,"
        " coalesce(k.amount, 0), coalesce(k.rows, 0), c.id::text FROM donations_correction c"
        " LEFT JOIN donations_organization o ON o.form = c.form AND c.form <> ''"
        " LEFT JOIN LATERAL (SELECT sum(t.amount) AS amount, sum(t.rows) AS rows"
        "  FROM donations_donorprofile p JOIN donations_profiletotal t ON t.profile_id = p.id"
        "  WHERE t.counted_as IN ('individual', 'committee', 'transfer') AND (p.organization_id"
        "  = o.id OR p.id = CASE WHEN c.committee_id <> '' THEN -1099511627776"
        "  - substr(c.committee_id, 2)::bigint END)) k ON true"
        " WHERE c.closed_at IS NULL"
        " AND NOT EXISTS (SELECT FROM donations_reviewitem r WHERE r.correction_id = c.id)"
        " ON CONFLICT DO NOTHING"
    )


def _read_decided_committees(connection: Connection) -> None:
    """Make the temporary table committee_tags of the committees that people decided on."""
    decided = connection.execute(
        "SELECT DISTINCT committee_id FROM donations_decision"
        " WHERE reversed_at IS NULL AND committee_id <> ''"
    ).fetchall()
    profiles = [committee_profile(str(committee_id)) for (committee_id,) in decided]
    rules, ids, rule_ids = read_stored_rules(connection) if profiles else ([], {}, {})
    read_committees(
        connection,
        RuleBook(rules),
        ids,
        rule_ids,
        sql.SQL(" AND p.id = ANY({})").format(sql.Literal(profiles)),
    )
