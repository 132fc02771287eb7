-- Reads the temporary tables of sql/connections_world.sql, and linkages. Donors who gave to a candidate's
-- campaign, and to a committee that gave to the same campaign then or later: the donor; the committee, what
-- the donor gave it, its part of all that had in per cent; the candidate, what the committee gave to the
-- campaign, and what the donor gave to it directly.
SELECT d.kind, d.key, d.name, d.is_settled, v.giver_id, g.amount AS gave, 100 * g.amount / r.had AS share,
       g.rows, g.first_day, g.last_day, g.names, g.zips,
       t.candidate_id, v.amount AS passed, v.rows, v.first_day, v.last_day,
       t.amount AS direct, t.rows, t.first_day, t.last_day, t.names, t.zips
  FROM to_campaigns t
  JOIN donors d ON d.donor_id = t.donor_id
  JOIN gifts g ON g.donor_id = t.donor_id
  JOIN received r ON r.committee_id = g.committee_id AND r.had > 0
  JOIN to_campaigns v ON v.giver_id = g.committee_id AND v.candidate_id = t.candidate_id
  LEFT JOIN filings_committee c ON c.committee_id = g.committee_id
 WHERE 100 * g.amount / r.had >= %(route_share)s
   AND (g.first_day <= v.last_day OR g.first_day IS NULL OR v.last_day IS NULL)
   -- Joint fundraising committees split money by agreement, and conduits pass it on.
   AND coalesce(c.designation, '') <> 'J'
   AND NOT EXISTS (SELECT FROM filings_linkage l
                    WHERE l.cycle = %(cycle)s AND l.committee_id = g.committee_id
                      AND l.candidate_id = t.candidate_id AND l.designation IN ('P', 'A', 'J'))
 ORDER BY 1, 2, 5, 13;
