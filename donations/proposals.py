"""Train the classifier on rules and decisions, and store what it proposes for the unclassed.

scikit-learn takes 100 MB and a second to import: only the step that trains does, not every process
that knows the pipeline.
"""

from __future__ import annotations

import json
import time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from psycopg.types.json import Jsonb

from donations.normalizing import normal_form, plain_form
from donations.rule_book import RuleBook
from donations.rules import DATA, read_industries, read_rules
from donations.tagging import LOCK, apply_tags
from filings.replacing import Counts
from filings.staging import Connection, fetch_value, raw, statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from donations.classifier import Example, Guess, Measured, Measurement
    from filings.ledger import Progress

SQL = Path(__file__).parent / "sql"
# Less certain proposals help nobody.
LEAST_PROBABILITY = Decimal("0.3")
# Profiles whose industry follows from the name, to learn occupations from; most dollars first.
MOST_PROFILES = 10_000


def propose(connection: Connection, cycle: int, progress: Progress) -> Counts:
    """Train anew, store a proposal for each unclassed profile of an organization's name, and tag
    by those that are certain enough. Inside the caller's transaction.

    The cycle only says under which the run stands in the ledger: names have no cycle.
    """
    from donations.classifier import FEWEST_EXAMPLES, measure, sufficient

    connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (LOCK,))
    started = time.monotonic()
    progress("examples", 0, 0, "")
    examples = gather_examples(connection)
    connection.execute("DELETE FROM donations_proposal")
    lines: list[Measured] = []
    proposed = 0
    threshold = None
    run_id = _new_run(connection, len(examples))
    if len(examples) >= FEWEST_EXAMPLES and len({one.industry for one in examples}) > 1:
        progress("measure", 0, 0, "")
        measurement = measure(examples)
        lines, threshold = measurement.lines, sufficient(measurement.lines)
        progress("propose", 0, 0, "")
        proposed = _store(connection, run_id, examples, measurement, threshold)
    progress("profiles", 0, 0, "")
    apply_tags(connection)
    published = fetch_value(
        connection, raw("SELECT count(*) FROM donations_donorprofile WHERE basis = 'proposal'")
    )
    connection.execute(
        "UPDATE donations_classifierrun SET measured = %s, threshold = %s, seconds = %s,"
        " proposed = %s, published = %s WHERE id = %s",
        (
            Jsonb([_shown(one) for one in lines]),
            threshold,
            Decimal(str(round(time.monotonic() - started, 1))),
            proposed,
            published,
            run_id,
        ),
    )
    return Counts(loaded=proposed, changed=published)


def gather_examples(connection: Connection) -> list[Example]:
    """Names whose industry is known: rules' whole names, people's decisions, and tagged profiles.

    What a pattern finds is learnt from but does not count in the measurement.
    """
    from donations.classifier import Example

    rules = read_rules(DATA)
    industries = {one.slug for one in read_industries(DATA) if one.is_industry}
    patterns = RuleBook(rule for rule in rules if rule.kind == "pattern")
    examples = [
        Example(
            rule.pattern,
            "",
            rule.industry,
            normal_form(rule.organization) or rule.pattern,
            counts=patterns.organization(rule.pattern) is None,
        )
        for rule in rules
        if rule.kind == "employer" and rule.industry in industries
    ]
    query = statements((SQL / "classifier_examples.sql").read_text())[0]
    found = connection.execute(raw(query), {"most": MOST_PROFILES}).fetchall()
    examples += [
        Example(str(form), plain_form(str(occupation)), str(slug), str(group), counts=bool(decided))
        for form, occupation, slug, group, decided in found
    ]
    return examples


def _new_run(connection: Connection, examples: int) -> int:
    from donations.classifier import WANTED_PRECISION

    return fetch_value(
        connection,
        raw(
            "INSERT INTO donations_classifierrun (at, trained_on, measured, wanted, seconds,"
            " proposed, published) VALUES (now(), %s, '[]', %s, 0, 0, 0) RETURNING id"
        ),
        examples,
        WANTED_PRECISION,
    )


def _shown(one: Measured) -> dict[str, object]:
    """A line of the measurement as JSON; numbers as text, which keeps them exact."""
    return {
        "threshold": str(one.threshold),
        "precision": None if one.precision is None else str(one.precision),
        "coverage": str(one.coverage),
        "cases": one.cases,
    }


def _store(
    connection: Connection,
    run_id: int,
    examples: list[Example],
    measurement: Measurement,
    threshold: Decimal | None,
) -> int:
    from donations.classifier import guess

    query = statements((SQL / "names_to_propose.sql").read_text())[0]
    names = connection.execute(raw(query)).fetchall()
    ids = {
        str(slug): int(str(number))
        for slug, number in connection.execute("SELECT slug, id FROM donations_industry")
    }
    asked = [(str(form), plain_form(str(occupation))) for _, form, occupation in names]

    def rows() -> Iterator[tuple[object, ...]]:
        guesses = guess(examples, asked, measurement, LEAST_PROBABILITY)
        for (profile_id, _, _), one in zip(names, guesses, strict=True):
            if one is not None:
                published = threshold is not None and one.probability >= threshold
                yield (
                    profile_id,
                    run_id,
                    ids[one.industry],
                    one.probability,
                    json.dumps(_neighbours(one)),
                    published,
                )

    stored = 0
    statement = (
        "COPY donations_proposal (profile_id, run_id, industry_id, probability, neighbours,"
        " is_published) FROM STDIN"
    )
    with connection.cursor().copy(statement) as copy:
        for row in rows():
            copy.write_row(row)
            stored += 1
    return stored


def _neighbours(one: Guess) -> list[dict[str, str]]:
    return [
        {"form": form, "industry": industry, "similarity": str(similarity)}
        for form, industry, similarity in one.neighbours
    ]
