"""The Celery app and its beat table."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "financetracker.settings")

app = Celery("financetracker")

# The longest step (a presidential cycle's contributions) runs for hours on slow disks. The broker
# must not hand a step out a second time while it runs, so its timeout stands above that.
LONGEST_STEP_SECONDS = 24 * 3600


@app.on_configure.connect
def _configure(sender: Celery, **_: object) -> None:
    """Read the addresses from Django's settings when the app is first used, not on import."""
    from django.conf import settings

    sender.conf.update(
        broker_url=settings.REDIS_URL,
        timezone="UTC",
        enable_utc=True,
        task_serializer="json",
        accept_content=["json"],
        # The ledger says how each step ended; nobody reads Celery's own results.
        task_ignore_result=True,
        task_acks_late=False,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={"visibility_timeout": LONGEST_STEP_SECONDS},
        beat_schedule=_entries(settings.EFILING_POLL, settings.EFILING_POLL_SECONDS)
        | {
            # The FEC publishes its bulk files overnight, US Eastern time. One chain takes in the
            # current and the previous cycle; unchanged files cost a conditional request each.
            "nightly": {
                "task": "financetracker.nightly",
                "schedule": crontab(minute=10, hour=settings.NIGHTLY_HOUR),
            },
        },
    )


def _entries(poll: bool, seconds: int) -> dict[str, dict[str, object]]:
    """The beat's entry for electronic filings, where they are to be looked for."""
    if not poll:
        return {}
    return {
        # The FEC's feed shows a filing minutes after it was filed. What no worker took before the
        # next one is due expires, so that they never pile up.
        "efilings": {
            "task": "financetracker.poll_efilings",
            "schedule": float(seconds),
            "options": {"expires": seconds},
        },
    }


app.autodiscover_tasks()
