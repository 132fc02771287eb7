-- Reads what donors' profiles gave in a cycle. Gives the organizations whose people and committees gave
-- most, those that belong to another added to it: id, rows, people's money, committees' money. Ways of
-- saying self, none or retired are no employers, and campaigns', parties' and joint fundraising
-- committees make none: "SMITH FOR CONGRESS".
SELECT coalesce(o.parent_id, o.id), sum(t.rows)::bigint,
       coalesce(sum(t.amount) FILTER (WHERE t.counted_as = 'individual'), 0),
       coalesce(sum(t.amount) FILTER (WHERE t.counted_as = 'committee'), 0)
  FROM donations_profiletotal t
  JOIN donations_donorprofile p ON p.id = t.profile_id
  JOIN donations_organization o ON o.id = p.organization_id
  LEFT JOIN donations_organization w ON w.id = coalesce(o.parent_id, o.id)
  LEFT JOIN donations_industry i ON i.id = w.industry_id
  LEFT JOIN donations_industry g ON g.id = p.industry_id
 WHERE t.cycle = %(cycle)s AND t.counted_as IN ('individual', 'committee')
   AND (i.id IS NULL OR i.is_industry OR i.slug = %(not_classed)s)
   AND coalesce(i.sector, '') <> %(committees)s
   AND (%(any)s OR coalesce(o.parent_id, o.id) = ANY(%(only)s))
 GROUP BY 1
HAVING bool_or(p.kind = 'person') OR bool_or(g.is_industry AND g.sector <> %(committees)s)
 ORDER BY sum(t.amount) DESC, 1
 LIMIT %(limit)s
