"""What stands in a line of the donor search: a contribution with the texts of its dictionaries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from web import donor_identity, employers, tags
from web.donor_conditions import run
from web.tags import Tag

# Marks of rows that are not plainly money received.
MARKS = {
    "memo": "memo, not added",
    "conduit": "passed on, not added",
    "unknown": "type unknown, not added",
    "refund_individual": "refund, subtracts",
    "refund_committee": "refund, subtracts",
}
_SELECT = f"""
SELECT c.sub_id, n.name, e.name, o.name, y.name, c.contributor_state, left(c.contributor_zip, 5),
       c.contribution_receipt_date, c.contribution_receipt_amount, c.counts, c.counted_as,
       c.committee_id, k.name, c.contributor_id, v.name, c.receipt_type, c.entity_type,
       c.election_type, m.name, c.file_number, c.image_number, c.cycle,
       {tags.COLUMNS}
  FROM donations_contribution c
  JOIN donations_contributorname n ON n.id = c.name_id
  JOIN donations_employer e ON e.id = c.employer_id
  JOIN donations_occupation o ON o.id = c.occupation_id
  JOIN donations_city y ON y.id = c.city_id
  JOIN donations_memotext m ON m.id = c.memo_text_id
  LEFT JOIN filings_committee k ON k.committee_id = c.committee_id
  LEFT JOIN filings_committee v ON v.committee_id = c.contributor_id
  {tags.JOINS}
 WHERE c.sub_id = ANY(%s)
"""  # noqa: S608
# How many of the columns are the row's own; the tag's follow.
_OWN = 22


@dataclass(frozen=True)
class DonorRow:
    """A contribution as a line. `other_id` is a conduit (`via`) or the committee that gave."""

    sub_id: int
    name: str
    employer: str
    occupation: str
    city: str
    state: str
    zip: str
    day: date | None
    amount: Decimal
    counts: bool
    counted_as: str
    committee_id: str
    committee: str
    other_id: str
    other: str
    receipt_type: str
    entity_type: str
    election: str
    memo: str
    file_number: int | None
    image_number: int | None
    cycle: int
    tag: Tag

    @property
    def via(self) -> str:
        """The conduit's id where the gift came earmarked through one, else empty."""
        earmarked = self.receipt_type in {"15E", "30E", "31E", "32E"}
        return self.other_id if earmarked and self.other_id.startswith("C") else ""

    @property
    def giver_id(self) -> str:
        """The committee that gave, where it is one."""
        is_committee = self.entity_type not in {"IND", "CAN", "ORG", ""}
        return self.other_id if is_committee and self.other_id.startswith("C") else ""

    @property
    def donor_path(self) -> str:
        """The address of the donor's page; empty for a committee, or where there can't be one."""
        return "" if self.giver_id else donor_identity.donor_path(self.name, self.zip)

    @property
    def employer_path(self) -> str:
        """The address of the employer's page; empty where none is named."""
        return employers.employer_path(self.tag.form) if self.tag.basis == "employer" else ""

    @property
    def mark(self) -> str:
        """What is special about the row's amount; empty for plain money received."""
        return MARKS.get(self.counted_as, "")

    @property
    def subtracts(self) -> bool:
        """Whether the amount is a refund's."""
        return self.counts and self.counted_as.startswith("refund")

    @property
    def signed(self) -> Decimal:
        """The amount as it enters a sum: a refund's is turned."""
        return -self.amount if self.subtracts else self.amount

    @property
    def place(self) -> str:
        """City, state and ZIP."""
        town = ", ".join(part for part in (self.city, self.state) if part)
        return f"{town} {self.zip}".strip()


def fetch_rows(sub_ids: Sequence[int]) -> list[DonorRow]:
    """The lines of these ids, in their order."""
    if not sub_ids:
        return []
    found = {
        row[0]: DonorRow(*(*row[:_OWN], Tag(*row[_OWN:]))) for row in run(_SELECT, (list(sub_ids),))
    }
    return [found[sub_id] for sub_id in sub_ids]
