"""The rows behind a figure, paged, and as CSV."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode

from donations import sources
from donations.models import CandidateTotal, CommitteeTotal
from filings import codes
from filings.models import Candidate, Committee, Filing
from web import behind, candidate_page, committee_page, row_filters, words
from web.context import freshness
from web.lines import named, tagged
from web.paging import FAST, SORTS, Part, page_of
from web.row_export import NOTICE, stream_rows
from web.views.candidates import chosen_cycle

DEFAULT_SORT = "-amount"
# More rows than this stand only in an order that an index has.
SORTED_ROWS_MAX = 200_000
# The columns of the table: the order, its other way round, and the words.
HEADERS = (
    ("date", "-date", "date", "Date"),
    ("amount", "-amount", "amount", "Amount"),
    ("from", "from", "-from", "From"),
    ("to", "to", "-to", "To"),
    ("type", "type", "-type", "Type"),
    ("election", "election", "-election", "Election"),
    ("detail", "detail", "-detail", "Detail"),
    ("filing", "-filing", "filing", "Filing"),
)


@dataclass(frozen=True)
class Figure:
    """A figure and its rows: what the page is about. `stored` is what the roll-up says of it.

    `adds` is False for rows that are in the files and add to no total.
    """

    title: str
    about: str
    about_url: str
    cycle: int
    parts: list[Part]
    stored: tuple[int, Decimal | None]
    caveat: str = ""
    adds: bool = True


def candidate_rows(request: HttpRequest, candidate_id: str) -> HttpResponseBase:
    """The rows of one channel of a candidate's money."""
    candidate = get_object_or_404(Candidate, pk=candidate_id)
    channel = request.GET.get("channel", "")
    if channel not in behind.TITLES:
        raise Http404(f"There is no channel {channel[:40]!r} of a candidate's money.")
    cycles = candidate_page.cycles_of(candidate)
    cycle = chosen_cycle(request, cycles, 0) or candidate_page.best_cycle(candidate, cycles)
    totals = CandidateTotal.objects.filter(
        candidate=candidate, cycle=cycle, channel__in=behind.TOGETHER.get(channel, (channel,))
    )
    parts = behind.channel_parts(candidate.pk, cycle, channel, memos=_memos(request))
    adds = channel not in codes.NEVER_COUNTED
    figure = Figure(
        title=behind.TITLES[channel],
        about=words.person(candidate.name) or candidate.pk,
        about_url=f"{reverse('candidate', args=[candidate.pk])}?cycle={cycle}",
        cycle=cycle,
        parts=parts,
        stored=_summed(totals)
        if adds and channel not in behind.NET
        else measured(parts, adds=adds),
        caveat=" ".join(total.caveat for total in totals if total.caveat),
        adds=adds,
    )
    return answer(request, figure, {"channel": channel})


def committee_rows(request: HttpRequest, committee_id: str) -> HttpResponseBase:
    """The rows of one line of a committee's money."""
    committee = get_object_or_404(Committee, pk=committee_id)
    line, source = request.GET.get("line", ""), request.GET.get("source", "")
    if line not in behind.LINES or source not in {"", *sources.RECEIPTS, *sources.SAME_KIND}:
        raise Http404(f"There is no line {line[:40]!r} of a committee's money.")
    cycles = committee_page.cycles_of(committee)
    cycle = chosen_cycle(request, cycles, 0) or committee_page.best_cycle(committee, cycles)
    figure = Figure(
        title=behind.LINES[line],
        about=committee.name or committee.pk,
        about_url=f"{reverse('committee', args=[committee.pk])}?cycle={cycle}",
        cycle=cycle,
        parts=behind.line_parts(committee.pk, cycle, line, source, memos=_memos(request)),
        stored=_stored(committee.pk, cycle, line, source),
        adds=line not in codes.NEVER_COUNTED,
    )
    return answer(request, figure, {"line": line, "source": source})


def filings_here(numbers: Iterable[int | None]) -> set[int]:
    """Which of these filings have a page of their own here."""
    wanted = {number for number in numbers if number}
    return set(Filing.objects.filter(pk__in=wanted).values_list("pk", flat=True))


def _summed(totals: Iterable[CandidateTotal]) -> tuple[int, Decimal | None]:
    """Rows and amount of several channels; no amount where one of them has none."""
    amounts = [total.amount for total in totals]
    known = [amount for amount in amounts if amount is not None]
    whole = sum(known, Decimal(0)) if len(known) == len(amounts) else None
    return sum(total.rows for total in totals), whole


def _memos(request: HttpRequest) -> bool:
    return request.GET.get("memos") == "1"


