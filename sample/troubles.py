"""A handful of rows with each trouble that real files are known for."""

from __future__ import annotations

from datetime import date

from sample import story
from sample.book import Book, committee_party
from sample.industries import Party

_A, _B = story.COMMITTEE_A, story.COMMITTEE_B
_SAC = ("SACRAMENTO", "CA", "95825")


def write(book: Book) -> None:
    """Write all of them into the book."""
    _names_and_places(book)
    _dates(book)
    _amounts(book)
    _memos(book)
    _numbers(book)


def _gift(book: Book, committee: str, party: Party, day: date, cents: int, **extra: str) -> None:
    book.add("indiv", committee, "15", party, day, cents, pgi=extra.pop("pgi", "S2017"), **extra)  # type: ignore[arg-type]


def _names_and_places(book: Book) -> None:
    day = date(2017, 4, 10)
    people = (
        Party('NETTLEWELL, TRENT "BUDDY"', *_SAC, 'THE "SIGN" SHED', "PAINTER"),
        Party("SEDGEMOOR\\VALE, INGRID", *_SAC, "SELF\\NONE", "WRITER"),
        Party("MUÑOZTROM, LUCÍA Å.", *_SAC, "CAFÉ DE LA PEÑA", "DUEÑA"),
        Party("YARROBECK, D'ARCY", *_SAC, "SALT & PEPPER, INC.", "COOK"),
        Party("  LINDENGATE,  PERCY ", "LODI", "CA", "95240", "RETIRED ", "RETIRED"),
        Party("JARROQUIST, ANITA", "MONTREAL", "ZZ", "H3Z 2Y7", "SELF", "TRANSLATOR"),
        Party("PENNOHOLM, GORDON", "LONDON", "ZZ", "SW1A9ZZ", "NORTH QUAY ADVISORS", "INVESTOR"),
        Party("TAMARWICK, ROSA", "APO", "AE", "09096", "US ARMY", "SOLDIER"),
        Party("MERRIFORTH, IDA", *_SAC[:2], "", "RETIRED", "RETIRED"),
    )
    for party in people:
        _gift(book, _A, party, day, 250_00)
        _gift(book, "C00990106", party, day, 100_00)


def _dates(book: Book) -> None:
    donor = Party("ORLOSTEAD, SILAS", *_SAC, "RETIRED", "RETIRED")
    for printed, cents in (("10171918", 300_00), ("", 150_00), ("", 75_00)):
        _gift(book, _B, donor, date(2017, 3, 3), cents, printed_day=printed)
    _gift(book, _A, donor, date(2018, 2, 28), 125_00, printed_day="02302018", pgi="P2018")
    # Given long before the campaign began, and reported with it.
    _gift(book, _A, donor, date(2017, 2, 10), 40_00, printed_day="12302016")


def _amounts(book: Book) -> None:
    donor = Party("CORVADELL, MINERVA", *_SAC, "LOOMSTACK", "DATA ANALYST")
    _gift(book, _A, donor, date(2017, 4, 2), 500_00)
    _gift(book, _A, donor, date(2017, 4, 9), -500_00, text="CHECK RETURNED")
    _gift(book, _B, donor, date(2017, 4, 2), 0)
    _gift(book, _B, donor, date(2017, 4, 3), -35_50, text="CHARGEBACK")
    _gift(book, "C00990201", donor, date(2018, 3, 3), 60, pgi="P2018")
    # One row for many small gifts that came through the conduit.
    conduit = committee_party(story.CONDUIT)
    for committee, cents in ((_A, 8_778_35), ("C00990203", 3_140_00)):
        day = date(2017, 6, 7) if committee == _A else date(2018, 6, 30)
        book.add(
            "indiv", committee, "15E", conduit, day, cents, pgi="", other_id=story.CONDUIT,
            text="TOTAL OF UNITEMIZED EARMARKED GIFTS",
        )  # fmt: skip
    # The same kind of line as a memo: the gifts are itemized one by one elsewhere.
    book.add(
        "indiv", "C00990103", "15E", conduit, date(2017, 4, 19), 2_415_00, pgi="S2017", memo="X",
        other_id=story.CONDUIT, text="TOTAL EARMARKED THROUGH CONDUIT PAC",
    )  # fmt: skip
    # A gift in kind and in parts, and one from a tribe.
    tribe = Party("SALT MARSH BAND OF THE LOWER DELTA", "DAVIS", "CA", "95616", entity="ORG")
    book.add("indiv", story.NATIONAL_PARTY, "11", tribe, date(2018, 5, 5), 5_000_00, pgi="")
    book.add("indiv", _A, "11", tribe, date(2018, 5, 6), 2_700_00, pgi="P2018")
    # Money for a party's building fund, held apart from everything else.
    rich = Party("QUAYLEGARTH, HIRAM", "NEW YORK", "NY", "10028", "HALVERGATE CAPITAL", "INVESTOR")
    book.add(
        "indiv", story.RIVAL_PARTY, "31", rich, date(2018, 4, 4), 45_000_00, pgi="",
        text="HEADQUARTERS ACCOUNT", line="17",
    )  # fmt: skip


