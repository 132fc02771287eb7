"""Independent expenditures: the notices, the periodic reports' rows, and how the two disagree.

Each line below is one expenditure of a periodic report. The last column says which notices came
before it:

    same     a notice under the report's transaction id
    other    a notice under another transaction id, otherwise alike
    amended  a notice with a wrong amount, corrected by its amendment A1
    chain    a notice amended twice; only the last amendment has the report's amount
    none     too small for a notice
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sample import story
from sample.book import Book, Expended, Row
from sample.candidates import CANDIDATES_BY_ID
from sample.industries import Party
from sample.registry import COMMITTEES
from sample.reports import Report, file_number, report_for

PAYEES = (
    Party("MERIDIAN LANE MEDIA", "WASHINGTON", "DC", "20005", entity="ORG"),
    Party("LANTERN STREET PRINTERS", "FRESNO", "CA", "93721", entity="ORG"),
    Party("COPPERLEAF DIGITAL", "DENVER", "CO", "80202", entity="ORG"),
    Party("BRIGHTWIRE PHONE BANKS", "OMAHA", "NE", "68102", entity="ORG"),
    Party('SMITHWELL "SIGNS", LLC', "STOCKTON", "CA", "95202", entity="ORG"),
)
# spender|candidate|A against, E for|day|dollars|payee|purpose|notices
EXPENDITURES = """\
C00990801|H8CA99012|A|2017-05-15|42500.00|0|TV AD PRODUCTION|same
C00990801|H8CA99012|A|2017-05-18|118250.40|0|TV AD BUY|same
C00990801|H8CA99012|A|2017-05-22|9880.75|1|MAIL PIECE|same
C00990801|H8CA99012|A|2017-05-25|64015.33|0|TV AD BUY|other
C00990801|H8CA99012|A|2017-05-29|21300.00|2|ONLINE ADS|same
C00990801|H8CA99012|A|2017-06-01|87640.10|0|TV AD BUY|amended
C00990801|H8CA99012|A|2017-06-05|15225.00|1|MAIL PIECE|same
C00990801|H8CA99012|A|2017-06-08|130000.00|0|TV AD BUY|same
C00990801|H8CA99012|A|2017-06-10|12480.55|2|ONLINE ADS|other
C00990801|H8CA99012|A|2017-06-12|56700.25|0|RADIO AD BUY|same
C00990801|H8CA99012|A|2017-06-14|8940.00|3|PHONE CALLS|other
C00990801|H8CA99012|A|2017-06-15|33333.33|1|MAIL PIECE|same
C00990801|H8CA99012|A|2017-06-17|71205.90|0|TV AD BUY|chain
C00990801|H8CA99012|A|2017-06-19|4615.20|4|DOOR HANGERS|same
C00990801|H8CA99012|A|2017-06-21|26480.00|2|ONLINE ADS|other
C00990801|H8CA99012|A|2017-06-22|10150.00|3|PHONE CALLS|same
C00990801|H8CA99012|A|2017-06-23|940.60|4|YARD SIGNS|none
C00990801|H8CA99012|A|2017-06-24|18775.45|1|MAIL PIECE|same
C00990801|H8CA99020|E|2017-06-03|12000.00|1|MAIL PIECE|same
C00990801|H8CA99020|E|2017-06-16|9500.50|2|ONLINE ADS|same
C00990802|H8CA99012|E|2017-04-03|12000.00|1|MAIL PIECE|same
C00990802|H8CA99012|E|2017-04-17|18450.75|0|RADIO AD BUY|same
C00990802|H8CA99012|E|2017-05-01|22010.10|0|TV AD BUY|same
C00990802|H8CA99012|E|2017-05-04|7500.00|2|ONLINE ADS|same
C00990802|H8CA99012|E|2017-05-17|31000.00|0|TV AD BUY|same
C00990802|H8CA99012|E|2017-05-26|44120.60|0|TV AD BUY|other
C00990802|H8CA99012|E|2017-06-05|27300.00|1|MAIL PIECE|same
C00990802|H8CA99012|E|2017-06-13|15900.45|2|ONLINE ADS|same
C00990802|H8CA99012|E|2017-06-16|9050.00|3|PHONE CALLS|same
C00990802|H8CA99012|E|2017-06-20|38400.00|0|TV AD BUY|same
C00990802|H8CA99012|E|2017-06-22|850.25|4|YARD SIGNS|none
C00990802|H8CA99020|A|2017-06-09|14200.00|1|MAIL PIECE|same
C00990802|H8CA99020|A|2017-06-19|6600.30|2|ONLINE ADS|same
C00990802|H8CA99012|E|2018-10-09|11000.00|1|MAIL PIECE|same
C00990505|H8CA99012|E|2017-06-07|10500.00|2|ONLINE ADS|same
C00990505|H8CA99012|E|2017-06-21|4025.00|1|MAIL PIECE|same
C00990509|H8CA99020|E|2017-06-06|12250.35|1|MAIL PIECE|same
C00990912|H8CA99020|E|2017-05-02|3300.00|4|LAWN SIGNS|same
C00990912|H8CA99020|E|2017-06-18|4444.44|2|ONLINE ADS|same
C00990602|H8CA99012|A|2018-10-15|14000.00|0|TV AD BUY|same
C00990803|S8NE00915|E|2018-04-10|16000.00|0|TV AD BUY|same
C00990803|S8NE00923|A|2018-05-03|5750.00|1|MAIL PIECE|same
C00990803|S8NE00915|E|2018-05-07|8800.40|2|ONLINE ADS|same
C00990803|S8NE00915|E|2018-07-25|20500.00|0|TV AD BUY|same
C00990803|S8NE00915|E|2018-08-20|33210.15|0|TV AD BUY|same
C00990803|S8NE00923|A|2018-08-28|26400.00|0|TV AD BUY|same
C00990803|S8NE00915|E|2018-09-18|41000.00|0|TV AD BUY|same
C00990803|S8NE00915|E|2018-10-05|19999.99|1|MAIL PIECE|same
C00990803|S8NE00923|A|2018-10-08|30030.30|0|TV AD BUY|same
C00990803|S8NE00923|A|2018-10-12|7070.70|2|ONLINE ADS|same
C00990805|H8OH88014|E|2018-09-10|10400.00|0|RADIO AD BUY|same
C00990805|H8OH88014|E|2018-10-11|6300.00|1|MAIL PIECE|none
C00990805|H8OH88022|A|2018-10-19|9990.90|2|ONLINE ADS|same
C00990805|H8OH88014|E|2018-10-24|8120.55|1|MAIL PIECE|same
C00990805|H8OH88022|A|2018-10-29|12010.00|0|RADIO AD BUY|same
C00990805|H8OH88014|E|2018-11-01|2480.00|3|PHONE CALLS|same
C00990510|H8OH88022|E|2018-10-16|5000.00|3|PHONE CALLS|none
C00990510|S8NE00923|E|2018-10-22|11111.11|1|MAIL PIECE|same
C90990001|H8CA99103|E|2018-10-20|1200.00|4|BANNERS|same
C90990001|H8CA99012|A|2018-10-26|2350.75|1|MAIL PIECE|same
C90990001|H8CA99012|A|2018-11-02|1010.00|2|ONLINE ADS|same
"""
# Notices that stand alone: spender, candidate, side, day, cents, payee, transaction id.
LONE_NOTICES = (
    (story.ATTACKER, story.CANDIDATE_A, "A", date(2017, 6, 20), 6_250_00, 3, "SE24.9120"),
    (story.SENATE_SPENDER, "S8NE00923", "A", date(2018, 10, 25), 24_500_00, 0, "SE24.6101"),
    (story.SENATE_SPENDER, "S8NE00915", "E", date(2018, 10, 30), 9_125_60, 2, "SE24.6102"),
)
# What the original Q3 report of 2018 said of one expenditure before it was amended.
FIRST_VERSION_AMOUNT = {("C00990803", date(2018, 8, 20)): 32_210_15}
PARTY_NAMES = {"DEM": "DEMOCRATIC PARTY", "REP": "REPUBLICAN PARTY", "LIB": "LIBERTARIAN PARTY"}


@dataclass(frozen=True, slots=True)
class Expenditure:
    """One parsed line of the table."""

    spender: str
    candidate: str
    side: str
    day: date
    cents: int
    payee: Party
    purpose: str
    notices: str


def expenditures() -> list[Expenditure]:
    """Parse the table."""
    found = []
    for line in EXPENDITURES.splitlines():
        spender, candidate, side, day, amount, payee, purpose, notices = line.split("|")
        cents = int(amount.replace(".", ""))
        found.append(
            Expenditure(
                spender, candidate, side, date.fromisoformat(day), cents, PAYEES[int(payee)],
                purpose, notices,
            )
        )  # fmt: skip
    return found


def election_letter(candidate: str, day: date) -> str:
    """Return S, R, P or G for an expenditure about a candidate on a day."""
    if CANDIDATES_BY_ID[candidate].state == "CA" and day.year == 2017:
        return "S" if day <= date(2017, 5, 9) else "R"
    return "P" if day <= date(2018, 5, 15) else "G"


def csv_date(day: date | None) -> str:
    """Return a date as the FEC's CSV files print it: ``05-JUN-17``, or nothing."""
    return f"{day:%d-%b-%y}".upper() if day else ""


