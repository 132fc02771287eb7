"""The classifier: what it is measured on, when a proposal is published, and that it repeats."""

from decimal import Decimal

import pytest

from donations.classifier import (
    Example,
    Measured,
    guess,
    measure,
    sufficient,
    thousandths,
)

WORDS = {
    "hospitals": ("MERCY CLINIC", "HEALTHCARE", "MEDICAL"),
    "crop-production": ("ORCHARD", "GRAIN GROWERS", "ACRES"),
    "law-firms": ("LEGAL COUNSEL", "LITIGATION", "ADVOCATES"),
}


def examples(count: int = 60) -> list[Example]:
    return [
        Example(f"{place}{number} {words[number % 3]}", "", industry, f"G{industry}{number}")
        for number, place in enumerate(["NORTH", "SOUTH", "EAST", "WEST"] * (count // 4))
        for industry, words in WORDS.items()
    ]


def test_it_learns_and_repeats_itself() -> None:
    names = [("UPSTATE ORCHARDS", ""), ("DOWNTOWN LITIGATION GROUP", ""), ("ZZZZ", "")]
    worth = measure(examples())
    first, again = (list(guess(examples(), names, worth)) for _ in range(2))
    assert first == again
    assert None not in first
    assert [one.industry for one in first[:2]] == ["crop-production", "law-firms"]
    assert all(Decimal(0) <= one.probability <= 1 for one in first)
    assert "ORCHARD" in first[0].neighbours[0][0]
    assert first[2].neighbours == ()
    assert list(guess(examples(), names, worth, least=Decimal(2))) == [None] * 3


def test_measurement_asks_only_what_counts_and_never_what_it_has_seen() -> None:
    # One organization under many names would be known by heart were it on both sides.
    same = [Example(f"QUUX {n}", "", "tobacco", "QUUX") for n in range(40)]
    measured = measure([*examples(), *same]).lines
    for one in measured:
        assert one.precision is None or 0 <= one.precision <= 1
    uncounted = [Example(*(e.form, e.occupation, e.industry, e.group), counts=False) for e in same]
    alone = measure([*examples(), *uncounted]).lines
    # The QUUX, never seen in training, are proposals without certainty.
    assert alone[0].coverage > measured[0].coverage
    assert alone[0].cases <= len(examples())


def line(threshold: str, precision: str | None, cases: int = 500) -> Measured:
    return Measured(
        Decimal(threshold), None if precision is None else Decimal(precision), Decimal("0.1"), cases
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([line("0.5", "0.80"), line("0.8", "0.97"), line("0.9", "0.99")], "0.8"),
        ([line("0.5", "0.98"), line("0.8", "0.96"), line("0.9", "0.99")], "0.9"),
        ([line("0.5", "0.80"), line("0.9", "0.969")], None),
        ([line("0.9", "1.0", cases=199)], None),
        ([line("0.8", "0.98"), line("0.9", "0.5", cases=3), line("0.95", None, cases=0)], "0.8"),
        ([], None),
    ],
)
def test_threshold_is_where_precision_suffices(lines: list[Measured], expected: str | None) -> None:
    assert sufficient(lines) == (None if expected is None else Decimal(expected))


def test_probabilities_are_rounded_down() -> None:
    assert thousandths(0.9699) == Decimal("0.969")
    assert thousandths(1.0) == Decimal(1)
    assert thousandths(-0.0) == Decimal(0)
