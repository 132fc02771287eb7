"""The main actors of the sample, by name and id, and what is deliberately odd about it.

Tests and the demo import these constants instead of repeating ids. Nothing here computes.
"""

CYCLE = 2018
SEED = "invented special election, district 99"

# --- candidates ------------------------------------------------------------------------------
CANDIDATE_A = "H8CA99012"  # Marisol Quintanar, wins the special election and the regular one
CANDIDATE_B = "H8CA99020"  # Desmond Achterberg, loses the runoff
ALLY_OF_B = "H8CA99079"  # Otis Delacroix-Munn, who endorsed B before the runoff
RETURNING_RIVAL = "H8CA99103"  # Eugenio "Gene" Maldonade, runs in 2017 and again in 2018
# One person registered under two candidate ids, once for each year.
TWO_IDS_ONE_PERSON = ("H8CA99087", "H8CA99145")
SPECIAL_FIELD = (
    CANDIDATE_A,
    CANDIDATE_B,
    "H8CA99038",
    "H8CA99046",
    "H8CA99053",
    "H8CA99061",
    ALLY_OF_B,
    "H8CA99087",
    "H8CA99095",
    RETURNING_RIVAL,
)
REGULAR_FIELD = (CANDIDATE_A, RETURNING_RIVAL, "H8CA99129", "H8CA99145")
SENATE_FIELD = ("S8NE00915", "S8NE00923", "S8NE00931")
SENATE_INCUMBENT, SENATE_CHALLENGER = SENATE_FIELD[:2]
OTHER_HOUSE_FIELD = ("H8OH88014", "H8OH88022", "H8OH88030")
PRESIDENTIAL_EARLY = "P00099011"

# --- committees ------------------------------------------------------------------------------
COMMITTEE_A = "C00990101"
COMMITTEE_B = "C00990102"
COMMITTEE_ALLY_OF_B = "C00990107"
COMMITTEE_RETURNING_RIVAL = "C00990110"
SENATE_PRINCIPAL = "C00990201"
SENATE_AUTHORIZED = "C00990202"
OTHER_HOUSE_INCUMBENT = "C00990401"
ATTACKER = "C00990801"  # Neighbors for Accountable Government, spends against A
SUPPORTER_OF_A = "C00990802"  # 99th District Forward, spends for A
SENATE_SPENDER = "C00990803"  # Prairie Future Fund, has notices not yet in a report
MIDDLEMAN = "C00990804"  # Civic Balance Fund: takes company money, passes it to the attacker
HOUSE_SPENDER = "C00990805"  # Riverbend Values Project
PERSON_SPENDER = "C90990001"  # files Form 5, isn't a political committee
UNION_COMMUNICATIONS = "C70990001"  # files Form 7, communication costs
NONPROFIT_ADS = "C30990001"  # files Form 9, electioneering communications
CONDUIT = "C00990701"  # GiveTogether
JOINT_FUNDRAISER = "C00990901"  # Quintanar Victory Fund
LEADERSHIP_PAC = "C00990911"  # Golden Meridian PAC, sponsored by A
FRIEND_OF_B_PAC = "C00990912"  # Good Fences Neighborhood PAC, allied with B
# The treasurer of the attacker and of B's friends.
SHARED_TREASURER = "COUNTWELL, ADA"
NATIONAL_PARTY = "C00990601"  # coordinated expenditures for A
RIVAL_PARTY = "C00990602"
STATE_PARTY = "C00990603"  # shares in the joint fundraiser
DRUG_MAKERS = ("C00990501", "C00990502", "C00990503")
PAYDAY_LENDERS = ("C00990504", "C00990505")
AGRICULTURAL_CHEMICALS = ("C00990506", "C00990507")
BANK_PAC = "C00990508"
REAL_ESTATE_PAC = "C00990509"
UNION_PAC = "C00990510"

# --- the attacker's main funder --------------------------------------------------------------
FUNDER_NAME = "THORNBURY, ALDOUS"
FUNDER_NAME_VARIANTS = ("THORNBURY, ALDOUS", "THORNBURY, ALDOUS P", "THORNBURY, ALDOUS P. MR.")
FUNDER_COMPANY = "THORNBURY-LOCKE HOLDINGS LLC"
FUNDER_ZIP = "95825"
# Whole dollars, as the bulk file shows them.
FUNDER_TO_ATTACKER = 425_000
COMPANY_TO_ATTACKER = 300_000
COMPANY_TO_MIDDLEMAN = 160_000
MIDDLEMAN_TO_ATTACKER = 150_000
FUNDER_TO_B = 5_400  # the maximum: 2,700 for the special primary, 2,700 for the runoff
FUNDER_TO_ALLY_OF_B = 2_700
FUNDER_TO_FRIEND_OF_B_PAC = 5_000

# --- elections -------------------------------------------------------------------------------
SPECIAL_PRIMARY = "2017-05-09"
SPECIAL_RUNOFF = "2017-06-27"
REGULAR_PRIMARY = "2018-06-05"
GENERAL = "2018-11-06"

# --- notices ---------------------------------------------------------------------------------
# (committee, transaction id) as in independent_expenditure_2018.csv.
OPEN_NOTICES = ((SENATE_SPENDER, "SE24.6101"), (SENATE_SPENDER, "SE24.6102"))
UNMATCHED_NOTICE = (ATTACKER, "SE24.9120")

# --- differences -----------------------------------------------------------------------------
# Committee: (official file and column, official minus rows in cents, reason).
KNOWN_DIFFERENCES = {
    BANK_PAC: (
        "webk",
        "CONTRIB_TO_OTHER_CMTE",
        250_000,
        "The cover page counts a contribution of $2,500.00 that was never itemized.",
    ),
    "C00990105": (
        "weball",
        "TTL_INDIV_CONTRIB",
        -100_000,
        "The treasurer netted a refund of $1,000.00 against contributions on the cover page, "
        "so the official individual total is below the itemized rows.",
    ),
}

# Rows of indiv that a loader must reject: one with a column missing, one whose amount is 12O0.
MALFORMED_INDIV_ROWS = 2
