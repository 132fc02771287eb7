"""The rows behind a figure, paged, and as CSV."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from io import StringIO

from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from donations import sources
from donations.models import CandidateTotal, CommitteeTotal, Industry
from filings.models import Candidate, Committee, Filing
from web import behind, candidate_page, committee_page, words
from web.context import freshness
from web.lines import Line, named, tagged
from web.paging import SORTS, Part, every_line, page_of
from web.templatetags.figures import filing_url, image_url, type_words
from web.views.candidates import chosen_cycle

NOTICE = (
    "Federal law (52 U.S.C. 30111(a)(4)) forbids using the names of individual contributors "
    "to solicit contributions or for commercial purposes."
)
COLUMNS = (
    "date", "from", "from_id", "to", "to_id", "via_id", "amount", "type", "type_words", "election",
    "city_state_zip5", "employer_occupation", "detail", "counted", "mark", "filer_id",
    "file_number", "filing_url", "image_url", "row_id",
)  # fmt: skip
# What begins a formula in a spreadsheet; a tuple, as an empty text begins with none of them.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Every industry there is, in one list, takes some 2,500 characters.
LONGEST_FILTER = 6000
FILTERS = ("election", "spender", "candidate", "side", "industry")


@dataclass(frozen=True)
class Figure:
    """A figure and its rows: what the page is about. `stored` is what the roll-up says of it."""

    title: str
    about: str
    about_url: str
    cycle: int
    parts: list[Part]
    stored: tuple[int, Decimal | None]
    caveat: str = ""
    filters: dict[str, str] = field(default_factory=dict)


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
    figure = Figure(
        title=behind.TITLES[channel],
        about=words.person(candidate.name) or candidate.pk,
        about_url=f"{reverse('candidate', args=[candidate.pk])}?cycle={cycle}",
        cycle=cycle,
        parts=behind.channel_parts(candidate.pk, cycle, channel, memos=_memos(request)),
        stored=_summed(totals),
        caveat=" ".join(total.caveat for total in totals if total.caveat),
    )
    return _answer(request, figure, {"channel": channel})


def committee_rows(request: HttpRequest, committee_id: str) -> HttpResponseBase:
    """The rows of one line of a committee's money."""
    committee = get_object_or_404(Committee, pk=committee_id)
    line, source = request.GET.get("line", ""), request.GET.get("source", "")
    if line not in behind.LINES or source not in {"", *sources.RECEIPTS, *sources.SAME_KIND}:
        raise Http404(f"There is no line {line[:40]!r} of a committee's money.")
    cycles = committee_page.cycles_of(committee)
    cycle = chosen_cycle(request, cycles, 0) or committee_page.best_cycle(committee, cycles)
    parts = behind.line_parts(committee.pk, cycle, line, source, memos=_memos(request))
    figure = Figure(
        title=behind.LINES[line],
        about=committee.name or committee.pk,
        about_url=f"{reverse('committee', args=[committee.pk])}?cycle={cycle}",
        cycle=cycle,
        parts=parts,
        stored=_stored(committee.pk, cycle, line, source),
    )
    return _answer(request, figure, {"line": line, "source": source})


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
    if line == "independent_expenditure":
        return _measured(behind.line_parts(committee_id, cycle, line))
    totals = CommitteeTotal.objects.filter(committee_id=committee_id, cycle=cycle, counted_as=line)
    if source:
        totals = totals.filter(source__in=sources.SAME_KIND.get(source, (source,)))
    elif line == "transfer":
        totals = totals.exclude(source__in=sources.PAYMENTS)
    found = totals.aggregate(n=Sum("rows"), total=Sum("amount"))
    return found["n"] or 0, found["total"] or Decimal(0)


def _measured(parts: list[Part]) -> tuple[int, Decimal]:
    """Count and sum of the rows themselves, memo rows left out."""
    rows, amount = 0, Decimal(0)
    for part in parts:
        counted = part.rows
        if "counts" in {column.name for column in counted.model._meta.get_fields()}:
            counted = counted.filter(counts=True)
        found = counted.order_by().aggregate(n=Count(part.key), total=Sum(part.amount))
        rows, amount = rows + found["n"], amount + (found["total"] or 0)
    return rows, amount


