-- Reads contributions of some committees and a cycle, each row once.
-- Gives the largest names, employers and occupations: dimension, its id, rows, amount given, amount
-- refunded, first and last state. Texts stand in dictionaries, so that only ids are grouped.
SELECT dimension, id, rows, amount, refunded, first_state, last_state
  FROM (SELECT dimension, id, rows, amount, refunded, first_state, last_state,
               row_number() OVER (PARTITION BY dimension ORDER BY amount DESC, id) AS place
          FROM (SELECT CASE GROUPING(name_id, employer_id, occupation_id)
                       WHEN 3 THEN 'name' WHEN 5 THEN 'employer' ELSE 'occupation' END AS dimension,
                       coalesce(name_id, employer_id, occupation_id) AS id,
                       count(*) FILTER (WHERE counted_as = 'individual') AS rows,
                       coalesce(sum(contribution_receipt_amount)
                                FILTER (WHERE counted_as = 'individual'), 0) AS amount,
                       coalesce(sum(contribution_receipt_amount)
                                FILTER (WHERE counted_as = 'refund_individual'), 0) AS refunded,
                       min(contributor_state) AS first_state, max(contributor_state) AS last_state
                  FROM donations_contribution
                 WHERE cycle = %(cycle)s AND committee_id = ANY(%(committees)s)
                   AND counted_as IN ('individual', 'refund_individual')
                 GROUP BY GROUPING SETS ((name_id), (employer_id), (occupation_id))) grouped) placed
 WHERE place <= %(limit)s AND rows > 0
 ORDER BY dimension, place;
