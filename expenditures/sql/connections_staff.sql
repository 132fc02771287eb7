-- Reads contributions, donors' profiles, organizations, and the temporary tables of
-- sql/connections_world.sql. Companies that fund a group that spent against a candidate of a race, and whose
-- people (those who name it as their employer) gave to the campaigns of others in it: race, group, company,
-- what it gave to the group, its part in per cent, when, under which names; the candidate, what its people
-- gave to the campaign, refunds taken off, how often and when.
WITH companies AS (
    SELECT x.election_id, x.spender_id, f.donor_id, d.key, d.name, f.amount, f.share, f.first_day, f.last_day
      FROM (SELECT DISTINCT election_id, spender_id FROM spent
             WHERE side = 'O' AND amount >= %(least_spent)s) x
      JOIN funders f ON f.spender_id = x.spender_id
      JOIN donors d ON d.donor_id = f.donor_id AND d.kind = 'organization'
), people AS (
    SELECT p.id AS profile_id, o.form
      FROM donations_organization o
      JOIN donations_donorprofile p ON p.organization_id = o.id AND p.kind = 'person'
     WHERE o.form IN (SELECT key FROM companies)
), staff AS (
    SELECT p.form, k.candidate_id,
           sum(CASE c.counted_as WHEN 'individual' THEN c.contribution_receipt_amount
                                 ELSE -c.contribution_receipt_amount END) AS amount,
           count(*)::integer AS rows, min(c.contribution_receipt_date) AS first_day,
           max(c.contribution_receipt_date) AS last_day, array_agg(DISTINCT m.name) AS employers
      FROM people p
      JOIN donations_contribution c
        ON c.profile_id = p.profile_id AND c.cycle = %(cycle)s AND c.counts
       AND c.counted_as IN ('individual', 'refund_individual')
       AND c.entity_type IN ('', 'IND', 'CAN')
      JOIN campaigns k ON k.committee_id = c.committee_id
      JOIN donations_employer m ON m.id = c.employer_id
     GROUP BY 1, 2
    HAVING sum(CASE c.counted_as WHEN 'individual' THEN c.contribution_receipt_amount
                                 ELSE -c.contribution_receipt_amount END) >= %(least_gift)s
)
SELECT x.election_id, x.spender_id, x.key, x.name, x.amount, x.share, x.first_day, x.last_day,
       g.rows, g.names, g.zips, s.candidate_id, s.amount, s.rows, s.first_day, s.last_day, s.employers
  FROM companies x
  JOIN gifts g ON g.donor_id = x.donor_id AND g.committee_id = x.spender_id
  JOIN staff s ON s.form = x.key
  JOIN filings_electioncandidate e
    ON e.election_id = x.election_id AND e.candidate_id = s.candidate_id
 -- Some candidates have two ids in one race.
 WHERE NOT EXISTS (SELECT FROM spent a
                     LEFT JOIN filings_candidate b ON b.candidate_id = a.candidate_id
                     LEFT JOIN filings_candidate c ON c.candidate_id = s.candidate_id
                    WHERE a.election_id = x.election_id AND a.spender_id = x.spender_id AND a.side = 'O'
                      AND (a.candidate_id = s.candidate_id
                           OR donations_donor_key(b.name) = nullif(donations_donor_key(c.name), '')))
 ORDER BY 1, 2, 3, s.amount DESC, s.candidate_id;
