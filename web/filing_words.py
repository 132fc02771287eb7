"""Forms, lines and fields of filings in words."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from filings.codes import REPORT_TYPES, election_words, seat
from web.words import party

FORMS = {
    "F1": "statement of organization",
    "F1M": "notification of multicandidate status",
    "F2": "statement of candidacy",
    "F24": "24- or 48-hour notice of independent expenditures",
    "F3": "campaign’s report of receipts and disbursements",
    "F3L": "report of contributions bundled by lobbyists",
    "F3P": "presidential campaign’s report of receipts and disbursements",
    "F3X": "report of receipts and disbursements",
    "F4": "convention committee’s report",
    "F5": "report of independent expenditures by persons other than committees",
    "F6": "48-hour notice of contributions",
    "F7": "report of communication costs",
    "F8": "debt settlement plan",
    "F9": "24-hour notice of electioneering communications",
    "F13": "inaugural committee’s report of donations",
    "F99": "letter",
}
SCHEDULES = {
    "A": "Receipts (Schedule A)",
    "A3L": "Bundled contributions (Schedule A of Form 3L)",
    "B": "Disbursements (Schedule B)",
    "C": "Loans (Schedule C)",
    "C1": "Loans from banks (Schedule C-1)",
    "C2": "Loan guarantors (Schedule C-2)",
    "D": "Debts (Schedule D)",
    "E": "Independent expenditures (Schedule E)",
    "F": "Coordinated party expenditures (Schedule F)",
    "H1": "Shares of joint expenses (Schedule H1)",
    "H2": "Shares of joint activities (Schedule H2)",
    "H3": "Transfers from nonfederal accounts (Schedule H3)",
    "H4": "Joint federal and nonfederal disbursements (Schedule H4)",
    "H5": "Transfers from Levin accounts (Schedule H5)",
    "H6": "Federal election activity, shared (Schedule H6)",
    "I": "Nonfederal accounts (Schedule I)",
    "L": "Levin accounts (Schedule L)",
    "F56": "Contributions received (Form 5)",
    "F57": "Independent expenditures (Form 5)",
    "F65": "Contributions received (Form 6)",
    "F76": "Communication costs (Form 7)",
    "F91": "Persons in control (Form 9)",
    "F92": "Donations for electioneering communications (Form 9)",
    "F93": "Electioneering communications (Form 9)",
    "F94": "Candidates named (Form 9)",
    "F132": "Donations accepted (Form 13)",
    "F133": "Donations refunded (Form 13)",
    "TEXT": "Text",
}
# Schedules whose rows are sums of money that the filer took in or paid out.
MONEY = frozenset({"A", "B", "E", "F", "F56", "F57", "F65", "F76", "F92", "F93", "F132", "F133"})
# What of a cover is shown, in this order: no street, phone or e-mail is ever among it.
COVER = (
    ("col_a_total_receipts", "Receipts in the period"),
    ("col_a_total_contributions", "Contributions in the period"),
    ("col_a_total_contributions_no_loans", "Contributions in the period, without loans"),
    ("col_a_individuals_itemized", "From individuals, itemized"),
    ("col_a_individual_contributions_itemized", "From individuals, itemized"),
    ("col_a_individuals_unitemized", "From individuals, not itemized"),
    ("col_a_individual_contributions_unitemized", "From individuals, not itemized"),
    ("col_a_total_disbursements", "Disbursements in the period"),
    ("col_a_independent_expenditures", "Independent expenditures in the period"),
    ("col_a_total_operating_expenditures", "Operating expenditures in the period"),
    ("col_a_cash_on_hand_beginning_period", "Cash at the beginning"),
    ("col_a_cash_beginning_reporting_period", "Cash at the beginning"),
    ("col_a_cash_on_hand_close_of_period", "Cash at the end"),
    ("col_a_debts_by", "Debts owed by the committee"),
    ("col_a_debts_to", "Debts owed to the committee"),
    ("col_b_total_receipts", "Receipts, election or year to date"),
    ("col_b_total_disbursements", "Disbursements, election or year to date"),
    ("total_contribution", "Contributions"),
    ("total_expenditure", "Expenditures"),
    ("total_costs", "Communication costs"),
    ("total_donations_accepted", "Donations accepted"),
    ("total_donations_refunded", "Donations refunded"),
    ("total_donations", "Donations"),
    ("total_disbursements", "Disbursements"),
)
# The boxes of a Form 1, line 5.
COMMITTEES = {
    "A": "principal campaign committee",
    "B": "authorized committee, not the principal one",
    "C": "committee for or against one candidate, not authorized",
    "D": "party committee",
    "E": "separate segregated fund",
    "F": "committee for or against several candidates",
    "G": "joint fundraising committee",
    "H": "joint fundraising committee",
}
# What the sentence on top says of a form, where that is neither for and against nor receipts.
SAID = {
    "F5": ("Contributions", "Expenditures"),
    "F7": ("Communication costs",),
    "F9": ("Donations", "Disbursements"),
    "F13": ("Donations accepted", "Donations refunded"),
}

# The quoted values of a problem, from the first quote to the last: a value may have quotes in it.
_QUOTED = re.compile(r"\".*\"|“.*”", re.DOTALL)
_ROW_TYPE = re.compile(r"[A-Z][A-Z0-9/]{0,9}")
_CONTACT = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]+"
    r"|\(?\b\d{3}\)?[-. ]\s?\d{3}[-. ]\d{4}\b"
    r"|\b\d{1,6}\s+(?:[NSEW]\.?\s+)?(?:[A-Z][\w.']*\s+){1,4}"
    r"(?:St|Street|Ave|Avenue|Blvd|Boulevard|Rd|Road|Dr|Drive|Ln|Lane|Ct|Court|Way|Pl|Place|Pkwy"
    r"|Parkway|Suite|Ste)\b\.?"
    r"|\bP\.?\s?O\.?\s+Box\s+\d+",
    re.IGNORECASE,
)
_HINT = re.compile(r"[\d@]")


def without_contacts(text: str) -> str:
    """A text without e-mail addresses, telephone numbers and what looks like a street."""
    # Each of them has a digit or an @; most texts have neither, and millions of rows are read.
    if not _HINT.search(text):
        return text
    return _CONTACT.sub("[left out]", text)


def without_values(problem: str) -> str:
    """What is wrong with a row, without the values: a field in the wrong place may be an address.

    >>> without_values('contribution_date: "12 Elm Street" is no date.')
    'contribution_date: (value left out) is no date.'
    """
    return _QUOTED.sub("(value left out)", problem)


def row_type(text: str) -> str:
    """A row's type; "" where its first field is no type but prose, of an address broken in two.

    >>> row_type("SC/10"), row_type("12 ELM STREET")
    ('SC/10', '')
    """
    return text if _ROW_TYPE.fullmatch(text) else ""


def form(code: str) -> str:
    """A form in words; its code where we have none.

    >>> form("F99")
    'letter'
    """
    return FORMS.get(code, f"form {code}" if code else "filing of an unknown form")


def report(code: str, election: str = "") -> str:
    """A report's code in words: "October quarterly", "pre-special, special 2017"."""
    named = REPORT_TYPES.get(code, f"report {code}" if code else "")
    return ", ".join(part for part in (named, election_words(election) if election else "") if part)


