"""What the donor search's templates need of its filter."""

from collections.abc import Mapping

from django import template

from web.filters import DonorFilter

register = template.Library()


@register.filter
def value_of(values: Mapping[str, str], name: str) -> str:
    """What a mapping has under a name; empty where it has nothing."""
    return values.get(name, "")


@register.simple_tag
def address_with(asked: DonorFilter, **changes: str) -> str:
    """The query string of a search with changes."""
    return asked.address(**changes)
