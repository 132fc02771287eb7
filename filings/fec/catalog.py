"""Each of the FEC's bulk files, described once: address, columns in order, our names and types,
step.

Sources: the file descriptions the FEC publishes with its bulk data. Our names are those of the
FEC's API, so that a reader of one knows the other.

>>> CATALOG["indiv"].address("https://www.fec.gov/files/bulk-downloads", 2018)
'https://www.fec.gov/files/bulk-downloads/2018/indiv18.zip'
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a field holds, and so how it is cast and when it cannot be."""

    TEXT = "text"
    MONEY = "money"
    INTEGER = "integer"
    BIGINT = "bigint"
    YEAR = "year"
    DATE_MDY = "mdy"  # 01312018
    DATE_SLASH = "slash"  # 01/31/2018
    DATE_DMY = "dmy"  # 31-JAN-18
    DATE_ANY = "any"  # any of these, or 20180131


DATE_KINDS = frozenset({Kind.DATE_MDY, Kind.DATE_SLASH, Kind.DATE_DMY, Kind.DATE_ANY})


class Layout(StrEnum):
    """How a file separates its fields."""

    PIPE = "pipe"  # no header, no quoting: a double quote is an ordinary character
    CSV = "csv"  # header, quotes


@dataclass(frozen=True)
class Column:
    """A column: the FEC's name ("old/new" where it was renamed), ours (empty: not kept), its kind.

    A row whose `required` column is blank or unreadable is rejected; any other unreadable field is
    left blank, and noted.
    """

    source: str
    name: str
    kind: Kind = Kind.TEXT
    required: bool = False


@dataclass(frozen=True)
class BulkFile:
    """A bulk file. `path` and `member` may hold {year} (2018) and {yy} (18).

    `key` is the FEC's name of the column that no two rows may share; empty where there is none.
    """

    code: str
    step: str
    title: str
    path: str
    member: str
    layout: Layout
    columns: tuple[Column, ...]
    key: str = ""

    def relative_path(self, cycle: int) -> str:
        """The path below the base address, as "2018/indiv18.zip"."""
        return self.path.format(year=cycle, yy=f"{cycle % 100:02d}")

    def address(self, base: str, cycle: int) -> str:
        """The whole address under `base` (no trailing slash needed)."""
        return f"{base.rstrip('/')}/{self.relative_path(cycle)}"

    def member_name(self, cycle: int) -> str:
        """The name of the file inside the zip; empty where the file isn't zipped."""
        return self.member.format(year=cycle, yy=f"{cycle % 100:02d}")

    @property
    def kept(self) -> tuple[Column, ...]:
        """The columns that we keep."""
        return tuple(column for column in self.columns if column.name)


_KINDS = {
    "$": Kind.MONEY, "#": Kind.INTEGER, "##": Kind.BIGINT, "y": Kind.YEAR,
    "mdy": Kind.DATE_MDY, "slash": Kind.DATE_SLASH, "dmy": Kind.DATE_DMY,
    "any": Kind.DATE_ANY,
}  # fmt: skip


def _columns(text: str) -> tuple[Column, ...]:
    """Columns from lines "FEC_NAME our_name [kind][!]"; "-" for ours where it is not kept."""
    columns = []
    for line in text.strip().splitlines():
        source, name, *rest = line.split()
        mark = rest[0] if rest else ""
        required = mark.endswith("!")
        kind = _KINDS.get(mark.rstrip("!"), Kind.TEXT)
        columns.append(Column(source, "" if name == "-" else name, kind, required))
    return tuple(columns)


def _zipped(code: str, step: str, title: str, member: str, columns: str) -> BulkFile:
    path = "{year}/" + code + "{yy}.zip"
    first = columns.split()[0]
    key = next((key for key in ("SUB_ID", "LINKAGE_ID") if f"\n{key} " in columns), first)
    return BulkFile(code, step, title, path, member, Layout.PIPE, _columns(columns), key)


def _csv(code: str, step: str, title: str, columns: str) -> BulkFile:
    path = "{year}/" + code + "_{year}.csv"
    return BulkFile(code, step, title, path, "", Layout.CSV, _columns(columns))


# Street addresses are left out on purpose: nothing we publish shows them, so we don't keep them.
_CANDIDATES = """
CAND_ID candidate_id !
CAND_NAME name
CAND_PTY_AFFILIATION party
CAND_ELECTION_YR candidate_election_year y
CAND_OFFICE_ST state
CAND_OFFICE office
CAND_OFFICE_DISTRICT district
CAND_ICI incumbent_challenge
CAND_STATUS candidate_status
CAND_PCC principal_committee_id
CAND_ST1 -
CAND_ST2 -
CAND_CITY address_city
CAND_ST address_state
CAND_ZIP address_zip
"""

