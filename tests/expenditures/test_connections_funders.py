"""Connections through funders: by hand on the sample, and by loops over all rows on dice."""

import json
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection

from expenditures.connections.evidence import Step, from_json
from expenditures.connections.store import rebuild
from sample import story
from tests.expenditures import connections_twin as twin
from tests.expenditures.connections_world import a_random_world
from tests.sample_loaded import Loaded, loader, sample  # noqa: F401 (fixtures)

# ruff: noqa: F811

KINDS = ("rival", "dominated", "launched", "two_routes", "at_limit")
FUNDER = f"person:thornbury-aldous {story.FUNDER_ZIP}"


def answer(
    kind: str, amount: Decimal, share: Decimal, certainty: str, steps: tuple[Step, ...]
) -> tuple[Any, ...]:
    """A connection in the twin's form."""
    of = {step.kind: step for step in steps}
    gave = (of.get("passed") or of["gave"]).amount
    said = (amount, share, certainty, gave)
    if kind == "rival":
        to_rivals = [step for step in steps if step.kind.endswith("gave_candidate")]
        return (*said, {step.target.key: step.amount for step in to_rivals})
    if kind == "launched":
        return (*said, of["registered"].amount, of["registered"].first)
    if kind == "two_routes":
        return (*said, steps[0].amount)
    if kind == "at_limit":
        return (*said, steps[0].amount, steps[0].codes)
    return said


def expected(rows: twin.Rows) -> twin.Answer:
    """The twin's answer, of at_limit the sum of the codes and which they are."""
    return {
        key: (*value[:4], sum(value[4].values()), tuple(sorted(value[4])))
        if key[0] == "at_limit"
        else value
        for key, value in twin.everything(rows, 2018).items()
    }


def rows(query: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def stored(rows: twin.Rows) -> twin.Answer:
    """The connections as the step left them."""
    return {
        (kind, *key.split("|")[2:]): answer(
            kind, amount, share, certainty, from_json(json.loads(evidence))
        )
        for key, kind, amount, share, certainty, evidence in rows(
            "SELECT key, kind, amount, share, certainty, evidence::text"
            "  FROM expenditures_connection WHERE cycle = 2018 AND kind = ANY(%s)",
            list(KINDS),
        )
    }


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_loops_over_all_rows(seed: int) -> None:
    a_random_world(Random(f"funders {seed}"))
    connection.ensure_connection()
    rebuild(connection.connection, 2018, lambda *_: None)
    right = expected(rows)
    assert stored(rows) == right
    assert {key[0] for key in right} == set(KINDS)
    assert any(key[-1].startswith("staff:") for key in right)
    assert any(
        value[2] == "identified" and key[-1].startswith("person:") for key, value in right.items()
    )


def test_the_sample_s_connections_agree_with_loops_over_all_its_rows(sample: Loaded) -> None:
    right = expected(sample.rows)
    assert stored(sample.rows) == right
    assert {key[0] for key in right} == set(KINDS)


def of_sample(sample: Loaded, kind: str, *parts: str) -> tuple[str, ...]:
    ((amount, share, score, certainty, sentence),) = sample.rows(
        "SELECT amount, share, score, certainty, sentence FROM expenditures_connection"
        " WHERE key = %s",
        "|".join((kind, "2018", *parts)),
    )
    return str(amount), str(share), str(score), certainty, sentence


def test_the_sample_s_main_funder(sample: Loaded) -> None:
    race = "2018/H/CA/99/2017"
    # The group was launched with 250,000 of May 11, 2017, five days before it spent.
    *figures, sentence = of_sample(sample, "launched", story.ATTACKER, FUNDER)
    # All its spending: 732,432.86 against A and 21,500.50 for B.
    assert figures == ["753933.36", "100.0", "603146.69", "same_name"]
    assert sentence.startswith(
        "The first itemized money of NEIGHBORS FOR ACCOUNTABLE GOVERNMENT in these files came on"
        " May 11, 2017, 5 days before its first expenditure (May 16, 2017). Of the $250,000 that it"
        " had received by May 16, 2017, $250,000 (100%) were from Aldous Thornbury."
    )
    # In the end 44.3 per cent were his, less than half: the group has no main funder.
    assert not sample.rows(
        "SELECT FROM expenditures_connection WHERE kind = 'dominated' AND spender_id = %s",
        story.ATTACKER,
    )
    # 80 per cent of 44.3 per cent of both.
    limit = of_sample(sample, "at_limit", race, story.ATTACKER, story.CANDIDATE_B, FUNDER)
    assert limit[:4] == ("753933.36", "44.3", "267193.98", "same_name")
    assert limit[4].startswith(
        "Aldous Thornbury gave Desmond Achterberg’s campaign $5,400, which reaches the limit of"
        " $2,700 an election (for: runoff 2017 and special 2017), and a donor of the same name and"
        " ZIP code gave $425,000 to"
    )
    ((spellings, place),) = sample.rows(
        "SELECT evidence->0->'names', evidence->0->>'zip' FROM expenditures_connection"
        " WHERE kind = 'at_limit' AND spender_id = %s AND key LIKE %s",
        story.ATTACKER,
        f"%{story.CANDIDATE_B}%",
    )
    assert set(spellings) <= set(story.FUNDER_NAME_VARIANTS)
    assert place == story.FUNDER_ZIP
    # His 5,000 are part of his friends' 20,276, and of 1,041 they held before; they gave B 2,500.
    ways = of_sample(sample, "two_routes", story.CANDIDATE_B, story.FRIEND_OF_B_PAC, FUNDER)
    assert ways[:4] == ("2500.00", "23.5", "470.00", "same_name")
    assert "gave $5,400 to Desmond Achterberg’s campaign and a donor of the same" in ways[4]
    # A company is no person: what its people gave is half as sure.
    staff = of_sample(sample, "rival", race, story.ATTACKER, "staff:THORNBURY LOCKE HOLDINGS")
    assert staff[:4] == ("732432.86", "31.2", "114259.53", "possible")
    assert "People who name that company as their employer gave $16,484 to Desmond" in staff[4]
    direct = of_sample(sample, "rival", race, story.ATTACKER, FUNDER)
    assert direct[:4] == ("732432.86", "44.3", "259403.30", "same_name")
