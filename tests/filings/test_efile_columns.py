"""Every layout of every version feeds the columns it has: names, amounts, dates."""

import re

import pytest

from filings.fec.efile_columns import layout, mappings, schedule_of, split_form
from filings.fec.efile_plan import make_plan
from tests.filings.efile_world import copied, header, joined, line

VERSIONS = (
    "1.0", "2.0", "2.02", "3.0", "3.00", "5.0", "5.00", "5.1", "5.2", "5.3", "6.1", "6.2", "6.3",
    "6.4", "7.0", "8.0", "8.1", "8.2", "8.3", "8.4", "8.5", "P1.0", "P2.2", "P2.3", "P2.4", "P2.6",
    "P3.0", "P3.1", "P3.2", "P3.3", "P3.4",
)  # fmt: skip
ROW_TYPES = {
    "A": ("SA11AI", "SA17A", "SA11a1", "SA"),
    "A3L": ("SA3L",),
    "B": ("SB17", "SB21B", "SB"),
    "C": ("SC/10", "SC/9", "SC10", "SC"),
    "C1": ("SC1/10", "SC1"),
    "C2": ("SC2/10", "SC2"),
    "D": ("SD10", "SD9"),
    "E": ("SE",),
    "F": ("SF",),
    "F56": ("F56",),
    "F57": ("F57",),
    "F65": ("F65",),
    "F76": ("F76",),
    "F91": ("F91",),
    "F92": ("F92",),
    "F93": ("F93",),
    "F94": ("F94",),
    "F132": ("F132",),
    "F133": ("F133",),
    "H1": ("H1",),
    "H2": ("H2",),
    "H3": ("H3",),
    "H4": ("H4",),
    "H5": ("H5",),
    "H6": ("H6",),
    "I": ("SI",),
    "L": ("SL",),
    "TEXT": ("TEXT",),
    "F1S": ("F1S",),
}
# What a schedule has no column for, in any version.
WITHOUT = {
    # Guarantors and creditors: the loan's or the bill's day is not asked for.
    "C2": {"date"},
    "D": {"date"},
    # Costs of communications with members have no payee.
    "F76": {"name"},
    # Persons who share control, and the candidates of a communication.
    "F91": {"date", "amount"},
    "F94": {"name", "date", "amount"},
    # Shares by which costs are allocated.
    "H1": {"name", "date", "amount"},
    "H2": {"date", "amount"},
    # Summaries of accounts, for a time and with many amounts.
    "I": {"date", "amount"},
    "L": {"date", "amount"},
    "TEXT": {"name", "date", "amount"},
    # Affiliated committees, agents and banks.
    "F1S": {"date", "amount"},
}
# Versions that a schedule has no layout in: it didn't exist then, or nobody has written it down.
NO_LAYOUT = {
    "A3L": "1 2 3 5 6.1 6.2 6.3 P",
    "C1": "1",
    "C2": "1",
    "F": "1",
    "F56": "1 2",
    "F57": "1 2",
    "F65": "1",
    "F76": "1 2",
    "F91": "1 2 3",
    "F92": "1 2 3",
    "F93": "1 2",
    "F94": "1 2 3",
    "F132": "1 2 3 5.0 5.1 P1 P2",
    "F133": "1 2 3 5.0 5.1 P1 P2",
    "H3": "1",
    "H4": "1",
    "H5": "1 2 3",
    "H6": "1 2 3",
    "I": "1 2 8 P",
    "L": "1 2 3",
    "TEXT": "1 2 P",
    "F1S": "1 2 3 5",
}


def has_layout(schedule: str, version: str) -> bool:
    return not version.startswith(tuple(NO_LAYOUT.get(schedule, "-").split()))


@pytest.mark.parametrize("schedule", ROW_TYPES)
@pytest.mark.parametrize("version", VERSIONS)
def test_each_schedule_in_each_version(schedule: str, version: str) -> None:
    for row_type in ROW_TYPES[schedule]:
        names = layout(row_type.upper(), version)
        assert bool(names) == has_layout(schedule, version)
        if not names:
            continue
        assert schedule_of(row_type.upper()) == schedule
        plan = make_plan(row_type.upper(), version, "")
        fed = set(plan.index) | (
            {"name"} if plan.whole_names or "last_name" in plan.index else set()
        )
        missing = {"name", "date", "amount"} - fed
        assert missing == WITHOUT.get(schedule, set())


