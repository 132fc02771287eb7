"""The donor search's query string: what is read, and what is said of what can't be."""

from datetime import date
from decimal import Decimal

import pytest

from web.filters import Term, parse_donor_filter, parse_words


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("smith", [Term(("smith",))]),
        ("Smith, John", [Term(("Smith",)), Term(("John",))]),
        ('"goldman sachs"', [Term(("goldman", "sachs"), phrase=True)]),
        ("bank -federal", [Term(("bank",)), Term(("federal",), excluded=True)]),
        ('-"first bank"', [Term(("first", "bank"), excluded=True, phrase=True)]),
        ("lawy*", [Term(("lawy",), beginning=True)]),
        ("O'Brien", [Term(("O", "Brien"))]),
        ("AT&T", [Term(("AT", "T"))]),
        ('"unclosed phrase', [Term(("unclosed", "phrase"), phrase=True)]),
        ("smith & - wesson", [Term(("smith",)), Term(("wesson",))]),
    ],
)
def test_words_are_read(text, terms):
    assert parse_words(text).terms == tuple(terms)


@pytest.mark.parametrize("text", ["&", '""', "-", "* *", "…"])
def test_text_without_a_word_is_an_error(text):
    with pytest.raises(ValueError, match="no letter or digit"):
        parse_words(text)


def test_amounts_and_days_are_read_in_the_ways_people_write_them():
    asked, errors = parse_donor_filter(
        {"min": "$2,700", "max": "5000.50", "from": "2018-10-01", "to": "10/31/2018"}
    )
    assert not errors
    assert (asked.min, asked.max) == (Decimal(2700), Decimal("5000.50"))
    assert (asked.since, asked.until) == (date(2018, 10, 1), date(2018, 10, 31))


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ({"min": "lots"}, "min", "not an amount"),
        ({"min": "1e5"}, "min", "not an amount"),
        ({"max": "NaN"}, "max", "not an amount"),
        ({"min": "500", "max": "200"}, "max", "swap"),
        ({"from": "2018-02-30"}, "from", "not a day"),
        ({"from": "2018-03-01", "to": "2018-02-01"}, "to", "swap"),
        ({"cycle": "2017"}, "cycle", "even year"),
        ({"state": "Ohio"}, "state", "two letters"),
        ({"state": "QQ"}, "state", "not a state"),
        ({"state": "ßa"}, "state", "not a state"),
        ({"cycle": "20١٨"}, "cycle", "even year"),
        ({"min": "٢٠٠"}, "min", "not an amount"),
        ({"from": "20١٨-01-01"}, "from", "not a day"),
        ({"zip": "4540٢"}, "zip", "ZIP"),
        ({"candidate": "H٨CA34266"}, "candidate", "H8CA34266"),
        ({"election": "G20١٨"}, "election", "election code"),
        ({"zip": "4%"}, "zip", "ZIP"),
        ({"candidate": "Gomez"}, "candidate", "H8CA34266"),
        ({"type": "gift"}, "type", "choose from"),
        ({"election": "2018"}, "election", "election code"),
        ({"rows": "some"}, "rows", "choose from"),
        ({"sort": "size"}, "sort", "choose from"),
        ({"name": "x" * 201}, "name", "200 characters"),
        ({"name": " ".join("abcdefghijklmn")}, "name", "12 words"),
    ],
)
def test_what_cannot_be_read_is_said(query, field, said):
    _, errors = parse_donor_filter(query)
    assert list(errors) == [field]
    assert said in errors[field]


@pytest.mark.parametrize("state", ["oh", "ZZ", "ae", "PR"])
def test_states_territories_and_what_stands_for_abroad_are_read(state):
    asked, errors = parse_donor_filter({"state": state})
    assert not errors
    assert asked.state == state.upper()


def test_a_zip_code_is_cut_to_five_digits():
    assert parse_donor_filter({"zip": "45402-1234"})[0].zip == "45402"


def test_rows_that_never_count_are_shown_when_asked_for():
    assert not parse_donor_filter({"type": "memo"})[0].counted_only
    assert parse_donor_filter({"type": "individual"})[0].counted_only


def test_an_address_keeps_the_search_and_drops_the_page():
    asked, _ = parse_donor_filter({"name": "smith", "sort": "name", "after": "x~1", "page": "3"})
    assert asked.address() == "?name=smith&sort=name"
    assert asked.address(sort="-amount") == "?name=smith"
    assert asked.address(after="y~2") == "?name=smith&sort=name&after=y~2"


def test_null_bytes_and_unknown_names_are_left_out():
    asked, errors = parse_donor_filter({"name": "smi\x00th", "color": "red"})
    assert not errors
    assert asked.values == {"name": "smith"}
