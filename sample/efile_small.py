"""Small electronic filings: registrations, letters, other forms, a newcomer, and broken ones."""

from __future__ import annotations

from datetime import date

from sample import story
from sample.book import Book
from sample.candidates import CANDIDATES_BY_ID
from sample.efile_covers import cover_f3x
from sample.efile_format import SEPARATOR, money
from sample.efile_notices import gift_notice, own_number
from sample.efile_parts import (
    Filer,
    Filing,
    Values,
    body,
    candidate,
    day,
    party,
    received_at,
    row,
    split_name,
)
from sample.independent import PAYEES
from sample.industries import Party
from sample.spending import COMMUNICATION, ELECTIONEERING

# A candidate who registers three weeks before the election: no bulk file has heard of her.
NEWCOMER = Filer("C00990119", "WINTERBOTTOM-RAY FOR CONGRESS", "LODI", "CA", "95240")
NEWCOMER_ID, NEWCOMER_NAME = "H8CA99152", "WINTERBOTTOM-RAY, ODESSA"
_NEWCOMER_VALUES = {
    "cand_id": NEWCOMER_ID, "cand_last": "WINTERBOTTOM-RAY", "cand_first": "ODESSA",
    "cand_office": "H", "cand_state": "CA", "cand_district": "99",
}  # fmt: skip
NEWCOMER_GIFTS = (
    (Party("PADDOSTROM, HELEN", "LODI", "CA", "95240", "RETIRED", "RETIRED"), 2_700_00),
    (Party("JUNIPEBECK, OMAR T", "TRACY", "CA", "95376", "CROSSBEAM BUILDERS", "OWNER"), 1_000_50),
)
INAUGURAL = Filer("C00990921", "INVENTED INAUGURAL COMMITTEE", "WASHINGTON", "DC", "20005")
INAUGURAL_GIFTS = (
    (Party("TERRAVANTE CROP SCIENCE CORP.", "DAVIS", "CA", "95616", entity="ORG"), 100_000_00),
    (Party("QUAYLEGARTH, HIRAM", "NEW YORK", "NY", "10028"), 50_000_00),
)
ELECTIONEERING_GIFT = (
    Party("CORVADELL, MINERVA", "SACRAMENTO", "CA", "95825"), 22_500_00
)  # fmt: skip
HOAX = Filer("C00990666", "GRAND UNIVERSAL ALLIANCE OF EVERYTHING", "MODESTO", "CA", "95350")
HOAX_CENTS = 900_000_000_00
KITE_FLYERS = "C00990516"
KITE_GIFT_CENTS = 350_25
# Posted as a web page: the filing behind it was never to be had.
WEB_PAGE_FILER = "C00990515"
_WEB_PAGE = """\
<!DOCTYPE html>
<html><head><title>The page cannot be displayed</title></head>
<body><h1>The filing you asked for is not available at this time.</h1></body></html>
"""
_LETTER = """\
To whom it may concern:

Civic Balance Fund received your letter of May 3 about its gift of $150,000.00 to
NEIGHBORS FOR ACCOUNTABLE GOVERNMENT. The gift was made from contributions that are
itemized on line 11(a)(i) of our report; the fund has no other source of income.

Please direct questions to the undersigned.
"""


def make(book: Book) -> list[Filing]:
    """Return all of them."""
    return [
        *_newcomer(),
        _multicandidate(),
        _letter(),
        _communication(book),
        _electioneering(),
        _inaugural(),
        _hoax(),
        _kite_flyers(),
        _web_page(),
    ]


def _filing(
    filer: Filer, form: str, received: date, number: int, lines: list[str], shows: str,
    *, first: date | None = None, last: date | None = None, report: str = "",
) -> Filing:  # fmt: skip
    return Filing(
        number, form, filer.id, filer.name, received_at(received, number), body(lines), first,
        last, report, shows,
    )  # fmt: skip


