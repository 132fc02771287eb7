"""Names and lists as they are written in a sentence."""

from functools import lru_cache

HONORIFICS = {"MR", "MRS", "MS", "DR", "HON", "REV", "SEN", "REP", "MISS", "THE HONORABLE"}
SUFFIXES = {"JR": "Jr.", "SR": "Sr.", "II": "II", "III": "III", "IV": "IV", "V": "V"}
DEGREES = {"MD", "PHD", "ESQ", "DDS", "CPA", "JD"}


def _cased(word: str) -> str:
    if len(word) > 1 and word.upper() != word:
        return word
    pieces = []
    for piece in word.split("-"):
        low = piece.capitalize()
        if low.startswith("Mc") and len(low) > 4:
            low = "Mc" + low[2:].capitalize()
        head, mark, tail = low.partition("'")
        if mark and len(head) <= 2 and len(tail) > 1:
            low = head + mark + tail.capitalize()
        if low[:1] in '"“(':
            low = low[:1] + low[1:].capitalize()
        pieces.append(low)
    return "-".join(pieces)


# A race for President has hundreds of them on one page.
@lru_cache(maxsize=10_000)
def person(name: str) -> str:
    """A person's name as it is said.

    >>> person("GOMEZ, JIMMY"), person("O'NEIL-MCKAY, PAT MR. JR")
    ('Jimmy Gomez', "Pat O'Neil-McKay Jr.")
    """
    last, comma, rest = name.partition(",")
    if not comma:
        return " ".join(_cased(word) for word in name.split())
    given: list[str] = []
    ends: list[str] = []
    for word in rest.replace(",", " ").split():
        bare = word.replace(".", "").upper()
        if bare in SUFFIXES:
            ends.append(SUFFIXES[bare])
        elif bare not in HONORIFICS and bare not in DEGREES:
            given.append(_cased(word))
    family: list[str] = []
    for word in last.split():
        bare = word.replace(".", "").upper()
        if bare in SUFFIXES and family:
            ends.append(SUFFIXES[bare])
        else:
            family.append(_cased(word))
    return " ".join([*given, *family, *ends])


def listed(words: list[str]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