_COMMITTEES = """
CMTE_ID committee_id !
CMTE_NM name
TRES_NM treasurer_name
CMTE_ST1 -
CMTE_ST2 -
CMTE_CITY city
CMTE_ST state
CMTE_ZIP zip
CMTE_DSGN designation
CMTE_TP committee_type
CMTE_PTY_AFFILIATION party
CMTE_FILING_FREQ filing_frequency
ORG_TP organization_type
CONNECTED_ORG_NM connected_organization
CAND_ID candidate_id
"""

_LINKAGES = """
CAND_ID candidate_id !
CAND_ELECTION_YR candidate_election_year y
FEC_ELECTION_YR fec_election_year y
CMTE_ID committee_id !
CMTE_TP committee_type
CMTE_DSGN designation
LINKAGE_ID linkage_id ##!
"""

_CANDIDATE_SUMMARIES = """
CAND_ID candidate_id !
CAND_NAME name
CAND_ICI incumbent_challenge
PTY_CD party_code
CAND_PTY_AFFILIATION party
TTL_RECEIPTS receipts $
TRANS_FROM_AUTH transfers_from_authorized $
TTL_DISB disbursements $
TRANS_TO_AUTH transfers_to_authorized $
COH_BOP cash_on_hand_beginning $
COH_COP cash_on_hand_end $
CAND_CONTRIB candidate_contribution $
CAND_LOANS loans_made_by_candidate $
OTHER_LOANS all_other_loans $
CAND_LOAN_REPAY repayments_loans_made_by_candidate $
OTHER_LOAN_REPAY repayments_other_loans $
DEBTS_OWED_BY debts_owed_by_committee $
TTL_INDIV_CONTRIB individual_contributions $
CAND_OFFICE_ST state
CAND_OFFICE_DISTRICT district
SPEC_ELECTION special_election
PRIM_ELECTION primary_election
RUN_ELECTION runoff_election
GEN_ELECTION general_election
GEN_ELECTION_PRECENT general_election_percent
OTHER_POL_CMTE_CONTRIB other_political_committee_contributions $
POL_PTY_CONTRIB political_party_committee_contributions $
CVG_END_DT coverage_end_date slash
INDIV_REFUNDS refunded_individual_contributions $
CMTE_REFUNDS refunded_committee_contributions $
"""

_COMMITTEE_SUMMARIES = """
CMTE_ID committee_id !
CMTE_NM name
CMTE_TP committee_type
CMTE_DSGN designation
CMTE_FILING_FREQ filing_frequency
TTL_RECEIPTS receipts $
TRANS_FROM_AFF transfers_from_affiliated $
INDV_CONTRIB individual_contributions $
OTHER_POL_CMTE_CONTRIB other_political_committee_contributions $
CAND_CONTRIB candidate_contribution $
CAND_LOANS loans_made_by_candidate $
TTL_LOANS_RECEIVED loans_received $
TTL_DISB disbursements $
TRANF_TO_AFF transfers_to_affiliated $
INDV_REFUNDS refunded_individual_contributions $
OTHER_POL_CMTE_REFUNDS refunded_committee_contributions $
CAND_LOAN_REPAY repayments_loans_made_by_candidate $
LOAN_REPAY loan_repayments $
COH_BOP cash_on_hand_beginning $
COH_COP cash_on_hand_end $
DEBTS_OWED_BY debts_owed_by_committee $
NONFED_TRANS_RECEIVED nonfederal_transfers_received $
CONTRIB_TO_OTHER_CMTE contributions_to_other_committees $
IND_EXP independent_expenditures $
PTY_COORD_EXP coordinated_expenditures $
NONFED_SHARE_EXP nonfederal_share $
CVG_END_DT coverage_end_date slash
"""

# indiv, oth and pas2 share this layout; pas2 has CAND_ID after OTHER_ID.
_TRANSACTIONS = """
CMTE_ID committee_id !
AMNDT_IND amendment_indicator
RPT_TP report_type
TRANSACTION_PGI election_type
IMAGE_NUM image_number ##
TRANSACTION_TP transaction_type
ENTITY_TP entity_type
NAME name
CITY city
STATE state
ZIP_CODE zip
EMPLOYER employer
OCCUPATION occupation
TRANSACTION_DT transaction_date mdy
TRANSACTION_AMT transaction_amount $!
OTHER_ID other_id
TRAN_ID transaction_id
FILE_NUM file_number #
MEMO_CD memo_code
MEMO_TEXT memo_text
SUB_ID sub_id ##!
"""

_OPERATING_EXPENDITURES = """
CMTE_ID committee_id !
AMNDT_IND amendment_indicator
RPT_YR report_year y
RPT_TP report_type
IMAGE_NUM image_number ##
LINE_NUM line_number
FORM_TP_CD form_type
SCHED_TP_CD schedule_type
NAME recipient_name
CITY recipient_city
STATE recipient_state
ZIP_CODE recipient_zip
TRANSACTION_DT disbursement_date slash
TRANSACTION_AMT disbursement_amount $!
TRANSACTION_PGI election_type
PURPOSE purpose
CATEGORY category
CATEGORY_DESC category_description
MEMO_CD memo_code
MEMO_TEXT memo_text
ENTITY_TP entity_type
SUB_ID sub_id ##!
FILE_NUM file_number #
TRAN_ID transaction_id
BACK_REF_TRAN_ID back_reference_transaction_id
TRAILING -
"""

