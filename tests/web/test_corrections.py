"""A reader's correction: kept for the desk, limited, and nothing changes by itself."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from donations.corrections import DAILY, HOURLY, NETWORK_DAILY, SITE_DAILY, network_of, sender_of
from donations.models import Correction, Decision, DonorProfile
from tests.donations import review_world as world
from web import context

pytestmark = pytest.mark.django_db

ACME = {"form": "ACME FOODS"}


@pytest.fixture(autouse=True)
def _world(tmp_path: Path, settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    context.forget()
    world.small_world(tmp_path / "data")


def address(**query: str) -> str:
    from urllib.parse import urlencode

    return f"{reverse('suggest-correction')}?{urlencode(query)}"


def send(client: Client | None = None, query: dict[str, str] | None = None, **more: str) -> Any:
    given = {"industry": "retail", "why": "They only sell, see their annual report.", **more}
    asked = query or ACME
    remote = given.pop("remote", "192.0.2.1")
    return (client or Client()).post(address(**asked), given, REMOTE_ADDR=remote)


def age(**by: float) -> None:
    """Let all corrections be so much older."""
    for one in Correction.objects.all():
        Correction.objects.filter(pk=one.pk).update(sent_at=one.sent_at - timedelta(**by))


def test_the_form_says_what_is_shown_and_takes_another() -> None:
    page = Client().get(address(**ACME))
    assert page.status_code == 200
    assert "Food processing" in page.text
    assert 'value="retail"' in page.text
    before = list(DonorProfile.objects.values("pk", "industry", "basis"))
    done = send(contact="me@example.org", page="/industries/retail/")
    assert done.status_code == 302
    assert "reviewer" in Client().get(done.url).text
    kept = Correction.objects.get()
    assert (kept.form, kept.wanted.slug, kept.contact) == ("ACME FOODS", "retail", "me@example.org")
    assert kept.shown is not None
    assert kept.shown.slug == "food-processing"
    assert kept.page == "/industries/retail/"
    assert "192.0.2.1" not in kept.sender
    assert list(DonorProfile.objects.values("pk", "industry", "basis")) == before
    assert not Decision.objects.exists()


def test_a_committee_may_be_named_too() -> None:
    assert send(query={"committee": "C00900011"}).status_code == 302
    assert Correction.objects.get().committee_id == "C00900011"


def test_the_page_it_came_from_is_kept_where_it_is_ours() -> None:
    page = Client().get(address(**ACME), HTTP_REFERER="http://testserver/committees/C00900011/?x=1")
    assert 'value="/committees/C00900011/"' in page.text
    page = Client().get(address(**ACME), HTTP_REFERER="http://elsewhere.example/path/")
    assert "/path/" not in page.text


@pytest.mark.parametrize(
    "query",
    [
        {}, {"form": "NOBODY"}, {"form": "RETIRED"}, {"committee": "C99999999"},
        {"form": "ACME FOODS", "committee": "C00900011"}, {"form": "acme foods"},
    ],
)  # fmt: skip
def test_nobody_known_by_that_name(query: dict[str, str]) -> None:
    assert Client().get(address(**query)).status_code == 404
    assert send(query=query or {"form": ""}).status_code == 404


@pytest.mark.parametrize(
    "given",
    [{"industry": "nothing"}, {"industry": ""}, {"industry": "candidate-own"}, {"why": "no"},
     {"why": "x" * 2001}, {"contact": "x" * 201}, {"why": "A NUL in here: \0"},
     {"industry": "retail\0"}],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_and_kept_in_the_form(given: dict[str, str]) -> None:
    page = send(**given)
    assert page.status_code == 400
    assert not Correction.objects.exists()


def test_programs_that_fill_in_every_field_are_thanked_and_forgotten() -> None:
    assert send(website="https://spam.example").status_code == 302
    assert not Correction.objects.exists()


def test_a_form_of_another_site_is_refused() -> None:
    assert send(Client(enforce_csrf_checks=True)).status_code == 403


def test_so_many_an_hour_and_a_day() -> None:
    for _ in range(HOURLY):
        assert send().status_code == 302
    page = send()
    assert page.status_code == 429
    assert "in an hour" in page.text
    assert "They only sell" in page.text
    # Others may, and the same sender an hour later.
    assert send(remote="192.0.2.2").status_code == 302
    for _ in range(DAILY // HOURLY - 1):
        age(hours=1.1)
        for _ in range(HOURLY):
            assert send().status_code == 302
    age(hours=1.1)
    assert "tomorrow" in send().text
    age(hours=24)
    assert send().status_code == 302


def test_so_many_a_day_of_all_together() -> None:
    wanted = world.industry("retail")
    Correction.objects.bulk_create(
        Correction(form="ACME FOODS", wanted=wanted, why="x", sender=str(number))
        for number in range(SITE_DAILY)
    )
    assert send().status_code == 429
    assert Correction.objects.count() == SITE_DAILY


def test_so_many_a_day_of_one_network() -> None:
    wanted = world.industry("retail")
    Correction.objects.bulk_create(
        Correction(
            form="ACME FOODS", wanted=wanted, why="x", sender=sender_of(f"2001:db8:0:{number:x}::1")
        )
        for number in range(NETWORK_DAILY)
    )
    assert "Your network" in send(remote="2001:db8:0:ffff::1").text
    assert send(remote="2001:db8:1::1").status_code == 302
    assert send().status_code == 302


def test_a_header_counts_only_where_the_settings_say_so(settings: Any) -> None:
    client = Client(headers={"x-forwarded-for": "203.0.113.9"})
    send(client)
    assert Correction.objects.get().sender == sender_of("192.0.2.1")
    settings.CLIENT_ADDRESS_HEADER = "HTTP_X_FORWARDED_FOR"
    # What a sender writes there stands before what the proxy adds.
    send(Client(headers={"x-forwarded-for": "198.51.100.1, 203.0.113.9"}))
    assert Correction.objects.latest("pk").sender == sender_of("203.0.113.9")


def test_one_household_is_one_sender() -> None:
    assert sender_of("2001:db8::1") == sender_of("2001:db8::ffff:1")
    assert sender_of("2001:db8::1") != sender_of("2001:db8:0:1::1")
    assert len(sender_of("192.0.2.1")) == 64
    assert network_of(sender_of("2001:db8::1")) == network_of(sender_of("2001:db8:0:1::1"))
    assert network_of(sender_of("2001:db8::1")) != network_of(sender_of("2001:db8:1::1"))
    assert network_of(sender_of("192.0.2.1")) != network_of(sender_of("192.0.2.2"))
