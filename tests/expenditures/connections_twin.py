"""The slow twin of connections through funders: plain loops over all rows of the tables of facts.

`rows` asks a database for tuples, so that the same loops read the tests' own one and the sample's.
Nothing here is shared with the finders but the names' normal forms and which race a code is of.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from donations.donors import donor_key
from donations.normalizing import normal_form
from filings.races import belongs
from tests.expenditures.giver_twin import Givers

Rows = Callable[..., list[tuple[Any, ...]]]
Funder = tuple[str, str]
Answer = dict[tuple[str, ...], tuple[Any, ...]]
PEOPLE = {"", "IND", "CAN"}
ID = re.compile(r"C[0-9]{8}")
LIMITS = {2018: Decimal(2700), 2020: Decimal(2800)}


class Book:
    """Everything of a cycle that the loops below read."""

    def __init__(self, rows: Rows, cycle: int) -> None:
        self.rows, self.cycle = rows, cycle
        self._read_races()
        self._read_spending()
        self._read_people_s_decisions()
        self._read_receipts()
        self._read_campaigns()

    def _read_races(self) -> None:
        self.races = [
            SimpleNamespace(id=one[0], cycle=self.cycle, office=one[1], state=one[2],
                            district=one[3], special_year=one[4])
            for one in self.rows(
                "SELECT id, office, state, district, special_year FROM filings_election"
                " WHERE cycle = %s", self.cycle,
            )
        ]  # fmt: skip
        self.path = {
            one.id: f"{self.cycle}/{one.office}/{one.state}/{one.district}/{one.special_year}"
            for one in self.races
        }
        self.standing = defaultdict(set)
        for race, candidate in self.rows(
            "SELECT election_id, candidate_id FROM filings_electioncandidate"
        ):
            self.standing[race].add(candidate)
        self.person = {
            candidate: donor_key(name) or candidate
            for candidate, name in self.rows("SELECT candidate_id, name FROM filings_candidate")
        }

    def _read_spending(self) -> None:
        seats = defaultdict(set)
        for one in self.races:
            seats[one.office, one.state, one.district].add(one.special_year)
        in_race: dict[tuple[int, str, str, str], Decimal] = defaultdict(Decimal)
        self.spent: dict[str, Decimal] = defaultdict(Decimal)
        self.first_spent: dict[str, date] = {}
        for spender, about, side, amount, code, day in self.rows(
            "SELECT committee_id, candidate_id, support_oppose_indicator, expenditure_amount,"
            " election_type, coalesce(dissemination_date, expenditure_date, receipt_date)"
            "  FROM expenditures_independentexpenditure"
            " WHERE cycle = %s AND counts AND support_oppose_indicator IN ('S', 'O')", self.cycle,
        ):  # fmt: skip
            if not ID.fullmatch(spender or ""):
                continue
            self.spent[spender] += amount
            if day:
                self.first_spent[spender] = min(day, self.first_spent.get(spender, day))
            for one in self.races:
                special = any(seats[one.office, one.state, one.district])
                if about in self.standing[one.id] and belongs(code, one, has_special=special):
                    in_race[one.id, spender, about, side] += amount
        self.in_race = {what: amount for what, amount in in_race.items() if amount > 0}

    def is_of(self, code: str, race: int) -> bool:
        """Whether an election code is of a race."""
        (one,) = [one for one in self.races if one.id == race]
        alike = {
            other.special_year
            for other in self.races
            if (other.office, other.state, other.district) == (one.office, one.state, one.district)
        }
        return belongs(code, one, has_special=any(alike))

    def _read_people_s_decisions(self) -> None:
        groups: list[set[tuple[str, str]]] = []
        for key, place, other, other_place in self.rows(
            "SELECT key, zip, other_key, other_zip FROM donations_donordecision"
            " WHERE kind = 'join' AND reversed_at IS NULL"
        ):
            joined = {(key, place), (other, other_place)}
            for group in [one for one in groups if one & joined]:
                groups.remove(group)
                joined |= group
            groups.append(joined)
        self.settled = {alias: min(group) for group in groups for alias in group}
        self.somebody_else = set(
            self.rows(
                "SELECT name, zip FROM donations_donordecision"
                " WHERE kind = 'spelling' AND reversed_at IS NULL"
            )
        )

    def _read_receipts(self) -> None:
        """Each receipt as (committee, day, giver, what it is by source, amount, refund?, code)."""
        giver_of = Givers(self.rows, self.cycle)
        self.places: dict[tuple[Funder, str], set[str]] = defaultdict(set)
        self.receipts: list[tuple[str, date | None, Funder | None, str, Decimal, bool, str]] = []
        self.employed: list[tuple[str, str, Decimal]] = []
        for to, day, counted_as, amount, entity, by, name, place, code, employer, form in self.rows(
            "SELECT c.committee_id, c.contribution_receipt_date, c.counted_as,"
            " c.contribution_receipt_amount, c.entity_type, c.contributor_id, n.name,"
            " left(c.contributor_zip, 5), c.election_type, e.name, o.form"
            "  FROM donations_contribution c"
            "  LEFT JOIN donations_contributorname n ON n.id = c.name_id"
            "  LEFT JOIN donations_employer e ON e.id = c.employer_id"
            "  LEFT JOIN donations_donorprofile p ON p.id = c.profile_id"
            "  LEFT JOIN donations_organization o ON o.id = p.organization_id"
            " WHERE c.cycle = %s AND c.counts AND c.counted_as <> 'offset'", self.cycle,
        ):  # fmt: skip
            back = counted_as.startswith("refund")
            signed = -amount if back else amount
            giver: Funder | None = None
            source = counted_as
            if counted_as in {"individual", "refund_individual"}:
                source = "person" if entity in PEOPLE else "organization"
                giver = self._donor(entity, name, place, form)
                if giver:
                    self.places[giver, to].add(place)
                if entity in PEOPLE and employer:
                    self.employed.append((normal_form(employer), to, signed))
            elif counted_as in {"committee", "transfer", "refund_committee"}:
                source = giver_of(to, by, name or "", amount)
                if ID.fullmatch(source):
                    giver = ("committee", source)
                else:
                    source = "?"
            self.receipts.append((to, day, giver, source, signed, back, code))
        self.received: dict[str, Decimal] = defaultdict(Decimal)
        self.gave: dict[tuple[Funder, str], Decimal] = defaultdict(Decimal)
        self.since: dict[tuple[Funder, str], date] = {}
        for to, day, giver, _, amount, back, _ in self.receipts:
            self.received[to] += amount
            if giver:
                self.gave[giver, to] += amount
                if day and not back:
                    self.since[giver, to] = min(day, self.since.get((giver, to), day))
        self.in_rows = dict(self.received)
        self.opening: dict[str, Decimal] = {}
        self.official: dict[str, Decimal] = {}
        for committee, receipts, opening in self.rows(
            "SELECT committee_id, receipts, cash_on_hand_beginning FROM filings_committeesummary"
            " WHERE cycle = %s", self.cycle,
        ):  # fmt: skip
            self.opening[committee] = opening or Decimal(0)
            if receipts is not None:
                self.official[committee] = receipts
                self.received[committee] = max(self.received.get(committee, receipts), receipts)

    def _donor(self, entity: str, name: str, place: str, form: str | None) -> Funder | None:
        if entity not in PEOPLE:
            return ("organization", form if form is not None else name.upper())
        key = donor_key(name)
        if not key or not re.fullmatch(r"[0-9]{5}", place) or (name, place) in self.somebody_else:
            return None
        key, place = self.settled.get((key, place), (key, place))
        return ("person", f"{key} {place}")

    def _read_campaigns(self) -> None:
        self.links: dict[tuple[str, str], set[str]] = defaultdict(set)
        whose = defaultdict(set)
        for committee, candidate, designation in self.rows(
            "SELECT committee_id, candidate_id, designation FROM filings_linkage WHERE cycle = %s",
            self.cycle,
        ):
            self.links[committee, candidate].add(designation)
            if designation in {"P", "A"}:
                whose[committee].add(candidate)
        self.campaign = {one: min(of) for one, of in whose.items() if len(of) == 1}
        history = dict(
            self.rows(
                "SELECT committee_id, designation FROM filings_committeehistory WHERE cycle = %s",
                self.cycle,
            )
        )
        self.to_campaign: dict[tuple[Funder, str], Decimal] = defaultdict(Decimal)
        self.last_pac_gift: dict[tuple[str, str], date] = {}
        back: set[tuple[str, str]] = set()
        for giver, candidate, to, amount, day, memo, number in self.rows(
            "SELECT committee_id, resolved_candidate_id, other_id, transaction_amount,"
            " transaction_date, memo_text, transaction_id FROM expenditures_candidatetransaction"
            " WHERE cycle = %s AND counts AND transaction_type IN ('24K', '24Z')"
            "   AND resolved_candidate_id <> ''", self.cycle,
        ):  # fmt: skip
            what = self.links.get((to, candidate)) or {history.get(to, "")}
            if what <= {"B", "D", "J", "U"}:
                continue
            if amount > 0 and ("REFUND" in memo.upper() or number.startswith("SA16")):
                back.add((giver, candidate))
            self.to_campaign[("committee", giver), candidate] += amount
            if day:
                last = self.last_pac_gift.get((giver, candidate), day)
                self.last_pac_gift[giver, candidate] = max(day, last)
        for giver, candidate in back:
            del self.to_campaign[("committee", giver), candidate]
        for (giver, to), amount in self.gave.items():
            if to in self.campaign and giver[0] != "committee":
                self.to_campaign[giver, self.campaign[to]] += amount
        self.designation = dict(
            self.rows("SELECT committee_id, designation FROM filings_committee")
        )

    def had(self, committee: str) -> Decimal:
        """What a committee received, and held before."""
        before = max(self.opening.get(committee, Decimal(0)), Decimal(0))
        return self.received.get(committee, Decimal(0)) + before

    def share(self, giver: Funder, to: str) -> Decimal:
        """A giver's part of what a committee had, in per cent."""
        whole = self.had(to)
        return 100 * self.gave[giver, to] / whole if whole > 0 else Decimal(0)

    def is_large(self, amount: Decimal, to: str) -> bool:
        """Whether somebody who gave this funds the committee."""
        whole = self.had(to)
        return whole > 0 and amount >= 200 and (amount >= 5000 or 200 * amount >= whole)

    def funders(self) -> dict[str, list[Funder]]:
        """The larger givers of each spender."""
        found: dict[str, list[Funder]] = defaultdict(list)
        for (giver, to), amount in self.gave.items():
            if self.spent.get(to, 0) > 0 and giver[1] != to and self.is_large(amount, to):
                found[to].append(giver)
        return found

    def certainty(self, giver: Funder, *committees: str) -> str:
        """How sure it is that all its rows at some committees are of this one."""
        settled = {f"{key} {place}" for key, place in self.settled.values()}
        if giver[0] == "committee" or giver[1] in settled:
            return "identified"
        if giver[0] == "person":
            return "same_name"
        places = {place for to in committees for place in self.places[giver, to]}
        return "same_name" if len(places) == 1 and "" not in places else "possible"

    def campaigns_of(self, candidate: str) -> list[str]:
        """The committees that are this candidate's alone."""
        return [one for one, of in self.campaign.items() if of == candidate]


