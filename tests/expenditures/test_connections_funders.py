"""Connections through funders: by hand on the sample, and by loops over all rows on dice."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection

from expenditures.connections import funders, rival, routes
from expenditures.connections.evidence import Step
from expenditures.connections.world import World, gather
from sample import story
from tests.expenditures import connections_twin as twin
from tests.expenditures.connections_world import a_random_world
from tests.sample_loaded import Loaded, loader, sample  # noqa: F401 (fixtures)

FINDERS = (
    rival.find, rival.find_staff, funders.find_dominated, funders.find_launched,
    routes.find_two_routes, routes.find_at_limit,
)  # fmt: skip
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


def world() -> World:
    connection.ensure_connection()
    return gather(connection.connection, 2018)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_loops_over_all_rows(seed: int) -> None:
    a_random_world(Random(f"funders {seed}"))
    here = world()
    found = [one for find in FINDERS for one in find(here)]
    said = {
        (one.kind, *one.parts): answer(
            one.kind, one.amount, one.share or Decimal(0), one.certainty, one.steps
        )
        for one in found
    }
    right = expected(rows)
    assert said == right
    assert len(said) == len(found)
    assert {key[0] for key in right} == set(KINDS)
    assert any(key[-1].startswith("staff:") for key in right)
    assert (
        any(value[2] == "identified" and "person:" in key[-1] for key, value in right.items())
        or seed
    )
