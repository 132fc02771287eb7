"""Each published total a second time: slow, in plain Python, straight from the bulk files.

Nothing here reads our tables or our SQL. The rules stand here again in the words of the FEC's
codes, so that a mistake in either place shows. Amounts are Decimals, a blank is "".
"""

import csv
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from tests.mirror import LAYOUTS, MEMBERS

Row = dict[str, str]
# Rows and amount by candidate and channel.
Totals = dict[tuple[str, str], tuple[int, Decimal]]

FROM_ANYBODY = {"10", "30", "31", "32"}
INDIVIDUAL = FROM_ANYBODY | {"11", "15", "15E", "30E", "30T", "31E", "31T", "32E", "32T"}
COMMITTEES = {"PAC", "PTY", "CCM", "COM"}
CHANNEL_OF_TYPE = {
    **dict.fromkeys(INDIVIDUAL, "individuals_itemized"),
    "15C": "candidate_contributions",
    "16C": "candidate_loans",
    **dict.fromkeys(("18G", "30G", "31G", "32G"), "transfers_in"),
    **dict.fromkeys(
        ("20Y", "21Y", "22Y", "23Y", "28L", "40Y", "41Y", "42Y"), "refunds_individuals"
    ),
    **dict.fromkeys(("22R", "22Z", "40Z", "41Z", "42Z"), "refunds_committees"),
}


def day(text: str, cycle: int) -> date | None:
    """A date in any of the files' spellings; None where it is blank or cannot be."""
    for spelling in ("%m%d%Y", "%m/%d/%Y", "%d-%b-%y"):
        try:
            read = datetime.strptime(text, spelling).date()  # noqa: DTZ007
        except ValueError:
            continue
        return read if 1975 <= read.year <= cycle + 1 else None
    return None


def cents(text: str) -> Decimal | None:
    """An amount; None where there is none."""
    return Decimal(text) if re.fullmatch(r"-?(\d+\.?\d*|\.\d+)", text) else None


