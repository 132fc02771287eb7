"""The book of invented transactions, one list for each bulk file.

Amounts are whole cents from the first line to the last; the it* files show them cut to whole
dollars, as the FEC does, while summaries and CSV files keep the cents.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from sample.candidates import CANDIDATES_BY_ID
from sample.industries import Party
from sample.registry import COMMITTEES
from sample.reports import Report, report_for

_TRANSACTION_STYLES = ("SA{line}.{n}", "C{n}88", "VN{n}Q{line}", "{line}-0{n}", "A{n}F{line}")


def dollars(cents: int) -> str:
    """Return an amount cut to whole dollars, towards zero: ``-3550`` is ``-35``."""
    whole = abs(cents) // 100
    return str(-whole if cents < 0 else whole)


def plain(cents: int) -> str:
    """Return an amount the way summaries print it: ``1552000.9``, ``-1680.27``, ``.6``, ``0``."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{rest:02d}".rstrip("0")


@dataclass(slots=True)
class Row:
    """One transaction of indiv, oth or pas2."""

    committee: str
    amendment: str
    report: str
    pgi: str
    image: str
    kind: str
    party: Party
    day: str  # MMDDYYYY as printed: may be blank or impossible
    cents: int
    other_id: str
    transaction_id: str
    file_number: int
    memo: str
    text: str
    sub_id: str
    candidate: str = ""

    def line(self, with_candidate: bool = False) -> str:
        """Return the row as it stands in the bulk file, without the line feed."""
        who = self.party
        parts = [
            self.committee, self.amendment, self.report, self.pgi, self.image, self.kind,
            who.entity, who.name, who.city, who.state, who.zip_code, who.employer, who.occupation,
            self.day, dollars(self.cents), self.other_id,
        ]  # fmt: skip
        if with_candidate:
            parts.append(self.candidate)
        parts += [self.transaction_id, str(self.file_number), self.memo, self.text, self.sub_id]
        return "|".join(parts)


@dataclass(slots=True)
class Spending:
    """One row of oppexp."""

    committee: str
    report: Report
    image: str
    payee: Party
    day: date
    cents: int
    pgi: str
    purpose: str
    category: str
    memo: str
    text: str
    sub_id: str
    transaction_id: str
    back_reference: str = ""


@dataclass(frozen=True, slots=True)
class Expended:
    """One independent expenditure as one filing has it: a notice, or a periodic report."""

    file_number: int
    received: date
    amendment: str  # N, or A1, A2 and so on
    is_notice: bool
    transaction_id: str
    spender: str
    candidate: str
    side: str  # A against, E for
    day: date
    cents: int
    payee: Party
    purpose: str
    election: str  # letter and year
    aggregate: int  # cents of the spender on this candidate so far


@dataclass(slots=True)
class Book:
    """Everything that gets written. Only this class hands out numbers."""

    indiv: list[Row] = field(default_factory=list)
    oth: list[Row] = field(default_factory=list)
    pas2: list[Row] = field(default_factory=list)
    oppexp: list[Spending] = field(default_factory=list)
    independent: list[dict[str, str]] = field(default_factory=list)
    # The same rows as `independent`, with what the CSV leaves out.
    expended: list[Expended] = field(default_factory=list)
    electioneering: list[dict[str, str]] = field(default_factory=list)
    communication: list[dict[str, str]] = field(default_factory=list)
    malformed_indiv: list[str] = field(default_factory=list)
    _serial: int = 0
    _transactions: dict[str, int] = field(default_factory=dict)

    def sub_id(self, filed: date) -> str:
        """Return the next record number, 19 digits, unique in all files together."""
        self._serial += 1
        seen = filed + timedelta(days=11)
        return f"4{seen:%m%d%Y}{1_900_000_000 + self._serial * 3}"

    def image(self, report: Report) -> str:
        """Return an image number of a report; about four rows share a page."""
        return f"{report.image_base}{60_000_000 + self._serial // 4}"

    def transaction_id(self, committee: str, line: str) -> str:
        """Return the committee's next transaction id, in the style of its software."""
        count = self._transactions.get(committee, 4100) + 1
        self._transactions[committee] = count
        return _TRANSACTION_STYLES[int(committee[-3:]) % 5].format(line=line, n=count)

    def add(
        self,
        file: str,
        committee: str,
        kind: str,
        party: Party,
        day: date,
        cents: int,
        *,
        pgi: str = "P",
        other_id: str = "",
        candidate: str = "",
        memo: str = "",
        text: str = "",
        line: str = "11AI",
        transaction_id: str | None = None,
        printed_day: str | None = None,
        paper: bool = False,
    ) -> Row:
        """Add one transaction to ``indiv``, ``oth`` or ``pas2``; a pas2 row is in oth too.

        ``paper`` makes it a row of a paper filing: no transaction id, a negative file number.
        """
        report = report_for(committee, day)
        sub_id = self.sub_id(report.filed)
        if transaction_id is None:
            transaction_id = self.transaction_id(committee, line)
        row = Row(
            committee, report.amendment, report.code, pgi, self.image(report), kind, party,
            f"{day:%m%d%Y}" if printed_day is None else printed_day,
            cents, other_id, "" if paper else transaction_id,
            -report.file_number if paper else report.file_number,
            memo, text, sub_id, candidate,
        )  # fmt: skip
        if file == "indiv":
            self.indiv.append(row)
        else:
            self.oth.append(row)
            if file == "pas2":
                self.pas2.append(row)
        return row

    def spend(
        self, committee: str, payee: Party, day: date, cents: int, *, pgi: str = "P",
        purpose: str = "", category: str = "", memo: str = "", text: str = "",
        back_reference: str = "",
    ) -> Spending:  # fmt: skip
        """Add one operating expenditure."""
        report = report_for(committee, day)
        sub_id = self.sub_id(report.filed)
        row = Spending(
            committee, report, self.image(report), payee, day, cents, pgi, purpose, category, memo,
            text, sub_id, self.transaction_id(committee, "SB17"), back_reference,
        )  # fmt: skip
        self.oppexp.append(row)
        return row


def committee_party(committee_id: str, entity: str | None = None) -> Party:
    """Return a committee as the other side of a transaction."""
    committee = COMMITTEES[committee_id]
    if entity is None:
        candidate_side = committee.designation in "PA"
        entity = "CCM" if candidate_side else "PTY" if committee.kind in "XY" else "PAC"
    return Party(committee.name, committee.city, committee.state, committee.zip_code, entity=entity)


def candidate_party(candidate_id: str) -> Party:
    """Return a candidate giving or lending to the own committee."""
    c = CANDIDATES_BY_ID[candidate_id]
    return Party(c.name, c.city, c.home, c.zip_code, c.name, "CANDIDATE", "CAN")
