"""Lines that are not what they should be: each is a row, or a bad line with a reason."""

import io
import zipfile
from pathlib import Path

import pytest

from filings.fec import bulk
from filings.fec.bulk import BLOCK_BYTES, LONGEST_LINE, BadLine, iter_blocks, member_bytes
from filings.fec.catalog import CATALOG
from filings.fec.errors import BadFile
from tests.mirror import LAYOUTS, Mirror, row, text

COLUMNS = len(LAYOUTS["ccl"])


@pytest.fixture
def files(tmp_path: Path) -> Mirror:
    return Mirror(tmp_path)


def read(
    files: Mirror, data: bytes, code: str = "ccl", **options: bool
) -> tuple[list[str], list[BadLine]]:
    """The lines that are handed to COPY, and those that are not."""
    path = files.write_bytes(code, data)
    bad: list[BadLine] = []
    out = b"".join(iter_blocks(path, CATALOG[code], 2018, bad.append, **options))
    assert out == b"" or out.endswith(b"\n")
    return out.decode().splitlines(), bad


GOOD = "|".join(row("ccl"))


def with_name(name: bytes) -> bytes:
    """A line of ccl with these bytes for its third field."""
    return GOOD.encode().replace(b"|2018|C", b"|" + name + b"|C")


def third(line: str) -> str:
    return line.split("|")[2]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        # Trouble: a double quote is an ordinary character, alone or in pairs.
        (b'JOHN "JACK" DOE', 'JOHN "JACK" DOE'),
        (b'5" PIPE', '5" PIPE'),
        # Trouble: so is a backslash, at the end of a field too, and what COPY means by it.
        (b"A\\B", "A\\B"),
        (b"ENDS IN \\", "ENDS IN \\"),
        (b"\\N", "\\N"),
        (b"\\.", "\\."),
        # Trouble: UTF-8 in some lines and Windows-1252 in others.
        ("PEÑA".encode(), "PEÑA"),
        ("PEÑA – “X”".encode("cp1252"), "PEÑA – “X”"),
        (b"\x81UNDEFINED IN CP1252", "\x81UNDEFINED IN CP1252"),
        # Trouble: control characters, among them the two that COPY is told to look for.
        (b"A\x00B\x01C\x02D\x1bE", "ABCDE"),
        (b"A\tB", "A B"),
    ],
)
def test_bytes_of_a_field(files: Mirror, raw: bytes, expected: str) -> None:
    data = GOOD.encode() + b"\n" + with_name(raw) + b"\n" + GOOD.encode() + b"\n"
    lines, bad = read(files, data)
    assert bad == []
    assert third(lines[1]) == expected
    assert lines[0] == lines[2] == GOOD


def test_encodings_differ_from_line_to_line(files: Mirror) -> None:
    data = with_name("É".encode()) + b"\n" + with_name("É".encode("cp1252")) + b"\n"
    lines, bad = read(files, data)
    assert [third(line) for line in lines] == ["É", "É"]
    assert bad == []


def test_dos_line_ends(files: Mirror) -> None:
    lines, bad = read(files, f"{GOOD}\r\n{GOOD}\r\n".encode())
    assert (lines, bad) == ([GOOD, GOOD], [])


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_last_line_counts_with_and_without_its_end(files: Mirror, end: str) -> None:
    lines, bad = read(files, f"{GOOD}\n{GOOD}{end}".encode())
    assert (lines, bad) == ([GOOD, GOOD], [])


def test_empty_lines_are_reported(files: Mirror) -> None:
    lines, bad = read(files, f"{GOOD}\n\n{GOOD}\n\r\n".encode())
    assert lines == [GOOD, GOOD]
    assert [(b.line, b.reason) for b in bad] == [
        (2, "The line is empty."),
        (4, "The line is empty."),
    ]


def test_too_few_and_too_many_fields(files: Mirror) -> None:
    lines, bad = read(files, f"{GOOD}\nA|B\n{GOOD}\n{GOOD}|\n".encode())
    assert lines == [GOOD, GOOD]
    assert [(b.line, b.raw) for b in bad] == [(2, "A|B"), (4, GOOD + "|")]
    assert "has 2 fields; the file has 7 columns" in bad[0].reason
    assert "has 8 fields; the file has 7 columns" in bad[1].reason


