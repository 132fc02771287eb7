"""Whatever the bytes are: a filing is read or refused by name, and COPY gets what stood there."""

from contextlib import suppress

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from filings.fec.efile_columns import layout
from filings.fec.efile_lines import split_fields
from filings.fec.efile_plan import make_plan
from filings.fec.efile_rows import copy_text
from filings.fec.efile_values import read_amount, read_date
from filings.fec.errors import BadFile
from tests.filings.efile_world import FS, copied, filing, header, joined, unescape

quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Bytes that mean something somewhere, and a few that mean nothing anywhere.
PIECES = [
    b"\x1c", b",", b'"', b"\\", b"\\.", b"\\N", b"\t", b"\n", b"\r", b"\0", b" ", b"^", b"/*",
    b"*/", b"=", b"HDR", b"FEC", b"8.3", b"5.0", b"P3.4", b"F3XN", b"SA11AI", b"SE", b"H4", b"TEXT",
    b"SC/10", b"F57", b"[BEGINTEXT]", b"[ENDTEXT]", b"20180616", b"12.50", b"\xe9", b"\x81",
    "ß".encode(), "\u2028".encode(), b"\x1e", b"\x85", b"C00900001", b"X", b"Doe",
]  # fmt: skip
soup = st.lists(st.sampled_from(PIECES) | st.binary(max_size=4), max_size=60).map(b"".join)
STARTS = [
    b"",
    header("8.3").encode() + b"\n",
    header("8.3").encode() + b"\nF3XN\x1cC00900001\n",
    b'"HDR","FEC","5.0","Invented","1","^"\n"F3XN","C00900001"\n',
    b"/* Header\nFEC_Ver_# = 2.02\n/* End Header\n",
    b"HDR\x1cP3.4\x1cScan\n",
]


@quick
@given(st.sampled_from(STARTS), soup)
@example(b"", b"/*")
@example(STARTS[3], b'"' * 31)
def test_any_bytes_are_read_or_refused(start: bytes, data: bytes) -> None:
    if start:
        copied(start + data)
        return
    # Without a header it may be refused, and by that name alone.
    with suppress(BadFile):
        copied(data)


field = st.text(
    st.characters(exclude_characters="\n\x1c\0", exclude_categories=("Cs",)), max_size=12
) | st.sampled_from(
    ["", "", "", "X", "20170301", "12.50", "-1", "C00900009", '"A"', '"', "S", "\\"]
)


@quick
@given(
    st.sampled_from([("SA11AI", "8.3"), ("SB21B", "8.3"), ("SE", "8.2"), ("H4", "7.0"),
                     ("SA11AI", "P3.4"), ("SC/10", "6.4"), ("F57", "8.0")]),
    st.lists(field, min_size=48, max_size=50),
)  # fmt: skip
def test_copy_text_is_what_stood_there(kind: tuple[str, str], values: list[str]) -> None:
    row_type, version = kind
    names = layout(row_type, version)
    fields = [row_type, *values[: len(names) - 1]]
    rows, _ = copied(filing(FS.join(fields), version=version))
    clean = split_fields(FS.join(fields).rstrip("\r"), FS)
    (row,) = rows
    plan = make_plan(row_type, version, "")
    for column in ("purpose", "memo_text", "conduit_name", "back_reference_transaction_id"):
        if column in plan.index:
            index = plan.index[column]
            assert row[column] == (clean[index] if index < len(clean) else "")
    if row["problem"]:
        assert row["raw"] == FS.join(fields).rstrip("\r")


@quick
@given(st.lists(st.none() | st.text(st.characters(exclude_characters="\0")), min_size=1))
def test_escapes_come_back(values: list[str | None]) -> None:
    row = {str(number): value for number, value in enumerate(values)}
    text = copy_text(row)
    assert "\n" not in text
    assert [unescape(part) for part in text.split("\t")] == values


@quick
@given(st.text(max_size=30))
def test_values_are_read_or_not(text: str) -> None:
    amount, _ = read_amount(text)
    assert amount is None or amount == "" or abs(float(amount)) < 1e12
    day = read_date(text)
    assert day is None or day == "" or len(day) == 10


@quick
@given(st.text(max_size=60), st.sampled_from([FS, ","]))
def test_fields_lose_nothing_but_quotes_and_blanks(text: str, delimiter: str) -> None:
    text = text.replace("\n", "")
    fields = split_fields(text, delimiter)
    assert fields
    kept = "".join(fields)
    for character in set(text) - set(' "\t\r,\x1c'):
        if not character.isspace():
            assert kept.count(character) == text.count(character)


def test_a_hostile_line_takes_no_time() -> None:
    """Quotes that are opened again and again were once searched for again and again."""
    for piece in ('"a,', '",', '" ,"', ",", '"', '""'):
        rows, _ = copied(joined(['"HDR","FEC","5.0"', '"F3XN"', "SA11AI," + piece * 200_000]))
        assert len(rows) == 1
