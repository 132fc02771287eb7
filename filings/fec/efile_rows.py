"""Rows of a filing as COPY takes them.

Most rows need no second look: a plan, made once for each row type of a filing, picks their columns,
and remembered answers give dates and amounts. Any value that is not as it should be sends its row
through `careful`, which says what it is and why, and keeps the line itself.
"""

import json
from collections.abc import Sequence

from filings.fec.efile_columns import PERSON_PARTS
from filings.fec.efile_plan import COPY_COLUMNS, DATES, Plan
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

Row = dict[str, str | None]
_BLANK_ROW: Row = {
    **dict.fromkeys(COPY_COLUMNS, ""),
    "date": None,
    "dissemination_date": None,
    "amount": None,
    "aggregate_amount": None,
    "extra": None,
}

_NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": None})
_UPPER = {
    "entity_type", "city", "state", "zip", "employer", "occupation", "category_code", "memo_code",
    "candidate_id", "candidate_office", "candidate_state", "candidate_district",
}  # fmt: skip
_STATES = ("state", "candidate_state")
_AMOUNTS = ("amount", "aggregate_amount")
_LONGEST_TRANSACTION_ID = 40
_LONGEST_STATE = 2
_SHOWN = 60


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
        joint = plan.name_delimiter
        if not organization:
            for index in plan.whole_names[1:]:
                organization = organization or fields[index]
        if joint:
            organization, last, candidate_last = (
                joined_name(text, joint) for text in (organization, last, candidate_last)
            )
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
        extra = _NULL
        if plan.others and (left := _left_over(plan, fields)):
            extra = left.replace("\\", "\\\\")
        return (
            f"{self.number}\t{line}\t{plan.row_type}\t{plan.schedule}\t{transaction}\t{reference}"
            f"\t{upper}\t{day}\t{other_day}\t{dollars}\t{total}\t{self._elections[election]}"
            f"\t{purpose}\t{category.upper()}\t{memo.upper()}\t{memo_text}\t{committee}\t{conduit}"
            f"\t{stood}\t{stand}\t{extra}\t\t"
        )

    def careful(
        self, plan: Plan, fields: list[str], line: int, raw: str, notes: Sequence[str] = ()
    ) -> Row:
        """The row as a dict of text and None; what can't be read is None, and told in `problem`."""
        row = _BLANK_ROW.copy()
        row["file_number"] = str(self.number)
        row["line"] = str(line)
        row["row_type"] = plan.row_type
        row["schedule"] = plan.schedule
        problems = list(notes)
        if not plan.is_known:
            row.update(problem=" ".join(problems), raw=raw)
            return row
        if any(fields[plan.width :]):
            count = sum(1 for text in fields[plan.width :] if text)
            values = "1 value stands" if count == 1 else f"{count} values stand"
            problems.append(f"{values} beyond the columns of {plan.row_type}.")
        fields = fields + [""] * (plan.width - len(fields))
        for column, index in plan.steps:
            if text := fields[index]:
                row[column] = self._value(column, text, problems)
        row["name"] = self._name(plan, fields).upper()
        row["candidate_name"] = self._candidate(plan, fields).upper()
        row["extra"] = _left_over(plan, fields) if plan.others else None
        if problems:
            row.update(problem=" ".join(problems), raw=raw)
        return row

    def _value(self, column: str, text: str, problems: list[str]) -> str | None:
        """What a column's text, which isn't blank, says; adds to `problems` what it doesn't."""
        if column in _UPPER:
            if column in _STATES and len(text) > _LONGEST_STATE:
                problems.append(f"{column}: {shown(text)} is longer than 2 letters and was cut.")
                text = text[:_LONGEST_STATE]
            return text.upper()
        if column in DATES:
            value = self._dates[text]
            if value is None:
                problems.append(f"{column}: {shown(text)} is no date.")
            return None if value == _NULL else value
        if column in _AMOUNTS:
            value = self._amounts[text]
            return self._dollars(column, text, problems) if value is None else value
        if column == "election_code":
            return self._elections[text]
        if column == "other_committee_id":
            return _said(column, text, self._committees[text], "is no committee's id", problems)
        if column == "support_oppose":
            return _said(column, text, self._sides[text], "is neither S nor O", problems)
        if column == "transaction_id" and len(text) > _LONGEST_TRANSACTION_ID:
            problems.append(f"{column}: {shown(text)} is longer than 40 characters and was cut.")
            return text[:_LONGEST_TRANSACTION_ID]
        return text

    def _dollars(self, column: str, text: str, problems: list[str]) -> str | None:
        if not self.has_points and "." not in text:
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


def _left_over(plan: Plan, fields: Sequence[str]) -> str | None:
    """The values that feed no column, as JSON; None where there is none."""
    left = {name: fields[index] for name, index in plan.others if fields[index]}
    return json.dumps(left, ensure_ascii=False) if left else None


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
