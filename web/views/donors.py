"""The donor search, and its CSV."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from filings.codes import STATES
from web import donor_groups, industry_list
from web.caching import data_version
from web.donor_counts import Totals
from web.donor_page import chips, describe, find_near
from web.donor_rows import fetch_rows
from web.donor_search import TooBroad, search
from web.exports import NOTICE, stream_donors
from web.filters import (
    CONTRIBUTOR_WORDS,
    ELSEWHERE,
    KIND_WORDS,
    LISTED,
    ROWS,
    SORTS,
    DonorFilter,
    parse_donor_filter,
)
from web.words import OFFICE_PATHS

# Kinds of rows that a committee's receipts and refunds can be; the others are spending.
TYPES = (
    "individual", "candidate", "candidate_loan", "committee", "transfer", "loan", "offset",
    "other_receipt", "refund_individual", "refund_committee", "conduit", "memo", "unknown",
    "given", "funding",
)  # fmt: skip
# Name, label, type of the control, and what it may look like.
INPUTS = (
    ("name", "Name", "text", "smith, john"),
    ("employer", "Employer", "text", "pfizer OR merck"),
    ("occupation", "Occupation", "text", "attorney"),
    ("recipient", "Recipient", "text", "C00640631, or words"),
    ("min", "Smallest amount", "text", "$200"),
    ("max", "Largest amount", "text", "$2,700"),
    ("cycle", "Cycle", "text", "2018, or 2018,2020"),
)
MORE_INPUTS = (
    ("city", "City", "text", "dayton"),
    ("zip", "ZIP code", "text", "45402, or 454,902"),
    ("from", "First day", "date", ""),
    ("to", "Last day", "date", ""),
    ("candidate", "Candidate’s id", "text", "H8CA34266"),
    ("party", "Party of the candidate", "text", "DEM, or DEM,REP"),
    ("race", "Race", "text", "2018/house/CA/34"),
    ("election", "Election", "text", "G2018"),
)
# Name, label, the word for no choice, and the choices.
CHOICES = (
    ("office", "Office of the candidate", tuple((o, o.capitalize()) for o in OFFICE_PATHS)),
    ("contributor", "Contributor", tuple(CONTRIBUTOR_WORDS.items())),
)
# Fields that stand below the common ones, which are shown where one of them is asked for.
LATER = frozenset(
    (*(name for name, *_ in MORE_INPUTS), "office", "contributor", "sector", "organization",
     "type", "rows", "near")
)  # fmt: skip
# Kinds of rows that are gifts, and may be called so.
GIFTS = ("individual", "candidate", "committee")
COLUMNS = (
    ("date", "Date", "-date", "date"),
    # Beside the day, where a narrow screen still shows it.
    ("amount", "Amount", "-amount", "amount"),
    ("name", "From", "name", "-name"),
    ("employer", "Employer", "employer", "-employer"),
    ("occupation", "Occupation", "occupation", "-occupation"),
    ("city", "City", "city", "-city"),
    ("state", "State", "state", "-state"),
    ("recipient", "To", "recipient", "-recipient"),
    ("industry", "Industry of the giver", "industry", "-industry"),
)


def donors(request: HttpRequest) -> HttpResponse:
    """A page of the rows that match, with the exact count and sum of all."""
    asked, errors = _read(request)
    in_place = request.headers.get("HX-Request") == "true"
    if not errors and not in_place and "" in request.GET.dict().values():
        # A form sends its empty fields too, which say nothing in an address.
        return redirect(reverse("donors") + asked.address(after=asked.after))
    listed = industry_list.known(data_version())
    context = {
        "asked": asked,
        "values": asked.values,
        "errors": errors,
        "said": "" if errors else describe(asked),
        "states": _with_own(
            [*sorted(STATES.items(), key=lambda state: state[1]), *ELSEWHERE.items()], asked.state
        ),
        "types": _with_own(
            [(code, words) for code, words in KIND_WORDS.items() if code in TYPES], asked.type
        ),
        "sorts": SORTS,
        "sectors": industry_list.sectors(listed),
        "industries_asked": ",".join(asked.industry),
        "sectors_asked": ",".join(asked.sector),
        "any_sector": industry_list.ANY_SECTOR,
        "inputs": INPUTS,
        "more_inputs": MORE_INPUTS,
        "choices": CHOICES,
        "is_wide": bool(LATER & {*asked.values, *errors}),
        "rows_choices": _with_own(ROWS.items(), asked.rows),
        "chips": [] if errors else chips(asked),
        "columns": _columns(asked),
        "csv": asked.address(after=""),
        "groupings": [
            (words.title, asked.address(group=name, order="", after=""), name == asked.group)
            for name, words in donor_groups.GROUPS.items()
        ],
        "ungrouped": asked.address(group="", order="", after=""),
    }
    if errors:
        # Swapped into the page, an answer in place must not be an error's.
        return render(request, "web/donors.html", context, status=200 if in_place else 400)
    try:
        if asked.group:
            return render(request, "web/donors.html", {**context, **_grouped(asked)})
        found = search(asked)
    except TooBroad:
        return render(
            request,
            "web/donors.html",
            {**context, "too_broad": True},
            status=200 if in_place else 422,
        )
    rows = fetch_rows(found.page.sub_ids)
    context |= {
        "totals": found.totals,
        "noun": _noun(asked, found.totals),
        "may_hold_transfers": not asked.type,
        "rows": rows,
        "too_many_to_sort": found.too_many_to_sort,
        "by_amount": asked.address(sort=""),
        "has_memos": any(row.memo for row in rows),
        "following": asked.address(after=found.page.next) if found.page.next else "",
        "first": asked.address() if asked.after else "",
    }
    if not found.totals.rows and asked.searched:
        context["near"] = find_near(asked)
    response = render(request, "web/donors.html", context)
    if in_place:
        response["HX-Push-Url"] = reverse("donors") + asked.address(after=asked.after)
    return response


def _with_own(choices: Iterable[tuple[str, str]], asked: str) -> list[tuple[str, str]]:
    """Choices, and what is asked for where that is several of them."""
    own = [(asked, asked.replace(",", ", "))] if "," in asked else []
    return [*own, *choices]


def _grouped(asked: DonorFilter) -> dict[str, object]:
    """What the page shows of a result in groups."""
    found = donor_groups.group(asked)
    context: dict[str, object] = {
        "groups": found,
        "totals": found.totals,
        "noun": _noun(asked, found.totals),
        "may_hold_transfers": not asked.type,
        "group_columns": [
            {
                "title": title,
                "name": name,
                "state": _state(asked.order, name),
                "address": asked.address(order=name if asked.order == f"-{name}" else f"-{name}")
                if name in {"net", "name"}
                else asked.address(order=f"-{name}"),
            }
            for name, title in (
                ("name", found.title), ("rows", "Rows"), ("gifts", "Received"),
                ("refunds", "Refunded"), ("net", "Net"),
            )
        ],
        "following": asked.address(after=found.next) if found.next else "",
        "first": asked.address() if asked.after else "",
    }  # fmt: skip
    if not found.totals.rows and asked.searched:
        context["near"] = find_near(asked)
    return context


def _state(order: str, name: str) -> str:
    """How a column is sorted, as aria-sort says it."""
    if order.removeprefix("-") != name:
        return ""
    return "descending" if order.startswith("-") else "ascending"


def _read(request: HttpRequest) -> tuple[DonorFilter, dict[str, str]]:
    """The search of an address, in which a field of several values may stand several times."""
    query = request.GET.dict()
    for name in LISTED:
        query[name] = ",".join(value for value in request.GET.getlist(name) if value.strip())
    asked, errors = parse_donor_filter(query)
    listed = industry_list.known(data_version()) if asked.industry or asked.sector else []
    slugs = {one.slug for one in listed}
    sectors = {one.sector_slug for one in listed} | {industry_list.ANY_SECTOR}
    for name, wanted, there in (
        ("industry", asked.industry, slugs),
        ("sector", asked.sector, sectors),
    ):
        wrong = next((slug for slug in wanted if slug not in there), "")
        if wrong:
            near = [one.slug for one in industry_list.nearest(listed, wrong, 3)]
            hint = f": try {', '.join(near)}" if near and name == "industry" else ""
            errors[name] = f"There is no {name} “{wrong}”{hint}."
    return asked, errors


def _noun(asked: DonorFilter, totals: Totals) -> str:
    """What the rows found may be called: more than gifts count, and not all rows do."""
    if not totals.rows:
        return "row"
    if asked.type in GIFTS:
        return "itemized contribution"
    return "counted receipt" if asked.counted_only and not asked.type else "row"


def _columns(asked: DonorFilter) -> list[dict[str, str]]:
    """The sortable headers, each with the address that sorts by it, or turns its order."""
    columns = []
    for name, title, first, second in COLUMNS:
        turned = second if asked.sort == first else first
        state = ""
        if asked.sort.removeprefix("-") == name:
            state = "descending" if asked.sort.startswith("-") else "ascending"
        columns.append(
            {"name": name, "title": title, "address": asked.address(sort=turned), "state": state}
        )
    return columns


def donors_csv(request: HttpRequest) -> HttpResponseBase:
    """All rows of a search as CSV; one that can't be read gets the page that says why."""
    asked, errors = _read(request)
    if errors:
        return donors(request)
    response = StreamingHttpResponse(stream_donors(asked), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contributions.csv"'
    response["X-Notice"] = NOTICE
    return response
