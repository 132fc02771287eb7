"""Industry rules as they are read from donations/data, and what makes a line unusable.

Knows no database. A rule's pattern is whole words of a normal form: `^` and `$` tie it to the
beginning and the end, a last word that ends in `*` stands for every word that begins so. What the
rules say of a name is found by `rule_book`.
"""

import csv
import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from donations.normalizing import normal_form, plain_form
from filings.fec.errors import FinanceTrackerError

DATA = Path(__file__).parent / "data"
COLUMNS = (
    "kind", "pattern", "scope", "industry", "organization", "confidence", "source", "author",
    "date",
)  # fmt: skip
KINDS = ("committee", "type", "sponsor", "employer", "pattern", "occupation")
ORGANIZATION_TYPES = "CLMTVW"


class BadRules(FinanceTrackerError):
    """Lines of the rules or of the industries that cannot be used, or contradict each other."""


@dataclass(frozen=True)
class IndustryLine:
    """A line of industries.csv."""

    slug: str
    name: str
    sector: str
    kind: str
    definition: str
    excludes: str
    naics: str
    opensecrets: str

    @property
    def is_industry(self) -> bool:
        """Whether it is an industry, and not a class such as "retired"."""
        return self.kind == "industry"


@dataclass(frozen=True)
class RuleLine:
    """A rule; `pattern` in the form in which it is compared."""

    kind: str
    pattern: str
    scope: str
    industry: str
    organization: str = ""
    confidence: int = 90
    source: str = ""
    author: str = ""
    written: date = date(1970, 1, 1)
    file: str = ""
    line: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """What no two rules share."""
        return self.kind, self.pattern, self.scope

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the pattern, without its anchors."""
        return tuple(self.pattern.strip("^$").split())

    @property
    def strength(self) -> tuple[int, int]:
        """More words, then more confidence."""
        return len(self.words), self.confidence


def read_industries(folder: Path = DATA) -> list[IndustryLine]:
    """The lines of industries.csv, in their order."""
    with (folder / "industries.csv").open(newline="") as file:
        return [IndustryLine(**row) for row in csv.DictReader(file)]


def read_rules(folder: Path = DATA) -> list[RuleLine]:
    """Every rule of rules*.csv; BadRules names each line that cannot be used, and why."""
    slugs = {one.slug for one in read_industries(folder)}
    rules: list[RuleLine] = []
    problems: list[str] = []
    first: dict[tuple[str, str, str], RuleLine] = {}
    for path in sorted(folder.glob("rules*.csv")):
        with path.open(newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                problems.append(f"{path.name}: the header should be {','.join(COLUMNS)}")
                continue
            for row in reader:
                where = f"{path.name} line {reader.line_num}"
                reason = _unusable(row, slugs)
                if reason:
                    problems.append(f"{where}: {reason}")
                    continue
                rule = _rule(row, path.name, reader.line_num)
                before = first.setdefault(rule.key, rule)
                if before is not rule:
                    problems.append(
                        f"{where}: {rule.kind} {rule.pattern} stands in {before.file} line"
                        f" {before.line} too ({before.industry}, here {rule.industry})"
                    )
                    continue
                rules.append(rule)
    if problems:
        shown = "; ".join(problems[:20])
        more = f"; and {len(problems) - 20} more" if len(problems) > 20 else ""
        raise BadRules(
            f"The rules cannot be used: {shown}{more}.",
            remedy="Correct these lines in donations/data; the tags of before stay meanwhile.",
        )
    return rules


def fingerprint(folder: Path = DATA) -> str:
    """A checksum of the industries and the rules."""
    digest = hashlib.sha256()
    for path in sorted((*folder.glob("rules*.csv"), folder / "industries.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def compared(kind: str, pattern: str) -> str:
    """A pattern in the form in which it is compared; empty where nothing of it is left."""
    if kind == "employer":
        return normal_form(pattern)
    if kind in {"committee", "type"}:
        return pattern.strip().upper()
    start = "^" if pattern.startswith("^") else ""
    end = "$" if pattern.endswith("$") else ""
    star = "*" if pattern.rstrip("$").endswith("*") else ""
    plain = plain_form(pattern)
    return f"{start}{plain}{star}{end}" if plain else ""


def _unusable(row: dict[str, str], slugs: set[str]) -> str:
    """Why a line cannot be used; empty where it can."""
    kind, pattern = row["kind"], compared(row["kind"], row["pattern"] or "")
    if kind not in KINDS:
        return f"the kind {kind!r} is none of {', '.join(KINDS)}"
    if not pattern:
        return "the pattern is empty"
    if row["industry"] not in slugs:
        return f"there is no industry {row['industry']!r} in industries.csv"
    if not (row["confidence"].isdecimal() and 1 <= int(row["confidence"]) <= 100):
        return f"the confidence {row['confidence']!r} is not between 1 and 100"
    if not row["source"] or not row["author"]:
        return "a source and an author are needed"
    if kind == "occupation" and row["scope"] not in {"any", "silent"}:
        return f"the scope {row['scope']!r} of an occupation is neither any nor silent"
    if kind == "sponsor" and set(row["scope"]) - set(ORGANIZATION_TYPES):
        return f"the scope {row['scope']!r} holds other letters than {ORGANIZATION_TYPES}"
    if kind not in {"occupation", "sponsor"} and row["scope"]:
        return f"a scope means nothing for the kind {kind}"
    if "*" in pattern and len(pattern.split()[-1].strip("^$*")) < 3:
        return "a word before a star needs three letters or more"
    try:
        date.fromisoformat(row["date"])
    except ValueError:
        return f"the date {row['date']!r} is not of the form 2026-11-22"
    return ""


def _rule(row: dict[str, str], file: str, number: int) -> RuleLine:
    return RuleLine(
        kind=row["kind"],
        pattern=compared(row["kind"], row["pattern"]),
        scope=row["scope"],
        industry=row["industry"],
        organization=row["organization"].strip(),
        confidence=int(row["confidence"]),
        source=row["source"].strip(),
        author=row["author"].strip(),
        written=date.fromisoformat(row["date"]),
        file=file,
        line=number,
    )


def line(kind: str, pattern: str, industry: str, **more: object) -> RuleLine:
    """A rule for tests and examples."""
    scope = str(more.pop("scope", "any" if kind == "occupation" else ""))
    return RuleLine(kind, compared(kind, pattern), scope, industry, **more)  # type: ignore[arg-type]
