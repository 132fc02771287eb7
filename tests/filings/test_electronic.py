"""One filing from disk into the database: cover, rows, conduits, names; again, and anew."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from filings.electronic import ingest_filing
from filings.fec.errors import BadFile
from filings.ledger import now
from filings.models import Candidate, Committee, Filing, FilingRow, Hold, Load
from financetracker.efilings import decide_again, forget_old_runs
from tests.filings.filing_files import filing_bytes, notice, report
from tests.mirror import Mirror, row

pytestmark = pytest.mark.usefixtures("mirror")
Ingest = Callable[..., Any]


def take(folder: Path, number: int, data: bytes, **given: Any) -> Filing:
    path = folder / f"{number}.fec"
    path.write_bytes(data)
    return ingest_filing(path, number, source=f"posted/{number}.fec", **given)


def gifts(
    *rows: Mapping[str, object], form: str = "F3N", cover: Mapping[str, object] | None = None
) -> bytes:
    """A campaign's report with these rows on the line of individuals."""
    stated = {
        "committee_name": "Invented for Congress", "report_code": "Q2",
        "coverage_from_date": "20180401", "coverage_through_date": "20180630",
        "date_signed": "20180715",
    }  # fmt: skip
    return filing_bytes(form, stated | dict(cover or {}), [("SA11AI", one) for one in rows])


def gift(**columns: object) -> dict[str, object]:
    return {
        "transaction_id": "A1", "entity_type": "IND", "contributor_last_name": "Roe",
        "contributor_first_name": "Richard", "contribution_date": "20180504",
        "contribution_amount": "250.00", "contributor_street_1": "1 MAIN ST",
    } | columns  # fmt: skip


def test_a_filing_stands_with_its_cover_and_rows(tmp_path: Path) -> None:
    moment = datetime(2018, 7, 15, 16, 30, tzinfo=UTC)
    filing = take(tmp_path, 1160001, gifts(gift()), received_at=moment)
    assert (filing.form, filing.form_type, filing.version) == ("F3", "F3N", "8.2")
    assert (filing.cycle, filing.report_code, filing.rows) == (2018, "Q2", 1)
    assert (filing.coverage_from, filing.coverage_through) == (date(2018, 4, 1), date(2018, 6, 30))
    assert (filing.received_at, filing.rows_by_type) == (moment, {"SA11AI": 1})
    assert filing.counts
    line = FilingRow.objects.get()
    assert (line.name, line.amount, line.date) == ("ROE, RICHARD", 250, date(2018, 5, 4))
    assert line.raw == ""
    # A committee that no file has yet is named by its filing.
    assert Committee.objects.get().name == "INVENTED FOR CONGRESS"


def test_the_same_bytes_are_read_once_and_others_replace_them_whole(tmp_path: Path) -> None:
    first = take(tmp_path, 1160001, gifts(gift(), gift(transaction_id="A2")))
    again = take(tmp_path, 1160001, gifts(gift(), gift(transaction_id="A2")))
    assert again.ingested_at == first.ingested_at
    anew = take(tmp_path, 1160001, gifts(gift(transaction_id="A9")))
    assert anew.rows == 1
    assert FilingRow.objects.get().transaction_id == "A9"
    forced = take(tmp_path, 1160001, gifts(gift(transaction_id="A9")), force=True)
    assert forced.ingested_at > anew.ingested_at


def test_what_is_no_filing_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"1160001\.fec"):
        take(tmp_path, 1160001, b"<html><body>Error</body></html>")
    assert not Filing.objects.exists()


def test_an_error_halfway_leaves_the_filing_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(tmp_path, 1160001, gifts(gift()))

    def fail(*_: object) -> None:
        raise RuntimeError("halfway")

    monkeypatch.setattr("filings.electronic.check_filings", fail)
    with pytest.raises(RuntimeError):
        take(tmp_path, 1160001, gifts(gift(transaction_id="A2"), gift(transaction_id="A3")))
    assert FilingRow.objects.get().transaction_id == "A1"


@pytest.mark.parametrize(
    ("through", "cycle"), [("20180630", 2018), ("20280101", 2018), ("", 2018), ("20900101", 2018)]
)
def test_a_slip_in_the_year_does_not_move_a_report_to_another_period(
    tmp_path: Path, through: str, cycle: int
) -> None:
    data = gifts(gift(), cover={"coverage_through_date": through})
    assert take(tmp_path, 1160001, data).cycle == cycle


def test_a_broken_field_is_kept_raw_and_said(tmp_path: Path) -> None:
    filing = take(tmp_path, 1160001, gifts(gift(contribution_amount="many"), gift()))
    assert filing.problem_rows == 1
    broken = FilingRow.objects.exclude(problem="").get()
    assert broken.amount is None
    assert "many" in broken.problem
    assert "1 MAIN ST" in broken.raw