def about(form: str, cover: Mapping[str, object]) -> list[tuple[str, str]]:
    """What a statement of organization or of candidacy says, in words: (what it is, what it says).

    >>> about("F2", {"candidate_office": "H", "candidate_state": "NJ", "candidate_district": "04"})
    [('Seat', 'New Jersey 4th')]
    """
    if form not in {"F1", "F2"}:
        return []
    given = {name: str(value).strip()[:120] for name, value in cover.items() if value}
    office = given.get("candidate_office", "")
    district = given.get("candidate_district", "")
    found = [
        ("Type of committee", COMMITTEES.get(given.get("committee_type", ""), "")),
        ("Seat", seat(office, given.get("candidate_state", ""), district) if office else ""),
        ("Party", party(given.get("party_code") or given.get("candidate_party_code", ""))),
        ("Election year", given.get("election_year", "")),
        ("Affiliated with", given.get("affiliated_committee_name", "")),
    ]
    return [(what, said) for what, said in found if said and said.upper() not in {"NONE", "N/A"}]


def amount(text: object) -> Decimal | None:
    """An amount of a cover as filed; None where there is none.

    >>> amount("$1,234.50"), amount("(20)"), amount("none")
    (Decimal('1234.50'), Decimal('-20'), None)
    """
    bare = str(text or "").replace(",", "").replace("$", "").strip()
    # Accountants put a negative amount into brackets.
    if bare.startswith("(") and bare.endswith(")"):
        bare = f"-{bare[1:-1]}"
    try:
        value = Decimal(bare)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < Decimal(10) ** 14 else None


def figures(cover: Mapping[str, object]) -> list[tuple[str, Decimal]]:
    """The figures of a cover that are shown: words, and US dollars.

    Each stands once, though versions of a form name a column in two ways.
    """
    found: dict[str, Decimal] = {}
    for column, label in COVER:
        value = amount(cover.get(column, ""))
        if value is not None:
            found.setdefault(label, value)
    return list(found.items())
