"""The checks of covers on the FEC's real filings, where they are at hand."""

from pathlib import Path

import pytest
from django.db import connection

from filings.cover_checks import check_filings
from filings.models import Filing
from tests.filings.electronic_real import read_into, real_filings
from tests.filings.test_cover_checks import checked_slowly

# The FEC's own reading of a paper report, which lost the dollars of most lines.
PAPER = 1135558
COUNTED_A_MEMO = 467627
ITEMIZED = {"col_a_individuals_itemized", "col_a_individual_contributions_itemized"}
# Reports of which only the first rows are there, cut between two lines.
CUT_SHORT = {
    "723604", "paper1", "paper2", "psql-end-marker", "quote-left-open", "undefined-row-type",
}  # fmt: skip


@pytest.mark.fec
@pytest.mark.django_db
def test_itemized_individuals_of_real_filings(fec_mirror: Path, tmp_path: Path) -> None:
    names: dict[int, str] = {}
    for path in real_filings(fec_mirror, tmp_path):
        if filing := read_into(path):
            names[filing.file_number] = path.stem
    check_filings(connection.connection, list(names))
    equal, off = set(), set()
    for filing in Filing.objects.filter(form__in=["F3", "F3X", "F3P"]):
        stated = {name: text for name, text in filing.cover.items() if name in ITEMIZED and text}
        checks = {check["label"]: check["ok"] for check in filing.checks}
        if stated:
            is_equal = checks.get("Itemized contributions of individuals", True)
            (equal if is_equal else off).add(names[filing.pk])
    assert len(equal) == 35
    assert off == {str(PAPER), str(COUNTED_A_MEMO)} | CUT_SHORT
    filing = Filing.objects.get(pk=COUNTED_A_MEMO)
    assert filing.checks_summary == (
        "Off by $350.00 on line 11(a)(i) (equals if a memo row of -$350.00 is counted)."
    )
    short = Filing.objects.filter(checks_summary__endswith=", as if rows were missing.")
    assert {names[filing.pk] for filing in short} == CUT_SHORT | {"97405"}


@pytest.mark.fec
@pytest.mark.django_db
def test_real_filings_agree_with_the_slow_twin(fec_mirror: Path, tmp_path: Path) -> None:
    for path in real_filings(fec_mirror, tmp_path):
        read_into(path)
    check_filings(connection.connection, list(Filing.objects.values_list("pk", flat=True)))
    for filing in Filing.objects.all():
        assert (filing.checks, filing.checks_result) == checked_slowly(filing), filing
    of_a_day = Filing.objects.filter(pk__range=(1238366, 1238423)).exclude(checks_result="none")
    assert of_a_day.count() == 24
    assert [
        (filing.pk, filing.checks_summary) for filing in of_a_day.exclude(checks_result="adds up")
    ] == [(1238420, "Off by $46.88 on line 15.")]
