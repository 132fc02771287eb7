"""The one search box: its page, and what it suggests while somebody types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from web import search as searching
from web.caching import data_version
from web.search_asked import LONGEST
from web.search_hits import LISTED, Found
from web.search_spending import image_path


def search(request: HttpRequest) -> HttpResponse:
    """All that fits, in groups; an id or a filing's number leads straight to its page.

    `kind` asks for all candidates, committees or organizations that fit, page by page.
    """
    typed = request.GET.get("q", "")
    asked = searching.understand(typed)
    if not asked.text:
        return redirect("home")
    path = searching.exact_path(asked)
    if path:
        return redirect(path)
    kind = request.GET.get("kind", "")
    if kind in LISTED and not asked.identifier:
        return _listed(request, asked, kind)
    found = searching.find(asked, data_version())
    return render(
        request,
        "web/search.html",
        {
            "asked": asked,
            "found": found,
            "is_cut": len(" ".join(typed.split())) > LONGEST,
            "is_short": not asked.identifier and sum(map(len, asked.plain)) < 2,
            "image_at_fec": image_path(asked),
            "listed": LISTED,
        },
    )


def suggest(request: HttpRequest) -> HttpResponse:
    """A few lines that fit what has been typed, as the options of the box's list."""
    asked = searching.understand(request.GET.get("q", ""))
    found = searching.suggest(asked, data_version()) if asked.text else Found()
    response = render(request, "web/_suggestions.html", {"asked": asked, "found": found})
    # Going back to what was typed before costs no request; a load shows a minute later.
    response["Cache-Control"] = "private, max-age=60"
    return response


def _listed(request: HttpRequest, asked: searching.Asked, kind: str) -> HttpResponse:
    asked_page = request.GET.get("page", "1")
    is_number = asked_page.isascii() and asked_page.isdecimal() and len(asked_page) < 5
    page = max(1, int(asked_page)) if is_number else 1
    group = searching.listed(asked, kind, page)
    first = (page - 1) * searching.LISTED_PAGE
    return render(
        request,
        "web/search.html",
        {
            "asked": asked,
            "found": Found((group,) if group else ()),
            "kind": kind,
            "page": page,
            "first": first + 1,
            "last": first + len(group.hits),
            "following": page + 1 if first + len(group.hits) < group.total else 0,
        },
    )
