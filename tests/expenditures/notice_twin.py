"""Which independent expenditures count, once more: filing by filing, in plain Python.

A world is a list of filings with their rows. Each filing may stand in several places: taken in
itself, in the FEC's file of independent expenditures, and (reports alone) in pas2. An expenditure
is one, wherever it stands.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

# In words of the fields: what must be the same, and whether only where a report covers the day.
LIKENESSES = (
    (("transaction", "candidate", "side", "cut"), (), False),
    (("transaction", "candidate"), (), True),
    (("transaction",), (), True),
    (("candidate", "side", "letters", "cut"), ("spent", "spent"), False),
    (("candidate", "side", "letters", "cut"), ("shown", "shown"), False),
    (("candidate", "side", "letters", "cut"), ("shown", "spent"), False),
    (("candidate", "side", "letters", "cut"), ("spent", "shown"), False),
)


@dataclass
class Entry:
    """A row of a filing; `key` and `place` are given by the filing it is in."""

    transaction: str
    candidate: str
    side: str
    amount: Decimal
    payee: str
    spent: date | None
    shown: date | None
    memo: bool = False
    key: str = ""
    line: int = 0
    filing: "Filed | None" = field(default=None, repr=False, compare=False)

    @property
    def cut(self) -> Decimal:
        """The amount as pas2 has it."""
        return Decimal(int(self.amount))

    @property
    def letters(self) -> str:
        return re.sub("[^A-Z0-9]", "", self.payee.upper())


@dataclass
class Filed:
    """A filing: what it is, what it amends, where it stands, and its rows."""

    number: int
    is_report: bool
    entries: list[Entry]
    base: int
    rank: int = 0
    first: date | None = None
    last: date | None = None
    received: date | None = None
    is_taken_in: bool = True
    is_in_csv: bool = False
    is_in_pas2: bool = False
    is_held: bool = False
    word: "Word | None" = None

    @property
    def stands_anywhere(self) -> bool:
        return self.is_taken_in or self.is_in_csv or self.is_in_pas2

    @property
    def origin(self) -> str:
        """The best place it stands in."""
        return "efile" if self.is_taken_in else "csv" if self.is_in_csv else "pas2"


@dataclass
class Word:
    """A reviewer's decision on one row of a notice."""

    line: int
    decision: str
    report: int = 0
    transaction: str = ""


@dataclass
class Fate:
    """What became of a row."""

    counts: bool
    coverage: str = ""
    covered_by: tuple[int, str] | None = None


