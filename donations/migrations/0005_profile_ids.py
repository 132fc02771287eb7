"""Give each contribution the id of the profile that its industry follows from."""

from pathlib import Path

from django.db import migrations

FORWARD = Path(__file__).with_suffix(".sql").read_text()
REVERSE = [
    "ALTER TABLE donations_contribution DROP COLUMN profile_id",
    "DROP FUNCTION donations_profile_id",
]


class Migration(migrations.Migration):
    dependencies = [("donations", "0004_industries")]

    operations = [migrations.RunSQL(FORWARD, REVERSE)]
