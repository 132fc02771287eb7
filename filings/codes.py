"""The FEC's codes in words, and how a row of each transaction type counts.

Sources: the FEC's published file descriptions and code lists, and docs/methodology.md for what
counts.
"""

from dataclasses import dataclass

OFFICES = (("H", "House"), ("S", "Senate"), ("P", "President"))

INCUMBENT_CHALLENGE = (("I", "Incumbent"), ("C", "Challenger"), ("O", "Open seat"))

CANDIDATE_STATUSES = (
    ("C", "Statutory candidate"),
    ("F", "Statutory candidate for a future election"),
    ("N", "Not yet a statutory candidate"),
    ("P", "Statutory candidate in a prior cycle"),
)

COMMITTEE_TYPES = (
    ("C", "Communication cost filer"),
    ("D", "Delegate committee"),
    ("E", "Electioneering communication filer"),
    ("H", "House campaign"),
    ("I", "Independent expenditor (person or group)"),
    ("N", "PAC, nonqualified"),
    ("O", "Super PAC (independent expenditures only)"),
    ("P", "Presidential campaign"),
    ("Q", "PAC, qualified"),
    ("S", "Senate campaign"),
    ("U", "Single-candidate independent expenditure"),
    ("V", "Hybrid PAC, nonqualified"),
    ("W", "Hybrid PAC, qualified"),
    ("X", "Party committee, nonqualified"),
    ("Y", "Party committee, qualified"),
    ("Z", "National party nonfederal account"),
)
PARTY_COMMITTEE_TYPES = ("X", "Y", "Z")

DESIGNATIONS = (
    ("A", "Authorized by a candidate"),
    ("B", "Lobbyist or registrant PAC"),
    ("D", "Leadership PAC"),
    ("J", "Joint fundraising committee"),
    ("P", "Principal campaign committee"),
    ("U", "Unauthorized"),
)
# A candidate's totals take these; a joint fundraising committee's and a leadership PAC's money is
# not the campaign's.
CAMPAIGN_DESIGNATIONS = ("P", "A")

ORGANIZATION_TYPES = (
    ("C", "Corporation"),
    ("H", "Other (organization)"),
    ("I", "Other (individual)"),
    ("L", "Labor organization"),
    ("M", "Membership organization"),
    ("T", "Trade association"),
    ("V", "Cooperative"),
    ("W", "Corporation without capital stock"),
)

FILING_FREQUENCIES = (
    ("A", "Administratively terminated"),
    ("D", "Debt"),
    ("M", "Monthly"),
    ("Q", "Quarterly"),
    ("T", "Terminated"),
    ("W", "Waived"),
)

ENTITY_TYPES = (
    ("CAN", "Candidate"),
    ("CCM", "Candidate committee"),
    ("COM", "Committee"),
    ("IND", "Individual"),
    ("ORG", "Organization"),
    ("PAC", "Political action committee"),
    ("PTY", "Party organization"),
)

ELECTION_LETTERS = {
    "P": "primary",
    "G": "general",
    "R": "runoff",
    "S": "special",
    "C": "convention",
    "O": "other",
    "E": "recount",
}

REPORT_TYPES = {
    "12C": "pre-convention", "12G": "pre-general", "12P": "pre-primary", "12R": "pre-runoff",
    "12S": "pre-special", "30D": "post-election", "30G": "post-general", "30P": "post-primary",
    "30R": "post-runoff", "30S": "post-special", "60D": "post-inaugural", "10D": "pre-election",
    "10G": "pre-general", "10P": "pre-primary", "10R": "pre-runoff", "10S": "pre-special",
    "MY": "mid-year", "MYS": "mid-year, special", "Q1": "April quarterly", "Q2": "July quarterly",
    "Q3": "October quarterly", "Q1S": "April quarterly, special", "Q2S": "July quarterly, special",
    "Q3S": "October quarterly, special", "YE": "year-end", "YES": "year-end, special",
    "TER": "termination", "ADJ": "comprehensive adjustment", "CA": "comprehensive amendment",
    "90D": "90 days", "90S": "90 days, special", "24": "24-hour notice", "48": "48-hour notice",
    "M1": "January monthly", "M2": "February monthly", "M3": "March monthly", "M4": "April monthly",
    "M5": "May monthly", "M6": "June monthly", "M7": "July monthly", "M8": "August monthly",
    "M9": "September monthly", "M10": "October monthly", "M11": "November monthly",
    "M12": "December monthly", "M7S": "July monthly, special",
}  # fmt: skip

