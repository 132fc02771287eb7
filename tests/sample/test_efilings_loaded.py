"""The sample's electronic filings, taken in from its feed beside its bulk files."""

import os
import subprocess
import sys
from decimal import Decimal

import pytest

from sample import efile_small, efilings, story
from tests.sample_loaded import ROOT, Loaded, Loader, loader, manage, once  # noqa: F401 (fixtures)

_POLL = """
import django
django.setup()
from financetracker import carrying_on, efilings
carrying_on.carry_on(efilings.poll().ingested)
"""
EXPENDITURES = (
    "SELECT coverage, counts, covered_by_file_number, covered_by_transaction_id"
    " FROM expenditures_independentexpenditure WHERE origin = 'efile' AND transaction_id = %s"
    " AND file_number = %s"
)


@pytest.fixture(scope="session")
def filed(loader: Loader, tmp_path_factory: pytest.TempPathFactory) -> Loaded:  # noqa: F811
    """The invented sample with its bulk files, and then what its feed shows."""
    from sample.build import build

    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "filed-sample"
    once(folder.parent / "filed-sample.built", lambda: bool(build(folder)))
    database = loader("filed", folder, "--cycle", "2018")

    def poll() -> None:
        done = subprocess.run(
            [sys.executable, "-c", _POLL],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": database.conninfo,
                "FEC_MIRROR": str(folder),
                "DATA_DIR": str(folder.parent / "filed-downloads"),
                "DJANGO_SETTINGS_MODULE": "financetracker.settings",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    once(folder.parent / "filed-sample.polled", poll)
    return database


# What all that was taken in amounts to, but for the file's doubles of rows that filings have.
AMOUNTS_TO = (
    "SELECT candidate_id, channel, rows, amount FROM donations_candidatetotal",
    "SELECT committee_id, file_number, transaction_id, counted_as, counts,"
    " contribution_receipt_amount FROM donations_contribution",
    "SELECT origin, file_number, transaction_id, coverage, counts, covered_by_file_number,"
    " expenditure_amount FROM expenditures_independentexpenditure WHERE NOT is_repeated",
    "SELECT file_number, coverage FROM filings_filingrow WHERE schedule = 'F65'",
    "SELECT file_number, counts, is_held, base_missing, superseded_by, checks_summary"
    " FROM filings_filing",
)


@pytest.fixture(scope="session")
def filed_first(filed: Loaded, loader: Loader) -> Loaded:  # noqa: F811
    """The same by another way: two days' zips, the other filings from disk, then bulk files."""
    days = [f"{day[:4]}-{day[4:6]}-{day[6:]}" for day in efilings.ZIP_DAYS]
    arguments = [part for day in days for part in ("--day", day)]
    database = loader("filed_first", filed.folder, "filings", *arguments)
    name = database.conninfo.rpartition("/")[2]
    paths = sorted((filed.folder / "posted").glob("*.fec"))
    sound = [str(path) for path in paths if path.stem != "1311400"]

    def finish() -> None:
        manage(name, filed.folder, "ingest", "filings", "--path", *sound)
        manage(name, filed.folder, "ingest", "--cycle", "2018")

    once(filed.folder.parent / "filed-first.finished", finish)
    return database


@pytest.mark.parametrize("query", AMOUNTS_TO)
def test_the_way_and_the_order_of_arrival_change_nothing(
    filed: Loaded, filed_first: Loaded, query: str
) -> None:
    # Texts, for blank numbers have no order.
    first = sorted(map(str, filed_first.rows(query)))
    assert first == sorted(map(str, filed.rows(query)))
    assert first


def test_zips_bring_what_the_feed_brings(filed_first: Loaded) -> None:
    assert filed_first.rows(
        "SELECT found_in, count(*) FROM filings_arrival WHERE status = 'ingested'"
        " GROUP BY 1 ORDER BY 1"
    ) == [("number", 28), ("zip", 9)]  # fmt: skip


def of(filed: Loaded, number: int, columns: str) -> tuple[object, ...]:
    (row,) = filed.rows(f"SELECT {columns} FROM filings_filing WHERE file_number = %s", number)
    return row


def test_all_arrive_but_the_web_page(filed: Loaded) -> None:
    assert filed.rows("SELECT status, count(*) FROM filings_arrival GROUP BY 1 ORDER BY 1") == [
        ("failed", 1), ("ingested", 37),
    ]  # fmt: skip
    ((number, reason),) = filed.rows(
        "SELECT file_number, reason FROM filings_arrival WHERE status = 'failed'"
    )
    assert number == 1311400
    assert "web page" in reason


def test_all_are_invented_and_of_the_cycle(filed: Loaded) -> None:
    assert filed.rows("SELECT DISTINCT is_sample, cycle FROM filings_filing") == [(True, 2018)]


def test_covers_add_up_but_for_one(filed: Loaded) -> None:
    assert filed.rows(
        "SELECT file_number, checks_summary FROM filings_filing WHERE checks_result = 'off'"
    ) == [(1171463, "Off by $250.00 on line 11(a)(i).")]
    assert filed.rows(
        "SELECT count(*) FROM filings_filing WHERE checks_summary = 'Adds up.'"
    ) == [(12,)]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "successor"),
    [
        (1179920, 1180540), (1180540, None),
        (1184080, 1184960), (1184440, 1184960), (1184960, None),
        (1184200, 1196420), (1196420, None),
        (1184201, 1196421), (1196421, None),
        (1310602, 1322822), (1322822, None),
    ],
)  # fmt: skip
def test_amendments_replace_what_they_amend(
    filed: Loaded, number: int, successor: int | None
) -> None:
    assert of(filed, number, "superseded_by, is_current, base_missing") == (
        successor, successor is None, False,
    )  # fmt: skip