class _Writer:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.aggregate: dict[tuple[str, str], int] = defaultdict(int)
        self.count = 0

    def csv_row(
        self, item: Expenditure, cents: int, number: int, image: str, received: date,
        transaction_id: str, *, amendment: str = "N", previous: int | None = None,
        notice: bool = False,
    ) -> None:  # fmt: skip
        """Add one row of the CSV; dates are left out as often as filers leave them out."""
        who = CANDIDATES_BY_ID[item.candidate]
        name = who.name.title() if notice and self.count % 2 else who.name
        blank_expense = notice and self.count % 3 != 0
        blank_shown = not notice and item.notices != "other" and self.count % 4 == 0
        election = election_letter(item.candidate, item.day)
        aggregate = self.aggregate[item.spender, item.candidate]
        self.book.expended.append(
            Expended(
                number, received, amendment, notice, transaction_id, item.spender, item.candidate,
                item.side, item.day, cents, item.payee, item.purpose, f"{election}{item.day.year}",
                aggregate,
            )
        )  # fmt: skip
        self.book.independent.append(
            {
                "cand_id": "" if notice and self.count == 30 else item.candidate,
                "cand_name": name,
                "spe_id": item.spender,
                "spe_nam": COMMITTEES[item.spender].name,
                "ele_type": election,
                "can_office_state": who.state,
                "can_office_dis": who.district,
                "can_office": who.office,
                "cand_pty_aff": PARTY_NAMES.get(who.party, ""),
                "exp_amo": f"{cents // 100}.{cents % 100:02d}",
                "exp_date": "" if blank_expense else csv_date(item.day),
                "agg_amo": "{}.{:02d}".format(*divmod(aggregate, 100)),
                "sup_opp": "O" if item.side == "A" else "S",
                "pur": item.purpose,
                "pay": item.payee.name,
                "file_num": str(number),
                "amndt_ind": amendment,
                "tran_id": transaction_id,
                "image_num": image,
                "receipt_dat": csv_date(received),
                "fec_election_yr": str(story.CYCLE),
                "prev_file_num": "" if previous is None else str(previous),
                "dissem_dt": "" if blank_shown else csv_date(item.day + timedelta(days=1)),
            }
        )

    def notice(
        self, item: Expenditure, cents: int, transaction_id: str, *, wait: int = 2,
        amendment: str = "N", previous: int | None = None,
    ) -> int:  # fmt: skip
        """Add a 24- or 48-hour notice and return its file number."""
        received = item.day + timedelta(days=wait)
        # Amendments get numbers of their own, for a filing is either new or an amendment.
        number = file_number(item.spender, received, 1 if previous is None else 2)
        image = f"{received:%Y%m%d}90{61_000_000 + number % 1_000_000}"
        self.csv_row(
            item, cents, number, image, received, transaction_id, amendment=amendment,
            previous=previous, notice=True,
        )  # fmt: skip
        return number

    def expenditure(self, item: Expenditure) -> None:
        """Add an expenditure to pas2 and the CSV, with its notices."""
        self.count += 1
        self.aggregate[item.spender, item.candidate] += item.cents
        year = item.day.year
        row = self.book.add(
            "pas2", item.spender, f"24{item.side}", item.payee, item.day, item.cents,
            pgi=f"{election_letter(item.candidate, item.day)}{year}",
            # The candidate is in CAND_ID, and nearly always in OTHER_ID as well.
            other_id="" if self.count % 11 == 0 else item.candidate, candidate=item.candidate,
            transaction_id=f"SE.{5200 + self.count}",
        )  # fmt: skip
        own = row.transaction_id
        if item.notices == "same":
            self.notice(item, item.cents, own)
        elif item.notices == "other":
            self.notice(item, item.cents, f"SE24.{7700 + self.count}")
        elif item.notices == "amended":
            first = self.notice(item, item.cents - 9_000_00, own)
            self.notice(item, item.cents, own, wait=4, amendment="A1", previous=first)
        elif item.notices == "chain":
            first = self.notice(item, item.cents - 1_000_00, own)
            wrong = item.cents + 45_00
            second = self.notice(item, wrong, own, wait=3, amendment="A1", previous=first)
            self.notice(item, item.cents, own, wait=5, amendment="A2", previous=second)
        self._report_rows(item, row, report_for(item.spender, item.day))

    def _report_rows(self, item: Expenditure, row: Row, report: Report) -> None:
        if report.amendment != "A":
            self.csv_row(
                item, item.cents, row.file_number, row.image, report.filed, row.transaction_id
            )
            return
        # The CSV keeps the replaced report's rows beside the amendment's; pas2 doesn't.
        cents = FIRST_VERSION_AMOUNT.get((item.spender, item.day), item.cents)
        filed = report.filed - timedelta(days=47)
        image = f"{filed:%Y%m%d}90{row.image[10:]}"
        self.csv_row(item, cents, report.original_file_number, image, filed, row.transaction_id)
        self.csv_row(
            item, item.cents, row.file_number, row.image, report.filed, row.transaction_id,
            amendment="A1", previous=report.original_file_number,
        )  # fmt: skip


