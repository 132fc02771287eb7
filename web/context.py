"""What every template knows."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from filings.models import Load

KEEP_SECONDS = 15.0


@dataclass(frozen=True)
class Freshness:
    """Whether the data is invented, and when it was loaded last."""

    is_sample: bool
    loaded_at: datetime | None


_kept: dict[str, tuple[float, Freshness]] = {}


def freshness() -> Freshness:
    """How fresh the data is; kept in the process for some seconds, as every page asks."""
    kept = _kept.get("now")
    if kept and time.monotonic() - kept[0] < KEEP_SECONDS:
        return kept[1]
    newest = Load.objects.filter(status=Load.Status.LOADED).order_by("-id").first()
    answer = Freshness(
        is_sample=Load.objects.filter(is_sample=True).exists(),
        loaded_at=newest.finished_at if newest else None,
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
