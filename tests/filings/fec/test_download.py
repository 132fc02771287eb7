"""Downloads over real HTTP, from a server that fails in each of the ways that real ones do."""

import email.utils
import hashlib
import io
import json
import os
import random
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import responses

from filings.fec import download
from filings.fec.download import CHUNK_BYTES, Fetched, Source, Validators, fetch_file
from filings.fec.errors import CorruptArchive, DownloadError, NotPublished, TooLarge, Truncated
from tests.http_faults import Cut, FaultServer, File, Reply, Reset, Stall

PATH = "/2018/indiv18.zip"
DATE = "Sat, 21 Nov 2026 08:00:00 GMT"


def a_zip(seed: int = 1, size: int = 5 * CHUNK_BYTES) -> bytes:
    """A zip of about `size` bytes which do not compress."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("itcont.txt", random.Random(seed).randbytes(size))
    return packed.getvalue()


def overlong(body: bytes) -> bytes:
    """The same zip, its directory claiming a member that reaches beyond its end."""
    at = body.rindex(b"PK\1\2") + 20
    return body[:at] + len(body).to_bytes(4, "little") + body[at + 4 :]


BODY = a_zip()
OTHER = a_zip(seed=2)
GOOD = File(BODY, etag='"v1"', last_modified=DATE, content_type="application/zip")


class Fetcher:
    """fetch_file with a test's defaults; `waits` are the sleeps it asked for, not slept."""

    def __init__(self, server: FaultServer, folder: Path) -> None:
        self.server = server
        self.destination = folder / "downloads" / "indiv18.zip"
        self.part = self.destination.with_name("indiv18.zip.part")
        self.sidecar = self.destination.with_name("indiv18.zip.part.json")
        self.waits: list[float] = []

    def __call__(self, address: str = "", **options: Any) -> Fetched:
        settings: dict[str, Any] = {
            "validators": None,
            "user_agent": "financetracker/1.0 (+https://example.org)",
            "max_bytes": 10_000_000,
            "timeout": (1, 1),
            "sleep": self.waits.append,
        }
        destination = options.pop("destination", self.destination)
        return fetch_file(address or self.server.address(PATH), destination, **(settings | options))

    def leave_part(self, body: bytes, held: int, etag: str = '"v1"', **other: Any) -> None:
        """What a process that was killed would have left."""
        self.part.parent.mkdir(parents=True)
        self.part.write_bytes(body[:held])
        sidecar = {
            "address": self.server.address(PATH),
            "etag": etag,
            "last_modified": DATE,
            "total": len(body),
        }
        self.sidecar.write_text(json.dumps(sidecar | other))

    def asked(self, header: str) -> list[str | None]:
        """A header of each request so far."""
        return [seen.headers.get(header) for seen in self.server.seen]

    def assert_clean(self, body: bytes | None = BODY) -> None:
        """At the destination is `body` (or nothing), and nothing else is beside it."""
        found = {path.name: path for path in self.destination.parent.iterdir()}
        assert set(found) == ({self.destination.name} if body is not None else set())
        if body is not None:
            assert self.destination.read_bytes() == body


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        server.publish(PATH, GOOD)
        yield server


@pytest.fixture
def fetch(server: FaultServer, tmp_path: Path) -> Fetcher:
    return Fetcher(server, tmp_path)


def assert_is(fetched: Fetched, body: bytes) -> None:
    assert not fetched.not_modified
    assert fetched.size == len(body)
    assert fetched.sha256 == hashlib.sha256(body).hexdigest()
    assert fetched.path.read_bytes() == body


