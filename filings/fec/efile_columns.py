"""Which column of a row is what: per schedule and version, and per column of ours.

The layouts of every form and version come from fecfile's mappings (kept up by its author, who takes
them from the FEC's specifications). Nothing else of that package is used, nor imported. Below stand
the corrections, each with its reason, and the tables that say which of its many names feeds which
column of FilingRow.
"""

import importlib.util
import json
import re
from functools import cache, lru_cache
from pathlib import Path

# The mappings' patterns are looked for at the beginning of a version, so that "10.0" would be taken
# for version 1. What doesn't look like a version of the FEC's has no layout.
_VERSION = re.compile(r"P?[1-8](\.\d+)*")

# Row types, and the schedules they belong to. A row type is matched whole: a line of prose that
# begins with "September" is no Schedule E.
_SCHEDULES = (
    (re.compile(r"SA3L"), "A3L", "SA3L"),
    (re.compile(r"SA(\d[0-9A-Z]*)?"), "A", "SA11"),
    (re.compile(r"SB(\d[0-9A-Z]*)?"), "B", "SB21"),
    (re.compile(r"SC1(/\d[0-9A-Z]*)?"), "C1", "SC1"),
    (re.compile(r"SC2(/\d[0-9A-Z]*)?"), "C2", "SC2"),
    (re.compile(r"SC(/?\d[0-9A-Z]*)?"), "C", "SC/10"),
    (re.compile(r"SD(\d[0-9A-Z]*)?"), "D", "SD10"),
    (re.compile(r"SE(\d[0-9A-Z]*)?"), "E", "SE"),
    (re.compile(r"SF(\d[0-9A-Z]*)?"), "F", "SF"),
    (re.compile(r"H1"), "H1", "H1"),
    (re.compile(r"H2"), "H2", "H2"),
    (re.compile(r"H3"), "H3", "H3"),
    (re.compile(r"H4"), "H4", "H4"),
    (re.compile(r"H5"), "H5", "H5"),
    (re.compile(r"H6"), "H6", "H6"),
    (re.compile(r"SI"), "I", "SI"),
    # Rows of the Levin accounts' receipts and payments begin with SL too; the layout of the
    # summary is not theirs.
    (re.compile(r"SL"), "L", "SL"),
    (re.compile(r"TEXT"), "TEXT", "TEXT"),
)
_FORM_ROW = re.compile(
    r"(F(?:1S|3S|3PS|3P31|3Z|3PZ|56|57|65|76|8III|8II|9[1-4]|105|132|133))[0-9NAT]?"
)
_FORM = re.compile(r"(F\d{1,2}[A-Z]{0,2}?)([NAT]?)")

# Layouts that the mappings leave out because a pattern lacks a "P": the same as their neighbours'.
_SAME_LAYOUT = {
    ("F93", "P3.3"): "P3.4",
    ("F93", "P3.2"): "P3.4",
    ("F93", "P3.0"): "P3.1",
    # Versions that the patterns of a row type pass over, though the form went on unchanged.
    ("F56", "6.1"): "6.2",
    ("F3Z", "8.5"): "8.4",
    ("F3PZ", "8.5"): "8.4",
}

# Unnamed columns that hold what the same column of the neighbouring versions holds: the whole name,
# in parts joined by "^".
_NAMED = {
    ("F92", "5.1"): {3: "contributor_name"},
    ("F93", "5.2"): {3: "payee_name"},
    ("F93", "5.3"): {3: "payee_name"},
    # The names of forms before 6.1 begin with what should be called form_type.
    ("H1", "1"): {0: "form_type"},
    ("H1", "2"): {0: "form_type"},
    ("H1", "3"): {0: "form_type"},
}

# Names that a layout gives twice: the first of the two is something else.
_FIRST_OF_TWO = {
    ("F2", "candidate_state"): "candidate_mailing_state",
    ("F3L", "election_state"): "candidate_state",
    ("F3PS", "a_individuals"): "a_individuals_receipts",
    ("F3PS", "b_political_party_committees"): "b_political_party_committees_receipts",
    ("C1", "description"): "collateral_description",
    ("L", "col_b_disbursements_period"): "col_a_disbursements_period",
    ("L", "col_b_cash_on_hand_close_of_period"): "col_a_cash_on_hand_close_of_period",
}

