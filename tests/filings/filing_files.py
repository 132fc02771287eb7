"""Electronic filings as files, everything in them invented.

notice(1238403)                                  # a 24-hour notice with one expenditure
report(1238500, gifts=["250.00"], amends=1238403)
filing_bytes("F99", {"text_code": "MST"}, [])
"""

from collections.abc import Iterable, Mapping
from typing import Any

from filings.fec.efile_columns import layout

SEPARATOR = "\x1c"
VERSION = "8.2"


def line(row_type: str, columns: Mapping[str, object]) -> str:
    """A line of a file, its columns by the names that the layout of its type has."""
    names = layout(row_type, VERSION)
    unknown = columns.keys() - set(names)
    assert not unknown, unknown
    values = {"form_type": row_type, "filer_committee_id_number": "C00900001"} | {
        name: str(value) for name, value in columns.items()
    }
    return SEPARATOR.join(values.get(name, "") for name in names)


def filing_bytes(
    form: str,
    cover: Mapping[str, object],
    rows: Iterable[tuple[str, Mapping[str, object]]],
    *,
    amends: int | None = None,
) -> bytes:
    """A filing: header, cover, and rows."""
    original = ["FEC-" + str(amends), "1"] if amends else ["", ""]
    header = SEPARATOR.join(["HDR", "FEC", VERSION, "INVENTED", "1.0", *original, ""])
    lines = [header, line(form, cover), *(line(kind, columns) for kind, columns in rows)]
    return ("\n".join(lines) + "\n").encode()


def notice(amount: str = "1500.25", **columns: Any) -> bytes:
    """A 24-hour notice of one independent expenditure."""
    row = {
        "transaction_id_number": "SE1", "entity_type": "ORG",
        "payee_organization_name": "PRINTER CO", "payee_state": "CA", "election_code": "G2018",
        "dissemination_date": "20180614", "expenditure_amount": amount,
        "expenditure_purpose_descrip": "MAILER", "support_oppose_code": "S",
        "candidate_id_number": "H8CA90001", "candidate_last_name": "ROE",
        "candidate_first_name": "RICHARD", "candidate_office": "H", "candidate_state": "CA",
        "candidate_district": "90",
    }  # fmt: skip
    cover = {
        "report_type": "24", "committee_name": "INVENTED COMMITTEE", "date_signed": "20180615",
    }  # fmt: skip
    return filing_bytes("F24N", cover, [("SE", row | columns)])


def report(gifts: Iterable[str] = ("250.00",), *, amends: int | None = None) -> bytes:
    """A quarterly report with itemized gifts of individuals, one a Richard Roe each."""
    amounts = list(gifts)
    cover = {
        "committee_name": "INVENTED COMMITTEE", "report_code": "Q2",
        "coverage_from_date": "20180401", "coverage_through_date": "20180630",
        "date_signed": "20180715",
    }  # fmt: skip
    rows = [
        (
            "SA11AI",
            {
                "transaction_id": f"SA{place}", "entity_type": "IND",
                "contributor_last_name": "DOE", "contributor_first_name": "JANE",
                "contributor_city": "SPRINGFIELD", "contributor_state": "CA",
                "contributor_zip_code": "90001", "election_code": "P2018",
                "contribution_date": "20180501", "contribution_amount": amount,
                "contributor_employer": "ACME", "contributor_occupation": "BAKER",
            },
        )
        for place, amount in enumerate(amounts, start=1)
    ]  # fmt: skip
    return filing_bytes("F3XA" if amends else "F3XN", cover, rows, amends=amends)
