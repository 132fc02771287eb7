"""Who is who among donors: the key in Python and in the database, and people's decisions."""

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from donations import donors
from donations.models import ContributorName, DonorDecision

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
