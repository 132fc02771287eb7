"""The one search box."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from filings import codes
from filings.models import Candidate, Committee, Filing
from web import industry_list
from web import search as searching
from web.caching import data_version


def _names_filing(text: str) -> bool:
    """Whether a search is the number of a filing that is here; "2018" is a year before that."""
    number = text.removeprefix("-")
    if not (number.isascii() and number.isdecimal() and 4 < len(number) < 10):
        return False
    return Filing.objects.filter(pk=int(text)).exists()


def search(request: HttpRequest) -> HttpResponse:
    """Candidates, committees, races and donors that fit; an id leads straight to its page."""
    asked = searching.understand(request.GET.get("q", ""))
    if not asked.text:
        return redirect("home")
    if asked.identifier[:1] == "C" and Committee.objects.filter(pk=asked.identifier).exists():
        return redirect("committee", asked.identifier)
    if asked.identifier and Candidate.objects.filter(pk=asked.identifier).exists():
        return redirect("candidate", asked.identifier)
    if _names_filing(asked.text):
        return redirect("filing", asked.text)
    found = searching.Found() if asked.identifier else searching.find(asked)
    return render(
        request,
        "web/search.html",
        {
            "asked": asked,
            "found": found,
            "industries": industry_list.named(industry_list.known(data_version()), asked.words),
            "donor_words": " ".join(asked.words) or asked.text,
            "candidates": [
                (one, codes.seat(one.office, one.state, one.district) if one.office else "")
                for one in found.candidates
            ],
        },
    )