def test_an_amendment_without_its_original_stands_and_says_so(filed: Loaded) -> None:
    assert of(filed, 1183681, "counts, base_missing, amends") == (True, True, 1171461)


def test_the_hoax_is_held(filed: Loaded) -> None:
    is_held, counts, reason = of(filed, 1313741, "is_held, counts, hold_reason")
    assert (is_held, counts) == (True, False)
    assert "$900,000,000.00" in str(reason)


@pytest.mark.parametrize(
    ("number", "transaction_id", "becomes"),
    [
        (1176280, "SE.5202", ("covered", False, 1184240, "SE.5202")),
        (1178100, "SE24.7704", ("covered", False, 1184240, "SE.5204")),
        (1180540, "SE.5206", ("covered", False, 1184240, "SE.5206")),
        (1181740, "SE.5208", ("covered", False, 1196200, "SE.5208")),
        (1184960, "SE.5213", ("covered", False, 1196200, "SE.5213")),
        # The report that covers it is in the bulk files only.
        (1184861, "SE.5230", ("covered", False, 1196201, "SE.5230")),
        (1313050, "SE.5260", ("covered", False, 1325430, "SE.5260")),
        (1184860, "SE24.9120", ("unmatched", False, None, "")),
        (1171520, "SE24.9001", ("unmatched", False, None, "")),
        (1312782, "SE24.6101", ("open", True, None, "")),
        (1313740, "SE24.9301", ("open", True, None, "")),
        (1313740, "SE24.9302", ("open", True, None, "")),
    ],
)
def test_notices(
    filed: Loaded, number: int, transaction_id: str, becomes: tuple[object, ...]
) -> None:
    assert filed.rows(EXPENDITURES, transaction_id, number) == [becomes]


def test_a_candidate_without_id_is_found_by_name(filed: Loaded) -> None:
    assert filed.rows(
        "SELECT candidate_id, candidate_match FROM expenditures_independentexpenditure"
        " WHERE origin = 'efile' AND file_number = 1184861"
    ) == [(story.CANDIDATE_A, "name")]