class TestArriving:
    def test_a_file_arrives_whole(self, fetch: Fetcher) -> None:
        told: list[tuple[int, int | None]] = []
        fetched = fetch(progress=lambda done, total: told.append((done, total)))
        assert_is(fetched, BODY)
        assert fetched.validators == Validators('"v1"', DATE)
        assert fetched.address == fetch.server.address(PATH)
        assert told[-1] == (len(BODY), len(BODY))
        assert told == sorted(told)
        assert len(told) > 4
        assert fetch.waits == []
        fetch.assert_clean()

    def test_it_says_who_it_is_and_asks_for_plain_bytes(self, fetch: Fetcher) -> None:
        fetch()
        assert fetch.asked("User-Agent") == ["financetracker/1.0 (+https://example.org)"]
        assert fetch.asked("Accept-Encoding") == ["identity"]

    def test_without_validators_no_condition_is_sent(self, fetch: Fetcher) -> None:
        fetch()
        assert fetch.asked("If-None-Match") == fetch.asked("If-Modified-Since") == [None]

    def test_chunked_without_a_length(self, fetch: Fetcher, server: FaultServer) -> None:
        server.publish(PATH, File(BODY, chunked=True))
        assert_is(fetch(), BODY)

    def test_a_redirect_is_followed(self, fetch: Fetcher, server: FaultServer) -> None:
        server.publish("/old", Reply(302, headers={"Location": PATH}))
        fetched = fetch(server.address("/old"))
        assert_is(fetched, BODY)
        assert fetched.address == server.address("/old")

    def test_discard_removes_the_download(self, fetch: Fetcher) -> None:
        fetch().discard()
        fetch.assert_clean(None)


class TestUnchanged:
    def test_304(self, fetch: Fetcher) -> None:
        fetched = fetch(validators=Validators('"v1"', DATE))
        assert fetched.not_modified
        assert fetched.validators == Validators('"v1"', DATE)
        assert fetch.asked("If-None-Match") == ['"v1"']
        assert fetch.asked("If-Modified-Since") == [DATE]
        assert not fetch.destination.exists()

    def test_304_by_date_alone(self, fetch: Fetcher, server: FaultServer) -> None:
        server.publish(PATH, File(BODY, last_modified=DATE))
        assert fetch(validators=Validators("", DATE)).not_modified

    def test_a_changed_file_arrives(self, fetch: Fetcher) -> None:
        assert_is(fetch(validators=Validators('"v0"', DATE)), BODY)

    def test_a_server_without_conditions_is_known_by_its_etag(
        self, fetch: Fetcher, server: FaultServer
    ) -> None:
        server.publish(PATH, File(BODY, etag='"v1"', conditions=False))
        assert fetch(validators=Validators('"v1"')).not_modified

    def test_a_mirrors_validator_is_not_sent(self, fetch: Fetcher) -> None:
        assert_is(fetch(validators=Validators("123-456")), BODY)
        assert fetch.asked("If-None-Match") == [None]

    def test_304_unasked_is_an_error(self, fetch: Fetcher, server: FaultServer) -> None:
        server.publish(PATH, Reply(304))
        with pytest.raises(DownloadError, match="304"):
            fetch(validators=Validators())