def _memos(book: Book) -> None:
    firm = Party("PETTIBONE, GRAYLE & OSEI LLP", *_SAC, entity="ORG")
    partners = ("PETTIBONE, HUGO", "GRAYLE, ESTELLE", "OSEI-LARKE, KEIKO")
    day = date(2017, 3, 14)
    for committee in (_A, "C00990103"):
        _gift(book, committee, firm, day, 1_500_00, text="PARTNERSHIP")
        for name in partners:
            partner = Party(name, *_SAC, "PETTIBONE, GRAYLE & OSEI LLP", "PARTNER")
            _gift(book, committee, partner, day, 500_00, memo="X", text="PARTNERSHIP ATTRIBUTION")
    # A gift redesignated from one election to the next: out and in again, as memo rows.
    donor = Party("HOLLOCROFT, JUDITH", *_SAC, "RETIRED", "RETIRED")
    _gift(book, _B, donor, date(2017, 4, 15), 5_400_00, text="SEE REDESIGNATION")
    for cents, pgi in ((-2_700_00, "S2017"), (2_700_00, "R2017")):
        _gift(book, _B, donor, date(2017, 5, 12), cents, pgi=pgi, memo="X", text="REDESIGNATION")
    # Cheques that a growers' PAC collected and handed over: 24I, never counted at the PAC.
    for name, cents in (("CLOVERDALE-PIKE, CYRUS", 1_000_00), ("OAKENSHAWE, FERN", 500_00)):
        grower = Party(name, "TRACY", "CA", "95376", "WREN HOLLOW ORCHARDS", "GROWER")
        book.add(
            "indiv", "C00990515", "24I", grower, date(2018, 8, 20), cents, pgi="G",
            other_id=_A, memo="X",
        )  # fmt: skip
        book.add(
            "indiv", _A, "15E", grower, date(2018, 8, 24), cents, pgi="G2018",
            other_id="C00990515", text="EARMARKED THROUGH LOWER DELTA GROWERS PAC",
        )  # fmt: skip


def _numbers(book: Book) -> None:
    """Repeat a transaction id in two reports, file on paper, and break two rows."""
    donor = Party("UMBERFELL, REUBEN", *_SAC, "SELF", "CONSULTANT")
    for day in (date(2017, 3, 1), date(2017, 4, 5)):
        _gift(book, "C00990104", donor, day, 200_00, transaction_id="SA11AI.4500")
    for day, cents in ((date(2017, 3, 9), 260_00), (date(2017, 3, 30), 310_00)):
        book.add("indiv", "C00990109", "15", donor, day, cents, pgi="S", paper=True)
    start = "C00990110|N|Q1|P2018|201804199060999901|15|IND|"
    book.malformed_indiv = [
        # The city is missing, so every later column is one place off.
        start + "STARLOCOTE, EMIL|CA|93711|SELF|RANCHER|03152018|500||C999188|1262001|||"
        "4043020181999999990",
        # The amount has the letter O in it.
        start + "RAVENTHORPE, ALMA|FRESNO|CA|93711|RETIRED|RETIRED|03162018|12O0||C999288|1262001"
        "|||4043020181999999993",
    ]
