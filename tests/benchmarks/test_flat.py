"""The table that the import is measured against gets our indexes, on its own columns."""

import re

from benchmarks.flat import TABLE, translate_dictionaries, translate_facts
from donations.indexes import CONTRIBUTION_INDEXES, WORD_INDEXES


def test_every_index_of_facts_names_columns_of_the_flat_table():
    columns = set(re.findall(r"(\w+) (?:text|bigint|integer|date|numeric)\b", TABLE))
    for covering in (False, True):
        found = translate_facts(CONTRIBUTION_INDEXES, covering=covering)
        assert list(found) == [suffix for suffix, _ in CONTRIBUTION_INDEXES if suffix != "profile"]
        for definition in found.values():
            words = set(re.findall(r"\w+", definition)) - {"INCLUDE", "text_pattern_ops"}
            assert words <= columns


def test_include_columns_are_left_out_of_plain_indexes():
    plain = translate_facts(CONTRIBUTION_INDEXES, covering=False)
    assert plain["name"] == "(name)"
    assert not any("INCLUDE" in definition for definition in plain.values())


def test_words_are_found_in_each_text_and_own_keys_left_out():
    definitions = [
        (table, f"CREATE INDEX {name} ON {table} {definition}")
        for name, table, definition in WORD_INDEXES
    ]
    key = "CREATE UNIQUE INDEX k ON donations_employer USING btree (name)"
    found = translate_dictionaries([*definitions, ("donations_employer", key)])
    assert set(found) == {"name (text)", "employer (text)", "occupation (text)", "city (text)"}
    assert "translate(employer," in found["employer (text)"]
