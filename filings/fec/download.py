"""Fetch one file of the FEC's to disk, whole or not at all.

An address is a URL, or a path in a local mirror, which is read where it lies. A download grows
beside its destination (partial.py) and is renamed into place once its length and its content have
been looked at (soundness.py). So a broken connection or a killed process costs only what had not
arrived yet, and versions never mix.
"""

import contextlib
import email.utils
import hashlib
import itertools
import logging
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests

from filings.fec.errors import CorruptArchive, DownloadError, NotPublished, TooLarge, Truncated
from filings.fec.partial import Part, Version
from filings.fec.soundness import check_content, check_no_web_page, check_size
from filings.fec.source import Fetched, Progress, Source, Validators, read_in_place

logger = logging.getLogger(__name__)

__all__ = ["Fetched", "Progress", "Source", "Validators", "fetch_file"]

CHUNK_BYTES = 1 << 17
REDIRECTS_MAX = 5
# No server decides for longer than this how long a worker sleeps between two attempts.
WAIT_MAX_SECONDS = 120.0
# A server that gave up waiting, and one that is asked too often, are worth another attempt.
_TRY_AGAIN_STATUSES = frozenset({408, 429})


def fetch_file(
    address: str,
    destination: Path,
    *,
    validators: Validators | None,
    user_agent: str,
    max_bytes: int,
    timeout: tuple[float, float] = (10, 60),
    attempts: int = 5,
    backoff: float = 1.0,
    progress: Progress | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Fetched:
    """Bring the file at `address` to `destination`, or find that it has not changed.

    `validators` are those of the version the caller has already loaded from this very address; with
    None the file is fetched whatever it is. `timeout` is (to connect, between two reads), `backoff`
    the first wait between attempts, doubled each time; all in seconds. `progress` is told (bytes so
    far, bytes in all or None). A path is not copied: its `Fetched.path` is the mirror's own file.
    Nobody else may fetch to the same destination meanwhile: callers hold the step's lock.

    Raises NotPublished (404, or no such file), TooLarge, Truncated, CorruptArchive, and for all
    else DownloadError; none of them touches what was at the destination.
    """
    if "://" not in address:
        return read_in_place(Path(address), validators, max_bytes, progress)
    if urlsplit(address).scheme.lower() not in {"http", "https"}:
        raise DownloadError(
            f"{address} is neither an http(s) address nor a path.",
            remedy="Set FEC_BULK_BASE to an https address, or FEC_MIRROR to a folder.",
        )
    download = _Download(address, destination, validators, user_agent, max_bytes, timeout, progress)
    with requests.Session() as session:
        for attempt in itertools.count(1):
            try:
                return download.attempt(session)
            except _TryAgainError as again:
                if attempt >= attempts:
                    tries = "1 attempt" if attempt == 1 else f"{attempt} attempts"
                    raise again.kind(
                        f"{address} could not be downloaded in {tries}: {again}."
                    ) from again
                jitter = random.uniform(0.5, 1.5)  # noqa: S311 (it spreads load, it hides nothing)
                wait = max(again.wait, backoff * 2 ** (attempt - 1) * jitter)
                wait = min(wait, WAIT_MAX_SECONDS)
                logger.warning("%s: %s; next attempt in %.1f s", address, again, wait)
                sleep(wait)
    raise AssertionError("unreachable: the loop returns or raises")


class _TryAgainError(Exception):
    """An attempt failed in a way that may pass; `kind` is what to raise when it doesn't."""

    def __init__(
        self, reason: str, *, kind: type[DownloadError] = DownloadError, wait: float = 0
    ) -> None:
        super().__init__(reason)
        self.kind = kind
        self.wait = wait


@dataclass(frozen=True)
class _Download:
    """One file to be brought from one URL, in as many attempts as it takes."""

    address: str
    destination: Path
    validators: Validators | None
    user_agent: str
    max_bytes: int
    timeout: tuple[float, float]
    progress: Progress | None

    def attempt(self, session: requests.Session) -> Fetched:
        """Raises _TryAgainError where another attempt may do better, else a DownloadError."""
        part = Part(self.address, self.destination)
        try:
            self.destination.parent.mkdir(parents=True, exist_ok=True)
            return self._exchange(session, part)
        except TooLarge:
            part.drop()
            raise
        except requests.exceptions.ChunkedEncodingError as error:
            reason = f"the connection broke off ({_innermost(error)})"
            raise _TryAgainError(reason, kind=Truncated) from error
        except (requests.Timeout, requests.ConnectionError) as error:
            raise _TryAgainError(_innermost(error)) from error
        except requests.RequestException as error:
            raise DownloadError(f"{self.address} cannot be fetched: {error}.") from error
        except OSError as error:
            raise DownloadError(
                f"{self.address} cannot be saved as {self.destination}: {error.strerror or error}.",
                remedy=f"Look at the room on the disk and the rights of {self.destination.parent}.",
            ) from error

    def _exchange(self, session: requests.Session, part: Part) -> Fetched:
        held, version = part.held()
        headers = {
            "User-Agent": self.user_agent,
            "Accept": "*/*",
            # Otherwise lengths and ranges would be those of a compressed stream.
            "Accept-Encoding": "identity",
        }
        headers |= self._conditions()
        if version:
            headers |= {"Range": f"bytes={held}-", "If-Range": version.if_range}
        with self._open(session, headers) as response:
            if self._says_unchanged(response):
                part.drop()
                return self._fetched(Version.of(self.address, response), 0, "", not_modified=True)
            if version and response.status_code in {206, 416}:
                version = version.continued_by(response, held)
                if response.status_code == 416 or version is None:
                    part.drop()
                    raise _TryAgainError("the file changed between two attempts")
                self._check_promise(response, held, version, part.path)
                chunks = response.iter_content(CHUNK_BYTES)
            elif response.status_code == 200:
                held, version = 0, Version.of(self.address, response)
                self._check_promise(response, held, version, part.path)
                chunks = self._opening(response)
                part.begin(version)
            else:
                raise self._refusal(response)
            size, sha256 = self._receive(chunks, held, version.total, part)
        is_zip = self.destination.suffix.lower() == ".zip"
        try:
            check_content(part.path, self.address, is_zip=is_zip)
        except CorruptArchive:
            part.drop()
            raise
        part.install(self.destination)
        _sync_folder(self.destination.parent)
        return self._fetched(version, size, sha256, not_modified=False)

    def _conditions(self) -> dict[str, str]:
        asked = self.validators or Validators()
        headers = {}
        # A validator of a mirror's file is not in quotes, and says nothing to a server.
        if asked.etag.startswith(('"', "W/")):
            headers["If-None-Match"] = asked.etag
        if asked.last_modified:
            headers["If-Modified-Since"] = asked.last_modified
        return headers

    def _open(self, session: requests.Session, headers: dict[str, str]) -> requests.Response:
        """The answer at the end of the redirects, its body not yet read."""
        here = self.address
        for _ in range(REDIRECTS_MAX + 1):
            response = session.get(
                here, headers=headers, timeout=self.timeout, stream=True, allow_redirects=False
            )
            target = session.get_redirect_target(response)
            if target is None:
                return response
            response.close()
            before, here = here, urljoin(here, target)
            allowed = {"https"} if before.lower().startswith("https:") else {"http", "https"}
            if urlsplit(here).scheme.lower() not in allowed:
                raise DownloadError(
                    f"{self.address} leads to {here}, which is not followed.",
                    remedy="Only http(s) is followed, and never from https to http.",
                )
        raise DownloadError(f"{self.address} leads on to another address over and over.")

    def _says_unchanged(self, response: requests.Response) -> bool:
        if self.validators is None or not self._conditions():
            return False
        if response.status_code == 304:
            return True
        # A server that knows no conditions sends the file anew; its strong etag tells us as much.
        etag = Version.of(self.address, response).etag
        same = etag.startswith('"') and etag == self.validators.etag
        return same and response.status_code == 200

    def _refusal(self, response: requests.Response) -> Exception:
        """What to raise for an answer that brings no file."""
        status = response.status_code
        said = f"{status} {response.reason or ''}".rstrip()
        if status == 404:
            return NotPublished(f"{self.address} is not there ({said}).")
        if status >= 500 or status in _TRY_AGAIN_STATUSES:
            wait = _retry_after(response.headers.get("Retry-After", ""))
            return _TryAgainError(f"the server answered {said}", wait=wait)
        return DownloadError(
            f"{self.address} was refused: the server answered {said}.",
            remedy="Check the address; the FEC also refuses clients that don't say who they are.",
        )

    def _opening(self, response: requests.Response) -> Iterator[bytes]:
        """The chunks of a whole body; a web page is refused before it replaces a partial file."""
        chunks: Iterator[bytes] = response.iter_content(CHUNK_BYTES)
        first = next(chunks, b"")
        check_no_web_page(first, self.address)
        return itertools.chain([first], chunks)

    def _check_promise(
        self, response: requests.Response, held: int, version: Version, path: Path
    ) -> None:
        """Refuse what is too much, or no plain file, before any of its body is read."""
        encoding = response.headers.get("Content-Encoding", "").strip().lower()
        # S3 may keep "aws-chunked" from an upload: it says nothing about what is sent.
        if encoding not in {"", "identity", "aws-chunked"}:
            raise DownloadError(
                f"{self.address} is sent with Content-Encoding {encoding}, unasked.",
                remedy="Use an address that serves the file as it is.",
            )
        if version.total is None:
            return
        check_size(version.total, self.max_bytes, self.address)
        folder = self.destination.parent
        free = shutil.disk_usage(folder).free
        # A body that starts anew takes the place of the partial file.
        needed = version.total - (held or _size(path))
        if needed > free:
            raise DownloadError(
                f"{self.address} needs {needed:,} more bytes in {folder}, which has {free:,} left.",
                remedy="Make room, or point DATA_DIR at a larger disk.",
            )

    def _receive(
        self, chunks: Iterator[bytes], held: int, total: int | None, part: Part
    ) -> tuple[int, str]:
        """Append the chunks to the partial file; its size in bytes and its SHA-256 in the end."""
        size = held
        with part.path.open("r+b") as file:
            file.truncate(held)
            digest = hashlib.file_digest(file, "sha256")
            file.seek(held)
            for chunk in chunks:
                size += len(chunk)
                check_size(size, self.max_bytes, self.address)
                file.write(chunk)
                digest.update(chunk)
                if self.progress:
                    self.progress(size, total)
            file.flush()
            os.fsync(file.fileno())
        if total is not None and size != total:
            raise _TryAgainError(f"{size:,} of {total:,} bytes arrived", kind=Truncated)
        return size, digest.hexdigest()

    def _fetched(self, version: Version, size: int, sha256: str, *, not_modified: bool) -> Fetched:
        # A 304 need not repeat the validators that it was asked with.
        known = (self.validators or Validators()) if not_modified else Validators()
        return Fetched(
            path=self.destination,
            address=self.address,
            size=size,
            sha256=sha256,
            etag=version.etag or known.etag,
            last_modified=version.last_modified or known.last_modified,
            not_modified=not_modified,
            in_mirror=False,
        )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _retry_after(value: str) -> float:
    """Seconds from a Retry-After header, given in seconds or as a date; 0 where there is none."""
    if value.strip().isdecimal():
        return float(value)
    with contextlib.suppress(ValueError, OverflowError):
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    return 0.0


def _innermost(error: BaseException) -> str:
    """The words at the bottom of the errors that requests and urllib3 wrap into each other."""
    while True:
        inner = getattr(error, "reason", None) or (error.args[0] if error.args else None)
        if not isinstance(inner, BaseException):
            break
        error = inner
    text = error.args[0] if error.args and isinstance(error.args[0], str) else str(error)
    # urllib3 puts its own objects in front: "HTTPConnection(host=…, port=…): …".
    return text.split("): ", 1)[-1].rstrip(".")


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
