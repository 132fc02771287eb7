"""Electronic filings: the list, one filing, and its rows."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from expenditures.models import IndependentExpenditure
from filings.models import Arrival, Filing, FilingRow
from web import filing_list, filing_page, filing_rows
from web import filing_words as words
from web.expenditure_rows import Shown, show
from web.exports import NOTICE

_LARGEST = 2**31 - 1


def filings(request: HttpRequest) -> HttpResponse:
    """Filings, newest first, with the exact number of all that match."""
    asked = filing_list.parse(request.GET.dict())
    context = {
        "asked": asked,
        "forms": filing_list.FORM_CHOICES,
        "standings": filing_list.STANDINGS,
        "checks": filing_list.CHECKS,
    }
    if asked.errors:
        return render(request, "web/filings.html", context, status=400)
    shown, following = filing_list.page(asked)
    context |= {
        "filings": [(filing, words.form(filing.form)) for filing in shown],
        "count": filing_list.matching(asked).count(),
        "as_of": filing_list.as_of(),
        "following": asked.address(after=following) if following else "",
    }
    return render(request, "web/filings.html", context)


def filing(request: HttpRequest, file_number: str) -> HttpResponse:
    """One filing; of a number that is not here, what it may be."""
    found = _find(file_number)
    if found is None:
        number = int(file_number) if abs(int(file_number)) <= _LARGEST else 0
        context = {
            "file_number": file_number,
            "arrival": Arrival.objects.filter(pk=number).first() if number else None,
        }
        return render(request, "web/filing_missing.html", context, status=404)
    return render(request, "web/filing.html", {"page": filing_page.build(found)})


def rows(request: HttpRequest, file_number: str) -> HttpResponseBase:
    """A filing's rows of one line (?line=SA11AI), or all of them; as CSV with ?format=csv."""
    found = _find(file_number)
    if found is None:
        raise Http404(f"Filing {file_number[:12]} is not in the data loaded here.")
    row_type = request.GET.get("line", "").replace("\0", "")[:20]
    page = filing_page.head(found)
    line = next((line for line in page.lines if line.row_type == row_type), None)
    if row_type and line is None:
        raise Http404(f"Filing {found.pk} has no rows on line {row_type}.")
    of_line = filing_rows.rows_of(found, line)
    if request.GET.get("format") == "csv":
        response = StreamingHttpResponse(
            filing_rows.stream(found, of_line), content_type="text/csv; charset=utf-8"
        )
        name = f"filing-{found.pk}" + (f"-{row_type}" if row_type.isalnum() else "")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        response["X-Notice"] = NOTICE
        return response
    after = request.GET.get("after", "")
    is_number = after.isascii() and after.isdecimal() and len(after) < 19
    shown, following = filing_rows.page_of(of_line, int(after) if is_number else 0)
    context = {
        "page": page,
        "spent": _spent(found, shown),
        "line": line,
        "row_type": row_type,
        "rows": shown,
        "known": filing_page.candidates_among(row.candidate_id for row in shown),
        "following": following,
        "is_first": not is_number,
        "marks": filing_page.MARKS,
    }
    return render(request, "web/filing_rows.html", context)


def _spent(filing: Filing, rows: list[FilingRow]) -> dict[int, Shown]:
    """What became of rows that are independent expenditures, by line of the file."""
    lines = [row.line for row in rows if row.schedule in {"E", "F57"}]
    if not lines:
        return {}
    found = IndependentExpenditure.objects.select_related("committee").filter(
        origin="efile", file_number=filing.pk, line__in=lines
    )
    return {shown.row.line: shown for shown in show(list(found)) if shown.row.line is not None}


def _find(file_number: str) -> Filing | None:
    number = int(file_number)
    return Filing.objects.filter(pk=number).first() if abs(number) <= _LARGEST else None
