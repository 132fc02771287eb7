"""A result in groups: they are its slow twin's, add up to the result, and lead to their rows."""

from collections import defaultdict
from decimal import Decimal
from random import Random
from urllib.parse import parse_qsl

import pytest

from donations.models import Industry
from tests.web import donor_world
from web.donor_groups import GROUPS, group
from web.donor_search import search
from web.filters import GROUPED_BY, ORDERED_BY, parse_donor_filter

SEARCHES = (
    {}, {"name": "smith"}, {"employer": "retired", "rows": "all"}, {"state": "OH"},
    {"candidate": donor_world.CANDIDATE}, {"from": "2017-06-02", "min": "250"}, {"name": "nobody"},
)  # fmt: skip
TOLD_BY = {
    "donor": lambda row: (row.name, row.zip[:5]),
    "employer": lambda row: row.employer,
    "occupation": lambda row: row.occupation,
    "industry": lambda row: donor_world_industry(row),
    "recipient": lambda row: row.committee_id,
    "month": lambda row: row.day and row.day.replace(day=1),
    "state": lambda row: row.state,
    "city": lambda row: (row.city, row.state),
    "election": lambda row: row.election,
    "kind": lambda row: row.kind[2],
    "cycle": lambda row: row.cycle,
}


def donor_world_industry(row: donor_world.Row) -> str:
    if row.kind[2] == "candidate_loan":
        return "candidate-own"
    return "coal" if "GOLD" in row.employer else "not-classed"


@pytest.fixture
def rows(db: None) -> list[donor_world.Row]:
    made = donor_world.make_rows(Random(7), 150)
    donor_world.store(made, common_from=6)
    for number, slug in enumerate(("coal", "not-classed", "candidate-own")):
        Industry.objects.create(
            slug=slug, name=slug.upper(), sector="Energy", position=number,
            is_industry=slug == "coal",
        )  # fmt: skip
    donor_world.classify(lambda employer, _: "coal" if "GOLD" in employer else "not-classed")
    return made


def net(rows: list[donor_world.Row]) -> Decimal:
    """What rows add up to by hand."""
    return sum(
        (
            -row.amount if row.kind[2].startswith("refund") else row.amount
            for row in rows
            if row.counts
        ),
        Decimal(0),
    )


@pytest.mark.parametrize("by", GROUPED_BY)
def test_groups_are_their_slow_twin_s_and_lead_to_their_rows(
    rows: list[donor_world.Row], by: str
) -> None:
    for query in SEARCHES:
        asked, errors = parse_donor_filter({**query, "group": by})
        assert not errors
        found = group(asked, size=1000)
        held: dict[object, list[donor_world.Row]] = defaultdict(list)
        for row in rows:
            if donor_world.matches(row, query):
                held[TOLD_BY[by](row)].append(row)
        assert sorted((one.totals.rows, one.totals.net) for one in found.groups) == sorted(
            (len(part), net(part)) for part in held.values()
        ), query
        assert found.number == len(held)
        assert found.totals == search(parse_donor_filter(query)[0], size=0).totals
        for one in found.groups:
            if one.address:
                leads, errors = parse_donor_filter(dict(parse_qsl(one.address[1:])))
                assert not errors
                assert search(leads).totals == one.totals, (query, one)
            else:
                # No address asks for a blank field, or for a ZIP code that is no whole one.
                assert one.words == "Not given" or len(one.place) != 5, (query, one)


@pytest.mark.parametrize("order", ORDERED_BY)
def test_pages_show_each_group_once_in_any_order(rows: list[donor_world.Row], order: str) -> None:
    seen, after = [], ""
    while True:
        asked, _ = parse_donor_filter({"group": "donor", "order": order, "after": after})
        page = group(asked, size=7)
        seen += page.groups
        after = page.next
        if not after:
            break
    assert len(seen) == page.number == len({(row.name, row.zip[:5]) for row in rows if row.counts})
    assert len({(one.words, one.place) for one in seen}) == len(seen)
    key = {
        "net": lambda one: one.totals.net, "gifts": lambda one: one.totals.gifts,
        "refunds": lambda one: one.totals.refunds, "rows": lambda one: one.totals.rows,
        "name": lambda one: one.words.replace("Not given", "").encode(),
    }[order.removeprefix("-")]  # fmt: skip
    values = [key(one) for one in seen]
    assert values == sorted(values, reverse=order.startswith("-"))


def test_every_way_to_group_is_one_of_the_address() -> None:
    assert tuple(GROUPS) == GROUPED_BY


def test_the_page_groups_with_one_click_and_back(rows: list[donor_world.Row], client) -> None:
    page = client.get("/donors/?name=smith").content.decode()
    assert 'href="/donors/?name=smith&amp;group=recipient"' in page
    grouped = client.get("/donors/?name=smith&group=recipient").content.decode()
    assert "SMITH VICTORY FUND" in grouped
    assert 'href="/donors/?name=smith"' in grouped
    assert "recipient=C00000003" in grouped
    nothing = client.get("/donors/?name=nobody&group=state").content.decode()
    assert "Nothing found" in nothing
    assert client.get("/donors/?group=shoe").status_code == 400
