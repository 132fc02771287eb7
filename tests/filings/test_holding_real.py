"""No genuine filing among the FEC's real files is held, whether its filer is known or not."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from filings.fec.catalog import CATALOG
from filings.holding import apply_holds
from filings.models import CommitteeHistory, Filing, Hold
from tests.filings.electronic_real import read_into, real_filings


def held(*numbers: int) -> list[tuple[int, str, str]]:
    """What holds these filings, after the rules were applied."""
    with transaction.atomic():
        apply_holds(connection.connection, numbers)
    return list(Hold.objects.values_list("filing_id", "rule", "reason"))


@pytest.mark.fec
def test_no_real_filing_is_held(
    loading: None, fec_mirror: Path, tmp_path: Path, settings: LazySettings
) -> None:
    from filings.steps import Options
    from financetracker.pipeline import find_steps

    for path in real_filings(fec_mirror, tmp_path / "day"):
        read_into(path)
    numbers = list(Filing.objects.values_list("pk", flat=True))
    assert len(numbers) > 80
    assert held(*numbers) == []

    settings.FEC_MIRROR = str(fec_mirror)
    settings.DATA_DIR = tmp_path / "downloads"
    for code in ("cn", "cm", "ccl", "weball", "webk"):
        assert code in CATALOG
        for cycle in (2018, 2020):
            find_steps([code])[0].run(cycle, Options())
    assert CommitteeHistory.objects.filter(cycle=2018).exists()
    assert held(*numbers) == []
    # One after the other, as they arrive.
    for number in sorted(numbers):
        assert held(number) == []
    assert not Filing.objects.filter(is_held=True).exists()