STATES = {
    "AK": "Alaska", "AL": "Alabama", "AR": "Arkansas", "AS": "American Samoa", "AZ": "Arizona",
    "CA": "California", "CO": "Colorado", "CT": "Connecticut", "DC": "District of Columbia",
    "DE": "Delaware", "FL": "Florida", "GA": "Georgia", "GU": "Guam", "HI": "Hawaii", "IA": "Iowa",
    "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "KS": "Kansas", "KY": "Kentucky",
    "LA": "Louisiana", "MA": "Massachusetts", "MD": "Maryland", "ME": "Maine", "MI": "Michigan",
    "MN": "Minnesota", "MO": "Missouri", "MP": "Northern Mariana Islands", "MS": "Mississippi",
    "MT": "Montana", "NC": "North Carolina", "ND": "North Dakota", "NE": "Nebraska",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NV": "Nevada", "NY": "New York",
    "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico",
    "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee",
    "TX": "Texas", "US": "United States", "UT": "Utah", "VA": "Virginia", "VI": "Virgin Islands",
    "VT": "Vermont", "WA": "Washington", "WI": "Wisconsin", "WV": "West Virginia", "WY": "Wyoming",
}  # fmt: skip


# States whose regular primaries may end in a runoff, so that "R" alone tells nothing there.
PRIMARY_RUNOFF_STATES = frozenset({"AL", "AR", "GA", "LA", "MS", "NC", "OK", "SC", "SD", "TX"})


@dataclass(frozen=True)
class TransactionType:
    """A transaction type of the it* files.

    side: "receipt" (the filer is the recipient, the row names the source) or "disbursement".
    counted_as: the line of a committee's money that an unmemoed row of the type adds to;
    "conduit" rows pass through and add to nothing, and so do JOINT_SHARES.
    """

    code: str
    side: str
    counted_as: str
    description: str


def _types(side: str, counted_as: str, **descriptions: str) -> list[TransactionType]:
    return [
        TransactionType(code.lstrip("t"), side, counted_as, words)
        for code, words in descriptions.items()
    ]


# What a row adds to; "memo" (MEMO_CD = X, and JOINT_SHARES) and "conduit" add to nothing.
COUNTED_AS = (
    ("individual", "Contributions from individuals and other non-committees, itemized"),
    ("candidate", "Contributions from the candidate"),
    ("candidate_loan", "Loans from the candidate"),
    ("committee", "Contributions from committees"),
    ("transfer", "Transfers"),
    ("loan", "Other loans"),
    ("offset", "Refunds and offsets received"),
    ("other_receipt", "Other receipts"),
    ("refund_individual", "Refunds to individuals"),
    ("refund_committee", "Refunds to committees"),
    ("contribution", "Contributions to committees"),
    ("independent_expenditure", "Independent expenditures"),
    ("coordinated", "Coordinated party expenditures"),
    ("communication_cost", "Communication costs"),
    ("electioneering", "Electioneering communications"),
    ("recount", "Recount disbursements"),
    ("loan_repayment", "Loan repayments"),
    ("other_disbursement", "Other disbursements"),
    ("conduit", "Passed on by a conduit, counted at the recipient"),
    ("memo", "Memo, counted elsewhere"),
    ("unknown", "Transaction type missing or unknown"),
    ("superseded", "In a filing that was amended: counted there"),
    ("held", "In a filing that is held for review"),
)
NEVER_COUNTED = ("memo", "conduit", "unknown", "superseded", "held")

