"""Create the partitioned tables of facts, which Django's schema editor cannot."""

from pathlib import Path

from django.db import migrations

FORWARD = Path(__file__).with_suffix(".sql").read_text()
REVERSE = [
    "DROP TABLE donations_contribution CASCADE",
    "DROP TABLE donations_committeetransaction CASCADE",
    "DROP TABLE donations_operatingexpenditure CASCADE",
]


class Migration(migrations.Migration):
    dependencies = [("donations", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, REVERSE)]
