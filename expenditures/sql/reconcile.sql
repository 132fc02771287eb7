-- Reads the roll-ups by committee, candidates' totals and the FEC's official figures.
-- Writes expenditures_reconciliation: both figures side by side, and what their difference means.
--
-- A figure is compared through the official one's coverage date, where rows can be told by date. The
-- bulk files cut cents off, so that a sum of n rows may fall short by less than $1 a row.
DROP TABLE IF EXISTS pg_temp.compared;

CREATE TEMP TABLE compared (
    candidate_id text, committee_id text, measure text NOT NULL, official numeric(16, 2),
    ours numeric(16, 2) NOT NULL, rows bigint NOT NULL, kind text NOT NULL, coverage date
) ON COMMIT DROP;

-- PACs and parties: what they gave to other committees (oth, the giver's side).
INSERT INTO compared
SELECT NULL, s.committee_id, 'contributions_to_other_committees',
       s.contributions_to_other_committees, coalesce(o.amount, 0), coalesce(o.rows, 0), 'exact',
       s.coverage_end_date
  FROM filings_committeesummary s
  LEFT JOIN LATERAL
       (SELECT sum(t.disbursement_amount) AS amount, count(*) AS rows
          FROM donations_committeetransaction t
         WHERE t.cycle = %(cycle)s AND t.committee_id = s.committee_id AND t.counts
           AND t.disbursement_type IN ('24K', '24Z')
           AND (t.disbursement_date <= s.coverage_end_date OR t.disbursement_date IS NULL)) o
       ON true
 WHERE s.cycle = %(cycle)s AND s.contributions_to_other_committees IS NOT NULL
   AND (s.contributions_to_other_committees <> 0 OR o.rows > 0)
   AND EXISTS (SELECT FROM filings_load WHERE step = 'committee_transactions'
                                          AND cycle = %(cycle)s AND status = 'loaded');

-- PACs and parties: independent expenditures in periodic reports (pas2: what the official figure is of).
INSERT INTO compared
SELECT NULL, s.committee_id, 'independent_expenditures', s.independent_expenditures,
       coalesce(p.amount, 0), coalesce(p.rows, 0), 'exact', s.coverage_end_date
  FROM filings_committeesummary s
  LEFT JOIN LATERAL
       (SELECT sum(t.transaction_amount) AS amount, count(*) AS rows
          FROM expenditures_candidatetransaction t
         WHERE t.cycle = %(cycle)s AND t.committee_id = s.committee_id
           AND t.counted_as = 'independent_expenditure') p ON true
 WHERE s.cycle = %(cycle)s AND s.independent_expenditures IS NOT NULL
   AND (s.independent_expenditures <> 0 OR p.rows > 0)
   AND EXISTS (SELECT FROM filings_load WHERE step = 'candidate_transactions'
                                          AND cycle = %(cycle)s AND status = 'loaded');

-- Candidates: the channels that the official figures have as well.
INSERT INTO compared
SELECT s.candidate_id, NULL, k.measure, k.official, coalesce(t.amount, 0), coalesce(t.rows, 0),
       'exact', s.coverage_end_date
  FROM (SELECT DISTINCT ON (candidate_id) * FROM filings_candidatesummary
         WHERE cycle = %(cycle)s ORDER BY candidate_id, file) s
 CROSS JOIN LATERAL (VALUES
       ('candidate_contributions', s.candidate_contribution, 'contributions'),
       ('candidate_loans', s.loans_made_by_candidate, 'committee_transactions'),
       ('committees', s.other_political_committee_contributions, 'candidate_transactions'),
       ('party', s.political_party_committee_contributions, 'candidate_transactions'),
       ('refunds_individuals', s.refunded_individual_contributions, 'contributions'),
       ('refunds_committees', s.refunded_committee_contributions, 'committee_transactions')
       ) AS k(measure, official, step)
  LEFT JOIN donations_candidatetotal t ON t.candidate_id = s.candidate_id
        AND t.cycle = %(cycle)s AND t.channel = k.measure
 WHERE k.official IS NOT NULL AND (k.official <> 0 OR coalesce(t.rows, 0) > 0)
   AND EXISTS (SELECT FROM filings_load l
                WHERE l.step = k.step AND l.cycle = %(cycle)s AND l.status = 'loaded');

-- Individuals: itemized rows are a part of the official total, never more.
INSERT INTO compared
SELECT s.candidate_id, NULL, 'individuals_itemized', s.individual_contributions,
       i.amount, i.rows, 'part', s.coverage_end_date
  FROM (SELECT DISTINCT ON (candidate_id) * FROM filings_candidatesummary
         WHERE cycle = %(cycle)s AND individual_contributions IS NOT NULL
         ORDER BY candidate_id, file) s
 CROSS JOIN LATERAL
       (SELECT coalesce(sum(t.contribution_receipt_amount), 0) AS amount, count(*) AS rows
          FROM (SELECT DISTINCT committee_id FROM filings_linkage
                 WHERE cycle = %(cycle)s AND candidate_id = s.candidate_id
                   AND designation IN ('P', 'A')) c
          JOIN donations_contribution t ON t.committee_id = c.committee_id AND t.cycle = %(cycle)s
         WHERE t.counted_as = 'individual'
           AND (t.contribution_receipt_date <= s.coverage_end_date
                OR t.contribution_receipt_date IS NULL)) i
 WHERE i.rows > 0 OR (s.individual_contributions <> 0 AND EXISTS
       (SELECT FROM filings_load WHERE step = 'contributions' AND cycle = %(cycle)s
                                   AND status = 'loaded'));

INSERT INTO compared
SELECT NULL, s.committee_id, 'individuals_itemized', s.individual_contributions, i.amount, i.rows,
       'part', s.coverage_end_date
  FROM filings_committeesummary s
 CROSS JOIN LATERAL
       (SELECT coalesce(sum(t.contribution_receipt_amount), 0) AS amount, count(*) AS rows
          FROM donations_contribution t
         WHERE t.committee_id = s.committee_id AND t.cycle = %(cycle)s
           AND t.counted_as = 'individual'
           AND (t.contribution_receipt_date <= s.coverage_end_date
                OR t.contribution_receipt_date IS NULL)) i
 WHERE s.cycle = %(cycle)s AND s.individual_contributions IS NOT NULL AND i.rows > 0;

DELETE FROM expenditures_reconciliation WHERE cycle = %(cycle)s;

INSERT INTO expenditures_reconciliation
       (cycle, candidate_id, committee_id, measure, official, ours, rows, difference, result,
        reason)
SELECT %(cycle)s, candidate_id, committee_id, measure, official, ours, rows, ours - official,
       CASE WHEN kind = 'part' AND ours <= official THEN 'within'
            WHEN kind = 'part' THEN 'off'
            WHEN ours = official THEN 'equal'
            WHEN abs(ours - official) <= rows THEN 'within'
            ELSE 'off' END,
       CASE WHEN kind = 'part' AND ours <= official
            THEN 'Itemized rows are a part of the official total; the rest is not itemized.'
            WHEN kind = 'part' AND coverage IS NULL
            THEN 'The official figure does not say through which day it goes.'
            WHEN kind = 'part'
            THEN 'More was itemized than the official total through '
                 || to_char(coverage, 'FMMonth FMDD, YYYY')
                 || ': the two files were made on different days, or rows carry a wrong date.'
            WHEN ours = official THEN ''
            WHEN abs(ours - official) <= rows THEN 'The bulk files cut cents off.'
            WHEN rows = 0 THEN 'No row of this kind is in the bulk files yet.'
            WHEN official = 0 THEN 'The official figure is zero: it goes through '
                 || coalesce(to_char(coverage, 'FMMonth FMDD, YYYY'), 'an unknown day')
                 || ', the rows may be newer.'
            WHEN measure IN ('committees', 'party') THEN 'Counted from the givers'' reports; the'
                 || ' official figure is from the recipient''s, which come at other times.'
            ELSE '' END
  FROM compared;

ANALYZE expenditures_reconciliation;
