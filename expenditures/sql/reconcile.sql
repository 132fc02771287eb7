-- Reads contributions, committees' payments, linkages and the FEC's official figures.
-- Writes the temporary table "compared": both figures side by side, and what their difference means.
--
-- A figure is compared through the official one's coverage date; rows without a date are taken to be
-- before it. The bulk files cut cents off, so that a sum of n rows may be off by less than $1 a row.
DROP TABLE IF EXISTS pg_temp.compared;

CREATE TEMP TABLE compared (
    id bigint GENERATED ALWAYS AS IDENTITY, candidate_id text, committee_id text,
    measure text NOT NULL, official numeric(16, 2), ours numeric(16, 2) NOT NULL,
    rows bigint NOT NULL, kind text NOT NULL, coverage date, result text, reason text
) ON COMMIT DROP;

-- PACs and parties: what they gave to other committees (oth, the giver's side).
INSERT INTO compared (committee_id, measure, official, ours, rows, kind, coverage)
SELECT s.committee_id, 'contributions_to_other_committees',
       s.contributions_to_other_committees, coalesce(o.amount, 0), coalesce(o.rows, 0), 'exact',
       s.coverage_end_date
  FROM filings_committeesummary s
  LEFT JOIN LATERAL
       (SELECT sum(t.disbursement_amount) AS amount, count(*) AS rows
          FROM donations_committeetransaction t
         WHERE t.cycle = %(cycle)s AND t.committee_id = s.committee_id AND t.counts
           AND t.disbursement_type IN ('24K', '24Z')
           AND (t.disbursement_date <= s.coverage_end_date OR t.disbursement_date IS NULL
                OR s.coverage_end_date IS NULL)) o
       ON true
 WHERE s.cycle = %(cycle)s AND s.contributions_to_other_committees IS NOT NULL
   AND (s.contributions_to_other_committees <> 0 OR o.rows > 0)
   AND EXISTS (SELECT FROM filings_load WHERE step = 'committee_transactions'
                                          AND cycle = %(cycle)s AND status = 'loaded');

-- PACs and parties: independent expenditures in periodic reports (pas2: what the official figure is of).
INSERT INTO compared (committee_id, measure, official, ours, rows, kind, coverage)
SELECT s.committee_id, 'independent_expenditures', s.independent_expenditures,
       coalesce(p.amount, 0), coalesce(p.rows, 0), 'exact', s.coverage_end_date
  FROM filings_committeesummary s
  LEFT JOIN LATERAL
       (SELECT sum(t.transaction_amount) AS amount, count(*) AS rows
          FROM expenditures_candidatetransaction t
         WHERE t.cycle = %(cycle)s AND t.committee_id = s.committee_id
           AND t.counted_as = 'independent_expenditure'
           AND (t.transaction_date <= s.coverage_end_date OR t.transaction_date IS NULL
                OR s.coverage_end_date IS NULL)) p ON true
 WHERE s.cycle = %(cycle)s AND s.independent_expenditures IS NOT NULL
   AND (s.independent_expenditures <> 0 OR p.rows > 0)
   AND EXISTS (SELECT FROM filings_load WHERE step = 'candidate_transactions'
                                          AND cycle = %(cycle)s AND status = 'loaded');

-- PACs and parties: itemized individuals are a part of the official total, never more.
INSERT INTO compared (committee_id, measure, official, ours, rows, kind, coverage)
SELECT s.committee_id, 'individuals_itemized', s.individual_contributions, i.amount, i.rows, 'part',
       s.coverage_end_date
  FROM filings_committeesummary s
 CROSS JOIN LATERAL
       (SELECT coalesce(sum(t.contribution_receipt_amount), 0) AS amount, count(*) AS rows
          FROM donations_contribution t
         WHERE t.committee_id = s.committee_id AND t.cycle = %(cycle)s
           AND t.counted_as = 'individual'
           AND (t.contribution_receipt_date <= s.coverage_end_date
                OR t.contribution_receipt_date IS NULL OR s.coverage_end_date IS NULL)) i
 WHERE s.cycle = %(cycle)s AND s.individual_contributions IS NOT NULL AND i.rows > 0;

-- Candidates: what their campaigns' rows add up to, in each line that the official figures have as well.
DROP TABLE IF EXISTS pg_temp.summaries;

CREATE TEMP TABLE summaries ON COMMIT DROP AS
SELECT DISTINCT ON (candidate_id) *
  FROM filings_candidatesummary WHERE cycle = %(cycle)s ORDER BY candidate_id, file;

DROP TABLE IF EXISTS pg_temp.campaigns;

CREATE TEMP TABLE campaigns ON COMMIT DROP AS
SELECT DISTINCT l.candidate_id, l.committee_id, s.coverage_end_date AS coverage
  FROM filings_linkage l JOIN summaries s USING (candidate_id)
 WHERE l.cycle = %(cycle)s AND l.designation IN ('P', 'A');

ANALYZE campaigns;

DROP TABLE IF EXISTS pg_temp.campaign_money;

CREATE TEMP TABLE campaign_money ON COMMIT DROP AS
SELECT candidate_id, measure, sum(amount) AS amount, count(*) AS rows
  FROM (SELECT c.candidate_id, t.counted_as AS measure, t.contribution_receipt_amount AS amount
          FROM campaigns c
          JOIN donations_contribution t ON t.committee_id = c.committee_id
         WHERE t.cycle = %(cycle)s
           AND t.counted_as IN ('individual', 'candidate', 'candidate_loan', 'refund_individual',
                                'refund_committee')
           AND (t.contribution_receipt_date <= c.coverage OR t.contribution_receipt_date IS NULL
                OR c.coverage IS NULL)
         UNION ALL
        SELECT c.candidate_id, t.counted_as, t.disbursement_amount
          FROM campaigns c
          JOIN donations_committeetransaction t ON t.committee_id = c.committee_id
         WHERE t.cycle = %(cycle)s AND t.counted_as IN ('refund_individual', 'refund_committee')
           AND (t.disbursement_date <= c.coverage OR t.disbursement_date IS NULL
                OR c.coverage IS NULL)
         UNION ALL
        SELECT s.candidate_id, g.channel, g.amount
          FROM gifts_of_committees g
          JOIN summaries s USING (candidate_id)
         WHERE g.day <= s.coverage_end_date OR g.day IS NULL OR s.coverage_end_date IS NULL) m
 GROUP BY candidate_id, measure;

INSERT INTO compared (candidate_id, measure, official, ours, rows, kind, coverage)
SELECT s.candidate_id, k.measure, k.official, coalesce(m.amount, 0), coalesce(m.rows, 0), k.kind,
       s.coverage_end_date
  FROM summaries s
 CROSS JOIN LATERAL (VALUES
       ('individual', 'individuals_itemized', s.individual_contributions, 'contributions', 'part'),
       ('candidate', 'candidate_contributions', s.candidate_contribution, 'contributions', 'exact'),
       ('candidate_loan', 'candidate_loans', s.loans_made_by_candidate, 'committee_transactions',
        'exact'),
       ('committees', 'committees', s.other_political_committee_contributions,
        'candidate_transactions', 'exact'),
       ('party', 'party', s.political_party_committee_contributions, 'candidate_transactions',
        'exact'),
       ('refund_individual', 'refunds_individuals', s.refunded_individual_contributions,
        'contributions', 'exact'),
       ('refund_committee', 'refunds_committees', s.refunded_committee_contributions,
        'committee_transactions', 'exact')) AS k(counted_as, measure, official, step, kind)
  LEFT JOIN campaign_money m ON m.candidate_id = s.candidate_id AND m.measure = k.counted_as
 WHERE k.official IS NOT NULL AND (k.official <> 0 OR m.rows > 0)
   AND EXISTS (SELECT FROM filings_load l
                WHERE l.step = k.step AND l.cycle = %(cycle)s AND l.status = 'loaded');

UPDATE compared
   SET result = CASE WHEN kind = 'part' AND rows = 0 THEN 'n/a'
                     WHEN kind = 'part' AND ours <= official THEN 'within'
                     WHEN kind = 'exact' AND ours = official THEN 'equal'
                     WHEN kind = 'exact' AND abs(ours - official) <= rows THEN 'within'
                     ELSE 'off' END,
       reason = CASE WHEN kind = 'part' AND rows = 0
                     THEN 'No itemized row is loaded: either every gift was small, or rows are missing.'
                     WHEN kind = 'part' AND ours <= official
                     THEN 'Itemized rows are a part of the official total; the rest is not itemized.'
                     WHEN ours <> official AND kind = 'exact' AND abs(ours - official) <= rows
                     THEN 'The bulk files cut cents off.'
                     ELSE '' END;
