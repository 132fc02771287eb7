"""Periodic reports as electronic filings, F3 and F3X, of the rows that the bulk files have.

A report has the same rows as the bulk files under its number, with their cents, both dates of an
independent expenditure, street addresses, and the conduit's memo row below each earmarked gift.
Covers are added up from the rows; gifts too small to itemize are spread over a committee's days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta

from sample import story, summaries
from sample.book import Book, Expended, Row, Spending, committee_party
from sample.candidates import CANDIDATES_BY_ID
from sample.efile_covers import Sums, cover_f3, cover_f3x, finish
from sample.efile_format import money
from sample.efile_parts import Filer, Filing, Values, body, candidate, day, party, received_at, row
from sample.registry import COMMITTEES
from sample.reports import Report, reports_of

# Transaction type of the bulk files: line of the form.
_LINES_3 = {
    "10": "SA11AI", "11": "SA11AI", "15": "SA11AI", "15E": "SA11AI", "15C": "SA11D",
    "15J": "SA12", "15Z": "SA11C", "16C": "SA13A", "18G": "SA12", "18K": "SA11C",
    "20C": "SB19A", "22Y": "SB20A", "22Z": "SB20C",
}  # fmt: skip
_LINES_3X = {
    "10": "SA11AI", "11": "SA11AI", "15": "SA11AI", "18K": "SA11C", "20Y": "SB28A",
    "22Y": "SB28A", "24A": "SE", "24E": "SE",
}  # fmt: skip
ELECTION_DAYS = {
    "S2017": date.fromisoformat(story.SPECIAL_PRIMARY),
    "R2017": date.fromisoformat(story.SPECIAL_RUNOFF),
}
# The election that a report comes before or after.
_REPORT_ELECTIONS = {"12S": "S2017", "12R": "R2017", "30S": "R2017"}

# Changes the gifts of the first version of a report, which an amendment then puts right.
Alter = Callable[[list[Row]], list[Row]]


def form_line(item: Row, is_campaign: bool) -> str:
    """Return the line of F3 or F3X that a row of the bulk files stands on."""
    found = (_LINES_3 if is_campaign else _LINES_3X)[item.kind]
    if item.kind == "10" and item.party.entity in ("PAC", "COM", "CCM"):
        return "SA11C"
    return "SA11B" if found == "SA11C" and item.party.entity == "PTY" else found


class Reporter:
    """Makes reports out of the book."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.rows: dict[int, list[Row]] = defaultdict(list)
        self.spending: dict[int, list[Spending]] = defaultdict(list)
        self.expended: dict[int, list[Expended]] = defaultdict(list)
        for item in (*book.indiv, *book.oth):
            self.rows[item.file_number].append(item)
        for paid in book.oppexp:
            self.spending[paid.report.file_number].append(paid)
        for spent in book.expended:
            if not spent.is_notice:
                self.expended[spent.file_number].append(spent)
        self.opening = {c: m["opening"] for c, m in summaries.totals(book).items()}

    def report(
        self,
        committee: str,
        code: str,
        year: int = 2017,
        *,
        first_version: Alter | None = None,
        overstated: int = 0,
        encoding: str = "utf-8",
        shows: str = "",
    ) -> Filing:
        """Return a report: the current version, or the one that was filed first.

        ``overstated`` cents are on line 11(a)(i) of the cover and in no row.
        """
        home = COMMITTEES[committee]
        report = next(r for r in reports_of(committee) if (r.code, r.first.year) == (code, year))
        filer, is_campaign = Filer.of(committee), home.designation in "PA"
        number, filed, amends = report.file_number, report.filed, None
        rows = self.rows[number]
        if first_version is not None:
            number, filed = report.original_file_number, report.filed - timedelta(days=47)
            rows = first_version(rows)
        elif report.amendment == "A":
            amends = report.original_file_number
        spent = self.expended[number]
        memos = [r for r in rows if r.kind in ("24A", "24E") and r.memo]
        rows = [r for r in rows if r.kind not in ("24A", "24E")]
        form = ("F3" if is_campaign else "F3X") + ("A" if amends else "N")

        sums = self._sums(rows, self.spending[report.file_number], spent, is_campaign)
        lines = self._receipts(filer, rows, is_campaign)
        lines += [_paid(filer, p, is_campaign) for p in self.spending[report.file_number]]
        lines += [_expended(filer, e, filed) for e in spent]
        lines += [_memo(filer, m, filed) for m in memos]
        loans, owed = self._loans(filer, committee, report)
        sums |= {"11ai": sums["11ai"] + overstated, "10": owed}
        sums["11aii"] = self._unitemized(committee, report)
        cover = self._cover(filer, report, sums, is_campaign, filed)
        text = [filer.header(amends, 1 if amends else 0), row(form, filer, cover), *lines, *loans]
        return Filing(
            number, form, committee, home.name, _moment(filed, number), body(text, encoding),
            report.first, report.last, report.code, shows,
        )  # fmt: skip

    def _receipts(self, filer: Filer, rows: list[Row], is_campaign: bool) -> list[str]:
        """Return lines of Schedule A and of refunds, the conduit's memos below their gifts."""
        lines = []
        so_far = self._aggregates(filer.id)
        for item in sorted(rows, key=lambda r: (form_line(r, is_campaign), r.sub_id)):
            kind = form_line(item, is_campaign)
            values = party(item.party) | {
                "id": item.transaction_id,
                "election": item.pgi + ("2017" if len(item.pgi) == 1 else ""),
                "date": f"{item.day[4:]}{item.day[:4]}" if item.day else "",
                "amount": money(item.cents),
                "memo": item.memo,
                "text": item.text,
            }
            if kind.startswith("SA"):
                values |= {
                    "aggregate": money(so_far[item.sub_id]),
                    "employer": item.party.employer,
                    "occupation": item.party.occupation,
                }
            else:
                values["purpose"] = item.text or "REFUND"
            if item.other_id in COMMITTEES and item.kind != "15E":
                values |= {
                    "committee": item.other_id,
                    "committee_name": COMMITTEES[item.other_id].name,
                }
            elif item.other_id in CANDIDATES_BY_ID:
                values |= candidate(item.other_id)
            lines.append(row(kind, filer, values))
            if item.kind == "15E" and item.party.entity == "IND" and not item.memo:
                lines.append(_conduit(filer, kind, item, values))
        return lines

    def _aggregates(self, committee: str) -> dict[str, int]:
        """Return what each giver had given by each row, by its record number."""
        own = [r for r in (*self.book.indiv, *self.book.oth) if r.committee == committee and r.day]
        total: dict[tuple[str, str], int] = defaultdict(int)
        found = {r.sub_id: 0 for r in (*self.book.indiv, *self.book.oth) if not r.day}
        for item in sorted(own, key=lambda r: (r.day[4:], r.day[:4], r.sub_id)):
            giver = item.party.name, item.party.zip_code[:5]
            if not item.memo:
                total[giver] += item.cents
            found[item.sub_id] = total[giver]
        return found

    def _loans(self, filer: Filer, committee: str, report: Report) -> tuple[list[str], int]:
        """Return the candidate's loans not yet paid back on the report's last day, and their sum.

        No report with a repayment before its end is asked for.
        """
        taken = [
            r
            for r in self.book.oth
            if r.committee == committee
            and r.kind == "16C"
            and datetime.strptime(r.day, "%m%d%Y").date() <= report.last  # noqa: DTZ007
        ]
        lines = [
            row(
                "SC/10",
                filer,
                party(r.party) | candidate(r.other_id),
                {
                    "id": f"SC{r.transaction_id}"[:20],
                    "line": "13A",
                    "election": r.pgi,
                    "original": money(r.cents),
                    "paid": "0.00",
                    "balance": money(r.cents),
                    "date": f"{r.day[4:]}{r.day[:4]}",
                    "due": "NONE",
                    "rate": "0%",
                    "personal": "Y",
                },
            )
            for r in taken
        ]
        return lines, sum(r.cents for r in taken)

    def _cover(
        self, filer: Filer, report: Report, sums: Sums, is_campaign: bool, filed: date
    ) -> Values:
        election = _REPORT_ELECTIONS.get(report.code, "")
        values = filer.cover(filed) | {
            "report": report.code,
            "election": election,
            "election_date": day(ELECTION_DAYS.get(election)),
            "election_state": "CA" if election else "",
            "from": day(report.first),
            "through": day(report.last),
        }
        begin, to_date, year_begin = self._before(filer.id, report, is_campaign)
        for name, cents in sums.items():
            if name != "10":
                to_date[name] = to_date.get(name, 0) + cents
        if is_campaign:
            who = CANDIDATES_BY_ID[COMMITTEES[filer.id].candidate]
            values |= {"office_state": who.state, "district": who.district}
            return values | cover_f3(sums, to_date, begin)
        return values | cover_f3x(sums, to_date, begin, year_begin, report.last.year)

    def _before(self, committee: str, report: Report, is_campaign: bool) -> tuple[int, Sums, int]:
        """Return cash at the report's beginning, earlier reports' sums, and cash on January 1.

        The sums are those since the campaign began, or since January 1.
        """
        cash = year_begin = self.opening[committee]
        to_date: Sums = {}
        for earlier in reports_of(committee):
            if earlier.first.year == report.last.year and earlier.first <= date(
                report.last.year, 1, 1
            ):
                year_begin = cash
            if earlier.first >= report.first:
                break
            number = earlier.file_number
            sums = self._sums(
                [r for r in self.rows[number] if r.kind not in ("24A", "24E")],
                self.spending[number], self.expended[number], is_campaign,
            )  # fmt: skip
            sums["11aii"] = self._unitemized(committee, earlier)
            whole = finish(sums, is_campaign)
            cash += whole["16" if is_campaign else "19"] - whole["22" if is_campaign else "31"]
            if is_campaign or earlier.last.year == report.last.year:
                for name, cents in sums.items():
                    to_date[name] = to_date.get(name, 0) + cents
        return cash, to_date, year_begin

    @staticmethod
    def _sums(
        rows: list[Row], spending: list[Spending], spent: list[Expended], is_campaign: bool
    ) -> Sums:
        """Add up the rows of each line in cents, memos left out."""
        sums: Sums = defaultdict(int)
        for item in rows:
            if not item.memo:
                sums[form_line(item, is_campaign)[2:].lower()] += item.cents
        for paid in spending:
            if not paid.memo:
                sums["17" if is_campaign else "21b"] += paid.cents
        for expense in spent:
            sums["24"] += expense.cents
        return sums

    @staticmethod
    def _unitemized(committee: str, report: Report) -> int:
        """Return a report's part of the gifts too small to itemize, by its days."""
        home = COMMITTEES[committee]
        first = reports_of(committee)[0].first
        days = (home.last - first).days + 1

        def until(last: date) -> int:
            done = min((last - first).days + 1, days)
            return summaries.unitemized(home) * done // days

        return until(report.last) - until(report.first - timedelta(days=1))