class TestRefusals:
    def test_404_is_not_published(self, fetch: Fetcher) -> None:
        with pytest.raises(NotPublished, match=r"/2030/cn30\.zip is not there") as caught:
            fetch(fetch.server.address("/2030/cn30.zip"))
        assert caught.value.remedy
        assert fetch.waits == []

    @pytest.mark.parametrize("status", [400, 401, 403, 410])
    def test_other_refusals_are_final(
        self, fetch: Fetcher, server: FaultServer, status: int
    ) -> None:
        server.publish(PATH, Reply(status))
        with pytest.raises(DownloadError, match=f"{PATH} was refused.*{status}") as caught:
            fetch()
        assert not isinstance(caught.value, NotPublished)
        assert len(server.seen) == 1

    def test_redirects_have_an_end(self, fetch: Fetcher, server: FaultServer) -> None:
        server.publish("/loop", Reply(302, headers={"Location": "/loop"}))
        with pytest.raises(DownloadError, match="over and over"):
            fetch(server.address("/loop"))
        assert len(server.seen) == 6

    def test_a_redirect_never_leaves_http(
        self, fetch: Fetcher, server: FaultServer, tmp_path: Path
    ) -> None:
        server.publish(PATH, Reply(302, headers={"Location": f"file://{tmp_path}/secret"}))
        with pytest.raises(DownloadError, match="is not followed"):
            fetch()

    @responses.activate
    def test_a_redirect_never_drops_encryption(self, fetch: Fetcher) -> None:
        responses.get(
            "https://fec.example/a.zip", status=302, headers={"Location": "http://fec.example/a"}
        )
        with pytest.raises(DownloadError, match="never from https to http"):
            fetch("https://fec.example/a.zip")

    def test_a_compressed_answer_is_refused(self, fetch: Fetcher, server: FaultServer) -> None:
        server.publish(PATH, Reply(body=BODY, headers={"Content-Encoding": "gzip"}))
        with pytest.raises(DownloadError, match="Content-Encoding gzip"):
            fetch()

    def test_an_address_that_is_none(self, fetch: Fetcher) -> None:
        with pytest.raises(DownloadError, match="neither an http"):
            fetch("ftp://fec.example/a.zip")
        with pytest.raises(DownloadError, match="cannot be fetched"):
            fetch("http://")


class TestTryingAgain:
    def test_500_and_then_well(self, fetch: Fetcher, server: FaultServer) -> None:
        server.play(PATH, Reply(500), Reply(503))
        assert_is(fetch(), BODY)
        assert len(fetch.waits) == 2
        assert 0.5 <= fetch.waits[0] <= 1.5
        assert 1 <= fetch.waits[1] <= 3

    def test_always_500(self, fetch: Fetcher, server: FaultServer) -> None:
        server.publish(PATH, Reply(500))
        with pytest.raises(DownloadError, match=f"{PATH} could not .* in 5 attempts.* 500"):
            fetch()
        assert len(server.seen) == 5
        assert len(fetch.waits) == 4
        fetch.assert_clean(None)

    def test_retry_after_is_honoured(self, fetch: Fetcher, server: FaultServer) -> None:
        later = email.utils.formatdate(time.time() + 40, usegmt=True)
        server.play(
            PATH,
            Reply(429, headers={"Retry-After": "30"}),
            Reply(503, headers={"Retry-After": later}),
            Reply(429, headers={"Retry-After": "86400"}),
            Reply(429, headers={"Retry-After": "soon"}),
        )
        assert_is(fetch(backoff=0), BODY)
        assert fetch.waits[0] == 30
        assert 30 < fetch.waits[1] <= 40
        assert fetch.waits[2:] == [download.WAIT_MAX_SECONDS, 0]

    def test_nobody_listens(self, fetch: Fetcher, server: FaultServer) -> None:
        server.close()
        with pytest.raises(DownloadError, match="Connection refused") as caught:
            fetch(attempts=3)
        assert "HTTPConnection" not in caught.value.message
        assert len(fetch.waits) == 2

    def test_a_reset_connection(self, fetch: Fetcher, server: FaultServer) -> None:
        server.play(PATH, Reset())
        assert_is(fetch(), BODY)

    def test_a_silent_server(self, fetch: Fetcher, server: FaultServer) -> None:
        server.play(PATH, Stall(at=0), Stall(at=2 * CHUNK_BYTES))
        assert_is(fetch(timeout=(1, 0.1)), BODY)
        assert fetch.asked("Range") == [None, None, f"bytes={2 * CHUNK_BYTES}-"]

    def test_always_silent(self, fetch: Fetcher, server: FaultServer) -> None:
        server.publish(PATH, Reply(body=BODY, stall_at=10))
        with pytest.raises(DownloadError, match="Read timed out"):
            fetch(timeout=(1, 0.05), attempts=2)


