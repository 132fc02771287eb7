"""Decisions as rules for git."""

import csv
import io

from donations.models import Decision, Rule
from donations.normalizing import normal_form
from donations.rules import COLUMNS

# A person has looked at this very donor.
CONFIDENCE = 100


def rule_lines() -> tuple[str, list[str]]:
    """A CSV with the header of the rules, a line for each decision that stands, oldest first; and
    notes on those that can be no rule, and on rules that must go for the line to be taken.

    A decision that a rule says already is left out.
    """
    found = io.StringIO()
    writer = csv.writer(found, lineterminator="\n")
    writer.writerow(COLUMNS)
    notes = []
    kinds = ("employer", "committee")
    rules = {
        (rule.kind, rule.pattern): rule
        for rule in Rule.objects.filter(kind__in=kinds).select_related("industry")
    }
    decisions = Decision.objects.filter(reversed_at=None).select_related("industry", "decided_by")
    for decision in decisions.order_by("pk"):
        kind = "committee" if decision.committee_id else "employer"
        pattern = decision.committee_id or decision.form
        if decision.occupation:
            notes.append(f"{pattern} / {decision.occupation}: no rule holds for one occupation.")
            continue
        if kind == "employer" and normal_form(pattern) != pattern:
            notes.append(f"{pattern}: a rule would be read as {normal_form(pattern)}.")
            continue
        rule = rules.get((kind, pattern))
        if rule and rule.industry_id == decision.industry_id:
            continue
        if rule:
            notes.append(f"{pattern}: remove {rule.file} line {rule.line}, which says otherwise.")
        writer.writerow(
            (
                kind,
                pattern,
                "",
                decision.industry.slug,
                rule.organization_name if rule else "",
                CONFIDENCE,
                " ".join(decision.reason.split()),
                decision.decided_by.get_username(),
                f"{decision.decided_at:%Y-%m-%d}",
            )
        )
    return found.getvalue(), notes
