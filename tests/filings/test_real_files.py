"""The FEC's own files: every row is loaded, or rejected with a reason."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings

from filings.fec.catalog import CATALOG
from filings.models import Linkage, Load, Reject

pytestmark = pytest.mark.fec

Ingest = Callable[..., Load]


@pytest.fixture
def real(loading: None, fec_mirror: Path, settings: LazySettings, tmp_path: Path) -> Path:
    settings.FEC_MIRROR = str(fec_mirror)
    settings.DATA_DIR = tmp_path
    return fec_mirror / "bulk-downloads"


@pytest.mark.parametrize("cycle", [2018, 2020])
def test_every_row_is_accounted_for(real: Path, cycle: int) -> None:
    from filings.steps import Options
    from financetracker.pipeline import find_steps

    found = 0
    for code, file in CATALOG.items():
        load = find_steps([code])[0].run(cycle, Options())
        path = real / file.relative_path(cycle)
        if not path.exists():
            assert (load.status, code in load.reason) == ("skipped", True)
            continue
        found += 1
        with zipfile.ZipFile(path) as archive:
            content = archive.read(file.member_name(cycle))
        lines = content.count(b"\n") + (not content.endswith(b"\n"))
        assert load.status == "loaded"
        assert load.rows_in == lines, code
        if code == "ccl":
            pairs = Linkage.objects.filter(cycle=cycle)
            kept = [number for pair in pairs for number in pair.linkage_ids]
            assert len(kept) == len(set(kept)) == lines - load.rows_rejected
            assert pairs.count() == load.rows_loaded
        else:
            assert load.rows_loaded + load.rows_rejected == lines, code
        rejects = Reject.objects.filter(load=load, row_loaded=False)
        assert rejects.values("line").distinct().count() == load.rows_rejected
        noted = Reject.objects.filter(load=load, row_loaded=True)
        assert noted.values("line").distinct().count() == load.rows_noted
        # A note is found again where it says that it stands.
        numbered = content.split(b"\n")
        for reject in [*rejects[:20], *noted[:20]]:
            assert reject.reason
            assert numbered[reject.line - 1].decode("latin-1").rstrip("\r") == reject.raw
    assert found >= 7
