"""The query string of the search of independent expenditures."""

from datetime import date
from decimal import Decimal

import pytest

from filings.models import Election
from web.expenditure_filters import Race, parse_expenditure_filter, parse_race


def test_every_field_is_read():
    asked, errors = parse_expenditure_filter(
        {
            "side": "oppose", "spender": "bluebell", "candidate": "h8ca34266",
            "race": "2018-h-ca-34-special-2017", "payee": "=MAIL CO", "purpose": "tv",
            "min": "$1,000", "max": "5000.50", "from": "2017-04-01", "to": "6/6/2017",
            "dates": "received", "form": "notice", "cycle": "2018", "election": "s2017,none",
            "status": "all", "sort": "-date",
        }
    )  # fmt: skip
    assert not errors
    assert (asked.side, asked.spender, asked.candidate_id) == ("oppose", "bluebell", "H8CA34266")
    assert asked.candidate is None
    assert asked.race == Race(2018, "H", "CA", "34", 2017)
    assert asked.payee is not None
    assert asked.payee.exact == "MAIL CO"
    assert (asked.min, asked.max) == (Decimal(1000), Decimal("5000.50"))
    assert (asked.since, asked.until) == (date(2017, 4, 1), date(2017, 6, 6))
    assert (asked.dates, asked.form, asked.cycle) == ("received", "notice", 2018)
    assert asked.elections == ("S2017", "")
    assert (asked.status, asked.sort) == ("all", "-date")


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ({"side": "S"}, "side", "choose from support, oppose, none"),
        ({"spender": "&"}, "spender", "no letter or digit"),
        ({"spender": "x" * 201}, "spender", "200 characters"),
        ({"candidate": "…"}, "candidate", "no letter or digit"),
        ({"candidate": "="}, "candidate", "equals sign"),
        ({"payee": "="}, "payee", "equals sign"),
        ({"purpose": " ".join("abcdefghijklmn")}, "purpose", "12 words"),
        ({"race": "CA-34"}, "race", "2018-H-CA-34"),
        ({"race": "2017-H-CA-34"}, "race", "not a race"),
        ({"race": "2018-H-QQ-34"}, "race", "not a race"),
        ({"race": "2018-H-CA-٣٤"}, "race", "not a race"),
        ({"min": "lots"}, "min", "not an amount"),
        ({"min": "5", "max": "4"}, "max", "swap"),
        ({"from": "2018-02-30"}, "from", "not a day"),
        ({"from": "2018-03-01", "to": "2018-02-01"}, "to", "swap"),
        ({"dates": "signed"}, "dates", "choose from expenditure, dissemination, received"),
        ({"form": "F24"}, "form", "choose from notice, report"),
        ({"cycle": "2017"}, "cycle", "even year"),
        ({"election": "2018"}, "election", "election code"),
        ({"status": "some"}, "status", "choose from counted"),
        ({"sort": "size"}, "sort", "choose from"),
    ],
)
def test_what_cannot_be_read_is_said(query, field, said):
    _, errors = parse_expenditure_filter(query)
    assert list(errors) == [field]
    assert said in errors[field]


@pytest.mark.parametrize(
    "text", ["2018-H-CA-34", "2018-H-CA-34-special-2017", "2020-P-US-00", "2018-S-OH-00"]
)
def test_a_race_is_named_as_it_is_read(text):
    race = parse_race(text)
    assert str(race) == text
    election = Election(
        cycle=race.cycle, office=race.office, state=race.state, district=race.district,
        special_year=race.special_year,
    )  # fmt: skip
    assert Race.of(election) == race


def test_one_digit_of_a_district_is_enough():
    assert parse_race("2018-h-ca-9") == Race(2018, "H", "CA", "09")


def test_an_address_leaves_out_what_is_usual_and_the_page():
    asked, _ = parse_expenditure_filter(
        {"side": "support", "sort": "-amount", "status": "counted", "after": "x", "rows": "9"}
    )
    assert asked.address() == "?side=support"
    assert asked.address(sort="-date", after="y") == "?side=support&sort=-date&after=y"
    assert asked.address(status="all") == "?side=support&status=all"
    assert asked.searched == {"side": "support"}
