"""The normal form of an employer's or organization's name, so that its spellings meet.

    >>> normal_form("Amazon.com Services, L.L.C.")
    'AMAZON COM SERVICES'
    >>> normal_form("THE PFIZER CORP.")
    'PFIZER'
    >>> normal_form("McKinsey & Co.")
    'MCKINSEY AND COMPANY'

Legal suffixes come from cleanco. Case, accents, punctuation, leading articles and common
abbreviations are ours. Rules are written as people write names, and take the same form.
"""

import re
import unicodedata
from functools import lru_cache

from cleanco.clean import custom_basename
from cleanco.termdata import terms_by_country

# Raise it with any change of what normal_form gives: stored forms are then made anew.
FORM_VERSION = 1

# Suffixes of countries whose firms name themselves so as employers in the United States. Cleanco's
# other countries have suffixes ("SF", "PA", "AS") that are places and words in English.
_COUNTRIES = ("United States of America", "United Kingdom", "Canada", "Germany")
# Suffixes that cleanco has for them, but which are words or states in employers' names.
_WORDS = {"trust", "pa", "pc", "ltee", "partners", "plc.", "ag", "kg", "se", "ug", "ev", "company"}
_MORE = ("pllc", "pllp", "llc", "llp", "lllp", "lp", "plc", "inc", "incorporated", "corp", "ag",
         "corporation", "co", "ltd", "limited", "na", "company", "nv", "apc", "pc", "chartered",
         "us", "usa", "corporat", "corporatio", "incorporate", "incorporat", "compan")  # fmt: skip
# Initials, dotted or spaced: "J.P. MORGAN" and "J P MORGAN" are JP MORGAN.
_INITIALS = re.compile(r"\b[A-Z0-9](?: [A-Z0-9]\b)+")
_APOSTROPHE = re.compile(r"['’`´]")
_NOT_WORD = re.compile(r"[^A-Z0-9]+")
# "JOHN DOE D/B/A DOE FARMS" is known by the name before.
_DOING_BUSINESS = re.compile(r"\s(?:D/B/A|DBA|A/K/A|F/K/A)\s.*$", re.IGNORECASE)
_ABBREVIATED = {
    "ASSN": "ASSOCIATION", "ASSOC": "ASSOCIATES", "ASSOCS": "ASSOCIATES", "ATTY": "ATTORNEY",
    "ATTYS": "ATTORNEYS", "AUTH": "AUTHORITY", "BD": "BOARD", "BROS": "BROTHERS",
    "CNTR": "CENTER", "CTR": "CENTER", "CENTRE": "CENTER", "CNTY": "COUNTY", "COLL": "COLLEGE",
    "COMM": "COMMUNICATIONS", "CONST": "CONSTRUCTION", "CONSTR": "CONSTRUCTION",
    "CONTR": "CONTRACTORS", "COOP": "COOPERATIVE", "DEPT": "DEPARTMENT", "DEV": "DEVELOPMENT",
    "DIST": "DISTRICT", "DISTR": "DISTRIBUTORS", "DIV": "DIVISION", "ENG": "ENGINEERING",
    "ENGR": "ENGINEERING", "ENT": "ENTERPRISES", "ENTERP": "ENTERPRISES", "EQUIP": "EQUIPMENT",
    "FDN": "FOUNDATION", "FED": "FEDERAL", "FIN": "FINANCIAL", "GOV": "GOVERNMENT",
    "GOVT": "GOVERNMENT", "GRP": "GROUP", "HLTH": "HEALTH", "HLTHCARE": "HEALTHCARE",
    "HOSP": "HOSPITAL", "INDUS": "INDUSTRIES", "INS": "INSURANCE", "INST": "INSTITUTE",
    "INTL": "INTERNATIONAL", "INVEST": "INVESTMENTS", "LAB": "LABORATORY", "LABS": "LABORATORIES",
    "MED": "MEDICAL", "MEM": "MEMORIAL", "MFG": "MANUFACTURING", "MFR": "MANUFACTURING",
    "MGMT": "MANAGEMENT", "MGT": "MANAGEMENT", "MGMNT": "MANAGEMENT", "MKTG": "MARKETING",
    "MTG": "MORTGAGE", "MUN": "MUNICIPAL", "NAT": "NATIONAL", "NATL": "NATIONAL",
    "ORG": "ORGANIZATION", "PHARM": "PHARMACY", "PHARMA": "PHARMACEUTICALS",
    "PROD": "PRODUCTIONS", "PROP": "PROPERTIES", "PROPS": "PROPERTIES", "RR": "RAILROAD",
    "RLTY": "REALTY", "SCH": "SCHOOL", "SER": "SERVICES", "SERV": "SERVICES", "SVC": "SERVICES",
    "SVCS": "SERVICES", "SVS": "SERVICES", "SYS": "SYSTEMS", "TECH": "TECHNOLOGY",
    "TECHS": "TECHNOLOGIES", "TELECOM": "TELECOMMUNICATIONS", "TRANS": "TRANSPORTATION",
    "UNIV": "UNIVERSITY", "UNIVERSTIY": "UNIVERSITY", "WHSL": "WHOLESALE",
}  # fmt: skip
_IN_PARENTHESES = re.compile(r"\(([^()]*)\)")
# What filers write where a committee has no connected organization.
_NO_SPONSOR = {"", "NONE", "NA", "NOT APPLICABLE", "NON CONNECTED", "NONCONNECTED", "NO", "NULL"}


