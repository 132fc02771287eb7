"""Connections by industry, by what committees share, and by when they came: by hand and by twin."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection

from donations.models import CandidateIndustry, Industry
from expenditures.connections import industries, late, shared
from expenditures.connections.evidence import Found
from expenditures.connections.world import World, gather
from expenditures.models import Trace, TraceIndustry
from filings.models import Committee, Filing
from sample import story
from tests import factories
from tests.expenditures import connections_other_twin as twin
from tests.sample_loaded import Loaded, loader, sample  # noqa: F401 (fixtures)

# ruff: noqa: F811
pytestmark = pytest.mark.django_db
BEFORE_THE_VOTE = date(2018, 10, 30)
FIRST_MONEY = "received its first itemized money in these files"


def world() -> World:
    """The temporary tables of the rows that a test made, in the test's own transaction."""
    connection.ensure_connection()
    return gather(connection.connection, 2018)


def found(find: Callable[[World], Any]) -> list[Found]:
    return sorted(find(world()), key=lambda one: one.key(2018))


@pytest.fixture
def field() -> dict[str, Any]:
    """A race of two, and two groups that spend in it."""
    factories.partitions()
    roe, doe = factories.candidate(), factories.candidate("H8CA90002", name="DOE, DORA")
    groups = [
        factories.committee(f"C0090100{n}", name=f"GROUP {n}", committee_type="O") for n in (1, 2)
    ]
    campaign = factories.committee("C00901009", name="FRIENDS OF DOE", committee_type="H")
    factories.linkage(doe, campaign)
    made = {"roe": roe, "doe": doe, "one": groups[0], "two": groups[1], "campaign": campaign}
    made["race"] = factories.race(roe, doe)
    factories.independent(groups[0], roe, "9000", side="O", dissemination_date=BEFORE_THE_VOTE)
    factories.independent(groups[1], doe, "2500.50", dissemination_date=BEFORE_THE_VOTE)
    return made


def registration(of: Committee, number: int, received: datetime, **cover: str) -> Filing:
    blank = dict.fromkeys(
        ("street_1", "street_2", "city", "state", "zip_code", "bank_name", "bank_city",
         "bank_state", "bank_zip_code"), ""
    )  # fmt: skip
    return Filing.objects.create(
        file_number=number, form_type="F1N", form="F1", amendment_indicator="N", cycle=2018,
        committee_id=of.pk, received_at=received, ingested_at=received, changed_at=received,
        cover={**blank, **cover},
    )  # fmt: skip


def test_a_shared_treasurer_and_bank(field: dict[str, Any]) -> None:
    for name, title in (("one", "PENNY, PAT MR."), ("two", "Penny, Pat"), ("campaign", "X, Y")):
        field[name].history.update(treasurer_name=title)
    at = datetime(2017, 1, 5, tzinfo=UTC)
    bank = {"bank_name": "First Bank", "bank_city": "LODI", "bank_state": "CA",
            "bank_zip_code": "95240"}  # fmt: skip
    registration(field["two"], 11, at, street_1="1 SECRET ST", zip_code="90001", **bank)
    registration(field["campaign"], 12, at, **bank)
    one, other = found(shared.find)
    assert (one.spender_id, one.certainty) == (field["one"].pk, "possible")
    assert one.sentence == (
        "GROUP 1, which spent $9,000 in the 2018 race for the California 90th seat, and GROUP 2,"
        " which spent $2,500.50 in it, have in common, by their registrations: the treasurer Pat"
        " Penny."
    )
    # 9,000 shared with one other committee, on the word of a name alone.
    assert one.score == Decimal(4500)
    assert other.sentence.endswith(
        "FRIENDS OF DOE, the campaign committee of Dora Doe, have in common, by their"
        " registrations: the bank First Bank, Lodi, CA."
    )
    assert other.steps[0].filings == (12, 11)
    # What it wrote after the cycle says nothing of it.
    elsewhere = {**bank, "bank_name": "Other Bank"}
    registration(field["two"], 13, datetime(2019, 1, 1, tzinfo=UTC), **elsewhere)
    assert [each.key(2018) for each in found_anew(shared.find)] == [one.key(2018), other.key(2018)]
    assert "SECRET" not in repr(one) + repr(other)


