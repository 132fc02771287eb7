"""Lines of electronic filings in format 8.5: fields with ASCII 28 between them, a column each.

The order of columns is the FEC's. Names are short and ours, those of cover amounts are the lines of
the form; "." is a column that is never filled here.
"""

from __future__ import annotations

from collections.abc import Mapping

SEPARATOR = "\x1c"
VERSION = "8.5"

_PERSON = "last first middle prefix suffix"
_CANDIDATE = "cand_id cand_last cand_first . . . cand_office cand_state cand_district"
_SIGNER = "signer_last signer_first . . . signed"
_RECEIVED_3 = "12 13a 13b 13c 14 15 16"
_SPENT_3 = "17 18 19a 19b 19c 20a 20b 20c 20d 21 22"
_GIFTS_3 = "11ai 11aii 11aiii 11b 11c 11d 11e"
_LINES_3X = (
    "11ai 11aii 11aiii 11b 11c 11d 12 13 14 15 16 17 18a 18b 18c 19 20"
    " 21ai 21aii 21b 21c 22 23 24 25 26 27 28a 28b 28c 28d 29 30ai 30aii 30b 30c 31 32"
    " 33 34 35 36 37 38"
)


def _to_date(names: str) -> str:
    """The names of the cover's second column: a campaign's so far, or a calendar year's."""
    return " ".join(f"b{name}" for name in names.split())


_NET_3 = "6a 6b 6c 7a 7b 7c"
_ADDRESS = "street street2 city state zip"
_TRANSACTION = "form filer id back sched entity org"

COLUMNS: dict[str, tuple[str, ...]] = {
    kind: tuple(names.split())
    for kind, names in {
        "F1": f"form filer . name . {_ADDRESS} . email . url . {_SIGNER} kind {_CANDIDATE}"
        " party party_type org_type . . . . . affiliated_id affiliated_name . . . . . . . . . . ."
        " relationship custodian_last custodian_first . . . custodian_street . custodian_city"
        " custodian_state custodian_zip custodian_title custodian_phone treasurer_last"
        " treasurer_first . . . treasurer_street . treasurer_city treasurer_state treasurer_zip"
        " treasurer_title treasurer_phone . . . . . . . . . . . . bank bank_street . bank_city"
        " bank_state bank_zip . . . . . .",
        "F1M": f"form filer name {_ADDRESS} kind affiliated_date affiliated_id affiliated_name"
        + "".join(
            f" c{n}_id c{n}_last c{n}_first . . . c{n}_office c{n}_state c{n}_district c{n}_date"
            for n in range(1, 6)
        )
        + f" fifty_first registered met {_SIGNER}",
        "F2": f"form filer {_PERSON} . . . . . . {_ADDRESS} party office office_state district year"
        " committee name committee_street committee_street2 committee_city committee_state"
        f" committee_zip . . . . . . . {_SIGNER}",
        "F3": f"form filer name . {_ADDRESS} office_state district report election election_date"
        f" election_state from through {_SIGNER} {_NET_3} 8 9 10 {_GIFTS_3} {_RECEIVED_3}"
        f" {_SPENT_3} 23 24 25 26 27 {_to_date(_NET_3)} {_to_date(_GIFTS_3)}"
        f" {_to_date(_RECEIVED_3)} {_to_date(_SPENT_3)}",
        "F3X": f"form filer name . {_ADDRESS} report election election_date election_state from"
        f" through qualified {_SIGNER} 6b 6c 6d 7 8 9 10 {_LINES_3X} b6a year b6c b6d b7 b8"
        f" {_to_date(_LINES_3X)}",
        "F5": f"form filer entity name {_PERSON} . {_ADDRESS} . . report hours amended_date from"
        f" through total_received total_spent {_SIGNER}",
        "F57": f"form filer id entity org {_PERSON} {_ADDRESS} election . shown amount aggregate"
        f" purpose category payee_id side {_CANDIDATE}",
        "F6": f"form filer amended_date name {_ADDRESS} {_CANDIDATE} {_SIGNER}",
        "F65": f"form filer id entity org {_PERSON} {_ADDRESS} committee date amount employer"
        " occupation",
        "F7": f"form filer name {_ADDRESS} org_type report election_date election_state from"
        " through total signer_last signer_first . . . signer_title signed",
        "F76": f"form filer id channel . class date amount election . side {_CANDIDATE}",
        "F9": f"form filer entity name {_PERSON} . {_ADDRESS} . . amended_date from through shown"
        " title filer_kind . segregated custodian_last custodian_first . . . custodian_street"
        " . custodian_city custodian_state custodian_zip . . total_received total_spent"
        f" {_SIGNER}",
        "F92": f"{_TRANSACTION} {_PERSON} {_ADDRESS} date amount",
        "F93": f"{_TRANSACTION} {_PERSON} {_ADDRESS} election . date amount purpose . . shown",
        "F94": f"form filer id back sched {_CANDIDATE} election .",
        "F13": f"form filer name . {_ADDRESS} report amended_date from through total refunded net"
        f" {_SIGNER}",
        "F132": f"{_TRANSACTION} {_PERSON} {_ADDRESS} date amount aggregate memo text",
        "F24": f"form filer hours amended_date name {_ADDRESS} {_SIGNER}",
        "F99": f"form filer name {_ADDRESS} {_SIGNER} code . . text",
        "SA": f"{_TRANSACTION} {_PERSON} {_ADDRESS} election . date amount aggregate purpose"
        f" employer occupation committee committee_name {_CANDIDATE} conduit . . . . . memo text"
        " account",
        "SB": f"{_TRANSACTION} {_PERSON} {_ADDRESS} election . date amount . purpose category"
        f" committee committee_name {_CANDIDATE} conduit . . . . . memo text account",
        "SC": f"form filer id line entity org {_PERSON} {_ADDRESS} election . original paid balance"
        f" date due rate secured personal committee {_CANDIDATE} memo text",
        "SE": f"{_TRANSACTION} {_PERSON} {_ADDRESS} election . shown amount date aggregate purpose"
        " category payee_id side cand_id cand_last cand_first . . . cand_office cand_district"
        f" cand_state {_SIGNER} memo text",
        "TEXT": "form filer id back sched text",
    }.items()
}


def layout(row_type: str) -> tuple[str, ...]:
    """Return the columns of a row type, such as ``F3XA`` or ``SB21B``."""
    for kind in (row_type, row_type[:-1], row_type[:2]):
        if kind in COLUMNS:
            return COLUMNS[kind]
    raise KeyError(row_type)


def line(row_type: str, values: Mapping[str, str]) -> str:
    """Return one line; its columns are named as in ``COLUMNS``, left out they are blank."""
    columns = layout(row_type)
    unknown = values.keys() - set(columns)
    if unknown:
        raise KeyError(f"{row_type} has no column {sorted(unknown)}")
    return SEPARATOR.join([row_type, *(values.get(name, "") for name in columns[1:])])


def header(software: str, original: int | None = None, amendment: int = 0) -> str:
    """Return the first line; an amendment names the original filing and counts from 1."""
    cites = ["", ""] if original is None else [f"FEC-{original}", str(amendment)]
    return SEPARATOR.join(["HDR", "FEC", VERSION, software, "1.0", *cites, ""])


def money(cents: int) -> str:
    """Return an amount as filings write it: ``-35.50``."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"
