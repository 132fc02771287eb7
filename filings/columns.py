"""Columns that most tables of the FEC's data share."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler


def money(**options: object) -> models.DecimalField:
    """A column for dollars and cents, exact up to 999,999,999,999.99."""
    return models.DecimalField(max_digits=14, decimal_places=2, **options)  # type: ignore[arg-type]


def text(**options: object) -> models.CharField:
    """A short text column that is empty, never null, where the FEC left the field blank."""
    return models.CharField(blank=True, default="", **options)  # type: ignore[arg-type]


@models.ForeignKey.register_lookup
@models.Field.register_lookup
class AnyOf(Lookup):
    """`candidate_id__any_of=ids`: as `__in`, with the whole list as one parameter.

    With one each, reading the query for its placeholders takes tens of milliseconds for some
    hundreds of them, more than the database takes for the answer.
    """

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """The condition, and the list as its parameter; nothing is asked of an empty list."""
        if not self.rhs:
            raise EmptyResultSet
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*parameters, list(self.rhs))
