"""Write one invented electronic filing of any size: an F3X in format 8.5 that adds up.

    python -m benchmarks.generate_efile --megabytes 200 --out 9000001.fec

200 MB are some 940,000 rows: a committee through which gifts are passed on to others, with a
few payments of its own. Names, employers and amounts are as skewed as those of benchmarks.generate.
The same arguments make the same file, as long as Python stays the same. It is written as it is
drawn, in memory that grows with the number of people and not with that of rows; the cover is put in
at the end, into room that was left for it.
"""

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import BinaryIO

from benchmarks import words
from benchmarks.rows import AMOUNTS, month_days
from benchmarks.world import TABLE, expand, make_committees, make_people
from sample.efile_covers import Sums, cover_f3x
from sample.efile_format import COLUMNS, SEPARATOR, header, line

COMMITTEE, NAME = "C00912345", "BLUEBELL CONDUIT"
YEAR, MONTHS = 2018, (7, 8, 9)
BATCH = 20_000
ROW_BYTES = 213
MOST_PEOPLE = 400_000
# Of a hundred rows: memos, payments, and gifts of its own; the rest is passed on.
MEMO_SHARE, PAYMENT_SHARE, OWN_SHARE = 0.02, 0.02, 0.25
UNITEMIZED_CENTS = 1_234_567_89
PURPOSES = ("PROCESSING FEES", "PAYROLL", "ONLINE ADS", "RENT", "CONSULTING", "POSTAGE")


@dataclass(frozen=True)
class Written:
    """What was written: rows, bytes, and what stands on line 11(a)(i) in cents."""

    rows: int
    size: int
    itemized_cents: int


@dataclass(frozen=True)
class _Person:
    before: str  # entity to ZIP code
    after: str  # employer and occupation


