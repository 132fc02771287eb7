"""One electronic filing (.fec): its header, its cover, and its rows ready for COPY.

Reads every version from 1 to 8.5, and the FEC's own of paper filings (P1 to P3.4), in constant
memory. What of a file can't be understood is kept and told, line by line; only what is no filing
at all raises BadFile.

    with read_filing(path) as filing:
        filing.header.version, filing.cover.form_type
        for block in filing.copy_blocks(file_number):
            copy.write(block)
        filing.tally.rows
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from filings.fec.efile_columns import is_cover
from filings.fec.efile_cover import Cover, Header, read_cover, read_header
from filings.fec.efile_lines import FS, LONGEST_LINE, Block, Lines, is_quote_open, split_fields
from filings.fec.efile_plan import COPY_COLUMNS, Plan, make_plan
from filings.fec.efile_rows import Row, RowWriter, copy_text, shown
from filings.fec.errors import BadFile

__all__ = [
    "COPY_COLUMNS",
    "LONGEST_LINE",
    "Cover",
    "Header",
    "OpenedFiling",
    "Tally",
    "read_filing",
]

MOST_TEXT = 2_000_000
_MOST_ROW_TYPES = 500
_LONGEST_ROW_TYPE = 12
# How many of the last lines are kept, to tell whether the very last one is whole.
_TAIL = 20
_BEGIN = ("[BEGINTEXT]", "[BEGIN TEXT]")
_END = ("[ENDTEXT]", "[END TEXT]")
# Quotes and blanks around fields, which are to go.
_UNCLEAN = ('"', f" {FS}", f"{FS} ", f"\t{FS}", f"{FS}\t", "\r")
# Characters that mean something to COPY.
_ESCAPED = ("\\", "\t", "\r")


@dataclass
class Tally:
    """What a filing held, complete once all its blocks were read."""

    rows: int = 0
    unknown_rows: int = 0
    problem_rows: int = 0
    by_type: dict[str, int] = field(default_factory=dict)
    source_bytes: int = 0
    is_truncated: bool = False
    # What stands between [BEGINTEXT] and [ENDTEXT], as in a Form 99.
    text: str = ""


class OpenedFiling:
    """A filing whose header and cover were read. Its rows can be gone through once."""

    header: Header
    cover: Cover
    tally: Tally

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._lines = Lines(file)
        self._blocks = iter(self._lines)
        self._rest: list[Block] = []
        self.tally = Tally()
        self._plans: dict[str, Plan] = {}
        self._in_text = False
        self._texts: list[str] = []
        self._text_size = 0
        self._tail: list[str] = []
        self.header = read_header(self._one_by_one(), path)
        self.cover = self._find_cover()

    def copy_blocks(self, file_number: int) -> Iterator[bytes]:
        """The rows as bytes of COPY's text format, in the order of COPY_COLUMNS, UTF-8."""
        writer = self._writer(file_number)
        for block in self._all_blocks():
            self._tail = [*self._tail, *block.lines[-_TAIL:]][-_TAIL:]
            rows = self._copy_rows(block, writer)
            if rows:
                rows.append("")
                yield "\n".join(rows).encode()
        self._finish()

    def iter_rows(self, file_number: int = 0) -> Iterator[Row]:
        """The same rows as dicts of text and None: slow, for tests and tools."""
        writer = self._writer(file_number)
        for block in self._all_blocks():
            self._tail = [*self._tail, *block.lines[-_TAIL:]][-_TAIL:]
            for number, line in enumerate(block.lines, block.first):
                is_cut = block.is_first_cut and number == block.first
                if row := self._careful(line, number, writer, is_cut=is_cut):
                    yield row
        self._finish()

    def _writer(self, file_number: int) -> RowWriter:
        return RowWriter(file_number, has_points=self.header.has_points)

    def _copy_rows(self, block: Block, writer: RowWriter) -> list[str]:
        rows: list[str] = []
        plans, quick, is_fs = self._plans, writer.quick, self.header.delimiter == FS
        unclean = [mark for mark in _UNCLEAN if mark.encode() in block.data] if is_fs else []
        escaped = [mark for mark in _ESCAPED if mark.encode() in block.data]
        has_loose_ends = is_fs and any(mark in block.data for mark in (b" \n", b" \r"))
        has_loose_ends = has_loose_ends or block.data.endswith(b" ")
        for number, line in enumerate(block.lines, block.first):
            fields = line.split(FS) if is_fs else split_fields(line, ",")
            if has_loose_ends:
                fields[-1] = fields[-1].rstrip(" ")
            plan = plans.get(fields[0])
            text = None
            if plan is not None and plan.width and not self._in_text:
                for mark in unclean:
                    if mark in line:
                        fields = split_fields(line, FS)
                        break
                for mark in escaped:
                    if mark in line:
                        break
                else:
                    if is_fs or not is_quote_open(line):
                        text = quick(plan, fields, number)
            is_cut = block.is_first_cut and number == block.first
            if plan is not None and text is not None and not is_cut:
                rows.append(text)
                plan.rows += 1
            elif row := self._careful(line, number, writer, is_cut=is_cut):
                rows.append(copy_text(row))
        return rows

    def _careful(self, line: str, number: int, writer: RowWriter, *, is_cut: bool) -> Row | None:
        """The row of a line, None where it is blank or text; counts it."""
        if self._take_text(line):
            return None
        fields = split_fields(line, self.header.delimiter)
        if not any(fields):
            return None
        plan = self._plan(fields[0])
        notes = []
        if is_cut:
            notes.append("The line is longer than a megabyte; what follows was left out.")
        if self.header.delimiter != FS and is_quote_open(line) and not line.endswith(',"'):
            notes.append("A quote is left open.")
        if not plan.is_known:
            notes.append(_unknown(fields[0], self.header.version))
            self.tally.unknown_rows += 1
        row = writer.careful(plan, fields, number, line, notes)
        if row["problem"] and plan.is_known:
            self.tally.problem_rows += 1
        plan.rows += 1
        return row

    def _plan(self, raw: str) -> Plan:
        plan = self._plans.get(raw)
        if plan is None:
            row_type = raw.upper()
            is_word = len(row_type) <= _LONGEST_ROW_TYPE and row_type.isascii()
            if not is_word or not row_type.replace("/", "").isalnum():
                row_type = ""
            if len(self._plans) >= _MOST_ROW_TYPES:
                row_type = raw = ""
            plan = self._plans.get(row_type)
            if plan is None:
                plan = make_plan(row_type, self.header.version, self.header.name_delimiter)
                self._plans[row_type] = plan
            if row_type:
                self._plans[raw] = plan
        return plan

    def _take_text(self, line: str) -> bool:
        """Whether a line belongs to a text block; keeps what it says."""
        if not self._in_text and not line.lstrip().startswith("["):
            return False
        mark = line.strip().upper()
        if mark in _BEGIN:
            self._in_text = True
            return True
        if not self._in_text:
            return False
        if mark in _END:
            self._in_text = False
            self._add_text("")
        else:
            self._add_text(line)
        return True

    def _add_text(self, line: str) -> None:
        line = line.rstrip()
        if self._text_size <= MOST_TEXT:
            self._texts.append(line[: MOST_TEXT - self._text_size + 1])
            self._text_size += len(line) + 1
            if self._text_size > MOST_TEXT:
                self._texts.append("[The text goes on in the file.]")

    def _finish(self) -> None:
        tally = self.tally
        tally.source_bytes = self._lines.source_bytes
        plans = {id(plan): plan for plan in self._plans.values() if plan.rows}
        for plan in plans.values():
            tally.by_type[plan.row_type] = tally.by_type.get(plan.row_type, 0) + plan.rows
        tally.rows = sum(tally.by_type.values())
        tally.text = "\n".join(self._texts).strip("\n")
        tally.is_truncated = (
            not self.cover.form_type
            or self._in_text
            or (self._lines.is_last_open and self._is_last_short(tally.rows))
        )

    def _is_last_short(self, rows: int) -> bool:
        if not rows:
            return self.cover.is_short
        last, *before = (split_fields(line, self.header.delimiter) for line in reversed(self._tail))
        # Some software always leaves out the last, empty fields.
        usual = [len(fields) for fields in before if fields[0] == last[0]]
        return len(last) < min([self._plan(last[0]).width, *usual])

    def _one_by_one(self) -> Iterator[tuple[int, str]]:
        """Numbered lines; what is not taken stays for what reads on."""
        for block in self._all_blocks():
            while block.lines:
                line = block.lines.pop(0)
                number, block.first = block.first, block.first + 1
                self._rest = [block]
                block.is_first_cut = False
                yield number, line
            self._rest = []

    def _all_blocks(self) -> Iterator[Block]:
        while self._rest:
            yield self._rest.pop()
        # Not `yield from`: a reader that stops early would close the blocks for the next one.
        while (block := next(self._blocks, None)) is not None:
            yield block

    def _find_cover(self) -> Cover:
        """The first line after the header that isn't blank, if it is a form's."""
        for number, line in self._one_by_one():
            fields = split_fields(line, self.header.delimiter)
            if not any(fields):
                continue
            if is_cover(fields[0].upper()):
                return read_cover(fields, self.header)
            # A filing without a cover: the line is a row as any other.
            block = self._rest[0]
            block.first, block.lines = number, [line, *block.lines]
            return read_cover(["", *fields[1:2]], self.header)
        return read_cover([""], self.header)


def _unknown(row_type: str, version: str) -> str:
    return f"There is no layout for a row of type {shown(row_type)} in version {shown(version)}."


@contextmanager
def read_filing(path: Path) -> Iterator[OpenedFiling]:
    """Open a filing and read its header and cover.

    Raises BadFile, with the file's name, the line and what to do, for what is no filing: an empty
    file, a web page, or a file that doesn't begin with a header.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise BadFile(
            f"{path} can't be opened: {error.strerror}.", remedy="Fetch the filing again."
        ) from error
    with file:
        yield OpenedFiling(file, path)
