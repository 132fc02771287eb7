"""The report over filings on disk: every file loaded, or listed with a reason; nothing is kept."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from filings.filing_report import Line, report
from filings.models import Filing, FilingRow

pytestmark = pytest.mark.usefixtures("loading")
FS = chr(28)
NOTICE = "\n".join(
    FS.join(fields)
    for fields in (
        ["HDR", "FEC", "8.5", "Invented", "1.0", "", "", ""],
        ["F99", "C00900001", "INVENTED COMMITTEE", "", "", "SPRINGFIELD", "CA", "90001"],
    )
)


def test_a_file_that_is_no_filing_is_listed_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "1160001.fec").write_text("<!DOCTYPE html><html>Not found</html>")
    (tmp_path / "1160002.fec").write_text(NOTICE + "\n")
    (tmp_path / "unnumbered.fec").write_bytes(b"")
    lines = {line.name: line for line in report([tmp_path])}
    assert lines["1160002.fec"].is_loaded
    assert lines["1160002.fec"].form == "F99"
    for name in ("1160001.fec", "unnumbered.fec"):
        assert not lines[name].is_loaded
        assert name in lines[name].result


def test_the_report_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "1160002.fec").write_text(NOTICE + "\n")
    out = StringIO()
    call_command("filing_report", str(tmp_path), stdout=out)
    assert "1 files: 1 loaded, 0 not." in out.getvalue()
    assert not Filing.objects.exists()
    assert not FilingRow.objects.exists()


def test_a_zip_that_is_none_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "20180616.zip"
    broken.write_bytes(b"no zip")
    with pytest.raises(CommandError, match=r"20180616\.zip is no zip file"):
        call_command("filing_report", str(broken), stdout=StringIO())


@pytest.fixture(scope="module")
def kept() -> dict[str, Line]:
    """The lines of the real files, read once."""
    return {}


@pytest.fixture
def real(fec_mirror: Path, kept: dict[str, Line]) -> dict[str, Line]:
    """The report over the FEC's own filings."""
    if not kept:
        day = fec_mirror / "bulk-downloads" / "electronic" / "20180616.zip"
        kept |= {line.name: line for line in report([fec_mirror / "posted", day])}
    return kept


def test_every_real_filing_is_loaded_or_listed(real: dict[str, Line]) -> None:
    assert len(real) == 86
    assert all(line.is_loaded or line.result for line in real.values())
    assert real["467627.fec"].result.startswith("loaded; superseded by 767339")
    assert "superseded" not in real["767339.fec"].result


def test_itemized_individuals_equal_the_cover_or_the_report_says_why(
    real: dict[str, Line],
) -> None:
    told = {name: line for name, line in real.items() if line.individuals is not None}
    off = {name: line.result for name, line in told.items() if not line.individuals}
    assert (len(told), len(told) - len(off)) == (43, 35)
    cut = [name for name, result in off.items() if "the file is cut short: it has rows" in result]
    assert len(cut) == 6
    assert "equals if a memo row of -$350.00 is counted" in off["467627.fec"]
    assert "the paper's cover was misread" in off["1135558.fec"]
    # What the rows come to agrees with the cover to the cents that are legible there.
    assert "the rows come to $276,800.45" in off["1135558.fec"]
