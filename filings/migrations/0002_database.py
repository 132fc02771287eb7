"""Extensions, the staging schema, and the calendar by which dates are read."""

from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

# A date is read by looking its text up, which is faster than parsing it, and cannot fail on an
# impossible one. 1975 is the FEC's first year.
CALENDAR = """
CREATE TABLE filings_calendar (
    kind text NOT NULL, spelling text PRIMARY KEY, day date NOT NULL
);
INSERT INTO filings_calendar (kind, spelling, day)
SELECT kind, upper(to_char(day, format)), day
  FROM generate_series('1975-01-01'::date, '2060-12-31'::date, '1 day') AS day,
       (VALUES ('mdy', 'MMDDYYYY'), ('slash', 'MM/DD/YYYY'), ('dmy', 'DD-MON-YY'),
               ('ymd', 'YYYYMMDD')) AS spellings(kind, format);
CREATE INDEX ON filings_calendar (kind, day);
ANALYZE filings_calendar;
"""


class Migration(migrations.Migration):
    dependencies = [("filings", "0001_initial")]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGinExtension(),
        migrations.RunSQL("CREATE SCHEMA IF NOT EXISTS staging", "DROP SCHEMA staging CASCADE"),
        migrations.RunSQL(CALENDAR, "DROP TABLE filings_calendar"),
    ]
