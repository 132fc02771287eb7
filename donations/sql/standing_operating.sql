-- Reads which filings are out of the totals. Writes the same of operating expenditures (see standing.sql).
UPDATE {leaf} t
   SET standing = o.state, counts = false
  FROM filings_outoftotals o
 WHERE o.committee_id IN (SELECT committee_id FROM due_filings)
   AND t.committee_id = o.committee_id AND t.file_number = o.file_number AND t.standing <> o.state;

UPDATE {leaf} t
   SET standing = '', counts = t.memo_code <> 'X'
 WHERE t.committee_id IN (SELECT committee_id FROM due_filings) AND t.standing <> ''
   AND NOT EXISTS (SELECT FROM filings_outoftotals o
                    WHERE o.committee_id = t.committee_id AND o.file_number = t.file_number);
