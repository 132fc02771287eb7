"""Employers, industries and donors that fit a search, with what they gave."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Sum
from django.urls import reverse

from donations.models import ContributorName, IndustryTotal
from donations.normalizing import normal_form, plain_form
from filings.codes import COUNTED_AS, NEVER_COUNTED
from web import industry_list, words
from web.caching import remember
from web.donor_identity import donor_path
from web.donor_rows import DonorRow, fetch_rows
from web.donor_search import TooBroad, search
from web.employers import employer_path
from web.filters import parse_donor_filter
from web.search_asked import SHORTEST_BEGINNING, Asked, tsquery
from web.search_hits import Group, Hit, joined
from web.search_registered import ALL, WORDS_OF_C, escaped, run
from web.templatetags.figures import about, many

REFUNDS = tuple(code for code, _ in COUNTED_AS if code.startswith("refund"))
LEFT_OUT = [*NEVER_COUNTED, *REFUNDS]
DONORS_SHOWN = 8
ZIP_LENGTH = 5
# Words by which a name with a comma is not a person's.
_OF_GROUPS = {
    "INC", "INC.", "LLC", "LLP", "LP", "CORP", "CORP.", "CO", "CO.", "LTD", "PAC", "FUND", "PARTY",
    "COMMITTEE", "ASSOCIATION", "FEDERATION", "UNION", "LOCAL", "AFL-CIO", "COMPANY", "TRUST",
}  # fmt: skip
# Names that are looked at while somebody types; more of them are found by the search of donors.
NAMES_LOOKED = 500


def organizations(asked: Asked, limit: int, offset: int = 0, looked: int = ALL) -> Group:
    """Employers and organizations in whose name each word begins one."""
    whole = tuple(plain_form(asked.text).split())
    tries = [whole, tuple(normal_form(asked.text).split()), asked.names]
    for typed in dict.fromkeys(tries):
        if typed and any(len(word) >= SHORTEST_BEGINNING for word in typed):
            found = _organizations(typed, limit, offset, looked)
            if found:
                return found
    return Group("organization")


def _organizations(typed: tuple[str, ...], limit: int, offset: int, looked: int) -> Group:
    whole = " ".join(typed)
    values: dict[str, Any] = {
        "typed": whole,
        "next": escaped(whole) + " %",
        "beginning": escaped(whole) + "%",
        "left_out": LEFT_OUT,
        "looked": looked,
        "limit": limit,
        "offset": offset,
    }
    conditions = []
    for number, word in enumerate(typed):
        values |= {f"a{number}": escaped(word) + "%", f"b{number}": f"% {escaped(word)}%"}
        conditions.append(f"(o.form LIKE %(a{number})s OR o.form LIKE %(b{number})s)")
    rows = run("search_organizations.sql", values, each=" AND ".join(conditions))
    hits = tuple(organization_hit(*row[:-2]) for row in rows)
    total, is_more = (rows[0][-1], rows[0][-2]) if rows else (0, False)
    return Group("organization", hits, total, is_more=is_more)


def organization_hit(
    form: str,
    name: str,
    industry: str | None,
    amount: Decimal | None = None,
    rows: int | None = None,
    nearness: int = 0,
) -> Hit:
    """The line of an organization; its page, or where there is none, the rows of its donors."""
    return Hit(
        "organization",
        employer_path(form) or reverse("donors") + "?" + urlencode({"organization": form}),
        name or form,
        joined(industry or "", "" if rows else "no gift of theirs is loaded"),
        amount,
        f"given in {many(rows, 'receipt')}, all years" if rows else "",
        nearness=nearness,
    )


def near_organizations(asked: Asked, limit: int) -> Group:
    """Organizations whose names are spelled nearly so."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.form, o.name, i.name FROM donations_organization o"
            " LEFT JOIN donations_industry i ON i.id = o.industry_id WHERE %(typed)s <%% o.form"
            " ORDER BY word_similarity(%(typed)s, o.form) DESC, o.form LIMIT %(limit)s",
            {"typed": plain_form(asked.text), "limit": limit},
        )
        found = cursor.fetchall()
    hits = tuple(organization_hit(form, name, industry, rows=1) for form, name, industry in found)
    hits = tuple(Hit(h.kind, h.path, h.title, h.line) for h in hits)
    return Group("organization", hits, len(hits), is_near=True)


def industries(asked: Asked, version: int, limit: int) -> Group:
    """Industries in whose name each word begins one, with all that their donors gave."""
    typed = asked.names if asked.names_race else asked.plain
    found = industry_list.named(industry_list.known(version), typed, limit)
    given = remember("industry-sums", version, _given_by_industry) if found else {}
    hits = tuple(
        Hit(
            "industry",
            reverse("industry", args=[one.slug]),
            one.name,
            one.sector,
            given.get(one.id),
            "given, all years" if one.id in given else "",
        )
        for one in found
    )
    return Group("industry", hits, len(hits), reverse("industries"), "All industries")


def _given_by_industry() -> dict[int, Decimal]:
    totals = IndustryTotal.objects.exclude(counted_as__in=LEFT_OUT).values_list("industry_id")
    return dict(totals.annotate(amount=Sum("amount")).order_by())


def zip_code(asked: Asked) -> Group:
    """What somebody means who types five digits: a ZIP code, whose donors may be looked for."""
    if len(asked.number) != ZIP_LENGTH or not asked.text.isdecimal():
        return Group("donor")
    path = reverse("donors") + "?" + urlencode({"zip": asked.number})
    return Group("donor", (Hit("donor", path, f"Donors in ZIP code {asked.number}"),), 1)


