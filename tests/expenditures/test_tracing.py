"""The stored traces of the sample: they add up, and agree with each row followed by hand."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from expenditures.money_flow import Pool
from expenditures.money_sources import EMPTY
from sample import story
from tests.expenditures import flow_twin
from tests.sample_loaded import Loaded, loader, sample  # noqa: F401 (fixtures)

# ruff: noqa: F811
KINDS = {
    "individual": 1, "candidate": 1, "candidate_loan": 1, "committee": 1, "transfer": 1, "loan": 1,
    "other_receipt": 1, "refund_individual": -1, "refund_committee": -1,
}  # fmt: skip
DISCLOSE_NOBODY = ("Ideology and Single Issue", "nonprofits")


def test_every_trace_adds_up_to_the_cent(sample: Loaded) -> None:
    rows = sample.rows(
        "SELECT t.spent, t.traced, t.unitemized, t.untraceable, sum(e.amount), t.error,"
        " (SELECT sum(expenditure_amount) FROM expenditures_independentexpenditure x"
        "   WHERE x.cycle = t.cycle AND x.committee_id = t.committee_id AND x.counts"
        "     AND t.candidate_id IN ('', x.candidate_id)"
        "     AND t.support_oppose_indicator IN ('', x.support_oppose_indicator)"
        "     AND (t.candidate_id = '' OR t.election_type = x.election_type))"
        "  FROM expenditures_trace t JOIN expenditures_traceentry e ON e.trace_id = t.id"
        " GROUP BY t.id"
    )
    assert len(rows) > 50
    for spent, traced, unitemized, untraceable, entries, error, counted in rows:
        assert traced + unitemized + untraceable == spent == entries == counted
        assert not error


@pytest.mark.parametrize("method", ["to_date", "cycle"])
def test_agrees_with_each_row_followed_by_hand(sample: Loaded, method: str) -> None:
    receipts = sample.rows(
        "SELECT c.committee_id, contribution_receipt_date, counted_as, contributor_id, entity_type,"
        " contribution_receipt_amount, coalesce(i.sector, ''), coalesce(i.slug, ''), n.name"
        "  FROM donations_contribution c"
        "  JOIN donations_contributorname n ON n.id = c.name_id"
        "  LEFT JOIN donations_donorprofile p ON p.id = c.profile_id"
        "  LEFT JOIN donations_industry i ON i.id = p.industry_id"
        " WHERE c.cycle = 2018 AND c.counts AND counted_as <> 'offset'"
    )
    official = {
        committee: (opening or 0, individuals or 0, through or date(2018, 12, 31))
        for committee, opening, individuals, through in sample.rows(
            "SELECT committee_id, cash_on_hand_beginning, individual_contributions,"
            " coverage_end_date FROM filings_committeesummary WHERE cycle = 2018"
            " UNION ALL SELECT l.committee_id, cash_on_hand_beginning, individual_contributions,"
            " coverage_end_date FROM filings_linkage l JOIN filings_candidatesummary s"
            " USING (candidate_id, cycle) WHERE cycle = 2018 AND l.designation = 'P'"
            " AND s.file LIKE 'weball%%'"
        )
    }
    committees: dict[str, list[str]] = defaultdict(list)
    for committee, name in sample.rows("SELECT committee_id, name FROM filings_committee"):
        committees[name].append(committee)
    payers: dict[tuple[str, Decimal], set[str]] = defaultdict(set)
    for payer, paid, amount in sample.rows(
        "SELECT committee_id, recipient_id, disbursement_amount FROM donations_committeetransaction"
        " WHERE cycle = 2018 AND counts AND recipient_id <> ''"
    ):
        payers[paid, amount].add(payer)

    def identified(row: tuple[object, ...]) -> tuple[object, ...]:
        """The row with the id of a committee that is not identified but can be known."""
        committee, day, kind, giver, entity, amount, sector, slug, name = row
        if kind in {"committee", "transfer", "refund_committee"} and not giver:
            alike = [one for one in committees[name] if one != committee]  # type: ignore[index]
            paying = payers[committee, amount]  # type: ignore[index]
            if len(committees[name]) == 1 and alike:  # type: ignore[index]
                giver = alike[0]
            elif len(paying) == 1:
                (giver,) = paying
        return committee, day, kind, giver, entity, amount, sector, slug

    receipts = [identified(row) for row in receipts]
    spending = sample.rows(
        "SELECT committee_id, coalesce(dissemination_date, expenditure_date, receipt_date),"
        " expenditure_amount FROM expenditures_independentexpenditure WHERE cycle = 2018 AND counts"
        " AND support_oppose_indicator IN ('S', 'O')"
    )
    stored: dict[str, dict[tuple[str, str], Decimal]] = defaultdict(dict)
    spenders: dict[str, tuple[date, Decimal]] = {}
    for spender, through, spent, committee, source, amount in sample.rows(
        "SELECT t.committee_id, through, spent, e.committee_id, source, amount"
        "  FROM expenditures_trace t JOIN expenditures_traceentry e ON e.trace_id = t.id"
        " WHERE t.cycle = 2018 AND method = %s AND t.candidate_id = ''",
        method,
    ):
        spenders[spender] = through, spent
        stored[spender][committee, source] = amount
    assert story.ATTACKER in spenders
    for spender, (through, spent) in spenders.items():
        until = through if method == "to_date" else date.max
        graph = _pools(receipts, official, spending, until)
        exact = flow_twin.shares(spender, graph)
        for entry in exact.keys() | stored[spender].keys():
            wanted = exact.get(entry, Fraction(0)) * Fraction(spent)
            found = stored[spender].get(entry, Decimal(0))  # type: ignore[arg-type]
            assert abs(Fraction(found) - wanted) < Fraction(2, 100), (spender, entry)


def _pools(
    receipts: list[tuple[object, ...]],
    official: dict[str, tuple[Decimal, Decimal, date]],
    spending: list[tuple[object, ...]],
    until: date,
) -> dict[str, Pool]:
    """What each committee had by a day, row by row."""
    outside: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    inside: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    gifts: dict[str, list[tuple[date, int]]] = defaultdict(list)
    names: set[str] = set(official)
    for committee, day, kind, giver, entity, amount, sector, slug in receipts:
        day = day or date(2017, 1, 1)
        cents = int(amount * 100) * KINDS[kind]  # type: ignore[index, operator]
        is_person = entity in {"", "IND", "CAN"}
        names |= {committee, giver} if str(giver).startswith("C") else {committee}  # type: ignore[arg-type]
        if kind == "individual" and cents > 0:
            gifts[committee].append((day, cents))  # type: ignore[index, arg-type]
        if day > until:  # type: ignore[operator]
            continue
        if kind in {"committee", "transfer", "refund_committee"} and giver:
            inside[committee][giver] += cents  # type: ignore[index]
            continue
        if kind in {"individual", "refund_individual"}:
            hidden = sector == DISCLOSE_NOBODY[0] or slug == DISCLOSE_NOBODY[1]
            kind = "person" if is_person else "undisclosed" if hidden else "organization"
        elif kind in {"committee", "transfer", "refund_committee"}:
            kind = "unnamed_committee"
        outside[committee][kind] += cents  # type: ignore[index]
    paid: dict[str, int] = defaultdict(int)
    for spender, spent_on, amount in spending:
        if (spent_on or date(2017, 1, 1)) <= until:  # type: ignore[operator]
            paid[str(spender)] += int(amount * 100)  # type: ignore[operator]
    for received in inside.values():
        for giver, cents in received.items():
            paid[giver] += cents
    graph: dict[str, Pool] = {}
    for name in names | set(paid):
        opening, individuals, through = official.get(name, (0, 0, date(2017, 1, 1)))
        itemized = [(day, cents) for day, cents in gifts[name] if day <= through]
        whole = sum(cents for _, cents in itemized)
        small = max(0, int(individuals * 100) - whole)
        if until < through:
            if whole:
                small = small * sum(cents for day, cents in itemized if day <= until) // whole
            else:
                begins = date(2017, 1, 1)
                period = (through - begins).days
                small = small * max(0, min((until - begins).days, period)) // period
        outside[name]["opening_cash"] += int(opening * 100)
        outside[name]["unitemized"] += small
        graph[name] = Pool(
            {source: cents for source, cents in outside[name].items() if cents > 0},
            {giver: cents for giver, cents in inside[name].items() if cents > 0},
        )
        if paid[name] > graph[name].cents:
            beyond = {EMPTY: paid[name] - graph[name].cents}
            graph[name] = Pool({**graph[name].outside, **beyond}, graph[name].inside)
    return graph
