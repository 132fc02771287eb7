"""What every template knows."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.http import HttpRequest

from filings.fec.catalog import CATALOG
from filings.models import Load

KEEP_SECONDS = 15.0


# Files and filings bring data; other steps compute from what is there.
FILE_STEPS = frozenset({*(file.step for file in CATALOG.values()), "electronic"})


@dataclass(frozen=True)
class Freshness:
    """Whether the data is invented, and when its files were loaded or checked last, by cycle."""

    is_sample: bool
    by_cycle: dict[int, datetime]

    @property
    def loaded_at(self) -> datetime | None:
        """The newest load of any cycle's file; None before the first."""
        return max(self.by_cycle.values(), default=None)

    def as_of(self, cycle: int | None) -> datetime | None:
        """The newest load of a cycle's files; of any cycle's where a page has none."""
        return self.by_cycle.get(cycle) if cycle else self.loaded_at


_kept: dict[str, tuple[float, Freshness]] = {}


def freshness() -> Freshness:
    """How fresh the data is; kept in the process for some seconds, as every page asks."""
    kept = _kept.get("now")
    if kept and time.monotonic() - kept[0] < KEEP_SECONDS:
        return kept[1]
    loads = Load.objects.finished_well().filter(step__in=FILE_STEPS)
    answer = Freshness(
        is_sample=Load.objects.filter(is_sample=True).exists(),
        by_cycle=dict(
            loads.order_by()
            .values("cycle")
            .annotate(at=Max("finished_at"))
            .values_list("cycle", "at")
        ),
    )
    _kept["now"] = (time.monotonic(), answer)
    return answer


def forget() -> None:
    """Ask the database again at the next page."""
    _kept.clear()


def site(request: HttpRequest) -> dict[str, Any]:
    """Variables for every page: is_sample, loaded_at."""
    return {
        # Templates call these, and so only a page that mentions them asks the database.
        "is_sample": lambda: freshness().is_sample,
        "loaded_at": lambda: freshness().loaded_at,
    }
