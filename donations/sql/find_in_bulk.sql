-- Reads "efiled" and the bulk files' rows of the same filings. Writes the temporary table "in_bulk": which
-- row of a filing is which row of a bulk file, by committee, filing and transaction id; rows without an id,
-- as on paper, by name, day and amount.
DROP TABLE IF EXISTS pg_temp.in_bulk;

CREATE TEMP TABLE in_bulk ON COMMIT DROP AS
SELECT e.sub_id, b.sub_id AS bulk_id, e.amount, e.date,
       count(*) OVER (PARTITION BY e.sub_id) = 1
       AND count(*) OVER (PARTITION BY b.sub_id) = 1 AS is_sure
  FROM efiled e
  JOIN {table} b ON b.committee_id = e.committee_id AND b.file_number = e.file_number
                AND b.transaction_id = e.transaction_id
 WHERE b.cycle = %(cycle)s AND b.source <> 'efile' AND e.transaction_id <> ''
   AND e.kind = ANY({kinds})
 UNION ALL
SELECT e.sub_id, b.sub_id, e.amount, e.date, false
  FROM efiled e
  JOIN {named} b ON b.committee_id = e.committee_id AND b.file_number = e.file_number
                AND b.name = e.name AND b.day IS NOT DISTINCT FROM e.date
                AND trunc(b.amount) = trunc(e.amount)
 WHERE b.cycle = %(cycle)s AND b.source <> 'efile' AND e.transaction_id = ''
   AND e.kind = ANY({kinds});

CREATE INDEX ON in_bulk (sub_id);

ANALYZE in_bulk;
