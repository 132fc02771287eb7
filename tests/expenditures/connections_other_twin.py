"""The slow twin of connections by industry, by what is shared, and by time: loops over all rows.

Reads the tables of facts as they are, and knows no temporary table and none of the finders' code.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from donations.donors import donor_key
from filings.models import CommitteeHistory, Election, ElectionCandidate, Filing, Linkage
from filings.races import belongs, vote_day

Z = Decimal(0)
SIGNS = {
    "individual": 1, "candidate": 1, "candidate_loan": 1, "committee": 1, "transfer": 1, "loan": 1,
    "other_receipt": 1, "refund_individual": -1, "refund_committee": -1,
}  # fmt: skip


def rows(query: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


@dataclass
class Money:
    """A cycle's spending by race, and every receipt."""

    cycle: int

    def __post_init__(self) -> None:
        elections = list(Election.objects.filter(cycle=self.cycle))
        seats: dict[tuple[str, ...], bool] = defaultdict(bool)
        for one in elections:
            seats[one.office, one.state, one.district] |= one.special_year != 0
        standing = defaultdict(list)
        for entry in ElectionCandidate.objects.filter(election__in=elections):
            standing[entry.election_id].append(entry.candidate_id)
        self.votes = {one.pk: vote_day(one) for one in elections}
        self.standing = standing
        self.expenditures = rows(
            "SELECT committee_id, candidate_id, support_oppose_indicator, expenditure_amount,"
            " coalesce(dissemination_date, expenditure_date, receipt_date), election_type"
            "  FROM expenditures_independentexpenditure WHERE cycle = %s AND counts"
            "   AND support_oppose_indicator IN ('S', 'O')",
            self.cycle,
        )
        self.spent: dict[tuple[int, str, str, str], Decimal] = defaultdict(Decimal)
        for spender, candidate, side, amount, _, code in self.expenditures:
            for one in elections:
                special = seats[one.office, one.state, one.district]
                if candidate in standing[one.pk] and belongs(code, one, has_special=special):
                    self.spent[one.pk, spender, candidate, side] += amount
        # By committee, day and kind, what was sent back on the same day taken off.
        self.receipts: dict[tuple[str, date, str], Decimal] = defaultdict(Decimal)
        for committee, day, counted_as, amount in rows(
            "SELECT committee_id, coalesce(contribution_receipt_date, %s), counted_as,"
            " contribution_receipt_amount FROM donations_contribution"
            " WHERE cycle = %s AND counts AND counted_as <> 'offset'",
            date(self.cycle - 1, 1, 1),
            self.cycle,
        ):
            kind = counted_as.removeprefix("refund_")
            self.receipts[committee, day, kind] += SIGNS[counted_as] * amount
        self.with_total = {
            committee
            for (committee,) in rows(
                "SELECT committee_id FROM filings_committeesummary"
                " WHERE cycle = %s AND receipts IS NOT NULL",
                self.cycle,
            )
        }
        self.official = {
            committee: (receipts or Z, opening or Z)
            for committee, receipts, opening in rows(
                "SELECT committee_id, receipts, cash_on_hand_beginning"
                "  FROM filings_committeesummary WHERE cycle = %s",
                self.cycle,
            )
        }

    def in_race(self) -> dict[tuple[int, str], Decimal]:
        """What each group spent in each race, for and against."""
        found: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
        for (race, spender, _, _), amount in self.spent.items():
            found[race, spender] += amount
        return found

    def attacked(self, race: int, spender: str) -> set[str]:
        return {who for (r, s, who, side) in self.spent if (r, s, side) == (race, spender, "O")}


def industries(money: Money) -> set[tuple[Any, ...]]:
    """Race, group, attacked, industry, amount, and the rivals with what the industry gave them."""
    parts = rows(
        "SELECT t.committee_id, t.candidate_id, t.election_type, i.slug, x.amount"
        "  FROM expenditures_trace t JOIN expenditures_traceindustry x ON x.trace_id = t.id"
        "  JOIN donations_industry i ON i.id = x.industry_id AND i.is_industry"
        " WHERE t.cycle = %s AND t.method = 'to_date' AND t.support_oppose_indicator = 'O'",
        money.cycle,
    )
    gifts: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for candidate, slug, amount in rows(
        "SELECT c.candidate_id, i.slug, c.amount FROM donations_candidateindustry c"
        "  JOIN donations_industry i ON i.id = c.industry_id"
        " WHERE c.cycle = %s AND c.part <> 'refunds'",
        money.cycle,
    ):
        gifts[candidate, slug] += amount
    found = set()
    person = {
        candidate: donor_key(name) or candidate
        for candidate, name in rows("SELECT candidate_id, name FROM filings_candidate")
    }
    elections = {one.pk: one for one in Election.objects.filter(cycle=money.cycle)}
    for (race, spender, attacked, side), spent in money.spent.items():
        if side != "O" or spent < 1000:
            continue
        one = elections[race]
        special = any(
            other.special_year
            for other in elections.values()
            if (other.office, other.state, other.district) == (one.office, one.state, one.district)
        )
        by_industry: dict[str, Decimal] = defaultdict(Decimal)
        for who, about, code, slug, amount in parts:
            if (who, about) == (spender, attacked) and belongs(code, one, has_special=special):
                by_industry[slug] += amount
        for slug, amount in by_industry.items():
            if 100 * amount < 10 * spent:
                continue
            under_attack = {person[one] for one in money.attacked(race, spender)}
            rivals = frozenset(
                (candidate, gifts[candidate, slug])
                for candidate in money.standing[race]
                if gifts[candidate, slug] >= 5000 and person[candidate] not in under_attack
            )
            if rivals:
                found.add((race, spender, attacked, slug, amount, rivals))
    return found