def _newcomer() -> list[Filing]:
    """Register the newcomer's committee and candidacy, and tell of two late gifts."""
    received = date(2018, 10, 19)
    last, first, *_ = split_name(NEWCOMER_NAME)
    cover = NEWCOMER.cover(received) | _NEWCOMER_VALUES | {
        "kind": "P", "party": "IND", "email": "odessa@example.org", "url": "example.org",
        "custodian_last": "LEDGERMAN", "custodian_first": "TREASURER 119",
        "treasurer_last": "LEDGERMAN", "treasurer_first": "TREASURER 119",
        "bank": "FIRST CALDERA BANCORP", "bank_city": "LODI", "bank_state": "CA",
        "bank_zip": "95240",
    }  # fmt: skip
    number = own_number(received, 0)
    registered = _filing(
        NEWCOMER, "F1N", received, number, [NEWCOMER.header(), row("F1N", NEWCOMER, cover)],
        "A committee registers that no bulk file has.",
    )  # fmt: skip
    person = Filer(NEWCOMER_ID, NEWCOMER.name, "LODI", "CA", "95240")
    values = {
        "last": last, "first": first, "street": "119 INVENTED AVENUE", "city": "LODI",
        "state": "CA", "zip": "95240", "party": "IND", "office": "H", "office_state": "CA",
        "district": "99", "year": "2018", "committee": NEWCOMER.id, "name": NEWCOMER.name,
        "committee_street": "119 NOWHERE PLAZA", "committee_city": "LODI",
        "committee_state": "CA", "committee_zip": "95240", "signer_last": last,
        "signer_first": first, "signed": day(received),
    }  # fmt: skip
    number = own_number(received, 1)
    stands = Filing(
        number, "F2N", NEWCOMER_ID, NEWCOMER_NAME, received_at(received, number),
        body([NEWCOMER.header(), row("F2N", person, values)]),
        shows="The candidate of that committee; the filer's id is hers.",
    )  # fmt: skip
    noticed = date(2018, 10, 24)
    gifts: list[Values] = [
        party(who)
        | {
            "id": f"F65.{place}", "date": "20181023", "amount": money(cents),
            "employer": who.employer, "occupation": who.occupation,
        }
        for place, (who, cents) in enumerate(NEWCOMER_GIFTS, start=1)
    ]  # fmt: skip
    late = gift_notice(
        NEWCOMER, _NEWCOMER_VALUES, gifts, noticed, own_number(noticed, 0),
        "Late gifts that no report covers: open, and all there is.",
    )  # fmt: skip
    return [registered, stands, late]


def _multicandidate() -> Filing:
    filer, received = Filer.of(story.FRIEND_OF_B_PAC), date(2017, 5, 24)
    cover = filer.cover(received) | {
        "kind": "N", "registered": "20161101", "fifty_first": "20170420", "met": "20170520"
    }  # fmt: skip
    supported = (story.CANDIDATE_B, story.ALLY_OF_B, "H8CA99103", "S8NE00923", "H8OH88022")
    for place, candidate_id in enumerate(supported, start=1):
        who = CANDIDATES_BY_ID[candidate_id]
        last, first, *_ = split_name(who.name)
        cover |= {
            f"c{place}_id": who.id, f"c{place}_last": last, f"c{place}_first": first,
            f"c{place}_office": who.office, f"c{place}_state": who.state,
            f"c{place}_district": who.district, f"c{place}_date": f"201705{place + 10}",
        }  # fmt: skip
    lines = [filer.header(), row("F1MN", filer, cover)]
    return _filing(
        filer, "F1MN", received, own_number(received, 0), lines, "A PAC may give 5,000 from now on."
    )


def _letter() -> Filing:
    filer, received = Filer.of(story.MIDDLEMAN), date(2017, 6, 22)
    lines = [filer.header(), row("F99", filer, filer.cover(received), {"code": "MST"})]
    lines += ["[BEGINTEXT]", *_LETTER.splitlines(), "[ENDTEXT]"]
    return _filing(
        filer, "F99", received, own_number(received, 0), lines,
        "A letter: its text stands between [BEGINTEXT] and [ENDTEXT].",
    )  # fmt: skip


def _communication(book: Book) -> Filing:
    """Return the union's Form 7 of the second quarter, which the bulk files have too."""
    filer = Filer.of(story.UNION_COMMUNICATIONS)
    rows = [r for r in book.pas2 if r.committee == filer.id and r.report == "Q2"]
    received, number = date(2017, 7, 19), rows[0].file_number
    cover = filer.cover(received) | {
        "org_type": "L", "report": "Q2", "from": "20170401", "through": "20170630",
        "total": money(sum(r.cents for r in rows)), "signer_title": "SECRETARY",
    }  # fmt: skip
    lines = [filer.header(), row("F7N", filer, cover)]
    for item, (*_, channel) in zip(rows, COMMUNICATION, strict=False):
        values = candidate(item.candidate) | {
            "id": item.transaction_id, "channel": channel, "class": "M",
            "date": f"{item.day[4:]}{item.day[:4]}", "amount": money(item.cents),
            "election": item.pgi, "side": "S" if item.kind == "24F" else "O",
        }  # fmt: skip
        lines.append(row("F76", filer, values))
    return _filing(
        filer, "F7N", received, number, lines, "A union's letters and calls to its members.",
        first=date(2017, 4, 1), last=date(2017, 6, 30), report="Q2",
    )  # fmt: skip


