"""Notices as electronic filings: F24 and F5 of expenditures, F6 of gifts in a campaign's last days.

Notices of the independent-expenditure file have their numbers there; those that stand in no bulk
file have numbers of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sample import story
from sample.book import Book, Expended, Row
from sample.efile_format import money
from sample.efile_parts import Filer, Filing, Values, body, candidate, day, party, received_at, row
from sample.efile_reports import expended_values
from sample.independent import PAYEES
from sample.industries import Party
from sample.registry import COMMITTEES
from sample.reports import file_number

# Within so many days before an election a notice is due in 24 hours, and before that in 48.
LAST_DAYS = timedelta(days=20)
_ELECTIONS = {
    "S2017": date(2017, 5, 9),
    "R2017": date(2017, 6, 27),
    "P2018": date(2018, 5, 15),
    "G2018": date(2018, 11, 6),
}


def own_number(day: date, place: int) -> int:
    """Return a number that no filing of the bulk files has: ``place`` is 0 to 39, one a filing."""
    return file_number(min(COMMITTEES), day) + 60 + place


def hours(item: Expended) -> str:
    """Return "24" or "48", by how long before its election an expenditure was."""
    left = _ELECTIONS[item.election] - item.day
    return "24" if timedelta(0) <= left <= LAST_DAYS else "48"


class Notices:
    """Makes notices out of the book."""

    def __init__(self, book: Book) -> None:
        self.rows = [e for e in book.expended if e.is_notice]

    def chain(self, spender: str, transaction_id: str) -> list[int]:
        """Return the numbers of the filings with a notice's row, the first one first."""
        return [
            e.file_number
            for e in self.rows
            if (e.spender, e.transaction_id) == (spender, transaction_id)
        ]

    def notice(
        self, spender: str, transaction_id: str, version: int = 0, *, shows: str,
        nameless: bool = False,
    ) -> Filing:  # fmt: skip
        """Return the filing that has a notice's row: ``version`` counts its amendments.

        ``nameless`` leaves out the candidates' ids, as some filers do.
        """
        numbers = self.chain(spender, transaction_id)
        number = numbers[version]
        items = [e for e in self.rows if e.file_number == number]
        first = next(e for e in self.rows if e.file_number == numbers[0])
        original = (numbers[0], first.received) if version else None
        return notice_of(
            items, number, original=original, amendment=version, nameless=nameless, shows=shows
        )


def notice_of(
    items: Sequence[Expended],
    number: int,
    *,
    filer: Filer | None = None,
    original: tuple[int, date] | None = None,
    amendment: int = 0,
    nameless: bool = False,
    shows: str,
) -> Filing:
    """Return a notice of expenditures: F24, or F5 of persons who are no committees."""
    received = items[0].received
    filer = filer or Filer.of(items[0].spender)
    is_person = filer.id.startswith("C9")
    form = f"F{5 if is_person else 24}{'A' if original else 'N'}"
    cover = filer.cover(received) | {"hours": hours(items[0])}
    if original:
        cover["amended_date"] = day(original[1])
    if is_person:
        cover |= {
            "entity": "ORG",
            "report": hours(items[0]),
            "total_received": "0.00",
            "total_spent": money(sum(e.cents for e in items)),
        }
    lines = [filer.header(original[0] if original else None, amendment), row(form, filer, cover)]
    for item in items:
        values = expended_values(item) | filer.signer(received)
        if nameless:
            values["cand_id"] = ""
        if is_person:
            values = {n: v for n, v in values.items() if n not in ("date", *filer.signer(received))}
        lines.append(row("F57" if is_person else "SE", filer, values))
    return Filing(
        number, form, filer.id, filer.name, received_at(received, number), body(lines),
        report=hours(items[0]), shows=shows,
    )  # fmt: skip


def _own(
    spent: date, cents: int, transaction_id: str, election: str, purpose: str, payee: int = 0
) -> Expended:
    """Return an expenditure of the attacker against A that no bulk file has."""
    return Expended(
        0, spent + timedelta(days=1), "N", True, transaction_id, story.ATTACKER,
        story.CANDIDATE_A, "A", spent, cents, PAYEES[payee], purpose, election, cents,
    )  # fmt: skip


# The attacker's expenditures that only notices tell of.
IN_NO_REPORT = _own(date(2017, 5, 1), 3_150_00, "SE24.9001", "S2017", "MAIL PIECE", 1)
COMES_BACK = (
    _own(date(2018, 10, 30), 21_750_40, "SE24.9301", "G2018", "TV AD BUY"),
    _own(date(2018, 10, 30), 8_300_00, "SE24.9302", "G2018", "ONLINE ADS", 2),
)


def attackers_own() -> list[Filing]:
    """Return the attacker's notices that stand in no bulk file."""
    filings = []
    for items, shows in (
        ([IN_NO_REPORT], "A 24-hour notice of the special primary. The attacker's report covers"
         " its day and has no such row: to be reviewed."),
        (COMES_BACK, "The attacker comes back a year later, after its last report: the notice"
         " is open, and all there is."),
    ):  # fmt: skip
        number = own_number(items[0].received, 0)
        filings.append(notice_of(items, number, shows=shows))
    return filings


def late_gifts(book: Book) -> Filing:
    """Return A's 48-hour notice: two gifts that the next report has, and one that bounced."""
    filer = Filer.of(story.COMMITTEE_A)
    given = [
        r
        for r in book.indiv
        if r.committee == story.COMMITTEE_A and r.day in ("04302017", "05012017")
        and r.kind == "15" and r.cents >= 1_000_00
    ]  # fmt: skip
    first, second = given[:2]
    bounced = Party(
        "STARLOHURST, EZRA", "LODI", "CA", "95240", "HALVERGATE CAPITAL", "PORTFOLIO MANAGER"
    )
    gifts = [
        _gift(first, first.transaction_id),
        # Under another number than in the report: found by name, day and amount.
        _gift(second, f"F65-{second.transaction_id}"),
        party(bounced)
        | {
            "id": "F65-9901", "date": "20170501", "amount": "2700.00",
            "employer": bounced.employer, "occupation": bounced.occupation,
        },
    ]  # fmt: skip
    received = date(2017, 5, 2)
    return gift_notice(
        filer, candidate(story.CANDIDATE_A), gifts, received, own_number(received, 1),
        "Three late gifts: the next report has the first under the same number, the second under"
        " another one, and the third not at all.",
    )  # fmt: skip


def gift_notice(
    filer: Filer, about: Values, gifts: list[Values], received: date, number: int, shows: str
) -> Filing:
    """Return a Form 6 of these gifts."""
    lines = [filer.header(), row("F6N", filer, filer.cover(received), about)]
    lines += [row("F65", filer, gift) for gift in gifts]
    return Filing(
        number, "F6N", filer.id, filer.name, received_at(received, number), body(lines),
        report="48", shows=shows,
    )  # fmt: skip


def _gift(item: Row, transaction_id: str) -> Values:
    return party(item.party) | {
        "id": transaction_id,
        "date": f"{item.day[4:]}{item.day[:4]}",
        "amount": money(item.cents),
        "employer": item.party.employer,
        "occupation": item.party.occupation,
    }
