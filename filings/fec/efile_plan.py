"""Where each column of ours stands in a row of a filing: a plan for each row type and version."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from filings.fec.efile_columns import (
    CANDIDATE,
    CANDIDATE_IDS,
    OTHER_NAMES,
    PARTY,
    PERSON_PARTS,
    SOURCES,
    layout,
    schedule_of,
)

COPY_COLUMNS: tuple[str, ...] = (
    "file_number",
    "line",
    "row_type",
    "schedule",
    "transaction_id",
    "back_reference_transaction_id",
    "entity_type",
    "name",
    "city",
    "state",
    "zip",
    "employer",
    "occupation",
    "date",
    "dissemination_date",
    "amount",
    "aggregate_amount",
    "election_code",
    "purpose",
    "category_code",
    "memo_code",
    "memo_text",
    "other_committee_id",
    "conduit_name",
    "candidate_id",
    "candidate_name",
    "candidate_office",
    "candidate_state",
    "candidate_district",
    "support_oppose",
    "extra",
    "problem",
    "raw",
)
DATES = ("date", "dissemination_date")
# The columns that a plan picks straight from a line, in this order.
_PICKED = (
    "transaction_id", "back_reference_transaction_id", "entity_type",
    "organization", "last_name", "first_name", "middle_name", "prefix", "suffix",
    "city", "state", "zip", "employer", "occupation", "date", "dissemination_date",
    "amount", "aggregate_amount", "election_code", "purpose", "category_code", "memo_code",
    "memo_text", "other_committee_id", "conduit_name", "candidate_id", "candidate_last_name",
    "candidate_first_name", "candidate_office", "candidate_state", "candidate_district",
    "support_oppose",
)  # fmt: skip
# Schedules whose other columns are not kept: they are by far the most rows.
_WITHOUT_EXTRA = ("A", "B")


@dataclass(slots=True)
class Plan:
    """Where the columns of a row type are: indexes into its fields, and what feeds no column."""

    row_type: str
    schedule: str
    width: int
    # Column of ours -> index of its field.
    index: dict[str, int]
    # Names of organizations, or whole names, in the order they are looked at.
    whole_names: tuple[int, ...]
    whole_candidate: int | None
    # Columns that feed none of ours, for the JSON of extra.
    others: tuple[tuple[str, int], ...]
    name_delimiter: str
    pick: Callable[[Sequence[str]], tuple[str, ...]] = field(init=False)
    steps: tuple[tuple[str, int], ...] = field(init=False)
    rows: int = 0

    def __post_init__(self) -> None:
        picked = dict(self.index)
        if self.whole_names:
            picked["organization"] = self.whole_names[0]
        if self.whole_candidate is not None:
            picked["candidate_last_name"] = self.whole_candidate
        # A column that the layout hasn't is taken from after the last field, where a blank stands.
        self.pick = itemgetter(*(picked.get(name, self.width) for name in _PICKED))
        self.steps = tuple(
            (column, index) for column, index in self.index.items() if column in COPY_COLUMNS
        )

    @property
    def is_known(self) -> bool:
        """Whether the row type has a layout in this version."""
        return self.width > 0


def make_plan(row_type: str, version: str, name_delimiter: str) -> Plan:
    """The plan for a row type in capitals; `name_delimiter` is "" where names are in parts."""
    schedule = schedule_of(row_type)
    names = layout(row_type, version)
    at = {name: index for index, name in enumerate(names) if name}
    index: dict[str, int] = {}
    used = {"form_type", "rec_type", "filer_committee_id_number", "image_number"}

    def feed(column: str, *sources: str, shared: bool = False) -> None:
        for source in sources:
            if source in at and (shared or source not in used):
                index[column] = at[source]
                used.add(source)
                return

    party, candidate = PARTY.get(schedule, "-"), CANDIDATE.get(schedule, "-")
    whole = [f"{party}_organization_name", f"{party}_name", *OTHER_NAMES.get(schedule, ())]
    whole = [name for name in whole if name in at]
    used.update(whole)
    if schedule in _FED:
        for part in PERSON_PARTS:
            feed(part, f"{party}_{part}")
        for place in ("city", "state", "employer", "occupation"):
            feed(place, f"{party}_{place}")
        feed("zip", f"{party}_zip_code", f"{party}_zip")
        for column, sources in SOURCES.items():
            feed(column, *sources, shared=column in DATES)
        feed("candidate_id", *(name.format(candidate) for name in CANDIDATE_IDS))
        for part in ("office", "state", "district"):
            feed(f"candidate_{part}", f"{candidate}_{part}", f"candidate_{part}")
        feed("candidate_last_name", f"{candidate}_last_name")
        feed("candidate_first_name", f"{candidate}_first_name")
    whole_candidate = next(
        (at[name] for name in (f"{candidate}_name", "candidate_name") if name in at), None
    )
    if schedule not in _FED:
        whole_candidate = None
    elif whole_candidate is not None:
        used.update((f"{candidate}_name", "candidate_name"))
    others = tuple(
        (name or f"column_{position + 1}", position)
        for position, name in enumerate(names)
        if name not in used and "street" not in name
    )
    return Plan(
        row_type,
        schedule if names else "",
        len(names),
        index,
        tuple(at[name] for name in whole),
        whole_candidate,
        () if schedule in _WITHOUT_EXTRA else others,
        name_delimiter,
    )


# Schedules whose columns feed ours; of a form's other pages everything is extra.
_FED = {
    "A", "A3L", "B", "C", "C1", "C2", "D", "E", "F", "H1", "H2", "H3", "H4", "H5", "H6", "I", "L",
    "TEXT", "F1S", "F3P31", "F56", "F57", "F65", "F76", "F8II", "F8III", "F91", "F92", "F93", "F94",
    "F105", "F132", "F133",
}  # fmt: skip
