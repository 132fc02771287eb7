"""Columns that most tables of the FEC's data share."""

from django.db import models


def money(**options: object) -> models.DecimalField:
    """A column for dollars and cents, exact up to 999,999,999,999.99."""
    return models.DecimalField(max_digits=14, decimal_places=2, **options)  # type: ignore[arg-type]


def text(**options: object) -> models.CharField:
    """A short text column that is empty, never null, where the FEC left the field blank."""
    return models.CharField(blank=True, default="", **options)  # type: ignore[arg-type]
