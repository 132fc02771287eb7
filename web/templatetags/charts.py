"""Charts on pages."""

from django import template

register = template.Library()


@register.simple_tag
def chart(kind: str, key: str, name: str, cycle: int | None = None) -> str:
    """A chart with its table and downloads; nothing is drawn yet."""
    return ""
