"""Rows out of a bulk file, as blocks of bytes ready for COPY.

A pipe-delimited file streams through in blocks of about a megabyte. A block is looked at as a whole
(how many separators, any byte that COPY would stumble over), and line by line where that look finds
something: an ordinary block costs no work per row. Blocks are UTF-8, fields separated by "|", and
fields that need it quoted with the byte 1 (COPY_OPTIONS).
"""

import csv
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from filings.fec.catalog import BulkFile, Layout
from filings.fec.errors import BadFile

BLOCK_BYTES = 1 << 20
# The FEC's rows are a few hundred bytes. What is longer is no row: it must not fill memory, and the
# index of a dictionary takes no text of more than 2,700 bytes.
LONGEST_LINE = 2_500
# Texts in CSV files go into no dictionary, but a quote that is never closed must end somewhere.
LONGEST_CSV_LINE = 1 << 16
MOST_LINES_OF_A_CSV_ROW = 50

# A double quote is an ordinary character in the FEC's files, and so is a backslash, which rules out
# COPY's text format. Blank fields arrive as empty strings: NULL is a byte no file holds.
# Rows of a CSV file begin with the number of their line, as one row may stand on several.
COPY_OPTIONS = (
    "(FORMAT csv, DELIMITER '|', QUOTE E'\\x01', ESCAPE E'\\x01', NULL E'\\x02', ENCODING 'UTF8')"
)
_QUOTE = "\x01"
_CONTROL = bytes(set(range(32)) - {10})


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no row of its file: its number (from 1), why, and its text as read."""

    line: int
    reason: str
    raw: str


Report = Callable[[BadLine], None]


@contextmanager
def open_member(path: Path, member: str) -> Iterator[IO[bytes]]:
    """The named file inside the zip at `path`, or the file itself where `member` is empty.

    Raises BadFile, with what the zip does hold, where the member is missing or the zip is damaged.
    """
    if not member:
        with path.open("rb") as plain:
            yield plain
        return
    try:
        with zipfile.ZipFile(path) as archive:
            try:
                info = archive.getinfo(member)
            except KeyError:
                held = ", ".join(archive.namelist()[:5]) or "nothing"
                raise BadFile(
                    f"{path.name} holds no {member} (it holds {held}).",
                    remedy="Check the address, or that the FEC has not renamed the file inside.",
                ) from None
            with archive.open(info) as stream:
                yield stream
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise BadFile(
            f"{path.name} is damaged: {error}.",
            remedy="Run the step again with --force to download it anew.",
        ) from error


def member_bytes(path: Path, member: str) -> int:
    """The unpacked size in bytes of what `iter_blocks` will read."""
    if not member:
        return path.stat().st_size
    with open_member(path, ""), zipfile.ZipFile(path) as archive:
        return archive.getinfo(member).file_size if member in archive.namelist() else 0


def iter_blocks(
    path: Path, file: BulkFile, cycle: int, report: Report, *, every_line: bool = False
) -> Iterator[bytes]:
    """Yield blocks of whole rows of `file` at `path` for COPY; hand what is no row to `report`.

    `every_line` looks at each line even where its block seems sound: the slow way, for a file in
    which two wrong lines of one block made up for each other.
    """
    with open_member(path, file.member_name(cycle)) as stream:
        if file.layout is Layout.CSV:
            yield from _csv_blocks(stream, path, file, report)
        else:
            yield from _pipe_blocks(stream, len(file.columns), report, every_line)


def _whole_lines(stream: IO[bytes], longest: int) -> Iterator[bytes]:
    """Blocks that end where a line ends; the last line gets its newline where it lacks one.

    Of a line that is longer than a block only the first `longest` bytes and one more come out,
    which is enough to see that it is too long.
    """
    rest = b""
    while chunk := stream.read(BLOCK_BYTES):
        cut = chunk.rfind(b"\n") + 1
        if cut == 0:
            rest = (rest + chunk)[: longest + 1] if len(rest) > longest else rest + chunk
            continue
        yield rest + chunk[:cut]
        rest = chunk[cut:]
    if rest:
        yield rest + b"\n"


def _pipe_blocks(
    stream: IO[bytes], columns: int, report: Report, every_line: bool
) -> Iterator[bytes]:
    line = 0
    separators = columns - 1
    for block in _whole_lines(stream, LONGEST_LINE):
        lines = block.count(b"\n")
        if every_line or not _sound(block, lines, separators):
            good = b"".join(_good_lines(block, line, separators, report))
            if good:
                yield good
        else:
            yield block
        line += lines


def _sound(block: bytes, lines: int, separators: int) -> bool:
    """Whether a block has the right number of fields and nothing that COPY stumbles over."""
    return (
        block.count(b"|") == lines * separators
        and len(block.translate(None, _CONTROL)) == len(block)
        and (block.isascii() or _is_utf8(block))
        and len(max(block.split(b"\n"), key=len)) <= LONGEST_LINE
    )


def _is_utf8(block: bytes) -> bool:
    try:
        block.decode()
    except UnicodeDecodeError:
        return False
    return True


def _good_lines(block: bytes, before: int, separators: int, report: Report) -> Iterator[bytes]:
    """The rows of a block that are rows, mended where only their bytes were at fault."""
    for number, raw in enumerate(block[:-1].split(b"\n"), before + 1):
        text = decode(raw.rstrip(b"\r"))
        clean = text.translate(_CLEAN)
        if len(raw) > LONGEST_LINE:
            report(_too_long(number, text, LONGEST_LINE))
            continue
        found = clean.count("|")
        if found != separators:
            words = (
                f"The line has {found + 1} fields; the file has {separators + 1} columns."
                if clean
                else "The line is empty."
            )
            report(BadLine(number, words, text.replace("\x00", "\\0")))
            continue
        yield clean.encode() + b"\n"


def _too_long(number: int, text: str, longest: int) -> BadLine:
    words = f"The line has more than {longest:,} bytes, and cannot be a row."
    return BadLine(number, words, text[:longest].replace("\x00", "\\0"))


# Control characters mean nothing in the FEC's text fields, and two of them are COPY's own marks.
# A line may end within a quoted field of a CSV file; its words stay apart.
_CLEAN: dict[int, str | None] = dict.fromkeys(range(32)) | {9: " ", 10: " "}


def decode(raw: bytes) -> str:
    """Text of a line: UTF-8 where it is that, else Windows-1252, else Latin-1, which reads any
    byte.
    """
    try:
        return raw.decode()
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _csv_blocks(stream: IO[bytes], path: Path, file: BulkFile, report: Report) -> Iterator[bytes]:
    """Rows of a CSV file with a header, columns found by name in whatever order they come.

    These files hold at most some hundred thousand rows, with quoted line ends among them, so that
    they are read row by row.
    """
    lines = _csv_lines(stream)
    header = [name.strip().lower() for name in next(csv.reader([next(lines, "").lstrip("\ufeff")]))]
    found = [_place(column.source, header) for column in file.columns]
    missing = [c.source for c, place in zip(file.columns, found, strict=True) if place is None]
    if missing:
        raise BadFile(
            f"{path.name}, line 1: the header lacks {', '.join(missing)}.",
            remedy="The FEC may have renamed columns: compare with filings/fec/catalog.py.",
        )
    places = [place for place in found if place is not None]
    rows: list[str] = []
    for line, fields in _csv_rows(lines, len(header), report):
        values = (fields[place].translate(_CLEAN).strip() for place in places)
        rows.append(f"{line}|" + "|".join(f"{_QUOTE}{value}{_QUOTE}" for value in values))
        if len(rows) >= 5000:
            yield ("\n".join(rows) + "\n").encode()
            rows = []
    if rows:
        yield ("\n".join(rows) + "\n").encode()


def _csv_rows(
    lines: Iterator[str], columns: int, report: Report
) -> Iterator[tuple[int, list[str]]]:
    """The rows after the header, each with the number of its (first) line.

    A quote that is not closed, or an inch mark, would make one row of all the lines up to the next
    quote. So where several lines together make no row, the first is looked at by itself, and the
    others again.
    """
    number = 1
    ahead: deque[str] = deque()
    while True:
        line = ahead.popleft() if ahead else next(lines, None)
        if line is None:
            return
        number += 1
        taken = [line]
        quotes = line.count('"')
        while quotes % 2 and len(taken) < MOST_LINES_OF_A_CSV_ROW:
            more = ahead.popleft() if ahead else next(lines, None)
            if more is None:
                break
            taken.append(more)
            quotes += more.count('"')
        fields = [] if quotes % 2 else _csv_fields("\n".join(taken))
        if len(fields) != columns and len(taken) > 1:
            ahead.extendleft(reversed(taken[1:]))
            del taken[1:]
        if len(taken) == 1:
            fields = _csv_fields(line)
        if len(line) > LONGEST_CSV_LINE:
            report(_too_long(number, line, LONGEST_CSV_LINE))
        elif len(fields) == columns:
            yield number, fields
        else:
            found = f"The line has {len(fields)} fields; the header has {columns}."
            report(BadLine(number, found if line else "The line is empty.", line))
        number += len(taken) - 1


def _csv_fields(text: str) -> list[str]:
    """The fields of a row; none where the text is no CSV."""
    try:
        return next(csv.reader([text]), [])
    except csv.Error:
        return []


def _place(source: str, header: list[str]) -> int | None:
    """Where in the header a column stands, under any of its names ("old/new"); None where it
    doesn't.
    """
    for name in source.lower().split("/"):
        if name in header:
            return header.index(name)
    return None


def _csv_lines(stream: IO[bytes]) -> Iterator[str]:
    """Lines of text without their ends, whatever mix of encodings they are in."""
    for block in _whole_lines(stream, LONGEST_CSV_LINE):
        for raw in block[:-1].split(b"\n"):
            yield decode(raw).translate(_CLEAN)