def _filtered(request: HttpRequest, parts: list[Part]) -> tuple[list[Part], dict[str, str]]:
    """The parts under the filters of the address, and those filters that were applied."""
    given = {name: request.GET.get(name, "").strip() for name in FILTERS}
    given = {name: value for name, value in given.items() if value}
    # Never a part of a list: its sum would be another figure than the one that led here.
    if any(len(value) > LONGEST_FILTER for value in given.values()):
        raise Http404("This address is too long to be one of this site's links.")
    if "industry" in given:
        known = set(Industry.objects.values_list("slug", flat=True))
        unknown = sorted(set(given["industry"].split(",")) - known)
        if unknown:
            raise Http404(f"There is no industry {', '.join(unknown)[:200]}.")
    answer, applied = [], {}
    for part in parts:
        columns = {column.name for column in part.rows.model._meta.get_fields()}
        rows = part.rows
        for name, value in given.items():
            if name == "industry":
                if "committee" in columns and "transaction_amount" in columns:
                    rows = behind.given_by(rows, value.split(","))
                    applied[name] = value
                continue
            column = {
                "election": "election_type",
                "spender": "committee_id",
                "candidate": "resolved_candidate_id"
                if "resolved_candidate_id" in columns
                else "candidate_id",
                "side": "support_oppose_indicator",
            }[name]
            if column.removesuffix("_id") in columns or column in columns:
                wanted = ["" if each == "none" else each for each in value.split(",")]
                rows = rows.filter(**{f"{column}__in": wanted})
                applied[name] = value
        answer.append(replace(part, rows=rows))
    return answer, applied


def _answer(request: HttpRequest, figure: Figure, asked: dict[str, str]) -> HttpResponseBase:
    parts, filters = _filtered(request, figure.parts)
    if request.GET.get("format") == "csv":
        name = "-".join(["rows", *asked.values(), *filters.values(), str(figure.cycle)])
        return _export(parts, name.replace("--", "-")[:120])
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "amount"
    page = page_of(parts, sort, request.GET.get("after", ""))
    lines = tagged(named(page.lines))
    rows, amount = _measured(parts) if filters else figure.stored
    memos = _memos(request)
    asked = {**asked, **filters, "cycle": str(figure.cycle), "memos": "1" if memos else ""}
    return render(
        request,
        "web/rows.html",
        {
            "figure": figure,
            "filters": filters,
            "lines": lines,
            "here": filings_here(line.file_number for line in lines),
            "has_tags": any(line.tag for line in lines),
            "rows": rows,
            "amount": amount,
            "asked": {name: value for name, value in asked.items() if value},
            "sort": sort,
            "sorts": SORTS,
            "memos": memos,
            "following": page.following,
            "is_first": not request.GET.get("after"),
            "period": words.period(figure.cycle) if figure.cycle else "",
        },
    )


def _record(line: Line) -> list[object]:
    return [
        line.day.isoformat() if line.day else "",
        line.payer,
        line.payer_id,
        line.payee,
        line.payee_id,
        line.via_id,
        line.amount,
        line.code,
        type_words(line.code) if line.code else line.kind,
        line.election,
        line.place,
        line.work,
        line.detail,
        "yes" if line.counts else "no",
        line.mark,
        line.filer_id,
        line.file_number or "",
        "" if freshness().is_sample else filing_url(line.filer_id, line.file_number),
        "" if freshness().is_sample else image_url(line.image_number),
        line.id,
    ]


def _safe(value: object) -> object:
    """A text that a spreadsheet would take for a formula, made plain."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def _export(parts: list[Part], name: str) -> StreamingHttpResponse:
    def chunks() -> Iterator[str]:
        for lines in _header_first(parts):
            buffer = StringIO()
            csv.writer(buffer).writerows(lines)
            yield buffer.getvalue()

    response = StreamingHttpResponse(chunks(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["X-Notice"] = NOTICE
    return response


def _header_first(parts: list[Part]) -> Iterator[list[list[object]]]:
    yield [[*COLUMNS, "notice"]]
    for lines in every_line(parts):
        yield [[*map(_safe, _record(line)), NOTICE] for line in lines]
