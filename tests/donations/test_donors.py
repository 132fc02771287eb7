"""Who is who among donors: the key in Python and in the database, and people's decisions."""

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from donations import donors
from donations.models import ContributorName, DonorDecision
from financetracker.groups import keep_groups

# By hand: a name as filed, and whom it is taken for.
KEYS = {
    "SMITH, JOHN": "smith-john",
    "SMITH, JOHN A MR.": "smith-john",
    "Smith,John": "smith-john",
    "SMITH, DR. JOHN A. M.D., PH.D.": "smith-john",
    "SMITH, JOHN JR": "smith-john-jr",
    "SMITH JR., JOHN": "smith-john-jr",
    "SMITH, JOHN SR.": "smith-john-sr",
    "SMITH III, JOHN MR": "smith-john-iii",
    "SMITH, JOHN V": "smith-john",
    "O'NEIL-MCKAY, JOSÉ": "oneilmckay-jose",
    "O’NEIL MCKAY, JOSE": "oneilmckay-jose",
    "DE LA CRUZ, ANA": "delacruz-ana",
    "LEE, J. ROBERT": "lee-j-robert",
    "LEE, J.R.": "",
    "LEE, J. R.": "lee-j",
    "LEE, J R": "lee-j",
    "JR, JOHN": "jr-john",
    "GOOGLE, INC.": "",
    "ACME PAC": "",
    "SMITH,": "",
    ", JOHN": "",
    "SMITH, MR.": "",
    "": "",
}


def in_database(names: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT donations_donor_key(name) FROM unnest(%s::text[]) WITH ORDINALITY u(name, n)"
            " ORDER BY n",
            (names,),
        )
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
def test_keys_by_hand_in_python_and_in_the_database() -> None:
    assert {name: donors.donor_key(name) for name in KEYS} == KEYS
    assert dict(zip(KEYS, in_database(list(KEYS)), strict=True)) == KEYS


# Pieces of real names, so that titles and suffixes meet commas, signs and accents in any order.
PIECES = st.sampled_from(
    ["SMITH", "John", "JR", "sr.", "III", "V", "MR.", "M.D.", "Dr", "INC", "THE", "O'", "É", "ß",
     "ñ", "ﬁ", "’", "´", "`", ",", ", ", " ", "  ", "-", ".", "A", "b", "\t", "1", "&", "\u200b",
     "Ⅳ"]
)  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.one_of(
            st.lists(PIECES, max_size=9).map("".join),
            st.text(st.characters(max_codepoint=0x2FFF, exclude_characters="\x00",
                                  exclude_categories=["Cs", "Cn"])),
        ),
        max_size=40,
    )
)  # fmt: skip
def test_both_make_the_same_key_of_anything(names: list[str]) -> None:
    assert in_database(names) == [donors.donor_key(name) for name in names]


@pytest.mark.django_db
def test_the_dictionary_holds_each_names_key() -> None:
    name = ContributorName.objects.create(name="PEÑA, MARÍA MRS.")
    assert name.donor_key == "pena-maria"
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO donations_contributorname (name) VALUES ('LEE, ANN')")
    assert ContributorName.objects.get(name="LEE, ANN").donor_key == "lee-ann"


# --- decisions ------------------------------------------------------------------------------
HERE, THERE = ("smith-john", "45402"), ("smith-john", "10001")


@pytest.fixture
def reviewer(db: None) -> User:
    return User.objects.create_user("reviewer")


def test_a_later_decision_on_a_pair_replaces_the_earlier_one_in_either_order(
    reviewer: User,
) -> None:
    first = donors.join(one=HERE, other=THERE, reason="Same voter file entry.", by=reviewer)
    second = donors.part(one=THERE, other=HERE, reason="Two signatures.", by=reviewer)
    first.refresh_from_db()
    assert first.reversed_at is not None
    assert first.reversed_by == reviewer
    assert DonorDecision.objects.get(reversed_at=None) == second
    donors.reverse(decision=second, by=reviewer, why="Asked them.")
    assert not DonorDecision.objects.filter(reversed_at=None).exists()
    with pytest.raises(donors.DonorError):
        donors.reverse(decision=second, by=reviewer, why="Again.")


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (HERE, HERE, "Same."),
        (HERE, THERE, "  "),
        (HERE, ("smith-john", "4540"), "Short."),
        (HERE, ("Smith, John", "45402"), "No key."),
    ],
)
def test_what_cannot_be_decided(
    reviewer: User, one: donors.Alias, other: donors.Alias, reason: str
) -> None:
    with pytest.raises(donors.DonorError), transaction.atomic():
        donors.join(one=one, other=other, reason=reason, by=reviewer)
    assert not DonorDecision.objects.exists()


def test_only_a_spelling_of_the_donor_is_taken_out(reviewer: User) -> None:
    made = donors.take_out(donor=HERE, name="SMITH, JOHN B", reason="A son.", by=reviewer)
    assert (made.kind, made.name, made.other_key) == ("spelling", "SMITH, JOHN B", "")
    with pytest.raises(donors.DonorError):
        donors.take_out(donor=HERE, name="SMITH, ANNE", reason="Wrong.", by=reviewer)


# --- the admin ------------------------------------------------------------------------------
@pytest.fixture
def desk(reviewer: User, client: Client) -> Client:
    keep_groups()
    reviewer.is_staff = True
    reviewer.save()
    reviewer.groups.add(Group.objects.get(name="reviewer"))
    client.force_login(reviewer)
    return client


ADD = "/admin/donations/donordecision/add/"


def test_reviewers_decide_and_reverse_in_the_admin(desk: Client, reviewer: User) -> None:
    assert desk.get(ADD).status_code == 200
    given = {
        "kind": "join", "donor": "smith-john-45402", "name": "", "reason": "One signature.",
        "other": "https://example.org/donors/smith-john-10001/",
    }  # fmt: skip
    assert desk.post(ADD, given).status_code == 302
    made = DonorDecision.objects.get()
    assert (made.key, made.zip, made.other_zip) == ("smith-john", "10001", "45402")
    assert made.decided_by == reviewer
    page = f"/admin/donations/donordecision/{made.pk}/change/"
    assert "One signature." in desk.get(page).content.decode()
    listed = "/admin/donations/donordecision/"
    chosen = {"action": "reverse", "_selected_action": [made.pk], "why": "A mistake."}
    desk.post(listed, chosen)
    made.refresh_from_db()
    assert made.reversed_why == "A mistake."


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"donor": "smith-john"}, "as in the address"),
        ({"other": ""}, "Name the other donor"),
        ({"other": "smith-john-45402"}, "This is the same donor"),
        ({"kind": "spelling", "other": "", "name": "DOE, JANE"}, "not a spelling"),
        ({"reason": ""}, "This field is required"),
    ],
)
def test_a_form_that_says_what_is_wrong(
    desk: Client, changes: dict[str, str], message: str
) -> None:
    given = {"kind": "join", "donor": "smith-john-45402", "other": "smith-john-10001",
             "name": "", "reason": "One."}  # fmt: skip
    answer = desk.post(ADD, {**given, **changes})
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert not DonorDecision.objects.exists()
