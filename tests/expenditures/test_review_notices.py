"""The reviewers' page: both sides beside each other, decisions that last, and can be taken back."""

from decimal import Decimal

import pytest
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from expenditures import notice_queue, review_notices
from expenditures.models import CandidateChoice, IndependentExpenditure
from expenditures.review_notices import NoticeError, decide_notice
from filings.models import FilingRow, NoticeDecision
from financetracker.groups import keep_groups
from tests.expenditures.efiled_world import (
    SPENDER,
    Ingest,
    counted,
    fates,
    load_world,
    notice,
    report,
    settle,
)
from tests.filings.electronic_factories import make_filing, make_rows
from tests.mirror import Mirror, row

OTHER = {"transaction_id": "OTHER", "amount": "1234.00", "name": "PRINTER COMPANY"}


@pytest.fixture(autouse=True)
def _nothing_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_notices, "on_decision", [])


@pytest.fixture
def world(mirror: Mirror, ingest: Ingest) -> Ingest:
    return load_world(mirror, ingest)


@pytest.fixture
def reviewer(world: Ingest, client: Client) -> User:
    keep_groups()
    user = User.objects.create_user("reviewer", is_staff=True)
    user.groups.add(Group.objects.get(name="reviewer"))
    client.force_login(user)
    return user


def page(client: Client, **given: str) -> str:
    response = client.get(reverse("admin:expenditures_notices"), given)
    assert response.status_code == 200
    return response.content.decode()


def answer(client: Client, kind: str = "expenditures", **posted: str) -> str:
    address = f"{reverse('admin:expenditures_notices')}?kind={kind}"
    return client.post(address, posted, follow=True).content.decode()


def test_both_sides_stand_next_to_each_other_with_what_differs(
    world: Ingest, client: Client, reviewer: User
) -> None:
    notice()
    report(1170001, OTHER)
    settle(world)
    shown = page(client)
    for text in ("Notice 1160001", "Report 1170001", "$1,234.56", "$1,234.00", "PRINTER COMPANY"):
        assert text in shown
    (item,) = [notice_queue.expenditure_item(one) for one in notice_queue.expenditures_waiting()]
    (likeness,) = item.likely
    assert likeness.same == {"candidate", "side", "date", "shown", "purpose"}


def test_a_reviewer_says_the_same_and_takes_it_back(
    world: Ingest, client: Client, reviewer: User
) -> None:
    notice()
    report(1170001, OTHER)
    settle(world)
    waiting = notice_queue.expenditures_waiting().get()
    found = IndependentExpenditure.objects.get(form="report")
    told = answer(client, row=f"e{waiting.pk}", answer=f"e{found.pk}", note="A rounded bill")
    assert "Totals follow" in told
    settle(world)
    assert fates()[1160001] == "covered"
    covered = IndependentExpenditure.objects.get(form="notice")
    assert covered.covered_by_transaction_id == "OTHER"
    decision = NoticeDecision.objects.get()
    assert (decision.decided_by, decision.note) == (reviewer, "A rounded bill")
    answer(client, "decided", undo=str(decision.pk))
    settle(world)
    assert fates()[1160001] == "unmatched"
    assert LogEntry.objects.filter(user=reviewer).count() == 2


def test_a_reviewer_counts_what_the_report_lacks(
    world: Ingest, client: Client, reviewer: User
) -> None:
    notice()
    report(1170001, OTHER)
    settle(world)
    waiting = notice_queue.expenditures_waiting().get()
    answer(client, row=f"e{waiting.pk}", answer="separate", note="Another mailing")
    settle(world)
    assert counted() == Decimal("2468.56")


def test_a_row_of_the_fec_s_file_is_known_by_its_transaction(
    mirror: Mirror, world: Ingest, reviewer: User
) -> None:
    mirror.write("independent_expenditure", [
        row("independent_expenditure", sup_opp="O", tran_id="SE1"),
        row("independent_expenditure", sup_opp="O", tran_id="SE2", exp_amo="7.00"),
    ])  # fmt: skip
    world("independent_expenditure")
    report(1170001, OTHER)
    settle(world)
    waiting = list(notice_queue.expenditures_waiting())
    assert len(waiting) == 2
    for one in waiting:
        decide_notice(one, decision="separate", by=reviewer, note="Compared")
    settle(world)
    assert not notice_queue.expenditures_waiting().exists()
    assert counted() == Decimal("2475.56")


def test_contributions_notices_wait_beside_the_campaign_s_gifts(
    world: Ingest, client: Client, reviewer: User
) -> None:
    filing = make_filing(form_type="F6N", file_number=1160001, committee_id="C00900001")
    make_rows(filing, {"row_type": "F65", "amount": "2700", "transaction_id": "N1"})
    gifts = make_filing(form_type="F3N", file_number=1170001, committee_id="C00900001")
    make_rows(gifts, {"amount": "2000.50", "transaction_id": "A1"})
    settle(world)
    assert "from DOE, JANE" in page(client, kind="contributions")
    answer(client, "contributions", row="c1160001.3", answer="c1170001.3", note="Same gift")
    settle(world)
    assert FilingRow.objects.get(row_type="F65").coverage == "covered"