class TestResuming:
    def test_a_broken_body_goes_on_where_it_broke(
        self, fetch: Fetcher, server: FaultServer
    ) -> None:
        server.play(PATH, Cut(at=3 * CHUNK_BYTES), Cut(at=CHUNK_BYTES + 1))
        assert_is(fetch(), BODY)
        assert fetch.asked("Range") == [
            None,
            f"bytes={3 * CHUNK_BYTES}-",
            f"bytes={4 * CHUNK_BYTES}-",
        ]
        assert fetch.asked("If-Range") == [None, '"v1"', '"v1"']
        fetch.assert_clean()

    def test_chunked_and_broken(self, fetch: Fetcher, server: FaultServer) -> None:
        server.publish(PATH, File(BODY, etag='"v1"', chunked=True))
        server.play(PATH, Cut(at=3 * CHUNK_BYTES))
        told: list[tuple[int, int | None]] = []
        assert_is(fetch(progress=lambda done, total: told.append((done, total))), BODY)
        assert fetch.asked("If-Range") == [None, '"v1"']
        # The range's answer tells how long the file is.
        assert (told[0][1], told[-1]) == (None, (len(BODY), len(BODY)))

    def test_a_date_will_do_where_there_is_no_strong_etag(
        self, fetch: Fetcher, server: FaultServer
    ) -> None:
        server.publish(PATH, File(BODY, etag='W/"v1"', last_modified=DATE))
        server.play(PATH, Cut(at=3 * CHUNK_BYTES))
        assert_is(fetch(), BODY)
        assert fetch.asked("If-Range") == [None, DATE]

    def test_without_any_validator_it_starts_anew(
        self, fetch: Fetcher, server: FaultServer
    ) -> None:
        server.publish(PATH, File(BODY))
        server.play(PATH, Cut(at=3 * CHUNK_BYTES))
        assert_is(fetch(), BODY)
        assert fetch.asked("Range") == [None, None]

    def test_a_server_without_ranges_sends_it_all(
        self, fetch: Fetcher, server: FaultServer
    ) -> None:
        server.publish(PATH, File(BODY, etag='"v1"', ranges=False))
        server.play(PATH, Cut(at=3 * CHUNK_BYTES))
        assert_is(fetch(), BODY)
        assert fetch.asked("Range")[1]

    @pytest.mark.parametrize("if_range", [True, False])
    def test_a_file_that_changed_in_between_is_never_mixed(
        self, fetch: Fetcher, server: FaultServer, if_range: bool
    ) -> None:
        server.publish(PATH, File(OTHER, etag='"v2"', if_range=if_range))
        server.play(PATH, Reply(body=BODY, headers={"ETag": '"v1"'}, cut_at=3 * CHUNK_BYTES))
        fetched = fetch()
        assert_is(fetched, OTHER)
        assert fetched.etag == '"v2"'
        # A server that knows If-Range sends the new file at once; another one is asked again.
        assert len(server.seen) == (2 if if_range else 3)

    def test_always_broken_is_truncated(self, fetch: Fetcher, server: FaultServer) -> None:
        server.play(PATH, *[Cut(at=CHUNK_BYTES)] * 3)
        with pytest.raises(Truncated, match=f"{PATH} could not .* in 3 attempts"):
            fetch(attempts=3)
        assert not fetch.destination.exists()
        # What arrived is kept, and the next run needs only the rest.
        assert_is(fetch(), BODY)
        assert fetch.asked("Range")[-1] == f"bytes={3 * CHUNK_BYTES}-"
        fetch.assert_clean()

    def test_a_range_shorter_than_asked_is_continued(
        self, fetch: Fetcher, server: FaultServer
    ) -> None:
        fetch.leave_part(BODY, 1000)
        short = {"ETag": '"v1"', "Content-Range": f"bytes 1000-1999/{len(BODY)}"}
        server.play(PATH, Reply(206, BODY[1000:2000], short))
        assert_is(fetch(), BODY)
        assert fetch.asked("Range") == ["bytes=1000-", "bytes=2000-"]

    def test_a_range_of_a_file_whose_length_is_not_told(
        self, fetch: Fetcher, server: FaultServer
    ) -> None:
        fetch.leave_part(BODY, 1000)
        headers = {"ETag": '"v1"', "Content-Range": f"bytes 1000-{len(BODY) - 1}/*"}
        server.play(PATH, Reply(206, BODY[1000:], headers))
        assert_is(fetch(), BODY)
        assert len(server.seen) == 1

    @pytest.mark.parametrize(
        "content_range", ["", "bytes 0-9/10", f"bytes 999-{len(BODY) - 1}/{len(BODY)}"]
    )
    def test_a_range_other_than_asked_is_not_used(
        self, fetch: Fetcher, server: FaultServer, content_range: str
    ) -> None:
        fetch.leave_part(BODY, 1000)
        headers = {"ETag": '"v1"', "Content-Range": content_range}
        server.play(PATH, Reply(206, BODY[999:], headers))
        assert_is(fetch(), BODY)

    def test_416_starts_anew(self, fetch: Fetcher, server: FaultServer) -> None:
        fetch.leave_part(OTHER + bytes(1000), len(OTHER) + 500, total=None)
        server.publish(PATH, File(BODY, etag='"v1"'))
        assert_is(fetch(), BODY)
        assert len(server.seen) == 2


