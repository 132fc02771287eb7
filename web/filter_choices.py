"""What fields of the donor search can be chosen from, in words: orders, kinds, rows, places."""

from filings.codes import COUNTED_AS, STATES

SORTS = {
    "-amount": "Largest first",
    "amount": "Smallest first",
    "-date": "Newest first",
    "date": "Oldest first",
    "name": "Donor, A to Z",
    "-name": "Donor, Z to A",
    "recipient": "Recipient, A to Z",
    "-recipient": "Recipient, Z to A",
    "employer": "Employer, A to Z",
    "-employer": "Employer, Z to A",
    "occupation": "Occupation, A to Z",
    "-occupation": "Occupation, Z to A",
    "city": "City, A to Z",
    "-city": "City, Z to A",
    "state": "State, A to Z",
    "-state": "State, Z to A",
    "industry": "Industry, A to Z",
    "-industry": "Industry, Z to A",
}
DEFAULT_SORT, DEFAULT_ORDER = "-amount", "-net"
# Kinds that are searched together: what a committee is funded by, as pages add it up.
TOGETHER = {
    "given": ("individual", "committee"),
    "funding": ("individual", "committee", "transfer"),
}
KIND_WORDS = {
    **dict(COUNTED_AS),
    "given": "Contributions from individuals and committees",
    "funding": "Contributions from individuals and committees, and transfers",
}
# Who gave, as filers say it (ENTITY_TP), whatever kind of money the row is.
CONTRIBUTORS = {
    "individual": ("IND",),
    "committee": ("PAC", "COM", "PTY", "CCM"),
    "organization": ("ORG",),
    "candidate": ("CAN",),
    "unsaid": ("",),
}
CONTRIBUTOR_WORDS = {
    "individual": "Individuals",
    "committee": "Committees and parties",
    "organization": "Organizations",
    "candidate": "Candidates",
    "unsaid": "Not said",
}
# Which rows are shown: those that count, and each sort of those that never do.
ROWS = {
    "counted": "that count",
    "all": "all, counted or not",
    "memo": "memos",
    "conduit": "what conduits passed on",
    "superseded": "in filings that were amended",
    "held": "held back for review",
    "unknown": "of unknown types",
}
PARTY_NAMES = {"DEMOCRATIC": "DEM", "DEMOCRAT": "DEM", "REPUBLICAN": "REP", "INDEPENDENT": "IND"}
# What else the FEC's files have for a contributor's state.
ELSEWHERE = {
    "AA": "Armed Forces, Americas",
    "AE": "Armed Forces, Europe",
    "AP": "Armed Forces, Pacific",
    "FM": "Micronesia",
    "MH": "Marshall Islands",
    "PW": "Palau",
    "ZZ": "Foreign country",
}
PLACES = {**STATES, **ELSEWHERE}
