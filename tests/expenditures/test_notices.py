"""Notices and periodic reports: each independent expenditure counts once, whatever came when."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from expenditures.notices import decide
from tests.sample_loaded import Loaded, address, loader, sample  # noqa: F401
from tests.slow_twins import Spent
from tests.slow_twins import decide as decide_slowly

CYCLE = 2018
SPENDER = "C00900003"
MAY, JUNE, JULY, AUGUST = (date(2018, month, 10) for month in (5, 6, 7, 8))
# Form, superseded, coverage and whether it counts, by number of the row.
Fates = dict[str, tuple[str, bool, str, bool]]


@pytest.fixture
def database(db: None) -> Iterator[psycopg.Connection[Any]]:
    """A connection to the tests' database, whose every change is undone."""
    from django.db import connection as django_connection

    with psycopg.connect(address(django_connection.settings_dict["NAME"])) as connection:
        yield connection
        connection.rollback()


@contextmanager
def undone(connection: psycopg.Connection[Any]) -> Iterator[None]:
    with connection.transaction(force_rollback=True):
        yield


def put(
    connection: psycopg.Connection[Any],
    stated: list[Spent],
    reported: list[Spent],
    through: dict[str, date],
) -> None:
    """Write the rows as the loads leave them."""
    connection.execute(
        "CREATE TABLE expenditures_candidatetransaction_pas2_2018 PARTITION OF"
        " expenditures_candidatetransaction_pas2 FOR VALUES IN (2018)"
    )
    for spender in {row.spender for row in (*stated, *reported)} | set(through):
        connection.execute(
            "INSERT INTO filings_committee VALUES (%s, '', '', '', '', '', '', '', 0)"
            " ON CONFLICT DO NOTHING",
            (spender,),
        )
    for candidate in {row.candidate for row in (*stated, *reported)} - {""}:
        connection.execute(
            "INSERT INTO filings_candidate (candidate_id, name, party, office, state, district,"
            " newest_cycle) VALUES (%s, '', '', '', '', '', 2018) ON CONFLICT DO NOTHING",
            (candidate,),
        )
    for spender, when in through.items():
        connection.execute(
            "INSERT INTO filings_committeesummary (cycle, committee_id, name, committee_type,"
            " designation, filing_frequency, coverage_end_date, row_hash)"
            " VALUES (2018, %s, '', '', '', '', %s, 0)",
            (spender, when),
        )
    for row in stated:
        connection.execute(
            "INSERT INTO expenditures_independentexpenditure (key, origin, cycle, form,"
            " committee_id, candidate_id, candidate_name, support_oppose_indicator,"
            " expenditure_amount, expenditure_date, dissemination_date, receipt_date, payee_name,"
            " purpose, election_type, candidate_office, candidate_state, candidate_district,"
            " amendment_indicator, file_number, previous_file_number, transaction_id, is_memo,"
            " is_superseded, coverage, counts, row_hash) VALUES (%s, 'csv', 2018, 'notice', %s, %s,"
            " '', %s, %s, %s, %s, %s, %s, '', '', '', '', '', '', %s, %s, %s, false, false, 'open',"
            " false, 0)",
            (row.number, row.spender, row.candidate, row.side, row.amount, row.spent, row.shown,
             row.received, row.payee, row.filing, row.before, row.transaction),
        )  # fmt: skip
    for row in reported:
        connection.execute(
            "INSERT INTO expenditures_candidatetransaction VALUES (%s, NULL, 0, %s, %s, 2018, 2018,"
            " %s, %s, %s, %s, %s, %s, 'reported', '', %s, '', '', '', '', '', '', %s, '', %s, '',"
            " %s, 'pas2')",
            (int(row.number), row.filing, row.spent, not row.memo,
             "memo" if row.memo else "independent_expenditure", row.amount, row.spender,
             row.candidate, row.candidate, row.payee, "24E" if row.side == "S" else "24A",
             "X" if row.memo else "", row.transaction),
        )  # fmt: skip


def fates(
    connection: psycopg.Connection[Any],
    stated: list[Spent],
    reported: list[Spent] | tuple[Spent, ...] = (),
    through: dict[str, date] | None = None,
) -> Fates:
    """What the SQL makes of the rows; a row that only pas2 has goes by its number there."""
    with undone(connection):
        put(connection, stated, list(reported), through or {})
        return read(connection)


def read(connection: psycopg.Connection[Any]) -> Fates:
    decide(connection, CYCLE, lambda *_: None)
    return {
        key.removeprefix("pas2/"): (form, superseded, coverage, counts)
        for key, form, superseded, coverage, counts in connection.execute(
            "SELECT key, form, is_superseded, coverage, counts"
            " FROM expenditures_independentexpenditure WHERE cycle = 2018"
        )
    }


