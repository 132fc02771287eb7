"""A server on 127.0.0.1 that publishes electronic filings as the FEC does, and fails on request.

    with EfilingServer() as server:
        server.post(1238403, filing_bytes, committee_id="C00900001")
        server.fail(server.filing_path(1238403), times=2)
        Posted(server.feed_url, server.filings_base, server.bulk_base, …).fetch_filing(1238403)

It speaks three things: the feed (RSS), single filings at docquery's paths, and each day's zip. With
`EfilingServer(mirror)` it begins with what a mirror folder holds. Further faults are those of
tests/http_faults.py, played at feed_path, filing_path(…) and day_path(…).
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape

from tests.http_faults import FaultServer, File, Reply

FEED_PATH = "/rss/generate?preDefinedFilingType=ALL"
WEB_PAGE = b"<!DOCTYPE html>\n<html><head><title>Down for maintenance</title></head></html>\n"
FIRST_PUBLISHED = datetime(2018, 6, 16, 20, 55, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """What the feed says about a filing."""

    file_number: int
    committee_id: str
    form_type: str
    title: str
    published_at: datetime
    link: str

    def xml(self) -> str:
        """The item as the FEC writes it: text within HTML within XML."""
        moment = self.published_at
        trailer = (
            f"*********CommitteeId: {self.committee_id} | FilingId: {self.file_number} |"
            f" FormType: {self.form_type} | CoverageFrom: 05/01/2018 | CoverageThrough: 05/31/2018"
            " | ReportType: JUNE MONTHLY*********"
        )
        sentence = f"<p>The {escape(self.title)} successfully filed their {self.form_type}</p>"
        return (
            f"<item><title>{escape(escape(self.title))}</title><link>{escape(self.link)}</link>"
            f"<description>{escape(sentence)}{trailer}</description>"
            f"<pubDate>{format_datetime(moment, usegmt=True)}</pubDate>"
            f"<guid>{escape(self.link)}</guid><dc:date>{moment:%Y-%m-%dT%H:%M:%SZ}</dc:date></item>"
        )


class EfilingServer(FaultServer):
    """The server; a context manager. What is posted stands in the feed in the order of posting."""

    feed_path = FEED_PATH

    def __init__(self, mirror: Path | None = None) -> None:
        super().__init__()
        self.entries: list[Entry] = []
        # Items as text, put behind those of the entries.
        self.raw_items: list[str] = []
        self.publish_feed()
        if mirror is not None:
            self._publish_mirror(mirror)

    @property
    def feed_url(self) -> str:
        return self.address(FEED_PATH)

    @property
    def filings_base(self) -> str:
        return self.address("/dcdev")

    @property
    def bulk_base(self) -> str:
        return self.address("/files/bulk-downloads")

    @staticmethod
    def filing_path(file_number: int, *, paper: bool = False) -> str:
        return f"/{'paper' if paper else 'dcdev'}/posted/{file_number}.fec"

    @staticmethod
    def day_path(day: date) -> str:
        return f"/files/bulk-downloads/electronic/{day:%Y%m%d}.zip"

    def post(
        self,
        file_number: int,
        body: bytes | None,
        *,
        committee_id: str = "C00900001",
        form_type: str = "F3XN",
        title: str = "New filing by INVENTED COMMITTEE",
        published_at: datetime | None = None,
        paper: bool = False,
        in_feed: bool = True,
    ) -> None:
        """Publish a filing and its item; without a body only the item."""
        path = self.filing_path(file_number, paper=paper)
        if body is not None:
            self.publish(path, File(body, content_type="text/plain"))
        if in_feed:
            moment = published_at or FIRST_PUBLISHED + timedelta(minutes=len(self.entries))
            self.entries.append(
                Entry(file_number, committee_id, form_type, title, moment, self.address(path))
            )
            self.publish_feed()

    def post_day(
        self, day: date, filings: Mapping[int, bytes], *, others: Mapping[str, bytes] | None = None
    ) -> None:
        """Publish a day's zip; `others` are further members of it, by name."""
        named = {f"{number}.fec": body for number, body in filings.items()} | dict(others or {})
        self.publish(self.day_path(day), File(zipped(named, day), etag=f'"{hash(str(named))}"'))

    def repeat_items(self, times: int = 2) -> None:
        """Have each item in the feed so many times."""
        self.entries = [entry for entry in self.entries for _ in range(times)]
        self.publish_feed()

    def disorder_items(self) -> None:
        """Put the feed's items in an order that is neither that of numbers nor that of times."""
        self.entries = self.entries[1::2] + self.entries[::2][::-1]
        self.publish_feed()

    def publish_feed(self) -> None:
        """Make the feed anew from `entries` and `raw_items`."""
        items = "\n".join([*(entry.xml() for entry in self.entries), *self.raw_items])
        self.publish(FEED_PATH, File(feed(items), content_type="application/rss+xml"))

    def fail(self, path: str, *, times: int, status: int = 500) -> None:
        """Answer so many requests for a path with an error."""
        self.play(path, *[Reply(status, b"an error")] * times)

    def web_page(self, path: str, *, times: int = 1) -> None:
        """Answer so many requests for a path with a web page, and status 200."""
        self.play(path, *[Reply(200, WEB_PAGE, {"Content-Type": "text/html"})] * times)

    def asked(self, path: str) -> int:
        """How many requests there were for a path."""
        return sum(1 for seen in self.seen if seen.path == path)

    def _publish_mirror(self, mirror: Path) -> None:
        for below, paper in (("posted", False), ("paper/posted", True)):
            for path in sorted((mirror / below).glob("*.fec")):
                number = int(path.stem) if path.stem.isdecimal() else 0
                if number:
                    self.post(number, path.read_bytes(), paper=paper)
        for path in sorted((mirror / "bulk-downloads" / "electronic").glob("*.zip")):
            self.publish(f"/files/bulk-downloads/electronic/{path.name}", File(path.read_bytes()))


def feed(items: str) -> bytes:
    """A feed of these items, as XML."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>'
        "<title>FEC Electronic Filing RSS Feed - ALL</title><link>http://127.0.0.1/</link>"
        f"<description>New filings</description>\n{items}\n</channel></rss>\n"
    ).encode()


def zipped(members: Mapping[str, bytes], day: date) -> bytes:
    """A zip of these files, each of noon of the day."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 12, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, body)
    return packed.getvalue()
