"""`./run demo` and `./run serve`: servers, site, worker and clock as one command."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import http.client
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from embedded.commands import (
    REAL,
    SAMPLE,
    build_environment,
    manage,
    python,
)
from embedded.errors import AlreadyRunningError, ServerError
from embedded.places import ROOT, Places, load_secrets, read_json, write_private
from embedded.servers import Servers, running_servers
from embedded.stopping import Stopping, is_asked, uninterrupted
from embedded.supervise import Child, Supervisor
from embedded.surroundings import check_port

SAMPLE_CYCLE = "2018"
ADMIN_NAME = "admin"


def run_site(command: str, port: int, var: Path = ROOT / "var") -> int:
    """Run the site of `command`, "demo" or "serve", until somebody asks to end.

    All that it makes is kept under `var`.
    """
    places = Places.under(var)
    database = SAMPLE if command == "demo" else REAL
    address = f"http://127.0.0.1:{port}/"
    with _only_one(places, command, address):
        supervisor = Supervisor(places, command)
        if supervisor.stop_leftovers():
            print("Stopped what a killed run had left behind.", flush=True)
        check_port(port, command)
        with running_servers(places) as servers:
            site = Site(places, supervisor, servers, database, port)
            try:
                site.run(address)
            except Stopping:
                print("\nStopping …", flush=True)
                return 0
            finally:
                with uninterrupted():
                    site.end_helpers()
                    supervisor.stop()
    return 0


@contextlib.contextmanager
def _only_one(places: Places, command: str, address: str) -> Iterator[None]:
    """Hold the lock of `command`, or raise AlreadyRunningError with the address of who holds it."""
    about = places.run / f"{command}.json"
    descriptor = os.open(places.run / f"{command}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            running = read_json(about)
            raise AlreadyRunningError(
                f"./run {command} is running already, at {running.get('address', 'its address')}"
                f" (process {running.get('pid', 'unknown')})."
                " Open that, or stop it with Ctrl-C in its terminal."
            ) from None
        write_private(about, json.dumps({"address": address, "pid": os.getpid()}))
        yield
        about.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


@dataclass
class Site:
    """One run of the site on one database."""

    places: Places
    supervisor: Supervisor
    servers: Servers
    database: str
    port: int
    helpers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, address: str) -> None:
        """Bring the site up, say where it is, look after it; ends by Stopping or ServerError."""
        is_sample = self.database == SAMPLE
        is_new = self.servers.ensure_database(self.database)
        environment = build_environment(self.servers, self.database, self.places)
        environment = self.supervisor.mark(environment)
        generator = self._start_sample(environment) if is_sample else None
        migrated = migrate(self.places, self.database, environment, anew=is_new)
        password = ensure_admin(
            self.places, self.database, environment, is_new=is_new, look=migrated
        )
        web = self._start_web(environment)
        if generator is not None:
            self._finish(generator, "making the sample")
            # Noted only now: what a killed run has left half made is made again.
            (self.places.run / "sample-made").write_text(hash_sample())
        worker_up = False
        stamp = self.places.run / "sample-imported"
        wanted = f"{hash_sample()} {hash_schema()}"
        unchanged = not is_new and read_stamp(stamp) == wanted
        if is_sample and not unchanged:
            self._start_worker(environment)
            worker_up = True
            print("Importing the sample …", flush=True)
            process = self._launch(_import_command(), environment)
            if self._finish(process, "the import", required=False):
                stamp.write_text(wanted)
                # By itself the clock would look for new filings two minutes from now.
                self.supervisor.start(Child("poll", _poll_command(), environment, once=True))
        self._wait_for_web(web)
        print(f"\nThe site is at {address}", flush=True)
        if password:
            print(f"Its administrator is {ADMIN_NAME}, password {password} (shown only this once).")
            # Noted only now: a first run that was cut short before has shown it to nobody.
            note_admin_shown(self.places, self.database)
        print(f"Ctrl-C stops it. Its logs are in {self.places.log}.", flush=True)
        if not worker_up:
            self._start_worker(environment)
        self._start_beat(environment)
        if is_sample and unchanged:
            # Nothing is expected to change, but the ledger shall say that somebody looked.
            self.supervisor.start(Child("import", _import_command(), environment, once=True))
        while True:
            self._look_around(0.5)

    def _launch(self, command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        """Start a process that shows in our terminal what it does, and ends by itself."""
        with uninterrupted():
            # In a session of its own, so that Ctrl-C reaches us alone and we end things in order.
            process = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)
            self.helpers.append(process)
        return process

    def end_helpers(self) -> None:
        """End those of `_launch` that haven't ended by themselves."""
        for process in self.helpers:
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()

    def _start_sample(self, environment: dict[str, str]) -> subprocess.Popen[bytes] | None:
        """Start writing the sample's files, unless those of today's generator are there."""
        stamp = self.places.run / "sample-made"
        if self.places.sample.is_dir() and read_stamp(stamp) == hash_sample():
            return None
        stamp.unlink(missing_ok=True)
        shutil.rmtree(self.places.sample, ignore_errors=True)
        command = python("-m", "sample", "--out", str(self.places.sample))
        return self._launch(command, environment)

    def _start_web(self, environment: dict[str, str]) -> Child:
        command = python("-m", "gunicorn", "financetracker.wsgi:application")
        command += ["--bind", f"127.0.0.1:{self.port}", "--workers", "2", "--threads", "4"]
        # Loaded once and forked: half the processor time of a start, and less memory.
        command += ["--preload", "--no-control-socket", "--access-logfile", "-"]
        web = Child("web", command, environment)
        self.supervisor.start(web)
        return web

    def _polling(self, environment: dict[str, str]) -> dict[str, str]:
        """The environment of who looks for new filings: nobody, where the sample has none."""
        if self.database == SAMPLE:
            has_feed = (self.places.sample / "rss" / "generate").exists()
            return {"EFILING_POLL": "1" if has_feed else "0"} | environment
        return environment

    def _start_worker(self, environment: dict[str, str]) -> None:
        command = python("-m", "celery", "-A", "financetracker", "worker", "--loglevel", "INFO")
        command += ["--concurrency", "2", "--without-gossip", "--without-mingle"]
        command += ["--hostname", f"{self.database}@%h"]
        self.supervisor.start(Child("worker", command, self._polling(environment)))

    def _start_beat(self, environment: dict[str, str]) -> None:
        schedule = self.places.run / f"{self.database}-beat"
        command = python("-m", "celery", "-A", "financetracker", "beat", "--loglevel", "INFO")
        command += ["--schedule", str(schedule), "--pidfile", ""]
        self.supervisor.start(Child("beat", command, self._polling(environment)))

    def _wait_for_web(self, web: Child, seconds: float = 60.0) -> None:
        end = time.monotonic() + seconds
        while not self._answers():
            self.supervisor.raise_if_ended(web)
            if time.monotonic() > end:
                raise ServerError(
                    f"The site doesn't answer after {seconds:.0f} seconds."
                    f" {self.supervisor.log_of(web)} tells why."
                )
            self._look_around(0.05)

    def _look_around(self, seconds: float) -> None:
        time.sleep(seconds)
        if is_asked():
            raise Stopping
        self.supervisor.check()

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _finish(
        self, process: subprocess.Popen[bytes], what: str, *, required: bool = True
    ) -> bool:
        """Wait for `process`, and tell whether it went well; raise ServerError where it had to."""
        while process.poll() is None:
            self._look_around(0.05)
        if process.returncode and required:
            raise ServerError(f"{what[0].upper()}{what[1:]} failed. The lines above say why.")
        if process.returncode:
            print(
                f"{what[0].upper()}{what[1:]} failed; see the lines above, and /status/.",
                flush=True,
            )
        return process.returncode == 0


