"""The grammar of rules, what wins, and that what is wrong in a file is named with its line."""

from pathlib import Path

import pytest

from donations.rule_book import Match, RuleBook
from donations.rules import (
    COLUMNS,
    DATA,
    BadRules,
    RuleLine,
    compared,
    fingerprint,
    line,
    read_industries,
    read_rules,
)

HEADER = ",".join(COLUMNS)
GOOD = "employer,Pfizer,,pharmaceuticals,Pfizer,97,Maker of drugs,somebody,2026-11-22"


def book(*rules: RuleLine) -> RuleBook:
    return RuleBook(rules)


def found(match: Match | None) -> tuple[str, str] | None:
    return (match.industry, match.basis) if match else None


def test_exact_name_beats_words_in_it() -> None:
    rules = book(
        line("pattern", "BANK", "commercial-banks"), line("employer", "Piggly Bank", "retail")
    )
    assert found(rules.organization("PIGGLY BANK")) == ("retail", "employer")
    assert found(rules.organization("PIGGLY BANK OF OHIO")) == ("commercial-banks", "pattern")
    assert rules.organization("BANKRUPTCY COURT") is None, "words are whole words"


def test_more_words_beat_more_confidence() -> None:
    rules = book(
        line("pattern", "BANK", "commercial-banks", confidence=99),
        line("pattern", "FOOD BANK", "nonprofits", confidence=60),
    )
    assert found(rules.organization("FOOD BANK OF OHIO")) == ("nonprofits", "pattern")


def test_more_confidence_beats_less_with_as_many_words() -> None:
    rules = book(
        line("pattern", "CONSULTING", "management-consulting", confidence=70),
        line("pattern", "SOFTWARE", "software-it-services", confidence=90),
    )
    match = rules.organization("SOFTWARE CONSULTING")
    assert found(match) == ("software-it-services", "pattern")


def test_rules_as_strong_that_disagree_decide_nothing() -> None:
    rules = book(
        line("pattern", "FARMS", "crop-production"), line("pattern", "SOLAR", "renewable-energy")
    )
    match = rules.organization("SOLAR FARMS")
    assert match is not None
    assert match.industry == ""
    assert match.against is not None
    assert {match.rule.industry, match.against.industry} == {"crop-production", "renewable-energy"}
    reverse = book(*reversed(rules.rules)).organization("SOLAR FARMS")
    assert reverse == match, "the order of the lines decides nothing"


def test_anchors_and_stars() -> None:
    rules = book(
        line("pattern", "^STATE OF", "state-local-government"),
        line("pattern", "HOSPITAL$", "hospitals"),
        line("pattern", "PHARMACEUTIC*", "pharmaceuticals"),
        line("pattern", "EYE CENTER*", "physicians"),
    )
    assert found(rules.organization("STATE OF OHIO")) == ("state-local-government", "pattern")
    assert rules.organization("UNITED STATE OF MIND") is None
    assert found(rules.organization("MERCY HOSPITAL")) == ("hospitals", "pattern")
    assert rules.organization("HOSPITAL SUPPLY") is None
    for name in ("ACME PHARMACEUTICALS", "PHARMACEUTICA WEST"):
        assert found(rules.organization(name)) == ("pharmaceuticals", "pattern")
    assert found(rules.organization("DOE EYE CENTERS OF OHIO")) == ("physicians", "pattern")


def test_longer_and_shorter_spellings_of_a_known_name() -> None:
    rules = book(
        line("employer", "BAE Systems", "defense-aerospace", confidence=97),
        line("employer", "NiSource", "electric-gas-utilities", confidence=97),
        line("employer", "Ryan", "accounting", confidence=70),
        line("employer", "National Rural Electric Cooperative Association", "farm-services"),
        line("employer", "Johnson & Johnson", "pharmaceuticals", confidence=97),
        line("pattern", "DENTAL", "dentists"),
        line("employer", "NextEra Energy", "electric-gas-utilities", confidence=97),
        line("pattern", "MARKETING", "advertising-pr", confidence=76),
    )
    for name, expected in (
        ("BAE SYSTEMS TECHNOLOGY SOLS", "defense-aerospace"),
        ("NISOURCE CORPORATE SERVICES", "electric-gas-utilities"),
        ("NATIONAL RURAL ELECTRIC COOPERATIVE AS", "farm-services"),
        # What is in the name goes before what it begins with.
        ("JOHNSON AND JOHNSON DENTAL", "dentists"),
        # But not a word that tells little.
        ("NEXTERA ENERGY MARKETING", "electric-gas-utilities"),
        ("ACME MARKETING", "advertising-pr"),
    ):
        match = rules.organization(name)
        assert match is not None
        assert (match.industry, match.basis) == (expected, "pattern")
    longer = rules.organization("BAE SYSTEMS LAND")
    assert longer is not None
    assert longer.confidence < longer.rule.confidence
    for name in ("NISOURCE PIZZA", "RYAN GROUP", "NATIONAL RURAL", "BAE"):
        assert rules.organization(name) is None


