"""What the search of independent expenditures stands on, chosen by measurement.

Over 600,000 rows, warm: a word of a payee or a purpose took two seconds without these indexes and
takes some milliseconds with them; a cycle's sums with the first page 250 and 25 ms.
"""

from django.db import migrations

from donations.indexes import WORDS

TABLE = "expenditures_independentexpenditure"
INDEXES = (
    *(
        (f"expenditure_{column}_words", f"{TABLE} USING gin ({WORDS.replace('(name', '(' + column)})")
        for column in ("payee_name", "purpose", "candidate_name")
    ),
    ("filings_candidate_words", f"filings_candidate USING gin ({WORDS})"),
    ("expenditure_payee", f"{TABLE} USING hash (payee_name)"),
    ("expenditure_place", f"{TABLE} (committee_id, transaction_id, file_number)"),
    (
        "expenditure_sums",
        f"{TABLE} (cycle, support_oppose_indicator) INCLUDE (expenditure_amount, counts)"
        " WHERE counts",
    ),
    ("expenditure_amount", f"{TABLE} (expenditure_amount, cycle, key) WHERE counts"),
    (
        "expenditure_newest",
        f"{TABLE} ((coalesce(dissemination_date, expenditure_date)) DESC NULLS LAST,"
        " expenditure_amount DESC, cycle DESC, key DESC) WHERE counts",
    ),
    (
        "expenditure_notices",
        f"{TABLE} (cycle, (coalesce(receipt_date, dissemination_date)))"
        " WHERE form = 'notice' AND NOT is_superseded",
    ),
    (
        "filing_with_expenditures",
        "filings_filing (received_at, cycle) WHERE counts AND received_at IS NOT NULL"
        " AND rows_by_type ?| ARRAY['SE', 'F57']",
    ),
)


class Migration(migrations.Migration):
    dependencies = [
        ("expenditures", "0004_efiled_expenditures"),
        ("filings", "0004_electronic"),
        ("donations", "0003_search"),
    ]

    operations = [
        migrations.RunSQL(f"CREATE INDEX {name} ON {definition}", f"DROP INDEX {name}")
        for name, definition in INDEXES
    ]
