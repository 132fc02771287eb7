"""What is held, what is not, and what a person's decision means for the rules."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from filings import holding
from filings.holding import apply_holds
from filings.models import (
    Candidate,
    CandidateSummary,
    Committee,
    CommitteeHistory,
    CommitteeSummary,
    Filing,
    FilingRow,
    Hold,
    Linkage,
)
from tests.filings.electronic_factories import make_filing, make_rows

pytestmark = pytest.mark.django_db

SPENT: dict[str, Any] = {
    "row_type": "SE",
    "candidate_id": "H8CA90001",
    "candidate_name": "ROE, RICHARD",
    "candidate_office": "H",
    "candidate_state": "CA",
    "candidate_district": "90",
    "support_oppose": "S",
}


def known(committee_id: str, cycle: int = 2018) -> Committee:
    """A committee that stands in the file of a cycle."""
    made, _ = Committee.objects.get_or_create(
        committee_id=committee_id, defaults={"newest_cycle": cycle}
    )
    CommitteeHistory.objects.create(cycle=cycle, committee=made, row_hash=0)
    return made


def candidate(candidate_id: str, disbursements: str, **fields: str) -> Candidate:
    """A candidate and what the FEC's summary says was spent."""
    values = {"office": "H", "state": "CA", "district": "90"} | fields
    made = Candidate.objects.create(candidate_id=candidate_id, newest_cycle=2018, **values)
    CandidateSummary.objects.create(
        cycle=2018, file="weball", candidate=made, disbursements=disbursements, row_hash=0
    )
    return made


def hold(*filings: Filing) -> set[str]:
    """Apply the rules to filings; the rules that hold the last one."""
    apply_holds(connection.connection, [filing.pk for filing in filings])
    for filing in filings:
        filing.refresh_from_db()
        held = filing.holds.exclude(state="released")
        assert filing.is_held == held.exists()
        assert filing.counts == (filing.is_current and not filing.is_held)
        assert filing.hold_reason == (held[0].reason if held else "")
    return set(filings[-1].holds.filter(state="held").values_list("rule", flat=True))


def spending(total: str, rows: int = 1, **fields: Any) -> Filing:
    """A 24-hour notice of independent expenditures, in so many different rows."""
    filing = make_filing(form_type="F24N", **fields)
    each = Decimal(total) / rows
    make_rows(filing, *({"amount": each, "purpose": f"AD {n}"} for n in range(rows)), **SPENT)
    return filing


def test_an_ordinary_filing_counts() -> None:
    known("C00900001")
    filing = make_filing()
    make_rows(filing, {}, {"amount": "-50.00"}, {"row_type": "SB21B", "amount": "100"})
    before = filing.changed_at
    assert hold(filing) == set()
    assert (filing.changed_at, Hold.objects.count()) == (before, 0)


@pytest.mark.parametrize("committee_id", ["C00875427", "C00871210", "C00872432"])
def test_filers_on_the_list(committee_id: str) -> None:
    known(committee_id)
    filing = spending("10.00", committee_id=committee_id)
    before = filing.changed_at
    Filing.objects.filter(pk=filing.pk).update(facts_due=False)
    assert hold(filing) == {"fictitious"}
    assert committee_id in filing.hold_reason
    assert filing.changed_at > before
    assert filing.facts_due


@pytest.mark.parametrize("billions", ["9900000000", "9700000000", "6300000000"])
def test_invented_filings_for_billions(billions: str) -> None:
    known("C00900001")
    assert "country" in hold(spending(billions, rows=100))
    assert "country" in hold(spending(billions, rows=1))


def test_nine_identical_rows_of_a_genuine_committee() -> None:
    known("C00900001")
    filing = make_filing()
    make_rows(filing, *[{"row_type": "SE", "amount": "114056874.00", "name": "MEDIA CO"}] * 9)
    assert {"repeated", "country"} <= hold(filing)
    receipts = make_filing()
    make_rows(receipts, *[{"row_type": "SA12", "amount": "114056874.00", "name": "JOINT"}] * 9)
    assert hold(receipts) == {"repeated"}
    assert receipts.hold_reason == (
        "9 rows (SA12) say the same: $114,056,874.00 with JOINT on 2018-05-04."
    )


@pytest.mark.parametrize(
    ("rows", "held"),
    [
        ([{"amount": "10000"}] * 5, True),
        ([{"amount": "10000"}] * 4, False),
        ([{"amount": "9999.99"}] * 50, False),
        ([{"amount": "20000", "purpose": f"AD {n}"} for n in range(6)], False),
        ([{"amount": "20000", "date": date(2018, 5, n)} for n in range(1, 7)], False),
        ([{"amount": "20000", "name": f"DOE, {n}"} for n in range(6)], False),
        ([{"amount": f"2000{n}"} for n in range(6)], False),
        ([{"amount": "20000", "candidate_id": f"H8CA9000{n}"} for n in range(6)], False),
    ],
)
def test_rows_that_say_the_same(rows: list[dict[str, Any]], held: bool) -> None:
    known("C00900001")
    filing = make_filing()
    make_rows(filing, *rows, row_type="SB21B")
    assert (hold(filing) == {"repeated"}) is held


