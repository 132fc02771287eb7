"""Our totals beside the FEC's official figures, with the known reasons of differences."""

from decimal import Decimal

import pytest

from tests.mirror import Mirror, row, sub_id
from tests.sample_loaded import (  # noqa: F401
    Loaded,
    Loader,
    loader,
    real_2018,
    real_2020,
    sample,
)
from tests.slow_twins import Files, cents, compared

# ruff: noqa: F811
MEASURES = {
    "contributions": "contributions_to_other_committees",
    "independent": "independent_expenditures",
}


def found(loaded: Loaded, cycle: int, measure: str) -> dict[str, tuple[Decimal, Decimal, int]]:
    return {
        committee: (official, ours, rows)
        for committee, official, ours, rows in loaded.rows(
            "SELECT committee_id, official, ours, rows FROM expenditures_reconciliation"
            " WHERE cycle = %s AND measure = %s AND committee_id IS NOT NULL",
            cycle, measure,
        )
    }  # fmt: skip


@pytest.mark.parametrize("measure", MEASURES)
def test_the_sample_agrees_with_the_slow_twin(sample: Loaded, measure: str) -> None:
    expected = compared(Files(sample.folder, 2018), measure)
    assert expected
    assert found(sample, 2018, MEASURES[measure]) == expected


@pytest.mark.fec
@pytest.mark.parametrize("measure", MEASURES)
def test_the_real_files_agree_with_the_slow_twin(real_2020: Loaded, measure: str) -> None:
    expected = compared(Files(real_2020.folder, 2020), measure)
    assert found(real_2020, 2020, MEASURES[measure]) == expected


@pytest.mark.fec
@pytest.mark.parametrize(
    ("measure", "compared_with", "equal", "within"),
    [
        # Of 237 committees with a figure or a row: 205 equal, 209 within $1 a row.
        ("contributions_to_other_committees", 237, 205, 209),
        # All eight committees with independent expenditures.
        ("independent_expenditures", 8, 3, 8),
    ],
)
def test_the_real_files_meet_the_official_figures(
    real_2020: Loaded, measure: str, compared_with: int, equal: int, within: int
) -> None:
    results = real_2020.rows(
        "SELECT result, official <> 0 FROM expenditures_reconciliation"
        " JOIN filings_committeesummary s USING (cycle, committee_id)"
        " WHERE cycle = 2020 AND coverage_end_date = '2019-01-31' AND measure = %s"
        " AND (official <> 0 OR ours <> 0)",
        measure,
    )
    met = [result for result, is_official in results if is_official]
    assert len(results) == compared_with
    assert met.count("equal") == equal
    assert met.count("equal") + met.count("within") == within


@pytest.mark.fec
def test_itemized_individuals_are_at_most_the_official_total(real_2020: Loaded) -> None:
    # 613 committees have such a figure; the rows of 604 or more stay below it.
    [(off,)] = real_2020.rows(
        "SELECT count(*) FROM expenditures_reconciliation"
        " JOIN filings_committeesummary s USING (cycle, committee_id)"
        " WHERE cycle = 2020 AND coverage_end_date = '2019-01-31'"
        " AND measure = 'individuals_itemized' AND official <> 0 AND result = 'off'"
    )
    assert off <= 613 - 604


