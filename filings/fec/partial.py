"""A download that has not arrived whole yet: its bytes, and which version they are of."""

import json
import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

import requests

# A validator longer than this is none that could be stored, and is treated as absent.
ETAG_LONGEST = 200
LAST_MODIFIED_LONGEST = 60


@dataclass(frozen=True)
class Version:
    """Which version of which address a partial file belongs to; `total` in bytes where known."""

    address: str
    etag: str
    last_modified: str
    total: int | None

    @classmethod
    def of(cls, address: str, response: requests.Response) -> Self:
        """The version that the server says it is sending."""
        length = response.headers.get("Content-Length", "")
        return cls(
            address,
            etag=_header(response, "ETag", ETAG_LONGEST),
            last_modified=_header(response, "Last-Modified", LAST_MODIFIED_LONGEST),
            total=int(length) if length.isdecimal() else None,
        )

    @property
    def if_range(self) -> str:
        """The validator that shows two parts to be of one version; empty where there is none."""
        # A weak etag (W/"…") promises the same meaning, not the same bytes.
        return self.etag if self.etag.startswith('"') else self.last_modified

    def continued_by(self, response: requests.Response, held: int) -> "Version | None":
        """This version, its total filled in, where a 206 goes on from its byte `held`; else None.

        Servers that don't know If-Range send the range of whatever they have now, hence the look.
        """
        found = re.fullmatch(
            r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("Content-Range", "").strip()
        )
        if not found or int(found[1]) != held:
            return None
        if self.if_range != Version.of(self.address, response).if_range:
            return None
        if found[2] == "*":
            return self
        total = int(found[2])
        return replace(self, total=total) if self.total in {None, total} else None


class Part:
    """The partial file beside a destination (NAME.part), and its sidecar (NAME.part.json)."""

    def __init__(self, address: str, destination: Path) -> None:
        self.address = address
        self.path = destination.with_name(destination.name + ".part")
        self.sidecar = destination.with_name(destination.name + ".part.json")

    def held(self) -> tuple[int, Version | None]:
        """How many bytes can be built upon, and of which version; (0, None) for a fresh start."""
        try:
            version = Version(**json.loads(self.sidecar.read_text()))
            size = self.path.stat().st_size
        except (OSError, ValueError, TypeError):
            return 0, None
        if version.address != self.address or not version.if_range:
            return 0, None
        if version.total is not None and size >= version.total:
            # Complete but not yet renamed. Asking again for the last byte shows whether the server
            # still has this version, where asking for what follows it would only be an error.
            size = version.total - 1
        return (size, version) if size > 0 else (0, None)

    def begin(self, version: Version) -> None:
        """Start from nothing, in this order: a sidecar never stands beside another's bytes."""
        self.drop()
        self.path.touch()
        self.sidecar.write_text(json.dumps(asdict(version)))

    def install(self, destination: Path) -> None:
        """Put the whole file where it belongs, in one move."""
        self.path.replace(destination)
        self.sidecar.unlink(missing_ok=True)

    def drop(self) -> None:
        """Forget what has arrived."""
        self.sidecar.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)


def _header(response: requests.Response, name: str, longest: int) -> str:
    value = response.headers.get(name, "").strip()
    return value if len(value) <= longest else ""
