-- Reads roll-ups by committee, what committees gave to campaigns (the temporary table gifts_of_committees),
-- independent expenditures as decided, committee-to-candidate money, electioneering and communication costs,
-- candidates' totals. Writes each candidate's money by channel, election code and giver: the same rows as the
-- totals count (donations/sql/candidate_receipts.sql, candidate_spending.sql), so that both add up alike.
DROP TABLE IF EXISTS pg_temp.attributed;

CREATE TEMP TABLE attributed ON COMMIT DROP AS
SELECT c.candidate_id::text, k.channel::text, t.election_type::text, ''::text AS giver_id,
       sum(t.rows)::bigint AS rows, sum(t.amount)::numeric(16, 2) AS amount
  FROM (SELECT DISTINCT candidate_id, committee_id FROM filings_linkage
         WHERE cycle = %(cycle)s AND designation IN ('P', 'A')) c
  JOIN donations_committeetotal t ON t.committee_id = c.committee_id AND t.cycle = %(cycle)s
  JOIN (VALUES ('individual', 'individuals_itemized'), ('candidate', 'candidate_contributions'),
               ('candidate_loan', 'candidate_loans'), ('transfer', 'transfers_in'),
               ('refund_individual', 'refunds_individuals'),
               ('refund_committee', 'refunds_committees')) AS k(counted_as, channel)
       ON k.counted_as = t.counted_as
 WHERE t.counted_as <> 'transfer' OR t.source IN ('indiv', 'oth', 'efile')
 GROUP BY 1, 2, 3;

-- Gifts without rows are of no election that anybody could name.
INSERT INTO attributed
SELECT candidate_id, channel, '', '', 0, amount
  FROM donations_candidatetotal
 WHERE cycle = %(cycle)s AND channel = 'individuals_unitemized' AND amount IS NOT NULL;

INSERT INTO attributed
SELECT candidate_id, channel, election_type, committee_id, count(*), sum(amount)
  FROM gifts_of_committees GROUP BY 1, 2, 3, 4;

INSERT INTO attributed
SELECT candidate_id,
       CASE support_oppose_indicator WHEN 'S' THEN 'independent_for' ELSE 'independent_against' END,
       election_type, committee_id, count(*), sum(expenditure_amount)
  FROM expenditures_independentexpenditure
 WHERE cycle = %(cycle)s AND counts AND candidate_id <> ''
   AND support_oppose_indicator IN ('S', 'O')
 GROUP BY 1, 2, 3, 4;

INSERT INTO attributed
SELECT resolved_candidate_id, 'coordinated', election_type, committee_id, count(*), sum(transaction_amount)
  FROM expenditures_candidatetransaction
 WHERE cycle = %(cycle)s AND counted_as = 'coordinated' AND resolved_candidate_id <> ''
 GROUP BY 1, 3, 4;

-- The FEC's files of these two have no election code; pas2, where it stands in for them, has.
INSERT INTO attributed
SELECT candidate_id, CASE WHEN transaction_type = '24N' OR support_oppose_indicator = 'O'
                          THEN 'communication_against' ELSE 'communication_for' END,
       '', committee_id, count(*), sum(transaction_amount)
  FROM expenditures_communicationcost
 WHERE cycle = %(cycle)s AND candidate_id <> ''
 GROUP BY 1, 2, 4;

INSERT INTO attributed
SELECT candidate_id, 'electioneering', '', committee_id, count(*), sum(calculated_candidate_share)
  FROM expenditures_electioneeringcommunication
 WHERE cycle = %(cycle)s AND candidate_id <> ''
 GROUP BY 1, 4;

INSERT INTO attributed
SELECT resolved_candidate_id,
       CASE WHEN counted_as = 'electioneering' THEN 'electioneering'
            WHEN transaction_type = '24N' THEN 'communication_against'
            ELSE 'communication_for' END,
       election_type, committee_id, count(*), sum(transaction_amount)
  FROM expenditures_candidatetransaction
 WHERE cycle = %(cycle)s AND resolved_candidate_id <> ''
   AND ((counted_as = 'electioneering' AND NOT EXISTS
             (SELECT FROM expenditures_electioneeringcommunication WHERE cycle = %(cycle)s))
        OR (counted_as = 'communication_cost' AND NOT EXISTS
             (SELECT FROM expenditures_communicationcost WHERE cycle = %(cycle)s)))
 GROUP BY 1, 2, 3, 4;

DELETE FROM expenditures_attributedmoney WHERE cycle = %(cycle)s;

INSERT INTO expenditures_attributedmoney (cycle, candidate_id, channel, election_type, giver_id, rows, amount)
SELECT %(cycle)s, candidate_id, channel, election_type, giver_id, sum(rows), sum(amount)
  FROM attributed GROUP BY 2, 3, 4, 5
 ORDER BY 2;

ANALYZE expenditures_attributedmoney
