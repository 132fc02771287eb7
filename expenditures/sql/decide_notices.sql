-- Reads "decided", "notices" and the pairs found. Writes what each row is, and which rows count, into
-- expenditures_independentexpenditure: each expenditure once.
UPDATE decided d
   SET coverage = CASE WHEN a.right_id IS NOT NULL THEN 'covered'
                       WHEN NOT n.is_covered_by_date THEN 'open'
                       WHEN n.decision = 'separate' THEN 'separate'
                       ELSE 'unmatched' END,
       covered_by_file_number = r.file_number,
       covered_by_transaction_id = coalesce(r.transaction_id, '')
  FROM notices n
  LEFT JOIN answered a ON a.left_id = n.id
  LEFT JOIN reported r ON r.id = a.right_id
 WHERE n.id = d.id;

-- Without new statistics, and an index, each open row would be compared with all others.
CREATE INDEX ON decided (committee_id, transaction_id) WHERE coverage = 'open';

ANALYZE decided;

-- The same transaction in a later filing that is no known amendment of this one: an amendment whose
-- predecessor is missing, or a periodic report too new for pas2. The later filing's row counts.
UPDATE decided d SET coverage = 'covered'
 WHERE d.coverage = 'open'
   AND NOT EXISTS (SELECT FROM notices n WHERE n.id = d.id AND n.decision = 'separate')
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
