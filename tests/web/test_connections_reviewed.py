"""What reviewers say of a connection is on every public page at once, though pages are kept."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from expenditures.connections import reviews
from expenditures.connections.evidence import Party, Step, slug_of, to_json
from expenditures.models import Connection
from tests import factories
from web.templatetags.figures import race_url

SPENDER, ATTACKED = "C00900001", "H8CA90001"
SENTENCE = "Jane Doe gave $5,000 to EXAMPLE FORWARD."


@pytest.fixture
def world(data: None) -> Connection:
    factories.load()
    factories.committee(SPENDER, name="EXAMPLE FORWARD")
    race = factories.race(factories.candidate(ATTACKED))
    steps = (
        Step(
            "gave", Party("person", "doe-jane 90001", "DOE, JANE"),
            Party("committee", SPENDER, "EXAMPLE FORWARD"), Decimal("5000.00"), 2,
        ),
    )  # fmt: skip
    made = Connection.objects.create(
        cycle=2018, kind="rival", key="rival|2018|a", slug=slug_of("rival|2018|a"),
        spender_id=SPENDER, election=race, amount=5000, score=5000, certainty="same_name",
        sentence=SENTENCE, evidence=to_json(steps), first_found_at="2018-06-01T00:00Z",
    )  # fmt: skip
    for kind, key, role in (
        ("committee", SPENDER, "spender"), ("candidate", ATTACKED, "attacked"),
        ("race", str(race.pk), "race"),
    ):  # fmt: skip
        made.parties.create(kind=kind, key=key, name=key, role=role)
    return made


def saying(client: Client, one: Connection, words: str) -> set[str]:
    """The pages on which these words stand."""
    assert one.election is not None
    pages = {
        "list": reverse("connections"),
        "csv": reverse("connections_csv"),
        "own": reverse("connection", args=[one.slug]),
        "race": race_url(one.election),
        "committee": f"{reverse('committee', args=[SPENDER])}?cycle=2018",
        "candidate": f"{reverse('candidate', args=[ATTACKED])}?cycle=2018",
    }
    found = {name: b"".join(client.get(address)).decode() for name, address in pages.items()}
    return {name for name, text in found.items() if words in text}


def test_a_review_is_public_at_once(client: Client, world: Connection) -> None:
    by = User.objects.create_superuser("rita")
    everywhere = {"list", "csv", "own", "race", "committee", "candidate"}
    assert saying(client, world, SENTENCE) == everywhere
    reviews.confirm(connection=world, by=by, public_note="She says so herself.")
    assert saying(client, world, "She says so herself.") >= {"list", "csv", "own", "race"}
    reviews.dismiss(connection=world, by=by, note="The wrong Jane")
    assert saying(client, world, SENTENCE) == set()
    assert saying(client, world, "The wrong Jane") == set()
    assert client.get(reverse("connection", args=[world.slug])).status_code == 404
    reviews.reopen(connection=world, by=by, note="One, after all")
    assert saying(client, world, SENTENCE) == everywhere
    assert saying(client, world, "She says so herself.") == set()
