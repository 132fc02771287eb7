"""What the newest training of the classifier was measured to be worth, for the page on methods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from donations.models import ClassifierRun


@dataclass(frozen=True)
class Line:
    """Precision and coverage in per cent at a threshold, measured on `cases` names."""

    threshold: Decimal
    precision: Decimal | None
    coverage: Decimal
    cases: int
    is_chosen: bool


@dataclass(frozen=True)
class Run:
    """One training."""

    at: datetime
    trained_on: int
    wanted: Decimal
    threshold: Decimal | None
    proposed: int
    published: int
    lines: Sequence[Line]


def newest() -> Run | None:
    """The newest training; None before the first."""
    run = ClassifierRun.objects.first()
    if run is None:
        return None
    return Run(
        run.at,
        run.trained_on,
        100 * run.wanted,
        run.threshold,
        run.proposed,
        run.published,
        [
            Line(
                Decimal(line["threshold"]),
                None if line["precision"] is None else 100 * Decimal(line["precision"]),
                100 * Decimal(line["coverage"]),
                int(line["cases"]),
                run.threshold is not None and Decimal(line["threshold"]) == run.threshold,
            )
            for line in run.measured
        ],
    )
