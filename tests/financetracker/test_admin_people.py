"""Who may do what in the admin, and how the first administrator is made."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.urls import reverse

from financetracker.groups import GROUPS, keep_groups
from tests.filings.admin_people import person, signed_in

pytestmark = pytest.mark.django_db

PEOPLE = {f"auth.{verb}_user" for verb in ("add", "change", "delete", "view")}


def fresh(name: str) -> User:
    """The user as the next request sees them."""
    return User.objects.get(username=name)


def test_each_group_may_do_what_it_is_for():
    may = {name: person(name).get_all_permissions() for name in GROUPS}
    for permissions in may.values():
        assert {"donations.view_contribution", "filings.view_reject"} <= permissions
    assert {name for name in may if "filings.run_step" in may[name]} == {"editor", "administrator"}
    assert {name for name in may if may[name] & PEOPLE} == {"administrator"}
    assert may["administrator"] >= PEOPLE


def test_no_group_may_change_data_but_all_may_decide():
    for name in GROUPS:
        held = person(name).get_all_permissions()
        assert "donations.add_decision" in held
        assert ("donations.change_decision" in held) == (name != "reviewer")
        assert "web.add_note" in held
        assert ("web.change_any_note" in held) == (name != "reviewer")
        decide = {
            "donations.add_decision", "donations.change_decision",
            "filings.add_noticedecision", "filings.change_hold",
            "web.add_note", "web.change_note", "web.change_any_note",
            "donations.add_donordecision", "donations.change_donordecision",
            "expenditures.add_connectionreview", "expenditures.change_connectionreview",
        }  # fmt: skip
        for permission in held - decide:
            app, codename = permission.split(".")
            assert app == "auth" or codename.startswith("view_") or codename == "run_step"


def test_making_the_groups_again_restores_them_and_leaves_others_alone():
    own = Group.objects.create(name="our own")
    stray = Permission.objects.get(codename="add_user")
    own.permissions.add(stray)
    reviewer = Group.objects.get(name="reviewer")
    before = set(reviewer.permissions.all())
    reviewer.permissions.clear()
    reviewer.permissions.add(stray)
    keep_groups()
    assert set(reviewer.permissions.all()) == before
    assert set(own.permissions.all()) == {stray}


def test_reviewers_do_not_see_users():
    assert signed_in("reviewer").get(reverse("admin:auth_user_changelist")).status_code == 403
    assert signed_in("editor").get(reverse("admin:auth_user_changelist")).status_code == 403
    assert signed_in("administrator").get(reverse("admin:auth_user_changelist")).status_code == 200


def test_an_administrator_makes_users_but_no_superuser():
    client = signed_in("administrator")
    user = User.objects.create_user("newcomer")
    address = reverse("admin:auth_user_change", args=[user.pk])
    response = client.post(
        address,
        {
            "username": "newcomer",
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
            "user_permissions": [Permission.objects.get(codename="delete_user").pk],
            "groups": [Group.objects.get(name="editor").pk],
            "date_joined_0": "2018-06-05",
            "date_joined_1": "04:10:00",
        },
    )
    assert response.status_code == 302, response.context["errors"]
    user = fresh("newcomer")
    assert user.is_staff
    assert user.has_perm("filings.run_step")
    assert not user.is_superuser
    assert not user.user_permissions.exists()


def test_an_administrator_cannot_touch_a_superuser():
    boss = person("superuser")
    client = signed_in("administrator")
    change = reverse("admin:auth_user_change", args=[boss.pk])
    assert client.post(change, {"username": "mine"}).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[boss.pk])
    assert client.get(password).status_code == 403
    delete = reverse("admin:auth_user_delete", args=[boss.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    client.post(
        reverse("admin:auth_user_changelist"),
        {"action": "delete_selected", "_selected_action": [boss.pk], "post": "yes"},
    )
    assert fresh("superuser").is_superuser


def test_the_head_of_the_admin_says_that_the_sample_is_invented():
    from tests.filings.admin_people import ended
    from web.context import forget

    client = signed_in("reviewer")
    forget()
    assert "invented" not in client.get(reverse("admin:index")).text
    ended("candidates", is_sample=True)
    forget()
    assert "invented" in client.get(reverse("admin:index")).text
    forget()


def test_ensure_admin_makes_a_superuser_once(monkeypatch, capsys):
    monkeypatch.setenv("ADMIN_NAME", "chief")
    monkeypatch.setenv("ADMIN_PASSWORD", "first-password")
    call_command("ensure_admin")
    monkeypatch.setenv("ADMIN_PASSWORD", "second-password")
    call_command("ensure_admin")
    chief = fresh("chief")
    assert chief.is_superuser
    assert chief.check_password("first-password")
    assert capsys.readouterr().out == "The administrator chief was created.\n"


@pytest.mark.parametrize("missing", ["ADMIN_NAME", "ADMIN_PASSWORD"])
def test_ensure_admin_says_what_is_not_set(monkeypatch, missing):
    for name in ("ADMIN_NAME", "ADMIN_PASSWORD"):
        monkeypatch.setenv(name, "" if name == missing else "something")
    with pytest.raises(CommandError, match="Set ADMIN_NAME and ADMIN_PASSWORD"):
        call_command("ensure_admin")
    assert not User.objects.exists()
