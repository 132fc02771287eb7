"""Partitions for committee-to-candidate money of electronic filings."""

from pathlib import Path

from django.db import migrations

FORWARD = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("expenditures", "0002_fact_tables")]

    operations = [migrations.RunSQL(FORWARD)]