def test_thresholds_against_the_country() -> None:
    known("C00900001")
    assert hold(spending("500000000", rows=4)) == set()
    over = spending("500000000.04", rows=4)
    assert hold(over) == {"country"}
    assert over.hold_reason == (
        "Its independent expenditures come to $500,000,000.04, above $500,000,000 in one filing."
    )
    single = make_filing()
    make_rows(single, {"row_type": "SA11C", "amount": "250000000"})
    assert hold(single) == set()
    FilingRow.objects.filter(file_number=single.pk).update(amount="250000000.01")
    assert hold(single) == {"country"}


class TestUnknownFiler:
    def filing(self, amount: str, **fields: Any) -> Filing:
        made = make_filing(committee_id="C00999999", **fields)
        make_rows(made, {"row_type": "SA11C", "amount": amount})
        return made

    def test_above_a_million(self) -> None:
        known("C00900001")
        assert hold(self.filing("1000000.00")) == set()
        Filing.objects.all().delete()
        filing = self.filing("1000000.01")
        assert hold(filing) == {"unknown"}
        assert filing.hold_reason.endswith("and this filing is about $1,000,000.01.")

    def test_one_that_became_known_is_let_go(self) -> None:
        known("C00900001")
        filing = self.filing("2000000")
        hold(filing)
        assert holding.undecided_filings() == [filing.pk]
        known("C00999999")
        assert hold(*Filing.objects.filter(pk__in=holding.undecided_filings())) == set()
        assert holding.undecided_filings() == []

    def test_a_committee_that_only_filings_name_is_unknown(self) -> None:
        known("C00900001")
        Committee.objects.create(committee_id="C00999999", newest_cycle=0)
        assert hold(self.filing("2000000")) == {"unknown"}

    def test_a_known_committee(self) -> None:
        known("C00999999", 2016)
        known("C00900001")
        assert hold(self.filing("2000000")) == set()

    def test_where_no_committees_were_loaded_nobody_is_known(self) -> None:
        known("C00900001", 2016)
        assert hold(self.filing("2000000")) == set()

    def test_with_a_history_that_counts(self) -> None:
        known("C00900001")
        assert hold(self.filing("500")) == set()
        assert hold(self.filing("2000000")) == set()

    def test_a_registration_is_no_history(self) -> None:
        known("C00900001")
        make_filing(form_type="F1N", committee_id="C00999999")
        assert hold(self.filing("2000000")) == {"unknown"}

    def test_several_at_once_are_no_history_of_each_other(self) -> None:
        known("C00900001")
        filings = [self.filing("2000000"), self.filing("3000000"), self.filing("4000000")]
        assert hold(*filings) == {"unknown"}
        assert all(filing.is_held for filing in filings)
        assert hold(*filings[::-1]) == {"unknown"}
        assert hold(filings[1]) == {"unknown"}


class TestHistory:
    def report(self, total: str, **fields: Any) -> Filing:
        made = make_filing(cover={"col_a_total_receipts": total}, **fields)
        make_rows(made, {"row_type": "SA11C", "amount": total})
        return made

    def test_fifty_times_and_ten_million(self) -> None:
        known("C00900001")
        self.report("200000.00", coverage_through=date(2018, 3, 31))
        assert hold(self.report("10000000.00")) == set()
        filing = self.report("10000000.01")
        assert hold(filing) == set()  # The one before is its history.
        Filing.objects.filter(coverage_through=date(2018, 6, 30)).exclude(pk=filing.pk).delete()
        assert hold(filing) == {"history"}
        assert filing.hold_reason == (
            "Its total of $10,000,000.01 is more than 50 times the largest total this filer had"
            " before, $200,000.00."
        )

    def test_only_what_came_before_matters(self) -> None:
        known("C00900001")
        filing = self.report("20000000")
        self.report("100", coverage_through=date(2018, 9, 30))
        assert hold(filing) == set()
        self.report("100", coverage_through=date(2018, 3, 31), committee_id="C00900002")
        assert hold(filing) == set()

    def test_a_notice_is_no_measure_of_a_report(self) -> None:
        known("C00900001")
        spending("10000", coverage_through=date(2018, 3, 31))
        assert hold(self.report("20000000")) == set()
        assert hold(spending("20000000", rows=10, coverage_through=date(2018, 4, 1))) == {"history"}

    def test_a_single_amount_and_the_official_summary(self) -> None:
        committee = known("C00900001")
        summary = CommitteeSummary.objects.create(
            cycle=2016, committee=committee, receipts="300000", disbursements="1.00", row_hash=0
        )
        filing = self.report("5")
        memo = {"row_type": "SA11C", "amount": "20000000", "memo_code": "X"}
        make_rows(filing, memo)
        assert hold(filing) == {"history"}
        assert filing.hold_reason.startswith("A single amount of $20,000,000.00 in it is more")
        summary.disbursements = Decimal(400_000)
        summary.save()
        assert hold(filing) == set()
        assert not Hold.objects.exists()

    def test_of_a_candidates_committee(self) -> None:
        committee = known("C00900001")
        one = candidate("H8CA90001", "100000")
        Linkage.objects.create(
            cycle=2018, candidate=one, committee=committee, committee_type="H", designation="P",
            election_years=[2018], linkage_ids=[1], row_hash=0,
        )  # fmt: skip
        assert hold(self.report("20000000")) == {"history"}

    def test_what_is_held_is_no_history(self) -> None:
        known("C00900001")
        self.report("1000", coverage_through=date(2018, 1, 31))
        bad = self.report("900000000", coverage_through=date(2018, 3, 31))
        later = self.report("20000000")
        assert hold(bad) == {"history", "country"}
        assert hold(later) == {"history"}
        Hold.objects.all().delete()
        Filing.objects.update(is_held=False, counts=True)
        assert hold(bad, later) == {"history"}


