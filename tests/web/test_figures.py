"""Every figure leads to rows that add up to it, and exports say what pages say: on the sample."""

import csv
import io
from decimal import Decimal
from pathlib import Path

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
    parts = all_parts()
    checked = 0
    for part in parts:
        wanted = {str(line.id): in_a_record(line) for line in map(part.present, part.rows)}
        found = {row["row_id"]: row for row in exported([part])}
        checked += len(found)
        assert found.keys() == wanted.keys()
        for key, row in found.items():
            assert "30111(a)(4)" in row.pop("notice")
            assert row == wanted[key]
    assert checked > 5000
    assert len({part.rows.model for part in parts}) == 7


def test_each_order_has_every_row_once_and_is_the_export_s(site: Path) -> None:  # noqa: F811
    parts = behind.line_parts(story.ATTACKER, story.CYCLE, "independent_expenditure", memos=True)
    parts += behind.channel_parts(story.CANDIDATE_A, story.CYCLE, "refunds_individuals")
    whole = {line.id for part in parts for line in map(part.present, part.rows)}
    assert len(whole) > 20
    for sort in SORTS:
        seen, after = [], ""
        while True:
            page = page_of(parts, sort, after, size=7)
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
