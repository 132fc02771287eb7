"""The page on methods says what the newest classifier was measured to be worth."""

from decimal import Decimal

import pytest
from django.urls import reverse

from donations.models import ClassifierRun

MEASURED = [
    {"threshold": "0.5", "precision": "0.8125", "coverage": "0.6", "cases": 1600},
    {"threshold": "0.9", "precision": "0.9731", "coverage": "0.125", "cases": 1234},
    {"threshold": "0.98", "precision": None, "coverage": "0", "cases": 0},
]


def page(client) -> str:
    return client.get(reverse("methodology")).content.decode()


@pytest.mark.django_db
def test_before_the_first_training(client):
    assert "It has not been trained on this site's data yet" in page(client)


@pytest.mark.django_db
def test_figures_are_those_of_the_newest_run(client):
    for threshold in (None, Decimal("0.9")):
        ClassifierRun.objects.create(
            trained_on=23456, measured=MEASURED, threshold=threshold, wanted=Decimal("0.97"),
            seconds=9, proposed=789, published=45,
        )  # fmt: skip
        shown = page(client)
        for text in ("23,456", "81.3 %", "97.3 %", "12.5 %", "1,234", "789"):
            assert text in shown
    assert "At a certainty of 0.90 and above its precision is 97 % or more: these 45" in shown
    assert "0.90 (published from here)" in shown


@pytest.mark.django_db
def test_no_certainty_suffices(client):
    ClassifierRun.objects.create(
        trained_on=500, measured=MEASURED, threshold=None, wanted=Decimal("0.97"), seconds=9
    )
    assert "nothing of it is published before a person has accepted it" in page(client)