@dataclass
class Files:
    """The bulk files of one cycle under a mirror's root."""

    root: Path
    cycle: int

    def rows(self, code: str) -> list[Row]:
        """The sound rows of a file; none where it isn't there."""
        return list(self._read(code))

    def has(self, code: str) -> bool:
        return self._path(code).exists()

    def _path(self, code: str) -> Path:
        name = (
            f"{code}{self.cycle % 100:02d}.zip" if code in MEMBERS else f"{code}_{self.cycle}.csv"
        )
        return self.root / "bulk-downloads" / str(self.cycle) / name

    def _read(self, code: str) -> Iterator[Row]:
        path = self._path(code)
        if not path.exists():
            return
        if code not in MEMBERS:
            for read in csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")):
                named = {name.upper(): value.strip() for name, value in read.items()}
                # These two files' headers changed case and names over the years.
                yield (
                    named
                    if code != "independent_expenditure"
                    else {name.lower(): value for name, value in named.items()}
                )
            return
        member = MEMBERS[code].replace("18.txt", f"{self.cycle % 100:02d}.txt")
        with zipfile.ZipFile(path) as archive:
            lines = archive.read(member).split(b"\n")
        for line in lines:
            try:
                text = line.decode()
            except UnicodeDecodeError:
                text = line.decode("cp1252", errors="replace")
            fields = re.sub("[\x00-\x08\x0b-\x1f]", "", text).split("|")
            if len(fields) != len(LAYOUTS[code]):
                continue
            row = dict(zip(LAYOUTS[code], fields, strict=True))
            if "TRANSACTION_AMT" in row and (
                cents(row["TRANSACTION_AMT"]) is None or not row["SUB_ID"]
            ):
                continue
            yield row

    @cached_property
    def campaigns(self) -> dict[str, set[str]]:
        """Each candidate's principal and authorized committees."""
        newest: dict[tuple[str, str], tuple[int, int, str]] = {}
        for row in self.rows("ccl"):
            pair = (row["CAND_ID"], row["CMTE_ID"])
            year = row["CAND_ELECTION_YR"]
            rank = (int(year) if re.fullmatch(r"(19|20)\d\d", year) else 0, int(row["LINKAGE_ID"]))
            newest[pair] = max(newest.get(pair, (0, 0, "")), (*rank, row["CMTE_DSGN"]))
        found: dict[str, set[str]] = defaultdict(set)
        for (candidate, committee), (_, _, designation) in newest.items():
            if designation in {"P", "A"}:
                found[candidate].add(committee)
        return found

    @cached_property
    def linked(self) -> dict[tuple[str, str], str]:
        """The designation of each pair of candidate and committee."""
        ranked: dict[tuple[str, str], tuple[str, str]] = {}
        for row in self.rows("ccl"):
            pair = (row["CAND_ID"], row["CMTE_ID"])
            ranked[pair] = max(
                ranked.get(pair, ("", "")), (row["CAND_ELECTION_YR"], row["CMTE_DSGN"])
            )
        return {pair: designation for pair, (_, designation) in ranked.items()}

    @cached_property
    def candidates(self) -> set[str]:
        return {row["CAND_ID"] for row in self.rows("cn")}

    @cached_property
    def committees(self) -> dict[str, Row]:
        return {row["CMTE_ID"]: row for row in self.rows("cm")}

    @cached_property
    def official(self) -> dict[str, Row]:
        """The candidate's official figures: weball's, else webl's."""
        found = {row["CAND_ID"]: row for row in self.rows("webl")}
        return found | {row["CAND_ID"]: row for row in self.rows("weball")}

    def candidate_of(self, row: Row) -> str:
        """Whom a row of pas2 is about: CAND_ID, else whose committee was paid, else OTHER_ID."""
        if row["CAND_ID"] in self.candidates:
            return row["CAND_ID"]
        owners = [
            (link["CMTE_DSGN"] != "P", link["CMTE_DSGN"] != "A",
             -int(link["CAND_ELECTION_YR"] or 0), link["CAND_ID"])
            for link in self.rows_of_committee.get(row["OTHER_ID"], [])
        ]  # fmt: skip
        if owners:
            return min(owners)[3]
        return row["OTHER_ID"] if row["OTHER_ID"] in self.candidates else ""

    @cached_property
    def rows_of_committee(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows("ccl"):
            found[row["CMTE_ID"]].append(row)
        return found


def amount(row: Row) -> Decimal:
    return Decimal(row["TRANSACTION_AMT"])


def add(totals: Totals, candidate: str, channel: str, value: Decimal) -> None:
    rows, before = totals.get((candidate, channel), (0, Decimal(0)))
    totals[candidate, channel] = (rows + 1, before + value)


def channel_of(row: Row) -> str:
    """The channel of a receipt or refund that its filer reported; "" where it adds to none."""
    kind = row["TRANSACTION_TP"]
    if row["MEMO_CD"] == "X" or (kind in FROM_ANYBODY and row["ENTITY_TP"] in COMMITTEES):
        return ""
    return CHANNEL_OF_TYPE.get(kind, "")


def receipts(files: Files) -> Totals:
    """Each candidate's receipts and refunds by channel: of the campaigns' own reports."""
    owners: dict[str, list[str]] = defaultdict(list)
    for candidate, committees in files.campaigns.items():
        for committee in committees:
            owners[committee].append(candidate)
    totals: Totals = {}
    for code in ("indiv", "oth"):
        for row in files.rows(code):
            if (channel := channel_of(row)) and row["CMTE_ID"] in owners:
                for candidate in owners[row["CMTE_ID"]]:
                    add(totals, candidate, channel, amount(row))
    return totals


def unitemized(files: Files) -> dict[str, Decimal | None]:
    """Official total of individuals less itemized rows through its coverage.

    None where that is negative, or where no row tells how much was itemized.
    """
    if not any(channel_of(row) == "individuals_itemized" for row in files.rows("indiv")):
        return {}
    by_committee: dict[str, list[tuple[date | None, Decimal]]] = defaultdict(list)
    for code in ("indiv", "oth"):
        for row in files.rows(code):
            if channel_of(row) == "individuals_itemized":
                when = day(row["TRANSACTION_DT"], files.cycle)
                by_committee[row["CMTE_ID"]].append((when, amount(row)))
    found: dict[str, Decimal | None] = {}
    for candidate, official in files.official.items():
        through = day(official["CVG_END_DT"], files.cycle)
        total = cents(official["TTL_INDIV_CONTRIB"])
        if through is None or total is None:
            continue
        rows = [
            value
            for committee in files.campaigns.get(candidate, ())
            for when, value in by_committee.get(committee, ())
            if when is None or when <= through
        ]
        itemized = sum(rows, Decimal(0))
        told = bool(rows) or not total
        found[candidate] = total - itemized if told and total >= itemized else None
    return found


def gifts_of_committees(files: Files) -> Totals:
    """24K and 24Z to campaigns, from the giver's side; parties' apart."""
    totals: Totals = {}
    for row in files.rows("pas2"):
        if row["MEMO_CD"] == "X" or row["TRANSACTION_TP"] not in {"24K", "24Z"}:
            continue
        candidate = files.candidate_of(row)
        receiver = files.committees.get(row["OTHER_ID"], {}).get("CMTE_DSGN", "")
        designation = files.linked.get((candidate, row["OTHER_ID"]), receiver)
        if candidate and designation in {"P", "A", ""}:
            giver = files.committees.get(row["CMTE_ID"], {}).get("CMTE_TP", "")
            add(totals, candidate, "party" if giver in set("XYZ") else "committees", amount(row))
    return totals


def other_spending(files: Files) -> Totals:
    """Coordinated, communication cost and electioneering: a file of their own first, else pas2."""
    totals: Totals = {}
    for row in files.rows("pas2"):
        candidate = files.candidate_of(row)
        if row["MEMO_CD"] == "X" or not candidate:
            continue
        kind = row["TRANSACTION_TP"]
        if kind == "24C":
            add(totals, candidate, "coordinated", amount(row))
        if kind in {"24F", "24N"} and not files.has("CommunicationCosts"):
            channel = "communication_for" if kind == "24F" else "communication_against"
            add(totals, candidate, channel, amount(row))
        if kind == "29" and not files.has("ElectioneeringComm"):
            add(totals, candidate, "electioneering", amount(row))
    for row in files.rows("CommunicationCosts"):
        against = row["TRANSACTION_TP"] == "24N" or row["SUPPORT_OPPOSE_IND"] == "O"
        channel = "communication_against" if against else "communication_for"
        add(totals, row["CAND_ID"], channel, amount(row))
    for row in files.rows("ElectioneeringComm"):
        share = cents(row["CALCULATED_CANDIDATE_SHARE"])
        if share is None:
            whole = Decimal(row["REPORTED_DISBURSEMENT_AMOUNT"])
            share = round(whole / int(row["NUMBER_OF_CANDIDATES"] or 1), 2)
        add(totals, row["CANDIDATE_ID"], "electioneering", share)
    return {key: value for key, value in totals.items() if key[0]}


# Independent expenditures, decided by going through the rows one after the other.


@dataclass(frozen=True)
class Spent:
    """An expenditure as one filing states it. `number` tells rows apart."""

    number: str
    spender: str
    candidate: str
    side: str
    amount: Decimal
    payee: str = ""
    spent: date | None = None
    shown: date | None = None
    received: date | None = None
    filing: int | None = None
    before: int | None = None
    transaction: str = ""
    memo: bool = False

    @property
    def payee_letters(self) -> str:
        return re.sub("[^A-Z0-9]", "", self.payee.upper())


@dataclass
class Decision:
    """What became of each row: the numbers of those that count, and of others why not."""

    counted: list[Spent] = field(default_factory=list)
    superseded: set[str] = field(default_factory=set)
    coverage: dict[str, str] = field(default_factory=dict)
    reports: set[str] = field(default_factory=set)


def _take(
    left: Iterable[Spent], right: list[Spent], alike: object
) -> Iterator[tuple[Spent, Spent]]:
    """Pairs of rows that are alike, first come first served; what is taken leaves `right`."""
    for one in left:
        for other in right:
            if alike(one, other):  # type: ignore[operator]
                right.remove(other)
                yield one, other
                break


def _same(one: Spent, other: Spent, *names: str) -> bool:
    for name in names:
        mine, theirs = getattr(one, name), getattr(other, name)
        if name == "amount":
            mine, theirs = int(mine), int(theirs)
        if name == "payee":
            mine, theirs = one.payee_letters, other.payee_letters
        elif mine in ("", None):
            return False
        if mine != theirs:
            return False
    return True


def base_of(filing: int, before: dict[int, int | None]) -> int:
    """The first filing that a filing's amendments lead back to; of a circle the lowest number."""
    seen = [filing]
    while (step := before.get(seen[-1])) is not None and step not in seen:
        seen.append(step)
    return min(seen) if step is not None else seen[-1]


def newest_of(chain: set[int], amended: set[int | None]) -> int:
    """The filing of a chain that stands: that no other one amends, else the newest number."""
    return min(chain, key=lambda filing: (filing in amended, -abs(filing)))


def decide(stated: list[Spent], reported: list[Spent], through: dict[str, date]) -> Decision:
    """Which rows count, of `stated` (CSV) and `reported` (pas2), with each spender's coverage."""
    result = Decision()
    stated = sorted(stated, key=lambda row: row.number)
    left, pairs = list(stated), {}
    rest = list(reported)
    for names in (
        ("spender", "filing", "transaction", "candidate", "side", "amount"),
        ("spender", "filing", "transaction", "candidate"),
        ("spender", "filing", "transaction"),
        ("spender", "filing", "candidate", "side", "amount"),
        ("spender", "filing", "side", "amount"),
    ):
        for one, other in list(_take(left, rest, lambda a, b, n=names: _same(a, b, *n))):
            pairs[one.number] = other
            left.remove(one)
    memos = {number for number, other in pairs.items() if other.memo}

    chains: dict[tuple[str, int], set[int]] = defaultdict(set)
    chain_of: dict[tuple[str, int], int] = {}
    amended: dict[str, set[int | None]] = {}
    for spender in {row.spender for row in stated}:
        before = {
            r.filing: r.before for r in stated if r.spender == spender and r.filing is not None
        }
        before = {filing: prev if prev != filing else None for filing, prev in before.items()}
        amended[spender] = set(before.values())
        for filing in before:
            chain_of[spender, filing] = base_of(filing, before)
            chains[spender, chain_of[spender, filing]].add(filing)
    report_chains = {
        (row.spender, chain_of[row.spender, row.filing])
        for row in stated
        if row.number in pairs and row.filing is not None
    }
    notices, reports = [], [*rest]
    for row in stated:
        chain = None if row.filing is None else (row.spender, chain_of[row.spender, row.filing])
        is_report = row.number in pairs or chain in report_chains
        if is_report:
            result.reports.add(row.number)
        if chain and row.filing != newest_of(chains[chain], amended[row.spender]):
            result.superseded.add(row.number)
        elif is_report:
            reports.append(row)
        else:
            notices.append(row)

    newest: dict[str, date] = {}
    for row in reported:
        if row.spent:
            newest[row.spender] = max(newest.get(row.spender, row.spent), row.spent)

    def is_covered_by_date(row: Spent) -> bool:
        end = through.get(row.spender, newest.get(row.spender))
        days = [when for when in (row.spent, row.shown) if when]
        return end is not None and any(
            when <= end for when in days or [w for w in (row.received,) if w]
        )

    open_reports = sorted(reports, key=lambda row: row.memo or row.number in memos)
    waiting = list(notices)
    for names, covered_only in (
        (("transaction", "candidate", "side", "amount"), False),
        (("transaction", "candidate"), True),
        (("transaction",), True),
        (("candidate", "side", "payee", "amount", "spent=spent"), False),
        (("candidate", "side", "payee", "amount", "shown=shown"), False),
        (("candidate", "side", "payee", "amount", "shown=spent"), False),
        (("candidate", "side", "payee", "amount", "spent=shown"), False),
    ):
        plain = [name for name in names if "=" not in name]
        mine, _, theirs = next((n for n in names if "=" in n), "").partition("=")

        def alike(a: Spent, b: Spent, plain=plain, mine=mine, theirs=theirs) -> bool:
            if mine and (getattr(a, mine) is None or getattr(a, mine) != getattr(b, theirs)):
                return False
            return _same(a, b, "spender", *plain)

        tried = [row for row in waiting if not covered_only or is_covered_by_date(row)]
        for one, _ in list(_take(tried, open_reports, alike)):
            result.coverage[one.number] = "covered"
            waiting.remove(one)
    for row in waiting:
        result.coverage[row.number] = "unmatched" if is_covered_by_date(row) else "open"
    still = [row for row in waiting if result.coverage[row.number] == "open"]
    for row in still:
        if any(
            _same(row, later, "spender", "transaction", "candidate", "side", "amount")
            and (_same(row, later, "spent") or _same(row, later, "shown"))
            and (later.filing or 0) > (row.filing or 0) and row.filing is not None
            for later in still
        ):  # fmt: skip
            result.coverage[row.number] = "covered"

    counts = [r for r in reports if not r.memo and r.number not in memos]
    counts += [row for row in notices if result.coverage[row.number] == "open"]
    result.counted = counts
    return result


def stated_and_reported(files: Files) -> tuple[list[Spent], list[Spent]]:
    """The rows of the independent-expenditure file, and pas2's 24A and 24E rows."""
    seats = [
        (row["CAND_OFFICE"], row["CAND_OFFICE_ST"], row["CAND_OFFICE_DISTRICT"], row["CAND_NAME"],
         row["CAND_ID"])
        for row in files.rows("cn")
    ]  # fmt: skip

    def named(row: Row) -> str:
        if row["cand_id"] or not row["cand_name"]:
            return row["cand_id"]
        found = {
            candidate
            for office, state, district, name, candidate in seats
            if office == row["can_office"]
            and (office == "P" or state == row["can_office_state"])
            and (office != "H" or int(district or 0) == int(row["can_office_dis"] or 0))
            and _last_and_first(name) == _last_and_first(row["cand_name"])
        }
        return found.pop() if len(found) == 1 else ""

    stated = [
        Spent(
            number=f"csv{number:06d}", spender=row["spe_id"], candidate=named(row),
            side={"S": "S", "O": "O"}.get(row["sup_opp"][:1].upper(), ""),
            amount=Decimal(row["exp_amo"]), payee=row["pay"],
            spent=day(row["exp_date"], files.cycle), shown=day(row["dissem_dt"], files.cycle),
            received=day(row["receipt_dat"], files.cycle),
            filing=int(row["file_num"]) if row["file_num"] else None,
            before=int(row["prev_file_num"]) if row["prev_file_num"] else None,
            transaction=row["tran_id"],
        )
        for number, row in enumerate(files.rows("independent_expenditure"))
    ]  # fmt: skip
    reported = [
        Spent(
            number=f"pas{row['SUB_ID']}", spender=row["CMTE_ID"], candidate=files.candidate_of(row),
            side="S" if row["TRANSACTION_TP"] == "24E" else "O", amount=amount(row),
            payee=row["NAME"], spent=day(row["TRANSACTION_DT"], files.cycle),
            filing=int(row["FILE_NUM"]) if row["FILE_NUM"] else None, transaction=row["TRAN_ID"],
            memo=row["MEMO_CD"] == "X",
        )
        for row in files.rows("pas2")
        if row["TRANSACTION_TP"] in {"24A", "24E"}
    ]  # fmt: skip
    return stated, reported


def _last_and_first(name: str) -> tuple[str, str]:
    last, _, rest = name.upper().partition(",")
    return last, (rest.strip().split(" ") or [""])[0]


def independent(files: Files) -> Totals:
    """Independent expenditures for and against each candidate, each expenditure once."""
    stated, reported = stated_and_reported(files)
    through = {
        row["CMTE_ID"]: when
        for row in files.rows("webk")
        if (when := day(row["CVG_END_DT"], files.cycle))
    }
    totals: Totals = {}
    for row in decide(stated, reported, through).counted:
        if row.candidate and row.side:
            channel = "independent_for" if row.side == "S" else "independent_against"
            add(totals, row.candidate, channel, row.amount)
    return totals


def all_totals(files: Files) -> Totals:
    """Every channel but the unitemized."""
    return receipts(files) | gifts_of_committees(files) | other_spending(files) | independent(files)


# Comparison with the official figures.


def compared(files: Files, measure: str) -> dict[str, tuple[Decimal, Decimal, int]]:
    """Official figure, ours and our rows by committee, of "contributions" or "independent"."""
    code, column, kinds = {
        "contributions": ("oth", "CONTRIB_TO_OTHER_CMTE", {"24K", "24Z"}),
        "independent": ("pas2", "IND_EXP", {"24A", "24E"}),
    }[measure]
    rows: dict[str, list[tuple[date | None, Decimal]]] = defaultdict(list)
    for row in files.rows(code):
        if row["TRANSACTION_TP"] in kinds and row["MEMO_CD"] != "X":
            when = day(row["TRANSACTION_DT"], files.cycle)
            rows[row["CMTE_ID"]].append((when, amount(row)))
    found = {}
    for official in files.rows("webk"):
        figure = cents(official[column])
        through = day(official["CVG_END_DT"], files.cycle)
        mine = [
            value
            for when, value in rows.get(official["CMTE_ID"], ())
            if when is None or through is None or when <= through
        ]
        if figure is not None and (figure or mine):
            found[official["CMTE_ID"]] = (figure, sum(mine, Decimal(0)), len(mine))
    return found
