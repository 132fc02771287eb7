"""From rules to tags: the order of what decides, that every dollar stands once, and stays so."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from donations.models import DonorProfile, Industry, Organization, ProfileTotal, Rule
from donations.rules import BadRules
from tests.donations.tagging_world import RULES, gifts, rules_folder, tag, tags
from tests.mirror import Mirror, row, sub_id

Ingest = Callable[..., object]

# Employer and occupation as reported, the industry they stand in, and what decides.
EXPECTED = [
    ("PFIZER INC.", "PHYSICIAN", "pharmaceuticals", "employer"),
    ("Wyeth LLC", "", "pharmaceuticals", "employer"),
    ("FIRST BANK", "TELLER", "commercial-banks", "pattern"),
    ("HOUSTON FOOD BANK", "TELLER", "nonprofits", "pattern"),
    # Two patterns as strong disagree: the occupation decides where it can, else nobody.
    ("SOLAR FARMS", "GROWER", "not-classed", "none"),
    ("SOLAR FARMS", "PHYSICIAN", "physicians", "occupation"),
    ("ACME", "PHYSICIAN", "physicians", "occupation"),
    ("ACME", "ACCOUNTANT", "not-classed", "none"),
    ("ACME", "RETIRED", "retired", "occupation"),
    ("SELF-EMPLOYED", "ACCOUNTANT", "accounting", "occupation"),
    ("SELF EMPLOYED", "PHYSICIAN", "physicians", "occupation"),
    ("SELF-EMPLOYED", "BAKER", "self-employed", "employer"),
    ("NONE", "RETIRED", "retired", "occupation"),
    ("NONE", "BAKER", "not-given", "employer"),
    ("", "", "not-given", "none"),
    ("", "PHYSICIAN", "physicians", "occupation"),
    ("RETIRED", "PHYSICIAN", "retired", "employer"),
    ("NOT EMPLOYED", "RETIRED", "retired", "occupation"),
    ("NOT EMPLOYED", "PHYSICIAN", "not-employed", "employer"),
    ("ACME", "", "not-classed", "none"),
]


def world(mirror: Mirror, ingest: Ingest) -> None:
    gifts(mirror, [{"EMPLOYER": name, "OCCUPATION": job} for name, job, *_ in EXPECTED])
    ingest("indiv")


def test_what_decides(mirror: Mirror, ingest: Ingest, tmp_path: Path) -> None:
    world(mirror, ingest)
    tag(rules_folder(tmp_path / "rules"))
    assert tags() == {(name, job): (slug, basis) for name, job, slug, basis in EXPECTED}
    pfizer = Organization.objects.get(form="PFIZER")
    assert pfizer.name == "Pfizer"
    assert Organization.objects.get(form="WYETH").parent == pfizer
    both = Organization.objects.get(form="SOLAR FARMS")
    assert both.industry is None
    assert {both.rule.industry.slug, both.against.industry.slug} == {  # type: ignore[union-attr]
        "crop-production",
        "renewable-energy",
    }


def test_again_changes_nothing(mirror: Mirror, ingest: Ingest, tmp_path: Path) -> None:
    world(mirror, ingest)
    folder = rules_folder(tmp_path / "rules")
    assert tag(folder) >= len(EXPECTED)
    assert tag(folder) == 0


def test_a_changed_rule_changes_its_tags_alone(
    mirror: Mirror, ingest: Ingest, tmp_path: Path
) -> None:
    world(mirror, ingest)
    tag(rules_folder(tmp_path / "rules"))
    before, rule = tags(), Rule.objects.get(pattern="BANK").pk
    changed = RULES.replace("BANK,,commercial-banks", "BANK,,credit-unions")
    assert tag(rules_folder(tmp_path / "rules", changed)) == 1
    assert Rule.objects.get(pattern="BANK").pk == rule
    assert tags() == before | {("FIRST BANK", "TELLER"): ("credit-unions", "pattern")}


def test_a_dropped_rule_leaves_no_tag_behind(
    mirror: Mirror, ingest: Ingest, tmp_path: Path
) -> None:
    world(mirror, ingest)
    tag(rules_folder(tmp_path / "rules"))
    fewer = "\n".join(line for line in RULES.splitlines() if "Wyeth" not in line)
    tag(rules_folder(tmp_path / "rules", fewer))
    assert tags()["Wyeth LLC", ""] == ("not-classed", "none")
    assert Organization.objects.get(form="WYETH").parent is None
    assert not Rule.objects.filter(pattern="WYETH").exists()


def test_bad_rules_leave_the_tags_of_before(mirror: Mirror, ingest: Ingest, tmp_path: Path) -> None:
    world(mirror, ingest)
    tag(rules_folder(tmp_path / "rules"))
    before = tags()
    with pytest.raises(BadRules, match=r"rules\.csv line 18"):
        tag(rules_folder(tmp_path / "rules", RULES + "employer,ACME,,pills,,90\n"))
    assert tags() == before


def test_committees_organizations_and_candidates(
    mirror: Mirror, ingest: Ingest, tmp_path: Path
) -> None:
    mirror.write(
        "cm",
        [
            row("cm", CMTE_ID="C00900003", CMTE_NM="OHIO REALTORS PAC"),
            row("cm", CMTE_ID="C00900004", CMTE_NM="FRIENDS OF THE BANK", CMTE_TP="H"),
            row("cm", CMTE_ID="C00900005", CMTE_NM="X PAC", CONNECTED_ORG_NM="PFIZER INC"),
            row("cm", CMTE_ID="C00900006", CMTE_NM="NAMED FOR NOTHING"),
        ],
    )
    received = [
        {"OTHER_ID": "C00900003"},
        {"OTHER_ID": "C00900004", "TRANSACTION_TP": "18G", "ENTITY_TP": "ORG"},
        {"OTHER_ID": "C00900005"},
        {"OTHER_ID": "C00900006"},
        # In no committee file: known by the name in the row.
        {"OTHER_ID": "C00900077", "NAME": "UNREGISTERED REALTORS"},
        {"OTHER_ID": "", "NAME": "FIRST BANK PAC"},
    ]
    mirror.write(
        "oth",
        [
            row("oth", **{"SUB_ID": sub_id(7000 + n), "TRANSACTION_AMT": 50 + n} | fields)
            for n, fields in enumerate(received)
        ],
    )
    gifts(
        mirror,
        [
            {"ENTITY_TP": "ORG", "NAME": "DOE FARMS LLC", "EMPLOYER": "", "TRANSACTION_TP": "10"},
            {"ENTITY_TP": "CAN", "TRANSACTION_TP": "15C", "EMPLOYER": "PFIZER"},
            # A person's OTHER_ID is the conduit, never the giver.
            {"TRANSACTION_TP": "15E", "OTHER_ID": "C00900005", "EMPLOYER": "ACME"},
        ],
    )
    for code in ("cm", "indiv", "oth"):
        ingest(code)
    tag(rules_folder(tmp_path / "rules"))
    by_committee = dict(
        DonorProfile.objects.filter(kind="committee").values_list("committee_id", "industry__slug")
    )
    assert by_committee == {
        "C00900001": "not-classed",
        "C00900003": "real-estate",
        "C00900004": "candidate-committees",
        "C00900005": "pharmaceuticals",
        "C00900006": "not-classed",
        "C00900077": "real-estate",
    }
    named = DonorProfile.objects.filter(kind="name")
    assert set(named.values_list("contributor_name__name", "industry__slug")) == {
        ("DOE FARMS LLC", "crop-production"),
        ("FIRST BANK PAC", "commercial-banks"),
    }
    assert DonorProfile.objects.get(kind="candidate").industry.slug == "candidate-own"  # type: ignore[union-attr]
    assert tags()["ACME", ""] == ("not-classed", "none")
    assert DonorProfile.objects.get(committee_id="C00900005").organization.form == "PFIZER"  # type: ignore[union-attr]


def test_every_row_stands_in_exactly_one_profile(mirror: Mirror, ingest: Ingest) -> None:
    gifts(mirror, [{"EMPLOYER": f"E{n % 3}", "TRANSACTION_AMT": n} for n in range(30)])
    ingest("indiv")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(contribution_receipt_amount), count(p.id)"
            " FROM donations_contribution c LEFT JOIN donations_donorprofile p ON p.id = profile_id"
        )
        assert cursor.fetchone() == (30, Decimal("435.00"), 30)
    totals = ProfileTotal.objects.all()
    assert sum(one.rows for one in totals) == 30
    assert sum(one.amount for one in totals) == Decimal(435)


def test_industries_that_people_decided_on_are_kept(
    mirror: Mirror, ingest: Ingest, tmp_path: Path, django_user_model: type
) -> None:
    from donations.models import Decision

    world(mirror, ingest)
    folder = rules_folder(tmp_path / "rules")
    tag(folder)
    user = django_user_model.objects.create(username="reviewer")  # type: ignore[attr-defined]
    Decision.objects.create(
        form="ACME", industry=Industry.objects.get(slug="coal"), reason="Known", decided_by=user
    )
    tag(folder)
    assert tags()["ACME", ""] == ("coal", "decision")
    assert tags()["ACME", "RETIRED"] == ("coal", "decision")
    lines = (folder / "industries.csv").read_text().splitlines()
    text = "\n".join(line for line in lines if not line.startswith("coal,"))
    (folder / "industries.csv").write_text(text + "\n")
    with pytest.raises(BadRules, match="no longer has coal, on which people decided"):
        tag(folder)
    assert Industry.objects.filter(slug="coal").exists()


def test_a_name_of_no_industry_keeps_its_retired_donors(
    mirror: Mirror, ingest: Ingest, tmp_path: Path, django_user_model: type
) -> None:
    from donations.models import Decision

    world(mirror, ingest)
    user = django_user_model.objects.create(username="reviewer")  # type: ignore[attr-defined]
    folder = rules_folder(tmp_path / "rules")
    tag(folder)
    Decision.objects.create(
        form="ACME",
        industry=Industry.objects.get(slug="not-classed"),
        reason="Several firms bear the name",
        decided_by=user,
    )
    tag(folder)
    assert tags()["ACME", ""] == ("not-classed", "decision")
    assert tags()["ACME", "RETIRED"] == ("retired", "occupation")
    assert tags()["ACME", "PHYSICIAN"] == ("physicians", "occupation")
