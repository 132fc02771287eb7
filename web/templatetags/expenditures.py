"""What pages say of independent expenditures: links to all of them, and how fresh they are."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from filings.models import Election
from web import newest_notices
from web.expenditure_filters import ExpenditureFilter, Race
from web.templatetags.figures import day, query

register = template.Library()

_OF = {
    "filing": "Includes notices filed up to",
    "file": "Includes the notices in the FEC’s file of",
    "load": "Includes the notices in the FEC’s file as loaded on",
}


@register.simple_tag
def notices_up_to(cycle: int) -> str | SafeString:
    """The sentence that says how far a cycle's notices reach (0 for all cycles); else nothing."""
    reach = newest_notices.filed_up_to(cycle)
    if reach is None:
        return ""
    return format_html(
        '{} <time datetime="{}">{}, {}</time> UTC.',
        _OF[reach.by],
        reach.at.isoformat(timespec="minutes"),
        day(reach.at),
        f"{reach.at:%H:%M}",
    )


@register.simple_tag
def expenditures_url(election: Election | None = None, **values: object) -> str:
    """The search for the expenditures of a race, or of what the values say."""
    race = str(Race.of(election)) if election else ""
    return reverse("expenditures") + query(race=race, **values)


@register.simple_tag
def expenditures_with(asked: ExpenditureFilter, **changes: str) -> str:
    """The query string of a search with changes."""
    return asked.address(**changes)


@register.inclusion_tag("web/expenditures_newest.html")
def newest_notices_of(cycle: int) -> dict[str, Any]:
    """The block of the newest notices."""
    return {"newest": newest_notices.newest(cycle), "cycle": cycle}