def notice(number: str = "n1", **fields: Any) -> Spent:
    ordinary: dict[str, Any] = {
        "spender": SPENDER, "candidate": "H8CA90001", "side": "O", "amount": Decimal("1234.56"),
        "payee": "Printer Co.", "shown": JUNE, "filing": 100, "transaction": "SE24.1",
    }  # fmt: skip
    return Spent(number=number, **(ordinary | fields))


def report(number: str = "9", **fields: Any) -> Spent:
    ordinary = {"amount": Decimal(1234), "payee": "PRINTER CO", "spent": JUNE, "shown": None,
                "filing": 200, "transaction": "SE.1"}  # fmt: skip
    return notice(number, **(ordinary | fields))


OPEN = ("notice", False, "open", True)
COVERED = ("notice", False, "covered", False)
UNMATCHED = ("notice", False, "unmatched", False)
REPORTED = ("report", False, "", True)


def test_a_notice_counts_until_a_report_covers_it(database: Any) -> None:
    assert fates(database, [notice()]) == {"n1": OPEN}
    assert fates(database, [notice()], through={SPENDER: MAY}) == {"n1": OPEN}


@pytest.mark.parametrize(
    "in_report",
    [
        report(transaction="SE24.1", candidate="H8CA90002", amount=Decimal(9), spent=None),
        report(spent=JUNE),
        report(payee="printer-co"),
    ],
    ids=["transaction id", "the day it was shown is the day it was paid", "payee by its letters"],
)
def test_a_covered_notice_is_matched_and_the_report_counts(database: Any, in_report: Any) -> None:
    found = fates(database, [notice()], [in_report], {SPENDER: JULY})
    assert found == {"n1": COVERED, "9": REPORTED}


