"""The search by industry against its slow twin, on every plan, and what its page shows."""

import csv
import io
import itertools
from decimal import Decimal
from random import Random

import pytest
from django.test import Client

from donations.models import DonorProfile, Industry, IndustryMonth, IndustryTotal, Organization
from tests.web import donor_world
from tests.web import industry_world as world
from web import donor_profiles, donor_search, donor_walks
from web.donor_search import search
from web.exports import stream_donors
from web.filters import SORTS, parse_donor_filter

# NARROW, WALKED, and whether an industry may ever be too common to be followed.
PLANS = {
    "narrow": (60_000, 40_000, 0),
    "broad": (-1, 40_000_000, 0),
    "without walks": (-1, 0, 0),
    "too common": (-1, 40_000_000, 10**9),
    "too common, without walks": (-1, 0, 10**9),
}
ASKED = (
    {"industry": "coal"}, {"industry": "coal,hospitals"}, {"industry": "retired"},
    {"industry": "candidate-own"}, {"sector": "health"}, {"sector": "any-industry"},
    {"sector": "health", "industry": "hospitals"}, {"sector": "health", "industry": "coal"},
    {"sector": "health,not-an-industry"},
)  # fmt: skip
BESIDES = (
    {}, {"rows": "all"}, {"cycle": "2018"}, {"type": "individual"}, {"type": "memo"},
    {"type": "refund_individual"}, {"recipient": "C00000002"}, {"recipient": "smith"},
    {"candidate": donor_world.CANDIDATE}, {"candidate": donor_world.CANDIDATE, "cycle": "2020"},
    {"election": "G2018"}, {"election": "G2018,none"}, {"state": "OH"}, {"name": "smith"},
    {"employer": "retired"}, {"occupation": "attorney"}, {"min": "250", "max": "1000"},
    {"from": "2017-06-02", "to": "2017-06-03"}, {"zip": "454"}, {"city": "dayton"},
    {"election": "S2017", "type": "individual", "recipient": "C00000004"},
)  # fmt: skip
SECTORS = {
    "health": {"hospitals", "pharmaceuticals"},
    "any-industry": {"hospitals", "pharmaceuticals", "coal", "candidate-committees"},
    "not-an-industry": {"retired", "homemaker", "candidate-own"},
}


def industry_of(employer: str, occupation: str) -> str:
    """An industry for each pair, some of them for many."""
    if "RETIRED" in (employer, occupation):
        return "retired"
    if not employer:
        return "not-given"
    return {"AT&T": "coal", "FIRST BANK": "hospitals", "BANK OF GOLD": "pharmaceuticals"}.get(
        employer, "not-classed"
    )


@pytest.fixture
def rows(db: None) -> list[donor_world.Row]:
    made = donor_world.make_rows(Random(5), 200)
    world.industries()
    donor_world.store(made, common_from=6)
    donor_world.classify(industry_of)
    return made


def slug_of(row: donor_world.Row) -> str:
    own = row.kind[2] == "candidate_loan"
    return "candidate-own" if own else industry_of(row.employer, row.occupation)


def twin(rows: list[donor_world.Row], query: dict[str, str]) -> list[donor_world.Row]:
    """The rows that match, found out one by one."""
    plain = {k: v for k, v in query.items() if k not in {"industry", "sector", "election"}}

    def fits(row: donor_world.Row) -> bool:
        slug = slug_of(row)
        wanted = query.get("industry", slug).split(",")
        sectors = query.get("sector", "").split(",") if "sector" in query else []
        codes = ["" if c == "none" else c for c in query.get("election", row.election).split(",")]
        return (
            slug in wanted
            and (not sectors or any(slug in SECTORS[sector] for sector in sectors))
            and row.election in codes
        )

    return [row for row in rows if fits(row) and donor_world.matches(row, plain)]


def check(rows: list[donor_world.Row], query: dict[str, str]) -> list[donor_world.Row]:
    asked, errors = parse_donor_filter(query)
    assert not errors, query
    expected = twin(rows, query)
    counted = [row for row in expected if row.counts]
    refunds = sum((r.amount for r in counted if r.kind[2].startswith("refund")), Decimal(0))
    gifts = sum((r.amount for r in counted), Decimal(0)) - refunds
    found = search(asked, size=300)
    totals = found.totals
    got = (totals.rows, totals.counted, totals.gifts, totals.refunds)
    assert got == (len(expected), len(counted), gifts, refunds), query
    sort = query.get("sort", "-amount")
    order = donor_world.in_order(expected, sort)
    if sort.endswith("industry"):
        names = dict(Industry.objects.values_list("slug", "name"))
        keys = {row.sub_id: (names[slug_of(row)], row.sub_id) for row in expected}
        order = sorted(keys, key=keys.__getitem__, reverse=sort.startswith("-"))
    assert list(found.page.sub_ids) == order, query
    return expected


