"""Money between committees, and candidates' own money."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from sample import story
from sample.book import Book, candidate_party, committee_party
from sample.receipts import election
from sample.registry import CANDIDATE_COMMITTEES, COMMITTEES

_D = date
_A, _B = story.COMMITTEE_A, story.COMMITTEE_B

# What A and B took from committees: giver, recipient, day, cents, type.
STORY_GIFTS: tuple[tuple[str, str, date, int, str], ...] = (
    ("C00990501", _A, _D(2017, 3, 20), 5_000_00, "24K"),
    ("C00990501", _A, _D(2017, 5, 18), 5_000_00, "24K"),
    ("C00990501", _A, _D(2018, 2, 10), 5_000_00, "24K"),
    ("C00990502", _A, _D(2017, 4, 4), 5_000_00, "24K"),
    ("C00990502", _A, _D(2017, 5, 22), 5_000_00, "24K"),
    ("C00990503", _A, _D(2017, 3, 27), 5_000_00, "24K"),
    ("C00990503", _A, _D(2017, 6, 1), 5_000_00, "24K"),
    ("C00990503", _A, _D(2018, 9, 12), 2_500_00, "24K"),
    ("C00990504", _A, _D(2017, 5, 25), 5_000_00, "24K"),
    ("C00990504", _A, _D(2018, 3, 5), 2_500_00, "24K"),
    ("C00990505", _A, _D(2017, 4, 11), 5_000_00, "24K"),
    ("C00990505", _A, _D(2017, 5, 30), 5_000_00, "24K"),
    ("C00990506", _A, _D(2017, 4, 6), 5_000_00, "24K"),
    ("C00990506", _A, _D(2017, 6, 6), 5_000_00, "24K"),
    ("C00990507", _A, _D(2017, 6, 8), 2_500_00, "24K"),
    ("C00990507", _A, _D(2018, 8, 22), 1_000_00, "24K"),
    ("C00990508", _A, _D(2017, 6, 12), 2_500_00, "24K"),
    ("C00990510", _A, _D(2017, 3, 15), 5_000_00, "24K"),
    ("C00990510", _A, _D(2017, 5, 16), 5_000_00, "24K"),
    ("C00990510", _A, _D(2017, 6, 20), 1_287_45, "24Z"),
    ("C00990513", _A, _D(2018, 5, 9), 640_20, "24Z"),
    ("C00990514", _A, _D(2017, 4, 13), 3_500_00, "24K"),
    ("C00990103", _A, _D(2017, 5, 24), 1_000_00, "24K"),
    (story.NATIONAL_PARTY, _A, _D(2018, 9, 20), 5_000_00, "24K"),
    ("C00990508", _B, _D(2017, 4, 12), 1_000_00, "24K"),
    ("C00990509", _B, _D(2017, 3, 22), 5_000_00, "24K"),
    ("C00990509", _B, _D(2017, 5, 26), 5_000_00, "24K"),
    ("C00990512", _B, _D(2017, 6, 2), 1_500_00, "24K"),
    (story.FRIEND_OF_B_PAC, _B, _D(2017, 4, 14), 2_500_00, "24K"),
    (story.COMMITTEE_ALLY_OF_B, _B, _D(2017, 5, 20), 2_000_00, "24K"),
    (story.FRIEND_OF_B_PAC, story.COMMITTEE_ALLY_OF_B, _D(2017, 3, 30), 1_500_00, "24K"),
)
# Who else the PACs support.
_RIGHT = ("C00990108", "C00990110", "C00990201", "C00990202", "C00990401")
_LEFT = ("C00990103", "C00990112", "C00990203", "C00990402", "C00990106")
TASTES: dict[str, tuple[str, ...]] = {
    "C00990501": ("C00990201", "C00990203", "C00990401"),
    "C00990502": ("C00990201", "C00990402"),
    "C00990503": ("C00990201", "C00990203", "C00990401", "C00990112"),
    "C00990504": ("C00990201", "C00990401", "C00990110"),
    "C00990505": ("C00990201", "C00990401"),
    "C00990506": ("C00990201", "C00990202", "C00990401"),
    "C00990507": ("C00990201", "C00990401"),
    "C00990508": (*_RIGHT, "C00990203"),
    "C00990509": ("C00990110", "C00990201", "C00990402"),
    "C00990510": _LEFT,
    "C00990511": _RIGHT,
    "C00990512": ("C00990201", "C00990401", "C00990203"),
    "C00990513": (*_LEFT, "C00990301"),
    "C00990514": ("C00990203", "C00990402", "C00990201"),
    "C00990515": ("C00990201", "C00990110"),
    story.NATIONAL_PARTY: ("C00990203", "C00990402"),
    story.RIVAL_PARTY: ("C00990201", "C00990401", "C00990110"),
    story.LEADERSHIP_PAC: ("C00990203", "C00990402"),
}
GIFTS_PER_TASTE = 3

# Loans and gifts of candidates to their own committees, and repayments.
OWN_MONEY: tuple[tuple[str, date, int, str, str], ...] = (
    (_B, _D(2017, 2, 1), 100_000_00, "16C", "S2017"),
    (_B, _D(2017, 5, 12), 150_000_00, "16C", "R2017"),
    (_B, _D(2017, 3, 30), 20_000_00, "15C", "S2017"),
    (_B, _D(2017, 6, 15), 5_400_50, "15C", "R2017"),
    (_B, _D(2017, 7, 24), 30_000_00, "20C", "R2017"),
    (_A, _D(2017, 2, 2), 5_000_00, "16C", "S2017"),
    (_A, _D(2018, 1, 30), 5_000_00, "20C", "S2017"),
    ("C00990108", _D(2017, 2, 20), 12_000_00, "16C", "S2017"),
    ("C00990109", _D(2017, 3, 1), 2_700_00, "15C", "S2017"),
    ("C00990110", _D(2018, 4, 2), 7_500_00, "16C", "P2018"),
    ("C00990203", _D(2017, 5, 3), 10_000_00, "16C", "P2018"),
    ("C00990204", _D(2018, 2, 8), 3_300_33, "15C", "P2018"),
    ("C00990301", _D(2018, 4, 12), 25_000_00, "16C", "P2020"),
)


def contribute(
    book: Book, giver: str, recipient: str, day: date, cents: int, kind: str = "24K",
    *, candidate: str | None = None, pgi: str | None = None, memo: str = "", text: str = "",
) -> None:  # fmt: skip
    """Write one contribution between committees on both sides: 24K and 18K, or 24Z and 15Z.

    ``candidate`` overrides what the giver wrote into CAND_ID. A memo row has no second side.
    """
    home = COMMITTEES[recipient]
    to_candidate = home.designation in "PA"
    if pgi is None:
        pgi = election(recipient, day) if to_candidate else "P"
    if candidate is None:
        candidate = home.candidate if to_candidate else ""
    party = committee_party(recipient)
    book.add(
        "pas2" if to_candidate else "oth", giver, kind, party, day, cents, pgi=pgi,
        other_id=recipient, candidate=candidate, memo=memo, text=text, line="23",
    )  # fmt: skip
    if memo:
        return
    later = min(day + timedelta(days=4), home.last)
    mirror, line = ("15Z", "11C") if kind == "24Z" else ("18K", "11C")
    book.add(
        "oth", recipient, mirror, committee_party(giver), later, cents, pgi=pgi, other_id=giver,
        text="IN-KIND" if kind == "24Z" else "", line=line,
    )  # fmt: skip


def write(book: Book) -> None:
    """Write all money between committees into the book."""
    for giver, recipient, day, cents, kind in STORY_GIFTS:
        contribute(book, giver, recipient, day, cents, kind)
    _tastes(book)
    # One cheque was voided: both sides show it as a negative row.
    contribute(book, "C00990511", "C00990401", _D(2018, 4, 3), -1_000_00, text="VOID CHECK 03/12")
    # A sent a payday lender's contribution back after the story ran.
    book.add(
        "oth", _A, "22Z", committee_party("C00990504"), _D(2017, 7, 10), 2_500_00, pgi="R2017",
        other_id="C00990504", text="REFUND", line="20C",
    )  # fmt: skip
    # The authorized committee hands its money to the principal one.
    for kind, giver, other in (
        ("24G", story.SENATE_AUTHORIZED, story.SENATE_PRINCIPAL),
        ("18G", story.SENATE_PRINCIPAL, story.SENATE_AUTHORIZED),
    ):
        book.add(
            "oth", giver, kind, committee_party(other), _D(2018, 10, 2), 18_000_00, pgi="G2018",
            other_id=other, line="12",
        )  # fmt: skip
    for committee, day, cents, kind, pgi in OWN_MONEY:
        who = COMMITTEES[committee].candidate
        file = "indiv" if kind == "15C" else "oth"
        book.add(
            file, committee, kind, candidate_party(who), day, cents, pgi=pgi, other_id=who,
            line="13A",
        )  # fmt: skip
    _lost_candidates(book)


def _tastes(book: Book) -> None:
    for giver, recipients in TASTES.items():
        rng = Random(f"{story.SEED}:tastes:{giver}")
        for recipient in recipients:
            home = COMMITTEES[recipient]
            first = max(home.first, COMMITTEES[giver].first) + timedelta(days=45)
            last = _D(2017, 5, 8) if home.last.year == 2017 else _D(2018, 11, 1)
            for _ in range(GIFTS_PER_TASTE):
                day = first + timedelta(days=rng.randrange((last - first).days))
                cents = rng.choice((500_00, 1_000_00, 1_000_00, 1_500_00, 2_500_00, 5_000_00))
                contribute(book, giver, recipient, day, cents)
        if giver not in (story.NATIONAL_PARTY, story.RIVAL_PARTY, story.LEADERSHIP_PAC):
            party = rng.choice((story.NATIONAL_PARTY, story.RIVAL_PARTY))
            contribute(book, giver, party, _D(2017, 10, 4), 5_000_00)
            contribute(book, giver, party, _D(2018, 6, 6), 7_500_00)
    contribute(book, "C00990501", story.LEADERSHIP_PAC, _D(2017, 11, 8), 5_000_00)
    contribute(book, "C00990506", story.LEADERSHIP_PAC, _D(2018, 2, 14), 2_500_00)
    contribute(
        book, "C00990510", "C00990203", _D(2018, 9, 3), 900_00, "24Z", memo="X",
        text="STAFF TIME, SEE SCHEDULE H",
    )  # fmt: skip


def _lost_candidates(book: Book) -> None:
    """Leave CAND_ID blank or unknown in some rows: OTHER_ID and ccl still tell the candidate."""
    by_candidate = {c.candidate: c.id for c in CANDIDATE_COMMITTEES if c.designation == "P"}
    blank = ((story.CANDIDATE_A, "C00990511", _D(2018, 9, 5), 1_000_00),
             (story.SENATE_INCUMBENT, "C00990514", _D(2018, 7, 3), 2_000_00),
             ("H8OH88014", "C00990512", _D(2018, 2, 6), 1_500_00),
             ("H8CA99103", "C00990515", _D(2018, 9, 9), 500_00))  # fmt: skip
    for candidate, giver, day, cents in blank:
        contribute(book, giver, by_candidate[candidate], day, cents, candidate="")
    contribute(
        book, "C00990513", by_candidate["H8OH88022"], _D(2018, 8, 8), 1_000_00,
        candidate="H8OH88999",
    )  # fmt: skip
    # And one that nothing resolves: no candidate, a committee that isn't in cm.
    stranger = committee_party("C00990401")._replace(name="FRIENDS OF NOBODY IN PARTICULAR")
    book.add(
        "pas2", "C00990515", "24K", stranger, _D(2018, 5, 2), 250_00, pgi="P2018",
        other_id="C00999999", line="23",
    )  # fmt: skip