def test_two_wrong_lines_that_make_up_for_each_other(files: Mirror) -> None:
    """A look at the whole block can't see them; the look at each line, taken once COPY has refused
    the block, does.
    """
    one_less = GOOD.rpartition("|")[0]
    data = f"{GOOD}|X\n{GOOD}\n{one_less}\n".encode()
    lines, bad = read(files, data)
    assert len(lines) == 3, "the quick look passes the block on as it is"
    lines, bad = read(files, data, every_line=True)
    assert lines == [GOOD]
    assert [b.line for b in bad] == [1, 3]


def test_line_numbers_go_on_from_block_to_block(files: Mirror) -> None:
    count = 3 * BLOCK_BYTES // len(GOOD)
    wrong = {7, count // 2, count - 3}
    data = "".join(("BAD" if n in wrong else GOOD) + "\n" for n in range(1, count + 1))
    lines, bad = read(files, data.encode())
    assert {b.line for b in bad} == wrong
    assert len(lines) == count - 3


@pytest.mark.parametrize("length", [LONGEST_LINE + 1, BLOCK_BYTES + 5, 3 * BLOCK_BYTES + 5])
def test_overlong_line(files: Mirror, length: int) -> None:
    """Even with the right number of fields, which a look at the separators would let through."""
    long = with_name(b"X" * length)
    lines, bad = read(files, GOOD.encode() + b"\n" + long + b"\n" + GOOD.encode() + b"\n")
    assert lines == [GOOD, GOOD]
    assert [b.line for b in bad] == [2]
    assert "more than 2,500 bytes" in bad[0].reason
    assert len(bad[0].raw) <= LONGEST_LINE


def test_a_file_of_one_endless_line_stays_small_in_memory(tmp_path: Path) -> None:
    class Endless(io.RawIOBase):
        left = 40

        def read(self, size: int = -1) -> bytes:
            self.left -= 1
            return b"X" * size if self.left else b""

    blocks = list(bulk._whole_lines(Endless(), LONGEST_LINE))
    assert sum(map(len, blocks)) <= 2 * BLOCK_BYTES


def test_only_the_named_member_is_read(files: Mirror) -> None:
    """Trouble: newer zips also hold by_date/ pieces of the same rows."""
    rows = text([row("indiv")])
    path = files.write_bytes("indiv", rows, others={"by_date/itcont_2018_20170101_.txt": rows * 3})
    out = b"".join(iter_blocks(path, CATALOG["indiv"], 2018, pytest.fail))
    assert out.count(b"\n") == 1
    assert member_bytes(path, "itcont.txt") == len(rows)


def test_missing_member_names_what_is_there(files: Mirror) -> None:
    path = files.write_bytes("indiv", b"", member="renamed.txt")
    with pytest.raises(BadFile, match=r"indiv18.zip holds no itcont.txt \(it holds renamed.txt\)"):
        list(iter_blocks(path, CATALOG["indiv"], 2018, pytest.fail))


def test_damage_in_the_middle_of_a_zip(files: Mirror) -> None:
    path = files.path("ccl")
    path.parent.mkdir(parents=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("ccl.txt", f"{GOOD}\n" * 1000)
    data = bytearray(path.read_bytes())
    at = data.index(b"H8CA90001", 20_000)
    data[at] ^= 1
    path.write_bytes(data)
    with pytest.raises(BadFile, match=r"ccl18.zip is damaged: Bad CRC-32.*--force"):
        list(iter_blocks(path, CATALOG["ccl"], 2018, pytest.fail))


# CSV files.

CSV = "independent_expenditure"
HEADER = ",".join(LAYOUTS[CSV])
PLAIN = ",".join(row(CSV)).replace("ROE, RICHARD", '"ROE, RICHARD"')
PURPOSE = list(LAYOUTS[CSV]).index("pur")


def read_csv(
    files: Mirror, body: str, header: str = HEADER
) -> tuple[list[list[str]], list[BadLine]]:
    lines, bad = read(files, f"{header}\n{body}".encode(), CSV)
    return [[field.strip("\x01") for field in line.split("|")] for line in lines], bad


def purposes(body: str, files: Mirror) -> tuple[list[tuple[str, str]], list[BadLine]]:
    """(line, purpose) of each row."""
    rows, bad = read_csv(files, body)
    return [(fields[0], fields[PURPOSE + 1]) for fields in rows], bad


def with_purpose(words: str) -> str:
    return PLAIN.replace("MAILER", words)


def test_csv_rows_know_their_lines(files: Mirror) -> None:
    body = "\n".join(
        [with_purpose('"TWO\nLINES"'), with_purpose("NEXT"), "", "A,B", with_purpose("LAST")]
    )
    rows, bad = purposes(body + "\n", files)
    assert rows == [("2", "TWO LINES"), ("4", "NEXT"), ("7", "LAST")]
    assert [(b.line, b.reason) for b in bad] == [
        (5, "The line is empty."),
        (6, "The line has 2 fields; the header has 23."),
    ]


def test_csv_unclosed_quote_costs_its_own_line_only(files: Mirror) -> None:
    body = "\n".join([with_purpose('"NEVER CLOSED'), *[with_purpose(f"P{n}") for n in range(200)]])
    rows, bad = purposes(body, files)
    assert [b.line for b in bad] == [2]
    assert [purpose for _, purpose in rows] == [f"P{n}" for n in range(200)]


@pytest.mark.parametrize("words", ['5" PIPE', '5" PIPE AND 6" PIPE', '"A ""QUOTED"" WORD"'])
def test_csv_inch_marks_and_doubled_quotes(files: Mirror, words: str) -> None:
    rows, bad = purposes(f"{with_purpose(words)}\n{with_purpose(words)}\n", files)
    assert bad == []
    assert [line for line, _ in rows] == ["2", "3"]
    assert rows[0][1] == words.strip('"').replace('""', '"')


def test_csv_separators_and_backslashes_in_fields(files: Mirror) -> None:
    line = with_purpose("A|B \\ C")
    path = files.write_bytes(CSV, f"{HEADER}\n{line}\n".encode())
    out = b"".join(iter_blocks(path, CATALOG[CSV], 2018, pytest.fail))
    assert b"\x01A|B \\ C\x01" in out


def test_csv_encodings_and_control_characters(files: Mirror) -> None:
    data = HEADER.encode() + b"\r\n" + with_purpose("PE\x00\x01\r\x85A").encode("latin-1") + b"\r\n"
    lines, bad = read(files, data, CSV)
    assert bad == []
    assert "\x01PE…A\x01" in lines[0]


def test_csv_header_in_another_order_and_case_with_a_mark_before_it(files: Mirror) -> None:
    names = list(LAYOUTS[CSV])
    order = sorted(range(len(names)), key=lambda n: names[n])
    header = "\ufeff" + ",".join(names[n].upper() for n in order) + ",NEW_COLUMN"
    values = row(CSV, cand_name="ROE RICHARD")
    body = ",".join(values[n] for n in order) + ",NEW\n"
    rows, bad = read_csv(files, body, header)
    assert bad == []
    assert rows == [["2", *values]]


def test_csv_column_under_a_name_it_also_has(files: Mirror) -> None:
    code = "ElectioneeringComm"
    assert "CANDIDATE_OFFICE_DISTRICT" in LAYOUTS[code]
    data = ",".join(LAYOUTS[code]).replace("CANDIDATE_OFFICE_DISTRICT", "CANDIDATE_DISTRICT")
    values = ",".join(row(code, CANDIDATE_OFFICE_DISTRICT="77"))
    for header in (data, ",".join(LAYOUTS[code])):
        lines, bad = read(files, f"{header}\n{values}\n".encode(), code)
        assert bad == []
        assert "\x0177\x01" in lines[0]


def test_csv_header_that_lacks_a_column(files: Mirror) -> None:
    with pytest.raises(BadFile, match=r"line 1: the header lacks exp_amo, dissem_dt\..*renamed"):
        read_csv(files, "", HEADER.replace("exp_amo", "amount").replace("dissem_dt", "shown"))


def test_csv_without_a_header(files: Mirror) -> None:
    with pytest.raises(BadFile, match="the header lacks cand_id"):
        read_csv(files, "", "")
