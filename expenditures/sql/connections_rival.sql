-- Reads the temporary tables of sql/connections_world.sql. Funders of each group that spent against
-- candidates of a race, who also gave to the campaigns of others in it: race, group, funder (a donor or a
-- committee), what it gave to the group, its part of the group's money in per cent, the first and last
-- day of that; the candidate it gave to, how much, how often and when.
SELECT x.election_id, x.spender_id, f.giver_id, d.kind, d.key, d.name, d.is_settled,
       f.amount, f.share, f.first_day, f.last_day, g.names, g.zips, g.rows,
       f.candidate_id, f.to_rival, f.rival_rows, f.rival_first, f.rival_last, f.names, f.zips
  FROM (SELECT DISTINCT election_id, spender_id FROM spent
         WHERE side = 'O' AND amount >= %(least_spent)s) x
  JOIN (SELECT f.*, t.candidate_id, t.amount AS to_rival, t.rows AS rival_rows,
               t.first_day AS rival_first, t.last_day AS rival_last, t.names, t.zips
          FROM funders f JOIN to_campaigns t ON t.donor_id = f.donor_id
         UNION ALL
        SELECT f.*, t.candidate_id, t.amount, t.rows, t.first_day, t.last_day, t.names, t.zips
          FROM funders f JOIN to_campaigns t ON t.giver_id = f.giver_id) f
    ON f.spender_id = x.spender_id
  JOIN filings_electioncandidate e
    ON e.election_id = x.election_id AND e.candidate_id = f.candidate_id
  LEFT JOIN donors d ON d.donor_id = f.donor_id
  LEFT JOIN gifts g ON g.donor_id = f.donor_id AND g.committee_id = f.spender_id
 -- Some candidates have two ids in one race.
 WHERE NOT EXISTS (SELECT FROM spent a
                     LEFT JOIN filings_candidate b ON b.candidate_id = a.candidate_id
                     LEFT JOIN filings_candidate c ON c.candidate_id = f.candidate_id
                    WHERE a.election_id = x.election_id AND a.spender_id = x.spender_id AND a.side = 'O'
                      AND (a.candidate_id = f.candidate_id
                           OR donations_donor_key(b.name) = nullif(donations_donor_key(c.name), '')))
 ORDER BY 1, 2, 3, 5, f.to_rival DESC, f.candidate_id;
