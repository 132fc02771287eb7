"""The donor search against its slow twin: every field, every pair, every order, every plan."""

import itertools
from decimal import Decimal
from random import Random

import pytest

from filings.models import Election, ElectionCandidate
from tests.web import donor_world
from web import donor_search, donor_walks
from web.donor_search import TooBroad, search
from web.filters import SORTS, parse_donor_filter

VALUES: dict[str, list[dict[str, str]]] = {
    "name": [
        {"name": "smith"}, {"name": "john smith"}, {"name": "Smith, John"},
        {"name": '"john smith"'}, {"name": "smith -john"}, {"name": "lee"},
        {"name": "lee*"}, {"name": "o'brien"}, {"name": "peña"},
        {"name": "smíth john OR anne"},
    ],
    "employer": [
        {"employer": "retired"}, {"employer": "bank"}, {"employer": '"gold bank"'},
        {"employer": "gold*"}, {"employer": "-retired"}, {"employer": "at&t"},
        {"employer": "amazon"}, {"employer": "not"},
        {"employer": 'amazon OR "gold bank" -retired'},
    ],
    "occupation": [
        {"occupation": "retired"}, {"occupation": "partner"}, {"occupation": "retired -teacher"},
    ],
    "city": [{"city": "new york"}, {"city": "dayton"}],
    "state": [{"state": "oh"}, {"state": "NY"}, {"state": "WY"}, {"state": "OH,CA"}],
    "zip": [{"zip": "45402"}, {"zip": "9"}, {"zip": "902"}, {"zip": "45402,1"}],
    "amount": [{"min": "250"}, {"max": "$1,000"}, {"min": "-100", "max": "300.00"}],
    "date": [
        {"from": "2017-06-02"}, {"to": "06/03/2017"}, {"from": "2017-06-02", "to": "2017-06-03"},
    ],
    "recipient": [
        {"recipient": "C00000002"}, {"recipient": "smith"}, {"recipient": "nobody"},
        {"recipient": "C00000002,C00000005"}, {"recipient": "victory OR bluebell"},
    ],
    "candidate": [{"candidate": "H8OH01001"}, {"candidate": "H8OH01009"}],
    "type": [
        {"type": "individual"}, {"type": "refund_individual"}, {"type": "memo"},
        {"type": "individual,memo"},
    ],
    "election": [{"election": "G2018"}, {"election": "s2017"}, {"election": "P2018,none"}],
    "contributor": [{"contributor": "individual"}, {"contributor": "committee,unsaid"}],
    "party": [{"party": "DEM"}, {"party": "DEM,REP", "office": "house"}],
    "rows": [{"rows": "all"}, {"rows": "memo"}, {"rows": "counted,conduit"}],
    "cycle": [{"cycle": "2018"}, {"cycle": "2018,2020"}],
}  # fmt: skip
# How the twin reads what the form's readers turn.
TWIN = {"oh": "OH", "s2017": "S2017", "$1,000": "1000", "06/03/2017": "2017-06-03"}


@pytest.fixture
def rows(db):
    made = donor_world.make_rows(Random(5), 200)
    donor_world.store(made, common_from=6)
    return made


def twin(rows, query):
    turned = {name: TWIN.get(value, value) for name, value in query.items()}
    found = [row for row in rows if donor_world.matches(row, turned)]
    if query.get("candidate") == "H8OH01009":
        found = []
    return found


def check(rows, query, size=40):
    asked, errors = parse_donor_filter(query)
    assert not errors, query
    expected = twin(rows, query)
    counted = [row for row in expected if row.counts]
    refunds = sum((r.amount for r in counted if r.kind[2].startswith("refund")), Decimal(0))
    gifts = sum((r.amount for r in counted), Decimal(0)) - refunds
    ids: list[int] = []
    after = ""
    for _ in range(100):
        asked, errors = parse_donor_filter({**query, "after": after})
        found = search(asked, size=size)
        got = (found.totals.rows, found.totals.counted, found.totals.gifts, found.totals.refunds)
        assert got == (len(expected), len(counted), gifts, refunds), query
        ids += found.page.sub_ids
        after = found.page.next
        if not after:
            break
    assert ids == donor_world.in_order(expected, query.get("sort", "-amount")), query
    return expected


PLANS = {
    # Every field counts as narrow; none does, so that roll-ups and walks answer; and none may walk.
    "narrow": (60_000, 40_000),
    "broad": (-1, 40_000_000),
    "without walks": (-1, 0),
}


