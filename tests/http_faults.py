"""A real HTTP server on 127.0.0.1 that misbehaves on request.

    with FaultServer() as server:
        server.publish("/cn18.zip", File(body, etag='"1"'))
        server.play("/cn18.zip", Reply(status=500), Cut(at=1000))
        fetch_file(server.address("/cn18.zip"), …)
        assert server.seen[-1].headers["Range"] == "bytes=1000-"

A path answers with what was played for it, one item a request, and then with what is published
there (404 where nothing is). A published File answers conditions and ranges as RFC 9110 wants it.
"""

import contextlib
import re
import socket
import struct
import threading
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

# Long enough for any client's timeout in a test; `close` ends a stalled answer at once.
STALL_SECONDS = 10


@dataclass(frozen=True)
class Reply:
    """One answer, byte for byte as given, whatever was asked."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    # In chunks, and so without a Content-Length.
    chunked: bool = False
    # The connection is reset after so many bytes of the body.
    cut_at: int | None = None
    # Silence after so many bytes of the body.
    stall_at: int | None = None
    # Seconds of silence before each tenth of the body.
    pause: float = 0


@dataclass(frozen=True)
class Reset:
    """The connection is reset before any answer."""


@dataclass(frozen=True)
class Cut:
    """What is published, broken off after so many bytes of what is sent."""

    at: int


@dataclass(frozen=True)
class Stall:
    """What is published, silent after so many bytes of what is sent."""

    at: int


@dataclass(frozen=True)
class Slow:
    """What is published, with so many seconds of silence before each tenth of what is sent."""

    pause: float


@dataclass(frozen=True)
class File:
    """A file as a good server serves it; with `ranges`, `conditions`, `if_range` off: less good."""

    body: bytes
    etag: str = ""
    last_modified: str = ""
    content_type: str = "application/octet-stream"
    chunked: bool = False
    ranges: bool = True
    if_range: bool = True
    conditions: bool = True

    def reply(self, asked: dict[str, str]) -> Reply:
        headers = {"Content-Type": self.content_type}
        if self.etag:
            headers["ETag"] = self.etag
        if self.last_modified:
            headers["Last-Modified"] = self.last_modified
        if self.conditions and self._is_current(asked):
            return Reply(304, headers=headers)
        start = self._start(asked)
        if start is None:
            return Reply(200, self.body, headers, chunked=self.chunked)
        if start >= len(self.body):
            return Reply(416, headers=headers | {"Content-Range": f"bytes */{len(self.body)}"})
        last = len(self.body) - 1
        headers["Content-Range"] = f"bytes {start}-{last}/{len(self.body)}"
        return Reply(206, self.body[start:], headers, chunked=self.chunked)

    def _is_current(self, asked: dict[str, str]) -> bool:
        if "If-None-Match" in asked:
            return asked["If-None-Match"] == self.etag
        return bool(self.last_modified) and asked.get("If-Modified-Since") == self.last_modified

    def _start(self, asked: dict[str, str]) -> int | None:
        found = re.fullmatch(r"bytes=(\d+)-", asked.get("Range", ""))
        if not found or not self.ranges:
            return None
        validator = asked.get("If-Range")
        if self.if_range and validator not in {None, self.etag, self.last_modified}:
            return None
        return int(found[1])


@dataclass(frozen=True)
class Seen:
    """A request as it came in."""

    path: str
    headers: dict[str, str]


class FaultServer:
    """The server; a context manager. `seen` holds every request, in order."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self._published: dict[str, File | Reply] = {}
        self._played: dict[str, list[Reply | Reset | Cut | Stall | Slow | File]] = {}
        self._lock = threading.Lock()
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.faults = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop; from then on the port refuses connections."""
        if self.closing.is_set():
            return
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}{path}"

    def publish(self, path: str, what: File | Reply) -> None:
        """What `path` answers whenever nothing is left to play."""
        with self._lock:
            self._published[path] = what

    def play(self, path: str, *items: Reply | Reset | Cut | Stall | Slow | File) -> None:
        """What `path` answers next, one item a request."""
        with self._lock:
            self._played.setdefault(path, []).extend(items)

    def answer(self, seen: Seen) -> Reply | None:
        """The reply to a request; None to reset the connection."""
        with self._lock:
            self.seen.append(seen)
            played = self._played.get(seen.path)
            item = played.pop(0) if played else None
            published = self._published.get(seen.path, Reply(404, b"not here"))
        if isinstance(item, Reset):
            return None
        if isinstance(item, Reply):
            return item
        source = item if isinstance(item, File) else published
        reply = source.reply(seen.headers) if isinstance(source, File) else source
        if isinstance(item, Cut):
            return replace(reply, cut_at=item.at)
        if isinstance(item, Stall):
            return replace(reply, stall_at=item.at)
        if isinstance(item, Slow):
            return replace(reply, pause=item.pause)
        return reply


class _Server(ThreadingHTTPServer):
    # Closing must not wait for answers that are stalled on purpose.
    daemon_threads = True
    block_on_close = False
    faults: FaultServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: connections that break are what this server is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self.close_connection = True
        reply = self.server.faults.answer(Seen(self.path, dict(self.headers.items())))
        if reply is None:
            self._reset()
            return
        self.send_response(reply.status)
        for name, value in ({"Connection": "close"} | reply.headers).items():
            self.send_header(name, value)
        if reply.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif reply.status != 304 and "Content-Length" not in reply.headers:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        ends = [end for end in (reply.cut_at, reply.stall_at) if end is not None]
        with contextlib.suppress(ConnectionError):
            body = reply.body[: min(ends)] if ends else reply.body
            size = max(1, -(-len(body) // 10)) if reply.pause else len(body) or 1
            for start in range(0, len(body), size):
                self.server.faults.closing.wait(reply.pause)
                self._send(body[start : start + size], reply.chunked)
            if reply.stall_at is not None:
                self.server.faults.closing.wait(STALL_SECONDS)
            if reply.chunked and not ends:
                self.wfile.write(b"0\r\n\r\n")

    def _send(self, body: bytes, chunked: bool) -> None:
        for start in range(0, len(body), 1 << 16):
            piece = body[start : start + (1 << 16)]
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
        self.wfile.flush()

    def _reset(self) -> None:
        # Closing with a linger of zero seconds sends a RST instead of an orderly end.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""
