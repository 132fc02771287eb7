"""The user that Postgres runs as, which is never root, and whether that user gets at its files."""

from __future__ import annotations

import ctypes
import os
import pwd
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embedded.errors import SurroundingsError

CLONE_NEWUSER = 0x10000000


@dataclass(frozen=True)
class Account:
    """A user for a child process; `switch` tells whether the child has to change to it."""

    uid: int
    gid: int
    switch: bool

    def popen_arguments(self) -> dict[str, Any]:
        """Return what subprocess needs in order to run a child as this user."""
        if not self.switch:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give `path` to this user."""
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Tell whether this user may pass through `folder` and everything above it."""
        if not self.switch:
            return True
        folder = folder.resolve()
        for place in (folder, *folder.parents):
            try:
                found = place.stat()
            except FileNotFoundError:
                continue
            if found.st_uid == self.uid:
                needed = stat.S_IXUSR
            elif found.st_gid == self.gid:
                needed = stat.S_IXGRP
            else:
                needed = stat.S_IXOTH
            if not found.st_mode & needed:
                return False
        return True


def choose_account(data: Path) -> Account:
    """Return who shall run Postgres on the data in `data` (which may not exist yet).

    Ourselves, unless we are root: then the owner of the data, else `postgres`, else `nobody`.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    if data.exists() and data.stat().st_uid != 0:
        owner = data.stat()
        return Account(owner.st_uid, owner.st_gid, switch=True)
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(user.pw_uid, user.pw_gid, switch=True)
    raise SurroundingsError(
        "Postgres refuses to run as root, and this machine has neither a user postgres nor a user"
        " nobody. Run ./run as an ordinary user, or make one: useradd --system postgres"
    )


def borrow_a_name() -> Callable[[], None] | None:
    """Return what initdb's process must do first where our uid has no name, else None.

    initdb insists on a name in /etc/passwd, which a container started with `--user 12345` hasn't.
    A user namespace lends it one: inside, our uid is that of a named user; outside, all is as
    before.
    """
    uid = os.geteuid()
    try:
        pwd.getpwuid(uid)
        return None
    except KeyError:
        pass
    named = [user.pw_uid for user in pwd.getpwall() if user.pw_uid != 0]
    if not named:
        raise SurroundingsError(_nameless(uid))
    gid = os.getegid()

    def enter_namespace() -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(CLONE_NEWUSER) != 0:
            raise OSError(ctypes.get_errno(), "no user namespace")
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{max(named)} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")

    return enter_namespace


def _nameless(uid: int) -> str:
    return (
        f"User id {uid} has no name on this machine, and Postgres's initdb insists on one."
        f" Give it one (as root: echo 'tracker:x:{uid}:{os.getegid()}::/tmp:/bin/sh' >>"
        " /etc/passwd),"
        " or start as a user that has a name."
    )


def nameless_error() -> SurroundingsError:
    """Return the error for a uid without a name on a machine that can't lend it one."""
    return SurroundingsError(_nameless(os.geteuid()))