def write(book: Book) -> None:
    """Write all independent expenditures into the book."""
    writer = _Writer(book)
    for item in expenditures():
        writer.expenditure(item)
    for spender, candidate, side, day, cents, payee, transaction_id in LONE_NOTICES:
        purpose = "PHONE CALLS" if spender == story.ATTACKER else "TV AD BUY"
        item = Expenditure(spender, candidate, side, day, cents, PAYEES[payee], purpose, "lone")
        writer.aggregate[spender, candidate] += cents
        writer.notice(item, cents, transaction_id)
    book.independent.sort(key=lambda r: (int(r["file_num"]), r["tran_id"]))
    # Memo rows repeat an estimate that was reported before; they never count.
    for spender, side, day, cents in (
        (story.ATTACKER, "A", date(2017, 6, 24), 18_500_00),
        (story.SUPPORTER_OF_A, "E", date(2017, 6, 23), 3_000_00),
    ):
        book.add(
            "pas2", spender, f"24{side}", PAYEES[0], day, cents, pgi="R2017",
            other_id=story.CANDIDATE_A, candidate=story.CANDIDATE_A, memo="X",
            text="SEE ESTIMATE REPORTED EARLIER", transaction_id=f"SE.88{day:%d}",
        )  # fmt: skip
    # Filed on paper: in pas2 only, without a transaction id and with a negative file number.
    for side, day, cents in (("A", date(2018, 10, 29), 600_00), ("A", date(2018, 11, 3), 455_90)):
        book.add(
            "pas2", story.PERSON_SPENDER, f"24{side}", PAYEES[4], day, cents, pgi="G2018",
            other_id=story.CANDIDATE_A, candidate=story.CANDIDATE_A, paper=True,
        )  # fmt: skip
