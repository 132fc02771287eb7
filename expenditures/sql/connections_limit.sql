-- Reads contributions and the temporary tables of sql/connections_world.sql. People whose gifts to a campaign
-- for one election or more reach the limit, and who fund a group that spent for that candidate and for no other
-- in the race, nearly all of whose spending helps the candidate: race, group, candidate, what the group spent
-- for the candidate and against others in the race, its part of all the group spent in per cent; the donor;
-- what the donor gave to the group, how often, when, under which names; and a row for each election code at the
-- limit: what the donor gave to the campaign for it. Gifts without a code are for no election one can name.
WITH helped AS (
    SELECT s.election_id, s.spender_id, e.candidate_id, sum(s.amount) AS amount
      FROM spent s
      JOIN filings_electioncandidate e ON e.election_id = s.election_id
     WHERE (s.side = 'S') = (s.candidate_id = e.candidate_id)
     GROUP BY 1, 2, 3
    HAVING bool_or(s.side = 'S')
), single AS (
    SELECT h.*, 100 * h.amount / p.amount AS part
      FROM helped h JOIN spenders p USING (spender_id)
     WHERE 100 * h.amount / p.amount >= %(single_share)s AND h.amount >= %(least_spent)s
       AND NOT EXISTS (SELECT FROM spent o
                        WHERE o.election_id = h.election_id AND o.spender_id = h.spender_id
                          AND o.side = 'S' AND o.candidate_id <> h.candidate_id)
), pairs AS (
    SELECT s.*, f.donor_id, f.amount AS gave, f.share, f.first_day, f.last_day
      FROM single s
      JOIN funders f ON f.spender_id = s.spender_id AND f.donor_id IS NOT NULL
      JOIN to_campaigns t ON t.donor_id = f.donor_id AND t.candidate_id = s.candidate_id
), by_code AS (
    SELECT p.donor_id, p.candidate_id, c.election_type,
           sum(CASE c.counted_as WHEN 'individual' THEN c.contribution_receipt_amount
                                 ELSE -c.contribution_receipt_amount END) AS amount,
           count(*)::integer AS rows, min(c.contribution_receipt_date) AS first_day,
           max(c.contribution_receipt_date) AS last_day,
           array_agg(DISTINCT t.name) AS names, array_agg(DISTINCT t.zip) AS zips
      FROM (SELECT DISTINCT donor_id, candidate_id FROM pairs) p
      JOIN donors d ON d.donor_id = p.donor_id AND d.kind = 'person'
      JOIN told t ON t.kind = d.kind AND t.key = d.key
      JOIN campaigns k ON k.committee_id = t.committee_id AND k.candidate_id = p.candidate_id
      JOIN donations_contribution c
        ON c.committee_id = t.committee_id AND c.name_id = t.name_id AND c.cycle = %(cycle)s
       AND left(c.contributor_zip, 5) = t.zip AND c.counts
       AND c.counted_as IN ('individual', 'refund_individual')
       AND c.entity_type IN ('', 'IND', 'CAN') AND c.election_type <> ''
     GROUP BY 1, 2, 3
)
SELECT p.election_id, p.spender_id, p.candidate_id, p.amount, p.part, d.kind, d.key, d.name, d.is_settled,
       p.gave, p.share, p.first_day, p.last_day, g.rows, g.names, g.zips,
       b.election_type, b.amount, b.rows, b.first_day, b.last_day, b.names, b.zips
  FROM pairs p
  JOIN by_code b ON b.donor_id = p.donor_id AND b.candidate_id = p.candidate_id AND b.amount >= %(limit)s
  JOIN donors d ON d.donor_id = p.donor_id
  JOIN gifts g ON g.donor_id = p.donor_id AND g.committee_id = p.spender_id
 ORDER BY 1, 2, 3, d.key, b.election_type;
