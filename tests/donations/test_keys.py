"""Partitions have no foreign keys: nothing in them may point at what is not there."""

import pytest

from tests.sample_loaded import Loaded, loader, sample  # noqa: F401

# ruff: noqa: F811
CONTRIBUTION, PAYMENT = "donations_contribution", "donations_committeetransaction"
KEYS = [
    (CONTRIBUTION, "name_id", "donations_contributorname", "id"),
    (CONTRIBUTION, "employer_id", "donations_employer", "id"),
    (CONTRIBUTION, "occupation_id", "donations_occupation", "id"),
    (CONTRIBUTION, "city_id", "donations_city", "id"),
    (CONTRIBUTION, "memo_text_id", "donations_memotext", "id"),
    *(
        (table, "committee_id", "filings_committee", "committee_id")
        for table in (
            CONTRIBUTION,
            PAYMENT,
            "donations_operatingexpenditure",
            "expenditures_candidatetransaction",
        )
    ),
]


@pytest.mark.parametrize(("table", "column", "target", "key"), KEYS)
def test_every_key_points_at_a_row(
    sample: Loaded, table: str, column: str, target: str, key: str
) -> None:
    rows = sample.rows(
        f"SELECT count(*), count(*) FILTER (WHERE NOT EXISTS"
        f" (SELECT FROM {target} d WHERE d.{key} = t.{column})) FROM {table} t"
    )
    assert rows[0][0] > 0
    assert rows[0][1] == 0


def test_no_row_stands_twice_in_the_files_of_receipts(sample: Loaded) -> None:
    assert sample.rows(
        f"SELECT sub_id FROM {CONTRIBUTION} GROUP BY sub_id HAVING count(*) > 1"
    ) == []  # fmt: skip
