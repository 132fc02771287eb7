"""Electronic filings from the network to disk: the feed, single filings, and each day's zip.

Addresses are the FEC's, or the same paths below a local mirror:

    the feed      {feed url}                             rss/generate
    a filing      {filings base}/posted/N.fec            posted/N.fec
    on paper      the same, /dcdev replaced by /paper    paper/posted/N.fec
    a day         {bulk base}/electronic/YYYYMMDD.zip    bulk-downloads/electronic/YYYYMMDD.zip
"""

import hashlib
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

from filings.fec.download import fetch_file
from filings.fec.errors import BadFile, CorruptArchive, DownloadError
from filings.fec.feed import HIGHEST_NUMBER, Feed, parse_feed
from filings.fec.soundness import check_content, check_size
from filings.fec.source import Fetched, Source, Validators

# A week's feed has about a megabyte.
FEED_MAX_BYTES = 50_000_000
HEAD_BYTES = 4096
BLOCK_BYTES = 1 << 20
# The clock by which the FEC writes the time of each file into a day's zip.
WASHINGTON = ZoneInfo("America/New_York")

_MEMBER = re.compile(r"(?:.*/)?(\d{1,10})\.fec", re.IGNORECASE)


@dataclass(frozen=True)
class Posted:
    """Where electronic filings come from, and `folder`, where they go to.

    `timeout` and `backoff` are in seconds, as fetch_file has them. Nobody else may fetch the same
    filing, or the same day, into the same folder meanwhile.
    """

    feed_url: str
    filings_base: str
    bulk_base: str
    folder: Path
    user_agent: str
    max_bytes: int
    is_local: bool = False
    timeout: tuple[float, float] = (10, 60)
    attempts: int = 5
    backoff: float = 1.0

    @classmethod
    def choose(
        cls,
        source: Source,
        *,
        feed_url: str,
        filings_base: str,
        folder: Path,
        user_agent: str,
        max_bytes: int,
        attempts: int = 5,
    ) -> "Posted":
        """The mirror that bulk files come from, where they come from one, else these addresses."""
        if source.is_local:
            root = Path(source.base).parent
            feed_url, filings_base = str(root / "rss" / "generate"), str(root)
        return cls(
            feed_url,
            filings_base.rstrip("/"),
            source.base,
            folder,
            user_agent,
            max_bytes,
            is_local=source.is_local,
            attempts=attempts,
        )

    def filing_address(self, file_number: int, *, is_paper: bool = False) -> str:
        """Where a filing is. Numbers of paper filings may be negative; their addresses are not."""
        base = self.filings_base
        if is_paper:
            base = base.removesuffix("/dcdev") + "/paper"
        return f"{base}/posted/{abs(file_number)}.fec"

    def day_address(self, day: date) -> str:
        """Where the zip of a day's filings is."""
        return f"{self.bulk_base}/electronic/{day:%Y%m%d}.zip"

    def fetch_feed(self) -> Feed:
        """The filings of the last days. Raises a DownloadError, or BadFile for what is no feed."""
        with tempfile.TemporaryDirectory(dir=self._made("posted"), prefix="feed-") as folder:
            fetched = self._fetch(
                self.feed_url, Path(folder) / "feed.xml", None, min(FEED_MAX_BYTES, self.max_bytes)
            )
            return parse_feed(fetched.path.read_bytes())

    def fetch_filing(self, file_number: int, *, is_paper: bool = False) -> Fetched:
        """A filing, whole, as a file on disk (folder/posted/N.fec).

        Raises NotPublished where there is none, CorruptArchive for a web page in its place, and
        other kinds of DownloadError.
        """
        below = "paper/posted" if is_paper else "posted"
        fetched = self._fetch(
            self.filing_address(file_number, is_paper=is_paper),
            self.folder / below / f"{abs(file_number)}.fec",
            None,
            self.max_bytes,
        )
        try:
            check_filing(fetched.path, fetched.address)
        except CorruptArchive:
            fetched.discard()
            raise
        return fetched

    def fetch_day(self, day: date, validators: Validators | None = None) -> Fetched:
        """A day's zip, as a file on disk, or the news that it is still that of the validators.

        Raises NotPublished where there is none (yet), and other kinds of DownloadError.
        """
        address = self.day_address(day)
        kept = self.folder / "electronic" / f"{day:%Y%m%d}.zip"
        return self._fetch(address, kept, validators, self.max_bytes)

    def _fetch(
        self, address: str, kept: Path, validators: Validators | None, max_bytes: int
    ) -> Fetched:
        return fetch_file(
            address,
            kept,
            validators=validators,
            user_agent=self.user_agent,
            max_bytes=max_bytes,
            timeout=self.timeout,
            attempts=self.attempts,
            backoff=self.backoff,
        )

    def _made(self, below: str) -> Path:
        folder = self.folder / below
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DownloadError(
                f"{folder} cannot be made: {error.strerror or error}.",
                remedy="Look at the rights of DATA_DIR.",
            ) from error
        return folder


