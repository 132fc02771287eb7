"""Create the roll-ups of the donor search, and the indexes that find words in dictionaries."""

from pathlib import Path

from django.db import migrations

from donations.indexes import WORD_INDEXES

TABLES = ("searchplace", "searchseries", "searchgrid", "searchheavy", "searchcommon")


class Migration(migrations.Migration):
    dependencies = [("donations", "0002_fact_tables"), ("filings", "0002_database")]

    operations = [
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(),
            [f"DROP TABLE donations_{table}" for table in TABLES],
        ),
        *(
            migrations.RunSQL(
                f"CREATE INDEX {index} ON {table} {definition}", f"DROP INDEX {index}"
            )
            for index, table, definition in WORD_INDEXES
        ),
    ]