_INDEPENDENT_EXPENDITURES = """
cand_id candidate_id
cand_name candidate_name
spe_id committee_id !
spe_nam committee_name
ele_type election_type
can_office_state candidate_state
can_office_dis candidate_district
can_office candidate_office
cand_pty_aff candidate_party
exp_amo expenditure_amount $!
exp_date expenditure_date dmy
agg_amo aggregate_amount $
sup_opp support_oppose_indicator
pur purpose
pay payee_name
file_num file_number #
amndt_ind amendment_indicator
tran_id transaction_id
image_num image_number ##
receipt_dat receipt_date dmy
fec_election_yr election_year y
prev_file_num previous_file_number #
dissem_dt dissemination_date dmy
"""

# Street addresses are left out here too. The FEC leaves amended rows out of this file itself.
_ELECTIONEERING = """
CANDIDATE_ID candidate_id
CANDIDATE_NAME candidate_name
CANDIDATE_OFFICE candidate_office
CANDIDATE_STATE candidate_state
CANDIDATE_DISTRICT/CANDIDATE_OFFICE_DISTRICT candidate_district
COMMITTEE_ID committee_id !
COMMITTEE_NAME committee_name
SB_IMAGE_NUM image_number
PAYEE_NAME payee_name
DISBURSEMENT_DESCRIPTION purpose_description
DISBURSEMENT_DATE disbursement_date any
COMMUNICATION_DATE communication_date any
PUBLIC_DISBURSEMENT_DATE/PUBLIC_DISTRIBUTION_DATE public_distribution_date any
REPORTED_DISBURSEMENT_AMOUNT disbursement_amount $!
NUMBER_OF_CANDIDATES number_of_candidates #
CALCULATED_CANDIDATE_SHARE calculated_candidate_share $
"""

_COMMUNICATION_COSTS = """
CMTE_ID committee_id !
CMTE_NM committee_name
CAND_ID candidate_id
CAND_NAME candidate_name
CAND_OFFICE candidate_office
CAND_STATE/CAND_OFFICE_ST candidate_state
CAND_OFFICE_DISTRICT candidate_district
TRANSACTION_DT transaction_date any
TRANSACTION_AMT transaction_amount $!
TRANSACTION_TP transaction_type
COMMUNICATION_TP communication_type
COMMUNICATION_CLASS communication_class
SUPPORT_OPPOSE_IND support_oppose_indicator
IMAGE_NUM image_number
TRAN_ID transaction_id
FILE_NUM file_number #
"""

CATALOG: dict[str, BulkFile] = {
    file.code: file
    for file in (
        _zipped("cn", "candidates", "Candidates", "cn.txt", _CANDIDATES),
        _zipped("cm", "committees", "Committees", "cm.txt", _COMMITTEES),
        _zipped("ccl", "linkages", "Candidate-committee linkages", "ccl.txt", _LINKAGES),
        _zipped(
            "weball", "candidate_summaries", "All candidates, official figures",
            "weball{yy}.txt", _CANDIDATE_SUMMARIES,
        ),
        _zipped(
            "webl", "congress_summaries", "House and Senate campaigns, official figures",
            "webl{yy}.txt", _CANDIDATE_SUMMARIES,
        ),
        _zipped(
            "webk", "committee_summaries", "PACs and parties, official figures",
            "webk{yy}.txt", _COMMITTEE_SUMMARIES,
        ),
        _zipped(
            "indiv", "contributions", "Contributions by individuals", "itcont.txt", _TRANSACTIONS
        ),
        _zipped(
            "oth", "committee_transactions", "Transactions from committee to committee",
            "itoth.txt", _TRANSACTIONS,
        ),
        _zipped(
            "pas2", "candidate_transactions", "Committees' money to and about candidates",
            "itpas2.txt",
            _TRANSACTIONS.replace("OTHER_ID other_id", "OTHER_ID other_id\nCAND_ID candidate_id"),
        ),
        _zipped(
            "oppexp", "operating_expenditures", "Operating expenditures", "oppexp.txt",
            _OPERATING_EXPENDITURES,
        ),
        _csv(
            "independent_expenditure", "independent_expenditures", "Independent expenditures",
            _INDEPENDENT_EXPENDITURES,
        ),
        _csv(
            "ElectioneeringComm", "electioneering", "Electioneering communications",
            _ELECTIONEERING,
        ),
        _csv(
            "CommunicationCosts", "communication_costs", "Communication costs",
            _COMMUNICATION_COSTS,
        ),
    )
}  # fmt: skip
