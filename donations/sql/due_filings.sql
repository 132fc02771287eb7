-- Reads filings. Writes the temporary table "due_filings": those of the cycle whose rows are to be taken
-- into the tables of facts, or out of them, and 48-hour notices whose campaign has a report or another
-- notice among them.
DROP TABLE IF EXISTS pg_temp.due_filings;

CREATE TEMP TABLE due_filings ON COMMIT DROP AS
SELECT f.file_number, f.committee_id, f.form, f.counts, f.changed_at
  FROM filings_filing f
 WHERE f.cycle = %(cycle)s
   AND (f.facts_due OR %(all)s
        OR (f.form = 'F6' AND (%(bulk_changed)s
                               OR EXISTS (SELECT FROM filings_filing r
                                           WHERE r.committee_id = f.committee_id AND r.facts_due
                                             AND r.form IN ('F3', 'F3P', 'F6') AND r.cycle = f.cycle))));

CREATE UNIQUE INDEX ON due_filings (file_number);

ANALYZE due_filings;
