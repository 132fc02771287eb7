"""Rows of a filing as COPY takes them.

Most rows need no second look: a plan, made once for each row type of a filing, picks their columns,
and remembered answers give dates and amounts. Any value that is not as it should be sends its row
through `read_row`, which says what it is and why, and keeps the line itself.
"""

import json
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
from filings.fec.efile_values import (
    Memory,
    exact_amount,
    joined_name,
    person,
    read_amount,
    read_committee,
    read_date,
    read_election,
    read_side,
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
Row = dict[str, str | None]

_NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": None})
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
_UPPER = (
    "entity_type", "city", "state", "zip", "employer", "occupation", "category_code", "memo_code",
    "candidate_id", "candidate_office", "candidate_state", "candidate_district",
)  # fmt: skip
_DATES = ("date", "dissemination_date")
_AMOUNTS = ("amount", "aggregate_amount")
_LONGEST_TRANSACTION_ID = 40
_LONGEST_STATE = 2
_SHOWN = 60
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
    is_simple: bool = field(init=False)
    rows: int = 0

    def __post_init__(self) -> None:
        # A field that is never there is blank: the one after the last.
        picked = dict(self.index)
        if self.whole_names:
            picked["organization"] = self.whole_names[0]
        self.pick = itemgetter(*(picked.get(name, self.width) for name in _PICKED))
        self.is_simple = bool(
            self.width
            and len(self.whole_names) < 2
            and self.whole_candidate is None
            and not self.name_delimiter
            and self.schedule in _WITHOUT_EXTRA
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
            feed(column, *sources, shared=column in _DATES)
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


class RowWriter:
    """Writes rows of one filing; `number` is its file number."""

    def __init__(self, number: int, *, has_points: bool = True) -> None:
        self.number = number
        self.has_points = has_points
        self._dates = Memory(lambda raw: _or_null(read_date(raw)))
        self._amounts = Memory(self._amount, most=50_000)
        self._elections = Memory(read_election)
        self._committees = Memory(read_committee)
        self._sides = Memory(read_side)

    def _amount(self, raw: str) -> str | None:
        if not self.has_points and raw and "." not in raw:
            return None
        return _or_null(exact_amount(raw))

    def quick(self, plan: Plan, fields: list[str], line: int) -> str | None:
        """The row's COPY text, or None where something of it needs to be looked at.

        `fields` hold no backslash, tab or line end; they are extended to the plan's width.
        """
        short = plan.width + 1 - len(fields)
        if short > 0:
            fields.extend([""] * short)
        elif any(fields[plan.width :]):
            return None
        (
            transaction, reference, entity, organization, last, first, middle, prefix, suffix,
            city, state, zip_code, employer, occupation, date, distributed, amount, aggregate,
            election, purpose, category, memo, memo_text, other, conduit, candidate,
            candidate_last, candidate_first, office, candidate_state, district, side,
        ) = plan.pick(fields)  # fmt: skip
        if organization:
            name = organization
        elif middle or prefix or suffix:
            name = person(last, first, (middle, prefix, suffix))
        else:
            name = f"{last}, {first}" if last and first else last or first
        day = self._dates[date]
        other_day = self._dates[distributed]
        dollars = self._amounts[amount]
        total = self._amounts[aggregate]
        committee = self._committees[other]
        stand = self._sides[side]
        if (
            day is None
            or other_day is None
            or dollars is None
            or total is None
            or committee is None
            or stand is None
            or len(transaction) > _LONGEST_TRANSACTION_ID
            or len(state) > _LONGEST_STATE
            or len(candidate_state) > _LONGEST_STATE
        ):
            return None
        upper = f"{entity}\t{name}\t{city}\t{state}\t{zip_code}\t{employer}\t{occupation}".upper()
        if candidate or candidate_last or candidate_first or office or candidate_state or district:
            who = person(candidate_last, candidate_first)
            stood = f"{candidate}\t{who}\t{office}\t{candidate_state}\t{district}".upper()
        else:
            stood = "\t\t\t\t"
        return (
            f"{self.number}\t{line}\t{plan.row_type}\t{plan.schedule}\t{transaction}\t{reference}"
            f"\t{upper}\t{day}\t{other_day}\t{dollars}\t{total}\t{self._elections[election]}"
            f"\t{purpose}\t{category.upper()}\t{memo.upper()}\t{memo_text}\t{committee}\t{conduit}"
            f"\t{stood}\t{stand}\t{_NULL}\t\t"
        )

    def careful(
        self, plan: Plan, fields: list[str], line: int, raw: str, notes: Sequence[str] = ()
    ) -> Row:
        """The row as a dict of text and None; what can't be read is None, and told in `problem`."""
        row: Row = dict.fromkeys(COPY_COLUMNS, "")
        row.update(
            file_number=str(self.number), line=str(line), row_type=plan.row_type,
            schedule=plan.schedule, date=None, dissemination_date=None, amount=None,
            aggregate_amount=None, extra=None,
        )  # fmt: skip
        problems = list(notes)
        if not plan.is_known:
            row.update(problem=" ".join(problems), raw=raw)
            return row
        if any(fields[plan.width :]):
            count = sum(1 for text in fields[plan.width :] if text)
            values = "1 value stands" if count == 1 else f"{count} values stand"
            problems.append(f"{values} beyond the columns of {plan.row_type}.")
        fields = fields + [""] * (plan.width - len(fields))
        for column, index in plan.index.items():
            if column in COPY_COLUMNS:
                text = fields[index]
                row[column] = self._value(column, text, problems)
        row["name"] = self._name(plan, fields).upper()
        row["candidate_name"] = self._candidate(plan, fields).upper()
        if plan.others:
            extra = {name: fields[index] for name, index in plan.others if fields[index]}
            row["extra"] = json.dumps(extra, ensure_ascii=False) if extra else None
        if problems:
            row.update(problem=" ".join(problems), raw=raw)
        return row

    def _value(self, column: str, text: str, problems: list[str]) -> str | None:
        if column in _DATES:
            value = read_date(text)
            if value is None:
                problems.append(f"{column}: {shown(text)} is no date.")
            return value or None
        if column in _AMOUNTS:
            return self._dollars(column, text, problems)
        if column == "other_committee_id":
            return _said(column, text, read_committee(text), "is no committee's id", problems)
        if column == "support_oppose":
            return _said(column, text, read_side(text), "is neither S nor O", problems)
        if column == "election_code":
            return read_election(text)
        if column == "transaction_id" and len(text) > _LONGEST_TRANSACTION_ID:
            problems.append(f"{column}: {shown(text)} is longer than 40 characters and was cut.")
            return text[:_LONGEST_TRANSACTION_ID]
        if column in ("state", "candidate_state") and len(text) > _LONGEST_STATE:
            problems.append(f"{column}: {shown(text)} is longer than 2 characters and was cut.")
            text = text[:_LONGEST_STATE]
        return text.upper() if column in _UPPER else text

    def _dollars(self, column: str, text: str, problems: list[str]) -> str | None:
        if not self.has_points and text and "." not in text:
            problems.append(
                f"{column}: {shown(text)} has no decimal point, and the header says that amounts"
                " are without: dollars or cents can't be told."
            )
            return None
        value, was_rounded = read_amount(text)
        if value is None:
            problems.append(
                f"{column}: {shown(text)} is no amount of less than a trillion dollars."
            )
        elif was_rounded:
            problems.append(f"{column}: {shown(text)} was rounded to a cent.")
        return value or None

    def _name(self, plan: Plan, fields: list[str]) -> str:
        for index in plan.whole_names:
            if fields[index]:
                return _spelt(fields[index], plan.name_delimiter)
        parts = [fields[plan.index[part]] if part in plan.index else "" for part in PERSON_PARTS]
        # Some layouts call the whole name the last name.
        return person(_spelt(parts[0], plan.name_delimiter), parts[1], tuple(parts[2:]))

    def _candidate(self, plan: Plan, fields: list[str]) -> str:
        if plan.whole_candidate is not None and fields[plan.whole_candidate]:
            return _spelt(fields[plan.whole_candidate], plan.name_delimiter)
        last, first = (
            fields[plan.index[part]] if part in plan.index else ""
            for part in ("candidate_last_name", "candidate_first_name")
        )
        return person(last, first)


def copy_text(row: Row) -> str:
    r"""A row in COPY's text format, without its line end: NULL is \N, and a tab \t."""
    return "\t".join(
        _NULL if value is None else value.translate(_ESCAPES) for value in row.values()
    )


def shown(text: str) -> str:
    """A value as a problem quotes it: in quotes, and not at length."""
    return f'"{text}"' if len(text) <= _SHOWN else f'"{text[:_SHOWN]}…"'


def _said(column: str, text: str, value: str | None, why: str, problems: list[str]) -> str:
    if value is None:
        problems.append(f"{column}: {shown(text)} {why}.")
    return value or ""


def _spelt(text: str, delimiter: str) -> str:
    return joined_name(text, delimiter) if delimiter else text


def _or_null(value: str | None) -> str | None:
    return _NULL if value == "" else value
