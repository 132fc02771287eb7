-- Reads the filings to be looked at. Writes temporary tables: hold_wanted, those whose rows are to be
-- added up, and hold_sums, empty, for hold_sums.sql.
DROP TABLE IF EXISTS pg_temp.hold_batch, pg_temp.hold_wanted, pg_temp.hold_sums;

CREATE TEMP TABLE hold_batch ON COMMIT DROP AS
SELECT file_number, committee_id, cycle, form, {day} AS day
  FROM filings_filing f WHERE file_number = ANY(%(numbers)s);

CREATE TEMP TABLE hold_wanted ON COMMIT DROP AS SELECT file_number, true AS by_rows FROM hold_batch;

CREATE TEMP TABLE hold_sums (
    file_number integer PRIMARY KEY, total numeric NOT NULL, spent numeric NOT NULL,
    largest numeric NOT NULL
) ON COMMIT DROP;