class TestLeftovers:
    def test_a_killed_download_goes_on(self, fetch: Fetcher) -> None:
        fetch.leave_part(BODY, 2000)
        assert_is(fetch(), BODY)
        assert fetch.asked("Range") == ["bytes=2000-"]
        fetch.assert_clean()

    def test_killed_just_before_the_rename(self, fetch: Fetcher) -> None:
        fetch.leave_part(BODY, len(BODY))
        assert_is(fetch(), BODY)
        assert fetch.asked("Range") == [f"bytes={len(BODY) - 1}-"]
        fetch.assert_clean()

    def test_of_an_older_version(self, fetch: Fetcher) -> None:
        fetch.leave_part(OTHER, 2000, etag='"v0"')
        assert_is(fetch(), BODY)
        assert fetch.asked("If-Range") == ['"v0"']
        fetch.assert_clean()

    @pytest.mark.parametrize(
        "sidecar", ["", "{", "[]", '{"address": "x"}', None], ids=lambda text: f"sidecar {text!r}"
    )
    def test_of_unknown_origin(self, fetch: Fetcher, sidecar: str | None) -> None:
        fetch.leave_part(OTHER, 2000)
        if sidecar is None:
            fetch.sidecar.unlink()
        else:
            fetch.sidecar.write_text(sidecar)
        assert_is(fetch(), BODY)
        assert fetch.asked("Range") == [None]
        fetch.assert_clean()

    def test_of_another_address(self, fetch: Fetcher) -> None:
        fetch.leave_part(OTHER, 2000, address="https://elsewhere.example/indiv18.zip")
        assert_is(fetch(), BODY)
        assert fetch.asked("Range") == [None]

    def test_the_file_did_not_change_after_all(self, fetch: Fetcher) -> None:
        fetch.leave_part(OTHER, 2000, etag='"v2"')
        assert fetch(validators=Validators('"v1"')).not_modified
        fetch.assert_clean(None)

    def test_a_web_page_does_not_replace_it(self, fetch: Fetcher, server: FaultServer) -> None:
        fetch.leave_part(BODY, 2000)
        server.play(PATH, Reply(body=b"<html><title>Back soon</title></html>"))
        with pytest.raises(CorruptArchive, match="Back soon"):
            fetch()
        assert_is(fetch(), BODY)
        assert fetch.asked("Range")[-1] == "bytes=2000-"


