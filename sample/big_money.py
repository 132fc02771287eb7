"""The large gifts the story is about: the attacker's funder, other super PACs, the joint fund."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from random import Random

from sample import story
from sample.book import Book, committee_party
from sample.industries import Donors, Party
from sample.registry import COMMITTEES
from sample.reports import report_for

_PLAIN, _INITIAL, _MISTER = (
    Party(name, "SACRAMENTO", "CA", code, "THORNBURY-LOCKE HOLDINGS LLC", "CHAIRMAN")
    for name, code in zip(story.FUNDER_NAME_VARIANTS, ("95825", "958251144", "95825"), strict=True)
)
SPOUSE = Party("THORNBURY, CORDELIA", "SACRAMENTO", "CA", "95825", "HOMEMAKER", "HOMEMAKER")
COMPANY = Party(story.FUNDER_COMPANY, "SACRAMENTO", "CA", "95825", entity="ORG")
_OTHER = Party("WICKLOMERE, BASIL T", "FRESNO", "CA", "93711", "BALUSTRADE REALTY", "DEVELOPER")
_THIRD = Party("PADDOSTROM, HELEN", "LODI", "CA", "95240", "RETIRED", "RETIRED")

# Gifts to super PACs: committee, giver, day, cents. Type 10; companies stand beside people.
SUPER_PAC_GIFTS: tuple[tuple[str, Party, date, int], ...] = (
    (story.ATTACKER, _PLAIN, date(2017, 5, 11), 250_000_00),
    (story.ATTACKER, _INITIAL, date(2017, 6, 2), 100_000_00),
    (story.ATTACKER, _MISTER, date(2017, 6, 14), 75_000_00),
    (story.ATTACKER, COMPANY, date(2017, 5, 24), 200_000_00),
    (story.ATTACKER, COMPANY, date(2017, 6, 9), 100_000_00),
    (story.ATTACKER, _OTHER, date(2017, 5, 30), 60_000_00),
    (story.ATTACKER, _THIRD, date(2017, 6, 12), 25_000_00),
    (story.MIDDLEMAN, COMPANY, date(2017, 5, 15), 160_000_00),
    (story.MIDDLEMAN, _OTHER, date(2017, 4, 18), 12_500_50),
    (story.SUPPORTER_OF_A, Party("UNITED LOADERS LOCAL 9900", "STOCKTON", "CA", "95202",
                                 entity="ORG"), date(2017, 3, 2), 120_000_00),
    (story.SUPPORTER_OF_A, Party("VERIDANE PHARMACEUTICALS INC", "PRINCETON", "NJ", "08540",
                                 entity="ORG"), date(2017, 5, 16), 90_000_00),
    (story.SUPPORTER_OF_A, Party("LARKESTOKE, ORSON", "PRINCETON", "NJ", "085402231",
                                 "VERIDANE PHARMA", "CEO"), date(2017, 5, 19), 45_000_75),
    (story.SUPPORTER_OF_A, Party("PENNYWELL TITLE LOANS INC", "FRESNO", "CA", "93711",
                                 entity="ORG"), date(2017, 6, 1), 30_000_00),
    (story.SENATE_SPENDER, Party("SALTGRASS PETROLEUM CO", "OMAHA", "NE", "68114",
                                 entity="ORG"), date(2018, 3, 6), 80_000_00),
    (story.SENATE_SPENDER, Party("KELDOWOLD, AMOS", "OMAHA", "NE", "68114", "SELF", "INVESTOR"),
     date(2018, 7, 19), 150_000_00),
    (story.SENATE_SPENDER, Party("REDDOQUIST, VERA", "LINCOLN", "NE", "68502", "RETIRED",
                                 "RETIRED"), date(2018, 9, 4), 35_000_00),
    (story.HOUSE_SPENDER, Party("GLENDOPIKE, SILAS", "DAYTON", "OH", "45402", "HALVERGATE CAPITAL",
                                "INVESTOR"), date(2018, 8, 14), 60_000_00),
)  # fmt: skip

# Gifts of the funder's household to B, B's ally and B's friends: committee, giver, day, cents, for.
HOUSEHOLD_GIFTS: tuple[tuple[str, Party, date, int, str], ...] = (
    (story.COMMITTEE_B, _PLAIN, date(2017, 2, 24), 2_700_00, "S2017"),
    (story.COMMITTEE_B, _INITIAL, date(2017, 5, 13), 2_700_00, "R2017"),
    (story.COMMITTEE_B, SPOUSE, date(2017, 2, 24), 2_700_00, "S2017"),
    (story.COMMITTEE_B, SPOUSE, date(2017, 5, 13), 2_700_00, "R2017"),
    (story.COMMITTEE_ALLY_OF_B, _PLAIN, date(2017, 3, 8), 2_700_00, "S2017"),
    (story.FRIEND_OF_B_PAC, _MISTER, date(2017, 4, 3), 5_000_00, "P"),
)


def write(book: Book, donors: Donors) -> None:
    """Write all of them into the book."""
    for committee, party, day, cents in SUPER_PAC_GIFTS:
        book.add("indiv", committee, "10", party, day, cents, pgi="")
    for committee, party, day, cents, pgi in HOUSEHOLD_GIFTS:
        book.add("indiv", committee, "15", party, day, cents, pgi=pgi)
    _middleman(book)
    # A super PAC gives money back: refund of a non-contribution account.
    refund = SUPER_PAC_GIFTS[12][1]
    book.add("indiv", story.SUPPORTER_OF_A, "20Y", refund, date(2017, 7, 6), 5_000_00, pgi="")
    _joint_fund(book, donors)


def _middleman(book: Book) -> None:
    """Pass the company's money on to the attacker: 24K on one side, 10 from a PAC on the other."""
    day, cents = date(2017, 5, 31), story.MIDDLEMAN_TO_ATTACKER * 100
    book.add(
        "oth", story.MIDDLEMAN, "24K", committee_party(story.ATTACKER), day, cents, pgi="",
        other_id=story.ATTACKER, line="29",
    )  # fmt: skip
    # Real rows of this kind come without an OTHER_ID.
    book.add("indiv", story.ATTACKER, "10", committee_party(story.MIDDLEMAN), day, cents, pgi="")


