"""Transactions that are tried once more where Postgres ended them to untie a deadlock."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

Given = ParamSpec("Given")
Result = TypeVar("Result")


def whole(work: Callable[Given, Result]) -> Callable[Given, Result]:
    """Do all of it in a transaction or none; after a deadlock with others, once more.

    Inside a transaction of the caller's only the caller can begin again: it gets the error.
    """

    @wraps(work)
    def run(*given: Given.args, **named: Given.kwargs) -> Result:
        try:
            with transaction.atomic():
                return work(*given, **named)
        except OperationalError as error:
            if connection.in_atomic_block or not isinstance(error.__cause__, DeadlockDetected):
                raise
        with transaction.atomic():
            return work(*given, **named)

    return run
