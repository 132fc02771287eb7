-- Reads and writes a leaf of electronic filings' rows: those that a bulk file has brought meanwhile go, so
-- that each stands once.
DELETE FROM {leaf} e
 USING {table} b
 WHERE b.cycle = %(cycle)s AND b.source <> 'efile' AND b.committee_id = e.committee_id
   AND b.file_number = e.file_number AND b.transaction_id = e.transaction_id
   AND e.transaction_id <> '';
