-- Reads the traces of what was spent against each candidate under each election code, candidates' money by
-- industry, and the temporary tables of sql/connections_world.sql. Industries whose money is a large part of
-- an attack in a race, and which gave to another candidate in it whom the group did not attack: race, group,
-- the one attacked, the industry and its part of the attack; the other one, and what the industry's people
-- and committees gave to that campaign in the cycle.
WITH funded AS (
    SELECT s.election_id, s.spender_id, s.candidate_id, i.industry_id, sum(i.amount) AS amount
      FROM spent s
      JOIN race_codes r ON r.election_id = s.election_id AND r.candidate_id = s.candidate_id
      JOIN expenditures_trace t
        ON t.cycle = %(cycle)s AND t.committee_id = s.spender_id AND t.candidate_id = s.candidate_id
       AND t.support_oppose_indicator = 'O' AND t.election_type = r.election_type
       AND t.method = 'to_date'
      JOIN expenditures_traceindustry i ON i.trace_id = t.id
     WHERE s.side = 'O' AND s.amount >= %(least_spent)s
     GROUP BY 1, 2, 3, 4
), large AS MATERIALIZED (
    SELECT f.election_id, f.spender_id, f.candidate_id, f.industry_id, i.slug, i.name, f.amount,
           100 * f.amount / s.amount AS share, s.amount AS spent, s.rows, s.first_day, s.last_day, s.codes
      FROM funded f
      JOIN spent s ON s.election_id = f.election_id AND s.spender_id = f.spender_id
                  AND s.candidate_id = f.candidate_id AND s.side = 'O'
      JOIN donations_industry i ON i.id = f.industry_id AND i.is_industry
     WHERE 100 * f.amount / s.amount >= %(industry_share)s
), gave AS MATERIALIZED (
    SELECT candidate_id, industry_id, sum(amount) AS amount, sum(rows)::integer AS rows
      FROM donations_candidateindustry
     WHERE cycle = %(cycle)s AND part IN ('people', 'committees')
     GROUP BY 1, 2
    HAVING sum(amount) >= %(industry_gifts)s
)
SELECT l.election_id, l.spender_id, l.candidate_id, l.slug, l.name, l.amount, l.share, l.spent, l.rows,
       l.first_day, l.last_day, l.codes, g.candidate_id AS rival_id, g.amount AS gave, g.rows AS gave_rows
  FROM large l
  JOIN filings_electioncandidate e ON e.election_id = l.election_id AND e.candidate_id <> l.candidate_id
  JOIN gave g ON g.candidate_id = e.candidate_id AND g.industry_id = l.industry_id
 -- Some candidates have two ids in one race.
 WHERE NOT EXISTS (SELECT FROM spent a
                     LEFT JOIN filings_candidate b ON b.candidate_id = a.candidate_id
                     LEFT JOIN filings_candidate c ON c.candidate_id = g.candidate_id
                    WHERE a.election_id = l.election_id AND a.spender_id = l.spender_id AND a.side = 'O'
                      AND (a.candidate_id = g.candidate_id
                           OR donations_donor_key(b.name) = nullif(donations_donor_key(c.name), '')))
 ORDER BY 1, 2, 3, 4, rival_id;
