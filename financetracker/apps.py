"""Django's configuration of the wiring: what is set up after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FinanceTrackerConfig(AppConfig):
    """Settings, pipeline, tasks, commands, and the admin's groups."""

    name = "financetracker"

    def ready(self) -> None:
        """Have the groups made after each migration, when the permissions they hold are there, and
        totals follow people's decisions.
        """
        from donations.review import decided
        from financetracker.groups import keep_groups
        from financetracker.tasks import ask_for_refresh

        # Django creates an app's permissions at the same signal, in a receiver connected before.
        post_migrate.connect(keep_groups, dispatch_uid="financetracker.groups.keep_groups")
        decided.connect(ask_for_refresh, dispatch_uid="financetracker.tasks.ask_for_refresh")
