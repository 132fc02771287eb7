"""Measure the donor search on a loaded database: every field, and every pair of fields.

    DATABASE_URL=… SECRET_KEY=… REDIS_URL=… python -m benchmarks.bench_search [--each 5] [--seed 1]

Values are drawn from random counted rows, so common ones are drawn often. Each search goes through
the functions of the page, with its exact count and sum and a first page in a random order. It runs
twice: the first run is reported as "first", the second, with its rows in memory, as "warm". The CSV
export is measured against a bare COPY of the same rows. Read-only.
"""

import argparse
import itertools
import os
import time
from collections.abc import Callable
from random import Random
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "financetracker.settings")
# The modules below read Django's settings when they are imported.
django.setup()

from django.db import connection  # noqa: E402

from web.donor_search import TooBroad, search  # noqa: E402
from web.exports import bare_copy, stream_donors  # noqa: E402
from web.filters import SORTS, parse_donor_filter  # noqa: E402

SAMPLE = """
SELECT n.name, e.name, o.name, k.name, c.contributor_state, left(c.contributor_zip, 5),
       c.contribution_receipt_amount, c.contribution_receipt_date, c.committee_id, m.name,
       c.counted_as, c.election_type, l.candidate_id
  FROM donations_contribution c TABLESAMPLE SYSTEM (%s) REPEATABLE (%s)
  JOIN donations_contributorname n ON n.id = c.name_id
  JOIN donations_employer e ON e.id = c.employer_id
  JOIN donations_occupation o ON o.id = c.occupation_id
  JOIN donations_city k ON k.id = c.city_id
  JOIN filings_committee m ON m.committee_id = c.committee_id
  LEFT JOIN filings_linkage l ON l.committee_id = c.committee_id AND l.cycle = c.cycle
 WHERE c.counts AND c.contribution_receipt_date IS NOT NULL AND e.name <> '' AND o.name <> ''
       AND k.name <> ''
"""
Values = dict[str, str]
# What SAMPLE selects, in its order.
Row = tuple[Any, ...]


class Draw:
    """Draws the values of a field as somebody who looks for a given row might type them."""

    def __init__(self, rows: list[Row], rng: Random) -> None:
        self.rows, self.rng = rows, rng
        self.readers: dict[str, Callable[[Row], Values]] = {
            "name": self._name,
            "employer": lambda row: {"employer": self._text(row[1])},
            "occupation": lambda row: {"occupation": self._text(row[2])},
            "city": lambda row: {"city": row[3]},
            "state": lambda row: {"state": row[4]},
            "zip": lambda row: {"zip": row[5][: rng.choice((5, 5, 5, 3))]},
            "amount": self._amount,
            "date": self._date,
            "recipient": self._recipient,
            "candidate": self._candidate,
            "type": lambda row: {"type": row[10]},
            "election": lambda row: {"election": row[11]},
        }

    def _name(self, row: Row) -> Values:
        last, _, rest = row[0].partition(",")
        first = (rest.split() or [""])[0]
        return {
            "name": self.rng.choice(
                (
                    f"{last}, {first}",
                    f"{first} {last}",
                    f"{last} {first}",
                    last,
                    last,
                    f'"{row[0]}"',
                )
                + ((first or last,) if self.rng.random() < 0.3 else ())
            )
        }

    def _text(self, text: str) -> str:
        words = [word for word in text.split() if len(word) > 2] or [text]
        return self.rng.choice((text, self.rng.choice(words)))

    def _amount(self, row: Row) -> Values:
        low = self.rng.choice((200, 250, 500, 1000, 2000, 2700, 5000))
        return self.rng.choice(
            (
                {"min": str(low)},
                {"min": str(low), "max": str(low * self.rng.choice((1, 2, 4)))},
                {"max": str(low)},
                {"min": str(row[6]), "max": str(row[6])},
            )
        )

    def _date(self, row: Row) -> Values:
        day = row[7]
        month = day.replace(day=1)
        return self.rng.choice(
            (
                {"from": str(day), "to": str(day)},
                {"from": str(month), "to": str(day.replace(day=28))},
                {"from": str(month)},
                {"from": f"{day.year}-01-01", "to": f"{day.year}-12-31"},
                {"from": f"{day.year}-07-01", "to": f"{day.year}-09-30"},
            )
        )

    def _recipient(self, row: Row) -> Values:
        return {"recipient": self.rng.choice((row[8], row[9]))}

    def _candidate(self, row: Row) -> Values:
        while not row[12]:
            row = self.rng.choice(self.rows)
        return {"candidate": row[12]}

    def query(self, fields: tuple[str, ...]) -> Values:
        """A query string's values for these fields, mostly of one row, and an order."""
        row = self.rng.choice(self.rows)
        found: Values = {}
        for field in fields:
            found |= self.readers[field](
                row if self.rng.random() < 0.7 else self.rng.choice(self.rows)
            )
        found["sort"] = self.rng.choice(("-amount", "-amount", "-date", *SORTS))
        return found


