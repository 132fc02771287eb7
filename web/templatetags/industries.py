"""How money by industry, and what a tag rests on, are written on pages."""

from decimal import Decimal
from urllib.parse import urlencode

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from web.industry_list import read
from web.words import listed

register = template.Library()

_LOOKS_AT = {
    "committee": "this committee",
    "type": "what the FEC registers",
    "sponsor": "a sponsor’s or committee’s name",
    "employer": "the whole name",
    "pattern": "words in a name",
    "occupation": "the occupation",
}


@register.filter
def percent(value: Decimal | None) -> str:
    """A share: "12.5%"; a dash where there is no whole."""
    return "–" if value is None else f"{value}%"


@register.simple_tag
def bar(width: int) -> str | SafeString:
    """A bar of so many per cent of its cell; the figures beside it say the same."""
    if not width:
        return ""
    return format_html(
        '<svg class="bar" aria-hidden="true" focusable="false"><rect width="{}%" height="100%"/>'
        "</svg>",
        width,
    )


@register.simple_tag
def correction_link(form: str = "", committee_id: str = "") -> str | SafeString:
    """The link to suggest another industry; nothing where that can't be done."""
    asked = {"committee": committee_id} if committee_id else {"form": form}
    if not any(asked.values()):
        return ""
    try:
        address = reverse("suggest-correction")
    except NoReverseMatch:
        return ""
    return format_html(
        '<a class="suggest" rel="nofollow" href="{}?{}">Suggest a correction</a>',
        address,
        urlencode(asked),
    )


@register.filter
def industry_names(slugs: str) -> str:
    """Industries by their slugs, with commas between them, in words."""
    names = {one.slug: one.name for one in read()}
    return listed([names.get(slug, slug) for slug in slugs.split(",")])


@register.filter
def rule_words(kind: str) -> str:
    """What a kind of rule looks at."""
    return _LOOKS_AT.get(kind, kind)
