-- Reads tagged profiles. Gives names with their occupations, industry and group (the parent organization),
-- those of most dollars first, and whether a person decided them. Nothing that a proposal tagged.
SELECT o.form, coalesce(k.name, ''), i.slug, coalesce(m.form, o.form), p.basis = 'decision'
  FROM donations_donorprofile p
  JOIN donations_organization o ON o.id = p.organization_id
  JOIN donations_industry i ON i.id = p.industry_id AND i.is_industry
  LEFT JOIN donations_organization m ON m.id = o.parent_id
  LEFT JOIN donations_occupation k ON k.id = p.occupation_id
  LEFT JOIN LATERAL (SELECT sum(t.amount) AS amount FROM donations_profiletotal t WHERE t.profile_id = p.id) t ON true
 WHERE o.form <> '' AND p.basis IN ('decision', 'employer', 'pattern')
   AND p.kind IN ('person', 'name')
 ORDER BY p.basis = 'decision' DESC, t.amount DESC NULLS LAST, p.id
 LIMIT %(most)s;
