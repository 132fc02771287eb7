"""Small electronic filings, invented, written in any version's layout."""

import io
from collections.abc import Iterable
from pathlib import Path

from filings.fec.efile import COPY_COLUMNS, OpenedFiling
from filings.fec.efile_columns import layout

FS = "\x1c"
ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}
Row = dict[str, str | None]


def line(row_type: str, version: str, /, sep: str = FS, **values: object) -> str:
    """A row with these columns, by the names of its layout, in the layout's order."""
    names = layout(row_type.upper(), version)
    assert names, (row_type, version)
    unknown = values.keys() - set(names)
    assert not unknown, unknown
    fields = [str(values.get(name, "")) for name in names]
    fields[0] = row_type
    return sep.join(fields)


def header(version: str, *more: str) -> str:
    return FS.join(["HDR", "FEC", version, "Invented", "1.0", *more])


def filing(*lines: str | bytes, version: str = "8.3", end: str = "\n") -> bytes:
    """A filing of an invented PAC with these rows after its header and cover."""
    cover = line(
        "F3XN", version, filer_committee_id_number="C00900001", committee_name="Invented PAC"
    )
    return joined([header(version), cover, *lines], end)


def joined(lines: Iterable[str | bytes], end: str = "\n") -> bytes:
    made = [text if isinstance(text, bytes) else text.encode() for text in lines]
    return b"".join(text + end.encode() for text in made)


def opened(data: bytes) -> OpenedFiling:
    return OpenedFiling(io.BytesIO(data), Path("900.fec"))


def unescape(text: str) -> str | None:
    """A field as Postgres reads it from COPY's text format."""
    if text == "\\N":
        return None
    out = []
    at = 0
    while at < len(text):
        if text[at] != "\\":
            out.append(text[at])
            at += 1
            continue
        assert text[at + 1] in ESCAPES, text
        out.append(ESCAPES[text[at + 1]])
        at += 2
    return "".join(out)


def copied(data: bytes) -> tuple[list[Row], OpenedFiling]:
    """The rows as a database would have them, which must be the rows that iter_rows gives."""
    reading = opened(data)
    blocks = list(reading.copy_blocks(900))
    assert all(block.endswith(b"\n") for block in blocks)
    rows = []
    for text in b"".join(blocks).decode().split("\n")[:-1]:
        assert text != "\\."
        fields = text.split("\t")
        assert len(fields) == len(COPY_COLUMNS), text
        rows.append(dict(zip(COPY_COLUMNS, map(unescape, fields), strict=True)))
    slow = opened(data)
    assert list(slow.iter_rows(900)) == rows
    assert slow.tally == reading.tally
    return rows, reading


def only_row(*lines: str | bytes, version: str = "8.3") -> Row:
    """The one row of a filing of one line."""
    rows, _ = copied(filing(*lines, version=version))
    assert len(rows) == 1
    return rows[0]
