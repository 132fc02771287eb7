-- Reads "compared" and what may explain its differences. Writes the reason of each figure that is off,
-- where there is a known one, the surest first, then expenditures_reconciliation.
--
-- 1. The official figures and the transactions are files of different days: of a report that the figures
-- hold there may be no transactions yet.
DROP TABLE IF EXISTS pg_temp.filers;

CREATE TEMP TABLE filers ON COMMIT DROP AS
SELECT c.id, m.committee_id
  FROM compared c
 CROSS JOIN LATERAL
       (SELECT c.committee_id WHERE c.committee_id IS NOT NULL
         UNION
        SELECT l.committee_id FROM filings_linkage l
         WHERE l.cycle = %(cycle)s AND l.candidate_id = c.candidate_id
           AND l.designation IN ('P', 'A')) m
 WHERE c.result = 'off' AND c.measure NOT IN ('committees', 'party');

DROP TABLE IF EXISTS pg_temp.newest;

CREATE TEMP TABLE newest ON COMMIT DROP AS
SELECT f.id, max(d.day) AS day
  FROM filers f JOIN compared c USING (id)
 CROSS JOIN LATERAL
       (SELECT max(t.contribution_receipt_date) AS day FROM donations_contribution t
         WHERE t.cycle = %(cycle)s AND t.committee_id = f.committee_id
           AND t.contribution_receipt_date <= c.coverage
         UNION ALL
        SELECT max(t.disbursement_date) FROM donations_committeetransaction t
         WHERE t.cycle = %(cycle)s AND t.committee_id = f.committee_id
           AND t.disbursement_date <= c.coverage
         UNION ALL
        SELECT max(t.disbursement_date) FROM donations_operatingexpenditure t
         WHERE t.cycle = %(cycle)s AND t.committee_id = f.committee_id
           AND t.disbursement_date <= c.coverage) d
 GROUP BY f.id;

UPDATE compared c
   SET reason = CASE WHEN n.day IS NULL
       THEN 'No transaction through ' || to_char(c.coverage, 'FMMonth FMDD, YYYY')
            || ' is in the bulk files, which were made on another day than the official figures.'
       ELSE 'The newest transaction in the bulk files is of ' || to_char(n.day, 'FMMonth FMDD, YYYY')
            || '; the report through ' || to_char(c.coverage, 'FMMonth FMDD, YYYY')
            || ' seems to be in the official figures only.' END
  FROM newest n, compared k LEFT JOIN filings_committeehistory h
       ON h.committee_id = k.committee_id AND h.cycle = %(cycle)s
 WHERE n.id = c.id AND k.id = c.id AND c.result = 'off' AND c.coverage IS NOT NULL
   AND abs(c.ours) < abs(c.official)
   AND (n.day IS NULL
        OR n.day < CASE WHEN h.filing_frequency = 'M' THEN date_trunc('month', c.coverage)::date
                        ELSE (c.coverage - interval '3 months')::date END);

-- 2. A giver's refund (line 16 of its report) is coded 24K like a gift: told by the id that line's
-- rows have, or by the memo text.
UPDATE compared c
   SET reason = 'Without ' || m.rows || ' rows of '
                || replace('$' || to_char(m.amount, 'FM999,999,999,990.00'), '$-', '-$')
                || ' that look like refunds to the giver, which the file codes as gifts, the two agree.'
  FROM compared k
 CROSS JOIN LATERAL
       (SELECT coalesce(sum(t.disbursement_amount), 0) AS amount, count(*) AS rows
          FROM donations_committeetransaction t
         WHERE t.cycle = %(cycle)s AND t.committee_id = k.committee_id AND t.counts
           AND t.disbursement_type IN ('24K', '24Z')
           AND (t.transaction_id LIKE 'SA16%%' OR t.memo_text ILIKE '%%refund%%')
           AND (t.disbursement_date <= k.coverage OR t.disbursement_date IS NULL
                OR k.coverage IS NULL)) m
 WHERE k.id = c.id AND c.result = 'off' AND c.reason = '' AND m.rows > 0
   AND c.measure = 'contributions_to_other_committees'
   AND abs(c.ours - m.amount - c.official) <= c.rows - m.rows;

-- 3. Type 10 to a committee that also takes limited gifts is money for its other account (line 17), which
-- the official total of individuals leaves out.
UPDATE compared c
   SET reason = 'Of it $' || to_char(m.amount, 'FM999,999,999,990.00')
                || ' is of type 10, for an account that the official total of individuals leaves out'
                || ' (line 17).'
  FROM compared k
 CROSS JOIN LATERAL
       (SELECT coalesce(sum(t.contribution_receipt_amount), 0) AS amount
          FROM donations_contribution t
         WHERE t.cycle = %(cycle)s AND t.committee_id = k.committee_id
           AND t.receipt_type = '10' AND t.counted_as = 'individual'
           AND (t.contribution_receipt_date <= k.coverage OR t.contribution_receipt_date IS NULL
                OR k.coverage IS NULL)) m
 WHERE k.id = c.id AND c.result = 'off' AND c.reason = '' AND c.measure = 'individuals_itemized'
   AND c.committee_id IS NOT NULL AND m.amount > 0 AND c.ours - m.amount <= c.official;

-- 4. The same money under two headings: what one figure lacks another one has too much.
UPDATE compared c
   SET reason = 'The amount stands under another heading there: added to "'
                || replace(o.measure, '_', ' ') || '" the figures agree.'
  FROM compared o
 WHERE c.result = 'off' AND c.reason = '' AND o.result <> 'equal' AND o.id <> c.id
   AND (o.candidate_id = c.candidate_id OR o.committee_id = c.committee_id)
   AND {headings}
   AND abs(c.ours + o.ours - c.official - o.official) <= greatest(c.rows + o.rows, 1);

-- 5. What the law asks no row for, and what is counted from the other side.
UPDATE compared c
   SET reason = CASE
       WHEN kind = 'part' AND coverage IS NULL
       THEN 'The official figure does not say through which day it goes.'
       WHEN measure IN ('committees', 'party')
       THEN 'Counted from the givers'' reports; the official figure is from the recipient''s, which'
            || ' come at other times.'
       WHEN measure IN ('refunds_individuals', 'candidate_contributions') AND ours < official
            AND (measure = 'refunds_individuals' OR official - ours <= 200)
       THEN 'Sums of $200 or less need no row of their own.'
       WHEN kind = 'part'
       THEN 'More was itemized than the official total through '
            || to_char(coverage, 'FMMonth FMDD, YYYY')
            || ': the two files were made on different days, or rows carry a wrong date.'
       ELSE '' END
 WHERE result = 'off' AND reason = '';

DELETE FROM expenditures_reconciliation WHERE cycle = %(cycle)s;

INSERT INTO expenditures_reconciliation
       (cycle, candidate_id, committee_id, measure, official, ours, rows, difference, result,
        reason)
SELECT %(cycle)s, candidate_id, committee_id, measure, official, ours, rows, ours - official, result,
       reason
  FROM compared;

ANALYZE expenditures_reconciliation;