def test_committees_in_order() -> None:
    rules = book(
        line("committee", "C00900001", "gun-rights"),
        line("type", "TYPE=H", "candidate-committees"),
        line("type", "ORGANIZATION=L", "other-unions"),
        line("employer", "Pfizer", "pharmaceuticals"),
        line("sponsor", "REALTORS", "real-estate", scope="T"),
        line("sponsor", "TEACHERS", "teachers-unions"),
        line("pattern", "BANK", "commercial-banks"),
    )
    assert found(rules.committee("C00900001", committee_type="H")) == ("gun-rights", "committee")
    campaign = rules.committee("C00900002", name="FRIENDS OF THE BANK", committee_type="H")
    assert found(campaign) == ("candidate-committees", "committee")
    drug = rules.committee("C00900003", connected="PFIZER INC.", name="TEACHERS WHO BANK")
    assert found(drug) == ("pharmaceuticals", "sponsor")
    assert found(rules.committee("C00900004", name="PFIZER PAC")) == ("pharmaceuticals", "sponsor")
    agents = {"name": "INVENTED REALTORS PAC"}
    assert found(rules.committee("C00900005", organization_type="T", **agents)) == (
        "real-estate",
        "sponsor",
    )
    assert rules.committee("C00900006", organization_type="C", **agents) is None
    union = rules.committee("C00900007", name="BANK TELLERS UNITED", organization_type="L")
    assert found(union) == ("other-unions", "committee")
    assert found(rules.committee("C00900008", name="OHIO BANK PAC")) == (
        "commercial-banks",
        "pattern",
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("boss,Pfizer,,pharmaceuticals,,97,s,a,2026-11-22", "the kind 'boss' is none of"),
        ("employer,...,,pharmaceuticals,,97,s,a,2026-11-22", "the pattern is empty"),
        ("employer,Pfizer,,pills,,97,s,a,2026-11-22", "there is no industry 'pills'"),
        ("employer,Pfizer,,pharmaceuticals,,sure,s,a,2026-11-22", "the confidence 'sure'"),
        ("employer,Pfizer,,pharmaceuticals,,101,s,a,2026-11-22", "the confidence '101'"),
        ("employer,Pfizer,,pharmaceuticals,,97,,a,2026-11-22", "a source and an author are needed"),
        ("employer,Pfizer,any,pharmaceuticals,,97,s,a,2026-11-22", "a scope means nothing"),
        ("occupation,NURSE,,nurses,,97,s,a,2026-11-22", "neither any nor silent"),
        ("sponsor,NURSES,Q,nurses,,97,s,a,2026-11-22", "holds other letters"),
        ("pattern,AB*,,nurses,,97,s,a,2026-11-22", "three letters or more"),
        ("employer,Pfizer,,pharmaceuticals,,97,s,a,22.11.2026", "the date '22.11.2026'"),
        (GOOD.replace("Pfizer,,", '"PFIZER, INC.",,'), "stands in rules_a.csv line 2 too"),
    ],
)
def test_lines_that_cannot_be_used_are_named(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "industries.csv").write_bytes((DATA / "industries.csv").read_bytes())
    (tmp_path / "rules_a.csv").write_text(f"{HEADER}\n{GOOD}\n{text}\n")
    with pytest.raises(BadRules) as caught:
        read_rules(tmp_path)
    assert "rules_a.csv line 3" in str(caught.value)
    assert reason in str(caught.value)
    assert "the tags of before stay" in str(caught.value)


def test_a_file_with_another_header_is_named(tmp_path: Path) -> None:
    (tmp_path / "industries.csv").write_bytes((DATA / "industries.csv").read_bytes())
    (tmp_path / "rules_b.csv").write_text("kind,pattern\nemployer,Pfizer\n")
    with pytest.raises(BadRules, match=r"rules_b\.csv: the header should be kind,pattern,scope"):
        read_rules(tmp_path)


def test_checksum_changes_with_any_file(tmp_path: Path) -> None:
    (tmp_path / "industries.csv").write_text("slug\n")
    (tmp_path / "rules_a.csv").write_text(HEADER)
    before = fingerprint(tmp_path)
    assert fingerprint(tmp_path) == before
    (tmp_path / "rules_a.csv").write_text(f"{HEADER}\n{GOOD}\n")
    assert fingerprint(tmp_path) != before


def test_patterns_are_compared_as_names_are() -> None:
    assert compared("employer", "AT&T Inc.") == "AT AND T"
    assert compared("pattern", "^St. Mary's") == "^ST MARYS"
    assert compared("pattern", "pharmaceutic*") == "PHARMACEUTIC*"
    assert compared("pattern", "Hospital$") == "HOSPITAL$"


def test_industries_of_the_project() -> None:
    industries = read_industries()
    real = [one for one in industries if one.is_industry]
    assert len({one.slug for one in industries}) == len(industries)
    assert len(real) >= 115
    assert 14 <= len({one.sector for one in real}) <= 17
    assert {one.slug for one in industries if not one.is_industry} == {
        "retired", "not-employed", "homemaker", "student", "self-employed", "candidate-own",
        "not-given", "not-classed",
    }  # fmt: skip
    assert all(one.definition and one.name for one in industries)
    assert all(one.naics or one.slug == "cannabis" for one in real)
