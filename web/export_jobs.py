"""Exports in the background: asked for once, written by a worker, kept for some days.

All that is known of one stands in two files of EXPORT_DIR, which the site and the worker share:
<id>.json says what it is and how far it has come, <id>.csv or <id>.xlsx is the result. The id
follows from the query, the form and the data's version by a secret, so that the same export asked
for twice is one, and nobody can guess another's.

The site does not know the worker: `on_requested` is called with the id of an export to be written.
"""

import hmac
import json
import logging
import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection

from web import export_files
from web.caching import data_version
from web.donor_search import TooBroad
from web.export_tables import NoSuchExport, table_of

logger = logging.getLogger(__name__)

on_requested: list[Callable[[str], object]] = []

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Up to so many rows an export is written while the reader waits.
AT_ONCE = 20_000
KEPT_SECONDS = 7 * 86_400
# A worker that said nothing for so long has died; one that never began is not there.
SILENT_SECONDS = 120
SAID_EVERY_SECONDS = 1.0
_ID = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class Job:
    """An export. status: waiting, running, done or failed; heard: when that was said last, in
    seconds since 1970; rows: how many it will have; done: how many are written.
    """

    id: str
    kind: str
    form: str
    query: str
    version: int
    name: str
    rows: int
    status: str = "waiting"
    done: int = 0
    error: str = ""
    heard: float = 0.0

    @property
    def path(self) -> Path:
        """Where the result is, or will be."""
        return folder() / f"{self.id}.{self.form}"

    @property
    def is_silent(self) -> bool:
        """Whether nobody has worked on it for so long that it must be started again."""
        is_open = self.status in {"waiting", "running"}
        return is_open and time.time() - self.heard > SILENT_SECONDS

    @property
    def percent(self) -> int:
        """How much of it is written."""
        return min(100, 100 * self.done // self.rows) if self.rows else 0


def folder() -> Path:
    """Where exports stand; made when it is first needed."""
    found = Path(settings.EXPORT_DIR)
    found.mkdir(parents=True, exist_ok=True)
    return found


def request(kind: str, form: str, query: str) -> Job:
    """The export of this query as the data now is: the one there is, else one that was begun now.

    Raises NoSuchExport where the query can't be read, TooBroad where it can't be counted.
    """
    if form not in FORMS:
        raise NoSuchExport(f"There is no export as {form[:10]}.")
    version = data_version()
    said = "\n".join([str(connection.settings_dict["NAME"]), str(version), kind, form, query])
    number = hmac.new(settings.SECRET_KEY.encode(), said.encode(), sha256).hexdigest()[:40]
    job = find(number)
    if job is not None and job.status == "done" and job.path.exists():
        return job
    if job is None or job.status in {"failed", "done"} or job.is_silent:
        table = table_of(kind, query)
        job = Job(number, kind, form, query, version, table.name, table.rows)
        _save(job)
        if job.rows > AT_ONCE:
            _hand_over(job)
    return job


def _hand_over(job: Job) -> None:
    """Ask for a job to be written; without a worker's queue its page says so, and offers again."""
    try:
        for listener in on_requested:
            listener(job.id)
    except Exception:
        logger.exception("The export %s could not be handed to a worker.", job.id)
        words = "No worker could be reached. Try again in a minute; CSV can be had without one."
        _save(replace(job, status="failed", error=words))


def find(number: str) -> Job | None:
    """An export by its id; None where there is none."""
    if not _ID.fullmatch(number):
        return None
    try:
        return Job(**json.loads((folder() / f"{number}.json").read_text()))
    except (FileNotFoundError, json.JSONDecodeError, TypeError):
        return None


def write(number: str) -> str:
    """Write an export; the status it ended with. A failure is said on its page."""
    job = find(number)
    if job is None or job.status == "done":
        return "unchanged"
    part = job.path.with_suffix(f".{job.form}.part")
    said = 0.0

    def progress(done: int) -> None:
        nonlocal said
        if time.monotonic() - said >= SAID_EVERY_SECONDS:
            said = time.monotonic()
            _save(replace(job, status="running", done=done))

    progress(0)
    try:
        table = table_of(job.kind, job.query)
        export_files.write(job.form, table, part, progress)
        part.rename(job.path)
    except TooBroad:
        _save(replace(job, status="failed", error="It takes longer than the database may spend."))
        return "failed"
    except Exception as error:
        logger.exception("The export %s could not be written.", number)
        part.unlink(missing_ok=True)
        words = (
            str(error) if isinstance(error, NoSuchExport) else "The fault is ours and is logged."
        )
        _save(replace(job, status="failed", error=words))
        return "failed"
    _save(replace(job, status="done", done=job.rows))
    return "done"


def forget_old(now: float | None = None) -> int:
    """Remove exports that are older than they are kept; how many files that were."""
    removed = 0
    for path in folder().iterdir():
        if (now or time.time()) - path.stat().st_mtime > KEPT_SECONDS:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _save(job: Job) -> None:
    job = replace(job, heard=time.time())
    path = folder() / f"{job.id}.json"
    # Whole or not at all: a page may read it at any moment.
    written = path.with_suffix(f".{time.monotonic_ns()}.new")
    written.write_text(json.dumps(asdict(job)))
    written.replace(path)
