"""A candidate's receipts by channel: worked out by hand, and again by the slow twins."""

from decimal import Decimal
from pathlib import Path

import pytest

from filings.codes import JOINT_SHARES
from tests.mirror import Mirror, row, sub_id
from tests.sample_loaded import Loaded, Loader, loader, real_2020, sample  # noqa: F401
from tests.slow_twins import Files, gifts_of_committees, receipts, unitemized

# ruff: noqa: F811
ROE, DOE = "H8CA90001", "H8CA90002"
PRINCIPAL, AUTHORIZED, JOINT, LEADERSHIP = "C00900002", "C00900004", "C00900005", "C00900006"
DOES_OWN, PAC, PARTY, SUPER_PAC, CONDUIT = (f"C009000{n}" for n in ("12", "03", "07", "08", "09"))


def numbered(code: str, *rows: dict[str, object]) -> list[list[str]]:
    start = {"indiv": 1000, "oth": 2000, "pas2": 3000}[code]
    return [
        row(code, **({"SUB_ID": sub_id(start + place)} | fields))
        for place, fields in enumerate(rows)
    ]


def gift(kind: str, entity: str, amount: object, to: str = PRINCIPAL, **more: object) -> dict:
    return {
        "CMTE_ID": to, "TRANSACTION_TP": kind, "ENTITY_TP": entity, "TRANSACTION_AMT": amount,
    } | more  # fmt: skip


# Itemized individuals of Roe: 250 + 250 + 500 + 100 + 1,000 - 50 + 400 + 75 + 20 = 2,545 in 9 rows.
# Through June 30, 2018 without the 75 of October: 2,470; official 3,000.75: unitemized 530.75.
RECEIVED = [
    gift("15", "IND", 250),
    gift("15", "IND", 250, AMNDT_IND="A"),
    gift("15", "ORG", 500),
    gift("15E", "IND", 100, OTHER_ID=CONDUIT),
    # The conduit's lump of many small gifts is theirs, whatever ENTITY_TP says.
    gift("15E", "PAC", 1000, OTHER_ID=CONDUIT, NAME="CONDUIT"),
    # A chargeback.
    gift("15", "IND", -50),
    # A tribe's gift to an authorized committee.
    gift("11", "ORG", 400, AUTHORIZED),
    gift("15", "IND", 75, TRANSACTION_DT="10012018"),
    gift("15", "IND", 20, TRANSACTION_DT=""),
    # None of the following: memo, shares of a joint fundraising (one lacks its memo code), what a
    # conduit passes on, the joint fundraising committee's own receipt, the leadership PAC's.
    gift("15", "IND", 9999, MEMO_CD="X"),
    gift("15J", "IND", 700, MEMO_CD="X"),
    gift("15J", "IND", 300),
    gift("15I", "IND", 60),
    gift("15T", "IND", 61),
    gift("15", "IND", 800, JOINT),
    gift("15", "IND", 5000, LEADERSHIP),
    # Roe's own money, and refunds: 1,000 in one row; 100 + 30 in two.
    gift("15C", "CAN", 1000),
    gift("22Y", "IND", 100),
    gift("22Y", "IND", 30, AUTHORIZED),
    gift("22Y", "IND", 11, MEMO_CD="X"),
    # Doe: 300 itemized of an official total of 100.
    gift("15", "IND", 300, DOES_OWN),
    # A super PAC takes type 10 from anybody: 500 + 200 from donors, 300 from a committee.
    gift("10", "IND", 500, SUPER_PAC),
    gift("10", "ORG", 200, SUPER_PAC),
    gift("10", "PAC", 300, SUPER_PAC),
]
# Roe's loans 5,000 (one forgiven later is no second loan), transfers in 700, refunds to committees
# 150. The other side of each (24G, 18K for the PAC's 24K) and shares and conduits add nothing.
FROM_COMMITTEES = [
    gift("16C", "CAN", 5000),
    gift("15F", "CAN", 5000),
    gift("18G", "COM", 700, OTHER_ID=JOINT),
    gift("24G", "CCM", 700, JOINT, OTHER_ID=PRINCIPAL),
    gift("18K", "PAC", 2000, OTHER_ID=PAC),
    gift("18J", "PAC", 50, OTHER_ID=PAC),
    gift("22Z", "PAC", 150, OTHER_ID=PAC),
    gift("24I", "CCM", 40, CONDUIT, OTHER_ID=PRINCIPAL),
    gift("24T", "CCM", 41, CONDUIT, OTHER_ID=PRINCIPAL),
]