@pytest.mark.fec
@pytest.mark.parametrize("candidate", ["H8CA34266", "H8CA34258"], ids=["Gomez", "Ahn"])
def test_official_figures_are_weball_s_to_the_cent(real_2018: Loaded, candidate: str) -> None:
    [official] = [
        line
        for line in Files(real_2018.folder, 2018).rows("weball")
        if line["CAND_ID"] == candidate
    ]
    columns = {
        "receipts": "TTL_RECEIPTS", "transfers_from_authorized": "TRANS_FROM_AUTH",
        "disbursements": "TTL_DISB", "transfers_to_authorized": "TRANS_TO_AUTH",
        "cash_on_hand_beginning": "COH_BOP", "cash_on_hand_end": "COH_COP",
        "candidate_contribution": "CAND_CONTRIB", "loans_made_by_candidate": "CAND_LOANS",
        "all_other_loans": "OTHER_LOANS", "repayments_loans_made_by_candidate": "CAND_LOAN_REPAY",
        "repayments_other_loans": "OTHER_LOAN_REPAY", "debts_owed_by_committee": "DEBTS_OWED_BY",
        "individual_contributions": "TTL_INDIV_CONTRIB",
        "other_political_committee_contributions": "OTHER_POL_CMTE_CONTRIB",
        "political_party_committee_contributions": "POL_PTY_CONTRIB",
        "refunded_individual_contributions": "INDIV_REFUNDS",
        "refunded_committee_contributions": "CMTE_REFUNDS",
    }  # fmt: skip
    [stored] = real_2018.rows(
        f"SELECT {', '.join(columns)} FROM filings_candidatesummary"
        " WHERE file = 'weball' AND candidate_id = %s",
        candidate,
    )
    assert list(stored) == [cents(official[name]) for name in columns.values()]
    if candidate == "H8CA34258":
        by_name = dict(zip(columns, stored, strict=True))
        assert by_name["candidate_contribution"] == Decimal("53400.00")
        assert by_name["individual_contributions"] == Decimal("1169307.62")


def test_the_sample_differs_just_where_it_means_to(sample: Loaded) -> None:
    off = sample.rows(
        "SELECT coalesce(candidate_id, committee_id), measure, difference"
        " FROM expenditures_reconciliation WHERE result = 'off' ORDER BY 1"
    )
    assert off == [
        ("C00990508", "contributions_to_other_committees", Decimal("-2500.00")),
        ("H8CA99053", "individuals_itemized", Decimal("985.80")),
    ]


ROE = "H8CA90001"
CUT, NEWER, REFUNDED, HYBRID, WRONG, EQUAL = (f"C0090010{number}" for number in range(6))


