"""Find names that are alike, for the desk, and count what a reader sent lately."""

from django.db import migrations

INDEXES = (
    ("organization_form_trgm", "donations_organization USING gin (form gin_trgm_ops)"),
    ("correction_sent_at", "donations_correction (sent_at)"),
    ("donorprofile_decision", "donations_donorprofile (decision_id) WHERE decision_id IS NOT NULL"),
)


class Migration(migrations.Migration):
    dependencies = [("donations", "0005_profile_ids"), ("filings", "0002_database")]

    operations = [
        migrations.RunSQL(f"CREATE INDEX {name} ON {definition}", f"DROP INDEX {name}")
        for name, definition in INDEXES
    ]
