"""Races and who stands in them: a special election apart from the regular one of the same seat."""

import csv
from datetime import date

import pytest

from filings.elections import SPECIAL_ELECTIONS
from tests.mirror import Mirror, row, sub_id
from tests.sample_loaded import Loaded, Loader, loader, real_2018, sample  # noqa: F401

# ruff: noqa: F811


def races(
    loaded: Loaded, cycle: int, office: str, state: str, district: str
) -> dict[int, set[str]]:
    """Who stands in each race for a seat, by the year of the special election (0: the regular)."""
    found: dict[int, set[str]] = {}
    for year, candidate in loaded.rows(
        "SELECT e.special_year, c.candidate_id FROM filings_election e"
        " LEFT JOIN filings_electioncandidate c ON c.election_id = e.id"
        " WHERE (e.cycle, e.office, e.state, e.district) = (%s, %s, %s, %s)",
        cycle, office, state, district,
    ):  # fmt: skip
        found.setdefault(year, set()).update({candidate} - {None})
    return found


@pytest.fixture(scope="module")
def invented(loader: Loader, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Four seats of California, each with candidates of an odd year, and CA-34 of the list.

    91: three candidates of 2017, one of them with money coded S2017. A special election.
    92: two such candidates, with money coded S: too few.
    93: three, without such money: a mistake in the forms.
    94: three, with money coded S to a committee that is not the campaign's.
    """
    mirror = Mirror(tmp_path_factory.mktemp("elections"))
    candidates, linked, gifts = [], [], []
    for district, how_many, code, designation in (
        (91, 3, "S2017", "P"), (92, 2, "S2017", "P"), (93, 3, "P2017", "P"), (94, 3, "S", "J"),
        (34, 1, "P2018", "P"),
    ):  # fmt: skip
        for place in range(how_many):
            who, committee = f"H8CA{district}00{place}", f"C00{district}000{place}"
            candidates.append(
                row("cn", CAND_ID=who, CAND_NAME=f"ROE, R{place}", CAND_ELECTION_YR=2017,
                    CAND_OFFICE_DISTRICT=district)
            )  # fmt: skip
            linked.append(
                row("ccl", CAND_ID=who, CMTE_ID=committee, CMTE_DSGN=designation,
                    CAND_ELECTION_YR=2017, LINKAGE_ID=district * 10 + place)
            )  # fmt: skip
            gifts.append(
                row("indiv", CMTE_ID=committee, SUB_ID=sub_id(district * 10 + place),
                    TRANSACTION_PGI=code if place == 0 else "P2018")
            )  # fmt: skip
    # The first of the 91st stands again in the regular election of 2018.
    linked.append(
        row("ccl", CAND_ID="H8CA91000", CMTE_ID="C00910000", CAND_ELECTION_YR=2018, LINKAGE_ID=1)
    )
    mirror.write("cn", candidates)
    mirror.write("ccl", linked)
    mirror.write("indiv", gifts)
    return loader("elections", mirror.root, "--cycle", "2018")


def test_a_special_election_is_seen_in_the_files_themselves(invented: Loaded) -> None:
    assert races(invented, 2018, "H", "CA", "91") == {
        2017: {"H8CA91000", "H8CA91001", "H8CA91002"},
        0: {"H8CA91000"},
    }


@pytest.mark.parametrize("district", ["92", "93", "94"])
def test_a_wrong_odd_year_alone_makes_no_special_election(invented: Loaded, district: str) -> None:
    assert races(invented, 2018, "H", "CA", district) == {}


def test_a_special_election_of_the_list_needs_one_candidate(invented: Loaded) -> None:
    assert races(invented, 2018, "H", "CA", "34") == {2017: {"H8CA34000"}}


def test_the_sample_s_special_election_is_a_race_of_its_own(sample: Loaded) -> None:
    from sample import story

    found = races(sample, 2018, "H", "CA", "99")
    assert set(found) == {0, 2017}
    assert {"H8CA99012", "H8CA99020"} <= found[2017]
    assert len(found[2017]) == len(story.SPECIAL_FIELD) == 10
    assert "H8CA99012" in found[0]
    assert "H8CA99020" not in found[0]


@pytest.mark.fec
def test_california_34_of_2017_is_apart_from_2018(real_2018: Loaded) -> None:
    gomez, ahn = "H8CA34266", "H8CA34258"
    found = races(real_2018, 2018, "H", "CA", "34")
    assert set(found) == {0, 2017}
    assert {gomez, ahn} <= found[2017]
    assert gomez in found[0]
    assert ahn not in found[0]


@pytest.mark.fec
def test_real_mistakes_in_the_year_make_no_special_election(real_2018: Loaded) -> None:
    # Twelve seats have one or two candidates of 2017 in cn18 by mistake, MN-05 among them.
    odd = real_2018.rows(
        "SELECT state, district FROM filings_election WHERE cycle = 2018 AND special_year = 2017"
        " ORDER BY 1, 2"
    )
    assert odd == [("AL", "00"), ("CA", "34"), ("GA", "06"), ("KS", "04"), ("MT", "00"),
                   ("SC", "05"), ("UT", "03")]  # fmt: skip


def test_the_list_of_special_elections_is_sound() -> None:
    with SPECIAL_ELECTIONS.open(newline="") as lines:
        listed = list(csv.DictReader(lines))
    seats = [(r["cycle"], r["office"], r["state"], r["district"], r["year"]) for r in listed]
    assert len(seats) == len(set(seats))
    for entry in listed:
        decided = date.fromisoformat(entry["general_day"])
        cycle, year = int(entry["cycle"]), int(entry["year"])
        assert year in {cycle - 1, cycle}, entry
        # A seat is voted on in the year it is listed under, or in a runoff of the January after.
        assert decided.year == year or (decided.year == year + 1 and decided.month == 1), entry
        assert entry["office"] in {"H", "S"}
        assert len(entry["state"]) == 2
        assert entry["district"].isdecimal()
        assert len(entry["district"]) == 2