def donor_names(asked: Asked, limit: int) -> Group:
    """Contributors' names as somebody types them; from an index, without their money."""
    typed = asked.names if asked.names_race else asked.plain
    if not typed or len(typed[-1]) < SHORTEST_BEGINNING - (len(typed) > 1):
        return Group("donor")
    begins = _as_filed(asked, typed)
    # Those of the family name go before those whose longer one begins so.
    for beginning in (f"{begins},", begins):
        names = ContributorName.objects.filter(name__startswith=beginning).order_by("name")
        found = list(names.values_list("name", flat=True)[:limit])
        if found:
            break
    else:
        found = _names_with(typed, limit) if len(typed) > 1 else []
    hits = tuple(
        Hit("donor", name_path(name), said(name), "Donor, as named in filings") for name in found
    )
    return Group("donor", hits, len(hits))


def _as_filed(asked: Asked, typed: tuple[str, ...]) -> str:
    """What was typed as the beginning of a name in the FEC's files, which are in capitals."""
    if "," not in asked.text or len(typed) < 2:
        return " ".join(typed)
    last, _, rest = asked.text.upper().partition(",")
    return f"{last.strip()}, {rest.strip()}"


def _names_with(typed: tuple[str, ...], limit: int) -> list[str]:
    """Names with all words in any order, of the last one its beginning."""
    found = run(
        "search_names.sql",
        {
            "query": tsquery(typed, beginning=True),
            "looked": NAMES_LOOKED,
            "beginning": escaped(typed[-1]) + "%",
            "limit": limit,
        },
        words=WORDS_OF_C,
    )
    return [name for (name,) in found]


def name_path(name: str, zip_code: str = "") -> str:
    """The donor's page, or where there is none, the rows with just this name."""
    page = donor_path(name, zip_code) if zip_code else ""
    if page:
        return page
    asked = {"name": f"={name}", **({"zip": zip_code} if zip_code else {})}
    return reverse("donors") + "?" + urlencode(asked)


def said(name: str) -> str:
    """A contributor's name as it is said, where it is a person's; else as filed."""
    last, comma, first = name.partition(",")
    is_person = (
        comma and len(first.split()) <= 4 and not _OF_GROUPS & {*last.split(), *first.split()}
    )
    return words.person(name) if is_person else name


def donors(asked: Asked) -> Group:
    """The search of donors by the words typed: its exact count and sum, and its largest givers."""
    if zip_code(asked):
        group = _donors({"zip": asked.number}, f"in ZIP code {asked.number}")
        if group:
            return group
    whole = " ".join(asked.plain)
    tries = [{"name": whole}]
    narrowed = {"name": " ".join(asked.names), "state": asked.state}
    if asked.cycle:
        narrowed["cycle"] = str(asked.cycle)
    tries += [narrowed, {"name": narrowed["name"]}]
    done: list[dict[str, str]] = []
    for query in ({k: v for k, v in each.items() if v} for each in tries):
        if query.get("name") and query not in done:
            done.append(query)
            place = f" in {asked.state}" if "state" in query else ""
            group = _donors(query, f"with “{query['name'].lower()}” in the name{place}")
            if group:
                return group
    return Group("donor")


def _donors(query: dict[str, str], who: str) -> Group:
    wanted, errors = parse_donor_filter(query)
    if errors:
        return Group("donor")
    path = reverse("donors") + wanted.address()
    try:
        found = search(wanted)
    except TooBroad:
        said = f"Donors {who} are too many to be added up at once: narrow the search of donors."
        return Group("donor", (), 0, path, "Search the donors", said)
    totals = found.totals
    if not totals.rows:
        return Group("donor")
    said = f"{many(totals.counted, 'counted receipt')} {who}: {about(totals.gifts)} given"
    said += f", {about(totals.refunds)} of it sent back." if totals.refunds else "."
    largest = fetch_rows(found.page.sub_ids)
    return Group("donor", _largest(largest), totals.rows, path, "All of these receipts", said)


def _largest(rows: list[DonorRow]) -> tuple[Hit, ...]:
    """The givers of the largest receipts, each once, and what each gave in all."""
    givers: dict[tuple[str, str], DonorRow] = {}
    for row in rows:
        if row.name and not row.subtracts:
            givers.setdefault((row.name, row.zip), row)
    shown = dict(list(givers.items())[:DONORS_SHOWN])
    if not shown:
        return ()
    given = {
        (name, zip_code): (amount, count)
        for name, zip_code, amount, count in run(
            "search_givers.sql",
            {"names": sorted({name for name, _ in shown}), "refunds": list(REFUNDS)},
        )
    }
    # Spellings of one donor lead to one page, and are one line.
    hits: dict[str, Hit] = {}
    counts: dict[str, int] = {}
    for (name, zip_code), row in shown.items():
        path = name_path(name, zip_code)
        amount, count = given.get((name, zip_code), (Decimal(0), 0))
        before = hits.get(path)
        counts[path] = counts.get(path, 0) + count
        place = " ".join(part for part in (row.city.title(), row.state, zip_code) if part)
        hits[path] = Hit(
            "donor",
            path,
            before.title if before else said(name),
            before.line if before else joined(place, row.employer),
            amount + (before.amount or 0 if before else 0),
            f"given in {many(counts[path], 'receipt')}, all years",
        )
    return tuple(sorted(hits.values(), key=lambda hit: -(hit.amount or 0)))
