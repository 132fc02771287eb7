"""Filings that wait to be taken into the totals, and those whose rows must not be in any."""

from django.db import migrations, models

# Also a filing that was never taken in: the missing base of a chain, or an amendment in its
# middle, may stand in a bulk file.
VIEW = """
CREATE VIEW filings_outoftotals AS
SELECT file_number, committee_id,
       CASE WHEN is_held THEN 'held' ELSE 'superseded' END AS state
  FROM filings_filing WHERE NOT counts
 UNION ALL
SELECT f.named, f.committee_id, 'superseded'
  FROM (SELECT DISTINCT k.named, c.committee_id
          FROM filings_filing c
         CROSS JOIN LATERAL (VALUES (c.amends), (c.chain_base)) AS k(named)
         WHERE c.counts AND k.named IS NOT NULL AND k.named <> c.file_number) f
 WHERE NOT EXISTS (SELECT FROM filings_filing o WHERE o.file_number = f.named)
"""


class Migration(migrations.Migration):
    dependencies = [("filings", "0004_electronic")]

    operations = [
        migrations.AddField(
            "filing",
            "facts_due",
            models.BooleanField(
                default=True,
                help_text="Its rows are still to be taken into the totals, or out of them.",
            ),
        ),
        migrations.RemoveIndex("filing", name="filings_fil_changed_cd1664_idx"),
        migrations.AddIndex(
            "filing",
            models.Index(
                fields=["cycle"], condition=models.Q(facts_due=True), name="filing_facts_due"
            ),
        ),
        migrations.RunSQL(VIEW, "DROP VIEW filings_outoftotals"),
    ]
