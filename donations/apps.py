"""Django's configuration of the donations app."""

from django.apps import AppConfig


class DonationsConfig(AppConfig):
    """Who gave, and what industry."""

    name = "donations"
