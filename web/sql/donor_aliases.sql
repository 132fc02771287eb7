-- Reads the names of some match keys (donations/donors.py) and their receipts and refunds, from the
-- index by name alone. Gives for each spelling, ZIP code of five digits, state and employer: rows,
-- those that count, what they add up to (refunds subtract), and the first and last day. Money of
-- committees is left out: some are named "SMITH, JOHN FOR CONGRESS".
SELECT c.name_id, left(c.contributor_zip, 5) AS zip, c.contributor_state, c.employer_id,
       count(*), count(*) FILTER (WHERE c.counts),
       coalesce(sum(CASE WHEN c.counted_as = 'refund_individual' THEN -c.contribution_receipt_amount
                         ELSE c.contribution_receipt_amount END)
                FILTER (WHERE c.counted_as IN ('individual', 'candidate', 'refund_individual')), 0),
       min(c.contribution_receipt_date), max(c.contribution_receipt_date)
  FROM donations_contribution c
 WHERE c.name_id = ANY(%(names)s)
   AND c.counted_as NOT IN ('committee', 'transfer', 'refund_committee')
   AND c.contributor_zip ~ '^[0-9]{5}'
 GROUP BY 1, 2, 3, 4
