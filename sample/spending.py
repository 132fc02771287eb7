"""Other spending: party coordination, communication costs, electioneering, operations."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from sample import pools, story, summaries
from sample.book import Book
from sample.candidates import CANDIDATES_BY_ID
from sample.independent import PARTY_NAMES, PAYEES, csv_date
from sample.industries import Party
from sample.receipts import election
from sample.registry import CANDIDATE_COMMITTEES, COMMITTEES

_D = date
# Coordinated expenditures of parties, Schedule F: party, candidate, day, cents, memo.
COORDINATED = (
    (story.NATIONAL_PARTY, story.CANDIDATE_A, _D(2018, 10, 3), 18_250_75, ""),
    (story.NATIONAL_PARTY, story.CANDIDATE_A, _D(2018, 10, 18), 9_400_00, ""),
    (story.NATIONAL_PARTY, story.CANDIDATE_A, _D(2018, 10, 30), 4_120_30, ""),
    (story.RIVAL_PARTY, "H8OH88014", _D(2018, 10, 10), 15_000_00, ""),
    (story.RIVAL_PARTY, "H8OH88014", _D(2018, 10, 25), 7_777_77, ""),
    (story.RIVAL_PARTY, "H8OH88014", _D(2018, 10, 26), 48_15, "X"),
)
# Communication costs of the union: candidate, side, day, cents, kind of communication.
COMMUNICATION = (
    (story.CANDIDATE_A, "F", _D(2017, 5, 20), 3_412_60, "DM"),
    (story.CANDIDATE_A, "F", _D(2017, 6, 7), 5_020_00, "TP"),
    (story.CANDIDATE_A, "F", _D(2017, 6, 22), 2_275_35, "DM"),
    (story.CANDIDATE_A, "F", _D(2018, 10, 12), 4_100_00, "DM"),
    (story.RETURNING_RIVAL, "N", _D(2018, 10, 12), 2_890_10, "DM"),
    (story.RETURNING_RIVAL, "N", _D(2018, 10, 29), 1_615_75, "TP"),
    (story.SENATE_CHALLENGER, "F", _D(2018, 10, 24), 6_300_00, "DM"),
)
# Electioneering: day, cents, candidates named, description. The FEC splits the amount evenly.
ELECTIONEERING = (
    (_D(2017, 4, 21), 15_000_00, (story.CANDIDATE_A, story.CANDIDATE_B), "TV AD"),
    (_D(2017, 6, 11), 22_480_40, (story.CANDIDATE_B,), "RADIO AD"),
    (_D(2018, 10, 16), 10_000_01,
     (story.CANDIDATE_A, story.RETURNING_RIVAL, "H8CA99145"), "TV AD"),
)  # fmt: skip
_STATES = {"CA": "CALIFORNIA", "NE": "NEBRASKA", "OH": "OHIO"}
OPERATING_ROWS = {"C00990101": 46, "C00990102": 44, "C00990201": 34, "C00990203": 30}
# Share of its receipts that a campaign spends on itemized operations.
OPERATING_SHARE = 70


def write(book: Book) -> None:
    """Write all of it into the book."""
    for party, candidate, day, cents, memo in COORDINATED:
        book.add(
            "pas2", party, "24C", PAYEES[0], day, cents, pgi="G2018", other_id=candidate,
            candidate=candidate, memo=memo, text="SEE PAYMENT ABOVE" if memo else "", line="SF",
        )  # fmt: skip
    _communication(book)
    _electioneering(book)
    _operations(book)


def _communication(book: Book) -> None:
    union = COMMITTEES[story.UNION_COMMUNICATIONS]
    for candidate, side, day, cents, channel in COMMUNICATION:
        who = CANDIDATES_BY_ID[candidate]
        row = book.add(
            "pas2", union.id, f"24{side}", Party(who.name, "", "", "", entity=""), day, cents,
            pgi="G2018" if day.year == 2018 else "R2017", other_id=candidate, candidate=candidate,
            line="F76",
        )  # fmt: skip
        book.communication.append(
            {
                "CMTE_ID": union.id,
                "CMTE_NM": union.name,
                "CAND_ID": candidate,
                "CAND_NAME": who.name,
                "CAND_OFFICE": who.office,
                "CAND_STATE": who.state,
                "CAND_OFFICE_DISTRICT": who.district,
                "CAND_PTY_AFFILIATION": who.party,
                "TRANSACTION_DT": f"{day:%Y%m%d}",
                "TRANSACTION_AMT": f"{cents // 100}.{cents % 100:02d}",
                "TRANSACTION_TP": f"24{side}",
                "COMMUNICATION_TP": channel,
                "COMMUNICATION_CLASS": "M",
                "SUPPORT_OPPOSE_IND": "S" if side == "F" else "O",
                "IMAGE_NUM": row.image,
                "LINE_NUM": "",
                "FORM_TP_CD": "F7",
                "SCHED_TP_CD": "F76",
                "TRAN_ID": row.transaction_id,
                "SUB_ID": row.sub_id,
                "FILE_NUM": str(row.file_number),
                "RPT_YR": str(day.year),
                "CAND_STATE_DESCRIPTION": _STATES[who.state],
                "CAND_PTY_AFFILIATION_DESCRIPTION": PARTY_NAMES[who.party].title(),
                "PURPOSE": "",
            }
        )


def _electioneering(book: Book) -> None:
    group = COMMITTEES[story.NONPROFIT_ADS]
    for number, (day, cents, candidates, description) in enumerate(ELECTIONEERING, start=1):
        share = (cents + len(candidates) // 2) // len(candidates)
        for candidate in candidates:
            who = CANDIDATES_BY_ID[candidate]
            book.electioneering.append(
                {
                    "CANDIDATE_ID": candidate,
                    "CANDIDATE_NAME": who.name,
                    "CANDIDATE_OFFICE": who.office,
                    "CANDIDATE_STATE": who.state,
                    "CANDIDATE_DISTRICT": who.district,
                    "COMMITTEE_ID": group.id,
                    "COMMITTEE_NAME": group.name,
                    "SB_IMAGE_NUM": f"{day:%Y%m%d}90{62_000_000 + number}",
                    "PAYEE_NAME": PAYEES[0].name,
                    "PAYEE_STREET": "900 NOWHERE PLAZA",
                    "PAYEE_CITY": PAYEES[0].city,
                    "PAYEE_STATE": PAYEES[0].state,
                    "DISBURSEMENT_DESCRIPTION": description,
                    "DISBURSEMENT_DATE": csv_date(day),
                    "COMMUNICATION_DATE": csv_date(day + timedelta(days=2)),
                    "PUBLIC_DISBURSEMENT_DATE": csv_date(day + timedelta(days=2)),
                    "REPORTED_DISBURSEMENT_AMOUNT": f"{cents // 100}.{cents % 100:02d}",
                    "NUMBER_OF_CANDIDATES": str(len(candidates)),
                    "CALCULATED_CANDIDATE_SHARE": f"{share // 100}.{share % 100:02d}",
                }
            )


def _operations(book: Book) -> None:
    """Write operating expenditures: campaigns spend most of what they take in, PACs little."""
    so_far = summaries.totals(book)
    campaigns = {c.id for c in CANDIDATE_COMMITTEES}
    for committee in COMMITTEES.values():
        quiet = committee.frequency == "T" and committee.id not in campaigns
        if committee.kind in "CIE" or committee.designation == "J" or quiet:
            continue
        money = so_far[committee.id]
        rng = Random(f"{story.SEED}:operations:{committee.id}")
        rows = OPERATING_ROWS.get(committee.id, 13 if committee.id in campaigns else 5)
        draws = []
        for _ in range(rows):
            name, city, state, code, purpose, category, low, high = rng.choice(pools.VENDORS)
            payee = Party(name, city, state, code, entity="ORG")
            draws.append((payee, purpose, category, low + rng.random() * (high - low)))
        total = sum(weight for *_, weight in draws)
        budget = money["receipts"] * (OPERATING_SHARE if committee.id in campaigns else 4) // 100
        if committee.id in campaigns and committee.terminated:
            # A campaign that closes down has next to nothing left.
            budget = money["receipts"] - money["spent"] - 66_05
        first = committee.first + timedelta(days=20)
        for payee, purpose, category, weight in draws:
            day = first + timedelta(days=rng.randrange((committee.last - first).days))
            cents = max(1_25, int(budget * weight / total))
            pgi = election(committee.id, day) if committee.id in campaigns else ""
            book.spend(committee.id, payee, day, cents, pgi=pgi, purpose=purpose, category=category)
    _card(book)


def _card(book: Book) -> None:
    """Write a card payment and, as memo rows that refer back to it, what was bought with it."""
    day = _D(2017, 6, 5)
    card = Party("PLAINFARE CARD SERVICES", "DENVER", "CO", "80202", entity="ORG")
    total = book.spend(
        story.COMMITTEE_A, card, day, 1_904_31, pgi="R2017", purpose="CREDIT CARD PAYMENT"
    )
    for cents, shop, purpose in (
        (1_204_31, "HIGH PLAINS TRAVEL DESK", "AIRFARE"),
        (700_00, "PARKSIDE BANQUET ROOMS", "ROOM HIRE"),
    ):
        book.spend(
            story.COMMITTEE_A, Party(shop, "STOCKTON", "CA", "95202", entity="ORG"), day, cents,
            pgi="R2017", purpose=purpose, memo="X", text="* CARD",
            back_reference=total.transaction_id,
        )  # fmt: skip
    vendor = Party("LANTERN STREET PRINTERS", "FRESNO", "CA", "93721", entity="ORG")
    book.spend(story.COMMITTEE_B, vendor, _D(2017, 6, 29), -312_40, purpose="CREDIT: PRINTING")