def test_nothing_that_looks_like_a_name_a_date_or_an_amount_is_passed_over() -> None:
    """Of A and B what feeds nothing is not kept: nothing of importance may be among it."""
    passed = set()
    for version in VERSIONS:
        for row_type in ("SA11AI", "SB21B"):
            names = layout(row_type, version)
            plan = make_plan(row_type, version, "")
            fed = {names[index] for index in (*plan.index.values(), *plan.whole_names)}
            if plan.whole_candidate is not None:
                fed.add(names[plan.whole_candidate])
            passed |= set(names) - fed
    kinds = ("street", "candidate_middle", "candidate_prefix", "candidate_suffix", "conduit_")
    assert {name for name in passed if not any(kind in name for kind in kinds)} == {
        "form_type", "filer_committee_id_number", "back_reference_sched_name", "image_number",
        "election_other_description", "contribution_purpose_code", "expenditure_purpose_code",
        "donor_committee_name", "beneficiary_committee_name", "reference_code", "amended_cd",
        "reference_to_si_or_sl_system_code_that_identifies_the_account", "increased_limit_code",
        "refund_or_disposal_of_excess", "semi_annual_refunded_bundled_amt",
    }  # fmt: skip


def test_every_pattern_of_the_mappings_can_be_reached() -> None:
    """A row type that an update of the mappings adds is noticed here."""
    examples = {
        "^hdr$": None,
        "^si": "SI", "^sl": "SL", "^text": "TEXT", "^sa[^3]": "SA11AI", "^sc[^1-2]": "SC/10",
        "(^f2$)|(^f2[^4])": "F2N", "(^f3p$)|(^f3p[^s|3|z])": "F3PN",
    }  # fmt: skip
    for pattern, versions in mappings().items():
        bare = re.sub(r"\[(\w).*?\]", lambda found: found[1], pattern.split("|(")[0].split("|f")[0])
        row_type = examples.get(pattern, re.sub(r"[^\w]", "", bare).upper())
        if row_type is None:
            continue
        assert schedule_of(row_type), (pattern, row_type)
        assert any(layout(row_type, version) for version in VERSIONS), (pattern, row_type)
        assert versions


@pytest.mark.parametrize("version", VERSIONS)
def test_no_name_stands_twice_in_a_layout(version: str) -> None:
    for row_type in ("F1N", "F2N", "F3N", "F3XN", "F3PN", "F3LN", "F4N", "F3PS", "SC1", "SL", "H1"):
        names = [name for name in layout(row_type, version) if name]
        assert len(names) == len(set(names)), row_type


@pytest.mark.parametrize(
    ("form_type", "form", "indicator"),
    [
        ("F3XA", "F3X", "A"), ("F3XN", "F3X", "N"), ("F3XT", "F3X", "T"), ("F3X", "F3X", ""),
        ("F3A", "F3", "A"), ("F3T", "F3", "T"), ("F3PN", "F3P", "N"), ("F3LN", "F3L", "N"),
        ("F24N", "F24", "N"), ("F1A", "F1", "A"), ("F1MA", "F1M", "A"), ("F99", "F99", ""),
        ("F13N", "F13", "N"), ("F2A", "F2", "A"), ("F5N", "F5", "N"), ("F6", "F6", ""),
        ("F10", "F10", ""), ("", "", ""), ("TEST", "TEST", ""),
    ],
)  # fmt: skip
def test_forms(form_type: str, form: str, indicator: str) -> None:
    assert split_form(form_type) == (form, indicator)


@pytest.mark.parametrize(
    "row_type", ["F3", "F3X", "F3P", "F5", "F4", "F13", "F7", "F9", "F24", "F6", "F1", "F2"]
)
def test_a_form_without_its_last_letter_has_the_same_columns(row_type: str) -> None:
    assert layout(row_type, "8.3") == layout(f"{row_type}N", "8.3") != ()


def one(row_type: str, version: str, sep: str = "\x1c", **values: object) -> dict[str, str | None]:
    head = header(version) if sep == "\x1c" else f"HDR,FEC,{version},Invented,1,^"
    row = line(row_type, version, sep, **values)
    (got,), _ = copied(joined([head, line("F3XN", version, sep), row]))
    assert got["problem"] == ""
    return got


