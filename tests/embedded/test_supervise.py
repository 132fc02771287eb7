"""Children of the supervisor: kept alive, ended together, found again after a kill."""

import os
import signal
import subprocess
import sys

import psutil
import pytest

from embedded.errors import AlreadyRunningError, ServerError
from embedded.places import ROOT, Places
from embedded.processes import wait_until
from embedded.supervise import Child, Supervisor
from embedded.website import _only_one

# A child with a child of its own, as gunicorn and Celery have.
WITH_CHILD = (
    "import subprocess, sys, time;"
    "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); time.sleep(60)"
)


@pytest.fixture
def places(tmp_path):
    return Places.under(tmp_path)


def make_child(program: str, name: str = "web") -> Child:
    return Child(name, [sys.executable, "-c", program], dict(os.environ))


def session_of(pid: int) -> list[int]:
    found = []
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == pid and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
        except (OSError, psutil.Error):
            continue
    return found


def test_stop_ends_children_and_theirs(places):
    supervisor = Supervisor(places, "demo")
    child = make_child(WITH_CHILD)
    supervisor.start(child)
    assert child.process is not None
    pid = child.process.pid
    assert wait_until(lambda: len(session_of(pid)) == 2, 10)
    supervisor.stop()
    assert not session_of(pid)


def test_a_child_that_falls_over_is_started_again_but_not_for_ever(places, monkeypatch):
    supervisor = Supervisor(places, "demo")
    child = make_child("print('no such table'); raise SystemExit(1)", "worker")
    supervisor.start(child)
    monkeypatch.setattr("embedded.supervise.time.sleep", lambda _seconds: None)

    def watch():
        while True:
            assert child.process is not None
            child.process.wait()
            supervisor.check()

    with pytest.raises(ServerError, match=r"worker process keeps ending.*\n(.*\n)*no such table"):
        watch()
    supervisor.stop()


def test_a_kill_leaves_children_that_the_next_run_ends(places):
    program = (
        "import sys, time; from pathlib import Path;"
        "from embedded.places import Places; from embedded.supervise import Child, Supervisor\n"
        "supervisor = Supervisor(Places.under(Path(sys.argv[1])), 'demo')\n"
        "child = Child('web', [sys.executable, '-c', sys.argv[2]], {})\n"
        "supervisor.start(child); print(child.process.pid, flush=True); time.sleep(60)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(places.var), WITH_CHILD],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    pid = int(process.stdout.readline())
    assert wait_until(lambda: len(session_of(pid)) == 2, 10)
    process.kill()
    process.wait()
    # The middle one is gone too; the grandchild alone remains, and is still known.
    os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: len(session_of(pid)) == 1, 10)
    assert Supervisor(places, "serve").stop_leftovers() is False
    assert len(session_of(pid)) == 1
    assert Supervisor(places, "demo").stop_leftovers() is True
    assert not session_of(pid)
    assert Supervisor(places, "demo").stop_leftovers() is False


def test_a_second_demo_names_the_address_of_the_first(places):
    with (
        _only_one(places, "demo", "http://127.0.0.1:8000/"),
        pytest.raises(AlreadyRunningError, match=r"at http://127\.0\.0\.1:8000/ \(process \d+\)"),
        _only_one(places, "demo", "http://127.0.0.1:9000/"),
    ):
        pytest.fail("the second should not have started")
    with _only_one(places, "demo", "http://127.0.0.1:9000/"):
        pass
