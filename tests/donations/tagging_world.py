"""A folder of few rules, and imports to tag by them."""

from collections.abc import Iterable
from pathlib import Path

from django.db import connection

from donations.rules import COLUMNS, DATA
from donations.tagging import retag
from filings.staging import loading_connection, step_transaction
from tests.mirror import CYCLE, Mirror, row, sub_id

RULES = """
employer,Pfizer,,pharmaceuticals,Pfizer,97
employer,Wyeth,,pharmaceuticals,Pfizer,95
employer,Retired,,retired,,99
employer,Self-employed,,self-employed,,99
employer,None,,not-given,,90
employer,Not employed,,not-employed,,99
pattern,BANK,,commercial-banks,,75
pattern,FOOD BANK,,nonprofits,,90
pattern,FARMS,,crop-production,,90
pattern,SOLAR,,renewable-energy,,90
sponsor,REALTORS,,real-estate,,90
type,TYPE=H,,candidate-committees,,99
occupation,PHYSICIAN,any,physicians,,95
occupation,ACCOUNTANT,silent,accounting,,90
occupation,RETIRED,silent,retired,,99
occupation,NOT EMPLOYED,silent,not-employed,,99
"""


def rules_folder(folder: Path, text: str = RULES) -> Path:
    """A folder with the project's industries and these rules: kind to confidence a line."""
    folder.mkdir(exist_ok=True)
    (folder / "industries.csv").write_bytes((DATA / "industries.csv").read_bytes())
    lines = [f"{line},A fact,somebody,2026-11-22" for line in text.strip().splitlines()]
    (folder / "rules.csv").write_text("\n".join([",".join(COLUMNS), *lines]) + "\n")
    return folder


def tag(folder: Path) -> int:
    """Take in the rules and tag; how many profiles got another tag."""
    with loading_connection("tags", CYCLE) as loading, step_transaction(loading):
        return retag(loading, lambda *_: None, folder)


def gifts(mirror: Mirror, givers: Iterable[dict[str, object]]) -> None:
    """Write an indiv file of one row a giver, 100 dollars each unless they say otherwise."""
    mirror.write(
        "indiv",
        [
            row(
                "indiv",
                **(
                    {"SUB_ID": sub_id(5000 + place), "TRANSACTION_AMT": 100, "OCCUPATION": ""}
                    | giver
                ),
            )
            for place, giver in enumerate(givers)
        ],
    )


def tags() -> dict[tuple[str, str], tuple[str, str]]:
    """Industry and basis by employer and occupation as reported."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.name, o.name, i.slug, p.basis FROM donations_donorprofile p"
            " JOIN donations_employer e ON e.id = p.employer_id"
            " JOIN donations_occupation o ON o.id = p.occupation_id"
            " JOIN donations_industry i ON i.id = p.industry_id WHERE p.kind = 'person'"
        )
        return {
            (employer, occupation): (slug, basis) for employer, occupation, slug, basis in cursor
        }
