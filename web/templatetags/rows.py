"""Figures as links to exactly the rows that add up to them.

Each carries its plain amount in `data-figure`, and the number of its rows in `data-rows` where it
is known: a test follows these and adds up what it finds.
"""

from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from donations.normalizing import normal_form
from web.context import freshness
from web.employers import employer_path
from web.templatetags.figures import about, cents, dollars, fec_link, query

register = template.Library()

_WRITTEN = {"dollars": dollars, "cents": cents, "about": about}


@register.simple_tag
def figure(
    amount: Decimal | int | None,
    address: str,
    fmt: str = "dollars",
    css: str = "",
    rows: int | None = None,
) -> str | SafeString:
    """An amount as a link to its rows: `{% figure line.amount line.url %}`.

    `fmt` is dollars, cents or about. Without an address, or an amount, it is text.
    """
    said = _WRITTEN[fmt](amount)
    if amount is None or amount == "" or not address:
        return format_html('<span class="{}">{}</span>', css, said) if css else said
    return format_html(
        '<a{}{} data-figure="{}" href="{}">{}</a>',
        format_html(' class="{}"', css) if css else "",
        format_html(' data-rows="{}"', rows) if rows is not None else "",
        f"{Decimal(amount):f}",
        address,
        said,
    )


def _address(name: str, identifier: str, values: dict[str, Any]) -> str:
    pairs = [(key, value) for key, value in values.items() if value not in (None, "", [])]
    return f"{reverse(name, args=[identifier])}?{urlencode(pairs, doseq=True)}"


@register.simple_tag
def candidate_figure(
    amount: Decimal | None,
    candidate_id: str,
    fmt: str = "dollars",
    css: str = "",
    rows: int | None = None,
    **values: Any,
) -> str | SafeString:
    """An amount as a link to rows of a candidate's money; the values are those of its address."""
    return figure(amount, _address("candidate_rows", candidate_id, values), fmt, css, rows)


@register.simple_tag
def committee_figure(
    amount: Decimal | None,
    committee_id: str,
    fmt: str = "dollars",
    css: str = "",
    rows: int | None = None,
    **values: Any,
) -> str | SafeString:
    """An amount as a link to rows of a committee's money."""
    return figure(amount, _address("committee_rows", committee_id, values), fmt, css, rows)


@register.simple_tag
def donors_figure(
    amount: Decimal | None,
    fmt: str = "dollars",
    css: str = "",
    rows: int | None = None,
    **values: Any,
) -> str | SafeString:
    """An amount as a link to the donor search that finds its rows."""
    return figure(amount, reverse("donors") + query(**values), fmt, css, rows)


@register.simple_tag
def official_figure(
    amount: Decimal | None, kind: str, identifier: str, cycle: int, fmt: str = "cents"
) -> str | SafeString:
    """An official amount as a link to the FEC's own page of the candidate or committee."""
    said = _WRITTEN[fmt](amount)
    if amount is None or freshness().is_sample:
        return said
    return fec_link(f"https://www.fec.gov/data/{kind}/{identifier}/?cycle={cycle}", said)


@register.simple_tag
def employer_link(name: str) -> str | SafeString:
    """An organization's name as a link to its page, where it has one."""
    address = employer_path(normal_form(name)) if name else ""
    return format_html('<a href="{}">{}</a>', address, name) if address else name


@register.filter
def exactly(text: str) -> str:
    """A text as a filter that asks for all of it, sign for sign; "=" alone is an empty one."""
    return f"={text}"
