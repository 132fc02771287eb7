"""The project's own rules: enough of them, usable, and none that hits what it does not mean."""

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from benchmarks.words import LAST
from donations.normalizing import normal_form
from donations.rule_book import Phrases, RuleBook
from donations.rules import RuleLine, read_industries, read_rules
from tests.slow_twins import Files

# Words that stand in names of every industry, and so tell none.
EMPTY_WORDS = {
    word
    for words in (
        "AMERICA AMERICAN ASSOCIATES ASSOCIATION ASSOCIATED BUSINESS CAPITAL CENTER CENTRAL",
        "CITY CLUB COMMUNITY COMPANY CORPORATION COUNCIL COUNTY CREATIVE DESIGN DEVELOPMENT",
        "DIRECT EAST ELITE ENTERPRISE ENTERPRISES EXECUTIVE FAMILY FEDERATED FIRST FREEDOM FUND",
        "GENERAL GLOBAL GROUP GROUPS HOLDING HOLDINGS HOME HOUSE INDEPENDENT INDUSTRIES",
        "INDUSTRIAL INTERNATIONAL INNOVATION INNOVATIONS JOHN KEY LEADERSHIP LIBERTY MAIN",
        "MANAGEMENT MAJORITY METRO MIDWEST NATIONAL NETWORK NEW NONE NORTH NORTHERN OFFICE",
        "OWNER PACIFIC PARTNER PARTNERS PARTNERSHIP PREMIER PRESIDENT PRIVATE PROFESSIONAL",
        "QUALITY REGIONAL RESOURCES SELF SENIOR SERVICE SERVICES SOLUTIONS SOUTH SOUTHERN",
        "STANDARD STATE STATES SUMMIT SYSTEMS TEXAS TRUST UNION UNITED UNIVERSAL US USA VALLEY",
        "VARIOUS VENTURE WEST WESTERN WORLD WORLDWIDE YORK",
    )
    for word in words.split()
}
# What names of committees share without being one another's.
SHARED = {"AMERICA", "AMERICAN", "AND", "COMMITTEE", "FOR", "FUND", "NATIONAL", "OF", "UNITED"}
# The share of all distinct employers that a single pattern may hit. UNIVERSITY, LAW and INSURANCE
# are the largest that mean what they hit.
MOST_HITS = 0.03


@cache
def rules() -> tuple[RuleLine, ...]:
    return tuple(read_rules())


def test_there_are_enough_of_every_kind() -> None:
    kinds = Counter(rule.kind for rule in rules())
    assert sum(kinds.values()) >= 5000
    assert all(
        kinds[kind] for kind in ("committee", "sponsor", "employer", "pattern", "occupation")
    )
    used = {rule.industry for rule in rules()}
    unused = {one.slug for one in read_industries() if one.is_industry} - used
    assert not unused


def test_the_industries_that_stories_are_about_are_well_covered() -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for rule in rules():
        if rule.kind == "employer":
            names[rule.industry].add(rule.pattern)
    assert len(names["pharmaceuticals"] | names["biotechnology"]) >= 200
    assert len(names["payday-lenders"]) >= 80
    assert len(names["agricultural-chemicals-seeds"]) >= 60
    assert len(names["law-firms"]) >= 200


def test_no_pattern_is_a_bare_surname_or_a_word_that_tells_nothing() -> None:
    surnames = set(LAST)
    bad = [
        f"{rule.file} line {rule.line}: {rule.pattern}"
        for rule in rules()
        if rule.kind in {"pattern", "sponsor"}
        and len(rule.words) == 1
        # "COUNTY$" and "^STATE" say more than the word does.
        and rule.pattern[0] != "^"
        and rule.pattern[-1] != "$"
        and rule.words[0].rstrip("*") in EMPTY_WORDS | surnames
    ]
    assert not bad


def test_every_rule_says_why() -> None:
    assert all(len(rule.source) >= 4 and rule.author for rule in rules())


def test_parents_are_topmost() -> None:
    parents = RuleBook(rules()).parents
    lower = {
        child: parent
        for child, parent in parents.items()
        if normal_form(parents.get(normal_form(parent), parent)) != normal_form(parent)
    }
    # Two names that are each other's parent would be one organization under two names.
    assert not lower


@pytest.mark.fec
def test_no_pattern_hits_too_much_of_the_real_employers(fec_mirror: Path) -> None:
    forms = {normal_form(row["EMPLOYER"]) for row in Files(fec_mirror, 2020).rows("indiv")}
    phrases = Phrases(rule for rule in rules() if rule.kind == "pattern")
    hits: Counter[str] = Counter()
    for form in forms:
        hits.update({rule.pattern for rule in phrases.matching(form)})
    assert hits
    too_much = {pattern: n for pattern, n in hits.items() if n > MOST_HITS * len(forms)}
    assert not too_much


@pytest.mark.fec
def test_rules_seldom_contradict_each_other_on_real_employers(fec_mirror: Path) -> None:
    book = RuleBook(rules())
    forms = {normal_form(row["EMPLOYER"]) for row in Files(fec_mirror, 2020).rows("indiv")}
    found = {form: match for form in forms if (match := book.organization(form))}
    against = [
        f"{form}: {match.rule.pattern} {match.rule.industry}, {match.against.pattern}"
        f" {match.against.industry}"
        for form, match in sorted(found.items())
        if match.against
    ]
    assert len(against) <= 0.01 * len(found), against


@pytest.mark.fec
def test_rules_for_committees_name_the_committees_they_mean(fec_mirror: Path) -> None:
    named: dict[str, set[str]] = defaultdict(set)
    for cycle in (2018, 2020):
        for row in Files(fec_mirror, cycle).rows("cm"):
            for text in (row["CMTE_NM"], row["CONNECTED_ORG_NM"]):
                named[row["CMTE_ID"]] |= set(normal_form(text).split())
    strange = [
        f"{rule.pattern}: {rule.organization}"
        for rule in rules()
        if rule.kind == "committee"
        and rule.pattern in named
        and not named[rule.pattern]
        & ({*normal_form(rule.organization).split(), *normal_form(rule.source).split()} - SHARED)
    ]
    assert not [one for one in strange if one.split(":")[0] not in KNOWN_BY_OTHER_NAMES]


# Registered under an acronym or another name than people know.
KNOWN_BY_OTHER_NAMES = {
    "C00000935": "DCCC", "C00075820": "NRCC", "C00042366": "DSCC", "C00027466": "NRSC",
    "C00484642": "SMP", "C00489856": "ESAFund", "C00473918": "Women Vote!",
    "C00530766": "Women Speak Out", "C00010603": "DNC Services Corp.",
    "C00032979": "D.R.I.V.E.", "C00694323": "Win Red", "C00441949": "JStreetPAC",
    "C00486845": "LCV Victory Fund", "C00348540": "1199 Service Employees",
}  # fmt: skip
