"""What stands under each page's first sentence (notes, citation, feeds), and what its head says."""

import re
from html import unescape
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from filings.models import Election
from web import citation, heads, notes, subjects
from web.citation import Citation
from web.models import Note
from web.subjects import Subject

register = template.Library()

# What a page object calls the thing that it is about, by kind.
_ATTRIBUTES = {
    "candidate": ("candidate", subjects.candidate),
    "committee": ("committee", subjects.committee),
    "race": ("election", subjects.race),
    "donor": ("donor", subjects.donor),
    "employer": ("organization", subjects.employer),
    "industry": ("industry", subjects.industry),
    "filing": ("filing", subjects.filing),
}
_LEDE = re.compile(r'<p class="lede"[^>]*>(.*?)</p>', re.DOTALL)
_PART = re.compile(r'<h2 id="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_PARTS_LISTED = 4
# As much as other sites show of a description.
_LONGEST = 300


@register.inclusion_tag("web/_page_tools.html", takes_context=True)
def page_tools(
    context: template.Context, kind: str, key: object = "", cycle: int | None = None, name: str = ""
) -> dict[str, Any]:
    """Notes, "cite this" and feeds of the page of this kind and key.

    `name` is what the page is called in a citation where its title does not say it.
    """
    request: HttpRequest = context["request"]
    subject = _subject(context, kind, str(key), name)
    notable = kind in Note.Kind.values and bool(subject.key)
    found = notes.of_page(kind, subject.key) if notable else []
    user = _signed_in(request)
    return {
        "kind": kind,
        "subject": subject,
        "cycle": cycle,
        "notes": [(note, user is not None and notes.may_change(user, note)) for note in found],
        "add_note": notes.add_address(kind, subject.key)
        if notable and user is not None and notes.may_write(user)
        else "",
        "citation": _cite(context, request, subject, cycle),
        "sources_url": _sources_url(kind, subject, cycle),
        "feeds": heads.feeds_of(kind, subject.key),
    }


def _subject(context: template.Context, kind: str, key: str, name: str) -> Subject:
    """The page's subject, from what the page has read already where it has it."""
    if name:
        return Subject(kind, key, name, "")
    attribute, make = _ATTRIBUTES.get(kind, ("", None))
    found = getattr(context.get("page"), attribute, None) if attribute else None
    if found is not None and make is not None:
        return make(found)  # type: ignore[operator]
    # A search is called what its title says.
    said = plain(str(context.get("said_title", "") or ""))
    return subjects.find(kind, key) or Subject(kind, key, said or key or kind, "")


def _signed_in(request: HttpRequest) -> Any:
    """The user, asked for only where the browser sent a session: most readers have none."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def _cite(
    context: template.Context, request: HttpRequest, subject: Subject, cycle: int | None
) -> Citation:
    page: Any = context.get("page")
    path = subject.address(cycle) if subject.path else heads.without_page(request)
    as_of, sources = None, []
    if subject.kind == "filing" and hasattr(page, "filing"):
        filing = page.filing
        as_of, sources = filing.received_at or filing.ingested_at, [citation.of_filing(filing)]
    elif subject.kind == "expenditure" and hasattr(page, "shown"):
        row, path = page.shown.row, page.shown.address
        if row.file_number:
            is_here = bool(page.shown.filing_url)
            sources = [citation.source(row.file_number, row.committee_id, is_here=is_here)]
    title = subject.name
    if cycle and subject.kind in subjects.WITH_CYCLES:
        title = f"{title}, {cycle - 1}–{cycle % 100:02d} cycle"
    return citation.cite(title, request.build_absolute_uri(path), cycle, as_of, sources)


def _sources_url(kind: str, subject: Subject, cycle: int | None) -> str:
    """The list of all filings behind a page, for the kinds that have one."""
    if kind not in heads.CITED or not subject.key:
        return ""
    address = reverse("cite", args=[kind, subject.key])
    return f"{address}?cycle={cycle}" if cycle else address


@register.filter
def race_key(election: Election) -> str:
    """The key of a race, as in its address."""
    return subjects.race_key(election)


@register.tag
def capture(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """`{% capture NAME %}…{% endcapture %}`: what stands between, kept under a name.

    A block can be written only once; its text kept so can be used in the head and in the body.
    """
    _, name = token.split_contents()
    nodes = parser.parse(("endcapture",))
    parser.delete_first_token()
    return _Capture(name, nodes)


class _Capture(template.Node):
    def __init__(self, name: str, nodelist: template.NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        context[self.name] = self.nodelist.render(context)
        return SafeString("")


@register.filter
def plain(html: str) -> str:
    """The words of a piece of HTML in one line."""
    return " ".join(unescape(strip_tags(str(html))).split())


@register.filter
def first_sentence(html: str) -> str:
    """The words of a page's first paragraph, cut at a word where they are long."""
    found = _LEDE.search(str(html))
    said = plain(found[1]) if found else ""
    if len(said) <= _LONGEST:
        return said
    return said[:_LONGEST].rpartition(" ")[0].rstrip(",;:") + " …"


@register.filter
def contents(html: str) -> list[tuple[str, str]]:
    """The parts of a long page, as anchor and words; empty for a page of a few parts."""
    found = [(anchor, plain(words)) for anchor, words in _PART.findall(str(html))]
    return found if len(found) >= _PARTS_LISTED else []


@register.simple_tag(takes_context=True)
def head_of(context: template.Context) -> heads.Head | None:
    """The addresses that a page's head names; None where no address was asked, as in an error."""
    request = context.get("request")
    return heads.read(request, context) if request is not None else None