@pytest.fixture(scope="module")
def reasons(loader: Loader, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """One committee, or one measure of one candidate, for each reason."""
    mirror = Mirror(tmp_path_factory.mktemp("reasons"))
    mirror.write("cn", [row("cn")])
    mirror.write("ccl", [row("ccl")])
    mirror.write(
        "cm",
        [row("cm", CMTE_ID=c, CMTE_FILING_FREQ="M") for c in (CUT, NEWER, REFUNDED, WRONG, EQUAL)]
        + [row("cm", CMTE_ID=HYBRID, CMTE_TP="V")],
    )
    through = {"CVG_END_DT": "06/30/2018"}
    mirror.write(
        "webk",
        [
            row("webk", CMTE_ID=EQUAL, CONTRIB_TO_OTHER_CMTE="300", **through),
            row("webk", CMTE_ID=CUT, CONTRIB_TO_OTHER_CMTE="300.80", **through),
            row("webk", CMTE_ID=NEWER, CONTRIB_TO_OTHER_CMTE="900", **through),
            row("webk", CMTE_ID=REFUNDED, CONTRIB_TO_OTHER_CMTE="300", **through),
            row("webk", CMTE_ID=WRONG, CONTRIB_TO_OTHER_CMTE="50", **through),
            row("webk", CMTE_ID=HYBRID, INDV_CONTRIB="100", **through),
        ],
    )
    mirror.write(
        "weball",
        [row("weball", TTL_INDIV_CONTRIB="500", CAND_CONTRIB="5", CAND_LOANS="1000",
             INDIV_REFUNDS="90", OTHER_POL_CMTE_CONTRIB="700", **through)],
    )  # fmt: skip
    payments: list[dict[str, object]] = [
        {"CMTE_ID": EQUAL, "TRANSACTION_AMT": 300},
        # A row after the coverage date is not in the official figure.
        {"CMTE_ID": EQUAL, "TRANSACTION_AMT": 44, "TRANSACTION_DT": "07012018"},
        {"CMTE_ID": EQUAL, "TRANSACTION_AMT": 55, "MEMO_CD": "X"},
        {"CMTE_ID": CUT, "TRANSACTION_AMT": 300},
        {"CMTE_ID": NEWER, "TRANSACTION_AMT": 300, "TRANSACTION_DT": "05312018"},
        {"CMTE_ID": REFUNDED, "TRANSACTION_AMT": 300},
        {"CMTE_ID": REFUNDED, "TRANSACTION_AMT": 77, "MEMO_TEXT": "REFUND OF CONTRIBUTION MADE"},
        {"CMTE_ID": WRONG, "TRANSACTION_AMT": 20},
    ]
    paid = {"TRANSACTION_TP": "24K", "OTHER_ID": "C00900002", "TRANSACTION_DT": "06152018"}
    mirror.write(
        "oth",
        [row("oth", SUB_ID=sub_id(n), **(paid | own)) for n, own in enumerate(payments)]
        # A loan of 1,000 and a gift of 5, both coded as the loan.
        + [row("oth", SUB_ID=sub_id(50), CMTE_ID="C00900002", TRANSACTION_TP="16C",
               TRANSACTION_AMT=1005, TRANSACTION_DT="06152018")],
    )  # fmt: skip
    received = {"TRANSACTION_DT": "06152018"}
    mirror.write(
        "indiv",
        [
            row("indiv", SUB_ID=sub_id(101), CMTE_ID=HYBRID, TRANSACTION_AMT=100, **received),
            row("indiv", SUB_ID=sub_id(102), CMTE_ID=HYBRID, TRANSACTION_AMT=5000,
                TRANSACTION_TP="10", **received),
            row("indiv", SUB_ID=sub_id(103), CMTE_ID="C00900002", TRANSACTION_AMT=400, **received),
            row("indiv", SUB_ID=sub_id(104), CMTE_ID="C00900002", TRANSACTION_AMT=40,
                TRANSACTION_TP="22Y", **received),
        ],
    )  # fmt: skip
    mirror.write(
        "pas2", [row("pas2", CMTE_ID=EQUAL, TRANSACTION_AMT=100, TRANSACTION_DT="06152018")]
    )
    return loader("reasons", mirror.root, "--cycle", "2018")


@pytest.mark.parametrize(
    ("whose", "measure", "ours", "result", "reason"),
    [
        (EQUAL, "contributions_to_other_committees", 300, "equal", ""),
        (CUT, "contributions_to_other_committees", 300, "within", "cut cents off"),
        (NEWER, "contributions_to_other_committees", 300, "off", "is of May 31, 2018; the report"),
        (REFUNDED, "contributions_to_other_committees", 377, "off", "Without 1 rows of $77.00"),
        (WRONG, "contributions_to_other_committees", 20, "off", ""),
        (HYBRID, "individuals_itemized", 5100, "off", "$5,000.00 is of type 10"),
        (ROE, "individuals_itemized", 400, "within", "a part of the official total"),
        (ROE, "candidate_contributions", 0, "off", 'added to "candidate loans" the figures agree'),
        (ROE, "candidate_loans", 1005, "off", 'added to "candidate contributions"'),
        (ROE, "refunds_individuals", 40, "off", "$200 or less"),
        (ROE, "committees", 100, "off", "from the recipient's"),
    ],
)
def test_each_difference_has_its_reason(
    reasons: Loaded, whose: str, measure: str, ours: int, result: str, reason: str
) -> None:
    [(mine, how, why)] = reasons.rows(
        "SELECT ours, result, reason FROM expenditures_reconciliation"
        " WHERE coalesce(candidate_id, committee_id) = %s AND measure = %s",
        whose, measure,
    )  # fmt: skip
    assert (mine, how) == (Decimal(ours), result)
    assert reason in why
    assert bool(why) == bool(reason)
