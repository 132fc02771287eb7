"""Where everything made at run time is kept, and the passwords that are kept with it."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Places:
    """The folders of one pair of servers.

    `var` holds passwords, pid files and logs; `pg_data` is `var/pg`, or lies elsewhere (a tmpfs for
    tests).
    """

    var: Path
    pg_data: Path

    @classmethod
    def under(cls, var: Path, pg_data: Path | None = None) -> Places:
        """Return the places under `var`, and make the folders that are ours to make."""
        places = cls(var, pg_data or var / "pg")
        for folder in (var, places.run, places.log, places.valkey):
            folder.mkdir(parents=True, exist_ok=True)
        return places

    @property
    def run(self) -> Path:
        """Pid files, locks and the state of the servers."""
        return self.var / "run"

    @property
    def log(self) -> Path:
        """One log file a process."""
        return self.var / "log"

    @property
    def valkey(self) -> Path:
        """Valkey's configuration and data."""
        return self.var / "valkey"

    @property
    def sample(self) -> Path:
        """The invented sample, laid out as the FEC's site."""
        return self.var / "sample"

    @property
    def secrets(self) -> Path:
        """The file of passwords, readable by its owner alone."""
        return self.var / "secrets.json"


def write_private(path: Path, text: str) -> None:
    """Write `text` so that only the owner can read it and nobody ever sees half of it."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    aside.replace(path)


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in `path`, or an empty one where there is none or it was cut short."""
    try:
        found = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def load_secrets(places: Places) -> dict[str, str]:
    """Return the passwords of these servers, made up at random the first time.

    Keys: postgres (superuser), app (the role that owns the databases), valkey, secret_key
    (Django's), admin (the site's first administrator).
    """
    known = read_json(places.secrets)
    missing = {"postgres", "app", "valkey", "secret_key", "admin"} - known.keys()
    if missing:
        for name in missing:
            known[name] = secrets.token_urlsafe(12) if name == "admin" else secrets.token_hex(32)
        write_private(places.secrets, json.dumps(known, indent=1))
    return known
