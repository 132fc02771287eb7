"""What the industry rules say of a name or an occupation.

Of the patterns that match a name, the one with the most words wins, then the one of higher
confidence. Two as strong that say different industries are a conflict: neither is taken, and a
person decides. Knows no database.

    >>> from donations.rules import line
    >>> book = RuleBook([line("pattern", "BANK", "commercial-banks"),
    ...                  line("pattern", "FOOD BANK", "nonprofits")])
    >>> book.organization("HOUSTON FOOD BANK").rule.industry
    'nonprofits'
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from donations.normalizing import normal_form, plain_form, sponsor_forms
from donations.rules import RuleLine

# A known name that a longer one begins with must be this sure, and the longer one is less so.
SURE_ENOUGH, LONGER_NAME = 85, 85
# Words and confidence from which on a pattern goes before what a name begins with.
TELLING = (1, 86)
# The FEC keeps 38 characters of an employer; a form of this many may have lost its end.
CUT_OFF = 28
# What firms add to their names, whatever they do.
OF_ANY_FIRM = frozenset(
    word
    for words in (
        "AFFILIATES AMERICA AMERICAS BUSINESS CENTER COMPANIES COMPANY CORP CORPORATE DIVISION",
        "EMPLOYEE EMPLOYEES ENTERPRISES GLOBAL GROUP HEADQUARTERS HOLDING HOLDINGS HQ INC",
        "INDUSTRIES INTERNATIONAL LP LLC LTD MANAGEMENT NATIONAL NORTH OF OFFICE OPERATING",
        "OPERATIONS RETIREE SERVICE SERVICES SHARED SOLUTIONS STATES THE UNITED US USA WORLDWIDE",
    )
    for word in words.split()
)


@dataclass(frozen=True)
class Match:
    """What the rules say of a name: a rule, or two that contradict each other."""

    rule: RuleLine
    basis: str
    against: RuleLine | None = None
    # The rule's own, or less where the name is not just the rule's.
    confidence: int = 0

    def __post_init__(self) -> None:
        """Take the rule's confidence where no other is given."""
        if not self.confidence:
            object.__setattr__(self, "confidence", self.rule.confidence)

    @property
    def industry(self) -> str:
        """The slug; empty where rules contradict each other."""
        return "" if self.against else self.rule.industry


class Phrases:
    """Patterns that are looked up by the words of a name, however many patterns there are."""

    def __init__(self, rules: Iterable[RuleLine]) -> None:
        """Index the rules by their words; of a star pattern by the beginning of its last one."""
        self._exact: dict[str, list[RuleLine]] = defaultdict(list)
        self._stems: dict[str, list[RuleLine]] = defaultdict(list)
        self._longest = 0
        lengths: dict[int, set[int]] = defaultdict(set)
        for rule in rules:
            phrase = " ".join(rule.words)
            self._longest = max(self._longest, len(rule.words))
            if phrase.endswith("*"):
                self._stems[phrase[:-1]].append(rule)
                lengths[len(rule.words)].add(len(rule.words[-1]) - 1)
            else:
                self._exact[phrase].append(rule)
        self._stem_lengths = {count: sorted(found) for count, found in lengths.items()}

    def matching(self, form: str) -> Iterator[RuleLine]:
        """Every pattern that the name has."""
        words = form.split()
        for start in range(len(words)):
            phrase = ""
            for count in range(1, min(self._longest, len(words) - start) + 1):
                word = words[start + count - 1]
                ends = start + count == len(words)
                for length in self._stem_lengths.get(count, ()):
                    if len(word) >= length:
                        stem = f"{phrase}{word[:length]}"
                        yield from _anchored(self._stems.get(stem, ()), start == 0, ends)
                phrase += word
                yield from _anchored(self._exact.get(phrase, ()), start == 0, ends)
                phrase += " "


def _anchored(rules: Iterable[RuleLine], begins: bool, ends: bool) -> Iterator[RuleLine]:
    for rule in rules:
        if (begins or not rule.pattern.startswith("^")) and (
            ends or not rule.pattern.endswith("$")
        ):
            yield rule


def strongest(rules: Iterable[RuleLine], basis: str) -> Match | None:
    """The strongest of the rules that match, with one as strong that contradicts it."""
    found = sorted(rules, key=lambda rule: (rule.strength, rule.key), reverse=True)
    if not found:
        return None
    best = found[0]
    against = next(
        (
            rule
            for rule in found
            if rule.strength == best.strength and rule.industry != best.industry
        ),
        None,
    )
    return Match(best, basis, against)


