-- Reads "decided", "notices" and the pairs found. Writes what each row is, and which rows count, into
-- expenditures_independentexpenditure: each expenditure once.
-- A reviewer's word goes before; of a notice that no report covers any more it waits.
UPDATE decided d
   SET coverage = CASE WHEN w.decision = 'same' THEN 'covered'
                       WHEN w.decision = 'separate' AND (a.right_id IS NOT NULL OR n.is_covered_by_date)
                       THEN 'separate'
                       WHEN a.right_id IS NOT NULL THEN 'covered'
                       WHEN n.is_covered_by_date THEN 'unmatched'
                       ELSE 'open' END,
       covered_by_file_number = CASE WHEN w.decision = 'same' THEN w.report_file_number
                                     WHEN w.decision IS NULL THEN r.file_number END,
       covered_by_transaction_id = CASE WHEN w.decision = 'same' THEN w.report_transaction_id
                                        WHEN w.decision IS NULL THEN coalesce(r.transaction_id, '')
                                        ELSE '' END
  FROM notices n
  LEFT JOIN answered a ON a.left_id = n.id
  LEFT JOIN reported r ON r.id = a.right_id
  LEFT JOIN LATERAL
       (SELECT k.decision, k.report_file_number, k.report_transaction_id
          FROM filings_noticedecision k
         WHERE k.notice_file_number = n.file_number
           AND (k.notice_line = n.line
                OR (n.line IS NULL AND k.notice_transaction_id = n.transaction_id))
           -- "The same as that row" stands as long as that row does.
           AND (k.decision = 'separate'
                OR EXISTS (SELECT FROM reported s
                            WHERE s.committee_id = n.committee_id
                              AND s.file_number = k.report_file_number
                              AND s.transaction_id IS NOT DISTINCT FROM
                                  nullif(k.report_transaction_id, '')))
         ORDER BY k.decided_at DESC LIMIT 1) w ON true
 WHERE n.id = d.id;

-- The same transaction in a later filing that is no known amendment of this one: an amendment whose
-- predecessor is missing, or a periodic report too new for pas2. The later filing's row counts.
UPDATE decided d SET coverage = 'covered'
 WHERE d.coverage = 'open'
   AND EXISTS (SELECT FROM decided f
                WHERE f.committee_id = d.committee_id AND f.transaction_id = d.transaction_id
                  AND f.candidate_id = d.candidate_id AND f.side = d.side AND f.amount = d.amount
                  AND (f.spent = d.spent OR f.shown = d.shown) AND f.coverage = 'open'
                  AND f.file_number > d.file_number);

-- A candidate found by name fills the blank; an id as reported stays.
UPDATE expenditures_independentexpenditure e
   SET form = d.form, sub_id = d.sub_id, is_memo = d.is_memo, is_superseded = d.is_superseded,
       is_held = d.is_held, coverage = d.coverage,
       covered_by_file_number = d.covered_by_file_number,
       covered_by_transaction_id = d.covered_by_transaction_id,
       candidate_id = coalesce(d.candidate_id, ''), candidate_match = d.candidate_match,
       counts = NOT d.is_memo AND NOT d.is_superseded AND NOT d.is_held
                AND d.coverage IN ('', 'open', 'separate')
  FROM decided d
 WHERE d.id = e.id;

ANALYZE expenditures_independentexpenditure;
