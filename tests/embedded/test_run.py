"""./run and its commands on machines that lack something."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from embedded import surroundings
from embedded.cli import main
from embedded.commands import run_in_foreground
from embedded.errors import SurroundingsError
from embedded.places import ROOT
from embedded.stopping import Stopping, stop_requests, uninterrupted

NEEDED = [
    "bash",
    "env",
    "dirname",
    "mkdir",
    "cat",
    "cksum",
    "awk",
    "df",
    "tail",
    "rm",
    "flock",
    "id",
]


@pytest.fixture
def bare_machine(tmp_path):
    """A checkout's ./run in a folder, and a PATH on which there is no Python."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in NEEDED:
        found = shutil.which(name)
        if found:
            (programs / name).symlink_to(found)
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    for name in ("run", "requirements.txt", "requirements-embedded.txt", "requirements-tools.txt"):
        shutil.copy(ROOT / name, checkout)
    return checkout, programs


def call_run(bare_machine, *arguments):
    checkout, programs = bare_machine
    return subprocess.run(
        [programs / "bash", checkout / "run", *arguments],
        env={"PATH": str(programs), "HOME": str(checkout)},
        capture_output=True,
        text=True,
    )


def add_program(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.unlink(missing_ok=True)
    path.write_text(f"#!{folder / 'bash'}\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_run_alone_explains_every_command(bare_machine):
    done = call_run(bare_machine)
    assert done.returncode == 0
    for command in ("demo", "serve", "import", "manage", "shell", "psql", "test", "check"):
        assert f"./run {command}" in done.stdout


def test_an_unknown_command_is_refused(bare_machine):
    done = call_run(bare_machine, "dmeo")
    assert done.returncode == 1
    assert "There is no command dmeo." in done.stderr


@pytest.mark.parametrize("version", [None, "3.9.2", "3.15.0"])
def test_an_unsupported_python_gets_a_remedy(bare_machine, version):
    if version:
        answer = f'case "$1" in --version) echo "Python {version}";; *) exit 1;; esac'
        add_program(bare_machine[1], "python3", answer)
    done = call_run(bare_machine, "demo")
    assert done.returncode == 1
    assert f"this machine has {'Python ' + version if version else 'none'}." in done.stderr
    assert "apt-get install python3" in done.stderr


def test_a_full_disk_is_told_before_anything_is_installed(bare_machine):
    add_program(bare_machine[1], "python3.11", "exit 0")
    add_program(bare_machine[1], "df", 'echo head; echo "disk 10 5 20000 50% /"')
    done = call_run(bare_machine, "demo")
    assert done.returncode == 1
    assert "Only 20 MB are free" in done.stderr
    assert not (bare_machine[0] / ".venv").exists()


def test_a_python_without_venv_and_pip_gets_a_remedy(bare_machine):
    answer = 'case "$*" in *ensurepip*|*pip*) exit 1;; esac'
    add_program(bare_machine[1], "python3.11", answer)
    done = call_run(bare_machine, "demo")
    assert done.returncode == 1
    assert "neither venv nor pip" in done.stderr
    assert "apt-get install python3-venv" in done.stderr


def test_a_taken_port_is_told_with_another_that_is_free():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SurroundingsError, match=rf"Port {port} is taken.*demo --port \d+"):
            surroundings.check_port(port, "demo")
    surroundings.check_port(port, "demo")


def test_a_full_disk_gets_a_remedy(tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(surroundings.shutil, "disk_usage", lambda _: usage(10**9, 9 * 10**8, 10**8))
    with pytest.raises(SurroundingsError, match=r"Only 100 MB are free.*Free some space"):
        surroundings.check_disk(tmp_path)


@pytest.mark.parametrize("arguments", [["--port", "web"], ["--port=99999"], ["--prot", "80"]])
def test_bad_arguments_get_a_sentence(arguments, capsys):
    assert main(["demo", *arguments]) == 1
    assert "port" in capsys.readouterr().err


def test_the_status_of_a_command_is_handed_back():
    assert run_in_foreground([sys.executable, "-c", "raise SystemExit(7)"], dict(os.environ)) == 7
    program = "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"
    assert run_in_foreground([sys.executable, "-c", program], dict(os.environ)) == 128 + 15


def test_a_request_to_end_comes_once_and_never_in_the_middle():
    seen = []
    with pytest.raises(Stopping), stop_requests():  # noqa: PT012
        with uninterrupted():
            os.kill(os.getpid(), signal.SIGTERM)
            seen.append("the block was finished")
        seen.append("never reached")
    assert seen == ["the block was finished"]