# What a joint fundraising committee's donors gave stands there, and again as the recipient's share
# of it; the cash is the transfer (18G). A share is a memo, with MEMO_CD or without: some filers
# leave it out. donations/sql/load_contributions.sql names them too.
JOINT_SHARES = ("10J", "11J", "15J", "18J", "19J", "30J", "31J", "32J")

TRANSACTION_TYPES: dict[str, TransactionType] = {
    kind.code: kind
    for kinds in (
        _types(
            "receipt", "individual",
            t10="Contribution to an independent-expenditure-only committee",
            t10J="Joint fundraising share, independent-expenditure-only committee",
            t11="Contribution from a Native American tribe",
            t11J="Joint fundraising share, tribe",
            t15="Contribution",
            t15E="Earmarked contribution",
            t15J="Joint fundraising share of a contribution",
            t30="Contribution to the convention account",
            t30E="Earmarked contribution to the convention account",
            t30J="Joint fundraising share, convention account",
            t30T="Convention account, from a conduit's treasury",
            t31="Contribution to the headquarters account",
            t31E="Earmarked contribution to the headquarters account",
            t31J="Joint fundraising share, headquarters account",
            t31T="Headquarters account, from a conduit's treasury",
            t32="Contribution to the recount account",
            t32E="Earmarked contribution to the recount account",
            t32J="Joint fundraising share, recount account",
            t32T="Recount account, from a conduit's treasury",
        ),
        _types("receipt", "candidate", t15C="Contribution from the candidate"),
        _types("receipt", "candidate_loan", t16C="Loan from the candidate"),
        _types(
            "receipt", "committee",
            t15K="Contribution from a registered filer",
            t15Z="In-kind contribution from a registered filer",
            t18J="Joint fundraising share of a committee's contribution",
            t18K="Contribution from a registered filer",
            t18L="Bundled contribution",
            t18U="Contribution from an unregistered committee",
            t30F="Convention account, from a tribe or committee",
            t30K="Committee's contribution to the convention account",
            t31F="Headquarters account, from a tribe or committee",
            t31K="Committee's contribution to the headquarters account",
            t32F="Recount account, from a tribe or committee",
            t32K="Committee's contribution to the recount account",
        ),
        _types(
            "receipt", "transfer",
            t18G="Transfer in from an affiliate",
            t30G="Transfer in, convention account",
            t31G="Transfer in, headquarters account",
            t32G="Transfer in, recount account",
        ),
        _types(
            "receipt", "loan",
            t16F="Loan from a bank", t16G="Loan from an individual",
            t16H="Loan from a registered filer", t16R="Loan from a registered filer",
            t16U="Loan from an unregistered entity",
        ),
        _types(
            "receipt", "offset",
            t16J="Loan repaid by an individual", t16K="Loan repaid by a registered filer",
            t16L="Loan repaid by an unregistered entity",
            t17R="Refund from a registered entity", t17U="Refund from an unregistered entity",
            t17Y="Refund from an individual or corporation",
            t17Z="Refund from a candidate or authorized committee",
        ),
        _types(
            "receipt", "other_receipt",
            t12="Nonfederal receipt, Levin account", t13="Inaugural donation",
            # The loan was counted when it was made; forgiving it brings no money.
            t15F="Loan forgiven by the candidate",
            t18H="Honorarium", t19="Electioneering communication donation",
            t19J="Joint fundraising share, electioneering donation",
        ),
        _types(
            "receipt", "conduit",
            t15I="Earmarked contribution into a conduit, passed on as the donor's check",
            t15T="Earmarked contribution into a conduit's treasury",
        ),
        _types(
            "disbursement", "conduit",
            t24I="Earmarked check passed on by a conduit",
            t24T="Earmarked contribution passed on from a conduit's treasury",
        ),
        _types(
            "disbursement", "refund_individual",
            t20Y="Nonfederal refund", t21Y="Refund to a tribe", t22Y="Refund to an individual",
            t23Y="Inaugural donation refund", t28L="Refund of a bundled contribution",
            t40Y="Convention account refund", t41Y="Headquarters account refund",
            t42Y="Recount account refund",
        ),
        _types(
            "disbursement", "refund_committee",
            t22R="Refund to an unregistered entity", t22Z="Refund to a committee",
            t40Z="Convention account refund to a committee",
            t41Z="Headquarters account refund to a committee",
            t42Z="Recount account refund to a committee",
        ),
        _types(
            "disbursement", "contribution",
            t24K="Contribution to a committee", t24Z="In-kind contribution to a committee",
            t24P="Contribution to a possible candidate",
            t24U="Contribution to an unregistered entity",
        ),
        _types("disbursement", "transfer", t24G="Transfer out to an affiliate"),
        _types(
            "disbursement", "independent_expenditure",
            t24A="Independent expenditure against", t24E="Independent expenditure for",
        ),
        _types("disbursement", "coordinated", t24C="Coordinated party expenditure"),
        _types(
            "disbursement", "communication_cost",
            t24F="Communication cost for", t24N="Communication cost against",
        ),
        _types("disbursement", "electioneering", t29="Electioneering communication"),
        _types("disbursement", "recount", t24R="Recount disbursement"),
        _types(
            "disbursement", "loan_repayment",
            t20C="Loan repaid to the candidate", t20F="Loan repaid to a bank",
            t20G="Loan repaid to an individual", t20R="Loan repaid to a registered filer",
            t22J="Loan repaid to an individual", t22K="Loan repaid to a candidate or committee",
            t22L="Loan repaid to a bank", t22X="Loan repaid to an unregistered entity",
        ),
        _types(
            "disbursement", "other_disbursement",
            t20="Nonfederal disbursement", t20A="Levin account, voter registration",
            t20B="Levin account, voter identification", t20D="Levin account, generic campaign",
            t20V="Levin account, get out the vote", t22G="Loan to an individual",
            t22H="Loan to a candidate or committee", t22U="Loan to an unregistered entity",
            t24H="Honorarium to a candidate",
            t40="Convention account disbursement", t40T="Convention account disbursement",
            t41="Headquarters account disbursement", t41T="Headquarters account disbursement",
            t42="Recount account disbursement", t42T="Recount account disbursement",
        ),
    )
    for kind in kinds
}  # fmt: skip


