"""Django's configuration of the wiring: what is set up after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FinanceTrackerConfig(AppConfig):
    """Settings, pipeline, tasks, commands, and the admin's groups."""

    name = "financetracker"

    def ready(self) -> None:
        """Have the groups made after each migration, when the permissions they hold are there."""
        from financetracker.groups import keep_groups

        # Django creates an app's permissions at the same signal, in a receiver connected before.
        post_migrate.connect(keep_groups, dispatch_uid="financetracker.groups.keep_groups")
