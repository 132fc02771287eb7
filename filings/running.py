"""Which steps run now, by the locks they hold: a ledger row outlives a process that was killed."""

from collections.abc import Iterable

from django.db import connection

from filings.models import Load

# The lock that filings.staging.loading_connection takes, as Postgres lists it.
_HELD = """
SELECT count(*) FROM pg_locks
 WHERE locktype = 'advisory' AND objsubid = 2 AND granted
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
   AND classid::bigint = hashtext(%s)::bigint & 4294967295 AND objid::bigint = %s
"""


def is_running(step: str, cycle: int) -> bool:
    """Whether some process runs this step of this cycle at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [step, cycle])
        return bool(cursor.fetchone()[0])


def running_loads(work: Iterable[tuple[str, int]] | None = None) -> list[Load]:
    """The ledger's rows of running steps, oldest first; of these (step, cycle) only, where given.

    A row without its lock is of a process that died, and is left out.
    """
    wanted = None if work is None else set(work)
    rows = Load.objects.filter(status=Load.Status.RUNNING).order_by("id")
    return [
        load
        for load in rows
        if (wanted is None or (load.step, load.cycle) in wanted)
        and is_running(load.step, load.cycle)
    ]
