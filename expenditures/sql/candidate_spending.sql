-- Reads independent expenditures as decided, committee-to-candidate money, electioneering and
-- communication costs. Writes the temporary table "spending": money about candidates by channel.
-- Electioneering and communication costs stand in files of their own, and in pas2 as well: the file is
-- counted where the cycle has it (cents, shares), else pas2.
DROP TABLE IF EXISTS pg_temp.spending;

CREATE TEMP TABLE spending ON COMMIT DROP AS
SELECT candidate_id,
       CASE support_oppose_indicator WHEN 'S' THEN 'independent_for' ELSE 'independent_against' END
           AS channel,
       count(*) AS rows, sum(expenditure_amount)::numeric(16, 2) AS amount,
       CASE WHEN bool_or(coverage = 'open') THEN
            'Of which $' || to_char(sum(expenditure_amount) FILTER (WHERE coverage = 'open'),
                                    'FM999,999,999,990.00')
            || ' from notices that no periodic report covers yet.' ELSE '' END AS caveat
  FROM expenditures_independentexpenditure
 WHERE cycle = %(cycle)s AND counts AND candidate_id <> ''
   AND support_oppose_indicator IN ('S', 'O')
 GROUP BY candidate_id, channel;

INSERT INTO spending
SELECT resolved_candidate_id, 'coordinated', count(*), sum(transaction_amount), ''
  FROM expenditures_candidatetransaction
 WHERE cycle = %(cycle)s AND counted_as = 'coordinated' AND resolved_candidate_id <> ''
 GROUP BY resolved_candidate_id;

INSERT INTO spending
SELECT candidate_id, CASE WHEN transaction_type = '24N' OR support_oppose_indicator = 'O'
                          THEN 'communication_against' ELSE 'communication_for' END AS channel,
       count(*), sum(transaction_amount), ''
  FROM expenditures_communicationcost
 WHERE cycle = %(cycle)s AND candidate_id <> ''
 GROUP BY candidate_id, channel;

INSERT INTO spending
SELECT resolved_candidate_id, CASE transaction_type WHEN '24N' THEN 'communication_against'
                                   ELSE 'communication_for' END AS channel,
       count(*), sum(transaction_amount), 'From committees'' reports: cents cut off.'
  FROM expenditures_candidatetransaction
 WHERE cycle = %(cycle)s AND counted_as = 'communication_cost' AND resolved_candidate_id <> ''
   AND NOT EXISTS (SELECT FROM expenditures_communicationcost WHERE cycle = %(cycle)s)
 GROUP BY resolved_candidate_id, channel;

INSERT INTO spending
SELECT candidate_id, 'electioneering', count(*), sum(calculated_candidate_share),
       'An even share of each communication among the candidates it names; it takes no side.'
  FROM expenditures_electioneeringcommunication
 WHERE cycle = %(cycle)s AND candidate_id <> ''
 GROUP BY candidate_id;

INSERT INTO spending
SELECT resolved_candidate_id, 'electioneering', count(*), sum(transaction_amount),
       'From committees'' reports: cents cut off.'
  FROM expenditures_candidatetransaction
 WHERE cycle = %(cycle)s AND counted_as = 'electioneering' AND resolved_candidate_id <> ''
   AND NOT EXISTS (SELECT FROM expenditures_electioneeringcommunication WHERE cycle = %(cycle)s)
 GROUP BY resolved_candidate_id
