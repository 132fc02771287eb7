"""The whole of `./run demo`, in a folder of its own: first start, second start, Ctrl-C."""

import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from embedded.places import ROOT
from embedded.surroundings import find_free_port

DEMO = (
    "import sys; from pathlib import Path;"
    "from embedded.stopping import stop_requests; from embedded.website import run_site\n"
    "with stop_requests(): run_site('demo', int(sys.argv[1]), Path(sys.argv[2]))\n"
)


@pytest.fixture
def var():
    """A folder that Postgres's user can reach, which pytest's own (0700) isn't when we are root."""
    folder = Path(tempfile.mkdtemp(prefix="demo-test-"))
    folder.chmod(0o711)
    yield folder
    for process in find_processes(folder):
        process.kill()
    shutil.rmtree(folder, ignore_errors=True)


def find_processes(var: Path) -> list[psutil.Process]:
    """Return what runs for `var`; its folder is in the command line or the environment of each."""
    found = []
    for process in psutil.process_iter():
        try:
            words = [*process.cmdline(), *process.environ().values()]
            if process.status() != psutil.STATUS_ZOMBIE and any(str(var) in word for word in words):
                found.append(process)
        except psutil.Error:
            continue
    return found


def start_demo(port: int, var: Path, seconds: float = 60) -> tuple[subprocess.Popen[bytes], str]:
    """Start the demo, and return it with what it has said by the time the site is up."""
    process = subprocess.Popen(
        [sys.executable, "-c", DEMO, str(port), str(var)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=ROOT,
        start_new_session=True,
    )
    assert process.stdout is not None
    said = b""
    end = time.monotonic() + seconds
    while b"Ctrl-C stops it" not in said:
        ready, _, _ = select.select([process.stdout], [], [], max(0, end - time.monotonic()))
        part = process.stdout.read1(65536) if ready else b""
        if not part:
            process.kill()
            logs = "\n".join(log.read_text() for log in sorted((var / "log").glob("demo-*.log")))
            pytest.fail(f"The demo didn't come up:\n{said.decode()}\n{logs}")
        said += part
    return process, said.decode()


def wait_for_filings(var: Path, seconds: float = 60) -> str:
    """Return what the worker logged, once it has taken in the sample's electronic filings."""
    log = var / "log" / "demo-worker.log"
    end = time.monotonic() + seconds
    while not re.search(r"poll_efilings\[\S+\] succeeded", log.read_text()):
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.2)
    return log.read_text()


def test_demo_starts_shows_its_password_once_and_stops(var):
    port = find_free_port()
    demo, said = start_demo(port, var)
    password = re.search(r"administrator is admin, password (\S+) ", said)
    assert password
    assert f"http://127.0.0.1:{port}/" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        assert answer.status == 200
    assert (var / "run" / "sample-imported").exists(), said
    assert "poll_efilings" in wait_for_filings(var)
    demo.send_signal(signal.SIGINT)
    assert demo.wait(timeout=30) == 0
    assert not find_processes(var)

    began = time.monotonic()
    demo, said = start_demo(port, var)
    # The promise is five seconds; a machine that runs other tests beside this one gets more.
    assert time.monotonic() - began < 10
    assert "password" not in said
    demo.kill()
    demo.wait()
    assert find_processes(var)

    demo, said = start_demo(port, var)
    assert "Stopped what a killed run had left behind" in said
    demo.send_signal(signal.SIGTERM)
    assert demo.wait(timeout=30) == 0
    assert not find_processes(var)
