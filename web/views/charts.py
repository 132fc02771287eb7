"""Charts' files and cards: pictures under stable addresses, kept by browsers for some minutes."""

from hashlib import sha256

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from donations.models import Organization
from filings.models import Candidate, Committee
from web import candidate_page, committee_page, industry_page, subjects
from web.caching import data_version
from web.charts import cards, catalog, pictures, spec
from web.charts.catalog import CHARTS, SEARCH_CHARTS, Source
from web.charts.chart import Chart
from web.charts.given import TakesLong
from web.filters import LISTED, parse_donor_filter
from web.views.candidates import all_cycles

KEEP_SECONDS = 300
TOO_LONG = "This takes longer than a chart may. Narrow the search, or add a cycle or a state."


@require_safe
# An SVG opened by itself is a document: it may style itself, and nothing else.
@csp_replace(  # type: ignore[arg-type]  # its types know no view with more arguments
    {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "script-src": [NONE]}
)
def chart(request: HttpRequest, place: str, ending: str) -> HttpResponse:
    """A chart as SVG, PNG or CSV."""
    variant = request.GET.get("for", "")
    if variant not in spec.VARIANTS:
        raise Http404("There is no such form of a chart.")
    version = data_version()
    kind, _, rest = place.partition("/")
    key, _, name = rest.rpartition("/")
    try:
        if kind == "donors" and not key and name in SEARCH_CHARTS:
            body = _of_search(request, version, name, variant, ending)
        else:
            body = _of_page(request, version, (kind, key, name), variant, ending)
    except TakesLong:
        return HttpResponse(TOO_LONG, status=422, content_type="text/plain; charset=utf-8")
    if isinstance(body, HttpResponse):
        return body
    response = HttpResponse(body, content_type=pictures.TYPES[ending])
    if ending != "svg":
        base = "-".join(part for part in place.split("/") if part)
        shown = "attachment" if ending == "csv" else "inline"
        response["Content-Disposition"] = f'{shown}; filename="{base}.{ending}"'
    return _kept(request, response)


def _of_page(
    request: HttpRequest, version: int, place: tuple[str, str, str], variant: str, ending: str
) -> bytes:
    kind, key, name = place
    if (kind, name) not in CHARTS:
        raise Http404("There is no such chart.")
    source = Source(kind, _known(kind, key), _cycle(request, kind, key, version), version)
    return pictures.picture(
        source.kept(name), version, variant, ending, lambda: catalog.build(source, name)
    )


def _known(kind: str, key: str) -> str:
    """The key as the page's address has it; 404 where there is no such page."""
    if kind == "all" and not key:
        return ""
    if kind == "employer":
        form = key.upper().replace("-", " ")
        if not Organization.objects.filter(form=form).exists():
            raise Http404("There is no employer here by this name.")
        return key.lower()
    found = subjects.find(kind, key)
    if found is None:
        raise Http404("There is nothing here by this name.")
    return found.key


def _cycle(request: HttpRequest, kind: str, key: str, version: int) -> int:
    """The cycle asked for, else the newest; a race's is its own, and a donor's charts have none."""
    if kind == "donor":
        return 0
    if kind == "race":
        return int(key.partition("/")[0])
    cycles = all_cycles(version)
    asked = request.GET.get("cycle", "")
    found = next((cycle for cycle in cycles if not asked or str(cycle) == asked), None)
    if found is None:
        # Filings may be of cycles whose bulk files are not loaded.
        found = next((cycle for cycle in _cycles_of(kind, key) if str(cycle) == asked), None)
    if found is None:
        raise Http404("This cycle is not loaded here.")
    return found


def _cycles_of(kind: str, key: str) -> list[int]:
    """The cycles that the page of a kind and key offers."""
    if kind == "candidate":
        return candidate_page.cycles_of(Candidate(pk=key.upper()))
    if kind == "committee":
        return committee_page.cycles_of(Committee(pk=key.upper()))
    return industry_page.cycles()


def _of_search(
    request: HttpRequest, version: int, name: str, variant: str, ending: str
) -> bytes | HttpResponse:
    query = request.GET.dict()
    for field in LISTED:
        query[field] = ",".join(value for value in request.GET.getlist(field) if value.strip())
    asked, errors = parse_donor_filter(query)
    if errors:
        said = "\n".join(errors.values())
        return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")

    def build() -> Chart:
        return catalog.of_search(name, asked, version)

    kept = catalog.search_key(name, asked)
    return pictures.picture(kept, version, variant, ending, build)


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response with its ETag, or "not modified"."""
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=KEEP_SECONDS)
    answer = get_conditional_response(request, etag=etag, response=response)
    return answer or response


@require_safe
def card(request: HttpRequest, place: str) -> HttpResponse:
    """The card that a link to a page is shown with elsewhere."""
    version = data_version()
    kind, _, key = place.partition("/")
    if kind not in cards.KINDS or (kind == "home") != (not key):
        raise Http404("There is no such card.")
    known = "" if kind == "home" else _known(kind, key)
    cycle = _cycle(request, kind, key, version)
    response = HttpResponse(cards.card(kind, known, cycle, version), content_type="image/png")
    return _kept(request, response)