def ordinal(number: int) -> str:
    """A number as "1st", "2nd", "34th"."""
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def seat(office: str, state: str, district: str) -> str:
    """A seat in words: "California 34th", "Ohio Senate", "Montana at large", "President"."""
    if office == "P":
        return "President"
    place = STATES.get(state, state or "Unknown state")
    if office == "S":
        return f"{place} Senate"
    number = int(district) if district.isdecimal() else 0
    return f"{place} {ordinal(number)}" if number else f"{place} at large"


def election_words(code: str) -> str:
    """An election code (PGI) in words: "G2018" is "general 2018", "S" is "special", "" is "not
    given".
    """
    if not code:
        return "not given"
    word = ELECTION_LETTERS.get(code[0], f"code {code[0]}")
    return f"{word} {code[1:]}".strip()


# The FEC's party codes that occur often enough to be spelled out; others are shown as they are.
PARTIES = {
    "DEM": "Democrat", "REP": "Republican", "LIB": "Libertarian", "GRE": "Green",
    "IND": "Independent",
    "DFL": "Democratic-Farmer-Labor", "CON": "Constitution", "NPA": "no party affiliation",
    "NNE": "no party", "NON": "nonpartisan", "UN": "unaffiliated", "UNK": "party unknown",
    "OTH": "other party", "W": "write-in", "WFP": "Working Families", "REF": "Reform",
    "AIP": "American Independent", "PAF": "Peace and Freedom", "CRV": "Conservative",
    "DNL": "Democratic-Nonpartisan League", "SWP": "Socialist Workers", "SOC": "Socialist",
}  # fmt: skip
