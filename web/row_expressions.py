"""Texts that the database makes of columns, for the order and the export of rows."""

from typing import Any

from django.db.models import Case, F, Func, JSONField, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Left, NullIf
from django.db.models.lookups import Exact

from filings import codes

EMPTY = Value("", output_field=TextField())


class _Joined(Func):
    """concat_ws: texts with something between them; what is NULL is left out."""

    function = "concat_ws"
    output_field = TextField()


class _Field(Func):
    """The text under a key of a JSON object."""

    template = "(%(expressions)s)"
    arg_joiner = " ->> "
    output_field = TextField()


class Dollars(Func):
    """An amount as lines write it: "$1,234.50"."""

    function = "to_char"
    template = "'$' || ltrim(%(function)s(%(expressions)s, 'FM999,999,999,990.00'))"
    output_field = TextField()


class _Replaced(Func):
    """What a pattern finds in a text, replaced."""

    function = "regexp_replace"
    output_field = TextField()


def safe(expression: Any) -> Any:
    """A text that no spreadsheet takes for a formula: an apostrophe before a sign that begins one.

    The pattern is of Postgres, which reads the tabulator and the carriage return in it itself.
    """
    return _Replaced(expression, Value(r"^([=+@\t\r-])"), Value(r"'\1"))


def given(expression: Any) -> Any:
    """A text, or NULL where it is empty."""
    return NullIf(expression, EMPTY, output_field=TextField())


def text(path: str) -> Any:
    """A text column, empty where it is NULL."""
    return Coalesce(F(path), EMPTY, output_field=TextField())


def either(path: str, otherwise: Any) -> Any:
    """A text column, or something else where it is empty."""
    return Coalesce(given(F(path)), otherwise, output_field=TextField())


def joined(between: str, *paths: Any) -> Any:
    """Columns and texts with something between them; what is empty is left out."""
    return _Joined(
        Value(between),
        *(given(F(path) if isinstance(path, str) else path) for path in paths),
    )


def place(city: str, state: str, zip_code: str) -> Any:
    """City, state and the first five digits of a ZIP code; no street."""
    town = given(joined(", ", city, state))
    return _Joined(Value(" "), town, given(Left(F(zip_code), 5)))


def in_words(code: Any, otherwise: Any = EMPTY) -> Any:
    """A transaction type in words, as pages write it."""
    known = {kind.code: kind.description for kind in codes.TRANSACTION_TYPES.values()}
    return Case(
        When(Exact(code, EMPTY), then=otherwise),
        default=Coalesce(
            _Field(Value(known, output_field=JSONField()), Cast(code, TextField())),
            Concat(Value("Type "), code, output_field=TextField()),
        ),
        output_field=TextField(),
    )
