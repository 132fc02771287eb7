"""Industries: the list, and an industry's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from donations.models import Industry
from web import industry_list, industry_page, words
from web.caching import data_version, remember
from web.views.candidates import chosen_cycle


def _cycles(version: int) -> list[int]:
    return remember("industry-cycles", version, industry_page.cycles)


def industries(request: HttpRequest) -> HttpResponse:
    """A cycle's money by sector and industry, and how much of it is known."""
    version = data_version()
    cycles = _cycles(version)
    cycle = chosen_cycle(request, cycles, cycles[0] if cycles else 0)
    listed = industry_list.known(version)
    money = remember(f"industries:{cycle}", version, lambda: industry_page.overview(cycle, listed))
    here = {line.slug for sector in money.sectors for line in sector.lines}
    return render(
        request,
        "web/industries.html",
        {
            "money": money,
            "cycle": cycle,
            "cycles": cycles,
            "period": words.period(cycle) if cycle else "",
            "industries": sum(one.is_industry for one in listed),
            "sectors": len({one.sector for one in listed if one.is_industry}),
            "without": [one for one in listed if one.is_industry and one.slug not in here],
            "classes": [one for one in listed if not one.is_industry],
        },
    )


def industry(request: HttpRequest, slug: str) -> HttpResponse:
    """An industry's money in a cycle; an unknown one is answered with those near it."""
    version = data_version()
    found = Industry.objects.filter(slug=slug).first() if slug.isprintable() else None
    if found is None:
        listed = industry_list.known(version)
        by_slug = next((one for one in listed if one.slug == slug.lower()), None)
        if by_slug:
            return redirect("industry", by_slug.slug, permanent=True)
        near = industry_list.nearest(listed, slug[:100])
        context = {"asked": slug[:100], "near": near}
        return render(request, "web/industry_missing.html", context, status=404)
    cycles = _cycles(version)
    cycle = chosen_cycle(request, cycles, cycles[0] if cycles else 0)
    listed = industry_list.known(version)
    page = remember(
        f"industry:{found.pk}:{cycle}",
        version,
        lambda: industry_page.build(found, cycle, cycles, listed),
    )
    return render(
        request,
        "web/industry.html",
        {"page": page, "period": words.period(cycle) if cycle else ""},
    )
