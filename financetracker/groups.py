"""The admin's groups: reviewers decide industries at the desk, what becomes of held filings and of
notices, and which connections hold, take their own decisions back, and write notes on pages;
editors also reverse others' decisions, change others' notes and start steps; administrators also
manage people.

After each migration these groups have exactly the permissions written here; for other combinations
make groups of your own, which nothing touches. Nobody, in whatever group, can change what the FEC
published.
"""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

REVIEWER, EDITOR, ADMINISTRATOR = "reviewer", "editor", "administrator"

_DATA_APPS = ("filings", "donations", "expenditures", "web")
_VIEW = Q(content_type__app_label__in=_DATA_APPS, codename__startswith="view_")
# Decisions are made and reversed through donations/review.py, filings/review_filings.py,
# expenditures/review_notices.py and expenditures/connections/reviews.py alone; no form edits one.
_DECIDE = (
    Q(content_type__app_label="donations", codename__in=["add_decision", "add_donordecision"])
    | Q(content_type__app_label="filings", codename__in=["add_noticedecision", "change_hold"])
    | Q(content_type__app_label="expenditures", codename="add_connectionreview")
)
_REVERSE = Q(
    content_type__app_label="donations", codename__in=["change_decision", "change_donordecision"]
) | Q(content_type__app_label="expenditures", codename="change_connectionreview")
_NOTE = Q(content_type__app_label="web", codename__in=["add_note", "change_note"])
_ANY_NOTE = Q(content_type__app_label="web", codename="change_any_note")
_RUN = Q(content_type__app_label="filings", codename="run_step")
_PEOPLE = Q(content_type__app_label="auth", content_type__model__in=["user", "group"])

GROUPS: dict[str, Q] = {
    REVIEWER: _VIEW | _DECIDE | _NOTE,
    EDITOR: _VIEW | _DECIDE | _NOTE | _REVERSE | _ANY_NOTE | _RUN,
    ADMINISTRATOR: _VIEW | _DECIDE | _NOTE | _REVERSE | _ANY_NOTE | _RUN | _PEOPLE,
}


def keep_groups(sender: AppConfig | None = None, using: str = "default", **_: Any) -> None:
    """Give each group its permissions on models of the app just migrated (of all, without one)."""
    if sender is not None and sender.label not in (*_DATA_APPS, "auth"):
        return
    about = Permission.objects.using(using)
    if sender is not None:
        about = about.filter(content_type__app_label=sender.label)
    for name, wanted in GROUPS.items():
        group, _created = Group.objects.using(using).get_or_create(name=name)
        held = group.permissions.using(using).filter(pk__in=about.values("pk"))
        group.permissions.remove(*held.exclude(pk__in=about.filter(wanted).values("pk")))
        group.permissions.add(*about.filter(wanted))
