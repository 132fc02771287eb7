"""A small invented cycle by dice, with a bit of everything that connections are found in.

Two seats (one with a special election as well), campaigns, groups that spend, committees that give
to both, people with several spellings, companies and their people, refunds, and committee
histories. `a_random_world` writes it to the tables; the same seed gives the same world.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from django.contrib.auth import get_user_model

from donations.models import Contribution, DonorDecision, DonorProfile, Employer, Organization
from donations.normalizing import normal_form
from filings.models import Candidate, Committee, Election
from tests import factories

PEOPLE = (
    ("PENNY, PAT", "90001"),
    ("Penny, Pat Q. MR", "90001"),
    ("PENNY, PAT", "90002"),
    ("NICKEL, NAN", "90001"),
    ("NICKEL, NAN", ""),
    ("DIME, DON JR", "10001"),
    ("QUARTER, QUINN", "10001"),
    ("NO COMMA HERE", "10001"),
)
COMPANIES = ("COPPER HOLDINGS LLC", "Copper Holdings", "ZINC WORKS INC", "TIN UNION LOCAL 9")
EMPLOYERS = (*COMPANIES, "SELF-EMPLOYED", "")
AMOUNTS = ("150", "200", "450.50", "1000", "2700", "5000", "20000", "60000")
DAYS = (
    date(2017, 2, 1), date(2017, 5, 20), date(2017, 6, 1), date(2017, 6, 14), date(2017, 6, 15),
    date(2018, 3, 1), date(2018, 10, 20), date(2018, 11, 8), None,
)  # fmt: skip
GIVEN, SPENT = date(2018, 9, 20), date(2018, 10, 1)
CODES = ("P2018", "G2018", "S2017", "R2017", "G", "")


@dataclass
class RandomWorld:
    """Who is in it: `groups` spend for and against candidates, `pacs` give to them."""

    candidates: list[Candidate]
    campaigns: list[Committee]
    groups: list[Committee]
    pacs: list[Committee]
    races: list[Election]


def a_random_world(rng: Random, receipts: int = 110) -> RandomWorld:
    """Write a world to the tables of the cycle 2018."""
    factories.partitions()
    factories.partitions(2016)
    made = _actors(rng)
    everybody = [*made.campaigns, *made.groups, *made.groups, *made.pacs]
    for _ in range(receipts):
        _receipt(rng, rng.choice(everybody))
    for _ in range(30):
        _passed(rng, made, rng.choice([*made.pacs, *made.campaigns]), rng.choice(everybody))
    for _ in range(25):
        factories.to_candidate(
            rng.choice([*made.pacs, *made.groups]), rng.choice(AMOUNTS),
            rng.choice(made.candidates), kind=rng.choice(("24K", "24Z", "24E")),
            other_id=rng.choice(["", *(one.pk for one in made.campaigns)]),
            transaction_date=rng.choice(DAYS), memo=rng.random() < 0.1,
            memo_text="REFUND OF A GIFT" if rng.random() < 0.1 else "",
        )  # fmt: skip
    for _ in range(30):
        factories.independent(
            rng.choice(made.groups), rng.choice(made.candidates), rng.choice(AMOUNTS),
            side=rng.choice("SO"), election_type=rng.choice(CODES), counts=rng.random() < 0.9,
            dissemination_date=rng.choice(DAYS[1:-1]),
        )  # fmt: skip
    for one in rng.sample(everybody, 5):
        Committee.objects.get(pk=one.pk).summaries.filter(cycle=2018).delete()
        factories.committee_official(
            one, receipts=rng.choice((None, 0, 3000, 90000)),
            cash_on_hand_beginning=rng.choice((None, 0, 0, 500)),
        )  # fmt: skip
    factories.contribution(rng.choice(made.groups), "10", cycle=2016)
    _planted(made)
    _decisions(rng)
    profiles()
    return made


def _actors(rng: Random) -> RandomWorld:
    # One of three has two ids.
    candidates = [
        factories.candidate(
            f"H8CA9{seat}00{n}", district=f"9{seat}", name=f"C{n if seat else n % 2}, D"
        )
        for seat in (0, 1)
        for n in range(3)
    ]
    races = [
        factories.race(*candidates[:3]),
        factories.race(*candidates[3:], district="91"),
        factories.race(*candidates[3:5], district="91", special_year=2017),
    ]
    kinds = {"campaigns": (7, "H", "P"), "groups": (7, "O", "U"), "pacs": (5, "Q", "U")}
    made = {
        kind: [_committee(rng, f"C009{place}000{n}", f"{kind} {n}".upper(), *types)
               for n in range(count)]
        for place, (kind, (count, *types)) in enumerate(kinds.items(), 1)
    }  # fmt: skip
    for one, candidate in zip(made["campaigns"], candidates, strict=False):
        factories.linkage(candidate, one)
    # The last one is a second committee of one candidate's or a common one of two.
    factories.linkage(candidates[0], made["campaigns"][-1], "A")
    if rng.random() < 0.5:
        factories.linkage(candidates[1], made["campaigns"][-1], "A")
    factories.linkage(candidates[2], made["pacs"][0], "D")
    factories.linkage(candidates[1], made["pacs"][1], rng.choice("JD"))
    Committee.objects.filter(pk=made["pacs"][2].pk).update(designation=rng.choice("JBU"))
    # A name that is not one committee's alone.
    _committee(rng, "C00990001", made["pacs"][3].name, "Q", "U")
    return RandomWorld(candidates, made["campaigns"], made["groups"], made["pacs"], races)


def _committee(rng: Random, number: str, name: str, kind: str, designation: str) -> Committee:
    made = factories.committee(number, name=name, committee_type=kind, designation=designation)
    made.history.update(
        treasurer_name=rng.choice(("CLIP, CAROL", "PIN, PAUL", "")),
        zip=rng.choice(("900011234", "900019999", "90001")),
    )
    return made


def _receipt(rng: Random, to: Committee) -> None:
    is_company = rng.random() < 0.3
    name, place = (rng.choice(COMPANIES), "10001") if is_company else rng.choice(PEOPLE)
    is_committee = is_company and rng.random() < 0.1
    factories.contribution(
        to, rng.choice(AMOUNTS), name=name, contributor_zip=place and f"{place}0001",
        entity_type="COM" if is_committee else "ORG" if is_company else rng.choice(("IND", "")),
        contributor_id="C00990001" if is_committee else "",
        employer="" if is_company else rng.choice(EMPLOYERS),
        receipt_type=rng.choice(("15", "15", "15", "10", "22Y", "16C", "15J")),
        contribution_receipt_date=rng.choice(DAYS), election_type=rng.choice(CODES),
        memo=rng.random() < 0.1,
    )  # fmt: skip


def _passed(rng: Random, made: RandomWorld, giver: Committee, to: Committee) -> None:
    amount = rng.choice(AMOUNTS)
    factories.contribution(
        to, amount, name=giver.name, entity_type="PAC", employer="",
        contributor_id=rng.choice((giver.pk, giver.pk, "", "P0")),
        receipt_type=rng.choice(("18K", "18K", "18G", "22Z")),
        contribution_receipt_date=rng.choice(DAYS), memo=rng.random() < 0.1,
    )  # fmt: skip
    if rng.random() < 0.5:
        factories.to_committee(giver, amount, to.pk)


def _planted(made: RandomWorld) -> None:
    """What dice alone seldom make: each rule of the finders decides about something here."""
    candidate, campaign, rival = made.candidates[0], made.campaigns[0], made.candidates[1]
    anew, mixed, rich = (_group(n, candidate) for n in range(3))
    cash, old, own, twice = (_group(n, made.candidates[3], "2000") for n in range(3, 7))
    factories.independent(anew, rival, "2000", side="O", dissemination_date=SPENT)
    # Between eight and nine tenths of its spending are for one candidate.
    factories.independent(mixed, made.candidates[4], "4500", dissemination_date=SPENT)
    factories.independent(rich, rival, "9000", side="O", dissemination_date=SPENT)
    factories.committee_official(rich, receipts=5_000_000)
    factories.committee_official(cash, cash_on_hand_beginning=40000)
    # As much beyond the rows as may be, and a cent more.
    factories.committee_official(anew, receipts=Decimal(48400))
    factories.committee_official(mixed, receipts=Decimal("33000.01"))
    for one in (old, own, twice):
        factories.committee_official(one, receipts=Decimal(12000))
    factories.contribution(old, "10", cycle=2016)
    passing = [
        factories.committee(f"C0095000{n}", name=f"PASSING {n}", designation=designation)
        for n, designation in enumerate("JU")
    ]
    factories.linkage(candidate, passing[1], "J")
    for one in passing:
        factories.to_candidate(one, "1000", candidate, transaction_date=SPENT)
    for to in (anew, mixed, cash, old, own, *passing):
        _gift(to, "30000")
    _gift(rich, "8000")
    _gift(campaign, "2700")
    _gift(campaign, "2700")
    # Sent back under another election's code, so that less than the limit is left in all.
    _gift(campaign, "4000", receipt_type="22Y", election_type="P2018")
    # Of another the same election's is sent back.
    _gift(anew, "6000", "GUILDER, GUS")
    _gift(campaign, "2700", "GUILDER, GUS")
    _gift(campaign, "200", "GUILDER, GUS", receipt_type="22Y")
    _gift(anew, "8000", "PENNY, PAT", contributor_zip="900020001")
    # One donor by a decision, at the limit of two elections by rows of two places and names.
    _gift(campaign, "9000", "NICKEL, NAN", contributor_zip="900010001")
    _gift(campaign, "2700", "PENNY, PAT", contributor_zip="900020001")
    _gift(campaign, "2700", "NICKEL, NAN", contributor_zip="900010001", election_type="P2018")
    for kind, number in (("ORG", ""), ("COM", "C00990001")):
        _gift(twice, "6000", COMPANIES[0], entity_type=kind, contributor_id=number)
    _gift(rich, "7000", COMPANIES[0], entity_type="ORG")
    for receipt_type, amount in (("15", "1000"), ("22Y", "300")):
        _gift(campaign, amount, "FARTHING, F", employer=COMPANIES[1], receipt_type=receipt_type)
    factories.contribution(
        own, "40000", name=own.name, contributor_id=own.pk, entity_type="PAC", receipt_type="18K",
        contribution_receipt_date=GIVEN,
    )  # fmt: skip


def _group(number: int, of: Candidate, amount: str = "25000") -> Committee:
    made = factories.committee(f"C0094000{number}", name=f"GROUP ANEW {number}", committee_type="O")
    factories.independent(made, of, amount, dissemination_date=SPENT)
    return made


def _gift(to: Committee, amount: str, name: str = "FLORIN, FLO", **values: str) -> None:
    given = {"contributor_zip": "900030000", "employer": "", "election_type": "G2018", **values}
    factories.contribution(to, amount, name=name, contribution_receipt_date=GIVEN, **given)


def _decisions(rng: Random) -> None:
    """One donor in two places, by a reviewer, and a spelling that is somebody else's."""
    reviewer = get_user_model().objects.create(username="reviewer")
    DonorDecision.objects.create(
        kind="join", key="nickel-nan", zip="90001", other_key="penny-pat", other_zip="90002",
        reason="The same.", decided_by=reviewer,
    )  # fmt: skip
    if rng.random() < 0.5:
        DonorDecision.objects.create(
            kind="spelling", key="penny-pat", zip="90001", name="Penny, Pat Q. MR",
            reason="Another.", decided_by=reviewer,
        )  # fmt: skip


def profiles() -> None:
    """The donors' profiles and organizations that the step for industries would make."""
    for given in Contribution.objects.select_related("contributor_name").distinct("profile_id"):
        number = given.profile_id
        employer = Employer.objects.get(pk=number >> 32) if number > 0 else None
        name = employer.name if employer else given.contributor_name.name
        form, _ = Organization.objects.get_or_create(
            form=normal_form(name), defaults={"name": name, "version": 1}
        )
        DonorProfile.objects.get_or_create(
            id=number,
            defaults={
                "kind": "person" if employer else "name" if number > -(1 << 40) else "committee",
                "employer": employer,
                "organization": form,
            },
        )