@pytest.mark.parametrize(
    "other",
    [
        {"candidate": "H8CA90002"},
        {"side": "S"},
        {"payee": "MAILER INC"},
        {"amount": Decimal(1235)},
        {"spent": MAY},
        {"spender": "C00900004"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_covered_by_date_but_unlike_every_row_is_for_review(database: Any, other: Any) -> None:
    found = fates(database, [notice()], [report(**other)], {SPENDER: JULY})
    assert found == {"n1": UNMATCHED, "9": REPORTED}


def test_either_date_of_a_notice_may_be_the_one_covered(database: Any) -> None:
    before, after = notice(spent=MAY, shown=AUGUST), notice("n2", spent=AUGUST, shown=AUGUST)
    found = fates(database, [before, after], through={SPENDER: JULY})
    assert found == {"n1": UNMATCHED, "n2": OPEN}


def test_a_notice_without_days_goes_by_the_day_it_came(database: Any) -> None:
    found = fates(database, [notice(shown=None, received=JUNE)], through={SPENDER: JULY})
    assert found == {"n1": UNMATCHED}


def test_both_dates_are_compared_with_both(database: Any) -> None:
    # The notice knows when it was shown (June), the report when it was paid (May) and shown (June):
    # the report's second day is in the CSV only.
    stated = [
        notice(spent=None, shown=JUNE),
        notice("r1", spent=MAY, shown=JUNE, filing=200, transaction="SE.1"),
    ]
    found = fates(database, stated, [report(spent=MAY)], {SPENDER: JULY})
    assert found == {"n1": COVERED, "r1": REPORTED}


def test_two_equal_notices_need_two_rows_of_a_report(database: Any) -> None:
    two = [notice("n1"), notice("n2", filing=101, transaction="SE24.2")]
    one_answers = fates(database, two, [report()], {SPENDER: JULY})
    assert one_answers == {"n1": COVERED, "n2": UNMATCHED, "9": REPORTED}
    both = fates(database, two, [report(), report("10", transaction="SE.2")], {SPENDER: JULY})
    assert both == {"n1": COVERED, "n2": COVERED, "9": REPORTED, "10": REPORTED}


def test_an_id_that_comes_again_later_does_not_swallow_another_expenditure(database: Any) -> None:
    # A program that numbers anew in each filing: August's notice isn't the report's row of May.
    found = fates(
        database,
        [notice(transaction="SE.1", amount=Decimal(50000), shown=AUGUST)],
        [report(transaction="SE.1", spent=MAY)],
        {SPENDER: JULY},
    )
    assert found == {"n1": OPEN, "9": REPORTED}


def test_notices_open_again_when_the_report_is_amended_away(database: Any) -> None:
    with undone(database):
        put(database, [notice()], [report()], {SPENDER: JULY})
        assert read(database) == {"n1": COVERED, "9": REPORTED}
        database.execute("DELETE FROM expenditures_candidatetransaction WHERE cycle = 2018")
        database.execute("UPDATE filings_committeesummary SET coverage_end_date = %s", (MAY,))
        assert read(database) == {"n1": OPEN}


def test_a_person_without_official_coverage_goes_by_the_newest_reported_row(database: Any) -> None:
    person = "C90000001"
    stated = [notice(spender=person, shown=MAY), notice("n2", spender=person, shown=AUGUST)]
    found = fates(database, stated, [report(spender=person, spent=JULY, amount=Decimal(7))])
    assert found == {"n1": UNMATCHED, "n2": OPEN, "9": REPORTED}


def test_a_wrong_date_in_a_report_covers_nothing_where_coverage_is_known(database: Any) -> None:
    found = fates(
        database, [notice()], [report(spent=date(2018, 12, 31), amount=Decimal(7))], {SPENDER: MAY}
    )
    assert found["n1"] == OPEN


CHAIN = [
    notice("n1", filing=100, amount=Decimal("70205.90")),
    notice("n2", filing=101, before=100, amount=Decimal("71250.90")),
    notice("n3", filing=102, before=101, amount=Decimal("71205.90")),
]


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
@pytest.mark.parametrize("citing", ["predecessor", "original"])
def test_a_chain_ends_the_same_in_every_order_of_arrival(
    database: Any, order: tuple[int, ...], citing: str
) -> None:
    third = CHAIN[2] if citing == "predecessor" else notice("n3", filing=102, before=100)
    chain = [CHAIN[0], CHAIN[1], third]
    found = fates(database, [chain[place] for place in order])
    superseded = ("notice", True, "", False)
    assert found == {"n1": superseded, "n2": superseded, "n3": OPEN}


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_a_chain_that_arrives_bit_by_bit_ends_the_same(
    database: Any, order: tuple[int, ...]
) -> None:
    with undone(database):
        put(database, [CHAIN[order[0]]], [], {})
        read(database)
        for place in order[1:]:
            row = CHAIN[place]
            database.execute(
                "INSERT INTO expenditures_independentexpenditure SELECT (jsonb_populate_record(e,"
                " jsonb_build_object('id', nextval(pg_get_serial_sequence("
                " 'expenditures_independentexpenditure', 'id')), 'key', %s::text, 'file_number',"
                " %s::int, 'previous_file_number', %s::int, 'expenditure_amount', %s::numeric))).*"
                " FROM expenditures_independentexpenditure e WHERE cycle = 2018 LIMIT 1",
                (row.number, row.filing, row.before, row.amount),
            )
            found = read(database)
    assert {number for number, fate in found.items() if fate[3]} == {"n3"}


def test_a_chain_whose_base_is_missing_is_kept(database: Any) -> None:
    assert fates(database, [notice(filing=102, before=100)]) == {"n1": OPEN}


def test_a_chain_whose_middle_is_missing_counts_the_same_transaction_once(database: Any) -> None:
    stated = [notice("n1", filing=100), notice("n3", filing=102, before=101)]
    assert fates(database, stated) == {"n1": COVERED, "n3": OPEN}


def test_paper_filings_amended_have_numbers_further_below_zero(database: Any) -> None:
    stated = [notice("n1", filing=-500), notice("n2", filing=-501, before=-500)]
    found = fates(database, stated)
    assert (found["n1"][3], found["n2"][3]) == (False, True)


def test_rows_of_a_replaced_report_do_not_count(database: Any) -> None:
    # The CSV keeps the report 200 that 201 replaced; pas2 has 201 alone.
    stated = [
        notice("old1", filing=200, transaction="SE.1", amount=Decimal("32210.15")),
        notice("old2", filing=200, transaction="SE.2", amount=Decimal("500.00")),
        notice("new1", filing=201, before=200, transaction="SE.1", amount=Decimal("33210.15")),
    ]
    current = report(filing=201, transaction="SE.1", amount=Decimal(33210))
    found = fates(database, stated, [current], {SPENDER: JULY})
    replaced = ("report", True, "", False)
    assert found == {"old1": replaced, "old2": replaced, "new1": REPORTED}


def test_a_memo_row_of_a_report_does_not_count(database: Any) -> None:
    in_csv = notice("r1", filing=200, transaction="SE.1")
    found = fates(database, [in_csv], [report(memo=True)], {SPENDER: JULY})
    assert found == {"r1": ("report", False, "", False)}


def test_an_id_used_twice_in_a_report_is_two_rows_in_both_files(database: Any) -> None:
    # Two candidates under one transaction id: two rows in the CSV, two in pas2, two expenditures.
    stated = [
        notice("r1", filing=200, transaction="SE.1"),
        notice("r2", filing=200, transaction="SE.1", candidate="H8CA90002"),
        notice("r3", filing=200, transaction="SE.1", amount=Decimal("1234.99")),
    ]
    reported = [
        report("8", candidate="H8CA90002"),
        report("9"),
        report("10", amount=Decimal(1234)),
    ]
    found = fates(database, stated, reported, {SPENDER: JULY})
    assert found == {"r1": REPORTED, "r2": REPORTED, "r3": REPORTED}


def test_where_a_cycle_has_only_pas2_it_is_pas2(database: Any) -> None:
    found = fates(database, [], [report(), report("10", memo=True)])
    assert found == {"9": REPORTED, "10": ("report", False, "", False)}


def test_a_blank_candidate_is_found_by_name_and_seat(database: Any) -> None:
    with undone(database):
        put(database, [notice(candidate="")], [], {})
        database.execute(
            "UPDATE expenditures_independentexpenditure SET candidate_name = 'Roe, Richard Q.',"
            " candidate_office = 'H', candidate_state = 'CA', candidate_district = '09'"
        )
        for number, (name, district) in enumerate([("ROE, RICHARD", "09"), ("ROE, RITA", "09"),
                                                   ("ROE, RICHARD", "10")]):  # fmt: skip
            database.execute(
                "INSERT INTO filings_candidate VALUES (%s, '', '', '', '', '', 2018)",
                (f"H8CA9100{number}",),
            )
            database.execute(
                "INSERT INTO filings_candidacy (cycle, candidate_id, name, party, state, office,"
                " district, incumbent_challenge, candidate_status, principal_committee_id,"
                " address_city, address_state, address_zip, row_hash) VALUES (2018, %s, %s, '',"
                " 'CA', 'H', %s, '', '', '', '', '', '', 0)",
                (f"H8CA9100{number}", name, district),
            )
        read(database)
        found = database.execute("SELECT candidate_id FROM expenditures_independentexpenditure")
        assert found.fetchall() == [("H8CA91000",)]


some_days = st.sampled_from([None, MAY, JUNE, JULY])
some_ids = st.sampled_from(["", "T1", "T2"])
some_candidates = st.sampled_from(["H8CA90001", "H8CA90002", ""])
chains = st.dictionaries(
    st.integers(1, 5), st.one_of(st.none(), st.integers(1, 6)), min_size=5, max_size=5
)
rows = st.builds(
    Spent,
    number=st.just(""), spender=st.sampled_from([SPENDER, SPENDER, "C90000001"]),
    candidate=some_candidates, side=st.sampled_from("SO"),
    amount=st.sampled_from([Decimal("100.40"), Decimal("100.00"), Decimal("-20.75")]),
    payee=st.sampled_from(["X & Co", "X CO"]), spent=some_days, shown=some_days,
    received=some_days, filing=st.integers(1, 5), transaction=some_ids,
    memo=st.booleans(),
)  # fmt: skip


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    stated=st.lists(rows, max_size=7),
    reported=st.lists(rows, max_size=4),
    before=chains,
    through=st.sampled_from([{}, {SPENDER: JUNE}]),
)
def test_any_rows_end_as_they_do_when_gone_through_one_by_one(
    database: Any, stated: Any, reported: Any, before: Any, through: Any
) -> None:
    from dataclasses import replace

    stated = [
        replace(row, number=f"n{place}", before=before.get(row.filing), memo=False)
        for place, row in enumerate(stated)
    ]
    reported = [
        replace(row, number=str(place), amount=Decimal(int(row.amount)), shown=None, received=None)
        for place, row in enumerate(reported, 1)
    ]
    found = fates(database, stated, reported, through)
    expected = decide_slowly(stated, reported, through)
    counted = {number for number, (_, _, _, counts) in found.items() if counts}
    assert counted == {row.number for row in expected.counted}
    assert {n for n, fate in found.items() if fate[1]} == expected.superseded
    assert {n: fate[2] for n, fate in found.items() if fate[2]} == expected.coverage


def test_the_sample_s_notices(sample: Loaded) -> None:  # noqa: F811
    waiting = sample.rows(
        "SELECT coverage, committee_id, transaction_id, expenditure_amount"
        " FROM expenditures_independentexpenditure"
        " WHERE coverage IN ('open', 'unmatched') ORDER BY 1, 3"
    )
    assert waiting == [
        ("open", "C00990803", "SE24.6101", Decimal("24500.00")),
        ("open", "C00990803", "SE24.6102", Decimal("9125.60")),
        ("unmatched", "C00990801", "SE24.9120", Decimal("6250.00")),
    ]
