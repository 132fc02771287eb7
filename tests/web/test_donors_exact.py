"""The exact form of a search (`=SMITH, JOHN`), and the figures whose links stand on it."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from urllib.parse import parse_qsl

import pytest
from django.template.loader import render_to_string

from tests.web import donor_world
from web import contributors, donor_search, exports
from web.donor_search import search
from web.filters import TOGETHER, parse_donor_filter, parse_text

# Each text is within the next, or is what a search's signs could be taken for.
TEXTS = (
    "CORVALIX", "CORVALIX PARTNERS", "NORTH CORVALIX", "corvalix", '"QUOTED" CORVALIX',
    "-MINUS CORVALIX", "=EQUALS", "EQUALS", "STAR*", "O'NEILL & SONS 100%", "…",
)  # fmt: skip
KINDS = (
    ("15", "", "individual"), ("15E", "", "individual"), ("22Y", "", "refund_individual"),
    ("15", "X", "memo"), ("15I", "", "conduit"), ("16C", "", "candidate_loan"),
    ("18U", "", "committee"),
)  # fmt: skip
PLANS = {"narrow": 60_000, "broad": -1}


@pytest.fixture
def rows(db):
    made = [
        donor_world.Row(
            sub_id=4_000_000_000_000_000_000 + number,
            cycle=cycle,
            source="indiv",
            name=text,
            employer=text,
            occupation=text,
            city="DAYTON",
            state="OH",
            zip="45402",
            amount=Decimal(100 + number),
            day=date(2017, 6, 1),
            committee_id=committee,
            kind=kind,
            election="G2018",
        )
        for number, (text, kind, committee, cycle) in enumerate(
            (text, kind, committee, cycle)
            for text in TEXTS
            for kind in KINDS
            for committee in ("C00000002", "C00000003")
            for cycle in (2018, 2020)
        )
    ]
    donor_world.store(made, common_from=6)
    return made


def found(query):
    asked, errors = parse_donor_filter(query)
    assert not errors, (query, errors)
    return search(asked)


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("field", ["name", "employer", "occupation"])
def test_an_exact_text_finds_itself_and_no_longer_one(rows, field, plan, monkeypatch):
    monkeypatch.setattr(donor_search, "NARROW", PLANS[plan])
    for text in TEXTS:
        for more in ({}, {"rows": "all"}, {"type": "individual"}, {"recipient": "C00000002"}):
            query = {field: f"={text}", **more}
            expected = [
                row
                for row in rows
                if row.name == text and donor_world.matches(row, {**query, field: ""})
            ]
            result = found(query)
            assert result.totals.rows == len(expected) > 0, query
            ids = donor_world.in_order(expected, "-amount")
            assert list(result.page.sub_ids) == ids[:50], query
    assert found({field: "CORVALIX"}).totals.rows > found({field: "=CORVALIX"}).totals.rows
    assert found({field: "=CORVALIX PARTNER"}).totals.rows == 0


def test_an_equals_sign_alone_is_an_error_and_a_long_text_is_none():
    with pytest.raises(ValueError, match="Nothing follows"):
        parse_text("=")
    assert not parse_donor_filter({"name": "=" + "x" * 200})[1]
    assert "name" in parse_donor_filter({"name": "=" + "x" * 201})[1]
    assert not parse_text("=-x").only_excludes


def lines_of(html):
    """Address and cells of each linked line of a table."""
    for line in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL):
        address = re.search(r'href="[^"?]*\?([^"]*)"', line)
        cells = [re.sub(r"<[^>]+>", " ", cell) for cell in re.findall(r"<td.*?</td>", line)]
        if address and cells:
            yield dict(parse_qsl(unescape(address[1]))), cells, line


@pytest.mark.parametrize(
    ("committees", "of"),
    [
        (["C00000002"], {"recipient_id": "C00000002"}),
        (["C00000002"], {"candidate_id": donor_world.CANDIDATE}),
    ],
)
def test_a_figure_of_who_gave_leads_to_exactly_its_rows(rows, committees, of):
    tops = contributors.tops(committees, 2018, len(rows), limit=20)
    html = render_to_string("web/_tops.html", {"tops": tops, "cycle": 2018, **of})
    shown = list(lines_of(html))
    assert len(shown) == 3 * len(TEXTS)
    for query, (count, amount, *_), line in shown:
        totals = found(query).totals
        assert totals.rows == int(count), query
        assert f"${totals.gifts:,.0f}" == amount.split()[0], query
        assert totals.refunds == 0
        if "refunded" in line:
            refund = dict(
                parse_qsl(unescape(re.findall(r'href="[^"?]*\?([^"]*refund[^"]*)"', line)[0]))
            )
            assert f"${found(refund).totals.refunds:,.0f} refunded" in " ".join(amount.split())
    assert sum("refunded" in line for *_, line in shown) == len(TEXTS)


@pytest.mark.parametrize("grouped", [True, False])
def test_what_funds_a_spender_leads_to_that_givers_receipts(rows, grouped, monkeypatch):
    if not grouped:
        monkeypatch.setattr(contributors, "FUNDER_ROWS_MAX", 0)
    funding = contributors.funding(["C00000003"], 2018, limit=20)["C00000003"]
    html = render_to_string(
        "web/_funding.html", {"funding": funding, "committee_id": "C00000003", "cycle": 2018}
    )
    # Beside each giver's name stands a figure with a link of its own.
    addresses = re.findall(r'href="/donors/\?(name=[^"]*)"', html)
    assert len(addresses) == len(funding.funders) >= len(TEXTS)
    for address, funder in zip(addresses, funding.funders, strict=True):
        query = dict(parse_qsl(unescape(address)))
        assert query["name"] == f"={funder.name}"
        gifts = found(query).totals
        # A name leads to all of its receipts, of which a single one is a part.
        got = (gifts.rows, gifts.gifts)
        assert got == (funder.rows, funder.amount) if grouped else got > (0, funder.amount)
        assert gifts.refunds == 0


@pytest.mark.parametrize("plan", PLANS)
def test_kinds_that_fund_are_searched_together(rows, plan, monkeypatch):
    monkeypatch.setattr(donor_search, "NARROW", PLANS[plan])
    for more in ({}, {"recipient": "C00000003"}, {"employer": "=CORVALIX"}, {"min": "150"}):
        alone = [found({**more, "type": kind}).totals for kind in TOGETHER["funding"]]
        together = found({**more, "type": "funding"}).totals
        assert together.rows == sum(each.rows for each in alone) > 0, more
        assert together.net == sum(each.net for each in alone), more


def test_the_page_says_the_exact_text_and_offers_its_words(rows, text):
    assert "match employer exactly “CORVALIX”" in text("/donors/", employer="=CORVALIX")
    page = text("/donors/", employer="=NORTH CORVALIX PARTNERS")
    assert "employer exactly “NORTH CORVALIX PARTNERS”" in page
    page = text("/donors/", employer="=PARTNERS, CORVALIX")
    assert "employer with the words “PARTNERS CORVALIX”" in page


def test_the_csv_takes_the_exact_form(rows):
    asked, _ = parse_donor_filter({"name": "=CORVALIX", "type": "individual"})
    lines = b"".join(exports.stream_donors(asked)).decode().splitlines()
    expected = [r for r in rows if r.name == "CORVALIX" and r.kind[2] == "individual"]
    assert len(lines) == len(expected) + 2
