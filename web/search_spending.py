"""Independent expenditures and filings that fit a search, and what a number may be of."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.db import OperationalError, connection, transaction
from django.urls import reverse
from psycopg import errors as database_errors

from donations.indexes import WORDS
from donations.models import Contribution
from expenditures.models import IndependentExpenditure
from filings.models import Arrival, Filing
from web import filing_words
from web.donor_rows import fetch_rows
from web.donor_search import run_setting
from web.expenditure_rows import fetch
from web.search_asked import Asked, tsquery
from web.search_hits import Group, Hit, joined
from web.search_money import name_path
from web.templatetags.figures import about, image_url, many, short_day

SHOWN = 5
# What Postgres keeps a file number in.
_LARGEST = 2**31 - 1
# The lengths of image numbers, of older and of newer filings; no file number is as long.
IMAGE_LENGTHS = (11, 17, 18)
IMAGE_SECONDS = 2
# More than a page of a filing has.
IMAGE_ROWS = 100
_PAYEES = f"""
SELECT id, count(*) OVER (), sum(expenditure_amount) OVER ()
  FROM expenditures_independentexpenditure
 WHERE counts AND {WORDS.replace("(name", "(payee_name")} @@ to_tsquery('simple', %s)
 ORDER BY expenditure_amount DESC, cycle DESC, key LIMIT %s
"""  # noqa: S608


def expenditures(asked: Asked) -> Group:
    """What was paid to somebody whose name has all words, in independent expenditures."""
    if not asked.plain:
        return Group("expenditure")
    with connection.cursor() as cursor:
        cursor.execute(_PAYEES, (tsquery(asked.plain, beginning=False), SHOWN))
        found = cursor.fetchall()
    if not found:
        return Group("expenditure")
    _, total, amount = found[0]
    payee = " ".join(asked.plain)
    said = (
        f"{many(total, 'independent expenditure')} that "
        f"{'counts' if total == 1 else 'count'}, {about(amount)} in all, went to payees with"
        f" “{payee.lower()}” in the name."
    )
    more = reverse("expenditures") + "?" + urlencode({"payee": payee.lower()})
    hits = _expenditures([pk for pk, *_ in found])
    return Group("expenditure", hits, total, more, "All of these expenditures", said)


def _expenditures(ids: list[int]) -> tuple[Hit, ...]:
    return tuple(
        Hit(
            "expenditure",
            one.address,
            f"{one.spender} {one.side} {one.candidate}".replace("  ", " ").strip(),
            joined(
                f"to {one.row.payee_name}" if one.row.payee_name else "",
                short_day(one.day) if one.day else "",
                one.row.purpose.lower(),
                "" if one.row.counts else "not counted",
            ),
            one.amount,
        )
        for one in fetch(ids)
    )


def filings_of(filed_by: Iterable[str], limit: int = SHOWN) -> Group:
    """The newest filings of some committees and candidates."""
    ids = [pk for pk in filed_by if pk]
    if not ids:
        return Group("filing")
    # The index leads to a filer's filings; those of a few are put in order.
    found = Filing.objects.filter(committee_id__in=ids)
    rows = list(found.order_by("-received_at", "-pk")[:limit])
    hits = tuple(_filing(one) for one in rows)
    total = found.count() if len(rows) == limit else len(rows)
    if len({one.committee_id for one in rows}) > 1 or total == len(rows):
        return Group("filing", hits, total)
    more = reverse("filings") + "?" + urlencode({"q": rows[0].committee_id})
    return Group("filing", hits, total, more, "All of its filings")


def _filing(filing: Filing) -> Hit:
    standing = "" if filing.counts else ("held" if filing.is_held else "superseded")
    return Hit(
        "filing",
        reverse("filing", args=[filing.pk]),
        f"Filing {filing.pk}: {filing.filer_name or filing.committee_id}",
        joined(
            f"{filing.form_type}, {filing_words.form(filing.form)}",
            short_day(filing.received_at or filing.date_signed)
            if filing.received_at or filing.date_signed
            else "",
            standing,
        ),
    )


def file_number(asked: Asked) -> int | None:
    """The number of a filing that is here or on its way; None where there is none such.

    Four digits may be meant as a number of something else and are none.
    """
    digits = asked.number.removeprefix("-")
    if not 4 < len(digits) < 11 or int(digits) > _LARGEST:
        return None
    number = int(asked.number)
    is_here = Filing.objects.filter(pk=number).exists()
    return number if is_here or Arrival.objects.filter(pk=number).exists() else None


def filing(number: int) -> Group:
    """The filing of a number, which is here or on its way."""
    found = Filing.objects.filter(pk=number).first()
    path = reverse("filing", args=[number])
    waits = Hit("filing", path, f"Filing {number}", "posted, not taken in yet")
    return Group("filing", (_filing(found) if found else waits,), 1)


def near_filings(asked: Asked) -> Group:
    """The filings with the numbers next to the one asked for, where that can be one."""
    digits = asked.number.removeprefix("-")
    if not 5 < len(digits) < 11 or int(digits) > _LARGEST:
        return Group("filing")
    number = int(asked.number)
    below = Filing.objects.filter(pk__lt=number).order_by("-pk")[:2]
    above = Filing.objects.filter(pk__gt=number).order_by("pk")[:2]
    found = sorted([*below, *above], key=lambda filing: abs(filing.pk - number))
    hits = tuple(_filing(one) for one in found)
    return Group("filing", hits, len(hits), reverse("filings"), "All filings", is_near=True)


def image_path(asked: Asked) -> str:
    """The FEC's page of an image number; empty where the number is no image's."""
    if len(asked.number) not in IMAGE_LENGTHS or asked.number.startswith("-"):
        return ""
    return image_url(asked.number)


def image(asked: Asked) -> list[Group]:
    """The expenditures and receipts reported on an image, that is a page of a filing."""
    if not image_path(asked):
        return []
    number = int(asked.number)
    found = IndependentExpenditure.objects.filter(image_number=number)
    ids = list(found.order_by("-expenditure_amount", "pk").values_list("pk", flat=True)[:SHOWN])
    said = f"Reported on image {asked.number}." if ids else ""
    spent = Group("expenditure", _expenditures(ids), len(ids), said=said)
    return [spent, _receipts(number, asked.number)]


def _receipts(number: int, typed: str) -> Group:
    """The receipts on an image. No index leads to them, so that the time to look is limited.

    A number of eighteen digits begins with the day on which the filing came in: its rows stand in
    the files of that cycle, or of the one before.
    """
    query = Contribution.objects.filter(image_number=number)
    year = int(typed[:4])
    if len(typed) > IMAGE_LENGTHS[0]:
        cycle = year + year % 2
        query = query.filter(cycle__in=(cycle, cycle - 2))
    try:
        with transaction.atomic():
            run_setting("statement_timeout", f"{IMAGE_SECONDS}s")
            rows = fetch_rows(list(query.values_list("sub_id", flat=True)[:IMAGE_ROWS]))
    except OperationalError as error:
        if not isinstance(error.__cause__, database_errors.QueryCanceled):
            raise
        return Group("donor", said="The receipts are too many to be looked through for an image.")
    if not rows:
        return Group("donor")
    rows.sort(key=lambda row: -row.amount)
    hits = tuple(
        Hit(
            "donor",
            name_path(row.name, row.zip),
            row.name or "No name given",
            joined(
                f"to {row.committee or row.committee_id}",
                short_day(row.day) if row.day else "",
                row.mark,
            ),
            row.amount,
        )
        for row in rows[:SHOWN]
    )
    return Group("donor", hits, len(rows), said=f"Receipts reported on image {typed}.")
