"""Django's configuration of the filings app."""

from django.apps import AppConfig


class FilingsConfig(AppConfig):
    """What the FEC publishes."""

    name = "filings"
