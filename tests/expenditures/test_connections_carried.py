"""A verdict stays with its connection when donors are joined; two of one key stop nothing."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import connection

from donations.models import DonorDecision
from expenditures.connections import reviews, store
from expenditures.connections.carried import NOTE
from expenditures.connections.evidence import Found
from expenditures.connections.world import World
from expenditures.models import Connection, ConnectionReview
from tests import factories

pytestmark = pytest.mark.django_db


def rebuild() -> None:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP")
    store.rebuild(connection.connection, 2018, lambda *_: None)


@pytest.fixture
def found() -> Connection:
    """The one connection of a donor of an attack who also gave to the rival."""
    factories.partitions()
    roe, doe = factories.candidate(), factories.candidate("H8CA90002", name="DOE, DORA")
    group = factories.committee("C00901001", name="GROUP", committee_type="O")
    campaign = factories.committee("C00902001", committee_type="H")
    factories.linkage(doe, campaign)
    factories.race(roe, doe)
    factories.independent(group, roe, "9000", side="O")
    factories.contribution(group, "6000", name="PENNY, PAT", contributor_zip="90001")
    factories.contribution(group, "60000", name="DIME, DON", contributor_zip="90001")
    factories.contribution(campaign, "500", name="PENNY, PAT", contributor_zip="90001")
    rebuild()
    return Connection.objects.get(kind="rival")


def join(key: str) -> None:
    DonorDecision.objects.create(
        kind="join", key="penny-pat", zip="90001", other_key=key, other_zip="90001", name="",
        decided_by=User.objects.get_or_create(username="rae")[0],
    )  # fmt: skip


def test_a_dismissal_stays_when_donors_are_joined(found: Connection) -> None:
    by = User.objects.create_superuser("ed")
    assert found.key.endswith("|person:penny-pat 90001")
    reviews.dismiss(connection=found, by=by, note="Two people.")
    join("abacus-abe")
    rebuild()
    now = Connection.objects.get(kind="rival")
    assert now.key.endswith("|person:abacus-abe 90001")
    assert not Connection.objects.shown().filter(kind="rival").exists()
    carried = ConnectionReview.objects.get(key=now.key)
    assert (carried.verdict, carried.note) == ("dismissed", f"{NOTE}Two people.")
    assert (carried.sentence, carried.decided_by) == (found.sentence, by)
    # Once, and not over what people decide since.
    reviews.reopen(connection=now, by=by, note="They are one.")
    rebuild()
    assert ConnectionReview.objects.filter(key=now.key).count() == 2
    assert Connection.objects.shown().filter(kind="rival").exists()


def test_what_was_opened_again_is_not_dismissed_by_a_join(found: Connection) -> None:
    by = User.objects.create_superuser("ed")
    reviews.dismiss(connection=found, by=by, note="Two people.")
    reviews.reopen(connection=found, by=by, note="No.")
    join("abacus-abe")
    rebuild()
    assert Connection.objects.shown().filter(kind="rival").exists()


def test_two_of_one_key_stop_nothing(
    found: Connection, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def twice(world: World) -> Iterator[Found]:
        one = Found("late", ("x",), "C00901001", Decimal(5), Decimal(5), "possible", "Small.", ())
        yield one
        yield replace(one, score=Decimal(9), sentence="Large.")
        yield replace(one, score=Decimal(7), sentence="Middling.")

    monkeypatch.setattr(store, "FINDERS", (("twice", twice), *store.FINDERS))
    rebuild()
    assert Connection.objects.get(kind="late").sentence == "Large."
    assert Connection.objects.filter(kind="rival").exists()
    assert "'Small.' and 'Large.'" in caplog.text
