"""The application as gunicorn imports it."""

import subprocess
import sys


def test_what_is_imported_at_the_start_is_never_looked_through_for_garbage() -> None:
    code = (
        "import gc, sys; import financetracker.wsgi;"
        " print('web.views.races' in sys.modules, gc.get_freeze_count() > 100_000)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split() == ["True", "True"]
