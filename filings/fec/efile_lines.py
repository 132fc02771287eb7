"""Lines of a filing, and their fields, whatever the file is like.

A file streams through in blocks of about a megabyte. Each line is decoded by itself where a block
is not of one encoding: filings mix ASCII, UTF-8 and Windows' code page in one file.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

FS = "\x1c"
BLOCK_BYTES = 1 << 20
# Only the first line of a block can be longer than a block, which `_lines` relies on.
LONGEST_LINE = BLOCK_BYTES
_MARK = b"\xef\xbb\xbf"
_CLOSING_QUOTE = re.compile(r'" ?(,|$)')
_BLANKS = " \t\r"
_LONGEST_CSV_LINE = 100_000


@dataclass(slots=True)
class Block:
    """Lines without their ends, and the number of the first one, which may have been cut short.

    `data` is what they were decoded from, to be searched as a whole.
    """

    first: int
    lines: list[str]
    data: bytes
    is_first_cut: bool = False


@dataclass
class Lines:
    """The lines of an open file, in blocks."""

    file: IO[bytes]
    source_bytes: int = 0
    # Whether the last line had no line end.
    is_last_open: bool = False
    _number: int = field(default=1, init=False)

    def __iter__(self) -> Iterator[Block]:
        rest = b""
        skipping = False
        only_returns: bool | None = None
        while chunk := self.file.read(BLOCK_BYTES):
            if self.source_bytes == 0 and chunk.startswith(_MARK):
                self.source_bytes = len(_MARK)
                chunk = chunk[len(_MARK) :]
            self.source_bytes += len(chunk)
            if only_returns is None:
                # Old Macs ended lines with a carriage return alone.
                only_returns = b"\n" not in chunk and b"\r" in chunk
            if only_returns:
                chunk = chunk.replace(b"\r", b"\n")
            # No database takes a NUL in text, and in these files it never means anything.
            chunk = chunk.replace(b"\0", b"")
            if skipping:
                at = chunk.find(b"\n")
                if at < 0:
                    continue
                chunk, skipping = chunk[at + 1 :], False
            data = rest + chunk if rest else chunk
            end = data.rfind(b"\n") + 1
            if end:
                yield self._block(data[:end])
            rest = data[end:]
            if len(rest) > LONGEST_LINE:
                yield self._block(rest)
                rest, skipping = b"", True
        self.is_last_open = bool(rest) or skipping
        if rest:
            yield self._block(rest)

    def _block(self, data: bytes) -> Block:
        end = data.find(b"\n")
        is_cut = (len(data) if end < 0 else end) > LONGEST_LINE
        if is_cut:
            data = data[:LONGEST_LINE] + (b"" if end < 0 else data[end:])
        block = Block(self._number, _decoded(data), data, is_cut)
        self._number += len(block.lines)
        return block


def _decoded(data: bytes) -> list[str]:
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        lines = [decode_line(line) for line in data.split(b"\n")]
    if not lines[-1]:
        lines.pop()
    if b"\r" in data:
        lines = [line.rstrip("\r") for line in lines]
    return lines


def decode_line(line: bytes) -> str:
    """A line's text: UTF-8 if it is that, else Windows' code page, else Latin-1 (any byte)."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def split_fields(line: str, delimiter: str) -> list[str]:
    """The fields of a line, without blanks around them, and without quotes around a whole one.

    Where fields are separated by ASCII 28, a quote is a character as any other, unless a pair is
    around a whole field. A comma may stand inside quotes, and a quote may be left open.
    """
    if delimiter == FS or FS in line:
        return [_bare(text) if text else text for text in line.split(FS)]
    if is_quote_open(line) and line.rstrip().endswith(',"'):
        # Some software opens a quote for a last field that it leaves out.
        line = line.rstrip()[:-1]
    if '"' not in line:
        return [text.strip() for text in line.split(",")]
    if not is_quote_open(line) and len(line) <= _LONGEST_CSV_LINE:
        try:
            return [text.strip() for text in next(csv.reader([line]))]
        except csv.Error:
            pass
    return _loose(line)


def is_quote_open(line: str) -> bool:
    """Whether a line of fields separated by commas leaves a quote open."""
    return line.count('"') % 2 == 1


def _bare(text: str) -> str:
    text = text.strip(_BLANKS)
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].strip(_BLANKS)
    return text


def _loose(line: str) -> list[str]:
    """Fields of a line with an open quote: a quote before a comma ends the field that it opened."""
    fields = []
    at = 0
    has_close = True
    while True:
        start = at + 1 if line.startswith(" ", at) else at
        found = None
        if has_close and line.startswith('"', start):
            found = _CLOSING_QUOTE.search(line, start + 1)
            # Where none follows here, none follows further on: a hostile line isn't searched twice.
            has_close = found is not None
        if found:
            fields.append(line[start + 1 : found.start()].replace('""', '"').strip())
            if not found[1]:
                return fields
            at = found.end()
            continue
        comma = line.find(",", at)
        if comma < 0:
            fields.append(line[at:].strip())
            return fields
        fields.append(line[at:comma].strip())
        at = comma + 1
