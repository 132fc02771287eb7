"""Django's configuration of the filings app."""

from importlib import import_module

from django.apps import AppConfig


class FilingsConfig(AppConfig):
    """What the FEC publishes."""

    name = "filings"

    def ready(self) -> None:
        """Make our own conditions known to all columns."""
        import_module("filings.lookups")
