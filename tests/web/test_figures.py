"""Every figure leads to rows that add up to it, and exports say what pages say: on the sample."""

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from donations.models import CandidateTotal, CommitteeTotal
from filings import codes
from sample import story
from tests.sample_loaded import loader, sample  # noqa: F401 (fixtures)
from tests.web.test_sample import site  # noqa: F401 (fixture)
from web import behind
from web.lines import Line
from web.paging import SORTS, Part, page_of
from web.row_columns import COLUMNS
from web.row_export import stream_rows
from web.templatetags.figures import filing_url, image_url, type_words


def exported(parts: list[Part], sort: str = "-amount") -> list[dict[str, str]]:
    text = b"".join(stream_rows(parts, sort, is_sample=False)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def in_a_record(line: Line) -> dict[str, str]:
    """What an export says of a line, by the slow way."""
    values = (
        line.day.isoformat() if line.day else "", line.payer, line.payer_id, line.payee,
        line.payee_id, line.via_id, line.amount, line.code,
        type_words(line.code) if line.code else line.kind, line.election, line.place, line.work,
        line.detail, "yes" if line.counts else "no", line.mark, line.filer_id,
        line.file_number or "", filing_url(line.filer_id, line.file_number),
        image_url(line.image_number), line.id,
    )  # fmt: skip
    texts = [f"'{text}" if text[:1] in "=+-@\t\r" and text else text for text in map(str, values)]
    record = dict(zip(COLUMNS, texts, strict=True))
    for name in ("amount", "file_number", "row_id"):
        record[name] = record[name].lstrip("'")
    return record


def all_parts() -> list[Part]:
    """The rows of every channel and line that the sample has, memo rows among them."""
    parts = []
    for total in CandidateTotal.objects.all():
        parts += behind.channel_parts(total.candidate_id, total.cycle, total.channel, memos=True)
    for committee, line, source in (
        CommitteeTotal.objects.values_list("committee_id", "counted_as", "source")
        .distinct()
        .order_by()
    ):
        source = source if line in codes.NEVER_COUNTED or source in {"oth-b", "oppexp"} else ""
        parts += behind.line_parts(committee, story.CYCLE, line, source, memos=True)
    return parts


def test_an_export_says_of_each_row_what_the_page_says(site: Path) -> None:  # noqa: F811
    whole = all_parts()
    # One of each table, and a spread of the others.
    parts = [*{part.rows.model: part for part in whole}.values(), *whole[::6]]
    checked = 0
    for part in parts:
        wanted = {str(line.id): in_a_record(line) for line in map(part.present, part.rows)}
        found = {row["row_id"]: row for row in exported([part])}
        checked += len(found)
        assert found.keys() == wanted.keys()
        for key, row in found.items():
            assert "30111(a)(4)" in row.pop("notice")
            assert row == wanted[key]
    assert checked > 800
    assert len({part.rows.model for part in parts}) == 7


def test_each_order_has_every_row_once_and_is_the_export_s(site: Path) -> None:  # noqa: F811
    parts = behind.line_parts(story.ATTACKER, story.CYCLE, "independent_expenditure", memos=True)
    parts += behind.channel_parts(story.CANDIDATE_A, story.CYCLE, "refunds_individuals")
    whole = {line.id for part in parts for line in map(part.present, part.rows)}
    assert len(whole) > 20
    for sort in SORTS:
        seen, after = [], ""
        while True:
            page = page_of(parts, sort, after, size=15)
            seen += [line.id for line in page.lines]
            after = page.following
            if not after:
                break
        assert len(seen) == len(whole), sort
        assert set(seen) == whole, sort
        for part in parts:
            here = [int(row["row_id"]) for row in exported([part], sort)]
            assert here == [key for key in seen if key in set(here)], sort


def test_a_csv_adds_up_to_what_its_page_says(site: Path, client: Client) -> None:  # noqa: F811
    address = f"/committees/{story.ATTACKER}/rows/?line=funding&cycle={story.CYCLE}"
    page = client.get(address)
    response = client.get(f"{address}&format=csv")
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == page.context["rows"]
    assert sum(Decimal(row["amount"]) for row in rows) == page.context["amount"] == 960_000


# --- figures on pages -------------------------------------------------------------------------
PAGES = {
    "candidate": f"/candidates/{story.CANDIDATE_A}/?cycle=2018",
    "another candidate": "/candidates/S8NE00915/?cycle=2018",
    "campaign": "/committees/C00990101/?cycle=2018",
    "attacker": f"/committees/{story.ATTACKER}/?cycle=2018",
    "sponsored PAC": "/committees/C00990501/?cycle=2018",
    "party": "/committees/C00990601/?cycle=2018",
    "special election": "/races/2018/house/CA/99/special-2017/",
    "regular election": "/races/2018/house/CA/99/",
    "industry": "/industries/pharmaceuticals/?cycle=2018",
    "class": "/industries/not-given/?cycle=2018",
    "industries": "/industries/?cycle=2018",
    "front page": "/",
    "donor": "/donors/thornbury-aldous-95825/",
    "employers": "/employers/?cycle=2018",
    "groups": "/donors/?cycle=2018&group=recipient",
    "connections": "/connections/?cycle=2018",
    "funders and rivals": "/connections/?cycle=2018&kind=rival",
    "two routes": "/connections/?cycle=2018&kind=two_routes",
    "at the limit": "/connections/?cycle=2018&kind=at_limit",
    "by industry": "/connections/?cycle=2018&kind=industry",
    "first funders": "/connections/?cycle=2018&kind=launched",
}
# As many of a page's figures are followed, spread over the page: all of them take too long.
FOLLOWED = 6
_FIGURE = re.compile(r'<a\b[^>]*\bdata-figure="(?P<amount>[^"]*)"[^>]*>')


@dataclass(frozen=True)
class Marked:
    """A figure as a page marks it: its amount, its address, and its rows where they are said."""

    amount: Decimal
    address: str
    rows: int | None


def marked(page: str) -> list[Marked]:
    """The figures of a page that lead to rows, each once."""
    found = []
    for match in _FIGURE.finditer(page):
        tag = match.group(0)
        rows = re.search(r'data-rows="(\d+)"', tag)
        address = re.search(r'href="([^"]*)"', tag)
        assert address, tag
        found.append(
            Marked(Decimal(match["amount"]), unescape(address[1]), int(rows[1]) if rows else None)
        )
    return list(dict.fromkeys(found))


def spread(figures: list[Marked], many: int = FOLLOWED) -> list[Marked]:
    """As many of them, from the first to the last."""
    step = max(1, len(figures) // many)
    return figures[::step]


def stated(client: Client, address: str) -> tuple[int, Decimal]:
    """The count and the sum that the page behind a figure states."""
    response = client.get(address)
    assert response.status_code == 200, address
    if "/rows/" in address:
        page = response.content.decode()
        count, total = (re.search(rf'data-{name}="([^"]*)"', page) for name in ("rows", "sum"))
        assert count, address
        assert total, address
        return int(count[1]), Decimal(total[1])
    totals = response.context["totals"]
    if address.startswith("/donors/"):
        return totals.rows, abs(totals.net)
    return totals.rows, totals.supported + totals.opposed + totals.neither


def added(client: Client, address: str) -> tuple[int, Decimal]:
    """Count and sum of the rows of the CSV that the page behind a figure offers."""
    path, _, query = address.partition("?")
    path = f"{path.rstrip('/')}.csv" if "/rows/" not in path else path
    response = client.get(f"{path}?{query}&format=csv")
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    rows = [
        row
        for row in csv.DictReader(io.StringIO(text, newline=""))
        if any(
            value
            for name, value in row.items()
            if name.endswith("sub_id") or name == "row_id" or name == "expenditure_amount"
        )
    ]
    column = next(
        name
        for name in ("amount", "expenditure_amount", "counted_amount")
        if name in (rows[0] if rows else {"amount": ""})
    )
    total = sum((Decimal(row[column]) for row in rows), Decimal(0))
    # A search of refunds alone says how much was sent back.
    return len(rows), abs(total) if column == "counted_amount" else total


@pytest.mark.parametrize("kind", PAGES)
def test_each_figure_leads_to_rows_that_add_up_to_it(
    kind: str,
    site: Path,  # noqa: F811
    client: Client,
) -> None:
    response = client.get(PAGES[kind])
    assert response.status_code == 200
    figures = marked(response.content.decode())
    assert figures
    wrong = []
    for one in spread(figures):
        said, found = stated(client, one.address), added(client, one.address)
        if said != found or said[1] != one.amount or one.rows not in {None, said[0]}:
            wrong.append((one, said, found))
    assert not wrong, "\n".join(map(str, wrong))
