"""A search as people type it, read: names, and what was said of a race, a party or an id."""

import re
import unicodedata
from dataclasses import dataclass, replace

from filings import codes

LONGEST = 200
# More words than anybody types; each costs a look into an index.
MOST_WORDS = 10
# Of fewer letters a word's beginning stands for too many words.
SHORTEST_BEGINNING = 3

_STATE_OF_NAME = sorted(
    ((name.upper(), code) for code, name in codes.STATES.items() if code != "US"),
    key=lambda pair: -len(pair[0]),
)
_ID = re.compile(r"[HSP]\d[A-Z0-9]{7}|C\d{8}")
_PART_OF_ID = re.compile(r"[HSP]\d[A-Z]{2}\d{0,4}|P\d{3,7}|C\d{3,7}")
# "COAL" and "DEAL" are no districts at large.
_SEAT = re.compile(r"\b([A-Z]{2})(?:[\s-]?(?=\d)|[\s-](?=AL))(\d{1,2}|AL)(?:ST|ND|RD|TH)?\b")
_HALF_SEAT = re.compile(r"\b([A-Z]{2})-$")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_NUMBER = re.compile(r"(?:(?:FILING|REPORT|FEC|IMAGE)\b[\s#-]*|#)?(-?\d{4,19})")
_PARTY_SIGN = re.compile(r"\(([DRLGI])(?:-([A-Z]{2}))?\)")
_PARTIES = {
    "D": "DEM", "R": "REP", "L": "LIB", "G": "GRE", "I": "IND", "DEM": "DEM", "DEMOCRAT": "DEM",
    "DEMOCRATS": "DEM", "DEMOCRATIC": "DEM", "REPUBLICAN": "REP", "REPUBLICANS": "REP",
    "GOP": "REP", "LIBERTARIAN": "LIB", "LIBERTARIANS": "LIB",
}  # fmt: skip
_OFFICES = {
    "HOUSE": "H", "CONGRESS": "H", "SENATE": "S", "PRESIDENT": "P", "PRESIDENTIAL": "P",
    "REP": "H", "REPRESENTATIVE": "H", "CONGRESSMAN": "H", "CONGRESSWOMAN": "H", "SEN": "S",
    "SENATOR": "S",
}  # fmt: skip
_OF_RACES = {"ELECTION", "RACE", "DISTRICT", "CD"}


@dataclass(frozen=True)
class Asked:
    """A search as understood: words of names, and what was said of a race.

    `number` is all digits of what may be a filing's or an image's number; `part_of_id` is how an
    id begins. `words` lacks what was read as a seat, a year, a state, an office or a party;
    `plain` has every word typed, in capitals and without signs and accents.
    """

    text: str
    identifier: str = ""
    words: tuple[str, ...] = ()
    office: str = ""
    state: str = ""
    district: str = ""
    year: int = 0
    is_special: bool = False
    party: str = ""
    number: str = ""
    part_of_id: str = ""

    @property
    def names_race(self) -> bool:
        """Whether a race, or what several races have in common, was named."""
        if self.district or self.is_special or (self.state and (self.year or self.office)):
            return True
        return not self.words and bool(self.office == "P" or self.state or self.year)

    @property
    def cycle(self) -> int:
        """The two-year cycle of the year named; 0 for none."""
        return self.year + self.year % 2

    @property
    def plain(self) -> tuple[str, ...]:
        """Every word typed."""
        return lexemes(self.text)[:MOST_WORDS]

    @property
    def names(self) -> tuple[str, ...]:
        """The words that are of a name, where some others were not."""
        return lexemes(" ".join(self.words))[:MOST_WORDS]

    def widened(self) -> "Asked":
        """The same words as nothing but names."""
        return Asked(self.text, words=self.plain)

    def of_any_party(self) -> "Asked":
        """The same search without the party named."""
        return replace(self, party="")