def part(giver: Funder) -> str:
    """A funder as keys of connections name it."""
    return giver[1] if giver[0] == "committee" else f"{giver[0]}:{giver[1]}"


def tenth(share: Decimal) -> Decimal:
    return min(share, Decimal(100)).quantize(Decimal("0.1"))


def rivals(book: Book) -> Answer:
    """Funders of attacks, and companies, and what they or their people gave to rivals."""
    staff: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for form, to, amount in book.employed:
        if to in book.campaign:
            staff[form, book.campaign[to]] += amount
    found: Answer = {}
    funders = book.funders()
    for race, spender in {(race, who) for race, who, _, _ in book.in_race}:
        against = {
            about: amount
            for (r, who, about, side), amount in book.in_race.items()
            if (r, who, side) == (race, spender, "O")
        }
        if max(against.values(), default=Decimal(0)) < 1000:
            continue
        attacked = {book.person.get(one, one) for one in against}
        rest = {one for one in book.standing[race] if book.person.get(one, one) not in attacked}
        whole = sum(against.values(), Decimal(0))
        for funder in funders[spender]:
            share, gave = tenth(book.share(funder, spender)), book.gave[funder, spender]
            gifts = {who: book.to_campaign.get((funder, who), Decimal(0)) for who in rest}
            gifts = {who: amount for who, amount in gifts.items() if amount >= 200}
            if gifts:
                key = ("rival", book.path[race], spender, part(funder))
                ends = [one for who in gifts for one in book.campaigns_of(who)]
                sure = book.certainty(funder, spender, *ends)
                found[key] = (whole, share, sure, gave, gifts)
            gifts = {who: staff.get((funder[1], who), Decimal(0)) for who in rest}
            gifts = {who: amount for who, amount in gifts.items() if amount >= 200}
            if gifts and funder[0] == "organization":
                key = ("rival", book.path[race], spender, f"staff:{funder[1]}")
                found[key] = (whole, share, "possible", gave, gifts)
    return found