# The other party of a row: the beginning of the names of its columns.
PARTY = {
    "A": "contributor",
    "A3L": "lobbyist_registrant",
    "B": "payee",
    "C": "lender",
    "C1": "lender",
    "C2": "guarantor",
    "D": "creditor",
    "E": "payee",
    "F": "payee",
    "F1S": "affiliated",
    "F3P31": "contributor",
    "F56": "contributor",
    "F57": "payee",
    "F65": "contributor",
    "F8II": "creditor",
    "F8III": "creditor",
    "F91": "controller",
    "F92": "contributor",
    "F93": "payee",
    "F132": "contributor",
    "F133": "contributor",
    "H4": "payee",
    "H6": "payee",
}
# Names that are no person's, of schedules without another party or with two kinds of it.
OTHER_NAMES = {
    "F1S": ("affiliated_committee_name", "joint_fund_participant_committee_name"),
    "H2": ("activity_event_name",),
    "H3": ("account_name",),
    "H5": ("account_name",),
    "I": ("account_name",),
    "L": ("account_name",),
}
CANDIDATE = {
    "A": "donor_candidate",
    "A3L": "donor_candidate",
    "B": "beneficiary_candidate",
    "C": "lender_candidate",
    "D": "candidate",
    "E": "candidate",
    "F": "payee_candidate",
    "F3P31": "candidate",
    "F56": "candidate",
    "F57": "candidate",
    "F65": "candidate",
    "F76": "candidate",
    "F8II": "creditor_candidate",
    "F8III": "creditor_candidate",
    "F94": "candidate",
    "H4": "candidate",
    "H6": "candidate",
}
# Column of ours: the names that feed it, the first one that the layout has. A name feeds one column
# only, but for the dates of communications: where a row has one date, it is both.
SOURCES = {
    "transaction_id": ("transaction_id", "transaction_id_number"),
    "back_reference_transaction_id": ("back_reference_tran_id_number",),
    "entity_type": ("entity_type", "guarantor_entity"),
    "date": (
        "contribution_date",
        "expenditure_date",
        "donation_date",
        "refund_date",
        "disbursement_date",
        "receipt_date",
        "loan_incurred_date_terms",
        "loan_incurred_date",
        "date_incurred",
        "item_contribution_aquired_date",
        "communication_date",
        "dissemination_date",
    ),
    "dissemination_date": ("dissemination_date", "communication_date"),
    "amount": (
        "contribution_amount",
        "expenditure_amount",
        "donation_amount",
        "refund_amount",
        "bundled_amount_period",
        "loan_amount_original",
        "loan_amount",
        "guaranteed_amount",
        # Of a debt: what is owed at the end, as the cover adds it up.
        "balance_at_close_this_period",
        "communication_cost",
        # Schedule H3 repeats a transfer's total on the row of each of its parts.
        "transferred_amount",
        "total_amount",
        "total_amount_transferred",
        "item_fair_market_value",
        "amount_owed_to",
    ),
    "aggregate_amount": (
        "contribution_aggregate",
        "donation_aggregate_amount",
        "bundled_amount_semi_annual",
        "calendar_y_t_d_per_election_office",
        "aggregate_general_elec_expended",
        "event_year_to_date",
        "total_amount_transferred",
    ),
    "election_code": ("election_code", "item_elect_cd"),
    "purpose": (
        "contribution_purpose_descrip",
        "expenditure_purpose_descrip",
        "expenditure_purpose_description",
        "purpose_of_debt_or_obligation",
        "item_description",
        "nature_of_debt_description",
        "transaction_description",
    ),
    "category_code": ("category_code",),
    "memo_code": ("memo_code",),
    "memo_text": ("memo_text_description", "memo_text", "text"),
    "other_committee_id": (
        "donor_committee_fec_id",
        "beneficiary_committee_fec_id",
        "payee_cmtte_fec_id_number",
        "payee_committee_id_number",
        "contributor_fec_id",
        "lender_committee_id_number",
        "guarantor_committee_fec_id",
        "creditor_committee_id_number",
        "fec_committee_id_number",
        "affiliated_committee_id_number",
    ),
    "conduit_name": ("conduit_name",),
    "support_oppose": ("support_oppose_code",),
}
CANDIDATE_IDS = ("{}_fec_id", "{}_id_number", "{}_id", "fec_{}_id_number")
PERSON_PARTS = ("last_name", "first_name", "middle_name", "prefix", "suffix")