def test_what_is_spent_grows_by_what_the_attacker_comes_back_with(filed: Loaded) -> None:
    totals = filed.totals(2018)
    # 750,848.61 by the bulk files (with the dollars that paper cuts), and two notices more.
    assert totals[story.CANDIDATE_A, "independent_against"] == (25, Decimal("780899.01"))
    assert totals[story.CANDIDATE_A, "independent_for"] == (14, Decimal("252107.15"))
    assert totals[story.CANDIDATE_B, "independent_for"] == (5, Decimal("41495.29"))
    assert totals[story.CANDIDATE_B, "independent_against"] == (2, Decimal("20800.30"))
    assert totals["S8NE00923", "independent_against"] == (5, Decimal("93751.00"))
    assert totals["S8NE00915", "independent_for"] == (7, Decimal("148636.14"))


def test_gifts_gain_their_cents_and_stand_once(filed: Loaded) -> None:
    assert filed.rows(
        "SELECT source, contribution_receipt_amount FROM donations_contribution"
        " WHERE file_number = 1184241 AND contribution_receipt_amount BETWEEN 45000 AND 45001"
    ) == [("indiv", Decimal("45000.75"))]
    rows, amount = filed.totals(2018)[story.CANDIDATE_A, "individuals_itemized"]
    # As many rows as by the bulk files alone, and $37.40 of cents in the two reports.
    assert (rows, amount) == (1108, Decimal("737281.40"))


def test_only_the_gifts_that_are_meant_are_new(filed: Loaded) -> None:
    new = filed.rows(
        "SELECT committee_id, counted_as, sum(contribution_receipt_amount)"
        " FROM donations_contribution WHERE source = 'efile' AND counts GROUP BY 1, 2 ORDER BY 1"
    )
    assert new == [
        (efile_small.NEWCOMER.id, "individual", Decimal("3700.50")),
        (efile_small.KITE_FLYERS, "individual", Decimal("350.25")),
        (efile_small.INAUGURAL.id, "other_receipt", Decimal("150000.00")),
        (story.NONPROFIT_ADS, "other_receipt", Decimal("22500.00")),
    ]


def test_conduits_memo_rows_never_count(filed: Loaded) -> None:
    assert filed.rows(
        "SELECT DISTINCT counted_as, counts FROM donations_contribution"
        " WHERE source = 'efile' AND transaction_id LIKE '%%E' AND contributor_id = %s",
        story.CONDUIT,
    ) == [("memo", False)]
    assert filed.rows(
        "SELECT count(*) FROM filings_filingrow WHERE file_number = 1171460"
        " AND conduit_name = 'GIVETOGETHER' AND memo_code <> 'X'"
    ) == [(20,)]


def test_late_gifts_are_found_in_the_next_report_or_wait(filed: Loaded) -> None:
    assert filed.rows(
        "SELECT file_number, name, coverage FROM filings_filingrow WHERE schedule = 'F65'"
        " ORDER BY file_number, line"
    ) == [
        (1171521, "MALLOCROFT, SILAS", "covered"),
        (1171521, "WICKLOMARSH, MINERVA W.", "covered"),
        (1171521, "STARLOHURST, EZRA", "unmatched"),
        (1311920, "PADDOSTROM, HELEN", "open"),
        (1311920, "JUNIPEBECK, OMAR T", "open"),
    ]


def test_a_letter_keeps_its_text(filed: Loaded) -> None:
    (text,) = of(filed, 1184780, "free_text")
    assert str(text).startswith("To whom it may concern:")
    assert "[ENDTEXT]" not in str(text)


def test_a_broken_row_leaves_the_rest_in_place(filed: Loaded) -> None:
    assert of(filed, 1263300, "rows, unknown_rows, problem_rows, counts") == (3, 1, 1, True)
