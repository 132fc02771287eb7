"""Partitions for rows of electronic filings; rows of filings that were amended or are held."""

from pathlib import Path

from django.db import migrations

FORWARD = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("donations", "0006_desk"), ("filings", "0005_standing")]

    operations = [migrations.RunSQL(FORWARD)]
