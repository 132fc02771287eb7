"""Django's configuration of the expenditures app."""

from django.apps import AppConfig


class ExpendituresConfig(AppConfig):
    """Who spent for or against whom."""

    name = "expenditures"
