"""Money by industry: every figure by hand, and the parts that must add up to the channels."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import NoReverseMatch

from donations.models import Decision, Industry, Organization
from donations.reviewable import is_class
from filings.models import Candidate
from tests import factories as make
from tests.web import industry_world as world
from web import industries, industry_list, tags
from web.industries import Money, percents
from web.templatetags.industries import correction_link

Text = Callable[..., str]
CANDIDATE = "/candidates/H8CA90001/"
COMMITTEE = "/committees/C00900001/"


@pytest.fixture
def known(data: None) -> dict[str, Industry]:
    make.load()
    return world.industries()


@pytest.fixture
def roe(known: dict[str, Industry]) -> Candidate:
    """A candidate with money of every kind."""
    found = make.candidate()
    world.gave(found, known["pharmaceuticals"], "300")
    world.gave(found, known["pharmaceuticals"], "1000", "committees")
    world.gave(found, known["hospitals"], "150", election_type="G2018")
    world.gave(found, known["coal"], "100.50", election_type="S2017")
    world.gave(found, known["retired"], "200")
    world.gave(found, known["homemaker"], "50")
    world.gave(found, known["not-given"], "49.50")
    world.gave(found, known["not-classed"], "150")
    world.gave(found, known["not-classed"], "500", "committees")
    world.gave(found, known["retired"], "75", "refunds")
    make.total(found, "individuals_itemized", 7, "1000")
    make.total(found, "committees", 1, "1000")
    make.total(found, "party", 1, "500")
    make.total(found, "refunds_individuals", 1, "75")
    return found


# --- the arithmetic ---------------------------------------------------------------------------
def test_shares_add_up_to_a_hundred_whatever_is_rounded() -> None:
    assert percents([Decimal(1)] * 3) == [Decimal("33.4"), Decimal("33.3"), Decimal("33.3")]
    assert percents([Decimal(0), Decimal(5)]) == [Decimal(0), Decimal(100)]
    assert percents([Decimal(-10), Decimal(110)]) == [Decimal(-10), Decimal(110)]
    assert percents([Decimal(0)] * 4) == [None] * 4
    assert percents([Decimal(-5), Decimal(1)]) == [None, None]
    rng = Random(4)
    for _ in range(200):
        parts = [Decimal(rng.randrange(0, 10**8)) / 100 for _ in range(4)]
        assert sum(percents(parts)) == 100  # type: ignore[arg-type]


def test_a_candidate_s_breakdown_by_hand(roe: Candidate) -> None:
    found = industries.of_candidate(roe.pk, make.CYCLE, industry_list.read())
    assert found.whole == Money(Decimal(1000), Decimal(1500))
    assert found.tagged == Money(Decimal("550.50"), Decimal(1000))
    health, energy = found.sectors
    assert (health.name, health.money) == ("Health", Money(Decimal(450), Decimal(1000)))
    assert [(line.slug, line.money.total) for line in health.lines] == [
        ("pharmaceuticals", Decimal(1300)),
        ("hospitals", Decimal(150)),
    ]
    assert energy.money == Money(Decimal("100.50"))
    assert [(kind.slug, kind.money.total, kind.share) for kind in found.kinds] == [
        ("industry", Decimal("1550.50"), Decimal("62.0")),
        ("none", Decimal(250), Decimal("10.0")),
        ("not-given", Decimal("49.50"), Decimal("2.0")),
        ("not-classed", Decimal(650), Decimal("26.0")),
    ]
    assert [line.slug for line in found.kinds[1].lines] == ["retired", "homemaker"]
    assert found.apart == {"refund_individual": Decimal(75)}
    # Of the money in an industry: 1300, 150 and 100.50 of 1550.50.
    assert [line.share for line in found.largest] == [
        Decimal("83.8"), Decimal("9.7"), Decimal("6.5"),
    ]  # fmt: skip
    assert [line.width for line in found.largest] == [100, 11, 7]


def test_a_breakdown_agrees_with_its_slow_twin(known: dict[str, Industry]) -> None:
    rng = Random(9)
    roe = make.candidate()
    rows = []
    for number in range(200):
        slug = rng.choice(list(known))
        part = rng.choice(["people", "people", "committees", "refunds"])
        amount = Decimal(rng.randrange(-5000, 90000)) / 100
        rows.append((slug, part, amount))
        world.gave(roe, known[slug], str(amount), part, election_type=f"X{number}")
    found = industries.of_candidate(roe.pk, make.CYCLE, industry_list.read())
    expected: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for slug, part, amount in rows:
        expected[slug, part] += amount
    for line in found.largest:
        assert line.money.people == expected[line.slug, "people"]
        assert line.money.committees == expected[line.slug, "committees"]
    for part in ("people", "committees"):
        whole = sum(amount for _, kind, amount in rows if kind == part)
        assert sum(getattr(kind.money, part) for kind in found.kinds) == whole
        assert getattr(found.whole, part) == whole
    assert sum(found.apart.values()) == sum(amount for _, part, amount in rows if part == "refunds")


# --- on the pages -----------------------------------------------------------------------------
def test_the_candidate_s_page_shows_both_channels_and_what_is_in_no_industry(
    roe: Candidate, text: Text, client: Client
) -> None:
    said = text(CANDIDATE)
    assert "$1,550.50 of $2,500 (62.0%)" in said
    assert "Pharmaceutical manufacturing $300 $1,000 $1,300 83.8%" in said
    assert "In an industry $550.50 55.1% $1,000 66.7% $1,550.50 62.0%" in said
    assert "Not an industry Retired $200 ; Homemaker $50 $250 25.0% $0 0.0% $250 10.0%" in said
    assert "Not yet classed $150 15.0% $500 33.3% $650 26.0%" in said
    assert "All of it $1,000 100% $1,500 100% $2,500 100%" in said
    assert "Not in these figures: $75 refunded to individuals." in said
    page = client.get(CANDIDATE).content.decode()
    search = "/donors/?candidate=H8CA90001&amp;cycle=2018&amp;type=individual&amp;"
    assert f'href="{search}industry=pharmaceuticals">$300<' in page
    assert f'href="{search}sector=health">$450<' in page
    assert f'href="{search}sector=any-industry">$550.50<' in page
    rows = f"{CANDIDATE}rows/?cycle=2018&amp;channel=gifts&amp;industry="
    assert f'href="{rows}pharmaceuticals">$1,000<' in page
    assert f'href="{rows}not-classed">$500<' in page


def test_a_committee_s_page_keeps_transfers_and_refunds_apart(
    known: dict[str, Industry], text: Text
) -> None:
    pac = make.committee()
    world.received(pac, known["coal"], "100")
    world.received(pac, known["coal"], "40", election_type="")
    world.received(pac, known["pharmaceuticals"], "500", "committee")
    world.received(pac, known["not-given"], "60")
    world.received(pac, known["candidate-committees"], "7000", "transfer")
    world.received(pac, known["coal"], "30", "refund_individual")
    world.received(pac, known["candidate-own"], "9999", "candidate_loan")
    make.committee_total(pac, "individual", 3, "200")
    make.committee_total(pac, "committee", 1, "500", source="oth")
    said = text(COMMITTEE)
    assert "$640 of $700 (91.4%)" in said
    assert "Coal mining $140 – $140 21.9%" in said
    assert "Pharmaceutical manufacturing – $500 $500 78.1%" in said
    assert "All of it $200 100% $500 100% $700 100%" in said
    assert (
        "Not in these figures: $30 refunded to individuals; $7,000 transferred to it by" in said
        or "Not in these figures: $7,000 transferred to it by" in said
    )
    assert "$9,999" not in said


def test_a_race_counts_what_is_coded_for_it_and_tells_the_rest(
    roe: Candidate, text: Text, client: Client
) -> None:
    make.race(roe)
    make.race(roe, special_year=2017)
    special = text("/races/2018/house/CA/90/special-2017/")
    assert "Coal mining $100.50 –" in special
    assert "Of $100.50 : 100.0% in an industry" in special
    assert "Not in these figures: $2,399.50 , 96.0% of the cycle’s, coded for another" in special
    regular = text("/races/2018/house/CA/90/")
    assert "Pharmaceutical manufacturing $300 $1,000" in regular
    assert "Coal mining $100.50" not in regular
    assert "Not in these figures: $100.50 , 4.0% of the cycle’s" in regular
    page = client.get("/races/2018/house/CA/90/").content.decode()
    assert "election=G2018%2CP2018&amp;industry=pharmaceuticals" in page


def test_pages_without_money_by_industry_say_so(known: dict[str, Industry], text: Text) -> None:
    make.race(make.candidate())
    make.committee()
    nothing = "No itemized contributions"
    assert nothing in text(CANDIDATE)
    assert nothing in text(COMMITTEE)
    assert "No money by industry is in this cycle’s files" in text("/races/2018/house/CA/90/")


def test_the_gifts_of_an_industry_s_committees_are_the_rows_behind_it(
    roe: Candidate, known: dict[str, Industry], text: Text
) -> None:
    campaign = make.committee("C00900002", name="FRIENDS OF ROE", committee_type="H")
    make.linkage(roe, campaign)
    drugs = make.committee(name="DRUG PAC")
    other = make.committee("C00900003", name="OTHER PAC")
    party = make.committee("C00900006", name="INVENTED PARTY", committee_type="Y")
    for giver, industry in ((drugs, "pharmaceuticals"), (party, "coal")):
        world.profile(tags.committee_profile(giver.pk) or 0, known[industry], "1", kind="committee",
                      committee_id=giver.pk)  # fmt: skip
    make.to_candidate(drugs, "1000", roe, other_id=campaign.pk)
    make.to_candidate(other, "250", roe, other_id=campaign.pk)
    make.to_candidate(party, "2000", roe, other_id=campaign.pk)
    rows = f"{CANDIDATE}rows/"
    assert "3 rows of the FEC’s bulk files and electronic filings add up to $3,250.00" in text(
        rows, channel="gifts", industry="pharmaceuticals,coal,not-classed"
    )
    said = text(rows, channel="gifts", industry="pharmaceuticals")
    assert "1 row of the FEC’s bulk files and electronic filings adds up to $1,000.00" in said
    assert "DRUG PAC" in said
    assert "OTHER PAC" in text(rows, channel="gifts", industry="not-classed")
    assert "2 rows of the FEC’s bulk files and electronic filings add up to $1,500.00" in text(
        rows, channel="gifts"
    )


# --- a tag is never bare ----------------------------------------------------------------------
def test_a_committee_s_own_industry_stands_with_its_rule(
    known: dict[str, Industry], text: Text
) -> None:
    drugs = make.committee(name="DRUG PAC")
    spoke = world.rule(known["pharmaceuticals"], "DRUGCO")
    world.profile(tags.committee_profile(drugs.pk) or 0, known["pharmaceuticals"], "1",
                  kind="committee", committee_id=drugs.pk, basis="sponsor", rule=spoke,
                  confidence=93)  # fmt: skip
    said = text(COMMITTEE)
    assert "Its own industry: Pharmaceutical manufacturing" in said
    assert "“DRUGCO”: Maker of a known drug (93% sure)." in said


def test_each_basis_is_said_in_words(known: dict[str, Industry]) -> None:
    def why(**values: object) -> str:
        given = {
            "slug": "coal", "name": "Coal mining", "is_industry": True, "basis": "none",
            "rule_kind": "", "pattern": "", "source": "", "confidence": None, "reason": "",
            "decided_at": None, "form": "X", "committee_id": "",
        }  # fmt: skip
        return tags.Tag(**{**given, **values}).why  # type: ignore[arg-type]

    assert why(basis="proposal", confidence=98) == (
        "proposed by the classifier at 0.98, not reviewed"
    )
    assert why(basis="decision", reason="It mines.", decided_at=date(2026, 11, 2)) == (
        "a person’s decision of November 2, 2026: It mines."
    )
    assert "“COAL CO”: A fact" in why(
        basis="employer", rule_kind="employer", pattern="COAL CO", source="A fact", confidence=90
    )
    assert why(slug="not-given") == "the row names no employer and no occupation"
    assert (
        why(slug="not-classed") == "no rule, decision or sufficiently certain proposal speaks of it"
    )


def test_only_names_have_a_form_to_correct(known: dict[str, Industry]) -> None:
    coal, retired = known["coal"], known["retired"]
    made = {}
    for number, (form, industry, basis, pattern) in enumerate(
        (
            ("COAL CO", coal, "employer", "COAL CO"),
            ("RETIRED", retired, "employer", "RETIRED"),
            ("RETIRED MINER", retired, "pattern", "^RETIRED"),
            ("RET RET", retired, "pattern", "^RET RET$"),
            ("NOBODY KNOWS", None, "", ""),
        ),
        start=1,
    ):
        spoke = world.rule(industry, pattern, kind=basis) if industry else None
        organization = Organization.objects.create(
            form=form, industry=industry, basis=basis, rule=spoke, version=1
        )
        world.profile(number, industry or known["not-classed"], "1", organization=organization)
        made[number] = organization
    found = tags.of_profiles(made)
    assert [found[number].form for number in made] == [
        "COAL CO", "", "RETIRED MINER", "", "NOBODY KNOWS",
    ]  # fmt: skip
    # The same that the page of corrections takes.
    assert all(bool(found[number].form) is not is_class(one) for number, one in made.items())


def test_the_link_to_a_correction_is_there_only_where_it_leads_somewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nowhere(name: str) -> str:
        raise NoReverseMatch

    module = "web.templatetags.industries.reverse"
    monkeypatch.setattr(module, lambda name: "/corrections/new/")
    assert 'href="/corrections/new/?form=DRUG+CO"' in correction_link("DRUG CO")
    assert "?committee=C00900001" in correction_link("DRUG CO", "C00900001")
    assert correction_link() == ""
    monkeypatch.setattr(module, nowhere)
    assert correction_link("DRUG CO") == ""


# --- the pages of industries ------------------------------------------------------------------
@pytest.fixture
def world_of_drugs(roe: Candidate, known: dict[str, Industry]) -> Industry:
    drugs, coal = known["pharmaceuticals"], known["coal"]
    world.month(drugs, "700")
    world.month(drugs, "1300", part="committees")
    world.month(drugs, "50", date(2018, 1, 1))
    world.month(drugs, "20", None)
    world.month(drugs, "5", date(1999, 1, 1))
    world.month(coal, "500")
    world.month(known["not-classed"], "425")
    world.giver(drugs, "DRUGCO", "600", "1300")
    pac = make.committee(name="DRUG PAC")
    world.received(pac, drugs, "700")
    world.received(pac, drugs, "1300", "committee")
    spoke = world.rule(drugs, "DRUGCO")
    world.rule(drugs, "PILLS")
    world.profile(1, drugs, "2000", rule=spoke, basis="employer", confidence=97)
    by = User.objects.create(username="reviewer")
    decided = Decision.objects.create(
        form="PILL MILL", industry=drugs, reason="It makes pills.", origin="desk", decided_by=by
    )
    Decision.objects.update(decided_at=datetime(2026, 11, 2, 12, tzinfo=UTC))
    world.profile(2, drugs, "55", decision=decided, basis="decision", confidence=100)
    world.profile(3, drugs, "20", basis="proposal", confidence=98)
    return drugs


def test_the_list_of_industries_adds_up(world_of_drugs: Industry, text: Text) -> None:
    said = text("/industries/")
    assert "$2,575 of $3,000 that people and committees gave" in said
    assert "(85.8%)" in said
    assert "Pharmaceutical manufacturing $775 $1,300 $2,075 80.6%" in said
    assert "Not yet classed $425 25.0% $0 0.0% $425 14.2%" in said
    assert "Hospitals and health systems" in said.partition("without money")[2]


def test_an_industry_s_page(world_of_drugs: Industry, text: Text, client: Client) -> None:
    said = text("/industries/pharmaceuticals/")
    assert (
        "Donors classed under Pharmaceutical manufacturing gave $2,075 to federal candidates and "
        "committees in the 2017–18 cycle: $775 from people and organizations, $1,300 from PACs and "
        "other committees, as of December 1, 2018."
    ) in said
    assert "What it is What pharmaceutical manufacturing is. Not in it Something else." in said
    assert "NAICS 3254 3255 OpenSecrets codes H4300" in said
    assert "80.6% of the money in an industry, number 1 of 2" in said
    assert "Drugco 3 $600 $1,300 $1,900" in said
    assert "Richard Roe Democrat California 90th $300 $1,000 $1,300" in said
    assert "Democrat $300 $1,000 $1,300" in said
    assert "DRUG PAC" in said
    assert "March 2017 $700 $1,300 $2,000" in said
    assert "January 2018 $50 – $50" in said
    assert "No date in the cycle $25 – $25" in said
    assert "2 rules lead here." in said
    assert "Rules for an employer’s name 2 $2,000" in said
    assert "The classifier’s proposals, not reviewed 2 $20" in said
    assert "the whole name DRUGCO $2,000 Maker of a known drug 97% somebody, Nov 22, 2026" in said
    assert "a person’s decision PILL MILL $55 It makes pills. – Nov 2, 2026" in said
    assert "reviewer" not in said
    assert "30111(a)(4)" in said
    page = client.get("/industries/pharmaceuticals/").content.decode()
    assert "industry=pharmaceuticals&amp;organization=DRUGCO" in page


def test_a_class_is_no_industry_and_an_industry_may_have_no_money(
    known: dict[str, Industry], world_of_drugs: Industry, text: Text
) -> None:
    said = text("/industries/not-classed/")
    assert "Donors classed as “Employer given, not yet classed” gave $425" in said
    assert "14.2% of all money" in said
    assert "No rule leads here." in said
    said = text("/industries/hospitals/")
    assert "No counted contribution of the 2017–18 cycle is classed under Hospitals" in said
    for words in ("No organization", "No committee reported", "nothing to show over time"):
        assert words in said


def test_industries_have_pages_before_any_money(known: dict[str, Industry], text: Text) -> None:
    assert "4 industries in 3 sectors are known" in text("/industries/")
    assert "No money has been classed yet." in text("/industries/coal/")


def test_an_empty_site_has_a_page_of_industries(db: None, text: Text) -> None:
    assert "No industries have been loaded yet." in text("/industries/")
    assert "There is no industry “coal” here" in text("/industries/coal/", status=404)


def test_an_unknown_industry_is_answered_with_the_nearest(
    known: dict[str, Industry], client: Client, text: Text
) -> None:
    for asked in ("pharmaceutical", "pharma-manufacturing", "pharmaceuticls"):
        page = client.get(f"/industries/{asked}/")
        assert page.status_code == 404
        assert 'href="/industries/pharmaceuticals/"' in page.content.decode(), asked
    assert client.get("/industries/Coal/")["Location"] == "/industries/coal/"
    assert client.get("/industries/%00/").status_code == 404
    assert "no cycle “1066”" in text("/industries/coal/", 404, cycle="1066")


def test_each_cycle_has_its_own_page(world_of_drugs: Industry, text: Text) -> None:
    make.candidate("H0CA90002", cycle=2020)
    assert "No counted contribution of the 2019–20 cycle" in text(
        "/industries/pharmaceuticals/", cycle="2020"
    )


def test_pages_of_industries_take_few_queries_and_are_kept(
    world_of_drugs: Industry, client: Client, django_assert_max_num_queries: Callable
) -> None:
    for address, first, then in (
        ("/industries/", 8, 4),
        ("/industries/pharmaceuticals/", 24, 6),
    ):
        with django_assert_max_num_queries(first):
            client.get(address)
        with django_assert_max_num_queries(then):
            client.get(address)


def test_every_link_of_the_pages_leads_somewhere(world_of_drugs: Industry, client: Client) -> None:
    import re

    make.race(Candidate.objects.get())
    pages = (
        "/industries/", "/industries/pharmaceuticals/", CANDIDATE, COMMITTEE,
        "/races/2018/house/CA/90/",
    )  # fmt: skip
    seen = set()
    for page in pages:
        found = client.get(page).content.decode()
        for link in re.findall(r'href="(/[^"#]*)', found):
            address = link.replace("&amp;", "&")
            if address not in seen and not address.startswith("/static/"):
                seen.add(address)
                assert client.get(address).status_code == 200, (page, address)
    assert len(seen) > 30


def test_an_organization_is_found_with_what_belongs_to_it(db: None) -> None:
    from web.donor_profiles import organization_ids

    parent = Organization.objects.create(form="PFIZER", name="Pfizer", version=1)
    parent.parent = parent
    parent.save()
    child = Organization.objects.create(form="WYETH", version=1, parent=parent)
    alone = Organization.objects.create(form="ACME", version=1)
    assert organization_ids("PFIZER") == sorted([parent.pk, child.pk])
    assert organization_ids("WYETH") == [child.pk]
    assert organization_ids("ACME") == [alone.pk]
    assert organization_ids("NOBODY") == []


# --- elsewhere --------------------------------------------------------------------------------
def test_the_front_page_lists_industries_and_not_the_committees_of_politics(
    world_of_drugs: Industry, known: dict[str, Industry], text: Text
) -> None:
    world.month(known["candidate-committees"], "9000", part="committees")
    said = text("/")
    listed = said.partition("Industries that gave most")[2]
    assert "Pharmaceutical manufacturing $775 $1,300 $2,075" in listed
    assert "Candidate committees" not in listed
    # 775, 1300, 500 and 9000 of these and the 425 that nobody classed.
    assert "96.5% of the money given stands in one." in listed


def test_the_search_box_finds_industries(known: dict[str, Industry], text: Text) -> None:
    assert "Industries Pharmaceutical manufacturing Health" in text("/search/", q="pharma")
    assert "Industries Coal mining" in text("/search/", q="mining coal")
    assert "Nothing fits" not in text("/search/", q="hospitals")
    assert "Industries" not in text("/search/", q="ross")


def test_rows_behind_a_figure_show_the_giver_s_industry_with_its_basis(
    roe: Candidate, known: dict[str, Industry], text: Text
) -> None:
    campaign = make.committee("C00900002", name="FRIENDS OF ROE", committee_type="H")
    make.linkage(roe, campaign)
    row = make.contribution(campaign, "250", employer="DRUG CO", occupation="CHEMIST")
    make.contribution(campaign, "20", employer="OTHER CO")
    spoke = world.rule(known["pharmaceuticals"], "DRUG CO")
    world.profile(row.profile_id, known["pharmaceuticals"], "250", basis="employer", rule=spoke,
                  confidence=97)  # fmt: skip
    said = text(f"{CANDIDATE}rows/", channel="individuals_itemized")
    assert "Industry of the giver" in said
    assert (
        "Pharmaceutical manufacturing rule for the employer’s name, “DRUG CO”: Maker of a known "
        "drug (97% sure)."
    ) in said
    # Rows that nobody gave, such as spending, have no such column.
    assert "Industry of the giver" not in text(f"{CANDIDATE}rows/", channel="independent_for")


def test_several_election_codes_are_searched_and_said(data: None, text: Text) -> None:
    said = text("/donors/", election="G2018,p2018,none")
    assert "general 2018, primary 2018 and" in said
    assert "is not an election code" in text("/donors/", 400, election="G2018,12")