def test_debts() -> None:
    row = one(
        "SD10", "8.3", creditor_organization_name="Printer Co", beginning_balance_this_period="100",
        incurred_amount_this_period="50", payment_amount_this_period="30",
        balance_at_close_this_period="120", purpose_of_debt_or_obligation="Printing",
    )  # fmt: skip
    assert (row["schedule"], row["name"], row["amount"]) == ("D", "PRINTER CO", "120")
    assert row["purpose"] == "Printing"
    assert row["extra"] == (
        '{"beginning_balance_this_period": "100", "incurred_amount_this_period": "50",'
        ' "payment_amount_this_period": "30"}'
    )


def test_transfers_between_accounts_count_each_part_once() -> None:
    parts = {"transferred_amount": "401.08", "total_amount_transferred": "483.58"}
    row = one("H3", "3.00", ",", account_name="Non-Federal", receipt_date="20010130", **parts)
    assert (row["amount"], row["aggregate_amount"]) == ("401.08", "483.58")
    assert (row["name"], row["date"]) == ("NON-FEDERAL", "2001-01-30")


def test_loans() -> None:
    row = one(
        "SC/10", "8.3", lender_last_name="Roe", lender_first_name="Richard",
        loan_amount_original="5000.00", loan_payment_to_date="100", loan_balance="4900",
        loan_incurred_date_terms="20170101", loan_due_date_terms="when asked", secured="N",
        lender_street_1="1 Hidden Lane",
    )  # fmt: skip
    assert (row["name"], row["amount"], row["date"]) == ("ROE, RICHARD", "5000.00", "2017-01-01")
    assert row["aggregate_amount"] is None
    assert "when asked" in str(row["extra"])
    assert "Hidden" not in str(row)


def test_communication_costs_have_one_date_for_both() -> None:
    row = one(
        "F76", "8.3", communication_cost="7635.10", communication_date="20110701",
        support_oppose_code="Support", candidate_last_name="Roe", election_code="R2011",
    )  # fmt: skip
    assert (row["amount"], row["support_oppose"]) == ("7635.10", "S")
    assert row["date"] == row["dissemination_date"] == "2011-07-01"
    assert (row["candidate_name"], row["election_code"], row["name"]) == ("ROE", "R2011", "")


def test_bundled_contributions() -> None:
    row = one(
        "SA3L", "8.3", lobbyist_registrant_organization_name="Lobby PAC",
        bundled_amount_period="32184.54", bundled_amount_semi_annual="40000",
        donor_committee_fec_id="C00900009",
    )  # fmt: skip
    assert (row["schedule"], row["name"], row["amount"]) == ("A3L", "LOBBY PAC", "32184.54")
    assert (row["aggregate_amount"], row["other_committee_id"]) == ("40000", "C00900009")


def test_texts_refer_to_rows() -> None:
    row = one(
        "TEXT", "8.3", transaction_id_number="T1", back_reference_tran_id_number="SA1",
        back_reference_sched_form_name="SA11AI", text="A note.",
    )  # fmt: skip
    assert (row["transaction_id"], row["back_reference_transaction_id"]) == ("T1", "SA1")
    assert (row["memo_text"], row["schedule"]) == ("A note.", "TEXT")
    assert row["extra"] == '{"back_reference_sched_form_name": "SA11AI"}'


def test_pages_of_forms_keep_their_columns() -> None:
    row = one("F3S", "8.3", date_general_election="20161108", total_receipts="12.00")
    assert (row["schedule"], row["amount"]) == ("F3S", None)
    assert row["extra"] == '{"date_general_election": "20161108", "total_receipts": "12.00"}'


def test_a_whole_name_in_the_column_of_the_last() -> None:
    row = one("F91", "5.0", ",", controller_last_name="Doe^Jane^Ms.^")
    assert row["name"] == "DOE, JANE MS."


def test_candidates_before_6_1() -> None:
    row = one("SE", "5.3", ",", payee_name="Printer Co", candidate_name="Roe^Richard^^")
    assert (row["name"], row["candidate_name"]) == ("PRINTER CO", "ROE, RICHARD")


def test_a_page_of_form_9_on_paper() -> None:
    values = {"payee_last_name": "Doe", "expenditure_amount": "12", "expenditure_date": "20180101"}
    row = one("F93", "P3.3", **values)
    assert (row["name"], row["amount"], row["date"]) == ("DOE", "12", "2018-01-01")
