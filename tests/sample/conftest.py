"""One written sample for all tests of this folder."""

from __future__ import annotations

import pytest

from sample.build import build
from tests.sample.reading import Mirror


@pytest.fixture(scope="session")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Mirror:
    """Return a freshly written sample."""
    root = tmp_path_factory.mktemp("sample")
    assert build(root)
    return Mirror(root)