def check_filing(path: Path, address: str) -> None:
    """Raise CorruptArchive where a file is empty, or begins as no filing does: with a tag."""
    check_content(path, address, is_zip=False)
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head:
        raise CorruptArchive(f"{address} brought nothing but blanks.")
    if head.startswith(b"<"):
        start = head[:40].decode(errors="replace")
        raise CorruptArchive(f"{address} brought a page or XML, not a filing: it begins {start!r}.")


@dataclass(frozen=True)
class DayZip:
    """A day's filings in their zip: where each is inside, by file number."""

    path: Path
    address: str
    members: dict[int, zipfile.ZipInfo]
    # Files of the zip that are no filings, or are there a second time.
    strange: tuple[str, ...]

    @classmethod
    def open(cls, path: Path, address: str = "") -> "DayZip":
        """Read a zip's directory. Raises BadFile where there is none."""
        members: dict[int, zipfile.ZipInfo] = {}
        strange = []
        try:
            with zipfile.ZipFile(path) as archive:
                infos = archive.infolist()
        except (zipfile.BadZipFile, OSError) as error:
            raise BadFile(f"{path} is no sound zip: {error}.") from error
        for info in infos:
            found = _MEMBER.fullmatch(info.filename)
            number = int(found[1]) if found else 0
            if 0 < number <= HIGHEST_NUMBER and number not in members:
                members[number] = info
            elif not info.is_dir():
                strange.append(info.filename)
        return cls(path, address or str(path), dict(sorted(members.items())), tuple(strange))

    def received_at(self, file_number: int) -> datetime | None:
        """When the FEC received a filing: the time of its file, to two seconds; in UTC."""
        # A zip without times has them all in 1980; electronic filing began in 1996.
        with suppress(ValueError):
            moment = datetime(*self.members[file_number].date_time, tzinfo=WASHINGTON)
            return moment.astimezone(UTC) if moment.year >= 1996 else None
        return None

    def extract(self, file_number: int, folder: Path, max_bytes: int) -> Fetched:
        """Bring a filing to folder/N.fec, checked against the zip's checksum.

        Raises TooLarge, CorruptArchive where its bytes are damaged or a web page, and KeyError
        where the zip has no such filing.
        """
        info = self.members[file_number]
        address = f"{self.address}#{info.filename}"
        check_size(info.file_size, max_bytes, address)
        folder.mkdir(parents=True, exist_ok=True)
        path, part = folder / f"{file_number}.fec", folder / f"{file_number}.fec.part"
        digest = hashlib.sha256()
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(info) as member:
                size = _write(member, part, digest, max_bytes, address)
            check_filing(part, address)
            part.replace(path)
        # zipfile answers damage with many kinds of error: RuntimeError is an encrypted member.
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
            raise CorruptArchive(f"{address} is damaged: {error}.") from error
        except OSError as error:
            raise DownloadError(f"{address} cannot be unpacked: {error}.") from error
        finally:
            part.unlink(missing_ok=True)
        sha256 = digest.hexdigest()
        return Fetched(path, address, size, sha256, "", "", not_modified=False, in_mirror=False)


def iter_day(path: Path, folder: Path, *, max_bytes: int) -> Iterator[tuple[int, Path]]:
    """The filings of a day's zip, unpacked one at a time into `folder`: (file number, path).

    A file is removed when the next one is asked for. Raises what DayZip.extract raises.
    """
    day = DayZip.open(path)
    for number in day.members:
        fetched = day.extract(number, folder, max_bytes)
        try:
            yield number, fetched.path
        finally:
            fetched.discard()


def _write(
    member: IO[bytes], part: Path, digest: "hashlib._Hash", max_bytes: int, address: str
) -> int:
    """Copy a member of a zip to disk; its size in bytes."""
    size = 0
    with part.open("wb") as file:
        while block := member.read(BLOCK_BYTES):
            size += len(block)
            # A zip's directory may understate what unpacks from it.
            check_size(size, max_bytes, address)
            file.write(block)
            digest.update(block)
    return size
