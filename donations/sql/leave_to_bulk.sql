-- Reads and writes a leaf of electronic filings' rows: those that a bulk file has brought meanwhile go, so
-- that each stands once. Rows without an id, as on paper, are known by name, day and amount.
DELETE FROM {leaf} e
 USING {table} b
 WHERE b.cycle = %(cycle)s AND b.source <> 'efile' AND b.committee_id = e.committee_id
   AND b.file_number = e.file_number AND b.transaction_id = e.transaction_id
   AND e.transaction_id <> '';

DELETE FROM {leaf} e
 USING {named} b
 WHERE b.cycle = %(cycle)s AND b.source <> 'efile' AND b.committee_id = e.committee_id
   AND b.file_number = e.file_number AND e.transaction_id = ''
   AND b.name = {name} AND b.day IS NOT DISTINCT FROM e.{day}
   AND trunc(b.amount) = trunc(e.{amount});
