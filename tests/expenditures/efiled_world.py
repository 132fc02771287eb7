"""A spender and a candidate, with notices and reports to be decided: everything is invented."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum

from expenditures.models import IndependentExpenditure
from filings.amendments import decide_chains
from filings.models import Filing, Load
from tests.filings.electronic_factories import make_filing, make_rows
from tests.mirror import Mirror, row

Ingest = Callable[..., Load]
SPENDER = "C00900003"
AD = {
    "row_type": "SE", "transaction_id": "SE1", "amount": "1234.56", "date": date(2018, 3, 15),
    "dissemination_date": date(2018, 3, 16), "name": "PRINTER CO", "purpose": "MAILER",
    "candidate_id": "H8CA90001", "candidate_name": "ROE, RICHARD", "candidate_office": "H",
    "candidate_state": "CA", "candidate_district": "90", "support_oppose": "O",
    "election_code": "P2018",
}  # fmt: skip


def notice(number: int = 1160001, **given: Any) -> Filing:
    filing = make_filing(file_number=number, form_type="F24N", report_code="48",
                         committee_id=SPENDER)  # fmt: skip
    make_rows(filing, AD | given)
    return filing


def report(number: int = 1170001, *rows: dict[str, Any], **fields: Any) -> Filing:
    filing = make_filing(
        **{"file_number": number, "form_type": "F3XN", "committee_id": SPENDER,
           "coverage_from": date(2018, 1, 1), "coverage_through": date(2018, 3, 31)} | fields
    )  # fmt: skip
    make_rows(filing, *(AD | given for given in rows or ({},)))
    return filing


def settle(ingest: Ingest) -> None:
    with transaction.atomic():
        connection.ensure_connection()
        decide_chains(connection.connection, [SPENDER])
    ingest("electronic")
    ingest("notices")


def amended(filing: Filing, number: int, *rows: dict[str, Any]) -> Filing:
    return report(number, *rows, form_type="F3XA", amends=filing.pk, amendment_number=1)


def counted() -> Decimal:
    found = IndependentExpenditure.objects.counted().aggregate(s=Sum("expenditure_amount"))["s"]
    return found or Decimal(0)


def fates() -> dict[int | None, str]:
    """By filing: the coverage of its row, or what keeps it out."""
    return {
        spent.file_number: "superseded" if spent.is_superseded
        else "held" if spent.is_held else spent.coverage or "counted"
        for spent in IndependentExpenditure.objects.filter(is_repeated=False)
    }  # fmt: skip


def load_world(mirror: Mirror, ingest: Ingest) -> Ingest:
    """Load the candidate and the spender."""
    mirror.write("cn", [row("cn")])
    mirror.write("cm", [row("cm", CMTE_ID=SPENDER)])
    ingest("cn")
    ingest("cm")
    return ingest
