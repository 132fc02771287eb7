"""The admin of the FEC's registrations and of the ledger: who sees what; nothing changes."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from filings import admin_base
from filings.admin_base import CappedPaginator, filing_url, image_url
from filings.models import Candidate, Committee, CommitteeHistory, Load, Reject
from tests.filings.admin_people import ended, signed_in

pytestmark = pytest.mark.django_db

# What people write there themselves, through a form that checks it.
WRITTEN = {"DonorDecision"}
FACTS = [
    model
    for model in admin.site._registry
    if model._meta.app_label in {"filings", "donations", "expenditures"}
    and model.__name__ not in WRITTEN
]


def listed(response) -> list[str]:
    """The ids of the rows that a list shows."""
    return [str(row.pk) for row in response.context["cl"].result_list]


@pytest.fixture
def committees() -> None:
    Committee.objects.create(committee_id="C00900001", name="FRIENDS OF ROE")
    Committee.objects.create(
        committee_id="C00900002", name="BAKERS PAC", connected_organization="UNITED BAKERS"
    )
    Candidate.objects.create(candidate_id="H8CA90001", name="ROE, RICHARD", office="H")


def test_every_model_of_the_data_is_there():
    from django.apps import apps

    # What is added up from others, and shown where they are.
    roll_ups = {
        "CandidateIndustry", "IndustryGiver", "IndustryMonth", "IndustryTotal", "OccupationReading",
        "ProfileTotal",
        "FilingRow",
        # Shown on the pages of the trace and the races, which name the rows behind them.
        "AttributedMoney", "TraceDonor", "TraceIndustry",
        "ConnectionParty",
    }  # fmt: skip
    for label in ("filings", "donations", "expenditures"):
        for model in apps.get_app_config(label).get_models():
            assert (model in admin.site._registry) != (model.__name__ in roll_ups), model


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_a_superuser_cannot_add_change_or_delete(rf, model):
    request = rf.get("/")
    request.user = User(is_superuser=True, is_staff=True, is_active=True)
    its_admin = admin.site._registry[model]
    assert its_admin.has_view_permission(request)
    assert not its_admin.has_add_permission(request)
    assert not its_admin.has_change_permission(request)
    assert not its_admin.has_delete_permission(request)
    assert "delete_selected" not in its_admin.get_actions(request)


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_every_list_opens_and_takes_a_search(model):
    client = signed_in("reviewer")
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for query in ({}, {"q": "roe o' & |"}, {"q": "C00900001 H8CA90001 12 roe"}):
        assert client.get(address, query).status_code == 200


def test_posts_change_nothing_for_a_superuser(committees):
    client = signed_in("superuser")
    change = reverse("admin:filings_committee_change", args=["C00900001"])
    assert client.post(change, {"name": "OTHER"}).status_code == 403
    delete = reverse("admin:filings_committee_delete", args=["C00900001"])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    add = reverse("admin:filings_committee_add")
    assert client.post(add, {"committee_id": "C00900009"}).status_code == 403
    everything = {"action": "delete_selected", "_selected_action": ["C00900001"], "post": "yes"}
    client.post(reverse("admin:filings_committee_changelist"), everything)
    assert Committee.objects.get(pk="C00900001").name == "FRIENDS OF ROE"
    assert Committee.objects.count() == 2


def test_the_ledger_cannot_be_changed_either():
    load = ended("candidates")
    client = signed_in("superuser")
    change = reverse("admin:filings_load_change", args=[load.pk])
    assert client.post(change, {"status": "failed"}).status_code == 403
    assert client.post(reverse("admin:filings_load_delete", args=[load.pk])).status_code == 403
    assert Load.objects.get().status == "loaded"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("C00900001", ["C00900001"]),
        ("c00900001", ["C00900001"]),
        ("united bakers", ["C00900002"]),
        ("roe friends", ["C00900001"]),
        ("C00900001 bakers", []),
        ("nobody", []),
    ],
)
def test_committees_are_found_by_id_and_by_words(committees, query, found):
    response = signed_in("reviewer").get(
        reverse("admin:filings_committee_changelist"), {"q": query}
    )
    assert listed(response) == found


def test_words_find_the_rows_of_the_committees_of_that_name(committees):
    row = CommitteeHistory.objects.create(
        cycle=2018, committee_id="C00900002", name="FORMER NAME PAC", row_hash=1
    )
    CommitteeHistory.objects.create(
        cycle=2018, committee_id="C00900001", name="ANOTHER", row_hash=1
    )
    response = signed_in("reviewer").get(
        reverse("admin:filings_committeehistory_changelist"), {"q": "bakers pac"}
    )
    assert listed(response) == [str(row.pk)]


def test_the_filter_of_cycles_comes_from_the_ledger(committees):
    ended("committees", 2018)
    ended("committees", 2020)
    for cycle in (2018, 2020):
        CommitteeHistory.objects.create(cycle=cycle, committee_id="C00900001", row_hash=1)
    client = signed_in("reviewer")
    response = client.get(reverse("admin:filings_committeehistory_changelist"), {"cycle": "2020"})
    assert [row.cycle for row in response.context["cl"].result_list] == [2020]
    assert "2017–2018" in response.text
    assert "2019–2020" in response.text


def test_the_list_of_committees_takes_few_queries(
    committees, django_assert_num_queries: DjangoAssertNumQueries
):
    client = signed_in("reviewer")
    address = reverse("admin:filings_committee_changelist")
    client.get(address)
    # Session, user, permissions (his and his groups'), patience and the points around it, cycles,
    # count, rows. More rows do not add to it.
    with django_assert_num_queries(10):
        client.get(address)
    Committee.objects.bulk_create(
        Committee(committee_id=f"C0091{number:04}", name="MANY") for number in range(120)
    )
    with django_assert_num_queries(10):
        client.get(address)


def test_the_list_of_the_ledger_takes_few_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
):
    client = signed_in("reviewer")
    address = reverse("admin:filings_load_changelist")
    client.get(address)
    for number in range(30):
        ended("candidates", 2018, rows_rejected=number)
    with django_assert_num_queries(9):
        client.get(address)


def test_counting_stops_at_the_cap(committees, monkeypatch):
    assert CappedPaginator(Committee.objects.order_by("pk"), 1).count == 2
    monkeypatch.setattr(admin_base, "COUNT_CAP", 1)
    assert str(CappedPaginator(Committee.objects.order_by("pk"), 1).count) == "1+"
    response = signed_in("reviewer").get(reverse("admin:filings_committee_changelist"))
    assert "1+ result" in response.text


def test_a_search_that_takes_too_long_is_stopped_and_says_so(committees, monkeypatch):
    monkeypatch.setattr(admin_base, "PATIENCE_SECONDS", 0.05)
    slow = {"where": ["pg_sleep(1) IS NOT NULL"]}
    its_admin = admin.site._registry[Committee]
    monkeypatch.setattr(its_admin, "get_queryset", lambda request: Committee.objects.extra(**slow))
    client = signed_in("reviewer")
    address = reverse("admin:filings_committee_changelist")
    response = client.get(address, {"q": "roe"})
    assert response.status_code == 302
    assert response.url == address
    monkeypatch.undo()
    assert "had to be stopped" in client.get(address).text


def test_a_row_of_the_ledger_shows_its_rejects_and_its_error():
    load = ended(
        "contributions",
        status="failed",
        reason="2 of 3 rows could not be read.",
        traceback="Traceback (most recent call last):\n  <module>",
        rows_rejected=2,
    )
    for line in (7, 3):
        Reject.objects.create(
            load=load,
            step="contributions",
            cycle=2018,
            file="2018/indiv18.zip",
            line=line,
            column="TRANSACTION_AMT",
            reason="12O0: not an amount",
            raw="C00900001|<b>|12O0",
        )
    page = signed_in("reviewer").get(reverse("admin:filings_load_change", args=[load.pk])).text
    assert "2 of 3 rows could not be read." in page
    assert "&lt;module&gt;" in page
    assert page.index("indiv18.zip, line 3") < page.index("indiv18.zip, line 7")
    assert "C00900001|&lt;b&gt;|12O0" in page
    everything = f"{reverse('admin:filings_reject_changelist')}?load__id__exact={load.pk}"
    assert everything in page


def test_the_rejects_of_one_load_are_listed_apart():
    loads = [ended("contributions"), ended("candidates")]
    for load in loads:
        Reject.objects.create(
            load=load, step=load.step, cycle=2018, file="f", line=1, reason="r", raw="a|b"
        )
    response = signed_in("reviewer").get(
        reverse("admin:filings_reject_changelist"), {"load__id__exact": loads[0].pk}
    )
    assert [row.load_id for row in response.context["cl"].result_list] == [loads[0].pk]
    assert "a|b" in response.text


def test_links_to_the_fec():
    assert filing_url("C00900001", 1160001).endswith("/forms/C00900001/1160001/")
    assert filing_url("C00900001", -5) == ""
    assert filing_url("C00900001", None) == ""
    assert image_url(201704159052153344).endswith("/fecimg/?201704159052153344")
    assert image_url("https://elsewhere.example/") == ""
    assert image_url(None) == ""


def test_who_is_in_no_group_sees_nothing(committees):
    client = signed_in("nobody")
    assert client.get(reverse("admin:filings_committee_changelist")).status_code == 403
    assert Group.objects.filter(name="reviewer").exists()
