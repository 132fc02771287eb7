"""Electronic filings over real HTTP, and from a mirror: the feed, single filings, days."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from filings.fec.errors import (
    BadFile,
    CorruptArchive,
    DownloadError,
    NotPublished,
    TooLarge,
    Truncated,
)
from filings.fec.posted import DayZip, Posted, iter_day
from filings.fec.source import Source
from tests.efiling_server import WEB_PAGE, EfilingServer, feed, zipped
from tests.http_faults import Cut, File, Reply, Reset, Slow, Stall

DAY = date(2018, 6, 16)
BODY = b"HDR\x1cFEC\x1c8.2\x1cINVENTED\x1c1.0\nF99\x1cC00900001\n" + b"x" * 5000 + b"\n"
PATH = EfilingServer.filing_path(1238403)


@pytest.fixture
def server() -> Iterator[EfilingServer]:
    with EfilingServer() as made:
        yield made


@pytest.fixture
def posted(server: EfilingServer, tmp_path: Path) -> Posted:
    return Posted(
        server.feed_url,
        server.filings_base,
        server.bulk_base,
        tmp_path / "data",
        "financetracker/1.0 (+desk@example.org)",
        max_bytes=1_000_000,
        timeout=(0.5, 0.5),
        attempts=3,
        backoff=0.01,
    )


def left(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_addresses_of_the_fec(tmp_path: Path) -> None:
    fec = Posted.choose(
        Source("https://www.fec.gov/files/bulk-downloads"),
        feed_url="https://efilingapps.fec.gov/rss/generate?preDefinedFilingType=ALL",
        filings_base="https://docquery.fec.gov/dcdev/",
        folder=tmp_path,
        user_agent="",
        max_bytes=1,
    )
    docquery = "https://docquery.fec.gov"
    assert fec.filing_address(1238403) == f"{docquery}/dcdev/posted/1238403.fec"
    assert fec.filing_address(-77, is_paper=True) == f"{docquery}/paper/posted/77.fec"
    assert fec.day_address(DAY) == (
        "https://www.fec.gov/files/bulk-downloads/electronic/20180616.zip"
    )
    assert not fec.is_local


def test_filing(server: EfilingServer, posted: Posted) -> None:
    server.post(1238403, BODY)
    fetched = posted.fetch_filing(1238403)
    assert fetched.path == posted.folder / "posted" / "1238403.fec"
    assert fetched.path.read_bytes() == BODY
    assert (fetched.size, fetched.address) == (len(BODY), server.address(PATH))
    assert server.seen[-1].headers["User-Agent"] == "financetracker/1.0 (+desk@example.org)"
    assert left(posted.folder) == ["posted/1238403.fec"]


def test_paper_filing_does_not_meet_the_electronic_one_of_its_number(
    server: EfilingServer, posted: Posted
) -> None:
    server.post(77, b"HDR electronic")
    server.post(77, b"HDR paper", paper=True)
    electronic, paper = posted.fetch_filing(77), posted.fetch_filing(-77, is_paper=True)
    assert electronic.path.read_bytes() == b"HDR electronic"
    assert paper.path.read_bytes() == b"HDR paper"


def test_errors_of_the_server_pass(server: EfilingServer, posted: Posted) -> None:
    server.post(1238403, BODY)
    server.fail(PATH, times=1, status=500)
    server.fail(PATH, times=1, status=503)
    assert posted.fetch_filing(1238403).path.read_bytes() == BODY
    assert server.asked(PATH) == 3


@pytest.mark.parametrize("fault", [Reset(), Cut(at=100), Stall(at=100)])
def test_broken_connections_pass(
    server: EfilingServer, posted: Posted, fault: Reset | Cut | Stall
) -> None:
    server.post(1238403, BODY)
    server.play(PATH, fault)
    assert posted.fetch_filing(1238403).path.read_bytes() == BODY
    assert server.asked(PATH) == 2


def test_body_shorter_than_it_says(server: EfilingServer, posted: Posted) -> None:
    server.post(1238403, BODY)
    short = Reply(200, BODY[:100], {"Content-Length": str(len(BODY))})
    server.play(PATH, short)
    assert posted.fetch_filing(1238403).path.read_bytes() == BODY
    server.play(PATH, short, short, short)
    kept = posted.folder / "posted" / "1238403.fec"
    kept.write_bytes(b"what was there")
    with pytest.raises(Truncated, match="in 3 attempts"):
        posted.fetch_filing(1238403)
    assert kept.read_bytes() == b"what was there"


def test_slow_body_arrives_all_the_same(server: EfilingServer, posted: Posted) -> None:
    server.post(1238403, BODY)
    # Longer in all than a read may take, but never silent for so long.
    server.play(PATH, Slow(pause=0.07))
    assert posted.fetch_filing(1238403).path.read_bytes() == BODY
    assert server.asked(PATH) == 1


def test_server_that_stays_down(server: EfilingServer, posted: Posted) -> None:
    server.fail(PATH, times=3)
    with pytest.raises(DownloadError, match="in 3 attempts: the server answered 500"):
        posted.fetch_filing(1238403)
    assert left(posted.folder) == []


def test_nobody_listens(server: EfilingServer, posted: Posted) -> None:
    server.close()
    with pytest.raises(DownloadError, match="refused"):
        posted.fetch_filing(1238403)


def test_not_published(server: EfilingServer, posted: Posted) -> None:
    with pytest.raises(NotPublished, match=r"1238403\.fec is not there \(404"):
        posted.fetch_filing(1238403)
    assert server.asked(PATH) == 1
    with pytest.raises(NotPublished):
        posted.fetch_day(DAY)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (WEB_PAGE, 'a web page titled "Down for maintenance"'),
        (b"\n\n<center>Sorry</center>", "a page or XML, not a filing"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><error/>", "a page or XML, not a filing"),
        (b"", "an empty file"),
        (b" \r\n\r\n", "nothing but blanks"),
    ],
)
def test_what_is_no_filing_is_refused(
    server: EfilingServer, posted: Posted, body: bytes, message: str
) -> None:
    server.post(1238403, body)
    with pytest.raises(CorruptArchive, match=message):
        posted.fetch_filing(1238403)
    assert left(posted.folder) == []


def test_too_large(server: EfilingServer, posted: Posted) -> None:
    server.publish(PATH, File(b"H" * 1_000_001))
    server.publish(EfilingServer.filing_path(2), File(b"H" * 1_000_001, chunked=True))
    for number in (1238403, 2):
        with pytest.raises(TooLarge):
            posted.fetch_filing(number)
    assert left(posted.folder) == []


def test_feed(server: EfilingServer, posted: Posted) -> None:
    for number in range(1, 7):
        server.post(number, None)
    server.repeat_items()
    server.disorder_items()
    server.raw_items.append("<item><link>nowhere</link></item>")
    server.publish_feed()
    server.fail(server.feed_path, times=2)
    found = posted.fetch_feed()
    assert [item.file_number for item in found.items] == [6, 5, 4, 3, 2, 1]
    assert len(found.problems) == 1
    assert left(posted.folder) == []


def test_feed_that_is_a_web_page(server: EfilingServer, posted: Posted) -> None:
    server.web_page(server.feed_path)
    with pytest.raises(CorruptArchive, match="web page"):
        posted.fetch_feed()
    server.play(server.feed_path, Reply(200, b'{"error": "try later"}'))
    with pytest.raises(BadFile, match="no feed"):
        posted.fetch_feed()
    assert posted.fetch_feed().items == []


def test_day(server: EfilingServer, posted: Posted, tmp_path: Path) -> None:
    server.post_day(DAY, {12: b"HDR twelve", 2: b"HDR two"}, others={"readme.txt": b"hello"})
    fetched = posted.fetch_day(DAY)
    day = DayZip.open(fetched.path, fetched.address)
    assert list(day.members) == [2, 12]
    assert day.strange == ("readme.txt",)
    # Noon by the clock of Washington, in summer.
    assert day.received_at(2) == datetime(2018, 6, 16, 16, 0, tzinfo=UTC)
    one = day.extract(12, tmp_path / "out", max_bytes=100)
    assert one.path.read_bytes() == b"HDR twelve"
    assert one.address == server.address(server.day_path(DAY)) + "#12.fec"
    one.discard()
    assert left(tmp_path / "out") == []
    assert posted.fetch_day(DAY, fetched.validators).not_modified


def test_iter_day_keeps_one_filing_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "day.zip"
    path.write_bytes(zipped({"2.fec": b"HDR two", "folder/1.FEC": b"HDR one"}, DAY))
    out = tmp_path / "out"
    seen = []
    for number, filing in iter_day(path, out, max_bytes=100):
        seen.append((number, filing.read_bytes(), left(out)))
    assert seen == [(1, b"HDR one", ["1.fec"]), (2, b"HDR two", ["2.fec"])]
    assert left(out) == []


def test_bad_members_of_a_day(tmp_path: Path) -> None:
    path = tmp_path / "day.zip"
    members = {
        "1.fec": b"HDR one", "2.fec": WEB_PAGE, "3.fec": b"H" * 101, "4.fec": b"",
        "5/1.fec": b"HDR again", "99999999999.fec": b"HDR", "0.fec": b"HDR",
    }  # fmt: skip
    data = zipped(members, DAY)
    at = data.index(b"PK\3\4") + 30 + len("1.fec")
    path.write_bytes(data[:at] + b"\xff\xff\xff" + data[at + 3 :])
    day = DayZip.open(path)
    assert set(day.strange) == {"5/1.fec", "99999999999.fec", "0.fec"}
    for number, kind, message in (
        (1, CorruptArchive, "day.zip#1.fec is damaged"),
        (2, CorruptArchive, "web page"),
        (3, TooLarge, "the limit is 100"),
        (4, CorruptArchive, "empty file"),
    ):
        with pytest.raises(kind, match=message):
            day.extract(number, tmp_path / "out", max_bytes=100)
    assert left(tmp_path / "out") == []


def test_zip_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "day.zip").write_bytes(b"PK no")
    with pytest.raises(BadFile, match="no sound zip"):
        DayZip.open(tmp_path / "day.zip")


def test_times_before_there_was_electronic_filing_are_none(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("1.fec"), b"HDR")
    (tmp_path / "day.zip").write_bytes(packed.getvalue())
    assert DayZip.open(tmp_path / "day.zip").received_at(1) is None


def test_mirror_is_read_in_place(tmp_path: Path) -> None:
    root = tmp_path / "mirror"
    for path, data in {
        "posted/5.fec": BODY, "paper/posted/5.fec": b"HDR paper",
        "rss/generate": feed("<item><link>x/posted/5.fec</link></item>"),
        "bulk-downloads/electronic/20180616.zip": zipped({"5.fec": BODY}, DAY),
    }.items():  # fmt: skip
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    posted = Posted.choose(
        Source.choose("https://www.fec.gov", str(root)),
        feed_url="https://efilingapps.fec.gov/rss",
        filings_base="https://docquery.fec.gov/dcdev",
        folder=tmp_path / "data",
        user_agent="",
        max_bytes=1_000_000,
    )
    assert posted.is_local
    assert [item.file_number for item in posted.fetch_feed().items] == [5]
    fetched = posted.fetch_filing(5)
    assert (fetched.path, fetched.in_mirror) == (root.resolve() / "posted" / "5.fec", True)
    assert posted.fetch_filing(-5, is_paper=True).path.read_bytes() == b"HDR paper"
    day = DayZip.open(posted.fetch_day(DAY).path)
    assert list(day.members) == [5]
    with pytest.raises(NotPublished):
        posted.fetch_filing(6)
    (root / "posted" / "7.fec").write_bytes(b"<p>no</p>")
    with pytest.raises(CorruptArchive):
        posted.fetch_filing(7)
    # What is in the mirror is not ours to remove.
    assert (root / "posted" / "7.fec").exists()


@pytest.mark.fec
def test_real_day_and_filings_over_http(fec_mirror: Path, tmp_path: Path) -> None:
    with EfilingServer(fec_mirror) as server:
        posted = Posted(
            server.feed_url, server.filings_base, server.bulk_base, tmp_path, "tests", 10**8
        )
        fetched = posted.fetch_day(DAY)
        numbers = []
        for number, path in iter_day(fetched.path, tmp_path / "out", max_bytes=10**8):
            assert path.stat().st_size > 0
            numbers.append(number)
        assert len(numbers) == 52
        first = DayZip.open(fetched.path).received_at(1238364)
        assert first == datetime(2018, 6, 15, 23, 50, 18, tzinfo=UTC)
        items = posted.fetch_feed().items
        assert items
        for item in items:
            assert posted.fetch_filing(item.file_number).path.stat().st_size > 0