def _terms() -> list[tuple[int, list[str]]]:
    words = {
        term.lower()
        for country in _COUNTRIES
        for term in terms_by_country.get(country, ())
        if term.lower() not in _WORDS and not term.lower().startswith("and ")
    } | set(_MORE)
    # By number of words, the longest first, as cleanco wants them.
    parted = {tuple(re.sub(r"[^a-z ]", "", word).split()) for word in words}
    return sorted(((len(p), list(p)) for p in parted if p), key=lambda t: (-t[0], t[1]))


_TERMS = _terms()
_LAST_WORDS = {words[-1] for _, words in _TERMS}
# What a PAC's name says beside its sponsor's.
_COMMITTEE_WORDS = re.compile(
    r"\b(?:SEPARATE SEGREGATED FUND|POLITICAL ACTION (?:COMMITTEE|COMM|FUND)|POLITICAL COMMITTEE"
    r"|POLITICAL EDUCATION (?:COMMITTEE|FUND)|GOOD GOVERNMENT (?:COMMITTEE|FUND|CLUB|GROUP)"
    r"|(?:BETTER|RESPONSIBLE|EFFECTIVE|CITIZENSHIP) GOVERNMENT (?:COMMITTEE|FUND|ASSOCIATION)"
    r"|POLITICAL (?:FUND|PARTICIPATION FUND|AWARENESS FUND)"
    r"|CIVIC (?:ACTION|INVOLVEMENT) (?:FUND|PROGRAM)"
    r"|EMPLOYEES?|FEDERAL|STATE AND FEDERAL|PAC|FEDPAC|POLITICAL|COMMITTEE|FUND)\b"
)


def plain_form(text: str) -> str:
    """A text in capitals and words, without accents and signs: an occupation, say.

    >>> plain_form("Fire Fighter / E.M.S.")
    'FIRE FIGHTER EMS'
    """
    upper = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    spoken = _APOSTROPHE.sub("", upper).replace("&", " AND ").replace("+", " AND ")
    plain = " ".join(_NOT_WORD.sub(" ", spoken).split())
    return _INITIALS.sub(lambda match: match.group().replace(" ", ""), plain)


@lru_cache(maxsize=20_000)
def normal_form(text: str) -> str:
    """A name in capitals without accents, signs, legal suffixes and leading "THE".

    Empty where nothing is left; a name that is nothing but a suffix ("CO") stays as it is.
    """
    shown = _DOING_BUSINESS.sub("", text) or text
    words = [_ABBREVIATED.get(word, word) for word in plain_form(shown).split()]
    if len(words) > 1 and words[0] == "THE":
        words = words[1:]
    if len(words) > 1 and words[-1] == "THE":
        words = words[:-1]
    return _without_suffixes(words)


def _without_suffixes(words: list[str]) -> str:
    name = " ".join(words)
    for _ in range(3):
        # Cleanco costs more than all the rest; most names end in no suffix.
        if name.rpartition(" ")[2].lower() not in _LAST_WORDS:
            break
        shorter = custom_basename(name, _TERMS).upper()
        if not shorter or shorter == name:
            break
        if shorter.endswith(" AND"):
            shorter = shorter.removesuffix(" AND")
            # "McKinsey & Co." without its company would be a bare surname.
            return shorter if " " in shorter else f"{shorter} AND COMPANY"
        name = shorter
    return name


def sponsor_forms(connected: str, name: str) -> list[str]:
    """The normal forms by which a committee's sponsor may be known, the most telling first.

    The connected organization as registered, then the committee's name, each also without the
    words that PACs' names share.

    >>> sponsor_forms("", "Pfizer Inc. PAC")
    ['PFIZER INC PAC', 'PFIZER']
    >>> sponsor_forms("PFIZER INC.", "PFIZER PAC")
    ['PFIZER', 'PFIZER PAC']
    """
    forms: list[str] = []
    for text in (connected, name):
        if normal_form(text) in _NO_SPONSOR:
            continue
        # "Aflac PAC (American Family Life)" is known by either, "X PAC, affiliated with Y" by X.
        parts = [text, _IN_PARENTHESES.sub(" ", text), *_IN_PARENTHESES.findall(text)]
        parts.append(_COMMITTEE_WORDS.split(plain_form(text))[0])
        for part in parts:
            forms += [normal_form(part), normal_form(_COMMITTEE_WORDS.sub(" ", plain_form(part)))]
    return [form for form in dict.fromkeys(forms) if form not in _NO_SPONSOR]
