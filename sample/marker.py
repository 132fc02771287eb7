"""INVENTED.txt: says that all of it is made up, and remembers which generator made it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

NAME = "INVENTED.txt"
CYCLE_FOLDER = "bulk-downloads/2018"
# Files get one fixed time, so that a folder made again doesn't look like a newer publication.
FIXED_TIME = 1_552_969_500

_TEXT = """\
Everything in this folder is invented.

The people, employers, committees, districts, elections and amounts were made up by a program to
try out and test the software. California has no 99th congressional district and Ohio no 88th.
Any likeness to a real person, company or committee is chance. The files only have the shape of
the Federal Election Commission's bulk downloads and electronic filings; the FEC has nothing to do
with them.

"""


def version() -> str:
    """Return a digest of the generator's own source: another generator makes another folder."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def write_marker(out: Path, sizes: dict[str, int]) -> None:
    """Write the marker with the size in bytes of each file, by its path in the folder."""
    body = f"{_TEXT}generator {version()}\n"
    body += "".join(f"{size} {name}\n" for name, size in sorted(sizes.items()))
    temporary = out / (NAME + ".part")
    temporary.write_text(body, encoding="utf-8")
    temporary.replace(out / NAME)
    os.utime(out / NAME, (FIXED_TIME, FIXED_TIME))


def is_complete(out: Path) -> bool:
    """Return whether the folder is whole and was made by this very generator."""
    try:
        text = (out / NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    head, separator, listing = text.partition(f"generator {version()}\n")
    if head != _TEXT or not separator or not listing:
        return False
    for line in listing.splitlines():
        size, _, name = line.partition(" ")
        try:
            if str((out / name).stat().st_size) != size:
                return False
        except OSError:
            return False
    return True