def _import_command() -> list[str]:
    return manage("ingest", "--celery", "--cycle", SAMPLE_CYCLE)


def _poll_command() -> list[str]:
    """Return the command that has the worker take in the electronic filings that are due."""
    return python("-m", "celery", "-A", "financetracker", "call", "financetracker.poll_efilings")


def migrate(places: Places, database: str, environment: dict[str, str], *, anew: bool) -> bool:
    """Bring the tables of `database` up to date, and tell whether there was anything to look at.

    Asking Django costs a second, so it is asked only when a file that could matter has changed.
    """
    stamp = places.run / f"migrated-{database}"
    wanted = hash_schema()
    if not anew and read_stamp(stamp) == wanted:
        return False
    done = subprocess.run(
        manage("migrate", "--no-input", "--verbosity", "0"),
        env=environment,
        cwd=ROOT,
        start_new_session=True,
    )
    if done.returncode:
        raise ServerError(f"The tables of {database} couldn't be made. The lines above say why.")
    stamp.write_text(wanted)
    return True


def ensure_admin(
    places: Places, database: str, environment: dict[str, str], *, is_new: bool, look: bool
) -> str | None:
    """See to it that there is an administrator; return the password the first time, then None.

    `is_new` tells that the database was made just now, `look` that its tables may have changed.
    """
    if is_new:
        _admin_note(places, database).unlink(missing_ok=True)
    is_shown = _admin_note(places, database).exists()
    if is_shown and not look:
        return None
    password = load_secrets(places)["admin"]
    done = subprocess.run(
        manage("ensure_admin"),
        env=environment | {"ADMIN_NAME": ADMIN_NAME, "ADMIN_PASSWORD": password},
        cwd=ROOT,
        start_new_session=True,
    )
    if done.returncode:
        raise ServerError("The administrator couldn't be made. The lines above say why.")
    return None if is_shown else password


def note_admin_shown(places: Places, database: str) -> None:
    """Note that the administrator's password has been shown, and isn't to be shown again."""
    _admin_note(places, database).touch()


def _admin_note(places: Places, database: str) -> Path:
    return places.run / f"admin-shown-{database}"


def hash_sample() -> str:
    """Return a hash of all that decides what the sample's files hold."""
    return hash_files((ROOT / "sample").rglob("*"))


def hash_schema() -> str:
    """Return a hash of all that decides the shape of the tables."""
    files = [
        *ROOT.glob("*/migrations/*.py"),
        *ROOT.glob("*/sql/**/*.sql"),
        ROOT / "requirements.txt",
    ]
    return hash_files(files)


def hash_files(files: Iterable[Path]) -> str:
    """Return one hash of the names and contents of `files`, leaving out what Python compiles."""
    total = hashlib.sha256()
    for path in sorted(files):
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def read_stamp(path: Path) -> str:
    """Return what was noted in `path`, or nothing."""
    try:
        return path.read_text()
    except FileNotFoundError:
        return ""
