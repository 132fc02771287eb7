"""What is typed into a field of text, as terms: words, phrases, beginnings, either, not."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from donations.indexes import SIGNS

# More words than anybody types; each costs a look into an index.
MOST_WORDS = 12
OR = "OR"

_TOKEN = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
_NO_SIGNS = str.maketrans(dict.fromkeys(SIGNS, " "))


@dataclass(frozen=True)
class Term:
    """A word, or a phrase whose words stand side by side; `beginning` where a word ends in "*".

    `others` are the terms of which one will do in its place: `pfizer OR merck`.
    """

    words: tuple[str, ...]
    excluded: bool = False
    beginning: bool = False
    phrase: bool = False
    others: tuple["Term", ...] = ()


@dataclass(frozen=True)
class Words:
    """What is searched for in a field of text: all terms that are not excluded, none that is.

    `exact` is the whole text, sign for sign, where that is asked for instead; there are no terms
    then.
    """

    raw: str
    terms: tuple[Term, ...]
    exact: str = ""
    near: bool = False
    """Whether words spelled nearly so will do."""

    @property
    def only_excludes(self) -> bool:
        """Whether there is nothing but exclusions."""
        return not self.exact and all(term.excluded for term in self.terms)


def parse_words(value: str) -> Words:
    """Words and phrases of a search field: `"goldman sachs" -bank, lawy*`.

    Raises ValueError where nothing in it is a word.
    """
    terms = tuple(_joined(_terms(value)))
    if not terms:
        raise ValueError("There is no letter or digit in it to search for.")
    if sum(1 + len(term.others) for term in terms) > MOST_WORDS:
        raise ValueError(f"These are more than {MOST_WORDS} words: search for fewer.")
    return Words(value, terms)


def parse_text(value: str) -> Words:
    """Words of a search field, or after an equals sign a whole text: `=GOLD BANK, N.A.`.

    Raises ValueError where there is nothing to search for.
    """
    if not value.startswith("="):
        return parse_words(value)
    if len(value) == 1:
        raise ValueError("Nothing follows the equals sign: write the whole text after it.")
    return Words(value, (), exact=value[1:])


def fold(text: str) -> str:
    """A text without its accents: "Peña" is "Pena"."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _joined(terms: Iterator[Term | None]) -> Iterator[Term]:
    """The terms, those on both sides of an OR (None) made one."""
    held: Term | None = None
    either = False
    for term in terms:
        if term is None:
            either = held is not None
            continue
        if either and held is not None and held.excluded == term.excluded is False:
            held = replace(held, others=(*held.others, term))
        else:
            if either:
                raise ValueError("OR stands between two words or phrases, without a minus.")
            if held is not None:
                yield held
            held = term
        either = False
    if held is not None:
        yield held


def _terms(value: str) -> Iterator[Term | None]:
    for minus, quoted, bare in _TOKEN.findall(value):
        text = quoted or bare
        if bare == OR:
            yield None
            continue
        words = tuple(
            word for word in text.translate(_NO_SIGNS).split() if any(map(str.isalnum, word))
        )
        if words:
            beginning = text.endswith("*") and len(words) == 1 and not quoted
            yield Term(words, minus == "-", beginning, bool(quoted) and len(words) > 1)
