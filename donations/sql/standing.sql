-- Reads which filings are out of the totals. Writes the bulk files' rows of the committees in "due_filings":
-- out of the totals where their filing was amended or is held, and back in where that has changed.
UPDATE {leaf} t
   SET counts = false, counted_as = o.state
  FROM filings_outoftotals o
 WHERE o.committee_id IN (SELECT committee_id FROM due_filings)
   AND t.committee_id = o.committee_id AND t.file_number = o.file_number AND t.counts;

UPDATE {leaf} t
   SET counts = true,
       counted_as = CASE WHEN t.{kind} IN ('10', '30', '31', '32')
                          AND t.entity_type IN ('PAC', 'PTY', 'CCM', 'COM')
                         THEN 'committee' ELSE k.counted_as END
  FROM (VALUES {types}) AS k(code, counted_as)
 WHERE t.committee_id IN (SELECT committee_id FROM due_filings)
   AND t.counted_as IN ('superseded', 'held') AND k.code = t.{kind}
   AND NOT EXISTS (SELECT FROM filings_outoftotals o
                    WHERE o.committee_id = t.committee_id AND o.file_number = t.file_number);
