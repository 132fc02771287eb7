"""Employers: the list, an employer's page, and the rows of its committees."""

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from donations.models import Contribution, DonorProfile, Organization
from web import employer_list, employer_page, lines, words
from web import employers as known
from web.caching import data_version, remember
from web.paging import Part
from web.tags import committee_profile
from web.views import rows as rows_view
from web.views.candidates import all_cycles, chosen_cycle


def employers(request: HttpRequest) -> HttpResponse:
    """The employers whose people and committees gave most, or those of a name."""
    version = data_version()
    cycles = remember("employer-cycles", version, employer_list.cycles)
    cycle = chosen_cycle(request, cycles, _newest(cycles))
    asked = " ".join(request.GET.get("name", "").replace("\x00", "").split())[:100]
    found = remember(
        f"employers:{cycle}:{quote(asked.lower())}",
        version,
        lambda: employer_list.largest(cycle, asked),
    )
    context = {
        "employers": found,
        "asked": asked,
        "cycle": cycle,
        "cycles": cycles,
        "period": words.period(cycle) if cycle else "",
        "most": employer_list.SHOWN,
    }
    return render(request, "web/employers.html", context)


def employer(request: HttpRequest, slug: str) -> HttpResponse:
    """An employer's money in a cycle; an unknown one is answered with those near it."""
    version = data_version()
    found = known.find(slug)
    if found is None:
        by_slug = known.find(slug.lower().strip("-"))
        if by_slug:
            return redirect("employer", known.slug_of(by_slug.form), permanent=True)
        asked = slug[:100].replace("-", " ")
        near = [
            (employer_list.said_name(one), known.employer_path(one.form))
            for one in known.near(asked)
        ]
        context = {"asked": asked, "near": near}
        return render(request, "web/employer_missing.html", context, status=404)
    cycles = remember(
        f"employer-cycles:{found.pk}", version, lambda: employer_page.cycles_of(found)
    )
    cycle = chosen_cycle(request, cycles, _newest(cycles))
    page = remember(
        f"employer:{found.pk}:{cycle}",
        version,
        lambda: employer_page.build(found, cycle, cycles),
    )
    return render(
        request, "web/employer.html", {"page": page, "period": words.period(cycle) if cycle else ""}
    )


def employer_rows(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The rows of what one committee of an employer gave, as the recipients reported them."""
    found, giver = known.find(slug), request.GET.get("committee", "")
    profile = committee_profile(giver) if giver.isascii() else None
    cycles = employer_page.cycles_of(found) if found else []
    cycle = chosen_cycle(request, cycles, cycles[0] if cycles else 0)
    if found is None or profile is None or not _is_its(found, profile):
        raise Http404(f"There is no committee {giver[:20]!r} of this employer.")
    part = Part(
        Contribution.objects.filter(
            profile_id=profile, cycle=cycle, counted_as="committee"
        ).select_related(
            "committee", "contributor_name", "employer", "occupation", "city", "memo_text"
        ),
        lines.of_contribution,
        "contribution_receipt_amount",
        "contribution_receipt_date",
    )
    page = reverse("employer", args=[known.slug_of(found.form)])
    figure = rows_view.Figure(
        title=f"Contributions from {giver}",
        about=employer_list.said_name(found),
        about_url=f"{page}?{urlencode({'cycle': cycle})}",
        cycle=cycle,
        parts=[part],
        stored=rows_view.measured([part]),
    )
    return rows_view.answer(request, figure, {"committee": giver})


def _is_its(organization: Organization, profile: int) -> bool:
    members = known.family(organization)
    return DonorProfile.objects.filter(pk=profile, organization__in=members).exists()


def _newest(cycles: list[int]) -> int:
    """The newest cycle with candidates: single filings reach into cycles that are not loaded."""
    loaded = set(all_cycles(data_version()))
    return next((cycle for cycle in cycles if cycle in loaded), cycles[0] if cycles else 0)


def organizations(request: HttpRequest) -> HttpResponse:
    """Organizations are listed as employers."""
    query = request.GET.urlencode()
    return redirect(reverse("employers") + (f"?{query}" if query else ""), permanent=True)
