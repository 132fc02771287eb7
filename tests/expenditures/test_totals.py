"""Money spent about a candidate by channel: worked out by hand, and again by the slow twins."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.mirror import Mirror, row, sub_id
from tests.sample_loaded import Loaded, Loader, loader, real_2020, sample  # noqa: F401
from tests.slow_twins import Files, independent, other_spending

# ruff: noqa: F811
ROE, PAC, PARTY, UNION = "H8CA90001", "C00900003", "C00900007", "C70900001"


def spent(number: int, kind: str, amount: object, **more: object) -> list[str]:
    fields = {"SUB_ID": sub_id(number), "TRANSACTION_TP": kind, "TRANSACTION_AMT": amount,
              "OTHER_ID": ROE, "CAND_ID": ROE, "FILE_NUM": 200}  # fmt: skip
    return row("pas2", **(fields | more))


# Against: the report's 1,234.56, of which pas2 has 1,234; its notice is covered; memos never count.
# For: 455 on paper, in pas2 alone, and the open notice of August, 2,000.10: 2,455.10 in two rows.
PAS2 = [
    spent(1, "24A", 1234, TRAN_ID="SE.1", TRANSACTION_DT="05102018"),
    spent(2, "24A", 900, TRAN_ID="SE.2", MEMO_CD="X"),
    spent(3, "24E", 455, TRAN_ID="", FILE_NUM=-5),
    spent(4, "24C", 500, CMTE_ID=PARTY),
    spent(5, "24C", 250, CMTE_ID=PARTY),
    spent(6, "24C", 48, CMTE_ID=PARTY, MEMO_CD="X"),
    spent(7, "24F", 3412, CMTE_ID=UNION),
    spent(8, "24N", 4505, CMTE_ID=UNION),
    spent(9, "29", 20),
]


def stated(number: int, **fields: object) -> list[str]:
    return row("independent_expenditure", **({"file_num": 200 + number} | fields))


STATED = [
    stated(0, tran_id="SE.1", exp_amo="1234.56", sup_opp="O", exp_date="10-MAY-18"),
    stated(-100, tran_id="SE24.1", exp_amo="1234.56", sup_opp="O", exp_date="",
           dissem_dt="10-MAY-18"),
    stated(50, tran_id="SE24.7", exp_amo="2000.10", exp_date="", dissem_dt="10-AUG-18"),
]  # fmt: skip
COSTS = [
    row("CommunicationCosts", CMTE_ID=UNION, TRANSACTION_AMT="3412.60", TRANSACTION_TP="24F"),
    row("CommunicationCosts", CMTE_ID=UNION, TRANSACTION_AMT="4505.85", TRANSACTION_TP="24N",
        SUPPORT_OPPOSE_IND="O"),
]  # fmt: skip
# Shares 50.01 + 50.01, and a third of 100 where the file leaves the share blank: 133.35 in 3 rows.
ELECTIONEERING = [
    row("ElectioneeringComm", SB_IMAGE_NUM="1"),
    row("ElectioneeringComm", SB_IMAGE_NUM="2"),
    row("ElectioneeringComm", SB_IMAGE_NUM="3", CALCULATED_CANDIDATE_SHARE="",
        REPORTED_DISBURSEMENT_AMOUNT="100", NUMBER_OF_CANDIDATES="3"),
]  # fmt: skip


def mirror_of(folder: Path) -> Mirror:
    mirror = Mirror(folder)
    mirror.write("cn", [row("cn", CAND_ID=ROE)])
    mirror.write("cm", [row("cm", CMTE_ID=c) for c in (PAC, PARTY, UNION)])
    mirror.write("webk", [row("webk", CMTE_ID=PAC, CVG_END_DT="06/30/2018")])
    mirror.write("pas2", PAS2)
    return mirror


@pytest.fixture(scope="module")
def by_hand(loader: Loader, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    mirror = mirror_of(tmp_path_factory.mktemp("spending"))
    mirror.write("independent_expenditure", STATED)
    mirror.write("CommunicationCosts", COSTS)
    mirror.write("ElectioneeringComm", ELECTIONEERING)
    return loader("spending", mirror.root, "--cycle", "2018")


@pytest.fixture(scope="module")
def only_pas2(loader: Loader, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    mirror = mirror_of(tmp_path_factory.mktemp("only-pas2"))
    return loader("onlypas2", mirror.root, "--cycle", "2018")


BY_HAND = {
    "independent_against": (1, "1234.56"),
    "independent_for": (2, "2455.10"),
    "coordinated": (2, "750"),
    "communication_for": (1, "3412.60"),
    "communication_against": (1, "4505.85"),
    "electioneering": (3, "133.35"),
}
# Without the files that have the cents: pas2, whose rows stand for the same money.
ONLY_PAS2 = {
    "independent_against": (1, "1234"),
    "independent_for": (1, "455"),
    "coordinated": (2, "750"),
    "communication_for": (1, "3412"),
    "communication_against": (1, "4505"),
    "electioneering": (1, "20"),
}


def channels(loaded: Loaded) -> dict[str, tuple[int, Decimal | None]]:
    return {channel: figure for (who, channel), figure in loaded.totals(2018).items() if who == ROE}


@pytest.mark.parametrize("channel", BY_HAND)
def test_a_channel_counts_each_expenditure_once(by_hand: Loaded, channel: str) -> None:
    rows, amount = BY_HAND[channel]
    assert channels(by_hand)[channel] == (rows, Decimal(amount))


def test_a_candidate_has_no_other_channel_of_spending(by_hand: Loaded) -> None:
    assert set(channels(by_hand)) == set(BY_HAND)


@pytest.mark.parametrize("channel", ONLY_PAS2)
def test_without_the_other_files_pas2_is_counted(only_pas2: Loaded, channel: str) -> None:
    rows, amount = ONLY_PAS2[channel]
    assert channels(only_pas2)[channel] == (rows, Decimal(amount))


def test_what_is_from_open_notices_is_said(by_hand: Loaded) -> None:
    assert by_hand.rows(
        "SELECT channel, caveat FROM donations_candidatetotal WHERE caveat LIKE '%%notices%%'"
    ) == [
        (
            "independent_for",
            "Of which $2,000.10 from notices that no periodic report covers yet.",
        )
    ]


def agrees(loaded: Loaded, cycle: int) -> None:
    files = Files(loaded.folder, cycle)
    expected = independent(files) | other_spending(files)
    found = {key: value for key, value in loaded.totals(cycle).items() if key[1] in BY_HAND}
    assert found == expected


def test_the_sample_agrees_with_the_slow_twin(sample: Loaded) -> None:
    agrees(sample, 2018)


@pytest.mark.fec
def test_the_real_files_agree_with_the_slow_twin(real_2020: Loaded) -> None:
    agrees(real_2020, 2020)


@pytest.mark.parametrize(
    ("candidate", "channel", "amount"),
    [
        # 732,432.86 of the attacker, 14,000.00 of a party, 3,360.75 of a person, 1,055 on paper.
        ("H8CA99012", "independent_against", "750848.61"),
        ("H8CA99012", "independent_for", "252107.15"),
        ("H8CA99020", "independent_for", "41495.29"),
        ("H8CA99020", "independent_against", "20800.30"),
        # 139,510.54 in reports and 9,125.60 in a notice that is open.
        ("S8NE00915", "independent_for", "148636.14"),
        # 69,251.00 in reports and 24,500.00 in a notice that is open.
        ("S8NE00923", "independent_against", "93751.00"),
        ("H8CA99012", "coordinated", "31770"),
        ("H8CA99012", "communication_for", "14807.95"),
        ("H8CA99103", "communication_against", "4505.85"),
        ("H8CA99012", "electioneering", "10833.34"),
        ("H8CA99020", "electioneering", "29980.40"),
    ],
)
def test_the_sample_s_story_is_told(
    sample: Loaded, candidate: str, channel: str, amount: str
) -> None:
    assert sample.totals(2018)[candidate, channel][1] == Decimal(amount)
