"""Covers of F3 and F3X: the sums that forms ask for, by the numbers of their lines, in cents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sample.efile_format import COLUMNS, money

Sums = dict[str, int]

# A sum, and the lines it adds up or (after a minus) takes away; in the order they are needed.
_SUMS_3 = (
    ("11aiii", "11ai 11aii"),
    ("11e", "11aiii 11b 11c 11d"),
    ("13c", "13a 13b"),
    ("16", "11e 12 13c 14 15"),
    ("19c", "19a 19b"),
    ("20d", "20a 20b 20c"),
    ("22", "17 18 19c 20d 21"),
    ("6a", "11e"),
    ("6b", "20d"),
    ("6c", "6a -6b"),
    ("7a", "17"),
    ("7b", "14"),
    ("7c", "7a -7b"),
)
_SUMS_3X = (
    ("11aiii", "11ai 11aii"),
    ("11d", "11aiii 11b 11c"),
    ("18c", "18a 18b"),
    ("19", "11d 12 13 14 15 16 17 18c"),
    ("20", "19 -18c"),
    ("21c", "21ai 21aii 21b"),
    ("28d", "28a 28b 28c"),
    ("30c", "30ai 30aii 30b"),
    ("31", "21c 22 23 24 25 26 27 28d 29 30c"),
    ("32", "31 -21aii -30aii"),
    ("33", "11d"),
    ("34", "28d"),
    ("35", "33 -34"),
    ("36", "21ai 21b"),
    ("37", "15"),
    ("38", "36 -37"),
)


def finish(sums: Mapping[str, int], is_campaign: bool) -> Sums:
    """Return the sums of rows with those of the form beside them."""
    whole: Sums = defaultdict(int, sums)
    for name, parts in _SUMS_3 if is_campaign else _SUMS_3X:
        whole[name] = sum(
            -whole[part[1:]] if part.startswith("-") else whole[part] for part in parts.split()
        )
    return whole


def _amounts(form: str, whole: Mapping[str, int]) -> dict[str, str]:
    """Return every amount of a cover, blank lines as 0.00."""
    return {
        name: money(whole.get(name, 0)) for name in COLUMNS[form] if name.lstrip("b")[:1].isdigit()
    }


def cover_f3(sums: Sums, to_date: Sums, begin: int) -> dict[str, str]:
    """Return the amounts of an F3: of the period, and (names with a b) of the campaign so far."""
    whole = finish(sums, is_campaign=True)
    cash = {
        "23": begin,
        "24": whole["16"],
        "25": begin + whole["16"],
        "26": whole["22"],
        "27": begin + whole["16"] - whole["22"],
    }
    cash["8"] = cash["27"]
    so_far = {f"b{name}": cents for name, cents in finish(to_date, is_campaign=True).items()}
    return _amounts("F3", whole | cash | so_far)


def cover_f3x(sums: Sums, to_date: Sums, begin: int, year_begin: int, year: int) -> dict[str, str]:
    """Return the amounts of an F3X: of the period, and (names with a b) of the year so far."""
    whole = finish(sums, is_campaign=False)
    so_far = finish(to_date, is_campaign=False)
    cash = {
        "6b": begin,
        "6c": whole["19"],
        "6d": begin + whole["19"],
        "7": whole["31"],
        "8": begin + whole["19"] - whole["31"],
        "b6a": year_begin,
        "b6c": so_far["19"],
        "b6d": year_begin + so_far["19"],
        "b7": so_far["31"],
        "b8": year_begin + so_far["19"] - so_far["31"],
    }
    columns = _amounts("F3X", whole | cash | {f"b{name}": c for name, c in so_far.items()} | cash)
    return columns | {"year": str(year)}