@pytest.mark.parametrize("plan", PLANS)
def test_every_field_and_pair_agrees_with_the_slow_twin(rows, plan, monkeypatch):
    narrow, walked = PLANS[plan]
    monkeypatch.setattr(donor_search, "NARROW", narrow)
    monkeypatch.setattr(donor_walks, "WALKED", walked)
    rng = Random(plan)
    for name in VALUES:
        for value in VALUES[name]:
            check(rows, {**value, "sort": rng.choice(list(SORTS))})
    for one, two in itertools.combinations(VALUES, 2):
        query = {**rng.choice(VALUES[one]), **rng.choice(VALUES[two])}
        more = rng.choice(({}, {}, {"rows": "all"}, {"cycle": "2018"}))
        query = {**more, **query}
        check(rows, {**query, "sort": rng.choice(list(SORTS))})


def test_three_fields_and_more_agree_too(rows):
    rng = Random(3)
    for _ in range(40):
        query: dict[str, str] = {}
        for name in rng.sample(list(VALUES), rng.choice((3, 4))):
            query |= rng.choice(VALUES[name])
        check(rows, {**query, "sort": rng.choice(list(SORTS))})


@pytest.mark.parametrize("plan", PLANS)
def test_pages_neither_skip_nor_repeat(rows, plan, monkeypatch):
    narrow, walked = PLANS[plan]
    monkeypatch.setattr(donor_search, "NARROW", narrow)
    monkeypatch.setattr(donor_walks, "WALKED", walked)
    days = {"from": "2017-06-01", "to": "2017-06-04"}
    for query, sort in itertools.product(({"rows": "all"}, {"state": "OH"}, days), SORTS):
        check(rows, {**query, "sort": sort}, size=13)


def test_the_search_finds_something_worth_testing(rows):
    assert len(check(rows, {"name": "smith", "state": "OH"})) > 5
    assert {row.name for row in check(rows, {"name": '"john smith"'})} == {
        "SMITH, JOHN", "SMITH, JOHN Q", "JOHN, SMITH",
    }  # fmt: skip
    assert not any(row.name.startswith("LEEDS") for row in check(rows, {"name": "lee"}))
    assert any(row.name.startswith("LEEDS") for row in check(rows, {"name": "lee*"}))


def test_a_race_is_its_candidates_campaigns_under_its_own_election_codes(rows):
    for special_year in (0, 2017):
        race = Election.objects.create(
            cycle=2018, office="H", state="OH", district="01", special_year=special_year
        )
        ElectionCandidate.objects.create(
            election=race, candidate_id=donor_world.CANDIDATE, basis="registered"
        )
    campaign = [r for r in rows if (r.cycle, r.committee_id) == (2018, "C00000002") and r.counts]
    for address, codes in (
        ("2018/house/OH/01/special-2017", {"S2017"}),
        ("2018-H-OH-1", {"P2018", "G2018"}),
    ):
        asked, errors = parse_donor_filter({"race": address})
        assert not errors
        expected = [row.sub_id for row in campaign if row.election in codes]
        assert sorted(search(asked).page.sub_ids) == sorted(expected)
        assert expected
    assert search(parse_donor_filter({"race": "2018/house/OH/02"})[0]).totals.rows == 0
    assert "race" in parse_donor_filter({"race": "CA-34"})[1]


def test_a_refund_subtracts_and_a_memo_is_never_added(rows):
    asked, _ = parse_donor_filter({"rows": "all"})
    totals = search(asked).totals
    assert totals.net == totals.gifts - totals.refunds
    assert totals.uncounted == sum(not row.counts for row in rows)


@pytest.mark.parametrize(
    "after", ["x", "~", "abc~12", "2017-06-01~5", "1.0~99999999999999999999", "~~"]
)
def test_a_cursor_nobody_made_is_the_first_page(rows, after):
    for sort in SORTS:
        asked, _ = parse_donor_filter({"after": after, "sort": sort})
        is_by_text = sort.removeprefix("-") not in {"amount", "date"}
        assert len(search(asked).page.sub_ids) == 50 or is_by_text


def test_an_empty_database_has_nothing(db):
    asked, _ = parse_donor_filter({"name": "smith"})
    assert search(asked).totals.rows == 0


def test_a_search_that_takes_too_long_says_so(rows, monkeypatch):
    monkeypatch.setattr(donor_search, "rolled_up", lambda _: donor_search.run("SELECT pg_sleep(5)"))
    monkeypatch.setattr(donor_search, "TIMEOUT_SECONDS", "0.05")
    asked, _ = parse_donor_filter({"state": "OH"})
    with pytest.raises(TooBroad):
        search(asked)
