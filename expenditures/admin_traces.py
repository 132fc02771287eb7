"""The admin of traces: read-only, each with where its money came in and on which ways."""

from django.contrib import admin

from expenditures.models import Trace, TraceEntry, TraceStep
from filings.admin_base import CycleFilter, FactAdmin, amount


@admin.register(Trace)
class TraceAdmin(FactAdmin):
    """What became of following a spender's money."""

    list_display = (
        "cycle",
        "committee",
        "method",
        amount("spent", "spent"),
        amount("traced", "traced"),
        amount("unitemized", "unitemized"),
        amount("untraceable", "untraceable"),
        "layers",
        "through",
        "error",
    )
    list_filter = (CycleFilter, "method")
    prefetch = ("committee",)
    committee_lookups = ("committee_id",)


@admin.register(TraceEntry)
class TraceEntryAdmin(FactAdmin):
    """Where a trace's money came in."""

    list_display = ("trace", "committee", "source", "layer", amount("amount", "amount"))
    list_filter = ("source", "layer")
    prefetch = ("trace", "committee")
    committee_lookups = ("committee_id",)


@admin.register(TraceStep)
class TraceStepAdmin(FactAdmin):
    """On which ways a trace's money went."""

    list_display = ("trace", "giver", "recipient", amount("amount", "amount"))
    prefetch = ("trace", "giver", "recipient")
    committee_lookups = ("giver_id",)