def _moment(filed: date, number: int) -> datetime:
    return received_at(filed, number)


def _conduit(filer: Filer, kind: str, item: Row, gift: Values) -> str:
    """Return the memo row of the conduit that passed a gift on; it adds nothing."""
    through = committee_party(item.other_id)
    return row(
        kind,
        filer,
        party(through),
        {
            "id": f"{item.transaction_id}E"[:20],
            "back": item.transaction_id,
            "sched": kind,
            "election": gift["election"],
            "date": gift["date"],
            "amount": gift["amount"],
            "committee": item.other_id,
            "committee_name": through.name,
            "memo": "X",
            "text": "EARMARKED GIFT: CONDUIT OF THE ROW ABOVE",
        },
    )


def _paid(filer: Filer, paid: Spending, is_campaign: bool) -> str:
    kind = "SB17" if is_campaign else "SB21B"
    return row(
        kind,
        filer,
        party(paid.payee),
        {
            "id": paid.transaction_id,
            "back": paid.back_reference,
            "sched": kind if paid.back_reference else "",
            "election": paid.pgi,
            "date": day(paid.day),
            "amount": money(paid.cents),
            "purpose": paid.purpose,
            "category": paid.category,
            "memo": paid.memo,
            "text": paid.text,
        },
    )


def expended_values(item: Expended) -> Values:
    """Return the columns of an independent expenditure, with both of its dates."""
    return (
        party(item.payee)
        | candidate(item.candidate)
        | {
            "id": item.transaction_id,
            "election": item.election,
            "shown": day(item.day + timedelta(days=1)),
            "amount": money(item.cents),
            "date": day(item.day),
            "aggregate": money(item.aggregate),
            "purpose": item.purpose,
            "category": "004",
            "side": "O" if item.side == "A" else "S",
        }
    )


def _expended(filer: Filer, item: Expended, filed: date) -> str:
    return row("SE", filer, expended_values(item), filer.signer(filed))


def _memo(filer: Filer, item: Row, filed: date) -> str:
    """Return an expenditure that repeats an estimate reported before; it never counts."""
    return row(
        "SE",
        filer,
        party(item.party) | candidate(item.candidate) | filer.signer(filed),
        {
            "id": item.transaction_id,
            "election": item.pgi,
            "date": f"{item.day[4:]}{item.day[:4]}",
            "amount": money(item.cents),
            "side": "O" if item.kind == "24A" else "S",
            "memo": "X",
            "text": item.text,
        },
    )
