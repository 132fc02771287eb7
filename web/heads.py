"""What the head of a page says to programs: its one address, its picture, its feeds."""

import importlib
import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from web import subjects

logger = logging.getLogger(__name__)

# Kinds with a list of the filings behind the page.
CITED = frozenset({"candidate", "committee", "race"})
# Names of addresses that are pages of one thing, by the kind and the part of the address.
_KINDS = {
    "candidate": "candidate_id",
    "committee": "committee_id",
    "industry": "slug",
    "donor": "slug",
    "employer": "slug",
    "filing": "file_number",
}
# Lists that show a cycle at a time.
_LISTS = frozenset({"home", "candidates", "races", "industries", "employers", "connections"})
# Pages that are of no use in a search engine: rows, single searches, forms.
_UNLISTED = frozenset(
    {"search", "candidate_rows", "committee_rows", "filing_rows", "rejects", "expenditure_row"}
)


@dataclass(frozen=True)
class Feed:
    """A feed: its title and path."""

    title: str
    path: str


@dataclass(frozen=True)
class Head:
    """What the head names. Addresses are absolute; `canonical` is empty for errors.

    `section` is the first part of the path: where in the menu the page stands.
    """

    canonical: str
    image: str
    feeds: list[Feed]
    is_listed: bool
    section: str


def feeds_of(kind: str, key: str) -> list[Feed]:
    """The feeds of a page's subject."""
    if kind not in {"candidate", "committee", "race"} or not key:
        return []
    path = reverse(f"{kind}_feed", args=[key])
    feeds = [Feed("Independent expenditures", path)]
    if kind == "committee":
        feeds.append(Feed("Filings", reverse("committee_filings_feed", args=[key])))
    return feeds


def without_page(request: HttpRequest) -> str:
    """The address asked for, at the first of its pages."""
    asked = request.GET.copy()
    for name in ("after", "page"):
        asked.pop(name, None)
    query = urlencode([(name, value) for name, values in asked.lists() for value in values])
    return f"{request.path}?{query}" if query else request.path


def read(request: HttpRequest, context: Any) -> Head:
    """The head of the page that is shown for a request."""
    match = request.resolver_match
    name = match.url_name if match else ""
    kind, key = _subject(request)
    cycle = _cycle(context)
    path = request.path
    if cycle and (kind in subjects.WITH_CYCLES or name in _LISTS):
        path = f"{path}?cycle={cycle}"
    elif name in {"expenditure", "expenditure_row"}:
        # A row whose transaction id its filing has once is found in two ways.
        path = getattr(getattr(context.get("page"), "shown", None), "address", "") or path
    elif name in {"donors", "expenditures", "filings"}:
        path = without_page(request)
    is_error = match is None or bool(context.get("is_error"))
    # One search among endlessly many is no page for a search engine, and nor is a page of rows.
    unlisted = name in _UNLISTED or bool(
        set(request.GET) - {"cycle"} and kind not in subjects.WITH_CYCLES
    )
    return Head(
        canonical="" if is_error else request.build_absolute_uri(path),
        image="" if is_error else _image(request, kind or "home", key, cycle),
        feeds=feeds_of(kind, key) if not is_error else [],
        is_listed=not is_error and not unlisted,
        section=request.path.strip("/").partition("/")[0],
    )


def _subject(request: HttpRequest) -> tuple[str, str]:
    """The kind and key of the page asked for; empty for a page of no single thing."""
    match = request.resolver_match
    if match is None:
        return "", ""
    name, parts = match.url_name or "", match.kwargs
    if name in {"race", "special_race"}:
        place = (str(parts["cycle"]), parts["office"], parts["state"].upper(), parts["district"])
        special = [f"special-{parts['special_year']}"] if name == "special_race" else []
        return "race", "/".join([*place, *special])
    if name in _KINDS:
        return name, str(parts.get(_KINDS[name], ""))
    return "", ""


def _cycle(context: Any) -> int:
    """The cycle that a page shows, wherever it says so; 0 where it shows none."""
    page = context.get("page")
    found = getattr(page, "cycle", None) or context.get("cycle")
    return found if isinstance(found, int) else 0


def _image(request: HttpRequest, kind: str, key: str, cycle: int) -> str:
    """The address of the page's card; empty where none is drawn."""
    try:
        cards = importlib.import_module("web.charts.cards")
    except ModuleNotFoundError:
        return ""
    try:
        path: str = cards.card_path(kind, key, cycle or None)
    except (LookupError, NoReverseMatch):
        return ""
    return request.build_absolute_uri(path) if path else ""
