"""The stored traces of the sample: they add up, and agree with each row followed by hand."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from expenditures.money_flow import Pool
from expenditures.money_sources import CODES, EMPTY, METHODS, NAMED
from sample import story
from tests.expenditures import flow_twin
from tests.expenditures.giver_twin import Givers
from tests.sample_loaded import Loaded, loader, sample  # noqa: F401 (fixtures)

# ruff: noqa: F811
KINDS = {
    "individual": 1, "candidate": 1, "candidate_loan": 1, "committee": 1, "transfer": 1, "loan": 1,
    "other_receipt": 1, "refund_individual": -1, "refund_committee": -1,
}  # fmt: skip
BEGINS = date(2017, 1, 1)
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


@pytest.mark.parametrize("method", METHODS)
def test_agrees_with_each_row_followed_by_hand(sample: Loaded, method: str) -> None:
    rows = read(sample)
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
    piles = rows.piles() if method == "recent" else {}
    for spender, (through, spent) in spenders.items():
        exact = (
            kinds(rows.most_recent(spender, piles))
            if method == "recent"
            else flow_twin.shares(spender, rows.pools(through if method == "to_date" else date.max))
        )
        for entry in exact.keys() | stored[spender].keys():
            wanted = exact.get(entry, Fraction(0)) * Fraction(spent)
            found = stored[spender].get(entry, Decimal(0))
            assert abs(Fraction(found) - wanted) < Fraction(2, 100), (spender, entry)


def test_industries_of_the_most_recent_money_agree_with_each_row(sample: Loaded) -> None:
    rows = read(sample)
    piles = rows.piles()
    sponsors = dict(
        sample.rows(
            "SELECT h.committee_id, p.industry_id FROM filings_committeehistory h"
            "  JOIN donations_donorprofile p ON p.id ="
            "       -1099511627776 - substr(h.committee_id, 2)::bigint"
            "  JOIN donations_industry i ON i.id = p.industry_id AND i.is_industry"
            " WHERE h.cycle = 2018 AND organization_type <> ''"
        )
    )
    of_industries: dict[str, dict[int, list[tuple[int, int]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for committee, day, industry, amount in sample.rows(
        "SELECT c.committee_id, c.contribution_receipt_date, coalesce(p.industry_id, u.id),"
        "       CASE c.counted_as WHEN 'individual' THEN contribution_receipt_amount"
        "                         ELSE -contribution_receipt_amount END"
        "  FROM donations_contribution c"
        "  JOIN donations_industry u ON u.slug = 'not-classed'"
        "  LEFT JOIN donations_donorprofile p ON p.id = c.profile_id"
        " WHERE c.cycle = 2018 AND counts AND counted_as IN ('individual', 'refund_individual')"
    ):
        when = (day or BEGINS).toordinal()
        of_industries[committee][industry].append((when, int(amount * 100)))
    received = {
        committee: {one: flow_twin.net(gifts) for one, gifts in each.items()}
        for committee, each in of_industries.items()
    }
    stored: dict[tuple[str, Decimal], dict[int, Decimal]] = defaultdict(dict)
    for spender, spent, industry, amount in sample.rows(
        "SELECT t.committee_id, spent, industry_id, i.amount"
        "  FROM expenditures_trace t JOIN expenditures_traceindustry i ON i.trace_id = t.id"
        " WHERE t.cycle = 2018 AND method = 'recent' AND t.candidate_id = ''"
    ):
        stored[spender, spent][industry] = amount
    assert len(stored) > 2
    for (spender, spent), found in stored.items():
        wanted: dict[int, Fraction] = defaultdict(Fraction)
        for (committee, source), share in rows.most_recent(spender, piles).items():
            if flow_twin.kind_of(source) not in NAMED:
                continue
            part = share * Fraction(spent)
            if committee in sponsors:
                wanted[sponsors[committee]] += part
                continue
            gave = {one: days.get(source[1], 0) for one, days in received[committee].items()}
            for industry, cents in gave.items():
                wanted[industry] += part * cents / sum(gave.values())
        for industry in wanted.keys() | found.keys():
            there = Fraction(found.get(industry, Decimal(0)))
            assert abs(there - wanted[industry]) < Fraction(2, 100), (spender, industry)


@pytest.mark.parametrize("method", METHODS)
def test_donors_come_to_no_more_than_the_kind_of_source_they_are(
    sample: Loaded, method: str
) -> None:
    rows = sample.rows(
        "SELECT t.id, (SELECT coalesce(sum(amount), 0) FROM expenditures_traceentry"
        "               WHERE trace_id = t.id AND source = ANY(k.sources)),"
        "       sum(d.amount), bool_and(d.amount <= d.paid)"
        "  FROM expenditures_trace t JOIN expenditures_tracedonor d ON d.trace_id = t.id"
        "  JOIN (VALUES ('person', ARRAY['person']),"
        "               ('organization', ARRAY['organization', 'undisclosed'])) k (kind, sources)"
        "    ON k.kind = d.kind"
        " WHERE t.method = %s GROUP BY t.id, k.sources",
        method,
    )
    assert len(rows) > 5
    for _, of_kind, of_donors, is_theirs in rows:
        assert of_donors <= of_kind + Decimal("0.10")
        assert is_theirs


def kinds(exact: dict[tuple[Any, Any], Fraction]) -> dict[tuple[Any, Any], Fraction]:
    """The same without the days on which money came in."""
    found: dict[tuple[Any, Any], Fraction] = defaultdict(Fraction)
    for (committee, source), share in exact.items():
        found[committee, flow_twin.kind_of(source)] += share
    return found


@dataclass
class Rows:
    """The sample's rows of a cycle in the words of the trace, read one by one.

    receipts: committee, day, source (a committee's id or a kind), cents. spending: committee, day,
    cents, what it was about. gifts: what people and organizations gave, by committee. official:
    cash of before, individuals (US dollars), and through when.
    """

    receipts: list[tuple[str, date, str, int]]
    spending: list[tuple[str, date, int, tuple[str, str, str]]]
    gifts: dict[str, list[tuple[date, int]]]
    official: dict[str, tuple[Decimal, Decimal, date]]

    def undated(self, committee: str, until: date) -> dict[str, int]:
        """What only official figures have: small gifts are taken to have come as the others."""
        if committee not in self.official:
            return {}
        opening, individuals, through = self.official[committee]
        itemized = [(day, cents) for day, cents in self.gifts[committee] if day <= through]
        whole = sum(cents for _, cents in itemized)
        small = max(0, int(individuals * 100) - whole)
        if until < through:
            if whole:
                small = small * sum(cents for day, cents in itemized if day <= until) // whole
            else:
                period = (through - BEGINS).days
                small = small * max(0, min((until - BEGINS).days, period)) // period
        return {"opening_cash": int(opening * 100), "unitemized": small}

    def pools(self, until: date) -> dict[Hashable, Pool]:
        """What each committee had by a day."""
        came: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        paid: dict[str, int] = defaultdict(int)
        for committee, day, source, cents in self.receipts:
            if day <= until:
                came[committee][source] += cents
                paid[source] += cents
        for committee, day, cents, _ in self.spending:
            if day <= until:
                paid[committee] += cents
        names = {committee for committee, *_ in self.receipts} | {
            source for _, _, source, _ in self.receipts if is_committee(source)
        }
        graph: dict[Hashable, Pool] = {}
        for name in names | set(self.official) | {committee for committee, *_ in self.spending}:
            parts = {one: cents for one, cents in came[name].items() if cents > 0}
            parts |= {one: cents for one, cents in self.undated(name, until).items() if cents > 0}
            if (beyond := paid[name] - sum(parts.values())) > 0:
                parts[EMPTY] = beyond
            graph[name] = Pool(
                {one: cents for one, cents in parts.items() if not is_committee(one)},
                {one: cents for one, cents in parts.items() if is_committee(one)},
            )
        return graph

    def piles(self) -> dict[Any, Pool]:
        """What each committee's payments of a day were made of, the most recent money first."""
        codes = {name: code for code, name in CODES.items()}

        def number(source: str) -> int:
            return int(source[1:]) if is_committee(source) else codes[source]

        @cache
        def undated(committee: int, day: int) -> dict[str, int]:
            return self.undated(f"C{committee:08d}", date.fromordinal(day))

        about = {one: place for place, one in enumerate({row[3] for row in self.spending})}
        return flow_twin.piles(
            [
                (number(committee), day.toordinal(), number(source), cents)
                for committee, day, source, cents in self.receipts
            ],
            [
                (number(committee), day.toordinal(), cents, about[what])
                for committee, day, cents, what in self.spending
            ],
            undated,
        )

    def most_recent(self, spender: str, piles: dict[Any, Pool]) -> dict[tuple[Any, Any], Fraction]:
        """The parts of what a spender spent by where they came in."""
        mine = [
            (int(row[0][1:]), row[1].toordinal(), row[2], hash(row[3])) for row in self.spending
        ]
        days = flow_twin.kept_by_day(mine, int(spender[1:]))
        whole = sum(cents for _, cents in days)
        found: dict[tuple[Any, Any], Fraction] = defaultdict(Fraction)
        for day, cents in days:
            for (node, source), share in flow_twin.shares((int(spender[1:]), day), piles).items():
                found[f"C{node[0]:08d}", source] += share * Fraction(cents, whole)
        return found


def is_committee(source: str) -> bool:
    return source[:1] == "C"


def read(sample: Loaded) -> Rows:
    """The rows of 2018, each with its source."""
    official = {
        committee: (opening or Decimal(0), individuals or Decimal(0), through or date(2018, 12, 31))
        for committee, opening, individuals, through in sample.rows(
            "SELECT committee_id, cash_on_hand_beginning, individual_contributions,"
            " coverage_end_date FROM filings_committeesummary WHERE cycle = 2018"
            " UNION ALL SELECT l.committee_id, cash_on_hand_beginning, individual_contributions,"
            " coverage_end_date FROM filings_linkage l JOIN filings_candidatesummary s"
            " USING (candidate_id, cycle) WHERE cycle = 2018 AND l.designation = 'P'"
            " AND s.file LIKE 'weball%%'"
        )
    }
    giver_of = Givers(sample.rows, 2018)
    receipts = []
    gifts: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for committee, day, kind, giver, entity, amount, sector, slug, name in sample.rows(
        "SELECT c.committee_id, contribution_receipt_date, counted_as, contributor_id, entity_type,"
        " contribution_receipt_amount, coalesce(i.sector, ''), coalesce(i.slug, ''), n.name"
        "  FROM donations_contribution c"
        "  JOIN donations_contributorname n ON n.id = c.name_id"
        "  LEFT JOIN donations_donorprofile p ON p.id = c.profile_id"
        "  LEFT JOIN donations_industry i ON i.id = p.industry_id"
        " WHERE c.cycle = 2018 AND c.counts AND counted_as <> 'offset'"
    ):
        source, cents = kind, int(amount * 100) * KINDS[kind]
        if kind in {"committee", "transfer", "refund_committee"}:
            source = giver_of(committee, giver, name, amount) or "unnamed_committee"
        elif kind in {"individual", "refund_individual"}:
            hidden = sector == DISCLOSE_NOBODY[0] or slug == DISCLOSE_NOBODY[1]
            is_person = entity in {"", "IND", "CAN"}
            source = "person" if is_person else "undisclosed" if hidden else "organization"
        if kind == "individual" and cents > 0:
            gifts[committee].append((day or BEGINS, cents))
        receipts.append((committee, day or BEGINS, source, cents))
    spending = [
        (committee, day or BEGINS, int(amount * 100), (candidate, side, code))
        for committee, day, amount, candidate, side, code in sample.rows(
            "SELECT committee_id, coalesce(dissemination_date, expenditure_date, receipt_date),"
            " expenditure_amount, candidate_id, support_oppose_indicator, election_type"
            "  FROM expenditures_independentexpenditure"
            " WHERE cycle = 2018 AND counts AND support_oppose_indicator IN ('S', 'O')"
        )
    ]
    return Rows(receipts, spending, gifts, official)
