"""Where files come from, what fetching one brings, and a local mirror, read where it lies."""

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from filings.fec.errors import DownloadError, NotPublished
from filings.fec.soundness import check_content, check_size

CHUNK_BYTES = 1 << 20

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Source:
    """Where files come from: `base` is a URL, or the bulk-downloads folder of a local mirror."""

    base: str

    @classmethod
    def choose(cls, base: str, mirror: str = "") -> Self:
        """The mirror (a folder with bulk-downloads/ inside) where one is named, else the URL.

        Raises DownloadError where the mirror is none, as every file would seem unpublished.
        """
        if not mirror:
            return cls(base.rstrip("/"))
        folder = Path(mirror) / "bulk-downloads"
        if not folder.is_dir():
            raise DownloadError(
                f"{mirror} is no mirror of the FEC's files: it has no folder bulk-downloads.",
                remedy="Set FEC_MIRROR to the folder that holds bulk-downloads, or unset it.",
            )
        return cls(str(folder.resolve()))

    @property
    def is_local(self) -> bool:
        """Whether files are read from a folder."""
        return "://" not in self.base

    @property
    def is_invented(self) -> bool:
        """Whether the mirror says, with a file INVENTED.txt in its root, that nothing is real."""
        return self.is_local and (Path(self.base).parent / "INVENTED.txt").exists()


@dataclass(frozen=True)
class Validators:
    """What a server said to recognise a file's version by; empty where it said nothing."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Fetched:
    """A file on disk, or (`not_modified`) the news that the caller's version is still current.

    `size` is in bytes, `sha256` in hex. With `not_modified` nothing was read: they are 0 and empty,
    and `path` need not exist. `in_mirror`: the file at `path` isn't ours, and must not be removed.
    """

    path: Path
    address: str
    size: int
    sha256: str
    etag: str
    last_modified: str
    not_modified: bool
    in_mirror: bool

    @property
    def validators(self) -> Validators:
        """What to pass to `fetch_file` next time."""
        return Validators(self.etag, self.last_modified)

    def discard(self) -> None:
        """Remove the downloaded file; a mirror's file stays."""
        if not self.in_mirror:
            self.path.unlink(missing_ok=True)


def read_in_place(
    path: Path, validators: Validators | None, max_bytes: int, progress: Progress | None
) -> Fetched:
    """`fetch_file` for a mirror's file: its etag is its size and time of change in nanoseconds."""
    address = str(path)
    digest = hashlib.sha256()
    try:
        before = path.stat()
        etag = _local_etag(before)
        if not stat.S_ISREG(before.st_mode):
            raise DownloadError(f"{path} is not a file.", remedy="Check the mirror's folders.")
        if validators is not None and validators.etag == etag:
            return Fetched(path, address, 0, "", etag, "", not_modified=True, in_mirror=True)
        check_size(before.st_size, max_bytes, address)
        with path.open("rb") as file:
            size = 0
            while chunk := file.read(CHUNK_BYTES):
                size += len(chunk)
                digest.update(chunk)
                if progress:
                    progress(size, before.st_size)
        check_content(path, address, is_zip=path.suffix.lower() == ".zip")
        if _local_etag(path.stat()) != etag or size != before.st_size:
            raise DownloadError(
                f"{path} changed while it was being read.",
                remedy="Run the step again when nobody is writing to the mirror.",
            )
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotPublished(
            f"{path} is not in the mirror.", remedy="Put the file there if the step should run."
        ) from error
    except OSError as error:
        raise DownloadError(
            f"{path} cannot be read: {error.strerror or error}.", remedy="Check the file's rights."
        ) from error
    return Fetched(
        path, address, size, digest.hexdigest(), etag, "", not_modified=False, in_mirror=True
    )


def _local_etag(found: os.stat_result) -> str:
    return f"{found.st_size}-{found.st_mtime_ns}"
