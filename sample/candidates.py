"""The invented candidates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row of cn, and the part of weball that isn't money."""

    id: str
    name: str
    party: str
    year: int
    state: str
    office: str
    district: str
    ici: str
    status: str
    committee: str
    street: str
    city: str
    home: str
    zip_code: str


def _candidate(line: str) -> Candidate:
    """Read one line: id | name | party | year | state | office | district | ici | status | pcc."""
    cid, name, party, year, state, office, district, ici, status, pcc = line.split("|")
    city, code = {
        "CA": ("SACRAMENTO", "95814"),
        "NE": ("OMAHA", "68102"),
        "OH": ("DAYTON", "45402"),
        "US": ("DENVER", "80202"),
    }[state]
    home = "CO" if state == "US" else state
    box = f"PO BOX {9000 + int(pcc[-3:])}"
    return Candidate(
        cid, name, party, int(year), state, office, district, ici, status, pcc, box,
        city, home, code,
    )  # fmt: skip


CANDIDATES: tuple[Candidate, ...] = tuple(
    _candidate(line)
    for line in """\
H8CA99012|QUINTANAR, MARISOL|DEM|2018|CA|H|99|I|C|C00990101
H8CA99020|ACHTERBERG, DESMOND|DEM|2017|CA|H|99|O|C|C00990102
H8CA99038|OKONJO-REYES, PRISCILLA|DEM|2017|CA|H|99|O|C|C00990103
H8CA99046|VANTERPOOLE, ISAIAH J|DEM|2017|CA|H|99|O|P|C00990104
H8CA99053|KAZARINE, LUSINE|DEM|2017|CA|H|99|O|P|C00990105
H8CA99061|FENWICK-ODA, GRETA MS.|DEM|2017|CA|H|99|O|P|C00990106
H8CA99079|DELACROIX-MUNN, OTIS|DEM|2017|CA|H|99|O|P|C00990107
H8CA99087|LINDQVARN, TOBIAS|REP|2017|CA|H|99|O|P|C00990108
H8CA99095|HARGROVE-SATO, BEATRIX|REP|2017|CA|H|99|O|N|C00990109
H8CA99103|MALDONADE, EUGENIO "GENE"|REP|2018|CA|H|99|C|C|C00990110
H8CA99129|PELLERINE, WINSLOW|DEM|2018|CA|H|99|C|P|C00990112
H8CA99145|LINDQVARN, TOBIAS R|REP|2018|CA|H|99|C|N|C00990111
S8NE00915|BRANDVOLT, HARRIET|REP|2018|NE|S|00|I|C|C00990201
S8NE00923|TOLLIVER-QUIST, AUGUST|DEM|2018|NE|S|00|C|C|C00990203
S8NE00931|MARCHBANKE, ODELL|IND|2018|NE|S|00|C|N|C00990204
H8OH88014|STROUDWATER, VIVIAN|REP|2018|OH|H|88|I|C|C00990401
H8OH88022|ABERNETHY-KOSTA, LIONEL|DEM|2018|OH|H|88|C|C|C00990402
H8OH88030|WREN-PRZYBYLA, MAGDALENA|LIB|2018|OH|H|88|C|N|C00990403
P00099011|ELLINGBOE-CRANE, THADDEUS|DEM|2020|US|P|00|C|N|C00990301
""".splitlines()
)

CANDIDATES_BY_ID: dict[str, Candidate] = {c.id: c for c in CANDIDATES}
