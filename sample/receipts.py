"""Money from people: gifts to campaigns, earmarked gifts on both sides, refunds."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from sample import story
from sample.book import Book, Row
from sample.industries import INDUSTRIES, Donors, Party
from sample.registry import COMMITTEES

LIMIT = 270_000  # cents a person may give a candidate for one election in 2017 and 2018

_EVEN = dict.fromkeys(INDUSTRIES, 4)
# How often each industry's people turn up among a recipient's donors.
PROFILES: dict[str, dict[str, int]] = {
    "A": _EVEN
    | {
        "drug makers": 22,
        "payday lenders": 11,
        "agricultural chemicals": 10,
        "unions": 9,
        "retired": 12,
        "hospitals": 8,
        "real estate": 2,
    },
    "B": _EVEN
    | {"real estate": 22, "retired": 26, "self-employed": 14, "finance": 9, "building": 9},
    "even": _EVEN | {"retired": 18, "self-employed": 9, "not employed": 8},
    "right": _EVEN | {"retired": 20, "oil and gas": 10, "farming": 10, "banks": 7, "building": 7},
    "left": _EVEN
    | {"retired": 14, "schools": 10, "unions": 9, "technology": 8, "not employed": 10},
}

# committee: rows, profile, share through the conduit, first and last day of fundraising
_EARLY, _RUNOFF, _PRIMARY = date(2017, 1, 20), date(2017, 6, 27), date(2017, 5, 9)
_Y18, _NOV = date(2018, 1, 3), date(2018, 11, 6)
CAMPAIGNS: tuple[tuple[str, int, str, float, date, date], ...] = (
    (story.COMMITTEE_A, 760, "A", 0.18, _EARLY, _RUNOFF),
    (story.COMMITTEE_A, 330, "A", 0.12, date(2017, 7, 20), _NOV),
    (story.COMMITTEE_B, 1120, "B", 0.08, date(2017, 2, 1), _RUNOFF),
    ("C00990103", 240, "left", 0.15, date(2017, 2, 3), _PRIMARY),
    ("C00990104", 140, "left", 0.15, date(2017, 2, 6), _PRIMARY),
    ("C00990105", 160, "even", 0.10, date(2017, 2, 10), _PRIMARY),
    ("C00990106", 180, "left", 0.20, date(2017, 2, 1), _PRIMARY),
    ("C00990107", 190, "B", 0.06, date(2017, 2, 1), _RUNOFF),
    ("C00990108", 110, "right", 0.0, date(2017, 2, 15), _PRIMARY),
    ("C00990109", 90, "right", 0.0, date(2017, 2, 20), _PRIMARY),
    ("C00990110", 110, "right", 0.0, date(2017, 2, 12), _PRIMARY),
    ("C00990110", 100, "right", 0.0, _Y18, _NOV),
    ("C00990111", 60, "right", 0.0, _Y18, date(2018, 6, 5)),
    ("C00990112", 90, "left", 0.1, date(2017, 11, 1), date(2018, 6, 5)),
    ("C00990201", 390, "right", 0.0, date(2017, 3, 1), _NOV),
    ("C00990202", 50, "right", 0.0, date(2018, 2, 1), _NOV),
    ("C00990203", 360, "left", 0.14, date(2017, 5, 1), _NOV),
    ("C00990204", 50, "even", 0.0, date(2018, 2, 1), _NOV),
    ("C00990301", 150, "even", 0.1, date(2018, 4, 10), date(2018, 12, 20)),
    ("C00990401", 170, "right", 0.0, date(2017, 4, 1), _NOV),
    ("C00990402", 160, "left", 0.15, date(2017, 9, 1), _NOV),
    ("C00990403", 30, "even", 0.0, date(2018, 1, 20), _NOV),
)
# PAC: industry of its employees, rows
PAYROLL = {
    "C00990501": ("drug makers", 42),
    "C00990502": ("drug makers", 34),
    "C00990503": ("drug makers", 20),
    "C00990504": ("payday lenders", 24),
    "C00990505": ("payday lenders", 18),
    "C00990506": ("agricultural chemicals", 26),
    "C00990507": ("agricultural chemicals", 16),
    "C00990508": ("banks", 30),
    "C00990509": ("real estate", 34),
    "C00990510": ("unions", 40),
    "C00990511": ("oil and gas", 18),
    "C00990512": ("insurance", 14),
    "C00990513": ("technology", 14),
    "C00990514": ("hospitals", 22),
    "C00990515": ("farming", 12),
    "C00990601": ("schools", 36),
    "C00990602": ("oil and gas", 36),
    "C00990603": ("retired", 24),
    "C00990701": ("retired", 8),
    "C00990911": ("finance", 14),
    "C00990912": ("real estate", 16),
}


def election(committee_id: str, day: date) -> str:
    """Return the election a gift is for: letter and year, as TRANSACTION_PGI has it."""
    committee = COMMITTEES[committee_id]
    if committee.kind == "P":
        return "P2020"
    if committee.calendar == "special":
        stays = committee_id in (story.COMMITTEE_A, story.COMMITTEE_B)
        if day <= _PRIMARY:
            return "S2017"
        if day.year == 2017 and stays and day <= date(2017, 7, 17):
            return "R2017"
        if committee.last.year == 2017:
            return "R2017" if stays else "S2017"
        return "P2018" if day <= date(2018, 6, 5) else "G2018"
    primary = {"NE": date(2018, 5, 15), "OH": date(2018, 5, 8)}.get(
        committee.state, date(2018, 6, 5)
    )
    return "P2018" if day <= primary else "G2018"


class Receipts:
    """Writes gifts into a book and remembers who has reached the limit."""

    def __init__(self, book: Book, donors: Donors) -> None:
        self.book = book
        self.donors = donors
        self.given: dict[tuple[str, str, str, str], int] = {}

    def room(self, committee: str, donor: Party, pgi: str, cents: int) -> int:
        """Return how much of a gift the limit still allows, and count it as given."""
        key = (donor.name, donor.zip_code[:5], committee, pgi)
        allowed = max(0, min(cents, LIMIT - self.given.get(key, 0)))
        self.given[key] = self.given.get(key, 0) + allowed
        return allowed

    def campaigns(self) -> None:
        """Write all campaigns' gifts, those through the conduit twice: 15E there, 24T here."""
        for number, (committee, rows, profile, conduit, first, last) in enumerate(CAMPAIGNS):
            rng = Random(f"{story.SEED}:campaign:{number}")
            names, weights = zip(*PROFILES[profile].items(), strict=True)
            region = COMMITTEES[committee].region
            written = 0
            while written < rows:
                industry = rng.choices(names, weights)[0]
                home = region if region != "US" and rng.random() < 0.78 else "US"
                donor = self.donors.draw(rng, industry, home)
                day = first + timedelta(days=int((last - first).days * rng.random() ** 0.75))
                pgi = election(committee, day)
                earmarked = rng.random() < conduit
                cents = self.room(committee, donor, pgi, _amount(rng, industry, earmarked))
                if not cents:
                    continue
                if rng.random() < 0.06:
                    # Many filers give the letter alone, or nothing.
                    pgi = rng.choice((pgi[0], pgi[0], ""))
                self.gift(committee, donor, day, cents, pgi, earmarked)
                written += 1
            self._refunds(committee, rng, last)

    def gift(
        self, committee: str, donor: Party, day: date, cents: int, pgi: str, earmarked: bool = False
    ) -> Row:
        """Write one gift, and the conduit's row where it came through the conduit."""
        if not earmarked:
            return self.book.add("indiv", committee, "15", donor, day, cents, pgi=pgi)
        name = COMMITTEES[committee].name
        self.book.add(
            "indiv", story.CONDUIT, "24T", donor, day, cents, pgi=pgi[:1], other_id=committee,
            text=f"EARMARKED FOR {name} ({committee})", line="11AI",
        )  # fmt: skip
        return self.book.add(
            "indiv", committee, "15E", donor, day, cents, pgi=pgi, other_id=story.CONDUIT,
            text="* EARMARKED CONTRIBUTION: SEE BELOW",
        )  # fmt: skip

    def _refunds(self, committee: str, rng: Random, last: date) -> None:
        rows = [r for r in self.book.indiv if r.committee == committee and r.kind == "15"]
        end = COMMITTEES[committee].last
        for row in rng.sample(rows, len(rows) // 60):
            donor = row.party._replace(employer="", occupation="")
            day = min(last + timedelta(days=rng.randrange(4, 66)), end)
            cents = row.cents if rng.random() < 0.5 else row.cents // 200 * 100
            self.book.add(
                "indiv", committee, "22Y", donor, day, cents, pgi=row.pgi, text="REFUND", line="20A"
            )
        if len(rows) > 200:
            # A refund cheque that was never cashed comes back as a negative refund.
            donor = rows[7].party._replace(employer="", occupation="")
            self.book.add(
                "indiv", committee, "22Y", donor, last + timedelta(days=9), -5_000,
                text="REFUND CHECK NOT CASHED", line="20A",
            )  # fmt: skip

    def payroll(self) -> None:
        """Write what employees and members give to the PACs and parties they belong to."""
        for committee, (industry, rows) in PAYROLL.items():
            rng = Random(f"{story.SEED}:payroll:{committee}")
            home = COMMITTEES[committee]
            first, span = home.first, (home.last - home.first).days
            company = home.org_type == "C"
            for _ in range(rows):
                donor = self.donors.draw(rng, industry, rng.choice(("CA", "US", "US")))
                if company:
                    donor = donor._replace(employer=home.connected)
                day = first + timedelta(days=rng.randrange(span))
                each = rng.choice((1_500, 2_500, 4_000, 9_600, 19_230))
                text = f"P/R DEDUCTION (${each // 100}.{each % 100:02d} MONTHLY)" if company else ""
                cents = each * rng.choice((5, 12, 24))
                self.book.add("indiv", committee, "15", donor, day, cents, text=text)


def _amount(rng: Random, industry: str, earmarked: bool) -> int:
    if earmarked:
        dollars = rng.choices((5, 10, 25, 50, 100, 250, 1000), (6, 9, 14, 11, 8, 4, 1))[0]
    elif industry in ("drug makers", "payday lenders", "agricultural chemicals", "finance"):
        dollars = rng.choices((250, 500, 1000, 1500, 2700), (3, 6, 9, 3, 7))[0]
    else:
        dollars = rng.choices((35, 50, 100, 250, 500, 1000, 2700), (4, 6, 9, 12, 8, 6, 3))[0]
    cents = rng.choice((0,) * 14 + (50, 25, 18, 99))
    return min(dollars * 100 + cents, LIMIT)