def _electioneering() -> Filing:
    """Return Form 9 of the first advertisement, with who paid for it."""
    filer = Filer.of(story.NONPROFIT_ADS)
    spent, cents, candidates, description = ELECTIONEERING[0]
    received = date(2017, 4, 24)
    donor, given = ELECTIONEERING_GIFT
    cover = filer.cover(received) | {
        "entity": "ORG", "from": day(spent), "through": day(spent), "shown": "20170423",
        "title": "WHO SPEAKS FOR THE 99TH", "filer_kind": "C", "segregated": "X",
        "total_received": money(given), "total_spent": money(cents),
    }  # fmt: skip
    paid = {
        "id": "F93.1", "election": "S2017", "date": day(spent), "amount": money(cents),
        "purpose": description, "shown": "20170423",
    }  # fmt: skip
    lines = [
        filer.header(),
        row("F9N", filer, cover),
        row("F92", filer, party(donor), {
            "id": "F92.1", "date": "20170410", "amount": money(given),
        }),
        row("F93", filer, party(PAYEES[0]), paid),
    ]  # fmt: skip
    lines += [
        row("F94", filer, candidate(who), {
            "id": f"F94.{place}", "back": "F93.1", "sched": "F93", "election": "S2017",
        })
        for place, who in enumerate(candidates, start=1)
    ]  # fmt: skip
    return _filing(
        filer, "F9N", received, own_number(received, 0), lines,
        "An advertisement that names both candidates, and who paid for it.", first=spent,
        last=spent,
    )  # fmt: skip


def _inaugural() -> Filing:
    received = date(2017, 4, 20)
    total = sum(cents for _, cents in INAUGURAL_GIFTS)
    cover = INAUGURAL.cover(received) | {
        "report": "90D", "from": "20161201", "through": "20170331", "total": money(total),
        "refunded": "0.00", "net": money(total),
    }  # fmt: skip
    lines = [INAUGURAL.header(), row("F13N", INAUGURAL, cover)]
    lines += [
        row("F132", INAUGURAL, party(who), {
            "id": f"F132.{place}", "date": "20170109", "amount": money(cents),
            "aggregate": money(cents),
        })
        for place, (who, cents) in enumerate(INAUGURAL_GIFTS, start=1)
    ]  # fmt: skip
    return _filing(
        INAUGURAL, "F13N", received, own_number(received, 0), lines,
        "Gifts to an inauguration, counted for no candidate.", first=date(2016, 12, 1),
        last=date(2017, 3, 31), report="90D",
    )  # fmt: skip


def _hoax() -> Filing:
    received = date(2018, 10, 31)
    expense = party(Party("EVERYBODY AT ONCE MEDIA", "MODESTO", "CA", "95350", entity="ORG"))
    expense |= candidate(story.CANDIDATE_A) | HOAX.signer(received) | {
        "id": "SE.1", "election": "G2018", "shown": "20181030", "date": "20181030",
        "amount": money(HOAX_CENTS), "aggregate": money(HOAX_CENTS), "purpose": "EVERYTHING",
        "side": "O",
    }  # fmt: skip
    cover = HOAX.cover(received) | {"hours": "24"}
    lines = [HOAX.header(), row("F24N", HOAX, cover), row("SE", HOAX, expense)]
    return _filing(
        HOAX, "F24N", received, own_number(received, 1), lines,
        "An unknown filer and nine hundred million dollars: held until somebody looks.",
        report="24",
    )  # fmt: skip


def _kite_flyers() -> Filing:
    """Return a report of a PAC that bulk files say nothing of, with two rows beyond reading."""
    filer, received = Filer.of(KITE_FLYERS), date(2018, 4, 20)
    cover = filer.cover(received) | {
        "report": "M4", "from": "20180301", "through": "20180331", "qualified": "X"
    }  # fmt: skip
    cover |= cover_f3x({"11ai": KITE_GIFT_CENTS}, {"11ai": KITE_GIFT_CENTS}, 0, 0, 2018)
    giver = party(Party("HAZELMERE, KEIKO", "MERCED", "CA", "95340", "SELF", "KITE MAKER"))
    gift = giver | {
        "id": "SA11AI.1", "date": "20180309", "amount": money(KITE_GIFT_CENTS),
        "aggregate": money(KITE_GIFT_CENTS), "employer": "SELF", "occupation": "KITE MAKER",
    }  # fmt: skip
    broken = gift | {"id": "SA11AI.2", "date": "20180231", "amount": "2OO.00", "aggregate": ""}
    lines = [
        filer.header(),
        row("F3XN", filer, cover),
        row("SA11AI", filer, gift),
        row("SA11AI", filer, broken),
        SEPARATOR.join(["KITE9", filer.id, "KITE9.1", "", "", "A row type that no form has"]),
    ]
    return _filing(
        filer, "F3XN", received, own_number(received, 0), lines,
        "A row with a date and an amount that are none, and a row of an unknown type.",
        first=date(2018, 3, 1), last=date(2018, 3, 31), report="M4",
    )  # fmt: skip


def _web_page() -> Filing:
    filer, received = Filer.of(WEB_PAGE_FILER), date(2018, 10, 22)
    number = own_number(received, 0)
    return Filing(
        number, "F3XN", filer.id, filer.name, received_at(received, number), _WEB_PAGE.encode(),
        date(2018, 9, 1), date(2018, 9, 30), "M10",
        "A web page in the place of a filing: it fails, and is tried again.",
    )  # fmt: skip