def generate(path: Path, size: int, seed: int = 1) -> Written:
    """Write a filing of at least `size` bytes, by less than a batch of rows more."""
    rng = Random(f"electronic filing {seed}")
    lines = _Lines(rng, max(1_000, size // ROW_BYTES))
    part = path.with_name(f"{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    with part.open("wb") as file:
        file.write(f"{header('Ledgerleaf')}\n".encode())
        room = _cover_room()
        start = file.tell()
        file.write(b" " * room + b"\n")
        written = file.tell()
        while written < size:
            # The last batch is smaller, so that a small filing is not much too large.
            count = max(1, min(BATCH, (size - written) // ROW_BYTES))
            written += file.write("".join(lines.batch(count)).encode())
        _put_cover(file, start, room, lines.sums)
    part.replace(path)
    return Written(lines.done, written, lines.sums["11ai"])


def _cover(sums: Sums, filler: str = "") -> str:
    values = {
        "filer": COMMITTEE, "name": NAME, "street": "1 NOWHERE PLAZA", "street2": filler,
        "city": "BOSTON", "state": "MA", "zip": "02110", "report": "Q3", "from": f"{YEAR}0701",
        "through": f"{YEAR}0930", "qualified": "X", "signer_last": "LEDGERMAN",
        "signer_first": "TREASURER", "signed": f"{YEAR}1015",
    }  # fmt: skip
    return line("F3XN", values | cover_f3x(sums, sums, 0, 0, YEAR))


def _cover_room() -> int:
    """Bytes that the longest cover takes."""
    lines = dict.fromkeys((n for n in COLUMNS["F3X"] if n[0].isdigit()), 999_999_999_999_99)
    return len(_cover(lines)) + 200


def _put_cover(file: BinaryIO, start: int, room: int, sums: Sums) -> None:
    """Write the cover into its room, which its second line of address fills."""
    filler = "SUITE".ljust(room - len(_cover(sums)))
    file.seek(start)
    file.write(_cover(sums, filler).encode())


class _Lines:
    """Rows of Schedules A and B, and what they add up to so far."""

    def __init__(self, rng: Random, rows: int) -> None:
        self.rng, self.done = rng, 0
        self.sums: Sums = defaultdict(int, {"11aii": UNITEMIZED_CENTS})
        places, weights = words.places(rng, 4_000)
        count = min(MOST_PEOPLE, max(100, rows // 4))
        self.people = [_person(text) for text in make_people(rng, count, places, weights)]
        self.given = [0] * len(self.people)
        self.dates = [
            _date(text) for month in MONTHS for text in month_days(YEAR, month)
        ]  # fmt: skip
        self.amounts = expand(AMOUNTS)
        committees = make_committees(rng, YEAR, 1_000, places)
        self.receivers = [
            f"EARMARKED FOR {c.name} ({c.id})" for c in committees if c.kind in "HSPY"
        ]

    def batch(self, count: int) -> Iterator[str]:
        """So many lines, each with its line end."""
        rng, people, given = self.rng, self.people, self.given
        roll, fs = rng.random, SEPARATOR
        size, table, receivers = len(people), self.amounts, self.receivers
        dates = rng.choices(self.dates, k=count)
        # Cents stand on a tenth of the gifts.
        cents = [c if roll() < 0.1 else 0 for c in rng.choices(range(100), k=count)]
        itemized = paid = 0
        for n, day, extra in zip(range(self.done, self.done + count), dates, cents, strict=True):
            kind = roll()
            if kind < PAYMENT_SHARE:
                amount = int(1 + 900 * roll()) * 100 + extra
                paid += amount
                yield _payment(n, day, amount, rng)
                continue
            at = int(size * (u := roll()) * u)
            person = people[at]
            amount = table[int(TABLE * roll())] * 100 + extra
            if kind < PAYMENT_SHARE + MEMO_SHARE:
                memo, text = "X", "REATTRIBUTION FROM SPOUSE"
            else:
                given[at] += amount
                itemized += amount
                own = kind < PAYMENT_SHARE + MEMO_SHARE + OWN_SHARE
                memo = ""
                text = "" if own else receivers[int(len(receivers) * roll() * (v := roll()) * v)]
            total = given[at]
            yield (
                f"SA11AI{fs}{COMMITTEE}{fs}SA{n:010d}{fs}{fs}{fs}{person.before}{fs}G2018{fs}{fs}"
                f"{day}{fs}{amount // 100}.{amount % 100:02d}{fs}{total // 100}.{total % 100:02d}"
                f"{fs}{fs}{person.after}{_AFTER_JOB}{memo}{fs}{text}{fs}\n"
            )
        self.done += count
        self.sums["11ai"] += itemized
        self.sums["21b"] += paid


# What stands between the occupation and the memo code, none of it filled.
_AFTER_JOB = SEPARATOR * (COLUMNS["SA"].index("memo") - COLUMNS["SA"].index("occupation"))


def _person(text: str) -> _Person:
    """A person of the bulk files, split at bars, as the columns of a filing have it."""
    entity, name, city, state, zip_code, employer, occupation = text.split("|")
    organization = last = first = middle = ""
    if entity == "IND" and ", " in name:
        last, rest = name.split(", ", 1)
        first, _, middle = rest.partition(" ")
    else:
        organization = name
    street = f"{len(name) * 37 % 900 + 100} INVENTED AVE"
    before = [entity, organization, last, first, middle, "", "", street, "", city, state, zip_code]
    return _Person(SEPARATOR.join(before), SEPARATOR.join((employer, occupation)))


def _date(text: str) -> str:
    """MMDDYYYY as filings have it."""
    return f"{date(int(text[4:]), int(text[:2]), int(text[2:4])):%Y%m%d}"


def _payment(n: int, day: str, cents: int, rng: Random) -> str:
    text = line(
        "SB21B",
        {
            "filer": COMMITTEE,
            "id": f"SB{n:010d}",
            "entity": "ORG",
            "org": f"INVENTED VENDOR {int(4_000 * rng.random() * rng.random())}",
            "street": "9 INVENTED AVE",
            "city": "BOSTON",
            "state": "MA",
            "zip": "02110",
            "date": day,
            "amount": f"{cents // 100}.{cents % 100:02d}",
            "purpose": PURPOSES[int(len(PURPOSES) * rng.random())],
            "category": "001",
        },
    )
    return f"{text}\n"


def main(argv: list[str] | None = None) -> None:
    """Read the arguments, write the filing, and say what was written."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.generate_efile", description=__doc__
    )
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--megabytes", type=float, required=True, help="of 1,000,000 bytes each")
    parser.add_argument("--out", type=Path, required=True, help="the file, such as 9000001.fec")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    if options.megabytes < 0.1:
        parser.error("--megabytes from 0.1 on, please")
    started = time.monotonic()
    written = generate(options.out, int(options.megabytes * 1_000_000), options.seed)
    print(
        f"{written.rows:,} rows, {written.size:,} bytes, {written.itemized_cents / 100:,.2f} given"
    )
    print(f"{time.monotonic() - started:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