class TestRace:
    def test_above_twenty_times_what_is_known(self) -> None:
        known("C00900001")
        candidate("H8CA90001", "2000000")
        candidate("H8CA90002", "500000")
        candidate("H8CA91001", "900000000", district="91")
        candidate("S8CA00001", "900000000", office="S", district="00")
        filing = spending("60000000", rows=6)
        assert hold(filing) == {"race"}
        assert filing.hold_reason == (
            "It reports $60,000,000.00 for or against ROE, RICHARD, more than 20 times the"
            " $2,500,000.00 known to be spent in that race."
        )

    def test_what_others_spent_is_known_too(self) -> None:
        known("C00900001")
        candidate("H8CA90001", "1000000")
        filing = spending("60000000", rows=6)
        other = spending("2000000", committee_id="C00900002")
        assert hold(filing) == set()
        Filing.objects.filter(pk=other.pk).update(is_held=True, counts=False)
        assert hold(filing) == {"race"}

    def test_without_a_candidate_id(self) -> None:
        known("C00900001")
        candidate("H8CA90001", "1000000")
        filing = spending("60000000", rows=6)
        FilingRow.objects.all().update(candidate_id="")
        assert hold(filing) == {"race"}
        FilingRow.objects.all().update(candidate_district="91")
        assert hold(filing) == {"race"}

    def test_where_nothing_is_known_nothing_is_said(self) -> None:
        known("C00900001")
        assert hold(spending("60000000", rows=6)) == set()

    def test_fifty_millions_at_least(self) -> None:
        known("C00900001")
        candidate("H8CA90001", "1")
        assert hold(spending("50000000", rows=5)) == set()

    def test_president(self) -> None:
        known("C00900001")
        candidate("P80000001", "1000000", office="P", state="US", district="00")
        filing = spending("60000000", rows=6)
        FilingRow.objects.update(
            candidate_id="", candidate_office="P", candidate_state="", candidate_district=""
        )
        assert hold(filing) == {"race"}


class TestDecisions:
    def decide(self, state: str, rule: str = "country") -> None:
        user = User.objects.create_user(f"reviewer-{state}")
        Hold.objects.filter(rule=rule).update(
            state=state, decided_by=user, decided_at=timezone.now()
        )

    def test_a_released_hold_is_not_made_again(self) -> None:
        known("C00900001")
        filing = spending("600000000", rows=6)
        assert hold(filing) == {"country"}
        self.decide("released")
        before = filing.changed_at
        assert hold(filing) == set()
        assert filing.counts
        assert filing.changed_at > before
        assert Hold.objects.get().state == "released"
        # Another rule may still hold it.
        make_rows(filing, *[{"row_type": "SB21B", "amount": "20000"}] * 5)
        assert hold(filing) == {"repeated"}

    def test_a_confirmed_hold_stays(self) -> None:
        known("C00900001")
        filing = spending("600000000", rows=6)
        hold(filing)
        self.decide("confirmed")
        FilingRow.objects.all().delete()
        Filing.objects.update(is_held=False, hold_reason="", counts=True)  # As taken in anew.
        assert hold(filing) == set()
        assert filing.is_held

    def test_an_undecided_hold_follows_the_rows(self) -> None:
        known("C00900001")
        filing = spending("600000000", rows=6)
        hold(filing)
        made = Hold.objects.get()
        FilingRow.objects.all().update(amount="150000000")
        assert hold(filing) == {"country"}
        again = Hold.objects.get()
        assert (again.pk, again.created_at) == (made.pk, made.created_at)
        assert "$900,000,000.00" in again.reason
        FilingRow.objects.all().update(amount="1")
        assert hold(filing) == set()
        assert filing.counts


def test_a_superseded_filing_that_is_held_counts_neither_way() -> None:
    known("C00900001")
    filing = make_filing(form_type="F24N", superseded_by=1)
    make_rows(filing, {**SPENT, "amount": "600000000"})
    assert hold(filing) == {"country"}
    FilingRow.objects.all().delete()
    assert hold(filing) == set()


def test_every_rule_has_its_words() -> None:
    for row in holding.fictitious_filers():
        assert all(row.values())
        date.fromisoformat(row["date"])
    assert set(holding.RULES) == {
        "repeated", "unknown", "race", "history", "country", "fictitious",
    }  # fmt: skip
