"""What stands under each page's first sentence: notes, citation, feeds."""

from django import template

register = template.Library()


@register.simple_tag
def page_tools(kind: str, key: str = "", cycle: int | None = None) -> str:
    """The tools of a page; there are none yet."""
    return ""
