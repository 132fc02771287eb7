"""The filings behind each step of a connection's path."""

from dataclasses import replace

from expenditures.connections.evidence import Step
from expenditures.connections.world import World

FILINGS_SHOWN = 12

_GIFTS = """
SELECT DISTINCT c.file_number
  FROM gifts g JOIN donors d USING (donor_id)
  JOIN donations_contribution c
    ON c.name_id = ANY(g.name_ids) AND c.committee_id = g.committee_id
   AND left(c.contributor_zip, 5) = ANY(g.zips)
 WHERE d.kind = %(kind)s AND d.key = %(source)s AND c.cycle = %(cycle)s AND c.counts
   AND c.counted_as IN ('individual', 'refund_individual') AND c.file_number IS NOT NULL
   AND (%(until)s::date IS NULL OR c.contribution_receipt_date <= %(until)s
        OR c.contribution_receipt_date IS NULL)
   AND g.committee_id
"""
_OF_CAMPAIGN = "IN (SELECT committee_id FROM campaigns WHERE candidate_id = %(target)s)"
_QUERIES = {
    "gave": _GIFTS + "= %(target)s",
    "gave_candidate": _GIFTS + _OF_CAMPAIGN,
    # A row that does not identify its giver is taken for the one of that very name.
    "passed": "SELECT DISTINCT c.file_number, c.contributor_id <> ''"
    "  FROM donations_contribution c JOIN donations_contributorname n ON n.id = c.name_id"
    " WHERE c.cycle = %(cycle)s AND c.counts AND c.committee_id = %(target)s"
    " AND (c.contributor_id = %(source)s OR (c.contributor_id = '' AND n.name = %(name)s))"
    " AND c.file_number IS NOT NULL"
    " AND c.counted_as IN ('committee', 'transfer', 'refund_committee')",
    "gave_by_committee": "SELECT DISTINCT file_number FROM expenditures_candidatetransaction"
    " WHERE cycle = %(cycle)s AND counts AND committee_id = %(source)s"
    " AND resolved_candidate_id = %(target)s AND file_number IS NOT NULL"
    " AND transaction_type IN ('24K', '24Z')",
    "spent": "SELECT DISTINCT file_number FROM expenditures_independentexpenditure"
    " WHERE cycle = %(cycle)s AND counts AND committee_id = %(source)s"
    " AND candidate_id = %(target)s AND support_oppose_indicator = %(side)s"
    " AND election_type = ANY(%(codes)s) AND file_number IS NOT NULL",
}


def with_filings(world: World, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps with the numbers of the filings that say so, where they are rows of filings."""
    return tuple(_with(world, step) for step in steps)


def _with(world: World, step: Step) -> Step:
    name: str = step.kind
    by_committee = step.source.kind == "committee"
    if step.filings:
        return step
    if step.kind in {"spent_for", "spent_against"}:
        name = "spent"
    elif step.kind == "gave_candidate" and by_committee:
        name = "gave_by_committee"
    elif step.kind == "gave" and by_committee:
        name = "passed"
    if name not in _QUERIES:
        return step
    values = {
        "cycle": world.cycle,
        "kind": step.source.kind,
        "source": step.source.key,
        "target": step.target.key,
        "name": step.source.name,
        "side": "S" if step.kind == "spent_for" else "O",
        "codes": list(step.codes),
        "until": step.until,
    }
    rows = world.connection.execute(_QUERIES[name], values).fetchall()
    numbers = sorted({int(str(row[0])) for row in rows}, reverse=True)
    if name == "passed" and rows and not any(row[1] for row in rows):
        # Pages find these rows by name.
        step = replace(step, names=(step.source.name,))
    return replace(
        step,
        filings=tuple(numbers[:FILINGS_SHOWN]),
        more_filings=max(0, len(numbers) - FILINGS_SHOWN),
    )