def _stored(committee_id: str, cycle: int, line: str, source: str) -> tuple[int, Decimal | None]:
    if line in {"independent_expenditure", "reported_independent", *behind.NET}:
        return measured(behind.line_parts(committee_id, cycle, line))
    totals = CommitteeTotal.objects.filter(
        committee_id=committee_id,
        cycle=cycle,
        counted_as__in=behind.LINES_TOGETHER.get(line, (line,)),
    )
    if line in behind.LINES_TOGETHER:
        totals = totals.filter(source__in=sources.RECEIPTS)
    elif source:
        totals = totals.filter(source__in=sources.SAME_KIND.get(source, (source,)))
    elif line == "transfer":
        totals = totals.exclude(source__in=sources.PAYMENTS)
    found = totals.aggregate(n=Sum("rows"), total=Sum("amount"))
    return found["n"] or 0, found["total"] or Decimal(0)


def measured(parts: list[Part], *, adds: bool = True) -> tuple[int, Decimal]:
    """Count and sum of the rows themselves, those that add to nothing left out."""
    rows, amount = 0, Decimal(0)
    for part in parts:
        counted = part.rows
        if adds and "counts" in {column.name for column in counted.model._meta.get_fields()}:
            counted = counted.filter(counts=True)
        found = counted.order_by().aggregate(n=Count(part.key), total=Sum(part.amount))
        rows, amount = rows + found["n"], amount + (found["total"] or 0)
    return rows, amount


def answer(request: HttpRequest, figure: Figure, asked: dict[str, str]) -> HttpResponseBase:
    """The page of a figure's rows, or their CSV; `asked` are the parts of its address."""
    filters = row_filters.read(request.GET)
    parts = row_filters.narrowed(figure.parts, filters)
    wanted = request.GET.get("sort", "")
    sort = wanted if wanted in SORTS else DEFAULT_SORT
    if request.GET.get("format") == "csv":
        values = [value for each in filters.values() for value in each]
        name = "-".join(["rows", *asked.values(), *values, str(figure.cycle)])
        return _export(parts, sort, name.replace("--", "-")[:120])
    rows, amount = measured(parts, adds=figure.adds) if filters else figure.stored
    too_many = sort not in FAST and rows > SORTED_ROWS_MAX
    sort = DEFAULT_SORT if too_many else sort
    page = page_of(parts, sort, request.GET.get("after", ""))
    lines = tagged(named(page.lines))
    memos = _memos(request)
    same = [
        *((name, value) for name, value in asked.items() if value),
        *((name, value) for name, values in filters.items() for value in values),
        ("cycle", str(figure.cycle)),
    ]

    def address(**changes: str) -> str:
        more = {"memos": "1" if memos else "", "sort": sort, **changes}
        if more["sort"] == DEFAULT_SORT:
            more["sort"] = ""
        return "?" + urlencode([*same, *((key, value) for key, value in more.items() if value)])

    return render(
        request,
        "web/rows.html",
        {
            "figure": figure,
            "filters": [
                (name, row_filters.FILTERS[name], values) for name, values in filters.items()
            ],
            "lines": lines,
            "here": filings_here(line.file_number for line in lines),
            "has_tags": any(line.tag for line in lines),
            "rows": rows,
            "amount": amount,
            "headers": [
                (name, title, address(sort=second if sort == first else first), _state(name, sort))
                for name, first, second, title in HEADERS
            ],
            "sort": sort,
            "sort_words": SORTS[sort],
            "too_many": SORTS[wanted] if too_many else "",
            "sorted_rows_max": SORTED_ROWS_MAX,
            "memos": memos,
            "memos_url": address(memos="" if memos else "1"),
            "csv_url": address(format="csv"),
            "all_url": figure_address(asked, figure.cycle) if filters else "",
            "following": address(after=page.following) if page.following else "",
            "first": address() if request.GET.get("after") else "",
            "period": words.period(figure.cycle) if figure.cycle else "",
        },
    )


def figure_address(asked: dict[str, str], cycle: int) -> str:
    """The query string of a figure without filters."""
    values = {**asked, "cycle": str(cycle)}
    return "?" + urlencode([(name, value) for name, value in values.items() if value])


def _state(name: str, sort: str) -> str:
    """What a header says of the order: nothing unless the table stands in it."""
    if sort.removeprefix("-") != name:
        return ""
    return "descending" if sort.startswith("-") else "ascending"


def _export(parts: list[Part], sort: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(
        stream_rows(parts, sort, is_sample=freshness().is_sample),
        content_type="text/csv; charset=utf-8",
    )
    plain = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in name)
    response["Content-Disposition"] = f'attachment; filename="{plain}.csv"'
    response["X-Notice"] = NOTICE
    return response
