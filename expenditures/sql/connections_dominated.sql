-- Reads the temporary tables of sql/connections_world.sql. Groups with a funder of half or more of what they
-- had: the group, what it spent, the funder (a donor or a committee), what that gave, its part in per cent,
-- when, under which names; all that the group received, and the cash it held when the cycle began.
SELECT s.spender_id, s.amount, f.giver_id, d.kind, d.key, d.name, d.is_settled, f.amount AS gave, f.share,
       f.first_day, f.last_day, coalesce(g.rows, 0), g.names, g.zips, r.amount AS received, r.opening
  FROM spenders s
  JOIN funders f USING (spender_id)
  JOIN received r ON r.committee_id = s.spender_id
  LEFT JOIN donors d ON d.donor_id = f.donor_id
  LEFT JOIN gifts g ON g.donor_id = f.donor_id AND g.committee_id = f.spender_id
 WHERE f.share >= %(main_share)s AND s.amount >= %(least_spent)s
 ORDER BY 1, 3, 5;