class TestTooLarge:
    def test_by_its_header(self, fetch: Fetcher, server: FaultServer) -> None:
        server.publish(PATH, Reply(body=b"x", headers={"Content-Length": "5000000000"}))
        with pytest.raises(TooLarge, match=r"5,000,000,000 bytes.*limit is 10,000,000") as caught:
            fetch()
        assert "DOWNLOAD_MAX_BYTES" in caught.value.remedy
        assert len(server.seen) == 1
        fetch.assert_clean(None)

    def test_without_a_header(self, fetch: Fetcher, server: FaultServer) -> None:
        server.publish(PATH, File(BODY, chunked=True))
        with pytest.raises(TooLarge, match="limit is 300,000"):
            fetch(max_bytes=300_000)
        fetch.assert_clean(None)

    def test_together_with_what_was_there(self, fetch: Fetcher) -> None:
        fetch.leave_part(BODY, len(BODY) - 100)
        with pytest.raises(TooLarge):
            fetch(max_bytes=len(BODY) - 50)
        fetch.assert_clean(None)

    def test_exactly_the_limit_is_allowed(self, fetch: Fetcher) -> None:
        assert_is(fetch(max_bytes=len(BODY)), BODY)

    def test_no_room_on_the_disk(self, fetch: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(download.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
        with pytest.raises(DownloadError, match=r"has 1,000 left\. Make room"):
            fetch()

    def test_the_destination_cannot_be_written(self, fetch: Fetcher) -> None:
        fetch.destination.parent.write_text("a file where the folder should be")
        with pytest.raises(DownloadError, match="cannot be saved as"):
            fetch()


class TestDamage:
    @pytest.mark.parametrize(
        "page",
        [
            b"<!DOCTYPE html><html><head><title>\n FEC is resting </title></head></html>",
            b"\xef\xbb\xbf\n<!-- cached --> <HTML><title>FEC is resting</title>",
        ],
    )
    @pytest.mark.parametrize("name", ["indiv18.zip", "independent_expenditure_2018.csv"])
    def test_a_web_page(self, fetch: Fetcher, server: FaultServer, page: bytes, name: str) -> None:
        server.publish(PATH, Reply(body=page))
        with pytest.raises(CorruptArchive, match='a web page titled "FEC is resting"'):
            fetch(destination=fetch.destination.with_name(name))
        fetch.assert_clean(None)

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            (b"", "empty file"),
            (b"C00000001|A|Q1\n" * 50, "File is not a zip file"),
            (BODY[:-5000], "File is not a zip file"),
            (BODY[:1000] + BODY[2000:], "damaged zip"),
            (b"PK\0\0" + BODY[4:], "damaged zip"),
            (overlong(BODY), "itcont.txt is cut short"),
            (b"PK\5\6" + bytes(18), "nothing in it"),
        ],
        ids=["empty", "no zip", "no end", "no middle", "no start", "overlong", "no members"],
    )
    def test_a_bad_zip(self, fetch: Fetcher, server: FaultServer, body: bytes, said: str) -> None:
        server.publish(PATH, File(body, chunked=True))
        with pytest.raises(CorruptArchive, match=f"{PATH} brought.*{said}"):
            fetch()
        fetch.assert_clean(None)

    def test_a_csv_is_not_held_to_be_a_zip(self, fetch: Fetcher, server: FaultServer) -> None:
        server.publish(PATH, File(b"cand_id,cand_name\n"))
        destination = fetch.destination.with_suffix(".csv")
        assert_is(fetch(destination=destination), b"cand_id,cand_name\n")


class TestTheOldFile:
    @pytest.mark.parametrize(
        "answer",
        [
            Reply(404),
            Reply(500),
            Reply(body=b"<html>"),
            Reply(body=b"no zip"),
            Reply(body=OTHER, cut_at=2 * CHUNK_BYTES),
            Reply(body=OTHER, headers={"Content-Length": "20000000"}),
            Reset(),
        ],
        ids=["404", "500", "web page", "bad zip", "broken", "too large", "reset"],
    )
    def test_it_survives_a_failure(
        self, fetch: Fetcher, server: FaultServer, answer: Reply | Reset
    ) -> None:
        fetch()
        server.play(PATH, answer)
        with pytest.raises(DownloadError):
            fetch(attempts=1)
        assert fetch.destination.read_bytes() == BODY

    def test_it_is_whole_until_the_new_one_is(self, fetch: Fetcher, server: FaultServer) -> None:
        fetch()
        server.publish(PATH, File(OTHER, etag='"v2"'))
        seen = set()
        with fetch.destination.open("rb") as old:
            fetch(progress=lambda *_: seen.add(fetch.destination.read_bytes()))
            # Renamed over, not written over: who had it open still reads the old one.
            assert old.read() == BODY
        assert seen == {BODY}
        fetch.assert_clean(OTHER)


