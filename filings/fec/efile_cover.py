"""Header and cover of an electronic filing: its first lines, and what they say of the rest."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from filings.fec.efile_columns import layout, normal_version, split_form
from filings.fec.efile_lines import FS, split_fields
from filings.fec.efile_values import as_date, joined_name, person, read_election
from filings.fec.errors import BadFile

_REMEDY = "Fetch the filing again; if it is still the same, look at the address in a browser."
_AMENDED = re.compile(r"FEC\s*-?\s*(\d{1,10})|(\d{3,10})", re.IGNORECASE)
_MOST_HEADER_LINES = 1_000
_MOST_BLANK_LINES = 1_000
_LARGEST_INTEGER = 2**31 - 1
_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a filing.

    `version` is as filed, in capitals without blanks ("8.2", "P3.4", "2.02"). An amendment names
    the ORIGINAL filing in `amends`, and counts in `amendment_number`.
    """

    version: str
    software: str
    is_paper: bool
    amends: int | None
    amendment_number: int | None
    delimiter: str
    # What joins the parts of a name before version 6.1, "" where they stand in columns.
    name_delimiter: str = ""
    # False where the header says that amounts have no decimal point.
    has_points: bool = True
    # Form and filer as a header of versions 1 and 2 names them.
    form_type: str = ""
    committee_id: str = ""


@dataclass(slots=True)
class Cover:
    """The cover of a filing: a date that can't be read is None, `columns` has all as filed.

    `columns` has a key for every column of the form in its version, "" where it is blank.
    """

    form_type: str = ""
    form: str = ""
    amendment_indicator: str = ""
    committee_id: str = ""
    filer_name: str = ""
    report_code: str = ""
    election_code: str = ""
    election_date: date | None = None
    election_state: str = ""
    coverage_from: date | None = None
    coverage_through: date | None = None
    date_signed: date | None = None
    columns: dict[str, str] = field(default_factory=dict)
    # Values that stand beyond the columns of the form.
    surplus: list[str] = field(default_factory=list)
    is_short: bool = False


def read_header(lines: Iterator[tuple[int, str]], path: Path) -> Header:
    """Take the header's lines, leaving the rest. Raises BadFile where there is none."""
    for blanks, (number, line) in enumerate(lines):
        if line.strip():
            break
        if blanks > _MOST_BLANK_LINES:
            raise _bad(path, number, "there are only blank lines")
    else:
        raise _bad(path, 1, "the file is empty")
    if line.startswith("/*"):
        return _old_header(lines)
    delimiter = FS if FS in line else ","
    fields = split_fields(line, delimiter)
    if fields[0].upper() != "HDR":
        begins = line.lstrip().lower()
        if begins.startswith(("<", "<!doctype")):
            raise _bad(path, number, "this is a web page, not a filing")
        raise _bad(path, number, "a filing begins with HDR, and this doesn't")
    if len(fields) > 1 and fields[1].upper() == "FEC":
        del fields[1]
    fields += [""] * (8 - len(fields))
    version = normal_version(fields[1])
    is_paper = version.startswith("P")
    if is_paper:
        software, amends, count = fields[2], fields[5], ""
    elif _has_joined_names(version):
        software, amends, count = f"{fields[2]} {fields[3]}", fields[5], fields[6]
    else:
        software, amends, count = f"{fields[2]} {fields[3]}", fields[4], fields[5]
    original = _original(amends)
    return Header(
        version=version[:_LONGEST_TEXT],
        software=software.strip(' "')[:_LONGEST_TEXT],
        is_paper=is_paper,
        amends=original,
        amendment_number=_count(count, original),
        delimiter=delimiter,
        name_delimiter=_name_delimiter(fields[4]) if _has_joined_names(version) else "",
    )


