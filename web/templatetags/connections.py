"""`{% connections_about "candidate" page.candidate.pk page.cycle %}`: connections on a page."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from filings.models import Election
from web import connections
from web.caching import data_version
from web.connection_steps import Named
from web.connections import About
from web.donor_identity import Donor

register = template.Library()


@register.inclusion_tag("web/_connections.html")
def connections_about(kind: str, key: str, cycle: int) -> dict[str, Any]:
    """Those of a cycle that a candidate, committee, organization or industry has a part in."""
    return {"connections": connections.about(kind, [key] if key else [], cycle, data_version())}


@register.inclusion_tag("web/_connections.html")
def connections_in(election: Election) -> dict[str, Any]:
    """Those of a race; says so where there are none."""
    found: About = connections.about("race", [str(election.pk)], election.cycle, data_version())
    return {"connections": found, "says_none": True}


@register.inclusion_tag("web/_connections.html")
def connections_of(donor: Donor) -> dict[str, Any]:
    """Those of a donor, of all cycles, under all that the donor is known by."""
    keys = [f"{place.key} {place.zip}" for place in donor.places]
    return {"connections": connections.about("person", keys, 0, data_version())}


@register.simple_tag
def party_link(party: Named) -> str | SafeString:
    """Somebody in a connection: the name as a link to the page, and a person's ZIP code."""
    name = format_html('<a href="{}">{}</a>', party.url, party.name) if party.url else party.name
    if not party.place:
        return name
    return format_html('{} <span class="quiet">(ZIP {})</span>', name, party.place)