def dominated(book: Book) -> Answer:
    """Groups half of whose money is one funder's."""
    return {
        ("dominated", spender, part(funder)): (
            book.spent[spender], tenth(book.share(funder, spender)),
            book.certainty(funder, spender),
            book.gave[funder, spender],
        )
        for spender, funders in book.funders().items()
        for funder in funders
        if book.spent[spender] >= 1000 and book.share(funder, spender) >= 50
    }  # fmt: skip


def launched(book: Book) -> Answer:
    """Groups whose first money came from one funder, near their first expenditure."""
    older = {
        one for (one,) in book.rows(
            "SELECT DISTINCT committee_id FROM donations_contribution WHERE cycle = %s",
            book.cycle - 2,
        )
    }  # fmt: skip
    found: Answer = {}
    start = date(book.cycle - 1, 1, 1)
    for spender, spent in book.spent.items():
        own = [
            (day or start, giver, source, amount)
            for to, day, giver, source, amount, _, _ in book.receipts
            if to == spender
        ]
        by_day: dict[tuple[date, str], Decimal] = defaultdict(Decimal)
        for day, _, source, amount in own:
            by_day[day, source.removeprefix("refund_")] += amount
        first = min((day for (day, _), amount in by_day.items() if amount > 0), default=None)
        begun = book.first_spent.get(spender)
        if first is None or begun is None or spent < 1000 or spender in older:
            continue
        if first < begun - timedelta(days=14) or book.opening.get(spender):
            continue
        known = book.in_rows.get(spender, Decimal(0))
        if spender not in book.official or 10 * book.official[spender] > 11 * known:
            continue
        by = max(first, begun)
        had = sum((amount for day, *_, amount in own if day <= by), Decimal(0))
        given: dict[Funder, Decimal] = defaultdict(Decimal)
        for day, giver, _, amount in own:
            if giver and giver[1] != spender and day <= by:
                given[giver] += amount
        for giver, amount in given.items():
            if had > 0 and 2 * amount >= had and book.is_large(amount, spender):
                found["launched", spender, part(giver)] = (
                    spent, tenth(100 * amount / had), book.certainty(giver, spender), amount, had,
                    first,
                )  # fmt: skip
    return found


