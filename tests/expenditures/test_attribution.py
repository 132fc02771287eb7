"""Money by channel, election code and giver: it adds up to the totals, and to the rows."""

from collections import defaultdict
from decimal import Decimal

from sample import story
from tests.sample_loaded import Loaded, loader, real_2020, sample  # noqa: F401 (fixtures)

# ruff: noqa: F811
LINES = {
    "individual": "individuals_itemized", "candidate": "candidate_contributions",
    "candidate_loan": "candidate_loans", "transfer": "transfers_in",
    "refund_individual": "refunds_individuals", "refund_committee": "refunds_committees",
}  # fmt: skip


def _off(loaded: Loaded) -> list[tuple[object, ...]]:
    return loaded.rows(
        "SELECT cycle, candidate_id, channel, t.amount, x.amount, t.rows, x.rows"
        "  FROM (SELECT * FROM donations_candidatetotal WHERE amount IS NOT NULL) t"
        "  FULL JOIN (SELECT cycle, candidate_id, channel, sum(amount) AS amount, sum(rows) AS rows"
        "               FROM expenditures_attributedmoney GROUP BY 1, 2, 3) x"
        " USING (cycle, candidate_id, channel)"
        " WHERE t.amount IS DISTINCT FROM x.amount OR t.rows IS DISTINCT FROM x.rows"
    )


def test_each_channel_adds_up_to_the_candidate_s_total(sample: Loaded) -> None:
    ((rows,),) = sample.rows("SELECT count(*) FROM expenditures_attributedmoney")
    assert rows > 200
    assert _off(sample) == []


def test_real_files_add_up_as_well(real_2020: Loaded) -> None:
    assert _off(real_2020) == []


def test_agrees_with_each_row_one_by_one(sample: Loaded) -> None:
    """Candidate, channel, code and giver of every row, in plain Python."""
    campaigns: dict[str, set[str]] = defaultdict(set)
    designation: dict[tuple[str, str], str] = {}
    for committee, candidate, kind in sample.rows(
        "SELECT committee_id, candidate_id, designation FROM filings_linkage WHERE cycle = 2018"
    ):
        designation[committee, candidate] = kind
        if kind in {"P", "A"}:
            campaigns[committee].add(candidate)
    history = {
        committee: (kind, party_type)
        for committee, kind, party_type in sample.rows(
            "SELECT committee_id, designation, committee_type FROM filings_committeehistory"
            " WHERE cycle = 2018"
        )
    }
    wanted: dict[tuple[str, str, str, str], Decimal] = defaultdict(Decimal)
    for committee, line, code, amount in sample.rows(
        "SELECT committee_id, counted_as, election_type, contribution_receipt_amount"
        "  FROM donations_contribution WHERE cycle = 2018 AND counts"
    ):
        for candidate in campaigns[committee] if line in LINES else ():
            wanted[candidate, LINES[line], code, ""] += amount
    for committee, line, code, amount in sample.rows(
        "SELECT committee_id, counted_as, election_type, disbursement_amount"
        "  FROM donations_committeetransaction WHERE cycle = 2018 AND counts"
        "   AND counted_as IN ('refund_individual', 'refund_committee')"
    ):
        for candidate in campaigns[committee]:
            wanted[candidate, LINES[line], code, ""] += amount
    for giver, candidate, other, kind, line, code, amount in sample.rows(
        "SELECT committee_id, resolved_candidate_id, other_id, transaction_type, counted_as,"
        " election_type, transaction_amount FROM expenditures_candidatetransaction"
        " WHERE cycle = 2018 AND counts AND resolved_candidate_id <> ''"
    ):
        receiver = designation.get((other, candidate)) or history.get(other, ("", ""))[0]
        if kind in {"24K", "24Z"} and receiver not in {"B", "D", "J", "U"}:
            channel = (
                "party" if history.get(giver, ("", ""))[1] in {"X", "Y", "Z"} else "committees"
            )
            wanted[candidate, channel, code, giver] += amount
        elif line == "coordinated":
            wanted[candidate, line, code, giver] += amount
    for spender, candidate, side, code, amount in sample.rows(
        "SELECT committee_id, candidate_id, support_oppose_indicator, election_type,"
        " expenditure_amount FROM expenditures_independentexpenditure"
        " WHERE cycle = 2018 AND counts AND candidate_id <> ''"
    ):
        channel = "independent_for" if side == "S" else "independent_against"
        wanted[candidate, channel, code, spender] += amount
    for spender, candidate, kind, side, amount in sample.rows(
        "SELECT committee_id, candidate_id, transaction_type, support_oppose_indicator,"
        " transaction_amount FROM expenditures_communicationcost WHERE cycle = 2018"
    ):
        against = kind == "24N" or side == "O"
        channel = "communication_against" if against else "communication_for"
        wanted[candidate, channel, "", spender] += amount
    for spender, candidate, amount in sample.rows(
        "SELECT committee_id, candidate_id, calculated_candidate_share"
        "  FROM expenditures_electioneeringcommunication WHERE cycle = 2018"
    ):
        wanted[candidate, "electioneering", "", spender] += amount
    stored = {
        (candidate, channel, code, giver): amount
        for candidate, channel, code, giver, amount in sample.rows(
            "SELECT candidate_id, channel, election_type, giver_id, amount"
            "  FROM expenditures_attributedmoney WHERE channel <> 'individuals_unitemized'"
        )
    }
    assert stored == {key: amount for key, amount in wanted.items() if key[0]}


def test_the_attack_by_hand(sample: Loaded) -> None:
    found = dict(
        sample.rows(
            "SELECT giver_id, amount FROM expenditures_attributedmoney"
            " WHERE candidate_id = %s AND channel = 'independent_against'"
            "   AND election_type = 'R'",
            story.CANDIDATE_A,
        )
    )
    assert found == {story.ATTACKER: Decimal("732432.86")}
