"""A changed file replaces its cycle's rows as a first load of it would, with exact counts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from donations.models import CommitteeTransaction, Contribution
from filings.fec.catalog import CATALOG
from filings.models import Load, Reject
from tests.conftest import empty_tables
from tests.database import everything, staging_tables
from tests.mirror import LAYOUTS, Mirror, row, rows, sub_id

Ingest = Callable[..., Load]

# What changes in a row, and to what.
CHANGED = {
    "cn": ("CAND_NAME", "ANOTHER NAME"),
    "cm": ("CMTE_NM", "ANOTHER NAME"),
    "ccl": ("CMTE_DSGN", "A"),
    "weball": ("TTL_RECEIPTS", "7.77"),
    "webl": ("TTL_RECEIPTS", "7.77"),
    "webk": ("TTL_RECEIPTS", "7.77"),
    "indiv": ("TRANSACTION_AMT", "777"),
    "oth": ("TRANSACTION_AMT", "777"),
    "pas2": ("TRANSACTION_AMT", "777"),
    "oppexp": ("TRANSACTION_AMT", "7.77"),
    "independent_expenditure": ("exp_amo", "7.77"),
    "ElectioneeringComm": ("REPORTED_DISBURSEMENT_AMOUNT", "7.77"),
    "CommunicationCosts": ("TRANSACTION_AMT", "7.77"),
}
PARTITIONED = {"indiv", "oth", "pas2", "oppexp"}


def changed(code: str, before: list[list[str]], removed: int, altered: int) -> list[list[str]]:
    """The rows in another order, with some gone and some not what they were."""
    name, value = CHANGED[code]
    at = LAYOUTS[code].index(name)
    kept = [list(fields) for fields in before[removed:]]
    for fields in kept[:altered]:
        fields[at] = value
    return kept[::-1]


class Phases:
    """What a step says it is doing."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, phase: str, done: int, total: int, unit: str) -> None:
        if phase not in self.seen:
            self.seen.append(phase)


def counts(load: Load) -> tuple[int, int, int, int, int]:
    return (load.rows_loaded, load.inserted, load.changed, load.removed, load.unchanged)


@pytest.mark.parametrize("code", list(CATALOG))
def test_changed_file_ends_as_a_first_load_of_it(mirror: Mirror, ingest: Ingest, code: str) -> None:
    first = rows(code, 60)
    few = changed(code, first, removed=2, altered=3) + rows(code, 4, start=1000)
    many = changed(code, few, removed=20, altered=15) + rows(code, 10, start=2000)
    mirror.write(code, first)
    assert counts(ingest(code)) == (60, 60, 0, 0, 0)

    phases = Phases()
    mirror.write(code, few)
    assert counts(ingest(code, listener=phases)) == (62, 4, 3, 2, 55)
    assert ("mend" in phases.seen) == (code in PARTITIONED)
    after_few = everything()

    phases = Phases()
    mirror.write(code, many)
    load = ingest(code, listener=phases)
    assert load.rows_loaded == 52
    assert (load.inserted, load.removed) == (10, 20)
    assert ("swap" in phases.seen) == (code in PARTITIONED)
    if code in PARTITIONED:
        assert phases.seen[-1] == "swap", "readers wait from then on, for what is left to do"
    after_many = everything()
    assert staging_tables() == []

    for content, found in ((few, after_few), (many, after_many)):
        empty_tables()
        mirror.write(code, content)
        ingest(code)
        fresh = everything()
        assert any(fresh.values())
        assert found == fresh


def test_row_that_changes_sides(mirror: Mirror, ingest: Ingest) -> None:
    """A receipt becomes a disbursement: it leaves one table for the other."""
    before = rows("oth", 40)
    mirror.write("oth", before)
    ingest("oth")
    after = [list(fields) for fields in before]
    after[7] = row("oth", SUB_ID=sub_id(8), TRANSACTION_TP="24K")
    mirror.write("oth", after)
    assert counts(ingest("oth")) == (40, 0, 1, 0, 39)
    assert Contribution.objects.count() == 39
    assert CommitteeTransaction.objects.get().sub_id == int(sub_id(8))


