"""What is needed to cite a page, and all filings behind its figures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from web import citation, cited_filings, heads, subjects, words
from web.caching import data_version, remember
from web.views.candidates import all_cycles, chosen_cycle


def cite(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The citation of a page of one cycle, with its filings."""
    subject = subjects.find(kind, key) if kind in heads.CITED else None
    if subject is None:
        raise Http404("There is no such page to cite.")
    version = data_version()
    cycles = all_cycles(version)
    cycle = subject.cycle or chosen_cycle(request, cycles, cycles[0] if cycles else 0)
    listed = remember(
        f"cited:{kind}:{subject.key}:{cycle}",
        version,
        lambda: cited_filings.gather(subject, cycle),
    )
    title = subject.name
    if not subject.cycle:
        title = f"{title}, {words.period(cycle)} cycle"
    permalink = request.build_absolute_uri(subject.address(cycle))
    return render(
        request,
        "web/cite.html",
        {
            "subject": subject,
            "cycle": cycle,
            "listed": listed,
            "title": title,
            "citation": citation.cite(title, permalink, cycle),
        },
    )