def folded(text: str) -> str:
    """A text in capitals, without accents: "Peña" is "PENA"."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(char for char in parts if not unicodedata.combining(char)).upper()


def lexemes(text: str) -> tuple[str, ...]:
    """The words of a text as the indexes of words part them, in capitals and without accents.

    >>> lexemes("O'Brien & Peña-Smith, AT&T")
    ('O', 'BRIEN', 'PENA', 'SMITH', 'AT', 'T')
    """
    return tuple(re.findall(r"[^\W_]+", folded(text)))


def tsquery(words: tuple[str, ...], *, beginning: bool) -> str:
    """A query of all words; of the last one its beginning is enough where `beginning` is set.

    >>> tsquery(("JIMMY", "GOM"), beginning=True)
    "'jimmy' & 'gom':*"
    """
    parts = [f"'{word.lower()}'" for word in words[:MOST_WORDS]]
    if beginning and parts and len(words[-1]) >= SHORTEST_BEGINNING:
        parts[-1] += ":*"
    return " & ".join(parts)


def understand(text: str) -> Asked:
    """Read a search as people type it.

    >>> understand("gomez ca-34 2017 special")
    Asked(text='gomez ca-34 2017 special', identifier='', words=('GOMEZ',), office='H', state='CA',
          district='34', year=2017, is_special=True, party='', number='', part_of_id='')
    """
    text = " ".join(text.replace("\x00", " ").split())[:LONGEST].strip()
    rest = folded(text)
    if _ID.fullmatch(rest):
        return Asked(text, identifier=rest)
    if _PART_OF_ID.fullmatch(rest):
        return Asked(text, words=(rest,), part_of_id=rest)
    number = _NUMBER.fullmatch(rest)
    is_year = number is not None and _YEAR.fullmatch(rest) is not None
    if number and not is_year:
        return Asked(text, words=(number[1],), number=number[1])
    found: dict[str, str] = {}
    year = 0
    if sign := _PARTY_SIGN.search(rest):
        found["party"] = _PARTIES[sign[1]]
        if sign[2] in codes.STATES:
            found["state"] = sign[2]
        rest = rest.replace(sign[0], " ", 1)
    if said := _YEAR.search(rest):
        year = int(said[1])
        rest = rest.replace(said[0], " ", 1)
    rest = _read_place(rest, found)
    words, is_special = _read_words(rest, found)
    return Asked(text, words=words, year=year, is_special=is_special, **found)


def _read_place(rest: str, found: dict[str, str]) -> str:
    """Take a seat or a state out of a text, and put them into `found`."""
    for match in _SEAT.finditer(rest):
        if match[1] in codes.STATES:
            district = "00" if match[2] == "AL" else match[2].zfill(2)
            found.update(office="H", state=match[1], district=district)
            return rest.replace(match[0], " ", 1)
    half = _HALF_SEAT.search(rest)
    if half and half[1] in codes.STATES:
        found["state"] = half[1]
        return rest.replace(half[0], " ", 1)
    for name, code in _STATE_OF_NAME if "state" not in found else ():
        place = re.search(rf"\b{name}\b(?:\s+(\d{{1,2}})(?:ST|ND|RD|TH)?\b)?", rest)
        if place:
            found["state"] = code
            if place[1]:
                found.update(office="H", district=place[1].zfill(2))
            return rest.replace(place[0], " ", 1)
    return rest


def _read_words(rest: str, found: dict[str, str]) -> tuple[tuple[str, ...], bool]:
    """The words of names in a text, and whether it speaks of a special election."""
    words: list[str] = []
    is_special = False
    typed = [word for word in (part.strip("\"'().") for part in re.split(r"[\s,]+", rest)) if word]
    for word in typed:
        if word in {"SPECIAL", "RUNOFF"}:
            is_special = is_special or word == "SPECIAL"
        elif word in _OF_RACES:
            continue
        elif word in _OFFICES and "office" not in found:
            found["office"] = _OFFICES[word]
        elif len(word) > 1 and word in _PARTIES and "party" not in found:
            found["party"] = _PARTIES[word]
        elif "state" not in found and word in codes.STATES and len(typed) > 1 and word != "US":
            found["state"] = word
        else:
            words.append(word)
    return tuple(words), is_special
