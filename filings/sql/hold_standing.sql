-- Reads the holds of some filings. Writes Filing.is_held, hold_reason (of the newest that is undecided or
-- confirmed) and counts, and marks those whose part in the totals changed.
UPDATE filings_filing f
   SET is_held = n.is_held, hold_reason = n.reason, counts = f.is_current AND NOT n.is_held,
       facts_due = f.facts_due OR f.counts <> (f.is_current AND NOT n.is_held),
       changed_at = CASE WHEN f.counts <> (f.is_current AND NOT n.is_held)
                         THEN clock_timestamp() ELSE f.changed_at END
  FROM (SELECT f.file_number, h.reason IS NOT NULL AS is_held, coalesce(h.reason, '') AS reason
          FROM filings_filing f
          LEFT JOIN LATERAL (SELECT reason FROM filings_hold h
                              WHERE h.filing_id = f.file_number AND h.state <> 'released'
                              ORDER BY h.created_at DESC, h.id DESC LIMIT 1) h ON true
         WHERE f.file_number = ANY(%(numbers)s)) n
 WHERE n.file_number = f.file_number
   AND (f.is_held, f.hold_reason, f.counts)
       IS DISTINCT FROM (n.is_held, n.reason, f.is_current AND NOT n.is_held);