class TestMirror:
    @pytest.fixture
    def mirrored(self, tmp_path: Path) -> Path:
        path = tmp_path / "mirror" / "bulk-downloads" / "2018" / "indiv18.zip"
        path.parent.mkdir(parents=True)
        path.write_bytes(BODY)
        return path

    def test_it_is_read_where_it_lies(self, fetch: Fetcher, mirrored: Path) -> None:
        told: list[tuple[int, int | None]] = []
        fetched = fetch(str(mirrored), progress=lambda done, total: told.append((done, total)))
        assert_is(fetched, BODY)
        assert fetched.path == mirrored
        assert told[-1] == (len(BODY), len(BODY))
        assert not fetch.destination.parent.exists()
        fetched.discard()
        assert mirrored.exists()

    def test_unchanged(
        self, fetch: Fetcher, mirrored: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = fetch(str(mirrored))
        monkeypatch.setattr(Path, "open", None)
        again = fetch(str(mirrored), validators=first.validators)
        assert again.not_modified
        assert again.validators == first.validators

    def test_changed(self, fetch: Fetcher, mirrored: Path) -> None:
        first = fetch(str(mirrored))
        mirrored.write_bytes(OTHER)
        assert_is(fetch(str(mirrored), validators=first.validators), OTHER)

    def test_touched(self, fetch: Fetcher, mirrored: Path) -> None:
        first = fetch(str(mirrored))
        os.utime(mirrored, ns=(1, 1))
        assert_is(fetch(str(mirrored), validators=first.validators), BODY)

    def test_changed_while_it_is_read(self, fetch: Fetcher, mirrored: Path) -> None:
        with pytest.raises(DownloadError, match="changed while it was being read"):
            fetch(str(mirrored), progress=lambda *_: os.utime(mirrored, ns=(1, 1)))

    def test_missing(self, fetch: Fetcher, mirrored: Path) -> None:
        for path in (mirrored.with_name("cn18.zip"), mirrored / "cn18.zip"):
            with pytest.raises(NotPublished, match=r"cn18.zip is not in the mirror"):
                fetch(str(path))

    def test_no_file(self, fetch: Fetcher, mirrored: Path) -> None:
        with pytest.raises(DownloadError, match="is not a file"):
            fetch(str(mirrored.parent))

    def test_its_checks_are_the_same(self, fetch: Fetcher, mirrored: Path) -> None:
        with pytest.raises(TooLarge):
            fetch(str(mirrored), max_bytes=10)
        mirrored.write_bytes(b"<html>")
        with pytest.raises(CorruptArchive, match=r"indiv18\.zip brought a web page"):
            fetch(str(mirrored))
        mirrored.write_bytes(BODY[:-1])
        with pytest.raises(CorruptArchive, match="damaged zip"):
            fetch(str(mirrored))

    def test_source(self, mirrored: Path, tmp_path: Path) -> None:
        web = Source.choose("https://fec.example/files/")
        assert (web.base, web.is_local, web.is_invented) == (
            "https://fec.example/files",
            False,
            False,
        )
        source = Source.choose(web.base, str(tmp_path / "mirror"))
        assert f"{source.base}/2018/indiv18.zip" == str(mirrored)
        assert (source.is_local, source.is_invented) == (True, False)
        (tmp_path / "mirror" / "INVENTED.txt").touch()
        assert source.is_invented
        with pytest.raises(DownloadError, match="FEC_MIRROR"):
            Source.choose(web.base, str(tmp_path / "nowhere"))