def _joint_fund(book: Book, donors: Donors) -> None:
    """Write the joint fund: gifts to it, transfers out of it, and the shares as memo rows.

    A takes up to 2,700 of each gift, the state party the rest. The shares of a transfer add up to
    it, so nobody who follows the rows can count the same money twice without noticing.
    """
    rng = Random(f"{story.SEED}:joint")
    shares: dict[tuple[str, str], list[tuple[Party, date, int]]] = defaultdict(list)
    for _ in range(36):
        industry = rng.choice(("drug makers", "finance", "technology", "payday lenders", "law"))
        donor = donors.draw(rng, industry, rng.choice(("CA", "US")))
        day = date(2017, 9, 1 + rng.randrange(28)) if rng.random() < 0.5 else date(
            2018, 2, 1 + rng.randrange(27))  # fmt: skip
        cents = rng.choice((1_000_00, 1_500_00, 2_700_00, 2_700_00, 5_000_00))
        book.add("indiv", story.JOINT_FUNDRAISER, "15", donor, day, cents, pgi="")
        batch = report_for(story.JOINT_FUNDRAISER, day).code
        shares[story.COMMITTEE_A, batch].append((donor, day, min(cents, 2_700_00)))
        if cents > 2_700_00:
            shares[story.STATE_PARTY, batch].append((donor, day, cents - 2_700_00))
    fund = COMMITTEES[story.JOINT_FUNDRAISER].name
    for (recipient, batch), parts in sorted(shares.items()):
        day = date(2017, 9, 29) if batch == "Q3" else date(2018, 3, 28)
        total = sum(cents for _, _, cents in parts)
        to_party = recipient == story.STATE_PARTY
        book.add(
            "oth", story.JOINT_FUNDRAISER, "24G", committee_party(recipient), day, total, pgi="",
            other_id=recipient, line="22",
        )  # fmt: skip
        book.add(
            "oth", recipient, "18G", committee_party(story.JOINT_FUNDRAISER), day, total,
            pgi="" if to_party else "P2018", other_id=story.JOINT_FUNDRAISER, line="12",
        )  # fmt: skip
        for donor, gift_day, cents in parts:
            # The FEC files such shares in oth; older periods have some in indiv.
            book.add(
                "indiv" if to_party else "oth", recipient, "15J", donor, gift_day, cents,
                pgi="" if to_party else "P2018", memo="X", text=f"TRANSFER FROM {fund}", line="12",
            )  # fmt: skip