def test_a_pair_is_the_same_pair_when_the_other_spends_more(field: dict[str, Any]) -> None:
    for name in ("one", "two"):
        field[name].history.update(zip="900011234")
        registration(
            field[name], 20 + len(name) + (name == "two"), datetime(2017, 1, 5, tzinfo=UTC),
            street_1="1 A ST", zip_code="900011234", city="LODI", state="CA",
        )  # fmt: skip
    (before,) = found(shared.find)
    # An address is in its ZIP code, so that both are one thing.
    assert before.certainty == "possible"
    assert before.sentence.endswith("by their registrations: the same street address in Lodi, CA.")
    factories.independent(field["two"], field["doe"], "90000", dissemination_date=BEFORE_THE_VOTE)
    (after,) = found_anew(shared.find)
    assert (before.spender_id, after.spender_id) == (field["one"].pk, field["two"].pk)
    assert before.key(2018) == after.key(2018)


def test_a_leadership_pac_and_its_leader_s_campaign_are_no_news(field: dict[str, Any]) -> None:
    for name in ("one", "campaign"):
        field[name].history.update(treasurer_name="PENNY, PAT")
    (one,) = found(shared.find)
    assert one.key(2018).endswith(field["campaign"].pk)
    factories.linkage(field["doe"], field["one"], "D")
    assert found_anew(shared.find) == []


def test_a_group_s_own_candidate_and_party_are_no_news(field: dict[str, Any]) -> None:
    for name in ("one", "two", "campaign"):
        field[name].history.update(treasurer_name="PENNY, PAT")
    Committee.objects.filter(pk__in=[field["one"].pk, field["two"].pk]).update(
        committee_type="Y", party="DEM"
    )
    factories.linkage(field["doe"], field["two"], "J")
    assert [one.parts[1:] for one in found(shared.find)] == [
        (field["one"].pk, field["campaign"].pk)
    ]


def test_registered_and_funded_late(field: dict[str, Any]) -> None:
    registration(field["one"], 11, datetime(2018, 10, 20, tzinfo=UTC))
    factories.contribution(
        field["one"], "5000", receipt_type="10", contribution_receipt_date=date(2018, 10, 25)
    )
    factories.contribution(
        field["two"], "5000", receipt_type="10", contribution_receipt_date=date(2018, 10, 16)
    )
    official = factories.committee_official(field["one"], receipts=Decimal(5500))
    (one,) = found(late.find_late)
    assert one.sentence == (
        "GROUP 1 registered with the FEC on October 20, 2018, 17 days before the vote and received"
        " its first itemized money in these files on October 25, 2018, 12 days before the vote; it"
        " spent $9,000 against Richard Roe in the 2018 race for the California 90th seat."
    )
    assert one.score == 9000
    # Cash of before, more small gifts, or no total at all: nobody knows when the first money came.
    for receipts, opening in ((Decimal(5500), Decimal(10)), (Decimal(5501), None), (None, None)):
        official.receipts, official.cash_on_hand_beginning = receipts, opening
        official.save()
        (again,) = found_anew(late.find_late)
        assert "itemized" not in again.sentence


def found_anew(find: Callable[[World], Any]) -> list[Found]:
    """As `found`, where a test gathers more than once within its transaction."""
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP")
    return found(find)


def test_paid_for_after_the_vote(field: dict[str, Any]) -> None:
    for day, amount in ((date(2018, 10, 1), "4000"), (date(2018, 11, 20), "6000")):
        factories.contribution(
            field["one"], amount, receipt_type="10", contribution_receipt_date=day,
            name="LENDER, LEO",
        )  # fmt: skip
    (one,) = found(late.find_debt)
    assert one.amount == 5000
    assert one.sentence == (
        "By November 6, 2018, the day of the vote in the 2018 race for the California 90th seat,"
        " GROUP 1 had spent $9,000 for and against candidates and had $4,000 to spend by its"
        " reports; $6,000 came in after the vote, the largest sum from Leo Lender ($6,000)."
    )
    # What the official total has beyond the rows may have come in before.
    factories.committee_official(field["one"], receipts=Decimal(14500))
    assert found_anew(late.find_debt) == []


def an_industry(slug: str = "payday-lenders", *, real: bool = True) -> Industry:
    return Industry.objects.get_or_create(
        slug=slug,
        defaults={"name": slug.replace("-", " ").capitalize(), "sector": "Finance",
                  "is_industry": real, "definition": "", "position": 1},
    )[0]  # fmt: skip


