"""`manage.py ensure_admin`: see to it that there is an administrator to sign in as."""

import os
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Create the superuser ADMIN_NAME with the password ADMIN_PASSWORD (both from the"
        " environment), unless a user of that name is there: then nothing is changed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        name, password = (os.environ.get(key, "") for key in ("ADMIN_NAME", "ADMIN_PASSWORD"))
        if not name or not password:
            raise CommandError(
                "Set ADMIN_NAME and ADMIN_PASSWORD in the environment: the name and the password of"
                " the administrator to be made."
            )
        users = get_user_model().objects
        if users.filter(username=name).exists():
            return
        users.create_superuser(username=name, password=password)
        self.stdout.write(f"The administrator {name} was created.")