def test_other_cycles_stay_as_they_are(mirror: Mirror, ingest: Ingest) -> None:
    mirror.write("indiv", rows("indiv", 5), cycle=2016)
    mirror.write("indiv", rows("indiv", 7, start=100), cycle=2018)
    ingest("indiv", 2016)
    ingest("indiv", 2018)
    mirror.write("indiv", rows("indiv", 3, start=200), cycle=2018)
    ingest("indiv", 2018)
    assert Contribution.objects.for_cycle(2016).count() == 5
    assert Contribution.objects.for_cycle(2018).count() == 3


@pytest.mark.parametrize("altered", [0, 1])
def test_repeat_of_a_row_that_is_there_already_is_a_reject(
    mirror: Mirror, ingest: Ingest, altered: int
) -> None:
    """No unique index sees it, as the row itself does not change."""
    before = rows("indiv", 2000)
    mirror.write("indiv", before)
    ingest("indiv")
    again = list(before[3])
    again[LAYOUTS["indiv"].index("NAME")] += "X" * altered
    mirror.write("indiv", [*before, again])
    load = ingest("indiv")
    assert counts(load) == (2000, 0, 0, 0, 2000)
    assert (load.rows_in, load.rows_rejected) == (2001, 1)
    assert Contribution.objects.count() == 2000
    assert Reject.objects.get().line == 2001


def test_partitions_keep_the_parents_rules(mirror: Mirror, ingest: Ingest) -> None:
    """NOT NULL, CHECK and the unique index hold in a table that was built aside, too."""
    mirror.write("indiv", rows("indiv", 3))
    ingest("indiv")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_attribute WHERE attnotnull AND attnum > 0"
            " AND attrelid = 'donations_contribution_indiv_2018'::regclass"
        )
        assert cursor.fetchone()[0] >= 20
        cursor.execute(
            "SELECT indisunique FROM pg_index"
            " WHERE indrelid = 'donations_contribution_indiv_2018'::regclass"
        )
        assert [unique for (unique,) in cursor.fetchall()].count(True) == 1
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'c'"
            " AND conrelid = 'donations_contribution_indiv_2018'::regclass"
        )
        assert "contribution_counts" in {name for (name,) in cursor.fetchall()}


def test_whole_pipeline_again_after_changes(mirror: Mirror, ingest: Ingest) -> None:
    """What is computed from the files follows them, too."""
    derived = ("notices", "elections", "totals", "reconcile")

    def load_all(contents: dict[str, Any]) -> dict[str, list[Any]]:
        for code, lines in contents.items():
            mirror.write(code, lines)
            assert ingest(code).status in {"loaded", "unchanged"}
        for step in derived:
            ingest(step)
        return everything()

    campaign = {"CMTE_ID": "C00900002"}
    first = {
        "cn": [*rows("cn", 5), row("cn")],
        "cm": [row("cm", CMTE_ID=f"C0090000{n}") for n in range(1, 5)],
        "ccl": [row("ccl")],
        "weball": [row("weball")],
        "indiv": rows("indiv", 50, **campaign),
        "oth": rows("oth", 50, start=100, **campaign),
        "pas2": rows("pas2", 30, start=200, TRANSACTION_TP="24E"),
        "independent_expenditure": rows("independent_expenditure", 30),
    }
    second = {
        code: changed(code, lines, 0, max(1, len(lines) // 9)) for code, lines in first.items()
    }
    load_all(first)
    assert [Load.objects.for_step(step, 2018).first().status for step in derived] == ["loaded"] * 4
    found = load_all(second)
    assert found["donations_candidatetotal"]
    empty_tables()
    assert found == load_all(second)