def a_trace(by: Committee, about: str, spent: str, code: str, **parts: str) -> None:
    trace = Trace.objects.create(
        cycle=2018, committee=by, method="to_date", candidate_id=about,
        support_oppose_indicator="O", election_type=code, spent=Decimal(spent),
        traced=Decimal(spent), unitemized=0, untraceable=0, layers=0,
    )  # fmt: skip
    for slug, amount in parts.items():
        TraceIndustry.objects.create(
            trace=trace, industry=an_industry(slug), amount=Decimal(amount)
        )


def an_industry_s_gift(to: str, slug: str, amount: str, part: str = "people") -> None:
    CandidateIndustry.objects.create(
        cycle=2018, candidate_id=to, part=part, election_type=f"G2018{part[:0]}",
        industry=an_industry(slug), rows=3, amount=Decimal(amount),
    )  # fmt: skip


def test_an_industry_behind_both(field: dict[str, Any]) -> None:
    a_trace(field["one"], field["roe"].pk, "9000", "G2018", lenders="5580", drugs="899.99")
    for slug in ("lenders", "drugs"):
        an_industry_s_gift(field["doe"].pk, slug, "5000")
    an_industry_s_gift(field["doe"].pk, "lenders", "1200", "committees")
    an_industry_s_gift(field["doe"].pk, "lenders", "99999", "refunds")
    (one,) = found(industries.find)
    assert one.sentence == (
        "By the tags and the trace here, $5,580 (62%) of the $9,000 that GROUP 1 spent against"
        " Richard Roe in the 2018 race for the California 90th seat was money of one industry:"
        " Lenders. People and committees of the same industry gave $6,200 to Dora Doe’s campaign in"
        " the 2017–2018 cycle."
    )
    # 9,000 times 62 %, halved because industries follow from rules.
    assert one.score == Decimal(2790)


@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_loops_over_all_rows(seed: int) -> None:
    a_random_world(Random(f"connections {seed}"))
    money = twin.Money(2018)
    here = world()
    by_race = {race.path: race.id for race in here.races.values()}
    assert {
        (by_race[one.parts[0]], *one.parts[1:4], one.steps[0].amount,
         frozenset((step.target.key, step.amount) for step in one.steps[2:]))
        for one in industries.find(here)
    } == twin.industries(money)  # fmt: skip
    assert {
        (by_race[one.parts[0]], one.spender_id,
         *(part for part in one.parts[1:] if part != one.spender_id),
         frozenset(_what(step.words) for step in one.steps if step.kind == "shares"))
        for one in shared.find(here)
    } == twin.shared(money)  # fmt: skip
    assert {
        (by_race[one.parts[0]], one.parts[1], one.amount,
         *(_day(one, words) for words in ("registered with the FEC", FIRST_MONEY)))
        for one in late.find_late(here)
    } == twin.late(money)  # fmt: skip
    assert {
        (one.election_id, one.parts[1], one.amount) for one in late.find_debt(here)
    } == twin.debts(money)
    assert all((twin.industries(money), twin.shared(money), twin.late(money), twin.debts(money)))


def _what(words: str) -> str:
    kinds = {"the treasurer": "treasurer", "the nine-digit": "ZIP code", "the same": "address"}
    return next((kind for begin, kind in kinds.items() if words.startswith(begin)), "bank")


def _day(one: Found, words: str) -> date | None:
    return next((step.first for step in one.steps if step.words == words), None)


