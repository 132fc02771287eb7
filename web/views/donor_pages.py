"""A donor's page, and the rows behind its figures."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from donations.models import Contribution
from filings.codes import COUNTED_AS, NEVER_COUNTED
from web import donor_identity, lines
from web.caching import data_version, remember
from web.donor_detail import GIFTS, REFUNDS, DonorPage, build
from web.donor_identity import Donor
from web.lines import CONDUIT_TYPES
from web.paging import Part
from web.views import rows as rows_view
from web.views.candidates import all_cycles

# What is asked of the rows page, and its words.
LINES = {
    "gave": "Contributions",
    "refunded": "Refunds of contributions",
    **{
        kind: words
        for kind, words in COUNTED_AS
        if kind not in {*GIFTS, *REFUNDS, "committee", "transfer", "refund_committee"}
    },
}

YEARS = {"none": "no date"}


def donor(request: HttpRequest, slug: str) -> HttpResponse:
    """One donor across spellings and ZIP codes; another of its addresses leads to the main one."""
    kept = _find(slug)
    found = kept.donor
    if found is None:
        return _missing(request, slug)
    if found.slug != slug:
        # The main address is that of the place with most rows, and may change with them.
        return redirect("donor", found.slug)
    page: DonorPage = remember(f"donor-page:{kept.name}", kept.version, lambda: build(found))
    return render(request, "web/donor.html", {"page": page})


def donor_rows(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The rows of one of a donor's figures; `line` says which, `year` and `cycle` narrow it."""
    found = _find(slug).donor
    line, year = request.GET.get("line", "gave"), request.GET.get("year", "")
    if found is None:
        return _missing(request, slug)
    if line not in LINES:
        raise Http404(f"There is no line {line[:40]!r} of a donor's money.")
    if year not in {"", "none"} and not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise Http404(f"{year[:20]!r} is no year.")
    cycle = request.GET.get("cycle", "") or "0"
    if cycle != "0" and cycle not in map(str, all_cycles(data_version())):
        # Rows of electronic filings may be of cycles without candidates.
        raise_unless_a_cycle(cycle)
    rows = _rows(found, line, memos=request.GET.get("memos") == "1")
    if year == "none":
        rows = rows.filter(contribution_receipt_date=None)
    elif year:
        rows = rows.filter(contribution_receipt_date__year=int(year))
    asked = {"line": line, "year": year}
    if request.GET.get("of") == "individual":
        # The candidate's own money names no employer that an industry would follow from.
        rows, asked["of"] = rows.filter(counted_as="individual"), "individual"
    if request.GET.get("conduit") == "1":
        rows, asked["conduit"] = rows.filter(receipt_type__in=CONDUIT_TYPES), "1"
    if cycle != "0":
        rows = rows.filter(cycle=int(cycle))
    part = Part(
        rows, lines.of_contribution, "contribution_receipt_amount", "contribution_receipt_date"
    )
    adds = line not in NEVER_COUNTED
    figure = rows_view.Figure(
        title=f"{LINES[line]}, {YEARS.get(year, year)}" if year else LINES[line],
        about=found.name,
        about_url=reverse("donor", args=[found.slug]),
        cycle=int(cycle),
        parts=[part],
        stored=rows_view.measured([part], adds=adds),
        adds=adds,
    )
    return rows_view.answer(request, figure, asked)


def raise_unless_a_cycle(text: str) -> None:
    """404 for what is no even year."""
    if not (text.isascii() and text.isdecimal() and len(text) == 4 and int(text) % 2 == 0):
        raise Http404(f"There is no cycle “{text[:20]}” here.")


@dataclass(frozen=True)
class _Kept:
    """The donor of a slug, and under what its page is kept between requests."""

    donor: Donor | None = None
    name: str = ""
    version: int = 0


def _find(slug: str) -> _Kept:
    alias = donor_identity.read_slug(slug)
    if alias is None:
        return _Kept()
    version, name = data_version(), f"{donor_identity.decisions_version()}:{slug}"
    # What is not found is kept too, as a list of nothing.
    found = remember(f"donor:{name}", version, lambda: [donor_identity.find(alias)])
    return _Kept(found[0], name, version)


def _rows(found: Donor, line: str, *, memos: bool) -> QuerySet[Any]:
    places = Q()
    for place in found.places:
        places |= Q(
            contributor_name_id__in=list(place.spellings), contributor_zip__startswith=place.zip
        )
    kinds = {"gave": GIFTS, "refunded": REFUNDS}.get(line, (line,))
    of_kind = Q(counted_as__in=kinds)
    if memos and line in {"gave", "refunded"}:
        of_kind |= Q(counts=False)
    return Contribution.objects.filter(places & of_kind).select_related(
        "committee", "contributor_name", "employer", "occupation", "city", "memo_text"
    )


def _missing(request: HttpRequest, slug: str) -> HttpResponse:
    alias = donor_identity.read_slug(slug)
    asked = " ".join(alias[0].split("-")) if alias else slug[:100].replace("-", " ")
    context = {"asked": asked, "zip": alias[1] if alias else ""}
    return render(request, "web/donor_missing.html", context, status=404)
