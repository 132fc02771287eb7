"""The FEC's official summaries, computed from the same rows, with the cents they keep."""

from __future__ import annotations

from collections import defaultdict
from random import Random

from sample import story
from sample.book import Book, plain
from sample.candidates import CANDIDATES, Candidate
from sample.registry import COMMITTEES, Committee
from sample.reports import coverage_end

INDIVIDUAL_TYPES = frozenset(["10", "11", "15", "15E", "30", "30E", "31", "31E", "32", "32E"])
PARTY_CODES = {"DEM": "1", "REP": "2"}
# Cents of gifts of $200 or less that a committee didn't itemize; others are drawn. The treasurer
# who nets refunds itemizes every gift, so that the difference shows.
UNITEMIZED = {story.COMMITTEE_A: 61_234_56, story.COMMITTEE_B: 28_910_07, "C00990105": 0}
# Beginning cash plus receipts minus spending is not the ending cash here, as in real files.
CASH_THAT_DOES_NOT_ADD_UP = "C00990112"

_FROM_OTH = {
    "18G": "transfers_in",
    "24G": "transfers_out",
    "16C": "candidate_loans",
    "20C": "candidate_loan_repayments",
    "22Z": "committee_refunds",
    "24K": "given",
    "24Z": "given",
    "24A": "independent",
    "24E": "independent",
    "24C": "coordinated",
}
Money = dict[str, int]


def unitemized(committee: Committee) -> int:
    """Return the cents a committee took in gifts too small to itemize."""
    if committee.id in UNITEMIZED:
        return UNITEMIZED[committee.id]
    rng = Random(f"{story.SEED}:unitemized:{committee.id}")
    if committee.designation in "PA":
        return rng.randrange(900_00, 19_000_00)
    return rng.randrange(0, 2_400_00) if committee.kind in "QVY" else 0


def known_difference(committee_id: str, column: str) -> int:
    """Return what to add to an official figure that is deliberately off, in cents."""
    known = story.KNOWN_DIFFERENCES.get(committee_id)
    return known[2] if known and known[1] == column else 0


def totals(book: Book) -> dict[str, Money]:
    """Add up every committee's rows in cents, without memos and what only passed through."""
    found: dict[str, Money] = {c: defaultdict(int) for c in COMMITTEES}
    for row in book.indiv:
        if row.memo:
            continue
        money = found[row.committee]
        committee_gave = row.party.entity in ("PAC", "COM", "CCM") and row.kind == "10"
        if row.kind in INDIVIDUAL_TYPES:
            money["from_committees" if committee_gave else "individuals"] += row.cents
        elif row.kind in ("20Y", "22Y"):
            money["individual_refunds"] += row.cents
        elif row.kind == "15C":
            money["candidate_gifts"] += row.cents
    for row in book.oth:
        if row.memo:
            continue
        money = found[row.committee]
        if row.kind in ("18K", "15Z"):
            money["from_parties" if row.party.entity == "PTY" else "from_committees"] += row.cents
        elif row.kind in _FROM_OTH:
            money[_FROM_OTH[row.kind]] += row.cents
    for spending in book.oppexp:
        if not spending.memo:
            found[spending.committee]["operations"] += spending.cents
    for committee_id, money in found.items():
        _finish(committee_id, money)
    return found


def _finish(committee_id: str, money: Money) -> None:
    committee = COMMITTEES[committee_id]
    money["individuals"] += unitemized(committee)
    file = "weball" if committee.designation in "PA" else "webk"
    column = "TTL_INDIV_CONTRIB" if file == "weball" else "INDV_CONTRIB"
    money["individuals"] += known_difference(committee_id, column)
    money["given"] += known_difference(committee_id, "CONTRIB_TO_OTHER_CMTE")
    money["receipts"] = sum(
        money[part]
        for part in (
            "individuals", "from_committees", "from_parties", "candidate_gifts",
            "candidate_loans", "transfers_in",
        )
    )  # fmt: skip
    money["spent"] = sum(
        money[part]
        for part in (
            "operations", "individual_refunds", "committee_refunds", "candidate_loan_repayments",
            "given", "independent", "coordinated", "transfers_out",
        )
    )  # fmt: skip
    if committee.kind in "CIE":
        return
    # PACs start with money from before; whoever spent more than it took in had it in the bank.
    rng = Random(f"{story.SEED}:cash:{committee_id}")
    if committee.designation not in "PAJ" and committee.kind != "O":
        money["opening"] = rng.randrange(0, 45_000_00)
    short = money["spent"] - money["receipts"] - money["opening"]
    if short > 0:
        money["opening"] += short + rng.randrange(40_00, 9_000_00)
    money["closing"] = money["opening"] + money["receipts"] - money["spent"]
    if committee_id == CASH_THAT_DOES_NOT_ADD_UP:
        money["closing"] += 100_00


def candidate_line(candidate: Candidate, by_committee: dict[str, Money]) -> str:
    """Return a candidate's line of weball and webl: principal and authorized committees."""
    own = [
        c.id for c in COMMITTEES.values() if c.candidate == candidate.id and c.designation in "PA"
    ]
    money: Money = defaultdict(int)
    for committee_id in own:
        for part, cents in by_committee[committee_id].items():
            money[part] += cents
    owed = money["candidate_loans"] - money["candidate_loan_repayments"]
    end = max(coverage_end(c) for c in own)
    parts = [
        candidate.id, candidate.name, candidate.ici, PARTY_CODES.get(candidate.party, "3"),
        candidate.party, plain(money["receipts"]), plain(money["transfers_in"]),
        plain(money["spent"]), plain(money["transfers_out"]), plain(money["opening"]),
        plain(money["closing"]), plain(money["candidate_gifts"]), plain(money["candidate_loans"]),
        "0", plain(money["candidate_loan_repayments"]), "0", plain(owed),
        plain(money["individuals"]), "00" if candidate.office == "P" else candidate.state,
        candidate.district, "", "", "", "", "", plain(money["from_committees"]),
        plain(money["from_parties"]), f"{end:%m/%d/%Y}", plain(money["individual_refunds"]),
        plain(money["committee_refunds"]),
    ]  # fmt: skip
    return "|".join(parts)


def committee_line(committee: Committee, money: Money) -> str:
    """Return a committee's line of webk; one that reported nothing has blanks."""
    head = [
        committee.id, committee.name, committee.kind, committee.designation, committee.frequency
    ]  # fmt: skip
    if committee.kind in "CE" or committee.name.startswith("ASSOCIATED KITE"):
        return "|".join(head + [""] * 22)
    figures = [
        money["receipts"], money["transfers_in"], money["individuals"],
        money["from_committees"] + money["from_parties"], 0, 0, 0, money["spent"],
        money["transfers_out"], money["individual_refunds"], money["committee_refunds"], 0, 0,
        money["opening"], money["closing"], 0, 0, money["given"], money["independent"],
        money["coordinated"], 0,
    ]  # fmt: skip
    end = coverage_end(committee.id)
    return "|".join(head + [plain(cents) for cents in figures] + [f"{end:%m/%d/%Y}"])


def lines(book: Book) -> dict[str, list[str]]:
    """Return the lines of weball, webl and webk."""
    by_committee = totals(book)
    weball = [candidate_line(c, by_committee) for c in CANDIDATES]
    webl = [line for line, c in zip(weball, CANDIDATES, strict=True) if c.office != "P"]
    webk = [
        committee_line(c, by_committee[c.id])
        for c in sorted(COMMITTEES.values(), key=lambda c: c.id)
        if c.designation not in "PA"
    ]
    return {"weball": weball, "webl": webl, "webk": webk}
