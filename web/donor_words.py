"""Words asked for in a field of text as SQL over a dictionary's texts, which an index answers.

Accents in what is asked are optional. Near spellings are looked for among the words that begin with
the same two letters, which the index of words gives: misspellings are seldom there.
"""

from dataclasses import dataclass, replace

from donations.indexes import WORDS
from web.filter_words import Term, Words, fold

# How alike two words must be (pg_trgm), and short ones, in which one letter is much.
NEAR, NEAR_SHORT, LONG_WORD = 0.45, 0.3, 7
SHORTEST_NEAR, NEAR_BEGINNING = 3, 2


@dataclass(frozen=True)
class Sql:
    """A piece of SQL with its parameters."""

    text: str
    values: tuple[object, ...] = ()


def holds(text: Words, column: str = "name", *, swap: bool = False) -> Sql:
    """The condition that a dictionary's text is the exact one, or holds the words."""
    if text.exact:
        return Sql(f"{column} = %s", (text.exact,))
    query = words_query(text, swap=swap)
    words = WORDS.replace("(name", f"({column}")
    parts, values = [f"{words} @@ {query.text}"], [*query.values]
    for term in _nearly(text):
        # The index leads to what begins alike, of which those are taken that are spelled alike.
        each = " OR ".join(["strict_word_similarity(%s, {}) >= %s"] * (1 + len(term.others)))
        parts.append(f"({each.format(*[f'lower({column})'] * (1 + len(term.others)))})")
        for one in (term, *term.others):
            word = fold(" ".join(one.words)).lower()
            values += [word, NEAR_SHORT if len(word) < LONG_WORD else NEAR]
    return Sql(" AND ".join(parts), tuple(values))


def words_query(text: Words, *, swap: bool = False) -> Sql:
    """The tsquery of a field's terms. `swap` lets "JAMES SMITH" find "SMITH, JAMES"."""
    parts: list[str] = []
    values: list[object] = []
    for term in text.terms:
        near = any(term is one for one in _nearly(text))
        part, value = _either_query(term, swap, near)
        # What only excludes is looked up as what it excludes, and then not taken.
        parts.append(f"!!({part})" if term.excluded and not text.only_excludes else part)
        values += value
    joint = " || " if text.only_excludes else " && "
    return Sql("(" + joint.join(parts) + ")", tuple(values))


def _nearly(text: Words) -> list[Term]:
    """The terms for which words spelled nearly so will do: single ones that are no exclusions."""

    def is_word(term: Term) -> bool:
        return len(term.words) == 1 and not term.beginning and len(term.words[0]) >= SHORTEST_NEAR

    if not text.near:
        return []
    return [
        term for term in text.terms if not term.excluded and all(map(is_word, (term, *term.others)))
    ]


def _either_query(term: Term, swap: bool, near: bool) -> tuple[str, list[object]]:
    """A term or one of its others, as written and without accents."""
    parts: list[str] = []
    values: list[object] = []
    for one in (term, *term.others):
        spellings = {one.words: one, tuple(map(fold, one.words)): one}
        for words in spellings:
            if near:
                parts.append("to_tsquery('simple', %s)")
                values.append(f"'{words[0][:NEAR_BEGINNING]}':*")
                continue
            part, value = _term_query(replace(one, words=words), swap)
            parts.append(part)
            values += value
    return (parts[0] if len(parts) == 1 else f"({' || '.join(parts)})"), values


def _term_query(term: Term, swap: bool) -> tuple[str, list[object]]:
    if term.beginning:
        return "to_tsquery('simple', %s)", [f"'{term.words[0]}':*"]
    whole = " ".join(term.words)
    if term.phrase and swap:
        turned = " ".join((term.words[-1], *term.words[:-1]))
        both = "(phraseto_tsquery('simple', %s) || phraseto_tsquery('simple', %s))"
        return both, [whole, turned]
    return "phraseto_tsquery('simple', %s)", [whole]


def matching_ids(table: str, text: Words, *, key: str = "id", swap: bool = False) -> Sql:
    """A SELECT of the entries of a dictionary that hold the words, or are the exact text."""
    asked = holds(text, swap=swap)
    return Sql(f"SELECT {key} FROM {table} WHERE {asked.text}", asked.values)  # noqa: S608
