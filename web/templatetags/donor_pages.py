"""Links to donors' and employers' own pages."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from web.donor_identity import donor_path
from web.employers import employer_path

register = template.Library()


@register.simple_tag
def donor_link(name: str, zip_code: str, words: str = "") -> str | SafeString:
    """A donor's name as a link to their page; text where they can have none."""
    address = donor_path(name, zip_code or "") if name else ""
    said = words or name
    return format_html('<a href="{}">{}</a>', address, said) if address else said


@register.simple_tag
def donor_page(name: str, zip_code: str) -> str:
    """The address of a donor's page; empty where they can have none."""
    return donor_path(name, zip_code) if name and zip_code else ""


@register.filter
def employer_page(form: str) -> str:
    """The address of the page of an organization, by its normal form; empty where it has none."""
    return employer_path(form)
