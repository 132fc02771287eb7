"""A text classifier that proposes an industry for names that no rule knows.

Knows no database. A name is its normal form and, where there is one, an occupation; both are read
as character n-grams. Training is deterministic. What it is worth is measured by cross-validation
on names that it has not seen, all names of one organization on the same side, and only on names
that rules know by the whole name alone: those that a pattern finds would flatter it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import GroupKFold
from sklearn.neighbors import NearestNeighbors

THRESHOLDS = tuple(
    Decimal(n) / 100 for n in (50, 60, 70, 75, 80, 82, 84, 86, 88, 90, 92, 94, 96, 98)
)
# Precision that a proposal needs to be published before a person has seen it.
WANTED_PRECISION = Decimal("0.97")
# A precision measured on fewer names than this says little.
FEWEST_CASES = 200
FEWEST_EXAMPLES = 300
FOLDS = 3
_THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True)
class Example:
    """A name whose industry is known. `group` is shared by the names of one organization.

    `counts` says whether it counts in the measurement.
    """

    form: str
    occupation: str
    industry: str
    group: str
    counts: bool = True


@dataclass(frozen=True)
class Measured:
    """Precision and coverage at a threshold, over `cases` names with a proposal that certain."""

    threshold: Decimal
    precision: Decimal | None
    coverage: Decimal
    cases: int


@dataclass(frozen=True)
class Guess:
    """A proposed industry, its probability, and the known names nearest by trigrams."""

    industry: str
    probability: Decimal
    neighbours: tuple[tuple[str, str, Decimal], ...]


class Classifier:
    """Trained on examples; proposes industries for other names."""

    def __init__(self, examples: Sequence[Example]) -> None:
        """Train. Needs examples of two industries or more."""
        self._names = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True, dtype=np.float32
        )
        self._occupations = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 4), min_df=2, sublinear_tf=True, dtype=np.float32
        )
        # One word that is always there, so that no occupation at all can be learnt from.
        occupations = [one.occupation or "NONE" for one in examples]
        self._occupations.fit([*occupations, "NONE", "NONE"])
        features = hstack(
            [
                self._names.fit_transform([one.form for one in examples]),
                self._occupations.transform(occupations),
            ]
        ).tocsr()
        self._model = SGDClassifier(loss="hinge", alpha=1e-5, max_iter=5, tol=None, random_state=0)
        self._model.fit(features, [one.industry for one in examples])
        self._industries = self._model.classes_

    def best(self, names: Sequence[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray]:
        """The likeliest industry of each (form, occupation), and its lead over the next."""
        features: csr_matrix = hstack(
            [
                self._names.transform([form for form, _ in names]),
                self._occupations.transform([occupation or "NONE" for _, occupation in names]),
            ]
        ).tocsr()
        scores = self._model.decision_function(features)
        if scores.ndim == 1:
            # Of two industries there is one score, for the second against the first.
            return self._industries[(scores > 0).astype(int)], np.abs(scores)
        ranked = np.partition(scores, -2, axis=1)
        return self._industries[scores.argmax(axis=1)], ranked[:, -1] - ranked[:, -2]


class Neighbours:
    """Known names, to be looked up by likeness of trigrams."""

    def __init__(self, known: Sequence[tuple[str, str]], most: int = 5) -> None:
        """Index (form, industry) pairs."""
        self._known = known
        self._trigrams = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3))
        matrix = self._trigrams.fit_transform([form for form, _ in known])
        self._nearest = NearestNeighbors(
            n_neighbors=min(most, len(known)), metric="cosine", algorithm="brute"
        ).fit(matrix)

    def of(self, forms: Sequence[str]) -> list[tuple[tuple[str, str, Decimal], ...]]:
        """The nearest known names of each: form, industry, similarity from 0 to 1."""
        distances, places = self._nearest.kneighbors(self._trigrams.transform(forms))
        return [
            tuple(
                (*self._known[place], thousandths(1 - distance))
                for distance, place in zip(row_distances, row_places, strict=True)
                if distance < 1
            )
            for row_distances, row_places in zip(distances, places, strict=True)
        ]


def thousandths(number: float) -> Decimal:
    """A probability, rounded down, so that none passes a threshold that it does not reach."""
    return Decimal(int(min(max(number, 0), 1) * 1000 + 1e-9)) * _THOUSANDTH


@dataclass(frozen=True)
class Measurement:
    """What cross-validation found: the lines to publish, and what a lead is worth."""

    lines: list[Measured]
    calibration: IsotonicRegression | None

    def probability(self, leads: np.ndarray) -> list[Decimal]:
        """The share of names with such a lead that were right; 0 where nothing was measured."""
        if self.calibration is None:
            return [Decimal(0)] * len(leads)
        return [thousandths(float(number)) for number in self.calibration.predict(leads)]


def measure(examples: Sequence[Example], folds: int = FOLDS) -> Measurement:
    """Cross-validate: precision and coverage by certainty, of the examples that count."""
    groups = [one.group for one in examples]
    folds = min(folds, len(set(groups)))
    right: list[bool] = []
    leads: list[float] = []
    for train, test in GroupKFold(folds).split(examples, groups=groups):
        asked = [examples[place] for place in test if examples[place].counts]
        learnt = [examples[place] for place in train]
        if not asked or len({one.industry for one in learnt}) < 2:
            continue
        industries, found = Classifier(learnt).best([(one.form, one.occupation) for one in asked])
        right += [bool(one.industry == name) for one, name in zip(asked, industries, strict=True)]
        leads += [float(lead) for lead in found]
    if not right:
        return Measurement([], None)
    # A lead is a number of the model's own; what it is worth is seen in how often it was right.
    calibration = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")
    calibration.fit(leads, [float(ok) for ok in right])
    certain = Measurement([], calibration).probability(np.array(leads))
    return Measurement(
        [_measured(threshold, right, certain) for threshold in THRESHOLDS], calibration
    )


def _measured(threshold: Decimal, right: Sequence[bool], certain: Sequence[Decimal]) -> Measured:
    chosen = [ok for ok, number in zip(right, certain, strict=True) if number >= threshold]
    cases = len(chosen)
    return Measured(
        threshold,
        (Decimal(sum(chosen)) / cases).quantize(Decimal("0.0001")) if cases else None,
        (Decimal(cases) / max(len(right), 1)).quantize(Decimal("0.0001")),
        cases,
    )


def sufficient(measured: Iterable[Measured], wanted: Decimal = WANTED_PRECISION) -> Decimal | None:
    """The lowest threshold from which on precision is at least the wanted one; None where none is.

    A threshold above it that measures less, on enough names, rules the lower ones out: the
    precision of those above a threshold is to be had at each certainty, not on average alone.
    """
    found = None
    for one in sorted(measured, key=lambda one: one.threshold, reverse=True):
        if one.cases < FEWEST_CASES:
            continue
        if one.precision is None or one.precision < wanted:
            break
        found = one.threshold
    return found


def guess(
    examples: Sequence[Example],
    names: Sequence[tuple[str, str]],
    measurement: Measurement,
    least: Decimal = Decimal(0),
    batch: int = 500,
) -> Iterable[Guess | None]:
    """A proposal for each (form, occupation), in order; None where less probable than `least`."""
    classifier = Classifier(examples)
    neighbours = Neighbours(sorted({(one.form, one.industry) for one in examples}))
    for start in range(0, len(names), batch):
        part = names[start : start + batch]
        industries, leads = classifier.best(part)
        probabilities = measurement.probability(leads)
        kept = [place for place, number in enumerate(probabilities) if number >= least]
        near = dict(
            zip(kept, neighbours.of([part[place][0] for place in kept]), strict=True)
            if kept
            else ()
        )
        for place, (industry, number) in enumerate(zip(industries, probabilities, strict=True)):
            yield Guess(str(industry), number, near[place]) if place in near else None
