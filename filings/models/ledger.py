"""The ledger of loads, and what could not be read."""

from typing import Self

from django.db import models
from django.db.models import Q

from filings.columns import text


class LoadQuerySet(models.QuerySet["Load"]):
    """The ledger, in the words people ask it in."""

    def finished_well(self) -> Self:
        """Loads whose data is in the tables now or was when they ended."""
        return self.filter(status__in=[Load.Status.LOADED, Load.Status.UNCHANGED])

    def for_step(self, step: str, cycle: int) -> Self:
        """All loads of one step and cycle, newest first."""
        return self.filter(step=step, cycle=cycle).order_by("-id")


class Load(models.Model):
    """One run of one step for one cycle: the whole state of the pipeline is these rows."""

    class Status(models.TextChoices):
        RUNNING = "running"
        LOADED = "loaded"
        UNCHANGED = "unchanged"
        SKIPPED = "skipped"
        FAILED = "failed"

    step = models.CharField(max_length=40)
    cycle = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    source = text(max_length=500, help_text="Address or path that the file was taken from.")
    is_sample = models.BooleanField(default=False, help_text="The source says it is invented.")
    checksum = text(max_length=64, help_text="SHA-256 of the file, or of a derived step's inputs.")
    etag = text(max_length=200)
    last_modified = text(max_length=60)
    source_bytes = models.BigIntegerField(default=0)
    rows_in = models.BigIntegerField(default=0)
    rows_loaded = models.BigIntegerField(default=0)
    rows_rejected = models.BigIntegerField(default=0)
    rows_noted = models.BigIntegerField(
        default=0, help_text="Rows loaded with a field left blank because it could not be read."
    )
    inserted = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)
    removed = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    phase = text(max_length=60, help_text="What the step is doing, while it runs.")
    progress_done = models.BigIntegerField(default=0)
    progress_total = models.BigIntegerField(default=0)
    progress_unit = text(max_length=10, help_text="What progress is counted in: bytes or rows.")
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    seconds = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)
    reason = text(max_length=1000, help_text="Why the step was skipped or failed, in a sentence.")
    traceback = models.TextField(blank=True, default="")
    forced = models.BooleanField(default=False)
    requested_by = text(max_length=150, help_text="The admin who started it; empty for the beat.")

    objects = LoadQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        permissions = (("run_step", "Can start a step of the pipeline"),)
        indexes = (models.Index(fields=("step", "cycle", "-id")),)
        constraints = (
            models.CheckConstraint(
                name="load_end_has_time",
                condition=Q(status="running", finished_at__isnull=True)
                | (~Q(status="running") & Q(finished_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="load_failure_has_reason",
                condition=~Q(status__in=["failed", "skipped"]) | ~Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.cycle} ({self.status})"


class Reject(models.Model):
    """A row, or a field of a row, that could not be read: nothing is dropped without a record."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="rejects")
    step = models.CharField(max_length=40)
    cycle = models.PositiveSmallIntegerField()
    file = models.CharField(max_length=500)
    line = models.BigIntegerField(help_text="Line in the file, counted from 1.")
    column = text(max_length=60)
    reason = models.CharField(max_length=300)
    raw = models.TextField()
    row_loaded = models.BooleanField(
        default=False, help_text="The row was loaded, with this field left blank."
    )

    class Meta:
        ordering = ("load_id", "line")
        indexes = (models.Index(fields=("step", "cycle")),)

    def __str__(self) -> str:
        return f"{self.file} line {self.line}: {self.reason}"