def decide(filings: Iterable[Filed], through: date | None) -> dict[str, Fate]:
    """By its key, each row's fate; `through` is the spender's official coverage date."""
    present = [filed for filed in filings if filed.stands_anywhere]
    standing = {filed.number for filed in present if _stands(filed, present)}
    fates = {entry.key: Fate(counts=False) for filed in present for entry in filed.entries}
    reported = [
        entry
        for filed in present
        if filed.number in standing and filed.is_report
        for entry in filed.entries
    ]
    reported.sort(key=lambda one: (one.memo, _filing(one).origin != "pas2", one.key))
    for entry in reported:
        fates[entry.key].counts = not entry.memo
    notices = sorted(
        (
            entry
            for filed in present
            if filed.number in standing and not filed.is_report
            for entry in filed.entries
        ),
        key=lambda one: one.key,
    )

    taken_in = [filed for filed in present if filed.is_taken_in]
    in_pas2 = [e for e in reported if _filing(e).is_in_pas2]
    newest = max((e.spent for e in in_pas2 if e.spent), default=None)

    def is_covered(notice: Entry) -> bool:
        filed = _filing(notice)
        days = [day for day in (notice.spent, notice.shown) if day]
        about = [
            other for other in present
            if other.is_report and other.is_taken_in and other.first and other.last
            and any(other.first <= day <= other.last for day in days)
        ]  # fmt: skip
        # The period of a filing taken in is known, also where the FEC's file has a newer one.
        if any(_stands(other, taken_in) for other in about):
            return True
        if any(other.is_held for other in about):
            return False
        if filed.is_taken_in and not in_pas2:
            return False
        end = through or newest
        return end is not None and any(day <= end for day in days or [filed.received] if day)

    covered = {notice.key: is_covered(notice) for notice in notices}
    separate, answers = set(), {}
    left, right = list(notices), list(reported)
    for notice in notices:
        word = _word(notice)
        if word and word.decision == "separate":
            separate.add(notice.key)
            left.remove(notice)
        elif word and (row := _named(word, notice, reported, present)):
            answers[notice.key] = row
            left.remove(notice)
    right = [row for row in right if row not in answers.values()]
    for names, days, only_covered in LIKENESSES:
        for notice in [n for n in left if covered[n.key] or not only_covered]:
            for row in right:
                if _alike(notice, row, names, days):
                    answers[notice.key] = row
                    left.remove(notice)
                    right.remove(row)
                    break

    for notice in notices:
        fate = fates[notice.key]
        if row := answers.get(notice.key):
            fate.coverage = "covered"
            fate.covered_by = (_filing(row).number, row.transaction)
        elif not covered[notice.key]:
            fate.coverage = "open"
        else:
            fate.coverage = "separate" if notice.key in separate else "unmatched"
    still = [notice for notice in notices if fates[notice.key].coverage == "open"]
    again = {
        one.key
        for one in still
        for other in still
        if one.key not in separate
        and _alike(one, other, ("transaction", "candidate", "side", "cut"), ())
        and any(_alike(one, other, (), (day, day)) for day in ("spent", "shown"))
        and _filing(other).number > _filing(one).number
    }  # fmt: skip
    for notice in notices:
        fate = fates[notice.key]
        if notice.key in again:
            fate.coverage = "covered"
        fate.counts = fate.coverage in {"open", "separate"}
    return fates


def _stands(filed: Filed, present: list[Filed]) -> bool:
    """Whether it is the newest of its chain that is not held."""
    chain = [one for one in present if one.base == filed.base and not one.is_held]
    return not filed.is_held and filed is max(chain, key=lambda one: (one.rank, one.number))


def _word(notice: Entry) -> Word | None:
    """The reviewer's word: on that line, or of the FEC's file, where no line is, on that id."""
    filed = _filing(notice)
    word = filed.word
    if word is None:
        return None
    said_of = next(entry for entry in filed.entries if entry.line == word.line)
    if notice is said_of:
        return word
    if not filed.is_taken_in and notice.transaction and notice.transaction == said_of.transaction:
        return word
    return None


def _named(word: Word, notice: Entry, reported: list[Entry], present: list[Filed]) -> Entry | None:
    """The row a reviewer named, in that filing or in the one that amended it."""
    named = next((filed for filed in present if filed.number == word.report), None)
    found = [
        row for row in reported
        if row.transaction == word.transaction
        and (
            _filing(row).number == word.report
            or (row.transaction and named and named.is_taken_in and _filing(row).is_taken_in
                and _filing(row).base == named.base)
        )
    ]  # fmt: skip
    return max(
        found,
        key=lambda row: (row.candidate == notice.candidate) + (row.side == notice.side)
        + (row.cut == notice.cut),
        default=None,
    )  # fmt: skip


def _alike(one: Entry, other: Entry, names: tuple[str, ...], days: tuple[str, ...]) -> bool:
    pairs = [(getattr(one, name), getattr(other, name), name) for name in names]
    if days:
        pairs.append((getattr(one, days[0]), getattr(other, days[1]), days[0]))
    # A blank side or payee is like another blank one; a blank id, candidate or day is like nothing.
    return all(
        mine == theirs and (name in {"side", "letters", "cut"} or mine not in ("", None))
        for mine, theirs, name in pairs
    )


def _filing(entry: Entry) -> Filed:
    assert entry.filing is not None
    return entry.filing
