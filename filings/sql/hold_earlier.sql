-- Reads hold_sums of the filings to be looked at. Writes hold_earlier, the earlier filings of those
-- filers whose history matters, and puts them into hold_wanted.
--
-- The rows of a large periodic report are not added up again: its cover has the totals.
DROP TABLE IF EXISTS pg_temp.hold_earlier;

CREATE TEMP TABLE hold_earlier ON COMMIT DROP AS
SELECT b.file_number, e.file_number AS earlier,
       e.file_number IN (SELECT file_number FROM hold_batch) AS in_batch, e.counts, e.form,
       e.form <> ALL(%(periodic)s) OR e.rows <= %(many_rows)s AS by_rows
  FROM hold_batch b
  JOIN hold_sums s USING (file_number)
  JOIN filings_filing e ON e.committee_id = b.committee_id AND e.file_number <> b.file_number
 WHERE greatest(s.total, s.largest) > %(least)s AND b.committee_id <> '' AND NOT e.is_held
   AND ({earlier_day}, abs(e.file_number)) < (b.day, abs(b.file_number));

DELETE FROM hold_wanted;

INSERT INTO hold_wanted
SELECT DISTINCT earlier, by_rows FROM hold_earlier;