@pytest.mark.parametrize("plan", PLANS)
def test_the_search_agrees_with_its_slow_twin(rows, plan, monkeypatch):
    narrow, walked, common = PLANS[plan]
    monkeypatch.setattr(donor_search, "NARROW", narrow)
    monkeypatch.setattr(donor_walks, "WALKED", walked)
    monkeypatch.setattr(donor_profiles, "_COMMON_SHARE", common)
    rng = Random(plan)
    found = 0
    for asked, besides in itertools.product(ASKED, BESIDES):
        query = {**asked, **besides, "sort": rng.choice(list(SORTS))}
        found += bool(check(rows, query))
    assert found > len(ASKED) * len(BESIDES) / 2


def test_a_cycle_that_is_not_added_up_by_industry_is_counted_row_by_row(rows, monkeypatch):
    monkeypatch.setattr(donor_search, "NARROW", -1)
    for model in (IndustryTotal, IndustryMonth):
        model.objects.filter(cycle=2018).delete()
    for asked in ({"industry": "coal"}, {"sector": "any-industry", "type": "individual"}):
        assert check(rows, asked)
        check(rows, {**asked, "cycle": "2020"})


def test_an_organization_is_searched_with_what_belongs_to_it(rows):
    parent = Organization.objects.create(form="PARENT", version=1)
    child = Organization.objects.create(form="CHILD", version=1, parent=parent)
    for name, organization in (("AT&T", parent), ("FIRST BANK", child)):
        DonorProfile.objects.filter(employer__name=name).update(organization=organization)

    def found(**query):
        return search(parse_donor_filter(query)[0]).totals

    def twins(*employers):
        mine = [r for r in rows if r.counts and r.employer in employers]
        return [r for r in mine if r.kind[2] != "candidate_loan"]

    assert found(organization="CHILD").rows == len(twins("FIRST BANK")) > 0
    assert found(organization="PARENT").rows == len(twins("FIRST BANK", "AT&T"))
    coal = [r for r in twins("AT&T") if industry_of(r.employer, r.occupation) == "coal"]
    assert found(organization="PARENT", industry="coal").rows == len(coal) > 0
    assert found(organization="NOBODY").rows == 0


def test_an_industry_nobody_knows_finds_nothing_and_its_page_says_which_is_near(rows, text):
    assert search(parse_donor_filter({"industry": "coals"})[0]).totals.rows == 0
    said = text("/donors/", status=400, industry="coals")
    assert "There is no industry “coals”: try coal" in said
    assert "There is no sector “wealth”" in text("/donors/", status=400, sector="wealth")
    assert "is not an industry: choose" in text("/donors/", status=400, industry="a_b")


def test_the_page_says_the_industry_and_shows_each_tag_with_its_basis(rows, client: Client, text):
    said = text("/donors/", industry="coal", cycle="2018")
    expected = [r for r in twin(rows, {"industry": "coal", "cycle": "2018"}) if r.counts]
    assert f"{len(expected)} counted receipts" in said
    assert "cycle 2018, industry “Coal mining”" in said
    assert "Coal mining no rule, decision or sufficiently certain proposal" in said
    page = client.get("/donors/?industry=coal&industry=hospitals").content.decode()
    assert "“Coal mining” and “Hospitals and health systems”" in page
    assert '<option value="coal,hospitals" selected>' in page
    assert '<option value="coal" selected>' in client.get("/donors/?industry=coal").content.decode()


def test_the_csv_has_the_industry_with_its_basis(rows):
    asked, _ = parse_donor_filter({"sector": "health", "type": "individual"})
    text = b"".join(stream_donors(asked)).decode()
    lines = list(csv.DictReader(io.StringIO(text)))[:-1]
    assert len(lines) == len(twin(rows, {"sector": "health", "type": "individual"})) > 0
    assert {line["industry"] for line in lines} == SECTORS["health"]
    assert {line["industry_basis"] for line in lines} == {"employer"}


def test_a_search_by_industry_takes_few_queries(rows, client, django_assert_max_num_queries):
    for address in ("/donors/?industry=coal", "/donors/?sector=health&state=OH&name=smith"):
        client.get(address)
        with django_assert_max_num_queries(16):
            client.get(address)