def a_random_world(rng: Random) -> None:
    """Two seats, one of them with a special election, and a dozen committees."""
    factories.partitions()
    factories.partitions(2016)
    candidates = [
        factories.candidate(f"H8CA9{district}00{n}", district=f"9{district}", name=f"C{n % 2}, D")
        for district in (0, 1)
        for n in range(3)
    ]
    races = [
        factories.race(*candidates[:3]),
        factories.race(*candidates[3:], district="91"),
        factories.race(*candidates[3:5], district="91", special_year=2017),
    ]
    races[2].dates = {"S": "2017-06-27"}
    races[2].save()
    people = ["PENNY, PAT", "Penny, Pat MR", "NICKEL, NAN", "DIME LLC", ""]
    zips = ["900011234", "900011234", "900010000", "90001", "900019999"]
    committees = []
    for n in range(12):
        committee = factories.committee(
            f"C0090200{n:01d}" if n < 10 else f"C009020{n}", name=f"GROUP {n}",
            committee_type=rng.choice("OOOYY"), party=rng.choice(("DEM", "REP")),
        )  # fmt: skip
        committee.history.update(treasurer_name=rng.choice(people), zip=rng.choice(zips))
        committees.append(committee)
    for candidate in candidates:
        campaign = factories.committee(f"C0090300{candidates.index(candidate)}", name="CAMPAIGN")
        campaign.history.update(treasurer_name=rng.choice(people), zip=rng.choice(zips))
        factories.linkage(candidate, campaign)
    factories.linkage(candidates[0], committees[0], "J")
    days = [date(2017, 6, 1), date(2017, 6, 20), date(2017, 7, 9), date(2018, 10, 16)]
    days += [date(2018, 10, 17), date(2018, 11, 6), date(2018, 11, 7), date(2018, 12, 1)]
    codes = ["G2018", "P2018", "S2017", "R2017", "S", "G", ""]
    for _ in range(40):
        spender, about = rng.choice(committees), rng.choice(candidates)
        amount = rng.choice(("400", "900.50", "1000", "5000", "20000"))
        factories.independent(
            spender, about, amount, side=rng.choice("SO"), dissemination_date=rng.choice(days),
            election_type=rng.choice(codes), counts=rng.random() < 0.9,
        )  # fmt: skip
    for _ in range(30):
        factories.contribution(
            rng.choice(committees), rng.choice(("50", "1000", "7000")),
            receipt_type=rng.choice(("10", "10", "15", "20Y", "22Y")),
            contribution_receipt_date=rng.choice([*days, None]), memo=rng.random() < 0.1,
        )  # fmt: skip
    # One of each kind at least, whatever the dice say.
    late_comer, debtor = (
        factories.committee(f"C0090202{n}", name=f"GROUP 2{n}", committee_type="O") for n in (1, 2)
    )
    for spender in (late_comer, debtor):
        factories.independent(
            spender, candidates[0], "50000", dissemination_date=date(2018, 10, 30)
        )
        factories.contribution(
            spender, "2000", receipt_type="10", contribution_receipt_date=date(2018, 10, 29)
        )
    factories.contribution(
        debtor, "9000", receipt_type="10", contribution_receipt_date=date(2018, 12, 2)
    )
    factories.committee_official(late_comer, receipts=Decimal(2200))
    factories.contribution(committees[1], "10", cycle=2016)
    for n, committee in enumerate(rng.sample(committees, 6)):
        at = datetime.combine(rng.choice(days), datetime.min.time(), UTC)
        registration(
            committee, 100 + n, at, street_1=rng.choice(("1 A ST.", "1 a st", "")),
            zip_code="90001", city="LODI", state="CA", bank_name=rng.choice(("BANK", "Bank", "")),
            bank_zip_code="90001", bank_city="LODI", bank_state="CA",
        )  # fmt: skip
    for committee in rng.sample(committees, 4):
        factories.committee_official(
            committee, receipts=Decimal(rng.choice((0, 3000, 90000))),
            cash_on_hand_beginning=Decimal(rng.choice((0, 0, 500))),
        )  # fmt: skip
    done = set()
    for spender, about, side, amount, _, code in twin.Money(2018).expenditures:
        if side == "O" and (spender, about, code) not in done:
            done.add((spender, about, code))
            half = str(amount / 2)
            a_trace(Committee.objects.get(pk=spender), about, str(amount), code, lenders=half,
                    drugs=rng.choice(("1", half)))  # fmt: skip
    an_industry("retired", real=False)
    for candidate in candidates:
        for slug in ("lenders", "drugs"):
            for part in ("people", "committees", "refunds"):
                an_industry_s_gift(candidate.pk, slug, rng.choice(("100", "3000", "6000")), part)


def test_the_sample_s_attacker_shares_its_treasurer(sample: Loaded) -> None:
    ((sentence, score),) = sample.rows(
        "SELECT sentence, score FROM expenditures_connection WHERE kind = 'shared'"
        " AND spender_id = %s",
        story.ATTACKER,
    )
    assert sentence.endswith(
        "GOOD FENCES NEIGHBORHOOD PAC, which spent $7,744.44 in it, have in common, by their"
        " registrations: the treasurer Ada Countwell."
    )
    assert score == Decimal("376966.68")
