"""Indexes of the contributions' partitions and of their dictionaries, chosen by measurement.

The donor search (web/donor_search.py) stands on these; benchmarks/bench_search.py measures it.
"""

# What a search filters and sorts by. An index that ends with all of it answers a count, a sum and a
# first page of any combination without a look at the table, whose rows lie in the files' order: a
# common name's 150,000 rows cost 90 ms this way, and more than a second by way of the table.
_SEARCHED = (
    "counts",
    "counted_as",
    "contribution_receipt_amount",
    "contribution_receipt_date",
    "contributor_state",
    "contributor_zip",
    "committee_id",
    "name_id",
    "employer_id",
    "occupation_id",
    "city_id",
    "election_type",
    "cycle",
    "sub_id",
)


def _covering(column: str) -> str:
    rest = ", ".join(name for name in _SEARCHED if name != column)
    return f"({column}) INCLUDE ({rest})"


# Suffix of the index's name, and its definition. The first one is unique.
CONTRIBUTION_INDEXES: tuple[tuple[str, str], ...] = (
    ("sub_id", "(sub_id)"),
    ("amount", "(contribution_receipt_amount, sub_id)"),
    # The largest of each day stand together, from which the largest of any span of days are merged.
    (
        "date",
        "(contribution_receipt_date, contribution_receipt_amount, sub_id)"
        " INCLUDE (counts, cycle, counted_as, contributor_state, election_type)",
    ),
    ("committee", "(committee_id, contribution_receipt_date)"),
    ("name", _covering("name_id")),
    ("employer", _covering("employer_id")),
    ("occupation", _covering("occupation_id")),
    # The donors of an industry, by their profiles.
    ("profile", _covering("profile_id")),
    ("city", "(city_id)"),
    # For LIKE '902%' in any collation.
    ("zip", "(contributor_zip text_pattern_ops)"),
    # Few elections, so that a search by state alone skips through them.
    ("place", "(election_type, contributor_state)"),
)

# A text is found by its whole words, in any order, or by the beginning of one. Signs within names
# ("O'BRIEN", "AT&T", "SMITH-JONES", "AMAZON.COM") part words, so that the search and the data agree
# on what a word is, whatever the parser would make of e-mail addresses, paths and tags.
SIGNS = "._-/'@&:,+*#\\<>~="
WORDS = "to_tsvector('simple', translate(name, '{}', '{}'))".format(
    SIGNS.replace("'", "''"), " " * len(SIGNS)
)

# Name of the index, table, definition.
WORD_INDEXES: tuple[tuple[str, str, str], ...] = tuple(
    (f"{table}_words", table, f"USING gin ({WORDS})")
    for table in (
        "donations_contributorname",
        "donations_employer",
        "donations_occupation",
        "donations_city",
        "filings_committee",
    )
)
