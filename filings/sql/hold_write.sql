-- Reads hold_found. Writes the holds of the filings that were looked at: undecided ones are as the rules
-- say now; what a person decided stays, and no rule holds a filing again that was released from it.
DELETE FROM filings_hold h
 USING hold_batch b
 WHERE h.filing_id = b.file_number AND h.state = 'held'
   AND NOT EXISTS (SELECT FROM hold_found d WHERE d.file_number = h.filing_id AND d.rule = h.rule);

INSERT INTO filings_hold (filing_id, rule, reason, state, created_at, note)
SELECT file_number, rule, left(reason, 500), 'held', clock_timestamp(), ''
  FROM hold_found ORDER BY file_number, weight
    ON CONFLICT (filing_id, rule) DO UPDATE SET reason = excluded.reason
 WHERE filings_hold.state = 'held' AND filings_hold.reason <> excluded.reason;