def test_a_contribution_s_notice_that_was_amended_waits_for_nobody(world: Ingest) -> None:
    base = make_filing(form_type="F6N", file_number=1160001, committee_id=SPENDER)
    make_rows(base, {"row_type": "F65", "amount": "2700", "transaction_id": "N1"})
    amended = make_filing(
        form_type="F6A", file_number=1160002, amends=1160001, committee_id=SPENDER
    )
    make_rows(amended, {"row_type": "F65", "amount": "2800", "transaction_id": "N1"})
    make_rows(make_filing(form_type="F3N", committee_id=SPENDER), {"amount": "10", "name": "ROE"})
    settle(world)
    (waiting,) = notice_queue.contributions_waiting()
    assert waiting.file_number == 1160002


def test_a_name_is_proposed_its_candidates_and_decided(
    world: Ingest, client: Client, reviewer: User
) -> None:
    notice(candidate_id="", candidate_name="Rowe, Dick")
    settle(world)
    assert "ROE, RICHARD, DEM H CA 90 (H8CA90001)" in page(client, kind="names")
    spent = IndependentExpenditure.objects.get()
    answer(client, "names", row=f"e{spent.pk}", candidate="H8CA90001", note="By the filing")
    settle(world)
    assert IndependentExpenditure.objects.get().candidate_id == "H8CA90001"
    assert "Nothing waits here." in page(client, kind="names")


def test_a_chosen_candidate_is_taken_back_by_who_chose_or_an_editor(
    world: Ingest, client: Client, reviewer: User
) -> None:
    notice(candidate_id="", candidate_name="Rowe, Dick")
    settle(world)
    spent = IndependentExpenditure.objects.get()
    answer(client, "names", row=f"e{spent.pk}", candidate="H8CA90001", note="By the filing")
    choice = CandidateChoice.objects.get()
    assert "H8CA90001" in page(client, kind="chosen")
    other = User.objects.create_user("other", is_staff=True)
    other.groups.add(Group.objects.get(name="reviewer"))
    client.force_login(other)
    assert "The decision is reviewer" in answer(client, "chosen", undo=str(choice.pk))
    other.groups.add(Group.objects.get(name="editor"))
    assert "The decision is taken back." in answer(client, "chosen", undo=str(choice.pk))
    assert not CandidateChoice.objects.exists()
    assert LogEntry.objects.filter(user=other, action_flag=DELETION).exists()
    settle(world)
    assert IndependentExpenditure.objects.get().candidate_id == ""
    assert "By the filing" not in page(client, kind="chosen")


def test_a_row_without_any_name_waits_for_nobody(world: Ingest, reviewer: User) -> None:
    notice(candidate_id="", candidate_name="")
    settle(world)
    assert IndependentExpenditure.objects.get().candidate_match == "unsure"
    assert notice_queue.names_waiting() == []


@pytest.mark.parametrize(
    ("posted", "told"),
    [
        ({"row": "e0", "answer": "separate", "note": "x"}, "no longer here"),
        ({"row": "x", "answer": "separate", "note": "x"}, "no longer here"),
        ({"row": "{row}", "answer": "e0", "note": "x"}, "no longer here"),
        ({"row": "{row}", "answer": "separate", "note": " "}, "needs a note"),
        ({"row": "{row}", "candidate": "H0XX00000"}, "There is no candidate of that id"),
        ({"undo": "99"}, "taken back already"),
    ],
)
def test_what_cannot_be_decided_is_told(
    world: Ingest, client: Client, reviewer: User, posted: dict[str, str], told: str
) -> None:
    notice()
    report(1170001, OTHER)
    settle(world)
    waiting = notice_queue.expenditures_waiting().get()
    sent = {name: value.format(row=f"e{waiting.pk}") for name, value in posted.items()}
    assert told in answer(client, **sent)
    assert not NoticeDecision.objects.exists()


def test_a_decision_needs_a_row_and_a_filing(world: Ingest, reviewer: User) -> None:
    notice()
    settle(world)
    spent = IndependentExpenditure.objects.get()
    for given in ({"decision": "same"}, {"decision": "perhaps"}):
        with pytest.raises(NoticeError):
            decide_notice(spent, by=reviewer, note="x", **given)
    spent.file_number = None
    with pytest.raises(NoticeError):
        decide_notice(spent, decision="separate", by=reviewer, note="x")


def test_others_may_not_decide(world: Ingest, client: Client) -> None:
    client.force_login(User.objects.create_user("visitor", is_staff=True))
    assert client.get(reverse("admin:expenditures_notices")).status_code == 403


def test_a_listener_that_fails_does_not_undo_the_decision(
    world: Ingest, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []

    def fail(cycle: int) -> None:
        raise OSError("the queue is down")

    monkeypatch.setattr(review_notices, "on_decision", [fail, told.append])
    notice()
    report(1170001, OTHER)
    settle(world)
    decide_notice(
        notice_queue.expenditures_waiting().get(), decision="separate", by=reviewer, note="x"
    )
    assert told == [2018]
    assert NoticeDecision.objects.get().notice_file_number == 1160001
    assert notice_queue.expenditures_waiting().get().committee_id == SPENDER
