"""Insert electronic filings and their rows as if they had been read: everything is invented.

    filing = make_filing(committee_id="C00900001", cover={"col_a_total_contributions": "250.00"})
    make_rows(filing, {"amount": "250.00"}, {"amount": "100.00", "memo_code": "X"})

Money is given as text or Decimal, never as float.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from filings.fec.efile_columns import schedule_of, split_form
from filings.models import Filing, FilingRow

MOMENT = datetime(2018, 6, 16, 12, tzinfo=UTC)
_numbers = count(9_000_001)


def make_filing(**fields: Any) -> Filing:
    """A filing that stands for itself, a quarterly Form 3X of a committee where nothing is said.

    `form` and `amendment_indicator` follow from `form_type`, `counts` from `is_current` and
    `is_held`, `superseded_by` makes it one that is not current. File numbers rise from 9,000,001;
    filings were received a minute after each other.
    """
    number = fields.pop("file_number", None) or next(_numbers)
    form, indicator = split_form(fields.get("form_type", "F3XN"))
    values: dict[str, Any] = {
        "file_number": number,
        "form_type": "F3XN",
        "form": form,
        "amendment_indicator": indicator,
        "version": "8.2",
        "software": "Invented 1.0",
        "committee_id": "C00900001",
        "filer_name": "INVENTED COMMITTEE",
        "report_code": "Q2" if form in {"F3", "F3X", "F3P"} else "",
        "coverage_from": date(2018, 4, 1) if form in {"F3", "F3X", "F3P"} else None,
        "coverage_through": date(2018, 6, 30) if form in {"F3", "F3X", "F3P"} else None,
        "date_signed": date(2018, 7, 15),
        "cycle": 2018,
        "received_at": MOMENT + timedelta(minutes=abs(number) % 100_000),
        "ingested_at": MOMENT,
        "changed_at": MOMENT,
        "source": f"posted/{number}.fec",
        "checksum": f"{abs(number):064d}",
        "is_current": fields.get("superseded_by") is None,
        "is_held": False,
        "chain_base": number,
    }
    values |= fields
    values.setdefault("counts", values["is_current"] and not values["is_held"])
    return Filing.objects.create(**values)


def make_rows(filing: Filing | int, *rows: dict[str, Any], **common: Any) -> list[FilingRow]:
    """Rows of a filing, each from what is said of it and what is `common` to all.

    A row is a gift of 250.00 (SA11AI) where nothing is said; its schedule follows from `row_type`.
    Lines and transaction ids go on from those that are there. The filing's tally of rows is brought
    up to date.
    """
    number = filing if isinstance(filing, int) else filing.file_number
    last = FilingRow.objects.filter(file_number=number).order_by("-line").first()
    line = last.line if last else 2
    made = []
    for given in rows or ({},):
        line += 1
        values = common | given
        row_type = values.setdefault("row_type", "SA11AI")
        is_gift = row_type.startswith(("SA", "F65"))
        ordinary: dict[str, Any] = {
            "schedule": schedule_of(row_type),
            "transaction_id": f"T{line}",
            "entity_type": "IND" if is_gift else "ORG",
            "name": "DOE, JANE" if is_gift else "PRINTER CO",
            "city": "SPRINGFIELD",
            "state": "CA",
            "zip": "900010001",
            "employer": "ACME" if is_gift else "",
            "occupation": "BAKER" if is_gift else "",
            "date": date(2018, 5, 4),
            "amount": Decimal("250.00"),
        }
        merged = ordinary | values
        if merged["amount"] is not None:
            merged["amount"] = Decimal(merged["amount"])
        made.append(FilingRow(file_number=number, line=line, **merged))
    FilingRow.objects.bulk_create(made)
    _tally(number)
    return made


def _tally(file_number: int) -> None:
    by_type: dict[str, int] = {}
    types = FilingRow.objects.filter(file_number=file_number).values_list("row_type", flat=True)
    for row_type in types:
        by_type[row_type] = by_type.get(row_type, 0) + 1
    Filing.objects.filter(pk=file_number).update(rows=sum(by_type.values()), rows_by_type=by_type)
