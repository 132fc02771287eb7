-- Reads "decided", "notices" and the pairs found. Writes what each row is, and which rows count, into
-- expenditures_independentexpenditure: each expenditure once.
UPDATE decided d
   SET coverage = CASE WHEN EXISTS (SELECT FROM answered a WHERE a.left_id = n.id) THEN 'covered'
                       WHEN n.is_covered_by_date THEN 'unmatched'
                       ELSE 'open' END
  FROM notices n WHERE n.id = d.id;

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
       coverage = d.coverage,
       candidate_id = CASE e.candidate_id WHEN '' THEN coalesce(d.candidate_id, '')
                           ELSE e.candidate_id END,
       counts = NOT d.is_memo AND NOT d.is_superseded AND d.coverage IN ('', 'open')
  FROM decided d
 WHERE d.id = e.id;

ANALYZE expenditures_independentexpenditure;
