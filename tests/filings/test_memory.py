"""The importing process stays small, however large the file."""

import subprocess
import sys
from pathlib import Path

from benchmarks.generate import generate
from donations.models import Contribution
from tests.database import environment
from tests.mirror import Mirror

ROOT = Path(__file__).resolve().parents[2]
ROWS = 200_000
MEMORY_MAX_MB = 300


def test_memory_and_rows_of_a_large_file(mirror: Mirror, tmp_path: Path) -> None:
    large = tmp_path / "large"
    generate(ROWS, large)
    code = (
        "import pathlib, re\n"
        "from django.core.management import execute_from_command_line\n"
        "execute_from_command_line(['manage.py', 'ingest', 'contributions', '--cycle', '2018'])\n"
        # ru_maxrss would begin with the peak of the process that started this one.
        "status = pathlib.Path('/proc/self/status').read_text()\n"
        "print(re.search(r'VmHWM:\\s+(\\d+) kB', status)[1])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(FEC_MIRROR=str(large), DJANGO_SETTINGS_MODULE="financetracker.settings"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert Contribution.objects.count() == ROWS
    used = int(done.stdout.splitlines()[-1]) / 1024
    assert used < MEMORY_MAX_MB
