"""Verdicts that follow their connection when reviewers join two donors: its key is another then."""

from collections import defaultdict
from collections.abc import Collection

from expenditures.connections.world import World

NOTE = "Carried over: donors of this connection were joined since. "


def carry_over(world: World, keys: Collection[str]) -> int:
    """Give connections without a verdict the newest one of the keys that they had before.

    A person is part of a key as "person:smith-john 90210"; joined to another one, that one stands
    there. What was said of the old key stays. Gives the number of verdicts carried over.
    """
    aliases: dict[str, list[str]] = defaultdict(list)
    for alias, now in world.connection.execute(
        "SELECT 'person:' || key || ' ' || zip, 'person:' || to_key || ' ' || to_zip"
        "  FROM alias_of WHERE (key, zip) <> (to_key, to_zip)"
    ).fetchall():
        aliases[str(now)].append(str(alias))
    before: list[tuple[str, str]] = []
    for key in keys:
        parts = key.split("|")
        for place, part in enumerate(parts):
            before += [
                ("|".join((*parts[:place], alias, *parts[place + 1 :])), key)
                for alias in aliases.get(part, ())
            ]
    if not before:
        return 0
    return world.connection.execute(
        "WITH keys AS (SELECT * FROM unnest(%s::text[], %s::text[]) AS k(was, now)),"
        " newest AS ("
        "   SELECT DISTINCT ON (k.now) k.now, r.*"
        "     FROM keys k JOIN expenditures_connectionreview r ON r.key = k.was"
        "    WHERE r.verdict <> 'note'"
        "    ORDER BY k.now, r.decided_at DESC, r.id DESC)"
        " INSERT INTO expenditures_connectionreview"
        "   (key, cycle, verdict, note, public_note, sentence, decided_by_id, decided_at)"
        " SELECT now, cycle, verdict, %s || note, public_note, sentence, decided_by_id, now()"
        "   FROM newest n"
        "  WHERE verdict <> 'reopened'"
        "    AND NOT EXISTS (SELECT FROM expenditures_connectionreview r"
        "                     WHERE r.key = n.now AND r.verdict <> 'note')",
        ([was for was, _ in before], [now for _, now in before], NOTE),
    ).rowcount
