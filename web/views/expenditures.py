"""Independent expenditures: the search, its CSV, and one expenditure."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from expenditures.models import IndependentExpenditure
from web import expenditure_detail, expenditure_rows
from web.donor_search import TooBroad
from web.expenditure_exports import stream_expenditures
from web.expenditure_filters import (
    DATES,
    FORMS,
    SIDES,
    SORTS,
    STATUSES,
    ExpenditureFilter,
    parse_expenditure_filter,
)
from web.expenditure_page import columns, describe, find_near
from web.expenditure_search import find_race, search
from web.exports import NOTICE

# Name, label, type of the control, and what it may look like.
INPUTS = (
    ("spender", "Spender", "text", "C00640631, or words"),
    ("candidate", "Candidate", "text", "H8CA34266, or words"),
    ("payee", "Paid to", "text", "mail company"),
    ("purpose", "For", "text", "television ads"),
    ("race", "Race", "text", "2018-H-CA-34"),
    ("min", "Smallest amount", "text", "$10,000"),
    ("max", "Largest amount", "text", "$100,000"),
    ("from", "First day", "date", ""),
    ("to", "Last day", "date", ""),
    ("cycle", "Cycle", "text", "2018"),
    ("election", "Election", "text", "G2018"),
)
# Name, label, choices, what stands for none of them.
CHOICES = (
    ("side", "For or against", SIDES, "any"),
    ("dates", "Day is", {name: words for name, words in DATES.items() if name}, DATES[""]),
    ("form", "In", FORMS, "both kinds of filings"),
    ("status", "Rows", {k: v for k, v in STATUSES.items() if k != "counted"}, STATUSES["counted"]),
    ("sort", "Order", {k: v for k, v in SORTS.items() if k != "-amount"}, SORTS["-amount"]),
)
# Rows of one transaction that a filing has; more than these are not told apart by eye.
REPEATED_SHOWN = 100


def expenditures(request: HttpRequest) -> HttpResponse:
    """A page of the rows that match, with the exact count and sums of all."""
    asked, errors = _read(request)
    context = {
        "asked": asked,
        "values": asked.values,
        "errors": errors,
        "said": "" if errors else describe(asked),
        "inputs": INPUTS,
        "choices": CHOICES,
        "columns": columns(asked),
        "which": STATUSES[asked.status],
        "csv": asked.address(after=""),
    }
    if errors:
        return render(request, "web/expenditures.html", context, status=400)
    try:
        found = search(asked)
    except TooBroad:
        return render(request, "web/expenditures.html", {**context, "too_broad": True}, status=422)
    context |= {
        "totals": found.totals,
        "rows": expenditure_rows.fetch(found.ids),
        "following": asked.address(after=found.next) if found.next else "",
        "first": asked.address() if asked.after else "",
    }
    if not found.totals.rows and asked.searched:
        context["near"] = find_near(asked)
    return render(request, "web/expenditures.html", context)


def _read(request: HttpRequest) -> tuple[ExpenditureFilter, dict[str, str]]:
    asked, errors = parse_expenditure_filter(request.GET.dict())
    if asked.race and find_race(asked.race) is None:
        errors["race"] = f"No race “{asked.race}” is in the cycles loaded here."
    return asked, errors


def expenditures_csv(request: HttpRequest) -> HttpResponseBase:
    """All rows of a search as CSV; one that can't be read gets the page that says why."""
    asked, errors = _read(request)
    if errors:
        return expenditures(request)
    response = StreamingHttpResponse(
        stream_expenditures(asked), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="independent-expenditures.csv"'
    response["X-Notice"] = NOTICE
    return response


def expenditure(
    request: HttpRequest, committee_id: str, file_number: str, transaction_id: str
) -> HttpResponse:
    """A transaction of a filing: its page, or the list of those that have the same id there."""
    number = file_number.removeprefix("-")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Http404(f"“{file_number[:20]}” is not the number of a filing.")
    rows = list(
        IndependentExpenditure.objects.filter(
            committee_id=committee_id,
            file_number=int(file_number),
            transaction_id=transaction_id,
            is_repeated=False,
        )
        .select_related("committee")
        .order_by("cycle", "key")[:REPEATED_SHOWN]
    )
    if not rows:
        raise Http404(
            f"No independent expenditure of {committee_id[:9]} has the transaction id"
            f" “{transaction_id[:40]}” in filing {file_number} as loaded here."
        )
    if len(rows) > 1:
        context = {"rows": expenditure_rows.show(rows), "first": rows[0]}
        return render(request, "web/expenditure_repeated.html", context)
    return _page(request, rows[0])


def expenditure_row(request: HttpRequest) -> HttpResponse:
    """A row by its key: where it has no address of its own, or where its key is no longer there."""
    cycle, key = request.GET.get("cycle", ""), request.GET.get("key", "")[:200]
    if not (cycle.isascii() and cycle.isdecimal() and len(cycle) == 4 and key):
        raise Http404("An independent expenditure’s address names its cycle and its key.")
    rows = IndependentExpenditure.objects.select_related("committee")
    row = rows.filter(cycle=int(cycle), key=key).first()
    if row is None:
        return _moved(int(cycle), key)
    address = expenditure_rows.show([row])[0].address
    if row.is_repeated and not _stands_at(row):
        return _page(request, row)
    # An expenditure whose transaction id its filing has once has a lasting address.
    return redirect(address) if "?" not in address else _page(request, row)


def _stands_at(row: IndependentExpenditure) -> bool:
    """Whether the filing's own row stands at the place of a row that repeats it."""
    return IndependentExpenditure.objects.filter(
        committee_id=row.committee_id,
        file_number=row.file_number,
        transaction_id=row.transaction_id,
        is_repeated=False,
    ).exists()


def _moved(cycle: int, key: str) -> HttpResponse:
    """Where a row went whose key is gone: another source has it now, under a key of its own."""
    source, _, number = key.partition("/")
    rows = IndependentExpenditure.objects.filter(cycle=cycle)
    if source == "pas2" and number.isascii() and number.isdecimal() and len(number) < 20:
        found = (
            rows.filter(sub_id=int(number))
            .select_related("committee")
            .order_by("is_repeated")
            .first()
        )
        if found:
            return redirect(expenditure_rows.show([found])[0].address)
    parts = key.split("/")
    digits = parts[1].removeprefix("-") if len(parts) >= 4 else ""
    if digits.isascii() and digits.isdecimal() and len(digits) < 10:
        place = rows.filter(
            committee_id=parts[0],
            file_number=int(parts[1]),
            transaction_id="/".join(parts[2:-1]),
            is_repeated=False,
        ).first()
        if place and expenditure_rows.place_of(place):
            return redirect(
                expenditure_rows.place_address(parts[0], int(parts[1]), place.transaction_id)
            )
    raise Http404("This independent expenditure is not, or no longer, in the data loaded here.")


def _page(request: HttpRequest, row: IndependentExpenditure) -> HttpResponse:
    return render(request, "web/expenditure.html", {"page": expenditure_detail.build(row)})
