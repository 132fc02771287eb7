"""The admin of electronic filings and of what keeps some of them out of the totals."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from filings.cover_checks import check_filings
from filings.holding import apply_holds
from filings.models import Filing, Hold
from tests.filings.electronic_factories import make_filing, make_rows

pytestmark = pytest.mark.django_db

FILINGS = "admin:filings_filing_changelist"
HOLDS = "admin:filings_hold_changelist"


def signed_in(*permissions: str) -> Client:
    """A browser signed in as a member of staff who may view filings and holds, and these."""
    user = User.objects.create_user("person", is_staff=True)
    names = ("view_filing", "view_hold", *permissions)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def listed(client: Client, address: str, **query: str) -> list[int]:
    """The keys of the rows that a list shows."""
    response = client.get(reverse(address), query)
    assert response.status_code == 200
    return [row.pk for row in response.context["cl"].result_list]


@pytest.fixture
def held() -> Filing:
    """A filing for a sum that nobody has, which adds up."""
    filing = make_filing(
        filer_name="INVENTED BILLIONS",
        committee_id="C00900009",
        cover={"col_a_transfers_from_aff_other_party_cmttees": "300000000.00", "empty": " "},
    )
    make_rows(filing, {"row_type": "SA12", "amount": "300000000"})
    check_filings(connection.connection, [filing.pk])
    apply_holds(connection.connection, [filing.pk])
    return Filing.objects.get(pk=filing.pk)


def test_filings_are_found_by_number_filer_and_name(held: Filing) -> None:
    client = signed_in()
    ordinary = make_filing(filer_name="BAKERS PAC", form_type="F24N", committee_id="C00900002")
    superseded = make_filing(committee_id="C00900003", superseded_by=ordinary.pk, cycle=2016)
    assert set(listed(client, FILINGS)) == {held.pk, ordinary.pk, superseded.pk}
    for query in (str(ordinary.pk), "C00900002", "c00900002", "bakers"):
        assert listed(client, FILINGS, q=query) == [ordinary.pk]
    assert listed(client, FILINGS, q="99999999999") == []
    assert listed(client, FILINGS, form="F24") == [ordinary.pk]
    assert listed(client, FILINGS, is_held__exact="1") == [held.pk]
    assert listed(client, FILINGS, is_current__exact="0") == [superseded.pk]
    assert listed(client, FILINGS, cycle="2016") == [superseded.pk]
    assert listed(client, FILINGS, checks_result__exact="adds up") == [held.pk]


def test_a_filing_shows_cover_checks_chain_and_holds(held: Filing) -> None:
    other = make_filing(
        committee_id=held.committee_id, chain_base=held.pk, amends=held.pk, form_type="F3XA"
    )
    page = signed_in().get(reverse("admin:filings_filing_change", args=[held.pk]))
    text = page.content.decode()
    assert f'href="/filings/{held.pk}/"' in text
    assert f"forms/C00900009/{held.pk}/" in text
    assert "col_a_transfers_from_aff_other_party_cmttees" in text
    assert "<td>empty</td>" not in text
    assert "Transfers from affiliated and other party committees" in text
    assert "<td>300,000,000.00</td>" in text
    assert reverse("admin:filings_filing_change", args=[other.pk]) in text
    assert "A single amount of $300,000,000.00 stands in it" in text
    assert reverse("admin:filings_hold_change", args=[held.holds.get().pk]) in text


def test_nobody_changes_a_filing(held: Filing) -> None:
    client = signed_in("change_filing", "change_hold", "delete_hold", "add_hold")
    page = reverse("admin:filings_filing_change", args=[held.pk])
    assert client.post(page, {"filer_name": "X"}).status_code == 403
    hold = held.holds.get()
    assert client.post(reverse("admin:filings_hold_change", args=[hold.pk])).status_code == 403
    assert client.post(reverse("admin:filings_hold_delete", args=[hold.pk])).status_code == 403
    assert client.get(reverse("admin:filings_hold_add")).status_code == 403


def test_what_waits_comes_first(held: Filing) -> None:
    other = make_filing()
    make_rows(other, {"row_type": "SA12", "amount": "400000000"})
    apply_holds(connection.connection, [other.pk])
    waiting, decided = held.holds.get(), other.holds.get()
    client = signed_in("change_hold")
    client.post(
        reverse("admin:filings_hold_decide", args=[decided.pk]),
        {"confirm": "Confirm", "note": "Invented."},
    )
    assert listed(client, HOLDS) == [waiting.pk, decided.pk]
    assert listed(client, HOLDS, state__exact="confirmed") == [decided.pk]
    assert listed(client, HOLDS, rule="country") == [waiting.pk, decided.pk]
    assert listed(client, HOLDS, rule="race") == []
    assert listed(client, HOLDS, q="billions") == [waiting.pk]
    page = client.get(reverse(HOLDS)).content.decode()
    assert reverse("admin:filings_hold_change", args=[waiting.pk]) in page
    assert reverse("admin:filings_filing_change", args=[held.pk]) in page


def test_the_buttons_of_a_hold(held: Filing) -> None:
    client = signed_in("change_hold")
    hold = held.holds.get()
    page = reverse("admin:filings_hold_change", args=[hold.pk])
    decide = reverse("admin:filings_hold_decide", args=[hold.pk])
    assert f'formaction="{decide}"' in client.get(page).content.decode()
    assert client.get(decide).status_code == 405

    for sent, said in (
        ({"release": "Release"}, "needs a note"),
        ({"note": "Yes.", "burn": "Burn"}, "Choose whether to release or to confirm."),
    ):
        text = client.post(decide, sent, follow=True).content.decode()
        assert said in text
        assert Hold.objects.get().state == "held"

    text = client.post(
        decide, {"release": "Release", "note": "A genuine one."}, follow=True
    ).content.decode()
    assert "1 hold released. The totals follow." in text
    assert "formaction" not in text
    held.refresh_from_db()
    assert (held.is_held, held.counts) == (False, True)
    assert Hold.objects.get().note == "A genuine one."
    again = client.post(decide, {"confirm": "Confirm", "note": "No."}, follow=True)
    assert "was released by person" in again.content.decode()
    assert Hold.objects.get().state == "released"


def test_the_actions_of_the_list(held: Filing) -> None:
    other = make_filing()
    make_rows(other, {"row_type": "SA12", "amount": "400000000"})
    apply_holds(connection.connection, [other.pk])
    client = signed_in("change_hold")
    chosen = {"_selected_action": [str(hold.pk) for hold in Hold.objects.all()]}
    client.post(reverse(HOLDS), chosen | {"action": "release", "note": ""})
    assert set(Hold.objects.values_list("state", flat=True)) == {"held"}
    client.post(reverse(HOLDS), chosen | {"action": "confirm", "note": "Invented."})
    assert set(Hold.objects.values_list("state", flat=True)) == {"confirmed"}
    assert not Filing.objects.filter(counts=True).exists()


def test_who_may_only_look_decides_nothing(held: Filing) -> None:
    client = signed_in()
    hold = held.holds.get()
    page = client.get(reverse("admin:filings_hold_change", args=[hold.pk]))
    assert "formaction" not in page.content.decode()
    sent = {"release": "Release", "note": "Please."}
    decide = reverse("admin:filings_hold_decide", args=[hold.pk])
    assert client.post(decide, sent).status_code == 403
    chosen = {"_selected_action": [str(hold.pk)], "action": "release", "note": "Please."}
    client.post(reverse(HOLDS), chosen)
    assert Hold.objects.get().state == "held"
    assert Client().post(decide, sent).status_code == 302  # To the sign-in.
    assert Hold.objects.get().state == "held"


def test_a_list_takes_few_queries(
    held: Filing, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(20):
        make_filing()
    client = signed_in()
    for address in (FILINGS, HOLDS):
        with django_assert_max_num_queries(12):
            client.get(reverse(address))