class RuleBook:
    """Every rule, ready to be asked."""

    def __init__(self, rules: Iterable[RuleLine]) -> None:
        """Sort the rules by kind."""
        self.rules = list(rules)
        by_kind: dict[str, list[RuleLine]] = defaultdict(list)
        for rule in self.rules:
            by_kind[rule.kind].append(rule)
        self._employers = {rule.pattern: rule for rule in by_kind["employer"]}
        self._names = sorted(self._employers)
        self._committees = {rule.pattern: rule for rule in by_kind["committee"]}
        self._types = {rule.pattern: rule for rule in by_kind["type"]}
        self._patterns = Phrases(by_kind["pattern"])
        self._sponsors = Phrases(by_kind["sponsor"])
        self._occupations = Phrases(by_kind["occupation"])

    @cached_property
    def parents(self) -> dict[str, str]:
        """Normal form of each name that a rule gives a parent: the name of the topmost parent."""
        direct = {
            form: rule.organization for form, rule in self._employers.items() if rule.organization
        }

        def topmost(name: str) -> str:
            seen = {normal_form(name)}
            while (above := direct.get(normal_form(name))) and normal_form(above) not in seen:
                name = above
                seen.add(normal_form(above))
            return name

        return {form: topmost(name) for form, name in direct.items()}

    def organization(self, form: str) -> Match | None:
        """What the rules say of an employer's or giving organization's normal form."""
        exact = self._employers.get(form)
        if exact:
            return Match(exact, "employer")
        return self._words_in(form)

    def _words_in(self, form: str) -> Match | None:
        """What patterns say of a name, or what it begins with."""
        words = strongest(self._patterns.matching(form), "pattern")
        if words and words.rule.strength >= TELLING:
            return words
        # A single word that tells little ("NEXTERA ENERGY MARKETING") goes after a known name.
        return self._longer(form, least=2 if words else 1) or words

    def _longer(self, form: str, least: int = 1) -> Match | None:
        """A name that begins with a known one, or is the beginning of one, cut off by the filer.

        "BAE SYSTEMS TECHNOLOGY SOLUTIONS" is of BAE Systems, "NISOURCE CORPORATE SERVICES" of
        NiSource. After a single word nothing but words that tell nothing may follow: it may be a
        surname. `least` is the fewest words that the known name must have.
        """
        if len(form) >= CUT_OFF:
            place = bisect_left(self._names, form)
            begun = []
            for name in self._names[place : place + 20]:
                if not name.startswith(form):
                    break
                begun.append(self._employers[name])
            if begun and len({rule.industry for rule in begun}) == 1:
                return Match(begun[0], "pattern", confidence=min(begun[0].confidence, LONGER_NAME))
        words = form.split()
        for count in range(len(words) - 1, least - 1, -1):
            rule = self._employers.get(" ".join(words[:count]))
            if (
                rule
                and rule.confidence >= SURE_ENOUGH
                and (count > 1 or OF_ANY_FIRM.issuperset(words[1:]))
            ):
                return Match(rule, "pattern", confidence=min(rule.confidence, LONGER_NAME))
        return None

    def occupation(self, text: str) -> Match | None:
        """What the rules say of an occupation as reported; None where they contradict, too."""
        match = strongest(self._occupations.matching(plain_form(text)), "occupation")
        return None if match is None or match.against else match

    def committee(
        self,
        committee_id: str,
        *,
        name: str = "",
        connected: str = "",
        committee_type: str = "",
        designation: str = "",
        organization_type: str = "",
    ) -> Match | None:
        """What the rules say of a committee: its id, its type, its sponsor, then its name."""
        rule = (
            self._committees.get(committee_id)
            or self._types.get(f"DESIGNATION={designation}")
            or self._types.get(f"TYPE={committee_type}")
        )
        if rule:
            return Match(rule, "committee")
        forms = sponsor_forms(connected, name)
        exact = next((self._employers[form] for form in forms if form in self._employers), None)
        if exact:
            return Match(exact, "sponsor")
        for form in forms:
            rules = [
                rule
                for rule in self._sponsors.matching(form)
                if not rule.scope or organization_type in rule.scope
            ]
            match = strongest(rules, "sponsor")
            if match:
                return match
        labor = self._types.get(f"ORGANIZATION={organization_type}")
        if labor:
            return Match(labor, "committee")
        return next((match for form in forms if (match := self._words_in(form))), None)