def _old_header(lines: Iterator[tuple[int, str]]) -> Header:
    """A header of versions 1 and 2: "key = value" lines between two comments."""
    values: dict[str, str] = {}
    for count, (_, line) in enumerate(lines):
        if line.startswith("/*") or count > _MOST_HEADER_LINES:
            break
        key, _, value = line.partition("=")
        values.setdefault(key.strip().lower(), value.strip())
    version = normal_version(values.get("fec_ver_#", ""))
    original = _original(values.get("rpt_id", values.get("report_id", "")))
    return Header(
        version=version[:_LONGEST_TEXT],
        software=f"{values.get('soft_name', '')} {values.get('soft_ver#', '')}".strip()[
            :_LONGEST_TEXT
        ],
        is_paper=False,
        amends=original,
        amendment_number=_count(
            values.get("rpt_number", values.get("report_number", "")), original
        ),
        delimiter=",",
        name_delimiter=_name_delimiter(values.get("namedelim", "")),
        has_points=values.get("dec/nodec", "").lower() != "nodec",
        form_type=values.get("form_name", "").upper(),
        committee_id=values.get("fec_idnum", "").upper(),
    )


def read_cover(fields: list[str], header: Header) -> Cover:
    """The cover from its fields; what it leaves blank is blank."""
    form_type = fields[0].upper()
    names = layout(form_type, header.version) if form_type else ()
    columns = {
        name or f"column_{index + 1}": fields[index] if index < len(fields) else ""
        for index, name in enumerate(names)
    }
    form, indicator = split_form(form_type or header.form_type)

    def first(*wanted: str) -> str:
        return next((columns[name] for name in wanted if columns.get(name)), "")

    second = fields[1] if len(fields) > 1 else ""
    committee = first("filer_committee_id_number", "candidate_id_number") or second
    district_of_candidate = "election_district" in columns
    return Cover(
        form_type=form_type,
        form=form,
        amendment_indicator=indicator,
        committee_id=(committee or header.committee_id).upper(),
        filer_name=_filer(columns, header.name_delimiter),
        report_code=first("report_code", "report_type").upper(),
        election_code=read_election(first("election_code", "report_pgi")),
        election_date=as_date(first("election_date", "date_of_election")),
        # On forms with a district, the column of that name is the candidate's state.
        election_state=first(
            "state_of_election",
            *(() if district_of_candidate and form != "F3L" else ("election_state",)),
        ).upper(),
        coverage_from=as_date(first("coverage_from_date")),
        coverage_through=as_date(first("coverage_through_date")),
        date_signed=as_date(first("date_signed")),
        columns=columns,
        surplus=[text for text in fields[len(names) :] if text] if names else [],
        is_short=len(fields) < len(names),
    )


def _filer(columns: dict[str, str], delimiter: str) -> str:
    for name in ("committee_name", "organization_name", "principal_committee_name"):
        # On a Form 2 the committee is the candidate's, not the filer.
        if (
            columns.get(name)
            and "candidate_signature_name" not in columns
            and ("candidate_signature_last_name" not in columns)
        ):
            return columns[name]
    for whole in ("candidate_name", "individual_name"):
        if columns.get(whole):
            return joined_name(columns[whole], delimiter) if delimiter else columns[whole]
    for whose in ("individual", "candidate"):
        parts = [
            columns.get(f"{whose}_{part}", "")
            for part in ("last_name", "first_name", "middle_name", "prefix", "suffix")
        ]
        if any(parts):
            return person(parts[0], parts[1], tuple(parts[2:]))
    return ""


def _has_joined_names(version: str) -> bool:
    return version[:1] in tuple("12345")


def _name_delimiter(raw: str) -> str:
    mark = raw.strip()
    return mark if len(mark) == 1 and not mark.isalnum() and mark != "," else "^"


def _original(raw: str) -> int | None:
    found = _AMENDED.fullmatch(raw.strip(' "'))
    number = int(found[1] or found[2]) if found else 0
    return number if 0 < number <= _LARGEST_INTEGER else None


def _count(raw: str, original: int | None) -> int | None:
    """The number of an amendment; a filing that amends nothing and says "0" has none."""
    text = raw.strip(' "')
    if not text.isdecimal() or len(text) > 9:
        return None
    return int(text) if int(text) or original else None


def _bad(path: Path, line: int, why: str) -> BadFile:
    return BadFile(f"{path}, line {line}: {why}.", remedy=_REMEDY)