def normal_version(raw: str) -> str:
    """A version as it is looked up: no blanks around it, in capitals ("P3.4", "8.2", "2.02")."""
    return raw.strip(" \t\r\"'").upper()


@lru_cache(maxsize=4096)
def schedule_of(row_type: str) -> str:
    """The schedule of a row type in capitals ("SA11AI" -> "A"), or "" where it is unknown.

    Rows that are a page of a form have the form's name: "F3S", "F3Z", "F57".
    """
    for pattern, schedule, _ in _SCHEDULES:
        if pattern.fullmatch(row_type):
            return schedule
    if found := _FORM_ROW.fullmatch(row_type) or _FORM.fullmatch(row_type):
        return found[1]
    return ""


def is_cover(row_type: str) -> bool:
    """Whether a line of this type can be a filing's cover: a form's, but no page within one."""
    return bool(_FORM.fullmatch(row_type)) and not _FORM_ROW.fullmatch(row_type)


def split_form(form_type: str) -> tuple[str, str]:
    """The form and the amendment indicator: "F3XA" -> ("F3X", "A"), "F99" -> ("F99", "")."""
    found = _FORM.fullmatch(form_type)
    return (found[1], found[2]) if found else (form_type, "")


@lru_cache(maxsize=4096)
def layout(row_type: str, version: str) -> tuple[str, ...]:
    """The names of a row's columns in their order; empty where type or version is unknown.

    `row_type` is in capitals, `version` is normal. A column without a name is "". No name stands
    twice: the first of two is told apart.
    """
    schedule = schedule_of(row_type)
    if not schedule or not _VERSION.fullmatch(version):
        return ()
    version = next(
        (to for (of, like), to in _SAME_LAYOUT.items() if of == schedule and version == like),
        version,
    )
    names: list[str] = []
    for key in _keys(row_type, schedule):
        if names := list(_find(key, version)):
            break
    for (of, like), named in _NAMED.items():
        if of == schedule and version.startswith(like) and names:
            for index, name in named.items():
                names[index] = name
    return tuple(_told_apart(schedule, names))


def _keys(row_type: str, schedule: str) -> tuple[str, ...]:
    """What the mappings call a row type: some know a form only with its last letter, or without."""
    for _, of, key in _SCHEDULES:
        if of == schedule:
            return (key,)
    form, _ = split_form(row_type)
    return (row_type, f"{row_type}N", form, f"{form}N")


def _told_apart(schedule: str, names: list[str]) -> list[str]:
    result = list(names)
    last = {name: index for index, name in enumerate(names)}
    for index, name in enumerate(names):
        if name and last[name] != index:
            result[index] = _FIRST_OF_TWO.get((schedule, name), f"{name}_first")
    return result


@lru_cache(maxsize=4096)
def _find(row_type: str, version: str) -> tuple[str, ...]:
    for pattern, versions in mappings().items():
        if re.match(pattern, row_type, re.IGNORECASE):
            for like, names in versions.items():
                if re.match(like, version, re.IGNORECASE):
                    return tuple(names)
    return ()


@cache
def mappings() -> dict[str, dict[str, list[str]]]:
    """fecfile's table: pattern of a row type -> pattern of a version -> names of columns."""
    # The package is found, not imported: its reader would bring packages that nothing here needs.
    spec = importlib.util.find_spec("fecfile")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("fecfile is not installed; its table of columns is needed.")
    table: dict[str, dict[str, list[str]]] = json.loads(
        Path(spec.origin).with_name("mappings.json").read_text(encoding="utf-8")
    )
    return table