MEMO = {
    "transaction_id": "A1M", "back_reference_tran_id_number": "A1", "entity_type": "PAC",
    "contributor_organization_name": "Invented Conduit", "memo_code": "X",
    "contributor_last_name": "", "contributor_first_name": "",
    "donor_committee_fec_id": "C00900009",
    "memo_text_description": "Note: above contribution earmarked through this organization.",
}  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "committee"),
    [
        ([gift(memo_text_description="* Earmarked Contribution: See Below"), gift(**MEMO)],
         "C00900009"),
        ([gift(memo_text_description="Earmarked through Invented Conduit"),
          gift(**MEMO | {"back_reference_tran_id_number": ""})], "C00900009"),
        ([gift(memo_text_description="Earmarked through Invented Conduit")], ""),
    ],
)  # fmt: skip
def test_donor_conduit_and_recipient_stand_in_one_row(
    tmp_path: Path, rows: Iterable[Mapping[str, object]], committee: str
) -> None:
    take(tmp_path, 1160001, gifts(*rows))
    donor = FilingRow.objects.get(transaction_id="A1")
    assert (donor.conduit_name, donor.other_committee_id) == ("INVENTED CONDUIT", committee)


def test_a_gift_that_is_not_earmarked_gets_no_conduit(tmp_path: Path) -> None:
    partner = MEMO | {"entity_type": "IND", "memo_text_description": "Partnership attribution"}
    take(tmp_path, 1160001, gifts(gift(), gift(**partner)))
    assert not FilingRow.objects.exclude(conduit_name="").exists()


def test_a_candidate_whom_no_file_has_is_named_by_the_statement_of_candidacy(
    tmp_path: Path,
) -> None:
    said = {
        "candidate_id_number": "H8CA90009", "candidate_last_name": "Newcomer",
        "candidate_first_name": "Nora", "candidate_office": "H", "candidate_state": "CA",
        "candidate_district": "90", "candidate_party_code": "IND", "date_signed": "20180601",
    }  # fmt: skip
    take(tmp_path, 1160001, filing_bytes("F2N", said, []))
    found = Candidate.objects.get()
    assert (found.pk, found.name, found.office, found.state, found.district, found.party) == (
        "H8CA90009", "NEWCOMER, NORA", "H", "CA", "90", "IND",
    )  # fmt: skip
    # What the FEC's file says later stands.
    Candidate.objects.update(name="NEWCOMER, ELEANOR", newest_cycle=2018)
    take(tmp_path, 1160002, filing_bytes("F2A", said, []))
    assert Candidate.objects.get().name == "NEWCOMER, ELEANOR"


def test_an_amendment_replaces_its_base_at_once(tmp_path: Path) -> None:
    take(tmp_path, 1160001, report(["250.00"]))
    take(tmp_path, 1160002, report(["300.00"], amends=1160001))
    base = Filing.objects.get(pk=1160001)
    assert (base.superseded_by, base.counts) == (1160002, False)
    assert FilingRow.objects.filter(file_number=1160001).count() == 1


def test_a_filing_from_the_feed_is_on_the_page_s_tables_in_one_run(
    tmp_path: Path, ingest: Ingest
) -> None:
    from expenditures.models import IndependentExpenditure

    take(tmp_path, 1160001, notice("1500.25"))
    for step in ("electronic", "notices", "elections", "totals"):
        assert ingest(step).status == "loaded"
    spent = IndependentExpenditure.objects.counted().get()
    assert (str(spent.expenditure_amount), spent.coverage) == ("1500.25", "open")


def test_held_filings_are_looked_at_again_by_night(
    tmp_path: Path, mirror: Mirror, ingest: Ingest
) -> None:
    mirror.write("cm", [row("cm", CMTE_ID="C00900777")])
    ingest("cm")
    filing = take(tmp_path, 1160001, gifts(gift(contribution_amount="5000000.00"), form="F3XN"))
    assert filing.is_held
    mirror.write("cm", [row("cm", CMTE_ID="C00900777"), row("cm", CMTE_ID="C00900001")])
    ingest("cm")
    assert decide_again() == 1
    assert Filing.objects.get().counts
    assert not Hold.objects.filter(state="held").exists()
    assert decide_again() == 0


def test_old_runs_of_frequent_steps_are_forgotten_but_for_the_newest(mirror: Mirror) -> None:
    old = datetime(2018, 1, 1, tzinfo=UTC)

    def run(step: str, status: str, when: datetime, reason: str = "") -> Load:
        return Load.objects.create(
            step=step, cycle=2018, status=status, started_at=when, finished_at=when, reason=reason
        )

    gone = [run("notices", "loaded", old), run("totals", "loaded", old)]
    gone.append(run("efilings", "failed", old, "The feed cannot be read."))
    kept = [run("contributions", "loaded", old) for _ in range(2)]
    kept += [run("totals", "loaded", now()), run("notices", "loaded", old)]
    assert forget_old_runs() == len(gone)
    assert set(Load.objects.values_list("pk", flat=True)) == {load.pk for load in kept}