def shared(money: Money) -> set[tuple[Any, ...]]:
    """Race, the group that spent more, the other committee, and the kinds of things shared."""
    things: dict[str, set[tuple[str, str]]] = defaultdict(set)
    party, kind = {}, {}
    for one in CommitteeHistory.objects.filter(cycle=money.cycle):
        party[one.committee_id], kind[one.committee_id] = one.party, one.committee_type
        name = one.treasurer_name.strip()
        if name:
            things[one.committee_id].add(("treasurer", donor_key(name) or name.upper()))
        if re.fullmatch(r"[0-9]{9}", one.zip) and one.zip[5:] != "0000":
            things[one.committee_id].add(("ZIP code", one.zip))
    newest: dict[str, Filing] = {}
    for filing in Filing.objects.filter(form="F1", is_held=False).order_by("received_at"):
        if filing.received_at.year > money.cycle:
            continue
        newest[filing.committee_id] = filing
    for committee, filing in newest.items():
        cover = filing.cover
        if cover.get("street_1"):
            street = re.sub(r"[^A-Z0-9]+", " ", f"{cover['street_1']} ".upper())
            things[committee].add(("address", street + cover["zip_code"][:5]))
        if cover.get("bank_name"):
            things[committee].add(("bank", cover["bank_name"].upper() + cover["bank_zip_code"][:5]))
    sharing: dict[tuple[str, str], int] = defaultdict(int)
    for each in things.values():
        for thing in each:
            sharing[thing] += 1
    links = {
        (one.committee_id, one.candidate_id): one.designation
        for one in Linkage.objects.filter(cycle=money.cycle)
    }
    found = set()
    groups = {pair: amount for pair, amount in money.in_race().items() if amount >= 1000}
    for (race, spender), amount in groups.items():
        others = {other: spent for (r, other), spent in groups.items() if r == race}
        campaigns = {
            committee
            for (committee, candidate), designation in links.items()
            if designation in {"P", "A"} and candidate in money.standing[race]
        }
        for other in (others.keys() | campaigns) - {spender}:
            if other in others and (amount, other) < (others[other], spender):
                continue
            if {kind.get(spender), kind.get(other)} <= {"X", "Y", "Z"} and (
                party[spender] == party[other]
            ):
                continue
            if any(committee == spender and (other, who) in links for committee, who in links):
                continue
            common = {thing for thing in things[spender] & things[other] if sharing[thing] <= 50}
            if common:
                kinds = {what for what, _ in common}
                if "address" in kinds:
                    kinds.discard("ZIP code")
                found.add((race, spender, other, frozenset(kinds)))
    return found


def late(money: Money) -> set[tuple[Any, ...]]:
    """Race, group, what it spent there, the days of its registration and of its first money."""
    registered: dict[str, date] = {}
    for filing in Filing.objects.filter(form="F1", amendment_indicator="N", is_held=False):
        day = filing.received_at.date()
        registered[filing.committee_id] = min(day, registered.get(filing.committee_id, day))
    funded: dict[str, date] = {}
    for (committee, day, _), amount in money.receipts.items():
        if amount > 0:
            funded[committee] = min(day, funded.get(committee, day))
    older = {
        one for (one,) in rows(
            "SELECT DISTINCT committee_id FROM donations_contribution WHERE cycle = %s",
            money.cycle - 2,
        )
    }  # fmt: skip
    in_rows: dict[str, Decimal] = defaultdict(Decimal)
    for (committee, _, _), amount in money.receipts.items():
        in_rows[committee] += amount
    found = set()
    for (race, spender), amount in money.in_race().items():
        vote = money.votes[race]
        if amount < 1000 or vote is None:
            continue
        begins = vote - timedelta(days=20)
        first = registered.get(spender)
        money_day = funded.get(spender)
        if first is not None and not begins <= first <= vote:
            first = None
        if money_day is not None and (
            not begins <= money_day <= vote
            or spender not in money.with_total
            or money.official[spender][1]
            or 10 * money.official[spender][0] > 11 * in_rows[spender]
            or spender in older
        ):
            money_day = None
        if first or money_day:
            found.add((race, spender, amount, first, money_day))
    return found


def debts(money: Money) -> set[tuple[Any, ...]]:
    """Race, group, and by how much it had spent more than it had by the vote."""
    found = set()
    in_race = {pair: amount for pair, amount in money.in_race().items() if money.votes[pair[0]]}
    for spender in {spender for _, spender in in_race}:
        for vote in {money.votes[race] for race, who in in_race if who == spender}:
            spent = sum(
                (row[3] for row in money.expenditures if row[0] == spender and row[4] <= vote), Z
            )
            of_it = [
                (day, part) for (who, day, _), part in money.receipts.items() if who == spender
            ]
            had = sum((part for day, part in of_it if day <= vote), Z)
            after = sum((max(part, Z) for day, part in of_it if day > vote), Z)
            receipts, opening = money.official.get(spender, (Z, Z))
            whole = sum((part for _, part in of_it), Z)
            had += opening + (max(receipts - whole, Z) if receipts else Z)
            race, most = max(
                (
                    (race, amount)
                    for (race, who), amount in in_race.items()
                    if who == spender and money.votes[race] == vote
                ),
                key=lambda pair: (pair[1], -pair[0]),
            )
            if of_it and spent - had >= 1000 and after > 0 and most >= 1000:
                found.add((race, spender, spent - had))
    return found
