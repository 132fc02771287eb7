"""Django's configuration of the web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Everything the public sees. Reads only."""

    name = "web"
