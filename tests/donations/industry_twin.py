"""A candidate's money by industry a second time: slow, in plain Python, straight from the files.

Takes from the product only what rules say of a single name (donations.rule_book, tested by hand);
who decides when, and what adds up to what, stands here again.
"""

import re
from collections import defaultdict
from decimal import Decimal

from donations.normalizing import normal_form
from donations.rule_book import RuleBook
from donations.rules import read_industries, read_rules
from tests.slow_twins import COMMITTEES, Files, Row, amount, channel_of

# Rows and amount by candidate, part and industry.
ByIndustry = dict[tuple[str, str, str], tuple[int, Decimal]]

REAL = {one.slug for one in read_industries() if one.is_industry}
CERTAIN = {"retired", "homemaker", "student"}


class Tagger:
    """Tells the industry of a row's giver."""

    def __init__(self, files: Files) -> None:
        self.book = RuleBook(read_rules())
        self.files = files
        self.known: dict[tuple[str, ...], str] = {}
        self.names: dict[str, tuple[int, str]] = {}
        for code in ("indiv", "oth"):
            for row in files.rows(code):
                # A committee that is in no register is known by the newest row of its gifts.
                if self.committee_of(row):
                    newest = self.names.get(row["OTHER_ID"], (0, ""))
                    self.names[row["OTHER_ID"]] = max(newest, (int(row["SUB_ID"]), row["NAME"]))

    @staticmethod
    def committee_of(row: Row) -> str:
        """The committee that gave, where its id stands in the row."""
        is_one = row["ENTITY_TP"] in COMMITTEES or (
            row["ENTITY_TP"] not in {"IND", "CAN"}
            and row["TRANSACTION_TP"] in {"18K", "18G", "30K", "30G", "31K", "31G", "32K", "32G",
                                          "22Z", "40Z", "41Z", "42Z"}
        )  # fmt: skip
        return row["OTHER_ID"] if is_one and re.fullmatch(r"C\d{8}", row["OTHER_ID"]) else ""

    def industry_of(self, row: Row) -> str:
        committee = self.committee_of(row)
        if committee:
            key: tuple[str, ...] = ("committee", committee)
        elif row["ENTITY_TP"] in {*COMMITTEES, "ORG"}:
            key = ("name", row["NAME"])
        else:
            key = ("person", row["EMPLOYER"], row["OCCUPATION"])
        if key not in self.known:
            self.known[key] = getattr(self, key[0])(*key[1:])
        return self.known[key]

    def name(self, name: str) -> str:
        match = self.book.organization(normal_form(name))
        return match.industry if match and match.industry in REAL else "not-classed"

    def committee(self, committee_id: str) -> str:
        row = self.files.committees.get(committee_id)
        if row is None:
            match = self.book.committee(committee_id, name=self.names.get(committee_id, (0, ""))[1])
        else:
            match = self.book.committee(
                committee_id,
                name=row["CMTE_NM"],
                connected=row["CONNECTED_ORG_NM"],
                committee_type=row["CMTE_TP"],
                designation=row["CMTE_DSGN"],
                organization_type=row["ORG_TP"],
            )
        return (match.industry if match else "") or "not-classed"

    def person(self, employer: str, occupation: str) -> str:
        form = normal_form(employer)
        match = self.book.organization(form) if form else None
        said = match.industry if match else ""
        if not form:
            said = "not-given"
        job = self.book.occupation(occupation)
        if said in REAL or said in CERTAIN:
            return said
        if said == "not-employed":
            return job.industry if job and job.industry in CERTAIN else said
        if said == "self-employed":
            return job.industry if job and job.industry != "not-given" else said
        if said == "not-given":
            return job.industry if job else said
        if job and (job.rule.scope == "any" or job.industry in {*CERTAIN, "not-employed"}):
            return job.industry
        return "not-classed"


def by_industry(files: Files) -> ByIndustry:
    """Itemized gifts to campaigns and refunds of them, by industry."""
    tagger = Tagger(files)
    owners: dict[str, list[str]] = defaultdict(list)
    for candidate, committees in files.campaigns.items():
        for committee in committees:
            owners[committee].append(candidate)
    totals: ByIndustry = {}
    parts = {"individuals_itemized": "people", "refunds_individuals": "refunds"}
    for code in ("indiv", "oth"):
        for row in files.rows(code):
            part = parts.get(channel_of(row))
            for candidate in owners.get(row["CMTE_ID"], ()) if part else ():
                key = (candidate, str(part), tagger.industry_of(row))
                rows, before = totals.get(key, (0, Decimal(0)))
                totals[key] = (rows + 1, before + amount(row))
    return totals