def two_routes(book: Book) -> Answer:
    """Gifts to a campaign, and to a committee that gives to the same campaign."""
    found: Answer = {}
    gifts = defaultdict(list)
    for (giver, to), gave in book.gave.items():
        gifts[giver].append((to, gave))
    for (donor, candidate), direct in book.to_campaign.items():
        if donor[0] == "committee" or direct < 200:
            continue
        for via, gave in gifts[donor]:
            passed = book.to_campaign.get((("committee", via), candidate), Decimal(0))
            if gave < 200 or passed < 200 or book.share(donor, via) < 5:
                continue
            since, until = book.since.get((donor, via)), book.last_pac_gift.get((via, candidate))
            if since and until and since > until:
                continue
            if book.designation.get(via) == "J":
                continue
            if book.links.get((via, candidate), set()) & {"P", "A", "J"}:
                continue
            found["two_routes", candidate, via, part(donor)] = (
                passed, tenth(book.share(donor, via)),
                book.certainty(donor, via, *book.campaigns_of(candidate)), gave, direct,
            )  # fmt: skip
    return found


def at_limit(book: Book) -> Answer:
    """People at a campaign's limit who fund a group that helps that candidate alone."""
    by_code: dict[tuple[Funder, str, str], Decimal] = defaultdict(Decimal)
    for to, _, giver, _, amount, _, code in book.receipts:
        if giver and giver[0] == "person" and to in book.campaign:
            by_code[giver, book.campaign[to], code] += amount
    full: dict[tuple[Funder, str], dict[str, Decimal]] = defaultdict(dict)
    for (giver, candidate, code), amount in by_code.items():
        if code and amount >= LIMITS[book.cycle] and book.to_campaign[giver, candidate] >= 200:
            full[giver, candidate][code] = amount
    found: Answer = {}
    for spender, funders in book.funders().items():
        for race in {race for race, who, _, _ in book.in_race if who == spender}:
            for candidate in book.standing[race]:
                helped = sum(
                    amount
                    for (r, who, about, side), amount in book.in_race.items()
                    if (r, who) == (race, spender) and (side == "S") == (about == candidate)
                )
                if helped < 1000 or 100 * helped < 90 * book.spent[spender]:
                    continue
                praised = {
                    about
                    for (r, who, about, side) in book.in_race
                    if (r, who, side) == (race, spender, "S")
                }
                if praised != {candidate}:
                    continue
                for giver in funders:
                    codes = {
                        code: amount
                        for code, amount in full.get((giver, candidate), {}).items()
                        if book.is_of(code, race)
                    }
                    if not codes:
                        continue
                    found["at_limit", book.path[race], spender, candidate, part(giver)] = (
                        helped, tenth(book.share(giver, spender)), book.certainty(giver),
                        book.gave[giver, spender], codes,
                    )  # fmt: skip
    return found


def everything(rows: Rows, cycle: int) -> Answer:
    """All connections through funders, by their keys."""
    book = Book(rows, cycle)
    found: Answer = {}
    for find in (rivals, dominated, launched, two_routes, at_limit):
        found |= find(book)
    return found
