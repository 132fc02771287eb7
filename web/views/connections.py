"""Connections worth a look: the list, its CSV, and each one's own page."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from expenditures.connections.evidence import CERTAINTIES
from expenditures.connections.kinds import KINDS
from expenditures.models import Connection
from filings import codes
from web import connections as pages
from web import words
from web.caching import data_version
from web.exports import NOTICE
from web.views.candidates import all_cycles, chosen_cycle

HEADER = (
    "cycle", "kind", "sentence", "race", "spender_id", "spender", "funders",
    "for_or_to", "against", "amount", "share_per_cent", "score",
    "certainty", "review", "public_note", "first_date", "last_date", "first_found",
    "filings", "address",
)  # fmt: skip
# The roles of those named in each of its columns from "spender" to "against".
_ROLES = (("spender",), ("funder", "industry"), ("supported", "rival", "candidate"), ("attacked",))
# So many are read and written at a time.
BLOCK = 200


class _Echo:
    """What a csv.writer writes into: gives the line back."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def connections(request: HttpRequest) -> HttpResponse:
    """The list, by score."""
    version = data_version()
    cycles = all_cycles(version)
    filters = _filters(request, cycles)
    page = pages.list_page(filters, request.GET.get("page"))
    return render(
        request,
        "web/connections.html",
        {
            "page": page,
            "cycles": cycles,
            "cycle": filters.cycle,
            "period": words.period(filters.cycle) if filters.cycle else "",
            "kinds": KINDS,
            "offices": codes.OFFICES,
            "states": codes.STATES,
            "certainties": [(pages.CERTAIN[code], said) for code, said in CERTAINTIES.items()],
            "csv": filters.address("connections_csv"),
        },
    )


def connections_csv(request: HttpRequest) -> HttpResponseBase:
    """All of the list, not a page of it."""
    filters = _filters(request, all_cycles(data_version()))
    answer = StreamingHttpResponse(
        _csv_lines(request, filters), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="connections-{filters.cycle}.csv"'
    answer["X-Notice"] = NOTICE
    return answer


def connection(request: HttpRequest, slug: str) -> HttpResponse:
    """One connection, at an address that stays the same through all imports."""
    found = Connection.objects.shown().filter(slug=slug).first()
    if found is None:
        raise Http404(
            "This connection is not here: the filings that made it have changed since, or it was"
            " looked at and found not to hold."
        )
    (shown,) = pages.show([found])
    return render(
        request,
        "web/connection.html",
        {
            "one": shown,
            "cycle": found.cycle,
            "period": words.period(found.cycle),
            "parties": pages.parties(found),
            "everywhere": pages.Filters(found.cycle, found.kind).address(),
        },
    )


def _filters(request: HttpRequest, cycles: list[int]) -> pages.Filters:
    asked = request.GET
    kind, office, state = (asked.get(name, "") for name in ("kind", "office", "state"))
    if kind and kind not in KINDS:
        raise Http404(f"There is no kind {kind[:20]!r}: choose from {', '.join(KINDS)}.")
    if office and office not in dict(codes.OFFICES):
        raise Http404("There is no such office: choose H, S or P.")
    if state and state not in codes.STATES:
        raise Http404("There is no such state: write two letters.")
    named = [one.replace("\x00", "").partition(":") for one in asked.getlist("about")]
    return pages.Filters(
        chosen_cycle(request, cycles, cycles[0] if cycles else 0),
        kind,
        office,
        state,
        tuple((about[:20], key[:300]) for about, _, key in named[:20] if about and key),
        asked.get("q", "").replace("\x00", "")[:200].strip(),
    )


def _csv_lines(request: HttpRequest, filters: pages.Filters) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield str(writer.writerow(HEADER))
    found = pages.find(filters).prefetch_related("parties")
    for begin in range(0, found.count(), BLOCK):
        for one in pages.show(list(found[begin : begin + BLOCK])):
            row = one.connection
            named = _named(row)
            numbers = sorted({n for line in one.lines for n in line.step.filings}, reverse=True)
            yield str(
                writer.writerow([
                    row.cycle, one.kind.title, _safe(row.sentence),
                    _safe(one.race.name if one.race else ""), row.spender_id,
                    *(_safe("; ".join(named[role])) for role in _ROLES), row.amount,
                    "" if row.share is None else row.share, row.score, one.certainty,
                    one.state.verdict, _safe(one.state.public_note), row.first_date or "",
                    row.last_date or "", row.first_found_at.date(), " ".join(map(str, numbers)),
                    request.build_absolute_uri(one.url),
                ])
            )  # fmt: skip
    said = f"{NOTICE} Search: {filters.address()} Time: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    yield str(writer.writerow([said]))


def _named(row: Connection) -> dict[tuple[str, ...], list[str]]:
    """Who has a part in it, by the columns that they stand in."""
    parties = sorted(row.parties.all(), key=lambda one: one.pk)
    return {roles: [one.name for one in parties if one.role in roles] for roles in _ROLES}


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
