"""Django's configuration of the wiring: what is set up after every migration."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FinanceTrackerConfig(AppConfig):
    """Settings, pipeline, tasks, commands, and the admin's groups."""

    name = "financetracker"

    def ready(self) -> None:
        """Have the groups made after each migration, when the permissions they hold are there, and
        totals follow people's decisions, and exports are written by the worker.
        """
        from donations.review import decided
        from expenditures import review_notices
        from filings import review_filings
        from financetracker.groups import keep_groups
        from financetracker.tasks import (
            ask_for_refresh,
            follow_cycle,
            follow_filing,
            start_export,
        )
        from web import export_jobs

        # Django creates an app's permissions at the same signal, in a receiver connected before.
        post_migrate.connect(keep_groups, dispatch_uid="financetracker.groups.keep_groups")
        follows: tuple[tuple[list[Any], Any], ...] = (
            (review_filings.on_decision, follow_filing),
            (review_notices.on_decision, follow_cycle),
            (export_jobs.on_requested, start_export),
        )
        for listeners, listener in follows:
            if listener not in listeners:
                listeners.append(listener)
        decided.connect(ask_for_refresh, dispatch_uid="financetracker.tasks.ask_for_refresh")