def timed(query: Values) -> tuple[float, int]:
    """Milliseconds and rows found by one search; raises where the query could not be read."""
    asked, errors = parse_donor_filter(query)
    if errors:
        raise ValueError(f"{query}: {errors}")
    started = time.perf_counter()
    try:
        found = search(asked).totals.rows
    except TooBroad:
        found = -1
    return (time.perf_counter() - started) * 1000, found


def quantile(values: list[float], share: float) -> float:
    """The value below which `share` of the values lie, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def measure_searches(each: int, seed: int) -> None:
    """Print a table: kind, p50, p95, worst warm, and the worst search of the kind."""
    rng = Random(seed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(rows)::bigint FROM donations_searchplace")
        total = cursor.fetchone()[0]
        cursor.execute(SAMPLE, (min(100, 400_000 / total), seed))
        rows = cursor.fetchall()
    draw = Draw(rows, rng)
    print(f"{total:,} rows in the database, values drawn from {len(rows):,} of them\n")
    kinds = [*((name,) for name in draw.readers), *itertools.combinations(draw.readers, 2)]
    warm_all: list[float] = []
    first_all: list[float] = []
    print("| search by | p50 | p95 | worst, ms | rows found by the worst | the worst |")
    print("|---|---|---|---|---|---|")
    for kind in kinds:
        if set(kind) == {"recipient", "candidate"}:
            continue
        results = []
        for _ in range(each * (4 if len(kind) == 1 else 1)):
            query = draw.query(kind)
            first, _ = timed(query)
            warm, found = timed(query)
            results.append((warm, found, query))
            warm_all.append(warm)
            first_all.append(first)
        times = [result[0] for result in results]
        worst = max(results, key=lambda result: result[0])
        asked = " ".join(f"{k}={v}" for k, v in worst[2].items())
        print(
            f"| {' + '.join(kind)} | {quantile(times, 0.5):.0f} | {quantile(times, 0.95):.0f}"
            f" | {worst[0]:.0f} | {worst[1]:,} | {asked} |",
            flush=True,
        )
    for name, times in (("warm", warm_all), ("first", first_all)):
        shares = ", ".join(f"p{round(s * 100)} {quantile(times, s):.0f}" for s in (0.5, 0.95, 0.99))
        print(f"\nall {len(times)} searches, {name}: {shares}, worst {max(times):.0f} ms")


def measure_export(runs: int = 3) -> None:
    """Print the time of the CSV export against a bare COPY of the same rows."""
    for query in ({"state": "CA"}, {"min": "1000"}):
        asked, _ = parse_donor_filter(query)
        spent: dict[str, list[float]] = {"export": [], "bare": []}
        size = 0
        for _ in range(runs):
            started = time.perf_counter()
            size = sum(len(block) for block in stream_donors(asked))
            spent["export"].append(time.perf_counter() - started)
            started = time.perf_counter()
            bare = sum(len(block) for block in bare_copy(asked))
            spent["bare"].append(time.perf_counter() - started)
        export, plain = (sorted(spent[name])[runs // 2] for name in ("export", "bare"))
        print(
            f"export {query}: {export:.2f} s for {size / 1e6:.0f} MB;"
            f" bare COPY {plain:.2f} s for {bare / 1e6:.0f} MB; ratio {export / plain:.2f}"
        )


def main() -> None:
    """Read the arguments and print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "--each", type=int, default=5, help="searches a pair; four times for one field"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--export-only", action="store_true")
    options = parser.parse_args()
    if not options.export_only:
        measure_searches(options.each, options.seed)
    measure_export()


if __name__ == "__main__":
    main()
