"""Troubles of the files of candidates, committees, linkages and official figures."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from filings.models import (
    Candidacy,
    Candidate,
    CandidateSummary,
    Committee,
    CommitteeSummary,
    Linkage,
    Load,
    Reject,
)
from tests.mirror import Mirror, row, rows

Ingest = Callable[..., Load]


def test_trouble_a_linked_pair_is_repeated_for_each_election_year(
    mirror: Mirror, ingest: Ingest
) -> None:
    """Once for the special election's year and once for the regular one: a plain join would double
    every sum.
    """
    mirror.write(
        "ccl",
        [
            row("ccl", CAND_ELECTION_YR="2017", LINKAGE_ID="11", CMTE_DSGN="A"),
            row("ccl", CAND_ELECTION_YR="2018", LINKAGE_ID="12", CMTE_DSGN="P"),
            row("ccl", CAND_ELECTION_YR="2017", LINKAGE_ID="10", CMTE_ID="C00900009"),
        ],
    )
    load = ingest("ccl")
    assert (load.rows_in, load.rows_loaded, load.rows_rejected) == (3, 2, 0)
    pair = Linkage.objects.get(committee_id="C00900002")
    assert (pair.election_years, pair.linkage_ids) == ([2017, 2018], [11, 12])
    assert pair.designation == "P", "the newest election year's"


def test_trouble_two_ids_of_one_person_stay_two(mirror: Mirror, ingest: Ingest) -> None:
    """Which ids are one person's is for people to say; a file's rows say nothing of it."""
    mirror.write(
        "cn",
        [
            row("cn", CAND_ID="H8CA90001", CAND_NAME="ROE, RICHARD"),
            row("cn", CAND_ID="S8CA00001", CAND_NAME="ROE, RICHARD", CAND_OFFICE="S"),
        ],
    )
    ingest("cn")
    assert Candidate.objects.filter(name="ROE, RICHARD").count() == 2
    assert Candidacy.objects.count() == 2


def test_trouble_official_figures_need_not_add_up(mirror: Mirror, ingest: Ingest) -> None:
    """Beginning cash, receipts and disbursements make the ending cash in most rows, not in all."""
    odd = {"COH_BOP": "100.10", "TTL_RECEIPTS": "50.05", "TTL_DISB": "20", "COH_COP": "9999.99"}
    for code in ("weball", "webl"):
        mirror.write(code, [row(code, **odd)])
        assert ingest(code).rows_loaded == 1
        found = CandidateSummary.objects.get(file=code)
        assert found.cash_on_hand_end == Decimal("9999.99")
        assert found.receipts == Decimal("50.05")
    mirror.write("webk", [row("webk", **odd)])
    ingest("webk")
    assert CommitteeSummary.objects.get().cash_on_hand_end == Decimal("9999.99")


def test_trouble_giant_and_blank_official_figures(mirror: Mirror, ingest: Ingest) -> None:
    mirror.write(
        "webk",
        [
            row("webk", CMTE_ID="C00900003", IND_EXP="9900000000.01", CVG_END_DT="12/31/2018"),
            row("webk", CMTE_ID="C00900004", TTL_RECEIPTS="", CVG_END_DT=""),
            row("webk", CMTE_ID="C00900005", CVG_END_DT="12/31/2090"),
        ],
    )
    load = ingest("webk")
    assert (load.rows_loaded, load.rows_noted) == (3, 1)
    found = {summary.committee_id: summary for summary in CommitteeSummary.objects.all()}
    assert found["C00900003"].independent_expenditures == Decimal("9900000000.01")
    assert found["C00900004"].receipts is None
    assert found["C00900004"].coverage_end_date is None
    assert found["C00900005"].coverage_end_date is None
    assert Reject.objects.get().line == 3


@pytest.mark.parametrize("code", ["cn", "cm", "weball", "webk", "ccl", "indiv", "oppexp"])
def test_an_id_that_a_file_repeats_is_a_reject(mirror: Mirror, ingest: Ingest, code: str) -> None:
    """The first row is kept. The others are nowhere else than among the rejects."""
    many = rows(code, 1200)
    mirror.write(code, [*many, many[5]])
    load = ingest(code)
    assert (load.rows_in, load.rows_loaded, load.rows_rejected) == (1201, 1200, 1)
    reject = Reject.objects.get()
    assert (reject.line, reject.row_loaded) == (1201, False)
    assert reject.reason.endswith(": stands in an earlier row")
    assert reject.raw == "|".join(many[5])


def test_texts_longer_than_their_columns_stop_nothing(mirror: Mirror, ingest: Ingest) -> None:
    long = {"CAND_NAME": "X" * 300, "CAND_ST": "LONG", "CAND_PCC": "C" * 20, "CAND_ICI": "XY"}
    mirror.write("cn", [row("cn", **long)])
    mirror.write("cm", [row("cm", CMTE_NM="Y" * 300, TRES_NM="Z" * 300, CMTE_ST="LONG")])
    assert ingest("cn").rows_loaded == ingest("cm").rows_loaded == 1
    assert Candidate.objects.get().name == "X" * 200
    assert Committee.objects.get().name == "Y" * 200


def test_a_candidate_is_as_in_the_newest_cycle(mirror: Mirror, ingest: Ingest) -> None:
    """In whatever order the cycles come, and back again when one takes the candidate out."""
    mirror.write("cn", [row("cn", CAND_NAME="NEW NAME")], cycle=2020)
    mirror.write("cn", [row("cn", CAND_NAME="OLD NAME")], cycle=2018)
    ingest("cn", 2020)
    ingest("cn", 2018)
    assert Candidate.objects.values_list("name", "newest_cycle").get() == ("NEW NAME", 2020)
    mirror.write("cn", [row("cn", CAND_ID="H8CA90009")], cycle=2020)
    ingest("cn", 2020)
    candidate = Candidate.objects.get(pk="H8CA90001")
    assert (candidate.name, candidate.newest_cycle) == ("OLD NAME", 2018)
    mirror.write("cn", [row("cn", CAND_ID="H8CA90008")], cycle=2018)
    ingest("cn", 2018)
    candidate = Candidate.objects.get(pk="H8CA90001")
    assert (candidate.name, candidate.newest_cycle) == ("", 0)


def test_no_connected_organization_is_none(mirror: Mirror, ingest: Ingest) -> None:
    names = ("NONE", "none", "N/A", "", 'ACME \\ "CO"')
    mirror.write(
        "cm",
        [row("cm", CMTE_ID=f"C0090000{n}", CONNECTED_ORG_NM=name) for n, name in enumerate(names)],
    )
    ingest("cm")
    found = Committee.objects.order_by("pk").values_list("connected_organization", flat=True)
    assert list(found) == ["", "", "", "", 'ACME \\ "CO"']