def given(amount: object, to: str = PRINCIPAL, **more: object) -> dict[str, object]:
    return {
        "CMTE_ID": PAC, "TRANSACTION_TP": "24K", "OTHER_ID": to, "CAND_ID": ROE,
        "TRANSACTION_AMT": amount,
    } | more  # fmt: skip


# Committees: 2,000 + 30 - 500 + 400 + 45 + 10 = 1,985 in 6 rows. Party: 600.
GIVEN = [
    given(2000),
    given(30, TRANSACTION_TP="24Z"),
    given(-500),
    # Whose committee was paid tells whom a blank or unknown candidate id means.
    given(400, CAND_ID=""),
    given(45, AUTHORIZED, CAND_ID="H8CA99999"),
    # A refund to the giver has the same code; it is counted, and said.
    given(10, TRAN_ID="SA16.1"),
    given(600, CMTE_ID=PARTY),
    # Not the campaign's: memo, leadership PAC, joint fundraising, recount.
    given(77, MEMO_CD="X"),
    given(5000, LEADERSHIP),
    given(1000, JOINT),
    given(80, TRANSACTION_TP="24R"),
    # Nobody's: neither the candidate nor the committee is known.
    given(250, "C00999999", CAND_ID=""),
]


@pytest.fixture(scope="module")
def by_hand(loader: Loader, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    mirror = Mirror(tmp_path_factory.mktemp("receipts"))
    mirror.write("cn", [row("cn", CAND_ID=ROE), row("cn", CAND_ID=DOE, CAND_NAME="DOE, JANE")])
    types = {PRINCIPAL: "HP", AUTHORIZED: "HA", JOINT: "NJ", LEADERSHIP: "ND", DOES_OWN: "HP",
             PAC: "QU", PARTY: "YU", SUPER_PAC: "OU", CONDUIT: "VU"}  # fmt: skip
    mirror.write(
        "cm",
        [row("cm", CMTE_ID=c, CMTE_TP=t[0], CMTE_DSGN=t[1]) for c, t in types.items()],
    )
    linked = [
        # The pair stands twice, for two election years.
        (ROE, PRINCIPAL, "P", 2017), (ROE, PRINCIPAL, "P", 2018), (ROE, AUTHORIZED, "A", 2018),
        (ROE, JOINT, "J", 2018), (ROE, LEADERSHIP, "D", 2018), (DOE, DOES_OWN, "P", 2018),
    ]  # fmt: skip
    mirror.write(
        "ccl",
        [
            row("ccl", CAND_ID=who, CMTE_ID=what, CMTE_DSGN=how, CAND_ELECTION_YR=year,
                LINKAGE_ID=990001 + place)
            for place, (who, what, how, year) in enumerate(linked)
        ],
    )  # fmt: skip
    mirror.write(
        "weball",
        [
            row("weball", CAND_ID=ROE, TTL_INDIV_CONTRIB="3000.75", CVG_END_DT="06/30/2018"),
            row("weball", CAND_ID=DOE, TTL_INDIV_CONTRIB="100"),
        ],
    )
    mirror.write("indiv", numbered("indiv", *RECEIVED))
    mirror.write("oth", numbered("oth", *FROM_COMMITTEES))
    mirror.write("pas2", numbered("pas2", *GIVEN))
    return loader("receipts", mirror.root, "--cycle", "2018")


@pytest.mark.parametrize(
    ("channel", "rows", "amount"),
    [
        ("individuals_itemized", 9, "2545"),
        ("individuals_unitemized", 0, "530.75"),
        ("committees", 6, "1985"),
        ("party", 1, "600"),
        ("candidate_contributions", 1, "1000"),
        ("candidate_loans", 1, "5000"),
        ("transfers_in", 1, "700"),
        ("refunds_individuals", 2, "130"),
        ("refunds_committees", 1, "150"),
    ],
)
def test_a_channel_is_what_its_rows_add_up_to(
    by_hand: Loaded, channel: str, rows: int, amount: str
) -> None:
    assert by_hand.totals(2018)[ROE, channel] == (rows, Decimal(amount))


def test_nobody_has_a_channel_that_was_not_worked_out(by_hand: Loaded) -> None:
    channels = {channel for who, channel in by_hand.totals(2018) if who == ROE}
    assert len(channels) == 9
    assert set(by_hand.totals(2018)) - {(ROE, channel) for channel in channels} == {
        (DOE, "individuals_itemized"),
        (DOE, "individuals_unitemized"),
    }


def test_more_itemized_than_the_official_total_gives_no_figure_but_a_reason(
    by_hand: Loaded,
) -> None:
    [(amount, caveat)] = by_hand.rows(
        "SELECT amount, caveat FROM donations_candidatetotal"
        " WHERE candidate_id = %s AND channel = 'individuals_unitemized'",
        DOE,
    )
    assert amount is None
    assert "exceed the official total of individuals by $200.00" in caveat


def test_gifts_that_look_like_refunds_are_said(by_hand: Loaded) -> None:
    [(caveat,)] = by_hand.rows(
        "SELECT caveat FROM donations_candidatetotal WHERE candidate_id = %s"
        " AND channel = 'committees'",
        ROE,
    )
    assert caveat.startswith("Of which $10.00 look like refunds")


def test_a_super_pac_s_committees_are_not_individuals(by_hand: Loaded) -> None:
    assert by_hand.rows(
        "SELECT counted_as, sum(rows), sum(amount) FROM donations_committeetotal"
        " WHERE committee_id = %s GROUP BY 1 ORDER BY 1",
        SUPER_PAC,
    ) == [("committee", 1, Decimal(300)), ("individual", 2, Decimal(700))]


def agrees(loaded: Loaded, cycle: int, root: Path) -> None:
    files = Files(root, cycle)
    totals = loaded.totals(cycle)
    small = {who: amount for (who, channel), (_, amount) in totals.items()
             if channel == "individuals_unitemized"}  # fmt: skip
    assert small == unitemized(files)
    expected = receipts(files) | gifts_of_committees(files)
    channels = {channel for _, channel in expected}
    assert {key: value for key, value in totals.items() if key[1] in channels} == expected


def test_the_sample_agrees_with_the_slow_twin(sample: Loaded) -> None:
    agrees(sample, 2018, sample.folder)


@pytest.mark.fec
def test_without_an_itemized_row_nothing_is_called_small(real_2020: Loaded) -> None:
    rows = real_2020.rows(
        "SELECT t.amount, t.caveat, s.individual_contributions FROM donations_candidatetotal t"
        " JOIN filings_candidatesummary s USING (candidate_id, cycle)"
        " WHERE t.channel = 'individuals_unitemized' AND s.individual_contributions > 0"
        " AND NOT EXISTS (SELECT FROM donations_candidatetotal i WHERE i.cycle = t.cycle AND"
        " i.candidate_id = t.candidate_id AND i.channel = 'individuals_itemized')"
    )
    assert rows
    assert all(amount is None and "Cannot be told" in caveat for amount, caveat, _ in rows)


@pytest.mark.fec
def test_the_real_files_agree_with_the_slow_twin(real_2020: Loaded) -> None:
    agrees(real_2020, 2020, real_2020.folder)


def test_the_sample_s_story_is_told(sample: Loaded) -> None:
    totals = sample.totals(2018)
    # 706,156 + 1,500 + 2,700 + 18,110 + a conduit's lump of 8,778; official 798,590.46.
    assert totals["H8CA99012", "individuals_itemized"][1] == Decimal(737244)
    assert totals["H8CA99012", "individuals_unitemized"][1] == Decimal("61346.46")
    # 86,500 of PACs and campaigns and 1,927 in kind; one row's candidate is found by its committee.
    assert totals["H8CA99012", "committees"][1] == Decimal(88427)
    assert totals["H8CA99012", "party"][1] == Decimal(5000)
    assert totals["H8CA99012", "transfers_in"][1] == Decimal(75200)
    assert totals["H8CA99020", "candidate_loans"][1] == Decimal(250000)


def test_shares_of_joint_fundraising_are_memos_with_or_without_the_mark(by_hand: Loaded) -> None:
    rows = by_hand.rows(
        "SELECT receipt_type, counts, counted_as FROM donations_contribution"
        " WHERE receipt_type = ANY(%s)",
        list(JOINT_SHARES),
    )
    assert sorted(rows) == [("15J", False, "memo"), ("15J", False, "memo"), ("18J", False, "memo")]
