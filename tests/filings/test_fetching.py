"""Steps whose files come over HTTP, as the FEC's do."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from donations.models import Contribution
from filings.fec.errors import BadFile, DownloadError, NotPublished
from filings.models import Load
from tests.http_faults import FaultServer, File, Reply
from tests.mirror import Mirror, rows, text

Ingest = Callable[..., Load]

PATH = "/2018/indiv18.zip"


def packed(count: int, start: int = 1) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo("itcont.txt")
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, text(rows("indiv", count, start)))
    return out.getvalue()


@pytest.fixture
def fec(mirror: Mirror, settings: LazySettings) -> Iterator[FaultServer]:
    with FaultServer() as server:
        settings.FEC_MIRROR = ""
        settings.FEC_BULK_BASE = server.address("")
        settings.FEC_USER_AGENT_CONTACT = "desk@example.org"
        server.publish(PATH, File(packed(5), etag='"v1"'))
        yield server


@pytest.fixture
def kept(settings: LazySettings) -> Path:
    return Path(settings.DATA_DIR) / "2018" / "indiv18.zip"


def test_downloaded_loaded_and_removed(fec: FaultServer, ingest: Ingest, kept: Path) -> None:
    load = ingest("indiv")
    assert (load.status, load.rows_loaded, load.etag) == ("loaded", 5, '"v1"')
    assert load.source == fec.address(PATH)
    assert not load.is_sample
    assert not kept.exists()
    assert fec.seen[0].headers["User-Agent"] == "financetracker/1.0 (+desk@example.org)"


def test_kept_on_request(fec: FaultServer, ingest: Ingest, kept: Path) -> None:
    ingest("indiv", keep_files=True)
    assert kept.read_bytes() == packed(5)


def test_not_modified_brings_nothing(fec: FaultServer, ingest: Ingest) -> None:
    ingest("indiv")
    assert ingest("indiv").status == "unchanged"
    assert fec.seen[-1].headers["If-None-Match"] == '"v1"'


def test_same_bytes_under_a_new_etag(fec: FaultServer, ingest: Ingest) -> None:
    ingest("indiv")
    fec.publish(PATH, File(packed(5), etag='"v2"'))
    assert ingest("indiv").status == "unchanged"
    assert ingest("indiv").status == "unchanged"
    assert fec.seen[-1].headers["If-None-Match"] == '"v2"'
    assert Load.objects.filter(status="loaded").count() == 1


def test_forced_asks_for_the_whole_file(fec: FaultServer, ingest: Ingest) -> None:
    ingest("indiv")
    assert ingest("indiv", force=True).status == "loaded"
    assert "If-None-Match" not in fec.seen[-1].headers


def test_not_published_is_skipped(fec: FaultServer, ingest: Ingest) -> None:
    load = ingest("indiv", 2030)
    assert load.status == "skipped"
    assert "/2030/indiv30.zip is not there (404" in load.reason
    assert NotPublished.remedy in load.reason


def test_refused_is_failed(fec: FaultServer, ingest: Ingest) -> None:
    fec.publish(PATH, Reply(403))
    with pytest.raises(DownloadError, match="was refused: the server answered 403"):
        ingest("indiv")
    assert Load.objects.get().status == "failed"


def test_damaged_file_is_fetched_anew_next_time(fec: FaultServer, ingest: Ingest) -> None:
    ingest("indiv")
    body = bytearray(packed(500))
    body[len(body) // 2] ^= 0xFF
    fec.publish(PATH, File(bytes(body), etag='"bad"'))
    with pytest.raises(BadFile, match="damaged"):
        ingest("indiv")
    assert Contribution.objects.count() == 5
    fec.publish(PATH, File(packed(500), etag='"good"'))
    assert ingest("indiv").rows_loaded == 500
